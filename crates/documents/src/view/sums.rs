//! The statement of sums as rows ready to be set in a table, grouped by invoice.
//!
//! Rows keep the order a reader can follow with a pencil: invoice, its segments, its compensation, then the totals.

use crate::context::{InterestSegment, InvoiceSums, StatementOfSums};
use crate::wording::Wording;
use base::Currency;
use serde_json::{Value, json};

pub(super) fn statement(sums: &StatementOfSums, wording: Wording, labels: &Value) -> Value {
    // The law fixes the compensation in euros: it is written so, and apart from a total in another currency.
    let euros = Wording { currency: Currency::EUR, ..wording };
    let apart = sums.compensation_apart(wording.currency);
    let groups: Vec<Vec<Value>> = sums.invoices.iter().map(|invoice| invoice_rows(invoice, wording, labels)).collect();
    json!({
        "as_of": wording.date(sums.as_of),
        "groups": groups,
        "principal": wording.money(sums.principal),
        "interest": wording.money(sums.interest),
        "has_interest": !sums.interest.is_zero(),
        "has_fixed": !sums.fixed_compensation.is_zero(),
        "fixed": euros.money(sums.fixed_compensation),
        "fixed_each": sums.fixed_compensation_each.map(|c| euros.money(c)),
        "fixed_apart": (!apart.is_zero()).then(|| euros.money(apart)),
        "total": wording.money(sums.total),
        "basis": sums.interest_basis,
    })
}

fn invoice_rows(invoice: &InvoiceSums, wording: Wording, labels: &Value) -> Vec<Value> {
    let word = |key: &str| labels.get(key).and_then(Value::as_str).unwrap_or_default().to_string();
    let head = json!({"kind": "invoice", "label": format!("{} {}", word("invoice"), invoice.number), "amount": wording.money(invoice.principal)});
    let mut rows = vec![head];
    rows.extend(invoice.segments.iter().map(|s| segment(s, wording, &word)));
    if invoice.interest_paid.is_positive() {
        let paid = base::Cents::new(-invoice.interest_paid.get());
        rows.push(json!({"kind": "compensation", "label": word("interest_paid"), "amount": wording.money(paid)}));
    }
    if !invoice.fixed_compensation.is_zero() {
        rows.push(json!({"kind": "compensation", "label": word("fixed_compensation"), "amount": Wording { currency: Currency::EUR, ..wording }.money(invoice.fixed_compensation)}));
    }
    rows
}

fn segment(segment: &InterestSegment, wording: Wording, word: &dyn Fn(&str) -> String) -> Value {
    let period = format!(
        "{} {} {} {}",
        word("from"),
        wording.date_short(segment.from),
        word("to"),
        wording.date_short(segment.to)
    );
    json!({
        "kind": "segment",
        "label": format!("{} {period}", word("interest")),
        "days": segment.days.to_string(),
        "rate": wording.rate(segment.rate_bp),
        "base": wording.money(segment.base),
        "amount": wording.money(segment.interest),
    })
}
