//! What stands above every tab: identity, exposure, how they pay, how they are followed, whom to reach.

use crate::answer::Oops;
use crate::spoken;
use crate::view::{self, Chip};
use crate::visit::Visit;
use app::cases::Case;
use app::ports::screens::Exposure;
use app::records::{ContactRecord, HoldRecord, PartyRecord};
use base::{Date, fr};
use domain::facts::{ContactRole, HoldKind};
use domain::payer::{Confidence, Drift, PayerProfile};

/// Where the tabs stand on the page: whoever chooses one does not start over from the top.
const FILE: &str = "#dossier";

/// A tab and whether it is the one shown.
pub(super) struct Tab {
    pub href: String,
    pub label: &'static str,
    pub current: bool,
}

/// A sum with its label and a remark.
pub(super) struct Figure {
    pub label: &'static str,
    pub value: String,
    pub note: String,
    /// Class of the remark.
    pub tone: &'static str,
    pub href: String,
}

/// A step of the scenario as a mark on a line.
pub(super) struct Mark {
    pub title: String,
    pub done: String,
    /// When, by whom and why it was skipped; blank when it was not.
    pub skipped: String,
    pub is_next: bool,
}

/// A hold on the whole customer.
pub(super) struct Pause {
    pub id: String,
    pub what: &'static str,
    pub why: String,
    pub since: String,
    pub until: String,
}

/// A role with whoever has it.
pub(super) struct RoleLine {
    pub role: &'static str,
    pub code: &'static str,
    /// Name, address and telephone, those that are known.
    pub people: Vec<Vec<String>>,
}

/// What stands above every tab.
pub(super) struct Head {
    pub id: String,
    pub name: String,
    pub identity: Vec<String>,
    pub chips: Vec<Chip>,
    pub figures: Vec<Figure>,
    pub scenario: String,
    pub chosen: String,
    pub marks: Vec<Mark>,
    /// Steps of the scenario, by identifier.
    pub titles: Vec<(String, String)>,
    pub next: String,
    pub pauses: Vec<Pause>,
    pub keeper: String,
    pub roles: Vec<RoleLine>,
    pub tabs: Vec<Tab>,
    pub may_act: bool,
    pub may_decide: bool,
    pub today: String,
}

const TABS: [(&str, &str); 6] = [
    ("", "Chronologie"),
    ("factures", "Factures"),
    ("paiement", "Paiement"),
    ("documents", "Documents"),
    ("contacts", "Fiche et contacts"),
    ("actions", "Agir"),
];

impl Head {
    pub(super) fn of(visit: &Visit, party: &PartyRecord, tab: &str) -> Result<Head, Oops> {
        let (company, today) = (&visit.company, visit.today());
        let (exposures, profile, contacts, holds, keeper) = visit.world().read(|books| {
            let keeper = books.keeper(party.id)?.map(|id| books.user(id)).transpose()?.flatten();
            Ok((
                books.exposure(company.id, party.id, today)?,
                app::payers::profile(books, company, party.id, today)?,
                books.contacts(party.id)?,
                books.open_holds(party.id)?,
                keeper.map(|user| user.name),
            ))
        })?;
        let case = app::cases::of(&visit.world(), company, party.id)?;
        let base = format!("/clients/{}", party.id);
        Ok(Head {
            id: party.id.to_string(),
            name: party.name.clone(),
            identity: identity(party),
            chips: chips(party, case.as_ref(), &holds),
            figures: figures(&exposures, &profile, &base, today),
            scenario: case.as_ref().and_then(|c| c.scenario.as_ref()).map(|(_, t)| t.clone()).unwrap_or_default(),
            chosen: case.as_ref().and_then(|c| c.chosen.as_ref()).map(spoken::reason).unwrap_or_default(),
            marks: case.as_ref().map(marks).unwrap_or_default(),
            titles: case.iter().flat_map(|c| &c.steps).map(|s| (s.id.clone(), s.title.clone())).collect(),
            next: next(case.as_ref()),
            pauses: holds.iter().filter(|h| h.invoice.is_none()).map(pause).collect(),
            keeper: keeper.unwrap_or_default(),
            roles: ContactRole::ALL.into_iter().map(|role| role_line(role, &contacts)).collect(),
            tabs: tabs(&base, tab),
            may_act: visit.role.may_act(),
            may_decide: visit.role.may_decide(),
            today: today.to_string(),
        })
    }

    /// Roles nobody is known for, the salesperson of our house apart.
    pub(super) fn missing(&self) -> usize {
        self.roles.iter().filter(|r| r.people.is_empty()).count()
    }
}

fn tabs(base: &str, current: &str) -> Vec<Tab> {
    TABS.into_iter()
        .map(|(code, label)| Tab {
            href: if code.is_empty() { format!("{base}{FILE}") } else { format!("{base}?onglet={code}{FILE}") },
            label,
            current: code == current,
        })
        .collect()
}

fn identity(party: &PartyRecord) -> Vec<String> {
    let nbsp = fr::NBSP;
    let mut lines = Vec::new();
    lines.extend(party.kind_basis.is_known().then(|| fr::capital(party.kind.french())));
    lines.extend(party.siren.as_ref().map(|siren| format!("SIREN{nbsp}{}", spaced(siren))));
    lines.extend(party.code.as_ref().map(|code| format!("code{nbsp}{code}")));
    let address = &party.address;
    let town = [address.postcode.as_deref(), address.city.as_deref()].into_iter().flatten().collect::<Vec<_>>();
    let mut street: Vec<String> = address.lines.clone();
    street.extend((!town.is_empty()).then(|| town.join(" ")));
    lines.push(if street.is_empty() { "adresse inconnue".to_string() } else { street.join(", ") });
    lines
}

/// `552 081 317`.
fn spaced(siren: &str) -> String {
    let digits: Vec<char> = siren.chars().collect();
    digits.chunks(3).map(|c| c.iter().collect::<String>()).collect::<Vec<_>>().join(&fr::NARROW.to_string())
}

fn chips(party: &PartyRecord, case: Option<&Case>, holds: &[HoldRecord]) -> Vec<Chip> {
    let mut chips = Vec::new();
    if !party.is_pseudo && !party.kind_basis.is_known() {
        chips.push(Chip::new("nature à préciser", "warn"));
    }
    if party.is_key_account {
        chips.push(Chip::new("grand compte", "info"));
    }
    if case.is_some_and(|c| c.insolvent_since.is_some()) {
        chips.push(Chip::new("procédure collective", "late"));
    }
    let disputes = holds.iter().filter(|h| h.kind == HoldKind::Dispute).count();
    if disputes > 0 {
        chips.push(Chip::new(fr::count(disputes as u64, "litige", "litiges"), "hold"));
    }
    chips
}

fn figures(exposures: &[Exposure], profile: &PayerProfile, base: &str, today: Date) -> Vec<Figure> {
    let mut figures = Vec::new();
    for e in exposures {
        let late = e
            .oldest_due_on
            .filter(|due| *due < today)
            .map_or_else(String::new, |due| format!("la plus ancienne depuis le {}", fr::date(due)));
        figures.push(Figure {
            label: "Encours",
            value: fr::money(e.outstanding, e.currency),
            note: fr::count(e.open, "facture ouverte", "factures ouvertes"),
            tone: "",
            href: format!("{base}?onglet=factures{FILE}"),
        });
        figures.push(Figure {
            label: "Échu",
            value: fr::money(e.overdue, e.currency),
            note: if e.late == 0 { "rien n’est en retard".to_string() } else { late },
            tone: if e.late == 0 { "down" } else { "up" },
            href: format!("{base}?onglet=factures&filtre=overdue{FILE}"),
        });
        if e.credits.is_negative() {
            figures.push(Figure {
                label: "Avoirs et avances",
                value: fr::money(e.credits, e.currency),
                note: "en faveur du client".to_string(),
                tone: "",
                href: format!("{base}?onglet=factures&filtre=credit{FILE}"),
            });
        }
    }
    if exposures.is_empty() {
        let href = format!("{base}?onglet=factures{FILE}");
        let (value, note) = (fr::euros(base::Cents::ZERO), "ce client ne doit rien".to_string());
        figures.push(Figure { label: "Encours", value, note, tone: "down", href });
    }
    let (note, tone) = drift(profile);
    figures.push(Figure {
        label: "Retard moyen",
        value: profile.mean.map_or_else(|| "—".to_string(), domain::payer::Mean::french),
        note,
        tone,
        href: format!("{base}?onglet=paiement{FILE}"),
    });
    figures
}

/// How the delay moves, in words, and the class they are shown in.
pub(super) fn drift(profile: &PayerProfile) -> (String, &'static str) {
    match profile.drift {
        Drift::Slower { before, recent } => {
            (format!("se dégrade : {} sur six mois, {} avant", recent.french(), before.french()), "up")
        }
        Drift::Faster { before, recent } => {
            (format!("s’améliore : {} sur six mois, {} avant", recent.french(), before.french()), "down")
        }
        Drift::Steady { recent, .. } => (format!("stable : {} sur six mois", recent.french()), ""),
        Drift::Unknown => (
            match profile.points.len() {
                0 => "aucune facture réglée ou échue".to_string(),
                n if profile.confidence() == Confidence::Indicative => {
                    format!("{}{}: indicatif", fr::count(n as u64, "facture", "factures"), fr::NBSP)
                }
                n => format!("sur {}", fr::count(n as u64, "facture", "factures")),
            },
            "",
        ),
    }
}

/// Where the scenario goes on: past its last step when nothing may be asked any more.
fn next_mark(case: &Case) -> usize {
    if case.insolvent_since.is_some() {
        return case.steps.len();
    }
    let last = case.steps.iter().rposition(|s| s.done_on.is_some() || s.skipped.is_some());
    let next = case.plan.proposals.first().and_then(|p| case.steps.iter().position(|s| s.id == p.step));
    // What is waited for is about a late invoice: a word before the due date is no longer to come.
    let is_late = awaited(case).is_none_or(|silence| silence.days_late > 0);
    let to_come = |at: &usize| case.steps.get(*at).is_none_or(|step| !(is_late && step.is_before_due));
    next.or_else(|| (last.map_or(0, |at| at + 1)..).find(to_come)).unwrap_or(case.steps.len())
}

fn marks(case: &Case) -> Vec<Mark> {
    let next = next_mark(case);
    case.steps
        .iter()
        .enumerate()
        .map(|(at, step)| Mark {
            title: step.title.clone(),
            done: step.done_on.filter(|_| step.skipped.is_none()).map(view::day).unwrap_or_default(),
            skipped: step.skipped.as_ref().map(skipped).unwrap_or_default(),
            is_next: at == next,
        })
        .collect()
}

/// `passée le 12/10/2026 (Claire : vu de vive voix)`
fn skipped((on, author, why): &(base::Date, String, String)) -> String {
    format!("passée le {} ({author} : {why})", view::day(*on))
}

fn next(case: Option<&Case>) -> String {
    let Some(case) = case else { return "Rien n’est ouvert : il n’y a rien à suivre.".to_string() };
    if let Some(proposal) = case.plan.proposals.first() {
        let channel = view::channel(proposal.channel).1.to_lowercase();
        return format!("À faire aujourd’hui : {} ({channel}).", proposal.step_title);
    }
    let Some(silence) = awaited(case) else { return "Rien n’est en retard.".to_string() };
    let why = silence.reasons.first().map(spoken::reason).unwrap_or_default();
    match silence.next_on {
        Some(on) => format!("Rien avant le {} : {why}", fr::date(on)),
        None => format!("Rien aujourd’hui : {why}"),
    }
}

/// The silence that ends first.
fn awaited(case: &Case) -> Option<&domain::agenda::Silence> {
    case.plan.silences.iter().min_by_key(|s| (s.next_on.is_none(), s.next_on))
}

fn pause(hold: &HoldRecord) -> Pause {
    Pause {
        id: hold.id.to_string(),
        what: hold.kind.french(),
        why: hold.why.clone(),
        since: fr::date(hold.opened_on),
        until: hold.until.map(fr::date).unwrap_or_default(),
    }
}

fn role_line(role: ContactRole, contacts: &[ContactRecord]) -> RoleLine {
    let people = contacts.iter().filter(|c| c.role == role).map(|c| {
        let parts = [&c.name, &c.email, &c.phone].into_iter().flatten().cloned();
        parts.collect()
    });
    RoleLine { role: role_name(role), code: role.code(), people: people.collect() }
}

/// A role as the title of a line.
pub(super) fn role_name(role: ContactRole) -> &'static str {
    match role {
        ContactRole::AccountsPayable => "Comptabilité fournisseurs",
        ContactRole::Buyer => "Acheteur",
        ContactRole::User => "Utilisateur",
        ContactRole::Decider => "Décideur",
        ContactRole::Salesperson => "Commercial (chez nous)",
    }
}
