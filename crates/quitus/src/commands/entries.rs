//! Entries for the accountant: what would be handed over, handing it over, and making a file again.

use super::{control, layout};
use crate::args::{EntriesCommand, EntriesFile, Export};
use crate::fail::{Fail, Outcome};
use crate::rim::Rim;
use crate::show::{instant, json, line, remark};
use app::entries::{self, Entries};
use app::records::{Company, ExportRecord, LetterChange};
use base::fr;
use domain::entries::{Account, Accounts, Journal, text};
use serde_json::{Value, json};
use std::path::Path;

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
            write(&company, &entries::to_come(&world, &company, until, &accounts)?, &args.file)?;
            let made = entries::export(&world, &company, until, &accounts)?;
            write(&company, &made, &args.file)?;
            told(rim, &made, Some(&args.file))
        }
        EntriesCommand::Again { number, file } => {
            let made = entries::again(&world, &company, *number)?;
            write(&company, &made, file)?;
            told(rim, &made, Some(file))
        }
        EntriesCommand::List => list(rim, &entries::made_so_far(&world, &company, 1_000)?),
        EntriesCommand::Accounts { set } => numbers(rim, &company, set),
        EntriesCommand::Layout(args) => layout::run(rim, &company, args),
        EntriesCommand::Letters { save, again } => letters(rim, &company, save.as_deref(), *again),
        EntriesCommand::Control { detail: Some(place), page } => control::detail(rim, &company, *place, *page),
        EntriesCommand::Control { detail: None, page } => control::run(rim, &company, *page),
    }
}

fn chosen(last: Accounts, args: &Export) -> Accounts {
    let mut chosen = last;
    let given = [(Account::Customers, &args.customers), (Account::Bank, &args.bank), (Account::Waiting, &args.waiting)];
    for (account, number) in given.into_iter().filter_map(|(account, number)| Some((account, number.clone()?))) {
        chosen.set_number(account, number);
    }
    if let Some(code) = &args.journal {
        chosen.set_code(Journal::Bank, code.clone());
    }
    chosen
}

/// The numbers in force, changed first when some are given.
fn numbers(rim: &Rim, company: &Company, set: &[String]) -> Outcome<u8> {
    let mut accounts = entries::accounts(&rim.world(), company)?;
    for given in set {
        let (name, value) = given.split_once('=').unwrap_or((given, ""));
        let value = value.trim().to_string();
        let account = Account::ALL.into_iter().find(|a| a.code() == name);
        let journal = Journal::ALL.into_iter().find(|j| j.code() == name);
        match (account, journal) {
            (Some(account), _) => accounts.set_number(account, value),
            (_, Some(journal)) => accounts.set_code(journal, value),
            _ => {
                return Err(Fail::new(format!(
                    "« {name} » n’est pas un compte connu : voyez « quitus entries accounts »."
                )));
            }
        }
    }
    if !set.is_empty() {
        entries::keep_accounts(&rim.world(), company, &accounts)?;
    }
    if rim.common.json {
        json(&serde_json::to_value(&accounts).unwrap_or_default())?;
        return Ok(0);
    }
    for account in Account::ALL {
        let unsure = if account.is_sourced() { "" } else { " (numéro usuel à vérifier avec votre comptable)" };
        line(format!("{:<22} {:>8}  {}{unsure}", account.code(), accounts.number(account), account.french()));
    }
    for journal in Journal::ALL {
        line(format!("{:<22} {:>8}  journal : {}", journal.code(), accounts.code(journal), journal.french()));
    }
    Ok(0)
}

/// Letterings that changed: how many, or the list that tells them.
fn letters(rim: &Rim, company: &Company, save: Option<&Path>, again: Option<i64>) -> Outcome<u8> {
    let world = rim.world();
    let (number, changes) = match (save, again) {
        (Some(_), Some(number)) => (Some(number), entries::letter_again(&world, company, number)?),
        (Some(file), None) => {
            // The file first, as for entries.
            write_letters(&entries::letters(&world, company, entries::MOST_LINES)?, file)?;
            let (number, changes) = entries::lettered(&world, company)?;
            (Some(number), changes)
        }
        (None, _) => (None, entries::letters(&world, company, entries::MOST_LINES)?),
    };
    save.map_or(Ok(()), |file| write_letters(&changes, file))?;
    if rim.common.json {
        let shape = |c: &LetterChange| json!({ "export": c.number, "piece": c.line.piece, "before": c.before, "after": c.after });
        json(&json!({ "number": number, "lines": changes.iter().map(shape).collect::<Vec<_>>() }))?;
        return Ok(0);
    }
    match number {
        Some(number) => line(format!("Liste de lettrage no {number} : {}.", counted(&changes))),
        None => line(format!("Lettrage à reprendre : {}.", counted(&changes))),
    }
    Ok(0)
}

fn counted(changes: &[LetterChange]) -> String {
    fr::count(changes.len() as u64, "écriture", "écritures")
}

fn write_letters(changes: &[LetterChange], file: &Path) -> Outcome<()> {
    let rows = changes.iter().map(|c| (&c.line, c.before.as_deref(), c.after.as_deref()));
    std::fs::write(file, text::letters(rows)).map_err(|e| Fail::unwritten(file, &e))
}

fn write(company: &Company, made: &Entries, file: &EntriesFile) -> Outcome<()> {
    let content = match file {
        EntriesFile { layout: true, .. } => entries::layout(company).file(&made.lines),
        EntriesFile { csv: true, .. } => text::csv(&made.lines).into_bytes(),
        _ => text::fec(&made.lines).into_bytes(),
    };
    std::fs::write(&file.save, content).map_err(|e| Fail::unwritten(&file.save, &e))
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
        Some(number) => format!("Transmission d’écritures no {number}"),
        None => "À transmettre".to_string(),
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
    if made.counted().iter().any(|(what, _)| !what.starts_with("R")) {
        let counted: Vec<String> =
            made.counted().iter().map(|(what, n)| format!("{} {n}", what.to_lowercase())).collect();
        line(format!("Dont : {}.", counted.join(", ")));
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
        line("Aucune transmission d’écritures.");
    }
    Ok(0)
}
