//! The sums of an action as its row, its page and an approval in number show them: what the message demands, with the
//! invoices and what is added to them told apart.

use super::preview::Seen;
use crate::answer::Oops;
use crate::view;
use app::ports::screens::WorkRow;
use app::prepare::{Demanded, demanded, may_claim};
use base::{Cents, Currency, fr};
use domain::agenda::Proposal;
use domain::facts::Channel;
use std::collections::BTreeMap;

/// Of an approval in number, the exact sum is counted while no more messages than this demand interest.
const COUNTED: usize = 200;

/// A figure above the message.
pub struct Sum {
    pub label: &'static str,
    pub value: String,
    pub note: String,
}

/// What the message demands, then its parts; what could be demanded and is not comes with these words.
pub fn figures(seen: &Seen, proposal: &Proposal, kept: usize) -> Result<Vec<Sum>, Oops> {
    let currency = proposal.currency;
    let (kept, all) = (kept as u64, proposal.lines.len());
    let invoices = format!("{} sur {all}", fr::count(kept, "facture", "factures"));
    let figure = |label, value: String, note: &str| Sum { label, value, note: note.to_string() };
    let euros = |cents| view::money(cents, Currency::EUR);
    let parts = |interest: Cents, fixed: Cents, note: (&str, &str)| {
        let interest = interest
            .is_positive()
            .then(|| figure("Intérêts de retard à ce jour", view::money(interest, currency), note.0));
        let fixed = fixed.is_positive().then(|| figure("Indemnités forfaitaires", euros(fixed), note.1));
        interest.into_iter().chain(fixed).collect::<Vec<Sum>>()
    };
    if let Some(demanded) = seen.demanded.as_ref().filter(|d| d.claims()) {
        let by = by(proposal.channel);
        let (with, each) = (format!("réclamés par {by}"), format!("réclamées par {by}"));
        let mut sums = vec![
            figure("Demandé", told(demanded)?, "intérêts et indemnités compris"),
            figure("Sur les factures", view::money(demanded.principal, currency), &invoices),
        ];
        sums.extend(parts(demanded.interest, demanded.compensation, (&with, &each)));
        return Ok(sums);
    }
    let mut sums = vec![figure("Demandé", view::money(seen.total, currency), &invoices)];
    let may = "que vous pouvez réclamer";
    sums.extend(seen.accessories.map(|(interest, fixed)| parts(interest, fixed, (may, may))).unwrap_or_default());
    Ok(sums)
}

fn by(channel: Channel) -> &'static str {
    match channel {
        Channel::Letter | Channel::RegisteredLetter => "ce courrier",
        _ => "ce message",
    }
}

/// The whole sum; a compensation in another currency after it.
fn told(demanded: &Demanded) -> Result<String, Oops> {
    let (_, apart) = demanded.added()?;
    Ok(and(&view::money(demanded.total()?, demanded.currency), apart))
}

fn and(sum: &str, euros_apart: Cents) -> String {
    if euros_apart.is_zero() { sum.to_string() } else { format!("{sum} + {}", fr::euros(euros_apart)) }
}

/// What a row of the list shows: the sum demanded, and its parts when something is added to the invoices.
pub struct OfRow {
    pub amount: String,
    pub parts: String,
}

/// The sums of the rows of a page, in their order.
pub fn of_rows(visit: &crate::visit::Visit, rows: &[WorkRow]) -> Result<Vec<OfRow>, Oops> {
    let proposals: Vec<Option<Proposal>> = rows.iter().map(|r| serde_json::from_str(&r.item.json).ok()).collect();
    let read: Vec<Proposal> = proposals.iter().flatten().cloned().collect();
    let mut demanded = demanded(&visit.world(), &visit.company, &visit.templates()?, &read)?.into_iter();
    let plain = |row: &WorkRow| OfRow { amount: view::money(row.item.total, row.item.currency), parts: String::new() };
    rows.iter()
        .zip(&proposals)
        .map(|(row, proposal)| match proposal.as_ref().and_then(|_| demanded.next()).filter(Demanded::claims) {
            Some(demanded) => Ok(OfRow { amount: told(&demanded)?, parts: parts(&demanded)? }),
            None => Ok(plain(row)),
        })
        .collect()
}

fn parts(demanded: &Demanded) -> Result<String, Oops> {
    let (added, apart) = demanded.added()?;
    let (owed, added) = (view::money(demanded.principal, demanded.currency), view::money(added, demanded.currency));
    Ok(format!("dont factures {owed}, intérêts et indemnités {}", and(&added, apart)))
}

/// What an approval in number demands beside the invoices, in words; blank when nothing.
pub fn beside(visit: &crate::visit::Visit, rows: &[WorkRow]) -> Result<String, Oops> {
    let templates = visit.templates()?;
    let read = rows.iter().filter_map(|r| serde_json::from_str::<Proposal>(&r.item.json).ok());
    let claiming: Vec<Proposal> = read.filter(|p| may_claim(&templates, p)).collect();
    if claiming.len() > COUNTED {
        let messages = fr::count(claiming.len() as u64, "message demande", "messages demandent");
        return Ok(format!("{messages} aussi les intérêts de retard et les indemnités du jour de leur préparation."));
    }
    let mut added: BTreeMap<Currency, Cents> = BTreeMap::new();
    let mut messages = 0;
    for demanded in demanded(&visit.world(), &visit.company, &templates, &claiming)?.iter().filter(|d| d.claims()) {
        messages += 1;
        let (own, apart) = demanded.added()?;
        for (currency, sum) in [(demanded.currency, own), (Currency::EUR, apart)] {
            let all = added.entry(currency).or_insert(Cents::ZERO);
            *all = all.add(sum)?;
        }
    }
    if messages == 0 {
        return Ok(String::new());
    }
    let sums = added.iter().filter(|(_, sum)| sum.is_positive()).map(|(currency, sum)| view::money(*sum, *currency));
    let sums = sums.collect::<Vec<_>>().join(" + ");
    let messages = fr::count(messages, "message demande", "messages demandent");
    Ok(format!("{messages} en plus {sums} d’intérêts de retard et d’indemnités."))
}
