//! Sums are conserved whatever is made of credits and claims, in whatever order: allocated, split, left aside, taken back, paid by
//! hand, given up.

use crate::ground::{CUSTOMERS, DUE, Office, TODAY, credit_note, day_after, id, invoice};
use app::accessories;
use app::holds;
use app::matching;
use app::payments;
use app::ports::books::Books;
use app::ports::terms::View;
use app::records::{
    ActEventRecord, BankLineRecord, ClaimRecord, Component, InvoiceRecord, PaymentRecord, SourceRecord,
};
use app::sorting::{self, Split};
use base::id::{BankLineId, InvoiceId};
use base::{Cents, Currency, Timestamp};
use domain::act::ActEvent;
use domain::facts::DecisionKind;
use std::sync::Arc;
use store::SqlStore;

/// Two more invoices of each customer, beside those of the office.
const INVOICES: u64 = CUSTOMERS * 3;
const LINES: u64 = 5;
const STEPS: usize = 14;

/// A small chance of our own: the same seed, the same story.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

pub fn fill(office: &Office<'_>) {
    let world = office.on(TODAY);
    world
        .write(|books| {
            let more: Vec<InvoiceRecord> = (CUSTOMERS + 1..=INVOICES)
                .map(|n| {
                    let (of, number) = (invoice((n - 1) % CUSTOMERS + 1), format!("F-2026-{n:03}"));
                    let cents = Cents::new(40_000 + i64::try_from(n).unwrap() * 1_111);
                    InvoiceRecord {
                        id: id(n),
                        key: format!("inv:f2026{n:03}"),
                        number,
                        gross: cents,
                        principal: cents,
                        ..of
                    }
                })
                .collect();
            books.insert_invoices(&more)?;
            books.insert_source(&SourceRecord {
                id: id(900),
                company: office.company().id,
                name: "releve.csv".to_string(),
                format: "csv".to_string(),
                sha256: "9".repeat(64),
                bytes: Arc::new(Vec::new()),
                recorded_at: Timestamp::UNIX_EPOCH,
            })?;
            let lines: Vec<BankLineRecord> = (1..=LINES).map(|n| line(office, n)).collect();
            books.insert_bank_lines(&lines)?;
            Ok(())
        })
        .unwrap();
    office.notice(TODAY, 1);
    world
        .write(|books| {
            let done = ActEventRecord {
                act: id(1),
                company: office.company().id,
                seq: 1,
                event: ActEvent::Done,
                on: TODAY,
                author: "Camille".to_string(),
                detail: String::new(),
                recorded_at: Timestamp::UNIX_EPOCH,
            };
            books.insert_act_event(&done)?;
            let claim = ClaimRecord {
                act: id(1),
                invoice: id(1),
                company: office.company().id,
                party: id(1),
                until: TODAY,
                currency: Currency::EUR,
                interest: Cents::new(500),
                interest_accrued: Cents::new(500),
                compensation: Cents::new(4_000),
                compensation_accrued: Cents::new(4_000),
                segments: "[]".to_string(),
                recorded_at: Timestamp::UNIX_EPOCH,
            };
            books.insert_claims(&[claim])?;
            Ok(())
        })
        .unwrap();
}

fn line(office: &Office<'_>, n: u64) -> BankLineRecord {
    let cents = [DUE, 30_000, DUE + 4_500, 161_111, 4_000][usize::try_from(n - 1).unwrap()];
    BankLineRecord {
        id: id(n),
        company: office.company().id,
        source: id(900),
        account: "compte".to_string(),
        key: format!("bnk:{n}"),
        content_hash: n.to_string(),
        booked_on: TODAY,
        amount: Cents::new(cents),
        currency: Currency::EUR,
        counterparty: None,
        counterparty_iban: None,
        end_to_end: None,
        text: format!("VIR CLIENT F-2026-00{}", (n - 1) % 3 + 1),
        is_reversal: false,
        recorded_at: Timestamp::UNIX_EPOCH,
        payments: Vec::new(),
    }
}

/// One act of a person, taken at random; many are refused, and then nothing may have changed.
fn act(office: &Office<'_>, dice: &mut Dice) {
    let (world, company) = (office.on(day_after(1)), office.company());
    let line: BankLineId = id(dice.roll(LINES) + 1);
    let one: InvoiceId = id(dice.roll(INVOICES) + 1);
    let other: InvoiceId = id(dice.roll(INVOICES) + 1);
    let mut cents = |most: i64| Cents::new(i64::try_from(dice.roll(u64::try_from(most).unwrap())).unwrap() + 1);
    let (a, b) = (cents(DUE), cents(60_000));
    let done = match dice.roll(9) {
        0 => matching::refresh(&world, &company)
            .and_then(|()| matching::accept(&world, &company, line, 0, None))
            .map(drop),
        1 => {
            let parts = vec![(one, a), (other, b)];
            sorting::split(&world, &company, &Split { line, parts, accessories: Vec::new(), rest: Some(id(1)) })
                .map(drop)
        }
        2 => {
            let split =
                Split { line, parts: vec![(one, a)], accessories: vec![(id(1), Cents::new(700))], rest: Some(id(1)) };
            sorting::split(&world, &company, &split).map(drop)
        }
        3 => sorting::set_aside(&world, &company, line, "d’aucun client"),
        4 | 5 => sorting::reopen(&world, &company, line, "repris").map(drop),
        6 => payments::pay(&world, &company, one, a, TODAY, "chèque").map(drop),
        7 => payments::reverse_last(&world, &company, one, "repris").map(drop),
        _ => accessories::receive(&world, &company, id(1), (Cents::new(300), day_after(1), "espèces")),
    };
    // Refusals are part of the story; a broken store is not.
    assert!(!matches!(done, Err(app::AppError::Broken(_))), "{done:?}");
}

fn check(office: &Office<'_>) {
    let (world, company) = (office.on(day_after(1)), office.company());
    let law = app::lawbook::load(&world).unwrap();
    world
        .read(|books| {
            let mut received = Cents::ZERO;
            let mut seen: Vec<PaymentRecord> = Vec::new();
            for party in 1..=CUSTOMERS {
                seen.extend(books.payments_of_party(id(party))?);
            }
            for payment in &seen {
                let laid = Cents::sum(books.allocations_of_payment(payment.id)?.into_iter().map(|a| a.amount))?;
                assert!(!laid.is_negative() && laid <= payment.amount, "{laid} of {}", payment.amount);
                let lines = books.lines_of_payment(payment.id)?;
                if payment.bank_line.is_some() {
                    // A credit that is a payment is laid wholly; one taken back lies nowhere.
                    let whole = if lines.is_empty() { Cents::ZERO } else { payment.amount };
                    assert_eq!(laid, whole);
                }
                received = received.add(laid)?;
            }
            assert_eq!(received, on_invoices(books)?);
            lines_add_up(office, books)?;
            for n in 1..=INVOICES {
                let record = books.invoice(id(n))?.unwrap();
                let claims = accessories::of_invoice(books, &law, &company, &record, day_after(1))?.claims;
                let balance = books.balance(id(n))?.unwrap().outstanding;
                let sums = app::sums::of_invoice(books, &law, &company, &record, day_after(1))?;
                assert_eq!(sums.principal_due, balance.max(Cents::ZERO), "{}", record.number);
                assert_eq!((sums.interest_due, sums.interest_paid), (claims.interest.due, claims.interest.paid));
                for claim in [claims.interest, claims.compensation] {
                    assert_eq!(claim.accrued, Cents::sum([claim.waived, claim.paid, claim.due])?, "{claim:?}");
                    let parts = [claim.claimed, claim.waived, claim.paid, claim.due];
                    assert!(parts.into_iter().all(|c| !c.is_negative()) && claim.claimed <= claim.accrued, "{claim:?}");
                }
            }
            Ok(())
        })
        .unwrap();
}

/// All that lies on invoices and on account, by what it settles; balances say the same of the principal.
fn on_invoices(books: &mut dyn Books) -> app::AppResult<Cents> {
    let mut total = Cents::ZERO;
    let mut invoices: Vec<InvoiceId> = (1..=INVOICES).map(id).collect();
    for party in 1..=CUSTOMERS {
        for payment in books.payments_of_party(id(party))? {
            invoices.extend(books.allocations_of_payment(payment.id)?.into_iter().map(|a| a.invoice));
        }
    }
    invoices.sort_unstable();
    invoices.dedup();
    for invoice in invoices {
        let all = books.allocations_of_invoice(invoice)?;
        let sum = |principal: bool| {
            let of = all.iter().filter(|a| (a.component == Component::Principal) == principal);
            Cents::sum(of.map(|a| a.amount))
        };
        let balance = books.balance(invoice)?.unwrap();
        assert_eq!(balance.principal.sub(balance.outstanding)?, sum(true)?);
        assert!(balance.principal.is_zero() || !balance.outstanding.is_negative());
        total = total.add(sum(true)?)?.add(sum(false)?)?;
    }
    Ok(total)
}

/// A credit waits, is set aside, or is payments of just its amount.
fn lines_add_up(office: &Office<'_>, books: &mut dyn Books) -> app::AppResult<()> {
    let view = View { as_of: day_after(1), known_at: None };
    let waiting = books.unmatched_credits(office.company().id, TODAY, view)?;
    for n in 1..=LINES {
        let line = books.bank_line(id(n))?.unwrap();
        let mut paid = Cents::ZERO;
        for payment in &line.payments {
            paid = paid.add(books.payment(*payment)?.unwrap().amount)?;
        }
        let (waits, is_aside) = (waiting.iter().any(|c| c.id == line.id), !books.line_words(line.id)?.is_empty());
        match (paid.is_zero(), waits, is_aside) {
            (true, true, false) | (true, false, true) => {}
            (false, false, false) => assert!(paid <= line.amount && paid.is_positive()),
            other => panic!("{other:?} of {}", line.text),
        }
    }
    Ok(())
}

#[test]
fn sums_are_conserved_by_any_sequence() {
    for seed in 1..=12 {
        testkit::both(|url| story(url, seed));
    }
}

fn story(url: &str, seed: u64) {
    let store = SqlStore::open(url, Timestamp::UNIX_EPOCH).unwrap();
    let office = Office::found(&store, false);
    fill(&office);
    check(&office);
    let mut dice = Dice(seed);
    for step in 0..STEPS {
        act(&office, &mut dice);
        if step + 4 == STEPS {
            let waive = DecisionKind::Waive { interest: seed.is_multiple_of(2), compensation: true };
            let (world, company) = (office.on(day_after(1)), office.company());
            holds::decide(&world, &company, id(1), Some(id(1)), &waive, "geste").unwrap();
        }
        check(&office);
    }
    office.verify();
}

/// What a person takes back gives the credit note back too.
#[test]
fn a_credit_note_deducted_is_free_again_when_the_credit_is_taken_back() {
    testkit::both(|url| {
        let store = SqlStore::open(url, Timestamp::UNIX_EPOCH).unwrap();
        let office = Office::found(&store, false);
        let (world, company) = (office.on(day_after(1)), office.company());
        let note = credit_note(20_000);
        let paid = Cents::new(DUE - 20_000);
        world
            .write(|books| {
                books.insert_invoices(std::slice::from_ref(&note))?;
                books.insert_source(&SourceRecord {
                    id: id(900),
                    company: company.id,
                    name: "releve.csv".to_string(),
                    format: "csv".to_string(),
                    sha256: "9".repeat(64),
                    bytes: Arc::new(Vec::new()),
                    recorded_at: Timestamp::UNIX_EPOCH,
                })?;
                let text = "VIR BOULANGERIE MARTIN F-2026-001 AV-2026-01".to_string();
                books.insert_bank_lines(&[BankLineRecord { amount: paid, text, ..line(&office, 1) }])?;
                Ok(())
            })
            .unwrap();
        matching::refresh(&world, &company).unwrap();
        matching::accept(&world, &company, id(1), 0, None).unwrap();
        let left = |n: u64| world.read(|books| Ok(books.balance(id(n))?.unwrap().outstanding)).unwrap();
        assert_eq!((left(1), left(50)), (Cents::ZERO, Cents::ZERO));
        let open = sorting::reopen(&world, &company, id(1), "mauvais client").unwrap();
        assert_eq!(open, ["F-2026-001"]);
        assert_eq!((left(1), left(50)), (Cents::new(DUE), note.principal));
        matching::accept(&world, &company, id(1), 0, None).unwrap();
        assert_eq!((left(1), left(50)), (Cents::ZERO, Cents::ZERO));
        office.verify();
    });
}
