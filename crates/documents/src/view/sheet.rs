//! Fields of a call sheet or a visit sheet.
//!
//! Inside the company only: this view shows the notes « à vérifier » which no letter carries.

use super::{clean, contact, frame, invoice, merge, payment_box};
use crate::context::{CallSheetContext, Lang};
use crate::wording::Wording;
use serde_json::{Value, json};

pub(crate) fn sheet(context: &CallSheetContext, lang: Lang, labels: &Value) -> Value {
    let wording = Wording { lang, currency: context.letterhead.currency };
    let mut fields = frame(&context.letterhead, wording, labels);
    let rows: Vec<Value> = context.invoices.iter().map(|i| invoice(i, wording, labels)).collect();
    let own = json!({
        "purpose": context.purpose,
        "one": context.invoices.len() == 1,
        "count": context.invoices.len(),
        "hidden_count": 0,
        "invoice": rows.first(),
        "invoices": rows,
        "total": wording.money(context.total_outstanding),
        "facts": facts(context, wording, labels),
        "history_rows": context.history.iter().map(|c| contact(c, wording)).collect::<Vec<_>>(),
        "question_rows": context.questions,
        "note_rows": context.to_note,
        "outcome_rows": context.outcomes,
        "to_check": context.to_check,
        "payment_box": payment_box(&context.letterhead, context.total_outstanding, wording),
    });
    merge(&mut fields, own);
    clean(Value::Object(fields))
}

/// Whom to reach comes first, then what the caller should know.
fn facts(context: &CallSheetContext, wording: Wording, labels: &Value) -> Vec<Value> {
    let word = |key: &str| labels.get(key).and_then(Value::as_str).unwrap_or_default().to_string();
    let to = &context.letterhead.addressee;
    let promise = context.promise.as_ref().map(|p| {
        let by = p.by.as_ref().map(|by| format!(" ({by})")).unwrap_or_default();
        format!("{} {} {}{by}", wording.money(p.amount), word("promised_for"), wording.date(p.promised_for))
    });
    let reach = [
        (word("ask_for"), context.ask_for.clone()),
        (word("phone_to_call"), context.phone.clone()),
        (word("address"), (!to.address.is_empty()).then(|| to.address.join(", "))),
        (word("current_promise"), promise),
        (word("next_step"), context.next_step_on.map(|d| wording.date(d))),
    ];
    let known = reach.into_iter().filter_map(|(label, value)| Some((label, value?)));
    let told = context.facts.iter().cloned();
    known.chain(told).map(|(label, value)| json!({"label": label, "value": value})).collect()
}
