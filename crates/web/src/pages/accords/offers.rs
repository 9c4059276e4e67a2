//! Three offers compared on what a customer owes late, and the plan that is proposed from them.

use super::under_plan::{self, Taken};
use crate::answer::{Oops, PageResult, done, html};
use crate::fields;
use crate::frame::Frame;
use crate::view::{self, Chip};
use crate::visit::Visit;
use app::AppError;
use app::plans::{self, Asked, NewPlan, told};
use askama::Template;
use base::id::PartyId;
use base::{Cents, Date, RateBp, add_days, add_months, fr};
use domain::facts::{PlanInterest, PlanTerms};
use domain::payment_plan::{Offer, RiskLevel};
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Wished {
    #[serde(default)]
    nombre: Option<u32>,
    #[serde(default)]
    premier: String,
    #[serde(default)]
    avant: String,
    #[serde(default)]
    remise: String,
    #[serde(default)]
    interets: String,
}

struct OfferCard {
    title: &'static str,
    amount: String,
    terms: String,
    length: String,
    value: String,
    sum: Vec<String>,
    risk: Chip,
    risk_told: String,
    worth: String,
    payments: Vec<(String, String)>,
    is_plan: bool,
}

#[derive(Template)]
#[template(path = "accords/offers.html")]
struct OffersPage {
    frame: Frame,
    party: String,
    customer: String,
    customer_href: String,
    owed: Vec<(&'static str, String)>,
    numbers: String,
    taken: Vec<Taken>,
    rate: String,
    is_partial: bool,
    cards: Vec<OfferCard>,
    count: u32,
    first: String,
    by: String,
    discount: String,
    with_interest: bool,
    today: String,
    may_act: bool,
}

/// Three offers to compare on what a customer owes late.
pub fn offers(visit: &Visit, id: String, wished: Wished) -> PageResult {
    let party = PartyId::parse(&id).ok_or(Oops::NotHere)?;
    visit.must_see(party)?;
    let today = visit.today();
    let asked = asked(visit, party, &wished)?;
    let made = match plans::offered(&visit.world(), &visit.company, &asked) {
        Ok(made) => made,
        Err(why) => return under_plan::instead(visit, party, "Trois offres à comparer", why),
    };
    let customer = visit.world().read(|books| Ok(books.party(party)?))?.map_or_else(String::new, |p| p.name);
    let money = |amount| view::money(amount, made.owed.currency);
    let total = made.owed.claim.total()?;
    html(&OffersPage {
        frame: visit.frame(format!("Offres, {customer}")),
        party: party.to_string(),
        customer_href: format!("/clients/{party}"),
        customer,
        owed: vec![
            ("Principal échu", money(made.owed.claim.principal)),
            ("Intérêts de retard", money(made.owed.claim.interest)),
            ("Indemnité forfaitaire", money(made.owed.claim.compensation)),
            ("En tout", money(total)),
        ],
        numbers: made.owed.invoices.iter().map(|l| l.number.as_str()).collect::<Vec<_>>().join(", "),
        taken: under_plan::taken(&made.owed.under_plan),
        rate: fr::percent(made.rate),
        is_partial: made.owed.is_partial,
        cards: made.offers.iter().map(|o| card(o, made.rate, today, made.owed.currency, total)).collect(),
        count: asked.instalments,
        first: asked.first_on.to_string(),
        by: asked.pay_by.to_string(),
        discount: fr::percent(asked.discount).replace([fr::NBSP, '%'], ""),
        with_interest: asked.with_accessories,
        today: today.to_string(),
        may_act: visit.role.may_act(),
    })
}

fn asked(visit: &Visit, party: PartyId, wished: &Wished) -> Result<Asked, Oops> {
    let today = visit.today();
    let refused = |text: &str| {
        Oops::App(AppError::refused(format!("« {text} » n’est pas un taux."), "Écrivez par exemple 3 ou 2,5."))
    };
    let discount = match wished.remise.trim() {
        "" => RateBp::new(300),
        text => RateBp::parse(text).ok_or_else(|| refused(text))?,
    };
    Ok(Asked {
        party,
        invoices: Vec::new(),
        instalments: wished.nombre.unwrap_or(3),
        first_on: fields::day(&wished.premier)?.or_else(|| add_months(today, 1)).unwrap_or(today),
        pay_by: fields::day(&wished.avant)?.or_else(|| add_days(today, 8)).unwrap_or(today),
        with_accessories: !wished.interets.is_empty(),
        discount,
    })
}

fn card(offer: &Offer, rate: RateBp, today: Date, currency: base::Currency, whole: Cents) -> OfferCard {
    let money = |amount| view::money(amount, currency);
    let tone = match offer.risk.level {
        RiskLevel::Low => "good",
        RiskLevel::Medium => "warn",
        RiskLevel::High => "late",
        RiskLevel::Unknown => "plain",
    };
    OfferCard {
        title: offer.title(),
        amount: money(offer.amount),
        terms: told::terms(offer, currency),
        length: fr::count(offer.duration_days.unsigned_abs(), "jour", "jours"),
        value: money(offer.present_value),
        sum: told::arithmetic(offer, rate, today, currency),
        risk: Chip::new(format!("risque {}", offer.risk.level.french()), tone),
        risk_told: told::risk(&offer.risk),
        worth: told::worth(offer, whole).unwrap_or_default(),
        payments: offer.payments.iter().map(|p| (view::day(p.due_on), money(p.amount))).collect(),
        is_plan: offer.kind == domain::payment_plan::OfferKind::Instalments,
    }
}

#[derive(Deserialize)]
pub struct Proposal {
    #[serde(default)]
    nombre: u32,
    #[serde(default)]
    premier: String,
    #[serde(default)]
    interets: String,
    #[serde(default)]
    ordre: String,
    #[serde(default)]
    delai: Option<i64>,
    #[serde(default)]
    tolerance: Option<i64>,
    #[serde(default)]
    why: String,
}

pub fn propose(visit: &Visit, id: String, form: Proposal) -> PageResult {
    visit.must_act()?;
    let party = PartyId::parse(&id).ok_or(Oops::NotHere)?;
    visit.must_see(party)?;
    let usual = PlanTerms::default();
    let new = NewPlan {
        party,
        invoices: Vec::new(),
        instalments: form.nombre,
        first_on: fields::needed(fields::day(&form.premier)?, "Premier versement quand ?", "Indiquez une date.")?,
        terms: PlanTerms {
            interest: if form.interets.is_empty() { PlanInterest::WaivedIfKept } else { PlanInterest::Included },
            interest_first: form.ordre == "interets",
            grace_days: form.tolerance.unwrap_or(usual.grace_days),
            notice_days: form.delai.unwrap_or(usual.notice_days),
        },
        why: form.why,
    };
    let plan = plans::propose(&visit.world(), &visit.company, &visit.templates()?, &new)?;
    done(format!("/accords/echeanciers/{plan}"), "Échéancier proposé : l’accord à signer est prêt.")
}
