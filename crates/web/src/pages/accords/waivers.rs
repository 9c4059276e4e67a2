//! Parts given up: weighed against going on, asked of the owner above one's limit, and the list of all of them.

use super::under_plan::{self, Taken};
use crate::answer::{Oops, PageResult, done, html};
use crate::fields;
use crate::frame::Frame;
use crate::pages::customer::replan;
use crate::route::Nothing;
use crate::view::{self, Chip};
use crate::visit::Visit;
use app::AppError;
use app::ports::screens::Cut;
use app::records::{Role, WaiverEventKind, WaiverRecord, WaiverRow, WaiverState};
use app::waivers::{self, Wish};
use askama::Template;
use base::id::{PartyId, WaiverId};
use base::{Cents, RateBp, fr};
use serde::Deserialize;

const ROWS: u64 = 50;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    etat: String,
    #[serde(default)]
    page: u64,
}

struct Line {
    id: String,
    customer_href: String,
    customer: String,
    total: String,
    parts: String,
    invoices: Vec<(String, String)>,
    state: Chip,
    told: String,
    why: String,
    answer: String,
    sums: Vec<String>,
    result: String,
    is_asked: bool,
    is_granted: bool,
}

#[derive(Template)]
#[template(path = "accords/waivers.html")]
struct WaiversPage {
    frame: Frame,
    /// Code, label, whether it is the one shown.
    states: Vec<(&'static str, &'static str, bool)>,
    state: &'static str,
    lines: Vec<Line>,
    page: u64,
    has_more: bool,
    limit: String,
}

pub fn list(visit: &Visit, _: Nothing, asked: Asked) -> PageResult {
    let state = WaiverState::parse(&asked.etat);
    let cut = Cut { offset: asked.page.saturating_mul(ROWS), limit: ROWS + 1 };
    let mut lines = visit.world().read(|books| {
        let mut lines = Vec::new();
        for (row, customer) in books.waiver_rows(visit.scope(), state, cut)? {
            let mut invoices = Vec::new();
            for line in &row.waiver.lines {
                let number = books.invoice(line.invoice)?.map(|i| i.number).unwrap_or_default();
                invoices.push((number, format!("/factures/{}", line.invoice)));
            }
            lines.push(line(&row, customer, invoices)?);
        }
        Ok(lines)
    })?;
    let has_more = lines.len() as u64 > ROWS;
    lines.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
    let label = |state| match state {
        WaiverState::Asked => "À décider",
        WaiverState::Granted => "Accordées",
        WaiverState::Refused => "Refusées",
        WaiverState::Withdrawn => "Reprises",
    };
    html(&WaiversPage {
        frame: visit.frame("Remises"),
        states: WaiverState::ALL.map(|s| (s.code(), label(s), Some(s) == state)).to_vec(),
        state: state.map_or("", WaiverState::code),
        lines,
        page: asked.page,
        has_more,
        limit: limit_told(visit),
    })
}

/// Up to how much this user gives up alone.
fn limit_told(visit: &Visit) -> String {
    match visit.company.settings.waiver_limits.of(visit.role) {
        _ if visit.role == Role::Guest => String::new(),
        None => "Vous décidez de toutes les remises.".to_string(),
        Some(limit) if limit.is_positive() => {
            format!("Jusqu’à {}, vous remettez seul ; au-delà, le propriétaire décide.", fr::euros(limit))
        }
        Some(_) => "Toute remise que vous demandez est décidée par le propriétaire.".to_string(),
    }
}

fn line(row: &WaiverRow, customer: String, invoices: Vec<(String, String)>) -> Result<Line, AppError> {
    let waiver = &row.waiver;
    let money = |amount| view::money(amount, waiver.currency);
    let state = row.state();
    let tone = match state {
        WaiverState::Asked => "warn",
        WaiverState::Granted => "good",
        WaiverState::Refused => "late",
        WaiverState::Withdrawn => "plain",
    };
    let names = ["de principal", "d’intérêts", "d’indemnité"];
    let parts = waiver.parts()?;
    let told = parts.iter().zip(names).filter(|(amount, _)| amount.is_positive());
    let answer = row.events.iter().map(|e| {
        let what = match e.kind {
            WaiverEventKind::Granted => "Accordée",
            WaiverEventKind::Refused => "Refusée",
            WaiverEventKind::Withdrawn => "Reprise",
        };
        format!("{what} le {}, {} : {}", fr::date(e.on), e.author, e.why)
    });
    Ok(Line {
        id: waiver.id.to_string(),
        customer_href: format!("/clients/{}", waiver.party),
        customer,
        total: money(waiver.total()?),
        parts: told.map(|(amount, name)| format!("{} {name}", money(*amount))).collect::<Vec<_>>().join(", "),
        invoices,
        state: Chip::new(state.french(), tone),
        told: format!("demandée le {} par {}", fr::date(waiver.asked_on), waiver.author),
        why: waiver.why.clone(),
        answer: answer.collect::<Vec<_>>().join(" ; "),
        sums: waivers::line_of_sums(&waiver.weighed, waiver.currency),
        result: waivers::result(&waiver.weighed, waiver.currency),
        is_asked: state == WaiverState::Asked,
        is_granted: state == WaiverState::Granted,
    })
}

/// What is weighed, from the form or the address.
#[derive(Deserialize)]
pub struct Wished {
    #[serde(default)]
    principal: String,
    #[serde(default)]
    interets: String,
    #[serde(default)]
    indemnite: String,
    #[serde(default)]
    chance: String,
    #[serde(default)]
    delai: String,
    #[serde(default)]
    cout: String,
    #[serde(default)]
    avant: String,
    #[serde(default)]
    why: String,
}

impl Wished {
    fn read(&self, party: PartyId) -> Result<Wish, Oops> {
        let refused = |text: &str, what: &str, remedy: &str| {
            Oops::App(AppError::refused(format!("« {text} » n’est pas {what}."), remedy))
        };
        let chance = match self.chance.trim().trim_end_matches('%').trim() {
            "" => None,
            text => Some(RateBp::parse(text).ok_or_else(|| refused(text, "une chance", "Écrivez par exemple 60."))?),
        };
        let days = match self.delai.trim() {
            "" => None,
            text => Some(text.parse().map_err(|_| refused(text, "un nombre de jours", "Écrivez par exemple 120."))?),
        };
        Ok(Wish {
            party,
            invoices: Vec::new(),
            principal: fields::amount(&self.principal)?.unwrap_or(Cents::ZERO),
            interest: !self.interets.is_empty(),
            compensation: !self.indemnite.is_empty(),
            chance,
            days,
            cost: fields::amount(&self.cout)?,
            pay_by: fields::day(&self.avant)?,
        })
    }
}

#[derive(Template)]
#[template(path = "accords/weigh.html")]
struct WeighPage {
    frame: Frame,
    party: String,
    customer: String,
    owed: Vec<(&'static str, String)>,
    numbers: String,
    taken: Vec<Taken>,
    /// What was asked before on these invoices and waits for the owner.
    waiting: String,
    is_partial: bool,
    given_up: String,
    /// Something is given up: there is something to weigh.
    is_weighed: bool,
    is_worth_it: bool,
    result: String,
    sums: Vec<String>,
    reasons: Vec<String>,
    principal: String,
    interest: bool,
    compensation: bool,
    chance: String,
    days: i64,
    cost: String,
    by: String,
    today: String,
    limit: String,
    is_above: bool,
    may_act: bool,
}

/// A part given up on what a customer owes late, weighed against going on.
pub fn weigh(visit: &Visit, id: String, wished: Wished) -> PageResult {
    let party = PartyId::parse(&id).ok_or(Oops::NotHere)?;
    visit.must_see(party)?;
    let wish = wished.read(party)?;
    let study = match waivers::study(&visit.world(), &visit.company, &wish) {
        Ok(study) => study,
        Err(why) => return under_plan::instead(visit, party, "Peser une remise", why),
    };
    let customer = visit.world().read(|books| Ok(books.party(party)?))?.map_or_else(String::new, |p| p.name);
    let (currency, claim) = (study.owed.currency, study.owed.claim);
    let money = |amount| view::money(amount, currency);
    let given_up = study.total()?;
    let limit = visit.company.settings.waiver_limits.of(visit.role);
    let bare = |text: String| text.replace([fr::NBSP, '\u{202f}', '%', '€'], "").trim().to_string();
    let supposed = study.weighed.supposed;
    html(&WeighPage {
        frame: visit.frame(format!("Remise, {customer}")),
        party: party.to_string(),
        customer,
        owed: vec![
            ("Principal échu", money(claim.principal)),
            ("Intérêts de retard", money(claim.interest)),
            ("Indemnité forfaitaire", money(claim.compensation)),
            ("En tout", money(claim.total()?)),
        ],
        numbers: study.owed.invoices.iter().map(|l| l.number.as_str()).collect::<Vec<_>>().join(", "),
        taken: under_plan::taken(&study.owed.under_plan),
        waiting: study.waiting.as_ref().map(|row| waiting(&row.waiver)).transpose()?.unwrap_or_default(),
        is_partial: study.owed.is_partial,
        given_up: money(given_up),
        is_weighed: given_up.is_positive(),
        is_worth_it: study.weighed.is_worth_it(),
        result: waivers::result(&study.weighed, currency),
        sums: waivers::line_of_sums(&study.weighed, currency),
        reasons: waivers::reasons(&study),
        principal: if wish.principal.is_positive() { bare(fr::amount(wish.principal)) } else { String::new() },
        interest: wish.interest,
        compensation: wish.compensation,
        chance: bare(fr::percent(supposed.chance)),
        days: supposed.days,
        cost: bare(fr::amount(supposed.cost)),
        by: wish.pay_by.map(|d| d.to_string()).unwrap_or_default(),
        today: visit.today().to_string(),
        limit: limit_told(visit),
        is_above: limit.is_some_and(|limit| given_up > limit),
        may_act: visit.role.may_act(),
    })
}

fn waiting(waiver: &WaiverRecord) -> Result<String, Oops> {
    let (total, on) = (view::money(waiver.total()?, waiver.currency), fr::date(waiver.asked_on));
    Ok(format!("Une remise de {total}, demandée le {on} sur ces factures, attend déjà la réponse du propriétaire."))
}

pub fn ask(visit: &Visit, id: String, form: Wished) -> PageResult {
    visit.must_act()?;
    let party = PartyId::parse(&id).ok_or(Oops::NotHere)?;
    visit.must_see(party)?;
    let limit = visit.company.settings.waiver_limits.of(visit.role);
    let wish = form.read(party)?;
    let (_, state) = waivers::ask(&visit.world(), &visit.company, &wish, limit, &form.why)?;
    replan(visit)?;
    let told = match state {
        WaiverState::Asked => "Remise demandée : elle dépasse votre plafond, le propriétaire décide.",
        _ => "Remise accordée : elle n’est plus demandée au client.",
    };
    done(if state == WaiverState::Asked { "/accords/remises".to_string() } else { format!("/clients/{party}") }, told)
}

#[derive(Deserialize)]
pub struct Sentence {
    #[serde(default)]
    why: String,
}

/// The waiver of that address, when its customer may be seen.
fn seen(visit: &Visit, id: &str) -> Result<WaiverId, Oops> {
    let id = WaiverId::parse(id).ok_or(Oops::NotHere)?;
    let row = visit.world().read(|books| waivers::found(books, &visit.company, id))?;
    visit.must_see(row.waiver.party)?;
    Ok(id)
}

pub fn grant(visit: &Visit, id: String, form: Sentence) -> PageResult {
    visit.must_decide()?;
    waivers::grant(&visit.world(), &visit.company, seen(visit, &id)?, &form.why)?;
    replan(visit)?;
    done("/accords/remises", "Remise accordée : elle n’est plus demandée au client.")
}

pub fn refuse(visit: &Visit, id: String, form: Sentence) -> PageResult {
    visit.must_decide()?;
    waivers::refuse(&visit.world(), &visit.company, seen(visit, &id)?, &form.why)?;
    done("/accords/remises", "Remise refusée : tout reste dû.")
}

/// What was recorded by mistake is owed again.
pub fn withdraw(visit: &Visit, id: String, form: Sentence) -> PageResult {
    visit.must_decide()?;
    waivers::withdraw(&visit.world(), &visit.company, seen(visit, &id)?, &form.why)?;
    replan(visit)?;
    done("/accords/remises", "Remise reprise : ces sommes sont de nouveau dues.")
}
