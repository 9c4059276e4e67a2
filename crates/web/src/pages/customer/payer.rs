//! How a customer pays: the drawing, the figures, the arithmetic behind them, and how sure they are.

use super::head::{Head, drift};
use crate::answer::{PageResult, html};
use crate::frame::Frame;
use crate::pages::disputes::{Figure, figures};
use crate::view;
use crate::view::scatter::{Scatter, Spot};
use crate::visit::Visit;
use app::records::PartyRecord;
use askama::Template;
use base::{Currency, fr};
use domain::payer::{Confidence, HALF_LIFE_DAYS, PayerProfile, Point, WHOLE};

/// Lines of the arithmetic shown; the sums count all.
const SHOWN: usize = 60;

struct Line {
    href: String,
    number: String,
    on: String,
    late: String,
    amount: String,
    weight: String,
    is_open: bool,
}

#[derive(Template)]
#[template(path = "customer/payer.html")]
struct PayerPage {
    frame: Frame,
    head: Head,
    scatter: Option<Scatter>,
    mean: String,
    drift: String,
    drift_tone: &'static str,
    sure: String,
    on_time: String,
    on_time_note: String,
    words: String,
    words_note: String,
    worst: String,
    worst_note: String,
    worst_href: String,
    lines: Vec<Line>,
    hidden: usize,
    sums: String,
    left_out: usize,
    half_life: i64,
    figures: Vec<Figure>,
}

pub(super) fn show(visit: &Visit, party: &PartyRecord) -> PageResult {
    let world = visit.world();
    let profile = world.read(|books| app::payers::profile(books, &visit.company, party.id, visit.today()))?;
    let (drift, drift_tone) = drift(&profile);
    let worst = profile.worst.and_then(|at| profile.points.get(at));
    let (words, words_note) = words(&profile);
    html(&PayerPage {
        frame: visit.frame(&party.name),
        head: Head::of(visit, party, "paiement")?,
        scatter: Scatter::of(&profile.points.iter().map(spot).collect::<Vec<_>>()),
        mean: profile.mean.map_or_else(|| "—".to_string(), domain::payer::Mean::french),
        drift,
        drift_tone,
        sure: sure(&profile),
        on_time: share(profile.on_time, profile.points.len()),
        on_time_note: format!("{} sur {}", profile.on_time, profile.points.len()),
        words,
        words_note,
        worst: worst.map_or_else(|| "—".to_string(), |p| format!("{}{}j", p.days_late, fr::NBSP)),
        worst_note: worst.map(|p| p.number.clone()).unwrap_or_default(),
        worst_href: worst.map(|p| format!("/factures/{}", p.invoice)).unwrap_or_default(),
        lines: profile.points.iter().rev().take(SHOWN).map(line).collect(),
        hidden: profile.points.len().saturating_sub(SHOWN),
        sums: sums(&profile),
        left_out: profile.left_out,
        half_life: HALF_LIFE_DAYS,
        figures: figures(visit, Some(party.id))?,
    })
}

fn spot(point: &Point) -> Spot {
    let state = if point.is_open { "encore due" } else { "réglée" };
    Spot {
        on: point.on,
        days_late: point.days_late,
        amount: point.amount.get(),
        median: point.median,
        is_open: point.is_open,
        said: format!(
            "{} : {}, {state} {}, {}{}j de retard",
            point.number,
            view::money(point.amount, Currency::EUR),
            if point.is_open { "aujourd’hui".to_string() } else { format!("le {}", fr::date(point.on)) },
            point.days_late,
            fr::NBSP
        ),
        href: format!("/factures/{}", point.invoice),
    }
}

fn line(point: &Point) -> Line {
    Line {
        href: format!("/factures/{}", point.invoice),
        number: point.number.clone(),
        on: view::day(point.on),
        late: format!("{}{}j", point.days_late, fr::NBSP),
        amount: view::money(point.amount, Currency::EUR),
        weight: format!("{},{:02}", point.weight / WHOLE, point.weight % WHOLE / 100),
        is_open: point.is_open,
    }
}

fn share(part: usize, whole: usize) -> String {
    match whole {
        0 => "—".to_string(),
        n => format!("{}{}%", (part * 200 + n) / (2 * n), fr::NBSP),
    }
}

fn words(profile: &PayerProfile) -> (String, String) {
    let words = profile.words;
    let over = words.over();
    let partly = if words.partly == 0 { String::new() } else { format!(", {} en partie", words.partly) };
    let pending = if words.pending == 0 { String::new() } else { format!(", {} à venir", words.pending) };
    match over {
        0 => ("—".to_string(), format!("aucune promesse échue{pending}")),
        n => (share(words.kept, n), format!("{} sur {n}{partly}{pending}", words.kept)),
    }
}

fn sure(profile: &PayerProfile) -> String {
    let count = fr::count(profile.points.len() as u64, "facture", "factures");
    let nbsp = fr::NBSP;
    match profile.confidence() {
        Confidence::Nothing => "Aucune facture réglée ou échue : rien ne se dit encore.".to_string(),
        Confidence::Indicative => format!("{count}{nbsp}: indicatif. Trop peu pour en tirer une règle."),
        Confidence::Fair => format!("{count}{nbsp}: assez sûr pour une tendance."),
        Confidence::Good => format!("{count}{nbsp}: solide."),
    }
}

/// The two sums in euro-days, which anybody can divide.
fn sums(profile: &PayerProfile) -> String {
    let Some(mean) = profile.mean else { return String::new() };
    let whole = |n: i128| fr::thousands(u64::try_from((n + 500_000) / 1_000_000).unwrap_or(u64::MAX));
    let nbsp = fr::NBSP;
    format!("{}{nbsp}€·j ÷ {}{nbsp}€ = {}", whole(mean.numerator), whole(mean.denominator), mean.french())
}
