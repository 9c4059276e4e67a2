//! Due dates against the reference table, sector periods, ceilings.

use crate::{day, law};
use law::terms::{Activity, LegalTerm, PaymentTerms};

#[test]
fn the_due_dates_of_the_reference_table_come_out() {
    let columns = [
        PaymentTerms::NetDays { days: 30 },
        PaymentTerms::NetDays { days: 60 },
        PaymentTerms::EndOfMonthA { days: 45 },
        PaymentTerms::EndOfMonthB { days: 45 },
        PaymentTerms::EndOfMonthA { days: 30 },
    ];
    for (issued, expected) in [
        ("2026-01-15", ["2026-02-14", "2026-03-16", "2026-03-31", "2026-03-17", "2026-02-28"]),
        ("2026-01-31", ["2026-03-02", "2026-04-01", "2026-03-31", "2026-03-17", "2026-03-31"]),
        ("2026-06-10", ["2026-07-10", "2026-08-09", "2026-07-31", "2026-08-14", "2026-07-31"]),
        ("2026-12-17", ["2027-01-16", "2027-02-15", "2027-01-31", "2027-02-14", "2027-01-31"]),
        ("2028-01-16", ["2028-02-15", "2028-03-16", "2028-03-31", "2028-03-16", "2028-02-29"]),
    ] {
        let found = columns.map(|t| t.due_on(law(), day(issued), None).unwrap().date.to_string());
        assert_eq!(found, expected, "{issued}");
    }
}

#[test]
fn sector_periods_count_from_the_day_the_law_says() {
    let (issued, delivered) = (day("2026-03-31"), day("2026-03-12"));
    for (rule, due, article) in [
        (LegalTerm::Default, "2026-04-11", "L441-10 I"),
        (LegalTerm::Periodic, "2026-05-15", "L441-10 I"),
        (LegalTerm::Transport, "2026-04-30", "L441-11 II 5°"),
        (LegalTerm::Perishable, "2026-04-11", "L441-11 II"),
        (LegalTerm::PerishablePeriodic, "2026-04-19", "L441-11 II"),
        (LegalTerm::Livestock, "2026-04-01", "L441-11 II"),
        (LegalTerm::Alcohol, "2026-04-30", "L441-11 II"),
        (LegalTerm::WineEndOfMonth, "2026-05-15", "L441-11 II"),
        (LegalTerm::WineNet, "2026-05-30", "L441-11 II"),
        (LegalTerm::PublicBody, "2026-04-11", "R2192-10"),
        (LegalTerm::PublicHealth, "2026-05-01", "R2192-11"),
        (LegalTerm::PublicUndertaking, "2026-05-11", "R2192-11"),
    ] {
        let found = PaymentTerms::Legal { rule }.due_on(law(), issued, Some(delivered)).unwrap();
        assert_eq!(found.date, day(due), "{rule:?}");
        assert!(found.article.unwrap().contains(article), "{rule:?}");
        assert!(!found.delivery_assumed);
        assert!(PaymentTerms::Legal { rule }.french(law(), issued).unwrap().contains("jours"));
    }
    assert_eq!(LegalTerm::ALL.len(), 12);
    let unknown = PaymentTerms::Legal { rule: LegalTerm::Perishable }.due_on(law(), issued, None).unwrap();
    assert_eq!((unknown.date, unknown.delivery_assumed), (day("2026-04-30"), true));
}

#[test]
fn other_terms_and_their_words() {
    let due = |terms: PaymentTerms| terms.due_on(law(), day("2026-01-15"), None).unwrap().date.to_string();
    assert_eq!(due(PaymentTerms::OnReceipt), "2026-01-15");
    assert_eq!(due(PaymentTerms::EndOfMonthThenDay { days: 30, day: 10 }), "2026-03-10");
    assert_eq!(due(PaymentTerms::EndOfMonthThenDay { days: 0, day: 31 }), "2026-02-28");
    assert_eq!(due(PaymentTerms::DaysAfterDelivery { days: 30 }), "2026-02-14");
    let told = |terms: PaymentTerms| terms.french(law(), day("2026-01-15")).unwrap();
    assert_eq!(told(PaymentTerms::EndOfMonthA { days: 45 }), "45\u{a0}jours, puis fin de mois");
    assert_eq!(told(PaymentTerms::EndOfMonthB { days: 45 }), "fin du mois de facture, puis 45\u{a0}jours");
    assert_eq!(
        told(PaymentTerms::Legal { rule: LegalTerm::Transport }),
        "transport routier, location de véhicules, fret, douane, 30\u{a0}jours"
    );
    assert!(PaymentTerms::NetDays { days: 30 }.due_on(law(), day("9999-12-20"), None).is_err());
}

#[test]
fn terms_beyond_the_ceiling_are_shown_with_the_article() {
    let over = |terms: PaymentTerms, activity| {
        let found = terms.beyond_ceiling(law(), activity, day("2026-01-15"), None).unwrap();
        found.map(|f| (f.latest.to_string(), f.article.clone(), f.french()))
    };
    assert_eq!(over(PaymentTerms::NetDays { days: 60 }, Activity::General), None);
    assert_eq!(over(PaymentTerms::EndOfMonthA { days: 45 }, Activity::General), None);
    assert_eq!(over(PaymentTerms::EndOfMonthB { days: 45 }, Activity::General), None);
    let (latest, article, told) = over(PaymentTerms::NetDays { days: 90 }, Activity::General).unwrap();
    assert_eq!((latest.as_str(), article.as_str()), ("2026-03-16", "C. com. L441-10 I"));
    assert!(told.contains("dépasse de 30\u{a0}jours le plafond légal"), "{told}");
    assert!(
        over(PaymentTerms::EndOfMonthA { days: 60 }, Activity::General).is_none(),
        "15 January + 60 days is still in March"
    );
    assert!(over(PaymentTerms::EndOfMonthB { days: 60 }, Activity::General).is_some());
    assert!(over(PaymentTerms::NetDays { days: 45 }, Activity::Transport).is_some());
    assert!(over(PaymentTerms::EndOfMonthB { days: 45 }, Activity::Wine).is_none());
    assert!(over(PaymentTerms::NetDays { days: 200 }, Activity::Consumer).is_none());
}
