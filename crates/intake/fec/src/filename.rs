//! SIREN and closing date from a file name of the form `SIRENFECAAAAMMJJ` (LPF A47 A-1, VIII).
//! Words around it (`-clean`, a folder, an extension) are ignored; nothing is guessed when the form is not there.

use crate::value::{Day, day};
use base::Date;

/// The two facts a file name states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Named {
    pub siren: Option<String>,
    pub closing_on: Option<Date>,
}

pub(crate) fn read(file_name: &str) -> Named {
    let base = file_name.rsplit(['/', '\\']).next().unwrap_or("").as_bytes();
    (0..base.len()).find_map(|at| named_at(base, at)).unwrap_or_default()
}

fn named_at(name: &[u8], at: usize) -> Option<Named> {
    let siren = name.get(at..at + 9)?;
    let mark = name.get(at + 9..at + 12)?;
    let closing = name.get(at + 12..at + 20)?;
    let alone = at.checked_sub(1).and_then(|i| name.get(i)).is_none_or(|b| !b.is_ascii_digit());
    let digits = |s: &[u8]| s.iter().all(u8::is_ascii_digit);
    if !alone || !digits(siren) || !mark.eq_ignore_ascii_case(b"FEC") || !digits(closing) {
        return None;
    }
    let closing_on = match day(std::str::from_utf8(closing).ok()?) {
        Day::On(date) => Some(date),
        Day::Empty | Day::Bad => None,
    };
    Some(Named { siren: Some(String::from_utf8_lossy(siren).into_owned()), closing_on })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_gives_siren_and_closing_date() {
        let expected = Named { siren: Some("732829320".into()), closing_on: Some(Date::constant(2025, 12, 31)) };
        for name in
            ["732829320FEC20251231.txt", "a/732829320fec20251231-clean.txt", "synthetic-732829320FEC20251231.txt"]
        {
            assert_eq!(read(name), expected, "{name}");
        }
        for name in
            ["export.txt", "", "FEC20251231.txt", "73282932FEC20251231", "1732829320FEC20251231", "732829320FEC2025é"]
        {
            assert_eq!(read(name), Named::default(), "{name}");
        }
        assert_eq!(read("732829320FEC20251331.txt").closing_on, None);
    }
}
