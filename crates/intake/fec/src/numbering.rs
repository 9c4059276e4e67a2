//! Which text is the invoice number: the piece reference, or a token of the label when pieces are batches.
//! The company's numbering is learnt from the sales lines of the file; nothing is hard-wired to one program's style.

use draft::{LedgerItem, LedgerItemKind};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A piece reference or token reduced to its form: letters kept, every run of digits one `9`.
type Shape = String;

/// What was learnt about the file's references.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    series: BTreeSet<Shape>,
    batches: BTreeSet<Shape>,
    /// Pieces that several invoices or customers share.
    shared: BTreeSet<String>,
    invoices: u64,
}

#[derive(Default)]
struct Evidence {
    uses: u64,
    values: BTreeSet<String>,
}

impl Evidence {
    /// At least four values out of five are used once.
    fn is_distinct(&self) -> bool {
        u64::try_from(self.values.len()).unwrap_or(0) * 5 >= self.uses * 4
    }
}

impl Numbering {
    /// Learns from the invoices (from the opening lines when there is no invoice). `label` gives an item's label
    /// without its customer's name.
    pub(crate) fn learn(items: &[LedgerItem], label: impl Fn(usize) -> String) -> Numbering {
        let of_kind = |kind: LedgerItemKind| -> Vec<usize> {
            items
                .iter()
                .enumerate()
                .filter(|(_, i)| i.kind == kind && i.amount.is_positive())
                .map(|(at, _)| at)
                .collect()
        };
        let invoices = of_kind(LedgerItemKind::Invoice);
        let sample = if invoices.is_empty() { of_kind(LedgerItemKind::Opening) } else { invoices };
        let mut numbering = Numbering { shared: shared_pieces(items), ..Numbering::default() };
        let (mut pieces, mut labels) = (BTreeMap::<Shape, Evidence>::new(), BTreeMap::<Shape, Evidence>::new());
        let mut last = None;
        for at in sample {
            let Some(item) = items.get(at) else { continue };
            // Instalments of one invoice stand in one entry with one piece: they count once.
            let key = (item.entry, &item.party, &item.piece);
            if last.as_ref() == Some(&key) {
                continue;
            }
            numbering.invoices += 1;
            note(&mut pieces, &item.piece);
            let label = label(at);
            let distinct: BTreeSet<&str> = tokens(&label).collect();
            distinct.into_iter().for_each(|token| note(&mut labels, token));
            last = Some(key);
        }
        numbering.conclude(&pieces, &labels);
        numbering
    }

    fn conclude(&mut self, pieces: &BTreeMap<Shape, Evidence>, labels: &BTreeMap<Shape, Evidence>) {
        for (shape, evidence) in pieces {
            if evidence.uses >= 2 && !evidence.is_distinct() {
                self.batches.insert(shape.clone());
            } else if shape.contains('9') {
                self.series.insert(shape.clone());
            }
        }
        let enough = (self.invoices / 20).max(1);
        let good: Vec<&Shape> =
            labels.iter().filter(|(_, e)| e.uses >= enough && e.is_distinct()).map(|(shape, _)| shape).collect();
        let marked = good.iter().any(|s| s.as_str() != "9");
        self.series.extend(good.into_iter().filter(|s| !marked || s.as_str() != "9").cloned());
    }

    /// True when a piece reference points to one document.
    pub(crate) fn is_document(&self, piece: &str) -> bool {
        piece.bytes().any(|b| b.is_ascii_digit())
            && !self.shared.contains(piece)
            && !self.batches.contains(&shape(piece))
    }

    pub(crate) fn is_of_series(&self, token: &str) -> bool {
        self.series.contains(&shape(token))
    }

    /// The first token of a label that has the form of an invoice number here.
    pub(crate) fn in_label<'t>(&self, label: &'t str) -> Option<&'t str> {
        tokens(label).find(|t| self.is_of_series(t))
    }

    /// The reference under which a person would look for this item.
    pub(crate) fn reference(&self, kind: LedgerItemKind, piece: &str, label: &str) -> String {
        let document = Some(piece).filter(|p| self.is_document(p));
        let number = self.in_label(label);
        let found = match kind {
            LedgerItemKind::Opening | LedgerItemKind::Transfer | LedgerItemKind::Retention => {
                let first = document.filter(|p| self.is_of_series(p)).or(number);
                let opening = kind == LedgerItemKind::Opening;
                let own = document.filter(|p| !opening || !is_opening_piece(p));
                first.or(own).or_else(|| tokens(label).find(|t| opening && t.len() >= 3))
            }
            LedgerItemKind::Invoice if self.is_weak(piece) => number.or(document),
            _ => document.or(number),
        };
        let rest = Some(label).filter(|l| !l.is_empty());
        let fallback = if kind == LedgerItemKind::Opening { rest.unwrap_or(piece) } else { piece };
        let chosen = found.unwrap_or(fallback);
        squeeze(if chosen.is_empty() { label } else { chosen })
    }

    /// With hardly any invoice nothing can be learnt: a piece made of several words is more likely a batch.
    fn is_weak(&self, piece: &str) -> bool {
        self.invoices < 3 && piece.contains(' ')
    }
}

/// `AN2025`, `RAN01`: the number of the opening entry, not of a claim.
fn is_opening_piece(piece: &str) -> bool {
    matches!(shape(piece).trim_end_matches(['9', '-', ' ', '/']), "AN" | "ANO" | "RAN" | "OUV")
}

fn note(seen: &mut BTreeMap<Shape, Evidence>, text: &str) {
    if !text.is_empty() {
        let evidence = seen.entry(shape(text)).or_default();
        evidence.uses += 1;
        evidence.values.insert(text.to_string());
    }
}

/// Pieces used by invoices of several entries, by several customers, or by several opening lines.
fn shared_pieces(items: &[LedgerItem]) -> BTreeSet<String> {
    let mut first: HashMap<&str, (&str, Option<u64>, Option<&str>)> = HashMap::new();
    let mut shared = BTreeSet::new();
    for item in items.iter().filter(|i| !i.piece.is_empty()) {
        let invoice = (item.kind == LedgerItemKind::Invoice).then_some(item.entry);
        let opening = (item.kind == LedgerItemKind::Opening).then_some(item.label.as_str());
        let known = first.entry(&item.piece).or_insert((&item.party, invoice, opening));
        let differs = |a: &Option<u64>, b: &Option<u64>| matches!((a, b), (Some(a), Some(b)) if a != b);
        let other_label = matches!((known.2, opening), (Some(a), Some(b)) if a != b);
        if known.0 != item.party || differs(&known.1, &invoice) || other_label {
            shared.insert(item.piece.to_string());
        }
        known.1 = known.1.or(invoice);
        known.2 = known.2.or(opening);
    }
    shared
}

pub(crate) fn shape(text: &str) -> Shape {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        let mark = match c {
            c if c.is_ascii_digit() => '9',
            c if c.is_whitespace() => ' ',
            c => c.to_ascii_uppercase(),
        };
        if !(matches!(mark, '9' | ' ') && out.ends_with(mark)) {
            out.push(mark);
        }
    }
    out
}

/// Words of a label that could be a number: a digit in it, not a date, a year, a percentage or an amount.
pub(crate) fn tokens(label: &str) -> impl Iterator<Item = &str> {
    label
        .split(|c: char| {
            c.is_whitespace()
                || matches!(c, ',' | ';' | ':' | '(' | ')' | '[' | ']' | '|' | '"' | '«' | '»' | '*' | '=')
        })
        .map(|word| {
            let word = word.trim_start_matches(['°', 'º', '#', '.', '-', '/', '+', '\'']);
            let word = word.trim_end_matches(['.', '-', '/', '+', '\'']);
            ["N°", "n°", "No°", "no°", "Nº", "nº"].iter().find_map(|p| word.strip_prefix(p)).unwrap_or(word)
        })
        .filter(|word| word.bytes().any(|b| b.is_ascii_digit()) && !is_calendar(word) && !word.contains(['%', '€']))
}

/// `2025`, `01/2025`, `12/03/2025`, `12.03.25`: a moment, not a number.
fn is_calendar(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['/', '.', '-']).collect();
    if !parts.iter().all(|p| !p.is_empty() && p.len() <= 4 && p.bytes().all(|b| b.is_ascii_digit())) {
        return false;
    }
    let year = |p: &&str| p.len() == 4 && (p.starts_with("19") || p.starts_with("20"));
    let small = |p: &&str, most: u32| p.len() <= 2 && p.parse::<u32>().is_ok_and(|n| (1..=most).contains(&n));
    match parts.as_slice() {
        [y] => year(y),
        [m, y] if word.contains(['/', '.']) => small(m, 12) && year(y),
        [d, m, y] => {
            small(d, 31) && small(m, 12) && (year(y) || small(y, 99)) || year(d) && small(m, 12) && small(y, 31)
        }
        _ => false,
    }
}

/// The label without the customer's name.
pub(crate) fn without_name(label: &str, name: &str) -> String {
    let name = name.trim();
    let rest = match (name.is_empty(), label.find(name)) {
        (false, Some(at)) => {
            let (before, after) = label.split_at(at);
            format!("{before} {}", after.get(name.len()..).unwrap_or(""))
        }
        _ => label.to_string(),
    };
    squeeze(rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | ':' | '/' | ',')))
}

/// Single spaces.
fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_leave_dates_and_years_out() {
        let found = |label| tokens(label).collect::<Vec<_>>();
        assert_eq!(found("Facture n°FA2025-0012 du 12/03/2025"), ["FA2025-0012"]);
        assert_eq!(found("A nouveau 2025 au 01/01/2025 2025-01-31"), Vec::<&str>::new());
        assert_eq!(found("VIR 2025-118, 2025/0042 (1042)"), ["2025-118", "2025/0042", "1042"]);
    }

    #[test]
    fn names_leave_the_label() {
        assert_eq!(without_name("A nouveau STUDIO 54", "STUDIO 54"), "A nouveau");
        assert_eq!(without_name("FA1 - DUPONT - acompte", "DUPONT"), "FA1 - - acompte");
        assert_eq!(without_name("DUPONT", "DUPONT"), "");
        assert_eq!(shape("VE  0012"), "VE 9");
        assert_eq!(shape("fa2025-0012"), "FA9-9");
    }
}
