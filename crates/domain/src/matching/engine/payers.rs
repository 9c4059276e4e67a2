//! Who pays, by the account the money comes from and by the name on the label. A name may be cut after fourteen letters,
//! written without spaces or without its legal form; what a person confirmed once is known from then on.

use super::label::{Gap, Piece, pieces, run_from};
use std::collections::{BTreeSet, HashMap};

/// Bank labels cut names; this many letters still identify a customer.
const NAME_PREFIX: usize = 14;
/// Shorter names prove nothing.
const SHORTEST_NAME: usize = 4;
const LONGEST_RUN: usize = 80;

const FORMS: [&str; 30] = [
    "SARL", "SAS", "SASU", "SA", "EURL", "SCI", "SNC", "SELARL", "SELAS", "SCOP", "EI", "EIRL", "SC", "SCA", "SCP",
    "GIE", "STE", "SOCIETE", "ETS", "M", "MR", "MME", "MLLE", "MONSIEUR", "MADAME", "LTD", "GMBH", "BV", "INC", "AG",
];
/// What banks write before a name.
const BEFORE_NAMES: [&str; 22] = [
    "VIR",
    "VIRT",
    "VIREMENT",
    "VIREMENTS",
    "INST",
    "INSTANTANE",
    "SEPA",
    "RECU",
    "RECUE",
    "DE",
    "PAR",
    "EMETTEUR",
    "DONNEUR",
    "ORDRE",
    "NOM",
    "EUROPEEN",
    "PERMANENT",
    "FAVEUR",
    "DU",
    "CLIENT",
    "TIERS",
    "CREDIT",
];
/// What labels write after a name: not a part of it.
const AFTER_NAMES: [&str; 31] = [
    "REGLEMENT",
    "REGLT",
    "RGT",
    "RGLT",
    "VOTRE",
    "VOS",
    "NOTRE",
    "NOS",
    "PAIEMENT",
    "PAYMENT",
    "VIREMENT",
    "FACT",
    "FACTURE",
    "FACTURES",
    "FA",
    "F",
    "FAC",
    "N",
    "NO",
    "REF",
    "MOTIF",
    "ACOMPTE",
    "ESCOMPTE",
    "SOLDE",
    "V",
    "ID",
    "POUR",
    "FRAIS",
    "INVOICE",
    "COMMANDE",
    "CDE",
];

/// How a name was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NameFit {
    /// To its end.
    Whole,
    /// Its first letters, fourteen at least, where the bank cut it.
    Cut,
    /// A spelling that a person confirmed.
    Learnt,
}

/// Who a credit seems to come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Payer {
    /// None: nobody known. Several: nobody can tell which one.
    pub customers: Vec<usize>,
    pub by_iban: bool,
    pub by_name: Option<NameFit>,
    /// The account is one customer's and the name another's.
    pub is_contradictory: bool,
    /// The bank gives a name, and it is no customer's.
    pub is_stranger: bool,
}

impl Payer {
    pub fn only(&self) -> Option<usize> {
        if self.is_contradictory { None } else { self.customers.first().copied().filter(|_| self.customers.len() == 1) }
    }
}

#[derive(Clone, Debug)]
struct Name {
    letters: String,
    customer: usize,
    is_learnt: bool,
}

/// Customers by account and by the beginning of their names.
#[derive(Clone, Debug, Default)]
pub(super) struct Payers {
    by_iban: HashMap<String, BTreeSet<usize>>,
    by_letters: HashMap<String, Vec<Name>>,
}

/// The longest recognition so far, and whose it is.
#[derive(Default)]
struct Best {
    rank: (usize, bool),
    fits: Vec<(usize, NameFit)>,
}

impl Best {
    fn take(&mut self, length: usize, customer: usize, fit: NameFit) {
        // A name that is there to its end is nobody else's whose longer name was cut.
        let rank = (length, fit != NameFit::Cut);
        if rank > self.rank {
            *self = Best { rank, fits: Vec::new() };
        }
        if rank == self.rank && self.fits.iter().all(|(c, _)| *c != customer) {
            self.fits.push((customer, fit));
        }
    }
}

impl Payers {
    /// `names` gives first the customer's own name, then the spellings that a person confirmed.
    pub fn add(&mut self, customer: usize, names: &[String], ibans: &[String]) {
        for (rank, name) in names.iter().enumerate() {
            let letters = bare(name);
            if letters.len() < SHORTEST_NAME {
                continue;
            }
            let key: String = letters.chars().take(NAME_PREFIX).collect();
            let known = self.by_letters.entry(key).or_default();
            if known.iter().all(|n| n.customer != customer || n.letters != letters) {
                known.push(Name { letters, customer, is_learnt: rank > 0 });
            }
        }
        for iban in ibans {
            let iban = compact_iban(iban);
            if !iban.is_empty() {
                self.by_iban.entry(iban).or_default().insert(customer);
            }
        }
    }

    /// Who pays, by account, by the payer's name where the bank gives one, else by the label.
    pub fn of(&self, label: &str, payer: Option<&str>, iban: Option<&str>) -> Payer {
        let given = payer.map(str::trim).filter(|name| !bare(name).is_empty());
        let named = match given {
            Some(name) => self.named(&joined_initials(pieces(name)), true),
            None => self.named(&joined_initials(pieces(label)), false),
        };
        let holders = iban.and_then(|i| self.by_iban.get(&compact_iban(i))).cloned().unwrap_or_default();
        let by_name: BTreeSet<usize> = named.fits.iter().map(|(customer, _)| *customer).collect();
        let both: BTreeSet<usize> = holders.intersection(&by_name).copied().collect();
        let is_contradictory = !holders.is_empty() && !by_name.is_empty() && both.is_empty();
        let customers = match (both.is_empty(), holders.is_empty()) {
            (false, _) => both,
            (true, false) if is_contradictory => holders.union(&by_name).copied().collect(),
            (true, false) => holders.clone(),
            (true, true) => by_name.clone(),
        };
        let fit = named.fits.iter().find(|(customer, _)| customers.contains(customer)).map(|(_, fit)| *fit);
        Payer {
            by_iban: customers.iter().any(|c| holders.contains(c)),
            by_name: fit,
            is_contradictory,
            is_stranger: given.is_some() && by_name.is_empty() && holders.is_empty(),
            customers: customers.into_iter().collect(),
        }
    }

    fn named(&self, parts: &[Piece], is_name: bool) -> Best {
        let mut best = Best::default();
        let mut may_start = true;
        for (at, piece) in parts.iter().enumerate() {
            if may_start && piece.gap != Gap::Glued {
                self.named_at(parts, at, is_name, &mut best);
            }
            let word = piece.text.as_str();
            may_start = if is_name {
                may_start && FORMS.contains(&word)
            } else {
                piece.is_number || BEFORE_NAMES.contains(&word) || FORMS.contains(&word)
            };
        }
        best
    }

    fn named_at(&self, parts: &[Piece], at: usize, is_name: bool, best: &mut Best) {
        let (run, ends) = run_from(parts, at, LONGEST_RUN);
        let shorts = ends.iter().filter(|end| (SHORTEST_NAME..NAME_PREFIX).contains(*end));
        let keys = shorts.copied().chain([NAME_PREFIX]).filter_map(|end| run.get(..end));
        for name in keys.filter_map(|key| self.by_letters.get(key)).flatten() {
            let common = common_prefix(&run, &name.letters);
            let is_end = |end: usize| ends.contains(&end) && ends_there(parts, at, &ends, end, is_name);
            let whole = common == name.letters.len() && is_end(common);
            let cut = ends.iter().copied().rfind(|end| *end <= common && *end >= NAME_PREFIX);
            let fit = if name.is_learnt {
                NameFit::Learnt
            } else if whole {
                NameFit::Whole
            } else {
                NameFit::Cut
            };
            match cut.filter(|end| !whole && is_end(*end)) {
                _ if whole => best.take(common, name.customer, fit),
                Some(end) => best.take(end, name.customer, fit),
                None => {}
            }
        }
    }
}

/// The name ends where the run does: what follows is nothing, a number, or a word that is no part of a name.
fn ends_there(parts: &[Piece], at: usize, ends: &[usize], end: usize, is_name: bool) -> bool {
    let Some(pieces) = ends.iter().position(|e| *e == end) else { return false };
    let Some(next) = parts.get(at + pieces + 1) else { return true };
    let is_form = FORMS.contains(&next.text.as_str());
    if is_name { is_form } else { is_form || next.is_number || AFTER_NAMES.contains(&next.text.as_str()) }
}

fn common_prefix(a: &str, b: &str) -> usize {
    let mut shared = 0;
    for (x, y) in a.chars().zip(b.chars()) {
        if x != y {
            break;
        }
        shared += x.len_utf8();
    }
    shared
}

/// A name without its legal form, run together.
pub(super) fn bare(name: &str) -> String {
    let parts = joined_initials(pieces(name));
    let is_form = |p: &&Piece| FORMS.contains(&p.text.as_str());
    let start = parts.iter().take_while(is_form).count();
    let end = parts.iter().rev().take_while(is_form).count();
    let kept = parts.get(start..parts.len().saturating_sub(end)).filter(|kept| !kept.is_empty()).unwrap_or(&parts);
    kept.iter().map(|p| p.text.as_str()).collect()
}

/// `S.A.R.L.` is one word.
fn joined_initials(parts: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::new();
    let mut initials = false;
    for piece in parts {
        let is_initial = piece.text.len() == 1 && !piece.is_number;
        match joined.last_mut() {
            Some(last) if initials && is_initial && piece.gap == Gap::Joined => last.text.push_str(&piece.text),
            _ => joined.push(piece),
        }
        initials = is_initial;
    }
    joined
}

fn compact_iban(iban: &str) -> String {
    base::fold::reference(iban)
}
