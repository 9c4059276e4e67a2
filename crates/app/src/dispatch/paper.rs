//! A letter leaves by the hand of a person: it is looked at again when it is printed, as a message is when it is sent.
//!
//! It is refused once what it says no longer holds, unless somebody gives a reason, which the journal keeps with their
//! name. Against collective proceedings no reason is enough (C. com. art. L622-21).

use super::grounds::{self, Lapsed};
use crate::error::{AppError, AppResult};
use crate::records::{ActRow, Company};
use crate::world::World;
use domain::facts::{ActState, Channel};
use domain::journal::kinds::ActUpheld;
use domain::journal::{JournalKind, Said};

/// The exact bytes of an act, to print or to read. A letter that waits to be posted is looked at again first; `despite` is
/// why somebody wants it all the same.
///
/// # Errors
/// `Refused` when it may no longer leave, with what happened since and the ways out; a broken store.
pub fn document(world: &World<'_>, company: &Company, row: &ActRow, despite: Option<&str>) -> AppResult<Vec<u8>> {
    if !is_waiting_letter(row) {
        return world.read(|books| Ok(books.act_content(row.act.id)?));
    }
    world.write(|books| {
        if let Some(lapsed) = grounds::lapsed(world, books, company, row)? {
            let reason = despite.map(str::trim).filter(|why| !why.is_empty() && lapsed.may_be_upheld());
            let Some(why) = reason else { return Err(refused(row, &lapsed)) };
            let upheld = ActUpheld {
                act: row.act.id,
                step: row.act.step_title.clone(),
                since: lapsed.french(),
                why: Said::plain(why),
            };
            world.note(books, company.id, row.act.id, JournalKind::ActUpheld(upheld))?;
        }
        Ok(books.act_content(row.act.id)?)
    })
}

fn is_waiting_letter(row: &ActRow) -> bool {
    row.state == ActState::Prepared && matches!(row.act.channel, Channel::Letter | Channel::RegisteredLetter)
}

fn refused(row: &ActRow, lapsed: &Lapsed) -> AppError {
    let (act, subject) = (row.act.id, &row.act.subject);
    let mut remedy = format!("Renoncez-y : quitus cancel {act} --why \"…\"");
    if lapsed.may_be_upheld() {
        remedy.push_str(&format!(
            ", ou imprimez-la en disant pourquoi : quitus acts --act {act} --save … --despite \"…\""
        ));
    }
    remedy.push('.');
    AppError::refused(format!("« {subject} » ne s’imprime plus : {}.", lapsed.french()), remedy)
}
