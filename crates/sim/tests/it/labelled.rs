//! The matching engine over labelled sets of several seeds: no line is matched wrongly without a person, and nearly all that
//! have an answer are matched. The set of the corpus too, when `QUITUS_SAMPLES` names its folder.

use app::matching::labelled::{Files, Score, run};
use sim::labelled::{LabelledSet, Size, labelled_set};

fn files(set: &LabelledSet) -> Files<'_> {
    Files {
        invoices: set.invoices.as_bytes(),
        customers: set.customers.as_bytes(),
        history: Some(set.history.as_bytes()),
        lines: set.lines.as_bytes(),
        truth: Some(set.truth.as_bytes()),
    }
}

fn scored(set: &LabelledSet) -> Score {
    run(files(set)).unwrap().1.unwrap()
}

#[test]
fn no_seed_gives_a_wrong_match_and_nearly_all_answers_are_found() {
    for seed in 1..=9 {
        let set = labelled_set(seed, Size::default());
        let score = scored(&set);
        let of = |wrong: &String| {
            let lines = set.lines.lines().chain(set.truth.lines());
            lines.filter(|l| l.starts_with(wrong.as_str())).collect::<Vec<_>>().join("\n")
        };
        let wrong: Vec<String> = score.wrong.iter().map(of).collect();
        assert!(wrong.is_empty(), "seed {seed}:\n{}", wrong.join("\n\n"));
        assert!(score.all.recall() >= 9_500, "seed {seed}: {:?}", score);
        assert!(score.all.answerable > 1_000, "seed {seed}: {:?}", score.all);
    }
}

/// Small companies have few customers and few invoices; big ones thousands of a customer.
#[test]
fn neither_few_nor_many_invoices_of_a_customer_make_it_rash() {
    let sizes = [
        Size { customers: 6, invoices: 60, lines: 50 },
        Size { customers: 12, invoices: 4_000, lines: 1_500 },
        Size { customers: 900, invoices: 2_000, lines: 1_200 },
    ];
    for (seed, size) in (20..).zip(sizes) {
        let score = scored(&labelled_set(seed, size));
        assert_eq!(score.all.wrong, 0, "{size:?}: {:?}", score.wrong);
    }
}

#[test]
fn a_column_that_is_not_there_is_named_with_its_file() {
    let set = labelled_set(1, Size { customers: 5, invoices: 20, lines: 10 });
    let lines = set.lines.replacen("amount_cents", "montant", 1);
    let error = run(Files { lines: lines.as_bytes(), ..files(&set) }).unwrap_err().to_string();
    assert_eq!(
        error,
        "bank_lines.csv, ligne 1 : il manque la colonne amount_cents. Corrigez ce fichier, puis recommencez."
    );
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the folder of the corpus is asked of the tests, not of the program")]
fn the_set_of_the_corpus_is_matched_without_a_wrong_line() {
    let Some(root) = std::env::var("QUITUS_SAMPLES").ok().map(std::path::PathBuf::from) else { return };
    let read = |name: &str| std::fs::read_to_string(root.join("matching").join(name)).unwrap();
    let set = LabelledSet {
        invoices: read("open_invoices.csv"),
        customers: read("customers.csv"),
        history: read("payment_history.csv"),
        lines: read("bank_lines.csv"),
        truth: read("truth.csv"),
    };
    let score = scored(&set);
    assert_eq!(score.all.wrong, 0, "{:?}", score.wrong);
    assert!(score.all.recall() >= 9_500, "{:?}", score.all);
}

/// What is known is a set, not a list: in whatever order invoices and customers are given, each line is told the same.
#[test]
fn the_order_in_which_things_became_known_changes_nothing() {
    let set = labelled_set(4, Size { customers: 60, invoices: 700, lines: 500 });
    let reversed = |text: &str| {
        let mut lines: Vec<&str> = text.lines().collect();
        lines[1..].reverse();
        lines.join("\n")
    };
    let (invoices, customers, history) = (reversed(&set.invoices), reversed(&set.customers), reversed(&set.history));
    let other = Files {
        invoices: invoices.as_bytes(),
        customers: customers.as_bytes(),
        history: Some(history.as_bytes()),
        ..files(&set)
    };
    let told = |files: Files<'_>| -> Vec<_> {
        let (answers, _) = run(files).unwrap();
        answers
            .into_iter()
            .map(|a| {
                let mut paid = a.allocations().to_vec();
                paid.sort();
                (a.line, a.verdict.decision, paid)
            })
            .collect()
    };
    assert_eq!(told(files(&set)), told(other));
}
