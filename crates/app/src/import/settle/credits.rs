//! Bank credits that nobody explained yet: a payment the books know from elsewhere, or certainly one invoice's.
//! What stays unexplained is for a person; until then it holds back reminders.

use super::naming::{keys_in, named};
use super::{Settled, allocation};
use crate::error::AppResult;
use crate::import::Intake;
use crate::matching::{as_read, customers};
use crate::ports::books::Books;
use crate::ports::terms::{OpenItem, Touched, View};
use crate::records::{AllocationBasis, AllocationRecord, PaymentOrigin, PaymentRecord};
use base::id::{BankLineId, InvoiceId, PartyId, PaymentId};
use base::{Currency, add_days, fold};
use domain::journal::JournalKind;
use domain::journal::kinds::{AllocationRecorded, InvoiceRef, PaymentRecorded};
use domain::matching::engine::Engine;
use domain::matching::{BankCredit, CreditIndex};
use std::collections::{HashMap, HashSet};

/// How far back unmatched credits are still looked at.
const LOOK_BACK_DAYS: i64 = 730;
/// Shorter references prove nothing.
const SHORTEST_REFERENCE: usize = 4;

/// The receivable that a credit certainly pays.
type Sure = OpenItem;

/// Looks at the credits that the import brought, and at those waiting ones that it may have told more of: a pile that
/// nobody sorts costs nothing. What is settled on the way may explain more, so it goes on until nothing changes.
pub(super) fn explain(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    mut touched: Touched,
    settled: &mut Settled,
) -> AppResult<()> {
    let view = View { as_of: intake.world.today, known_at: None };
    let since = add_days(intake.world.today, -LOOK_BACK_DAYS).unwrap_or(intake.world.today);
    let mut waiting = books.unmatched_credits(intake.company.id, since, view)?;
    while !touched.is_empty() && !waiting.is_empty() {
        let credits = concerned(books, &waiting, &touched)?;
        if credits.is_empty() {
            break;
        }
        let explained = explain_these(intake, books, credits, view, settled)?;
        waiting.retain(|c| !explained.contains(&c.id));
        touched = books.take_touched();
    }
    settled.unmatched_credits = waiting.len() as u64;
    Ok(())
}

/// The waiting credits that are new, that name what changed, or that may be a payment just told. What a person took back, or
/// what another file perhaps told already, is a person's to match.
fn concerned(books: &mut dyn Books, waiting: &[BankCredit], touched: &Touched) -> AppResult<Vec<BankCredit>> {
    let is_ours = |c: &&BankCredit| !c.is_reopened && c.perhaps_told_on.is_none();
    let is_new = |c: &BankCredit| touched.lines.contains(&c.id) || touched.paid.contains(&c.amount);
    let (new, old): (Vec<&BankCredit>, Vec<_>) = waiting.iter().filter(|c| is_ours(c)).partition(|c| is_new(c));
    let mut found: Vec<BankCredit> = new.into_iter().cloned().collect();
    if !old.is_empty() && !touched.invoices.is_empty() {
        let ids: Vec<InvoiceId> = touched.invoices.iter().copied().collect();
        let numbers = books.numbers_of(&ids)?;
        found.extend(naming_one_of(old, &numbers));
        found.sort_by_key(|c| (c.booked_on, c.id));
    }
    Ok(found)
}

/// Below so many numbers, reading each label is cheaper than indexing them all.
const FEW: usize = 50;

fn naming_one_of(credits: Vec<&BankCredit>, numbers: &[String]) -> Vec<BankCredit> {
    if numbers.len() <= FEW {
        return credits.into_iter().filter(|c| c.names_one_of(numbers)).cloned().collect();
    }
    let index = CreditIndex::new(credits.into_iter().cloned());
    let named: HashSet<BankLineId> = numbers.iter().flat_map(|n| index.named_by(n)).collect();
    index.credits().filter(|c| named.contains(&c.id)).cloned().collect()
}

/// Returns those that are explained now.
fn explain_these(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    credits: Vec<BankCredit>,
    view: View,
    settled: &mut Settled,
) -> AppResult<HashSet<BankLineId>> {
    let mut sure = certain(intake, books, &credits, view)?;
    leave_to_a_person(intake, books, &credits, &mut sure)?;
    let mut paid: HashSet<InvoiceId> = HashSet::new();
    let (mut explained, mut left) = (HashSet::new(), Vec::new());
    for credit in credits {
        let sure = sure.get(&credit.id).filter(|r| r.currency == credit.currency && !paid.contains(&r.invoice));
        if known_payment(intake, books, &credit, credit.currency, sure.map(|r| r.party))? {
            settled.known_payments += 1;
            explained.insert(credit.id);
        } else if let Some(receivable) = sure {
            pay(intake, books, &credit, receivable)?;
            paid.insert(receivable.invoice);
            settled.certain_payments += 1;
            explained.insert(credit.id);
        } else {
            left.push(credit);
        }
    }
    let told = told_by_invoice(intake, books, &left)?;
    settled.known_payments += told.len() as u64;
    explained.extend(told);
    Ok(explained)
}

/// The same amount within five days of a payment that another source told of: the same money.
fn known_payment(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    credit: &BankCredit,
    currency: Currency,
    whose: Option<PartyId>,
) -> AppResult<bool> {
    let mut twins = books.unlinked_payments(intake.company.id, credit.amount, credit.booked_on)?;
    let is_theirs = |p: &PaymentRecord| !credit.ruled_out.iter().any(|(party, _)| p.party == Some(*party));
    twins.retain(|p| p.currency == currency && is_theirs(p) && (whose.is_none() || p.party == whose));
    let label = fold::reference(&credit.text);
    let is_named = |p: &PaymentRecord| {
        let reference = fold::reference(&p.reference);
        reference.len() >= SHORTEST_REFERENCE && label.contains(&reference)
    };
    let mut twin = twins.iter().find(|p| is_named(p)).map(|p| p.id);
    for payment in &twins {
        // Of an unsigned credit, the amount alone proves nothing: the label must name who that payment is from.
        if twin.is_none() && (whose.is_some() || names_payer(books, payment, &label)?) {
            twin = Some(payment.id);
        }
    }
    let Some(twin) = twin else { return Ok(false) };
    books.match_line(credit.id, twin, intake.world.clock.now())?;
    Ok(true)
}

/// Bank labels cut names; this many letters still tell who paid.
const NAME_PREFIX: usize = 14;

fn names_payer(books: &mut dyn Books, payment: &PaymentRecord, label: &str) -> AppResult<bool> {
    let Some(party) = payment.party.map(|id| books.party(id)).transpose()?.flatten() else { return Ok(false) };
    let name: String = fold::reference(&party.name).chars().take(NAME_PREFIX).collect();
    Ok(name.chars().count() >= SHORTEST_REFERENCE && label.contains(&name))
}

/// Credits that name exactly one open invoice and have just its amount, or what is left of it.
fn certain(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    credits: &[BankCredit],
    view: View,
) -> AppResult<HashMap<BankLineId, Sure>> {
    let index = CreditIndex::new(credits.iter().cloned());
    let mut named: HashMap<BankLineId, Vec<Sure>> = HashMap::new();
    books.open_items(intake.company.id, view, &mut |item| {
        if item.outstanding.is_positive() {
            for line in index.named_by(&item.number) {
                named.entry(line).or_default().push(item.clone());
            }
        }
        Ok(())
    })?;
    let pays = |credit: &BankCredit| {
        let claims = named.remove(&credit.id)?;
        let [only] = claims.as_slice() else { return None };
        (pays_whole(credit, only) && !credit.is_ruled_out(only.party, only.invoice)).then(|| (credit.id, only.clone()))
    };
    Ok(credits.iter().filter_map(pays).collect())
}

/// A credit that comes from the account or bears the name of another customer than the one whose invoice it tells is not
/// certain, nor is one for a receivable that was assigned.
fn leave_to_a_person(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    credits: &[BankCredit],
    sure: &mut HashMap<BankLineId, Sure>,
) -> AppResult<()> {
    if sure.is_empty() {
        return Ok(());
    }
    let (parties, customers) = customers(books, intake.company)?;
    let assigned: HashSet<_> = books.assigned(intake.company.id)?.into_iter().collect();
    let engine = Engine::new(customers, Vec::new());
    for credit in credits {
        let Some(whose) = sure.get(&credit.id) else { continue };
        let payers = engine.payers(&as_read(credit));
        let is_theirs = payers.is_empty() || payers.iter().any(|at| parties.get(*at) == Some(&whose.party));
        let is_assigned = [None, Some(whose.invoice)].iter().any(|one| assigned.contains(&(whose.party, *one)));
        if !is_theirs || is_assigned {
            sure.remove(&credit.id);
        }
    }
    Ok(())
}

/// What is left of the invoice, or all it asked for: a credit note may have reduced it since.
fn pays_whole(credit: &BankCredit, receivable: &OpenItem) -> bool {
    let amounts = [receivable.outstanding, receivable.principal];
    amounts.contains(&credit.amount) && credit.booked_on >= receivable.issued_on
}

/// Credits that name a settled invoice which a payment of just that amount settled, on another day: a list or a ledger
/// told it first.
fn told_by_invoice(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    credits: &[BankCredit],
) -> AppResult<Vec<BankLineId>> {
    let known = named(intake, books, credits)?;
    let (mut linked, mut told): (HashSet<PaymentId>, Vec<BankLineId>) = Default::default();
    for credit in credits {
        let keys = keys_in(credit);
        let mut invoices = keys.iter().filter_map(|key| known.get(key));
        let (Some(invoice), None) = (invoices.next(), invoices.next()) else { continue };
        let set = books.allocations_of_invoice(invoice.id)?;
        for payment in set.iter().filter(|a| a.amount == credit.amount).filter_map(|a| a.payment) {
            let on = set.iter().find(|a| a.payment == Some(payment)).map_or(credit.booked_on, |a| a.effective_on);
            let free = books.unlinked_payments(intake.company.id, credit.amount, on)?;
            if free.iter().any(|p| p.id == payment) && linked.insert(payment) {
                books.match_line(credit.id, payment, intake.world.clock.now())?;
                told.push(credit.id);
                break;
            }
        }
    }
    Ok(told)
}

fn pay(intake: &Intake<'_, '_>, books: &mut dyn Books, credit: &BankCredit, receivable: &OpenItem) -> AppResult<()> {
    let at = intake.world.clock.now();
    let payment = PaymentRecord {
        id: intake.world.new_id(),
        company: intake.company.id,
        party: Some(receivable.party),
        source: None,
        key: format!("bnk:{}", credit.id),
        content_hash: format!("{}:{}", credit.amount.get(), credit.booked_on),
        received_on: credit.booked_on,
        amount: credit.amount,
        currency: receivable.currency,
        reference: credit.text.clone(),
        origin: PaymentOrigin::Bank,
        bank_line: Some(credit.id),
        recorded_at: at,
    };
    books.insert_payments(std::slice::from_ref(&payment))?;
    books.match_line(credit.id, payment.id, at)?;
    let allocation =
        allocation(intake, receivable.invoice, credit.amount, credit.booked_on, AllocationBasis::CertainMatch);
    books.insert_allocations(&[AllocationRecord { payment: Some(payment.id), ..allocation }])?;
    let invoice = InvoiceRef { id: receivable.invoice, number: receivable.number.clone() };
    let recorded = PaymentRecorded {
        reference: Some(receivable.number.clone()),
        amount_cents: credit.amount,
        currency: receivable.currency,
        received_on: credit.booked_on,
        source: "relevé bancaire".to_string(),
    };
    intake.world.note(books, intake.company.id, payment.id, JournalKind::PaymentRecorded(recorded))?;
    let allocated = AllocationRecorded {
        invoice,
        amount_cents: credit.amount,
        currency: receivable.currency,
        basis: "le libellé cite la facture et le montant est exact".to_string(),
    };
    intake.world.note(books, intake.company.id, receivable.invoice, JournalKind::AllocationRecorded(allocated))
}
