//! A document that would be wrong is not produced, and the reason can be acted upon.

use crate::{dunning, sample};
use base::Cents;
use documents::{Context, DocumentError, DocumentKind, DunningContext, Lang, TemplateSet};

fn notice(alter: impl FnOnce(&mut DunningContext)) -> DocumentError {
    let mut context = dunning("formal-notice", "several-invoices");
    alter(&mut context);
    TemplateSet::shipped().render_pdf(DocumentKind::FormalNotice, &context.into()).unwrap_err()
}

#[test]
fn sums_that_do_not_add_up_are_refused() {
    let error = notice(|c| c.total_outstanding = Cents::new(1));
    assert!(error.to_string().contains("ne tombe pas juste"), "{error}");
    let error = notice(|c| c.sums.as_mut().unwrap().invoices[0].segments[0].interest = Cents::new(1));
    assert!(error.to_string().contains("F-2025-118"), "{error}");
    assert!(matches!(notice(|c| c.sums.as_mut().unwrap().total = Cents::new(i64::MAX)), DocumentError::Sums(_)));
}

#[test]
fn what_is_missing_is_named() {
    for (error, what) in [
        (notice(|c| c.sums = None), "décompte"),
        (notice(|c| c.payment_deadline = Some(c.letterhead.dated_on)), "date limite"),
        (notice(|c| c.letterhead.addressee.address.clear()), "adresse postale du client"),
        (notice(|c| c.letterhead.creditor.address.clear()), "adresse postale du créancier"),
        (notice(|c| c.letterhead.creditor.signatory.name.clear()), "signataire"),
        (notice(|c| c.letterhead.creditor.siren = None), "creditor.siren"),
        (notice(|c| c.invoices.clear()), "facture"),
    ] {
        assert!(error.to_string().contains(what), "{what}: {error}");
    }
}

#[test]
fn a_consumer_is_never_asked_for_the_fixed_compensation() {
    let mut context = dunning("formal-notice", "one-invoice");
    context.letterhead.regime = documents::Regime::Consumer;
    let error = TemplateSet::shipped().render_pdf(DocumentKind::FormalNotice, &context.into()).unwrap_err();
    assert!(error.to_string().contains("consommateur"), "{error}");
}

#[test]
fn what_a_person_wrote_in_the_history_is_checked_too() {
    let error = notice(|c| c.previous_contacts[0].sentence = "courriel annonçant des frais de dossier".into());
    assert!(matches!(error, DocumentError::Mentions { .. }), "{error}");
}

#[test]
fn the_wrong_data_for_a_document_is_an_error() {
    let set = TemplateSet::shipped();
    let statement = sample("account-statement", "one-invoice");
    assert!(matches!(set.render_pdf(DocumentKind::FormalNotice, &statement), Err(DocumentError::WrongContext { .. })));
    assert!(set.render_mail("formal-notice", Lang::Fr, &dunning("formal-notice", "one-invoice")).is_err());
    assert!(set.render_mail("thank-you", Lang::Fr, &dunning("reminder-firm", "one-invoice")).is_err());
    assert!(set.render_mail("nothing", Lang::Fr, &dunning("reminder-firm", "one-invoice")).is_err());
}

#[test]
fn a_statement_whose_ages_do_not_add_up_is_refused() {
    let Context::Statement(mut context) = sample("account-statement", "several-lines") else { panic!("a statement") };
    context.ageing[0].amount = Cents::new(1);
    assert!(TemplateSet::shipped().render_pdf(DocumentKind::AccountStatement, &Context::Statement(context)).is_err());
}

#[test]
fn a_balance_in_favour_of_the_customer_asks_for_no_transfer() {
    let Context::Statement(mut context) = sample("account-statement", "one-invoice") else { panic!("a statement") };
    context.lines[0].outstanding = Cents::new(-500);
    (context.total_outstanding, context.total_overdue) = (Cents::new(-500), Cents::ZERO);
    context.ageing.clear();
    let kind = DocumentKind::AccountStatement;
    let laid = TemplateSet::shipped().typeset(kind, Lang::Fr, &Context::Statement(context)).unwrap();
    assert!(!laid.texts.iter().any(|t| t.text.contains("IBAN")));
    let text: String = laid.texts.iter().map(|t| t.text.as_str()).collect();
    assert!(text.contains("5,00\u{a0}€ en votre faveur\u{a0}: vous n’avez rien à payer"), "{text}");
    assert!(text.contains("déduction de vos prochaines factures") && !text.contains("en retard"), "{text}");
}

#[test]
fn a_wrong_iban_is_never_printed() {
    let mut context = dunning("reminder-firm", "one-invoice");
    context.letterhead.creditor.iban = Some("FR7630006000011234567890188".into());
    let mail = TemplateSet::shipped().render_mail("reminder-firm", Lang::Fr, &context).unwrap();
    assert!(!mail.text.contains("FR76") && mail.text.contains("coordonnées bancaires"), "{}", mail.text);
}
