//! Records for tests, plain and complete; a test changes the fields it is about.

use app::records::*;
use base::id::{Id, Kind};
use base::{Cents, Currency, Date, RateBp, Timestamp, add_days};
use domain::act::ActEvent;
use domain::facts::{Channel, ContactRole, DueBasis, HoldKind, KindBasis, PartyKind};

/// The n-th identifier of a kind; they sort by number.
pub fn id<K: Kind>(n: u64) -> Id<K> {
    let mut bytes = [0; 16];
    bytes[8..].copy_from_slice(&n.to_be_bytes());
    Id::from_bytes(bytes)
}

/// An instant, in minutes after the first one.
pub fn at(minutes: i64) -> Timestamp {
    Timestamp::from_second(1_767_225_600 + 60 * minutes).unwrap()
}

/// A day, counted from 1 January 2026.
pub fn day(n: i64) -> Date {
    add_days(Date::constant(2026, 1, 1), n).unwrap()
}

pub fn company(n: u64) -> Company {
    Company {
        siren: Some("552081317".into()),
        legal_form: Some("SARL".into()),
        address: PostalAddress {
            lines: vec!["1 rue de la Paix".into()],
            city: Some("Paris".into()),
            ..Default::default()
        },
        email: Some("compta@societe.example".into()),
        settings: Settings { live: true, agreed_rate: Some(RateBp::new(1215)), ..Default::default() },
        ..Company::named(id(n), &format!("Société {n}"), at(n as i64))
    }
}

pub fn party(n: u64) -> PartyRecord {
    PartyRecord {
        id: id(n),
        company: id(1),
        name: format!("Client {n}"),
        search: format!("client {n}"),
        kind: PartyKind::Business,
        kind_basis: KindBasis::Suggested,
        siren: None,
        vat_id: Some("FR40303265045".into()),
        code: Some(format!("C{n}")),
        language: "fr".into(),
        address: PostalAddress::default(),
        scenario: None,
        payment_terms: None,
        agreed_rate: Some(RateBp::new(1000)),
        is_key_account: n == 1,
        is_pseudo: false,
        created_at: at(0),
    }
}

pub fn contact(n: u64, party: u64) -> ContactRecord {
    ContactRecord {
        id: id(n),
        company: id(1),
        party: id(party),
        role: ContactRole::AccountsPayable,
        name: Some("Mme Durand".into()),
        email: Some("durand@client.example".into()),
        phone: None,
        created_at: at(0),
    }
}

pub fn source(n: u64) -> SourceRecord {
    SourceRecord {
        id: id(n),
        company: id(1),
        name: format!("fichier-{n}.csv"),
        format: "csv".into(),
        sha256: format!("{n:064x}"),
        bytes: vec![0, 255, n as u8].into(),
        recorded_at: at(0),
    }
}

/// Issued on that day and due thirty days later.
pub fn invoice(n: u64, party: u64, cents: i64, issued: Date) -> InvoiceRecord {
    InvoiceRecord {
        id: id(n),
        company: id(1),
        party: id(party),
        source: None,
        key: format!("key-{n}"),
        content_hash: format!("hash-{n}"),
        number: format!("FA-{n:04}"),
        kind: "invoice".into(),
        issued_on: issued,
        delivered_on: None,
        currency: Currency::EUR,
        gross: Cents::new(cents),
        principal: Cents::new(cents),
        due_on: add_days(issued, 30).unwrap(),
        due_basis: DueBasis::Default,
        payment_terms: None,
        precedents: Vec::new(),
        order_reference: None,
        iban: None,
        validity: "[]".into(),
        known_on: issued,
        recorded_at: at(1),
    }
}

pub fn due(invoice: u64, on: Date, basis: DueBasis, minutes: i64) -> DueStatement {
    DueStatement { invoice: id(invoice), company: id(1), due_on: on, basis, source: None, recorded_at: at(minutes) }
}

pub fn payment(n: u64, party: u64, cents: i64, on: Date) -> PaymentRecord {
    PaymentRecord {
        id: id(n),
        company: id(1),
        party: Some(id(party)),
        source: None,
        key: format!("pay-{n}"),
        content_hash: format!("hash-{n}"),
        received_on: on,
        amount: Cents::new(cents),
        currency: Currency::EUR,
        reference: format!("VIR {n}"),
        origin: PaymentOrigin::Bank,
        bank_line: None,
        recorded_at: at(2),
    }
}

pub fn allocation(n: u64, invoice: u64, payment: Option<u64>, cents: i64, on: Date) -> AllocationRecord {
    AllocationRecord {
        id: id(n),
        company: id(1),
        invoice: id(invoice),
        payment: payment.map(id),
        against: None,
        component: Component::Principal,
        amount: Cents::new(cents),
        effective_on: on,
        basis: AllocationBasis::ByHand,
        reverses: None,
        recorded_at: at(2),
    }
}

pub fn line(n: u64, cents: i64, on: Date) -> BankLineRecord {
    BankLineRecord {
        id: id(n),
        company: id(1),
        source: id(1),
        account: "FR7630006000011234567890189".into(),
        key: format!("line-{n}"),
        content_hash: format!("hash-{n}"),
        booked_on: on,
        amount: Cents::new(cents),
        currency: Currency::EUR,
        counterparty: Some("CLIENT".into()),
        counterparty_iban: None,
        end_to_end: None,
        text: format!("VIR CLIENT {n}"),
        is_reversal: false,
        payments: Vec::new(),
        recorded_at: at(2),
    }
}

pub fn hold(n: u64, party: u64, opened: Date, minutes: i64) -> HoldRecord {
    HoldRecord {
        id: id(n),
        company: id(1),
        party: id(party),
        invoice: None,
        kind: HoldKind::Dispute,
        opened_on: opened,
        until: None,
        amount: Some(Cents::new(500)),
        author: "Anne".into(),
        why: "quantité contestée".into(),
        recorded_at: at(minutes),
    }
}

pub fn lift(hold: u64, on: Date, minutes: i64) -> LiftRecord {
    LiftRecord {
        hold: id(hold),
        company: id(1),
        lifted_on: on,
        author: "Anne".into(),
        why: "avoir émis".into(),
        recorded_at: at(minutes),
    }
}

/// Until two weeks later.
pub fn alert_word(n: u64, set_on: Date) -> AlertWord {
    AlertWord {
        id: id(n),
        company: id(1),
        party: Some(id(1)),
        alert: format!("word_broken:{n}"),
        until: add_days(set_on, 14).unwrap(),
        author: "Anne".into(),
        why: "je le vois jeudi".into(),
        set_on,
        recorded_at: at(6),
    }
}

pub fn alert_word_lift(word: u64) -> AlertWordLift {
    AlertWordLift { word: id(word), company: id(1), author: "Anne".into(), recorded_at: at(7) }
}

/// Its words are under the reference `psn_n`.
pub fn note(n: u64, party: u64, on: Date) -> NoteRecord {
    NoteRecord {
        id: id(n),
        company: id(1),
        party: id(party),
        invoice: None,
        noted_on: on,
        reference: format!("psn_{n}"),
        author: "Anne".into(),
        recorded_at: at(5),
    }
}

/// Naming these invoices.
pub fn act(n: u64, party: u64, planned: Date, invoices: &[u64]) -> ActRecord {
    let line = |n: &u64| ActLine { invoice: id(*n), number: format!("FA-{n:04}"), amount: Cents::new(100) };
    ActRecord {
        id: id(n),
        company: id(1),
        party: id(party),
        agenda: None,
        scenario: "standard".into(),
        scenario_version: "1".into(),
        step: "courtesy".into(),
        step_title: "Relance courtoise".into(),
        channel: Channel::Email,
        template: "courtesy".into(),
        role: ContactRole::AccountsPayable,
        contact: None,
        addressed_to: "durand@client.example".into(),
        subject: "Facture échue".into(),
        planned_on: planned,
        total: Cents::new(100),
        currency: Currency::EUR,
        lines: invoices.iter().map(line).collect(),
        content: vec![1, 2, 3],
        content_type: "message/rfc822".into(),
        content_sha256: "00".into(),
        message_id: Some(format!("<{n}@societe.example>")),
        live: true,
        approved_by: "Anne".into(),
        prepared_at: at(3),
    }
}

pub fn event(act: u64, seq: i64, event: ActEvent, on: Date) -> ActEventRecord {
    ActEventRecord {
        act: id(act),
        company: id(1),
        seq,
        event,
        on,
        author: "Quitus".into(),
        detail: format!("étape {seq}"),
        recorded_at: at(3 + seq),
    }
}

/// A waiver of so much principal of an invoice, and its answer.
pub fn waiver(n: u64, invoice: u64, cents: i64) -> WaiverRecord {
    let supposed = domain::waiver::Supposed {
        chance: RateBp::new(6_000),
        days: 120,
        cost: Cents::ZERO,
        pay_days: 0,
        rate: RateBp::new(500),
    };
    WaiverRecord {
        id: id(n),
        company: id(1),
        party: id(1),
        asked_on: day(5),
        currency: Currency::EUR,
        weighed: domain::waiver::weigh(Cents::new(1_000), Cents::new(cents), supposed).unwrap(),
        lines: vec![WaiverLine {
            invoice: id(invoice),
            principal: Cents::new(cents),
            interest: Cents::new(1),
            compensation: Cents::ZERO,
        }],
        author: "Claire".into(),
        why: "geste".into(),
        recorded_at: at(5),
    }
}

pub fn waiver_event(n: u64, kind: WaiverEventKind, on: Date) -> WaiverEventRecord {
    WaiverEventRecord {
        waiver: id(n),
        company: id(1),
        party: id(1),
        kind,
        on,
        author: "Claire".into(),
        why: "accord".into(),
        recorded_at: at(6),
    }
}

pub fn extension(n: u64, invoice: u64) -> ExtensionRecord {
    ExtensionRecord {
        id: id(n),
        company: id(1),
        party: id(1),
        invoice: id(invoice),
        agreed_on: day(2),
        before: day(1),
        until: day(30),
        interest_from: day(1),
        asked_by: "psn_x".into(),
        heard: domain::facts::Heard::Mail,
        author: "Claire".into(),
        why: "un mois".into(),
        recorded_at: at(7),
    }
}

pub fn handover(allocation: u64, invoice: u64, cents: i64) -> HandoverRecord {
    HandoverRecord {
        allocation: id(allocation),
        company: id(1),
        party: id(1),
        invoice: id(invoice),
        on: day(9),
        amount: Cents::new(cents),
        reference: "V 1".into(),
        author: "Claire".into(),
        recorded_at: at(8),
    }
}

/// What a person said of an invoice that they typed.
pub fn typed_invoice(invoice: u64) -> TypedInvoiceRecord {
    TypedInvoiceRecord {
        invoice: id(invoice),
        company: id(1),
        vat: Some(Cents::new(20)),
        subject: Some("Refonte du site".to_string()),
        author: "Anne".to_string(),
        recorded_at: at(7),
    }
}
