//! What applies to every customer where nothing else was agreed: payment terms, interest, holidays, allocation.

use super::closings::ClosingLine;
use super::{Section, save_changes, sections};
use crate::answer::{PageResult, done, html};
use crate::frame::Frame;
use crate::route::Nothing;
use crate::visit::Visit;
use app::planning::plan_day;
use app::records::Company;
use app::{AppError, AppResult, World};
use askama::Template;
use base::calendar::Region;
use base::{Date, RateBp, fr};
use law::terms::PaymentTerms;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "settings/rules.html")]
struct RulesPage {
    frame: Frame,
    sections: Vec<Section>,
    terms: String,
    rate: String,
    principal_first: bool,
    alsace: bool,
    closings: Vec<ClosingLine>,
    today: Date,
    thanks: bool,
}

/// As forms and the interface name it.
pub fn region_code(region: Region) -> &'static str {
    if region == Region::AlsaceMoselle { "alsace" } else { "metropole" }
}

/// The terms as people write them; the law says how.
pub fn said_terms(world: &World<'_>, company: &Company) -> Option<String> {
    let json = company.settings.payment_terms.as_ref()?;
    let terms: PaymentTerms = serde_json::from_str(json).ok()?;
    let law = app::lawbook::load(world).ok()?;
    terms.french(&law, world.today).ok()
}

pub fn show(visit: &Visit, _: Nothing, _: Nothing) -> PageResult {
    let settings = &visit.company.settings;
    html(&RulesPage {
        frame: visit.frame("Délais, taux, calendrier"),
        sections: sections(visit),
        terms: said_terms(&visit.world(), &visit.company).unwrap_or_default(),
        rate: settings.agreed_rate.map(fr::percent).unwrap_or_default(),
        principal_first: settings.principal_first,
        alsace: settings.region == Region::AlsaceMoselle,
        closings: super::closings::lines(&visit.company),
        today: visit.today(),
        thanks: settings.thanks,
    })
}

#[derive(Deserialize)]
pub struct Rules {
    pub terms: String,
    pub rate: String,
    #[serde(default)]
    pub principal_first: bool,
    pub region: String,
    #[serde(default)]
    pub thanks: bool,
}

pub fn save(visit: &Visit, _: Nothing, given: Rules) -> PageResult {
    visit.must_decide()?;
    change(&visit.world(), &visit.company, &given)?;
    done("/reglages/regles", "Règles enregistrées.")
}

/// Changes what differs, with a line of the journal for each, and plans the day again.
///
/// # Errors
/// `Refused` for terms or a rate that do not read.
pub fn change(world: &World<'_>, before: &Company, given: &Rules) -> AppResult<()> {
    let mut after = before.clone();
    let (terms, rate) = (given.terms.trim(), given.rate.trim().trim_end_matches('%').trim());
    if Some(terms) != said_terms(world, before).as_deref() {
        after.settings.payment_terms = if terms.is_empty() { None } else { Some(read_terms(terms)?) };
    }
    after.settings.agreed_rate = match rate {
        "" => None,
        text => Some(RateBp::parse(text).ok_or_else(|| {
            AppError::refused(format!("« {text} » n’est pas un taux."), "Écrivez par exemple 12,15.")
        })?),
    };
    after.settings.principal_first = given.principal_first;
    after.settings.region = if given.region == "alsace" { Region::AlsaceMoselle } else { Region::Metropole };
    after.settings.thanks = given.thanks;
    let thanks = |on: bool| Some(if on { "proposés" } else { "arrêtés" }.to_string());
    let order = |first: bool| Some(if first { "principal d’abord" } else { "intérêts d’abord" }.to_string());
    let region = |r: Region| Some(if r == Region::AlsaceMoselle { "Alsace-Moselle" } else { "métropole" }.to_string());
    let (b, a) = (&before.settings, &after.settings);
    let changes = [
        ("délai de règlement", b.payment_terms.clone(), a.payment_terms.clone()),
        ("taux convenu", b.agreed_rate.map(fr::percent), a.agreed_rate.map(fr::percent)),
        ("imputation", order(b.principal_first), order(a.principal_first)),
        ("remerciements", thanks(b.thanks), thanks(a.thanks)),
        ("jours fériés", region(b.region), region(a.region)),
    ];
    save_changes(world, &after, &changes)?;
    plan_day(world, &after, world.today).map(drop)
}

fn read_terms(text: &str) -> Result<String, AppError> {
    let unknown = || {
        AppError::refused(
            format!("« {text} » n’est pas un délai connu."),
            "Écrivez « 30 jours » ou « 45 jours fin de mois ».",
        )
    };
    let terms = PaymentTerms::parse(text).ok_or_else(unknown)?;
    serde_json::to_string(&terms).map_err(|e| AppError::Broken(e.to_string()))
}
