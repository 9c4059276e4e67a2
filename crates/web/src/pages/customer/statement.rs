//! The account statement, to print or to send.

use crate::answer::{Answer, PageResult, html};
use crate::frame::Frame;
use crate::route::Nothing;
use crate::view;
use crate::visit::Visit;
use askama::Template;
use base::fr;
use documents::context::LineKind;

struct Line {
    what: &'static str,
    number: String,
    issued: String,
    due: String,
    gross: String,
    outstanding: String,
    late: String,
}

#[derive(Template)]
#[template(path = "customer/statement.html")]
struct StatementPage {
    frame: Frame,
    back: String,
    pdf: String,
    creditor: Vec<String>,
    addressee: Vec<String>,
    as_of: String,
    lines: Vec<Line>,
    overdue: String,
    total: String,
    iban: String,
    reference: String,
}

pub(super) fn show(visit: &Visit, id: String, _: Nothing) -> PageResult {
    let party = super::found(visit, &id)?;
    let account = app::statements::account(&visit.world(), &visit.company, party.id, visit.today())?;
    let letterhead = &account.letterhead;
    let mut addressee = vec![letterhead.addressee.name.clone()];
    addressee.extend(letterhead.addressee.address.clone());
    let mut creditor = vec![letterhead.creditor.name.clone()];
    creditor.extend(letterhead.creditor.address.clone());
    creditor.extend(letterhead.creditor.siren.as_ref().map(|s| format!("SIREN {s}")));
    let money = |cents| view::money(cents, letterhead.currency);
    html(&StatementPage {
        frame: visit.frame(format!("Relevé de compte, {}", party.name)),
        back: format!("/clients/{}", party.id),
        pdf: format!("/clients/{}/releve.pdf", party.id),
        creditor,
        addressee,
        as_of: fr::date(account.as_of),
        lines: account
            .lines
            .iter()
            .map(|l| Line {
                what: match l.kind {
                    LineKind::Invoice => "Facture",
                    LineKind::CreditNote => "Avoir",
                    LineKind::UnallocatedPayment => "Avance",
                },
                number: l.number.clone(),
                issued: view::day(l.issued_on),
                due: l.due_on.map(view::day).unwrap_or_default(),
                gross: money(l.gross),
                outstanding: money(l.outstanding),
                late: if l.kind == LineKind::Invoice && l.days_late > 0 {
                    format!("{} j", l.days_late)
                } else {
                    String::new()
                },
            })
            .collect(),
        overdue: money(account.total_overdue),
        total: money(account.total_outstanding),
        iban: letterhead.creditor.iban.clone().unwrap_or_default(),
        reference: letterhead.payment_reference.clone(),
    })
}

pub(super) fn pdf(visit: &Visit, id: String, _: Nothing) -> PageResult {
    let party = super::found(visit, &id)?;
    let account = app::statements::account(&visit.world(), &visit.company, party.id, visit.today())?;
    let bytes = app::statements::pdf(&visit.house.outside.templates()?, &account)?;
    let name = format!("releve-{}-{}.pdf", base::fold::words(&party.name).replace(' ', "-"), visit.today());
    Ok(Answer::File { bytes, content_type: "application/pdf".to_string(), name: Some(name) })
}
