//! Our balances beside those of the last ledger: compared, and what makes each difference.

use crate::fail::{Fail, Outcome};
use crate::reading;
use crate::rim::Rim;
use crate::show::{json, line};
use app::control;
use app::ports::screens::Cut;
use app::records::{Company, ControlRecord, Culprit, Difference};
use base::{Cents, fr};
use serde_json::{Value, json};

const ROWS: u64 = 50;

/// Compares, and shows what differs.
pub fn run(rim: &Rim, company: &Company, page: u64) -> Outcome<u8> {
    let world = rim.world();
    let Some((source, name, bytes)) = control::ledger(&world, company)? else {
        return Err(Fail::new("Aucun FEC n’a été importé : il n’y a rien à comparer.".to_string()));
    };
    let read = reading::together(&[(name, bytes)], &|_| None, &mut |_| {});
    let Some(ledger) = read.into_iter().find_map(|file| file.reading.ledger) else {
        return Err(Fail::new(format!("{} ne se relit pas comme un FEC : importez-le de nouveau.", source.name)));
    };
    let found = control::compare(&world, company, &source, &ledger)?;
    let rows = control::differences(&world, company, cut(page))?;
    if rim.common.json {
        json(&json!({ "control": shape(&found), "differences": rows.iter().map(row).collect::<Vec<_>>() }))?;
        return Ok(0);
    }
    let compared = u64::try_from(found.customers).unwrap_or(0);
    line(format!(
        "{} au {} : {} dans la comptabilité, {} dans Quitus, {} comparés.",
        found.source_name,
        fr::date(found.as_of),
        fr::euros(found.ledger),
        fr::euros(found.ours),
        fr::count(compared, "client", "clients")
    ));
    if found.differing == 0 {
        line("Aucun écart : chaque client doit la même somme des deux côtés.");
        return Ok(0);
    }
    let differing = u64::try_from(found.differing).unwrap_or(0);
    line(format!("{} :", fr::count(differing, "client diffère", "clients diffèrent")));
    for row in &rows {
        line(format!(
            "{:>4}  {} : {} en comptabilité, {} ici, écart {}",
            row.place,
            named(row),
            fr::euros(row.ledger),
            fr::euros(row.ours),
            signed(row.amount()?)
        ));
    }
    Ok(0)
}

/// What makes one difference.
pub fn detail(rim: &Rim, company: &Company, place: i64, page: u64) -> Outcome<u8> {
    let (row, culprits) = control::difference(&rim.world(), company, place, cut(page))?;
    if rim.common.json {
        json(&json!({ "difference": self::row(&row), "culprits": culprits.iter().map(culprit).collect::<Vec<_>>() }))?;
        return Ok(0);
    }
    line(format!("{} : écart {}.", named(&row), signed(row.amount()?)));
    for culprit in &culprits {
        let on = culprit.on.map(|on| format!(" du {}", fr::date_short(on))).unwrap_or_default();
        line(format!(
            "{} : {}, {}{on} ({} en comptabilité, {} ici)",
            signed(culprit.amount()?),
            culprit.french(),
            culprit.label,
            fr::euros(culprit.ledger),
            fr::euros(culprit.ours)
        ));
    }
    Ok(0)
}

fn cut(page: u64) -> Cut {
    Cut { offset: page.saturating_sub(1).saturating_mul(ROWS), limit: ROWS }
}

fn named(row: &Difference) -> String {
    if row.code.is_empty() { row.name.clone() } else { format!("{} ({})", row.name, row.code) }
}

fn signed(amount: Cents) -> String {
    if amount.is_negative() { fr::euros(amount) } else { format!("+{}", fr::euros(amount)) }
}

fn shape(found: &ControlRecord) -> Value {
    json!({
        "source": found.source_name, "as_of": found.as_of, "customers": found.customers, "differing": found.differing,
        "ledger_cents": found.ledger, "ours_cents": found.ours,
    })
}

fn row(row: &Difference) -> Value {
    json!({
        "place": row.place, "customer": row.party, "code": row.code, "name": row.name, "ledger_cents": row.ledger,
        "ours_cents": row.ours, "culprits": row.culprits,
    })
}

fn culprit(culprit: &Culprit) -> Value {
    json!({
        "kind": culprit.kind.code(), "side": culprit.side(), "label": culprit.label, "on": culprit.on,
        "invoice": culprit.invoice, "ledger_cents": culprit.ledger, "ours_cents": culprit.ours,
    })
}
