//! Everything sent, received, said and decided, newest first.

use super::head::Head;
use crate::answer::{PageResult, html};
use crate::frame::Frame;
use crate::spoken::on_page;
use crate::view::{self, Chip};
use crate::visit::Visit;
use app::ports::screens::{Cut, PaidRow, ReturnRow, TimelineRow, Told};
use app::records::{PartyRecord, PaymentOrigin, ReplyMeant};
use askama::Template;
use base::id::{ActId, PaymentId, ReplyId, SourceId};
use base::{Date, fr};
use domain::act::ActEvent;
use domain::facts::{ActState, Channel, Guard, HoldKind};

const ROWS: u64 = 30;

/// One line, as shown.
pub(in crate::pages) struct Event {
    pub icon: &'static str,
    /// Class of the dot: `in`, `out`, `hold`, `bad` or none.
    pub tone: &'static str,
    pub title: String,
    pub href: String,
    pub day: String,
    pub iso: String,
    pub who: String,
    pub detail: String,
    pub amount: String,
    pub chips: Vec<Chip>,
    /// Invoices with what was set against them.
    pub links: Vec<(String, String)>,
}

/// A filter of the list.
struct Filter {
    href: String,
    label: &'static str,
    current: bool,
}

#[derive(Template)]
#[template(path = "customer/timeline.html")]
struct TimelinePage {
    frame: Frame,
    head: Head,
    filters: Vec<Filter>,
    filter: &'static str,
    events: Vec<Event>,
    page: u64,
    has_more: bool,
}

const FILTERS: [(&str, &str, &[Told]); 7] = [
    ("", "Tout", &Told::ALL),
    ("envois", "Envois et appels", &[Told::Prepared, Told::Outcome]),
    ("reponses", "Réponses", &[Told::Reply]),
    ("paiements", "Paiements", &[Told::Payment, Told::Returned]),
    ("suspensions", "Litiges, promesses, pauses", &[Told::HoldOpened, Told::HoldLifted]),
    ("decisions", "Décisions et notes", &[Told::Decision, Told::Note]),
    ("factures", "Factures reçues", &[Told::Import]),
];

pub(super) fn show(visit: &Visit, party: &PartyRecord, filter: &str, page: u64) -> PageResult {
    let (code, _, told) = FILTERS.into_iter().find(|(code, ..)| *code == filter).unwrap_or(FILTERS[0]);
    let cut = Cut { offset: page.saturating_mul(ROWS), limit: ROWS + 1 };
    let (mut rows, money) = visit.world().read(|books| {
        let rows = books.timeline(visit.company.id, party.id, told, cut)?;
        let payments: Vec<PaymentId> = rows
            .iter()
            .filter(|r| matches!(r.told, Told::Payment | Told::Returned))
            .filter_map(|r| r.reference)
            .map(PaymentId::from_bytes)
            .collect();
        let money = Money { paid: books.paid_by(&payments)?, returns: books.returns_of(&payments)? };
        Ok((rows, money))
    })?;
    let has_more = rows.len() as u64 > ROWS;
    rows.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
    let base = format!("/clients/{}", party.id);
    let head = Head::of(visit, party, "")?;
    html(&TimelinePage {
        frame: visit.frame(&party.name),
        events: rows.iter().map(|row| event(row, &money, &head)).collect(),
        head,
        filters: FILTERS
            .into_iter()
            .map(|(c, label, _)| Filter {
                href: if c.is_empty() { base.clone() } else { format!("{base}?filtre={c}") },
                label,
                current: c == code,
            })
            .collect(),
        filter: code,
        page,
        has_more,
    })
}

/// What became of the payments shown.
struct Money {
    paid: Vec<PaidRow>,
    returns: Vec<ReturnRow>,
}

/// A row of the books as a line on the screen.
fn event(row: &TimelineRow, money: &Money, head: &Head) -> Event {
    let mut event = Event {
        icon: "file",
        tone: "",
        title: String::new(),
        href: String::new(),
        day: fr::date(row.on),
        iso: row.on.to_string(),
        who: row.author.clone(),
        detail: row.detail.clone(),
        amount: row.amount.map(|a| view::money(a, row.currency.unwrap_or_default())).unwrap_or_default(),
        chips: Vec::new(),
        links: Vec::new(),
    };
    match row.told {
        Told::Prepared => prepared(&mut event, row),
        Told::Outcome => outcome(&mut event, row),
        Told::Reply => reply(&mut event, row),
        Told::Payment => payment(&mut event, row, &money.paid),
        Told::Returned => returned(&mut event, row, &money.returns),
        Told::HoldOpened | Told::HoldLifted => hold(&mut event, row),
        Told::Decision => decision(&mut event, row, head),
        Told::Note => note(&mut event, row),
        Told::Import => import(&mut event, row, &head.id),
    }
    event
}

fn prepared(event: &mut Event, row: &TimelineRow) {
    let channel = Channel::parse(&row.code).unwrap_or(Channel::Internal);
    event.icon = view::channel(channel).0;
    event.tone = "out";
    event.title = format!("{} ({})", row.title, view::channel(channel).1.to_lowercase());
    event.href = row.reference.map(|id| format!("/actes/{}", ActId::from_bytes(id))).unwrap_or_default();
    event.who = format!("approuvé par {}", row.author);
    event.chips.extend(ActState::parse(&row.extra).map(state));
}

/// Where an act stands, with the colour of it.
pub(in crate::pages) fn state(state: ActState) -> Chip {
    let tone = match state {
        ActState::Delivered | ActState::Done | ActState::HandedOver => "good",
        ActState::Failed | ActState::Unknown => "late",
        ActState::Prepared | ActState::Dispatching => "info",
        ActState::Cancelled => "plain",
    };
    Chip::new(state.french(), tone)
}

fn outcome(event: &mut Event, row: &TimelineRow) {
    let (title, tone, icon) = match ActEvent::parse(&row.code) {
        Some(ActEvent::HandedOver | ActEvent::ConfirmedSent) => ("Parti", "out", "check"),
        Some(ActEvent::Delivered) => ("Distribué", "out", "check"),
        Some(ActEvent::Done) => ("Fait", "out", "check"),
        Some(ActEvent::Failed | ActEvent::ConfirmedNotSent) => ("N’est pas parti", "bad", "cross"),
        Some(ActEvent::Returned) => ("Revenu, destinataire inconnu à l’adresse", "bad", "cross"),
        Some(ActEvent::Restored | ActEvent::OutcomeLost) => ("Nul ne sait s’il est parti", "bad", "question"),
        Some(ActEvent::Cancelled) => ("Abandonné avant son départ", "", "undo"),
        Some(ActEvent::Claimed) | None => ("En cours d’envoi", "", "clock"),
    };
    event.icon = icon;
    event.tone = tone;
    event.title = format!("{title} : {}", row.title);
    event.detail = on_page(&event.detail);
    event.href = row.reference.map(|id| format!("/actes/{}", ActId::from_bytes(id))).unwrap_or_default();
}

fn reply(event: &mut Event, row: &TimelineRow) {
    event.icon = "mail";
    event.tone = "in";
    event.title = match row.title.as_str() {
        "" => "Le client a répondu".to_string(),
        step => format!("Le client a répondu à : {step}"),
    };
    event.detail = app::replies::first_words(&row.detail, 300);
    if event.detail.is_empty() {
        event.detail.clone_from(&row.number);
    }
    event.href = row.reference.map(|id| format!("/reponses/{}", ReplyId::from_bytes(id))).unwrap_or_default();
    let on = row.until.map_or_else(String::new, |on| format!(" le {}", fr::date(on)));
    event.chips.push(match row.code.as_str() {
        "withdrawn" => Chip::new(format!("retirée{on}"), "plain"),
        "handled" => {
            let meaning = ReplyMeant::parse(&row.extra).map_or("traitée", ReplyMeant::french);
            Chip::new(format!("{meaning}, traitée{on}"), "good")
        }
        _ => Chip::new("à lire", "warn"),
    });
}

fn payment(event: &mut Event, row: &TimelineRow, paid: &[PaidRow]) {
    event.icon = "euro";
    event.tone = "in";
    event.title = "Paiement reçu".to_string();
    event.detail = row.title.clone();
    event.who = match PaymentOrigin::parse(&row.code) {
        Some(PaymentOrigin::Bank) => "relevé bancaire",
        Some(PaymentOrigin::Ledger) => "comptabilité",
        Some(PaymentOrigin::Table) => "liste de factures",
        Some(PaymentOrigin::ByHand) => "saisi à la main",
        Some(PaymentOrigin::Prepaid) => "payé d’avance",
        None => "",
    }
    .to_string();
    let own = paid.iter().filter(|p| row.reference == Some(*p.payment.as_bytes()));
    event.links = own
        .map(|p| {
            let sum = view::money(p.amount, row.currency.unwrap_or_default());
            (format!("/factures/{}", p.invoice), format!("{} : {sum}", p.number))
        })
        .collect();
    match row.until {
        Some(on) => event.chips.push(Chip::new(format!("repris par la banque le {}", fr::date(on)), "late")),
        None if event.links.is_empty() => event.chips.push(Chip::new("non affecté", "warn")),
        None => {}
    }
}

fn returned(event: &mut Event, row: &TimelineRow, returns: &[ReturnRow]) {
    event.icon = "undo";
    event.tone = "bad";
    let amount = std::mem::take(&mut event.amount);
    (event.title, event.detail) = taken_back(row.on, &amount, &row.detail);
    let own = returns.iter().filter(|r| row.reference == Some(*r.payment.as_bytes())).flat_map(|r| &r.reopened);
    event.links = own
        .map(|p| {
            let sum = view::money(p.amount, row.currency.unwrap_or_default());
            (format!("/factures/{}", p.invoice), format!("{} : {sum} de nouveau à payer", p.number))
        })
        .collect();
}

/// Title and detail of money that the bank took back, with the bank's own words for it.
pub(in crate::pages) fn taken_back(on: Date, amount: &str, why: &str) -> (String, String) {
    let why = if why.is_empty() { String::new() } else { format!("Motif donné par la banque : {why}") };
    (format!("Repris par la banque le {} : {amount}", fr::date(on)), why)
}

fn hold(event: &mut Event, row: &TimelineRow) {
    let what = HoldKind::parse(&row.code).map_or("suspension", HoldKind::french);
    let on = if row.number.is_empty() { "tout le compte".to_string() } else { row.number.clone() };
    event.icon = "pause";
    event.tone = "hold";
    event.title = match row.told {
        Told::HoldLifted => format!("Fin : {what}, {on}"),
        _ => format!("{} : {on}", fr::capital(what)),
    };
    if row.told == Told::HoldLifted {
        event.icon = "undo";
        event.tone = "";
    }
    event.chips.extend(row.until.map(|until| Chip::new(format!("jusqu’au {}", view::day(until)), "hold")));
}

fn decision(event: &mut Event, row: &TimelineRow, head: &Head) {
    let step = head.titles.iter().find(|(id, _)| *id == row.extra).map_or(row.extra.as_str(), |(_, title)| title);
    event.icon = "pen";
    let what = match row.code.as_str() {
        "skip" => format!("Étape passée : {step}"),
        "postpone" => row.until.map_or("Reporté".to_string(), |until| format!("Reporté au {}", fr::date(until))),
        "override" => format!("Passé outre : {}", Guard::parse(&row.extra).map_or("une réserve", Guard::french)),
        _ => match row.extra.as_str() {
            "interest" => "Renonciation aux intérêts".to_string(),
            "compensation" => "Renonciation à l’indemnité de 40 €".to_string(),
            _ => "Renonciation aux intérêts et à l’indemnité".to_string(),
        },
    };
    event.title = if row.number.is_empty() { what } else { format!("{what}, {}", row.number) };
}

fn note(event: &mut Event, row: &TimelineRow) {
    event.icon = "pen";
    event.title = if row.number.is_empty() { "Note".to_string() } else { format!("Note sur {}", row.number) };
    if row.detail.is_empty() {
        event.detail = "Le texte de cette note a été effacé.".to_string();
    }
}

fn import(event: &mut Event, row: &TimelineRow, customer: &str) {
    let count = u64::try_from(row.count).unwrap_or(0);
    event.icon = "upload";
    event.title = if count == 1 {
        format!("Facture {} enregistrée", row.number)
    } else {
        fr::count(count, "facture enregistrée", "factures enregistrées")
    };
    event.detail = row.title.clone();
    event.href =
        row.reference.map(|id| format!("/clients/{customer}/pieces/{}", SourceId::from_bytes(id))).unwrap_or_default();
}
