//! The demonstration company: three years of invoices, payments, letters and disputes, and a day worth looking at.
//!
//! The caller gives the books; nothing is written anywhere else. The same seed, day and size always give the same company.

use crate::bank::IBAN;
use crate::chance::later;
use crate::figures::Summary;
use crate::office::{Office, Premises};
use crate::people;
use crate::story::{Plot, Ration, Story};
use app::AppResult;
use app::records::{Company, PostalAddress, Settings};
use base::id::CompanyId;
use base::{Date, Timestamp, calendar, days_between};

/// The last day that the shipped law tables cover.
const LAW_ENDS_ON: Date = Date::constant(2026, 12, 31);
/// The first day of history, at the earliest.
const OPENS_ON: Date = Date::constant(2023, 1, 2);
const THREE_YEARS: i64 = 1_096;

/// How large a demonstration is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub customers: u32,
    /// About so many invoices.
    pub invoices: u64,
    /// Mails, letters, call sheets and notices laid out in the last weeks, at most about.
    pub documents: u32,
}

impl Size {
    /// What `quitus demo` shows.
    pub const STANDARD: Size = Size { customers: 60, invoices: 1_500, documents: 20 };

    /// A company large enough for that many invoices. Memory holds a month of them and what is open, whatever the size.
    pub fn of_invoices(invoices: u64) -> Size {
        let customers = u32::try_from(invoices / 25).unwrap_or(u32::MAX).clamp(20, 20_000);
        Size { customers, invoices, documents: Size::STANDARD.documents }
    }
}

/// What was filled.
#[derive(Clone, Debug)]
pub struct Filled {
    pub company: Company,
    /// The day whose agenda is ready to be looked at; it is not planned yet.
    pub today: Date,
    pub figures: Summary,
    pub log: Vec<String>,
}

/// The day a demonstration ends on for somebody who starts it on `today`: a working day that the law tables cover.
pub fn day_for(today: Date) -> Date {
    let mut day = today.min(LAW_ENDS_ON).max(later(OPENS_ON, THREE_YEARS));
    while !calendar::is_working_day(day, calendar::Region::Metropole) {
        day = later(day, -1);
    }
    day
}

/// Creates the company and fills its books with what happened until the eve of `today`. `progress` is told how many
/// invoices there are so far.
///
/// # Errors
/// `Refused` when the company is kept already, or when `today` is outside what the law tables cover; a broken store.
pub fn fill(
    premises: Premises<'_>,
    seed: u64,
    today: Date,
    size: Size,
    progress: &mut dyn FnMut(u64),
) -> AppResult<Filled> {
    if !(OPENS_ON..=LAW_ENDS_ON).contains(&today) {
        return Err(app::AppError::refused(
            format!("Les tables de droit livrées ne couvrent pas le {}.", base::fr::date(today)),
            "Choisissez un jour de 2023 à 2026 avec --at.",
        ));
    }
    let start = later(today, -THREE_YEARS).max(OPENS_ON);
    let plot = Plot {
        plans_one_in: 0,
        seed,
        start,
        customers: size.customers,
        invoices: Some((size.invoices, days_between(start, today))),
        accidents: false,
        audited: false,
        lazy_one_in: 0,
        paper_one_in: 1,
        trusts_matching: false,
    };
    let ration = Ration { documents: size.documents, weeks: 9 };
    let settings = Settings { demo_day: Some(today), is_filling: true, ..Settings::default() };
    let mut story = Story::begin(premises, plot, Company { settings, ..company() })?;
    story.hurry_until(later(today, -7 * ration.weeks).max(start), progress)?;
    story.work_until(today, ration)?;
    let figures = story.figures.summary(&story.market, today);
    let company = stand_still(&story.office, today)?;
    Ok(Filled { company, today, figures, log: story.log })
}

/// The company of demonstration that is kept already, or a new one.
///
/// One that was not filled to the end is put aside under another name first: what was written of it cannot be taken back.
///
/// # Errors
/// As [`fill`].
pub fn open(premises: Premises<'_>, today: Date, size: Size, progress: &mut dyn FnMut(u64)) -> AppResult<Company> {
    let mut unfinished = 0;
    for kept in companies_like(premises)? {
        if is_filled(&kept) {
            return Ok(kept);
        }
        unfinished += 1;
        if kept.siren.is_some() {
            put_aside(premises, kept, today, unfinished)?;
        }
    }
    // Another seed, since the same one would give the same identifiers.
    Ok(fill(premises, SEED + unfinished, today, size, progress)?.company)
}

fn is_filled(company: &Company) -> bool {
    company.settings.demo_day.is_some() && !company.settings.is_filling
}

const SEED: u64 = 7;
const PUT_ASIDE: &str = "Démonstration interrompue";

fn companies_like(premises: Premises<'_>) -> AppResult<Vec<Company>> {
    let (siren, mut found): (_, Vec<Company>) = (company().siren, Vec::new());
    premises.store.read(&mut |books| {
        found.clear();
        for kept in books.companies()?.into_iter().filter(|c| c.siren == siren || c.name.starts_with(PUT_ASIDE)) {
            // A company that somebody may look at is nobody's leftover.
            if is_filled(&kept) || books.memberships_of_company(kept.id)?.is_empty() {
                found.push(kept);
            }
        }
        Ok(())
    })?;
    Ok(found)
}

fn put_aside(premises: Premises<'_>, kept: Company, today: Date, number: u64) -> AppResult<()> {
    let office = Office::reopen(premises, SEED, today, kept)?;
    let name = format!("{PUT_ASIDE} ({number})");
    let after = Company { name: name.clone(), siren: None, vat_id: None, ..office.company.clone() };
    app::companies::change(&office.world(today), &after, "nom", Some(office.company.name.clone()), Some(name))
}

/// Its past is written and its day is that day for ever: said last, so that a demonstration that stopped half-way is known.
fn stand_still(office: &Office<'_>, today: Date) -> AppResult<Company> {
    let mut after = office.company.clone();
    after.settings.is_filling = false;
    let said = Some(base::fr::date_short(today));
    app::companies::change(&office.world(today), &after, "jour de la démonstration", None, said)?;
    Ok(after)
}

/// « Atelier Lumière », which does not exist: its SIREN begins with a zero and its account is the usual example.
pub fn company() -> Company {
    let siren = base::luhn::with_key("01234567");
    Company {
        id: CompanyId::from_bytes([0; 16]),
        name: "Atelier Lumière SARL".to_string(),
        vat_id: Some(people::vat_id(&siren)),
        rcs: Some(format!("Nantes {siren}")),
        siren: Some(siren),
        legal_form: Some("SARL".to_string()),
        capital: Some("15 000,00".to_string()),
        address: PostalAddress {
            lines: vec!["12 quai des Antilles".to_string()],
            postcode: Some("44200".to_string()),
            city: Some("Nantes".to_string()),
            country: Some("FR".to_string()),
        },
        email: Some("compta@atelier-lumiere.example".to_string()),
        phone: Some("02 61 91 12 34".to_string()),
        iban: Some(IBAN.to_string()),
        bic: Some("AGRIFRPP".to_string()),
        signatory: Some(crate::office::OWNER.to_string()),
        settings: Settings::default(),
        created_at: Timestamp::UNIX_EPOCH,
    }
}
