//! What two agendas of one customer do not have in common, in French.
//!
//! A proposal is compared with the one about the same invoices, a silence with that of the same invoice, word by word of
//! what makes them: whatever differs in the bytes is told.

use super::Kept;
use crate::error::AppResult;
use crate::ports::books::Books;
use base::fr::{self, NBSP};
use base::id::{ContactId, InvoiceId, PartyId};
use domain::agenda::{ApprovalNeeded, Plan, Proposal, ProposalLine, Reason, Silence, sentence_in};
use domain::scenario::Tone;
use std::collections::HashMap;

/// One difference: what it is about, how it was kept, how it would be now. One of the two may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaChange {
    pub about: String,
    pub then: Option<String>,
    pub now: Option<String>,
}

impl AgendaChange {
    pub fn french(&self) -> String {
        match (&self.then, &self.now) {
            (Some(then), Some(now)) => format!("{} : alors {then}{NBSP}; maintenant {now}", self.about),
            (Some(then), None) => format!("{} : alors {then}{NBSP}; plus maintenant", self.about),
            (None, Some(now)) => format!("{} : rien alors{NBSP}; maintenant {now}", self.about),
            (None, None) => self.about.clone(),
        }
    }
}

/// A proposal or a silence, taken apart.
struct Item {
    is_proposal: bool,
    /// A silence about a contested part only.
    is_part: bool,
    invoices: Vec<InvoiceId>,
    about: String,
    /// The whole in a few words.
    summary: String,
    /// Every detail by its name, in order; a name may come several times.
    details: Vec<(String, String)>,
}

type People = HashMap<ContactId, String>;

/// All differences; at least one, since this is asked only where the bytes differ.
pub(super) fn changes(books: &mut dyn Books, party: PartyId, kept: &Kept, plan: &Plan) -> AppResult<Vec<AgendaChange>> {
    let contacts = books.contacts(party)?.into_iter();
    let people: People = contacts.filter_map(|c| c.name.or(c.email).map(|name| (c.id, name))).collect();
    let Some(then) = read(kept, &people) else {
        let about = "L’agenda gardé est écrit d’une façon que cette version du programme ne lit plus".to_string();
        return Ok(vec![AgendaChange { about, then: None, now: None }]);
    };
    let proposals = plan.proposals.iter().map(|p| of_proposal(p, &people));
    let now = proposals.chain(plan.silences.iter().chain(&plan.contested).map(of_silence)).collect();
    let mut found = compare(then, now);
    if found.is_empty() {
        let about = "L’agenda est écrit autrement, son contenu est le même".to_string();
        found.push(AgendaChange { about, then: None, now: None });
    }
    Ok(found)
}

/// `None` where a kept text is not one this program writes.
fn read(kept: &Kept, people: &People) -> Option<Vec<Item>> {
    let mut items = Vec::new();
    for text in &kept.proposals {
        items.push(of_proposal(&serde_json::from_str::<Proposal>(text).ok()?, people));
    }
    for text in &kept.silences {
        items.push(of_silence(&serde_json::from_str::<Silence>(text).ok()?));
    }
    Some(items)
}

fn compare(then: Vec<Item>, mut now: Vec<Item>) -> Vec<AgendaChange> {
    let mut found = Vec::new();
    for old in then {
        let same = |new: &Item| {
            (new.is_proposal, new.is_part) == (old.is_proposal, old.is_part)
                && new.invoices.iter().any(|invoice| old.invoices.contains(invoice))
        };
        match now.iter().position(same) {
            Some(at) => found.extend(details(&old, now.remove(at))),
            None => found.push(AgendaChange { about: old.about, then: Some(old.summary), now: None }),
        }
    }
    let new = now.into_iter().map(|new| AgendaChange { about: new.about, then: None, now: Some(new.summary) });
    found.extend(new);
    found
}

/// Details of the same name are compared in order, once those that both have are put aside.
fn details(old: &Item, new: Item) -> Vec<AgendaChange> {
    let mut left = new.details;
    let mut found = Vec::new();
    for (name, value) in &old.details {
        match left.iter().position(|(n, v)| n == name && v == value) {
            Some(at) => drop(left.remove(at)),
            None => found.push((name.clone(), Some(value.clone()), None)),
        }
    }
    for (name, value) in left {
        match found.iter_mut().find(|(n, _, now)| *n == name && now.is_none()) {
            Some((_, _, now)) => *now = Some(value),
            None => found.push((name, None, Some(value))),
        }
    }
    let told = |(name, then, now)| AgendaChange { about: format!("{}, {name}", old.about), then, now };
    found.into_iter().map(told).collect()
}

fn of_proposal(p: &Proposal, people: &People) -> Item {
    let money = |amount| fr::money(amount, p.currency);
    let mut details = vec![
        named("client", quoted(&p.customer)),
        named("scénario", format!("« {} », version {}", p.scenario.name, p.scenario.version)),
        named("étape", format!("{} ({})", quoted(&p.step_title), p.step)),
        named("moyen", p.channel.french().to_string()),
        named("modèle", quoted(&p.template)),
        named("ton", tone(p.tone).to_string()),
        named("destinataire", p.target.role.french().to_string()),
        named("personne", person(p.target.contact, people)),
        named("accord", approval(p.approval).to_string()),
        named("total", money(p.total_cents)),
    ];
    details.extend(p.lines.iter().map(|l| named("facture", line(l, &money(l.amount_cents)))));
    details.extend(p.reasons.iter().map(|r| named("raison", reason(r, p.currency))));
    let numbers: Vec<&str> = p.lines.iter().map(|l| l.number.as_str()).collect();
    Item {
        is_proposal: true,
        is_part: false,
        invoices: p.lines.iter().map(|l| l.invoice).collect(),
        about: format!("proposition sur {}", numbers.join(", ")),
        summary: format!("{} par {}, {}", quoted(&p.step_title), p.channel.french(), money(p.total_cents)),
        details,
    }
}

fn of_silence(s: &Silence) -> Item {
    let mut details = vec![
        named("client", quoted(&s.customer)),
        named("échéance", late(s.due_on, s.days_late)),
        named("restant dû", fr::money(s.outstanding_cents, s.currency)),
    ];
    details.extend(s.reasons.iter().map(|r| named("raison", reason(r, s.currency))));
    details.extend(s.next_on.map(|on| named("à revoir", format!("le {}", fr::date(on)))));
    let is_part = s.reasons.iter().any(|r| matches!(r, Reason::ContestedPart { .. }));
    let why: Vec<String> = s.reasons.iter().map(|r| reason(r, s.currency)).collect();
    Item {
        is_proposal: false,
        is_part,
        invoices: vec![s.invoice],
        about: format!("{} {}", if is_part { "part contestée de" } else { "silence sur" }, s.number),
        summary: if why.is_empty() { "sans raison dite".to_string() } else { why.join(", ") },
        details,
    }
}

fn named(name: &str, value: String) -> (String, String) {
    (name.to_string(), value)
}

fn quoted(text: &str) -> String {
    format!("« {text} »")
}

fn reason(reason: &Reason, currency: base::Currency) -> String {
    sentence_in(reason, currency).trim_end_matches('.').to_string()
}

fn line(line: &ProposalLine, amount: &str) -> String {
    format!("{}, {amount}, {}", line.number, late(line.due_on, line.days_late))
}

fn late(due_on: base::Date, days: i64) -> String {
    format!("échéance le {} ({days} j de retard)", fr::date(due_on))
}

fn person(contact: Option<ContactId>, people: &People) -> String {
    match contact {
        None => "personne en particulier".to_string(),
        // Named by its identifier where nothing better is known: two nameless contacts still differ.
        Some(id) => people.get(&id).map_or_else(|| format!("un contact sans nom ({id})"), |name| quoted(name)),
    }
}

fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Service => "prévenant",
        Tone::Courteous => "courtois",
        Tone::Neutral => "neutre",
        Tone::Firm => "ferme",
        Tone::Formal => "formel",
    }
}

fn approval(needed: ApprovalNeeded) -> &'static str {
    match needed {
        ApprovalNeeded::StandingOrder => "couvert par la consigne permanente",
        ApprovalNeeded::Anybody => "à demander à quiconque",
        ApprovalNeeded::Owner => "à demander au propriétaire",
    }
}
