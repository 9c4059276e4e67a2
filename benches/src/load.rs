//! Puts a market into empty books, through the same bulk inserts as an import uses.

use crate::Failure;
use crate::market::{self, AS_OF, Market, Sale};
use crate::surroundings::{Morning, company, id};
use app::Clock;
use app::ports::books::{Books, Store};
use app::ports::terms::BooksResult;
use app::records::{
    AllocationBasis, AllocationRecord, Component, ContactRecord, InvoiceRecord, PartyRecord, PaymentOrigin,
    PaymentRecord, PostalAddress, SourceRecord,
};
use base::id::{InvoiceId, PartyId};
use base::{Cents, Currency, Date, fold};
use domain::facts::{ContactRole, DueBasis, KindBasis, PartyKind};
use store::SqlStore;

const CHUNK: usize = 5_000;

/// Rows given to the books: invoices, payments and allocations.
pub fn load(store: &SqlStore, invoices: u64, seed: u64) -> Result<u64, Failure> {
    store.write(&mut |books| {
        books.insert_company(&company())?;
        books.insert_source(&source())?;
        books.insert_ledger_horizon(company().id, source().id, AS_OF, Morning.now())?;
        (0..market::customers(invoices)).try_for_each(|n| customer(books, n))
    })?;
    let mut sales = Market::new(invoices, seed).zip(0..);
    let mut rows = 0;
    let mut payment = 0;
    loop {
        let chunk: Vec<(Sale, u64)> = sales.by_ref().take(CHUNK).collect();
        if chunk.is_empty() {
            return Ok(rows);
        }
        let records: Vec<InvoiceRecord> = chunk.iter().map(|(sale, n)| invoice(sale, *n)).collect();
        let (mut payments, mut allocations) = (Vec::new(), Vec::new());
        for (sale, n) in &chunk {
            for (on, amount) in &sale.payments {
                payment += 1;
                payments.push(received(payment, party(sale.customer), *on, *amount));
                allocations.push(allocation(payment, id(*n), *on, *amount));
            }
        }
        rows += (records.len() + payments.len() + allocations.len()) as u64;
        store.write(&mut |books| {
            books.insert_invoices(&records)?;
            books.insert_payments(&payments)?;
            books.insert_allocations(&allocations)
        })?;
    }
}

/// Money received is known until today, so that stale bank data holds nobody back.
fn source() -> SourceRecord {
    SourceRecord {
        id: id(1),
        company: company().id,
        name: "horizon".to_string(),
        format: "fec".to_string(),
        sha256: "0".repeat(64),
        bytes: Default::default(),
        recorded_at: Morning.now(),
    }
}

fn party(customer: u64) -> PartyId {
    id(customer)
}

fn customer(books: &mut dyn Books, n: u64) -> BooksResult<()> {
    let name = market::customer_name(n);
    books.insert_party(&PartyRecord {
        id: party(n),
        company: company().id,
        search: fold::words(&name),
        name,
        kind: PartyKind::Business,
        kind_basis: KindBasis::Stated,
        siren: None,
        vat_id: None,
        code: Some(format!("C{n:06}")),
        language: "fr".to_string(),
        address: PostalAddress::default(),
        scenario: None,
        payment_terms: None,
        agreed_rate: None,
        is_key_account: false,
        is_pseudo: false,
        created_at: Morning.now(),
    })?;
    books.insert_contact(&ContactRecord {
        id: id(n),
        company: company().id,
        party: party(n),
        role: ContactRole::AccountsPayable,
        name: None,
        email: Some(format!("compta{n}@client{n}.example")),
        phone: None,
        created_at: Morning.now(),
    })
}

fn invoice(sale: &Sale, n: u64) -> InvoiceRecord {
    InvoiceRecord {
        id: id(n),
        company: company().id,
        party: party(sale.customer),
        source: None,
        key: format!("inv:{}", fold::reference(&sale.number)),
        content_hash: format!("doc:{}:{}:EUR", sale.issued_on, sale.gross.get()),
        number: sale.number.clone(),
        kind: "invoice".to_string(),
        issued_on: sale.issued_on,
        delivered_on: None,
        currency: Currency::EUR,
        gross: sale.gross,
        principal: sale.gross,
        due_on: sale.due_on,
        due_basis: DueBasis::Stated,
        payment_terms: None,
        precedents: Vec::new(),
        order_reference: None,
        iban: None,
        validity: "[]".to_string(),
        known_on: sale.issued_on,
        recorded_at: Morning.now(),
    }
}

fn received(n: u64, party: PartyId, on: Date, amount: Cents) -> PaymentRecord {
    PaymentRecord {
        id: id(n),
        company: company().id,
        party: Some(party),
        source: None,
        key: format!("pay:{n}"),
        content_hash: format!("{}:{on}", amount.get()),
        received_on: on,
        amount,
        currency: Currency::EUR,
        reference: format!("VIR {n}"),
        origin: PaymentOrigin::Ledger,
        bank_line: None,
        recorded_at: Morning.now(),
    }
}

fn allocation(n: u64, invoice: InvoiceId, on: Date, amount: Cents) -> AllocationRecord {
    AllocationRecord {
        id: id(n),
        company: company().id,
        invoice,
        payment: Some(id(n)),
        against: None,
        component: Component::Principal,
        amount,
        effective_on: on,
        basis: AllocationBasis::LedgerLettering,
        reverses: None,
        recorded_at: Morning.now(),
    }
}
