//! Values that try to be something else than text are printed as they are.

use crate::{dunning, keep, sample};
use documents::{Context, DocumentKind, DunningContext, Lang, TemplateSet};

const TRAPS: &str = "#[x] $a$ *b* _c_ `d` <script>alert(1)</script> {{ 7*7 }} \\ @e // \"q\" & —";

fn trapped(template: &str) -> DunningContext {
    let mut context = dunning(template, "one-invoice");
    context.letterhead.addressee.name = TRAPS.into();
    context.invoices[0].number = "F#[1]$<b>".into();
    if let Some(sums) = &mut context.sums {
        sums.invoices[0].number = "F#[1]$<b>".into();
    }
    context.letterhead.creditor.signatory.name = "\u{e010}Ana\u{e011}\r\nBcc: x@y\u{202e}".into();
    context
}

#[test]
fn markup_in_the_data_is_printed_literally_on_paper() {
    let laid =
        TemplateSet::shipped().typeset(DocumentKind::FormalNotice, Lang::Fr, &trapped("formal-notice").into()).unwrap();
    keep("hostile.pdf", &laid.pdf);
    let text: String = laid.texts.iter().map(|t| t.text.as_str()).collect();
    let compact = |s: &str| s.replace(char::is_whitespace, "");
    assert!(compact(&text).contains(&compact(TRAPS)), "{text}");
    assert!(text.contains("F#[1]$<b>"));
}

#[test]
fn markup_in_the_data_is_escaped_in_mails() {
    let mail =
        TemplateSet::shipped().render_mail("salesperson-heads-up", Lang::Fr, &trapped("salesperson-heads-up")).unwrap();
    assert!(mail.subject.starts_with("#[x] $a$ *b*"), "{}", mail.subject);
    assert!(mail.text.contains("{{ 7*7 }}"));
    assert!(!mail.html.contains("<script>") && mail.html.contains("&lt;script&gt;"));
}

#[test]
fn no_value_can_forge_a_mark_a_header_or_a_direction() {
    let mail = TemplateSet::shipped().render_mail("reminder-firm", Lang::Fr, &trapped("reminder-firm")).unwrap();
    assert!(!mail.subject.contains(['\n', '\r']));
    for text in [&mail.text, &mail.html] {
        assert!(!text.contains(['\u{e010}', '\u{202e}', '\r']) && !text.contains("<strong>Ana</strong>"));
    }
}

#[test]
fn very_long_names_stay_in_the_window_and_on_the_page() {
    let mut context = dunning("formal-notice", "several-invoices");
    context.letterhead.addressee.name = "Établissements Réunis de la Très Longue Dénomination et Fils ".repeat(3);
    context.letterhead.addressee.address = vec!["Bâtiment de la Grande Cour, escalier B, troisième étage".into(); 6];
    context.letterhead.creditor.name = "Société Générale d’Entreprises Artisanales du Grand Sud-Ouest Réunies".into();
    context.invoices[0].number = "F-2025-000000000000000118-LOT-4-BIS-AVENANT-2".into();
    if let Some(sums) = &mut context.sums {
        sums.invoices[0].number = context.invoices[0].number.clone();
    }
    let laid = TemplateSet::shipped().typeset(DocumentKind::FormalNotice, Lang::Fr, &context.into()).unwrap();
    keep("long-names.pdf", &laid.pdf);
    let window =
        laid.texts.iter().filter(|t| t.page == 1 && (1040..=1060).contains(&t.left) && t.text.contains("Grande Cour"));
    assert!(window.map(|t| t.top).max().unwrap() < 850);
    assert!(laid.texts.iter().all(|t| t.left >= 0 && t.left < 2100));
}

#[test]
fn a_character_no_font_draws_becomes_a_box_instead_of_an_error() {
    let Context::Statement(mut context) = sample("account-statement", "one-invoice") else { panic!("a statement") };
    context.letterhead.addressee.contact_name = Some("李 🦀".into());
    assert!(TemplateSet::shipped().render_pdf(DocumentKind::AccountStatement, &Context::Statement(context)).is_ok());
}
