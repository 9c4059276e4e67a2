use super::agenda::ReasonShape;
use super::company::{OnDay, day};
use super::gate::{Asked, act, ask, ask_file};
use super::request::{
    Named, NotAnswered, NotDone, Once, Paged, Recorded, coded, cut, day_if, follow, invoice_of, party, sentence,
};
use super::shapes::Page;
use crate::answer::Oops;
use crate::route::Arrival;
use app::AppError;
use app::folders::{self, NewContact};
use app::holds;
use app::ports::screens::{InvoiceRow, InvoiceStatus, TimelineRow, Told};
use app::records::{ApiScope, PostalAddress};
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use base::id::{ContactId, InvoiceId, NoteId, UserId};
use base::{Cents, Currency, Date};
use domain::facts::{ContactRole, DecisionKind, Guard, PartyKind};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A line of a customer's history.
#[derive(Serialize, ToSchema)]
struct EventShape {
    #[schema(value_type = String, format = Date)]
    on: Date,
    /// `prepared`, `outcome`, `payment`, `returned`, `hold`, `lift`, `decision`, `note` or `import`.
    told: &'static str,
    /// Channel, event, origin, kind of hold or decision, or format.
    code: String,
    number: String,
    title: String,
    detail: String,
    #[schema(value_type = Option<i64>)]
    amount_cents: Option<Cents>,
    #[schema(value_type = Option<String>)]
    currency: Option<Currency>,
    author: String,
}

impl From<TimelineRow> for EventShape {
    fn from(row: TimelineRow) -> Self {
        EventShape {
            on: row.on,
            told: row.told.code(),
            code: row.code,
            number: row.number,
            title: row.title,
            detail: row.detail,
            amount_cents: row.amount,
            currency: row.currency,
            author: row.author,
        }
    }
}

/// Everything sent, received, said and decided, newest first.
#[utoipa::path(get, path = "/customers/{id}/timeline", tag = "Clients", params(Named, Paged),
    responses((status = 200, body = Page<EventShape>), NotAnswered))]
pub async fn timeline(arrival: Arrival, Path(id): Path<String>, Asked(asked): Asked<Paged>) -> Response {
    ask(arrival, move |caller| {
        let (party, cut) = (party(caller, &id)?, cut(asked.page)?);
        let read = |books: &mut dyn app::ports::books::Books| {
            Ok(books.timeline(caller.company.id, party.id, &Told::ALL, cut)?)
        };
        let rows = caller.world().read(read)?;
        Ok(Page::cut(rows.into_iter().map(EventShape::from).collect(), asked.page))
    })
    .await
}

/// An invoice of a customer, and where it stands.
#[derive(Serialize, ToSchema)]
struct StandingShape {
    #[schema(value_type = String)]
    id: InvoiceId,
    number: String,
    kind: String,
    #[schema(value_type = String, format = Date)]
    issued_on: Date,
    #[schema(value_type = String, format = Date)]
    due_on: Date,
    #[schema(value_type = String)]
    currency: Currency,
    #[schema(value_type = i64)]
    principal_cents: Cents,
    #[schema(value_type = i64)]
    outstanding_cents: Cents,
    /// `overdue`, `current`, `disputed`, `promise`, `plan`, `suspended`, `credit` or `settled`.
    status: &'static str,
}

impl From<InvoiceRow> for StandingShape {
    fn from(row: InvoiceRow) -> Self {
        StandingShape {
            id: row.invoice,
            number: row.number,
            kind: row.kind,
            issued_on: row.issued_on,
            due_on: row.due_on,
            currency: row.currency,
            principal_cents: row.principal,
            outstanding_cents: row.outstanding,
            status: row.status.code(),
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ByStatus {
    /// One of the statuses; all when absent.
    status: Option<String>,
    /// From 0.
    #[serde(default)]
    #[param(required = false)]
    page: u64,
}

/// The invoices of a customer, newest first.
#[utoipa::path(get, path = "/customers/{id}/invoices", tag = "Clients", params(Named, ByStatus),
    responses((status = 200, body = Page<StandingShape>), NotAnswered))]
pub async fn invoices(arrival: Arrival, Path(id): Path<String>, Asked(asked): Asked<ByStatus>) -> Response {
    ask(arrival, move |caller| {
        let (party, cut, world) = (party(caller, &id)?, cut(asked.page)?, caller.world());
        let status = asked.status.as_deref().map(|s| coded(s, InvoiceStatus::parse)).transpose()?;
        let company = caller.company.id;
        let rows = world.read(|books| Ok(books.invoices_of_party(company, party.id, world.today, status, cut)?))?;
        Ok(Page::cut(rows.into_iter().map(StandingShape::from).collect(), asked.page))
    })
    .await
}

/// Why a day of a customer was planned as it was.
#[derive(Serialize, ToSchema)]
struct ExplainedShape {
    #[schema(value_type = String, format = Date)]
    on: Date,
    proposals: Vec<WhyShape>,
    silences: Vec<WhyShape>,
    /// Nothing changed since that would give another answer today.
    same_today: bool,
}

#[derive(Serialize, ToSchema)]
struct WhyShape {
    /// The step of a proposal, the number of a silent invoice.
    what: String,
    reasons: Vec<ReasonShape>,
}

/// The plan of a past day, with the reasons it had then.
#[utoipa::path(get, path = "/customers/{id}/explanation", tag = "Clients", params(Named, OnDay),
    responses((status = 200, body = ExplainedShape), NotAnswered))]
pub async fn explanation(arrival: Arrival, Path(id): Path<String>, Asked(asked): Asked<OnDay>) -> Response {
    ask(arrival, move |caller| {
        let (party, world) = (party(caller, &id)?, caller.world());
        let on = day(asked.date.as_deref(), world.today)?;
        let told = app::explain::explain(&world, &caller.company, party.id, on)?;
        let why = |what: &str, reasons: &[domain::agenda::Reason]| WhyShape {
            what: what.to_string(),
            reasons: reasons.iter().map(ReasonShape::from).collect(),
        };
        Ok(ExplainedShape {
            on,
            proposals: told.plan.proposals.iter().map(|p| why(&p.step_title, &p.reasons)).collect(),
            silences: told.plan.silences.iter().map(|s| why(&s.number, &s.reasons)).collect(),
            same_today: told.changed.is_none(),
        })
    })
    .await
}

/// The account statement in euros, or in the first currency that is owed.
#[utoipa::path(get, path = "/customers/{id}/statement.pdf", tag = "Clients", params(Named),
    responses((status = 200, body = Vec<u8>, content_type = "application/pdf"), NotAnswered))]
pub async fn statement(arrival: Arrival, Path(id): Path<String>) -> Response {
    ask_file(arrival, move |caller| {
        let (party, world) = (party(caller, &id)?, caller.world());
        let accounts = app::statements::accounts(&world, &caller.company, party.id, world.today)?;
        let nothing = || AppError::NotFound("Ce client ne doit rien : il n’y a pas de relevé à faire.".to_string());
        let context = accounts.into_iter().next().ok_or_else(nothing)?;
        let templates = app::texts::in_force(&world, &caller.company)?;
        Ok((app::statements::pdf(&templates, &context)?, "application/pdf".to_string()))
    })
    .await
}

/// Something to remember about a customer.
#[derive(Deserialize, ToSchema)]
pub struct Note {
    /// `inv_…`; the whole customer when absent.
    invoice: Option<String>,
    text: String,
}

#[derive(Serialize, ToSchema)]
struct NoteShape {
    #[schema(value_type = String, example = "not_0193…")]
    id: NoteId,
}

/// Writes something down about a customer.
#[utoipa::path(post, path = "/customers/{id}/notes", tag = "Clients", request_body = Note, params(Named, Once),
    responses((status = 200, body = NoteShape), NotDone))]
pub async fn note(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: Note| {
        let party = party(caller, &id)?.id;
        let invoice = invoice_of(caller, party, given.invoice.as_deref())?;
        Ok(NoteShape { id: folders::note(&caller.world(), &caller.company, party, invoice, &given.text)? })
    })
    .await
}

/// What a person decides otherwise than the plan.
#[derive(Deserialize, ToSchema)]
pub struct Decision {
    /// `skip` (a step), `postpone` (until a day), `override` (a guard, today) or `waive` (interest, compensation).
    kind: String,
    /// `inv_…`; all of the customer's when absent.
    invoice: Option<String>,
    step: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<String>,
    guard: Option<String>,
    #[serde(default)]
    interest: bool,
    #[serde(default)]
    compensation: bool,
    why: String,
}

impl Decision {
    fn read(&self, today: Date) -> Result<DecisionKind, Oops> {
        let refused = |what: &str, remedy: &str| Err(Oops::from(AppError::refused(what, remedy)));
        match self.kind.as_str() {
            "skip" => match self.step.as_deref().map(str::trim) {
                None | Some("") => refused("Quelle étape passer ?", "Donnez-la dans « step »."),
                Some(step) => Ok(DecisionKind::Skip { step: step.to_string() }),
            },
            "postpone" => match day_if(self.until.as_deref())?.filter(|until| *until > today) {
                None => refused("Un report mène à un jour à venir.", "Donnez-le dans « until »."),
                Some(until) => Ok(DecisionKind::Postpone { until }),
            },
            "override" => {
                Ok(DecisionKind::Override { guard: coded(self.guard.as_deref().unwrap_or(""), Guard::parse)? })
            }
            "waive" if !self.interest && !self.compensation => {
                refused("À quoi renoncer ?", "« interest », « compensation », ou les deux.")
            }
            "waive" => Ok(DecisionKind::Waive { interest: self.interest, compensation: self.compensation }),
            word => Err(Oops::Unreadable(format!("« {word} » n’est pas une décision connue."))),
        }
    }
}

/// Skips a step, postpones, lifts a guard for today, gives up interest. Giving up needs the right to manage.
#[utoipa::path(post, path = "/customers/{id}/decisions", tag = "Clients", request_body = Decision, params(Named, Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn decide(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: Decision| {
        let party = party(caller, &id)?.id;
        let invoice = invoice_of(caller, party, given.invoice.as_deref())?;
        let world = caller.world();
        let decision = given.read(world.today)?;
        if matches!(decision, DecisionKind::Waive { .. }) {
            caller.must_manage()?;
        }
        holds::decide(&world, &caller.company, party, invoice, &decision, sentence(&given.why)?)?;
        follow(caller, party)
    })
    .await
}

/// Somebody at a customer.
#[derive(Deserialize, ToSchema)]
pub struct Contact {
    /// `ctc_…` of somebody already known; somebody new when absent.
    contact: Option<String>,
    /// `accounts_payable`, `buyer`, `user`, `decider` or `salesperson`.
    role: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    phone: String,
}

#[derive(Serialize, ToSchema)]
struct ContactId_ {
    #[schema(value_type = String, example = "ctc_0193…")]
    id: ContactId,
}

/// Adds somebody to reach, or changes what is known of them.
#[utoipa::path(post, path = "/customers/{id}/contacts", tag = "Clients", request_body = Contact, params(Named, Once),
    responses((status = 200, body = ContactId_), NotDone))]
pub async fn contact(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: Contact| {
        let party = party(caller, &id)?.id;
        let known = given.contact.as_deref().map(|c| ContactId::parse(c).ok_or(Oops::NotHere)).transpose()?;
        let new = NewContact {
            role: coded(&given.role, ContactRole::parse)?,
            name: given.name,
            email: given.email,
            phone: given.phone,
        };
        let id = folders::put_contact(&caller.world(), &caller.company, party, known, &new)?;
        follow(caller, party)?;
        Ok(ContactId_ { id })
    })
    .await
}

/// A postal address.
#[derive(Deserialize, ToSchema)]
pub struct Address {
    /// Street, building, box: one line of the envelope each.
    lines: Vec<String>,
    postcode: Option<String>,
    city: String,
    /// Two letters (ISO 3166-1); absent: France.
    country: Option<String>,
}

/// What is said of a customer; what is absent stays as it is.
#[derive(Deserialize, ToSchema)]
pub struct Changes {
    /// `business`, `consumer` or `public_body`.
    kind: Option<String>,
    /// Name of the scenario it is followed by; empty: chosen by the rules.
    scenario: Option<String>,
    is_key_account: Option<bool>,
    /// Where letters to it go; replaces the whole address.
    address: Option<Address>,
    /// `usr_…` of the salesperson who looks after it; empty: nobody. Needs the right to manage.
    keeper: Option<String>,
}

/// Says what a customer is and how it is followed.
#[utoipa::path(post, path = "/customers/{id}", tag = "Clients", request_body = Changes, params(Named, Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn change(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: Changes| {
        let (record, world, company) = (party(caller, &id)?, caller.world(), &caller.company);
        let kind = given.kind.as_deref().map(|k| coded(k, PartyKind::parse)).transpose()?;
        let keeper = match given.keeper.as_deref() {
            None => None,
            Some("") => Some(None),
            Some(user) => Some(Some(UserId::parse(user).ok_or(Oops::NotHere)?)),
        };
        if let Some(keeper) = keeper {
            caller.must_manage()?;
            folders::give_keeper(&world, company, record.id, keeper)?;
        }
        if let Some(scenario) = given.scenario.as_deref() {
            folders::choose_scenario(&world, company, record.id, Some(scenario).filter(|s| !s.is_empty()))?;
        }
        if let Some(is_key) = given.is_key_account {
            folders::set_key_account(&world, company, record.id, is_key)?;
        }
        if let Some(given) = given.address {
            let Address { lines, postcode, city, country } = given;
            let address = PostalAddress { lines, postcode, city: Some(city), country };
            folders::set_address(&world, company, record.id, &address)?;
        }
        if let Some(kind) = kind {
            app::customers::state_kind(&world, company, &[party(caller, &id)?], kind)?;
        }
        follow(caller, record.id)
    })
    .await
}
