//! A subject and a text typed for one message or letter, in the place of a template.
//!
//! They are words, not a template: braces stay braces. What any message of ours must carry comes after them (the invoices,
//! how to pay, the law's reminder in a letter, who signs), and what it may not say to this customer is refused as elsewhere.

use crate::error::{AppError, AppResult};
use documents::{DocumentError, Lang, TemplateSet};
use domain::facts::Channel;

/// What an act bears in the place of the name of a template.
pub const TEMPLATE: &str = "own-words";

/// Characters: a subject is one line.
pub const LONGEST_SUBJECT: usize = 200;
/// Characters: about two pages.
pub const LONGEST_BODY: usize = 4_000;

/// What a person wrote for this customer alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnWords {
    pub subject: String,
    pub body: String,
}

/// The templates in force, with these words in the place of the text that this channel carries.
///
/// # Errors
/// `Refused` when one of them is empty or endless, or when nothing is written on that channel.
pub(super) fn put(templates: &TemplateSet, channel: Channel, words: &OwnWords) -> AppResult<TemplateSet> {
    let (subject, body) = (words.subject.trim(), words.body.trim());
    let (name, tail): (_, fn(Lang) -> &'static str) = match channel {
        Channel::Email => ("reminder-courtesy", mail_tail),
        Channel::Letter => ("reminder-letter", letter_tail),
        _ => {
            return Err(AppError::refused(
                "Un appel ou une visite n’a pas de texte.",
                "Choisissez un e-mail ou un courrier.",
            ));
        }
    };
    within(subject, "l’objet", LONGEST_SUBJECT)?;
    within(body, "le texte", LONGEST_BODY)?;
    let mut set = templates.clone();
    for lang in TemplateSet::languages(name).map_err(broken)? {
        let body = format!("{}\n\n{}", literal(body), tail(lang));
        set = set.with_known_texts(name, lang, &literal(subject), &body).map_err(broken)?;
    }
    Ok(set)
}

fn within(text: &str, what: &str, longest: usize) -> AppResult<()> {
    if text.is_empty() {
        return Err(AppError::refused(format!("Il manque {what}."), "Un objet et un texte, ou le modèle."));
    }
    if text.chars().count() > longest {
        return Err(AppError::refused(
            format!("C’est trop long : {what} a plus de {longest} caractères."),
            "Raccourcissez, ou joignez un document à un e-mail de votre messagerie.",
        ));
    }
    Ok(())
}

/// The text as the template engine gives it back unchanged. The marks of the layout are no letters and are left out.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '{' => out.push_str("{{ \"{\" }}"),
            '\u{e000}'..='\u{f8ff}' => {}
            c if c.is_control() && c != '\n' => {}
            c => out.push(c),
        }
    }
    out
}

fn mail_tail(_: Lang) -> &'static str {
    "{{ invoices_table }}\n\n{{ how_to_pay }}\n\n{{ signature }}\n"
}

/// A letter tells what being late costs, where the law wants it told.
fn letter_tail(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => {
            "{{ invoices_table }}\n\n{{ how_to_pay }}\n\n\
             {% if regime == \"business\" %}Nous vous rappelons que tout retard de paiement fait courir de plein droit des \
             pénalités de retard et une indemnité forfaitaire pour frais de recouvrement (articles L441-10 et D441-5 du code \
             de commerce).\n{% elif regime == \"public\" %}Nous vous rappelons que tout retard de paiement fait courir de \
             plein droit des intérêts moratoires et une indemnité forfaitaire pour frais de recouvrement (article L2192-13 \
             du code de la commande publique).\n{% endif %}\n{{ signature }}\n"
        }
        Lang::En => {
            "{{ invoices_table }}\n\n{{ how_to_pay }}\n\n\
             {% if regime == \"business\" %}We remind you that late payment automatically gives rise to late-payment interest \
             and to a fixed sum for recovery costs (articles L441-10 and D441-5 of the French Commercial \
             Code).\n{% elif regime == \"public\" %}We remind you that late payment automatically gives rise to interest and \
             to a fixed sum for recovery costs (article L2192-13 of the French Public Procurement Code).\n{% endif %}\n\
             {{ signature }}\n"
        }
    }
}

fn broken(error: DocumentError) -> AppError {
    AppError::Broken(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_words_are_no_template() {
        assert_eq!(literal("{{ total }} {% x"), "{{ \"{\" }}{{ \"{\" }} total }} {{ \"{\" }}% x");
        assert_eq!(literal("a\u{e014}b\tc\nd"), "abc\nd");
    }
}
