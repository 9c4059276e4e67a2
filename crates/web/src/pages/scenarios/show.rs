//! The list of scenarios, one scenario's steps on a line, and its versions.

use super::bench::{Bench, Head, for_whom};
use super::cards::{Card, Sign, cards, signs};
use super::copy::{Ending, ending};
use crate::answer::{PageResult, html};
use crate::frame::Frame;
use crate::route::Nothing;
use crate::view;
use crate::visit::Visit;
use app::ports::screens::ScenarioShare;
use askama::Template;
use base::{Currency, fr};
use domain::scenario::Scenario;
use std::collections::BTreeMap;

struct Line {
    name: String,
    href: String,
    title: String,
    summary: String,
    for_whom: String,
    signs: Vec<Sign>,
    has_draft: bool,
    customers: u64,
    outstanding: String,
    overdue: Option<String>,
}

#[derive(Template)]
#[template(path = "scenarios/list.html")]
struct ListPage {
    frame: Frame,
    lines: Vec<Line>,
    planned_on: Option<String>,
    may_decide: bool,
}

pub fn list(visit: &Visit, _: Nothing, _: Nothing) -> PageResult {
    let today = visit.today();
    let (book, drafts, shares, run) = visit.world().read(|books| {
        Ok((
            app::planning::scenarios(books, &visit.company, None)?,
            books.drafts(visit.company.id)?,
            books.scenario_shares(visit.scope(), today)?,
            books.last_run(visit.company.id, None)?,
        ))
    })?;
    let line = |scenario: &Scenario| {
        let name = &scenario.reference.name;
        let own: Vec<&ScenarioShare> = shares.iter().filter(|s| s.scenario == *name).collect();
        let late = own.iter().any(|s| s.overdue.is_positive());
        Ok(Line {
            name: name.clone(),
            href: format!("/scenarios/{name}"),
            title: scenario.title.clone(),
            summary: scenario.summary.clone(),
            for_whom: for_whom(&scenario.applies_to),
            signs: signs(scenario),
            has_draft: drafts.iter().any(|d| d.name == *name),
            customers: own.iter().map(|s| s.customers).sum(),
            outstanding: by_currency(own.iter().map(|s| (s.currency, s.outstanding)))?,
            overdue: if late { Some(by_currency(own.iter().map(|s| (s.currency, s.overdue)))?) } else { None },
        })
    };
    let lines = book.current().iter().map(line).collect::<Result<Vec<_>, base::MoneyError>>()?;
    html(&ListPage {
        frame: visit.frame("Scénarios"),
        lines,
        may_decide: visit.role.may_decide(),
        planned_on: run.filter(|_| !shares.is_empty()).map(|r| fr::date(r.as_of)),
    })
}

/// Sums of each currency, never added to one another.
fn by_currency(amounts: impl Iterator<Item = (Currency, base::Cents)>) -> Result<String, base::MoneyError> {
    let mut sums: BTreeMap<Currency, base::Cents> = BTreeMap::new();
    for (currency, amount) in amounts {
        let sum = sums.entry(currency).or_default();
        *sum = sum.add(amount)?;
    }
    if sums.is_empty() {
        return Ok(view::money(base::Cents::ZERO, Currency::EUR));
    }
    Ok(sums.into_iter().map(|(c, a)| view::money(a, c)).collect::<Vec<_>>().join(" + "))
}

#[derive(Template)]
#[template(path = "scenarios/steps.html")]
struct StepsPage {
    frame: Frame,
    head: Head,
    cards: Vec<Card>,
    policy: Vec<String>,
    ending: Option<Ending>,
}

pub fn show(visit: &Visit, name: String, _: Nothing) -> PageResult {
    let bench = Bench::of(visit, &name)?;
    let head = bench.head(visit, "");
    html(&StepsPage {
        frame: visit.frame(head.title.clone()),
        cards: cards(visit, &bench),
        policy: policy(bench.shown()),
        ending: ending(visit, &name)?,
        head,
    })
}

fn policy(scenario: &Scenario) -> Vec<String> {
    let policy = &scenario.policy;
    let days = |n: i64| fr::count(n.unsigned_abs(), "jour", "jours");
    let mut said = vec![
        format!("Rien en dessous de {} en retard.", fr::euros(policy.minimum_amount)),
        format!("Au moins {} entre deux contacts.", days(policy.days_between_contacts)),
        format!("Rien si la banque n’est pas connue depuis plus de {}.", days(policy.bank_data_max_age_days)),
        format!("{} de grâce après une promesse.", days(policy.promise_grace_days)),
    ];
    if policy.broken_words_to_firm > 0 {
        let words = fr::count(u64::from(policy.broken_words_to_firm), "parole non tenue", "paroles non tenues");
        said.push(format!("Après {words} en un an, les étapes plus douces que fermes sont laissées de côté."));
    }
    if policy.reply_days > 0 {
        let days = fr::count(policy.reply_days.unsigned_abs(), "jour ouvré", "jours ouvrés");
        said.push(format!("Une réponse du client que personne n’a lue suspend les relances {days}, pas plus."));
    }
    if policy.working_days_only {
        said.push("Jours ouvrés seulement.".to_string());
    }
    said
}

struct Version {
    label: String,
    version: String,
    when: String,
    is_current: bool,
    running: u64,
}

#[derive(Template)]
#[template(path = "scenarios/versions.html")]
struct VersionsPage {
    frame: Frame,
    head: Head,
    versions: Vec<Version>,
}

pub fn versions(visit: &Visit, name: String, _: Nothing) -> PageResult {
    let bench = Bench::of(visit, &name)?;
    let today = visit.today();
    let (kept, shares) = visit.world().read(|books| {
        Ok((books.scenario_versions(visit.company.id, &name)?, books.scenario_shares(visit.scope(), today)?))
    })?;
    let running = |version: &str| {
        let own = shares.iter().filter(|s| s.scenario == name && s.version == version);
        own.map(|s| s.customers).sum()
    };
    let mut versions: Vec<Version> = Vec::new();
    let shipped = domain::scenario::shipped_text(&name).and_then(|t| domain::scenario::parse(&name, t).ok());
    if let Some(shipped) = shipped.filter(|s| kept.iter().all(|k| k.version != s.reference.version)) {
        versions.push(Version {
            label: "Texte livré avec Quitus".to_string(),
            when: String::new(),
            is_current: shipped.reference == bench.current.reference,
            running: running(&shipped.reference.version),
            version: shipped.reference.version,
        });
    }
    for (at, kept) in kept.into_iter().enumerate() {
        versions.push(Version {
            label: format!("Version {}", at + 1),
            when: format!("adoptée le {}", fr::date(view::paris(kept.recorded_at).date())),
            is_current: kept.is_current,
            running: running(&kept.version),
            version: kept.version,
        });
    }
    versions.reverse();
    let head = bench.head(visit, "/versions");
    html(&VersionsPage { frame: visit.frame(head.title.clone()), head, versions })
}
