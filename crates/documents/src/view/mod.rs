//! Turns a context into the fields templates read: every amount and date already written out, in the reader's language.
//!
//! Templates never compute: they choose sentences. All strings are cleaned here, once, so that no value can carry a mark,
//! a control character or a direction override into a document.

mod sheet;
mod sums;

pub(crate) use sheet::sheet;

use crate::blocks::{INSERTS, insert_mark};
use crate::context::{
    AccountStatementContext, Addressee, AlreadyClaimed, Creditor, DunningContext, InvoiceLine, Lang, Letterhead,
    LineKind, PlanSpoken, PreviousContact, StatementLine,
};
use crate::epc;
use crate::wording::{Wording, group};
use base::{Cents, Currency, fr};
use serde_json::{Map, Value, json};

/// Rows a mail shows before it points at the statement.
pub(crate) const MAIL_ROWS: usize = 30;

/// Fields of a reminder, reminder letter or formal notice.
pub(crate) fn dunning(context: &DunningContext, lang: Lang, labels: &Value, max_rows: usize) -> Value {
    let wording = Wording { lang, currency: context.letterhead.currency };
    let late = context.invoices.iter().map(|i| i.days_late).max().unwrap_or(0);
    let numbers: Vec<String> = context.invoices.iter().map(|i| i.number.clone()).collect();
    let rows: Vec<Value> = context.invoices.iter().take(max_rows).map(|i| invoice(i, wording, labels)).collect();
    // Of a plan its next payment is asked for, whatever its invoices still owe.
    let next = context.plan.as_ref().map_or(context.total_outstanding, |p| p.asked);
    let to_pay = context.sums.as_ref().map_or(next, |s| s.total);
    let mut fields = frame(&context.letterhead, wording, labels);
    let own = json!({
        "one": context.invoices.len() == 1,
        "count": context.invoices.len(),
        "hidden_count": context.invoices.len().saturating_sub(max_rows),
        "invoice": rows.first(),
        "invoices": rows,
        "contested": contested(context, wording, labels),
        "numbers": wording.join(&numbers),
        "total": wording.money(context.total_outstanding),
        "settled": context.total_outstanding.is_zero(),
        "late": wording.days(late.max(0)),
        "deadline": context.payment_deadline.map(|d| wording.date(d)),
        "contacts": context.previous_contacts.iter().map(|c| contact(c, wording)).collect::<Vec<_>>(),
        "next_step": context.next_step.as_ref().map(|c| contact(c, wording)),
        "attachments": (!context.attachments.is_empty()).then(|| wording.join(&context.attachments)),
        "enclosures": context.attachments,
        "to_check": context.to_check,
        "payment": context.payment.as_ref().map(|p| json!({"amount": wording.money(p.amount), "received_on": wording.date(p.received_on)})),
        "promise": context.promise.as_ref().map(|p| json!({
            "amount": wording.money(p.amount), "made_on": wording.date(p.made_on), "promised_for": wording.date(p.promised_for),
            "promised_day": wording.day(p.promised_for), "by": p.by,
            "received": p.received.is_positive().then(|| wording.money(p.received)),
        })),
        "plan": context.plan.as_ref().map(|p| plan(p, wording)),
        "service": context.service.as_ref().map(|s| json!({
            "clause": s.clause,
            "accepted_on": wording.date(s.accepted_on),
            "notice_days": wording.days(s.notice_days),
            "suspend_after": s.suspend_after_days.map(|n| wording.days(n)),
            "terminate_after": s.terminate_after_days.map(|n| wording.days(n)),
            "noticed_on": s.noticed_on.map(|d| wording.date(d)),
            "suspended_on": s.suspended_on.map(|d| wording.date(d)),
        })),
        "sums": context.sums.as_ref().map(|s| sums::statement(s, wording, labels)),
        "claimed": context.claimed.as_ref().map(|c| claimed(*c, wording)),
        "english": (lang == Lang::Fr && context.letterhead.addressee.language == Lang::En).then(|| in_english(context, &numbers)),
        "payment_box": payment_box(&context.letterhead, next, wording),
        "full_payment_box": payment_box(&context.letterhead, to_pay, wording),
    });
    merge(&mut fields, own);
    clean(Value::Object(fields))
}

fn claimed(claimed: AlreadyClaimed, wording: Wording) -> Value {
    let euros = Wording { currency: Currency::EUR, ..wording };
    json!({
        "on": wording.date(claimed.on),
        "interest": claimed.interest.is_positive().then(|| wording.money(claimed.interest)),
        "fixed": claimed.fixed_compensation.is_positive().then(|| euros.money(claimed.fixed_compensation)),
    })
}

fn plan(plan: &PlanSpoken, wording: Wording) -> Value {
    let accessories = plan.total.sub(plan.principal).unwrap_or(Cents::ZERO);
    json!({
        "parts": plan.parts.iter().map(|p| json!({"due_on": wording.date(p.due_on), "amount": wording.money(p.amount)})).collect::<Vec<_>>(),
        "count": plan.parts.len(),
        "total": wording.money(plan.total),
        "principal": wording.money(plan.principal),
        "accessories": accessories.is_positive().then(|| wording.money(accessories)),
        "is_waived": plan.is_waived,
        "interest_first": plan.interest_first,
        "grace_days": (plan.grace_days > 0).then(|| wording.days(plan.grace_days)),
        "notice_days": wording.days(plan.notice_days),
        "agreed_on": plan.agreed_on.map(|d| wording.date(d)),
        "rank": plan.rank,
        "due_on": plan.due_on.map(|d| wording.date(d)),
        "asked": wording.money(plan.asked),
        "left": wording.money(plan.left),
    })
}

/// What a reader of English must understand of a document that only exists in French.
fn in_english(context: &DunningContext, numbers: &[String]) -> Value {
    let wording = Wording { lang: Lang::En, currency: context.letterhead.currency };
    let euros = Wording { currency: Currency::EUR, ..wording };
    let sums = context.sums.as_ref();
    let apart = sums.map_or(Cents::ZERO, |s| s.compensation_apart(wording.currency));
    json!({
        "total": wording.money(sums.map_or(context.total_outstanding, |s| s.total)),
        "fixed_apart": (!apart.is_zero()).then(|| euros.money(apart)),
        "as_of": wording.date(sums.map_or(context.letterhead.dated_on, |s| s.as_of)),
        "deadline": context.payment_deadline.map(|d| wording.date(d)),
        "numbers": wording.join(numbers),
    })
}

/// Fields of an account statement.
pub(crate) fn statement(context: &AccountStatementContext, lang: Lang, labels: &Value) -> Value {
    let wording = Wording { lang, currency: context.letterhead.currency };
    let mut fields = frame(&context.letterhead, wording, labels);
    let own = json!({
        "as_of": wording.date(context.as_of),
        "one": context.lines.len() == 1,
        "count": context.lines.len(),
        "hidden_count": 0,
        "invoices": context.lines.iter().map(|l| statement_line(l, wording, labels)).collect::<Vec<_>>(),
        "contested": contested_in_statement(context, wording, labels),
        "total": wording.money(context.total_outstanding),
        "in_favour": context.in_favour().map(|credit| wording.money(credit)),
        "total_overdue": context.total_overdue.is_positive().then(|| wording.money(context.total_overdue)),
        "ageing": context.ageing.iter().map(|b| json!({"label": b.label, "amount": wording.money(b.amount)})).collect::<Vec<_>>(),
        "payment_box": payment_box(&context.letterhead, context.to_pay(), wording),
        "enclosures": [],
    });
    merge(&mut fields, own);
    clean(Value::Object(fields))
}

/// What every document has: sender, addressee, date, references, inserts.
fn frame(head: &Letterhead, wording: Wording, labels: &Value) -> Map<String, Value> {
    let mut fields = Map::new();
    let own = json!({
        "lang": wording.lang.code(),
        "regime": head.regime.code(),
        "labels": labels,
        "reference": head.reference,
        "payment_reference": head.payment_reference,
        "contested": [],
        "dated_on": wording.date(head.dated_on),
        "date": {"year": head.dated_on.year(), "month": head.dated_on.month(), "day": head.dated_on.day()},
        "place_date": place_and_date(head, wording),
        "creditor": creditor(&head.creditor, wording),
        "signatory": signatory(&head.creditor),
        "addressee": addressee(&head.addressee, labels),
        "addressee_lines": head.addressee.address.iter().map(|line| json!({"text": line})).collect::<Vec<_>>(),
        "hello": hello(&head.addressee, wording.lang),
        "dear": dear(&head.addressee, wording.lang, ","),
        "dear_short": dear(&head.addressee, wording.lang, ""),
    });
    merge(&mut fields, own);
    for name in INSERTS {
        fields.insert(name.to_string(), Value::String(insert_mark(name)));
    }
    fields
}

fn place_and_date(head: &Letterhead, wording: Wording) -> String {
    let date = wording.date(head.dated_on);
    match (&head.place, wording.lang) {
        (Some(place), Lang::Fr) => format!("{place}, le {date}"),
        (Some(place), Lang::En) => format!("{place}, {date}"),
        (None, Lang::Fr) => format!("Le {date}"),
        (None, Lang::En) => date,
    }
}

fn hello(to: &Addressee, lang: Lang) -> String {
    let word = if lang == Lang::Fr { "Bonjour" } else { "Hello" };
    to.salutation.as_deref().map_or(format!("{word},"), |name| format!("{word} {name},"))
}

fn dear(to: &Addressee, lang: Lang, end: &str) -> String {
    match (to.salutation.as_deref(), lang) {
        (Some(name), Lang::Fr) => format!("{name}{end}"),
        (Some(name), Lang::En) => format!("Dear {name}{end}"),
        (None, Lang::Fr) => format!("Madame, Monsieur{end}"),
        (None, Lang::En) => format!("Dear Sir or Madam{end}"),
    }
}

fn creditor(from: &Creditor, wording: Wording) -> Value {
    json!({
        "name": from.name,
        "address": from.address,
        "email": from.email,
        "phone": from.phone,
        "website": from.website,
        "siren": from.siren.as_deref().map(|s| group(s, 3, fr::NBSP)),
        "consumer_mediator": from.consumer_mediator,
        "social_mentions": wording.social_mentions(from),
    })
}

/// What the signatory does not give is taken from the company, so that an answer always has somewhere to go.
fn signatory(from: &Creditor) -> Value {
    let by = &from.signatory;
    let name = if by.name.trim().is_empty() { &from.name } else { &by.name };
    json!({
        "name": name,
        "title": by.title,
        "email": by.email.as_ref().or(from.email.as_ref()),
        "phone": by.phone.as_ref().or(from.phone.as_ref()),
    })
}

fn addressee(to: &Addressee, labels: &Value) -> Value {
    let attention = labels.get("attention").and_then(Value::as_str).unwrap_or_default();
    let mut window = vec![to.name.clone()];
    window.extend(to.contact_name.as_deref().filter(|name| *name != to.name).map(|name| format!("{attention} {name}")));
    window.extend(to.address.iter().cloned());
    json!({
        "name": to.name, "contact_name": to.contact_name, "address": to.address, "email": to.email, "window": window,
        "siren": to.siren.as_deref().map(|s| group(s, 3, fr::NBSP)),
    })
}

fn invoice(line: &InvoiceLine, wording: Wording, labels: &Value) -> Value {
    json!({
        "label": labels.get("invoice"),
        "number": line.number,
        "issued_on": wording.date_short(line.issued_on),
        "due_on": wording.date(line.due_on),
        "due_short": wording.date_short(line.due_on),
        "due_day": wording.day(line.due_on),
        "due_is_estimated": line.due_is_estimated,
        "gross": wording.money(line.gross),
        "outstanding": wording.money(line.outstanding),
        "contested": line.contested.is_positive().then(|| wording.money(line.contested)),
        "late": (line.days_late > 0).then(|| wording.days(line.days_late)),
    })
}

/// One sentence for each invoice of which a part is contested: what is asked for, and what is not meanwhile.
fn contested(context: &DunningContext, wording: Wording, labels: &Value) -> Vec<String> {
    let lines = context.invoices.iter().filter(|l| l.contested.is_positive());
    let filled = |l: &InvoiceLine| {
        contested_note(labels, "contested_note", &l.number, [l.contested, l.outstanding], wording)
            .replace("{gross}", &wording.money(l.gross))
    };
    lines.map(filled).collect()
}

fn contested_in_statement(context: &AccountStatementContext, wording: Wording, labels: &Value) -> Vec<String> {
    let lines = context.lines.iter().filter(|l| l.contested.is_positive());
    let filled = |l: &StatementLine| {
        let rest = l.outstanding.sub(l.contested).unwrap_or(Cents::ZERO);
        contested_note(labels, "contested_in_statement", &l.number, [l.contested, rest], wording)
    };
    lines.map(filled).collect()
}

fn contested_note(labels: &Value, label: &str, number: &str, amounts: [Cents; 2], wording: Wording) -> String {
    let sentence = labels.get(label).and_then(Value::as_str).unwrap_or_default();
    let [contested, rest] = amounts.map(|amount| wording.money(amount));
    sentence.replace("{number}", number).replace("{contested}", &contested).replace("{undisputed}", &rest)
}

fn statement_line(line: &StatementLine, wording: Wording, labels: &Value) -> Value {
    let label = match line.kind {
        LineKind::Invoice => "invoice",
        LineKind::CreditNote => "credit_note",
        LineKind::UnallocatedPayment => "unallocated_payment",
    };
    json!({
        "label": labels.get(label),
        "number": line.number,
        "issued_on": wording.date_short(line.issued_on),
        "due_on": line.due_on.map(|d| wording.date(d)),
        "due_short": line.due_on.map(|d| wording.date_short(d)),
        "due_is_estimated": line.due_is_estimated,
        "gross": wording.money(line.gross),
        "outstanding": wording.money(line.outstanding),
        "late": (line.kind == LineKind::Invoice && line.days_late > 0).then(|| wording.days(line.days_late)),
    })
}

fn contact(contact: &PreviousContact, wording: Wording) -> Value {
    json!({"date": wording.date(contact.date), "date_short": wording.date_short(contact.date), "sentence": contact.sentence})
}

fn payment_box(head: &Letterhead, amount: Cents, wording: Wording) -> Value {
    let iban = head.creditor.iban.as_deref().filter(|iban| epc::iban_is_valid(iban));
    json!({
        "iban": iban.map(|iban| group(iban, 4, ' ')),
        "bic": head.creditor.bic,
        "wanted": amount.is_positive(),
        "amount": wording.money(amount),
        "reference": head.payment_reference,
    })
}

pub(crate) fn merge(fields: &mut Map<String, Value>, own: Value) {
    if let Value::Object(own) = own {
        fields.extend(own);
    }
}

/// Removes what could act instead of being printed: marks, control characters, direction overrides.
/// The marks of our own inserts are kept, since only whole values equal to one pass.
pub(crate) fn clean(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(clean_text(text)),
        Value::Array(items) => Value::Array(items.into_iter().map(clean).collect()),
        Value::Object(fields) => {
            let cleaned = fields.into_iter().map(|(key, v)| {
                let v = if INSERTS.contains(&key.as_str()) { v } else { clean(v) };
                (key, v)
            });
            Value::Object(cleaned.collect())
        }
        other => other,
    }
}

fn clean_text(text: String) -> String {
    let acts = |c: char| {
        c.is_control()
            || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
    };
    if !text.chars().any(acts) {
        return text;
    }
    text.chars().map(|c| if acts(c) { ' ' } else { c }).collect()
}
