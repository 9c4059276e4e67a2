//! Verify, back up, restore: the books stay whole and can be put back.

use crate::args::{Common, Verify};
use crate::commands::acts::say;
use crate::fail::{Fail, NEEDS_ATTENTION, Outcome};
use crate::rim::{Rim, data_folder, database_file};
use crate::show::{json, line};
use base::fr;
use domain::journal::JournalKind;
use domain::journal::kinds::BackupMade;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::io::{BufRead, IsTerminal};
use std::path::Path;

pub fn verify(rim: &Rim, args: &Verify) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let rebuilt = if args.rebuild { Some(app::verify::rebuild(&world, &company)?) } else { None };
    let found = app::verify::verify(&world, &company)?;
    let code = if found.findings.is_empty() { 0 } else { NEEDS_ATTENTION };
    if rim.common.json {
        json(&json!({
            "entries": found.entries, "head": found.head, "acts": found.acts, "findings": found.findings, "rebuilt": rebuilt,
            "invoices": found.totals.invoices, "principal_cents": found.totals.principal,
            "allocated_cents": found.totals.allocated, "outstanding_cents": found.totals.outstanding,
        }))?;
        return Ok(code);
    }
    if let Some(n) = rebuilt {
        line(format!("{} refaits à partir des faits.", fr::count(n, "solde", "soldes")));
    }
    line(format!(
        "Journal : {}, chaîne {}.",
        fr::count(found.entries, "écriture", "écritures"),
        if found.findings.iter().any(|f| f.starts_with("Journal")) { "rompue" } else { "entière" }
    ));
    line(format!(
        "{} : {} facturés, {} imputés, {} restants.",
        fr::count(found.totals.invoices, "pièce", "pièces"),
        fr::euros(found.totals.principal),
        fr::euros(found.totals.allocated),
        fr::euros(found.totals.outstanding)
    ));
    line(format!("{}, contenu comparé à son empreinte.", fr::count(found.acts, "acte relu", "actes relus")));
    found.findings.iter().for_each(|f| line(format!("  À VOIR : {f}")));
    if found.findings.is_empty() {
        line("Tout est en ordre.");
    }
    Ok(code)
}

pub fn backup(rim: &Rim, file: &Path) -> Outcome<u8> {
    rim.store.database().backup(file).map_err(|e| Fail::new(e.to_string()))?;
    let bytes = std::fs::read(file).map_err(|e| Fail::unread(file, &e))?;
    let sha256: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
    let world = rim.world();
    world.write(|books| {
        for company in books.companies()? {
            let kind = BackupMade { file: file.display().to_string(), sha256: sha256.clone() };
            world.note(books, company.id, company.id, JournalKind::BackupMade(kind))?;
        }
        Ok(())
    })?;
    say(rim, &format!("Sauvegardé dans {}.", file.display()), json!({ "file": file, "sha256": sha256 }))
}

/// Puts a backup in the place of the database; what was there is set aside, not lost.
pub fn restore(common: &Common, file: &Path, yes: bool) -> Outcome<u8> {
    if common.database_url.is_some() {
        return Err(Fail::new(
            "Une base PostgreSQL se restaure avec pg_restore ; signalez-le ensuite : quitus restored --declare COPIE.",
        ));
    }
    let folder = data_folder(common)?;
    std::fs::create_dir_all(&folder).map_err(|e| Fail::unwritten(&folder, &e))?;
    if !yes && !agreed(file)? {
        line("Rien n’a été changé.");
        return Ok(0);
    }
    let restored = store::engine::restore(file, &database_file(&folder)).map_err(|e| Fail::new(e.to_string()))?;
    let bytes = std::fs::read(file).map_err(|e| Fail::unread(file, &e))?;
    let sha256: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
    let rim = Rim::open(common)?;
    let marked = app::restoration::mark(&rim.world(), &file.display().to_string(), &sha256)?;
    let aside = restored.set_aside.map(|p| p.display().to_string());
    if common.json {
        let companies: Vec<_> = marked.iter().map(super::restored::marked_json).collect();
        json(&json!({ "restored": file, "set_aside": aside, "companies": companies }))?;
        return Ok(0);
    }
    line(format!("Restauré depuis {}.", file.display()));
    if let Some(aside) = aside {
        line(format!("La base d’avant est gardée dans {aside}."));
    }
    line("Vérifiez : quitus verify.");
    super::restored::declared(&rim, &marked)
}

fn agreed(file: &Path) -> Outcome<bool> {
    if !std::io::stdin().is_terminal() {
        return Err(Fail::new("Pour restaurer sans question, ajoutez --yes."));
    }
    line(format!("Remplacer la base par {} ? [o/N]", file.display()));
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer).map_err(|e| Fail::unheard(&e))?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "o" | "oui" | "y" | "yes"))
}
