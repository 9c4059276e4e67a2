//! `quitus interest`: what a late invoice costs, segment by segment; of an invoice kept here, or of any amount.

use crate::args::{Interest, RegimeArg};
use crate::commands::{claims, company, find};
use crate::fail::{Fail, Outcome};
use crate::rim::Rim;
use crate::show::{Align, grid, json, line, remark};
use app::accessories::OfInvoice;
use base::{Cents, Currency, Date, fr, parse_iso_date};
use law::LawBook;
use law::allocation::AllocationOrder;
use law::interest::{BalanceEvent, EventKind, FloorChoice, InterestClaim, Regime, StatementOfSums, Waiver, statement};
use law::limitation::Limitation;
use serde_json::{Value, json};

pub fn run(rim: &Rim, args: &Interest) -> Outcome<u8> {
    let law = app::lawbook::load(&rim.world())?;
    let (found, kept) = match (&args.invoice, &args.amount) {
        (Some(number), None) => of_invoice(rim, &law, number)?,
        (None, Some(amount)) => (of_amount(rim, &law, args, amount)?, None),
        _ => return Err(Fail::new("Donnez un numéro de facture, ou --amount et --due.")),
    };
    let (subject, due_on, sums) = found;
    if rim.common.json {
        let mut value = as_json(&subject, due_on, &sums);
        value["limitation"] = kept.as_ref().map_or(Value::Null, |k| limitation_json(&k.limitation));
        let asked = if kept.as_ref().is_some_and(|k| k.doubt.is_some()) { sums.principal_due } else { sums.total_due };
        value["to_ask_cents"] = json!(asked);
        value["to_check"] = json!(kept.as_ref().and_then(|k| k.doubt.as_ref()));
        value["meanwhile"] = json!(kept.as_ref().and_then(|k| k.meanwhile).map(|(contested, principal, interest)| {
            json!({ "contested_cents": contested, "principal_cents": principal, "interest_cents": interest })
        }));
        value["claims"] = json!(kept.as_ref().map(|k| &k.claims));
        json(&value)?;
    } else {
        show(&subject, due_on, &sums, kept.as_ref().is_some_and(|k| k.doubt.is_some()));
        if let Some(kept) = &kept {
            claims::show(&kept.claims);
            show_limitation(&kept.limitation);
            kept.doubt.iter().for_each(|doubt| remark(doubt));
            kept.meanwhile.iter().for_each(|apart| remark(&meanwhile(*apart, &sums)));
        }
    }
    Ok(0)
}

type Found = (String, Date, StatementOfSums);

/// What is told beside the sums of an invoice kept here.
struct Kept {
    limitation: Limitation,
    /// Why the sums are to be checked.
    doubt: Option<String>,
    /// What is contested, and what may be asked for meanwhile: principal and interest.
    meanwhile: Option<(Cents, Cents, Cents)>,
    claims: OfInvoice,
}

fn limitation_json(limitation: &Limitation) -> Value {
    json!({
        "last_day": limitation.last_day, "started_on": limitation.started_on, "article": limitation.article,
        "status": limitation.status, "notes": limitation.notes.iter().map(|n| n.french()).collect::<Vec<_>>(),
    })
}

fn meanwhile((contested, principal, interest): (Cents, Cents, Cents), sums: &StatementOfSums) -> String {
    let money = |cents| fr::money(cents, sums.currency);
    format!(
        "Litige : {} contestés ; en attendant, {} sont réclamés et {} d’intérêts. Non fondé, tout ce qui précède est dû.",
        money(contested),
        money(principal),
        money(interest)
    )
}

fn show_limitation(limitation: &Limitation) {
    let doubt = if limitation.status.needs_check() { ", à vérifier" } else { "" };
    remark(&format!(
        "Prescription : agir au plus tard le {} ({}{doubt})",
        fr::date(limitation.last_day),
        limitation.article
    ));
    limitation.notes.iter().for_each(|n| remark(&n.french()));
}

fn of_invoice(rim: &Rim, law: &LawBook, number: &str) -> Outcome<(Found, Option<Kept>)> {
    let (world, company) = (rim.world(), rim.company()?);
    let invoice = find::invoice(&world, &company, number)?;
    let (due_on, sums, kept) = world.read(|books| {
        let sums = app::sums::of_invoice(books, law, &company, &invoice, rim.today)?;
        let due_on = books.balance(invoice.id)?.map_or(invoice.due_on, |b| b.due_on);
        let limitation = app::limitation::of_invoice(books, law, &invoice, rim.today)?;
        let doubt = books.party(invoice.party)?.and_then(|party| app::customers::doubt(&party));
        let apart = app::sums::meanwhile(books, law, &company, &invoice, rim.today)?;
        let meanwhile = apart.map(|(contested, asked)| (contested, asked.principal_due, asked.interest_due));
        let claims = app::accessories::of_invoice(books, law, &company, &invoice, rim.today)?;
        Ok((due_on, sums, Kept { limitation, doubt, meanwhile, claims }))
    })?;
    Ok(((invoice.number, due_on, sums), Some(kept)))
}

fn of_amount(rim: &Rim, law: &LawBook, args: &Interest, amount: &str) -> Outcome<Found> {
    let due_on = args.due.ok_or_else(|| Fail::new("Il manque l’échéance : --due AAAA-MM-JJ."))?;
    let mut events = dated(&args.payments, EventKind::Payment)?;
    events.extend(dated(&args.credits, EventKind::CreditNote)?);
    let agreed = args.rate.as_deref().map(company::rate).transpose()?;
    let claim = InterestClaim {
        principal: find::amount(amount)?,
        currency: Currency::EUR,
        due_on,
        regime: match args.regime.unwrap_or(RegimeArg::Business) {
            RegimeArg::Business => Regime::Business { agreed, floor: FloorChoice::Floor },
            RegimeArg::Consumer => Regime::Consumer { formal_notice_on: args.notice },
            RegimeArg::PublicBody => Regime::PublicBody,
        },
        events: &events,
        as_of: rim.today,
        order: if args.principal_first { AllocationOrder::PrincipalFirst } else { AllocationOrder::InterestFirst },
        stop_before: None,
        settled_on: None,
        waiver: Waiver::Nothing,
    };
    Ok((format!("{} dus", fr::euros(claim.principal)), due_on, statement(&claim, law)?))
}

fn dated(texts: &[String], kind: EventKind) -> Outcome<Vec<BalanceEvent>> {
    texts
        .iter()
        .map(|text| {
            let (on, amount) =
                text.split_once('=').ok_or_else(|| Fail::new(format!("« {text} » : écrire AAAA-MM-JJ=montant.")))?;
            let on = parse_iso_date(on).ok_or_else(|| Fail::new(format!("« {on} » n’est pas une date AAAA-MM-JJ.")))?;
            Ok(BalanceEvent { on, amount: find::amount(amount)?, kind })
        })
        .collect()
}

fn as_json(subject: &str, due_on: Date, sums: &StatementOfSums) -> Value {
    let segments: Vec<Value> = sums
        .segments
        .iter()
        .map(|s| {
            json!({
                "from": s.from, "to": s.to, "days": s.days, "rate_bp": s.rate, "base_cents": s.base, "interest_cents": s.amount,
                "article": s.article, "source": s.record.source, "status": s.record.status,
            })
        })
        .collect();
    json!({
        "subject": subject,
        "currency": sums.currency,
        "due_on": due_on,
        "as_of": sums.as_of,
        "principal_cents": sums.principal_due,
        "original_principal_cents": sums.principal,
        "segments": segments,
        "interest_cents": sums.interest_due,
        "interest_accrued_cents": sums.interest_accrued,
        "interest_paid_cents": sums.interest_paid,
        "fixed_compensation_cents": sums.fixed_compensation_due,
        "fixed_compensation_currency": Currency::EUR,
        "total_cents": sums.total_due,
        "apart_from_total_cents": sums.compensation_apart(),
        "unallocated_cents": sums.unallocated,
        "notes": sums.notes.iter().map(|n| json!({ "code": n.code(), "text": n.french() })).collect::<Vec<_>>(),
    })
}

/// Of a customer of whom nothing tells what it is, only the principal is asked for.
fn show(subject: &str, due_on: Date, sums: &StatementOfSums, is_unclear: bool) {
    let money = |cents| fr::money(cents, sums.currency);
    line(format!("{subject}, échéance {}, décompte au {} inclus", fr::date(due_on), fr::date(sums.as_of)));
    let rows = sums
        .segments
        .iter()
        .map(|s| {
            vec![
                fr::date_short(s.from),
                fr::date_short(s.to),
                s.days.to_string(),
                fr::percent(s.rate),
                money(s.base),
                money(s.amount),
            ]
        })
        .collect();
    let heads = [
        ("Du", Align::Left),
        ("Au", Align::Left),
        ("Jours", Align::Right),
        ("Taux", Align::Right),
        ("Sur", Align::Right),
        ("Intérêts", Align::Right),
    ];
    if !sums.segments.is_empty() {
        line(grid(&heads, rows));
    }
    let mut sums_told =
        vec![("Principal restant dû", money(sums.principal_due)), ("Intérêts de retard", money(sums.interest_due))];
    let compensation = fr::euros(sums.fixed_compensation_due);
    match sums.compensation_apart() {
        _ if is_unclear => {
            sums_told.extend([("Indemnité forfaitaire", compensation), ("À demander", money(sums.principal_due))])
        }
        None => sums_told.extend([("Indemnité forfaitaire", compensation), ("Total", money(sums.total_due))]),
        Some(_) => sums_told.extend([("Total", money(sums.total_due)), ("Et, à part, indemnité", compensation)]),
    }
    for (label, told) in sums_told {
        line(format!("{label:<24}{told:>16}"));
    }
    let mut articles: Vec<&str> = sums.segments.iter().map(|s| s.article.as_str()).collect();
    articles.dedup();
    articles.iter().for_each(|a| line(format!("  taux : {a}")));
    sums.notes.iter().for_each(|n| remark(&n.french()));
}
