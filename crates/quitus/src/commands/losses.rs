//! Debts depreciated or written off: proposed, decided, ended.

use crate::args::{DebtKindArg, DebtStateArg, GroundArg, LossCommand, ProposeLoss};
use crate::commands::acts::say;
use crate::commands::find;
use crate::fail::{Fail, Outcome};
use crate::rim::Rim;
use crate::show::{json, line, paragraph};
use app::bad_debts::{self, Answer, NewBadDebt, TaxLoss};
use app::ports::screens::{Cut, Scope};
use app::records::{BadDebtListed, BadDebtRow, Company};
use base::id::BadDebtId;
use base::{Cents, fr};
use domain::entries::text::tax_summary;
use domain::facts::{DebtGround, DebtKind, DebtState};
use serde_json::{Value, json};
use std::path::Path;

const ROWS: u64 = 50;

pub fn run(rim: &Rim, what: &LossCommand) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    match what {
        LossCommand::Propose(args) => propose(rim, &company, args),
        LossCommand::List { state, page } => list(rim, &company, state.map(state_of), *page),
        LossCommand::Vat { csv } => vat(rim, &company, csv.as_deref()),
        LossCommand::Show { loss } => show(rim, &company, loss),
        LossCommand::Approve { loss, why } => {
            let row = one(rim, &company, loss, DebtState::Proposed)?;
            bad_debts::answer(&world, &company, row.debt.id, Answer::Approved, why)?;
            let told = match row.debt.kind {
                DebtKind::Depreciation => {
                    "Dépréciation approuvée : l’écriture est à transmettre. Les relances continuent."
                }
                DebtKind::WriteOff => {
                    "Passage en perte approuvé : l’écriture est à transmettre, la facture n’est plus relancée."
                }
            };
            say(rim, told, json!({ "loss": row.debt.id, "state": DebtState::InForce }))
        }
        LossCommand::Refuse { loss, why } => {
            let row = one(rim, &company, loss, DebtState::Proposed)?;
            bad_debts::answer(&world, &company, row.debt.id, Answer::Refused, why)?;
            say(rim, "Refusé : rien ne change.", json!({ "loss": row.debt.id, "state": DebtState::Refused }))
        }
        LossCommand::Withdraw { loss, why } => {
            let row = one(rim, &company, loss, DebtState::Proposed)?;
            bad_debts::answer(&world, &company, row.debt.id, Answer::Withdrawn, why)?;
            say(rim, "Proposition retirée.", json!({ "loss": row.debt.id, "state": DebtState::Withdrawn }))
        }
        LossCommand::End { loss, why } => {
            let row = one(rim, &company, loss, DebtState::InForce)?;
            bad_debts::end(&world, &company, row.debt.id, why)?;
            let told = match row.debt.kind {
                DebtKind::Depreciation => "Dépréciation reprise : l’écriture est à transmettre.",
                DebtKind::WriteOff => {
                    "Créance rétablie : l’écriture est à transmettre, la facture est suivie de nouveau."
                }
            };
            say(rim, told, json!({ "loss": row.debt.id, "state": DebtState::Ended }))
        }
    }
}

fn propose(rim: &Rim, company: &Company, args: &ProposeLoss) -> Outcome<u8> {
    let world = rim.world();
    let kind = kind_of(args.kind);
    let amount = match kind {
        DebtKind::Depreciation => args.net.as_deref(),
        DebtKind::WriteOff => args.vat.as_deref(),
    };
    let new = NewBadDebt {
        invoice: find::invoice(&world, company, &args.invoice)?.id,
        kind,
        ground: ground_of(args.ground),
        event_on: args.event.unwrap_or(rim.today),
        amount: amount.map(find::amount).transpose()?.unwrap_or(Cents::ZERO),
        why: args.why.clone(),
        files: args.file.iter().map(|file| read_file(file)).collect::<Outcome<_>>()?,
    };
    let id = bad_debts::propose(&world, company, &new)?;
    let told = format!("{} ({id}) : le propriétaire approuve avec « quitus loss approve ».", kind_words(kind));
    say(rim, &told, json!({ "loss": id, "state": DebtState::Proposed }))
}

fn kind_words(kind: DebtKind) -> &'static str {
    match kind {
        DebtKind::Depreciation => "Dépréciation proposée",
        DebtKind::WriteOff => "Passage en perte proposé",
    }
}

fn read_file(file: &Path) -> Outcome<(String, Vec<u8>)> {
    let bytes = std::fs::read(file).map_err(|e| Fail::unread(file, &e))?;
    Ok((file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(), bytes))
}

fn list(rim: &Rim, company: &Company, state: Option<DebtState>, page: u64) -> Outcome<u8> {
    let cut = Cut { offset: page.saturating_sub(1).saturating_mul(ROWS), limit: ROWS };
    let rows = bad_debts::list(&rim.world(), Scope { company: company.id, keeper: None }, state, cut)?;
    if rim.common.json {
        json(&json!({ "losses": rows.iter().map(shape).collect::<Vec<_>>() }))?;
        return Ok(0);
    }
    for row in &rows {
        let debt = &row.row.debt;
        line(format!(
            "{}  {} ({}) : {}, {}, {}, proposé le {} par {}",
            row.number,
            row.customer,
            debt.kind.french(),
            fr::euros(debt.sums.net),
            debt.ground.french(),
            row.row.state().french(),
            fr::date_short(debt.proposed_on),
            debt.author
        ));
    }
    if rows.is_empty() {
        line("Aucune dépréciation ni perte.");
    }
    Ok(0)
}

/// Rows that a sheet holds.
const MOST: u64 = 1_000_000;

fn vat(rim: &Rim, company: &Company, csv: Option<&Path>) -> Outcome<u8> {
    let scope = Scope { company: company.id, keeper: None };
    let losses = bad_debts::tax_losses(&rim.world(), scope, Cut { offset: 0, limit: MOST })?;
    if let Some(file) = csv {
        std::fs::write(file, tax_summary(losses.iter().map(|loss| &loss.line)))
            .map_err(|e| Fail::unwritten(file, &e))?;
        let told = format!("{} dans {}.", fr::count(losses.len() as u64, "facture", "factures"), file.display());
        return say(rim, &told, json!({ "invoices": losses.len(), "file": file.display().to_string() }));
    }
    if rim.common.json {
        let told = |l: &TaxLoss| {
            json!({ "loss": l.debt, "invoice": l.line.number, "customer": l.line.customer, "issued_on": l.line.issued_on,
                "net_cents": l.line.net, "vat_cents": l.line.vat, "until": l.until, "mention": l.line.mention,
                "came_cents": l.came })
        };
        json(&json!({ "tax_losses": losses.iter().map(told).collect::<Vec<_>>() }))?;
        return Ok(0);
    }
    for loss in &losses {
        let until = loss.until.map(|on| format!(", avant le {}", fr::date(on))).unwrap_or_default();
        let came = loss.came.map(|c| format!(" {} reçus depuis.", fr::euros(c))).unwrap_or_default();
        let l = &loss.line;
        line(format!(
            "{}  {} du {} : {} de TVA{until}.{came}",
            l.customer,
            l.number,
            fr::date_short(l.issued_on),
            fr::euros(l.vat)
        ));
        paragraph(&format!("« {} »", l.mention));
    }
    if losses.is_empty() {
        line("Aucune TVA à reprendre.");
    }
    Ok(0)
}

fn shape(listed: &BadDebtListed) -> Value {
    let debt = &listed.row.debt;
    json!({
        "loss": debt.id, "kind": debt.kind, "ground": debt.ground, "state": listed.row.state(), "invoice": listed.number,
        "customer": listed.customer, "net_cents": debt.sums.net, "vat_cents": debt.sums.vat, "gross_cents": debt.sums.gross,
        "outstanding_cents": listed.outstanding,
    })
}

fn show(rim: &Rim, company: &Company, text: &str) -> Outcome<u8> {
    let world = rim.world();
    let row = any(rim, company, text)?;
    let tax = bad_debts::tax_back(&world, &row)?;
    if rim.common.json {
        let tax = tax
            .map(|t| json!({ "amount_cents": t.amount, "until": t.until, "mention": t.mention, "article": t.article }));
        let words: Vec<Value> =
            row.words.iter().map(|w| json!({ "word": w.word, "on": w.on, "author": w.author, "why": w.why })).collect();
        json(&json!({ "loss": row.debt.id, "state": row.state(), "words": words, "tax_back": tax }))?;
        return Ok(0);
    }
    let debt = &row.debt;
    line(format!(
        "{} : {} sur {}, {} ({})",
        debt.kind.french(),
        fr::euros(debt.sums.net),
        fr::euros(debt.sums.gross),
        debt.ground.french(),
        row.state().french()
    ));
    line(format!("Proposé le {} par {} : {}", fr::date(debt.proposed_on), debt.author, debt.why));
    for word in &row.words {
        let why = if word.why.is_empty() { String::new() } else { format!(" : {}", word.why) };
        line(format!("{} le {} par {}{why}", word.word.french(), fr::date(word.on), word.author));
    }
    for (_, name) in &row.files {
        line(format!("pièce : {name}"));
    }
    if let Some(tax) = tax {
        let until = tax.until.map(|on| format!(" jusqu’au {}", fr::date(on))).unwrap_or_default();
        line(format!("TVA à reprendre : {}{until} ({}).", fr::euros(tax.amount), tax.article));
        paragraph(&format!("Le double de la facture, envoyé au client, doit porter : « {} ».", tax.mention));
    }
    Ok(0)
}

/// By identifier, or the one of an invoice in that state.
fn one(rim: &Rim, company: &Company, text: &str, state: DebtState) -> Outcome<BadDebtRow> {
    if let Some(id) = BadDebtId::parse(text) {
        return Ok(bad_debts::one(&rim.world(), company, id)?);
    }
    let row = of_invoice(rim, company, text)?.into_iter().rev().find(|row| row.state() == state);
    row.ok_or_else(|| Fail::new(format!("Rien n’est « {} » pour {text} : voyez « quitus loss list ».", state.french())))
}

fn any(rim: &Rim, company: &Company, text: &str) -> Outcome<BadDebtRow> {
    if let Some(id) = BadDebtId::parse(text) {
        return Ok(bad_debts::one(&rim.world(), company, id)?);
    }
    let last = of_invoice(rim, company, text)?.pop();
    last.ok_or_else(|| Fail::new(format!("Aucune dépréciation ni perte pour {text}.")))
}

fn of_invoice(rim: &Rim, company: &Company, text: &str) -> Outcome<Vec<BadDebtRow>> {
    let world = rim.world();
    let invoice = find::invoice(&world, company, text)?;
    Ok(world.read(|books| Ok(books.bad_debts_of_invoice(invoice.id)?))?)
}

fn kind_of(kind: DebtKindArg) -> DebtKind {
    match kind {
        DebtKindArg::Depreciation => DebtKind::Depreciation,
        DebtKindArg::WriteOff => DebtKind::WriteOff,
    }
}

fn ground_of(ground: GroundArg) -> DebtGround {
    match ground {
        GroundArg::Doubtful => DebtGround::Doubtful,
        GroundArg::Insolvency => DebtGround::Insolvency,
        GroundArg::Contested => DebtGround::Contested,
        GroundArg::Liquidation => DebtGround::Liquidation,
        GroundArg::Fruitless => DebtGround::Fruitless,
        GroundArg::Disappeared => DebtGround::Disappeared,
        GroundArg::StolenCheque => DebtGround::StolenCheque,
        GroundArg::TimeBarred => DebtGround::TimeBarred,
        GroundArg::GivenUp => DebtGround::GivenUp,
    }
}

fn state_of(state: DebtStateArg) -> DebtState {
    match state {
        DebtStateArg::Proposed => DebtState::Proposed,
        DebtStateArg::InForce => DebtState::InForce,
        DebtStateArg::Refused => DebtState::Refused,
        DebtStateArg::Withdrawn => DebtState::Withdrawn,
        DebtStateArg::Ended => DebtState::Ended,
    }
}
