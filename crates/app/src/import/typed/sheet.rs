//! What was typed where no document came with it, kept as the file that the invoice comes from: a list of one line.

use super::{TypedCustomer, TypedInvoice};
use crate::world::World;
use base::Cents;
use draft::InvoiceDraft;

const TITLES: &str = "Numéro;Date;Échéance;Conditions;Client;SIREN;Montant TTC;TVA;Devise;Objet;Commande;Saisie par;Le";

pub(super) fn written(world: &World<'_>, typed: &TypedInvoice, draft: &InvoiceDraft) -> Vec<u8> {
    let amount = |cents: Option<Cents>| cents.map(|c| c.to_string().replace('.', ",")).unwrap_or_default();
    let name = match &typed.customer {
        TypedCustomer::New(customer) => customer.name.trim().to_string(),
        TypedCustomer::Known(_) => draft.buyer.name.clone().unwrap_or_default(),
    };
    let cells = [
        draft.number.clone(),
        draft.issued_on.to_string(),
        draft.due_on.map(|d| d.to_string()).unwrap_or_default(),
        draft.payment_terms.clone().unwrap_or_default(),
        name,
        draft.buyer.siren.clone().unwrap_or_default(),
        amount(Some(draft.gross)),
        amount(draft.vat),
        draft.currency.code().to_string(),
        typed.subject.trim().to_string(),
        typed.order_reference.trim().to_string(),
        world.author(),
        world.clock.now().to_string(),
    ];
    let line: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    format!("{TITLES}\r\n{}\r\n", line.join(";")).into_bytes()
}

/// As a list writes it: between quotation marks where it must be.
fn quoted(cell: &str) -> String {
    let cell: String = cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if cell.contains([';', '"']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}
