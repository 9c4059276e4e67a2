//! « Banque »: credits to sort, the likely explanation first, one key away; what was made of the others, with the way back.
//!
//! Reading order: [`list`], [`line`], [`say`].

mod line;
mod list;
mod say;
mod words;

use crate::answer::Oops;
use crate::route::{App, form, page};
use crate::visit::Visit;
use app::AppError;
use app::records::BankLineRecord;
use axum::Router;
use base::id::{Id, Kind};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/banque", page(list::show))
        .route("/banque/etudier", form(say::study))
        .route("/banque/restes/{invoice}", form(say::settle_rest))
        .route("/banque/{line}", page(line::show))
        .route("/banque/{line}/accepter", form(say::accept))
        .route("/banque/{line}/repartir", form(say::split))
        .route("/banque/{line}/ecarter", form(say::set_aside))
        .route("/banque/{line}/pas-de-lui", form(say::not_theirs))
        .route("/banque/{line}/meme", form(say::told_again))
        .route("/banque/{line}/reprendre", form(say::reopen))
}

/// Fields of a form in which a name may stand several times.
pub type Pairs = Vec<(String, String)>;

fn field<'p>(pairs: &'p Pairs, name: &str) -> &'p str {
    pairs.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v.trim())
}

fn id<K: Kind>(text: &str) -> Result<Id<K>, Oops> {
    Id::parse(text).ok_or(Oops::NotHere)
}

fn refused(what: impl Into<String>, remedy: impl Into<String>) -> Oops {
    Oops::App(AppError::refused(what, remedy))
}

/// The account is the company's: salespeople, who see some customers only, do not read it.
fn may_read(visit: &Visit) -> Result<(), Oops> {
    visit.must_open("/banque")
}

/// A line of this company's account.
fn line_of(visit: &Visit, line: &str) -> Result<BankLineRecord, Oops> {
    let id = id(line)?;
    let found = visit.world().read(|books| Ok(books.bank_line(id)?))?;
    found.filter(|l| l.company == visit.company.id).ok_or(Oops::NotHere)
}
