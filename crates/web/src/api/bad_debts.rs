//! Debts that may not be paid, for programs: proposed with their proof, decided, ended.

use super::base64;
use super::gate::{Asked, Caller, act, ask, ask_file};
use super::invoices::found;
use super::request::{Named, NotAnswered, NotDone, Once, Recorded, coded, cut, day_if};
use super::shapes::Page;
use crate::answer::Oops;
use crate::route::Arrival;
use app::bad_debts::{self, Answer, NewBadDebt};
use app::records::{ApiScope, BadDebtListed, BadDebtRow};
use app::worklist;
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use base::id::{BadDebtId, InvoiceId, PartyId, SourceId};
use base::{Cents, Date};
use domain::facts::{DebtGround, DebtState};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DebtsAsked {
    /// `proposed`, `in_force`, `refused`, `withdrawn` or `ended`; all when absent.
    state: Option<String>,
    /// From 0.
    #[serde(default)]
    #[param(required = false)]
    page: u64,
}

/// A depreciation or a write-off.
#[derive(Serialize, ToSchema)]
struct BadDebtShape {
    #[schema(value_type = String, example = "bad_0193…")]
    id: BadDebtId,
    /// `depreciation` or `write_off`.
    kind: &'static str,
    ground: &'static str,
    state: &'static str,
    #[schema(value_type = String)]
    invoice: InvoiceId,
    number: String,
    #[schema(value_type = String)]
    customer: PartyId,
    #[schema(value_type = i64)]
    gross_cents: Cents,
    #[schema(value_type = i64)]
    net_cents: Cents,
    /// Tax taken back (CGI 272-1).
    #[schema(value_type = i64)]
    vat_cents: Cents,
    /// Left on the invoice now.
    #[schema(value_type = i64)]
    outstanding_cents: Cents,
    #[schema(value_type = String, format = Date)]
    event_on: Date,
    #[schema(value_type = String, format = Date)]
    proposed_on: Date,
    author: String,
    why: String,
}

fn shape(listed: &BadDebtListed) -> BadDebtShape {
    let debt = &listed.row.debt;
    BadDebtShape {
        id: debt.id,
        kind: debt.kind.code(),
        ground: debt.ground.code(),
        state: listed.row.state().code(),
        invoice: debt.invoice,
        number: listed.number.clone(),
        customer: debt.party,
        gross_cents: debt.sums.gross,
        net_cents: debt.sums.net,
        vat_cents: debt.sums.vat,
        outstanding_cents: listed.outstanding,
        event_on: debt.event_on,
        proposed_on: debt.proposed_on,
        author: debt.author.clone(),
        why: debt.why.clone(),
    }
}

/// Depreciations and write-offs, the newest first.
#[utoipa::path(get, path = "/bad-debts", tag = "Comptabilité", params(DebtsAsked), responses(
    (status = 200, body = Page<BadDebtShape>), NotAnswered))]
pub async fn list(arrival: Arrival, Asked(asked): Asked<DebtsAsked>) -> Response {
    ask(arrival, move |caller| {
        let state = asked.state.as_deref().map(|text| coded(text, DebtState::parse)).transpose()?;
        let rows = bad_debts::list(&caller.world(), caller.scope(), state, cut(asked.page)?)?;
        Ok(Page::cut(rows.iter().map(shape).collect(), asked.page))
    })
    .await
}

/// What was said of it.
#[derive(Serialize, ToSchema)]
struct DebtWordShape {
    /// `approved`, `refused`, `withdrawn`, `released`, `lost` or `taken_back`.
    word: &'static str,
    #[schema(value_type = String, format = Date)]
    on: Date,
    author: String,
    why: String,
}

#[derive(Serialize, ToSchema)]
struct DebtProof {
    #[schema(value_type = String)]
    id: SourceId,
    name: String,
}

/// The tax to take back.
#[derive(Serialize, ToSchema)]
struct TaxBackShape {
    #[schema(value_type = i64)]
    amount_cents: Cents,
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<Date>,
    article: String,
    /// What the copy of the invoice must say.
    mention: String,
}

/// A depreciation or a write-off with all that was said of it.
#[derive(Serialize, ToSchema)]
struct BadDebtWhole {
    #[schema(value_type = String)]
    id: BadDebtId,
    state: &'static str,
    words: Vec<DebtWordShape>,
    proofs: Vec<DebtProof>,
    tax_back: Option<TaxBackShape>,
}

fn known(caller: &Caller, id: &str) -> Result<BadDebtRow, Oops> {
    let id = BadDebtId::parse(id).ok_or(Oops::NotHere)?;
    Ok(bad_debts::one(&caller.world(), &caller.company, id)?)
}

/// One of them.
#[utoipa::path(get, path = "/bad-debts/{id}", tag = "Comptabilité", params(Named), responses(
    (status = 200, body = BadDebtWhole), NotAnswered))]
pub async fn one(arrival: Arrival, Path(id): Path<String>) -> Response {
    ask(arrival, move |caller| {
        let row = known(caller, &id)?;
        let tax = bad_debts::tax_back(&caller.world(), &row)?;
        let word = |w: &app::records::BadDebtWord| DebtWordShape {
            word: w.word.code(),
            on: w.on,
            author: w.author.clone(),
            why: w.why.clone(),
        };
        Ok(BadDebtWhole {
            id: row.debt.id,
            state: row.state().code(),
            words: row.words.iter().map(word).collect(),
            proofs: row.files.iter().map(|(id, name)| DebtProof { id: *id, name: name.clone() }).collect(),
            tax_back: tax.map(|t| TaxBackShape {
                amount_cents: t.amount,
                until: t.until,
                article: t.article,
                mention: t.mention,
            }),
        })
    })
    .await
}

/// A file that proves it.
#[derive(Deserialize, ToSchema)]
pub struct ProofGiven {
    name: String,
    /// Kept byte for byte.
    base64: String,
}

/// A depreciation or a write-off to propose: its ground says which.
#[derive(Deserialize, ToSchema)]
pub struct BadDebtGiven {
    /// `inv_…`
    invoice: String,
    /// Of a depreciation `doubtful`, `insolvency`, `contested`; of a write-off `liquidation`, `fruitless`, `disappeared`,
    /// `stolen_cheque`, `time_barred`, `given_up`.
    ground: String,
    /// The judgment, or the day of the proof; today when absent.
    #[schema(value_type = Option<String>, format = Date)]
    event_on: Option<String>,
    /// Of a depreciation, what may be lost without tax; of a write-off, the tax to take back.
    #[serde(default)]
    #[schema(minimum = 0)]
    amount_cents: i64,
    why: String,
    #[serde(default)]
    proofs: Vec<ProofGiven>,
}

#[derive(Serialize, ToSchema)]
struct BadDebtMade {
    #[schema(value_type = String, example = "bad_0193…")]
    id: BadDebtId,
}

/// Proposes it: nothing changes until it is approved.
#[utoipa::path(post, path = "/bad-debts", tag = "Comptabilité", params(Once), request_body = BadDebtGiven, responses(
    (status = 200, body = BadDebtMade), NotDone))]
pub async fn propose(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, |caller, given: BadDebtGiven| {
        let ground = coded(&given.ground, DebtGround::parse)?;
        let files = given.proofs.iter().map(|p| Ok((p.name.clone(), base64::read(&p.base64)?)));
        let world = caller.world();
        let new = NewBadDebt {
            invoice: found(caller, &given.invoice)?.id,
            kind: ground.kind(),
            ground,
            event_on: day_if(given.event_on.as_deref())?.unwrap_or(world.today),
            amount: Cents::new(given.amount_cents),
            why: given.why.clone(),
            files: files.collect::<Result<_, Oops>>()?,
        };
        Ok(BadDebtMade { id: bad_debts::propose(&world, &caller.company, &new)? })
    })
    .await
}

/// An answer to a proposal.
#[derive(Deserialize, ToSchema)]
pub struct DebtAnswer {
    /// `approved`, `refused` (both want the right to manage) or `withdrawn`.
    answer: String,
    /// Needed but for an approval.
    #[serde(default)]
    why: String,
}

/// Answers a proposal.
#[utoipa::path(post, path = "/bad-debts/{id}/answer", tag = "Comptabilité", params(Named, Once), request_body = DebtAnswer,
    responses((status = 200, body = Recorded), NotDone))]
pub async fn answer(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: DebtAnswer| {
        let row = known(caller, &id)?;
        let what = match given.answer.as_str() {
            "approved" => Answer::Approved,
            "refused" => Answer::Refused,
            "withdrawn" => Answer::Withdrawn,
            other => return Err(Oops::Unreadable(format!("« {other} » n’est pas un mot connu ici."))),
        };
        if what != Answer::Withdrawn {
            caller.must_manage()?;
        }
        bad_debts::answer(&caller.world(), &caller.company, row.debt.id, what, &given.why)?;
        worklist::refresh(&caller.world(), &caller.company, row.debt.party)?;
        Ok(Recorded::DONE)
    })
    .await
}

/// Why it ends.
#[derive(Deserialize, ToSchema)]
pub struct DebtEnd {
    why: String,
}

/// Ends a depreciation, or takes a write-off back.
#[utoipa::path(post, path = "/bad-debts/{id}/end", tag = "Comptabilité", params(Named, Once), request_body = DebtEnd,
    responses((status = 200, body = Recorded), NotDone))]
pub async fn end(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, move |caller, given: DebtEnd| {
        let row = known(caller, &id)?;
        bad_debts::end(&caller.world(), &caller.company, row.debt.id, &given.why)?;
        worklist::refresh(&caller.world(), &caller.company, row.debt.party)?;
        Ok(Recorded::DONE)
    })
    .await
}

/// A file that proves it, byte for byte.
#[utoipa::path(get, path = "/bad-debts/{id}/proofs/{proof}", tag = "Comptabilité",
    params(("id" = String, Path), ("proof" = String, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), NotAnswered))]
pub async fn proof(arrival: Arrival, Path((id, proof)): Path<(String, String)>) -> Response {
    ask_file(arrival, move |caller| {
        let row = known(caller, &id)?;
        let source = SourceId::parse(&proof).filter(|s| row.files.iter().any(|(k, _)| k == s)).ok_or(Oops::NotHere)?;
        let (_, bytes) = caller.world().read(|books| Ok(books.source_bytes(source)?))?.ok_or(Oops::NotHere)?;
        Ok((bytes, "application/octet-stream".to_string()))
    })
    .await
}
