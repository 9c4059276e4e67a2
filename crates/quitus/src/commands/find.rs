//! What a user means by a name or a number: a customer, an invoice, an act, a credit of the bank account.

use crate::fail::{Fail, Outcome};
use app::World;
use app::ports::terms::View;
use app::records::{ActRow, BankLineRecord, Company, InvoiceRecord, PartyRecord};
use base::id::{ActId, BankLineId, ContactId, HoldId, InvoiceId, PartyId};
use base::{Cents, add_days, fold};
use domain::facts::{ActState, Channel};
use std::collections::HashSet;

/// A customer by name; an exact name beats a part of one.
pub fn customer(world: &World<'_>, company: &Company, name: &str) -> Outcome<PartyRecord> {
    let wanted = fold::words(name);
    let mut found = world.read(|books| Ok(books.parties(company.id, &wanted, 0, 50)?))?;
    if let Some(at) = found.iter().position(|p| p.search == wanted || p.code.as_deref() == Some(name)) {
        return Ok(found.swap_remove(at));
    }
    match found.len() {
        1 => Ok(found.swap_remove(0)),
        0 => Err(Fail::new(format!("Aucun client ne s’appelle « {name} ». Cherchez avec « quitus customer list »."))),
        _ => {
            let names: Vec<&str> = found.iter().take(5).map(|p| p.name.as_str()).collect();
            Err(Fail::new(format!("« {name} » désigne plusieurs clients : {}. Précisez.", names.join(", "))))
        }
    }
}

pub fn invoice(world: &World<'_>, company: &Company, number: &str) -> Outcome<InvoiceRecord> {
    Ok(app::naming::invoice(world, company, number)?)
}

/// An invoice number, or else a customer's name.
pub fn subject(world: &World<'_>, company: &Company, text: &str) -> Outcome<(PartyId, Option<InvoiceId>)> {
    match app::naming::invoice_if_any(world, company, text)? {
        Some(only) => Ok((only.party, Some(only.id))),
        None => Ok((customer(world, company, text)?.id, None)),
    }
}

/// One customer and the invoices of theirs that are named; none for all of what they owe.
pub fn of_one_customer(
    world: &World<'_>,
    company: &Company,
    texts: &[String],
    several: &str,
) -> Outcome<(PartyId, Vec<InvoiceId>)> {
    let found: Vec<_> = texts.iter().map(|text| subject(world, company, text)).collect::<Outcome<_>>()?;
    let Some((party, _)) = found.first().copied() else { return Err(Fail::new("Dites quel client.")) };
    if found.iter().any(|(p, _)| *p != party) {
        return Err(Fail::new(several));
    }
    Ok((party, found.into_iter().filter_map(|(_, invoice)| invoice).collect()))
}

/// An act by its identifier, or the one task that waits for a customer.
pub fn act(world: &World<'_>, company: &Company, text: &str) -> Outcome<ActId> {
    if let Some(id) = ActId::parse(text) {
        return Ok(id);
    }
    let party = customer(world, company, text)?;
    let rows = world.read(|books| Ok(books.acts_of_party(party.id)?))?;
    let waiting: Vec<_> = rows.iter().filter(|r| matches!(r.state, ActState::Prepared | ActState::Unknown)).collect();
    match waiting.as_slice() {
        [only] => Ok(only.act.id),
        [] => Err(Fail::new(format!("Rien n’attend pour {}.", party.name))),
        _ => Err(Fail::new(format!(
            "Plusieurs actes attendent pour {} : donnez l’identifiant (quitus acts --todo).",
            party.name
        ))),
    }
}

/// A letter by its identifier, or the last one of a customer that was posted or waits to be.
pub fn letter(world: &World<'_>, company: &Company, text: &str) -> Outcome<ActId> {
    if let Some(id) = ActId::parse(text) {
        return Ok(id);
    }
    let party = customer(world, company, text)?;
    let rows = world.read(|books| Ok(books.acts_of_party(party.id)?))?;
    let is_out = |r: &&ActRow| matches!(r.state, ActState::Prepared | ActState::Done | ActState::HandedOver);
    let is_letter = |r: &&ActRow| matches!(r.act.channel, Channel::Letter | Channel::RegisteredLetter);
    let last = rows.iter().filter(is_letter).filter(is_out).max_by_key(|r| (r.act.planned_on, r.act.id));
    last.map(|r| r.act.id).ok_or_else(|| Fail::new(format!("Aucun courrier n’a été posté à {}.", party.name)))
}

/// A hold by its identifier, or the only one that runs on an invoice or for a customer.
pub fn hold(world: &World<'_>, company: &Company, text: &str) -> Outcome<HoldId> {
    if let Some(id) = HoldId::parse(text) {
        return Ok(id);
    }
    let (party, invoice) = subject(world, company, text)?;
    let mut open = world.read(|books| Ok(books.open_holds(party)?))?;
    open.retain(|h| invoice.is_none() || h.invoice == invoice);
    match open.as_slice() {
        [only] => Ok(only.id),
        [] => Err(Fail::new(format!("Aucune suspension ne court sur « {text} »."))),
        _ => Err(Fail::new(format!(
            "Plusieurs suspensions courent sur « {text} » : donnez l’identifiant (quitus hold list)."
        ))),
    }
}

/// How far back credits are found by their words.
const DAYS: i64 = 730;

/// A credit of the bank account, by its identifier or by words of its label; one that waits, when it must be.
pub fn credit(world: &World<'_>, company: &Company, text: &str, waits: bool) -> Outcome<BankLineRecord> {
    let view = View { as_of: world.today, known_at: None };
    let since = add_days(world.today, -DAYS).unwrap_or(world.today);
    let wanted = fold::words(text);
    let mut found = match BankLineId::parse(text) {
        Some(id) => world.read(|books| Ok(books.bank_line(id)?))?.into_iter().collect(),
        None => world.read(|books| {
            let waiting: HashSet<_> =
                books.unmatched_credits(company.id, since, view)?.into_iter().map(|c| c.id).collect();
            let mut lines = books.credits(company.id, since)?;
            lines.retain(|l| (!waits || waiting.contains(&l.id)) && fold::words(&l.text).contains(&wanted));
            Ok(lines)
        })?,
    };
    match found.len() {
        1 => Ok(found.swap_remove(0)),
        0 => Err(Fail::new(format!("Aucun virement ne porte « {text} ». Voyez « quitus bank »."))),
        n => Err(Fail::new(format!(
            "{n} virements portent « {text} » : donnez l’identifiant bnk_… que montre « quitus bank --json »."
        ))),
    }
}

/// Somebody of that customer, by their name.
pub fn person(world: &World<'_>, party: PartyId, name: &str) -> Outcome<ContactId> {
    let contacts = world.read(|books| Ok(books.contacts(party)?))?;
    let wanted = fold::words(name);
    let mut named = contacts.iter().filter(|c| c.name.as_deref().is_some_and(|n| fold::words(n) == wanted));
    match (named.next(), named.next()) {
        (Some(contact), None) => Ok(contact.id),
        (None, _) => Err(Fail::new(format!("Personne ne s’appelle « {name} » chez ce client."))),
        (Some(_), Some(_)) => Err(Fail::new(format!("Plusieurs personnes s’appellent « {name} » chez ce client."))),
    }
}

pub fn amount(text: &str) -> Outcome<Cents> {
    Cents::parse(text)
        .ok_or_else(|| Fail::new(format!("« {text} » n’est pas un montant ; écrire par exemple 1234,56.")))
}
