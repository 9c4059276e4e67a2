//! `quitus import`: files, folders and archives, shown before anything is written.

use crate::args::Import;
use crate::commands::watch;
use crate::fail::{Fail, NEEDS_ATTENTION, Outcome};
use crate::reading;
use crate::rim::Rim;
use crate::show::{Align, cut, grid, json, line, paragraph, remark};
use app::import::{FileOutcome, FileReport, ImportOptions, ImportReport, ReadFile, import, name_account, preview};
use app::records::Company;
use base::fr;
use draft::{Field, Format, Mapping, Severity, ToMend};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};

pub fn run(rim: &Rim, args: &Import) -> Outcome<u8> {
    let company = rim.company()?;
    if let Some(folder) = &args.watch {
        return watch::run(rim, &company, folder, args.once);
    }
    let world = rim.world();
    let mut files = read_files(rim, &company, args)?;
    if let Some(account) = &args.account {
        name_account(&mut files, account);
    }
    let options = ImportOptions { any_seller: args.any_seller, skip_wrong_lines: args.skip_wrong_lines };
    if !args.yes || args.wrong_lines.is_some() {
        let report = preview(&world, &company, &files, options)?;
        // Before anything is taken: what is left out is not lost when its list cannot be written.
        save_wrong_lines(&report, args)?;
        if !args.yes && !agreed(rim, &report)? {
            return Ok(exit_code(&report));
        }
    }
    let bar = progress(files.len(), rim.common.json);
    let report = import(&world, &company, &files, options, &mut |done| bar.set_position(done as u64))?;
    bar.finish_and_clear();
    if rim.common.json {
        json(&as_json(&report, true))?
    } else {
        show(&report, true)
    }
    Ok(exit_code(&report))
}

/// Shows what would be taken, and asks where somebody can answer.
fn agreed(rim: &Rim, report: &ImportReport) -> Outcome<bool> {
    if rim.common.json {
        json(&as_json(report, false))?;
        return Ok(false);
    }
    show(report, false);
    let is_agreed = confirmed(report)?;
    if !is_agreed {
        line(if report.created() > 0 {
            "Rien n’a été écrit. Pour importer : la même commande avec --yes."
        } else {
            "Rien n’a été écrit : il n’y a rien à prendre dans ces fichiers."
        });
    }
    Ok(is_agreed)
}

/// The lines to mend, as a list of their own. Two lists have other columns: one file each.
fn save_wrong_lines(report: &ImportReport, args: &Import) -> Outcome<()> {
    let Some(path) = &args.wrong_lines else { return Ok(()) };
    let lists: Vec<&ToMend> = report.files.iter().filter_map(|f| f.to_mend.as_ref()).collect();
    let list = match lists.as_slice() {
        [] => return Ok(()),
        [one] => one.list(),
        _ => {
            let what = "Plusieurs listes ont des lignes fausses, et leurs colonnes diffèrent.";
            return Err(Fail::new(format!("{what} Importez-les une par une avec --wrong-lines.")));
        }
    };
    std::fs::write(path, list).map_err(|e| Fail::unwritten(path, &e))
}

fn exit_code(report: &ImportReport) -> u8 {
    if report.refused() > 0 { NEEDS_ATTENTION } else { 0 }
}

fn progress(files: usize, silent: bool) -> indicatif::ProgressBar {
    if silent || files < 2 || !std::io::stderr().is_terminal() {
        return indicatif::ProgressBar::hidden();
    }
    let bar = indicatif::ProgressBar::new(files as u64);
    if let Ok(style) = indicatif::ProgressStyle::with_template("{bar:40} {pos}/{len} fichiers, encore {eta}") {
        bar.set_style(style);
    }
    bar
}

/// Asks, when there is something to take and somebody to answer.
fn confirmed(report: &ImportReport) -> Outcome<bool> {
    if report.created() == 0 || !std::io::stdin().is_terminal() {
        return Ok(false);
    }
    line("Importer ? [o/N]");
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer).map_err(|e| Fail::unheard(&e))?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "o" | "oui" | "y" | "yes"))
}

/// Reads every file named, folders and archives walked, in the order of their names.
fn read_files(rim: &Rim, company: &Company, args: &Import) -> Outcome<Vec<ReadFile>> {
    let given = given_columns(&args.maps)?;
    let contents = contents(&args.paths)?;
    let remembered = |fingerprint: &str| app::import::remembered_columns(&rim.world(), company, fingerprint);
    let files = reading::together(&contents, &remembered, &mut |_| {});
    if given.is_empty() {
        return Ok(files);
    }
    let chosen = chosen_mappings(&files, &given)?;
    Ok(reading::together(&contents, &|fingerprint| chosen.get(fingerprint).cloned(), &mut |_| {}))
}

/// The names and bytes of all files named, folders walked.
pub fn contents(paths: &[PathBuf]) -> Outcome<Vec<(String, Vec<u8>)>> {
    let read = |path: PathBuf| {
        let name = path.display().to_string();
        let bytes = std::fs::read(&path).map_err(|e| Fail::unread(&path, &e))?;
        Ok((name, bytes))
    };
    walk(paths)?.into_iter().map(read).collect()
}

/// The detected columns of each table, with those the user named put in their place.
fn chosen_mappings(files: &[ReadFile], given: &BTreeMap<Field, String>) -> Outcome<BTreeMap<String, Mapping>> {
    let mut chosen = BTreeMap::new();
    for table in files.iter().filter_map(|f| f.reading.table.as_ref()) {
        let mut mapping = table.mapping.clone();
        for (field, header) in given {
            let wanted = base::fold::words(header);
            let at = table.headers.iter().position(|h| base::fold::words(h) == wanted).ok_or_else(|| {
                Fail::new(format!(
                    "Aucune colonne ne s’appelle « {header} » ; colonnes : {}.",
                    table.headers.join(", ")
                ))
            })?;
            mapping.0.retain(|_, column| *column != at);
            mapping.0.insert(*field, at);
        }
        // Columns of a bank's export leave nothing of a list of invoices.
        if given.keys().any(|field| Field::BANK.contains(field)) {
            mapping.0.retain(|field, _| Field::BANK.contains(field) || given.contains_key(field));
        }
        chosen.insert(table.fingerprint.clone(), mapping);
    }
    Ok(chosen)
}

/// Files to read, sorted by path so that an import does not depend on the order of a folder.
fn walk(paths: &[PathBuf]) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        if !path.exists() {
            return Err(Fail::new(format!("{} n’existe pas.", path.display())));
        }
        walk_into(path, &mut found)?;
    }
    Ok(found)
}

fn walk_into(path: &Path, found: &mut Vec<PathBuf>) -> Outcome<()> {
    if !path.is_dir() {
        found.push(path.to_path_buf());
        return Ok(());
    }
    let entries = std::fs::read_dir(path).map_err(|e| Fail::unread(path, &e))?;
    let mut inside: Vec<PathBuf> = entries.filter_map(Result::ok).map(|e| e.path()).collect();
    inside.sort();
    for entry in inside {
        let hidden = entry.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
        // A link could lead anywhere, and round in circles.
        if !hidden && !entry.is_symlink() {
            walk_into(&entry, found)?;
        }
    }
    Ok(())
}

/// `--map gross="Montant TTC"`, as fields and headers.
fn given_columns(maps: &[String]) -> Outcome<BTreeMap<Field, String>> {
    let mut given = BTreeMap::new();
    for map in maps {
        let (name, header) = map
            .split_once('=')
            .ok_or_else(|| Fail::new(format!("« {map} » : écrire --map champ=\"Nom de la colonne\".")))?;
        let field: Field = serde_json::from_value(Value::String(name.trim().to_string())).map_err(|_| {
            Fail::new(format!(
                "« {name} » n’est pas un champ connu (number, issued_on, due_on, gross, customer_name… ; pour \
                 une banque : booked_on, label, amount, debit, credit, balance…)."
            ))
        })?;
        given.insert(field, header.trim().to_string());
    }
    Ok(given)
}

fn as_json(report: &ImportReport, written: bool) -> Value {
    json!({
        "written": written,
        "created": report.created(),
        "already_known": report.already_known(),
        "problems": report.problems(),
        "files": report.files,
        "settled": report.settled,
        "customers_of_unknown_kind": report.unknown_kinds,
    })
}

fn show(report: &ImportReport, written: bool) {
    let rows = report
        .files
        .iter()
        .map(|f| {
            vec![
                cut(short_name(&f.name), 30),
                said_format(&f.format).to_string(),
                said_outcome(f, written),
                fr::thousands(f.created),
                fr::thousands(f.already_known),
            ]
        })
        .collect();
    let heads = [
        ("Fichier", Align::Left),
        ("Type", Align::Left),
        ("", Align::Left),
        ("Nouveau", Align::Right),
        ("Connu", Align::Right),
    ];
    line(grid(&heads, rows));
    report.files.iter().for_each(problems);
    totals(report, written);
}

fn short_name(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

fn said_outcome(file: &FileReport, written: bool) -> String {
    match file.outcome {
        FileOutcome::Taken if written => "pris",
        FileOutcome::Taken => "à prendre",
        FileOutcome::Joined => "lu avec l’année suivante",
        FileOutcome::AlreadyImported => "déjà importé",
        FileOutcome::SetAside => "mis de côté",
        FileOutcome::Refused => "refusé",
        FileOutcome::NothingInside => "rien à prendre",
    }
    .to_string()
}

pub fn said_format(code: &str) -> &'static str {
    let known: Result<Format, _> = serde_json::from_value(Value::String(code.to_string()));
    known.unwrap_or(Format::Unknown).french()
}

fn problems(file: &FileReport) {
    if let Some(why) = &file.set_aside {
        remark(&format!("{} : {why}", short_name(&file.name)));
    }
    if let (FileOutcome::Refused, Some(to_mend)) = (file.outcome, &file.to_mend) {
        let lines = fr::count(to_mend.lines.len() as u64, "ligne fausse", "lignes fausses");
        remark(&format!(
            "{} : {lines} ; --skip-wrong-lines prend les autres, --wrong-lines FICHIER écrit celles à corriger",
            short_name(&file.name)
        ));
    }
    let (infos, others): (Vec<_>, Vec<_>) = file.problems.iter().partition(|p| p.severity == Severity::Info);
    for problem in others.iter().take(10) {
        remark(&format!("{} : {problem}", short_name(&file.name)));
    }
    if others.len() > 10 {
        line(format!(
            "  {} : et {} autres remarques (--json les donne toutes).",
            short_name(&file.name),
            others.len() - 10
        ));
    }
    for problem in infos.iter().take(2) {
        remark(&format!("{} : {problem}", short_name(&file.name)));
    }
}

fn totals(report: &ImportReport, written: bool) {
    let sum = |f: fn(&FileReport) -> u64| report.files.iter().map(f).sum::<u64>();
    paragraph(&format!(
        "{} : {}, {}, {}, {}\u{a0}; {}.",
        if written { "Importé" } else { "À importer" },
        fr::count(sum(|f| f.invoices), "facture", "factures"),
        fr::count(sum(|f| f.credit_notes), "avoir ou crédit", "avoirs ou crédits"),
        fr::count(sum(|f| f.payments), "paiement", "paiements"),
        fr::count(sum(|f| f.bank_lines), "ligne bancaire", "lignes bancaires"),
        fr::count(sum(|f| f.customers), "client nouveau", "clients nouveaux"),
    ));
    for r in report.files.iter().flat_map(|f| &f.returned) {
        let reopened = match r.reopened.as_slice() {
            [] => "il n’avait rien payé".to_string(),
            numbers => format!("de nouveau à payer : {}", numbers.join(", ")),
        };
        line(format!(
            "Repris par la banque le {} : {} reçus le {} ; {reopened}.",
            fr::date(r.returned_on),
            fr::euros(r.amount_cents),
            fr::date(r.received_on)
        ));
    }
    let s = &report.settled;
    if s.certain_payments + s.unmatched_credits + s.credit_notes + s.known_payments > 0 {
        paragraph(&format!(
            "Rapproché : {}, {}, {}\u{a0}; {} à identifier.",
            fr::count(s.credit_notes, "avoir imputé", "avoirs imputés"),
            fr::count(s.certain_payments, "virement certain", "virements certains"),
            fr::count(s.known_payments, "virement déjà en comptabilité", "virements déjà en comptabilité"),
            fr::count(s.unmatched_credits, "virement", "virements"),
        ));
    }
    if report.unknown_kinds > 0 && sum(|f| f.customers) > 0 {
        remark(&format!(
            "{} à vérifier : rien ne dit si c’est un professionnel, un particulier ou un organisme public, et aucune mise \
             en demeure n’est proposée d’ici là. Les voir : quitus customer list --unknown. Le dire : quitus customer \
             kind particulier \"NOM\" ; pour tous à la fois : quitus customer kind professionnel --unknown.",
            fr::count(report.unknown_kinds, "client", "clients")
        ));
    }
}
