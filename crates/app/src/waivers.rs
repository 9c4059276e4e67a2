//! Parts of what is owed that are given up: weighed against going on, within the limit of whoever decides or asked of the
//! owner, and taken back when recorded by mistake.
//!
//! The principal given up leaves the invoice by an allocation that no money makes; interest and compensation are no longer
//! asked for (C. civ. 1350: a release of debt). Nothing is given up on what is contested, assigned, or under a plan.

mod decide;
mod told;

pub use decide::{found, grant, refuse, withdraw};
pub use told::{line_of_sums, reasons, result};

use crate::error::{AppError, AppResult};
use crate::plans::{self, Owed};
use crate::ports::books::Books;
use crate::records::{
    AllocationBasis, AllocationRecord, Company, Component, WaiverEventKind, WaiverEventRecord, WaiverLine,
    WaiverRecord, WaiverRow, WaiverState,
};
use crate::world::World;
use crate::{lawbook, payers};
use base::id::{InvoiceId, PartyId, WaiverId};
use base::{Cents, Date, RateBp, days_between, fr};
use domain::journal::kinds::{InvoiceRef, PartyRef, WaiverAsked, WaiverDecided, WaiverDecision};
use domain::journal::{JournalKind, Said};
use domain::payer::PayerProfile;
use domain::payment_plan::History;
use domain::waiver::{Supposed, Weighed, weigh};

/// A waiver as somebody thinks of it.
#[derive(Clone, Debug)]
pub struct Wish {
    pub party: PartyId,
    /// None for all that is overdue.
    pub invoices: Vec<InvoiceId>,
    /// Of the principal, the oldest invoice first.
    pub principal: Cents,
    pub interest: bool,
    pub compensation: bool,
    /// What is supposed; the company's assumptions where it is silent.
    pub chance: Option<RateBp>,
    pub days: Option<i64>,
    pub cost: Option<Cents>,
    /// By when the rest is paid; today when nobody says.
    pub pay_by: Option<Date>,
}

/// A waiver weighed, with what is measured of the customer.
#[derive(Clone, Debug)]
pub struct Study {
    pub owed: Owed,
    pub lines: Vec<WaiverLine>,
    pub weighed: Weighed,
    pub history: History,
    pub profile: PayerProfile,
    /// What was asked before on the same invoices and waits for the owner: until then nothing else is given up on them.
    pub waiting: Option<WaiverRow>,
}

impl Study {
    /// # Errors
    /// `MoneyError::Overflow` when the sum leaves what can be counted.
    pub fn total(&self) -> Result<Cents, base::MoneyError> {
        Cents::sum(self.lines.iter().map(WaiverLine::total).collect::<Result<Vec<_>, _>>()?)
    }
}

/// Weighs a waiver; nothing is recorded.
///
/// # Errors
/// `Refused` when nothing may be asked for, or for more principal than is owed; a broken store.
pub fn study(world: &World<'_>, company: &Company, wish: &Wish) -> AppResult<Study> {
    let law = lawbook::load(world)?;
    world.read(|books| {
        let owed = plans::owed(world, books, company, &law, wish.party, &wish.invoices)?;
        study_of(world, books, company, wish, owed)
    })
}

fn study_of(world: &World<'_>, books: &mut dyn Books, company: &Company, wish: &Wish, owed: Owed) -> AppResult<Study> {
    let lines = lines(&owed, wish)?;
    let given_up = Cents::sum(lines.iter().map(WaiverLine::total).collect::<Result<Vec<_>, _>>()?)?;
    let usual = company.settings.going_on;
    let supposed = Supposed {
        chance: wish.chance.unwrap_or(usual.chance),
        days: wish.days.unwrap_or(usual.days),
        cost: wish.cost.unwrap_or(usual.cost),
        pay_days: wish.pay_by.map_or(0, |by| days_between(world.today, by).max(0)),
        rate: company.settings.present_value_rate,
    };
    possible(&supposed)?;
    let weighed = weigh(owed.claim.total()?, given_up, supposed)?;
    let profile = payers::profile(books, company, wish.party, world.today)?;
    let chosen: Vec<InvoiceId> = match lines.as_slice() {
        [] => owed.invoices.iter().map(|l| l.plan.invoice).collect(),
        lines => lines.iter().map(|l| l.invoice).collect(),
    };
    let waiting = waiting(books, wish.party, &chosen)?;
    Ok(Study { owed, lines, weighed, history: History::of(&profile), profile, waiting })
}

fn possible(supposed: &Supposed) -> AppResult<()> {
    if !(0..=10_000).contains(&supposed.chance.get()) {
        return Err(AppError::refused("Une chance va de 0 à 100 %.", "Corrigez-la."));
    }
    if !(0..=3_650).contains(&supposed.days) || supposed.cost.is_negative() {
        return Err(AppError::refused(
            "Un délai va de 0 à 3 650 jours, et un coût n’est pas négatif.",
            "Corrigez ces hypothèses.",
        ));
    }
    Ok(())
}

/// What is given up on each invoice; those on which nothing is are left out.
fn lines(owed: &Owed, wish: &Wish) -> AppResult<Vec<WaiverLine>> {
    if wish.principal.is_negative() || wish.principal > owed.claim.principal {
        return Err(AppError::refused(
            format!(
                "{} ne peut pas être remis : {} de principal sont dus.",
                fr::money(wish.principal, owed.currency),
                fr::money(owed.claim.principal, owed.currency)
            ),
            "Indiquez un montant jusqu’à ce principal.",
        ));
    }
    let (mut left, mut lines) = (wish.principal, Vec::with_capacity(owed.invoices.len()));
    for line in &owed.invoices {
        let principal = left.min(line.plan.principal);
        left = left.sub(principal)?;
        let part = |wanted: bool, amount: Cents| if wanted { amount } else { Cents::ZERO };
        let line = WaiverLine {
            invoice: line.plan.invoice,
            principal,
            interest: part(wish.interest, line.plan.interest),
            compensation: part(wish.compensation, line.plan.compensation),
        };
        lines.extend(line.total()?.is_positive().then_some(line));
    }
    Ok(lines)
}

/// Gives a part up, or asks the owner when it is above `limit` (none: without limit). Returns what became of it.
///
/// # Errors
/// `Refused` for nothing, without a sentence, on invoices of a plan, or for more than is owed; a broken store.
pub fn ask(
    world: &World<'_>,
    company: &Company,
    wish: &Wish,
    limit: Option<Cents>,
    why: &str,
) -> AppResult<(WaiverId, WaiverState)> {
    said(why)?;
    let law = lawbook::load(world)?;
    world.write(|books| {
        let owed = plans::owed(world, books, company, &law, wish.party, &wish.invoices)?;
        let study = study_of(world, books, company, wish, owed)?;
        if study.lines.is_empty() {
            return Err(AppError::refused(
                "Il n’y a rien à remettre.",
                "Indiquez un montant de principal, ou cochez les intérêts ou l’indemnité.",
            ));
        }
        if let Some(row) = &study.waiting {
            return Err(AppError::refused(
                format!("Une remise demandée le {} attend déjà une réponse.", fr::date(row.waiver.asked_on)),
                "Répondez-y d’abord.",
            ));
        }
        let waiver = WaiverRecord {
            id: world.new_id(),
            company: company.id,
            party: wish.party,
            asked_on: world.today,
            currency: study.owed.currency,
            weighed: study.weighed,
            lines: study.lines.clone(),
            author: world.author(),
            why: why.trim().to_string(),
            recorded_at: world.clock.now(),
        };
        books.insert_waiver(&waiver)?;
        if limit.is_none_or(|limit| waiver.total().is_ok_and(|total| total <= limit)) {
            grant_in(world, books, company, &waiver, why)?;
            return Ok((waiver.id, WaiverState::Granted));
        }
        let [principal, interest, compensation] = waiver.parts()?;
        let asked = WaiverAsked {
            party: party_ref(books, waiver.party)?,
            invoices: invoice_refs(books, &waiver)?,
            principal_cents: principal,
            interest_cents: interest,
            compensation_cents: compensation,
            currency: waiver.currency,
            why: Said::plain(why.trim()),
        };
        world.note(books, company.id, waiver.id, JournalKind::WaiverAsked(asked))?;
        Ok((waiver.id, WaiverState::Asked))
    })
}

/// The waiver of one of these invoices that waits for the owner.
fn waiting(books: &mut dyn Books, party: PartyId, invoices: &[InvoiceId]) -> AppResult<Option<WaiverRow>> {
    let bears = |row: &WaiverRow| row.waiver.lines.iter().any(|l| invoices.contains(&l.invoice));
    let rows = books.waivers_of_party(party)?;
    Ok(rows.into_iter().find(|row| row.state() == WaiverState::Asked && bears(row)))
}

fn said(why: &str) -> AppResult<()> {
    if why.trim().is_empty() {
        return Err(AppError::refused("Dites pourquoi, en une phrase.", "Elle sera relue dans le journal."));
    }
    Ok(())
}

fn grant_in(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    waiver: &WaiverRecord,
    why: &str,
) -> AppResult<()> {
    let recorded_at = world.clock.now();
    let principal = waiver.lines.iter().filter(|l| l.principal.is_positive());
    let allocations: Vec<AllocationRecord> = principal
        .map(|line| AllocationRecord {
            id: world.new_id(),
            company: company.id,
            invoice: line.invoice,
            payment: None,
            against: None,
            component: Component::Principal,
            amount: line.principal,
            effective_on: world.today,
            basis: AllocationBasis::Waiver,
            reverses: None,
            recorded_at,
        })
        .collect();
    if !allocations.is_empty() {
        books.insert_allocations(&allocations)?;
    }
    books.insert_waiver_event(&WaiverEventRecord {
        waiver: waiver.id,
        company: waiver.company,
        party: waiver.party,
        kind: WaiverEventKind::Granted,
        on: world.today,
        author: world.author(),
        why: why.trim().to_string(),
        recorded_at,
    })?;
    note_decided(world, books, waiver, WaiverDecision::Granted, why)
}

fn note_decided(
    world: &World<'_>,
    books: &mut dyn Books,
    waiver: &WaiverRecord,
    decision: WaiverDecision,
    why: &str,
) -> AppResult<()> {
    let [principal, interest, compensation] = waiver.parts()?;
    let kind = JournalKind::WaiverDecided(WaiverDecided {
        party: party_ref(books, waiver.party)?,
        decision,
        invoices: invoice_refs(books, waiver)?,
        principal_cents: principal,
        interest_cents: interest,
        compensation_cents: compensation,
        currency: waiver.currency,
        why: Said::plain(why.trim()),
    });
    world.note(books, waiver.company, waiver.id, kind)
}

fn party_ref(books: &mut dyn Books, party: PartyId) -> AppResult<PartyRef> {
    let name = books.party(party)?.map_or_else(String::new, |p| p.name);
    Ok(PartyRef { id: party, name: Said::plain(name) })
}

fn invoice_refs(books: &mut dyn Books, waiver: &WaiverRecord) -> AppResult<Vec<InvoiceRef>> {
    let mut refs = Vec::with_capacity(waiver.lines.len());
    for line in &waiver.lines {
        let number = books.invoice(line.invoice)?.map(|i| i.number).unwrap_or_default();
        refs.push(InvoiceRef { id: line.invoice, number });
    }
    Ok(refs)
}
