//! Bank accounts: until when each is known, its last balance, and where its statements do not meet.

use crate::answer::{PageResult, done, html};
use crate::fields;
use crate::frame::Frame;
use crate::route::{App, Nothing, form, page};
use crate::view::{self, Chip};
use crate::visit::Visit;
use app::bank_accounts::{AccountView, Break, BreakKind, overview};
use askama::Template;
use axum::Router;
use base::{Currency, fr};
use serde::Deserialize;

/// A statement older than this tells little of who has paid.
const FRESH_DAYS: i64 = 5;
const OLD_DAYS: i64 = 15;
/// More breaks of one account than anybody reads.
const MOST_BREAKS: usize = 12;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/banque/comptes", page(show))
        .route("/banque/comptes/suivi", form(follow))
        .route("/banque/comptes/complet", form(complete))
}

struct Line {
    account: String,
    names: String,
    currency: String,
    known_until: String,
    freshness: Chip,
    balance: Option<(String, String)>,
    lines: String,
    statements: String,
    breaks: Vec<BreakLine>,
    more_breaks: usize,
    is_followed: bool,
    /// Why it is not followed.
    word: String,
}

struct BreakLine {
    kind: Chip,
    days: String,
    what: String,
    /// What a person said of it, and who.
    word: String,
    /// The first day of a gap that may be said to hide nothing, or to hide something after all.
    from: Option<String>,
}

#[derive(Template)]
#[template(path = "bank/accounts.html")]
struct AccountsPage {
    frame: Frame,
    lines: Vec<Line>,
    may_keep: bool,
}

fn show(visit: &Visit, _: Nothing, _: Nothing) -> PageResult {
    visit.must_open("/banque/comptes")?;
    let accounts = overview(&visit.world(), &visit.company)?;
    html(&AccountsPage {
        frame: visit.frame("Comptes bancaires"),
        lines: accounts.iter().map(line).collect(),
        may_keep: visit.role.may_keep_books(),
    })
}

#[derive(Deserialize)]
struct FollowForm {
    compte: String,
    #[serde(default)]
    suivi: String,
    #[serde(default)]
    motif: String,
}

/// An account is closed or no longer followed, or followed again.
fn follow(visit: &Visit, _: Nothing, given: FollowForm) -> PageResult {
    visit.must_keep_books()?;
    let is_followed = given.suivi == "oui";
    app::bank_accounts::follow(&visit.world(), &visit.company, &given.compte, is_followed, &given.motif)?;
    app::planning::plan_day(&visit.world(), &visit.company, visit.today())?;
    let said =
        if is_followed { "est de nouveau suivi" } else { "n’est plus suivi : son âge ne retient plus personne" };
    done("/banque/comptes", format!("Le compte {} {said}.", given.compte))
}

#[derive(Deserialize)]
struct CompleteForm {
    compte: String,
    du: String,
    #[serde(default)]
    complet: String,
    #[serde(default)]
    motif: String,
}

/// Nothing is missing in a gap between statements, or something may be after all.
fn complete(visit: &Visit, _: Nothing, given: CompleteForm) -> PageResult {
    visit.must_keep_books()?;
    let from = fields::needed(fields::day(&given.du)?, "Quel relevé manque ?", "Revenez à la liste des comptes.")?;
    let is_complete = given.complet == "oui";
    app::bank_accounts::say_complete(&visit.world(), &visit.company, &given.compte, from, is_complete, &given.motif)?;
    app::planning::plan_day(&visit.world(), &visit.company, visit.today())?;
    let said = if is_complete {
        "Noté : rien ne manque, ces jours ne retiennent plus personne."
    } else {
        "Noté : un relevé manque peut-être, personne n’est relancé avant de l’avoir."
    };
    done("/banque/comptes", said)
}

fn line(view: &AccountView) -> Line {
    // Gaps first: an overlap asks for nothing.
    let mut breaks: Vec<&Break> = view.breaks.iter().collect();
    breaks.sort_by_key(|b| (b.kind == BreakKind::Overlap, std::cmp::Reverse(b.until)));
    Line {
        account: view.account.clone(),
        names: view.names.join(", "),
        currency: view.currency.code().to_string(),
        known_until: view.complete_until.map(view::day).unwrap_or_default(),
        freshness: if view.is_followed { freshness(view.days_old) } else { Chip::new("plus suivi", "plain") },
        balance: view.balance_cents.zip(view.balance_on).map(|(b, on)| (view::money(b, view.currency), view::day(on))),
        lines: fr::count(view.lines, "opération", "opérations"),
        statements: fr::count(view.statements, "relevé", "relevés"),
        breaks: breaks.iter().take(MOST_BREAKS).map(|b| break_line(b, view.currency)).collect(),
        is_followed: view.is_followed,
        word: view.word.clone().unwrap_or_default(),
        more_breaks: breaks.len().saturating_sub(MOST_BREAKS),
    }
}

fn freshness(days_old: Option<i64>) -> Chip {
    match days_old {
        None => Chip::new("jamais relevé", "warn"),
        Some(..=0) => Chip::new("à jour", "good"),
        Some(days) => {
            let tone = if days <= FRESH_DAYS {
                "good"
            } else if days <= OLD_DAYS {
                "warn"
            } else {
                "late"
            };
            Chip::new(format!("il y a {}", fr::count(days.unsigned_abs(), "jour", "jours")), tone)
        }
    }
}

fn break_line(found: &Break, currency: Currency) -> BreakLine {
    let days = format!("du {} au {}", view::day(found.from), view::day(found.until));
    let word = found.word.clone().unwrap_or_default();
    let from = (!found.is_explained || found.word.is_some()).then(|| found.from.to_string());
    match found.kind {
        BreakKind::Gap => BreakLine {
            kind: if found.is_explained {
                Chip::new("rien ne manque", "plain")
            } else {
                Chip::new("relevé manquant", "warn")
            },
            days,
            word,
            from,
            what: match found.missing_cents {
                Some(missing) => format!("Les soldes diffèrent de {}.", view::money(missing, currency)),
                None if found.is_within_one() => {
                    "Le relevé de ces jours ne tombe pas juste : des lignes manquent.".to_string()
                }
                None => "Aucun relevé ne couvre ces jours.".to_string(),
            },
        },
        BreakKind::Overlap => BreakLine {
            kind: Chip::new("couvert deux fois", "plain"),
            days,
            word,
            from,
            what: "Chaque opération n’est comptée qu’une fois.".to_string(),
        },
    }
}
