//! Puts the parts together: items with party, kind and number, settled, with the balances of each customer.
//! Also tells, once for the whole file, the small deviations that were counted while reading.

use crate::book::Book;
use crate::columns::Layout;
use crate::entries::{self, Nature};
use crate::filename::Named;
use crate::numbering::{Numbering, without_name};
use crate::party::{self, Parties};
use crate::settle;
use crate::trouble::Trouble;
use base::{Cents, fr};
use draft::{LedgerDraft, LedgerItem, LedgerParty, LedgerSettlement, Problem, Text};
use std::collections::{BTreeMap, HashMap};

/// The whole file's lines are let go as soon as the items stand: settling needs room of its own.
pub(crate) fn ledger(mut book: Book<'_>, layout: &Layout, named: Named, trouble: &mut Trouble) -> Option<LedgerDraft> {
    if book.lines.is_empty() && !trouble.has_errors() {
        let remedy = "vérifiez l’exercice choisi pour l’export";
        trouble.add(Problem::error("no_entries", "le fichier ne contient aucune écriture", remedy));
    }
    book.forget_words();
    tell_habits(&book, layout, &named, trouble);
    // Damaged lines explain a difference between debits and credits: told first, alone.
    if trouble.has_errors() {
        return None;
    }
    let natures = entries::understand(&book, trouble);
    if trouble.has_errors() {
        return None;
    }
    tell_nameless(&book, &natures, trouble);
    let mut parties = party::identify(&book, &natures);
    let mut items = items(&book, &natures, &parties);
    if layout.is_csv() {
        parties.names.values_mut().for_each(undouble);
        items.iter_mut().for_each(|item| {
            let mut label = item.label.to_string();
            undouble(&mut label);
            item.label = label.into();
        });
    }
    let mut draft = described(&book, named);
    drop(book);
    drop(natures);
    let numbering = number(&mut items, &parties.names);
    let letters = settle::letters(&items, 0);
    draft.settlements = settle::settle(&mut items, 0, &letters, &numbering);
    let is_pseudo = |code: &str| parties.pseudo.contains(code);
    draft.parties = balances(&items, &draft.settlements, &parties.names, is_pseudo);
    draft.items = items;
    Some(draft)
}

/// What is said of the whole file.
fn described(book: &Book<'_>, named: Named) -> LedgerDraft {
    LedgerDraft {
        siren: named.siren,
        closing_on: named.closing_on,
        first_entry_on: book.first_on,
        last_entry_on: book.last_on,
        bank_known_until: book.bank_until,
        entries: u64::try_from(book.entries.len()).unwrap_or(u64::MAX),
        total_debit: bounded(book.debit),
        total_credit: bounded(book.credit),
        ..LedgerDraft::default()
    }
}

/// In a quoted CSV field a quote is written twice.
fn undouble(text: &mut String) {
    if text.contains("\"\"") {
        *text = text.replace("\"\"", "\"");
    }
}

/// Gives every item its reference, by what the file's own numbering teaches.
fn number(items: &mut [LedgerItem], names: &BTreeMap<String, String>) -> Numbering {
    let label =
        |item: &LedgerItem| without_name(&item.label, names.get(item.party.as_str()).map_or("", String::as_str));
    let numbering = Numbering::learn(items, |at| items.get(at).map(label).unwrap_or_default());
    for item in items {
        let reference = numbering.reference(item.kind, &item.piece, &label(item));
        item.reference = if item.piece == reference { item.piece.clone() } else { reference.into() };
    }
    numbering
}

/// Totals were checked against what is plausible, well inside an `i64`.
fn bounded(total: i128) -> Cents {
    Cents::new(i64::try_from(total).unwrap_or(i64::MAX))
}

fn items(book: &Book<'_>, natures: &[Nature], parties: &Parties) -> Vec<LedgerItem> {
    let mut shared: HashMap<&str, Text> = HashMap::new();
    let mut items = Vec::with_capacity(book.customers.len());
    for line in book.lines.iter().filter(|l| l.customer > 0) {
        let at = items.len();
        let known = (book.customers.get(at), book.named(at), natures.get(at), parties.codes.get(at));
        let (Some(customer), Some(text), Some(nature), Some(code)) = known else { continue };
        let mut share = |text| shared.entry(text).or_insert_with(|| Text::from(text)).clone();
        items.push(LedgerItem {
            line: u64::from(line.number),
            party: code.clone(),
            account: share(text.account),
            kind: nature.kind,
            reference: share(""),
            piece: text.piece.into(),
            letter: share(text.letter),
            entry: nature.run,
            booked_on: customer.date,
            piece_on: customer.piece_on,
            label: customer.label.into(),
            amount: Cents::new(line.amount),
            open: Cents::new(line.amount),
            continues: None,
        });
    }
    items
}

/// The balance of each customer, from all its lines; sorted by code.
pub(crate) fn balances(
    items: &[LedgerItem],
    settlements: &[LedgerSettlement],
    names: &BTreeMap<String, String>,
    is_pseudo: impl Fn(&str) -> bool,
) -> Vec<LedgerParty> {
    let mut sums: BTreeMap<&str, (i64, i64, bool)> = BTreeMap::new();
    for item in items {
        let (balance, advances, _) = sums.entry(&item.party).or_default();
        let side = if item.is_advance() { advances } else { balance };
        *side = side.saturating_add(item.amount.get());
    }
    for settlement in settlements.iter().filter(|s| s.confidence.is_estimate()) {
        if let Some(sum) = items.get(settlement.debit).and_then(|i| sums.get_mut(i.party.as_str())) {
            sum.2 = true;
        }
    }
    let party = |(code, (balance, advances, to_confirm)): (&str, (i64, i64, bool))| LedgerParty {
        code: code.to_string(),
        name: names.get(code).filter(|n| !n.is_empty()).cloned().unwrap_or_else(|| code.to_string()),
        balance: Cents::new(balance),
        advances: Cents::new(advances),
        is_pseudo: is_pseudo(code),
        to_confirm,
    };
    sums.into_iter().map(party).collect()
}

fn tell_habits(book: &Book<'_>, layout: &Layout, named: &Named, trouble: &mut Trouble) {
    if named.siren.is_none() || named.closing_on.is_none() {
        let what = "le nom du fichier n’est pas de la forme SIRENFECAAAAMMJJ";
        let remedy =
            "la société et la date de clôture ne sont pas connues par lui : vérifiez qu’il s’agit de la bonne société";
        trouble.add(Problem::warning("file_name", what, remedy));
    }
    if layout.is_csv() {
        let what = format!("les colonnes sont séparées par « {} »", layout.separator);
        let remedy = "le fichier est lu ; un FEC réglementaire utilise la tabulation ou « | »";
        trouble.add(Problem::warning("separator", what, remedy));
    }
    if book.customers.is_empty() && !book.lines.is_empty() {
        let remedy = "rien à recouvrer ne peut en être tiré ; une comptabilité de trésorerie ne suit pas les clients : importez les factures";
        trouble.add(Problem::warning("no_customers", "aucune écriture sur un compte client (411)", remedy));
    }
    tell_counted(book, trouble);
}

/// Lines on a collective account that name nobody.
fn tell_nameless(book: &Book<'_>, natures: &[Nature], trouble: &mut Trouble) {
    let nameless = |at: usize| {
        let line = at.checked_sub(1).and_then(|i| Some((book.named(i)?, natures.get(i)?)));
        line.is_some_and(|(line, nature)| nature.answers.is_none() && !party::names_customer(&line))
    };
    let mut lines =
        book.lines.iter().filter(|l| usize::try_from(l.customer).is_ok_and(nameless)).map(|l| u64::from(l.number));
    if let Some(first) = lines.next() {
        let lines = fr::count(1 + u64::try_from(lines.count()).unwrap_or(0), "ligne", "lignes");
        let what = format!("{lines} sur un compte client collectif, sans compte auxiliaire");
        let remedy = "ces montants ne sont attribués à personne ; tenez un compte par client, ou importez les factures";
        trouble.add(Problem::warning("no_customer_code", what, remedy).at_line(first));
    }
}

fn tell_counted(book: &Book<'_>, trouble: &mut Trouble) {
    let told: [(&'static str, &str, &str); 4] = [
        (
            "decimal_point",
            "point décimal au lieu de la virgule",
            "les montants sont lus ; le format FEC veut une virgule",
        ),
        (
            "no_piece_reference",
            "référence de pièce (PieceRef) vide",
            "le numéro de facture est cherché dans le libellé : vérifiez-le",
        ),
        ("no_label", "libellé d’écriture (EcritureLib) vide", "complétez les libellés dans le logiciel comptable"),
        ("surplus_fields", "champs en trop en fin de ligne", "ils sont ignorés ; vérifiez l’export"),
    ];
    for (code, what, remedy) in told {
        if let Some((count, line)) = trouble.counted(code) {
            let lines = fr::count(count, "ligne", "lignes");
            trouble
                .add(Problem::warning(code, format!("{what} sur {lines}, d’abord ligne {line}"), remedy).at_line(line));
        }
    }
    let lines = u64::try_from(book.lines.len()).unwrap_or(u64::MAX);
    if trouble.counted("not_validated").is_some_and(|(count, _)| count == lines) {
        let what = "aucune écriture n’est validée : export provisoire";
        trouble.add(Problem::info("provisional", what, "il peut encore changer ; réimportez l’export définitif"));
    }
}
