//! What customers answer: recorded on the act it answers, held in front of reminders until somebody reads it, then handled by
//! the same outcomes as a call. A reply that nobody reads lets the plan go on after a few working days, and says so.

mod arriving;
mod handling;
mod waiting;
mod words;

pub use arriving::{Recorded, record};
pub use handling::{Handling, Meaning, Owed, handle, withdraw};
pub use waiting::{Waiting, hanging, waiting};
pub(crate) use waiting::{in_euros, of_day};
pub use words::{first_words, split_quoted};

use crate::disputes::NewFile;
use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::records::{Company, ReplyRow};
use crate::world::World;
use base::Date;
use base::id::{ActId, PartyId, ReplyId};

/// What a customer answered, as somebody gives it: typed, pasted, or the message itself.
#[derive(Clone, Debug, Default)]
pub struct NewReply {
    /// Whose answer it is; found from the message when nobody says.
    pub party: Option<PartyId>,
    /// What it answers; found from the message when nobody says.
    pub act: Option<ActId>,
    /// Blank: as the message says.
    pub from: String,
    /// Blank: as the message says.
    pub subject: String,
    /// Blank: as the message says.
    pub text: String,
    /// `None`: the day of the message, else today.
    pub received_on: Option<Date>,
    pub file: Option<NewFile>,
}

/// A reply with its whole text, and what its customer owes.
///
/// # Errors
/// `NotFound`; a broken store.
pub fn read(world: &World<'_>, company: &Company, id: ReplyId) -> AppResult<(ReplyRow, Vec<Owed>)> {
    world.read(|books| {
        let row = found(books, company, id)?;
        let owed = handling::owed(world, books, company, &row)?;
        Ok((row, owed))
    })
}

pub(crate) fn found(books: &mut dyn Books, company: &Company, id: ReplyId) -> AppResult<ReplyRow> {
    let row = books.reply(id)?.filter(|r| r.reply.company == company.id);
    row.ok_or_else(|| AppError::NotFound(format!("Aucune réponse ne porte l’identifiant {id}.")))
}
