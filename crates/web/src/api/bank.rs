//! Bank accounts: until when each is known, and where its statements do not meet.

use super::gate::{Caller, ask};
use super::request::NotAnswered;
use crate::answer::Oops;
use crate::route::Arrival;
use app::bank_accounts::{AccountView, Break, BreakKind, overview};
use axum::response::Response;
use base::{Cents, Currency, Date};
use serde::Serialize;
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
    /// Until when its movements are known.
    #[schema(value_type = Option<String>, format = Date)]
    known_until: Option<Date>,
    #[schema(value_type = Option<i64>)]
    balance_cents: Option<Cents>,
    #[schema(value_type = Option<String>, format = Date)]
    balance_on: Option<Date>,
    breaks: Vec<BreakShape>,
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
}

impl From<AccountView> for BankAccountShape {
    fn from(view: AccountView) -> Self {
        BankAccountShape {
            breaks: view.breaks.iter().map(BreakShape::from).collect(),
            account: view.account,
            names: view.names,
            currency: view.currency,
            lines: view.lines,
            statements: view.statements,
            known_until: view.known_until,
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
        BreakShape { kind, from: found.from, until: found.until, missing_cents: found.missing_cents }
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
