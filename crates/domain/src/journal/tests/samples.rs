//! One sample of each kind. The match has no default arm: a new kind does not compile until it has its sample.

use super::agreed::agreement;
use super::replied::reply;
use super::taken::intake;
use crate::journal::kinds::*;
use crate::journal::{EntryHash, PersonalRef, Said};
use base::id::{ActId, BankLineId, ContactId, InvoiceId, PartyId};
use base::{Cents, Currency, Date};

pub const SALT: [u8; 16] = [9; 16];
/// What the side table holds in these tests.
pub const TEXTS: [&str; 4] =
    ["compta@client.fr", "Je paie vendredi, promis.", "Hélène Cœur", "550 <compta@client.fr> unknown"];

pub fn personal(index: usize) -> PersonalRef {
    PersonalRef::commit(&SALT, TEXTS[index])
}

pub fn lookup(reference: &PersonalRef) -> Option<String> {
    TEXTS.iter().find(|text| reference.matches(&SALT, text)).map(ToString::to_string)
}

pub(super) fn said(index: usize) -> Said {
    Said::Personal(personal(index))
}

pub(super) fn invoice(number: &str) -> InvoiceRef {
    InvoiceRef { id: InvoiceId::from_bytes([1; 16]), number: number.into() }
}

pub(super) fn party() -> PartyRef {
    PartyRef { id: PartyId::from_bytes([2; 16]), name: Said::plain("Menuiserie Légère SARL") }
}

pub fn line() -> LineRef {
    LineRef { id: BankLineId::from_bytes([5; 16]), booked_on: DAY, amount_cents: AMOUNT, currency: EUR }
}

pub(super) fn hash() -> EntryHash {
    EntryHash::of(b"sample")
}

const ACT: [u8; 16] = [3; 16];
pub(super) const DAY: Date = Date::constant(2026, 4, 1);
pub(super) const EUR: Currency = Currency::EUR;
pub(super) const AMOUNT: Cents = Cents::new(123_456);

pub fn sample(tag: KindTag) -> JournalKind {
    let (act, step) = (ActId::from_bytes(ACT), "relance-ferme".to_string());
    match tag {
        KindTag::CompanyCreated => {
            CompanyCreated { name: "Atelier Dupré".into(), siren: Some("552081317".into()) }.into()
        }
        KindTag::SettingsChanged => {
            SettingsChanged { field: "taux convenu".into(), before: Some("12 %".into()), after: Some("15 %".into()) }
                .into()
        }
        KindTag::SendingSwitched => SendingSwitched { live: true }.into(),
        KindTag::StandingOrderSigned => StandingOrderSigned {
            reference: "CP-2026-1".into(),
            scenario: "standard".into(),
            steps: vec!["rappel-courtois".into(), "relance-ferme".into()],
        }
        .into(),
        KindTag::StandingOrderRevoked => {
            StandingOrderRevoked { reference: "CP-2026-1".into(), why: "client mécontent".into() }.into()
        }
        KindTag::LawValueSet => LawValueSet {
            table: "taux BCE".into(),
            from: DAY,
            value: "2,15 %".into(),
            source: "JOUE du 2 janvier 2027".into(),
        }
        .into(),
        KindTag::BackupMade => BackupMade { file: "quitus-2026-04-01.bak".into(), sha256: hash().to_string() }.into(),
        KindTag::Restored => Restored {
            file: "quitus-2026-04-01.bak".into(),
            sha256: hash().to_string(),
            head_seq: 1_204,
            head_hash: hash(),
        }
        .into(),
        KindTag::RestorationReviewed => {
            RestorationReviewed { restored_on: DAY, why: "messages envoyés relus".into() }.into()
        }
        KindTag::Verified => Verified { entries: 1_204, head_hash: hash(), findings: 0 }.into(),
        KindTag::FileImported
        | KindTag::FileRefused
        | KindTag::ImportConflict
        | KindTag::InvoiceRecorded
        | KindTag::InvoiceTyped
        | KindTag::CreditNoteRecorded
        | KindTag::PaymentRecorded
        | KindTag::BankLinesRecorded => intake(tag),
        KindTag::CreditJudged => {
            let subject = Some(Said::plain("Menuiserie Légère SARL"));
            let why = Said::plain("virement d’un autre client");
            CreditJudged { line: line(), judgement: Judgement::LookedAt, subject, why }.into()
        }
        KindTag::AccountFollowed => {
            let (account, why) = ("Banque principale".to_string(), Said::plain("compte fermé"));
            AccountFollowed { account, is_followed: false, why }.into()
        }
        KindTag::GapJudged => {
            let (from, until) = (DAY, Date::constant(2026, 5, 4));
            let (account, why) = ("Banque principale".to_string(), Said::plain("compte sans mouvement en avril"));
            GapJudged { account, from, until, is_complete: true, why }.into()
        }
        KindTag::LineUnmatched => {
            LineUnmatched { line: line(), why: Said::plain("ce n’était pas cette facture") }.into()
        }
        KindTag::MoneyReturned => {
            MoneyReturned { line: line(), returned_on: DAY, reopened: vec![invoice("F-2026-014")] }.into()
        }
        KindTag::AllocationRecorded
        | KindTag::AllocationReversed
        | KindTag::EntriesExported
        | KindTag::LetteringTold
        | KindTag::BadDebtProposed
        | KindTag::BadDebtDecided
        | KindTag::DueDateStated
        | KindTag::HoldOpened
        | KindTag::HoldLifted => ledger(tag),
        KindTag::DisputeOpened
        | KindTag::DisputeChanged
        | KindTag::DisputeEntryAdded
        | KindTag::DisputeSettled
        | KindTag::DisputeAnswered
        | KindTag::DocumentIssued => dispute(tag),
        KindTag::PlanProposed
        | KindTag::PlanAccepted
        | KindTag::PlanEnded
        | KindTag::WaiverAsked
        | KindTag::WaiverDecided
        | KindTag::DueDateExtended
        | KindTag::MoneyHandedOver => agreement(tag),
        KindTag::DecisionRecorded
        | KindTag::ScenarioAdopted
        | KindTag::ScenarioRetired
        | KindTag::TemplateChanged
        | KindTag::ScenarioAssigned
        | KindTag::PartyChanged
        | KindTag::ContactChanged
        | KindTag::NoteRecorded
        | KindTag::AlertSetAside
        | KindTag::AlertBroughtBack
        | KindTag::AgendaPlanned => policy(tag),
        KindTag::ActPrepared => ActPrepared {
            act,
            step,
            channel: ActChannel::Email,
            to: vec![personal(0)],
            party: party(),
            invoices: vec![invoice("F-2026-014"), invoice("F-2026-015")],
            amount_cents: AMOUNT,
            currency: EUR,
            content_sha256: hash().to_string(),
        }
        .into(),
        KindTag::ActHandedOver => {
            ActHandedOver { act, step, carrier: "smtp.exemple.fr".into(), reply: Said::plain("250 2.0.0 OK") }.into()
        }
        KindTag::ActDelivered => ActDelivered { act, step, delivered_on: DAY, proof: Some("1A 234 567".into()) }.into(),
        KindTag::ActFailed => ActFailed { act, step, permanent: true, why: said(3) }.into(),
        KindTag::ActUnknown => ActUnknown { act, step, why: Said::plain("pas de réponse dans le délai") }.into(),
        KindTag::ActCancelled => ActCancelled { act, step, why: Said::plain("payé entre-temps") }.into(),
        KindTag::ActUpheld => ActUpheld {
            act,
            step,
            since: "F-2026-014 est suspendue depuis (litige)".into(),
            why: Said::plain("litige clos au téléphone"),
        }
        .into(),
        KindTag::ActResolvedByHand => ActResolvedByHand { act, step, left: false, why: said(1) }.into(),
        KindTag::LetterReturned => LetterReturned {
            act,
            step,
            returned_on: DAY,
            cause: ReturnCause::Unclaimed { presented_on: Date::constant(2026, 3, 16) },
        }
        .into(),
        KindTag::CallRecorded => CallRecorded {
            act: Some(act),
            party: party(),
            outcome: CallOutcome::Promise { on: DAY },
            note: Some(said(1)),
        }
        .into(),
        KindTag::ReplyRecorded | KindTag::ReplyHandled | KindTag::ReplyWithdrawn => reply(tag),
        KindTag::DocumentRendered => DocumentRendered {
            name: "mise-en-demeure-F-2026-014.pdf".into(),
            template: "mise-en-demeure".into(),
            sha256: hash().to_string(),
        }
        .into(),
    }
}

fn ledger(tag: KindTag) -> JournalKind {
    let (currency, amount_cents, invoice) = (EUR, AMOUNT, invoice("F-2026-014"));
    let subject = Said::plain("facture F-2026-014");
    match tag {
        KindTag::AllocationReversed => {
            AllocationReversed { invoice, amount_cents, currency, why: "virement rejeté".into() }.into()
        }
        KindTag::EntriesExported => {
            EntriesExported { number: 4, movements: 12, total_cents: AMOUNT, until: DAY }.into()
        }
        KindTag::LetteringTold => LetteringTold { number: 2, lines: 3 }.into(),
        KindTag::BadDebtProposed => BadDebtProposed {
            party: party(),
            invoice,
            measure: BadDebtMeasure::WriteOff,
            net_cents: AMOUNT,
            vat_cents: Cents::new(24_691),
            files: 1,
            why: said(1),
        }
        .into(),
        KindTag::BadDebtDecided => BadDebtDecided {
            party: party(),
            invoice,
            measure: BadDebtMeasure::WriteOff,
            word: BadDebtWordSaid::Approved,
            outstanding_cents: AMOUNT,
            why: said(1),
        }
        .into(),
        KindTag::DueDateStated => DueDateStated {
            invoice,
            before: Some(Date::constant(2026, 3, 12)),
            after: DAY,
            basis: "conditions de règlement du client".into(),
        }
        .into(),
        KindTag::HoldOpened => {
            HoldOpened { held_for: HeldFor::Promise, subject, until: Some(DAY), why: said(1) }.into()
        }
        KindTag::HoldLifted => {
            HoldLifted { held_for: HeldFor::Dispute, subject, why: Said::plain("avoir émis") }.into()
        }
        _ => AllocationRecorded { invoice, amount_cents, currency, basis: "facture désignée par le client".into() }
            .into(),
    }
}

fn dispute(tag: KindTag) -> JournalKind {
    let (currency, invoice, corrects) = (EUR, invoice("F-2026-014"), invoice("F-2026-014"));
    match tag {
        KindTag::DisputeChanged => DisputeChanged {
            invoice,
            field: "échéance".into(),
            before: Some(Said::plain("1er avril 2026")),
            after: Some(Said::plain("15 avril 2026")),
        }
        .into(),
        KindTag::DisputeEntryAdded => DisputeEntryAdded {
            invoice,
            text: Some(said(1)),
            file: Some("bon-de-livraison.pdf".into()),
            sha256: Some(hash().to_string()),
        }
        .into(),
        KindTag::DisputeSettled => DisputeSettled {
            invoice,
            finding: "fondé en partie".into(),
            founded_cents: AMOUNT,
            currency,
            why: Said::plain("deux jours de trop"),
        }
        .into(),
        KindTag::DisputeAnswered => DisputeAnswered { invoice, accepted: true, answered_on: DAY, by: said(2) }.into(),
        KindTag::DocumentIssued => DocumentIssued {
            document: InvoiceRef { number: "QAV-2026-0001".into(), ..corrects.clone() },
            is_credit_note: true,
            corrects,
            amount_cents: AMOUNT,
            currency,
            sha256: hash().to_string(),
        }
        .into(),
        _ => DisputeOpened {
            invoice,
            cause: "quantité".into(),
            contested_cents: Some(AMOUNT),
            currency,
            owner: Some(Said::plain("Claire Dupré")),
            target_on: Some(DAY),
            why: said(1),
        }
        .into(),
    }
}

fn policy(tag: KindTag) -> JournalKind {
    match tag {
        KindTag::TemplateChanged => {
            TemplateChanged { template: "reminder-firm".into(), lang: "fr".into(), sha256: Some(hash().to_string()) }
                .into()
        }
        KindTag::ScenarioAdopted => {
            ScenarioAdopted { name: "standard".into(), version: 3, sha256: hash().to_string() }.into()
        }
        KindTag::ScenarioRetired => {
            ScenarioRetired { name: "artisans".into(), why: Said::plain("plus personne ne le suit") }.into()
        }
        KindTag::ScenarioAssigned => {
            ScenarioAssigned { party: party(), scenario: "grand-compte".into(), version: 2 }.into()
        }
        KindTag::PartyChanged => {
            PartyChanged { party: party(), field: "SIREN".into(), before: None, after: Some(Said::plain("552081317")) }
                .into()
        }
        KindTag::ContactChanged => ContactChanged {
            contact: ContactId::from_bytes([4; 16]),
            party: party(),
            field: "adresse électronique".into(),
            before: Some(personal(2)),
            after: Some(personal(0)),
        }
        .into(),
        KindTag::NoteRecorded => NoteRecorded { party: party(), text: said(1) }.into(),
        KindTag::AlertSetAside => AlertSetAside {
            alert: Said::plain("Menuiserie Légère SARL\u{a0}: Promesse du 12 mars 2026 non tenue"),
            until: DAY,
            why: Said::plain("je vois ce client jeudi"),
        }
        .into(),
        KindTag::AlertBroughtBack => AlertBroughtBack {
            alert: Said::plain("Menuiserie Légère SARL\u{a0}: Promesse du 12 mars 2026 non tenue"),
        }
        .into(),
        KindTag::AgendaPlanned => {
            AgendaPlanned { day: DAY, proposals: 12, silences: 1, inputs_hash: hash().to_string() }.into()
        }
        _ => DecisionRecorded {
            decision: DecisionTaken::Postpone,
            subject: Said::plain("facture F-2026-014"),
            step: Some("relance-ferme".into()),
            until: Some(DAY),
            why: said(1),
        }
        .into(),
    }
}
