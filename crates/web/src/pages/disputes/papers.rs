//! The credit note of a dispute and the invoice that may follow it; and the files kept with them.

use super::found;
use super::upload::Sent;
use crate::answer::{Answer, Oops, PageResult, done};
use crate::fields;
use crate::pages::customer::replan;
use crate::route::Nothing;
use crate::visit::Visit;
use app::AppError;
use app::corrections::{self, Correction, MadeBy, NewCredit, NewInvoice};
use base::id::{DisputeEntryId, InvoiceId};
use base::{Cents, RateBp};
use domain::vat::{Vat, VatShare};

pub(super) fn correct(visit: &Visit, id: &str, mut sent: Sent) -> PageResult {
    visit.must_act()?;
    let folder = found(visit, id)?;
    let held_on = folder.standing.as_ref().and_then(|(hold, _)| hold.invoice);
    let amount = fields::amount(sent.get("amount"))?;
    let amount = fields::needed(amount, "De combien est l’avoir ?", "Indiquez le montant, toutes taxes comprises.")?;
    let again = fields::amount(sent.get("again_amount"))?.filter(|_| !sent.get("again").is_empty());
    if again.is_none() && !sent.get("again").is_empty() {
        return Err(refused("De combien est la nouvelle facture ?", "Indiquez le montant, toutes taxes comprises."));
    }
    let file = sent.file.take();
    let on = fields::day(sent.get("on"))?.unwrap_or(visit.today());
    let by = made_by(&sent, "number", amount, file)?;
    let credit = NewCredit { amount, issued_on: if is_here(&sent) { visit.today() } else { on }, by };
    let invoices = match again {
        None => Vec::new(),
        Some(amount) => vec![new_invoice(visit, &sent, amount, credit.issued_on)?],
    };
    let correction = Correction {
        invoice: held_on.unwrap_or(folder.invoice.id),
        dispute: Some(folder.dispute.id),
        credit,
        invoices,
        finding: None,
        goes_on: !sent.get("goes_on").is_empty(),
        why: sent.get("why").to_string(),
    };
    let made = corrections::correct(&visit.world(), &visit.company, &correction)?;
    replan(visit)?;
    let again = made.invoices.first().map(|i| format!(", facture {}", i.number)).unwrap_or_default();
    done(format!("/litiges/{id}"), format!("Enregistré : avoir {}{again}.", made.credit.number))
}

fn is_here(sent: &Sent) -> bool {
    sent.get("maker") == "here"
}

fn new_invoice(visit: &Visit, sent: &Sent, amount: Cents, issued_on: base::Date) -> Result<NewInvoice, Oops> {
    let due_on = fields::day(sent.get("again_due"))?;
    Ok(NewInvoice {
        amount,
        issued_on: if is_here(sent) { visit.today() } else { issued_on },
        due_on: fields::needed(due_on, "Quelle est l’échéance de la nouvelle facture ?", "Indiquez une date.")?,
        is_contested: !sent.get("again_contested").is_empty(),
        by: made_by(sent, "again_number", amount, None)?,
    })
}

/// Made out here with the rate or the reason that was given, or elsewhere under a number.
fn made_by(sent: &Sent, number: &str, amount: Cents, file: Option<app::disputes::NewFile>) -> Result<MadeBy, Oops> {
    if !is_here(sent) {
        return Ok(MadeBy::Elsewhere { number: sent.get(number).to_string(), file });
    }
    let vat = match (sent.get("rate"), sent.get("exemption")) {
        ("", "") => {
            return Err(refused(
                "Quelle TVA porte ce document ?",
                "Donnez le taux de la facture d’origine, ou le motif d’exonération qui y figure.",
            ));
        }
        ("", reason) => Vat::Exempt(reason.to_string()),
        (rate, _) => {
            let rate = RateBp::parse(rate).filter(|r| (0..=10_000).contains(&r.get()));
            let rate = fields::needed(rate, "Ce taux de TVA ne se lit pas.", "Écrivez par exemple 20 ou 5,5.")?;
            Vat::Rates(vec![VatShare::of_gross(amount, rate)?])
        }
    };
    Ok(MadeBy::Here { description: sent.get("description").to_string(), vat })
}

fn refused(what: &str, remedy: &str) -> Oops {
    Oops::App(AppError::refused(what, remedy))
}

/// A file that was joined to a dispute, byte for byte.
pub(super) fn entry_file(visit: &Visit, (id, entry): (String, String), _: Nothing) -> PageResult {
    let folder = found(visit, &id)?;
    let entry = DisputeEntryId::parse(&entry).ok_or(Oops::NotHere)?;
    if !folder.entries.iter().any(|e| e.id == entry) {
        return Err(Oops::NotHere);
    }
    let file = visit.world().read(|books| Ok(books.dispute_file(visit.company.id, entry)?))?;
    let (name, bytes) = file.ok_or(Oops::NotHere)?;
    Ok(Answer::File { bytes, content_type: "application/octet-stream".to_string(), name: Some(name) })
}

/// A document made out here, or the file recorded with one.
pub(super) fn document_file(visit: &Visit, id: String, _: Nothing) -> PageResult {
    let id = InvoiceId::parse(&id).ok_or(Oops::NotHere)?;
    let invoice = visit.world().read(|books| Ok(books.invoice(id)?))?.ok_or(Oops::NotHere)?;
    visit.must_see(invoice.party)?;
    let file = visit.world().read(|books| Ok(books.document_file(id)?))?;
    let (name, bytes) = file.ok_or(Oops::NotHere)?;
    let content_type = if bytes.starts_with(b"%PDF") { "application/pdf" } else { "application/octet-stream" };
    Ok(Answer::File { bytes, content_type: content_type.to_string(), name: Some(name) })
}
