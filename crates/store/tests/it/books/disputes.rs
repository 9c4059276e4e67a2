//! Disputes and corrections as kept, and as a planning reads them; and that no cent is lost, whatever is contested, credited,
//! invoiced again and paid.

use super::make::{at, company, contact, day, hold, id, invoice, lift, party};
use super::sums::{Counter, Still};
use super::{assert_taken, both, empty, known, on, read, write};
use app::corrections::{Correction, MadeBy, NewCredit, NewInvoice, correct};
use app::disputes::{NewDispute, NewFile, Settlement, folder, folders_on, open, settle, tell};
use app::ports::books::Books;
use app::ports::terms::BooksResult;
use app::records::*;
use base::{Cents, Currency, Date};
use domain::facts::{DisputeCause, DisputeFacts, Fault, Finding, HoldKind};
use domain::journal::Actor;
use domain::vat::{Vat, VatShare};
use store::SqlStore;

fn dispute(n: u64, invoice: u64) -> DisputeRecord {
    DisputeRecord {
        id: id(n),
        company: id(1),
        party: id(1),
        invoice: id(invoice),
        cause: DisputeCause::Quality,
        opened_on: day(2),
        contested: Cents::new(300),
        is_whole: false,
        currency: Currency::EUR,
        lines: "Pose, 2 jours".into(),
        author: "Anne".into(),
        recorded_at: at(5),
    }
}

fn entry(n: u64, seq: i64, on: Date, word: DisputeWord) -> DisputeEntry {
    DisputeEntry {
        id: id(n),
        dispute: id(1),
        seq,
        company: id(1),
        party: id(1),
        on,
        word,
        author: "Anne".into(),
        recorded_at: at(5 + seq),
    }
}

fn words() -> Vec<DisputeEntry> {
    let file = DisputeWord::File { name: "bl.pdf".into(), sha256: "ab".into(), text: None };
    [
        DisputeWord::Owner(Some(DisputeOwner::Contact(id(1)))),
        DisputeWord::Target(Some(day(20))),
        DisputeWord::Fault(Fault::Ours),
        DisputeWord::Message { text: "psn_1".into() },
        file,
        DisputeWord::Answer { accepted: false, by: "psn_2".into() },
        DisputeWord::Owner(None),
        DisputeWord::Target(None),
    ]
    .into_iter()
    .zip(1..)
    .map(|(word, seq)| entry(u64::try_from(seq).unwrap(), seq, day(1 + seq), word))
    .collect()
}

/// A dispute of every kind of word, carried from one hold to the next, settled, with its credit note.
pub fn fill(books: &mut dyn Books) -> BooksResult<()> {
    books.insert_contact(&contact(1, 1))?;
    books.insert_invoices(&[invoice(1, 1, 900, day(0)), invoice(2, 1, -300, day(9)), invoice(3, 1, 100, day(9))])?;
    books.insert_dispute(&dispute(1, 1))?;
    let holding = |hold: u64, awaits_credit| DisputeHold {
        hold: id(hold),
        dispute: id(1),
        company: id(1),
        party: id(1),
        awaits_credit,
    };
    let first = HoldRecord { invoice: Some(id(1)), amount: Some(Cents::new(300)), ..hold(1, 1, day(2), 5) };
    books.insert_hold(&first)?;
    books.insert_dispute_hold(&holding(1, false))?;
    for word in words() {
        let bytes = matches!(word.word, DisputeWord::File { .. }).then_some(&[0, 255, 7][..]);
        books.insert_dispute_entry(&word, bytes)?;
    }
    books.insert_lift(&lift(1, day(10), 20))?;
    books.insert_hold(&HoldRecord { opened_on: day(10), amount: Some(Cents::new(200)), ..first.clone() }.renamed(2))?;
    books.insert_dispute_hold(&holding(2, true))?;
    books.insert_dispute_outcome(&outcome())?;
    books.insert_correction(&correction(2))?;
    books.insert_issued(&issued(1, 2))?;
    books.insert_document_file(id(1), id(2), "QAV-2026-0001.pdf", &[1, 2])
}

trait Renamed {
    fn renamed(self, n: u64) -> Self;
}

impl Renamed for HoldRecord {
    fn renamed(self, n: u64) -> Self {
        HoldRecord { id: id(n), recorded_at: at(20), ..self }
    }
}

fn outcome() -> DisputeOutcome {
    DisputeOutcome {
        dispute: id(1),
        company: id(1),
        party: id(1),
        ended_on: day(10),
        finding: Finding::Partly,
        founded: Cents::new(200),
        days: 8,
        author: "Anne".into(),
        why: "deux jours de trop".into(),
        recorded_at: at(20),
    }
}

fn correction(document: u64) -> CorrectionRecord {
    CorrectionRecord {
        document: id(document),
        company: id(1),
        party: id(1),
        corrects: id(1),
        dispute: Some(id(1)),
        recorded_at: at(21),
    }
}

fn issued(position: i64, document: u64) -> IssuedRecord {
    IssuedRecord {
        company: id(1),
        series: "QAV-2026".into(),
        position,
        document: id(document),
        sha256: "cd".into(),
        context: "{}".into(),
        recorded_at: at(21),
    }
}

#[test]
fn what_is_said_comes_back_in_order_and_once() {
    both(|store| {
        write(store, |books| fill(books)).unwrap();
        assert_eq!(read(store, |books| books.dispute(id(1))), Some(dispute(1, 1)));
        assert_eq!(read(store, |books| books.dispute_entries(id(1))), words());
        assert_eq!(read(store, |books| books.disputes_on(id(1))), [dispute(1, 1)]);
        assert_eq!(read(store, |books| books.disputes_on(id(2))), [dispute(1, 1)], "by its credit note");
        assert!(read(store, |books| books.disputes_on(id(3))).is_empty());
        let standing = read(store, |books| books.standing_hold(id(1))).unwrap();
        assert_eq!((standing.0.id, standing.0.amount, standing.1), (id(2), Some(Cents::new(200)), true));
        assert_eq!(read(store, |books| books.first_hold(id(1))).unwrap().id, id(1));
        assert_eq!(read(store, |books| books.dispute_of_hold(id(2))), Some(id(1)));
        assert_eq!(read(store, |books| books.dispute_outcome(id(1))), Some(outcome()));
        let file = read(store, |books| books.dispute_file(id(1), id(5)));
        assert_eq!(file, Some(("bl.pdf".to_string(), vec![0, 255, 7])));
        assert_eq!(read(store, |books| books.dispute_file(id(2), id(5))), None, "of another company");
        assert_eq!(read(store, |books| books.corrections_in(id(1))), [correction(2)]);
        assert_eq!(read(store, |books| books.corrections_of(id(1))), [correction(2)]);
        assert_eq!(read(store, |books| books.correction(id(2))), Some(correction(2)));
        assert_eq!(read(store, |books| books.issued(id(2))), Some(issued(1, 2)));
        assert_eq!(read(store, |books| books.last_position(id(1), "QAV-2026")), 1);
        assert_eq!(read(store, |books| books.last_position(id(1), "QFA-2026")), 0);
        assert_eq!(read(store, |books| books.document_file(id(2))).unwrap().1, [1, 2]);
        assert_taken(write(store, |books| books.insert_dispute_outcome(&outcome())));
        assert_taken(write(store, |books| books.insert_issued(&issued(1, 3))));
        assert_taken(write(store, |books| {
            books.insert_dispute_entry(&entry(99, 8, day(9), words()[0].word.clone()), None)
        }));
        assert!(read(store, |books| books.subjects_of_party(id(1), id(1))).contains(&dispute(1, 1).id.to_string()));
    });
}

/// How a customer pays is told without what they contested, unless they were found wrong.
#[test]
fn what_was_contested_without_reason_counts_among_what_was_paid_late() {
    both(|store| {
        let contested = |n: u64| {
            read(store, |books| books.settlements(id(1), id(1), 9)).iter().any(|s| s.invoice == id(n) && s.was_disputed)
        };
        write(store, |books| {
            books.insert_invoices(&[invoice(1, 1, 900, day(0)), invoice(2, 1, 900, day(0))])?;
            for n in [1, 2] {
                books.insert_dispute(&DisputeRecord { id: id(n), ..dispute(1, n) })?;
                books.insert_hold(&HoldRecord { invoice: Some(id(n)), ..hold(n, 1, day(2), 5) })?;
                let held =
                    DisputeHold { hold: id(n), dispute: id(n), company: id(1), party: id(1), awaits_credit: false };
                books.insert_dispute_hold(&held)?;
            }
            Ok(())
        })
        .unwrap();
        assert!(contested(1) && contested(2), "while it is examined");
        for (n, finding) in [(1, Finding::Unfounded), (2, Finding::Founded)] {
            let ended = DisputeOutcome { dispute: id(n), finding, ..outcome() };
            write(store, |books| books.insert_dispute_outcome(&ended)).unwrap();
        }
        assert!(!contested(1) && contested(2));
    });
}

#[test]
fn a_planning_reads_the_dispute_as_it_was_on_its_day() {
    both(|store| {
        write(store, |books| fill(books)).unwrap();
        let told = |view| {
            let debtor = read(store, |books| books.debtor(id(1), id(1), view)).unwrap();
            let standing = debtor.holds.into_iter().filter(|h| h.lifted_on.is_none());
            standing.map(|h| (h.amount.unwrap().get(), h.dispute.unwrap())).collect::<Vec<_>>()
        };
        let facts = |owner: Option<&str>, target_on, awaits_credit| DisputeFacts {
            cause: DisputeCause::Quality,
            opened_on: day(2),
            owner: owner.map(str::to_string),
            target_on,
            awaits_credit,
        };
        assert_eq!(told(on(day(4))), [(300, facts(Some("Mme Durand"), Some(day(20)), false))]);
        assert_eq!(told(known(day(9), at(7))), [(300, facts(Some("Mme Durand"), Some(day(20)), false))]);
        assert_eq!(told(on(day(9))), [(300, facts(None, None, false))]);
        assert_eq!(told(on(day(30))), [(200, facts(None, None, true))]);
    });
}

/// Numbers that look like chance and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap() % sides
    }
}

fn by(dice: &mut Dice, amount: Cents, n: i64) -> MadeBy {
    if dice.roll(2) == 0 {
        let vat = Vat::Rates(vec![VatShare::of_gross(amount, base::RateBp::new(2_000)).unwrap()]);
        return MadeBy::Here { description: "Reprise de la pose".into(), vat };
    }
    let file = (dice.roll(2) == 0).then(|| NewFile { name: "avoir.pdf".into(), bytes: vec![1] });
    MadeBy::Elsewhere { number: format!("X-{n}"), file }
}

/// One thing that happens to the first customer; most are possible, some are refused, and a refusal changes nothing.
fn happen(store: &SqlStore, dice: &mut Dice, entropy: &Counter, n: i64) -> bool {
    let company = Company { vat_id: Some("FR40303265045".into()), ..company(1) };
    let actor = Actor::Person { name: "Anne".into() };
    let world = app::World { store, clock: &Still, entropy, today: day(40 + n), actor, program: "test" };
    let open_items = read(store, |books| {
        let mut found = Vec::new();
        books.open_items(id(1), on(day(40 + n)), &mut |item| {
            found.push(item);
            Ok(())
        })?;
        Ok(found)
    });
    let positive: Vec<_> = open_items.into_iter().filter(|i| i.outstanding.is_positive()).collect();
    if positive.is_empty() {
        return false;
    }
    let item = &positive[usize::try_from(dice.roll(i64::try_from(positive.len()).unwrap())).unwrap()];
    let amount = Cents::new(1 + dice.roll(item.outstanding.get() + 5));
    let on_it = folders_on(&world, &company, item.invoice).unwrap().into_iter().find(|f| f.is_open());
    match dice.roll(5) {
        0 => app::payments::pay(&world, &company, item.invoice, amount, day(40 + n), "").is_ok(),
        1 => open(
            &world,
            &company,
            &NewDispute {
                invoice: item.invoice,
                cause: DisputeCause::ALL[usize::try_from(dice.roll(8)).unwrap()],
                contested: (dice.roll(3) > 0).then_some(amount),
                lines: String::new(),
                owner: None,
                target_on: None,
                why: "contesté".into(),
            },
        )
        .is_ok(),
        2 => on_it.is_some_and(|f| {
            let finding = Finding::ALL[usize::try_from(dice.roll(3)).unwrap()];
            let founded = (finding == Finding::Partly).then_some(amount);
            let settlement = Settlement { finding, founded, fault: Some(Fault::Ours), why: "vu".into() };
            settle(&world, &company, f.dispute.id, &settlement).is_ok()
        }),
        _ => {
            let again = Cents::new(dice.roll(amount.get()) + 1);
            let due_on = day(70 + n);
            let new = NewInvoice {
                amount: again,
                issued_on: world.today,
                due_on,
                is_contested: on_it.is_some() && dice.roll(2) == 0,
                by: by(dice, again, n * 10 + 1),
            };
            let correction = Correction {
                invoice: item.invoice,
                dispute: on_it.map(|f| f.dispute.id),
                credit: NewCredit { amount, issued_on: world.today, by: by(dice, amount, n * 10) },
                invoices: if dice.roll(2) == 0 { vec![new] } else { Vec::new() },
                finding: None,
                goes_on: dice.roll(2) == 0,
                why: "part contestée".into(),
            };
            correct(&world, &company, &correction).is_ok()
        }
    }
}

#[test]
fn no_cent_is_lost_whatever_is_contested_credited_invoiced_again_and_paid() {
    empty(|store| {
        write(store, |books| {
            let address = PostalAddress {
                lines: vec!["2 rue des Lilas".into()],
                city: Some("Lyon".into()),
                ..PostalAddress::default()
            };
            books.insert_company(&company(1))?;
            books.insert_party(&PartyRecord { address, ..party(1) })?;
            books.insert_invoices(&[invoice(1, 1, 90_000, day(0)), invoice(2, 1, 45_501, day(1))])
        })
        .unwrap();
        let (mut dice, entropy, mut done) = (Dice(20_261_122), Counter::default(), 0);
        for n in 0..60 {
            done += u64::from(happen(store, &mut dice, &entropy, n));
            holds_together(store, day(40 + n));
        }
        assert!(done > 20, "only {done} of 60 were possible");
        let last = |series| read(store, |books| books.last_position(id(1), series));
        assert!(last("QAV-2026") > 2 && last("QFA-2026") > 0, "documents were made out here");
    });
}

fn holds_together(store: &SqlStore, as_of: Date) {
    let totals = read(store, |books| books.totals(id(1)));
    assert_eq!(totals.principal.sub(totals.allocated), Ok(totals.outstanding), "{as_of}");
    assert!(totals.stale_balances.is_empty() && totals.overallocated.is_empty(), "{totals:?}");
    let Some(debtor) = read(store, |books| books.debtor(id(1), id(1), on(as_of))) else { return };
    let facts = domain::facts::CompanyFacts::default();
    let situation = domain::situation::Situation::of(&debtor, &facts, as_of).unwrap();
    for standing in &situation.standings {
        let (asked, contested) = (standing.undisputed(), standing.contested().unwrap());
        assert_eq!(asked.add(contested), Ok(standing.receivable.outstanding), "{}", standing.receivable.number);
        let holds = standing.holds.iter().filter(|h| h.kind == HoldKind::Dispute);
        assert!(holds.clone().all(|h| h.dispute.is_some() && h.amount.is_none_or(Cents::is_positive)));
    }
}

#[test]
fn a_file_is_kept_byte_for_byte_and_a_message_can_be_erased() {
    both(|store| {
        write(store, |books| books.insert_invoices(&[invoice(1, 1, 900, day(0))])).unwrap();
        let (entropy, actor) = (Counter::default(), Actor::Person { name: "Anne".into() });
        let world = app::World { store, clock: &Still, entropy: &entropy, today: day(40), actor, program: "test" };
        let new = NewDispute {
            invoice: id(1),
            cause: DisputeCause::Delivery,
            contested: Some(Cents::new(300)),
            lines: "Une porte".into(),
            owner: None,
            target_on: None,
            why: "il manque une porte".into(),
        };
        let id = open(&world, &company(1), &new).unwrap();
        let file = NewFile { name: "C:\\photos\\porte.jpg".into(), bytes: vec![255, 0, 216] };
        let entry = tell(&world, &company(1), id, "photo du chantier", Some(&file)).unwrap();
        tell(&world, &company(1), id, "Mme Durand rappelle lundi", None).unwrap();
        assert!(tell(&world, &company(1), id, " ", None).is_err(), "nothing to add");
        let kept = read(store, |books| books.dispute_file(company(1).id, entry));
        assert_eq!(kept, Some(("porte.jpg".to_string(), vec![255, 0, 216])));
        let found = folder(&world, &company(1), id).unwrap();
        assert_eq!((found.why.as_str(), found.target_on), ("il manque une porte", Some(day(55))));
        let DisputeWord::Message { text } = &found.entries[3].word else { panic!("{:?}", found.entries) };
        assert_eq!(read(store, |books| books.personal(text)).as_deref(), Some("Mme Durand rappelle lundi"));
        assert!(write(store, |books| books.erase_personal(text)).unwrap());
        assert_eq!(folder(&world, &company(1), id).unwrap().entries.len(), 4, "the entry stays");
    });
}
