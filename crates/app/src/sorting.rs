//! What a person says of a credit on the bank account: it pays these invoices, it is not that customer's, it is no
//! customer's. Each word is a fact with an author and a sentence, holds until it is taken back, and stays visible then.

use crate::accessories;
use crate::error::{AppError, AppResult};
use crate::lawbook;
use crate::matching::study::refresh_in;
use crate::payments::{allocation_by_hand, line_ref, note_payment, take_back, unmatch};
use crate::ports::books::Books;
use crate::ports::terms::View;
use crate::records::{
    BankLineRecord, Company, EchoRecord, EchoVerdict, InvoiceRecord, LineWordLift, LineWordRecord, PaymentOrigin,
    PaymentRecord,
};
use crate::world::World;
use base::id::{BankLineId, InvoiceId, PartyId};
use base::{Cents, fr};
use domain::facts::DueBasis;
use domain::journal::kinds::{CreditJudged, Judgement};
use domain::journal::{JournalKind, Said};
use std::collections::{BTreeMap, BTreeSet};

/// What is to be made of one credit.
#[derive(Clone, Debug)]
pub struct Split {
    pub line: BankLineId,
    pub parts: Vec<(InvoiceId, Cents)>,
    /// For the interest and the compensation of invoices, not for what they themselves ask.
    pub accessories: Vec<(InvoiceId, Cents)>,
    /// Whose the rest is, where the invoices do not tell.
    pub rest: Option<PartyId>,
}

/// One customer's share of a credit.
#[derive(Default)]
struct Share {
    parts: Vec<(InvoiceRecord, Cents)>,
    accessories: Vec<(InvoiceRecord, Cents)>,
    rest: Cents,
}

/// Allocates a credit over the invoices it pays; the rest stays on the customer's account. Returns that rest.
///
/// # Errors
/// `Refused` when the credit does not wait, when the parts exceed it or what is owed, or when the rest is nobody's.
pub fn split(world: &World<'_>, company: &Company, split: &Split) -> AppResult<Cents> {
    world.write(|books| {
        let rest = split_in(world, books, company, split)?;
        refresh_in(world, books, company)?;
        Ok(rest)
    })
}

/// The same, inside a transaction.
pub(crate) fn split_in(world: &World<'_>, books: &mut dyn Books, company: &Company, split: &Split) -> AppResult<Cents> {
    let line = waiting(world, books, company, split.line)?;
    let mut shares: BTreeMap<PartyId, Share> = BTreeMap::new();
    let mut rest = line.amount;
    for (invoice, amount) in &split.parts {
        let record = payable(books, &line, *invoice, *amount)?;
        rest = rest.sub(*amount)?;
        shares.entry(record.party).or_default().parts.push((record, *amount));
    }
    for (invoice, amount) in &split.accessories {
        let record = books.invoice(*invoice)?.filter(|i| i.company == company.id && i.currency == line.currency);
        let record = record.ok_or_else(|| AppError::NotFound("Cette facture n’existe pas.".to_string()))?;
        rest = rest.sub(*amount)?;
        shares.entry(record.party).or_default().accessories.push((record, *amount));
    }
    if rest.is_negative() {
        let text = format!("Les parts dépassent le virement de {}.", fr::money(line.amount, line.currency));
        return Err(AppError::refused(text, "Leur somme ne peut pas excéder le montant reçu."));
    }
    if rest.is_positive() {
        let only = shares.keys().next().copied().filter(|_| shares.len() == 1);
        let whose = split.rest.or(only).ok_or_else(|| {
            let text = format!("Il reste {} qui ne sont à personne.", fr::money(rest, line.currency));
            AppError::refused(text, "Dites à quel client les garder en avance, avec --on-account CLIENT.")
        })?;
        shares.entry(whose).or_default().rest = rest;
    }
    for (party, share) in shares {
        record(world, books, company, &line, (party, share))?;
    }
    Ok(rest)
}

/// The credit, if it still waits for somebody to say whose it is.
pub(crate) fn waiting(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    id: BankLineId,
) -> AppResult<BankLineRecord> {
    let line = books.bank_line(id)?.filter(|l| l.company == company.id);
    let line = line.ok_or_else(|| AppError::NotFound("Ce virement n’existe pas.".to_string()))?;
    let view = View { as_of: world.today, known_at: None };
    let waits = books.unmatched_credits(company.id, line.booked_on, view)?.iter().any(|c| c.id == id);
    if waits {
        return Ok(line);
    }
    Err(AppError::refused(
        format!(
            "Le virement de {} du {} n’attend pas.",
            fr::money(line.amount, line.currency),
            fr::date(line.booked_on)
        ),
        "Il est rapproché, écarté ou repris par la banque ; « quitus bank reopen » revient sur ce qui en a été dit.",
    ))
}

fn payable(books: &mut dyn Books, line: &BankLineRecord, id: InvoiceId, amount: Cents) -> AppResult<InvoiceRecord> {
    let record = books.invoice(id)?.ok_or_else(|| AppError::NotFound("Cette facture n’existe pas.".to_string()))?;
    let left = books.balance(id)?.map_or(Cents::ZERO, |b| b.outstanding);
    if record.currency == line.currency && amount.is_positive() && amount <= left {
        return Ok(record);
    }
    let money = |cents| fr::money(cents, record.currency);
    Err(AppError::refused(
        format!(
            "{} ne peut pas être imputé : il reste {} sur {}.",
            fr::money(amount, line.currency),
            money(left),
            record.number
        ),
        "Indiquez un montant entre un centime et ce reste, dans la monnaie de la facture.",
    ))
}

fn record(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    line: &BankLineRecord,
    (party, share): (PartyId, Share),
) -> AppResult<()> {
    let at = world.clock.now();
    let all = share.parts.iter().chain(&share.accessories);
    let amount = all.map(|(_, part)| *part).try_fold(share.rest, Cents::add)?;
    let payment = PaymentRecord {
        id: world.new_id(),
        company: company.id,
        party: Some(party),
        source: None,
        key: format!("hnd:{}:{party}:{}", line.id, at.as_microsecond()),
        content_hash: format!("{}:{}", amount.get(), line.booked_on),
        received_on: line.booked_on,
        amount,
        currency: line.currency,
        reference: line.text.clone(),
        origin: PaymentOrigin::Bank,
        bank_line: Some(line.id),
        recorded_at: at,
    };
    books.insert_payments(std::slice::from_ref(&payment))?;
    books.match_line(line.id, payment.id, at)?;
    note_payment(world, books, &payment, "relevé bancaire")?;
    let mut parts = share.parts;
    if share.rest.is_positive() {
        let document = on_account(world, company, &payment, party);
        books.insert_invoices(std::slice::from_ref(&document))?;
        parts.push((document, share.rest));
    }
    for (invoice, part) in parts {
        allocation_by_hand(world, books, company, &invoice, &payment, part)?;
    }
    if !share.accessories.is_empty() {
        let law = lawbook::read(books)?;
        for (invoice, part) in share.accessories {
            accessories::lay(world, books, (&law, company), &invoice, &payment, part)?;
        }
    }
    Ok(())
}

/// What a payment leaves unused, as an item in the customer's favour.
fn on_account(world: &World<'_>, company: &Company, payment: &PaymentRecord, party: PartyId) -> InvoiceRecord {
    let on = payment.received_on;
    let number = format!("Avance du {}", fr::date_short(on));
    InvoiceRecord {
        id: world.new_id(),
        company: company.id,
        party,
        source: None,
        key: format!("acc:{}", payment.key),
        content_hash: payment.content_hash.clone(),
        number,
        kind: "on_account".to_string(),
        issued_on: on,
        delivered_on: None,
        currency: payment.currency,
        gross: Cents::ZERO,
        principal: Cents::ZERO,
        due_on: on,
        due_basis: DueBasis::Stated,
        payment_terms: None,
        precedents: Vec::new(),
        order_reference: None,
        iban: None,
        validity: "[]".to_string(),
        known_on: world.today,
        recorded_at: world.clock.now(),
    }
}

/// Says that a credit is no customer's: a tax refund, our own transfer. It holds nobody back any more.
///
/// # Errors
/// `Refused` without a sentence, or when the credit does not wait.
pub fn set_aside(world: &World<'_>, company: &Company, line: BankLineId, why: &str) -> AppResult<()> {
    say(world, company, line, None, why)
}

/// Says that a credit is not this customer's, or not for this invoice: it no longer holds that one back.
///
/// # Errors
/// `Refused` without a sentence, or when the credit does not wait.
pub fn not_theirs(
    world: &World<'_>,
    company: &Company,
    line: BankLineId,
    whose: (PartyId, Option<InvoiceId>),
    why: &str,
) -> AppResult<()> {
    say(world, company, line, Some(whose), why)
}

/// Says whether a credit tells money again that another kind of file told: then it counts for nothing.
///
/// # Errors
/// `Refused` without a sentence, when nothing asks whether it does, when that was said already, or when it is a payment.
pub fn told_again(
    world: &World<'_>,
    company: &Company,
    line: BankLineId,
    is_same: bool,
    why: &str,
) -> AppResult<BankLineRecord> {
    sentence(why)?;
    world.write(|books| {
        let line = books.bank_line(line)?.filter(|l| l.company == company.id);
        let line = line.ok_or_else(|| AppError::NotFound("Ce virement n’existe pas.".to_string()))?;
        let original = answer(world, books, &line, is_same, why)?;
        refresh_in(world, books, company)?;
        Ok(original)
    })
}

fn answer(
    world: &World<'_>,
    books: &mut dyn Books,
    line: &BankLineRecord,
    is_same: bool,
    why: &str,
) -> AppResult<BankLineRecord> {
    let verdict = if is_same { EchoVerdict::Same } else { EchoVerdict::Apart };
    let before = books.echo(line.id)?.filter(|e| e.verdict != verdict && line.payments.is_empty());
    let before = before.ok_or_else(|| {
        let text = "Rien ne demande si ce virement en répète un autre.";
        AppError::refused(
            text,
            "C’est déjà dit, ou il est rapproché : « quitus bank reopen » revient sur ce qui a été dit.",
        )
    })?;
    let original = books.bank_line(before.original)?;
    let original = original.ok_or_else(|| AppError::NotFound("Ce virement n’existe pas.".to_string()))?;
    books.insert_echo(&EchoRecord {
        verdict,
        is_persons: true,
        said_on: world.today,
        author: world.author(),
        why: why.to_string(),
        recorded_at: world.clock.now(),
        ..before
    })?;
    let judgement = if is_same { Judgement::SameAsOther } else { Judgement::NotOther };
    note(world, books, line, (judgement, Some(fr::date(original.booked_on))), why)?;
    Ok(original)
}

fn say(
    world: &World<'_>,
    company: &Company,
    line: BankLineId,
    whose: Option<(PartyId, Option<InvoiceId>)>,
    why: &str,
) -> AppResult<()> {
    sentence(why)?;
    world.write(|books| {
        let line = waiting(world, books, company, line)?;
        books.insert_line_word(&LineWordRecord {
            id: world.new_id(),
            line: line.id,
            company: company.id,
            party: whose.map(|(party, _)| party),
            invoice: whose.and_then(|(_, invoice)| invoice),
            said_on: world.today,
            author: world.author(),
            why: why.to_string(),
            recorded_at: world.clock.now(),
        })?;
        let subject = whose.map(|(party, invoice)| crate::holds::subject(books, party, invoice)).transpose()?;
        let judgement = if whose.is_some() { Judgement::NotTheirs } else { Judgement::NoCustomers };
        note(world, books, &line, (judgement, subject), why)?;
        refresh_in(world, books, company)
    })
}

/// Takes back all that was made or said of a credit: what it paid is open again, and it waits for somebody to say whose
/// it is. A payment that another source told stays; it only is not this credit.
///
/// # Errors
/// `Refused` without a sentence, or when nothing was made or said of it.
pub fn reopen(world: &World<'_>, company: &Company, line: BankLineId, why: &str) -> AppResult<Vec<String>> {
    sentence(why)?;
    world.write(|books| {
        let line = books.bank_line(line)?.filter(|l| l.company == company.id);
        let line = line.ok_or_else(|| AppError::NotFound("Ce virement n’existe pas.".to_string()))?;
        let words = books.line_words(line.id)?;
        let is_echo = books.echo(line.id)?.is_some_and(|e| e.verdict == EchoVerdict::Same);
        if words.is_empty() && line.payments.is_empty() && !is_echo {
            return Err(AppError::refused(
                "Rien n’a été dit de ce virement.",
                "Il attend déjà qu’on dise à qui il est.",
            ));
        }
        if is_echo {
            answer(world, books, &line, false, why)?;
        }
        let mut reopened = Vec::new();
        for payment in line.payments.iter().copied() {
            if books.payment(payment)?.is_some_and(|p| p.bank_line == Some(line.id)) {
                let numbers = take_back(world, books, company, payment, world.today, why)?;
                reopened.extend(numbers.into_iter().map(|i| i.number));
            }
            unmatch(world, books, company, line.id, payment, why)?;
        }
        for word in words {
            books.insert_line_word_lift(&LineWordLift {
                word: word.id,
                company: company.id,
                lifted_on: world.today,
                author: world.author(),
                why: why.to_string(),
                recorded_at: world.clock.now(),
            })?;
            let subject = word.party.map(|party| crate::holds::subject(books, party, word.invoice)).transpose()?;
            note(world, books, &line, (Judgement::TakenBack, subject), why)?;
        }
        refresh_in(world, books, company)?;
        Ok(reopened)
    })
}

/// The customers whose payment a credit is.
///
/// # Errors
/// A broken store.
pub fn payers_of(world: &World<'_>, line: BankLineId) -> AppResult<BTreeSet<PartyId>> {
    world.read(|books| {
        let payments = books.bank_line(line)?.map(|l| l.payments).unwrap_or_default();
        let mut parties = BTreeSet::new();
        for payment in payments {
            parties.extend(books.payment(payment)?.and_then(|p| p.party));
        }
        Ok(parties)
    })
}

fn sentence(why: &str) -> AppResult<()> {
    if why.trim().is_empty() {
        return Err(AppError::refused("Une décision se justifie.", "Dites pourquoi, en une phrase."));
    }
    Ok(())
}

fn note(
    world: &World<'_>,
    books: &mut dyn Books,
    line: &BankLineRecord,
    (judgement, subject): (Judgement, Option<String>),
    why: &str,
) -> AppResult<()> {
    let subject = subject.map(Said::plain);
    let judged = CreditJudged { line: line_ref(line), judgement, subject, why: Said::plain(why) };
    world.note(books, line.company, line.id, JournalKind::CreditJudged(judged))
}
