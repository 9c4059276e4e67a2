//! Bank credits for programs: those that wait with what they may pay, those that are matched; and what is said of them.

use super::agenda::customer;
use super::gate::{Asked, Problem, act, ask};
use super::invoices::found;
use super::request::{Named, NotAnswered, NotDone, Nothing, Once, Paged, Recorded, coded, cut};
use super::shapes::Page;
use crate::answer::Oops;
use crate::route::Arrival;
use app::matching::{self, Studied, since};
use app::ports::terms::View;
use app::records::RemainderRow;
use app::records::{ApiScope, BankLineRecord, EchoVerdict, MatchedLine, WaiverState};
use app::remainders::Fate;
use app::sorting::{self, Split};
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use base::id::{BankLineId, InvoiceId, PartyId};
use base::{Cents, Currency};
use domain::matching::engine::Decision;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BankLines {
    /// `waiting` (by default) or `matched`.
    #[serde(default)]
    #[param(required = false)]
    state: String,
    /// From 0.
    #[serde(default)]
    #[param(required = false)]
    page: u64,
}

/// A credit of the bank account.
#[derive(Serialize, ToSchema)]
struct BankLine {
    #[schema(value_type = String, example = "bnk_0193…")]
    id: BankLineId,
    #[schema(value_type = String, format = Date)]
    booked_on: base::Date,
    #[schema(value_type = i64)]
    amount_cents: Cents,
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    label: String,
    payer: Option<String>,
    payer_iban: Option<String>,
    /// `auto` (one explanation, proved), `ask`, `none`; absent while it was not studied, and once it is matched.
    #[schema(value_type = Option<String>)]
    decision: Option<Decision>,
    /// Likely explanations, best first: each with `party`, `customer`, `parts` (`invoice`, `number`, `cents`), `accessories` (the same, for interest and compensation), `plan` (when it makes the next payments of one), `laid` (why the law lays it so, where nobody said what it is for), `rest_cents` and `evidence`.
    #[schema(value_type = Vec<Object>)]
    choices: Vec<Value>,
    /// Why a person is asked; each with its `code`.
    #[schema(value_type = Vec<Object>)]
    doubts: Vec<Value>,
    /// `bnk_…`: the line that this one perhaps tells again; see `told-again`.
    #[schema(value_type = Option<String>)]
    told_before: Option<BankLineId>,
    /// What it pays, once matched.
    paid: Vec<BankLinePaid>,
}

/// So much of an invoice.
#[derive(Serialize, ToSchema)]
struct BankLinePaid {
    #[schema(value_type = String)]
    invoice: InvoiceId,
    number: String,
    #[schema(value_type = i64)]
    cents: Cents,
}

/// Credits that wait for somebody to say whose they are, or that are payments.
#[utoipa::path(get, path = "/bank/lines", tag = "Banque", params(BankLines),
    responses((status = 200, body = Page<BankLine>), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn lines(arrival: Arrival, asked: Asked<BankLines>) -> Response {
    ask(arrival, move |caller| {
        let BankLines { state, page } = asked.0;
        let (world, company) = (caller.world(), caller.company.id);
        let cut = cut(page)?;
        let is_matched = coded(&state, |state| match state {
            "" | "waiting" => Some(false),
            "matched" => Some(true),
            _ => None,
        })?;
        let view = View { as_of: world.today, known_at: None };
        let items = world.read(|books| {
            if is_matched {
                return Ok(books.matched_lines(company, cut)?.into_iter().map(matched).collect());
            }
            let mut items = Vec::new();
            for waiting in books.waiting_lines(company, since(world.today), view, cut)? {
                let studied = waiting.json.as_deref().and_then(Studied::read);
                let studied = studied.map(|s| s.as_of_now(books)).transpose()?;
                let echo = books.echo(waiting.line.id)?.filter(|e| e.verdict == EchoVerdict::Perhaps);
                items.push(BankLine { told_before: echo.map(|e| e.original), ..line(waiting.line, studied) });
            }
            Ok(items)
        })?;
        Ok(Page::cut(items, page))
    })
    .await
}

fn line(line: BankLineRecord, studied: Option<Studied>) -> BankLine {
    BankLine {
        id: line.id,
        booked_on: line.booked_on,
        amount_cents: line.amount,
        currency: line.currency,
        label: line.text,
        payer: line.counterparty,
        payer_iban: line.counterparty_iban,
        decision: studied.as_ref().map(|s| s.decision),
        choices: studied.iter().flat_map(|s| &s.choices).filter_map(|c| serde_json::to_value(c).ok()).collect(),
        doubts: studied.iter().flat_map(|s| &s.doubts).filter_map(|d| serde_json::to_value(d).ok()).collect(),
        told_before: None,
        paid: Vec::new(),
    }
}

fn matched(found: MatchedLine) -> BankLine {
    let paid = found.paid.into_iter().map(|(invoice, number, cents)| BankLinePaid { invoice, number, cents }).collect();
    BankLine { paid, ..line(found.line, None) }
}

/// Studies the credits that wait again, with all that is known by now: `/bank/lines` then says what they may pay.
#[utoipa::path(post, path = "/bank/study", tag = "Banque", request_body = Nothing, params(Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn study(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, |caller, Nothing {}| {
        matching::refresh(&caller.world(), &caller.company)?;
        Ok(Recorded::DONE)
    })
    .await
}

/// What a credit pays: one of the explanations given, or parts of invoices.
#[derive(Deserialize, ToSchema)]
pub struct BankMatch {
    /// The rank of an explanation, from 0; `parts` then stays empty.
    choice: Option<usize>,
    #[serde(default)]
    parts: Vec<BankMatchPart>,
    /// `pty_…`: whose the rest is, where the invoices do not tell.
    on_account: Option<String>,
}

#[derive(Deserialize, ToSchema)]
pub struct BankMatchPart {
    /// `inv_…`
    invoice: String,
    #[schema(minimum = 1)]
    cents: i64,
    /// For the interest and the compensation of the invoice, and not for the invoice itself.
    #[serde(default)]
    accessories: bool,
}

#[derive(Serialize, ToSchema)]
struct BankMatched {
    /// What stays on the customer's account.
    #[schema(value_type = i64)]
    on_account_cents: Cents,
}

#[derive(Serialize, ToSchema)]
struct BankLineNoted {
    recorded: bool,
}

/// Why it is said.
#[derive(Deserialize, ToSchema)]
pub struct BankLineWhy {
    why: String,
}

/// Says what a credit pays.
#[utoipa::path(post, path = "/bank/lines/{id}/match", tag = "Banque", request_body = BankMatch,
    params(("id" = String, Path, description = "bnk_…"),
    ("Idempotency-Key" = String, Header, description = "Different for each request, kept when it is repeated")),
    responses((status = 200, body = BankMatched), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem)))]
pub async fn match_line(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: BankMatch| {
        let (world, id) = (caller.world(), known(caller, &id)?);
        let rest = match given.choice {
            Some(rank) => matching::accept(&world, &caller.company, id, rank, None)?.rest,
            None => {
                let (mut parts, mut accessories) = (Vec::new(), Vec::new());
                for part in &given.parts {
                    let of = if part.accessories { &mut accessories } else { &mut parts };
                    of.push((found(caller, &part.invoice)?.id, Cents::new(part.cents)));
                }
                let whose = given.on_account.as_deref().map(|text| customer(caller, text)).transpose()?;
                sorting::split(&world, &caller.company, &Split { line: id, parts, accessories, rest: whose })?
            }
        };
        plan_again(caller, payers(caller, id)?)?;
        Ok(BankMatched { on_account_cents: rest })
    })
    .await
}

/// Takes back all that was made or said of a credit; it waits again.
#[utoipa::path(post, path = "/bank/lines/{id}/unmatch", tag = "Banque", request_body = BankLineWhy,
    params(("id" = String, Path, description = "bnk_…"),
    ("Idempotency-Key" = String, Header, description = "Different for each request, kept when it is repeated")),
    responses((status = 200, body = BankLineNoted), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem)))]
pub async fn unmatch(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: BankLineWhy| {
        let id = known(caller, &id)?;
        let parties = payers(caller, id)?;
        sorting::reopen(&caller.world(), &caller.company, id, &given.why)?;
        plan_again(caller, parties)?;
        Ok(BankLineNoted { recorded: true })
    })
    .await
}

/// Says that a credit is no customer's.
#[utoipa::path(post, path = "/bank/lines/{id}/set-aside", tag = "Banque", request_body = BankLineWhy,
    params(("id" = String, Path, description = "bnk_…"),
    ("Idempotency-Key" = String, Header, description = "Different for each request, kept when it is repeated")),
    responses((status = 200, body = BankLineNoted), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem)))]
pub async fn set_aside(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: BankLineWhy| {
        let id = known(caller, &id)?;
        sorting::set_aside(&caller.world(), &caller.company, id, &given.why)?;
        Ok(BankLineNoted { recorded: true })
    })
    .await
}

/// Whether a credit tells money again that another statement told.
#[derive(Deserialize, ToSchema)]
pub struct BankLineToldAgain {
    /// `true`: the same movement, which then counts once; `false`: one of its own.
    same: bool,
    why: String,
}

#[derive(Serialize, ToSchema)]
struct BankLineTold {
    /// `bnk_…`: the line that it was held against.
    #[schema(value_type = String)]
    original: BankLineId,
}

/// Answers whether a credit is the movement that another kind of file told on another day (`told_before` in the list).
#[utoipa::path(post, path = "/bank/lines/{id}/told-again", tag = "Banque", request_body = BankLineToldAgain,
    params(("id" = String, Path, description = "bnk_…"),
    ("Idempotency-Key" = String, Header, description = "Different for each request, kept when it is repeated")),
    responses((status = 200, body = BankLineTold), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem)))]
pub async fn told_again(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: BankLineToldAgain| {
        let id = known(caller, &id)?;
        let original = sorting::told_again(&caller.world(), &caller.company, id, given.same, &given.why)?.id;
        Ok(BankLineTold { original })
    })
    .await
}

/// Whose it is not.
#[derive(Deserialize, ToSchema)]
pub struct BankLineNotTheirs {
    /// `pty_…`
    customer: String,
    /// `inv_…`; nothing of the customer's when absent.
    invoice: Option<String>,
    why: String,
}

/// Says that a credit is not this customer's, or not for this invoice.
#[utoipa::path(post, path = "/bank/lines/{id}/not-theirs", tag = "Banque", request_body = BankLineNotTheirs,
    params(("id" = String, Path, description = "bnk_…"),
    ("Idempotency-Key" = String, Header, description = "Different for each request, kept when it is repeated")),
    responses((status = 200, body = BankLineNoted), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem)))]
pub async fn not_theirs(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: BankLineNotTheirs| {
        let (id, party) = (known(caller, &id)?, customer(caller, &given.customer)?);
        let invoice = given.invoice.as_deref().map(|text| found(caller, text)).transpose()?;
        if invoice.as_ref().is_some_and(|i| i.party != party) {
            return Err(Oops::NotHere);
        }
        let whose = (party, invoice.map(|i| i.id));
        sorting::not_theirs(&caller.world(), &caller.company, id, whose, &given.why)?;
        plan_again(caller, BTreeSet::from([party]))?;
        Ok(BankLineNoted { recorded: true })
    })
    .await
}

/// What a payment left open on an invoice, until a person says what becomes of it.
#[derive(Serialize, ToSchema)]
struct Remainder {
    #[schema(value_type = String, example = "inv_0193…")]
    invoice: InvoiceId,
    number: String,
    #[schema(value_type = String, example = "pty_0193…")]
    customer: PartyId,
    customer_name: String,
    #[schema(value_type = i64)]
    left_cents: Cents,
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    #[schema(value_type = String, format = Date)]
    since: base::Date,
    /// What may explain it, in French.
    guess: String,
}

/// Rests of invoices that wait for somebody to say what becomes of them, oldest first.
#[utoipa::path(get, path = "/bank/remainders", tag = "Banque", params(Paged),
    responses((status = 200, body = Page<Remainder>), NotAnswered))]
pub async fn remainders(arrival: Arrival, Asked(asked): Asked<Paged>) -> Response {
    ask(arrival, move |caller| {
        let cut = super::request::cut(asked.page)?;
        let rows = caller.world().read(|books| Ok(books.remainders(caller.company.id, cut)?))?;
        let shape = |row: RemainderRow| Remainder {
            invoice: row.invoice,
            number: row.number,
            customer: row.party,
            customer_name: row.customer,
            left_cents: row.left,
            currency: row.currency,
            since: row.since,
            guess: row.guess,
        };
        Ok(Page::cut(rows.into_iter().map(shape).collect(), asked.page))
    })
    .await
}

/// What becomes of a rest.
#[derive(Deserialize, ToSchema)]
pub struct RemainderSettled {
    /// `discount` (granted to the customer), `fees` (borne by us) or `due` (asked for).
    fate: String,
    why: String,
}

#[derive(Serialize, ToSchema)]
struct RemainderFate {
    /// `due`, `granted`, or `asked` when the owner decides.
    state: &'static str,
}

/// Says what becomes of the rest of an invoice; giving it up is a waiver, within the limit of the token.
#[utoipa::path(post, path = "/bank/remainders/{id}", tag = "Banque", request_body = RemainderSettled, params(Named, Once),
    responses((status = 200, body = RemainderFate), NotDone))]
pub async fn settle_remainder(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: RemainderSettled| {
        let (invoice, fate) = (found(caller, &id)?, coded(&given.fate, Fate::parse)?);
        let limit = caller.limit();
        let state = app::remainders::settle(&caller.world(), &caller.company, invoice.id, fate, limit, &given.why)?;
        plan_again(caller, BTreeSet::from([invoice.party]))?;
        Ok(RemainderFate { state: state.map_or("due", WaiverState::code) })
    })
    .await
}

fn known(caller: &super::gate::Caller, text: &str) -> Result<BankLineId, Oops> {
    let id = BankLineId::parse(text).ok_or(Oops::NotHere)?;
    let line = caller.world().read(|books| Ok(books.bank_line(id)?))?;
    line.filter(|l| l.company == caller.company.id).map(|l| l.id).ok_or(Oops::NotHere)
}

/// The customers whose payment a credit is.
fn payers(caller: &super::gate::Caller, line: BankLineId) -> Result<BTreeSet<PartyId>, Oops> {
    Ok(sorting::payers_of(&caller.world(), line)?)
}

fn plan_again(caller: &super::gate::Caller, parties: BTreeSet<PartyId>) -> Result<(), Oops> {
    for party in parties {
        app::worklist::refresh(&caller.world(), &caller.company, party)?;
    }
    Ok(())
}
