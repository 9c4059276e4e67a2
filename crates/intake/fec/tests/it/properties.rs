//! Laws that hold for any ledger: what is open adds up to the balance, and order and letters never create money.

use crate::assert_invariants;
use proptest::prelude::*;

const HEADER: &str = "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise\n";

#[derive(Clone, Debug)]
struct Entry {
    day: u32,
    account: &'static str,
    against: &'static str,
    party: u32,
    cents: i64,
    piece: u32,
    label: u32,
    letter: &'static str,
}

fn entry() -> impl Strategy<Value = Entry> {
    let accounts =
        prop::sample::select(vec!["411000", "411000", "411000", "416000", "413000", "419100", "411700", "411DUPONT"]);
    let against = prop::sample::select(vec![
        "706000", "512000", "512000", "654000", "411000", "416000", "890000", "467000", "401000", "419100",
    ]);
    let letters = prop::sample::select(vec!["", "", "", "AA", "AB", "aa", "B"]);
    (1..28u32, accounts, against, 0..4u32, -20i64..20, 0..9u32, 0..9u32, letters).prop_map(
        |(day, account, against, party, units, piece, label, letter)| Entry {
            day,
            account,
            against,
            party,
            cents: units * 2_550,
            piece,
            label,
            letter,
        },
    )
}

fn file(entries: &[Entry]) -> String {
    let mut out = HEADER.to_string();
    for (number, e) in entries.iter().enumerate() {
        let money = |c: i64| format!("{}{},{:02}", if c < 0 { "-" } else { "" }, c.abs() / 100, c.abs() % 100);
        let mut line = |account: &str, cents: i64, letter: &str| {
            let aux = if account.starts_with("41") && account.ends_with('0') && e.party > 0 {
                format!("C{}", e.party)
            } else {
                String::new()
            };
            let label = if e.label > 5 { format!("sur F2025-{:03}", e.label - 5) } else { "libellé".to_string() };
            out.push_str(&format!("J{}\tJournal\t{number}\t202503{:02}\t{account}\tCompte\t{aux}\tNom {aux}\tF2025-{:03}\t20250301\t{label}\t{}\t0\t{letter}\t\t20250401\t\t\n", &e.against[..1], e.day, e.piece, money(cents)));
        };
        line(e.account, e.cents, e.letter);
        line(e.against, -e.cents, "");
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn open_amounts_add_up_to_the_ledger(entries in prop::collection::vec(entry(), 1..60), cut in 0usize..60) {
        let reading = fec::read("732829320FEC20251231.txt", file(&entries).as_bytes());
        prop_assert!(!reading.is_refused(), "{:?}", reading.problems);
        let ledger = reading.ledger.unwrap();
        assert_invariants(&ledger);
        let booked: i64 = entries.iter().map(|e| {
            let is = |a: &str| ["411", "413", "416", "4191"].iter().any(|p| a.starts_with(p));
            let side = |account: &str| if is(account) { e.cents } else { 0 };
            side(e.account) - side(e.against)
        }).sum();
        let known: i64 = ledger.parties.iter().map(|p| p.balance.get() + p.advances.get()).sum();
        prop_assert_eq!(known, booked);
        // Any two ledgers join into one whose sums still hold.
        let other = fec::read("732829320FEC20251231.txt", file(&entries[..cut.min(entries.len())]).as_bytes()).ledger;
        let mut other = other.unwrap_or_default();
        other.first_entry_on = None;
        let (merged, _) = fec::merge_years(vec![ledger.clone(), other]);
        assert_invariants(&merged);
        // Reading is a function of the bytes.
        prop_assert_eq!(fec::read("732829320FEC20251231.txt", file(&entries).as_bytes()).ledger.unwrap(), ledger);
    }
}
