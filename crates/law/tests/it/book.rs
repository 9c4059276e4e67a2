//! Coverage, freshness, refusal, and values added by the user.

use crate::{day, law};
use base::{Cents, Date, RateBp, add_days, calendar};
use law::interest::{agreed_rate_floor, business_rate, public_body_rate};
use law::{CompensationPayer, CreditorKind, LawBook, LawError, Origin, Status, Table, Threshold};

fn every_day() -> impl Iterator<Item = Date> {
    std::iter::successors(Some(day("2015-01-01")), |d| add_days(*d, 1)).take_while(|d| *d <= day("2026-12-31"))
}

#[test]
fn each_day_from_2015_to_2026_has_exactly_one_rate_in_each_table() {
    for table in [Table::ReferenceRate, Table::LegalRateProfessional, Table::LegalRateIndividual] {
        let values: Vec<_> = law().values_of(table).collect();
        for on in every_day() {
            assert_eq!(values.iter().filter(|v| v.covers(on)).count(), 1, "{table} on {on}");
        }
    }
    for on in every_day() {
        let reference = law().reference_rate(on).unwrap();
        assert!(reference.record.covers(on));
        assert!(law().legal_rate(CreditorKind::Professional, on).unwrap().record.covers(on));
        assert!(law().legal_rate(CreditorKind::Individual, on).unwrap().record.covers(on));
        assert_eq!(law().fixed_compensation(CompensationPayer::Business, on).unwrap().value, Cents::new(4_000));
        assert_eq!(law().fixed_compensation(CompensationPayer::Public, on).unwrap().value, Cents::new(4_000));
    }
}

#[test]
fn the_half_year_rate_is_the_one_in_force_on_its_first_day() {
    for rate in law().values_of(Table::ReferenceRate) {
        let first = rate.valid_from.unwrap();
        let change = law().values_of(Table::ReferenceRateChange).find(|c| c.covers(first)).unwrap();
        assert_eq!(RateBp::parse(&change.value), RateBp::parse(&rate.value), "{}", rate.key);
    }
}

/// Columns: half-year, ECB, business default, public, legal professional, floor, legal individual.
const RATES: &str = "\
2015-S1 0.05 10.05 8.05 0.93 2.79 4.06
2015-S2 0.05 10.05 8.05 0.99 2.97 4.29
2016-S1 0.05 10.05 8.05 1.01 3.03 4.54
2016-S2 0.00 10.00 8.00 0.93 2.79 4.35
2017-S1 0.00 10.00 8.00 0.90 2.70 4.16
2017-S2 0.00 10.00 8.00 0.90 2.70 3.94
2018-S1 0.00 10.00 8.00 0.89 2.67 3.73
2018-S2 0.00 10.00 8.00 0.88 2.64 3.60
2019-S1 0.00 10.00 8.00 0.86 2.58 3.40
2019-S2 0.00 10.00 8.00 0.87 2.61 3.26
2020-S1 0.00 10.00 8.00 0.87 2.61 3.15
2020-S2 0.00 10.00 8.00 0.84 2.52 3.11
2021-S1 0.00 10.00 8.00 0.79 2.37 3.14
2021-S2 0.00 10.00 8.00 0.76 2.28 3.12
2022-S1 0.00 10.00 8.00 0.76 2.28 3.13
2022-S2 0.00 10.00 8.00 0.77 2.31 3.15
2023-S1 2.50 12.50 10.50 2.06 6.18 4.47
2023-S2 4.00 14.00 12.00 4.22 12.66 6.82
2024-S1 4.50 14.50 12.50 5.07 15.21 8.01
2024-S2 4.25 14.25 12.25 4.92 14.76 8.16
2025-S1 3.15 13.15 11.15 3.71 11.13 7.21
2025-S2 2.15 12.15 10.15 2.76 8.28 6.65
2026-S1 2.15 12.15 10.15 2.62 7.86 6.67
2026-S2 2.40 12.40 10.40 2.75 8.25 6.84";

#[test]
fn the_rate_table_is_that_of_the_reference() {
    for line in RATES.lines() {
        let mut columns = line.split(' ');
        let semester = law::Semester::parse(columns.next().unwrap()).unwrap();
        let expected: Vec<RateBp> = columns.map(|c| RateBp::parse(c).unwrap()).collect();
        for on in [semester.first_day(), semester.last_day()] {
            let reference = law().reference_rate(on).unwrap().value;
            let legal = law().legal_rate(CreditorKind::Professional, on).unwrap().value;
            let found = [
                reference,
                business_rate(law(), on).unwrap(),
                public_body_rate(law(), on).unwrap(),
                legal,
                agreed_rate_floor(law(), on).unwrap(),
                law().legal_rate(CreditorKind::Individual, on).unwrap().value,
            ];
            assert_eq!(found.as_slice(), expected.as_slice(), "{line}");
        }
    }
}

#[test]
fn a_day_outside_the_tables_is_refused_with_the_remedy() {
    let error = law().reference_rate(day("2027-01-01")).unwrap_err();
    assert_eq!(error, LawError::NotCovered { table: Table::ReferenceRate, on: day("2027-01-01") });
    assert_eq!(
        error.french(),
        "Le taux de référence BCE du 1er semestre 2027 n’est pas connu. Ajoutez-le avec\u{a0}: quitus law set reference-rate 2027-S1 \
         <taux> --source \"…\" (ou dans un fichier TOML du même format que ceux de data/law)."
    );
    let legal = law().legal_rate(CreditorKind::Professional, day("2014-12-31")).unwrap_err().french();
    assert!(
        legal.starts_with("Le taux de l’intérêt légal du 2e semestre 2014 (créancier professionnel) n’est pas connu."),
        "{legal}"
    );
    assert!(legal.contains("quitus law set legal-rate-professional 2014-S2"), "{legal}");
    assert!(law().fixed_compensation(CompensationPayer::Business, day("2014-12-31")).is_err());
    assert!(law().delay("NO_SUCH_RULE", day("2026-11-22")).unwrap_err().french().contains("NO_SUCH_RULE"));
}

#[test]
fn freshness_says_what_runs_out_and_what_is_to_verify() {
    let fresh = law().freshness(day("2026-11-22"));
    assert_eq!(fresh.len(), Table::ALL.len());
    for table in [Table::ReferenceRate, Table::LegalRateProfessional, Table::LegalRateIndividual] {
        let f = fresh.iter().find(|f| f.table == table).unwrap();
        assert_eq!((f.last_covered, f.days_left, f.values), (Some(day("2026-12-31")), Some(39), 24));
        assert_eq!(f.checked_on, Some(day("2026-11-22")));
    }
    let reference = fresh.iter().find(|f| f.table == Table::ReferenceRate).unwrap();
    assert_eq!((reference.status, reference.to_verify), (Status::Verified, 6));
    assert_eq!(
        reference.french(),
        "le taux de référence BCE\u{a0}: couvre jusqu’au 31 décembre 2026 (encore 39\u{a0}jours)\u{202f}; 6\u{a0}valeurs à vérifier"
    );
    let late = law().freshness(day("2027-01-10"));
    assert_eq!(late.first().and_then(|f| f.days_left), Some(-10));
    assert!(fresh.iter().all(|f| !f.french().is_empty() && f.values > 0));
}

#[test]
fn the_tables_were_checked_after_the_last_change_of_half_year() {
    for table in [Table::ReferenceRate, Table::LegalRateProfessional, Table::LegalRateIndividual] {
        let last = law().values_of(table).next_back().unwrap();
        assert!(last.valid_from.is_some_and(|from| from <= last.checked_on), "{table}");
    }
    for value in law().values() {
        assert!(!value.article.is_empty() && !value.source.is_empty(), "{value:?}");
    }
}

#[test]
fn the_user_adds_the_next_half_year() {
    let added = law().proposal("reference-rate", "2027-S1", "2,65", "BCE, site", day("2027-01-02")).unwrap();
    assert_eq!((added.valid_from, added.valid_to), (Some(day("2027-01-01")), Some(day("2027-06-30"))));
    let book = law().with_overrides(&[added]).unwrap();
    let rate = book.reference_rate(day("2027-03-01")).unwrap();
    assert_eq!((rate.value, rate.status(), rate.record.origin), (RateBp::new(265), Status::Partial, Origin::Added));
    assert!(rate.record.citation().contains("saisi par vous"), "{}", rate.record.citation());
    assert_ne!(book.edition(), law().edition());
    assert!(book.legal_rate(CreditorKind::Professional, day("2027-03-01")).is_err());
    assert!(book.reference_rate(day("2027-07-01")).is_err());
}

#[test]
fn a_verified_value_is_never_replaced_and_a_doubtful_one_may_be() {
    let on = day("2026-11-22");
    let refused = law().proposal("reference-rate", "2026-S2", "2,65", "ouï-dire", on).unwrap_err();
    assert!(matches!(refused, LawError::VerifiedValue { .. }), "{refused}");
    assert!(refused.french().contains("livrée et vérifiée (2.40)"), "{}", refused.french());
    let same = law().proposal("reference-rate", "2026-S2", "2.4", "BCE", on).unwrap();
    assert_eq!(law().with_overrides(&[same]).unwrap().edition(), law().edition());
    let legal = law().proposal("legal-rate-individual", "2026-S2", "6,85", "JO", on).unwrap();
    let book = law().with_overrides(&[legal]).unwrap();
    assert_eq!(book.legal_rate(CreditorKind::Individual, on).unwrap().value, RateBp::new(685));
    let basis = law().proposal("parameter", "year-basis-days", "366", "choix", on).unwrap();
    assert_eq!(law().with_overrides(&[basis]).unwrap().year_basis().value, 366);
}

#[test]
fn what_does_not_fit_is_refused_with_a_reason() {
    let on = day("2026-11-22");
    for (table, key, value, source, part) in [
        ("taux", "2027-S1", "2,65", "BCE", "Il n’existe pas de table «\u{a0}taux\u{a0}»"),
        ("reference-rate", "2027", "2,65", "BCE", "Donnez un semestre"),
        ("reference-rate", "2027-S1", "265", "BCE", "n’est pas une valeur possible"),
        ("reference-rate", "2027-S1", "-1", "BCE", "n’est pas une valeur possible"),
        ("reference-rate", "2027-S1", "beaucoup", "BCE", "n’est pas une valeur possible"),
        ("reference-rate", "2027-S1", "2,65", "  ", "Indiquez d’où vient la valeur"),
        ("parameter", "no-such", "3", "x", "n’a pas d’entrée «\u{a0}no-such\u{a0}»"),
        ("parameter", "year-basis-days", "0", "x", "Donnez un nombre entier positif"),
    ] {
        let told = law().proposal(table, key, value, source, on).unwrap_err().french();
        assert!(told.contains(part), "{table} {key} {value}: {told}");
    }
}

#[test]
fn the_edition_is_a_stable_hash_of_the_content() {
    let again = LawBook::shipped().unwrap();
    assert_eq!(again.edition(), law().edition());
    assert_eq!(again.edition().len(), 64);
    assert!(again.edition().bytes().all(|b| b.is_ascii_hexdigit()));
}

#[test]
fn thresholds_and_delays_are_typed() {
    let on = day("2026-11-22");
    assert_eq!(law().threshold("small-claim-max", on).unwrap().value, Threshold::Amount(Cents::new(500_000)));
    assert_eq!(law().threshold("legal-rate-increase", on).unwrap().value, Threshold::Rate(RateBp::new(500)));
    assert_eq!(law().threshold("economic-court-contribution-staff", on).unwrap().value, Threshold::Number(250));
    assert!(law().delay("INJ_SIGNIF_NEW", day("2026-08-31")).is_err());
    assert!(law().delay("INJ_SIGNIF_OLD", day("2026-08-31")).is_ok());
}

#[test]
fn the_listed_holidays_are_those_the_calendar_computes() {
    for year in 2015..=2035 {
        let mut listed = Vec::new();
        for value in law().values_of(Table::Holiday) {
            let date = match value.value.strip_prefix("easter") {
                Some(offset) => add_days(calendar::easter(year).unwrap(), offset.parse().unwrap()).unwrap(),
                None => day(&format!("{year}-{}", value.value)),
            };
            listed.push(date);
        }
        listed.sort();
        let computed: Vec<Date> =
            calendar::holidays(year, calendar::Region::AlsaceMoselle).into_iter().map(|(d, _)| d).collect();
        assert_eq!(listed, computed, "{year}");
    }
}
