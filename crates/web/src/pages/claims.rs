//! Interest and compensation as claims of their own, as the pages of an invoice and of a customer show them: what was asked,
//! given up, paid, what is left, and how it came to be so.

use crate::answer::Oops;
use crate::view::{self, Chip};
use crate::visit::Visit;
use app::accessories::{self, OfInvoice, Step, What};
use app::records::InvoiceRecord;
use base::id::PartyId;
use base::{Cents, Currency, Date, fr};
use domain::accessories::{Claim, ClaimState};

/// One of both claims, or both together.
pub struct Line {
    pub label: &'static str,
    pub chip: Chip,
    pub accrued: String,
    pub claimed: String,
    pub waived: String,
    pub paid: String,
    pub due: String,
}

/// One thing that happened to them.
pub struct Told {
    pub day: String,
    pub what: String,
    pub detail: String,
    pub href: String,
    pub interest: String,
    pub compensation: String,
}

/// The claims of one invoice.
pub struct Claims {
    pub lines: Vec<Line>,
    pub told: Vec<Told>,
    /// What is left although the invoice itself was paid, as a sentence.
    pub left_over: Option<String>,
    /// Something may still be paid or given up.
    pub is_due: bool,
}

/// Nothing where nothing accrued, was asked or paid, or where the law tables do not reach.
pub fn of_invoice(
    visit: &Visit,
    invoice: &InvoiceRecord,
    outstanding: Cents,
    as_of: Date,
) -> Result<Option<Claims>, Oops> {
    let law = app::lawbook::load(&visit.world())?;
    let found = visit.world().read(|books| accessories::of_invoice(books, &law, &visit.company, invoice, as_of));
    let found = match found {
        Ok(found) => found,
        Err(app::AppError::Law(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let is_over = found.is_left_over(outstanding);
    if found.steps.is_empty() && !is_over {
        return Ok(None);
    }
    let is_due = found.claims.interest.due.is_positive() || found.claims.compensation.due.is_positive();
    Ok(Some(Claims {
        lines: vec![
            line("Intérêts de retard", &found.claims.interest, found.currency),
            line("Indemnité forfaitaire", &found.claims.compensation, Currency::EUR),
        ],
        told: found.steps.iter().map(|step| told(step, found.currency)).collect(),
        left_over: is_over.then(|| left_over(&found)),
        is_due,
    }))
}

fn left_over(found: &OfInvoice) -> String {
    let parts = [
        (found.claims.interest.due, "d’intérêts", found.currency),
        (found.claims.compensation.due, "d’indemnité", Currency::EUR),
    ];
    let left: Vec<String> = parts
        .into_iter()
        .filter(|(cents, ..)| cents.is_positive())
        .map(|(cents, what, currency)| format!("{} {what}", view::money(cents, currency)))
        .collect();
    format!(
        "La facture est payée ; il reste {}. Plus rien ne court, et rien n’est relancé pour cela seul : attendez-en le paiement, \
         ou renoncez-y.",
        left.join(" et ")
    )
}

fn line(label: &'static str, claim: &Claim, currency: Currency) -> Line {
    let money = |cents: Cents| if cents.is_zero() { "–".to_string() } else { view::money(cents, currency) };
    let state = claim.state();
    let tone = match state {
        ClaimState::Claimed => "warn",
        ClaimState::Paid => "good",
        ClaimState::Nothing | ClaimState::Unclaimed | ClaimState::Waived => "plain",
    };
    Line {
        label,
        chip: Chip::new(state.french(), tone),
        accrued: money(claim.accrued),
        claimed: money(claim.claimed),
        waived: money(claim.waived),
        paid: money(claim.paid),
        due: money(claim.due),
    }
}

fn told(step: &Step, currency: Currency) -> Told {
    let money = |cents: Cents, currency| if cents.is_zero() { "–".to_string() } else { view::money(cents, currency) };
    let (what, detail, href) = match &step.what {
        What::Claimed { act, title, until, asked_interest, asked_compensation, .. } => (
            format!("Réclamé : {title}"),
            format!(
                "arrêté au {} ; en tout {} d’intérêts et {} d’indemnité, ce qui l’avait été compris",
                fr::date(*until),
                view::money(*asked_interest, currency),
                view::money(*asked_compensation, Currency::EUR)
            ),
            format!("/actes/{act}"),
        ),
        What::Waived { author, why } => ("Abandonné".to_string(), format!("{why} ({author})"), String::new()),
        What::Paid { line, reference, designated, .. } => {
            let rule = if *designated {
                "le client l’a dit, ou c’est convenu"
            } else {
                "d’abord les intérêts (C. civ. 1343-1)"
            };
            let of = if reference.is_empty() { String::new() } else { format!("{reference} ; ") };
            ("Payé".to_string(), format!("{of}{rule}"), line.map(|l| format!("/banque/{l}")).unwrap_or_default())
        }
    };
    Told {
        day: view::day(step.on),
        what,
        detail,
        href,
        interest: money(step.interest, currency),
        compensation: money(step.compensation, Currency::EUR),
    }
}

/// An invoice of a customer for which something was asked.
pub struct Owed {
    pub href: String,
    pub number: String,
    pub interest: Line,
    pub compensation: Line,
}

/// All that was asked of a customer, the oldest first, with the sums in each currency.
pub struct OfCustomer {
    pub rows: Vec<Owed>,
    pub sums: String,
}

/// Nothing where nothing was asked, or where the law tables do not reach.
pub fn of_customer(visit: &Visit, party: PartyId) -> Result<Option<OfCustomer>, Oops> {
    let law = app::lawbook::load(&visit.world())?;
    let today = visit.today();
    let found = visit.world().read(|books| accessories::of_party(books, &law, &visit.company, party, today));
    let found = match found {
        Ok(found) if !found.is_empty() => found,
        Ok(_) | Err(app::AppError::Law(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let sums = accessories::sums(&found)?.into_iter().map(|(currency, claim)| {
        format!(
            "{} réclamés, {} payés, {} abandonnés, {} restent",
            view::money(claim.claimed, currency),
            view::money(claim.paid, currency),
            view::money(claim.waived, currency),
            view::money(claim.due, currency)
        )
    });
    let sums = format!("{}.", sums.collect::<Vec<_>>().join(" ; "));
    let rows = found.iter().map(|of| Owed {
        href: format!("/factures/{}", of.invoice),
        number: of.number.clone(),
        interest: line("Intérêts", &of.claims.interest, of.currency),
        compensation: line("Indemnité", &of.claims.compensation, Currency::EUR),
    });
    Ok(Some(OfCustomer { rows: rows.collect(), sums }))
}
