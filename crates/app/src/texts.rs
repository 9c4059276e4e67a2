//! Letters and messages in the company's own words: tried before they are kept, in force for every sending afterwards.
//!
//! A kept text was tried on every sample, so that a slip shows while writing; it is not tried again at each sending, where
//! a text that no longer suits refuses its own document only, with its line.

mod proof;

pub use proof::{Material, material_or_example, tried};

use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::records::{Company, OwnText};
use crate::world::World;
use documents::{DocumentError, Lang, Part, TemplateSet};
use domain::journal::JournalKind;
use domain::journal::kinds::TemplateChanged;
use sha2::{Digest, Sha256};

/// Longer than any letter; beyond, another file was taken for one.
const LONGEST_TEXT: usize = 60_000;

/// What became of a text to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    Own,
    /// It says what the shipped text says.
    Shipped,
    /// It was in force already.
    Same,
    /// It would break a document; nothing changed.
    Refused(DocumentError),
}

/// The shipped texts with those of the company in their place.
///
/// # Errors
/// A broken store.
pub fn in_force(world: &World<'_>, company: &Company) -> AppResult<TemplateSet> {
    world.read(|books| set(books, company))
}

fn set(books: &mut dyn Books, company: &Company) -> AppResult<TemplateSet> {
    let mut set = TemplateSet::shipped();
    for own in books.own_texts(company.id)? {
        let (Some(lang), Some((subject, body))) = (lang(&own.lang), own.texts) else { continue };
        // A template that this program no longer has is of no use to anybody.
        set = set.clone().with_known_texts(&own.template, lang, &subject, &body).unwrap_or(set);
    }
    Ok(set)
}

pub fn lang(code: &str) -> Option<Lang> {
    Lang::ALL.into_iter().find(|l| l.code() == code)
}

/// A text as it is kept: line ends of one kind, nothing after the last word.
pub fn cleaned(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let lines: Vec<&str> = text.trim_end().lines().map(str::trim_end).collect();
    lines.join("\n") + "\n"
}

/// Puts the company's own subject and body in the place of the shipped ones.
///
/// # Errors
/// `NotFound` for an unknown template or language; `Refused` for an endless text; a broken store.
pub fn keep(
    world: &World<'_>,
    company: &Company,
    name: &str,
    lang: Lang,
    subject: &str,
    body: &str,
) -> AppResult<Kept> {
    if subject.len() + body.len() > LONGEST_TEXT {
        return Err(AppError::refused("Ce texte est trop long pour une lettre.", "Raccourcissez-le."));
    }
    let (subject, body) = (cleaned(subject), cleaned(body));
    let shipped = shipped(name, lang)?;
    if let Err(error) = TemplateSet::shipped().with_texts(name, lang, &subject, &body) {
        return Ok(Kept::Refused(error));
    }
    let is_shipped = shipped == (subject.clone(), body.clone());
    let texts = (!is_shipped).then_some((subject, body));
    let changed = put(world, company, name, lang, texts.as_ref())?;
    Ok(match (changed, is_shipped) {
        (false, _) => Kept::Same,
        (true, true) => Kept::Shipped,
        (true, false) => Kept::Own,
    })
}

/// Back to the shipped text; `false` when it is in force already.
///
/// # Errors
/// `NotFound` for an unknown template or language; a broken store.
pub fn restore(world: &World<'_>, company: &Company, name: &str, lang: Lang) -> AppResult<bool> {
    shipped(name, lang)?;
    put(world, company, name, lang, None)
}

/// The shipped subject and body.
///
/// # Errors
/// `NotFound` for an unknown template or language.
pub fn shipped(name: &str, lang: Lang) -> AppResult<(String, String)> {
    let set = TemplateSet::shipped();
    let part = |part| set.source(name, lang, part).map(cleaned).map_err(|e| AppError::NotFound(format!("{e}.")));
    Ok((part(Part::Subject)?, part(Part::Body)?))
}

fn put(
    world: &World<'_>,
    company: &Company,
    name: &str,
    lang: Lang,
    texts: Option<&(String, String)>,
) -> AppResult<bool> {
    world.write(|books| {
        let last = books.own_text_versions(company.id, name, lang.code())?.into_iter().next();
        if last.as_ref().and_then(|l| l.texts.as_ref()) == texts {
            return Ok(false);
        }
        let text = OwnText {
            template: name.to_string(),
            lang: lang.code().to_string(),
            seq: last.map_or(1, |l| l.seq + 1),
            texts: texts.cloned(),
            author: world.author(),
            recorded_at: world.clock.now(),
        };
        books.insert_own_text(company.id, &text)?;
        let kind = TemplateChanged {
            template: name.to_string(),
            lang: lang.code().to_string(),
            sha256: texts.map(|(subject, body)| hash(subject, body)),
        };
        world.note(books, company.id, company.id, JournalKind::TemplateChanged(kind))?;
        Ok(true)
    })
}

fn hash(subject: &str, body: &str) -> String {
    Sha256::digest(format!("{subject}{body}")).iter().map(|b| format!("{b:02x}")).collect()
}
