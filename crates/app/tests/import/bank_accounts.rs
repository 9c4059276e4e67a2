//! Accounts: which one a statement is of, until when each is known, and where statements leave a gap.

use crate::bank_paper::{IBAN, Kind, Move, statement};
use crate::office::{Office, day, one};
use crate::paper::csv;
use app::bank_accounts::{self, AccountView, BreakKind, overview};
use app::import::{FileOutcome, FileReport, ReadFile, name_account};
use app::ports::terms::View;
use base::Cents;

fn accounts(office: &Office) -> Vec<AccountView> {
    overview(&office.world(), &office.company).unwrap()
}

fn import(office: &Office, file: ReadFile) -> FileReport {
    office.import(&[file]).files.remove(0)
}

fn codes(report: &FileReport) -> Vec<&'static str> {
    report.problems.iter().map(|p| p.code).collect()
}

fn moved(day: u32, cents: i64) -> Move {
    Move { day, cents, label: format!("VIR {day}"), reference: String::new() }
}

/// An export that names no account.
fn bare(name: &str, rows: &[(&str, &str)]) -> ReadFile {
    let rows: String = rows.iter().map(|(day, euros)| format!("{day}/05/2026;VIR {day};{euros},00\n")).collect();
    csv(name, &format!("Date;Libellé;Montant\n{rows}"))
}

#[test]
fn gaps_and_overlaps_are_shown() {
    testkit::both(|url| {
        let office = Office::open(url);
        let first = statement(Kind::Mt940, "a.sta", &[moved(2, 10_000)], (1, 4), 100_000);
        let third = statement(Kind::Cfonb, "c.txt", &[moved(13, 5_000)], (12, 15), 150_000);
        assert_eq!(codes(&import(&office, first)), Vec::<&str>::new());
        let report = import(&office, third);
        assert_eq!(codes(&report), ["statement_gap"]);
        assert!(report.problems[0].what.contains("400,00"), "{}", report.problems[0].what);
        let [account] = accounts(&office).try_into().unwrap();
        assert_eq!((account.account.as_str(), account.statements, account.lines), (IBAN, 2, 2));
        assert_eq!(account.known_until, Some(day("2026-05-15")));
        assert_eq!((account.balance_cents, account.balance_on), (Some(Cents::new(155_000)), Some(day("2026-05-15"))));
        assert_eq!(account.breaks[0].kind, BreakKind::Gap);
        assert_eq!(account.breaks[0].missing_cents, Some(Cents::new(40_000)));
        // The statement in between closes the gap; one over everything overlaps, harmlessly.
        let second = statement(Kind::Camt, "b.xml", &[moved(8, 40_000)], (4, 12), 110_000);
        assert_eq!(codes(&import(&office, second)), Vec::<&str>::new());
        assert!(accounts(&office)[0].breaks.is_empty(), "{:?}", accounts(&office)[0].breaks);
        let moves = [moved(2, 10_000), moved(8, 40_000), moved(13, 5_000)];
        let report = import(&office, statement(Kind::Ofx, "tout.ofx", &moves, (1, 15), 100_000));
        assert_eq!((report.created, report.already_known), (0, 3));
        assert!(codes(&report).iter().all(|c| *c == "statement_overlap") && !codes(&report).is_empty());
    });
}

#[test]
fn balances_that_do_not_add_up_are_a_warning() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        let mut file = statement(Kind::Cfonb, "a.txt", &[moved(2, 10_000)], (1, 4), 100_000);
        let text = String::from_utf8((*file.bytes).clone()).unwrap().replace("0000000011000{", "0000000012000{");
        file = one("a.txt", text.as_bytes());
        let report = office.take(&file);
        assert_eq!((codes(&report), report.bank_lines), (vec!["balance_gap"], 1));
        assert!(report.problems[0].what.contains("100,00"));
    });
}

#[test]
fn the_names_of_an_account_are_one_account() {
    testkit::both(|url| {
        let office = Office::open(url);
        let masked =
            csv("bnp.csv", "Compte pro;****8901;05/05/2026;1 000,00\n\nDate;Libellé;Montant\n05/05/2026;VIR A;10,00\n");
        let number = csv("ca.csv", "Compte courant n° 12345678901;\n\nDate;Libellé;Montant\n06/05/2026;VIR B;10,00\n");
        office.take(&masked);
        office.take(&statement(Kind::Camt, "c.xml", &[moved(7, 1_000)], (7, 7), 0));
        office.take(&number);
        office.take(&statement(Kind::Cfonb, "d.txt", &[moved(8, 1_000)], (8, 8), 1_000));
        let found = accounts(&office);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].account.as_str(), found[0].lines), ("****8901", 4));
        assert_eq!(found[0].names, [IBAN, "12345678901"]);
    });
}

#[test]
fn an_export_that_names_no_account_never_joins_another_in_silence() {
    testkit::both(|url| {
        let office = Office::open(url);
        // The only account there is: taken, and said.
        assert_eq!(codes(&import(&office, bare("mai-1.csv", &[("03", "10"), ("04", "20")]))), ["account_assumed"]);
        assert_eq!(codes(&import(&office, bare("mai-2.csv", &[("04", "20"), ("05", "30")]))), ["statement_overlap"; 0]);
        assert_eq!(codes(&import(&office, bare("mai-3.csv", &[("09", "40")]))), ["account_assumed"]);
        // Movements on the same days, and none in common: it cannot be the same account.
        let other = bare("autre.csv", &[("03", "7"), ("05", "8")]);
        let report = import(&office, other.clone());
        assert_eq!((report.outcome, codes(&report)), (FileOutcome::Refused, vec!["account_unclear"]));
        let mut named = [other];
        name_account(&mut named, "Compte épargne");
        let [named] = named;
        office.take(&named);
        let names: Vec<String> = accounts(&office).into_iter().map(|a| a.account).collect();
        assert_eq!(names, ["Compte épargne", "compte non précisé"]);
        // With two accounts, an export that shares nothing with either is asked about; one that does, is not.
        assert_eq!(codes(&import(&office, bare("juin.csv", &[("20", "50")]))), ["account_unclear"]);
        office.take(&bare("juin-2.csv", &[("05", "8"), ("20", "50")]));
        let lines: Vec<u64> = accounts(&office).into_iter().map(|a| a.lines).collect();
        assert_eq!(lines, [3, 4]);
    });
}

#[test]
fn currencies_are_apart() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        let text = "Date;Libellé;Montant;Devise;Compte\n03/05/2026;a;10,00;EUR;FR7630006000011234567890189\n\
            04/05/2026;b;10,00;USD;FR7630006000011234567890189\n";
        office.take(&csv("devises.csv", text));
        let found: Vec<_> = accounts(&office).into_iter().map(|a| (a.currency.code().to_string(), a.lines)).collect();
        assert_eq!(found, [("EUR".to_string(), 1), ("USD".to_string(), 1)]);
    });
}

/// « Qonto » for a person, an IBAN for the bank: the movements say that it is one account, whichever comes first.
#[test]
fn an_account_called_by_a_word_and_by_its_number_is_one() {
    let lines = [
        "10/09/2026;VIR GARAGE MARTIN F1;1200,00",
        "12/09/2026;VIR BOULANGERIE PETIT F2;800,00",
        "20/09/2026;PRLV EDF;-99,10",
    ];
    let bare = || csv("qonto.csv", &format!("Date;Libellé;Montant\n{}\n", lines.join("\n")));
    let by_number = |more: &str| {
        let rows = lines.iter().map(|l| format!("{IBAN};{l}\n")).collect::<String>();
        csv("banque.csv", &format!("IBAN;Date;Libellé;Montant\n{rows}{more}"))
    };
    let by_word = || {
        let mut files = [bare()];
        name_account(&mut files, "Qonto");
        files.into_iter().next().unwrap()
    };
    testkit::both(|url| {
        let office = Office::open(url);
        office.take(&by_word());
        let report = import(&office, by_number(""));
        assert_eq!((codes(&report), report.bank_lines), (vec!["account_recognised", "statement_overlap"], 0));
        let found = accounts(&office);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            (found[0].account.as_str(), found[0].lines, &found[0].names[..]),
            ("Qonto", 3, &[IBAN.to_string()][..])
        );
    });
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        office.take(&by_number(""));
        assert_eq!(codes(&import(&office, by_word())), ["account_recognised", "statement_overlap"]);
        assert_eq!(accounts(&office).len(), 1);
    });
    // A movement that only one of the two has on a day of both: two accounts, though much is alike.
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        office.take(&by_word());
        office.take(&by_number(&format!("{IBAN};12/09/2026;VIR AUTRE;5,00\n")));
        assert_eq!(accounts(&office).len(), 2);
    });
}

/// Exports without a number first, the statement with its IBAN later: the lines they share say that it is one account.
#[test]
fn a_nameless_account_gets_its_name_from_the_lines_it_shares() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        office.take(&bare("mai.csv", &[("03", "10"), ("04", "20")]));
        let report = import(&office, statement(Kind::Camt, "mai.xml", &[moved(4, 2_000), moved(6, 700)], (4, 6), 0));
        assert_eq!((report.created, report.already_known), (1, 1));
        let found = accounts(&office);
        assert_eq!((found.len(), found[0].names.as_slice()), (1, [IBAN.to_string()].as_slice()));
    });
}

/// The money of a second account may be there: until it is known, or said to be closed, nobody is told that it is fresh.
#[test]
fn the_account_that_is_behind_decides_until_it_is_no_longer_followed() {
    testkit::both(|url| {
        let office = Office::open(url);
        office.take(&csv(
            "f.csv",
            "Numéro;Date;Échéance;Client;Montant TTC\nF-2026-0101;01/04/2026;01/05/2026;Morel;10,00\n",
        ));
        let export = |account: &str, name: &str, rows: &str| {
            let mut files = [csv(name, &format!("Date;Libellé;Montant\n{rows}"))];
            name_account(&mut files, account);
            let [file] = files;
            office.take(&file);
        };
        let known = || {
            let view = View { as_of: day("2026-06-30"), known_at: None };
            office.world().read(|books| Ok(books.bank_known(office.company.id, view)?)).unwrap().unwrap()
        };
        export("Ancien compte", "a.csv", "05/05/2026;VIR F-2026-0101;10,00\n");
        export("Nouveau compte", "b.csv", "20/06/2026;VIR SALAIRES;-300,00\n");
        // Customers paid on the first only: it alone matters.
        assert_eq!((known().until, known().account.as_deref()), (day("2026-05-05"), Some("Ancien compte")));
        let world = office.world();
        let follow = |followed, why| bank_accounts::follow(&world, &office.company, "Ancien compte", followed, why);
        assert!(follow(false, " ").is_err() && follow(true, "déjà").is_err());
        follow(false, "compte fermé").unwrap();
        assert_eq!((known().until, known().account), (day("2026-06-20"), None));
        assert!(!accounts(&office)[0].is_followed && accounts(&office)[0].word.is_some());
        follow(true, "encore des virements").unwrap();
        assert_eq!(known().until, day("2026-05-05"));
        assert!(bank_accounts::follow(&world, &office.company, "Inconnu", false, "?").is_err());
    });
}
