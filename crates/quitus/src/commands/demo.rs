//! `quitus demo`: a company with three years behind it, to look around without risk.

use crate::args::{Common, Demo};
use crate::fail::{Fail, Outcome};
use crate::outside::Composer;
use crate::rim::{PROGRAM, Rim, data_folder};
use crate::show::{json, line};
use app::prepare::Desk;
use base::{Cents, fr};
use documents::TemplateSet;
use indicatif::ProgressBar;
use serde_json::json;
use sim::demo::{Filled, Size, day_for, fill};
use sim::office::Premises;
use std::io::IsTerminal;

pub fn run(common: &Common, args: &Demo) -> Outcome<u8> {
    let folder = data_folder(common)?;
    let rim = Rim::open(common)?;
    if !rim.world().read(|books| Ok(books.companies()?))?.is_empty() {
        return Err(Fail::new(format!(
            "Des sociétés sont déjà tenues dans {} : choisissez un autre dossier avec --data.",
            folder.display()
        )));
    }
    let today = day_for(rim.today);
    let templates = TemplateSet::shipped();
    let desk = Desk { templates: &templates, composer: &Composer };
    let premises = Premises { store: &rim.store, desk: &desk, program: PROGRAM };
    let size = size(args);
    let bar = bar(common.json, size.invoices);
    let filled = fill(premises, args.seed, today, size, &mut |invoices| bar.set_position(invoices))?;
    bar.finish_and_clear();
    show(&rim, common, &filled)
}

fn size(args: &Demo) -> Size {
    match args.invoices {
        Some(invoices) => Size::of_invoices(invoices),
        None => Size::STANDARD,
    }
}

fn bar(silent: bool, invoices: u64) -> ProgressBar {
    if silent || !std::io::stderr().is_terminal() { ProgressBar::hidden() } else { ProgressBar::new(invoices) }
}

fn show(rim: &Rim, common: &Common, filled: &Filled) -> Outcome<u8> {
    let f = &filled.figures;
    let aging = app::aging::aged_balance(&rim.world(), &filled.company, filled.today, false)?;
    let (mut open, mut overdue) = (Cents::ZERO, Cents::ZERO);
    for balance in aging.by_currency.values() {
        open = open.add(balance.total)?;
        overdue = overdue.add(Cents::sum(balance.buckets[1..5].iter().copied())?)?;
    }
    if common.json {
        json(&json!({
            "company": filled.company.id, "name": filled.company.name, "siren": filled.company.siren, "today": filled.today,
            "invoices": f.invoices, "invoiced_cents": f.invoiced_cents, "open_cents": open,
            "overdue_cents": overdue, "dso_days": f.dso_days, "acts": f.acts,
        }))?;
        return Ok(0);
    }
    line(format!(
        "« {} » (inventée) : {}, {} restent dus dont {} en retard, {}.",
        filled.company.name,
        fr::count(f.invoices, "facture", "factures"),
        fr::euros(open),
        fr::euros(overdue),
        fr::count(f.acts, "relance déjà faite", "relances déjà faites")
    ));
    line(format!("Dans cette démonstration, nous sommes le {} {}.", fr::weekday(filled.today), fr::date(filled.today)));
    Ok(0)
}
