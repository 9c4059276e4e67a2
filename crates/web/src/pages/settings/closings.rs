//! Days on which the company is closed, on the page of delays and calendar.

use crate::answer::{PageResult, done};
use crate::fields;
use crate::route::Nothing;
use crate::visit::Visit;
use app::closings;
use app::records::Company;
use base::fr;
use serde::Deserialize;

const HOME: &str = "/reglages/regles";

pub struct ClosingLine {
    /// The first day, which names it.
    pub key: String,
    pub why: String,
    pub from: String,
    pub until: String,
}

pub fn lines(company: &Company) -> Vec<ClosingLine> {
    let line = |c: &domain::facts::Closing| ClosingLine {
        key: c.from.to_string(),
        why: c.why.clone(),
        from: fr::date(c.from),
        until: fr::date(c.until),
    };
    company.settings.closings.iter().map(line).collect()
}

#[derive(Deserialize)]
pub struct New {
    du: String,
    au: String,
    #[serde(default)]
    why: String,
}

pub fn add(visit: &Visit, _: Nothing, new: New) -> PageResult {
    visit.must_decide()?;
    let needed = |text: &str, what: &str| fields::needed(fields::day(text)?, what, "Choisissez-le.");
    let from = needed(&new.du, "Il manque le premier jour.")?;
    let until = needed(&new.au, "Il manque le dernier jour.")?;
    closings::close(&visit.world(), &visit.company, from, until, &new.why)?;
    done(HOME, "Noté : rien ne part ces jours-là.")
}

#[derive(Deserialize)]
pub struct Gone {
    du: String,
}

pub fn remove(visit: &Visit, _: Nothing, gone: Gone) -> PageResult {
    visit.must_decide()?;
    let from = fields::needed(fields::day(&gone.du)?, "Il manque le premier jour.", "Choisissez-le.")?;
    closings::reopen(&visit.world(), &visit.company, from)?;
    done(HOME, "Cette fermeture est retirée.")
}
