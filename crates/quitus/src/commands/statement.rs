//! `quitus statement`: a customer's account, on screen or as a PDF.

use crate::args::Statement;
use crate::commands::find;
use crate::fail::{Fail, Outcome};
use crate::rim::Rim;
use crate::show::{Align, grid, json, line, remark};
use base::fr;
use documents::context::{AccountStatementContext, StatementLine};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

pub fn run(rim: &Rim, args: &Statement) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let party = find::customer(&world, &company, &args.customer)?;
    let accounts = app::statements::accounts(&world, &company, party.id, rim.today)?;
    let mut written = Vec::new();
    for (at, account) in accounts.iter().enumerate() {
        let Some(file) = &args.pdf else { break };
        let file = if at == 0 { file.clone() } else { of_currency(file, account) };
        let bytes = app::statements::pdf(&rim.templates(&company)?, account)?;
        std::fs::write(&file, bytes).map_err(|e| Fail::unwritten(&file, &e))?;
        written.push(file);
    }
    if rim.common.json {
        let mut all: Vec<Value> = accounts.iter().map(account_json).collect();
        let mut value = all.remove(0);
        value["customer"] = json!(party.name);
        value["party"] = json!(party.id);
        value["pdf"] = json!(args.pdf);
        value["to_check"] = json!(app::customers::doubt(&party));
        value["other_currencies"] = json!(all);
        json(&value)?;
        return Ok(0);
    }
    line(format!("{} — relevé au {}", party.name, fr::date(rim.today)));
    accounts.iter().for_each(show);
    if accounts.len() > 1 {
        remark("Un total par monnaie : deux monnaies ne s’additionnent pas.");
    }
    app::customers::doubt(&party).iter().for_each(|doubt| remark(doubt));
    written.iter().for_each(|file| line(format!("Relevé écrit dans {}.", file.display())));
    Ok(0)
}

/// `releve.pdf` in dollars is `releve-USD.pdf`.
fn of_currency(file: &Path, account: &AccountStatementContext) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let ending = file.extension().map_or(String::new(), |e| format!(".{}", e.to_string_lossy()));
    file.with_file_name(format!("{stem}-{}{ending}", account.letterhead.currency))
}

fn show(account: &AccountStatementContext) {
    let money = |cents| fr::money(cents, account.letterhead.currency);
    let rows = account
        .lines
        .iter()
        .map(|l| {
            let due = l.due_on.map_or(String::new(), |d| {
                format!("{}{}", fr::date_short(d), if l.due_is_estimated { " *" } else { "" })
            });
            vec![l.number.clone(), fr::date_short(l.issued_on), due, money(l.gross), money(l.outstanding)]
        })
        .collect();
    let heads = [
        ("Numéro", Align::Left),
        ("Date", Align::Left),
        ("Échéance", Align::Left),
        ("Montant", Align::Right),
        ("Reste dû", Align::Right),
    ];
    line(grid(&heads, rows));
    line(format!("Total {}, dont échu {}.", money(account.total_outstanding), money(account.total_overdue)));
}

fn account_json(account: &AccountStatementContext) -> Value {
    json!({
        "as_of": account.as_of, "currency": account.letterhead.currency,
        "total_outstanding_cents": account.total_outstanding, "total_overdue_cents": account.total_overdue,
        "lines": account.lines.iter().map(line_json).collect::<Vec<_>>(),
    })
}

fn line_json(line: &StatementLine) -> Value {
    json!({
        "kind": line.kind, "number": line.number, "issued_on": line.issued_on, "due_on": line.due_on,
        "due_is_estimated": line.due_is_estimated, "gross_cents": line.gross, "outstanding_cents": line.outstanding,
        "days_late": line.days_late,
    })
}
