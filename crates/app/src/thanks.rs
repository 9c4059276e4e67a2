//! A word of thanks after full payment: proposed once, where something was asked for or promised and kept, and never while
//! anything stands between us and the customer. A person sends it or leaves it; it asks for nothing, except what the scenario
//! lets it recall: interest and compensation that were asked for before and are left, once.

use crate::accessories;
use crate::error::{AppError, AppResult};
use crate::lawbook;
use crate::planning::scenarios;
use crate::ports::books::Books;
use crate::ports::screens::Scope;
use crate::ports::thanks::SettledRow;
use crate::prepare::{Desk, Prepared, Preview, prepare_plain, seen};
use crate::records::{Company, ContactRecord};
use crate::world::World;
use base::id::{InvoiceId, PartyId};
use base::{Cents, Currency, Date, add_days};
use domain::agenda::{ApprovalNeeded, Proposal, ProposalLine, Target};
use domain::facts::{Channel, ContactRole};
use domain::scenario::{AfterPayment, ScenarioRef, Tone};
use law::LawBook;

/// The step and the text that such messages bear; no scenario has the step.
pub const STEP: &str = "thank-you";
/// Later than this, thanks come too late.
const DAYS: i64 = 14;

/// A customer who may be thanked.
#[derive(Clone, Debug)]
pub struct Thank {
    pub party: PartyId,
    pub customer: String,
    pub currency: Currency,
    pub invoices: Vec<SettledRow>,
    /// The last day something was received, and how much on that day.
    pub received_on: Date,
    pub received: Cents,
    pub contact: Option<ContactRecord>,
    scenario: ScenarioRef,
    /// Interest and compensation asked for before are recalled, since the scenario says so and something is left.
    pub recalls: bool,
}

/// Who may be thanked today, by name; nobody when the company wants none sent.
///
/// # Errors
/// A broken store or scenario.
pub fn proposed(world: &World<'_>, company: &Company, scope: Scope) -> AppResult<Vec<Thank>> {
    let law = lawbook::load(world)?;
    world.read(|books| found(world, books, company, &law, scope, None))
}

/// How many, without looking at scenarios and addresses.
///
/// # Errors
/// A broken store.
pub fn count(world: &World<'_>, company: &Company, scope: Scope) -> AppResult<u64> {
    Ok(proposed(world, company, scope)?.len() as u64)
}

/// What would be sent.
///
/// # Errors
/// `Refused` when this customer is not to be thanked, or something is missing; a broken store.
pub fn preview(world: &World<'_>, company: &Company, desk: &Desk<'_>, party: PartyId) -> AppResult<Preview> {
    let law = lawbook::load(world)?;
    world.read(|books| {
        let proposal = proposal(world, books, company, &law, party)?;
        seen(world, books, company, desk, &law, &proposal)
    })
}

/// Prepares the message; it leaves with the next round, as any other.
///
/// # Errors
/// As [`preview`].
pub fn prepare(world: &World<'_>, company: &Company, desk: &Desk<'_>, party: PartyId) -> AppResult<Prepared> {
    let law = lawbook::load(world)?;
    world.write(|books| {
        let proposal = proposal(world, books, company, &law, party)?;
        prepare_plain(world, books, company, desk, &law, &proposal)
    })
}

fn found(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    law: &LawBook,
    scope: Scope,
    party: Option<PartyId>,
) -> AppResult<Vec<Thank>> {
    if !company.settings.thanks {
        return Ok(Vec::new());
    }
    let since = add_days(world.today, -DAYS).unwrap_or(world.today);
    let mut rows = books.settled_after_asking(scope, party, since, world.today)?;
    rows.sort_by(|a, b| (&a.customer, a.party, a.currency.code()).cmp(&(&b.customer, b.party, b.currency.code())));
    let mut thanks = Vec::new();
    let known = if rows.is_empty() { None } else { Some(scenarios(books, company, None)?) };
    while let Some(first) = rows.first().cloned() {
        let same = |r: &SettledRow| r.party == first.party && r.currency == first.currency;
        let invoices: Vec<SettledRow> = rows.iter().take_while(|r| same(r)).cloned().collect();
        rows.drain(..invoices.len());
        let Some(contact) = reachable(books.contacts(first.party)?) else { continue };
        let (scenario, after) = followed(books, known.as_ref(), first.party, &invoices)?;
        if after == AfterPayment::Silent {
            continue;
        }
        let received_on = invoices.iter().map(|r| r.settled_on).max().unwrap_or(first.settled_on);
        let on_that_day = invoices.iter().filter(|r| r.settled_on == received_on);
        let received = Cents::sum(on_that_day.map(|r| r.last_paid))?;
        let recalls = after == AfterPayment::ThankAndRecall && is_left(books, law, company, &invoices, world.today)?;
        let (party, customer, currency) = (first.party, first.customer, first.currency);
        let contact = Some(contact);
        thanks.push(Thank { party, customer, currency, invoices, received_on, received, contact, scenario, recalls });
    }
    Ok(thanks)
}

/// Whom a mail reaches: accounting first.
fn reachable(contacts: Vec<ContactRecord>) -> Option<ContactRecord> {
    const ORDER: [ContactRole; 4] =
        [ContactRole::AccountsPayable, ContactRole::Buyer, ContactRole::User, ContactRole::Decider];
    let with_mail = |role: ContactRole| contacts.iter().find(|c| c.role == role && c.email.is_some()).cloned();
    ORDER.into_iter().find_map(with_mail)
}

/// The scenario under which these invoices were followed, and what it says of the time after payment.
fn followed(
    books: &mut dyn Books,
    known: Option<&domain::scenario::ScenarioBook>,
    party: PartyId,
    invoices: &[SettledRow],
) -> AppResult<(ScenarioRef, AfterPayment)> {
    let names = |invoice: InvoiceId| invoices.iter().any(|r| r.invoice == invoice);
    let acts = books.acts_of_party(party)?;
    let last = acts.iter().filter(|a| a.act.lines.iter().any(|l| names(l.invoice))).max_by_key(|a| a.act.prepared_at);
    let named = last.map(|a| ScenarioRef { name: a.act.scenario.clone(), version: a.act.scenario_version.clone() });
    let scenario = known.and_then(|book| {
        let followed = named.as_ref().and_then(|r| book.named(&r.name));
        followed.or_else(|| book.named("standard")).or_else(|| book.current().first())
    });
    let after = scenario.map_or(AfterPayment::Thank, |s| s.policy.after_payment);
    let reference = named.or_else(|| scenario.map(|s| s.reference.clone()));
    Ok((reference.unwrap_or(ScenarioRef { name: String::new(), version: String::new() }), after))
}

/// Something that a document asked for is left, of one of them.
fn is_left(
    books: &mut dyn Books,
    law: &LawBook,
    company: &Company,
    invoices: &[SettledRow],
    today: Date,
) -> AppResult<bool> {
    for row in invoices {
        let Some(invoice) = books.invoice(row.invoice)? else { continue };
        let claims = match accessories::of_invoice(books, law, company, &invoice, today) {
            Ok(found) => found.claims,
            Err(AppError::Law(_)) => return Ok(false),
            Err(other) => return Err(other),
        };
        let is_open = |c: &domain::accessories::Claim| c.claimed.is_positive() && c.due.is_positive();
        if is_open(&claims.interest) || is_open(&claims.compensation) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn proposal(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    law: &LawBook,
    party: PartyId,
) -> AppResult<Proposal> {
    let everyone = Scope { company: company.id, keeper: None };
    let thank = found(world, books, company, law, everyone, Some(party))?.into_iter().next();
    let thank = thank.ok_or_else(|| {
        AppError::refused(
            "Il n’y a plus lieu de remercier ce client.",
            "C’est fait, une facture est de nouveau due, ou les remerciements sont arrêtés dans les réglages.",
        )
    })?;
    let line = |r: &SettledRow| ProposalLine {
        invoice: r.invoice,
        number: r.number.clone(),
        due_on: r.due_on,
        days_late: 0,
        amount_cents: Cents::ZERO,
    };
    Ok(Proposal {
        party,
        customer: thank.customer.clone(),
        scenario: thank.scenario.clone(),
        step: STEP.to_string(),
        step_title: "Remerciement".to_string(),
        channel: Channel::Email,
        template: STEP.to_string(),
        tone: Tone::Service,
        target: Target {
            role: thank.contact.as_ref().map_or(ContactRole::AccountsPayable, |c| c.role),
            contact: thank.contact.as_ref().map(|c| c.id),
        },
        approval: ApprovalNeeded::Anybody,
        currency: thank.currency,
        total_cents: Cents::ZERO,
        lines: thank.invoices.iter().map(line).collect(),
        reasons: Vec::new(),
    })
}

/// What a message of thanks says was received, and whether it recalls what is left of claims.
pub(crate) fn said(
    world_day: Date,
    books: &mut dyn Books,
    company: &Company,
    law: &LawBook,
    lines: &[ProposalLine],
) -> AppResult<Option<(Date, Cents, bool)>> {
    let (mut on, mut paid): (Option<Date>, Cents) = (None, Cents::ZERO);
    let mut invoices = Vec::new();
    for line in lines {
        let Some(balance) = books.balance(line.invoice)? else { continue };
        let Some(settled_on) = balance.settled_on else { return Ok(None) };
        let that_day = books.allocations_of_invoice(line.invoice)?.into_iter().filter(|a| {
            a.payment.is_some() && a.component == crate::records::Component::Principal && a.effective_on == settled_on
        });
        let last_paid = Cents::sum(that_day.map(|a| a.amount))?;
        paid = match on {
            Some(day) if day > settled_on => paid,
            Some(day) if day == settled_on => paid.add(last_paid)?,
            _ => last_paid,
        };
        on = on.max(Some(settled_on));
        let (party, number, due_on, currency) = (balance.party, balance.number, balance.due_on, balance.currency);
        let customer = String::new();
        invoices.push(SettledRow {
            party,
            customer,
            invoice: line.invoice,
            number,
            due_on,
            currency,
            settled_on,
            last_paid,
        });
    }
    let Some((on, first)) = on.zip(invoices.first()) else { return Ok(None) };
    let party = first.party;
    let known = scenarios(books, company, None)?;
    let (_, after) = followed(books, Some(&known), party, &invoices)?;
    let recalls = after == AfterPayment::ThankAndRecall && is_left(books, law, company, &invoices, world_day)?;
    Ok(Some((on, paid, recalls)))
}
