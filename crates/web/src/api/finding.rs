use super::gate::{Asked, Caller, ask};
use super::request::{NotAnswered, Paged, cut};
use super::shapes::Page;
use crate::answer::Oops;
use crate::route::Arrival;
use app::diagnosis;
use app::money::{Look, figures, month, outlook};
use app::ports::screens::FoundInvoice;
use axum::response::Response;
use base::id::{InvoiceId, PartyId};
use base::{Cents, Currency, Date};
use domain::forecast::Certainty;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Words {
    /// A name, a number in any spacing, an amount (`1200,50`), an address, a telephone number.
    #[serde(default)]
    #[param(required = false)]
    q: String,
}

/// What was found, at most twenty of each.
#[derive(Serialize, ToSchema)]
struct FoundShape {
    customers: Vec<CustomerHit>,
    invoices: Vec<InvoiceHit>,
    people: Vec<PersonHit>,
}

#[derive(Serialize, ToSchema)]
struct CustomerHit {
    #[schema(value_type = String)]
    id: PartyId,
    name: String,
    siren: Option<String>,
    #[schema(value_type = i64)]
    outstanding_cents: Cents,
}

#[derive(Serialize, ToSchema)]
struct InvoiceHit {
    #[schema(value_type = String)]
    id: InvoiceId,
    number: String,
    customer_name: String,
    #[schema(value_type = String)]
    currency: Currency,
    #[schema(value_type = i64)]
    gross_cents: Cents,
    #[schema(value_type = i64)]
    outstanding_cents: Cents,
}

impl From<FoundInvoice> for InvoiceHit {
    fn from(found: FoundInvoice) -> Self {
        InvoiceHit {
            id: found.invoice,
            number: found.number,
            customer_name: found.customer,
            currency: found.currency,
            gross_cents: found.gross,
            outstanding_cents: found.outstanding,
        }
    }
}

#[derive(Serialize, ToSchema)]
struct PersonHit {
    #[schema(value_type = String)]
    customer: PartyId,
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
}

const EACH: u64 = 20;

/// Finds customers, invoices and people.
#[utoipa::path(get, path = "/search", tag = "Recherche", params(Words), responses((status = 200, body = FoundShape), NotAnswered))]
pub async fn search(arrival: Arrival, Asked(asked): Asked<Words>) -> Response {
    ask(arrival, move |caller| {
        let (q, scope) = (asked.q.trim(), caller.scope());
        if q.is_empty() {
            return Ok(FoundShape { customers: Vec::new(), invoices: Vec::new(), people: Vec::new() });
        }
        let amount = Cents::parse(q).filter(|a| a.is_positive());
        Ok(caller.world().read(|books| {
            let customers = books.find_customers(scope, q, EACH)?.into_iter().map(|c| CustomerHit {
                id: c.party,
                name: c.name,
                siren: c.siren,
                outstanding_cents: c.outstanding,
            });
            let customers = customers.collect();
            let mut invoices = books.find_invoices(scope, q, EACH)?;
            if let Some(amount) = amount {
                invoices.extend(books.find_amounts(scope, amount, EACH)?);
            }
            let people = books.find_contacts(scope, q, EACH)?.into_iter();
            let people = people.map(|c| PersonHit { customer: c.party, name: c.name, email: c.email, phone: c.phone });
            let invoices = invoices.into_iter().map(InvoiceHit::from).collect();
            Ok(FoundShape { customers, invoices, people: people.collect() })
        })?)
    })
    .await
}

/// Where the money is, in euros.
#[derive(Serialize, ToSchema)]
struct MoneyShape {
    #[schema(value_type = String, format = Date)]
    as_of: Date,
    #[schema(value_type = i64)]
    outstanding_cents: Cents,
    #[schema(value_type = i64)]
    overdue_cents: Cents,
    /// More than ninety days late.
    #[schema(value_type = i64)]
    at_risk_cents: Cents,
    /// In dispute, promised or in a plan.
    #[schema(value_type = i64)]
    held_cents: Cents,
    /// What was to be collected this month, what was, and what is left of it.
    #[schema(value_type = i64)]
    month_target_cents: Cents,
    #[schema(value_type = i64)]
    month_collected_cents: Cents,
    #[schema(value_type = i64)]
    month_left_cents: Cents,
    /// Thirteen weeks, then later, then undated.
    expected: Vec<ExpectedShape>,
    /// Set when a fact came since these figures were counted: since when they are so.
    older_than_the_books: Option<String>,
}

/// Money expected in one column of the forecast, by how sure it is.
#[derive(Serialize, ToSchema)]
struct ExpectedShape {
    /// The Monday of a week; absent for what comes later or is undated.
    #[schema(value_type = Option<String>, format = Date)]
    from: Option<Date>,
    #[schema(value_type = i64)]
    promised_cents: Cents,
    #[schema(value_type = i64)]
    probable_cents: Cents,
    #[schema(value_type = i64)]
    uncertain_cents: Cents,
    #[schema(value_type = i64)]
    disputed_cents: Cents,
    #[schema(value_type = i64)]
    excluded_cents: Cents,
}

fn expected(from: Option<Date>, cells: &[Cents; 5]) -> ExpectedShape {
    let of = |certainty: Certainty| cells[certainty.index()];
    ExpectedShape {
        from,
        promised_cents: of(Certainty::Promised),
        probable_cents: of(Certainty::Probable),
        uncertain_cents: of(Certainty::Uncertain),
        disputed_cents: of(Certainty::Disputed),
        excluded_cents: of(Certainty::Excluded),
    }
}

/// Figures that another pass must count are counted beside; the same request succeeds a moment later.
pub fn counted<T>(caller: &Caller, result: Result<T, Oops>) -> Result<T, Oops> {
    if let Err(Oops::App(app::AppError::NotCounted(what))) = &result {
        crate::counting::soon(&caller.house, &caller.company, caller.scope(), what.clone());
    }
    result
}

/// The figures of the first page: what is owed, the month, what should come.
#[utoipa::path(get, path = "/money", tag = "Société", responses((status = 200, body = MoneyShape), NotAnswered))]
pub async fn money(arrival: Arrival) -> Response {
    ask(arrival, |caller| counted(caller, money_of(caller))).await
}

fn money_of(caller: &Caller) -> Result<MoneyShape, Oops> {
    let world = caller.world();
    let look = Look::at_once(&world, caller.scope())?;
    let now = figures::on(&look, world.today)?;
    let month = month::of(&look, world.today)?;
    let forecast = outlook::on(&look, world.today)?.forecast;
    let mut columns: Vec<ExpectedShape> =
        forecast.weeks.iter().enumerate().map(|(at, cells)| expected(Some(forecast.starts_on(at)), cells)).collect();
    columns.extend([&forecast.later, &forecast.undated].map(|cells| expected(None, cells)));
    Ok(MoneyShape {
        as_of: now.as_of,
        outstanding_cents: now.total,
        overdue_cents: now.overdue()?,
        at_risk_cents: now.at_risk(),
        held_cents: now.held_total()?,
        month_target_cents: month.target,
        month_collected_cents: month.collected,
        month_left_cents: month.left,
        expected: columns,
        older_than_the_books: look.older().map(|older| older.made_at.to_string()),
    })
}

/// What the books say at first sight, in euros.
#[derive(Serialize, ToSchema)]
struct DiagnosisShape {
    forgotten: Vec<ForgottenSumShape>,
    late_payers: usize,
    /// Over all their invoices of twelve months.
    mean_days_late: i64,
    /// Absent where a legal table does not cover a day; `claims_problem` then says which.
    #[schema(value_type = Option<i64>)]
    interest_cents: Option<Cents>,
    #[schema(value_type = Option<i64>)]
    fixed_compensation_cents: Option<Cents>,
    /// Rests on something nobody established; in no total.
    #[schema(value_type = Option<i64>)]
    to_check_cents: Option<Cents>,
    claims_problem: Option<String>,
    /// Customers who owe something and have neither mail nor telephone.
    unreachable: usize,
    #[schema(value_type = Option<String>, format = Date)]
    bank_known_until: Option<Date>,
}

#[derive(Serialize, ToSchema)]
struct ForgottenSumShape {
    #[schema(value_type = String)]
    currency: Currency,
    invoices: u64,
    customers: u64,
    #[schema(value_type = i64)]
    outstanding_cents: Cents,
}

/// Forgotten invoices, late payers, what may be claimed, who cannot be reached.
#[utoipa::path(get, path = "/diagnosis", tag = "Société", responses((status = 200, body = DiagnosisShape), NotAnswered))]
pub async fn diagnose(arrival: Arrival) -> Response {
    ask(arrival, |caller| counted(caller, diagnosis_of(caller))).await
}

fn diagnosis_of(caller: &Caller) -> Result<DiagnosisShape, Oops> {
    let world = caller.world();
    let look = Look::at_once(&world, caller.scope())?;
    let found = diagnosis::look(&look, &caller.company, world.today)?;
    let claims = found.claims.as_ref().ok();
    let forgotten = found.forgotten.iter().map(|s| ForgottenSumShape {
        currency: s.currency,
        invoices: s.invoices,
        customers: s.customers,
        outstanding_cents: s.outstanding,
    });
    Ok(DiagnosisShape {
        forgotten: forgotten.collect(),
        late_payers: found.late_payers.payers.count,
        mean_days_late: found.late_payers.mean_days,
        interest_cents: claims.map(|c| c.interest),
        fixed_compensation_cents: claims.map(|c| c.compensation),
        to_check_cents: claims.map(|c| c.total_to_check),
        claims_problem: found.claims.as_ref().err().cloned(),
        unreachable: found.unreachable.count,
        bank_known_until: found.bank_known_until,
    })
}

/// An overdue invoice that nobody was ever reminded of.
#[derive(Serialize, ToSchema)]
struct ForgottenShape {
    #[schema(value_type = String)]
    customer: PartyId,
    customer_name: String,
    #[schema(value_type = String)]
    invoice: InvoiceId,
    number: String,
    #[schema(value_type = String, format = Date)]
    due_on: Date,
    #[schema(value_type = String)]
    currency: Currency,
    #[schema(value_type = i64)]
    outstanding_cents: Cents,
}

/// Forgotten invoices, the largest first.
#[utoipa::path(get, path = "/diagnosis/forgotten", tag = "Société", params(Paged),
    responses((status = 200, body = Page<ForgottenShape>), NotAnswered))]
pub async fn forgotten(arrival: Arrival, Asked(asked): Asked<Paged>) -> Response {
    ask(arrival, move |caller| {
        let (cut, world) = (cut(asked.page)?, caller.world());
        let rows = diagnosis::forgotten(&world, &caller.company, world.today, cut)?;
        let items = rows.into_iter().map(|r| ForgottenShape {
            customer: r.party,
            customer_name: r.customer,
            invoice: r.invoice,
            number: r.number,
            due_on: r.due_on,
            currency: r.currency,
            outstanding_cents: r.outstanding,
        });
        Ok(Page::cut(items.collect(), asked.page))
    })
    .await
}
