//! `quitus inspect`: what files hold, without importing anything.

use crate::args::{Common, Files};
use crate::commands::import::{contents, said_format};
use crate::fail::{NEEDS_ATTENTION, Outcome};
use crate::show::{json, line};
use app::import::{ReadFile, format_code};
use base::{Cents, Currency, fr};
use draft::{InvoiceDraft, LedgerDraft, PartyDraft, StatementDraft};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

pub fn run(common: &Common, args: &Files) -> Outcome<u8> {
    let mut files = Vec::new();
    for (name, bytes) in contents(&args.paths)? {
        let input = reader::Input { name: &name, bytes: &bytes };
        reader::read(input, &reader::Options::default(), &mut |f| {
            files.push(ReadFile::of(f.name, f.bytes.into_owned(), f.reading));
        });
    }
    if common.json {
        let described = files.iter().map(describe).collect::<Outcome<Vec<Value>>>()?;
        json(&json!({ "files": described }))?;
    } else {
        for file in &files {
            show(file)?;
        }
    }
    Ok(if files.iter().any(|f| f.reading.is_refused()) { NEEDS_ATTENTION } else { 0 })
}

fn describe(file: &ReadFile) -> Outcome<Value> {
    let reading = &file.reading;
    let mut out = Map::new();
    out.insert("file".into(), json!(file.name));
    out.insert("sha256".into(), json!(file.sha256));
    out.insert("format".into(), json!(format_code(reading.format)));
    out.insert("variant".into(), json!(reading.variant));
    if let [only] = reading.invoices.as_slice()
        && let Value::Object(fields) = invoice(only)
    {
        out.extend(fields);
    }
    if !reading.invoices.is_empty() {
        out.insert("invoices".into(), reading.invoices.iter().map(invoice).collect());
    }
    if !reading.statements.is_empty() {
        let totals = bank::totals(&reading.statements)?;
        out.insert("statements".into(), json!(totals.statements));
        out.insert("entries".into(), json!(totals.entries));
        out.insert("pending".into(), json!(totals.pending));
        out.insert("reversals".into(), json!(totals.reversals));
        out.insert("credit_total_cents".into(), json!(totals.credit));
        out.insert("debit_total_cents".into(), json!(totals.debit));
    }
    if let Some(found) = &reading.ledger {
        out.insert("ledger".into(), ledger(found));
    }
    if let Some(table) = &reading.table {
        out.insert("table".into(), json!(table));
    }
    out.insert("problems".into(), json!(reading.problems));
    Ok(Value::Object(out))
}

fn invoice(draft: &InvoiceDraft) -> Value {
    json!({
        "number": draft.number,
        "kind": draft.kind,
        "type_code": draft.type_code,
        "issued_on": draft.issued_on,
        "due_on": draft.due_on,
        "delivered_on": draft.delivered_on,
        "currency": draft.currency,
        "seller": party(&draft.seller),
        "buyer": party(&draft.buyer),
        "net_cents": draft.net,
        "vat_cents": draft.vat,
        "gross_cents": draft.gross,
        "prepaid_cents": draft.prepaid,
        "amount_due_cents": draft.amount_due,
        "outstanding_cents": draft.outstanding,
        "precedents": draft.precedents,
        "payment_terms": draft.payment_terms,
        "iban": draft.iban,
        "profile": draft.profile,
        "line": draft.line,
        "validity": draft.validity,
    })
}

fn party(party: &PartyDraft) -> Value {
    json!({
        "name": party.name, "siren": party.siren, "siret": party.siret, "vat_id": party.vat_id, "email": party.email,
        "code": party.code, "city": party.city, "country": party.country,
    })
}

fn ledger(ledger: &LedgerDraft) -> Value {
    let open = |code: &str| -> Vec<Value> {
        ledger
            .items
            .iter()
            .enumerate()
            .filter(|(_, i)| i.party == code && !i.open.is_zero() && !i.is_advance())
            .map(|(at, i)| {
                json!({ "ref": i.reference, "open_cents": i.open, "kind": i.kind, "date": i.piece_on.unwrap_or(i.booked_on), "line": i.line,
                    "settled_by": ledger.settlements.iter().filter(|s| s.debit == at || s.credit == at).map(|s| json!({
                        "line": ledger.items.get(if s.debit == at { s.credit } else { s.debit }).map(|o| o.line),
                        "amount_cents": s.amount, "confidence": s.confidence })).collect::<Vec<_>>() })
            })
            .collect()
    };
    json!({
        "siren": ledger.siren, "closing_on": ledger.closing_on, "bank_known_until": ledger.bank_known_until,
        "entries": ledger.entries, "total_debit_cents": ledger.total_debit, "total_credit_cents": ledger.total_credit,
        "parties": ledger.parties.iter().map(|p| json!({
            "code": p.code, "name": p.name, "balance_cents": p.balance, "advances_cents": p.advances,
            "is_pseudo": p.is_pseudo, "to_confirm": p.to_confirm, "open": open(&p.code) })).collect::<Vec<_>>(),
    })
}

fn show(file: &ReadFile) -> Outcome<()> {
    let reading = &file.reading;
    line(format!("{} — {}", file.name, said_format(&format_code(reading.format))));
    for draft in reading.invoices.iter().take(20) {
        show_invoice(draft);
    }
    if reading.invoices.len() > 20 {
        line(format!("  … et {} autres.", reading.invoices.len() - 20));
    }
    show_statements(&reading.statements)?;
    if let Some(ledger) = &reading.ledger {
        let owed: Cents = Cents::sum(ledger.parties.iter().map(|p| p.balance))?;
        line(format!(
            "  {} ; solde des clients {}",
            fr::count(ledger.parties.len() as u64, "client", "clients"),
            fr::euros(owed)
        ));
    }
    for problem in reading.problems.iter().take(20) {
        line(format!("  {problem}"));
    }
    Ok(())
}

/// A sum for each currency: euros and dollars do not add up.
fn show_statements(statements: &[StatementDraft]) -> Outcome<()> {
    let currencies: BTreeSet<Currency> = statements.iter().map(|s| s.currency).collect();
    for currency in currencies {
        let of_it: Vec<_> = statements.iter().filter(|s| s.currency == currency).cloned().collect();
        let t = bank::totals(&of_it)?;
        line(format!(
            "  {}, {} : crédits {}, débits {}",
            fr::count(t.statements, "relevé", "relevés"),
            fr::count(t.entries, "écriture", "écritures"),
            fr::money(t.credit, currency),
            fr::money(t.debit, currency)
        ));
    }
    Ok(())
}

fn show_invoice(draft: &InvoiceDraft) {
    let due = draft.due_on.map_or_else(|| "sans échéance".to_string(), |d| format!("échéance {}", fr::date(d)));
    let name = |p: &PartyDraft| p.name.clone().or_else(|| p.siren.clone()).unwrap_or_else(|| "?".to_string());
    line(format!(
        "  {} du {}, {due} : {} à payer ({} TTC), de {} à {}",
        draft.number,
        fr::date(draft.issued_on),
        fr::money(draft.amount_due, draft.currency),
        fr::money(draft.gross, draft.currency),
        name(&draft.seller),
        name(&draft.buyer)
    ));
    let broken: Vec<&str> = draft.validity.iter().filter(|f| f.severity == "fatal").map(|f| f.rule.as_str()).collect();
    if !broken.is_empty() {
        line(format!("    règles officielles non respectées : {} (pour information)", broken.join(", ")));
    }
}
