//! Mails read as people write them: every sample renders, singular and plural agree, subjects are specific.

use crate::{dunning, keep};
use documents::{Context, Family, Lang, Mail, TemplateSet};

fn each_mail(mut look: impl FnMut(&str, &str, Lang, Mail)) {
    let set = TemplateSet::shipped();
    for name in TemplateSet::names() {
        if TemplateSet::family(name).unwrap() != Family::Mail {
            continue;
        }
        let samples = TemplateSet::samples(name).unwrap();
        assert!(samples.len() >= 2, "{name} has too few samples");
        for sample in samples {
            let Context::Dunning(context) = sample.context else { panic!("{name} is filled with a reminder") };
            for lang in TemplateSet::languages(name).unwrap() {
                let mail =
                    set.render_mail(name, lang, &context).unwrap_or_else(|e| panic!("{name}/{}: {e}", sample.name));
                look(name, sample.name, lang, mail);
            }
        }
    }
}

#[test]
fn every_mail_renders_with_every_sample_in_every_language() {
    let mut count = 0;
    each_mail(|name, sample, lang, mail| {
        count += 1;
        keep(&format!("{name}.{sample}.{}.txt", lang.code()), format!("{}\n\n{}", mail.subject, mail.text).as_bytes());
        keep(&format!("{name}.{sample}.{}.html", lang.code()), mail.html.as_bytes());
        for text in [&mail.subject, &mail.text, &mail.html] {
            assert!(!text.contains(['{', '}', '\u{e010}', '\u{e014}']), "{name}/{sample}: a mark is left in\n{text}");
            assert!(
                !text.contains(">none") && !text.contains(" none") && !text.contains("undefined"),
                "{name}/{sample}: an empty field is left in\n{text}"
            );
        }
        assert!(
            !mail.subject.contains('\n') && mail.subject.chars().count() <= 110,
            "{name}/{sample}: {}",
            mail.subject
        );
        assert!(
            !mail.text.contains("\n\n\n") && !mail.text.contains("  \n"),
            "{name}/{sample}: ragged text\n{}",
            mail.text
        );
        assert!(mail.html.starts_with("<!doctype html>") && !mail.html.contains("http"), "{name}/{sample}");
    });
    assert_eq!(count, 56);
}

#[test]
fn a_mail_names_the_amount_or_the_invoice_in_its_subject() {
    each_mail(|name, sample, _, mail| {
        assert!(mail.subject.contains('€') || mail.subject.contains("F-2026"), "{name}/{sample}: {}", mail.subject);
    });
}

#[test]
fn one_invoice_is_singular_and_several_are_plural() {
    let set = TemplateSet::shipped();
    let one = set.render_mail("reminder-courtesy", Lang::Fr, &dunning("reminder-courtesy", "one-invoice")).unwrap();
    assert_eq!(one.subject, "Facture F-2026-014 (1\u{202f}200,00\u{a0}€)\u{a0}: l’avez-vous bien reçue\u{202f}?");
    assert!(
        one.text.contains("la facture F-2026-014 de 1\u{202f}200,00\u{a0}€ est arrivée à échéance le 31\u{a0}mai 2026"),
        "{}",
        one.text
    );
    assert!(one.text.contains("- Facture F-2026-014, 01/05/2026\u{a0}: 1\u{202f}200,00\u{a0}€, échéance le 31\u{a0}mai 2026, 107\u{a0}jours de retard"), "{}", one.text);
    let several =
        set.render_mail("reminder-courtesy", Lang::Fr, &dunning("reminder-courtesy", "several-invoices")).unwrap();
    assert!(several.subject.starts_with("3 factures (6\u{202f}632,50\u{a0}€)"), "{}", several.subject);
    assert!(several.text.contains("Total\u{a0}: 6\u{202f}632,50\u{a0}€"), "{}", several.text);
}

#[test]
fn whoever_is_no_known_business_never_reads_the_business_rules() {
    each_mail(|name, sample, _, mail| {
        let business = mail.text.contains("L441-10") || mail.html.contains("L441-10");
        assert!(!(["consumer", "unknown"].contains(&sample) && business), "{name}/{sample}");
    });
}

/// The HTML without its tags, and both without the spaces and entities that differ by nature.
fn words_only(text: &str) -> String {
    let mut inside = false;
    let kept = text.chars().filter(|c| {
        inside = (inside || *c == '<') && *c != '>';
        !inside && *c != '>' && !c.is_whitespace()
    });
    kept.collect::<String>().replace("&#x27;", "'").replace("&#x2f;", "/")
}

#[test]
fn the_html_says_what_the_text_says() {
    each_mail(|name, sample, _, mail| {
        let html = words_only(&mail.html);
        for block in mail.text.split("\n\n").filter(|b| !b.starts_with(['-', ' ']) && !b.contains('\n')) {
            let words = words_only(block);
            assert!(html.contains(&words), "{name}/{sample}: « {block} » is missing in the HTML");
        }
    });
}
