//! What goes to the accountant: entries, letters, account numbers.

use super::gate::{Asked, act, ask, ask_file};
use super::request::{Named, NotAnswered, NotDone, Once, cut, day_if};
use super::shapes::ROWS;
use crate::answer::Oops;
use crate::pages::books::entries as entries_page;
use crate::route::Arrival;
use app::entries as entries_case;
use app::money::Look;
use app::records::{ApiScope, ExportRecord, LetterChange};
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use base::{Cents, Date};
use domain::entries::{Account, Journal, Line, text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EntriesAsked {
    /// The last day; today when absent.
    until: Option<String>,
    /// From 0.
    #[serde(default)]
    #[param(required = false)]
    page: u64,
}

/// A line of an entry: a debit or a credit.
#[derive(Serialize, ToSchema)]
struct EntryLine {
    /// Lines of one entry share it.
    entry: u64,
    journal: String,
    #[schema(value_type = String, format = Date)]
    on: Date,
    account: String,
    account_name: String,
    /// Code of the customer in the accounting.
    auxiliary: Option<String>,
    piece: String,
    label: String,
    #[schema(value_type = i64)]
    debit_cents: Cents,
    #[schema(value_type = i64)]
    credit_cents: Cents,
    letter: Option<String>,
}

impl From<&Line> for EntryLine {
    fn from(line: &Line) -> Self {
        EntryLine {
            entry: line.entry,
            journal: line.journal.clone(),
            on: line.on,
            account: line.account.clone(),
            account_name: line.account_name.clone(),
            auxiliary: line.auxiliary.as_ref().map(|a| a.code.clone()),
            piece: line.piece.clone(),
            label: line.label.clone(),
            debit_cents: line.debit,
            credit_cents: line.credit,
            letter: Some(line.letter.clone()).filter(|l| !l.is_empty()),
        }
    }
}

/// Entries that no export holds yet.
#[derive(Serialize, ToSchema)]
struct EntriesToCome {
    /// The imported accounting has the bank until that day.
    #[schema(value_type = Option<String>, format = Date)]
    after: Option<Date>,
    #[schema(value_type = String, format = Date)]
    until: Date,
    entries: u64,
    /// Received less taken back.
    #[schema(value_type = i64)]
    total_cents: Cents,
    /// Payments left out: in another currency.
    foreign: u64,
    /// A page of them, by day.
    lines: Vec<EntryLine>,
    next_page: Option<u64>,
}

/// What would be handed over.
#[utoipa::path(get, path = "/entries", tag = "Comptabilité", params(EntriesAsked), responses(
    (status = 200, body = EntriesToCome), NotAnswered))]
pub async fn to_come(arrival: Arrival, Asked(asked): Asked<EntriesAsked>) -> Response {
    ask(arrival, move |caller| {
        let world = caller.world();
        let until = day_if(asked.until.as_deref())?.unwrap_or(world.today);
        let accounts = entries_case::accounts(&world, &caller.company)?;
        let rows = app::ports::screens::Cut { limit: ROWS, ..cut(asked.page)? };
        let look = Look::counting(&world, caller.scope());
        let (found, _) = entries_case::preview(&look, &caller.company, until, &accounts, rows)?;
        let shown = asked.page.saturating_add(1).saturating_mul(ROWS);
        Ok(EntriesToCome {
            after: found.after,
            until: found.until,
            entries: found.movements,
            total_cents: found.total,
            foreign: found.foreign,
            lines: found.lines.iter().map(EntryLine::from).collect(),
            next_page: (found.movements > shown).then_some(asked.page + 1),
        })
    })
    .await
}

/// Entries to hand over.
#[derive(Deserialize, ToSchema)]
pub struct ExportAsked {
    /// The last day; today when absent.
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<String>,
}

/// Entries handed over: `/entries/exports/{id}/files/fec`, `…/csv` or `…/layout` is their file.
#[derive(Serialize, ToSchema)]
struct EntriesExport {
    number: i64,
    #[schema(value_type = String, format = Date)]
    until: Date,
    entries: u64,
    #[schema(value_type = i64)]
    total_cents: Cents,
    author: Option<String>,
}

impl From<ExportRecord> for EntriesExport {
    fn from(record: ExportRecord) -> Self {
        EntriesExport {
            number: record.number,
            until: record.until_on,
            entries: u64::try_from(record.movements).unwrap_or(0),
            total_cents: record.total,
            author: Some(record.author),
        }
    }
}

/// A number in an address.
pub(super) fn rank(text: &str) -> Result<i64, Oops> {
    text.parse().map_err(|_| Oops::NotHere)
}

/// Exports made, the newest first: the last hundred.
#[utoipa::path(get, path = "/entries/exports", tag = "Comptabilité", responses(
    (status = 200, body = Vec<EntriesExport>), NotAnswered))]
pub async fn exports(arrival: Arrival) -> Response {
    ask(arrival, |caller| {
        let made = entries_case::made_so_far(&caller.world(), &caller.company, ROWS)?;
        Ok(made.into_iter().map(EntriesExport::from).collect::<Vec<_>>())
    })
    .await
}

/// Hands over what no export holds yet.
#[utoipa::path(post, path = "/entries/exports", tag = "Comptabilité", params(Once), request_body = ExportAsked, responses(
    (status = 200, body = EntriesExport), NotDone))]
pub async fn export(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, |caller, given: ExportAsked| {
        let world = caller.world();
        let until = day_if(given.until.as_deref())?.unwrap_or(world.today);
        let accounts = entries_case::accounts(&world, &caller.company)?;
        let made = entries_case::export(&world, &caller.company, until, &accounts)?;
        let number = made.number.unwrap_or(0);
        Ok(EntriesExport { number, until, entries: made.movements, total_cents: made.total, author: None })
    })
    .await
}

/// The file of an export: `fec` or `csv` as they were, `layout` as the layout in force writes it.
#[utoipa::path(get, path = "/entries/exports/{id}/files/{file}", tag = "Comptabilité",
    params(("id" = String, Path), ("file" = String, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "text/plain"), NotAnswered))]
pub async fn file(arrival: Arrival, Path((number, file)): Path<(String, String)>) -> Response {
    ask_file(arrival, move |caller| {
        let made = entries_case::again(&caller.world(), &caller.company, rank(&number)?)?;
        let (bytes, kind) = entries_page::content(&caller.company, &made, &file)?;
        Ok((bytes, kind))
    })
    .await
}

/// Account numbers and journal codes, by name: `customers`, `bank`, `loss`, `sales_journal`…
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct EntryAccounts(BTreeMap<String, String>);

/// The account numbers in force.
#[utoipa::path(get, path = "/entries/accounts", tag = "Comptabilité", responses(
    (status = 200, body = EntryAccounts), NotAnswered))]
pub async fn accounts(arrival: Arrival) -> Response {
    ask(arrival, |caller| {
        let accounts = entries_case::accounts(&caller.world(), &caller.company)?;
        let numbers = Account::ALL.map(|a| (a.code().to_string(), accounts.number(a).to_string()));
        let codes = Journal::ALL.map(|j| (j.code().to_string(), accounts.code(j).to_string()));
        Ok(EntryAccounts(numbers.into_iter().chain(codes).collect()))
    })
    .await
}

/// Changes those that are given.
#[utoipa::path(post, path = "/entries/accounts", tag = "Comptabilité", params(Once), request_body = EntryAccounts,
    responses((status = 200, body = EntryAccounts), NotDone))]
pub async fn keep_accounts(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, |caller, given: EntryAccounts| {
        let world = caller.world();
        let mut accounts = entries_case::accounts(&world, &caller.company)?;
        for (name, number) in &given.0 {
            let account = Account::ALL.into_iter().find(|a| a.code() == name);
            let journal = Journal::ALL.into_iter().find(|j| j.code() == name);
            match (account, journal) {
                (Some(account), _) => accounts.set_number(account, number.trim().to_string()),
                (_, Some(journal)) => accounts.set_code(journal, number.trim().to_string()),
                _ => return Err(Oops::Unreadable(format!("« {name} » n’est pas un compte connu."))),
            }
        }
        entries_case::keep_accounts(&world, &caller.company, &accounts)?;
        Ok(given)
    })
    .await
}

/// A line handed over before, and its letters.
#[derive(Serialize, ToSchema)]
struct LetteringLine {
    export: i64,
    #[serde(flatten)]
    line: EntryLine,
    before: Option<String>,
    after: Option<String>,
}

impl From<&LetterChange> for LetteringLine {
    fn from(change: &LetterChange) -> Self {
        LetteringLine {
            export: change.number,
            line: EntryLine::from(&change.line),
            before: change.before.clone(),
            after: change.after.clone(),
        }
    }
}

/// Letterings that changed: those to tell, and the lists told before.
#[derive(Serialize, ToSchema)]
struct Letterings {
    /// The first hundred.
    to_tell: Vec<LetteringLine>,
    /// Numbers of the lists, the newest first.
    told: Vec<i64>,
}

#[derive(Serialize, ToSchema)]
struct LetteringMade {
    /// `/entries/letterings/{id}` is its file.
    number: i64,
    lines: u64,
}

/// Letterings that changed since their lines were handed over.
#[utoipa::path(get, path = "/entries/letterings", tag = "Comptabilité", responses(
    (status = 200, body = Letterings), NotAnswered))]
pub async fn letterings(arrival: Arrival) -> Response {
    ask(arrival, |caller| {
        let world = caller.world();
        let changes = entries_case::letters(&world, &caller.company, ROWS)?;
        let told = entries_case::told_letters(&world, &caller.company, ROWS)?;
        let to_tell = changes.iter().map(LetteringLine::from).collect();
        Ok(Letterings { to_tell, told: told.into_iter().map(|l| l.number).collect() })
    })
    .await
}

/// Nothing to say: an empty object.
#[derive(Deserialize, ToSchema)]
pub struct NothingGiven {}

/// Tells them, once, as a list.
#[utoipa::path(post, path = "/entries/letterings", tag = "Comptabilité", params(Once), request_body = NothingGiven,
    responses((status = 200, body = LetteringMade), NotDone))]
pub async fn letter(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, |caller, _: NothingGiven| {
        let (number, changes) = entries_case::lettered(&caller.world(), &caller.company)?;
        Ok(LetteringMade { number, lines: changes.len() as u64 })
    })
    .await
}

/// The file of a list (CSV).
#[utoipa::path(get, path = "/entries/letterings/{id}", tag = "Comptabilité", params(Named),
    responses((status = 200, body = Vec<u8>, content_type = "text/csv"), NotAnswered))]
pub async fn lettering(arrival: Arrival, Path(number): Path<String>) -> Response {
    ask_file(arrival, move |caller| {
        let changes = entries_case::letter_again(&caller.world(), &caller.company, rank(&number)?)?;
        let rows = changes.iter().map(|c| (&c.line, c.before.as_deref(), c.after.as_deref()));
        Ok((text::letters(rows).into_bytes(), "text/csv; charset=utf-8".to_string()))
    })
    .await
}
