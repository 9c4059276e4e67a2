//! What is contested, and what may never be paid: from what was said and what is left of the invoice.

use super::{Look, Place, Reckoning, Sum, Term, invoice, largest};
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::ports::screens::{Cut, DisputeFilter, DisputeState};
use crate::records::Company;
use base::id::{BadDebtId, DisputeId, PartyId};
use base::{Cents, Currency, add_days, fr};
use domain::facts::{DebtKind, DisputeCause, Finding};
use std::collections::BTreeMap;

/// Figures by cause look back over so many days.
pub const YEAR: i64 = 365;
/// More disputes of one cause in one company than anybody ever had.
const ALL: Cut = Cut { offset: 0, limit: 100_000 };

pub(super) fn dispute(books: &mut dyn Books, company: &Company, id: DisputeId) -> AppResult<Option<Reckoning>> {
    let Some(dispute) = books.dispute(id)?.filter(|d| d.company == company.id) else { return Ok(None) };
    let Some(invoice) = books.invoice(dispute.invoice)? else { return Ok(None) };
    let said = if dispute.is_whole { "Tout ce qui restait dû sur" } else { "Part contestée de" };
    let place = Place::Invoice(invoice.id);
    let contested = Term::new(format!("{said} {}", invoice.number), dispute.contested, place).on(dispute.opened_on);
    let mut sums = vec![Sum::of("Contesté", dispute.currency, vec![contested])?];
    if let Some((hold, awaits)) = books.standing_hold(id)? {
        let on = hold.invoice.unwrap_or(dispute.invoice);
        let left = books.balance(on)?.map_or(Cents::ZERO, |b| b.outstanding).max(Cents::ZERO);
        let what = if awaits { "Reconnu, avoir à établir" } else { "Contesté" };
        let amount = hold.amount.unwrap_or(left);
        let mut terms = vec![Term::new(what, amount, Place::Dispute(id)).on(hold.opened_on)];
        if amount > left {
            let paid = left.sub(amount)?;
            terms.push(Term::new("Payé ou crédité depuis : il ne reste pas autant", paid, Place::Invoice(on)));
        }
        sums.push(Sum::of("En suspens", dispute.currency, terms)?);
    }
    let mut rules = Vec::new();
    if let Some(outcome) = books.dispute_outcome(id)? {
        rules.push(format!(
            "Tranché le {} : {}, {} reconnus. {}",
            fr::date(outcome.ended_on),
            outcome.finding.french(),
            fr::money(outcome.founded, dispute.currency),
            if outcome.finding == Finding::Unfounded { "Tout reste dû." } else { "Le reste demeure dû." }
        ));
    }
    if !dispute.lines.trim().is_empty() {
        rules.push(format!("Lignes contestées : {}.", dispute.lines.trim().trim_end_matches('.')));
    }
    Ok(Some(Reckoning { party: Some(dispute.party), title: format!("Le litige sur {}", invoice.number), sums, rules }))
}

/// What disputes of one cause contested, opened in the last twelve months.
pub(super) fn cause(
    books: &mut dyn Books,
    cause: DisputeCause,
    party: Option<PartyId>,
    look: &Look,
) -> AppResult<Option<Reckoning>> {
    let since = add_days(look.today, -YEAR).unwrap_or(look.today);
    let filter = DisputeFilter {
        scope: look.scope,
        party,
        owner: None,
        state: DisputeState::All,
        cause: Some(cause),
        search: String::new(),
        as_of: look.today,
    };
    let mut terms: BTreeMap<Currency, Vec<Term>> = BTreeMap::new();
    for row in books.dispute_rows(&filter, ALL)? {
        if row.opened_on >= since && row.opened_on <= look.today {
            let what = format!("{}, {}", row.number, row.customer);
            let term = Term::new(what, row.contested, Place::Dispute(row.id)).on(row.opened_on);
            terms.entry(row.currency).or_default().push(term);
        }
    }
    let figures = books.dispute_figures(look.scope, party, since, look.today)?;
    let mut sums = Vec::new();
    for (currency, terms) in terms {
        let terms = largest(terms, ("autre litige", "autres litiges"), Place::Nowhere)?;
        let counted = figures.iter().find(|f| f.cause == cause && f.currency == currency);
        let sum = Sum::of("Contesté", currency, terms)?;
        sums.push(match counted {
            Some(figure) => sum.shown_as(figure.contested),
            None => sum,
        });
    }
    Ok(Some(Reckoning {
        party,
        title: format!("Litiges ouverts depuis le {} : {}", fr::date(since), cause.french()),
        sums,
        rules: Vec::new(),
    }))
}

pub(super) fn bad_debt(
    books: &mut dyn Books,
    company: &Company,
    id: BadDebtId,
    look: &Look,
) -> AppResult<Option<Reckoning>> {
    let Some(row) = books.bad_debt(id)?.filter(|row| row.debt.company == company.id) else { return Ok(None) };
    let debt = &row.debt;
    let Some(of) = books.invoice(debt.invoice)? else { return Ok(None) };
    let place = Place::Invoice(debt.invoice);
    let owed = Term::new(format!("Reste dû de {} ce jour-là", of.number), debt.sums.gross, place).on(debt.proposed_on);
    let others = debt.sums.net.sub(debt.sums.gross)?.add(debt.sums.vat)?;
    let mut terms = vec![owed];
    if !debt.sums.vat.is_zero() {
        terms.push(Term::new("TVA déjà versée, à reprendre", debt.sums.vat.neg()?, Place::Nowhere));
    }
    if !others.is_zero() {
        terms.push(Term::new("Taxe, et ce qui n’est pas en danger", others, Place::Nowhere));
    }
    let result = match debt.kind {
        DebtKind::Depreciation => "Déprécié hors taxe",
        DebtKind::WriteOff => "Perdu hors taxe",
    };
    let sums = vec![
        Sum::of(result, of.currency, terms)?.shown_as(debt.sums.net),
        invoice::left(books, &of, &Look { on: None, ..*look })?
            .shown_as(books.balance(of.id)?.map_or(Cents::ZERO, |b| b.outstanding)),
    ];
    let mut rules = vec![format!("{} : {}.", fr::capital(debt.ground.french()), debt.why.trim_end_matches('.'))];
    if debt.ground.gives_tax_back() {
        rules.push("La TVA déjà versée se reprend (CGI art. 272-1).".to_string());
    }
    Ok(Some(Reckoning {
        party: Some(debt.party),
        title: format!("{} de {}", fr::capital(debt.kind.french()), of.number),
        sums,
        rules,
    }))
}
