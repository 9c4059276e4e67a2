//! Bank accounts: until when each is known, and where its statements do not meet.

use super::gate::{Caller, act, ask};
use super::request::{NotAnswered, NotDone, Once, Recorded};
use crate::answer::Oops;
use crate::route::Arrival;
use app::bank_accounts::{AccountView, Break, BreakKind, overview};
use app::records::ApiScope;
use axum::body::Bytes;
use axum::response::Response;
use base::{Cents, Currency, Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
struct BankAccountsShape {
    accounts: Vec<BankAccountShape>,
}

/// An account in one currency.
#[derive(Serialize, ToSchema)]
struct BankAccountShape {
    account: String,
    /// What files call it beside that.
    names: Vec<String>,
    #[schema(value_type = String)]
    currency: Currency,
    lines: u64,
    statements: u64,
    /// The last day of which something is known.
    #[schema(value_type = Option<String>, format = Date)]
    known_until: Option<Date>,
    /// Until when nothing is missing: the same day, or the first of a gap that nothing explains.
    #[schema(value_type = Option<String>, format = Date)]
    complete_until: Option<Date>,
    #[schema(value_type = Option<i64>)]
    balance_cents: Option<Cents>,
    #[schema(value_type = Option<String>, format = Date)]
    balance_on: Option<Date>,
    breaks: Vec<BreakShape>,
    /// Its age may stop reminders; false once somebody said that it is closed or no longer followed.
    followed: bool,
}

/// Where two statements do not meet.
#[derive(Serialize, ToSchema)]
struct BreakShape {
    /// `gap`: a statement is missing; `overlap`: the days are covered twice, which is harmless.
    kind: &'static str,
    #[schema(value_type = String, format = Date)]
    from: Date,
    #[schema(value_type = String, format = Date)]
    until: Date,
    /// By how much the balances differ, where both are known.
    #[schema(value_type = Option<i64>)]
    missing_cents: Option<Cents>,
    /// Whether it is known that no payment hides there: a ledger tells of those days, or a person said so.
    explained: bool,
    /// What the person said, and who.
    word: Option<String>,
}

impl From<AccountView> for BankAccountShape {
    fn from(view: AccountView) -> Self {
        BankAccountShape {
            followed: view.is_followed,
            breaks: view.breaks.iter().map(BreakShape::from).collect(),
            account: view.account,
            names: view.names,
            currency: view.currency,
            lines: view.lines,
            statements: view.statements,
            known_until: view.known_until,
            complete_until: view.complete_until,
            balance_cents: view.balance_cents,
            balance_on: view.balance_on,
        }
    }
}

impl From<&Break> for BreakShape {
    fn from(found: &Break) -> Self {
        let kind = match found.kind {
            BreakKind::Gap => "gap",
            BreakKind::Overlap => "overlap",
        };
        BreakShape {
            kind,
            from: found.from,
            until: found.until,
            missing_cents: found.missing_cents,
            explained: found.is_explained,
            word: found.word.clone(),
        }
    }
}

/// The bank accounts, in order of name and currency.
#[utoipa::path(get, path = "/bank/accounts", tag = "Société", responses(
    (status = 200, body = BankAccountsShape), NotAnswered))]
pub async fn accounts(arrival: Arrival) -> Response {
    ask(arrival, accounts_of).await
}

fn accounts_of(caller: &Caller) -> Result<BankAccountsShape, Oops> {
    let accounts = overview(&caller.world(), &caller.company)?;
    Ok(BankAccountsShape { accounts: accounts.into_iter().map(BankAccountShape::from).collect() })
}

/// Whether the money of an account counts.
#[derive(Deserialize, ToSchema)]
pub struct BankAccountFollowed {
    /// As `/bank/accounts` names it.
    account: String,
    followed: bool,
    why: String,
}

/// Says that an account is closed or no longer followed, so that its age stops nobody's reminders; or that it is again.
#[utoipa::path(post, path = "/bank/accounts/following", tag = "Société", request_body = BankAccountFollowed, params(Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn follow(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, |caller, given: BankAccountFollowed| {
        let (world, company) = (caller.world(), &caller.company);
        app::bank_accounts::follow(&world, company, &given.account, given.followed, &given.why)?;
        app::planning::plan_day(&world, company, world.today)?;
        Ok(Recorded::DONE)
    })
    .await
}

/// Whether something is missing between two statements.
#[derive(Deserialize, ToSchema)]
pub struct GapSaid {
    /// As `/bank/accounts` names it.
    account: String,
    /// The first day of the gap, as `/bank/accounts` tells it.
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// True when nothing is missing, false when something may be after all.
    complete: bool,
    why: String,
}

/// Says that nothing is missing in a gap between statements, so that it stops nobody's reminders; or that something may be.
#[utoipa::path(post, path = "/bank/accounts/gaps", tag = "Société", request_body = GapSaid, params(Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn complete(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, |caller, given: GapSaid| {
        let (world, company) = (caller.world(), &caller.company);
        app::bank_accounts::say_complete(&world, company, &given.account, given.from, given.complete, &given.why)?;
        app::planning::plan_day(&world, company, world.today)?;
        Ok(Recorded::DONE)
    })
    .await
}
