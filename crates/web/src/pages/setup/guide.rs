//! Set-up by a few questions, with the calendar they give for three real customers, before anything is adopted.

use crate::answer::{PageResult, done, html};
use crate::frame::Frame;
use crate::pages::settings::{Section, sections};
use crate::route::{App, Nothing, form, page};
use crate::visit::Visit;
use crate::{spoken, view};
use app::guide::{Answers, Example, adopt, examples, present, suggested};
use app::planning::plan_day;
use askama::Template;
use axum::Router;
use base::{Date, fr};
use domain::agenda::Proposal;
use domain::facts::PartyKind;
use domain::scenario::{Firmness, Shape, Tone, Voice};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new().route("/reglages/guide", page(show).merge(form(save)))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Present once the form was looked at: what is not ticked then was unticked.
    vu: String,
    pro: String,
    particulier: String,
    public: String,
    voix: String,
    fermete: String,
    jours: String,
    de: String,
    a: String,
}

/// A question's choice: what the form calls it, what programs call it, title, what it does, chosen.
pub(crate) struct Choice {
    name: &'static str,
    code: &'static str,
    pub(crate) word: &'static str,
    pub(crate) title: &'static str,
    pub(crate) what: &'static str,
    pub(crate) chosen: bool,
}

struct StepLine {
    day: String,
    icon: &'static str,
    way: String,
    title: String,
    tone: &'static str,
    invoices: String,
}

struct Customer {
    href: String,
    name: String,
    overdue: String,
    is_running: bool,
    steps: Vec<StepLine>,
    /// Why nothing more comes, or nothing at all.
    end: Option<String>,
}

#[derive(Template)]
#[template(path = "setup/guide.html")]
struct GuidePage {
    frame: Frame,
    sections: Vec<Section>,
    sells_to: [Choice; 3],
    voices: [Choice; 3],
    firmness: [Choice; 3],
    days: [Choice; 2],
    from: u8,
    until: u8,
    customers: Vec<Customer>,
    /// What adopting would suggest of customers of whom nothing tells what they are.
    suggests: Option<String>,
    /// The answers again, for the button that adopts them.
    hidden: Vec<(&'static str, String)>,
}

fn show(visit: &Visit, _: Nothing, asked: Asked) -> PageResult {
    visit.must_open("/reglages/guide")?;
    let answers = answers(visit, &asked)?;
    let today = visit.today();
    let customers = examples(&visit.world(), &visit.company, &answers, today)?;
    html(&GuidePage {
        frame: visit.frame("Guide de réglage"),
        sections: sections(visit),
        sells_to: sells_to(&answers),
        voices: voices(&answers),
        firmness: firmness(&answers),
        days: days(&answers),
        from: answers.from_hour,
        until: answers.until_hour,
        customers: customers.iter().map(customer).collect(),
        suggests: to_suggest(visit, &answers)?,
        hidden: hidden(&answers),
    })
}

fn save(visit: &Visit, _: Nothing, asked: Asked) -> PageResult {
    visit.must_decide()?;
    let adopted = adopt(&visit.world(), &visit.company, &answers(visit, &asked)?)?;
    plan_day(&visit.world(), &visit.company, visit.today())?;
    let suggested = adopted.suggested.map(|(kind, count)| format!(" {}", noted(kind, count))).unwrap_or_default();
    if adopted.titles.is_empty() {
        let same = "Vos scénarios disaient déjà cela.";
        let told = if suggested.is_empty() { " Rien n’a changé.".to_string() } else { suggested };
        return done("/reglages/guide", format!("{same}{told}"));
    }
    let count = fr::count(adopted.titles.len() as u64, "scénario adopté", "scénarios adoptés");
    let titles = adopted.titles.join(", ");
    done("/a-faire", format!("{count} : {titles}. Les dossiers en cours gardent leurs étapes.{suggested}"))
}

fn noted(kind: PartyKind, count: usize) -> String {
    let who = fr::count(count as u64, "client sans nature connue est noté", "clients sans nature connue sont notés");
    format!("{who} « {} », d’après cette réponse.", kind.french())
}

/// What adopting would suggest of the customers of whom nothing tells what they are.
fn to_suggest(visit: &Visit, answers: &Answers) -> Result<Option<String>, crate::answer::Oops> {
    let Some(kind) = suggested(answers) else { return Ok(None) };
    let unclear = app::customers::of_unknown_kind(&visit.world(), &visit.company)?.len();
    let who = fr::count(
        unclear as u64,
        "client dont rien ne dit la nature sera noté",
        "clients dont rien ne dit la nature seront notés",
    );
    let told = format!(
        "{who} « {} », d’après ce que vous dites de vos clients. Chacun se change sur sa fiche.",
        kind.french()
    );
    Ok((unclear > 0).then_some(told))
}

fn answers(visit: &Visit, asked: &Asked) -> Result<Answers, crate::answer::Oops> {
    let now = present(&visit.world(), &visit.company, visit.today())?;
    let ticked = [
        (PartyKind::Business, &asked.pro),
        (PartyKind::Consumer, &asked.particulier),
        (PartyKind::PublicBody, &asked.public),
    ];
    let ticked = ticked.into_iter().filter(|(_, t)| !t.is_empty()).map(|(kind, _)| kind);
    Ok(Answers {
        sells_to: if asked.vu.is_empty() { now.sells_to } else { ticked.collect() },
        shape: Shape {
            firmness: match asked.fermete.as_str() {
                "doux" => Firmness::Gentle,
                "ferme" => Firmness::Firm,
                _ => now.shape.firmness,
            },
            voice: match asked.voix.as_str() {
                "ecrit" => Voice::Writes,
                "connu" => Voice::KnownPerson,
                _ => now.shape.voice,
            },
            working_days_only: asked.jours != "tous",
        },
        from_hour: asked.de.trim().parse().unwrap_or(now.from_hour),
        until_hour: asked.a.trim().parse().unwrap_or(now.until_hour),
    })
}

fn hidden(answers: &Answers) -> Vec<(&'static str, String)> {
    let mut out: Vec<(&'static str, String)> = vec![("vu", "1".to_string())];
    let chosen = |choices: &[Choice]| -> Vec<(&'static str, String)> {
        choices.iter().filter(|c| c.chosen).map(|c| (c.name, c.code.to_string())).collect()
    };
    out.extend(chosen(&sells_to(answers)));
    out.extend(chosen(&voices(answers)));
    out.extend(chosen(&firmness(answers)));
    out.extend(chosen(&days(answers)));
    out.extend([("de", answers.from_hour.to_string()), ("a", answers.until_hour.to_string())]);
    out
}

pub(crate) fn sells_to(answers: &Answers) -> [Choice; 3] {
    let choice = |kind: PartyKind, name, title, what| {
        let chosen = answers.sells_to.contains(&kind);
        Choice { name, code: "oui", word: kind.code(), title, what, chosen }
    };
    [
        choice(PartyKind::Business, "pro", "Des entreprises", "Pénalités et indemnité de 40 € prévues par la loi."),
        choice(
            PartyKind::Consumer,
            "particulier",
            "Des particuliers",
            "Ni indemnité, ni intérêts avant une mise en demeure.",
        ),
        choice(PartyKind::PublicBody, "public", "Des administrations", "Délais et taux de la commande publique."),
    ]
}

pub(crate) fn voices(answers: &Answers) -> [Choice; 3] {
    let choice = |voice: Voice, code, title, what| {
        let chosen = answers.shape.voice == voice;
        Choice { name: "voix", code, word: voice.code(), title, what, chosen }
    };
    [
        choice(
            Voice::Calls,
            "appel",
            "Nous appelons volontiers",
            "Un appel après le premier rappel : c’est ce qui fait payer le plus vite.",
        ),
        choice(
            Voice::Writes,
            "ecrit",
            "Nous préférons écrire",
            "Un message à la place de chaque appel. Seul l’appel au dirigeant demeure, après la mise en demeure.",
        ),
        choice(
            Voice::KnownPerson,
            "connu",
            "Notre interlocuteur habituel",
            "L’acheteur ou l’utilisateur d’abord ; la comptabilité quand le ton devient ferme.",
        ),
    ]
}

pub(crate) fn firmness(answers: &Answers) -> [Choice; 3] {
    let choice = |value: Firmness, code, title, what| Choice {
        name: "fermete",
        code,
        word: value.code(),
        title,
        what,
        chosen: answers.shape.firmness == value,
    };
    [
        choice(Firmness::Gentle, "doux", "Douce", "Une fois et demie plus de temps entre les étapes."),
        choice(Firmness::Balanced, "normal", "Équilibrée", "Le rythme livré avec Quitus."),
        choice(Firmness::Firm, "ferme", "Ferme", "Un tiers de temps en moins entre les étapes."),
    ]
}

pub(crate) fn days(answers: &Answers) -> [Choice; 2] {
    let only = answers.shape.working_days_only;
    [
        Choice {
            name: "jours",
            code: "ouvres",
            word: "true",
            title: "Les jours ouvrés",
            what: "Ni week-end, ni jour férié.",
            chosen: only,
        },
        Choice {
            name: "jours",
            code: "tous",
            word: "false",
            title: "Tous les jours",
            what: "Les étapes peuvent aussi être prévues un samedi ou un jour férié.",
            chosen: !only,
        },
    ]
}

fn customer(example: &Example) -> Customer {
    let line = |(on, step): &(Date, Proposal)| StepLine {
        day: view::day(*on),
        icon: view::channel(step.channel).0,
        way: view::way(step.channel, step.instead_of()),
        title: step.step_title.clone(),
        tone: tone(step.tone),
        invoices: fr::count(step.lines.len() as u64, "facture", "factures"),
    };
    Customer {
        href: format!("/clients/{}", example.party),
        name: example.name.clone(),
        overdue: view::money(example.overdue, example.currency),
        is_running: example.is_running,
        steps: example.forecast.days.iter().map(line).collect(),
        end: spoken::ending(&example.forecast),
    }
}

fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Service => "service",
        Tone::Courteous => "courtois",
        Tone::Neutral => "neutre",
        Tone::Firm => "ferme",
        Tone::Formal => "mise en demeure",
    }
}
