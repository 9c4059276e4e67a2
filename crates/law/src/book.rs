//! The law book: every dated value, indexed so that a lookup is one step, and refusing to answer outside its dates.
//!
//! It is built once, from the embedded files or from texts handed over, and never changes; values added by the user
//! make a new book. Its edition is a hash of its whole content: two books with the same edition give the same figures.

use crate::error::{LawError, LawProblem, ProblemKind};
use crate::mentions::Mentions;
use crate::semester::{Semester, SemesterTable};
use crate::source::{Read, SHIPPED, check_period};
use crate::typed::{self, DelayRule, LimitationEffect, Threshold};
use crate::value::{Dated, LawValue, Origin, Table};
use base::{Cents, Date, RateBp};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

/// Who lent or sold, for the column of the legal rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CreditorKind {
    /// « tous les autres cas »: any creditor acting for professional needs.
    Professional,
    /// A natural person outside professional needs.
    Individual,
}

/// Who owes the flat compensation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CompensationPayer {
    Business,
    Public,
}

type Series<T> = BTreeMap<String, Vec<Dated<T>>>;

/// All dated values of one edition.
#[derive(Clone, Debug)]
pub struct LawBook {
    values: Vec<Arc<LawValue>>,
    reference: SemesterTable,
    legal_professional: SemesterTable,
    legal_individual: SemesterTable,
    business_margin: Dated<i32>,
    public_margin: Dated<i32>,
    floor_factor: Dated<i32>,
    year_basis: Dated<i32>,
    compensation_business: Vec<Dated<Cents>>,
    compensation_public: Vec<Dated<Cents>>,
    delays: Series<DelayRule>,
    thresholds: Series<Threshold>,
    acts: Series<LimitationEffect>,
    mentions: Mentions,
    edition: String,
}

impl LawBook {
    /// The edition delivered with the software, embedded at compile time.
    ///
    /// # Errors
    /// The mistakes of the embedded files; a test holds that there are none.
    pub fn shipped() -> Result<LawBook, Vec<LawProblem>> {
        LawBook::parse(&SHIPPED)
    }

    /// Reads `(file name, text)` pairs that make a whole book.
    ///
    /// # Errors
    /// Every mistake found, with file and line.
    pub fn parse(files: &[(&str, &str)]) -> Result<LawBook, Vec<LawProblem>> {
        let mut read = Read::default();
        for (name, text) in files {
            read.file(name, text, Origin::Shipped);
        }
        overlaps(&mut read);
        if !read.problems.is_empty() {
            return Err(read.problems);
        }
        let values = read.values.into_iter().map(|p| p.value).collect();
        let mentions = Mentions::new(read.mentions, read.forbidden);
        LawBook::index(values, mentions)
            .map_err(|what| vec![LawProblem { file: "data/law".to_string(), line: 0, what }])
    }

    /// Values added by the user in a TOML file of the same format, ready for [`LawBook::with_overrides`].
    ///
    /// # Errors
    /// Every mistake found, with file and line.
    pub fn parse_additions(file: &str, text: &str) -> Result<Vec<LawValue>, Vec<LawProblem>> {
        let mut read = Read::default();
        read.file(file, text, Origin::Added);
        if read.problems.is_empty() {
            Ok(read.values.into_iter().map(|p| p.value).collect())
        } else {
            Err(read.problems)
        }
    }

    /// A book in which the user's values complete the shipped ones, or replace those that are not verified.
    ///
    /// A later value in the list replaces an earlier one for the same period.
    ///
    /// # Errors
    /// `VerifiedValue` when a value contradicts a shipped and verified one; `BadValue` when it does not fit its table.
    pub fn with_overrides(&self, added: &[LawValue]) -> Result<LawBook, LawError> {
        let mut values: Vec<LawValue> = self.values.iter().map(|v| LawValue::clone(v)).collect();
        for value in added {
            let mut value = LawValue { origin: Origin::Added, ..value.clone() };
            typed::check(&value)?;
            check_period(&mut value).map_err(|_| typed::bad(&value))?;
            merge(&mut values, value)?;
        }
        LawBook::index(values, self.mentions.clone()).map_err(|what| match what {
            ProblemKind::Value(error) => error,
            ProblemKind::Required { table, key } => LawError::UnknownKey { table, key: key.to_string() },
            _ => LawError::OutsideCalendar,
        })
    }

    /// The value a user types (`quitus law set reference-rate 2027-S1 2,65 --source …`), checked and dated.
    ///
    /// # Errors
    /// Unknown table or key, a value that does not fit, no source, or a verified value that says otherwise.
    pub fn proposal(&self, table: &str, key: &str, value: &str, source: &str, on: Date) -> Result<LawValue, LawError> {
        let table = Table::parse(table).ok_or_else(|| LawError::UnknownTable(table.to_string()))?;
        if source.trim().is_empty() {
            return Err(LawError::SourceMissing);
        }
        let model = self.values_of(table).rfind(|v| v.key == key || table.by_semester());
        let model = model.ok_or_else(|| LawError::UnknownKey { table, key: key.to_string() })?;
        let (valid_from, valid_to) = match (table.by_semester(), Semester::parse(key)) {
            (false, _) => (model.valid_from, model.valid_to),
            (true, Some(semester)) => (Some(semester.first_day()), Some(semester.last_day())),
            (true, None) => return Err(LawError::BadValue { table, key: key.to_string(), value: value.to_string() }),
        };
        let proposed = LawValue {
            key: key.to_string(),
            value: value.trim().to_string(),
            valid_from,
            valid_to,
            source: source.trim().to_string(),
            checked_on: on,
            // One source, the user's: that is what « partial » means.
            status: crate::Status::Partial,
            origin: Origin::Added,
            ..LawValue::clone(model)
        };
        self.with_overrides(std::slice::from_ref(&proposed)).map(|_| proposed)
    }

    fn index(mut values: Vec<LawValue>, mentions: Mentions) -> Result<LawBook, ProblemKind> {
        values.sort_by(|a, b| (a.table, &a.key, a.valid_from).cmp(&(b.table, &b.key, b.valid_from)));
        let edition = edition_of(&values, &mentions);
        let values: Vec<Arc<LawValue>> = values.into_iter().map(Arc::new).collect();
        let mut compensation = series(&values, Table::FixedCompensation, typed::amount)?;
        let mut parameters = series(&values, Table::Parameter, typed::number)?;
        Ok(LawBook {
            reference: semesters(&values, Table::ReferenceRate)?,
            legal_professional: semesters(&values, Table::LegalRateProfessional)?,
            legal_individual: semesters(&values, Table::LegalRateIndividual)?,
            business_margin: parameter(&mut parameters, "business-margin-points")?,
            public_margin: parameter(&mut parameters, "public-margin-points")?,
            floor_factor: parameter(&mut parameters, "agreed-rate-floor-factor")?,
            year_basis: parameter(&mut parameters, "year-basis-days")?,
            compensation_business: required(&mut compensation, Table::FixedCompensation, "business")?,
            compensation_public: required(&mut compensation, Table::FixedCompensation, "public")?,
            delays: series(&values, Table::Delay, typed::delay)?,
            thresholds: series(&values, Table::Threshold, typed::threshold)?,
            acts: series(&values, Table::LimitationAct, typed::effect)?,
            values,
            mentions,
            edition,
        })
    }

    /// Hash of the whole content (64 hexadecimal digits), stored with every agenda and document.
    pub fn edition(&self) -> &str {
        &self.edition
    }

    /// Every value, ordered by table, key and date.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &LawValue> {
        self.values.iter().map(|v| v.as_ref())
    }

    pub fn values_of(&self, table: Table) -> impl DoubleEndedIterator<Item = &LawValue> {
        self.values().filter(move |v| v.table == table)
    }

    /// What letters must and must not say.
    pub fn mentions(&self) -> &Mentions {
        &self.mentions
    }

    /// ECB rate in force on the first day of the half-year of that date (C. com. L441-10 II; CCP R2192-31).
    ///
    /// # Errors
    /// `NotCovered` outside the table.
    pub fn reference_rate(&self, on: Date) -> Result<&Dated<RateBp>, LawError> {
        self.reference.at(on).ok_or(LawError::NotCovered { table: Table::ReferenceRate, on })
    }

    /// Legal interest rate (CMF L313-2); the column depends on the creditor.
    ///
    /// # Errors
    /// `NotCovered` outside the table.
    pub fn legal_rate(&self, creditor: CreditorKind, on: Date) -> Result<&Dated<RateBp>, LawError> {
        let (found, table) = match creditor {
            CreditorKind::Professional => (self.legal_professional.at(on), Table::LegalRateProfessional),
            CreditorKind::Individual => (self.legal_individual.at(on), Table::LegalRateIndividual),
        };
        found.ok_or(LawError::NotCovered { table, on })
    }

    /// Points added to the reference rate between businesses (C. com. L441-10 II).
    pub fn business_margin(&self) -> &Dated<i32> {
        &self.business_margin
    }

    /// Points added to the reference rate for public bodies (CCP R2192-31).
    pub fn public_margin(&self) -> &Dated<i32> {
        &self.public_margin
    }

    /// How many times the legal rate an agreed rate must reach (C. com. L441-10 II).
    pub fn floor_factor(&self) -> &Dated<i32> {
        &self.floor_factor
    }

    /// Days in the year of the interest formula: 365, leap years included.
    pub fn year_basis(&self) -> &Dated<i32> {
        &self.year_basis
    }

    /// The flat compensation for recovery costs (C. com. D441-5; CCP D2192-35) for a debt late on that day.
    ///
    /// # Errors
    /// `NotCovered` outside the table.
    pub fn fixed_compensation(&self, payer: CompensationPayer, on: Date) -> Result<&Dated<Cents>, LawError> {
        let list = match payer {
            CompensationPayer::Business => &self.compensation_business,
            CompensationPayer::Public => &self.compensation_public,
        };
        list.iter().find(|d| d.record.covers(on)).ok_or(LawError::NotCovered { table: Table::FixedCompensation, on })
    }

    /// A delay or date of effect, by rule id (`PRESC_B2B`), as it stands on that day.
    ///
    /// # Errors
    /// `NoEntry` when the rule is unknown or does not apply on that day.
    pub fn delay(&self, rule: &str, on: Date) -> Result<&Dated<DelayRule>, LawError> {
        find(&self.delays, Table::Delay, rule, on)
    }

    /// A threshold by name, as it stands on that day.
    ///
    /// # Errors
    /// `NoEntry` when the name is unknown or does not apply on that day.
    pub fn threshold(&self, key: &str, on: Date) -> Result<&Dated<Threshold>, LawError> {
        find(&self.thresholds, Table::Threshold, key, on)
    }

    /// What an act does to the limitation period, by act name.
    ///
    /// # Errors
    /// `NoEntry` when the act is unknown on that day.
    pub fn limitation_effect(&self, act: &str, on: Date) -> Result<&Dated<LimitationEffect>, LawError> {
        find(&self.acts, Table::LimitationAct, act, on)
    }

    pub(crate) fn semester_table(&self, table: Table) -> Option<&SemesterTable> {
        match table {
            Table::ReferenceRate => Some(&self.reference),
            Table::LegalRateProfessional => Some(&self.legal_professional),
            Table::LegalRateIndividual => Some(&self.legal_individual),
            _ => None,
        }
    }
}

fn overlaps(read: &mut Read) {
    let mut seen: BTreeMap<(Table, &str), Vec<&LawValue>> = BTreeMap::new();
    let mut found = Vec::new();
    for placed in &read.values {
        let same = seen.entry((placed.value.table, &placed.value.key)).or_default();
        if same.iter().any(|other| other.overlaps(&placed.value)) {
            let what = ProblemKind::Overlap { table: placed.value.table, key: placed.value.key.clone() };
            found.push(LawProblem { file: placed.file.clone(), line: placed.line, what });
        }
        same.push(&placed.value);
    }
    read.problems.append(&mut found);
}

/// Adds one user value: nothing verified is contradicted, anything else for the same days gives way.
fn merge(values: &mut Vec<LawValue>, added: LawValue) -> Result<(), LawError> {
    let clash = |v: &LawValue| v.table == added.table && v.key == added.key && v.overlaps(&added);
    let verified = values.iter().find(|v| clash(v) && v.origin == Origin::Shipped && !v.status.needs_check());
    if let Some(current) = verified {
        if means_the_same(current, &added) {
            return Ok(());
        }
        return Err(LawError::VerifiedValue {
            table: added.table,
            key: added.key,
            current: current.value.clone(),
            proposed: added.value,
        });
    }
    values.retain(|v| !clash(v));
    values.push(added);
    Ok(())
}

fn means_the_same(a: &LawValue, b: &LawValue) -> bool {
    match (typed::rate(a), typed::rate(b)) {
        (Ok(x), Ok(y)) if a.table.by_semester() => x == y,
        _ => a.value == b.value,
    }
}

fn edition_of(values: &[LawValue], mentions: &Mentions) -> String {
    let mut hash = Sha256::new();
    for value in values {
        hash.update(value.canonical().as_bytes());
    }
    hash.update(mentions.canonical().as_bytes());
    hash.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn semesters(values: &[Arc<LawValue>], table: Table) -> Result<SemesterTable, ProblemKind> {
    let mut rates = Vec::new();
    for record in values.iter().filter(|v| v.table == table) {
        let semester = Semester::parse(&record.key).ok_or_else(|| ProblemKind::Period { key: record.key.clone() })?;
        let value = typed::rate(record).map_err(ProblemKind::Value)?;
        rates.push((semester, Dated { value, record: Arc::clone(record) }));
    }
    Ok(SemesterTable::new(rates))
}

fn series<T>(
    values: &[Arc<LawValue>],
    table: Table,
    read: fn(&LawValue) -> Result<T, LawError>,
) -> Result<Series<T>, ProblemKind> {
    let mut series: Series<T> = BTreeMap::new();
    for record in values.iter().filter(|v| v.table == table) {
        let value = read(record).map_err(ProblemKind::Value)?;
        series.entry(record.key.clone()).or_default().push(Dated { value, record: Arc::clone(record) });
    }
    Ok(series)
}

fn required<T>(series: &mut Series<T>, table: Table, key: &'static str) -> Result<Vec<Dated<T>>, ProblemKind> {
    series.remove(key).ok_or(ProblemKind::Required { table, key })
}

fn parameter(series: &mut Series<i32>, key: &'static str) -> Result<Dated<i32>, ProblemKind> {
    required(series, Table::Parameter, key)?.pop().ok_or(ProblemKind::Required { table: Table::Parameter, key })
}

fn find<'a, T>(series: &'a Series<T>, table: Table, key: &str, on: Date) -> Result<&'a Dated<T>, LawError> {
    series.get(key).and_then(|list| list.iter().find(|d| d.record.covers(on))).ok_or_else(|| LawError::NoEntry {
        table,
        key: key.to_string(),
        on,
    })
}
