//! Our balances beside those of the ledger that was imported: nothing differs after an import, and what is made to differ is
//! found to the cent, with what makes it. And any sequence of measures leaves the sums as they were.

use crate::office::{Office, data, one};
use app::World;
use app::bad_debts::{self, Answer, NewBadDebt};
use app::control::{self, compare};
use app::entries;
use app::ports::screens::Cut;
use app::records::{ControlRecord, Culprit, CulpritKind, LedgerSource};
use app::waivers::{self, Wish};
use base::Cents;
use domain::entries::Account;
use domain::facts::DebtGround;
use draft::{LedgerDraft, LedgerItemKind};

const NAME: &str = "732829320FEC20251231.txt";
const ALL: Cut = Cut { offset: 0, limit: 1_000 };

fn taken(url: &str, file: &str) -> (Office, LedgerSource, LedgerDraft) {
    let office = Office::open(url);
    let read = one(NAME, &data(&format!("fec/{file}")));
    office.take(&read);
    let (source, name, bytes) = control::ledger(&office.world(), &office.company).unwrap().unwrap();
    assert_eq!((name.as_str(), bytes.len()), (NAME, read.bytes.len()));
    (office, source, read.reading.ledger.unwrap())
}

fn compared(office: &Office, source: &LedgerSource, ledger: &LedgerDraft) -> (ControlRecord, Vec<(i64, Vec<Culprit>)>) {
    let found = compare(&office.world(), &office.company, source, ledger).unwrap();
    let rows = control::differences(&office.world(), &office.company, ALL).unwrap();
    assert_eq!(rows.len() as i64, found.differing);
    let detail = |place| control::difference(&office.world(), &office.company, place, ALL).unwrap().1;
    let told = rows.iter().map(|row| {
        let culprits = detail(row.place);
        let sum = Cents::sum(culprits.iter().map(|c| c.amount().unwrap())).unwrap();
        assert_eq!(sum, row.amount().unwrap(), "the culprits of {} are its difference", row.name);
        (row.amount().unwrap().get(), culprits)
    });
    (found, told.collect())
}

#[test]
fn after_an_import_every_customer_owes_the_same_on_both_sides() {
    testkit::both(|url| {
        for (at, habit) in ["clean", "nodate", "unlettered", "subaccounts"].into_iter().enumerate() {
            let office = Office::of(url, |c| {
                c.name = habit.into();
                c.siren = None;
                c.id = base::id::CompanyId::new(1, [at as u8 + 20; 10]);
            });
            let read = one(NAME, &data(&format!("fec/732829320FEC20251231-{habit}.txt")));
            office.take(&read);
            let (source, ..) = control::ledger(&office.world(), &office.company).unwrap().unwrap();
            let (found, told) = compared(&office, &source, read.reading.ledger.as_ref().unwrap());
            assert_eq!((found.differing, &found.ledger, told.len()), (0, &found.ours, 0), "{habit}");
            assert!(found.customers > 3 && found.ours.is_positive(), "{habit}: {found:?}");
        }
    });
}

#[test]
fn with_rejections_and_doubtful_customers_too() {
    testkit::both(|url| {
        let (office, source, ledger) = taken(url, "synthetic-732829320FEC20251231.txt");
        let (found, told) = compared(&office, &source, &ledger);
        assert_eq!((found.differing, told.len(), found.ledger), (0, 0, found.ours));
    });
}

#[test]
fn what_differs_is_told_to_the_cent_with_its_culprits() {
    testkit::both(|url| {
        let (office, source, ledger) = taken(url, "732829320FEC20251231-clean.txt");
        // A payment that only we know, an invoice of another amount, one that only the ledger has.
        let paid = open(&office);
        let on = ledger.last_entry_on.unwrap();
        app::payments::pay(&office.world(), &office.company, paid.invoice, Cents::new(123), on, "chèque 7").unwrap();
        let mut other = ledger.clone();
        let is_another =
            |i: &&mut draft::LedgerItem| i.kind == LedgerItemKind::Invoice && *i.party != *code(&office, paid.party);
        let changed = other.items.iter_mut().find(is_another).unwrap();
        changed.amount = changed.amount.add(Cents::new(1)).unwrap();
        let (reference, party) = (changed.reference.to_string(), changed.party.to_string());
        let mut added = changed.clone();
        (added.reference, added.amount) = ("INCONNUE-9".into(), Cents::new(77_000));
        other.items.push(added);
        let more = other.parties.iter_mut().find(|p| p.code == party).unwrap();
        more.balance = more.balance.add(Cents::new(77_001)).unwrap();
        let (found, told) = compared(&office, &source, &other);
        assert_eq!(found.differing, 2);
        assert_eq!(found.ledger.sub(found.ours).unwrap(), Cents::new(77_001 + 123));
        let words = |c: &Culprit| (c.kind, c.side(), c.label.clone(), c.amount().unwrap().get());
        let (first, second) = (&told[0], &told[1]);
        assert_eq!(first.0, -77_001);
        let listed: Vec<_> = first.1.iter().map(words).collect();
        assert_eq!(listed.len(), 2, "{listed:?}");
        assert!(
            listed[0].2.starts_with("INCONNUE-9") && listed[0].3 == -77_000 && listed[0].1 == "ledger",
            "{listed:?}"
        );
        assert!(listed[1].2.contains(&reference) && listed[1].3 == -1 && listed[1].1 == "both", "{listed:?}");
        let listed: Vec<_> = second.1.iter().map(words).collect();
        assert_eq!(listed, [(CulpritKind::Payment, "ours", "chèque 7".to_string(), -123)]);
    });
}

/// An invoice that is open.
fn open(office: &Office) -> app::ports::terms::OpenItem {
    let open = office.world().read(|books| {
        let mut open = Vec::new();
        let view = app::ports::terms::View { as_of: office.today, known_at: None };
        books.open_items(office.company.id, view, &mut |item| {
            open.push(item);
            Ok(())
        })?;
        Ok(open)
    });
    open.unwrap().into_iter().find(|i| i.outstanding.get() > 200).unwrap()
}

/// What was given up is named as such, and is the loss that the ledger tells of it.
#[test]
fn a_waiver_that_the_ledger_does_not_know_is_named() {
    testkit::both(|url| {
        let (office, source, ledger) = taken(url, "732829320FEC20251231-clean.txt");
        let item = open(&office);
        let on = ledger.last_entry_on.unwrap();
        let world = World { today: on, ..office.world() };
        let wish = Wish {
            party: item.party,
            invoices: vec![item.invoice],
            principal: Cents::new(150),
            interest: false,
            compensation: false,
            chance: None,
            days: None,
            cost: None,
            pay_by: None,
        };
        let (given, _) = waivers::ask(&world, &office.company, &wish, None, "geste").unwrap();
        let words = |c: &Culprit| (c.kind, c.side(), c.invoice, c.amount().unwrap().get());
        let (_, told) = compared(&office, &source, &ledger);
        let told: Vec<_> = told.iter().flat_map(|(_, culprits)| culprits).map(words).collect();
        assert_eq!(told, [(CulpritKind::Waiver, "ours", Some(item.invoice), -150)]);
        let mut booked = ledger.clone();
        let mut line = booked.items.iter().find(|i| *i.party == *code(&office, item.party)).unwrap().clone();
        (line.kind, line.amount, line.booked_on) = (LedgerItemKind::WriteOff, Cents::new(-150), on);
        booked.items.push(line);
        let balance = booked.parties.iter_mut().find(|p| p.code == code(&office, item.party)).unwrap();
        balance.balance = balance.balance.sub(Cents::new(150)).unwrap();
        assert!(compared(&office, &source, &booked).1.is_empty(), "the accountant booked it");
        waivers::withdraw(&world, &office.company, given, "erreur de client").unwrap();
        let (_, told) = compared(&office, &source, &ledger);
        assert!(told.is_empty(), "given and taken back: {told:?}");
    });
}

fn code(office: &Office, party: base::id::PartyId) -> String {
    let found = office.world().read(|books| Ok(books.party(party)?)).unwrap().unwrap();
    found.code.unwrap()
}

/// What a person does next with the first invoice.
#[derive(Clone, Debug)]
enum Step {
    Propose(DebtGround, i64),
    Approve,
    Refuse,
    End,
    Pay(i64),
    TakeBack,
    Export,
}

/// Numbers that a seed gives, the same each time (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }

    fn cents(&mut self, n: u64) -> i64 {
        i64::try_from(self.below(n)).unwrap()
    }

    fn step(&mut self) -> Step {
        match self.below(14) {
            0..=2 => {
                let at = usize::try_from(self.below(DebtGround::ALL.len() as u64)).unwrap();
                Step::Propose(DebtGround::ALL[at], self.cents(90_000))
            }
            3..=6 => Step::Approve,
            7 => Step::Refuse,
            8..=9 => Step::End,
            10..=11 => Step::Pay(1 + self.cents(60_000)),
            12 => Step::TakeBack,
            _ => Step::Export,
        }
    }
}

const LIST: &str =
    "Numéro;Date;Échéance;Client;Code client;Montant TTC\nP-1;01/03/2026;31/03/2026;Duval;CDUVAL;1 200,00\n";

#[test]
fn whatever_is_decided_sums_are_kept_and_the_accounts_agree() {
    testkit::on_sqlite(|url| {
        for seed in 1..=60_u64 {
            let office = Office::of(url, |c| {
                c.name = format!("graine {seed}");
                c.siren = None;
                c.id = base::id::CompanyId::new(1, [u8::try_from(seed).unwrap() + 40; 10]);
            });
            office.take(&one("liste.csv", LIST.as_bytes()));
            let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
            let invoice = live(&office, &mut dice);
            office.is_sound();
            agrees(&office, invoice, seed);
        }
    });
}

/// A dozen things that people do, then all is handed over. Whether one is refused is the rules' to say.
fn live(office: &Office, dice: &mut Dice) -> base::id::InvoiceId {
    let (world, company) = (office.world(), &office.company);
    let invoice = world.read(|books| Ok(books.invoices_by_number(company.id, "P-1")?.remove(0))).unwrap().id;
    let accounts = entries::accounts(&world, company).unwrap();
    for _ in 0..5 + dice.below(12) {
        let last = world.read(|books| Ok(books.bad_debts_of_invoice(invoice)?)).unwrap().last().map(|row| row.debt.id);
        let _done = match (dice.step(), last) {
            (Step::Propose(ground, amount), _) => {
                let new = NewBadDebt {
                    invoice,
                    kind: ground.kind(),
                    ground,
                    event_on: office.today,
                    amount: Cents::new(amount),
                    why: "essai".into(),
                    files: vec![("preuve.pdf".into(), b"%PDF-1.4".to_vec())],
                };
                bad_debts::propose(&world, company, &new).is_ok()
            }
            (Step::Approve, Some(id)) => bad_debts::answer(&world, company, id, Answer::Approved, "").is_ok(),
            (Step::Refuse, Some(id)) => bad_debts::answer(&world, company, id, Answer::Refused, "non").is_ok(),
            (Step::End, Some(id)) => bad_debts::end(&world, company, id, "fin").is_ok(),
            (Step::Pay(amount), _) => {
                app::payments::pay(&world, company, invoice, Cents::new(amount), office.today, "VIR").is_ok()
            }
            (Step::TakeBack, _) => app::payments::reverse_last(&world, company, invoice, "erreur").is_ok(),
            (Step::Export, _) => entries::export(&world, company, office.today, &accounts).is_ok(),
            (_, None) => false,
        };
    }
    let _last = entries::export(&world, company, office.today, &accounts);
    invoice
}

/// All that was handed over comes to what the books say: customers owe what is left (less what was written off), and nothing
/// stays depreciated that is no longer.
fn agrees(office: &Office, invoice: base::id::InvoiceId, seed: u64) {
    let (world, company) = (office.world(), &office.company);
    let mut sums: std::collections::BTreeMap<String, i64> = std::collections::BTreeMap::new();
    for export in entries::made_so_far(&world, company, 1_000).unwrap() {
        for line in entries::again(&world, company, export.number).unwrap().lines {
            *sums.entry(line.account_name.clone()).or_default() += line.amount().unwrap().get();
        }
    }
    let sum = |account: Account| sums.get(account.french()).copied().unwrap_or(0);
    assert_eq!(sums.values().sum::<i64>(), 0);
    let (rows, left) = world
        .read(|books| Ok((books.bad_debts_of_invoice(invoice)?, books.balance(invoice)?.unwrap().outstanding.get())))
        .unwrap();
    let in_force = |ground: fn(DebtGround) -> bool| {
        rows.iter().find(|r| r.state() == domain::facts::DebtState::InForce && ground(r.debt.ground))
    };
    let lost = in_force(|g| g.kind() == domain::facts::DebtKind::WriteOff);
    let feared = in_force(|g| g.kind() == domain::facts::DebtKind::Depreciation);
    // The invoice itself was in the books before: 1 200,00 € on the customers' side.
    let owed = 120_000 + sum(Account::Customers) + sum(Account::Doubtful);
    // What was paid before the loss and went back after it is owed beside the loss.
    let went_back = lost.map_or(0, |row| {
        let at = row.said(domain::facts::DebtWord::Approved).unwrap().recorded_at;
        let sets = world.read(|books| Ok(books.allocations_of_invoice(invoice)?)).unwrap();
        let was_before = |id| sets.iter().any(|s| Some(s.id) == id && s.recorded_at < at);
        let back = sets.iter().filter(|s| s.recorded_at > at && was_before(s.reverses));
        -back.map(|s| s.amount.get()).sum::<i64>()
    });
    assert_eq!(owed, if lost.is_some() { went_back } else { left }, "seed {seed}, customers: {sums:?}");
    let doubtful = if feared.is_some() { left } else { 0 };
    assert_eq!(sum(Account::Doubtful), doubtful, "seed {seed}, doubtful: {sums:?}");
    let depreciated = feared.map_or(0, |row| row.debt.sums.net.get());
    assert_eq!(sum(Account::Depreciation), -depreciated, "seed {seed}, depreciated: {sums:?}");
    if lost.is_none() {
        assert_eq!(
            (sum(Account::Loss), sum(Account::Vat), sum(Account::Recovered)),
            (0, 0, 0),
            "seed {seed}: {sums:?}"
        );
    }
}
