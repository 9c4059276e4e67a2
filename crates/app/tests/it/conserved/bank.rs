//! The same with the bank: statements come in between, their credits are matched by themselves or by a person, divided, set
//! aside, taken back, and returned by the bank.
//!
//! What a credit pays is never more than it, and nothing once it was taken back or returned; nothing of it is lost.

use super::{Chance, check, documents, step};
use crate::ground::{CUSTOMERS, Office, day_after, id};
use app::import::{FileOutcome, ImportOptions, ReadFile, import};
use app::ports::terms::View;
use app::records::{BankLineRecord, Company, PaymentRecord};
use app::sorting::{self, Split};
use app::{AppError, AppResult, World, companies, matching};
use base::id::{BankLineId, PartyId};
use base::{Cents, Date, Timestamp};
use std::collections::BTreeSet;
use store::SqlStore;

const STEPS: i64 = 40;

/// One booking: how much, the payer's reference, the label, and whether the bank takes it back.
struct Booking {
    cents: i64,
    reference: String,
    label: String,
    is_back: bool,
}

/// A statement of one day.
fn statement(name: &str, day: Date, bookings: &[Booking]) -> ReadFile {
    let entries: String = bookings
        .iter()
        .map(|b| {
            let (side, cents) = (if b.is_back { "DBIT" } else { "CRDT" }, b.cents);
            format!(
                "<Ntry><Amt Ccy=\"EUR\">{}.{:02}</Amt><CdtDbtInd>{side}</CdtDbtInd><RvslInd>{}</RvslInd><Sts>BOOK</Sts>\
                 <BookgDt><Dt>{day}</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>{}</EndToEndId></Refs>\
                 <RmtInf><Ustrd>{}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>",
                cents / 100,
                cents % 100,
                b.is_back,
                b.reference,
                b.label
            )
        })
        .collect();
    let text = format!(
        "<Document><BkToCstmrStmt><Stmt><FrToDt><FrDtTm>{day}T00:00:00</FrDtTm><ToDtTm>{day}T23:59:59</ToDtTm></FrToDt>\
         <Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id><Ccy>EUR</Ccy></Acct>{entries}</Stmt></BkToCstmrStmt></Document>"
    );
    let mut read = None;
    let input = reader::Input { name, bytes: text.as_bytes() };
    reader::read(input, &reader::Options { validate: false, ..reader::Options::default() }, &mut |file| {
        read = Some(ReadFile::of(file.name, file.bytes.into_owned(), file.reading));
    });
    read.unwrap()
}

fn take(world: &World<'_>, company: &Company, n: i64, bookings: &[Booking]) -> AppResult<()> {
    let file = statement(&format!("releve-{n}.xml"), world.today, bookings);
    let report = import(world, company, &[file], ImportOptions::default(), &mut |_| {})?;
    assert_eq!(report.files[0].outcome, FileOutcome::Taken, "{:?}", report.files[0].problems);
    Ok(())
}

/// One or two credits: of just what is left of an invoice, of two together, or of any amount; naming it, or its customer only.
fn money_comes(world: &World<'_>, company: &Company, chance: &mut Chance, n: i64) -> AppResult<()> {
    let mut bookings = Vec::new();
    for part in 0..=chance.below(2) {
        let customer = 1 + chance.below(CUSTOMERS);
        let (name, mut owed) = world.read(|books| {
            let mut owed = Vec::new();
            for invoice in documents(books, company, id(customer), world.today)? {
                let (record, balance) = (books.invoice(invoice)?.unwrap(), books.balance(invoice)?.unwrap());
                owed.push((record.number, balance.outstanding.get()));
            }
            Ok((books.party(id(customer))?.unwrap().name, owed))
        })?;
        owed.retain(|(_, left)| *left > 0);
        owed.truncate(1 + usize::try_from(chance.below(2)).unwrap());
        let exact: i64 = owed.iter().map(|(_, left)| left).sum();
        let cents = if exact > 0 && chance.below(3) > 0 { exact } else { 1 + chance.amount().get() };
        let numbers: Vec<&str> = owed.iter().map(|(number, _)| number.as_str()).collect();
        let named = if chance.below(3) > 0 { numbers.join(" ET ") } else { "REGLEMENT".to_string() };
        let (reference, label) = (format!("R{n}-{part}"), format!("VIR {} {named}", name.to_uppercase()));
        bookings.push(Booking { cents, reference, label, is_back: false });
    }
    take(world, company, n, &bookings)
}

/// The bank takes back one of the credits, whatever was made of it.
fn returned(
    world: &World<'_>,
    company: &Company,
    chance: &mut Chance,
    n: i64,
    gone: &mut BTreeSet<BankLineId>,
) -> AppResult<()> {
    let Some(credit) = any(&credits(world, company, gone)?, chance) else { return Ok(()) };
    let reference = credit.end_to_end.clone().unwrap();
    take(
        world,
        company,
        n,
        &[Booking { cents: credit.amount.get(), reference, label: "REJET".into(), is_back: true }],
    )?;
    assert!(world.read(|books| Ok(books.open_returns(company.id)?)).unwrap().is_empty(), "it finds its credit");
    gone.insert(credit.id);
    Ok(())
}

fn credits(world: &World<'_>, company: &Company, gone: &BTreeSet<BankLineId>) -> AppResult<Vec<BankLineRecord>> {
    let mut all = world.read(|books| Ok(books.credits(company.id, day_after(-10))?))?;
    all.retain(|line| !gone.contains(&line.id));
    all.sort_by_key(|line| (line.booked_on, line.end_to_end.clone()));
    Ok(all)
}

fn any<T: Clone>(all: &[T], chance: &mut Chance) -> Option<T> {
    let at = chance.below((all.len() as u64).max(1));
    all.get(usize::try_from(at).unwrap()).cloned()
}

/// What a person does on the bank page.
fn sort(world: &World<'_>, company: &Company, chance: &mut Chance, gone: &BTreeSet<BankLineId>) -> AppResult<()> {
    let view = View { as_of: world.today, known_at: None };
    let mut waiting = world.read(|books| Ok(books.unmatched_credits(company.id, day_after(-10), view)?))?;
    waiting.sort_by_key(|credit| (credit.booked_on, credit.text.clone()));
    let what = chance.below(6);
    if what < 2 {
        let Some(line) = any(&credits(world, company, gone)?, chance) else { return Ok(()) };
        return sorting::reopen(world, company, line.id, "erreur").map(drop);
    }
    let Some(credit) = any(&waiting, chance) else { return Ok(()) };
    match what {
        2 | 3 => matching::accept(world, company, credit.id, 0, None).map(drop),
        4 => divide(world, company, chance, credit.id),
        _ if chance.below(2) == 0 => sorting::set_aside(world, company, credit.id, "à personne"),
        _ => sorting::not_theirs(world, company, credit.id, (id(1), None), "pas de lui"),
    }
}

fn divide(world: &World<'_>, company: &Company, chance: &mut Chance, line: BankLineId) -> AppResult<()> {
    let party: PartyId = id(1 + chance.below(CUSTOMERS));
    let invoices = world.read(|books| documents(books, company, party, world.today))?;
    let part = |invoice, chance: &mut Chance| (invoice, Cents::new(chance.amount().get() / 2));
    let parts = invoices.into_iter().take(2).map(|invoice| part(invoice, chance)).collect();
    sorting::split(world, company, &Split { line, parts, accessories: Vec::new(), rest: Some(party) }).map(drop)
}

/// What the payments of a customer that came by the bank were laid on, beside the lines they are.
fn check_bank(world: &World<'_>, company: &Company, gone: &BTreeSet<BankLineId>, told: &str) {
    let checked = world.read(|books| {
        let mut payments: Vec<PaymentRecord> = Vec::new();
        for n in 1..=CUSTOMERS {
            payments.extend(books.payments_of_party(id(n))?);
        }
        for payment in &payments {
            let Some(line) = payment.bank_line else { continue };
            let laid = Cents::sum(books.allocations_of_payment(payment.id)?.into_iter().map(|a| a.amount))?;
            let stands = books.bank_line(line)?.unwrap().payments.contains(&payment.id) && !gone.contains(&line);
            assert!(stands || laid.is_zero(), "{told}: {laid} of money that is gone");
        }
        for line in books.credits(company.id, day_after(-10))? {
            let made = books.bank_line(line.id)?.unwrap().payments;
            let of = payments.iter().filter(|p| made.contains(&p.id)).map(|p| p.amount);
            let sum = Cents::sum(of)?;
            assert!(made.is_empty() || sum == line.amount, "{told}: {sum} made of {}", line.amount);
        }
        Ok(())
    });
    checked.unwrap();
}

fn run(office: &Office<'_>, seed: u64) -> [u64; 3] {
    let (mut chance, mut gone, mut done) = (Chance::of(seed), BTreeSet::new(), [0; 3]);
    if seed.is_multiple_of(2) {
        let steps = ["banque/rapprocher".to_string()];
        companies::sign_standing_order(&office.on(day_after(0)), &office.company(), &steps).unwrap();
    }
    for n in 0..STEPS {
        let (world, company) = (office.on(day_after(n)), office.company());
        let kind = usize::try_from(chance.below(3)).unwrap();
        let what = match kind {
            0 if chance.below(4) == 0 => returned(&world, &company, &mut chance, n, &mut gone),
            0 => money_comes(&world, &company, &mut chance, n),
            1 => sort(&world, &company, &mut chance, &gone),
            _ => step(&world, &company, &mut chance, n),
        };
        let told = format!("seed {seed}, step {n}: {kind} {what:?}");
        match what {
            Ok(()) => done[kind] += 1,
            Err(AppError::Refused { .. } | AppError::NotFound(_)) => {}
            Err(other) => panic!("{told}: {other}"),
        }
        check(&world, &company, &told);
        check_bank(&world, &company, &gone, &told);
    }
    office.verify();
    done
}

fn at(url: &str, seed: u64) -> [u64; 3] {
    let store = SqlStore::open(url, Timestamp::UNIX_EPOCH).unwrap();
    run(&Office::found(&store, false), seed)
}

#[test]
fn sums_are_conserved_while_the_bank_speaks() {
    let mut done = [0; 3];
    let mut add = |more: [u64; 3]| done.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
    for seed in 1..=12 {
        testkit::on_sqlite(|url| add(at(url, seed)));
    }
    for seed in 13..=16 {
        testkit::on_postgres(|url| add(at(url, seed)));
    }
    assert!(done.iter().all(|steps| *steps > 60), "statements, words of a person, others: {done:?}");
}
