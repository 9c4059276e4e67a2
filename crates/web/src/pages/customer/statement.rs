//! The account statement, to print or to send: one for each currency, since two are never added.

use crate::answer::{Answer, Oops, PageResult, html};
use crate::frame::Frame;
use crate::route::Nothing;
use crate::view;
use crate::visit::Visit;
use askama::Template;
use base::{Currency, fr};
use documents::context::{AccountStatementContext, LineKind, StatementLine};
use serde::Deserialize;

struct Line {
    what: &'static str,
    number: String,
    issued: String,
    due: String,
    gross: String,
    outstanding: String,
    late: String,
}

struct Account {
    /// Code of the currency, when there are several.
    currency: String,
    pdf: String,
    lines: Vec<Line>,
    overdue: String,
    total: String,
    /// What the customer has with us; empty while they owe.
    in_favour: String,
    /// What is asked for now; empty when nothing is.
    to_pay: String,
    iban: String,
    reference: String,
}

#[derive(Template)]
#[template(path = "customer/statement.html")]
struct StatementPage {
    frame: Frame,
    back: String,
    creditor: Vec<String>,
    addressee: Vec<String>,
    as_of: String,
    accounts: Vec<Account>,
}

pub(super) fn show(visit: &Visit, id: String, _: Nothing) -> PageResult {
    let party = super::found(visit, &id)?;
    let all = app::statements::accounts(&visit.world(), &visit.company, party.id, visit.today())?;
    let letterhead = &all.first().ok_or(Oops::NotHere)?.letterhead;
    let mut addressee = vec![letterhead.addressee.name.clone()];
    addressee.extend(letterhead.addressee.address.clone());
    let mut creditor = vec![letterhead.creditor.name.clone()];
    creditor.extend(letterhead.creditor.address.clone());
    creditor.extend(letterhead.creditor.siren.as_ref().map(|s| format!("SIREN {s}")));
    html(&StatementPage {
        frame: visit.frame(format!("Relevé de compte, {}", party.name)),
        back: format!("/clients/{}", party.id),
        creditor,
        addressee,
        as_of: fr::date(visit.today()),
        accounts: all.iter().map(|a| account(a, &id, all.len() > 1)).collect(),
    })
}

fn account(found: &AccountStatementContext, id: &str, is_one_of_many: bool) -> Account {
    let letterhead = &found.letterhead;
    let currency = letterhead.currency;
    Account {
        currency: if is_one_of_many { currency.to_string() } else { String::new() },
        pdf: format!("/clients/{id}/releve.pdf?monnaie={currency}"),
        lines: found.lines.iter().map(|l| line(l, currency)).collect(),
        overdue: view::money(found.total_overdue, currency),
        total: view::money(found.total_outstanding, currency),
        in_favour: found.in_favour().map(|credit| view::money(credit, currency)).unwrap_or_default(),
        to_pay: Some(found.to_pay())
            .filter(|sum| sum.is_positive())
            .map(|sum| view::money(sum, currency))
            .unwrap_or_default(),
        iban: letterhead.creditor.iban.clone().unwrap_or_default(),
        reference: letterhead.payment_reference.clone(),
    }
}

fn line(found: &StatementLine, currency: Currency) -> Line {
    let is_late = found.kind == LineKind::Invoice && found.days_late > 0;
    Line {
        what: match found.kind {
            LineKind::Invoice => "Facture",
            LineKind::CreditNote => "Avoir",
            LineKind::UnallocatedPayment => "Avance",
        },
        number: found.number.clone(),
        issued: view::day(found.issued_on),
        due: found.due_on.map(view::day).unwrap_or_default(),
        gross: view::money(found.gross, currency),
        outstanding: view::money(found.outstanding, currency),
        late: if is_late { format!("{}{}j", found.days_late, fr::NBSP) } else { String::new() },
    }
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    monnaie: String,
}

/// The statement of one currency; the first when none is named.
pub(super) fn pdf(visit: &Visit, id: String, wanted: Wanted) -> PageResult {
    let party = super::found(visit, &id)?;
    let all = app::statements::accounts(&visit.world(), &visit.company, party.id, visit.today())?;
    let named = match wanted.monnaie.as_str() {
        "" => None,
        // What the books hold stays asked for by its code, withdrawn or not.
        code => {
            Some(Currency::kept(code).ok_or_else(|| Oops::Unreadable(format!("« {code} » n’est pas une devise.")))?)
        }
    };
    let account = all.iter().find(|a| named.is_none_or(|c| a.letterhead.currency == c)).ok_or(Oops::NotHere)?;
    let bytes = app::statements::pdf(&visit.templates()?, account)?;
    let name = format!("releve-{}-{}.pdf", base::fold::words(&party.name).replace(' ', "-"), visit.today());
    Ok(Answer::File { bytes, content_type: "application/pdf".to_string(), name: Some(name) })
}
