//! What is read of a page of debtors the same way whatever the view: who they are, their contacts, holds and decisions.
//!
//! Nothing dated after the view's day appears, nor what was recorded after its instant. The customer's own record is
//! today's: records keep no past.

use super::bank::known_at;
use super::columns::{Columns, unexpected};
use super::debtor::Page;
use super::decision;
use super::past::Range;
use super::{payment_plan, promise, reply, suspension, waiver};
use crate::engine::{Result, Tx};
use app::ports::terms::View;
use app::records::PostalAddress;
use base::Date;
use domain::facts::{
    ContactFacts, ContactRole, DecisionFacts, DisputeCause, DisputeFacts, HoldFacts, HoldKind, KindBasis, PartyFacts,
    PartyKind,
};

const PARTIES: &str = "SELECT p.id, p.name, p.kind, p.kind_basis, p.scenario, p.is_key_account, p.is_pseudo, p.address, \
    (SELECT MAX(r.returned_on) FROM returned_address r WHERE r.party = p.id AND r.address = p.address \
    AND r.returned_on <= $4 AND r.recorded_at <= $5) FROM party p WHERE p.company = $1 AND p.id BETWEEN $2 AND $3";

pub(super) fn add_parties(tx: &mut Tx, page: &mut Page, range: Range, view: View) -> Result<()> {
    let [company, first, last] = range.values();
    tx.each(PARTIES, &[company, first, last, view.as_of.into(), known_at(view).into()], |row| {
        let mut c = Columns::of(row);
        let id = c.next()?;
        if let Some(debtor) = page.debtor(id) {
            debtor.party = PartyFacts {
                id,
                name: c.next()?,
                kind: c.coded(PartyKind::parse)?,
                kind_basis: c.coded(KindBasis::parse)?,
                scenario: c.next()?,
                is_key_account: c.next()?,
                is_pseudo: c.next()?,
                has_address: c.json::<PostalAddress>()?.is_usable(),
                address_returned_on: c.next()?,
                has_settlements_to_confirm: false,
            };
        }
        Ok(())
    })
}

const CONTACTS: &str = "SELECT party, id, role, CASE WHEN email IS NULL OR email = '' THEN 0 ELSE 1 END, \
    CASE WHEN phone IS NULL OR phone = '' THEN 0 ELSE 1 END FROM contact \
    WHERE company = $1 AND party BETWEEN $2 AND $3 AND created_at <= $4 ORDER BY party, id";

pub(super) fn add_contacts(tx: &mut Tx, page: &mut Page, range: Range, view: View) -> Result<()> {
    let [company, first, last] = range.values();
    tx.each(CONTACTS, &[company, first, last, known_at(view).into()], |row| {
        let mut c = Columns::of(row);
        if let Some(debtor) = page.debtor(c.next()?) {
            debtor.contacts.push(ContactFacts {
                id: c.next()?,
                role: c.coded(ContactRole::parse)?,
                has_email: c.next()?,
                has_phone: c.next()?,
            });
        }
        Ok(())
    })
}

/// A lift recorded later, or of a later day, is not seen: the hold still stands in that view.
const HOLDS: &str = "SELECT h.party, h.id, h.kind, h.invoice, h.opened_on, h.until_on, h.amount, h.why, l.lifted_on, \
    d.cause, d.opened_on, dh.awaits_credit, \
    (SELECT COALESCE(u.name, c.name, c.email) FROM dispute_entry e LEFT JOIN app_user u ON u.id = e.owner_user \
        LEFT JOIN contact c ON c.id = e.owner_contact WHERE e.dispute = d.id AND e.kind = 'owner' \
        AND e.happened_on <= $4 AND e.recorded_at <= $5 ORDER BY e.seq DESC LIMIT 1), \
    (SELECT e.target_on FROM dispute_entry e WHERE e.dispute = d.id AND e.kind = 'target' \
        AND e.happened_on <= $4 AND e.recorded_at <= $5 ORDER BY e.seq DESC LIMIT 1) \
    FROM hold h LEFT JOIN lift l ON l.hold = h.id AND l.lifted_on <= $4 AND l.recorded_at <= $5 \
    LEFT JOIN dispute_hold dh ON dh.hold = h.id LEFT JOIN dispute d ON d.id = dh.dispute \
    WHERE h.company = $1 AND h.party BETWEEN $2 AND $3 AND h.opened_on <= $4 AND h.recorded_at <= $5 \
    ORDER BY h.party, h.id";

pub(super) fn add_holds(tx: &mut Tx, page: &mut Page, range: Range, view: View) -> Result<()> {
    let [company, first, last] = range.values();
    tx.each(HOLDS, &[company, first, last, view.as_of.into(), known_at(view).into()], |row| {
        let mut c = Columns::of(row);
        if let Some(debtor) = page.debtor(c.next()?) {
            debtor.holds.push(HoldFacts {
                id: c.next()?,
                kind: c.coded(HoldKind::parse)?,
                invoice: c.next()?,
                opened_on: c.next()?,
                until: c.next()?,
                amount: c.next()?,
                why: c.next()?,
                lifted_on: c.next()?,
                dispute: dispute(&mut c)?,
            });
        }
        Ok(())
    })
}

pub(super) fn add_words(tx: &mut Tx, page: &mut Page, range: Range, view: View) -> Result<()> {
    promise::each(tx, range, view, &mut |party, word| {
        if let Some(debtor) = page.debtor(party) {
            debtor.words.push(word);
        }
    })
}

pub(super) fn add_plans(tx: &mut Tx, page: &mut Page, range: Range, view: View) -> Result<()> {
    for row in payment_plan::accepted(tx, range, view)? {
        if let (Some(debtor), Some(facts)) = (page.debtor(row.plan.party), row.facts()) {
            debtor.plans.push(facts);
        }
    }
    Ok(())
}

pub(super) fn add_replies(tx: &mut Tx, page: &mut Page, range: Range, view: View) -> Result<()> {
    reply::each_open(tx, range, view, &mut |party, answer| {
        if let Some(debtor) = page.debtor(party) {
            debtor.replies.push(answer);
        }
    })
}

/// The last word on a customer counts.
pub(super) fn add_service_terms(tx: &mut Tx, page: &mut Page, range: Range, view: View) -> Result<()> {
    suspension::each_terms(tx, range, view, &mut |party, terms| {
        if let Some(debtor) = page.debtor(party) {
            debtor.service = terms;
        }
    })
}

/// What stands beside the hold of a dispute; nothing beside others, and those recorded without it.
fn dispute(c: &mut Columns) -> Result<Option<DisputeFacts>> {
    let cause: Option<String> = c.next()?;
    let (opened_on, awaits_credit): (Option<Date>, Option<bool>) = (c.next()?, c.next()?);
    let (owner, target_on) = (c.next()?, c.next()?);
    let Some(((cause, opened_on), awaits_credit)) = cause.zip(opened_on).zip(awaits_credit) else { return Ok(None) };
    let cause = DisputeCause::parse(&cause).ok_or_else(|| unexpected(format!("unknown cause « {cause} »")))?;
    Ok(Some(DisputeFacts { cause, opened_on, owner, target_on, awaits_credit }))
}

pub(super) fn add_decisions(tx: &mut Tx, page: &mut Page, range: Range, view: View) -> Result<()> {
    let sql = format!(
        "SELECT party, id, decided_on, invoice, author, why, {} FROM decision WHERE company = $1 \
         AND party BETWEEN $2 AND $3 AND decided_on <= $4 AND recorded_at <= $5 ORDER BY party, id",
        decision::KIND_LIST
    );
    let [company, first, last] = range.values();
    tx.each(&sql, &[company, first, last, Date::into(view.as_of), known_at(view).into()], |row| {
        let mut c = Columns::of(row);
        if let Some(debtor) = page.debtor(c.next()?) {
            debtor.decisions.push(DecisionFacts {
                id: c.next()?,
                decided_on: c.next()?,
                invoice: c.next()?,
                lines: Vec::new(),
                author: c.next()?,
                why: c.next()?,
                kind: decision::read_kind(&mut c)?,
            });
        }
        Ok(())
    })?;
    add_lines_looked_at(tx, page, range)?;
    // After the lines: these are found by the order of decisions alone.
    waiver::given_up(tx, range, view, &mut |party, decision| {
        if let Some(debtor) = page.debtor(party) {
            debtor.decisions.push(decision);
        }
    })
}

const LOOKED_AT: &str = "SELECT party, decision, line FROM decision_line WHERE company = $1 AND party BETWEEN $2 AND $3 \
    ORDER BY party, decision, line";

/// Bank lines seen by the authors of the decisions that are already there.
fn add_lines_looked_at(tx: &mut Tx, page: &mut Page, range: Range) -> Result<()> {
    tx.each(LOOKED_AT, &range.values(), |row| {
        let mut c = Columns::of(row);
        if let Some(debtor) = page.debtor(c.next()?) {
            let decision = c.next()?;
            if let Ok(at) = debtor.decisions.binary_search_by_key(&decision, |d| d.id)
                && let Some(decision) = debtor.decisions.get_mut(at)
            {
                decision.lines.push(c.next()?);
            }
        }
        Ok(())
    })
}
