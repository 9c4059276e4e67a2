//! A contested invoice, from the day somebody says so to its outcome: who sees to it, until when, what was said, what was
//! found. What is contested is held and not asked for; the rest of the invoice goes its way.
//!
//! The documents that put an invoice right are in [`crate::corrections`].

mod answered;
mod entries;
mod holding;
mod settle;
mod several;

pub use answered::may_answer;
pub use entries::{NewFile, answer, give_owner, set_fault, set_target, tell};
pub use settle::{Settlement, settle};
pub use several::{Contention, open_all};

pub(crate) use answered::{answer_by, answered_by};
pub(crate) use entries::{hexadecimal, reference};
pub(crate) use settle::conclude;
pub(crate) use several::open_each;

pub(crate) use holding::{Held, release, take_hold};

use crate::error::{AppError, AppResult};
use crate::outcomes::personal;
use crate::ports::books::Books;
use crate::records::{
    Company, DisputeEntry, DisputeHold, DisputeOutcome, DisputeOwner, DisputeRecord, DisputeWord, HoldRecord,
    InvoiceRecord, Role,
};
use crate::world::World;
use base::id::{DisputeId, InvoiceId, PartyId};
use base::{Cents, Date, add_days, fr};
use domain::facts::{ContactRole, DisputeCause, DisputeStage, Fault, HoldKind, dispute_stage};
use domain::journal::kinds::{DisputeOpened, InvoiceRef};
use domain::journal::{JournalKind, Said};

/// Days given to settle a dispute when nobody says otherwise. An assumption of ours.
pub const DAYS_TO_SETTLE: i64 = 15;

/// A dispute to open.
#[derive(Clone, Debug)]
pub struct NewDispute {
    pub invoice: InvoiceId,
    pub cause: DisputeCause,
    /// `None` when all that is outstanding is contested.
    pub contested: Option<Cents>,
    /// The contested lines as they read on the invoice; may be empty.
    pub lines: String,
    /// `None` for the salesperson who looks after the customer, or is named among its contacts, if there is one.
    pub owner: Option<DisputeOwner>,
    /// `None` for [`DAYS_TO_SETTLE`] from today.
    pub target_on: Option<Date>,
    pub why: String,
}

/// A dispute as it stands: what was opened, the last word of each kind, and how it ended if it has.
#[derive(Clone, Debug)]
pub struct DisputeFolder {
    pub dispute: DisputeRecord,
    pub invoice: InvoiceRecord,
    /// What was said when it was opened.
    pub why: String,
    pub entries: Vec<DisputeEntry>,
    pub owner: Option<DisputeOwner>,
    pub owner_name: Option<String>,
    pub target_on: Option<Date>,
    pub fault: Fault,
    /// What is held now, on which invoice; and whether it only waits for a credit note.
    pub standing: Option<(HoldRecord, bool)>,
    pub outcome: Option<DisputeOutcome>,
}

impl DisputeFolder {
    /// Where it stands on a day; `None` when nothing is held any more.
    pub fn stage(&self, as_of: Date) -> Option<DisputeStage> {
        let (_, awaits_credit) = self.standing.as_ref()?;
        Some(dispute_stage(self.target_on, *awaits_credit, as_of).0)
    }

    /// Somebody may still say what comes of it.
    pub fn is_open(&self) -> bool {
        self.outcome.is_none()
    }
}

/// Opens a dispute today: what is contested is held from now on.
///
/// # Errors
/// `Refused` when nothing of that is left to contest, or the owner may not see to it; `NotFound`; a broken store.
pub fn open(world: &World<'_>, company: &Company, new: &NewDispute) -> AppResult<DisputeId> {
    world.write(|books| open_in(world, books, company, new))
}

/// The same, among the other facts of what brought it up.
pub(crate) fn open_in(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    new: &NewDispute,
) -> AppResult<DisputeId> {
    let why = new.why.trim();
    if why.is_empty() {
        return Err(AppError::refused("Dites ce qui est contesté, en une phrase.", "Elle sera relue dans le dossier."));
    }
    if new.target_on.is_some_and(|on| on < world.today) {
        return Err(AppError::refused("Cette date est passée.", "Donnez un jour à venir pour trancher ce litige."));
    }
    let invoice = invoice_of(books, company, new.invoice)?;
    let contested = contestable(books, &invoice, new.contested)?;
    let owner = match new.owner {
        None => seller(books, invoice.party)?,
        chosen => chosen,
    };
    let record = DisputeRecord {
        id: world.new_id(),
        company: company.id,
        party: invoice.party,
        invoice: invoice.id,
        cause: new.cause,
        opened_on: world.today,
        contested: contested.amount,
        is_whole: contested.is_whole,
        currency: invoice.currency,
        lines: new.lines.trim().to_string(),
        author: world.author(),
        recorded_at: world.clock.now(),
    };
    books.insert_dispute(&record)?;
    let held = Held { invoice: invoice.id, amount: contested.held(), awaits_credit: false };
    take_hold(world, books, &record, held, why)?;
    let owner_name = owner_of(world, books, company, &invoice, owner)?;
    let target_on = new.target_on.or_else(|| add_days(world.today, DAYS_TO_SETTLE));
    entries::add(world, books, &record, DisputeWord::Owner(owner), None)?;
    entries::add(world, books, &record, DisputeWord::Target(target_on), None)?;
    let kind = DisputeOpened {
        invoice: invoice_ref(&invoice),
        cause: new.cause.french().to_string(),
        contested_cents: contested.held(),
        currency: invoice.currency,
        owner: owner_name,
        target_on,
        why: Said::plain(why),
    };
    world.note(books, company.id, record.id, JournalKind::DisputeOpened(kind))?;
    Ok(record.id)
}

/// Who sees to disputes of a customer when nobody is chosen: the user who looks after them, else the salesperson named among
/// their contacts.
fn seller(books: &mut dyn Books, party: PartyId) -> AppResult<Option<DisputeOwner>> {
    if let Some(keeper) = books.keeper(party)? {
        return Ok(Some(DisputeOwner::User(keeper)));
    }
    let named = books.contacts(party)?.into_iter().find(|c| c.role == ContactRole::Salesperson);
    Ok(named.map(|c| DisputeOwner::Contact(c.id)))
}

/// What a dispute may bear on.
struct Contested {
    amount: Cents,
    is_whole: bool,
}

impl Contested {
    /// As its hold says it: no amount for the whole.
    fn held(&self) -> Option<Cents> {
        (!self.is_whole).then_some(self.amount)
    }
}

fn contestable(books: &mut dyn Books, invoice: &InvoiceRecord, asked: Option<Cents>) -> AppResult<Contested> {
    let outstanding = books.balance(invoice.id)?.map_or(Cents::ZERO, |b| b.outstanding);
    let number = &invoice.number;
    if !outstanding.is_positive() {
        return Err(AppError::refused(
            format!("Il ne reste rien à payer sur {number}."),
            "Un trop-payé se règle par un avoir : « quitus dispute credit ».",
        ));
    }
    let left = undisputed(books, invoice)?;
    let amount = asked.unwrap_or(left);
    if !left.is_positive() || !amount.is_positive() || amount > left {
        let told = |cents| fr::money(cents, invoice.currency);
        return Err(AppError::refused(
            format!("{} ne peut pas être contesté sur {number} : il reste {}.", told(amount), told(left)),
            "Ce reste tient compte des paiements et de ce qui est déjà contesté.",
        ));
    }
    Ok(Contested { amount, is_whole: amount == outstanding })
}

/// What may still be contested of an invoice.
///
/// # Errors
/// `NotFound`; a broken store.
pub fn left_to_contest(world: &World<'_>, company: &Company, invoice: InvoiceId) -> AppResult<Cents> {
    world.read(|books| {
        let invoice = invoice_of(books, company, invoice)?;
        undisputed(books, &invoice)
    })
}

/// What is outstanding of an invoice and not contested yet.
pub(crate) fn undisputed(books: &mut dyn Books, invoice: &InvoiceRecord) -> AppResult<Cents> {
    let outstanding = books.balance(invoice.id)?.map_or(Cents::ZERO, |b| b.outstanding);
    Ok(outstanding.sub(contested_now(books, invoice)?.min(outstanding))?)
}

/// What disputes already hold of an invoice: all of it where one says no amount.
pub(crate) fn contested_now(books: &mut dyn Books, invoice: &InvoiceRecord) -> AppResult<Cents> {
    let outstanding = books.balance(invoice.id)?.map_or(Cents::ZERO, |b| b.outstanding);
    let holds = books.open_holds(invoice.party)?;
    let on_it = holds.iter().filter(|h| h.kind == HoldKind::Dispute && h.invoice.is_none_or(|i| i == invoice.id));
    Ok(Cents::sum(on_it.map(|h| h.amount.unwrap_or(outstanding)))?)
}

/// Everything about a dispute.
///
/// # Errors
/// `NotFound`; a broken store.
pub fn folder(world: &World<'_>, company: &Company, id: DisputeId) -> AppResult<DisputeFolder> {
    world.read(|books| load(books, company, id))
}

/// Disputes of an invoice, or carried over to it; the oldest first.
///
/// # Errors
/// A broken store.
pub fn folders_on(world: &World<'_>, company: &Company, invoice: InvoiceId) -> AppResult<Vec<DisputeFolder>> {
    world.read(|books| {
        let mut found = Vec::new();
        for dispute in books.disputes_on(invoice)? {
            found.push(load(books, company, dispute.id)?);
        }
        Ok(found)
    })
}

/// The one dispute that holds something of an invoice now; the one that is named when there are several.
///
/// # Errors
/// `Refused` when several do and none is named, or the named one does not; a broken store.
pub fn standing_on(
    world: &World<'_>,
    company: &Company,
    invoice: InvoiceId,
    named: Option<DisputeId>,
) -> AppResult<Option<DisputeId>> {
    let all = folders_on(world, company, invoice)?;
    let holds = |f: &&DisputeFolder| f.standing.as_ref().is_some_and(|(hold, _)| hold.invoice == Some(invoice));
    let standing: Vec<DisputeId> = all.iter().filter(holds).map(|f| f.dispute.id).collect();
    match (named, standing.as_slice()) {
        (Some(id), ids) if ids.contains(&id) => Ok(Some(id)),
        (Some(_), _) => {
            Err(AppError::refused("Ce litige ne porte pas sur cette facture.", "Nommez-en un qui y court."))
        }
        (None, []) => Ok(None),
        (None, [only]) => Ok(Some(*only)),
        (None, ids) => Err(AppError::refused(
            "Plusieurs litiges courent sur cette facture.",
            format!(
                "Dites auquel répond l’avoir : {}.",
                ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
            ),
        )),
    }
}

pub(crate) fn load(books: &mut dyn Books, company: &Company, id: DisputeId) -> AppResult<DisputeFolder> {
    let dispute = books.dispute(id)?.filter(|d| d.company == company.id);
    let dispute = dispute.ok_or_else(|| AppError::NotFound("Ce litige n’existe pas.".to_string()))?;
    let invoice = invoice_of(books, company, dispute.invoice)?;
    let entries = books.dispute_entries(id)?;
    let (mut owner, mut target_on, mut fault) = (None, None, Fault::Unknown);
    for entry in &entries {
        match &entry.word {
            DisputeWord::Owner(now) => owner = *now,
            DisputeWord::Target(now) => target_on = *now,
            DisputeWord::Fault(now) => fault = *now,
            _ => {}
        }
    }
    Ok(DisputeFolder {
        why: books.first_hold(id)?.map(|h| h.why).unwrap_or_default(),
        owner_name: name_of(books, &dispute, owner)?,
        standing: books.standing_hold(id)?,
        outcome: books.dispute_outcome(id)?,
        dispute,
        invoice,
        entries,
        owner,
        target_on,
        fault,
    })
}

fn name_of(books: &mut dyn Books, of: &DisputeRecord, owner: Option<DisputeOwner>) -> AppResult<Option<String>> {
    Ok(match owner {
        None => None,
        Some(DisputeOwner::User(user)) => books.user(user)?.map(|u| u.name),
        Some(DisputeOwner::Contact(id)) => {
            let contact = books.contacts(of.party)?.into_iter().find(|c| c.id == id);
            contact.and_then(|c| c.name.or(c.email))
        }
    })
}

/// The owner's name as the journal keeps it, once sure that they may see to it.
fn owner_of(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    invoice: &InvoiceRecord,
    owner: Option<DisputeOwner>,
) -> AppResult<Option<Said>> {
    let cannot = || {
        AppError::refused(
            "Cette personne ne peut pas suivre ce litige.",
            "Choisissez un utilisateur de la société, ou un contact connu chez ce client.",
        )
    };
    match owner {
        None => Ok(None),
        Some(DisputeOwner::User(user)) => {
            let members = books.memberships_of_company(company.id)?;
            if !members.iter().any(|m| m.user == user && m.role != Role::Guest) {
                return Err(cannot());
            }
            Ok(books.user(user)?.map(|u| Said::plain(u.name)))
        }
        Some(DisputeOwner::Contact(id)) => {
            let contact = books.contacts(invoice.party)?.into_iter().find(|c| c.id == id).ok_or_else(cannot)?;
            personal(world, books, company, &contact.name.or(contact.email).unwrap_or_default())
        }
    }
}

pub(crate) fn invoice_of(books: &mut dyn Books, company: &Company, id: InvoiceId) -> AppResult<InvoiceRecord> {
    let invoice = books.invoice(id)?.filter(|i| i.company == company.id);
    invoice.ok_or_else(|| AppError::NotFound("Cette facture n’existe pas.".to_string()))
}

pub(crate) fn invoice_ref(invoice: &InvoiceRecord) -> InvoiceRef {
    InvoiceRef { id: invoice.id, number: invoice.number.clone() }
}

/// The dispute of a hold; what ends it is its outcome, not a lift.
pub(crate) fn of_hold(books: &mut dyn Books, hold: base::id::HoldId) -> AppResult<Option<DisputeId>> {
    Ok(books.dispute_of_hold(hold)?)
}

pub(crate) fn holding_of(record: &DisputeRecord, hold: base::id::HoldId, awaits_credit: bool) -> DisputeHold {
    DisputeHold { hold, dispute: record.id, company: record.company, party: record.party, awaits_credit }
}

/// What a dispute holds today, and what is asked for beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amounts {
    /// The invoice that it bears on now.
    pub number: String,
    pub held: Cents,
    /// Of that invoice: outstanding, less all that is contested of it.
    pub undisputed: Cents,
}

/// # Errors
/// `NotFound`; a broken store.
pub fn contested_amounts(world: &World<'_>, company: &Company, id: DisputeId) -> AppResult<Amounts> {
    world.read(|books| {
        let folder = load(books, company, id)?;
        let on_it = folder.standing.as_ref().and_then(|(hold, _)| hold.invoice).unwrap_or(folder.invoice.id);
        let invoice = invoice_of(books, company, on_it)?;
        let outstanding = books.balance(on_it)?.map_or(Cents::ZERO, |b| b.outstanding.max(Cents::ZERO));
        let held = match &folder.standing {
            None => Cents::ZERO,
            Some((hold, _)) => hold.amount.map_or(outstanding, |amount| amount.min(outstanding)),
        };
        let contested = contested_now(books, &invoice)?.min(outstanding);
        Ok(Amounts { number: invoice.number, held, undisputed: outstanding.sub(contested)? })
    })
}
