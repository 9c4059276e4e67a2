//! Debts that may not be paid: depreciated or written off in the books. Whoever keeps the books proposes, with a reason and
//! what proves it; the owner decides. What is written off is still owed: it leaves the agenda, and comes back when the
//! write-off is taken back.
//!
//! What goes to the accountant is said by `entries`; which tax may be taken back, by `domain::facts` (CGI 272-1).

mod decide;
mod tax;
mod told;

pub use decide::{Answer, answer, end};
pub use tax::{TaxLoss, tax_losses};
pub use told::{Recovered, TaxBack, came_since, recovered, tax_back};

use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::ports::screens::{Cut, Scope};
use crate::records::{BadDebtListed, BadDebtRecord, BadDebtRow, Company, InvoiceRecord, SourceRecord};
use crate::world::World;
use base::id::{BadDebtId, InvoiceId, SourceId};
use base::{Cents, Currency, Date};
use domain::facts::{DebtFault, DebtGround, DebtKind, DebtState, debt_sums};
use domain::journal::kinds::{BadDebtMeasure, BadDebtProposed, InvoiceRef, PartyRef};
use domain::journal::{JournalKind, Said};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// More files than prove anything.
const MOST_FILES: usize = 20;
/// A file larger than this is not a proof but an archive.
const LARGEST_FILE: usize = 20 * 1024 * 1024;

/// A depreciation or a write-off to propose.
#[derive(Clone, Debug)]
pub struct NewBadDebt {
    pub invoice: InvoiceId,
    pub kind: DebtKind,
    pub ground: DebtGround,
    /// The judgment, or the day the proof was had.
    pub event_on: Date,
    /// Of a depreciation, what may be lost without tax; of a write-off, the tax to take back.
    pub amount: Cents,
    pub why: String,
    /// Name and bytes.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Proposes it. Nothing changes until the owner approves.
///
/// # Errors
/// `Refused` for what does not fit, without a reason, without proof where the tax is to be taken back, or when one waits or is
/// in force already; a broken store.
pub fn propose(world: &World<'_>, company: &Company, new: &NewBadDebt) -> AppResult<BadDebtId> {
    let why = sentence(&new.why)?;
    world.write(|books| {
        let invoice = invoice_of(books, company, new.invoice)?;
        let outstanding = outstanding(books, invoice.id)?;
        let sums =
            debt_sums((new.kind, new.ground), outstanding, new.amount, (new.event_on, world.today)).map_err(refused)?;
        check_files(new)?;
        refuse_second(&books.bad_debts_of_invoice(invoice.id)?, new.kind)?;
        let record = BadDebtRecord {
            id: world.new_id(),
            company: company.id,
            party: invoice.party,
            invoice: invoice.id,
            kind: new.kind,
            ground: new.ground,
            event_on: new.event_on,
            sums,
            proposed_on: world.today,
            author: world.author(),
            why: why.to_string(),
            recorded_at: world.clock.now(),
        };
        let mut files = Vec::with_capacity(new.files.len());
        for (name, bytes) in &new.files {
            files.push(keep(world, books, company, name, bytes)?);
        }
        books.insert_bad_debt(&record, &files)?;
        let kind = JournalKind::BadDebtProposed(BadDebtProposed {
            party: party_ref(books, &record)?,
            invoice: InvoiceRef { id: invoice.id, number: invoice.number.clone() },
            measure: measure(record.kind),
            net_cents: sums.net,
            vat_cents: sums.vat,
            files: files.len() as u64,
            why: Said::plain(why),
        });
        world.note(books, company.id, invoice.id, kind)?;
        Ok(record.id)
    })
}

/// One of the company's, with all that was said of it.
///
/// # Errors
/// `NotFound`; a broken store.
pub fn one(world: &World<'_>, company: &Company, id: BadDebtId) -> AppResult<BadDebtRow> {
    world.read(|books| found(books, company, id))
}

/// Those in that state, or all; the newest first.
///
/// # Errors
/// A broken store.
pub fn list(world: &World<'_>, scope: Scope, state: Option<DebtState>, cut: Cut) -> AppResult<Vec<BadDebtListed>> {
    world.read(|books| Ok(books.bad_debt_list(scope, state, cut)?))
}

fn found(books: &mut dyn Books, company: &Company, id: BadDebtId) -> AppResult<BadDebtRow> {
    let row = books.bad_debt(id)?.filter(|row| row.debt.company == company.id);
    row.ok_or_else(|| AppError::NotFound("Cette dépréciation ou cette perte n’existe pas.".to_string()))
}

fn sentence(why: &str) -> AppResult<&str> {
    match why.trim() {
        "" => Err(AppError::refused("Il manque une raison.", "Une phrase suffit ; le journal la garde.")),
        why => Ok(why),
    }
}

fn check_files(new: &NewBadDebt) -> AppResult<()> {
    if new.files.len() > MOST_FILES {
        return Err(AppError::refused("Il y a trop de pièces.", "Vingt au plus ; réunissez-les en un seul fichier."));
    }
    if let Some((name, _)) = new.files.iter().find(|(_, bytes)| bytes.is_empty() || bytes.len() > LARGEST_FILE) {
        return Err(AppError::refused(format!("« {name} » est vide ou trop lourd."), "Vingt mégaoctets au plus."));
    }
    let wants_tax = new.kind == DebtKind::WriteOff && new.amount.is_positive();
    if wants_tax && new.files.is_empty() {
        return Err(AppError::refused(
            "Reprendre la TVA demande une preuve.",
            "Joignez le jugement, le procès-verbal de carence ou le courrier revenu (CGI, art. 272-1).",
        ));
    }
    Ok(())
}

fn refused(fault: DebtFault) -> AppError {
    let remedy = match fault {
        DebtFault::NothingOwed => "Rien n’est à déprécier ni à passer en perte.",
        DebtFault::OtherGround => "Choisissez un motif de la liste.",
        DebtFault::OutOfBounds => "Indiquez un montant hors taxe, au plus ce qui reste dû.",
        DebtFault::TaxOutOfBounds => "Indiquez la TVA comprise dans le restant dû, ou laissez vide.",
        DebtFault::NoTaxBack => "Laissez la TVA vide, ou choisissez le motif que la pièce prouve.",
        DebtFault::Future => "Vérifiez la date.",
        DebtFault::Money(_) => "Vérifiez les montants.",
    };
    AppError::refused(format!("{}.", base::fr::capital(&fault.to_string())), remedy)
}

fn invoice_of(books: &mut dyn Books, company: &Company, id: InvoiceId) -> AppResult<InvoiceRecord> {
    let invoice = books.invoice(id)?.filter(|i| i.company == company.id);
    let invoice = invoice.ok_or_else(|| AppError::NotFound("Cette facture n’existe pas.".to_string()))?;
    if invoice.currency != Currency::EUR {
        return Err(AppError::refused(
            "Cette facture n’est pas en euros : sa valeur dans les comptes n’est pas connue ici.",
            "Passez l’écriture avec votre comptable ; suspendez la relance sur sa page.",
        ));
    }
    Ok(invoice)
}

/// One proposal and one measure of each kind at a time; nothing is depreciated that is lost.
fn refuse_second(rows: &[BadDebtRow], kind: DebtKind) -> AppResult<()> {
    let stands = |row: &&BadDebtRow| matches!(row.state(), DebtState::Proposed | DebtState::InForce);
    let other = rows.iter().filter(stands).find(|row| row.debt.kind == kind || row.debt.kind == DebtKind::WriteOff);
    match other {
        None => Ok(()),
        Some(row) => Err(AppError::refused(
            format!("Cette facture a déjà une {} : {}.", noun(row.debt.kind), row.state().french()),
            "Décidez d’abord de celle-là, ou mettez-y fin.",
        )),
    }
}

fn noun(kind: DebtKind) -> &'static str {
    match kind {
        DebtKind::Depreciation => "dépréciation",
        DebtKind::WriteOff => "perte",
    }
}

fn outstanding(books: &mut dyn Books, invoice: InvoiceId) -> AppResult<Cents> {
    Ok(books.balance(invoice)?.map_or(Cents::ZERO, |b| b.outstanding))
}

fn measure(kind: DebtKind) -> BadDebtMeasure {
    match kind {
        DebtKind::Depreciation => BadDebtMeasure::Depreciation,
        DebtKind::WriteOff => BadDebtMeasure::WriteOff,
    }
}

fn party_ref(books: &mut dyn Books, debt: &BadDebtRecord) -> AppResult<PartyRef> {
    let name = books.party(debt.party)?.map(|p| p.name).unwrap_or_default();
    Ok(PartyRef { id: debt.party, name: Said::plain(name) })
}

/// Keeps a proof as it came; the same bytes are kept once.
fn keep(world: &World<'_>, books: &mut dyn Books, company: &Company, name: &str, bytes: &[u8]) -> AppResult<SourceId> {
    let sha256: String = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
    if let Some(known) = books.source_by_sha256(company.id, &sha256)? {
        return Ok(known.id);
    }
    let plain: String = name.chars().filter(|c| !c.is_control() && !"/\\".contains(*c)).take(120).collect();
    let id: SourceId = world.new_id();
    books.insert_source(&SourceRecord {
        id,
        company: company.id,
        name: if plain.trim().is_empty() { "piece".to_string() } else { plain },
        format: "proof".to_string(),
        sha256,
        bytes: Arc::new(bytes.to_vec()),
        recorded_at: world.clock.now(),
    })?;
    Ok(id)
}
