//! `quitus aging`: who owes what, by age, on any date.

use crate::args::Aging;
use crate::fail::Outcome;
use crate::rim::Rim;
use crate::show::{Align, cut, grid, json, line, remark};
use app::ports::terms::OpenItem;
use app::records::PartyRecord;
use base::id::PartyId;
use base::{Cents, Currency, fold, fr};
use domain::situation::{AgedBalance, AgedRow, BUCKETS};
use serde_json::{Value, json};
use std::collections::HashMap;

pub fn run(rim: &Rim, args: &Aging) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let aging = app::aging::aged_balance(&world, &company, rim.today, args.items)?;
    let names: HashMap<PartyId, PartyRecord> =
        app::aging::customers(&world, &company, "")?.into_iter().map(|p| (p.id, p)).collect();
    let empty = AgedBalance::new(rim.today);
    let main = aging.by_currency.get(&Currency::EUR).unwrap_or(&empty);
    if rim.common.json {
        let others: Vec<Value> = aging
            .by_currency
            .iter()
            .filter(|(c, _)| **c != Currency::EUR)
            .map(|(c, b)| json!({ "currency": c, "total_outstanding_cents": b.total, "buckets": buckets(&b.buckets) }))
            .collect();
        json(&json!({
            "as_of": rim.today,
            "currency": Currency::EUR,
            "buckets": buckets(&main.buckets),
            "parties": sorted(main.rows.iter().collect(), &names).into_iter().map(|r| row_json(r, &names, &aging.items)).collect::<Vec<_>>(),
            "total_outstanding_cents": main.total,
            "other_currencies": others,
        }))?;
        return Ok(0);
    }
    show(rim, args, main, &names);
    if args.items {
        items(&aging.items, &names);
    }
    for (currency, balance) in aging.by_currency.iter().filter(|(c, _)| **c != Currency::EUR) {
        line(format!("Et en {currency} : {}.", fr::money(balance.total, *currency)));
    }
    doubts(main, &names);
    Ok(0)
}

fn is_doubtful(party: &PartyRecord) -> bool {
    app::customers::doubt(party).is_some()
}

/// How many of those who owe are of unknown kind: what they owe beyond the principal is not known either.
fn doubts(balance: &AgedBalance, names: &HashMap<PartyId, PartyRecord>) {
    let owing = balance.rows.iter().filter(|r| r.total.is_positive());
    let doubtful = owing.filter(|r| names.get(&r.party).is_some_and(is_doubtful)).count() as u64;
    if doubtful > 0 {
        remark(&format!(
            "À vérifier : {} dont rien ne dit si c’est un professionnel, un particulier ou un organisme public : \
             quitus customer list --unknown",
            fr::count(doubtful, "client", "clients")
        ));
    }
}

fn buckets(amounts: &[Cents]) -> Vec<Value> {
    BUCKETS
        .iter()
        .zip(amounts)
        .map(|(b, cents)| json!({ "code": b.code, "label": b.label, "from_days": b.from_days, "to_days": b.to_days, "amount_cents": cents }))
        .collect()
}

fn row_json(row: &AgedRow, names: &HashMap<PartyId, PartyRecord>, items: &[OpenItem]) -> Value {
    let party = names.get(&row.party);
    let mut out = json!({
        "party": row.party,
        "name": party.map(|p| p.name.clone()),
        "code": party.and_then(|p| p.code.clone()),
        "siren": party.and_then(|p| p.siren.clone()),
        "kind_to_check": party.is_some_and(is_doubtful),
        "outstanding_cents": row.total,
        "invoices": row.invoices,
        "buckets": buckets(&row.buckets),
    });
    let mut own: Vec<&OpenItem> =
        items.iter().filter(|i| i.party == row.party && i.currency == Currency::EUR).collect();
    own.sort_by_key(|i| (i.due_on, i.issued_on, i.number.as_str()));
    let open: Vec<Value> = own
        .iter()
        .map(|i| json!({ "number": i.number, "issued_on": i.issued_on, "due_on": i.due_on, "principal_cents": i.principal, "outstanding_cents": i.outstanding }))
        .collect();
    if !open.is_empty() {
        out["items"] = Value::Array(open);
    }
    out
}

fn show(rim: &Rim, args: &Aging, balance: &AgedBalance, names: &HashMap<PartyId, PartyRecord>) {
    line(format!("Balance âgée au {}", fr::date(rim.today)));
    let wanted = fold::words(&args.search);
    let name = |id: PartyId| names.get(&id).map_or("?", |p| p.name.as_str());
    let rows: Vec<&AgedRow> =
        balance.rows.iter().filter(|r| names.get(&r.party).is_some_and(|p| p.search.contains(&wanted))).collect();
    if rows.is_empty() && !wanted.is_empty() {
        line(format!("Aucun client dont le nom contient « {} » ne doit quelque chose.", args.search));
        return;
    }
    let rows = sorted(rows, names);
    // Empty columns are left out: eighty columns must do.
    let shown: Vec<usize> = (0..BUCKETS.len()).filter(|&i| !balance.buckets[i].is_zero()).collect();
    let width = if shown.len() > 4 { 17 } else { 30 };
    let mut table: Vec<Vec<String>> =
        rows.iter().take(100).map(|r| cells(&cut(name(r.party), width), &shown, &r.buckets, r.total)).collect();
    if wanted.is_empty() {
        table.push(cells("TOTAL", &shown, &balance.buckets, balance.total));
    }
    let titles = ["Non échu", "1-30 j", "31-60 j", "61-90 j", "> 90 j", "Avoirs"];
    let mut heads = vec![("Client", Align::Left)];
    heads.extend(shown.iter().map(|&i| (titles[i], Align::Right)));
    heads.push(("Total", Align::Right));
    line(grid(&heads, table));
    if rows.len() > 100 {
        line(format!(
            "Les 100 premiers de {} ; --search pour chercher, --json pour tout.",
            fr::count(rows.len() as u64, "client", "clients")
        ));
    }
}

/// Those who owe most first; identifiers, which differ from one import to the next, only part perfect equals.
fn sorted<'r>(mut rows: Vec<&'r AgedRow>, names: &HashMap<PartyId, PartyRecord>) -> Vec<&'r AgedRow> {
    let who = |row: &AgedRow| names.get(&row.party).map(|p| (p.name.as_str(), p.siren.as_deref(), p.code.as_deref()));
    rows.sort_by(|a, b| b.total.cmp(&a.total).then_with(|| who(a).cmp(&who(b))).then(a.party.cmp(&b.party)));
    rows
}

/// Whole euros on a terminal: eight columns must fit; `--json` gives the cents.
fn cells(name: &str, shown: &[usize], buckets: &[Cents], total: Cents) -> Vec<String> {
    let euros = |c: Cents| if c.is_zero() { String::new() } else { rounded(c) };
    let mut row = vec![name.to_string()];
    row.extend(shown.iter().map(|&i| euros(buckets[i])));
    row.push(rounded(total));
    row
}

fn rounded(cents: Cents) -> String {
    let whole = (cents.get().unsigned_abs() + 50) / 100;
    format!("{}{}", if cents.is_negative() { "−" } else { "" }, fr::thousands(whole))
}

fn items(items: &[OpenItem], names: &HashMap<PartyId, PartyRecord>) {
    let rows = items
        .iter()
        .take(500)
        .map(|i| {
            vec![
                cut(names.get(&i.party).map_or("?", |p| p.name.as_str()), 22),
                i.number.clone(),
                fr::date_short(i.due_on),
                fr::money(i.outstanding, i.currency),
            ]
        })
        .collect();
    let heads =
        [("Client", Align::Left), ("Numéro", Align::Left), ("Échéance", Align::Left), ("Reste dû", Align::Right)];
    line(grid(&heads, rows));
}
