//! A text while it is being written: what it gives on real data, and which mentions it lacks, without refusing to be seen.

use crate::context::Lang;
use crate::error::DocumentError;
use crate::mail;
use crate::mentions::MentionFault;
use crate::templates::{Context, Family, TemplateSet};

/// What a text gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    pub subject: String,
    /// The text; of a paper, without its tables.
    pub text: String,
    /// Of a paper.
    pub pdf: Option<Vec<u8>>,
    /// With one of these, it would not leave.
    pub faults: Vec<MentionFault>,
}

impl TemplateSet {
    /// Renders a template and says which mentions are missing.
    ///
    /// # Errors
    /// A missing datum, a sum that does not add up, or a template line that fails.
    pub fn proof(&self, name: &str, lang: Lang, context: &Context) -> Result<Proof, DocumentError> {
        match (TemplateSet::family(name)?, context) {
            (Family::Mail, Context::Dunning(context)) => {
                let (mail, faults) = mail::compose(self, name, lang, context)?;
                Ok(Proof { subject: mail.subject, text: mail.text, pdf: None, faults })
            }
            (Family::Mail, other) => {
                Err(DocumentError::WrongContext { name: name.to_string(), given: other.describe() })
            }
            (Family::Pdf(kind), context) => {
                let paper = self.paper(kind, lang, context)?;
                let pdf = Some(paper.laid.pdf);
                Ok(Proof { subject: paper.subject, text: paper.text, pdf, faults: paper.faults })
            }
        }
    }
}
