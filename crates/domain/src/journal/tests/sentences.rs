//! Every kind reads as one whole French sentence, whatever was left blank or erased.

use super::samples::{SALT, line, lookup, personal, sample};
use super::{chain, draft};
use crate::facts::Guard;
use crate::journal::kinds::*;
use crate::journal::{Actor, JournalKind, KindTag, PersonalRef, ReadError, Said, append, nothing_known};
use serde_json::Value;

/// One sentence: capital, full stop, no hole, no line break, French spaces.
fn check(tag: KindTag, sentence: &str) {
    let first = sentence.chars().next().unwrap();
    assert!(first.is_uppercase() || first.is_ascii_digit(), "{tag:?}: {sentence}");
    assert!(sentence.ends_with('.') && !sentence.ends_with(".."), "{tag:?}: {sentence}");
    for hole in
        ["  ", "()", "( ", " )", "«\u{a0}\u{a0}»", "« ", " »", " ,", " .", ",,", "\n", " :", " ;", "'", "None", "Some"]
    {
        assert!(!sentence.contains(hole), "{tag:?} has {hole:?}: {sentence}");
    }
    assert!(sentence.chars().count() > 15, "{tag:?}: {sentence}");
}

#[test]
fn every_kind_has_a_sample_of_itself_and_reads_back_from_its_bytes() {
    for tag in KindTag::ALL {
        let kind = sample(*tag);
        assert_eq!(kind.tag(), *tag);
        let entry = append(None, crate::journal::EntryDraft { kind: kind.clone(), ..draft(0) }).unwrap();
        assert_eq!(entry.read(), Ok(kind));
    }
}

#[test]
fn names_are_distinct_and_snake_case() {
    let mut names: Vec<&str> = KindTag::ALL.iter().map(|tag| tag.name()).collect();
    assert!(names.iter().all(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')));
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), KindTag::ALL.len());
}

#[test]
fn every_kind_renders_with_and_without_personal_data() {
    for tag in KindTag::ALL {
        check(*tag, &sample(*tag).sentence(&lookup));
        let masked = sample(*tag).sentence(&nothing_known);
        check(*tag, &masked);
        assert!(!masked.contains("psn_") && !masked.contains('@'), "{masked}");
    }
}

#[test]
fn every_kind_renders_when_all_texts_are_blank() {
    for blank in ["", " \n\t ", "\u{0}"] {
        let unreadable = |tag: &&KindTag| {
            let payload = blanked(sample(**tag).payload().unwrap(), blank);
            let kind = JournalKind::read(tag.name(), tag.payload_version(), &payload.to_string());
            kind.map(|kind| check(**tag, &kind.sentence(&nothing_known))).is_err()
        };
        // Their `before` and `after` are a date and references, which cannot be blank.
        let never_blank: Vec<&KindTag> = KindTag::ALL.iter().filter(unreadable).collect();
        assert_eq!(never_blank, [&KindTag::DueDateStated, &KindTag::ContactChanged]);
    }
}

#[test]
fn every_kind_renders_when_what_is_optional_is_absent() {
    let mut absent = 0;
    for tag in KindTag::ALL {
        let payload = sample(*tag).payload().unwrap();
        for member in payload.as_object().unwrap().keys() {
            let mut without = payload.clone();
            without[member] = Value::Null;
            let read = JournalKind::read(tag.name(), tag.payload_version(), &without.to_string());
            if let Ok(kind) = read {
                check(*tag, &kind.sentence(&nothing_known));
                absent += 1;
            }
        }
    }
    assert_eq!(absent, 33, "one for each optional member of the payloads");
}

/// Free texts emptied, lists emptied, options absent; identifiers, codes, dates and hashes kept.
fn blanked(value: Value, blank: &str) -> Value {
    const FREE: [&str; 22] = [
        "name",
        "siren",
        "field",
        "before",
        "after",
        "reference",
        "scenario",
        "why",
        "table",
        "value",
        "source",
        "file",
        "format",
        "key",
        "what",
        "first_number",
        "last_number",
        "account",
        "number",
        "basis",
        "plain",
        "step",
    ];
    match value {
        Value::Object(members) => members
            .into_iter()
            .map(|(key, member)| {
                let free = FREE.contains(&key.as_str()) && member.is_string();
                let value = if free { Value::String(blank.into()) } else { blanked(member, blank) };
                (key, value)
            })
            .collect(),
        Value::Array(_) => Value::Array(Vec::new()),
        other => other,
    }
}

#[test]
fn long_and_hostile_texts_stay_on_one_short_line() {
    let why = format!("ligne\r\nautre\u{7}\t{}", "très long ".repeat(1_000));
    let sentence = JournalKind::from(FileRefused { name: "a\nb.csv".into(), why }).sentence(&nothing_known);
    check(KindTag::FileRefused, &sentence);
    assert!(sentence.chars().count() < 300, "{sentence}");
}

#[test]
fn amounts_dates_and_plurals_are_french() {
    let sentence = |kind: JournalKind| kind.sentence(&lookup);
    assert_eq!(
        sentence(sample(KindTag::PaymentRecorded)),
        "Un paiement de 1\u{202f}234,56\u{a0}€ reçu le 1er avril 2026 (référence «\u{a0}VIR 8842\u{a0}») a été enregistré (source\u{a0}: «\u{a0}relevé CAMT.053\u{a0}»)."
    );
    let one = AgendaPlanned { proposals: 1, silences: 0, ..agenda() };
    assert!(sentence(one.into()).contains("1\u{a0}action proposée, 0\u{a0}facture laissée en attente"));
    let faults = Verified { findings: 2, ..verified() };
    assert!(sentence(faults.into()).contains("2\u{a0}anomalies relevées"));
}

fn agenda() -> AgendaPlanned {
    match sample(KindTag::AgendaPlanned) {
        JournalKind::AgendaPlanned(agenda) => agenda,
        other => panic!("{other:?}"),
    }
}

fn verified() -> Verified {
    match sample(KindTag::Verified) {
        JournalKind::Verified(verified) => verified,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_variant_inside_a_kind_has_its_words() {
    let subject = Said::plain("facture F-1");
    for held_for in
        [HeldFor::Dispute, HeldFor::Promise, HeldFor::Plan, HeldFor::Insolvency, HeldFor::Factored, HeldFor::Pause]
    {
        let why = Said::plain("dit au téléphone");
        let opened = HoldOpened { held_for, subject: subject.clone(), until: None, why: why.clone() };
        check(KindTag::HoldOpened, &JournalKind::from(opened).sentence(&nothing_known));
        let lifted = HoldLifted { held_for, subject: subject.clone(), why };
        check(KindTag::HoldLifted, &JournalKind::from(lifted).sentence(&nothing_known));
    }
    let judgements = [
        Judgement::LookedAt,
        Judgement::NotTheirs,
        Judgement::NoCustomers,
        Judgement::TakenBack,
        Judgement::SameAsOther,
        Judgement::PerhapsOther,
        Judgement::NotOther,
    ];
    for (judgement, subject) in judgements.into_iter().flat_map(|j| [(j, None), (j, Some(subject.clone()))]) {
        let judged = CreditJudged { line: line(), judgement, subject, why: Said::plain("vu à la banque") };
        check(KindTag::CreditJudged, &JournalKind::from(judged).sentence(&nothing_known));
    }
    for decision in [DecisionTaken::Skip, DecisionTaken::Postpone, DecisionTaken::Override, DecisionTaken::Waiver] {
        for step in [None, Some("visite".to_string())] {
            let why = Said::plain("geste commercial");
            let decided = DecisionRecorded { decision, subject: subject.clone(), step, until: None, why };
            check(KindTag::DecisionRecorded, &JournalKind::from(decided).sentence(&nothing_known));
        }
    }
}

#[test]
fn an_overridden_guard_is_named_in_words() {
    let overriding = |step: &str| {
        let subject = Said::plain("Lambert");
        let why = Said::plain("le client a confirmé");
        let decision = DecisionTaken::Override;
        let decided = DecisionRecorded { decision, subject, step: Some(step.into()), until: None, why };
        JournalKind::from(decided).sentence(&nothing_known)
    };
    for guard in Guard::ALL {
        let sentence = overriding(guard.code());
        assert!(sentence.contains(&format!("passer outre ce qui retenait l’envoi ({})", guard.french())), "{sentence}");
        assert!(!sentence.contains(guard.code()) || guard.code() == guard.french(), "{sentence}");
    }
    assert!(overriding("visite").contains("faire l’étape «\u{a0}visite\u{a0}» malgré les réserves"));
}

#[test]
fn an_entry_of_a_later_version_still_says_something() {
    let mut entry = chain(1).remove(0);
    entry.kind = "tide_turned".into();
    assert!(matches!(entry.read(), Err(ReadError::UnknownKind(_))));
    check(KindTag::CompanyCreated, &entry.sentence(&nothing_known));
    entry.kind = "company_created".into();
    entry.payload_version = 9;
    assert!(matches!(entry.read(), Err(ReadError::UnknownVersion { version: 9, .. })));
    entry.payload_version = 1;
    entry.payload = "{\"name\":1}".into();
    assert!(matches!(entry.read(), Err(ReadError::Payload { .. })));
}

#[test]
fn a_bare_address_cannot_take_the_place_of_a_reference() {
    assert_eq!(PersonalRef::parse("compta@client.fr"), None);
    assert_eq!(PersonalRef::parse(personal(0).as_str()), Some(personal(0)));
    assert!(serde_json::from_str::<PersonalRef>("\"compta@client.fr\"").is_err());
    assert!(personal(0).matches(&SALT, "compta@client.fr") && !personal(0).matches(&[8; 16], "compta@client.fr"));
}

#[test]
fn actors_are_named() {
    assert_eq!(Actor::Person { name: "Claire".into() }.to_string(), "Claire");
    assert_eq!(Actor::StandingOrder { reference: "CP-1".into() }.to_string(), "consigne permanente CP-1");
    assert_eq!(Actor::Program.to_string(), "Quitus");
}
