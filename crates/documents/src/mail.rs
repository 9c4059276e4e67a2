//! An e-mail ready to be sent: subject, plain text and HTML, from one text.
//!
//! It builds no MIME message and knows no mailbox; it only says what the reader will read.

use crate::blocks::{Block, Span, plain};
use crate::checks;
use crate::context::{DunningContext, Lang};
use crate::error::{DocumentError, TemplateError};
use crate::mentions::MentionFault;
use crate::templates::{Family, HTML_FRAME, INVOICES_TEXT, PAYMENT_TEXT, TemplateSet, render_html, render_text};
use crate::view::{self, MAIL_ROWS};
use serde_json::Value;

/// What the reader will read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// One line, without line breaks or control characters.
    pub subject: String,
    pub text: String,
    /// A whole HTML page with inline styles; no image, no link to anything outside.
    pub html: String,
}

impl TemplateSet {
    /// Renders a mail and checks its mentions. Beyond thirty invoices the list points at the attached statement.
    ///
    /// # Errors
    /// A missing datum, a sum that does not add up, a template line that fails, or a mention rule not kept.
    pub fn render_mail(&self, name: &str, lang: Lang, context: &DunningContext) -> Result<Mail, DocumentError> {
        render(self, name, lang, context)
    }
}

pub(crate) fn render(
    set: &TemplateSet,
    name: &str,
    lang: Lang,
    context: &DunningContext,
) -> Result<Mail, DocumentError> {
    let (mail, faults) = compose(set, name, lang, context)?;
    if faults.is_empty() { Ok(mail) } else { Err(DocumentError::Mentions { name: name.to_string(), faults }) }
}

/// The mail, and the mention rules it does not keep.
pub(crate) fn compose(
    set: &TemplateSet,
    name: &str,
    lang: Lang,
    context: &DunningContext,
) -> Result<(Mail, Vec<MentionFault>), DocumentError> {
    if TemplateSet::family(name)? != Family::Mail {
        return Err(DocumentError::WrongContext { name: name.to_string(), given: "un envoi par courriel" });
    }
    checks::mail(name, context)?;
    let data = view::dunning(context, lang, set.labels(lang), MAIL_ROWS);
    let (subject, blocks) = set.fill(name, lang, &data)?;
    let mail = Mail { text: plain_text(&blocks, &data)?, html: html(&subject, &blocks, &data)?, subject };
    let faults = TemplateSet::mentions(name)?.check(&format!("{}\n{}", mail.subject, mail.text), &data);
    Ok((mail, faults))
}

pub(crate) fn plain_text(blocks: &[Block], data: &Value) -> Result<String, DocumentError> {
    let mut parts = Vec::with_capacity(blocks.len() + 1);
    for block in blocks {
        parts.push(match block {
            Block::Paragraph { lines } => lines.iter().map(|l| plain(l)).collect::<Vec<_>>().join("\n"),
            Block::Heading { spans } => plain(spans),
            Block::List { items } => items.iter().map(|i| format!("- {}", plain(i))).collect::<Vec<_>>().join("\n"),
            Block::Insert { name } => insert_text(name, data)?,
        });
    }
    parts.push(format!("-- \n{}", string_at(data, "/creditor/social_mentions")));
    parts.retain(|part| !part.trim().is_empty());
    Ok(parts.join("\n\n") + "\n")
}

fn insert_text(name: &str, data: &Value) -> Result<String, DocumentError> {
    let source = match name {
        "invoices_table" => INVOICES_TEXT,
        "how_to_pay" => PAYMENT_TEXT,
        "signature" => return Ok(signature(data)),
        _ => return Ok(placed(name).to_string()),
    };
    let text = render_text(source, data).map_err(|(line, message)| layout_error(name, line, message))?;
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    Ok(lines.join("\n"))
}

/// What a paper has in that place and a plain text has not.
fn placed(name: &str) -> &'static str {
    match name {
        "sums_table" => "[décompte des sommes dues]",
        "ageing_table" => "[ancienneté de ce qui est dû]",
        "facts_table" => "[ce qu’il faut savoir]",
        "questions" => "[questions à poser]",
        "notes" => "[à noter]",
        "outcomes" => "[issues possibles]",
        "history" => "[contacts précédents]",
        "signatures" => "[place des deux signatures]",
        _ => "",
    }
}

fn signature(data: &Value) -> String {
    let fields = ["/signatory/name", "/signatory/title", "/creditor/name", "/signatory/phone", "/signatory/email"];
    let mut lines: Vec<&str> =
        fields.iter().map(|path| string_at(data, path)).filter(|text| !text.is_empty()).collect();
    lines.dedup();
    lines.join("\n")
}

fn html(subject: &str, blocks: &[Block], data: &Value) -> Result<String, DocumentError> {
    let mut fields = data.clone();
    if let Value::Object(map) = &mut fields {
        map.insert("subject".into(), Value::String(subject.to_string()));
        map.insert("blocks".into(), serde_json::to_value(blocks).unwrap_or_default());
        map.insert("preview".into(), Value::String(preview(blocks)));
        let lines = signature(data).lines().map(|l| Value::String(l.to_string())).collect();
        map.insert("signature_lines".into(), Value::Array(lines));
    }
    render_html(HTML_FRAME, &fields).map_err(|(line, message)| layout_error("mail.html", line, message).into())
}

/// The first sentence after the greeting: what a mailbox shows beside the subject.
fn preview(blocks: &[Block]) -> String {
    let mut paragraphs = blocks.iter().filter_map(|b| match b {
        Block::Paragraph { lines } => Some(lines.iter().map(|l: &Vec<Span>| plain(l)).collect::<Vec<_>>().join(" ")),
        _ => None,
    });
    paragraphs.nth(1).unwrap_or_default().chars().take(140).collect()
}

fn string_at<'a>(data: &'a Value, path: &str) -> &'a str {
    data.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

fn layout_error(part: &str, line: usize, message: String) -> TemplateError {
    TemplateError { template: "_layout".into(), part: part.into(), line, message }
}
