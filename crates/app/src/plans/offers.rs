//! What a customer owes that a plan may bear on, and the three offers that can be made on it.

use super::under::{self, UnderPlan};
use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::ports::terms::View;
use crate::records::{Company, PlanInvoice};
use crate::world::World;
use crate::{lawbook, payers, planning, sums};
use base::id::{InvoiceId, PartyId};
use base::{Cents, Currency, Date, RateBp, fr};
use domain::facts::HoldKind;
use domain::payment_plan::{Claim, History, Offer, Wishes, equal, offers};
use domain::situation::{Situation, Standing};
use law::LawBook;

/// An invoice that a plan may bear on.
#[derive(Clone, Debug)]
pub struct OwedLine {
    pub number: String,
    pub issued_on: Date,
    pub due_on: Date,
    pub gross: Cents,
    pub plan: PlanInvoice,
}

/// What is owed on the invoices of a plan, the oldest first.
#[derive(Clone, Debug)]
pub struct Owed {
    pub currency: Currency,
    pub invoices: Vec<OwedLine>,
    pub claim: Claim,
    /// Plans on what is overdue beside: left out, unless these invoices were asked for.
    pub under_plan: Vec<UnderPlan>,
    /// The law tables do not reach: interest and compensation are not counted.
    pub is_partial: bool,
}

/// What is asked of an offer.
#[derive(Clone, Debug)]
pub struct Asked {
    pub party: PartyId,
    /// None for all that is overdue.
    pub invoices: Vec<InvoiceId>,
    pub instalments: u32,
    pub first_on: Date,
    pub pay_by: Date,
    pub with_accessories: bool,
    pub discount: RateBp,
}

/// Three offers to compare, with what they rest on.
#[derive(Clone, Debug)]
pub struct Offered {
    pub owed: Owed,
    pub offers: [Offer; 3],
    /// Yearly rate of the present values.
    pub rate: RateBp,
    pub history: History,
}

/// The three offers on what a customer owes.
///
/// # Errors
/// `Refused` when nothing may be asked for; sums that leave what can be counted; a broken store.
pub fn offered(world: &World<'_>, company: &Company, asked: &Asked) -> AppResult<Offered> {
    let law = lawbook::load(world)?;
    let rate = company.settings.present_value_rate;
    world.read(|books| {
        let owed = owed(world, books, company, &law, asked.party, &asked.invoices)?;
        let total = if asked.with_accessories { owed.claim.total()? } else { owed.claim.principal };
        let instalments = equal(total, asked.instalments, asked.first_on)?.ok_or_else(|| {
            AppError::refused(
                format!("{} ne se coupe pas en {} versements.", fr::money(total, owed.currency), asked.instalments),
                "Choisissez de 1 à 60 versements.",
            )
        })?;
        if !(0..=10_000).contains(&asked.discount.get()) {
            return Err(AppError::refused("Une remise va de 0 à 100 %.", "Corrigez le taux."));
        }
        let wishes = Wishes {
            pay_by: asked.pay_by,
            instalments,
            with_accessories: asked.with_accessories,
            discount: asked.discount,
            rate,
        };
        let history = History::of(&payers::profile(books, company, asked.party, world.today)?);
        let offers = offers(owed.claim, &wishes, history, world.today)?;
        Ok(Offered { owed, offers, rate, history })
    })
}

/// What is owed on these invoices, or on all that is overdue: undisputed parts, with the interest and compensation of today.
pub(crate) fn owed(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    law: &LawBook,
    party: PartyId,
    invoices: &[InvoiceId],
) -> AppResult<Owed> {
    let view = View { as_of: world.today, known_at: None };
    let debtor = planning::debtor(books, company, party, view)?
        .ok_or_else(|| AppError::refused("Ce client ne doit rien.", "Il n’y a rien à négocier."))?;
    let facts = planning::company_facts(books, company, view)?;
    let situation = Situation::of(&debtor, &facts, world.today)?;
    if let Some(judgment) = situation.insolvency() {
        return Err(AppError::refused(
            format!("Ce client est en procédure collective depuis le {}.", fr::date(judgment.opened_on)),
            "Il n’a plus le droit de payer ce qu’il devait avant (C. com. L622-7) : déclarez la créance.",
        ));
    }
    super::must_be_free(books, party, invoices)?;
    let mut under_plan = under::of(books, party)?;
    let bears = |u: &UnderPlan, id: InvoiceId| u.invoices.iter().any(|(invoice, _)| *invoice == id);
    let is_open = |s: &&Standing<'_>| s.is_overdue() && s.undisputed().is_positive();
    under_plan.retain(|u| situation.standings.iter().filter(is_open).any(|s| bears(u, s.receivable.id)));
    let wanted = situation.standings.iter().filter(|s| match invoices {
        [] => s.is_overdue() && !under_plan.iter().any(|u| bears(u, s.receivable.id)),
        some => some.contains(&s.receivable.id),
    });
    let chosen: Vec<_> = wanted.filter(|s| s.undisputed().is_positive()).collect();
    let Some(currency) = chosen.first().map(|s| s.receivable.currency) else {
        return Err(under_plan.first().map_or_else(
            || AppError::refused("Rien n’est échu, ou tout est contesté.", "Choisissez les factures concernées."),
            |u| under::refusal(u.proposed_on),
        ));
    };
    if chosen.len() < invoices.len() || chosen.iter().any(|s| s.receivable.currency != currency) {
        return Err(AppError::refused(
            "Ces factures ne peuvent pas être dans un même accord.",
            "Choisissez des factures ouvertes, d’une seule monnaie.",
        ));
    }
    if let Some(sold) = chosen.iter().find(|s| s.holds.iter().any(|h| h.kind == HoldKind::Factored)) {
        return Err(AppError::refused(
            format!("{} est cédée : ce n’est plus à vous d’accorder un délai ou une remise.", sold.receivable.number),
            "Laissez-la de côté.",
        ));
    }
    let (lines, is_partial) = lines(world, books, company, law, &chosen)?;
    let claim = Claim {
        principal: Cents::sum(lines.iter().map(|l| l.plan.principal))?,
        interest: Cents::sum(lines.iter().map(|l| l.plan.interest))?,
        compensation: Cents::sum(lines.iter().map(|l| l.plan.compensation))?,
    };
    Ok(Owed { currency, invoices: lines, claim, under_plan, is_partial })
}

/// Each invoice with its interest and compensation of today; true when the law tables do not reach, or nothing tells what
/// the customer is.
fn lines(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    law: &LawBook,
    chosen: &[&Standing<'_>],
) -> AppResult<(Vec<OwedLine>, bool)> {
    let (mut lines, mut is_partial) = (Vec::with_capacity(chosen.len()), false);
    for standing in chosen {
        let Some(invoice) = books.invoice(standing.receivable.id)? else { continue };
        let is_known = books.party(invoice.party)?.is_some_and(|p| p.kind_basis.is_known());
        let contested = standing.receivable.outstanding.sub(standing.undisputed())?;
        let (interest, compensation) = match sums::of_undisputed(books, law, company, &invoice, contested, world.today)
        {
            Ok(sums) if is_known => (sums.interest_due, sums.fixed_compensation_due),
            Ok(_) | Err(AppError::Law(_)) => {
                is_partial = true;
                (Cents::ZERO, Cents::ZERO)
            }
            Err(other) => return Err(other),
        };
        let plan = PlanInvoice { invoice: invoice.id, principal: standing.undisputed(), interest, compensation };
        lines.push(OwedLine {
            number: invoice.number.clone(),
            issued_on: invoice.issued_on,
            due_on: standing.receivable.due_on,
            gross: invoice.gross,
            plan,
        });
    }
    Ok((lines, is_partial))
}
