//! What happened to an invoice: recorded, dated, paid, credited, held, named in letters and mails.

use super::{Seen, day_of};
use crate::answer::Oops;
use crate::pages::customer::{Event, state, taken_back};
use crate::pages::hold_end::{self, HoldEnd};
use crate::view::{self, Chip};
use crate::visit::Visit;
use app::ports::screens::{ActRowBrief, ReturnRow};
use app::records::{AllocationBasis, AllocationRecord, ExtensionRecord, HoldRecord};
use base::{Date, fr};

/// Acts and holds shown; an invoice that has more is for the customer's own page.
const SHOWN: u64 = 100;

/// A hold that stands, with the form that ends it.
pub(super) struct Held {
    pub id: String,
    pub what: String,
    pub why: String,
    pub until: String,
    pub end: HoldEnd,
}

fn blank(icon: &'static str, on: Date) -> Event {
    Event {
        icon,
        tone: "",
        title: String::new(),
        href: String::new(),
        day: fr::date(on),
        iso: on.to_string(),
        who: String::new(),
        detail: String::new(),
        amount: String::new(),
        chips: Vec::new(),
        links: Vec::new(),
    }
}

/// Newest first.
pub(super) fn events(visit: &Visit, seen: &Seen) -> Result<Vec<Event>, Oops> {
    let (invoice, company) = (&seen.invoice, visit.company.id);
    let events = visit.world().read(|books| {
        let mut events = vec![recorded(seen)];
        let extensions = books.extensions_of_invoice(invoice.id)?;
        for (on, basis, at) in books.due_statements(invoice.id)? {
            let is_told = extensions.iter().any(|e| e.recorded_at == at && e.until == on);
            events.extend((!is_told).then(|| dated(on, &basis, at)));
        }
        for extension in &extensions {
            let asked_by = books.personal(&extension.asked_by)?.unwrap_or_else(|| "quelqu’un".to_string());
            events.push(put_off(extension, &asked_by));
        }
        let allocations = books.allocations_of_invoice(invoice.id)?;
        let returns = books.returns_of(&allocations.iter().filter_map(|a| a.payment).collect::<Vec<_>>())?;
        for allocation in allocations {
            let other = allocation.against.map(|id| books.invoice(id)).transpose()?.flatten().map(|i| i.number);
            let back = returns.iter().find(|r| is_return(&allocation, r));
            events.push(back.map_or_else(|| allocated(seen, &allocation, other), |r| went_back(seen, &allocation, r)));
        }
        for (hold, lifted_on) in books.holds_on(company, seen.party.id, invoice.id, SHOWN)? {
            events.extend(held_and_lifted(&hold, lifted_on));
        }
        events.extend(books.acts_naming(company, invoice.id, SHOWN)?.iter().map(named));
        events.sort_by(|a, b| b.iso.cmp(&a.iso));
        Ok(events)
    })?;
    Ok(events)
}

fn recorded(seen: &Seen) -> Event {
    let invoice = &seen.invoice;
    let on = invoice.known_on;
    Event {
        title: "Enregistrée".to_string(),
        amount: view::money(invoice.gross, invoice.currency),
        detail: format!("Émise le {}.", fr::date(invoice.issued_on)),
        ..blank("upload", on)
    }
}

fn put_off(extension: &ExtensionRecord, asked_by: &str) -> Event {
    let interest = if extension.interest_from < extension.until {
        format!("les intérêts comptent toujours du {}", fr::date(extension.interest_from))
    } else {
        "sans intérêts jusque-là".to_string()
    };
    Event {
        title: format!("Échéance reportée du {} au {}", fr::date(extension.before), fr::date(extension.until)),
        detail: format!(
            "Demandé par {asked_by} {}, accordé par {} ; {interest}. {}",
            extension.heard.french(),
            extension.author,
            extension.why
        ),
        ..blank("clock", extension.agreed_on)
    }
}

fn dated(on: Date, basis: &str, at: base::Timestamp) -> Event {
    let from = match basis {
        "agreed" => "convenue avec le client",
        "stated" => "lue sur la facture",
        "terms" => "selon le délai convenu",
        _ => "estimée",
    };
    Event { title: format!("Échéance : {}", fr::date(on)), detail: from.to_string(), ..blank("clock", day_of(at)) }
}

/// The payment was taken off this invoice because the bank took it back.
fn is_return(allocation: &AllocationRecord, back: &ReturnRow) -> bool {
    allocation.reverses.is_some()
        && allocation.payment == Some(back.payment)
        && allocation.effective_on == back.returned_on
}

fn went_back(seen: &Seen, allocation: &AllocationRecord, back: &ReturnRow) -> Event {
    let amount = view::money(allocation.amount.abs(), seen.invoice.currency);
    let (title, detail) = taken_back(back.returned_on, &amount, &back.why);
    Event { tone: "bad", title, detail, ..blank("undo", allocation.effective_on) }
}

fn allocated(seen: &Seen, allocation: &AllocationRecord, other: Option<String>) -> Event {
    let basis = match allocation.basis {
        AllocationBasis::CertainMatch => "le virement porte le numéro et le montant",
        AllocationBasis::LedgerLettering => "lettré par la comptabilité",
        AllocationBasis::SameReference => "même référence",
        AllocationBasis::SameAmount => "même montant : à confirmer",
        AllocationBasis::OldestFirst => "la plus ancienne d’abord : à confirmer",
        AllocationBasis::CreditNote => "avoir imputé",
        AllocationBasis::ClaimedInterest => "intérêts réclamés, payés d’abord (C. civ. 1343-1)",
        AllocationBasis::DisputeCredit => "avoir imputé, à la suite d’un litige",
        AllocationBasis::Waiver => "remise accordée",
        AllocationBasis::Table => "lu dans la liste importée",
        AllocationBasis::ByHand => "décidé par une personne",
        AllocationBasis::Reversal => "imputation reprise",
    };
    let is_back = allocation.amount.is_negative() && allocation.against.is_none();
    let title = match (&other, allocation.payment, is_back) {
        (_, _, true) => "Paiement repris".to_string(),
        (Some(number), _, _) => format!("Imputé avec {number}"),
        (None, Some(_), _) => "Paiement imputé".to_string(),
        (None, None, _) => "Règlement imputé".to_string(),
    };
    let event = blank(if is_back { "undo" } else { "euro" }, allocation.effective_on);
    Event {
        tone: if is_back { "bad" } else { "in" },
        title,
        detail: basis.to_string(),
        amount: view::money(allocation.amount, seen.invoice.currency),
        href: allocation.against.map(|id| format!("/factures/{id}")).unwrap_or_default(),
        ..event
    }
}

fn held_and_lifted(hold: &HoldRecord, lifted_on: Option<Date>) -> Vec<Event> {
    let what = hold.kind.french();
    let scope = if hold.invoice.is_none() { " (tout le compte)" } else { "" };
    let opened = Event {
        tone: "hold",
        title: format!("{}{scope}", fr::capital(what)),
        detail: hold.why.clone(),
        who: hold.author.clone(),
        chips: hold.until.map(|u| Chip::new(format!("jusqu’au {}", view::day(u)), "hold")).into_iter().collect(),
        ..blank("pause", hold.opened_on)
    };
    let lifted = lifted_on.map(|on| Event { title: format!("Fin : {what}{scope}"), ..blank("undo", on) });
    std::iter::once(opened).chain(lifted).collect()
}

fn named(row: &ActRowBrief) -> Event {
    Event {
        tone: "out",
        title: row.title.clone(),
        href: format!("/actes/{}", row.act),
        detail: row.subject.clone(),
        chips: vec![state(row.state)],
        ..blank(view::channel(row.channel).0, row.planned_on)
    }
}

/// Holds that stand on this invoice or on the whole customer.
pub(super) fn held(visit: &Visit, seen: &Seen) -> Result<Vec<Held>, Oops> {
    let held = visit.world().read(|books| {
        let mut held = Vec::new();
        for hold in books.open_holds(seen.party.id)? {
            // What is said of a write-off has a notice of its own.
            if hold.kind.is_open_to_all() && hold.invoice.is_none_or(|id| id == seen.invoice.id) {
                let end = hold_end::of(visit, books, &hold)?;
                held.push((hold, end));
            }
        }
        Ok(held)
    })?;
    let part = |amount: Option<base::Cents>| amount.map(|a| format!(" ({})", view::money(a, seen.invoice.currency)));
    Ok(held
        .into_iter()
        .map(|(h, end)| Held {
            id: h.id.to_string(),
            what: format!("{}{}", h.kind.french(), part(h.amount).unwrap_or_default()),
            why: h.why,
            until: h.until.map(fr::date).unwrap_or_default(),
            end,
        })
        .collect())
}

/// Whether some payment may be taken back.
pub(super) fn has_payments(visit: &Visit, seen: &Seen) -> Result<bool, Oops> {
    let all = visit.world().read(|books| Ok(books.allocations_of_invoice(seen.invoice.id)?))?;
    let back: Vec<_> = all.iter().filter_map(|a| a.reverses).collect();
    Ok(all.iter().any(|a| a.payment.is_some() && a.amount.is_positive() && !back.contains(&a.id)))
}
