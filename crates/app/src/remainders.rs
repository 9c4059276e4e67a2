//! What a payment left open on an invoice when a bank's fee, a discount or a slip may explain it: nobody is dunned for it
//! until a person says what becomes of it.
//!
//! It stays due until then (C. civ. 1342-4): nothing is given up without a person. Giving it up is a waiver, within the
//! limit of whoever decides; that it stays due is the end of the hold.

use crate::error::{AppError, AppResult};
use crate::holds::{self, NewHold};
use crate::ports::books::Books;
use crate::records::{Company, HoldRecord, WaiverState};
use crate::waivers::{self, Wish};
use crate::world::World;
use base::Cents;
use base::id::InvoiceId;
use domain::facts::HoldKind;
use domain::matching::engine::Evidence;

/// As little as this is asked about whatever explains it.
const SMALL: Cents = Cents::new(100);

/// What becomes of a rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The customer took a discount, and it is granted.
    Discount,
    /// A bank kept it, and we bear it; or it is too little to ask for.
    Fees,
    /// It is due, and asked for.
    Due,
}

impl Fate {
    pub const ALL: [Fate; 3] = [Fate::Discount, Fate::Fees, Fate::Due];

    pub fn code(self) -> &'static str {
        match self {
            Fate::Discount => "discount",
            Fate::Fees => "fees",
            Fate::Due => "due",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.code() == code)
    }

    pub fn french(self) -> &'static str {
        match self {
            Fate::Discount => "escompte accordé",
            Fate::Fees => "frais à notre charge",
            Fate::Due => "reste dû",
        }
    }
}

/// Asks about what a match left open on these invoices, where what was seen in the credit explains it.
pub(crate) fn note(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    invoices: &[InvoiceId],
    evidence: &[Evidence],
) -> AppResult<()> {
    if evidence.contains(&Evidence::PartSaid) {
        return Ok(());
    }
    for invoice in invoices {
        let Some(balance) = books.balance(*invoice)?.filter(|b| b.outstanding.is_positive()) else { continue };
        let Some(guess) = guess(balance.outstanding, evidence) else { continue };
        let Some(record) = books.invoice(*invoice)? else { continue };
        let hold = NewHold {
            party: record.party,
            invoice: Some(record.id),
            kind: HoldKind::Remainder,
            since: None,
            until: None,
            amount: Some(balance.outstanding),
            why: guess.to_string(),
        };
        holds::open_in(world, books, company, &hold)?;
    }
    Ok(())
}

/// Ends what was asked about the rest of an invoice: a payment of it was taken back, so that it is no rest any more.
pub(crate) fn end(world: &World<'_>, books: &mut dyn Books, company: &Company, invoice: InvoiceId) -> AppResult<()> {
    let Some(record) = books.invoice(invoice)? else { return Ok(()) };
    for hold in books.open_holds(record.party)? {
        if hold.kind == HoldKind::Remainder && hold.invoice == Some(invoice) {
            holds::lift_in(world, books, company, &hold, "le paiement qui laissait ce reste a été repris")?;
        }
    }
    Ok(())
}

fn guess(left: Cents, evidence: &[Evidence]) -> Option<&'static str> {
    let explains = |seen: &Evidence| match seen {
        Evidence::LessDiscount { cents, .. } if *cents == left => Some("escompte"),
        Evidence::LessFees { cents } if *cents == left => Some("frais bancaires"),
        _ => None,
    };
    evidence.iter().find_map(explains).or((left <= SMALL).then_some("quelques centimes"))
}

/// Says what becomes of the rest of an invoice, up to `limit` (none: without limit). `None` when it stays due.
///
/// # Errors
/// `Refused` when nothing waits there, without a sentence, or when it cannot be given up; a broken store.
pub fn settle(
    world: &World<'_>,
    company: &Company,
    invoice: InvoiceId,
    fate: Fate,
    limit: Option<Cents>,
    why: &str,
) -> AppResult<Option<WaiverState>> {
    if why.trim().is_empty() {
        return Err(AppError::refused("Une décision se justifie.", "Dites pourquoi, en une phrase."));
    }
    let (hold, left) = waiting(world, company, invoice)?;
    let why = format!("{} : {}", fate.french(), why.trim());
    if fate == Fate::Due {
        holds::lift(world, company, hold.id, &why)?;
        return Ok(None);
    }
    let wish = Wish {
        party: hold.party,
        invoices: vec![invoice],
        principal: left,
        interest: false,
        compensation: false,
        chance: None,
        days: None,
        cost: None,
        pay_by: None,
    };
    let (_, state) = waivers::ask(world, company, &wish, limit, &why)?;
    // Until the owner answers, nobody is dunned for it.
    if state == WaiverState::Granted {
        holds::lift(world, company, hold.id, &why)?;
    }
    Ok(Some(state))
}

/// The hold of a rest that waits, and what is left.
fn waiting(world: &World<'_>, company: &Company, invoice: InvoiceId) -> AppResult<(HoldRecord, Cents)> {
    world.read(|books| {
        let record = books.invoice(invoice)?.filter(|i| i.company == company.id);
        let record = record.ok_or_else(|| AppError::NotFound("Cette facture n’existe pas.".to_string()))?;
        let left = books.balance(invoice)?.map_or(Cents::ZERO, |b| b.outstanding);
        let holds = books.open_holds(record.party)?.into_iter();
        let mut ours = holds.filter(|h| h.kind == HoldKind::Remainder && h.invoice == Some(invoice));
        let is_rest = |h: &HoldRecord| left.is_positive() && h.amount.is_none_or(|rest| left <= rest);
        ours.find(is_rest).map(|hold| (hold, left)).ok_or_else(|| {
            let what = format!("Aucun reste de {} n’attend.", record.number);
            AppError::refused(what, "Les restes à trancher sont dans Banque › Restes.")
        })
    })
}
