//! Notes: facts with an author. Their words are personal data, kept in the table the journal refers to.

use super::columns::columns;
use crate::engine::{Result, Tx, Value};
use app::records::NoteRecord;

columns!(NOTE: id, company, party, invoice, noted_on, reference, author, recorded_at);

pub(super) fn insert(tx: &mut Tx, note: &NoteRecord) -> Result<()> {
    let row = [
        note.id.into(),
        note.company.into(),
        note.party.into(),
        note.invoice.into(),
        note.noted_on.into(),
        Value::from(&note.reference),
        Value::from(&note.author),
        note.recorded_at.into(),
    ];
    tx.insert_many("note", NOTE, [row]).map(drop)
}
