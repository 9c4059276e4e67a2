//! Entries for the accountant: what would be handed over, handing it over, and making a file again.

use crate::args::{EntriesCommand, EntriesFile, Export};
use crate::fail::{Fail, Outcome};
use crate::rim::Rim;
use crate::show::{instant, json, line, remark};
use app::entries::{self, Entries};
use app::records::ExportRecord;
use base::fr;
use domain::entries::{Accounts, text};
use serde_json::{Value, json};

pub fn run(rim: &Rim, what: &EntriesCommand) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    match what {
        EntriesCommand::Show(args) => {
            let accounts = entries::accounts(&world, &company)?;
            let found = entries::to_come(&world, &company, args.until.unwrap_or(rim.today), &accounts)?;
            told(rim, &found, None)
        }
        EntriesCommand::Export(args) => {
            let accounts = chosen(entries::accounts(&world, &company)?, args);
            let until = args.until.until.unwrap_or(rim.today);
            // The file first: what is noted as handed over must be there to be handed over.
            write(&entries::to_come(&world, &company, until, &accounts)?, &args.file)?;
            let made = entries::export(&world, &company, until, &accounts)?;
            write(&made, &args.file)?;
            told(rim, &made, Some(&args.file))
        }
        EntriesCommand::Again { number, file } => {
            let made = entries::again(&world, &company, *number)?;
            write(&made, file)?;
            told(rim, &made, Some(file))
        }
        EntriesCommand::List => list(rim, &entries::made_so_far(&world, &company, 1_000)?),
    }
}

fn chosen(last: Accounts, args: &Export) -> Accounts {
    let or = |given: &Option<String>, last: String| given.clone().unwrap_or(last);
    Accounts {
        customers: or(&args.customers, last.customers),
        bank: or(&args.bank, last.bank),
        waiting: or(&args.waiting, last.waiting),
        journal: or(&args.journal, last.journal),
    }
}

fn write(made: &Entries, file: &EntriesFile) -> Outcome<()> {
    let content = if file.csv { text::csv(&made.lines) } else { text::fec(&made.lines) };
    std::fs::write(&file.save, content).map_err(|e| Fail::new(format!("{} ne s’écrit pas : {e}.", file.save.display())))
}

fn told(rim: &Rim, made: &Entries, file: Option<&EntriesFile>) -> Outcome<u8> {
    if rim.common.json {
        json(&json!({
            "number": made.number, "after": made.after, "until": made.until, "movements": made.movements,
            "lines": made.lines.len(), "total_cents": made.total, "foreign": made.foreign,
            "saved": file.map(|f| &f.save),
        }))?;
        return Ok(0);
    }
    let what = match made.number {
        Some(number) => format!("Remise d’écritures no {number}"),
        None => "À remettre".to_string(),
    };
    line(format!(
        "{what}, jusqu’au {} : {} pour {}, en {}.",
        fr::date(made.until),
        fr::count(made.movements, "mouvement", "mouvements"),
        fr::euros(made.total),
        fr::count(made.lines.len() as u64, "ligne", "lignes")
    ));
    if let Some(after) = made.after {
        line(format!("La comptabilité importée connaît la banque jusqu’au {} : rien d’avant.", fr::date(after)));
    }
    if made.foreign > 0 {
        remark("des règlements en devise sont laissés de côté : leur valeur en euros n’est pas connue");
    }
    if let Some(file) = file {
        line(format!("écrit : {}", file.save.display()));
    }
    Ok(0)
}

fn list(rim: &Rim, made: &[ExportRecord]) -> Outcome<u8> {
    if rim.common.json {
        let rows: Vec<Value> = made
            .iter()
            .map(|e| json!({ "number": e.number, "until": e.until_on, "movements": e.movements, "total_cents": e.total }))
            .collect();
        json(&json!({ "exports": rows }))?;
        return Ok(0);
    }
    for e in made {
        let count = fr::count(u64::try_from(e.movements).unwrap_or(0), "mouvement", "mouvements");
        let (until, total) = (fr::date_short(e.until_on), fr::euros(e.total));
        line(format!(
            "{:>4}  {}  jusqu’au {until} : {count}, {total}, par {}",
            e.number,
            instant(e.recorded_at),
            e.author
        ));
    }
    if made.is_empty() {
        line("Aucune remise d’écritures.");
    }
    Ok(0)
}
