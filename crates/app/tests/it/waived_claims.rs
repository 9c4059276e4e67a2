//! What a waiver granted on an invoice leaves of its claims: of interest and compensation what was paid stays paid, what was
//! given up is no longer due, and all of it together is what the law gave. On both databases.

use crate::ground::{CUSTOMERS, DUE, Office, TODAY, day_after, id};
use app::accessories::{self, OfInvoice};
use app::payments;
use app::records::{ActEventRecord, ClaimRecord};
use app::waivers::{self, Wish};
use base::id::{InvoiceId, WaiverId};
use base::{Cents, Currency, Date, Timestamp};
use domain::accessories::ClaimState;
use domain::act::ActEvent;
use store::SqlStore;

/// 13 days at 12,15 % of 1 200,00: 5,19.
const ASKED: i64 = 519;

/// A notice left today, that asked for the interest and the compensation of each invoice.
fn claimed(office: &Office<'_>) {
    for n in 1..=CUSTOMERS {
        office.notice(TODAY, n);
        let company = office.company().id;
        let done = ActEventRecord {
            act: id(n),
            company,
            seq: 1,
            event: ActEvent::Done,
            on: TODAY,
            author: "Camille".to_string(),
            detail: String::new(),
            recorded_at: Timestamp::UNIX_EPOCH,
        };
        let claim = ClaimRecord {
            act: id(n),
            invoice: id(n),
            company,
            party: id(n),
            until: TODAY,
            currency: Currency::EUR,
            interest: Cents::new(ASKED),
            interest_accrued: Cents::new(ASKED),
            compensation: Cents::new(4_000),
            compensation_accrued: Cents::new(4_000),
            segments: "[]".to_string(),
            recorded_at: Timestamp::UNIX_EPOCH,
        };
        let both = office.on(TODAY).write(|books| {
            books.insert_act_event(&done)?;
            Ok(books.insert_claims(std::slice::from_ref(&claim))?)
        });
        both.unwrap();
    }
}

fn waive(office: &Office<'_>, on: Date, n: u64, (principal, interest, compensation): (i64, bool, bool)) -> WaiverId {
    let wish = Wish {
        party: id(n),
        invoices: vec![id(n)],
        principal: Cents::new(principal),
        interest,
        compensation,
        chance: None,
        days: None,
        cost: None,
        pay_by: None,
    };
    let world = office.on(on);
    waivers::ask(&world, &office.company(), &wish, None, "geste").unwrap();
    world.read(|books| Ok(books.waivers_of_party(id(n))?)).unwrap().last().unwrap().waiver.id
}

/// The claims of an invoice on a day: always what was given up, paid and is left together.
fn claims(office: &Office<'_>, on: Date, n: u64) -> OfInvoice {
    let (world, company) = (office.on(on), office.company());
    let law = app::lawbook::load(&world).unwrap();
    let invoice: InvoiceId = id(n);
    let found = world.read(|books| {
        let record = books.invoice(invoice)?.unwrap();
        accessories::of_invoice(books, &law, &company, &record, on)
    });
    let found = found.unwrap();
    for claim in [found.claims.interest, found.claims.compensation] {
        assert_eq!(claim.accrued, Cents::sum([claim.waived, claim.paid, claim.due]).unwrap(), "{claim:?}");
        let parts = [claim.accrued, claim.claimed, claim.waived, claim.paid, claim.due];
        assert!(parts.into_iter().all(|part| !part.is_negative()) && claim.claimed <= claim.accrued, "{claim:?}");
    }
    let told = |what: fn(&accessories::Step) -> Cents, kind: fn(&accessories::What) -> bool| {
        Cents::sum(found.steps.iter().filter(|s| kind(&s.what)).map(what)).unwrap()
    };
    let waived = |what: &accessories::What| matches!(what, accessories::What::Waived { .. });
    let paid = |what: &accessories::What| matches!(what, accessories::What::Paid { .. });
    assert_eq!(told(|s| s.interest, waived), found.claims.interest.waived, "the steps tell what was given up");
    assert_eq!(told(|s| s.compensation, waived), found.claims.compensation.waived);
    assert_eq!(told(|s| s.interest, paid), found.claims.interest.paid, "and what was paid");
    assert_eq!(told(|s| s.compensation, paid), found.claims.compensation.paid);
    found
}

fn told(of: &OfInvoice) -> [i64; 6] {
    let (i, c) = (of.claims.interest, of.claims.compensation);
    [i.waived.get(), i.paid.get(), i.due.get(), c.waived.get(), c.paid.get(), c.due.get()]
}

fn on_both(story: impl Fn(&Office<'_>)) {
    let run = |url: &str| {
        let store = SqlStore::open(url, Timestamp::UNIX_EPOCH).unwrap();
        let office = Office::found(&store, false);
        claimed(&office);
        story(&office);
        office.verify();
    };
    testkit::on_sqlite(run);
    testkit::on_postgres(run);
}

fn pay(office: &Office<'_>, on: Date, n: u64, cents: i64) {
    payments::pay(&office.on(on), &office.company(), id(n), Cents::new(cents), on, "VIR").unwrap();
}

#[test]
fn interest_given_up_leaves_what_was_paid_and_the_compensation() {
    on_both(|office| {
        let company = office.company();
        assert_eq!(told(&claims(office, TODAY, 1)), [0, 0, ASKED, 0, 0, 4_000]);
        accessories::receive(&office.on(day_after(1)), &company, id(1), (Cents::new(300), day_after(1), "chèque"))
            .unwrap();
        // 15 days: 5,99; 3,00 paid, so 2,99 are given up, and nothing runs any more.
        let waiver = waive(office, day_after(2), 1, (0, true, false));
        assert_eq!(told(&claims(office, day_after(2), 1)), [299, 300, 0, 0, 0, 4_000]);
        let later = claims(office, day_after(30), 1);
        assert_eq!(later.claims.interest.due, Cents::ZERO);
        assert_eq!(later.claims.interest.paid, Cents::new(300));
        assert_eq!(later.claims.compensation.state(), ClaimState::Claimed);
        // The invoice itself is paid: the compensation is still asked for, the interest is not.
        pay(office, day_after(31), 1, DUE);
        let paid = claims(office, day_after(31), 1);
        assert_eq!((paid.claims.interest.due, paid.claims.compensation.due), (Cents::ZERO, Cents::new(4_000)));
        // Taken back, it is owed again, less what was paid: 44 days of 1 200,00, 17,58.
        waivers::withdraw(&office.on(day_after(32)), &company, waiver, "erreur").unwrap();
        assert_eq!(told(&claims(office, day_after(32), 1)), [0, 300, 1_758 - 300, 0, 0, 4_000]);
    });
}

#[test]
fn principal_given_up_bears_interest_until_that_day_and_the_rest_goes_on() {
    on_both(|office| {
        // 12 days of 1 200,00, then 31 of 1 000,00, the day of the waiver included: 4,7934 + 10,3192 = 15,11.
        let waiver = waive(office, TODAY, 1, (20_000, false, false));
        let month = claims(office, day_after(30), 1);
        assert_eq!(told(&month), [0, 0, 1_511, 0, 0, 4_000]);
        assert_eq!(month.claims.interest.claimed, Cents::new(ASKED), "what was asked for stays so");
        // What is left of the principal settles it: the claims stay what they were.
        pay(office, day_after(30), 1, DUE - 20_000);
        assert_eq!(told(&claims(office, day_after(60), 1)), [0, 0, 1_511, 0, 0, 4_000]);
        let balance = office.on(day_after(60)).read(|books| Ok(books.balance(id(1))?)).unwrap().unwrap();
        assert!(balance.outstanding.is_zero());
        // Taken back afterwards, 200,00 are owed again and bear interest from the due date, as if never given up.
        waivers::withdraw(&office.on(day_after(61)), &office.company(), waiver, "erreur").unwrap();
        let balance = office.on(day_after(61)).read(|books| Ok(books.balance(id(1))?)).unwrap().unwrap();
        assert_eq!(balance.outstanding, Cents::new(20_000));
        let again = claims(office, day_after(61), 1);
        assert!(again.claims.interest.accrued > Cents::new(1_511), "{:?}", again.claims.interest);
    });
}

#[test]
fn both_claims_and_a_part_of_the_principal_leave_the_rest_of_it() {
    on_both(|office| {
        // A part first pays the interest that was asked for: so much less of it pays the invoice.
        pay(office, day_after(1), 2, 40_000);
        let left = DUE - (40_000 - ASKED) - 30_000;
        waive(office, day_after(2), 2, (30_000, true, true));
        let found = claims(office, day_after(40), 2);
        assert_eq!((found.claims.interest.due, found.claims.compensation.due), (Cents::ZERO, Cents::ZERO));
        assert_eq!(found.claims.compensation.waived, Cents::new(4_000));
        let balance = office.on(day_after(40)).read(|books| Ok(books.balance(id(2))?)).unwrap().unwrap();
        assert_eq!(balance.outstanding, Cents::new(left));
        assert_eq!(found.claims.interest.paid, Cents::new(ASKED));
        // The other customer's claims are untouched.
        assert_eq!(told(&claims(office, TODAY, 1)), [0, 0, ASKED, 0, 0, 4_000]);
        pay(office, day_after(41), 2, left);
        assert_eq!(claims(office, day_after(41), 2).claims.compensation.state(), ClaimState::Waived);
    });
}
