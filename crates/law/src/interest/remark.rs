//! What the segments of a statement call for in its notes.

use super::note::Note;
use super::statement::{RateBasis, Segment};
use crate::book::LawBook;
use crate::value::LawValue;
use base::Date;

/// Remarks of one segment, each said once per statement.
pub(super) fn remark_segment(segment: &Segment, law: &LawBook, found: &mut Vec<Note>) {
    let mut say = |note: Note| {
        if !found.iter().any(|said| said.same_as(&note)) {
            found.push(note);
        }
    };
    if segment.record.status.needs_check() {
        say(to_verify(&segment.record));
    }
    // In an ordinary year 365 is not in doubt.
    let leap = (segment.from.year()..=segment.to.year()).any(|y| Date::new(y, 2, 29).is_ok());
    if leap && law.year_basis().status().needs_check() {
        say(to_verify(&law.year_basis().record));
    }
    if let RateBasis::FloorInsteadOfAgreed { agreed, floor }
    | RateBasis::SupplementaryInsteadOfAgreed { agreed, floor } = segment.basis
    {
        say(Note::AgreedRateBelowFloor { from: segment.from, agreed, floor, applied: segment.rate });
    }
}

fn to_verify(record: &LawValue) -> Note {
    Note::ToVerify { table: record.table, key: record.key.clone(), status: record.status }
}
