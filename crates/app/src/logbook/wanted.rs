//! Which entries somebody asks for, in the words of a page, of the interface or of the command line.

use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::ports::screens::{JournalFilter, Scope};
use crate::records::Company;
use crate::world::World;
use base::{Date, Timestamp, add_days};
use domain::journal::KindTag;

/// Customers, and invoices, that a search takes up.
const FOUND: u64 = 20;
/// Acts that name an invoice.
const ACTS: u64 = 100;
/// Identifiers that a search asks for at most; who has more is looked at on the page of each invoice.
const MOST: usize = 20_000;

/// What is asked for; all conditions hold together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Stable names of kinds; empty for all.
    pub kinds: Vec<String>,
    /// Who wrote it, as the journal names them; empty for anybody.
    pub person: String,
    /// First and last day, in Paris.
    pub from: Option<Date>,
    pub until: Option<Date>,
    /// A part of a customer's name, or of an invoice's number; empty for anything.
    pub search: String,
    /// The identifier of what it is about; empty for anything.
    pub subject: String,
    /// Entries of a number below this one.
    pub before: Option<u64>,
}

/// The filter that finds it.
///
/// # Errors
/// `Refused` for a kind that is none; a broken store.
pub fn filter(world: &World<'_>, company: &Company, wanted: &Wanted) -> AppResult<JournalFilter> {
    let scope = Scope { company: company.id, keeper: None };
    let kinds =
        wanted.kinds.iter().filter(|k| !k.trim().is_empty()).map(|k| kind(k.trim())).collect::<AppResult<_>>()?;
    let next = wanted.until.and_then(|day| add_days(day, 1));
    world.read(|books| {
        let person = base::fold::words(&wanted.person);
        let actors = match person.as_str() {
            "" => None,
            person => {
                let mut all = books.journal_actors(company.id)?;
                all.retain(|actor| base::fold::words(&actor.to_string()) == person);
                Some(all)
            }
        };
        let subjects = match wanted.search.trim() {
            "" => None,
            text => Some(about(books, scope, text)?),
        };
        Ok(JournalFilter {
            kinds: Vec::clone(&kinds),
            subject: wanted.subject.trim().to_string(),
            subjects,
            actors,
            from: wanted.from.and_then(midnight),
            until: next.and_then(midnight),
            before: wanted.before,
            ..JournalFilter::default()
        })
    })
}

fn kind(name: &str) -> AppResult<&'static str> {
    let known = KindTag::ALL.iter().map(|tag| tag.name()).find(|known| *known == name);
    known.ok_or_else(|| {
        AppError::refused(
            format!("« {name} » n’est pas un type d’écriture du journal."),
            "Les types sont les noms que chaque écriture porte, tel payment_recorded.",
        )
    })
}

/// The beginning of a day in Paris.
fn midnight(day: Date) -> Option<Timestamp> {
    day.in_tz("Europe/Paris").ok().map(|zoned| zoned.timestamp())
}

/// All that entries about those customers, or those invoices, are about.
fn about(books: &mut dyn Books, scope: Scope, text: &str) -> AppResult<Vec<String>> {
    let mut subjects = Vec::new();
    for found in books.find_invoices(scope, text, FOUND)? {
        subjects.push(found.invoice.to_string());
        let acts = books.acts_naming(scope.company, found.invoice, ACTS)?;
        subjects.extend(acts.iter().map(|act| act.act.to_string()));
    }
    for found in books.find_customers(scope, text, FOUND)? {
        if subjects.len() < MOST {
            subjects.extend(books.subjects_of_party(scope.company, found.party)?);
        }
    }
    subjects.truncate(MOST);
    Ok(subjects)
}

/// Everybody who ever wrote in the journal, in order of name.
///
/// # Errors
/// A broken store.
pub fn authors(world: &World<'_>, company: &Company) -> AppResult<Vec<String>> {
    let mut names: Vec<String> =
        world.read(|books| Ok(books.journal_actors(company.id)?))?.iter().map(ToString::to_string).collect();
    names.sort_by_key(|name| base::fold::words(name));
    names.dedup();
    Ok(names)
}
