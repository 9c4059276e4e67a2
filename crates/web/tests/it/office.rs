//! A company with five late customers, each at another place of its scenario, for the tests of the day's work.

use super::house::TODAY;
use app::holds;
use app::records::{Company, ContactRecord, InvoiceRecord, PartyRecord, PostalAddress};
use app::{World, companies};
use base::id::{CompanyId, Id, Kind, PartyId};
use base::{Cents, Currency, Date, Timestamp, add_days};
use domain::facts::{ContactRole, DecisionKind, DueBasis, KindBasis, PartyKind};

/// Two invoices, in time for a courteous mail.
pub const GARAGE: &str = "Garage du Port";
/// The first mail was a month ago: now somebody calls.
pub const HOTEL: &str = "Hôtel des Quais";
/// Everything was tried: a formal notice, by the owner.
pub const IMPRIMERIE: &str = "Imprimerie Roussel";
/// Three euros: nobody is bothered for that.
pub const SCIERIE: &str = "Scierie Petit";

/// Name, steps passed over a while ago (step, days ago), invoices (cents, days late).
type Customer = (&'static str, &'static [(&'static str, i64)], &'static [(i64, i64)]);

const CUSTOMERS: [Customer; 5] = [
    ("Boulangerie Martin", &[], &[(120_000, 14)]),
    (GARAGE, &[], &[(30_000, 12), (45_000, 10)]),
    (HOTEL, &[("courtesy", 30)], &[(800_000, 40)]),
    (IMPRIMERIE, &[("letter", 30)], &[(250_000, 100)]),
    (SCIERIE, &[], &[(300, 20)]),
];

/// The n-th identifier of a kind.
fn id<K: Kind>(n: u64) -> Id<K> {
    let mut bytes = [0; 16];
    bytes[8..].copy_from_slice(&n.to_be_bytes());
    Id::from_bytes(bytes)
}

fn ago(days: i64) -> Date {
    add_days(TODAY, -days).unwrap()
}

fn address(city: &str) -> PostalAddress {
    PostalAddress {
        lines: vec!["3 place du Marché".to_string()],
        postcode: Some("44000".to_string()),
        city: Some(city.to_string()),
        country: None,
    }
}

/// Writes the company and its customers into empty books.
pub fn found(world: &World<'_>) {
    let company = Company {
        siren: Some("732829320".to_string()),
        legal_form: Some("SARL".to_string()),
        capital: Some("15000".to_string()),
        rcs: Some("RCS Nantes 732829320".to_string()),
        address: address("Nantes"),
        email: Some("compta@atelier.example".to_string()),
        iban: Some("FR7630006000011234567890189".to_string()),
        signatory: Some("Claire Martin".to_string()),
        ..Company::named(CompanyId::from_bytes([7; 16]), "Atelier Lumière", Timestamp::UNIX_EPOCH)
    };
    companies::create(world, &company).unwrap();
    for (n, (name, passed, invoices)) in (1..).zip(CUSTOMERS) {
        let invoices = invoices.iter().zip(1..).map(|((cents, late), i)| invoice(&company, n, i, *cents, *late));
        let invoices: Vec<InvoiceRecord> = invoices.collect();
        world
            .write(|books| {
                books.insert_party(&party(&company, n, name))?;
                books.insert_contact(&contact(&company, n))?;
                Ok(books.insert_invoices(&invoices)?)
            })
            .unwrap();
        for (step, days) in passed {
            let world = World { today: ago(*days), actor: world.actor.clone(), ..*world };
            let skip = DecisionKind::Skip { step: (*step).to_string() };
            holds::decide(&world, &company, id(n), None, &skip, "fait avant Quitus").unwrap();
        }
    }
}

/// Adds invoices of ten euros, due in twenty days, to the Garage: enough of them, and no page counts by itself.
pub fn grow(world: &World<'_>, company: &Company, many: u64) {
    let invoices: Vec<InvoiceRecord> = (1..=many)
        .map(|i| {
            let made = invoice(company, 2, 1_000_000 + i, 1_000, -20);
            InvoiceRecord { number: format!("G-{i}"), key: format!("G-{i}"), ..made }
        })
        .collect();
    world.write(|books| Ok(books.insert_invoices(&invoices)?)).unwrap();
}

/// Adds somebody late of whom no way to reach them is known.
pub fn owe_out_of_reach(world: &World<'_>, company: &Company) {
    let (n, kind, address) = (90, PartyKind::Consumer, PostalAddress::default());
    let stranger = PartyRecord { kind, address, ..party(company, n, "Lucie Aubert") };
    let invoices = [invoice(company, n, 1, 50_000, 40)];
    world.write(|books| Ok(books.insert_party(&stranger).and_then(|()| books.insert_invoices(&invoices))?)).unwrap();
}

fn party(company: &Company, n: u64, name: &str) -> PartyRecord {
    PartyRecord {
        id: id(n),
        company: company.id,
        name: name.to_string(),
        search: base::fold::words(name),
        kind: PartyKind::Business,
        kind_basis: KindBasis::Stated,
        siren: None,
        vat_id: None,
        code: None,
        language: "fr".to_string(),
        address: address("Lyon"),
        scenario: None,
        payment_terms: None,
        agreed_rate: None,
        is_key_account: false,
        is_pseudo: false,
        created_at: Timestamp::UNIX_EPOCH,
    }
}

fn contact(company: &Company, n: u64) -> ContactRecord {
    let party: PartyId = id(n);
    ContactRecord {
        id: id(n),
        company: company.id,
        party,
        role: ContactRole::AccountsPayable,
        name: Some("Hélène Cœur".to_string()),
        email: Some(format!("compta{n}@client.example")),
        phone: Some("02 40 00 00 00".to_string()),
        created_at: Timestamp::UNIX_EPOCH,
    }
}

fn invoice(company: &Company, n: u64, i: u64, cents: i64, late: i64) -> InvoiceRecord {
    let due_on = ago(late);
    InvoiceRecord {
        id: id(10 * n + i),
        company: company.id,
        party: id(n),
        source: None,
        key: format!("F-{n}-{i}"),
        content_hash: format!("hash-{n}-{i}"),
        number: format!("F-2026-{n}{i}"),
        kind: "invoice".to_string(),
        issued_on: add_days(due_on, -30).unwrap(),
        delivered_on: None,
        currency: Currency::EUR,
        gross: Cents::new(cents),
        principal: Cents::new(cents),
        due_on,
        due_basis: DueBasis::Stated,
        payment_terms: None,
        precedents: Vec::new(),
        order_reference: None,
        iban: None,
        validity: "[]".to_string(),
        known_on: add_days(due_on, -30).unwrap(),
        recorded_at: Timestamp::UNIX_EPOCH,
    }
}
