//! An act as it is kept: its exact bytes, the invoices it names, what it asks for, and its line in the journal.

use super::{Desk, make};
use crate::accessories;
use crate::error::AppResult;
use crate::letters::Matter;
use crate::ports::books::Books;
use crate::records::{ActLine, ActRecord, Company};
use crate::world::World;
use base::id::{ActId, AgendaId};
use domain::agenda::Proposal;
use domain::facts::Channel;
use domain::journal::kinds::{ActChannel, ActPrepared, InvoiceRef, PartyRef};
use domain::journal::{JournalKind, Said};
use law::LawBook;
use sha2::{Digest, Sha256};

/// Makes the act, and keeps it with what it asks for.
pub(super) fn keep_act(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    desk: &Desk<'_>,
    law: &LawBook,
    agenda: Option<AgendaId>,
    proposal: &Proposal,
) -> AppResult<ActRecord> {
    let id: ActId = world.new_id();
    let reference = reference_of(id);
    let matter = Matter::load(books, company, proposal, world.today, reference)?;
    let made = make(world, books, desk, law, &matter, id)?;
    let digest = Sha256::digest(&made.content);
    let act = ActRecord {
        id,
        company: company.id,
        party: proposal.party,
        agenda,
        scenario: proposal.scenario.name.clone(),
        scenario_version: proposal.scenario.version.clone(),
        step: proposal.step.clone(),
        step_title: proposal.step_title.clone(),
        channel: proposal.channel,
        template: proposal.template.clone(),
        role: proposal.target.role,
        contact: proposal.target.contact,
        addressed_to: made.addressed_to,
        subject: made.subject,
        planned_on: world.today,
        total: proposal.total_cents,
        currency: proposal.currency,
        lines: proposal
            .lines
            .iter()
            .map(|l| ActLine { invoice: l.invoice, number: l.number.clone(), amount: l.amount_cents })
            .collect(),
        content_sha256: digest.iter().map(|b| format!("{b:02x}")).collect(),
        content: made.content,
        content_type: made.content_type.to_string(),
        message_id: made.message_id,
        live: company.settings.live,
        approved_by: world.author(),
        prepared_at: world.clock.now(),
    };
    books.insert_act(&act)?;
    accessories::keep(books, &act, &matter.invoices, made.asked.as_ref())?;
    note(world, books, company, &act, proposal)?;
    Ok(act)
}

/// A short reference for people, from the last digits of the act's identifier.
pub(super) fn reference_of(id: ActId) -> String {
    let text = id.to_string();
    let tail: String = text.chars().rev().take(8).collect::<String>().chars().rev().collect();
    format!("Q-{}", tail.to_uppercase())
}

fn note(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    act: &ActRecord,
    proposal: &Proposal,
) -> AppResult<()> {
    let to = match crate::outcomes::personal(world, books, company, &act.addressed_to)? {
        Some(Said::Personal(reference)) => vec![reference],
        _ => Vec::new(),
    };
    let kind = JournalKind::ActPrepared(ActPrepared {
        act: act.id,
        step: act.step_title.clone(),
        channel: channel(act.channel),
        to,
        party: PartyRef { id: act.party, name: Said::plain(proposal.customer.clone()) },
        invoices: act.lines.iter().map(|l| InvoiceRef { id: l.invoice, number: l.number.clone() }).collect(),
        amount_cents: act.total,
        currency: act.currency,
        content_sha256: act.content_sha256.clone(),
    });
    world.note(books, company.id, act.id, kind)
}

fn channel(channel: Channel) -> ActChannel {
    match channel {
        Channel::Email => ActChannel::Email,
        Channel::Call => ActChannel::Call,
        Channel::Letter => ActChannel::Letter,
        Channel::RegisteredLetter => ActChannel::RegisteredLetter,
        Channel::Visit => ActChannel::Visit,
        Channel::Internal => ActChannel::Internal,
    }
}
