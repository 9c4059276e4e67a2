//! `quitus bank`: credits received that nobody matched yet; each may hold a reminder back.

use crate::fail::Outcome;
use crate::rim::Rim;
use crate::show::{Align, cut, grid, json, line};
use app::ports::books::View;
use base::{add_days, fr};
use serde_json::json;

/// How far back unmatched credits are listed.
const DAYS: i64 = 730;

pub fn run(rim: &Rim) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let since = add_days(rim.today, -DAYS).unwrap_or(rim.today);
    let view = View { as_of: rim.today, known_at: None };
    let (credits, until) = world.read(|books| {
        Ok((books.unmatched_credits(company.id, since, view)?, books.bank_known_until(company.id, view)?))
    })?;
    if rim.common.json {
        let rows: Vec<_> = credits
            .iter()
            .map(|c| json!({ "line": c.id, "booked_on": c.booked_on, "amount_cents": c.amount, "text": c.text }))
            .collect();
        json(&json!({ "known_until": until, "unmatched": rows }))?;
        return Ok(0);
    }
    match until {
        Some(until) => line(format!("Paiements connus jusqu’au {}.", fr::date(until))),
        None => line("Aucun relevé bancaire n’a été importé."),
    }
    if credits.is_empty() {
        line("Aucun virement à identifier.");
        return Ok(0);
    }
    let rows =
        credits.iter().map(|c| vec![fr::date_short(c.booked_on), cut(&c.text, 48), fr::euros(c.amount)]).collect();
    line(grid(&[("Reçu le", Align::Left), ("Libellé", Align::Left), ("Montant", Align::Right)], rows));
    line("Si l’un d’eux paie une facture : quitus pay FACTURE MONTANT --on DATE.");
    Ok(0)
}
