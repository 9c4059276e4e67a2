//! Our balances beside those of the accounting: for each customer, what the last imported ledger says is owed on its last day,
//! what we say for that day, and which documents and payments make the difference.
//!
//! Only kept as a cache: the ledger's bytes and our facts say it again at any time. Reading the file is the caller's.

mod compare;
mod sides;

use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::ports::screens::{Cut, KeptFigures, Scope};
use crate::ports::terms::View;
use crate::records::{Company, ControlRecord, Culprit, Difference, LedgerSource};
use crate::world::World;
use base::id::{InvoiceId, PartyId};
use base::{Cents, Currency, Date};
use draft::LedgerDraft;
use std::collections::{BTreeMap, HashSet};

pub use compare::{Event, culprits};

/// The ledger to compare with, and its bytes; `None` when none was imported.
///
/// # Errors
/// A broken store.
pub fn ledger(world: &World<'_>, company: &Company) -> AppResult<Option<(LedgerSource, String, Vec<u8>)>> {
    world.read(|books| {
        let Some(source) = books.latest_ledger(company.id)? else { return Ok(None) };
        let content = books.source_bytes(source.id)?;
        Ok(content.map(|(name, bytes)| (source, name, bytes)))
    })
}

/// Compares, and keeps what was found in the place of the comparison before.
///
/// # Errors
/// `Refused` for a ledger without entries; a broken store.
pub fn compare(
    world: &World<'_>,
    company: &Company,
    source: &LedgerSource,
    ledger: &LedgerDraft,
) -> AppResult<ControlRecord> {
    let Some(as_of) = ledger.last_entry_on else {
        return Err(AppError::refused("Ce FEC ne contient aucune écriture.", "Importez celui de l’exercice en cours."));
    };
    world.write(|books| {
        let view = View { as_of, known_at: None };
        let lost: HashSet<InvoiceId> = books.written_off_on(company.id, as_of)?.into_iter().collect();
        let ours = balances(books, company, view, &lost)?;
        let rows = rows(books, company, ledger, &ours)?;
        let sides = sides::Sides::of(ledger, as_of, &lost);
        let mut found = Vec::new();
        for row in rows.iter().filter(|row| row.ledger != row.ours) {
            let culprits = sides.culprits(books, row)?;
            found.push((row.difference(culprits.len()), culprits));
        }
        found.sort_by(|(a, _), (b, _)| size(b).cmp(&size(a)).then_with(|| a.code.cmp(&b.code)));
        for ((row, _), place) in found.iter_mut().zip(1_i64..) {
            row.place = place;
        }
        let control = ControlRecord {
            company: company.id,
            source: source.id,
            source_name: source.name.clone(),
            as_of,
            customers: i64::try_from(rows.len()).unwrap_or(i64::MAX),
            differing: i64::try_from(found.len()).unwrap_or(i64::MAX),
            ledger: Cents::sum(rows.iter().map(|r| r.ledger))?,
            ours: Cents::sum(rows.iter().map(|r| r.ours))?,
            author: world.author(),
            made_at: world.clock.now(),
        };
        books.keep_control(&control, &found)?;
        let stands = KeptFigures { json: String::new(), basis: String::new(), made_at: control.made_at, stands: true };
        books.keep_figures(scope(company), NAME, as_of, &stands)?;
        Ok(control)
    })
}

/// Why a comparison no longer says what is true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stale {
    /// Another ledger was imported since.
    NewerLedger { name: String },
    /// Facts of the day compared, or of one before, were recorded since.
    FactsSince,
}

impl Stale {
    pub fn code(&self) -> &'static str {
        match self {
            Stale::NewerLedger { .. } => "newer_ledger",
            Stale::FactsSince => "facts_since",
        }
    }

    pub fn sentence(&self) -> String {
        match self {
            Stale::NewerLedger { name } => {
                format!("Une comptabilité importée depuis, « {name} », n’est pas encore comparée.")
            }
            Stale::FactsSince => {
                "Des pièces ou des paiements de cette période ont été enregistrés depuis cette comparaison.".to_string()
            }
        }
    }
}

/// Whether that comparison is older than what it compares; `None` while it still says what is true.
///
/// # Errors
/// A broken store.
pub fn stale(world: &World<'_>, company: &Company, control: &ControlRecord) -> AppResult<Option<Stale>> {
    world.read(|books| {
        if let Some(newer) = books.latest_ledger(company.id)?.filter(|ledger| ledger.id != control.source) {
            return Ok(Some(Stale::NewerLedger { name: newer.name }));
        }
        let kept = books.kept_figures(scope(company), NAME, control.as_of)?;
        let stands = kept.is_some_and(|kept| kept.stands && kept.made_at == control.made_at);
        Ok((!stands).then_some(Stale::FactsSince))
    })
}

/// Under which name the books are told that a comparison rests on the facts of its day.
const NAME: &str = "control";

fn scope(company: &Company) -> Scope {
    Scope { company: company.id, keeper: None }
}

/// The last comparison.
///
/// # Errors
/// A broken store.
pub fn last(world: &World<'_>, company: &Company) -> AppResult<Option<ControlRecord>> {
    world.read(|books| Ok(books.control(company.id)?))
}

/// Customers whose balances differ, the largest difference first.
///
/// # Errors
/// A broken store.
pub fn differences(world: &World<'_>, company: &Company, cut: Cut) -> AppResult<Vec<Difference>> {
    world.read(|books| Ok(books.differences(company.id, cut)?))
}

/// One of them, with what makes it.
///
/// # Errors
/// `NotFound`; a broken store.
pub fn difference(world: &World<'_>, company: &Company, place: i64, cut: Cut) -> AppResult<(Difference, Vec<Culprit>)> {
    world.read(|books| {
        let found = books.difference(company.id, place)?;
        let found = found.ok_or_else(|| AppError::NotFound("Cet écart n’existe pas, ou plus.".to_string()))?;
        Ok((found, books.culprits(company.id, place, cut)?))
    })
}

/// A customer on both sides.
struct Row {
    party: Option<PartyId>,
    /// Accounts of the ledger that are this customer.
    codes: Vec<String>,
    name: String,
    ledger: Cents,
    ours: Cents,
}

impl Row {
    fn difference(&self, culprits: usize) -> Difference {
        Difference {
            place: 0,
            party: self.party,
            code: self.codes.join(", "),
            name: self.name.clone(),
            ledger: self.ledger,
            ours: self.ours,
            culprits: i64::try_from(culprits).unwrap_or(i64::MAX),
        }
    }
}

fn size(row: &Difference) -> Cents {
    row.amount().map_or(Cents::new(i64::MAX), Cents::abs)
}

/// What each customer owes on that day, without what was written off by then.
fn balances(
    books: &mut dyn Books,
    company: &Company,
    view: View,
    lost: &HashSet<InvoiceId>,
) -> AppResult<BTreeMap<PartyId, Cents>> {
    let mut ours: BTreeMap<PartyId, Cents> = BTreeMap::new();
    let mut overflow = None;
    books.open_items(company.id, view, &mut |item| {
        if item.currency == Currency::EUR && !lost.contains(&item.invoice) {
            let sum = ours.entry(item.party).or_default();
            match sum.add(item.outstanding) {
                Ok(more) => *sum = more,
                Err(error) => overflow = Some(error),
            }
        }
        Ok(())
    })?;
    overflow.map_or(Ok(ours), |error| Err(error.into()))
}

fn rows(
    books: &mut dyn Books,
    company: &Company,
    ledger: &LedgerDraft,
    ours: &BTreeMap<PartyId, Cents>,
) -> AppResult<Vec<Row>> {
    let mut by_party: BTreeMap<PartyId, Row> = BTreeMap::new();
    let mut rows = Vec::new();
    for party in &ledger.parties {
        // Advances (4191) are offered, not owed: no item of ours stands for them.
        let balance = party.balance;
        let known = books.party_of_code(company.id, &party.code)?;
        let Some(id) = known else {
            let codes = vec![party.code.clone()];
            rows.push(Row { party: None, codes, name: party.name.clone(), ledger: balance, ours: Cents::ZERO });
            continue;
        };
        let row = by_party.entry(id).or_insert_with(|| Row {
            party: Some(id),
            codes: Vec::new(),
            name: party.name.clone(),
            ledger: Cents::ZERO,
            ours: ours.get(&id).copied().unwrap_or_default(),
        });
        row.codes.push(party.code.clone());
        row.ledger = row.ledger.add(balance)?;
    }
    for (id, balance) in ours.iter().filter(|(id, balance)| !by_party.contains_key(id) && !balance.is_zero()) {
        let name = books.party(*id)?.map(|p| p.name).unwrap_or_default();
        rows.push(Row { party: Some(*id), codes: Vec::new(), name, ledger: Cents::ZERO, ours: *balance });
    }
    rows.extend(by_party.into_values());
    Ok(rows)
}

/// The day before which everything is in the opening lines, when the ledger has some.
fn opens_on(ledger: &LedgerDraft) -> Option<Date> {
    let opening = ledger.items.iter().filter(|i| i.kind == draft::LedgerItemKind::Opening);
    opening.map(|i| i.booked_on).max()
}
