//! What is wrong with a typed invoice in itself, before any books are opened. Names of fields are those of forms and programs.

use super::{NewCustomer, TypedCustomer, TypedDue, TypedInvoice};
use crate::companies::{FieldProblem, is_email};
use base::{Cents, Date, days_between, fold, fr, luhn};
use draft::{Format, Severity};
use law::terms::PaymentTerms;

/// No invoice of a living claim is older: limitation is five years, ten for works.
const OLDEST_YEAR: i16 = 2000;
/// Beyond, a year was mistyped.
const LONGEST_TERM_DAYS: i64 = 5 * 366;
/// A milliard of euros.
const LARGEST: Cents = Cents::new(100_000_000_000);
const LONGEST_NUMBER: usize = 60;
const LONGEST_TEXT: usize = 300;

pub(super) fn problems(typed: &TypedInvoice, today: Date) -> Vec<FieldProblem> {
    let mut found = Vec::new();
    let mut wrong = |field, message: String| found.push(FieldProblem { field, message });
    if let TypedCustomer::New(customer) = &typed.customer {
        of_customer(customer, &mut wrong);
    }
    let number = typed.number.trim();
    if fold::reference(number).is_empty() {
        wrong("number", "Il manque le numéro de la facture, tel qu’il est écrit dessus.".to_string());
    } else if number.chars().count() > LONGEST_NUMBER || number.chars().any(char::is_control) {
        wrong("number", format!("Un numéro de facture tient sur une ligne et en {LONGEST_NUMBER} signes."));
    }
    of_days(typed, today, &mut wrong);
    of_amounts(typed, &mut wrong);
    for (field, text) in [("subject", &typed.subject), ("order_reference", &typed.order_reference)] {
        if text.chars().count() > LONGEST_TEXT || text.chars().any(char::is_control) {
            wrong(field, format!("Sur une ligne, en {LONGEST_TEXT} signes au plus."));
        }
    }
    of_paper(typed, &mut wrong);
    found
}

fn of_customer(customer: &NewCustomer, wrong: &mut impl FnMut(&'static str, String)) {
    let name = customer.name.trim();
    if name.is_empty() {
        wrong("customer", "De qui est cette facture ? Il manque le nom du client.".to_string());
    } else if name.chars().count() > LONGEST_TEXT || name.chars().any(char::is_control) {
        wrong("customer", format!("Un nom tient sur une ligne et en {LONGEST_TEXT} signes."));
    }
    let siren = fold::digits(&customer.siren);
    let is_blank = customer.siren.trim().is_empty();
    if !is_blank && (siren.len() != 9 || !luhn::is_key_right(&siren)) {
        let message = "Ce n’est pas un SIREN : il a neuf chiffres, et le dernier vérifie les autres. Relisez-le.";
        wrong("siren", message.to_string());
    }
    if !is_email(&customer.email) {
        wrong("email", "Cette adresse n’est pas complète. Exemple : compta@exemple.fr.".to_string());
    }
    let too_long = |text: &String| text.chars().count() > LONGEST_TEXT;
    if [&customer.address, &customer.postcode, &customer.city].into_iter().any(too_long) {
        wrong("address", format!("Une adresse tient en {LONGEST_TEXT} signes."));
    }
}

fn of_days(typed: &TypedInvoice, today: Date, wrong: &mut impl FnMut(&'static str, String)) {
    let issued = typed.issued_on;
    if issued > today {
        let message = "est à venir : une facture s’enregistre une fois émise. Vérifiez le jour et l’année.";
        wrong("issued_on", format!("Le {} {message}", fr::date(issued)));
    } else if issued.year() < OLDEST_YEAR {
        let message = "est trop loin : cette créance serait éteinte depuis longtemps. Vérifiez l’année.";
        wrong("issued_on", format!("Le {} {message}", fr::date(issued)));
    }
    match &typed.due {
        TypedDue::On(due) if *due < issued => {
            let (due, issued) = (fr::date(*due), fr::date(issued));
            wrong("due_on", format!("L’échéance ({due}) est avant la date de la facture ({issued})."));
        }
        TypedDue::On(due) if days_between(issued, *due) > LONGEST_TERM_DAYS => {
            let due = fr::date(*due);
            wrong("due_on", format!("Le {due} est à plus de cinq ans de la facture : vérifiez l’année."));
        }
        TypedDue::Terms(text) if PaymentTerms::parse(text).is_none() => {
            let message =
                "n’est pas un délai qui se calcule. Écrivez par exemple « 30 jours » ou « 45 jours fin de mois ».";
            wrong("terms", format!("« {} » {message}", text.trim()));
        }
        _ => {}
    }
}

fn of_amounts(typed: &TypedInvoice, wrong: &mut impl FnMut(&'static str, String)) {
    if !typed.gross.is_positive() {
        let message = "Le montant est au-dessus de zéro ; un avoir se fait depuis la facture qu’il corrige.";
        wrong("gross", message.to_string());
    } else if typed.gross > LARGEST {
        wrong("gross", "Ce montant dépasse un milliard : vérifiez-le.".to_string());
    }
    if typed.vat.is_some_and(|vat| vat.is_negative() || (typed.gross.is_positive() && vat >= typed.gross)) {
        wrong("vat", "La TVA est une part du montant TTC : elle est plus petite que lui.".to_string());
    }
}

fn of_paper(typed: &TypedInvoice, wrong: &mut impl FnMut(&'static str, String)) {
    let Some(paper) = &typed.paper else { return };
    let refused = paper.reading.problems.iter().find(|p| p.severity == Severity::Error);
    if !paper.bytes.starts_with(b"%PDF") {
        let message = "n’est pas un PDF. Enregistrez la facture en PDF, ou laissez ce champ vide.";
        wrong("file", format!("« {} » {message}", paper.name));
    } else if !paper.reading.invoices.is_empty() || paper.reading.format == Some(Format::FacturX) {
        let message =
            "contient la facture en données (Factur-X) : déposez-le dans Importer, tout y est lu sans rien taper.";
        wrong("file", format!("« {} » {message}", paper.name));
    } else if let Some(problem) = refused {
        wrong("file", format!("{} {}", problem.what, problem.remedy));
    }
}
