//! One credit: every explanation with its reasons, a split by hand, what it is not, and the way back.

use super::words::{Explained, chip, doubts, explained};
use super::{id, line_of, may_read};
use crate::answer::{Oops, PageResult, html};
use crate::frame::Frame;
use crate::view::{self, Chip};
use crate::visit::Visit;
use app::matching::{Choice, Studied};
use app::ports::books::Books;
use app::ports::terms::View;
use app::records::{BankLineRecord, EchoVerdict};
use askama::Template;
use base::id::PartyId;
use base::{Cents, fold};
use serde::Deserialize;

/// So many customers are found by a name, and so many invoices of one are shown.
const FOUND: u64 = 8;
const INVOICES: usize = 40;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    client: String,
}

/// An open invoice that may be paid.
struct Open {
    id: String,
    number: String,
    due: Chip,
    left: String,
    /// What the best explanation would pay of it, as it is typed.
    proposed: String,
}

#[derive(Template)]
#[template(path = "matching/line.html")]
struct LinePage {
    frame: Frame,
    href: String,
    day: String,
    amount: String,
    label: String,
    payer: Option<String>,
    iban: Option<String>,
    chip: Chip,
    waits: bool,
    /// Something was made or said of it, and may be taken back.
    is_said: bool,
    choices: Vec<Explained>,
    doubts: Vec<String>,
    q: String,
    found: Vec<(String, String)>,
    customer: Option<(String, String)>,
    open: Vec<Open>,
    more_open: bool,
    /// Claims of interest and compensation that are left.
    accessories: Vec<Open>,
    may_keep: bool,
    /// The line that this one tells again, or perhaps.
    told: Option<ToldBefore>,
}

/// A line whose money another one tells again, or perhaps.
struct ToldBefore {
    href: String,
    day: String,
    label: String,
    account: String,
    /// Nobody can tell without looking.
    is_asked: bool,
    why: String,
    /// It is a payment already.
    is_matched: bool,
}

pub fn show(visit: &Visit, line: String, asked: Asked) -> PageResult {
    may_read(visit)?;
    let line = line_of(visit, &line)?;
    let chosen: Option<PartyId> = if asked.client.is_empty() { None } else { Some(id(&asked.client)?) };
    let search = fold::words(&asked.q);
    let company = visit.company.id;
    let (studied, waits, is_said) = visit.world().read(|books| state(visit, books, &line))?;
    let party = chosen.or(studied.choices.first().map(|c| c.party));
    if let Some(party) = party {
        visit.must_see(party)?;
    }
    let proposed = studied.choices.first().filter(|c| Some(c.party) == party);
    let (found, customer, open) = visit.world().read(|books| {
        let found = if search.is_empty() { Vec::new() } else { books.parties(company, &search, 0, FOUND)? };
        let customer = party.map(|id| books.party(id)).transpose()?.flatten();
        let view = View { as_of: visit.today(), known_at: None };
        let facts = party.map(|id| books.debtor(company, id, view)).transpose()?.flatten();
        Ok((found, customer, facts.map(|f| f.receivables).unwrap_or_default()))
    })?;
    let mut open: Vec<_> =
        open.into_iter().filter(|r| r.outstanding.is_positive() && r.currency == line.currency).collect();
    open.sort_by(|a, b| (a.due_on, &a.number).cmp(&(b.due_on, &b.number)));
    let more_open = open.len() > INVOICES;
    let part = |invoice| proposed.and_then(|c| c.parts.iter().find(|p| p.invoice == invoice)).map(|p| p.cents);
    html(&LinePage {
        frame: visit.frame("Un virement"),
        href: format!("/banque/{}", line.id),
        day: view::long_day(line.booked_on),
        amount: view::money(line.amount, line.currency),
        label: line.text.clone(),
        payer: line.counterparty.clone(),
        iban: line.counterparty_iban.clone(),
        chip: if waits { chip(Some(&studied)) } else { Chip::new("trié", "good") },
        waits,
        is_said,
        choices: studied.choices.iter().enumerate().map(|(at, c)| explained(at, c, line.currency)).collect(),
        doubts: doubts(&studied),
        q: asked.q,
        found: found.into_iter().map(|p| (p.id.to_string(), p.name)).collect(),
        customer: customer.map(|c| (c.id.to_string(), c.name)),
        open: open
            .into_iter()
            .take(INVOICES)
            .map(|r| Open {
                id: r.id.to_string(),
                proposed: part(r.id).map(typed).unwrap_or_default(),
                due: view::lateness(base::days_between(r.due_on, visit.today())),
                left: view::money(r.outstanding, r.currency),
                number: r.number,
            })
            .collect(),
        more_open,
        accessories: party.map(|id| claims(visit, id, &line, proposed)).transpose()?.unwrap_or_default(),
        may_keep: visit.role.may_keep_books(),
        told: visit.world().read(|books| told_before(books, &line))?,
    })
}

fn told_before(books: &mut dyn Books, line: &BankLineRecord) -> app::AppResult<Option<ToldBefore>> {
    let Some(echo) = books.echo(line.id)?.filter(|e| e.verdict != EchoVerdict::Apart) else { return Ok(None) };
    let Some(original) = books.bank_line(echo.original)? else { return Ok(None) };
    Ok(Some(ToldBefore {
        href: format!("/banque/{}", original.id),
        day: view::long_day(original.booked_on),
        label: original.text,
        account: original.account,
        is_asked: echo.verdict == EchoVerdict::Perhaps,
        why: echo.why,
        is_matched: !original.payments.is_empty(),
    }))
}

/// What is left of the interest and the compensation asked of a customer, in the currency of the credit.
fn claims(visit: &Visit, party: PartyId, line: &BankLineRecord, best: Option<&Choice>) -> Result<Vec<Open>, Oops> {
    let law = app::lawbook::load(&visit.world())?;
    let on = line.booked_on;
    let found = visit.world().read(|books| app::accessories::of_party(books, &law, &visit.company, party, on));
    let found = match found {
        Ok(found) => found,
        Err(app::AppError::Law(_)) => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let mut open = Vec::new();
    for of in found.into_iter().filter(|of| of.currency == line.currency) {
        let left = of.payable()?;
        let proposed = best.and_then(|c| c.accessories.iter().find(|p| p.invoice == of.invoice)).map(|p| p.cents);
        open.extend(left.is_positive().then(|| Open {
            id: of.invoice.to_string(),
            number: of.number,
            due: Chip::new("réclamé", "warn"),
            left: view::money(left, line.currency),
            proposed: proposed.map(typed).unwrap_or_default(),
        }));
    }
    open.truncate(INVOICES);
    Ok(open)
}

/// What was made of it, whether it waits, and whether something was said of it.
fn state(visit: &Visit, books: &mut dyn Books, line: &BankLineRecord) -> app::AppResult<(Studied, bool, bool)> {
    let view = View { as_of: visit.today().max(line.booked_on), known_at: None };
    let waits = books.unmatched_credits(visit.company.id, line.booked_on, view)?.iter().any(|c| c.id == line.id);
    let is_echo = books.echo(line.id)?.is_some_and(|e| e.verdict == EchoVerdict::Same);
    let is_said = is_echo || !line.payments.is_empty() || !books.line_words(line.id)?.is_empty();
    let kept = books.line_proposal(visit.company.id, line.id)?.filter(|_| waits);
    let nothing =
        || Studied { decision: domain::matching::engine::Decision::None, choices: Vec::new(), doubts: Vec::new() };
    let studied = kept.as_deref().and_then(Studied::read).unwrap_or_else(nothing).as_of_now(books)?;
    Ok((studied, waits, is_said))
}

/// An amount as a person types it: `1234,56`.
fn typed(cents: Cents) -> String {
    cents.to_string().replace('.', ",")
}

/// What a person typed for an invoice; nothing typed is nothing paid.
pub fn read_amount(text: &str) -> Result<Option<Cents>, Oops> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let cents = Cents::parse(text).filter(|c| c.is_positive());
    cents
        .map(Some)
        .ok_or_else(|| super::refused(format!("« {text} » n’est pas un montant."), "Écrivez par exemple 1234,56."))
}
