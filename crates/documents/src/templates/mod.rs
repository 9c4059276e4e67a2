//! The set of templates in force: those shipped in the program, and the texts a company has put in their place.
//!
//! A replaced text is accepted only after it has been rendered with every sample and has kept every mention,
//! so that a slip shows while editing and never in a customer's mailbox. Layouts cannot be replaced.

mod engine;
mod scan;
mod shipped;
mod titles;

pub(crate) use engine::{render_html, render_text};
pub(crate) use shipped::{HTML_FRAME, INVOICES_TEXT, PAYMENT_TEXT};
pub(crate) use titles::spoken;
pub use titles::title_of;

use crate::context::{AccountStatementContext, CallSheetContext, DunningContext, Lang};
use crate::error::{DocumentError, TemplateError};
use crate::mentions::Mentions;
use crate::pdf::DocumentKind;
use crate::wording::french_spacing;
use crate::{blocks, mail};
use serde_json::Value;
use shipped::{SHIPPED, Shipped, labels_source};
use std::collections::BTreeMap;

/// The two texts a template has in each language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    Subject,
    Body,
}

impl Part {
    /// `body.fr.txt`, as the file is named.
    pub fn file_name(self, lang: Lang) -> String {
        let stem = if self == Part::Subject { "subject" } else { "body" };
        format!("{stem}.{}.txt", lang.code())
    }
}

/// What a template is filled with, and what comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// An e-mail filled with a `DunningContext`.
    Mail,
    /// A PDF of this kind.
    Pdf(DocumentKind),
}

/// Any of the contexts a PDF can be made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Context {
    Dunning(Box<DunningContext>),
    Statement(Box<AccountStatementContext>),
    Sheet(Box<CallSheetContext>),
}

impl Context {
    pub(crate) fn describe(&self) -> &'static str {
        match self {
            Context::Dunning(_) => "données de relance",
            Context::Statement(_) => "données de relevé",
            Context::Sheet(_) => "données de fiche d’appel",
        }
    }

    /// The language the addressee reads.
    pub fn language(&self) -> Lang {
        match self {
            Context::Dunning(c) => c.letterhead.addressee.language,
            Context::Statement(c) => c.letterhead.addressee.language,
            Context::Sheet(_) => Lang::Fr,
        }
    }
}

impl From<DunningContext> for Context {
    fn from(context: DunningContext) -> Context {
        Context::Dunning(Box::new(context))
    }
}

impl From<AccountStatementContext> for Context {
    fn from(context: AccountStatementContext) -> Context {
        Context::Statement(Box::new(context))
    }
}

impl From<CallSheetContext> for Context {
    fn from(context: CallSheetContext) -> Context {
        Context::Sheet(Box::new(context))
    }
}

/// A named sample of the data a template receives.
#[derive(Clone, Debug)]
pub struct Sample {
    pub name: &'static str,
    pub context: Context,
}

/// Every template in force.
#[derive(Clone, Debug)]
pub struct TemplateSet {
    replaced: BTreeMap<(&'static str, Lang, Part), String>,
    labels: [Value; 2],
}

impl TemplateSet {
    /// The templates embedded in the program.
    pub fn shipped() -> TemplateSet {
        let labels = Lang::ALL.map(|lang| toml::from_str(labels_source(lang)).unwrap_or(Value::Null));
        TemplateSet { replaced: BTreeMap::new(), labels }
    }

    /// Names of all templates, mails first.
    pub fn names() -> Vec<&'static str> {
        SHIPPED.iter().map(|s| s.name).collect()
    }

    /// # Errors
    /// `UnknownTemplate`, with the known names.
    pub fn family(name: &str) -> Result<Family, DocumentError> {
        Ok(find(name)?.family)
    }

    /// The languages a template is written in; never empty.
    ///
    /// # Errors
    /// `UnknownTemplate`, with the known names.
    pub fn languages(name: &str) -> Result<Vec<Lang>, DocumentError> {
        let shipped = find(name)?;
        Ok(Lang::ALL.into_iter().filter(|lang| shipped.part(*lang, Part::Body).is_some()).collect())
    }

    /// The samples every text of this template is tried with.
    ///
    /// # Errors
    /// `UnknownTemplate`, or `Incomplete` when a shipped sample does not match the context types.
    pub fn samples(name: &str) -> Result<Vec<Sample>, DocumentError> {
        find(name)?.samples()
    }

    /// The text in force: the company's own, or the shipped one.
    ///
    /// # Errors
    /// `UnknownTemplate` or `NoSuchLanguage`.
    pub fn source(&self, name: &str, lang: Lang, part: Part) -> Result<&str, DocumentError> {
        let shipped = find(name)?;
        let missing = || DocumentError::NoSuchLanguage { name: name.to_string(), lang };
        match self.replaced.get(&(shipped.name, lang, part)) {
            Some(text) => Ok(text),
            None => shipped.part(lang, part).ok_or_else(missing),
        }
    }

    /// Whether the text in force asks for interest and compensation: it writes what they come to, and does not only recall
    /// that the law gives some.
    ///
    /// # Errors
    /// `UnknownTemplate` or `NoSuchLanguage`.
    pub fn claims(&self, name: &str, lang: Lang) -> Result<bool, DocumentError> {
        let text = self.source(name, lang, Part::Body)?;
        let words = |field: &str| {
            text.match_indices(field).any(|(at, _)| {
                let after = text.get(at + field.len()..).and_then(|rest| rest.chars().next());
                !after.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')
            })
        };
        Ok(["sums.interest", "sums.fixed", "sums.total", "sums_table"].into_iter().any(words))
    }

    /// The same set with one text replaced, tried on every sample first.
    ///
    /// # Errors
    /// The line that cannot be rendered, or the mention that the new text no longer carries.
    pub fn with_override(&self, name: &str, lang: Lang, part: Part, text: &str) -> Result<TemplateSet, TemplateError> {
        let refused = |error: DocumentError| as_template_error(error, name, lang, part);
        let mut set = self.clone();
        set.replace(name, lang, part, text).map_err(refused)?;
        set.try_samples(name, lang).map_err(refused)?;
        Ok(set)
    }

    /// The same set with both texts of a template replaced, tried together on every sample first: a mention may move
    /// from the one to the other.
    ///
    /// # Errors
    /// The line that cannot be rendered, or the mentions that the new texts no longer carry.
    pub fn with_texts(&self, name: &str, lang: Lang, subject: &str, body: &str) -> Result<TemplateSet, DocumentError> {
        let set = self.clone().with_known_texts(name, lang, subject, body)?;
        set.try_samples(name, lang)?;
        Ok(set)
    }

    /// As [`TemplateSet::with_texts`], for texts that were tried when they were kept, or that are still being written.
    ///
    /// # Errors
    /// `UnknownTemplate` or `NoSuchLanguage`.
    pub fn with_known_texts(
        mut self,
        name: &str,
        lang: Lang,
        subject: &str,
        body: &str,
    ) -> Result<TemplateSet, DocumentError> {
        self.replace(name, lang, Part::Subject, subject)?;
        self.replace(name, lang, Part::Body, body)?;
        Ok(self)
    }

    fn replace(&mut self, name: &str, lang: Lang, part: Part, text: &str) -> Result<(), DocumentError> {
        self.source(name, lang, part)?;
        self.replaced.insert((find(name)?.name, lang, part), text.to_string());
        Ok(())
    }

    fn try_samples(&self, name: &str, lang: Lang) -> Result<(), DocumentError> {
        TemplateSet::samples(name)?.iter().try_for_each(|sample| self.try_sample(name, lang, &sample.context))
    }

    fn try_sample(&self, name: &str, lang: Lang, context: &Context) -> Result<(), DocumentError> {
        match (find(name)?.family, context) {
            (Family::Mail, Context::Dunning(context)) => mail::render(self, name, lang, context).map(|_| ()),
            (Family::Pdf(kind), context) => self.typeset(kind, lang, context).map(|_| ()),
            (Family::Mail, other) => {
                Err(DocumentError::WrongContext { name: name.to_string(), given: other.describe() })
            }
        }
    }

    pub(crate) fn labels(&self, lang: Lang) -> &Value {
        let [fr, en] = &self.labels;
        if lang == Lang::Fr { fr } else { en }
    }

    /// The rules of one template, with those that hold for every document sent outside.
    pub(crate) fn mentions(name: &str) -> Result<Mentions, DocumentError> {
        let shipped = find(name)?;
        let broken = |reason| DocumentError::Incomplete {
            name: name.to_string(),
            missing: format!("des mentions lisibles ({reason})"),
        };
        let mut rules = Mentions::parse(shipped.mentions).map_err(broken)?;
        if shipped.goes_outside() {
            rules.forbidden.extend(Mentions::parse(shipped::COMMON_MENTIONS).map_err(broken)?.forbidden);
        }
        Ok(rules)
    }

    /// The subject on one line and the body in blocks.
    pub(crate) fn fill(
        &self,
        name: &str,
        lang: Lang,
        data: &Value,
    ) -> Result<(String, Vec<blocks::Block>), DocumentError> {
        let subject = self.fill_part(name, lang, Part::Subject, data)?;
        let body = self.fill_part(name, lang, Part::Body, data)?;
        let subject: Vec<&str> = subject.split([' ', '\n', '\r', '\t']).filter(|w| !w.is_empty()).collect();
        Ok((blocks::unmarked(&subject.join(" ")), blocks::parse(&body)))
    }

    fn fill_part(&self, name: &str, lang: Lang, part: Part, data: &Value) -> Result<String, DocumentError> {
        let source = self.source(name, lang, part)?;
        let refused =
            |(line, message)| TemplateError { template: name.to_string(), part: part.file_name(lang), line, message };
        let text = render_text(source, data).map_err(refused)?;
        Ok(if lang == Lang::Fr { french_spacing(&text) } else { text })
    }
}

fn find(name: &str) -> Result<&'static Shipped, DocumentError> {
    let unknown = || DocumentError::UnknownTemplate { name: name.to_string(), known: TemplateSet::names().join(", ") };
    SHIPPED.iter().find(|s| s.name == name).ok_or_else(unknown)
}

fn as_template_error(error: DocumentError, name: &str, lang: Lang, part: Part) -> TemplateError {
    match error {
        DocumentError::Template(error) => error,
        other => TemplateError {
            template: name.to_string(),
            part: part.file_name(lang),
            line: 1,
            message: other.to_string(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_labels() {
        let keys = |lang| {
            toml::from_str::<BTreeMap<String, String>>(labels_source(lang)).unwrap().into_keys().collect::<Vec<_>>()
        };
        assert_eq!(keys(Lang::Fr), keys(Lang::En));
    }

    #[test]
    fn every_rule_file_can_be_read() {
        for name in TemplateSet::names() {
            let rules = TemplateSet::mentions(name).unwrap();
            assert!(!rules.required.is_empty(), "{name}");
            let sources = rules.required.iter().map(|r| &r.source).chain(rules.forbidden.iter().map(|f| &f.source));
            assert!(sources.into_iter().all(|s| !s.trim().is_empty()), "{name}");
        }
    }
}
