use super::gate::{Asked, Caller, act, ask};
use super::request::{Named, NotAnswered, NotDone, Once, coded, invoice_of, party};
use crate::answer::Oops;
use crate::route::Arrival;
use app::prepare::by_hand::{self, ByHand};
use app::prepare::own_words::OwnWords;
use app::prepare::{Desk, Prepared, Preview, preview};
use app::records::ApiScope;
use app::{AppError, worklist};
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use base::id::{ActId, ContactId, InvoiceId, PartyId};
use base::{Cents, Currency};
use domain::facts::Channel;
use domain::scenario::Tone;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What would be sent, before anybody approves it.
#[derive(Serialize, ToSchema)]
struct SeenShape {
    channel: &'static str,
    subject: String,
    addressed_to: String,
    /// The words of a message, letter or sheet.
    text: String,
    content_type: String,
    #[schema(value_type = String)]
    currency: Currency,
    #[schema(value_type = i64)]
    total_cents: Cents,
    #[schema(value_type = Vec<String>)]
    invoices: Vec<InvoiceId>,
}

impl From<Preview> for SeenShape {
    fn from(seen: Preview) -> Self {
        SeenShape {
            channel: seen.proposal.channel.code(),
            subject: seen.subject,
            addressed_to: seen.addressed_to,
            text: seen.text,
            content_type: seen.content_type,
            currency: seen.proposal.currency,
            total_cents: seen.proposal.total_cents,
            invoices: seen.proposal.lines.iter().map(|l| l.invoice).collect(),
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Proposed {
    /// `pty_…`
    customer: String,
    step: String,
    #[param(example = "EUR")]
    currency: String,
}

/// What a proposal of today would send.
#[utoipa::path(get, path = "/agenda/preview", tag = "Agenda", params(Proposed), responses((status = 200, body = SeenShape), NotAnswered))]
pub async fn of_proposal(arrival: Arrival, Asked(asked): Asked<Proposed>) -> Response {
    ask(arrival, move |caller| {
        let (party, world) = (party(caller, &asked.customer)?.id, caller.world());
        let (_, stored) = worklist::proposal(&world, &caller.company, party, &asked.step, &asked.currency)?;
        let templates = app::texts::in_force(&world, &caller.company)?;
        let desk = Desk { templates: &templates, composer: caller.house.outside.composer() };
        Ok(SeenShape::from(preview(&world, &caller.company, &desk, &stored)?))
    })
    .await
}

fn wanted(
    caller: &Caller,
    of: PartyId,
    (channel, tone): (&str, &str),
    contact: Option<&str>,
    invoices: &[&str],
    (subject, body): (&str, &str),
) -> Result<ByHand, Oops> {
    let tone = match tone {
        "" | "courteous" => Tone::Courteous,
        "neutral" => Tone::Neutral,
        "firm" => Tone::Firm,
        other => return Err(Oops::Unreadable(format!("« {other} » n’est pas un ton connu."))),
    };
    let is_own = !subject.trim().is_empty() || !body.trim().is_empty();
    let named = invoices.iter().map(|text| invoice_of(caller, of, Some(text)));
    Ok(ByHand {
        party: of,
        channel: coded(channel, Channel::parse)?,
        tone,
        contact: contact.map(|c| ContactId::parse(c).ok_or(Oops::NotHere)).transpose()?,
        invoices: named.filter_map(Result::transpose).collect::<Result<_, _>>()?,
        words: is_own.then(|| OwnWords { subject: subject.to_string(), body: body.replace("\r\n", "\n") }),
    })
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Sketch {
    /// `email`, `letter`, `call` or `visit`.
    channel: String,
    /// `courteous`, `neutral` or `firm`.
    #[serde(default)]
    #[param(required = false)]
    tone: String,
    /// `ctc_…`; chosen by the role when absent.
    contact: Option<String>,
    /// `inv_…`, separated by commas.
    #[serde(default)]
    #[param(required = false)]
    invoices: String,
    /// With `body`, words of your own in the place of the template's, in a mail or letter.
    #[serde(default)]
    #[param(required = false)]
    subject: String,
    /// What must be said besides comes after it: the invoices, how to pay, who signs.
    #[serde(default)]
    #[param(required = false)]
    body: String,
}

/// What an act decided by hand would send.
#[utoipa::path(get, path = "/customers/{id}/acts/preview", tag = "Clients", params(Named, Sketch),
    responses((status = 200, body = SeenShape), NotAnswered))]
pub async fn sketched(arrival: Arrival, Path(id): Path<String>, Asked(asked): Asked<Sketch>) -> Response {
    ask(arrival, move |caller| {
        let (of, world) = (party(caller, &id)?.id, caller.world());
        let invoices: Vec<&str> = asked.invoices.split(',').map(str::trim).filter(|i| !i.is_empty()).collect();
        let wanted = wanted(
            caller,
            of,
            (&asked.channel, &asked.tone),
            asked.contact.as_deref(),
            &invoices,
            (&asked.subject, &asked.body),
        )?;
        let templates = app::texts::in_force(&world, &caller.company)?;
        let desk = Desk { templates: &templates, composer: caller.house.outside.composer() };
        Ok(SeenShape::from(by_hand::preview(&world, &caller.company, &desk, &wanted)?))
    })
    .await
}

/// A mail, letter, call or visit that somebody decides on.
#[derive(Deserialize, ToSchema)]
pub struct Decided {
    /// `email`, `letter`, `call` or `visit`.
    channel: String,
    /// `courteous`, `neutral` or `firm`.
    #[serde(default)]
    tone: String,
    /// `ctc_…`; chosen by the role when absent.
    contact: Option<String>,
    /// `inv_…`
    #[serde(default)]
    invoices: Vec<String>,
    /// With `body`, words of your own in the place of the template's, in a mail or letter.
    #[serde(default)]
    subject: String,
    /// What must be said besides comes after it: the invoices, how to pay, who signs.
    #[serde(default)]
    body: String,
}

#[derive(Serialize, ToSchema)]
struct PreparedByHand {
    #[schema(value_type = String, example = "act_0193…")]
    act: ActId,
    subject: String,
}

/// Prepares an act that no scenario asked for; a mail leaves with the next round unless it is cancelled before.
#[utoipa::path(post, path = "/customers/{id}/acts", tag = "Clients", request_body = Decided, params(Named, Once),
    responses((status = 200, body = PreparedByHand), NotDone))]
pub async fn decided(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: Decided| {
        let (of, world) = (party(caller, &id)?.id, caller.world());
        let invoices: Vec<&str> = given.invoices.iter().map(String::as_str).collect();
        let wanted = wanted(
            caller,
            of,
            (&given.channel, &given.tone),
            given.contact.as_deref(),
            &invoices,
            (&given.subject, &given.body),
        )?;
        let templates = app::texts::in_force(&world, &caller.company)?;
        let desk = Desk { templates: &templates, composer: caller.house.outside.composer() };
        let made = by_hand::prepare(&world, &caller.company, &desk, &wanted)?;
        worklist::refresh(&world, &caller.company, of)?;
        match made {
            Prepared::Act { id, subject, .. } => Ok(PreparedByHand { act: id, subject }),
            Prepared::Overtaken { why } => Err(AppError::refused(why, "Relisez l’agenda.").into()),
        }
    })
    .await
}
