//! What may be chosen of a list: its columns, and how its values are written.

use serde::{Deserialize, Serialize};

/// An enumeration under short codes, each with its French words.
macro_rules! choices {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $code:literal, $french:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum $name {
            $(#[serde(rename = $code)] $variant,)+
        }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// How settings and programs name it.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code,)+ }
            }

            pub fn french(self) -> &'static str {
                match self { $($name::$variant => $french,)+ }
            }

            /// By its code, whatever its capitals.
            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code().eq_ignore_ascii_case(code.trim()))
            }
        }
    };
}

choices! {
    /// What a column holds. The names are those of the FEC (LPF A47 A-1), which every accountant knows, and a few that it lacks.
    Column {
        JournalCode = "JournalCode", "code du journal";
        JournalName = "JournalLib", "nom du journal";
        Entry = "EcritureNum", "numéro de l’écriture";
        On = "EcritureDate", "date";
        Account = "CompteNum", "compte";
        AccountName = "CompteLib", "nom du compte";
        Customer = "CompAuxNum", "compte du client";
        CustomerName = "CompAuxLib", "nom du client";
        Piece = "PieceRef", "pièce";
        PieceOn = "PieceDate", "date de la pièce";
        Label = "EcritureLib", "libellé";
        Debit = "Debit", "débit";
        Credit = "Credit", "crédit";
        Amount = "Montant", "montant, sans signe";
        Side = "Sens", "sens : D ou C";
        Signed = "Solde", "montant signé : débit en plus, crédit en moins";
        Letter = "EcritureLet", "lettrage";
        LetteredOn = "DateLet", "date du lettrage";
        Blank = "Vide", "colonne vide";
    }
}

choices! {
    /// What stands between two fields.
    Separator {
        Semicolon = "semicolon", "point-virgule ;";
        Comma = "comma", "virgule ,";
        Tab = "tab", "tabulation";
        Bar = "bar", "barre |";
    }
}

choices! {
    /// What stands before the cents.
    DecimalMark {
        Comma = "comma", "virgule : 1234,56";
        Point = "point", "point : 1234.56";
    }
}

choices! {
    /// How a day is written.
    DateForm {
        DayFirst = "day_first", "31/12/2026";
        DayFirstShort = "day_first_short", "31/12/26";
        Iso = "iso", "2026-12-31";
        Compact = "compact", "20261231";
        CompactDayFirst = "compact_day_first", "31122026";
        CompactShort = "compact_short", "311226";
    }
}

choices! {
    /// Which bytes the letters are.
    Encoding {
        Utf8Marked = "utf8_marked", "UTF-8 avec marque (tableurs)";
        Utf8 = "utf8", "UTF-8";
        Windows1252 = "windows_1252", "Windows (ANSI, CP1252)";
    }
}

choices! {
    /// What ends a line.
    LineEnd {
        CrLf = "crlf", "Windows (CR LF)";
        Lf = "lf", "Unix (LF)";
    }
}

impl Separator {
    pub(super) fn sign(self) -> char {
        match self {
            Separator::Semicolon => ';',
            Separator::Comma => ',',
            Separator::Tab => '\t',
            Separator::Bar => '|',
        }
    }
}

impl DecimalMark {
    pub(super) fn sign(self) -> char {
        match self {
            DecimalMark::Comma => ',',
            DecimalMark::Point => '.',
        }
    }
}

impl DateForm {
    pub(super) fn write(self, on: base::Date) -> String {
        let (year, month, day) = (on.year(), on.month(), on.day());
        let short = year.rem_euclid(100);
        match self {
            DateForm::DayFirst => format!("{day:02}/{month:02}/{year}"),
            DateForm::DayFirstShort => format!("{day:02}/{month:02}/{short:02}"),
            DateForm::Iso => format!("{year}-{month:02}-{day:02}"),
            DateForm::Compact => format!("{year}{month:02}{day:02}"),
            DateForm::CompactDayFirst => format!("{day:02}{month:02}{year}"),
            DateForm::CompactShort => format!("{day:02}{month:02}{short:02}"),
        }
    }
}

impl LineEnd {
    pub(super) fn sign(self) -> &'static str {
        match self {
            LineEnd::CrLf => "\r\n",
            LineEnd::Lf => "\n",
        }
    }
}

impl Encoding {
    pub(super) fn bytes(self, text: &str) -> Vec<u8> {
        match self {
            Encoding::Utf8Marked => format!("\u{feff}{text}").into_bytes(),
            Encoding::Utf8 => text.as_bytes().to_vec(),
            Encoding::Windows1252 => text.chars().map(windows_1252).collect(),
        }
    }
}

/// The byte of a letter; a question mark where that table has none.
fn windows_1252(letter: char) -> u8 {
    /// The letters of the bytes 0x80 to 0x9f; a space where there is none.
    const SPECIAL: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";
    match letter {
        '\0'..='\x7f' | '\u{a0}'..='\u{ff}' => u8::try_from(u32::from(letter)).unwrap_or(b'?'),
        // The narrow space that French puts before signs.
        '\u{202f}' => 0xa0,
        _ => (0x80..=0x9f).zip(SPECIAL.chars()).find(|(_, known)| *known == letter).map_or(b'?', |(byte, _)| byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_of_windows_1252_are_where_that_table_has_them() {
        let pairs =
            [('€', 0x80), ('Œ', 0x8c), ('Ž', 0x8e), ('’', 0x92), ('œ', 0x9c), ('Ÿ', 0x9f), ('é', 0xe9), ('A', b'A')];
        for (letter, byte) in pairs {
            assert_eq!(windows_1252(letter), byte, "{letter}");
        }
        assert_eq!((windows_1252('ł'), windows_1252('\u{202f}')), (b'?', 0xa0));
    }
}
