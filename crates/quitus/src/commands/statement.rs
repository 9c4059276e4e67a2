//! `quitus statement`: a customer's account, on screen or as a PDF.

use crate::args::Statement;
use crate::commands::find;
use crate::fail::{Fail, Outcome};
use crate::rim::Rim;
use crate::show::{Align, grid, json, line, remark};
use base::fr;
use documents::context::StatementLine;
use serde_json::{Value, json};

pub fn run(rim: &Rim, args: &Statement) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let party = find::customer(&world, &company, &args.customer)?;
    let account = app::statements::account(&world, &company, party.id, rim.today)?;
    if let Some(file) = &args.pdf {
        let bytes = app::statements::pdf(&rim.templates()?, &account)?;
        std::fs::write(file, bytes).map_err(|e| Fail::new(format!("{} ne s’écrit pas : {e}.", file.display())))?;
    }
    if rim.common.json {
        json(&json!({
            "as_of": account.as_of, "customer": party.name, "party": party.id,
            "total_outstanding_cents": account.total_outstanding, "total_overdue_cents": account.total_overdue,
            "lines": account.lines.iter().map(line_json).collect::<Vec<_>>(), "pdf": args.pdf,
            "to_check": app::customers::doubt(&party),
        }))?;
        return Ok(0);
    }
    line(format!("{} — relevé au {}", party.name, fr::date(account.as_of)));
    let rows = account
        .lines
        .iter()
        .map(|l| {
            let due = l.due_on.map_or(String::new(), |d| {
                format!("{}{}", fr::date_short(d), if l.due_is_estimated { " *" } else { "" })
            });
            vec![l.number.clone(), fr::date_short(l.issued_on), due, fr::euros(l.gross), fr::euros(l.outstanding)]
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
    line(format!("Total {}, dont échu {}.", fr::euros(account.total_outstanding), fr::euros(account.total_overdue)));
    app::customers::doubt(&party).iter().for_each(|doubt| remark(doubt));
    if let Some(file) = &args.pdf {
        line(format!("Relevé écrit dans {}.", file.display()));
    }
    Ok(0)
}

fn line_json(line: &StatementLine) -> Value {
    json!({
        "kind": line.kind, "number": line.number, "issued_on": line.issued_on, "due_on": line.due_on,
        "due_is_estimated": line.due_is_estimated, "gross_cents": line.gross, "outstanding_cents": line.outstanding,
        "days_late": line.days_late,
    })
}
