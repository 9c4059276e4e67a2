//! The folder of a dispute: what is contested, what is still asked for, what was said, what it led to, and what can be done.

use super::list::state;
use super::{Owner, found, owners};
use crate::answer::{Oops, PageResult, html};
use crate::frame::Frame;
use crate::pages::customer::Event;
use crate::route::Nothing;
use crate::view::{self, Chip};
use crate::visit::Visit;
use app::corrections::{self, CREDIT_NOTES, Link};
use app::disputes::{self, DisputeFolder, contested_amounts};
use app::records::{DisputeEntry, DisputeOwner, DisputeWord};
use askama::Template;
use base::id::InvoiceId;
use base::{Date, days_between, fr};
use domain::facts::{DisputeStage, Fault, Finding};

/// A sentence above the folder.
struct Notice {
    tone: &'static str,
    text: String,
}

/// A credit note set against the contested invoice, that may be what answers the dispute.
struct MayAnswer {
    number: String,
    /// As a person reads it, and as a form sends it.
    amount: String,
    typed: String,
    on: String,
    iso: String,
}

/// One document of the chain.
pub(in crate::pages) struct Paper {
    pub href: String,
    pub what: &'static str,
    pub number: String,
    pub is_issued: bool,
    pub on: String,
    pub corrects: String,
    pub corrects_href: String,
    pub amount: String,
    pub has_file: bool,
}

#[derive(Template)]
#[template(path = "disputes/folder.html")]
struct FolderPage {
    frame: Frame,
    id: String,
    number: String,
    invoice_href: String,
    customer: String,
    customer_href: String,
    state: Chip,
    contested: String,
    cause: &'static str,
    cause_capital: String,
    held: String,
    held_note: String,
    held_number: String,
    undisputed: String,
    timing: Option<(&'static str, String, String)>,
    notices: Vec<Notice>,
    may_answer: Vec<MayAnswer>,
    why: String,
    contested_lines: String,
    opened: String,
    author: String,
    owner: String,
    target: String,
    target_iso: String,
    fault: &'static str,
    outcome: Option<String>,
    events: Vec<Event>,
    chain: Vec<Paper>,
    owners: Vec<Owner>,
    faults: Vec<(&'static str, &'static str, bool)>,
    credit_amount: String,
    description: String,
    missing: String,
    next_number: String,
    today: String,
    is_open: bool,
    may_act: bool,
    may_credit: bool,
}

pub(super) fn show(visit: &Visit, id: String, _: Nothing) -> PageResult {
    let folder = found(visit, &id)?;
    let (dispute, today) = (&folder.dispute, visit.today());
    let money = |cents| view::money(cents, dispute.currency);
    let amounts = contested_amounts(&visit.world(), &visit.company, dispute.id)?;
    let customer = visit.world().read(|books| Ok(books.party(dispute.party)?))?.ok_or(Oops::NotHere)?;
    let stage = folder.stage(today);
    let (next_number, missing) = to_make(visit, &folder, today)?;
    html(&FolderPage {
        frame: visit.frame(format!("Litige sur {}", folder.invoice.number)),
        number: folder.invoice.number.clone(),
        invoice_href: format!("/factures/{}", folder.invoice.id),
        customer: customer.name,
        customer_href: format!("/clients/{}", dispute.party),
        state: state(stage, folder.outcome.as_ref().map(|o| o.finding)),
        contested: money(dispute.contested),
        cause: dispute.cause.french(),
        cause_capital: fr::capital(dispute.cause.french()),
        held: money(amounts.held),
        held_note: held_note(stage),
        held_number: amounts.number.clone(),
        undisputed: money(amounts.undisputed),
        timing: timing(&folder, stage, today),
        notices: notices(&folder, stage),
        may_answer: may_answer(visit, &folder)?,
        why: folder.why.clone(),
        contested_lines: dispute.lines.clone(),
        opened: fr::date(dispute.opened_on),
        author: dispute.author.clone(),
        owner: folder.owner_name.clone().unwrap_or_default(),
        target: folder.target_on.map(fr::date).unwrap_or_else(|| "non fixé".to_string()),
        target_iso: folder.target_on.map(|d| d.to_string()).unwrap_or_default(),
        fault: folder.fault.french(),
        outcome: folder.outcome.as_ref().map(|o| {
            let founded = if o.founded.is_zero() { String::new() } else { format!(", pour {}", money(o.founded)) };
            format!(
                "{}{founded}, le {} : {} ({})",
                fr::capital(o.finding.french()),
                fr::date(o.ended_on),
                o.why,
                o.author
            )
        }),
        events: events(visit, &folder)?,
        chain: chain(visit, folder.invoice.id)?,
        owners: owners(visit, dispute.party, folder.owner)?,
        faults: Fault::ALL.map(|f| (f.code(), f.french(), f == folder.fault)).to_vec(),
        credit_amount: if amounts.held.is_positive() { fr::amount(amounts.held) } else { String::new() },
        description: if dispute.lines.is_empty() { folder.why.clone() } else { dispute.lines.clone() },
        missing,
        next_number,
        today: today.to_string(),
        is_open: folder.is_open(),
        may_act: visit.role.may_act(),
        may_credit: folder.standing.is_some(),
        id,
    })
}

fn held_note(stage: Option<DisputeStage>) -> String {
    match stage {
        None => "plus rien".to_string(),
        Some(DisputeStage::AwaitsCredit) => "reconnu : jusqu’à son avoir".to_string(),
        Some(_) => "ni relancé, ni intérêts réclamés".to_string(),
    }
}

fn timing(folder: &DisputeFolder, stage: Option<DisputeStage>, today: Date) -> Option<(&'static str, String, String)> {
    let days = |n: i64| fr::count(n.unsigned_abs(), "jour", "jours");
    if let Some(outcome) = &folder.outcome {
        return Some(("Tranché en", days(outcome.days), format!("le {}", fr::date(outcome.ended_on))));
    }
    let target = folder.target_on?;
    let open_for = days(days_between(folder.dispute.opened_on, today));
    let label = if stage == Some(DisputeStage::UnderReview) { "À trancher pour le" } else { "Attendu le" };
    Some((label, fr::date(target), format!("ouvert depuis {open_for}")))
}

fn notices(folder: &DisputeFolder, stage: Option<DisputeStage>) -> Vec<Notice> {
    let owner = folder.owner_name.as_deref().unwrap_or("personne");
    let notice = |tone, text: String| vec![Notice { tone, text }];
    match (stage, folder.outcome.as_ref().map(|o| o.finding)) {
        (Some(DisputeStage::AwaitsCredit), _) => notice(
            "warn",
            "Reconnu : établissez l’avoir, ou enregistrez celui de votre logiciel. En attendant, cette part n’est pas réclamée."
                .to_string(),
        ),
        (Some(DisputeStage::ToSettle), _) => {
            notice("warn", format!("La date fixée est venue : ce litige est à trancher (suivi par {owner})."))
        }
        (Some(DisputeStage::Escalated), _) => {
            notice("refused", format!("Ce litige attend depuis plus d’une semaine (suivi par {owner}) : au dirigeant de trancher."))
        }
        (None, Some(Finding::Unfounded)) => notice(
            "hold",
            "Non fondé : tout est réclamé de nouveau, et les intérêts courent depuis l’échéance, litige compris.".to_string(),
        ),
        _ => Vec::new(),
    }
}

fn may_answer(visit: &Visit, folder: &DisputeFolder) -> Result<Vec<MayAnswer>, Oops> {
    let credits = disputes::may_answer(&visit.world(), &visit.company, folder.dispute.id)?;
    let shown = credits.into_iter().map(|credit| {
        let amount = credit.principal.abs();
        MayAnswer {
            number: credit.number,
            amount: view::money(amount, credit.currency),
            typed: fr::amount(amount),
            on: fr::date(credit.issued_on),
            iso: credit.issued_on.to_string(),
        }
    });
    Ok(shown.collect())
}

/// The next number of our series, and what is missing to make a document out here.
fn to_make(visit: &Visit, folder: &DisputeFolder, today: Date) -> Result<(String, String), Oops> {
    let series = format!("{CREDIT_NOTES}-{}", today.year());
    let (last, missing) = visit.world().read(|books| {
        let last = books.last_position(visit.company.id, &series)?;
        Ok((last, corrections::missing(books, &visit.company, &folder.invoice)?))
    })?;
    Ok((format!("{series}-{:04}", last.saturating_add(1)), missing.join(", ")))
}

/// What was said, newest first.
fn events(visit: &Visit, folder: &DisputeFolder) -> Result<Vec<Event>, Oops> {
    let mut events = Vec::new();
    for entry in folder.entries.iter().rev() {
        events.push(event(visit, folder, entry)?);
    }
    Ok(events)
}

fn event(visit: &Visit, folder: &DisputeFolder, entry: &DisputeEntry) -> Result<Event, Oops> {
    let text = |reference: &str| -> Result<String, Oops> {
        let found = visit.world().read(|books| Ok(books.personal(reference)?))?;
        Ok(found.unwrap_or_else(|| "Texte effacé.".to_string()))
    };
    let (icon, title, detail, links) = match &entry.word {
        DisputeWord::Message { text: said } => ("pen", "Échange".to_string(), text(said)?, Vec::new()),
        DisputeWord::File { name, sha256, text: said } => {
            let said = said.as_deref().map(text).transpose()?.unwrap_or_default();
            let href = format!("/litiges/{}/pieces/{}", folder.dispute.id, entry.id);
            let print: String = sha256.chars().take(12).collect();
            ("file", name.clone(), said, vec![(href, format!("Télécharger (empreinte {print}…)"))])
        }
        DisputeWord::Owner(owner) => {
            let name = owner.map(|o| owner_name(visit, folder, o)).transpose()?.flatten();
            ("people", format!("Suivi par {}", name.as_deref().unwrap_or("personne")), String::new(), Vec::new())
        }
        DisputeWord::Target(on) => {
            let on = on.map(fr::date).unwrap_or_else(|| "une date non fixée".to_string());
            ("clock", format!("À trancher pour le {on}"), String::new(), Vec::new())
        }
        DisputeWord::Fault(fault) => ("question", format!("Origine : {}", fault.french()), String::new(), Vec::new()),
        DisputeWord::Answer { accepted, by } => {
            let answer = if *accepted { "Issue acceptée" } else { "Issue refusée" };
            ("check", answer.to_string(), format!("par {}", text(by)?), Vec::new())
        }
    };
    Ok(Event {
        icon,
        tone: "",
        title,
        href: String::new(),
        day: fr::date(entry.on),
        iso: entry.on.to_string(),
        who: entry.author.clone(),
        detail,
        amount: String::new(),
        chips: Vec::new(),
        links,
    })
}

fn owner_name(visit: &Visit, folder: &DisputeFolder, owner: DisputeOwner) -> Result<Option<String>, Oops> {
    let found = visit.world().read(|books| {
        Ok(match owner {
            DisputeOwner::User(user) => books.user(user)?.map(|u| u.name),
            DisputeOwner::Contact(id) => {
                let contact = books.contacts(folder.dispute.party)?.into_iter().find(|c| c.id == id);
                contact.and_then(|c| c.name.or(c.email))
            }
        })
    })?;
    Ok(found)
}

/// The documents that an invoice led to, in order.
pub(in crate::pages) fn chain(visit: &Visit, invoice: InvoiceId) -> Result<Vec<Paper>, Oops> {
    Ok(corrections::chain(&visit.world(), &visit.company, invoice)?.iter().map(paper).collect())
}

fn paper(link: &Link) -> Paper {
    let is_credit = link.document.principal.is_negative();
    Paper {
        href: format!("/factures/{}", link.document.id),
        what: if is_credit { "Avoir" } else { "Facture" },
        number: link.document.number.clone(),
        is_issued: link.is_issued,
        on: view::day(link.document.issued_on),
        corrects: link.corrects.number.clone(),
        corrects_href: format!("/factures/{}", link.corrects.id),
        amount: view::money(link.document.principal, link.document.currency),
        has_file: link.has_file,
    }
}
