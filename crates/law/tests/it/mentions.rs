//! The check of rendered texts: what is missing is named, what is forbidden is quoted.

use crate::law;
use law::mentions::{Circumstance, DocumentKind, MentionFault};

const NOTICE: &str = "Atelier Dupré, entrepreneur individuel (EI) — SIREN 552 081 317\n12 rue des Lilas, 75011 Paris\n\
    Paris, le 22 novembre 2026\nHuissiers Réunis SARL\nObjet : MISE EN\u{a0}DEMEURE\n\
    Facture FA-2026-12 du 01/05/2026, échue le 31/05/2026, 1\u{202f}200,00\u{a0}€.\n\
    Principal : 1\u{202f}200,00\u{a0}€ ; pénalités : 43,37 € ; indemnité forfaitaire pour frais de recouvrement : 40,00 € ; \
    total : 1\u{202f}283,37 €.\nNous vous mettons en demeure de payer avant le 30 novembre 2026, par virement. \
    Si vous contestez cette somme, dites-nous pourquoi. À défaut, nous pourrions saisir le tribunal.";

fn slots() -> Vec<(&'static str, Vec<String>)> {
    let own = |values: &[&str]| values.iter().map(|v| v.to_string()).collect();
    vec![
        ("creditor_name", own(&["Atelier Dupré"])),
        ("creditor_siren", own(&["552 081 317"])),
        ("creditor_address", own(&["12 rue des Lilas"])),
        ("debtor_name", own(&["Huissiers Réunis SARL"])),
        ("invoice_numbers", own(&["FA-2026-12"])),
        ("invoice_dates", own(&["01/05/2026"])),
        ("due_dates", own(&["31/05/2026"])),
        ("principal", own(&["1 200,00 €"])),
        ("interest", own(&["43,37 €"])),
        ("total", own(&["1 283,37 €"])),
        ("deadline", own(&["30 novembre 2026"])),
        ("document_date", own(&["22 novembre 2026"])),
    ]
}

const BUSINESS: [Circumstance; 4] = [
    Circumstance::BusinessDebtor,
    Circumstance::InterestClaimed,
    Circumstance::CompensationClaimed,
    Circumstance::CreditorSoleTrader,
];

fn faults(text: &str, circumstances: &[Circumstance]) -> Vec<String> {
    let found = law().mentions().check(DocumentKind::FormalNotice, circumstances, &slots(), text);
    assert!(found.iter().all(|f| !f.french().is_empty()));
    found
        .into_iter()
        .map(|f| match f {
            MentionFault::Missing { id, .. } => format!("missing {id}"),
            MentionFault::Forbidden { id, .. } => format!("forbidden {id}"),
        })
        .collect()
}

#[test]
fn a_complete_notice_passes_even_to_a_customer_with_a_forbidden_name() {
    assert_eq!(faults(NOTICE, &BUSINESS), Vec::<String>::new());
}

#[test]
fn each_missing_piece_is_named() {
    for (piece, id) in [
        ("MISE EN\u{a0}DEMEURE", "subject"),
        ("FA-2026-12", "invoice-numbers"),
        ("43,37", "interest-statement"),
        ("indemnité forfaitaire", "fixed-compensation"),
        ("virement", "how-to-pay"),
        ("contestez", "possible-contest"),
        ("30 novembre", "deadline"),
    ] {
        assert_eq!(faults(&NOTICE.replace(piece, "…"), &BUSINESS), [format!("missing {id}")], "{piece}");
    }
    assert!(faults("", &BUSINESS).len() > 10);
    let company = [Circumstance::BusinessDebtor, Circumstance::CreditorCompany];
    assert_eq!(faults(NOTICE, &company), ["missing creditor-legal-form", "missing creditor-register"]);
}

#[test]
fn what_must_not_be_said_is_quoted() {
    for (phrase, id) in [
        ("La présente interrompt la prescription.", "interrupts-limitation"),
        ("Notre HUISSIER passera demain.", "looks-official"),
        ("Vous serez inscrit au fichier des mauvais payeurs.", "blacklist"),
        ("Nous porterons PLAINTE.", "criminal-complaint"),
        ("Nous le dirons sur les réseaux sociaux.", "publication"),
        ("Frais de dossier : 15 €.", "recovery-costs"),
    ] {
        assert_eq!(faults(&format!("{NOTICE}\n{phrase}"), &BUSINESS), [format!("forbidden {id}")], "{phrase}");
    }
    let consumer = [Circumstance::ConsumerDebtor];
    assert_eq!(faults(NOTICE, &consumer), ["forbidden compensation-consumer"]);
}
