use super::{Pairs, customer, field, id, outcome, refresh, refused, reply};
use crate::answer::{Answer, Oops, PageResult, done, html, pdf, sandboxed};
use crate::frame::Frame;
use crate::house::MailShown;
use crate::route::Nothing;
use crate::spoken::on_page;
use crate::view::{self, Chip};
use crate::visit::Visit;
use app::dispatch::document;
use app::outcomes;
use app::records::ActRow;
use askama::Template;
use base::Date;
use base::id::{ActId, InvoiceId};
use domain::facts::{ActState, Channel};
use domain::journal::kinds::ReturnCause;

#[derive(Template)]
#[template(path = "work/act.html")]
struct ActPage {
    frame: Frame,
    base: String,
    customer: String,
    icon: &'static str,
    channel: &'static str,
    step: String,
    subject: String,
    state: Chip,
    detail: String,
    facts: Vec<(&'static str, String)>,
    lines: Vec<(InvoiceId, String, String)>,
    mail: Option<MailShown>,
    is_pdf: bool,
    /// Why a letter is not to be posted any more.
    kept_back: Option<String>,
    phone: Option<String>,
    is_call: bool,
    is_task: bool,
    is_unknown: bool,
    /// A letter that may come back.
    may_return: bool,
    is_registered: bool,
    planned_on: Date,
    is_leaving: bool,
    outcomes: Vec<outcome::Choice>,
    /// The act and its customer, when it may have been answered.
    answered: Option<String>,
    replies: Vec<reply::Line>,
    brief: customer::Short,
    today: Date,
}

/// The act, when it is of the company and its customer is in the scope.
fn found(visit: &Visit, act: &str) -> Result<ActRow, Oops> {
    let act: ActId = id(act)?;
    let row = visit.world().read(|books| Ok(books.act(act)?))?.ok_or(Oops::NotHere)?;
    visit.must_see(row.act.party)?;
    Ok(row)
}

pub fn show(visit: &Visit, act: String, _: Nothing) -> PageResult {
    let row = found(visit, &act)?;
    let act = &row.act;
    let (icon, channel) = view::channel(act.channel);
    let is_mail = act.content_type == "message/rfc822";
    let bytes = if is_mail { visit.world().read(|books| Ok(books.act_content(act.id)?))? } else { Vec::new() };
    let brief = customer::short(visit, act.party)?;
    let waits = row.state == ActState::Prepared && act.message_id.is_none();
    let is_call = matches!(act.channel, Channel::Call | Channel::Visit);
    let is_letter = matches!(act.channel, Channel::Letter | Channel::RegisteredLetter);
    html(&ActPage {
        frame: visit.frame(format!("{} · {}", act.step_title, brief.name)),
        base: format!("/actes/{}", act.id),
        customer: brief.name.clone(),
        icon,
        channel,
        step: act.step_title.clone(),
        subject: act.subject.clone(),
        state: view::act_state(row.state),
        detail: super::batch::told_of(visit, &row),
        facts: facts(&row),
        lines: act.lines.iter().map(|l| (l.invoice, l.number.clone(), view::money(l.amount, act.currency))).collect(),
        mail: is_mail.then(|| visit.house.outside.read_mail(&bytes)).flatten(),
        is_pdf: act.content_type == "application/pdf",
        kept_back: if waits { kept_back(visit, &row)? } else { None },
        phone: (is_call && act.addressed_to.starts_with(['0', '+'])).then(|| act.addressed_to.clone()),
        is_call: waits && is_call,
        is_task: waits && !is_call,
        is_unknown: row.state == ActState::Unknown,
        may_return: is_letter && matches!(row.state, ActState::Prepared | ActState::Done | ActState::HandedOver),
        is_registered: act.channel == Channel::RegisteredLetter,
        planned_on: act.planned_on,
        is_leaving: row.state == ActState::Prepared,
        outcomes: outcome::choices(),
        answered: has_left(row.state).then(|| act.id.to_string()),
        replies: reply::to_act(visit, act.id)?,
        brief,
        today: visit.today(),
    })
}

fn has_left(state: ActState) -> bool {
    !matches!(state, ActState::Prepared | ActState::Dispatching | ActState::Cancelled)
}

fn facts(row: &ActRow) -> Vec<(&'static str, String)> {
    let act = &row.act;
    let mut facts = vec![
        ("Adressé à", act.addressed_to.replace('\n', ", ")),
        ("Approuvé par", act.approved_by.clone()),
        ("Préparé le", view::long_day(act.planned_on)),
    ];
    facts.extend(row.performed_on.map(|on| ("Parti ou fait le", view::long_day(on))));
    facts.push(("Mode", if act.live { "envoi réel" } else { "essai : rien n’est arrivé au client" }.to_string()));
    facts.push(("Empreinte SHA-256", act.content_sha256.clone()));
    facts
}

fn bytes(visit: &Visit, row: &ActRow) -> Result<Vec<u8>, Oops> {
    Ok(visit.world().read(|books| Ok(books.act_content(row.act.id)?))?)
}

/// The exact bytes: a PDF inside the page, a message to keep. A letter that waits is looked at again first.
pub fn content(visit: &Visit, act: String, _: Nothing) -> PageResult {
    let row = found(visit, &act)?;
    let bytes = document(&visit.world(), &visit.company, &row, None)?;
    if row.act.content_type == "application/pdf" {
        return pdf(bytes);
    }
    let name = format!("{}.eml", row.act.id);
    Ok(Answer::File { bytes, content_type: row.act.content_type.clone(), name: Some(name) })
}

/// A letter that no longer says what is owed, printed all the same, with a reason that the journal keeps.
pub fn print_despite(visit: &Visit, act: String, form: Pairs) -> PageResult {
    visit.must_act()?;
    let row = found(visit, &act)?;
    pdf(document(&visit.world(), &visit.company, &row, Some(super::why(&form)?))?)
}

/// Why a letter that waits may no longer be printed, when it may not.
fn kept_back(visit: &Visit, row: &ActRow) -> Result<Option<String>, Oops> {
    match document(&visit.world(), &visit.company, row, None) {
        Ok(_) => Ok(None),
        Err(app::AppError::Refused { what, .. }) => Ok(Some(on_page(&what))),
        Err(other) => Err(other.into()),
    }
}

/// The message in its own HTML, where it can do nothing.
pub fn message(visit: &Visit, act: String, _: Nothing) -> PageResult {
    let row = found(visit, &act)?;
    let read = visit.house.outside.read_mail(&bytes(visit, &row)?).ok_or(Oops::NotHere)?;
    sandboxed(read.html.unwrap_or(read.text))
}

pub fn report(visit: &Visit, act: String, form: Pairs) -> PageResult {
    visit.must_act()?;
    let row = found(visit, &act)?;
    let heard = outcome::heard(&form)?;
    outcomes::record_call(&visit.world(), &visit.company, row.act.id, &heard, outcome::note(&form))?;
    refresh(visit, row.act.party)?;
    let name = customer::short(visit, row.act.party)?.name;
    done("/a-faire?onglet=reponses", outcome::told(&name, &heard))
}

/// A letter posted, a task done.
pub fn done_by_hand(visit: &Visit, act: String, form: Pairs) -> PageResult {
    visit.must_act()?;
    let row = found(visit, &act)?;
    let on = match field(&form, "le") {
        "" => visit.today(),
        text => super::day(text, "Le jour")?,
    };
    let warnings = outcomes::record_done(&visit.world(), &visit.company, row.act.id, on, field(&form, "preuve"))?;
    refresh(visit, row.act.party)?;
    let mut said = vec![format!("{} : c’est noté.", row.act.step_title)];
    said.extend(warnings);
    done("/a-faire?onglet=reponses", said.join(" "))
}

/// A letter came back.
pub fn returned(visit: &Visit, act: String, form: Pairs) -> PageResult {
    visit.must_act()?;
    let row = found(visit, &act)?;
    let on = super::day(field(&form, "le"), "Le jour du retour")?;
    let cause = match field(&form, "cause") {
        "non-reclame" => ReturnCause::Unclaimed {
            presented_on: super::day(field(&form, "presente"), "Le jour de la présentation")?,
        },
        "inconnu" => ReturnCause::UnknownAddress,
        _ => return Err(refused("Dites pourquoi le courrier est revenu.", "Le motif est coché sur l’enveloppe.")),
    };
    let follows = app::undelivered::record(&visit.world(), &visit.company, row.act.id, on, cause)?;
    refresh(visit, row.act.party)?;
    done(format!("/actes/{}", row.act.id), format!("Noté. {follows}"))
}

/// Somebody looked whether the message left.
pub fn resolve(visit: &Visit, act: String, form: Pairs) -> PageResult {
    visit.must_act()?;
    let row = found(visit, &act)?;
    let left = match field(&form, "parti") {
        "oui" => true,
        "non" => false,
        _ => return Err(refused("Dites si le message est parti.", "Regardez d’abord dans vos messages envoyés.")),
    };
    outcomes::resolve_unknown(&visit.world(), &visit.company, row.act.id, left, super::why(&form)?)?;
    refresh(visit, row.act.party)?;
    done(
        "/a-faire?onglet=reponses",
        if left {
            "Noté : le message est parti."
        } else {
            "Noté : le message n’est pas parti, il sera proposé de nouveau."
        },
    )
}

pub fn cancel(visit: &Visit, act: String, form: Pairs) -> PageResult {
    visit.must_act()?;
    let row = found(visit, &act)?;
    outcomes::cancel(&visit.world(), &visit.company, row.act.id, super::why(&form)?)?;
    refresh(visit, row.act.party)?;
    done("/a-faire", format!("{} : annulé, rien ne part.", row.act.step_title))
}
