//! Sums are conserved through any sequence of what people do with an invoice: what was invoiced is what was paid, credited,
//! given up and is still owed, and a plan moves nothing. What is lost in the books stays owed, by another rule.
//!
//! Refusals are part of the sequences: what is refused changes nothing. A sequence is told by its seed.

mod bank;

use crate::ground::{CUSTOMERS, Office, day_after, id};
use app::corrections::{Correction, MadeBy, NewCredit, NewInvoice, correct};
use app::disputes::{self, Contention};
use app::plans::{self, NewPlan};
use app::ports::books::Books;
use app::ports::screens::Cut;
use app::records::{AllocationBasis, AllocationRecord, Company, Component, WaiverEventKind, WaiverRow, WaiverState};
use app::waivers::{self, Wish};
use app::{AppError, AppResult, World, payments};
use base::id::{InvoiceId, PartyId};
use base::{Cents, Date, Timestamp};
use documents::TemplateSet;
use domain::facts::{DisputeCause, PlanInterest, PlanTerms};
use std::collections::HashMap;
use store::SqlStore;

const STEPS: i64 = 30;

/// A fixed sequence for each seed (xorshift).
struct Chance(u64);

impl Chance {
    fn of(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn below(&mut self, many: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % many
    }

    /// Often too much, sometimes nothing.
    fn amount(&mut self) -> Cents {
        Cents::new(i64::try_from(self.below(70_000)).unwrap())
    }
}

fn step(world: &World<'_>, company: &Company, chance: &mut Chance, n: i64) -> AppResult<()> {
    let customer = 1 + chance.below(CUSTOMERS);
    let party: PartyId = id(customer);
    let invoice = one_of(world, company, party, chance)?;
    match chance.below(12) {
        0 | 1 => payments::pay(world, company, invoice, chance.amount(), world.today, "VIR").map(drop),
        2 => payments::reverse_last(world, company, invoice, "rejeté").map(drop),
        3 => credit(world, company, invoice, chance.amount(), n),
        4 | 5 => {
            let limit = (chance.below(2) == 0).then_some(Cents::new(10_000));
            let wish = Wish {
                party,
                invoices: Vec::new(),
                principal: chance.amount(),
                interest: chance.below(2) == 0,
                compensation: chance.below(2) == 0,
                chance: None,
                days: None,
                cost: None,
                pay_by: None,
            };
            waivers::ask(world, company, &wish, limit, "geste").map(drop)
        }
        6 => answer(world, company, party, chance),
        7 => propose(world, company, party, chance),
        8 | 9 => contest(world, company, invoice, chance),
        10 => divide(world, company, invoice, chance, n),
        _ => follow(world, company, party, chance),
    }
}

/// The ids of all documents of a customer: those it had, and what took their place.
fn documents(books: &mut dyn Books, company: &Company, party: PartyId, today: Date) -> AppResult<Vec<InvoiceId>> {
    let rows = books.invoices_of_party(company.id, party, today, None, Cut { offset: 0, limit: 1_000 })?;
    Ok(rows.into_iter().map(|row| row.invoice).collect())
}

fn one_of(world: &World<'_>, company: &Company, party: PartyId, chance: &mut Chance) -> AppResult<InvoiceId> {
    let mut all = world.read(|books| documents(books, company, party, world.today))?;
    all.sort();
    Ok(all[usize::try_from(chance.below(all.len() as u64)).unwrap()])
}

fn contest(world: &World<'_>, company: &Company, invoice: InvoiceId, chance: &mut Chance) -> AppResult<()> {
    let record = world.read(|books| Ok(books.invoice(invoice)?))?.unwrap();
    let amount = (chance.below(3) > 0).then(|| chance.amount());
    let contested = Contention { cause: DisputeCause::Quality, amount, why: "au téléphone".to_string() };
    disputes::open_all(world, company, (record.party, Some(invoice)), &contested).map(drop)
}

/// What is contested is credited, in part or whole, and invoiced again once, twice or not.
fn divide(world: &World<'_>, company: &Company, invoice: InvoiceId, chance: &mut Chance, n: i64) -> AppResult<()> {
    let folders = disputes::folders_on(world, company, invoice)?;
    let Some(folder) = folders.iter().find(|f| f.is_open()) else { return Ok(()) };
    let held = folder.standing.as_ref().and_then(|(hold, _)| hold.amount);
    let amount = held.filter(|_| chance.below(2) == 0).unwrap_or(chance.amount());
    let again = |part: i64, chance: &mut Chance| NewInvoice {
        amount: Cents::new(amount.get() / 3),
        issued_on: world.today,
        due_on: base::add_days(world.today, 30).unwrap(),
        is_contested: chance.below(2) == 0,
        by: MadeBy::Elsewhere { number: format!("F-{n}-{part}"), file: None },
    };
    let correction = Correction {
        invoice,
        dispute: Some(folder.dispute.id),
        credit: NewCredit {
            amount,
            issued_on: world.today,
            by: MadeBy::Elsewhere { number: format!("AV-{n}"), file: None },
        },
        invoices: (0..i64::try_from(chance.below(3)).unwrap()).map(|part| again(part, chance)).collect(),
        finding: None,
        goes_on: chance.below(2) == 0,
        why: "qualité".to_string(),
    };
    correct(world, company, &correction).map(drop)
}

fn credit(world: &World<'_>, company: &Company, invoice: InvoiceId, amount: Cents, n: i64) -> AppResult<()> {
    let by = MadeBy::Elsewhere { number: format!("AV-{n}"), file: None };
    let correction = Correction {
        invoice,
        dispute: None,
        credit: NewCredit { amount, issued_on: world.today, by },
        invoices: Vec::new(),
        finding: None,
        goes_on: false,
        why: "erreur de prix".to_string(),
    };
    correct(world, company, &correction).map(drop)
}

/// Grants, refuses or takes back one of the customer's waivers.
fn answer(world: &World<'_>, company: &Company, party: PartyId, chance: &mut Chance) -> AppResult<()> {
    let rows = world.read(|books| Ok(books.waivers_of_party(party)?))?;
    let Some(row) = rows.last() else { return Ok(()) };
    match chance.below(3) {
        0 => waivers::grant(world, company, row.waiver.id, "d’accord"),
        1 => waivers::refuse(world, company, row.waiver.id, "non"),
        _ => waivers::withdraw(world, company, row.waiver.id, "erreur"),
    }
}

fn propose(world: &World<'_>, company: &Company, party: PartyId, chance: &mut Chance) -> AppResult<()> {
    let new = NewPlan {
        party,
        invoices: Vec::new(),
        instalments: 1 + u32::try_from(chance.below(4)).unwrap(),
        first_on: base::add_days(world.today, 1).unwrap(),
        terms: PlanTerms {
            interest: if chance.below(2) == 0 { PlanInterest::Included } else { PlanInterest::WaivedIfKept },
            interest_first: chance.below(2) == 0,
            ..PlanTerms::default()
        },
        why: "trésorerie".to_string(),
    };
    let plan = plans::propose(world, company, &TemplateSet::shipped(), &new)?;
    if chance.below(3) == 0 { Ok(()) } else { plans::accept(world, company, plan, world.today, None, "") }
}

/// Pays an instalment of the last plan, or takes it back.
fn follow(world: &World<'_>, company: &Company, party: PartyId, chance: &mut Chance) -> AppResult<()> {
    let rows = world.read(|books| Ok(books.plans_of_party(party)?))?;
    let Some(row) = rows.last() else { return Ok(()) };
    match chance.below(4) {
        0 => plans::withdraw(world, company, row.plan.id, "autre accord"),
        _ => plans::receive(world, company, row.plan.id, chance.amount(), world.today, "VIR"),
    }
}

/// What reduced the principal of an invoice, by kind: paid, credited, given up.
fn reduced(allocations: &[AllocationRecord]) -> [i64; 3] {
    let of: HashMap<_, _> = allocations.iter().map(|a| (a.id, a)).collect();
    let mut sums = [0; 3];
    for allocation in allocations.iter().filter(|a| a.component == Component::Principal) {
        let first = allocation.reverses.and_then(|id| of.get(&id)).unwrap_or(&allocation);
        let kind = match (first.payment, first.against) {
            (Some(_), _) => 0,
            (None, Some(_)) => 1,
            (None, None) => {
                assert_eq!(first.basis, AllocationBasis::Waiver, "nothing else moves without money or a credit note");
                2
            }
        };
        sums[kind] += allocation.amount.get();
    }
    sums
}

/// What a payment pays is never more than it; what is left of a plan is what was agreed, less what was given up, less what came.
fn check_plans(world: &World<'_>, n: u64, told: &str) {
    let checked = world.read(|books| {
        for payment in books.payments_of_party(id(n))? {
            let laid = Cents::sum(books.allocations_of_payment(payment.id)?.into_iter().map(|a| a.amount))?;
            assert!(!laid.is_negative() && laid <= payment.amount, "{told}: {laid} of {}", payment.amount);
        }
        for row in books.plans_of_party(id(n))? {
            let Some(standing) = plans::standing(books, &row, world.today)? else { continue };
            let paid = Cents::sum(standing.parts.iter().map(|p| p.paid))?;
            let agreed = row.plan.total()?;
            let given_up = row.given_up.max(Cents::ZERO).min(agreed);
            assert_eq!(standing.total, agreed.sub(given_up)?, "{told}: agreed, less what is no longer owed");
            assert_eq!(standing.left.add(paid)?, standing.total, "{told}");
            assert_eq!(paid, standing.received.max(Cents::ZERO).min(standing.total), "{told}");
        }
        Ok(())
    });
    checked.unwrap();
}

/// Each document of a customer: what it asks for is paid, credited, given up or still owed, and nothing of it twice.
fn check(world: &World<'_>, company: &Company, told: &str) {
    for n in 1..=CUSTOMERS {
        check_plans(world, n, told);
        let waivers = world.read(|books| Ok(books.waivers_of_party(id(n))?)).unwrap();
        for invoice in world.read(|books| documents(books, company, id(n), world.today)).unwrap() {
            check_invoice(world, invoice, &waivers, told);
        }
        let decided = waivers.iter().all(|row| {
            row.events.len() <= 2 && row.event(WaiverEventKind::Refused).is_none_or(|_| row.events.len() == 1)
        });
        assert!(decided, "{told}");
    }
}

fn check_invoice(world: &World<'_>, invoice: InvoiceId, waivers: &[WaiverRow], told: &str) {
    let (record, balance, allocations) = world
        .read(|books| {
            let record = books.invoice(invoice)?.unwrap();
            Ok((record, books.balance(invoice)?.unwrap(), books.allocations_of_invoice(invoice)?))
        })
        .unwrap();
    let [paid, credited, given_up] = reduced(&allocations);
    let outstanding = balance.outstanding.get();
    assert_eq!(record.principal.get(), paid + credited + given_up + outstanding, "{told}");
    let sign = record.principal.get().signum();
    assert!([paid, credited, given_up, outstanding].iter().all(|sum| sum * sign >= 0), "{told}: {}", record.number);
    let granted = waivers.iter().filter(|row| row.state() == WaiverState::Granted);
    let lines = granted.flat_map(|row| &row.waiver.lines).filter(|l| l.invoice == invoice);
    assert_eq!(given_up, lines.map(|l| l.principal.get()).sum::<i64>(), "{told}: as the waivers in force say");
}

/// Runs a sequence; returns how many steps were done and not refused.
fn run(office: &Office<'_>, seed: u64) -> u64 {
    let mut chance = Chance::of(seed);
    let mut done = 0;
    for n in 0..STEPS {
        let world = office.on(day_after(n));
        let what = step(&world, &office.company(), &mut chance, n);
        let told = format!("seed {seed}, step {n}: {what:?}");
        match what {
            Ok(()) => done += 1,
            Err(AppError::Refused { .. } | AppError::NotFound(_)) => {}
            Err(other) => panic!("seed {seed}, step {n}: {other}"),
        }
        check(&world, &office.company(), &told);
    }
    office.verify();
    done
}

fn at(url: &str, seed: u64) -> u64 {
    let store = SqlStore::open(url, Timestamp::UNIX_EPOCH).unwrap();
    run(&Office::found(&store, false), seed)
}

#[test]
fn sums_are_conserved_whatever_people_do() {
    let mut done = 0;
    for seed in 1..=12 {
        testkit::on_sqlite(|url| done += at(url, seed));
    }
    for seed in 13..=15 {
        testkit::on_postgres(|url| done += at(url, seed));
    }
    assert!(done > 100, "only {done} steps were not refused");
}
