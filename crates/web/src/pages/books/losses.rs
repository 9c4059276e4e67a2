//! Debts that may not be paid: proposed from an invoice, decided by the owner, ended.

use super::{Tab, tabs};
use crate::answer::{Answer, Oops, PageResult, done, html};
use crate::fields;
use crate::frame::Frame;
use crate::pages::disputes::upload::{Sent, with_form};
use crate::route::{Arrival, Nothing};
use crate::view::{self, Chip};
use crate::visit::Visit;
use crate::why::WhyOf;
use app::bad_debts::{self, NewBadDebt, TaxBack};
use app::ports::screens::Cut;
use app::reckonings::Subject;
use app::records::{BadDebtListed, BadDebtRow};
use askama::Template;
use axum::extract::{Multipart, Path};
use axum::response::{IntoResponse, Response};
use base::id::{BadDebtId, InvoiceId, SourceId};
use base::{Cents, fr};
use domain::facts::{DebtGround, DebtKind, DebtState};
use serde::Deserialize;

const ROWS: u64 = 50;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    etat: String,
    #[serde(default)]
    page: u64,
}

struct Line {
    href: String,
    number: String,
    customer: String,
    customer_href: String,
    kind: &'static str,
    ground: &'static str,
    net: String,
    vat: String,
    left: String,
    proposed: String,
    state: Chip,
    why: WhyOf,
}

#[derive(Template)]
#[template(path = "books/losses.html")]
struct LossesPage {
    frame: Frame,
    tabs: Vec<Tab>,
    lines: Vec<Line>,
    states: Vec<(&'static str, &'static str, bool)>,
    state: String,
    page: u64,
    has_more: bool,
}

#[derive(Template)]
#[template(path = "books/loss.html")]
struct LossPage {
    frame: Frame,
    id: BadDebtId,
    is_loss: bool,
    number: String,
    invoice_href: String,
    customer: String,
    customer_href: String,
    state: Chip,
    state_code: &'static str,
    ground: &'static str,
    event: String,
    net: String,
    gross: String,
    left: String,
    came: Option<String>,
    why: String,
    proposed: String,
    words: Vec<(String, String)>,
    files: Vec<(SourceId, String)>,
    tax: Option<TaxBack>,
    tax_until: String,
    tax_amount: String,
    may_decide: bool,
    may_withdraw: bool,
}

pub(super) fn list(visit: &Visit, _: Nothing, asked: Asked) -> PageResult {
    visit.must_keep_books()?;
    let state = DebtState::parse(&asked.etat);
    let cut = Cut { offset: asked.page.saturating_mul(ROWS), limit: ROWS + 1 };
    let mut rows = bad_debts::list(&visit.world(), visit.scope(), state, cut)?;
    let has_more = rows.len() as u64 > ROWS;
    rows.truncate(50);
    let states = DebtState::ALL.iter().map(|s| (s.code(), s.french(), Some(*s) == state));
    html(&LossesPage {
        frame: visit.frame("Comptabilité : douteux et pertes"),
        tabs: tabs("/comptabilite/pertes"),
        lines: rows.iter().map(line).collect(),
        states: std::iter::once(("", "tous", state.is_none())).chain(states).collect(),
        state: asked.etat,
        page: asked.page,
        has_more,
    })
}

fn line(listed: &BadDebtListed) -> Line {
    let debt = &listed.row.debt;
    Line {
        href: format!("/comptabilite/pertes/{}", debt.id),
        number: listed.number.clone(),
        customer: listed.customer.clone(),
        customer_href: format!("/clients/{}", debt.party),
        kind: debt.kind.french(),
        ground: debt.ground.french(),
        net: fr::euros(debt.sums.net),
        vat: if debt.sums.vat.is_zero() { String::new() } else { fr::euros(debt.sums.vat) },
        left: fr::euros(listed.outstanding),
        proposed: format!("{}, par {}", view::day(debt.proposed_on), debt.author),
        state: chip(listed.row.state()),
        why: WhyOf::new(Subject::BadDebt(debt.id), format!("{} sur {}", fr::euros(debt.sums.net), listed.number)),
    }
}

fn chip(state: DebtState) -> Chip {
    let tone = match state {
        DebtState::Proposed => "warn",
        DebtState::InForce => "info",
        DebtState::Refused | DebtState::Withdrawn | DebtState::Ended => "plain",
    };
    Chip::new(state.french(), tone)
}

fn found(visit: &Visit, id: &str) -> Result<BadDebtRow, Oops> {
    let id = BadDebtId::parse(id).ok_or(Oops::NotHere)?;
    let row = bad_debts::one(&visit.world(), &visit.company, id).map_err(|_| Oops::NotHere)?;
    visit.must_see(row.debt.party)?;
    Ok(row)
}

pub(super) fn show(visit: &Visit, id: String, _: Nothing) -> PageResult {
    visit.must_keep_books()?;
    let row = found(visit, &id)?;
    let debt = &row.debt;
    let (number, customer, left) = visit.world().read(|books| {
        let number = books.invoice(debt.invoice)?.map(|i| i.number).unwrap_or_default();
        let customer = books.party(debt.party)?.map(|p| p.name).unwrap_or_default();
        Ok((number, customer, books.balance(debt.invoice)?.map_or(Cents::ZERO, |b| b.outstanding)))
    })?;
    let tax = bad_debts::tax_back(&visit.world(), &row)?;
    let said = |w: &app::records::BadDebtWord| {
        let why = if w.why.is_empty() { String::new() } else { format!(" : {}", w.why) };
        (fr::capital(w.word.french()), format!("le {}, par {}{why}", view::day(w.on), w.author))
    };
    let came = bad_debts::came_since(&row, left)?;
    html(&LossPage {
        frame: visit.frame(format!("{} de {number}", fr::capital(debt.kind.french()))),
        id: debt.id,
        is_loss: debt.kind == DebtKind::WriteOff,
        number,
        invoice_href: format!("/factures/{}", debt.invoice),
        customer,
        customer_href: format!("/clients/{}", debt.party),
        state: chip(row.state()),
        state_code: row.state().code(),
        ground: debt.ground.french(),
        event: view::long_day(debt.event_on),
        net: fr::euros(debt.sums.net),
        gross: fr::euros(debt.sums.gross),
        left: fr::euros(left),
        came: came.map(fr::euros),
        why: debt.why.clone(),
        proposed: format!("{}, par {}", view::long_day(debt.proposed_on), debt.author),
        words: row.words.iter().map(said).collect(),
        files: row.files.clone(),
        tax_until: tax.as_ref().and_then(|t| t.until).map(view::long_day).unwrap_or_default(),
        tax_amount: tax.as_ref().map(|t| fr::euros(t.amount)).unwrap_or_default(),
        tax,
        may_decide: visit.role.may_decide(),
        may_withdraw: visit.role.may_keep_books(),
    })
}

#[derive(Deserialize)]
pub(super) struct AnswerForm {
    answer: String,
    #[serde(default)]
    why: String,
}

pub(super) fn answer(visit: &Visit, id: String, given: AnswerForm) -> PageResult {
    visit.must_keep_books()?;
    let row = found(visit, &id)?;
    let (what, told) = match given.answer.as_str() {
        "approved" => (bad_debts::Answer::Approved, "Approuvé : l’écriture sera dans la prochaine transmission."),
        "refused" => (bad_debts::Answer::Refused, "Refusé : rien ne change."),
        "withdrawn" => (bad_debts::Answer::Withdrawn, "Proposition retirée."),
        _ => return Err(Oops::Unreadable("réponse inconnue".to_string())),
    };
    if what != bad_debts::Answer::Withdrawn {
        visit.must_decide()?;
    }
    bad_debts::answer(&visit.world(), &visit.company, row.debt.id, what, &given.why)?;
    app::worklist::refresh(&visit.world(), &visit.company, row.debt.party)?;
    done(format!("/comptabilite/pertes/{id}"), told)
}

#[derive(Deserialize)]
pub(super) struct EndForm {
    why: String,
}

pub(super) fn end(visit: &Visit, id: String, given: EndForm) -> PageResult {
    visit.must_decide()?;
    let row = found(visit, &id)?;
    bad_debts::end(&visit.world(), &visit.company, row.debt.id, &given.why)?;
    app::worklist::refresh(&visit.world(), &visit.company, row.debt.party)?;
    let told = match row.debt.kind {
        DebtKind::Depreciation => "Dépréciation reprise : l’écriture sera dans la prochaine transmission.",
        DebtKind::WriteOff => "Créance rétablie : la facture est suivie de nouveau.",
    };
    done(format!("/comptabilite/pertes/{id}"), told)
}

/// What proves it, byte for byte.
pub(super) fn piece(visit: &Visit, (id, source): (String, String), _: Nothing) -> PageResult {
    visit.must_keep_books()?;
    let row = found(visit, &id)?;
    let source =
        SourceId::parse(&source).filter(|s| row.files.iter().any(|(known, _)| known == s)).ok_or(Oops::NotHere)?;
    let (name, bytes) = visit.world().read(|books| Ok(books.source_bytes(source)?))?.ok_or(Oops::NotHere)?;
    Ok(Answer::File { bytes, content_type: "application/octet-stream".to_string(), name: Some(name) })
}

pub(super) async fn propose(arrival: Arrival, Path(id): Path<String>, form: Multipart) -> Response {
    with_form(arrival, form, move |visit, sent| proposed(visit, &id, sent)).await.into_response()
}

fn proposed(visit: &Visit, id: &str, mut sent: Sent) -> PageResult {
    visit.must_keep_books()?;
    let invoice = InvoiceId::parse(id).ok_or(Oops::NotHere)?;
    let record = visit.world().read(|books| Ok(books.invoice(invoice)?))?.ok_or(Oops::NotHere)?;
    visit.must_see(record.party)?;
    let ground = DebtGround::parse(sent.get("ground")).ok_or_else(|| Oops::Unreadable("motif inconnu".to_string()))?;
    let new = NewBadDebt {
        invoice,
        kind: ground.kind(),
        ground,
        event_on: fields::day(sent.get("event"))?.unwrap_or(visit.today()),
        amount: fields::amount(sent.get("amount"))?.unwrap_or(Cents::ZERO),
        why: sent.get("why").to_string(),
        files: sent.file.take().into_iter().map(|file| (file.name, file.bytes)).collect(),
    };
    let made = bad_debts::propose(&visit.world(), &visit.company, &new)?;
    done(format!("/comptabilite/pertes/{made}"), "Proposé : le propriétaire décide.")
}

/// What an invoice's page tells of it.
pub(in crate::pages) struct Standing {
    pub kind: DebtKind,
    /// Empty for somebody who does not keep the books.
    pub href: String,
    pub text: String,
}

/// Measures that wait or run, and the grounds that may be given.
pub(in crate::pages) fn standing(visit: &Visit, invoice: InvoiceId) -> Result<Vec<Standing>, Oops> {
    let rows = visit.world().read(|books| Ok(books.bad_debts_of_invoice(invoice)?))?;
    let stands = |row: &&BadDebtRow| matches!(row.state(), DebtState::Proposed | DebtState::InForce);
    let told = |row: &BadDebtRow| Standing {
        kind: row.debt.kind,
        href: if visit.role.may_keep_books() { format!("/comptabilite/pertes/{}", row.debt.id) } else { String::new() },
        text: format!(
            "{} de {} ({})",
            fr::capital(row.debt.kind.french()),
            fr::euros(row.debt.sums.net),
            row.state().french()
        ),
    };
    Ok(rows.iter().filter(stands).map(told).collect())
}
