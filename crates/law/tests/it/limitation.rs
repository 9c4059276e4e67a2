//! Last days to act, what interrupts and what does not; and the procedural vectors of the reference.

use crate::{day, law};
use base::Date;
use law::limitation::{Limitation, LimitationAct, LimitationFacts, LimitationNote, ReceivableKind, limitation};
use law::{DelayRule, LimitationEffect, Status};

fn run(kind: ReceivableKind, due: &str, performed: Option<&str>, acts: &[(Date, LimitationAct)]) -> Limitation {
    let facts =
        LimitationFacts { kind, due_on: day(due), performed_on: performed.map(day), acts, as_of: day("2030-12-31") };
    limitation(&facts, law()).unwrap()
}

#[test]
fn each_kind_has_its_period_from_the_earliest_start() {
    for (kind, due, performed, last, article) in [
        (ReceivableKind::Business, "2026-05-31", None, "2031-05-31", "L110-4"),
        (ReceivableKind::Business, "2026-05-31", Some("2026-03-10"), "2031-03-10", "L110-4"),
        (ReceivableKind::Consumer, "2026-05-31", Some("2026-03-10"), "2028-03-10", "L218-2"),
        (ReceivableKind::Consumer, "2024-02-29", None, "2026-02-28", "L218-2"),
        (ReceivableKind::Transport, "2026-05-31", Some("2026-04-30"), "2027-04-30", "L133-6"),
        (ReceivableKind::PublicBody, "2026-05-31", None, "2030-12-31", "68-1250"),
        (ReceivableKind::PublicBody, "2026-01-15", Some("2025-12-20"), "2029-12-31", "68-1250"),
        (ReceivableKind::EnforceableTitle, "2026-05-31", None, "2036-05-31", "L111-4"),
    ] {
        let found = run(kind, due, performed, &[]);
        assert_eq!(found.last_day, day(last), "{kind:?} {due} {performed:?}");
        assert!(found.article.contains(article) && found.status == Status::Verified);
        assert!(found.french().contains("Dernier jour pour agir"));
    }
    // A Sunday is not postponed.
    assert_eq!(run(ReceivableKind::Business, "2026-05-31", Some("2022-01-02"), &[]).last_day, day("2027-01-02"));
}

#[test]
fn only_what_the_law_lists_starts_a_new_period() {
    let on = day("2028-01-10");
    let after = |act| run(ReceivableKind::Business, "2026-05-31", None, &[(on, act)]);
    for act in [
        LimitationAct::Acknowledgement,
        LimitationAct::CourtClaim,
        LimitationAct::Enforcement,
        LimitationAct::OrderServed,
        LimitationAct::ClaimLodged,
    ] {
        let found = after(act);
        assert_eq!((found.last_day, found.interrupted_by), (day("2033-01-10"), Some((on, act))), "{act:?}");
    }
    for act in [
        LimitationAct::PartialPayment,
        LimitationAct::WrittenClaim,
        LimitationAct::FormalNotice,
        LimitationAct::Reminder,
        LimitationAct::ApplicationFiled,
        LimitationAct::PartialCreditNote,
        LimitationAct::Mediation,
    ] {
        let found = after(act);
        assert_eq!((found.last_day, found.interrupted_by), (day("2031-05-31"), None), "{act:?}");
        assert!(!found.considered.first().unwrap().record.article.is_empty());
    }
    assert!(after(LimitationAct::PartialPayment).notes.contains(&LimitationNote::PartialPaymentUnsettled));
    assert!(after(LimitationAct::Mediation).notes.contains(&LimitationNote::SuspensionNotCounted));
}

#[test]
fn a_public_body_is_interrupted_by_any_written_claim() {
    let act = (day("2028-03-10"), LimitationAct::FormalNotice);
    let found = run(ReceivableKind::PublicBody, "2026-05-31", None, &[act]);
    assert_eq!(found.last_day, day("2032-03-10"));
    assert!(found.notes.contains(&LimitationNote::PublicRestart));
    let early = (day("2026-06-30"), LimitationAct::WrittenClaim);
    assert_eq!(
        run(ReceivableKind::PublicBody, "2026-05-31", None, &[early]).last_day,
        day("2030-12-31"),
        "never shortened"
    );
}

#[test]
fn acts_chain_and_a_late_act_revives_nothing() {
    let acts = [(day("2027-05-01"), LimitationAct::Acknowledgement), (day("2029-04-30"), LimitationAct::CourtClaim)];
    assert_eq!(run(ReceivableKind::Consumer, "2026-05-31", None, &acts).last_day, day("2031-04-30"));
    let late = [(day("2028-06-01"), LimitationAct::Acknowledgement)];
    let found = run(ReceivableKind::Consumer, "2026-05-31", None, &late);
    assert_eq!(found.last_day, day("2028-05-31"));
    assert!(found.considered.first().unwrap().too_late);
    assert_eq!(found.considered.first().unwrap().effect, LimitationEffect::Interrupts);
}

#[test]
fn twenty_years_are_the_end() {
    let acts: Vec<_> = (1..6).map(|n| (Date::constant(2006 + 4 * n, 1, 1), LimitationAct::Acknowledgement)).collect();
    let facts = LimitationFacts {
        kind: ReceivableKind::Business,
        due_on: day("2006-06-30"),
        performed_on: Some(day("2006-06-30")),
        acts: &acts,
        as_of: day("2030-01-01"),
    };
    let found = limitation(&facts, law()).unwrap();
    assert_eq!(found.last_day, day("2026-06-30"));
    assert!(found.notes.contains(&LimitationNote::LongStop));
}

#[test]
fn procedural_delays_give_the_dates_of_the_reference() {
    for (rule, from, last) in [
        ("PCOLL_DECLARATION", "2026-10-22", "2026-12-22"),
        ("PCOLL_REVENDICATION", "2026-10-22", "2027-01-22"),
        ("PCOLL_FORCLUSION", "2026-10-22", "2027-04-22"),
        ("PCOLL_DECLARATION", "2026-12-31", "2027-02-28"),
        ("INJ_SIGNIF_OLD", "2026-08-20", "2027-02-20"),
        ("INJ_SIGNIF_NEW", "2026-09-01", "2026-12-01"),
    ] {
        let DelayRule::Duration(delay) = law().delay(rule, day(from)).unwrap().value else { panic!("{rule}") };
        assert_eq!(delay.after(day(from)), Some(day(last)), "{rule} from {from}");
    }
    // The postponement of CPC 642, for whoever applies it.
    let sunday = day("2027-02-28");
    assert_eq!(base::calendar::next_working_day(sunday, base::calendar::Region::Metropole), day("2027-03-01"));
}
