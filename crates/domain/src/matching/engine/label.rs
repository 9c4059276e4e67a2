//! A bank label cut into words and numbers, with what stands between them. It knows nothing of invoices or customers.

use base::fold;

/// What stands before a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing: `FA2026` is a word and a number.
    Glued,
    /// A sign that joins, as in `2026-00012`.
    Joined,
    /// A space, or any other sign.
    Apart,
}

/// Letters, or digits; upper case, without accents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub text: String,
    pub is_number: bool,
    pub gap: Gap,
}

/// The pieces of a text in order. `&` is read as `ET`.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    let mut gap = Gap::Apart;
    for c in text.chars() {
        let (folded, is_word_alone) = if c == '&' { ("ET".to_string(), true) } else { (fold_char(c), false) };
        if folded.is_empty() {
            gap = widened(gap, c);
            continue;
        }
        let is_number = folded.bytes().all(|b| b.is_ascii_digit());
        match found.last_mut() {
            Some(last) if gap == Gap::Glued && last.is_number == is_number && !is_word_alone => {
                last.text.push_str(&folded);
            }
            _ => found.push(Piece { text: folded, is_number, gap }),
        }
        gap = Gap::Glued;
    }
    found
}

fn fold_char(c: char) -> String {
    let mut bytes = [0; 4];
    fold::reference(c.encode_utf8(&mut bytes))
}

fn widened(gap: Gap, c: char) -> Gap {
    if gap != Gap::Apart && matches!(c, '-' | '/' | '.' | '_' | '\'' | '°') { Gap::Joined } else { Gap::Apart }
}

/// Pieces run together from one of them on, with where each ends: at most `most` bytes and the piece that reaches it.
pub(super) fn run_from(pieces: &[Piece], at: usize, most: usize) -> (String, Vec<usize>) {
    let (mut run, mut ends) = (String::new(), Vec::new());
    for piece in pieces.iter().skip(at) {
        run.push_str(&piece.text);
        ends.push(run.len());
        if run.len() >= most {
            break;
        }
    }
    (run, ends)
}

/// Words by which a label says what a payment is, and not for which invoice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// A part payment: `ACOMPTE`, `PARTIEL`.
    pub part: bool,
    /// A cash discount was taken: `ESCOMPTE`.
    pub discount: bool,
    /// Several invoices: `FACTURES`.
    pub several: bool,
    /// What customers do not send: a refund, an own transfer, a loan.
    pub no_customer: bool,
}

const PART: [&str; 6] = ["ACOMPTE", "ACPTE", "PARTIEL", "PARTIELLE", "AVANCE", "ECHEANCE"];
const DISCOUNT: [&str; 3] = ["ESCOMPTE", "ESC", "SKONTO"];
const SEVERAL: [&str; 3] = ["FACTURES", "FACTS", "INVOICES"];
const NO_CUSTOMER: [&str; 18] = [
    "REMBOURSEMENT",
    "REMBT",
    "AVOIR",
    "INTERNE",
    "EPARGNE",
    "PRET",
    "DEBLOCAGE",
    "INTERETS",
    "REMISE",
    "URSSAF",
    "CPAM",
    "DGFIP",
    "IMPOTS",
    "ASSURANCE",
    "SINISTRE",
    "SUBVENTION",
    "SALAIRE",
    "IJSS",
];

pub(super) fn said(pieces: &[Piece]) -> Said {
    let has = |words: &[&str]| pieces.iter().any(|p| words.contains(&p.text.as_str()));
    Said { part: has(&PART), discount: has(&DISCOUNT), several: has(&SEVERAL), no_customer: has(&NO_CUSTOMER) }
}
