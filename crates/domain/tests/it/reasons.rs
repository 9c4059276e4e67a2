//! Reasons: each has a code, a sentence without an empty slot, and a line in the specification.

use super::world::d;
use base::id::BankLineId;
use base::{Cents, Currency};
use domain::agenda::{DisputeWords, Reason, ServiceStage, Unmet, label, sentence, sentence_in};
use domain::facts::{ActState, Channel, ContactRole, DisputeCause, DisputeStage, Guard};
use domain::matching::Clue;
use domain::scenario::{Choice, Gate};

/// What is wrong with a sentence, when something is.
pub fn fault(text: &str) -> Option<String> {
    let plain = text.replace(['\u{a0}', '\u{202f}'], " ");
    let empty = ["  ", "« »", "()", "( ", " )", " .", " ,", ": .", "None", "Some", "_"]
        .iter()
        .find(|slot| plain.contains(**slot));
    let starts = plain.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || c == '−');
    match (empty, starts, plain.ends_with(['.', '!', '?', '…'])) {
        (Some(slot), _, _) => Some(format!("« {slot} » dans : {plain}")),
        (None, true, true) => None,
        _ => Some(format!("ni majuscule ni point : {plain}")),
    }
}

/// Whether it tells why something is proposed, or why nothing is. Written without a wildcard: a new reason does not
/// compile until it is sorted here, and `examples` must then hold one.
fn is_silence(reason: &Reason) -> bool {
    match reason {
        Reason::Overdue { .. }
        | Reason::Grouped { .. }
        | Reason::DueSince { .. }
        | Reason::AfterStep { .. }
        | Reason::AfterSkip { .. }
        | Reason::PreDue { .. }
        | Reason::ScenarioChosen { .. }
        | Reason::PassedOver { .. }
        | Reason::LateOnboarding { .. }
        | Reason::WordBroken { .. }
        | Reason::PlanInstalment { .. }
        | Reason::PlanLapsed { .. }
        | Reason::ServiceTerms { .. }
        | Reason::PreviousAttemptFailed { .. }
        | Reason::DueDateEstimated { .. }
        | Reason::PartDisputed { .. }
        | Reason::NoBankData
        | Reason::CreditsOpen { .. }
        | Reason::ChannelFallback { .. }
        | Reason::RoleFallback { .. }
        | Reason::Overridden { .. } => false,
        Reason::PseudoCustomer
        | Reason::Insolvency { .. }
        | Reason::Dispute { .. }
        | Reason::ContestedPart { .. }
        | Reason::Promise { .. }
        | Reason::Plan { .. }
        | Reason::PlanLate { .. }
        | Reason::PlanNoticed { .. }
        | Reason::PlanForfeitable { .. }
        | Reason::Factored { .. }
        | Reason::Pause { .. }
        | Reason::PaymentAnnounced { .. }
        | Reason::AwaitingValidation { .. }
        | Reason::WrittenOff { .. }
        | Reason::Remainder { .. }
        | Reason::Postponed { .. }
        | Reason::PossiblyPaid { .. }
        | Reason::CreditsCover { .. }
        | Reason::ReplyUnread { .. }
        | Reason::BankDataStale { .. }
        | Reason::ContactTooRecent { .. }
        | Reason::NonWorkingDay { .. }
        | Reason::CompanyClosed { .. }
        | Reason::BelowMinimum { .. }
        | Reason::NoUsableContact { .. }
        | Reason::AddressReturned { .. }
        | Reason::WaitingForStep { .. }
        | Reason::TooFresh { .. }
        | Reason::BehindGroup { .. }
        | Reason::AfterOtherMessage { .. }
        | Reason::GateClosed { .. }
        | Reason::KindUnknown { .. }
        | Reason::ActPending { .. }
        | Reason::ScenarioFinished { .. }
        | Reason::NoScenario => true,
    }
}

const CODES: usize = 56;

fn cents(euros: i64) -> Cents {
    Cents::new(euros * 100)
}

/// One of each reason that tells why something is proposed, in the order of the enumeration.
fn proposing() -> Vec<Reason> {
    let (number, step) = ("F-1".to_string(), "Rappel courtois".to_string());
    vec![
        Reason::Overdue { number: number.clone(), due_on: d("2026-03-02"), days: 3 },
        Reason::Grouped { invoices: 2, total_cents: cents(800) },
        Reason::DueSince { needed_days: 3, since: d("2026-03-05") },
        Reason::AfterStep { step: step.clone(), performed_on: d("2026-03-05"), needed_days: 7 },
        Reason::AfterSkip {
            step: step.clone(),
            skipped_on: d("2026-03-04"),
            author: "Claire".into(),
            why: "vu de vive voix".into(),
            counted_from: d("2026-03-05"),
            needed_days: 7,
        },
        Reason::PreDue { number: number.clone(), due_on: d("2026-03-02"), in_days: 7 },
        Reason::ScenarioChosen { scenario: "Entreprise, standard".into(), choice: Choice::ByKind },
        Reason::PassedOver {
            step,
            condition: Unmet::OutstandingMin { minimum_cents: cents(100), total_cents: cents(90) },
        },
        Reason::LateOnboarding { known_on: d("2026-03-05"), days_late_then: 276 },
        Reason::WordBroken {
            promised_on: d("2026-04-07"),
            until: d("2026-04-09"),
            asked_cents: Some(cents(500)),
            received_cents: None,
            times: 1,
        },
        Reason::PlanInstalment { rank: 4, of: 6, due_on: d("2026-03-02"), amount_cents: cents(500), in_days: -8 },
        Reason::PlanLapsed { agreed_on: d("2026-01-05"), on: d("2026-03-05") },
        Reason::ServiceTerms {
            clause: "l’article 8 des conditions générales".into(),
            stage: ServiceStage::Suspension { noticed_on: d("2026-03-05") },
            after_days: 10,
            days_late: 19,
        },
        Reason::PreviousAttemptFailed { on: d("2026-03-05") },
        Reason::DueDateEstimated { number: number.clone() },
        Reason::PartDisputed { number, contested_cents: cents(200) },
        Reason::NoBankData,
        Reason::CreditsOpen { credits_cents: cents(200) },
        Reason::ChannelFallback { wanted: Channel::Email, chosen: Channel::Letter },
        Reason::RoleFallback { wanted: ContactRole::AccountsPayable, chosen: ContactRole::Buyer },
        Reason::Overridden { guard: Guard::PossiblyPaid, author: "Claire".into(), why: "vu avec le client".into() },
    ]
}

/// One of each reason that tells why nothing is done, in the order of the enumeration.
fn silencing() -> Vec<Reason> {
    let (step, why) = ("Mise en demeure".to_string(), "noté au téléphone".to_string());
    let (since, until) = (d("2026-03-04"), d("2026-03-20"));
    vec![
        Reason::PseudoCustomer,
        Reason::Insolvency { since, why: "redressement judiciaire".into() },
        Reason::Dispute { since, why: why.clone(), about: None },
        Reason::ContestedPart {
            since,
            why: why.clone(),
            contested_cents: cents(200),
            about: Some(dispute_words(DisputeStage::UnderReview)),
        },
        Reason::Promise { until: Some(until), amount_cents: Some(cents(500)) },
        Reason::Plan { until: Some(until) },
        Reason::PlanLate { since: until, arrears_cents: cents(500), left_cents: cents(1_500) },
        Reason::PlanNoticed { on: d("2026-03-05"), until },
        Reason::PlanForfeitable { since: until, left_cents: cents(1_500) },
        Reason::Factored { since },
        Reason::WrittenOff { since, why: "liquidation clôturée pour insuffisance d’actif".to_string() },
        Reason::Remainder { left_cents: cents(20), guess: "escompte".to_string() },
        Reason::Pause { until: Some(until), why: why.clone() },
        Reason::PaymentAnnounced { until: Some(until) },
        Reason::AwaitingValidation { until: Some(until) },
        Reason::Postponed { until, author: "Claire".into(), why },
        Reason::PossiblyPaid { line: line(), booked_on: since, amount_cents: cents(500), clue: Clue::NamesCustomer },
        Reason::CreditsCover { credits_cents: cents(500) },
        Reason::ReplyUnread { received_on: since, until },
        Reason::BankDataStale { known_until: since, max_age_days: 10, account: None, gap_until: None },
        Reason::ContactTooRecent { last_on: since, minimum_days: 5 },
        Reason::NonWorkingDay { day: "Samedi".into() },
        Reason::CompanyClosed { until, why: "Fermeture d’été".into() },
        Reason::BelowMinimum { total_cents: cents(14), minimum_cents: cents(15) },
        Reason::NoUsableContact { roles: vec![ContactRole::Buyer, ContactRole::User], channels: vec![Channel::Call] },
        Reason::AddressReturned { on: since },
        Reason::WaitingForStep { step: step.clone(), earliest_on: until },
        Reason::TooFresh { days: 4, needed_days: 15 },
        Reason::BehindGroup { step: step.clone() },
        Reason::AfterOtherMessage { step: step.clone() },
        Reason::GateClosed { step: step.clone(), gate: Gate::NoOpenDispute },
        Reason::KindUnknown { step: step.clone(), customer: "Camille Roux".into() },
        Reason::ActPending { step: step.clone(), state: ActState::Unknown, planned_on: since },
        Reason::ScenarioFinished { last_step: step },
        Reason::NoScenario,
    ]
}

fn dispute_words(stage: DisputeStage) -> DisputeWords {
    let (owner, target_on) = (Some("Claire".to_string()), Some(d("2026-03-20")));
    DisputeWords { cause: DisputeCause::Price, owner, target_on, stage }
}

fn examples() -> Vec<Reason> {
    proposing().into_iter().chain(silencing()).collect()
}

fn line() -> BankLineId {
    BankLineId::from_bytes([7; 16])
}

/// The values that change the words of a sentence, beside the ones above.
fn variants() -> Vec<Reason> {
    let step = || "Mise en demeure".to_string();
    let choices = [
        Choice::Running,
        Choice::RunningRenewed,
        Choice::ChosenByHand,
        Choice::KeyAccount,
        Choice::RepeatLate { settled_late: 1 },
        Choice::SmallAmount { overdue: cents(120) },
    ];
    let scenario = |choice| Reason::ScenarioChosen { scenario: "Petits montants".into(), choice };
    let mut all: Vec<Reason> = choices.into_iter().map(scenario).collect();
    all.push(Reason::PassedOver { step: step(), condition: Unmet::HasRole { role: ContactRole::Decider } });
    all.push(Reason::PreDue { number: "F-1".into(), due_on: d("2026-03-02"), in_days: 0 });
    all.extend(ContactRole::ALL.map(|role| Reason::RoleFallback { wanted: role, chosen: role }));
    all.extend(Channel::ALL.map(|channel| Reason::ChannelFallback { wanted: channel, chosen: channel }));
    all.extend(Guard::ALL.map(|guard| Reason::Overridden { guard, author: "Claire".into(), why: " ".into() }));
    all.extend(ActState::ALL.map(|state| Reason::ActPending { step: step(), state, planned_on: d("2026-03-02") }));
    let gates = [Gate::NoOpenDispute, Gate::DueDateConfirmed, Gate::SettlementsConfirmed, Gate::CustomerKindKnown];
    all.extend(gates.map(|gate| Reason::GateClosed { step: step(), gate }));
    let clues = [
        Clue::NamesInvoice,
        Clue::NamesCustomer,
        Clue::EqualsInstalment { rank: 3, count: 1 },
        Clue::EqualsInstalment { rank: 3, count: 2 },
        Clue::EqualAmount,
    ];
    all.extend(DisputeStage::ALL.map(|stage| Reason::ContestedPart {
        since: d("2026-03-02"),
        why: "Vu !".into(),
        contested_cents: cents(1),
        about: Some(dispute_words(stage)),
    }));
    all.extend(clues.map(|clue| Reason::PossiblyPaid {
        line: line(),
        booked_on: d("2026-03-02"),
        amount_cents: cents(1),
        clue,
    }));
    all.extend([
        Reason::Promise { until: None, amount_cents: None },
        Reason::Promise { until: None, amount_cents: Some(cents(5)) },
        Reason::Plan { until: None },
        Reason::Pause { until: None, why: String::new() },
        Reason::PaymentAnnounced { until: None },
        Reason::AwaitingValidation { until: None },
        Reason::Dispute { since: d("2026-03-02"), why: String::new(), about: None },
        Reason::Dispute {
            since: d("2026-03-02"),
            why: String::new(),
            about: Some(DisputeWords { owner: None, target_on: None, ..dispute_words(DisputeStage::UnderReview) }),
        },
        Reason::Insolvency { since: d("2026-03-02"), why: String::new() },
        Reason::Postponed { until: d("2026-03-02"), author: "Claire".into(), why: "Appel demain !".into() },
        Reason::ScenarioFinished { last_step: String::new() },
        Reason::BankDataStale {
            known_until: d("2026-03-04"),
            max_age_days: 10,
            account: Some("FR76 1234".into()),
            gap_until: None,
        },
        Reason::BankDataStale {
            known_until: d("2026-03-04"),
            max_age_days: 10,
            account: Some("FR76 1234".into()),
            gap_until: Some(d("2026-03-31")),
        },
    ]);
    all
}

#[test]
fn there_is_one_example_of_each_reason() {
    let mut codes: Vec<&str> = examples().iter().map(Reason::code).collect();
    assert!(proposing().iter().all(|r| !is_silence(r)) && silencing().iter().all(is_silence));
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), CODES, "give `proposing` or `silencing` an example of the new reason, then raise CODES");
    assert_eq!(examples().len(), CODES);
}

#[test]
fn a_code_is_the_name_in_json_and_json_reads_back() {
    for reason in examples().into_iter().chain(variants()) {
        let json = serde_json::to_value(&reason).unwrap();
        assert_eq!(json["code"], reason.code());
        assert_eq!(serde_json::from_value::<Reason>(json).unwrap(), reason);
    }
}

#[test]
fn each_reason_has_a_french_sentence_without_an_empty_slot() {
    for reason in examples().into_iter().chain(variants()) {
        assert_eq!(fault(&sentence(&reason)), None, "{reason:?}");
        assert!(!sentence(&reason).contains(reason.code()), "{reason:?}");
    }
}

#[test]
fn each_silence_has_a_label_to_count_it_under() {
    for reason in silencing() {
        assert_ne!(label(reason.code()), reason.code());
    }
}

#[test]
fn amounts_are_said_in_the_currency_of_the_invoice() {
    let dollars = Currency::parse("USD").unwrap();
    let grouped = Reason::Grouped { invoices: 2, total_cents: cents(800) };
    let plain = sentence_in(&grouped, dollars).replace('\u{a0}', " ");
    assert_eq!(plain, "Un seul message pour 2 factures en retard, 800,00 USD en tout.");
}

#[test]
fn the_specification_lists_every_reason_with_its_sentence() {
    let specification = include_str!("../../../../docs/spec/agenda.md");
    let row = |r: &Reason| format!("| `{}` | {} |", r.code(), sentence(r).replace(['\u{a0}', '\u{202f}'], " "));
    for (title, reasons) in [("Why something is proposed", proposing()), ("Why nothing is done", silencing())] {
        let table = reasons.iter().map(row).collect::<Vec<_>>().join("\n");
        assert!(
            specification.contains(&table),
            "In docs/spec/agenda.md, the rows of the table « {title} » must read (copy them from here):\n\n{table}\n"
        );
    }
}
