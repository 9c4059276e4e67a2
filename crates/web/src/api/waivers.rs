//! Parts given up for programs: weighed, asked for, decided; and the settings they go by.

use super::agenda::customer;
use super::gate::{Asked, Caller, act, ask};
use super::invoices::found;
use super::offers::{UnderPlanShape, under_plan};
use super::request::{InState, Named, NotAnswered, NotDone, Once, Recorded, coded, cut, day_if, sentence};
use super::shapes::Page;
use crate::answer::Oops;
use crate::route::Arrival;
use app::records::{ApiScope, WaiverRow, WaiverState};
use app::waivers::{self, Wish};
use app::worklist;
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use base::id::{PartyId, WaiverId};
use base::{Cents, Currency, Date, RateBp};
use domain::waiver::Weighed;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

impl Caller {
    /// Up to how much this program gives up without asking: no limit with the right to manage, an accountant's without.
    pub(super) fn limit(&self) -> Option<Cents> {
        let manages = self.token.scopes.contains(&ApiScope::Manage);
        (!manages).then_some(self.company.settings.waiver_limits.accountant)
    }
}

/// What would be given up, and what is supposed of going on without.
#[derive(Deserialize, ToSchema)]
pub struct Waiver {
    /// `pty_…`
    customer: String,
    /// `inv_…`; all that is overdue when empty.
    #[serde(default)]
    invoices: Vec<String>,
    /// Of the principal, on the oldest invoice first.
    #[serde(default)]
    #[schema(minimum = 0)]
    principal_cents: i64,
    /// All late-payment interest.
    #[serde(default)]
    interest: bool,
    /// The fixed compensation.
    #[serde(default)]
    compensation: bool,
    /// Chance of being paid the whole by going on; the company's assumption when absent.
    #[schema(minimum = 0, maximum = 10000)]
    chance_bp: Option<i32>,
    /// After so many days; the company's assumption when absent.
    #[schema(minimum = 0, maximum = 3650)]
    days: Option<i64>,
    /// What going on costs; the company's assumption when absent.
    #[schema(minimum = 0)]
    cost_cents: Option<i64>,
    /// By when the rest is paid; today when absent.
    #[schema(value_type = Option<String>, format = Date)]
    pay_by: Option<String>,
    #[serde(default)]
    why: String,
}

impl Waiver {
    fn read(&self, caller: &Caller) -> Result<Wish, Oops> {
        let mut invoices = Vec::with_capacity(self.invoices.len());
        for text in &self.invoices {
            invoices.push(found(caller, text)?.id);
        }
        Ok(Wish {
            party: customer(caller, &self.customer)?,
            invoices,
            principal: Cents::new(self.principal_cents),
            interest: self.interest,
            compensation: self.compensation,
            chance: self.chance_bp.map(RateBp::new),
            days: self.days,
            cost: self.cost_cents.map(Cents::new),
            pay_by: day_if(self.pay_by.as_deref())?,
        })
    }
}

/// What giving up and going on are worth today, and every number that entered it.
#[derive(Serialize, ToSchema)]
struct WeighedShape {
    #[schema(value_type = i64)]
    whole_cents: Cents,
    #[schema(value_type = i64)]
    given_up_cents: Cents,
    /// Whole × chance × (1 − rate × days ÷ 365) − cost.
    #[schema(value_type = i64)]
    going_on_cents: Cents,
    /// (Whole − given up) × (1 − rate × days until it is paid ÷ 365).
    #[schema(value_type = i64)]
    settling_cents: Cents,
    /// The chance from which going on would bring as much.
    #[schema(value_type = Option<i32>)]
    break_even_bp: Option<RateBp>,
    worth_it: bool,
    /// Assumptions, not measures.
    #[schema(value_type = i32)]
    supposed_chance_bp: RateBp,
    supposed_days: i64,
    #[schema(value_type = i64)]
    supposed_cost_cents: Cents,
    #[schema(value_type = i32)]
    rate_bp: RateBp,
}

impl From<&Weighed> for WeighedShape {
    fn from(weighed: &Weighed) -> Self {
        WeighedShape {
            whole_cents: weighed.whole,
            given_up_cents: weighed.given_up,
            going_on_cents: weighed.going_on,
            settling_cents: weighed.settling,
            break_even_bp: weighed.break_even,
            worth_it: weighed.is_worth_it(),
            supposed_chance_bp: weighed.supposed.chance,
            supposed_days: weighed.supposed.days,
            supposed_cost_cents: weighed.supposed.cost,
            rate_bp: weighed.supposed.rate,
        }
    }
}

#[derive(Serialize, ToSchema)]
struct StudyShape {
    weighed: WeighedShape,
    /// The sums, and what the books measure of the customer, in French.
    sums: Vec<String>,
    measured: Vec<String>,
    /// What is overdue beside and left out.
    under_plan: Vec<UnderPlanShape>,
    /// A waiver of the same invoices that waits for the owner: no other is taken until it is decided.
    #[schema(value_type = Option<String>)]
    waiting: Option<WaiverId>,
}

/// Weighs a waiver; nothing is recorded.
#[utoipa::path(post, path = "/waivers/study", tag = "Accords", request_body = Waiver, params(Once),
    responses((status = 200, body = StudyShape), NotDone))]
pub async fn study(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, |caller, given: Waiver| {
        let study = waivers::study(&caller.world(), &caller.company, &given.read(caller)?)?;
        Ok(StudyShape {
            weighed: (&study.weighed).into(),
            sums: waivers::line_of_sums(&study.weighed, study.owed.currency),
            measured: waivers::reasons(&study),
            under_plan: under_plan(&study.owed.under_plan),
            waiting: study.waiting.as_ref().map(|row| row.waiver.id),
        })
    })
    .await
}

#[derive(Serialize, ToSchema)]
struct WaiverMade {
    #[schema(value_type = String, example = "wvr_0193…")]
    waiver: WaiverId,
    /// `granted`, or `asked` when the owner decides.
    state: &'static str,
}

/// Gives a part up, or asks the owner when it is above the limit of the token: without the right to manage, an accountant's.
#[utoipa::path(post, path = "/waivers", tag = "Accords", request_body = Waiver, params(Once),
    responses((status = 200, body = WaiverMade), NotDone))]
pub async fn waive(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, |caller, given: Waiver| {
        let wish = given.read(caller)?;
        let (waiver, state) =
            waivers::ask(&caller.world(), &caller.company, &wish, caller.limit(), sentence(&given.why)?)?;
        worklist::refresh(&caller.world(), &caller.company, wish.party)?;
        Ok(WaiverMade { waiver, state: state.code() })
    })
    .await
}

/// A part given up, or asked to be.
#[derive(Serialize, ToSchema)]
struct WaiverShape {
    #[schema(value_type = String)]
    id: WaiverId,
    #[schema(value_type = String)]
    customer: PartyId,
    customer_name: String,
    /// `asked`, `granted`, `refused` or `withdrawn`.
    state: &'static str,
    #[schema(value_type = String, format = Date)]
    asked_on: Date,
    #[schema(value_type = String)]
    currency: Currency,
    #[schema(value_type = i64)]
    principal_cents: Cents,
    #[schema(value_type = i64)]
    interest_cents: Cents,
    #[schema(value_type = i64)]
    compensation_cents: Cents,
    weighed: WeighedShape,
    asked_by: String,
    why: String,
}

fn shape(row: &WaiverRow, customer_name: String) -> Result<WaiverShape, Oops> {
    let [principal_cents, interest_cents, compensation_cents] = row.waiver.parts()?;
    Ok(WaiverShape {
        id: row.waiver.id,
        customer: row.waiver.party,
        customer_name,
        state: row.state().code(),
        asked_on: row.waiver.asked_on,
        currency: row.waiver.currency,
        principal_cents,
        interest_cents,
        compensation_cents,
        weighed: (&row.waiver.weighed).into(),
        asked_by: row.waiver.author.clone(),
        why: row.waiver.why.clone(),
    })
}

/// Waivers, in state `asked`, `granted`, `refused` or `withdrawn`: those that wait for the owner first.
#[utoipa::path(get, path = "/waivers", tag = "Accords", params(InState),
    responses((status = 200, body = Page<WaiverShape>), NotAnswered))]
pub async fn list(arrival: Arrival, Asked(asked): Asked<InState>) -> Response {
    ask(arrival, move |caller| {
        let state = match asked.state.as_str() {
            "" => None,
            code => Some(coded(code, WaiverState::parse)?),
        };
        let cut = cut(asked.page)?;
        let rows = caller.world().read(|books| Ok(books.waiver_rows(caller.scope(), state, cut)?))?;
        let shapes = rows.into_iter().map(|(row, name)| shape(&row, name)).collect::<Result<_, _>>()?;
        Ok(Page::cut(shapes, asked.page))
    })
    .await
}

/// What the owner decides of a waiver.
#[derive(Deserialize, ToSchema)]
pub struct WaiverAnswer {
    /// `granted`, `refused`, or `withdrawn` when it was recorded by mistake.
    what: String,
    why: String,
}

/// Grants or refuses what was asked, or takes back what was recorded by mistake. It needs the right to manage.
#[utoipa::path(post, path = "/waivers/{id}/events", tag = "Accords", request_body = WaiverAnswer, params(Named, Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn decide(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, move |caller, given: WaiverAnswer| {
        let id = WaiverId::parse(&id).ok_or(Oops::NotHere)?;
        let (world, company) = (caller.world(), &caller.company);
        let party = world.read(|books| waivers::found(books, company, id))?.waiver.party;
        match given.what.as_str() {
            "granted" => waivers::grant(&world, company, id, &given.why)?,
            "refused" => waivers::refuse(&world, company, id, &given.why)?,
            "withdrawn" => waivers::withdraw(&world, company, id, &given.why)?,
            other => return Err(Oops::Unreadable(format!("« {other} » n’est pas une réponse à une remise."))),
        }
        worklist::refresh(&world, company, party)?;
        Ok(Recorded::DONE)
    })
    .await
}

/// What negotiations go by; what is absent stays as it is.
#[derive(Deserialize, ToSchema)]
pub struct NegotiationShape {
    /// Yearly rate of present values.
    #[schema(minimum = 0, maximum = 10000)]
    present_value_rate_bp: Option<i32>,
    /// Up to how much an accountant, or a token without the right to manage, gives up alone.
    #[schema(minimum = 0)]
    accountant_limit_cents: Option<i64>,
    #[schema(minimum = 0)]
    salesperson_limit_cents: Option<i64>,
    /// Assumptions on going on without giving anything up.
    #[schema(minimum = 0, maximum = 10000)]
    chance_bp: Option<i32>,
    #[schema(minimum = 0, maximum = 3650)]
    days: Option<i64>,
    #[schema(minimum = 0)]
    cost_cents: Option<i64>,
}

/// Sets what negotiations go by.
#[utoipa::path(post, path = "/settings/negotiation", tag = "Réglages", request_body = NegotiationShape, params(Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn negotiation(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, |caller, given: NegotiationShape| {
        let mut wanted = app::companies::Negotiation::of(&caller.company);
        wanted.rate = given.present_value_rate_bp.map_or(wanted.rate, RateBp::new);
        wanted.limits.accountant = given.accountant_limit_cents.map_or(wanted.limits.accountant, Cents::new);
        wanted.limits.salesperson = given.salesperson_limit_cents.map_or(wanted.limits.salesperson, Cents::new);
        wanted.going_on.chance = given.chance_bp.map_or(wanted.going_on.chance, RateBp::new);
        wanted.going_on.days = given.days.unwrap_or(wanted.going_on.days);
        wanted.going_on.cost = given.cost_cents.map_or(wanted.going_on.cost, Cents::new);
        app::companies::negotiate(&caller.world(), &caller.company, &wanted)?;
        Ok(Recorded::DONE)
    })
    .await
}
