//! What customers answered: recorded by pasting it or joining its message, read beside the customer in short, and handled by
//! the results that a call has.

use super::{Pairs, customer, field, fields, outcome, refresh, why};
use crate::answer::{Answer, Oops, PageResult, done, html};
use crate::frame::Frame;
use crate::pages::disputes::upload::{Sent, with_form};
use crate::route::{Arrival, Nothing};
use crate::view::{self, Chip};
use crate::visit::Visit;
use app::folders::NewContact;
use app::ports::replies::ReplyList;
use app::ports::screens::Cut;
use app::records::{ReplyEnded, ReplyRow};
use app::replies::{self, Handling, Meaning, NewReply, Owed, Recorded, Waiting};
use askama::Template;
use axum::extract::Multipart;
use axum::response::Response;
use base::id::{ActId, InvoiceId, PartyId, ReplyId};
use base::{Date, days_between, fr};
use domain::facts::ContactRole;

/// As much of an answer as a row shows.
const FIRST_CHARS: usize = 110;
/// More answers to one act are not shown below it.
const MOST_TO_ACT: u64 = 20;

/// An answer as a row.
pub struct Line {
    pub href: String,
    pub customer: String,
    pub words: String,
    pub answers: String,
    pub on: String,
    pub age: String,
    pub chip: Chip,
    pub detail: String,
}

/// The answers of this user's customers that wait, the oldest first.
///
/// # Errors
/// A broken store.
pub fn waiting(visit: &Visit, cut: Cut) -> Result<Vec<Line>, Oops> {
    let found = replies::waiting(&visit.world(), &visit.company, visit.scope(), cut)?;
    Ok(found.iter().map(|w| Line { detail: held(w, visit.today()), ..line(&w.row, visit.today()) }).collect())
}

/// All answers to an act, the oldest first.
///
/// # Errors
/// A broken store.
pub fn to_act(visit: &Visit, act: ActId) -> Result<Vec<Line>, Oops> {
    let cut = Cut { offset: 0, limit: MOST_TO_ACT };
    let rows = visit.world().read(|books| Ok(books.reply_rows(visit.scope(), ReplyList::ToAct(act), cut)?))?;
    Ok(rows.iter().map(|row| line(row, visit.today())).collect())
}

fn line(row: &ReplyRow, today: Date) -> Line {
    let words = replies::first_words(&row.text, FIRST_CHARS);
    let file = row.reply.file.as_ref().map(|f| f.name.clone());
    Line {
        href: format!("/reponses/{}", row.reply.id),
        customer: row.customer.clone(),
        words: if words.is_empty() { file.unwrap_or_else(|| "Texte effacé".to_string()) } else { words },
        answers: row.answers.as_ref().map(|(title, on)| format!("{title}, {}", view::day(*on))).unwrap_or_default(),
        on: view::day(row.reply.received_on),
        age: age(row.reply.received_on, today),
        chip: state(row),
        detail: String::new(),
    }
}

fn age(on: Date, today: Date) -> String {
    match days_between(on, today) {
        ..=0 => "aujourd’hui".to_string(),
        1 => "hier".to_string(),
        days => format!("il y a {}", fr::count(days.unsigned_abs(), "jour", "jours")),
    }
}

fn state(row: &ReplyRow) -> Chip {
    match (&row.withdrawn, &row.handled) {
        (Some(_), _) => Chip::new("retirée", "plain"),
        (None, Some(ended)) => Chip::new(ended.meaning.map_or("traitée", |m| m.french()), "good"),
        (None, None) => Chip::new("à lire", "warn"),
    }
}

/// What hangs on an answer that waits.
fn held(waiting: &Waiting, today: Date) -> String {
    match waiting.goes_on {
        None => "Rien n’est dû : aucune relance n’attend.".to_string(),
        Some(on) if on > today => format!("Les relances attendent ; elles reprennent le {}.", view::day(on)),
        Some(on) => format!("Les relances ont repris le {}.", view::day(on)),
    }
}

/// An invoice that the answer may be about.
struct Choice {
    id: InvoiceId,
    number: String,
    left: String,
    is_meant: bool,
}

#[derive(Template)]
#[template(path = "work/reply.html")]
struct ReplyPage {
    frame: Frame,
    base: String,
    customer: String,
    sender: String,
    subject: String,
    on: String,
    state: Chip,
    held: String,
    written: String,
    quoted: String,
    /// Name of the file; blank for none.
    file: String,
    act: Option<(String, String)>,
    recorded: String,
    ended: Vec<String>,
    waits: bool,
    is_withdrawn: bool,
    owed: Vec<Choice>,
    outcomes: Vec<outcome::Choice>,
    brief: customer::Short,
    today: Date,
}

/// The answer, when it is of the company and its customer is in the scope.
fn found(visit: &Visit, id: &str) -> Result<(ReplyRow, Vec<Owed>), Oops> {
    let id: ReplyId = super::id(id)?;
    let row = visit.world().read(|books| Ok(books.reply(id)?))?.ok_or(Oops::NotHere)?;
    visit.must_see(row.reply.party)?;
    replies::read(&visit.world(), &visit.company, id).map_err(|_| Oops::NotHere)
}

pub fn show(visit: &Visit, id: String, _: Nothing) -> PageResult {
    let (row, owed) = found(visit, &id)?;
    let (written, quoted) = replies::split_quoted(&row.text);
    let brief = customer::short(visit, row.reply.party)?;
    let waits = row.waits();
    html(&ReplyPage {
        frame: visit.frame(format!("Réponse · {}", row.customer)),
        base: format!("/reponses/{}", row.reply.id),
        customer: row.customer.clone(),
        sender: row.sender.clone(),
        subject: row.subject.clone(),
        on: view::long_day(row.reply.received_on),
        state: state(&row),
        held: if waits { hangs(visit, &row)? } else { String::new() },
        written: written.to_string(),
        quoted: quoted.to_string(),
        file: row.reply.file.as_ref().map(|f| f.name.clone()).unwrap_or_default(),
        act: row
            .reply
            .act
            .zip(row.answers.as_ref())
            .map(|(act, (title, on))| (format!("/actes/{act}"), format!("« {title} » du {}", view::long_day(*on)))),
        recorded: format!("{} par {}", view::long_day(row.reply.noted_on), row.reply.author),
        ended: [("Traitée", &row.handled), ("Retirée", &row.withdrawn)]
            .into_iter()
            .filter_map(|(what, ended)| ended.as_ref().map(|e| told(what, e)))
            .collect(),
        waits,
        is_withdrawn: row.withdrawn.is_some(),
        owed: owed
            .into_iter()
            .map(|o| Choice {
                id: o.invoice,
                left: view::money(o.left, o.currency),
                number: o.number,
                is_meant: o.is_meant,
            })
            .collect(),
        outcomes: outcome::of_answers(),
        brief,
        today: visit.today(),
    })
}

fn hangs(visit: &Visit, row: &ReplyRow) -> Result<String, Oops> {
    let waiting = replies::hanging(&visit.world(), &visit.company, row.clone())?;
    Ok(held(&waiting, visit.today()))
}

fn told(what: &str, ended: &ReplyEnded) -> String {
    let meaning = ended.meaning.map_or_else(String::new, |m| format!(" : {}", m.french()));
    let note = if ended.note.is_empty() { String::new() } else { format!(" « {} »", ended.note) };
    format!("{what}{meaning}, le {} par {}.{note}", fr::date(ended.on), ended.author)
}

/// The file that came with an answer, byte for byte.
pub fn file(visit: &Visit, id: String, _: Nothing) -> PageResult {
    let (row, _) = found(visit, &id)?;
    let bytes = visit.world().read(|books| Ok(books.reply_file(row.reply.id)?))?.ok_or(Oops::NotHere)?;
    let name = row.reply.file.map(|f| f.name);
    Ok(Answer::File { bytes, content_type: "application/octet-stream".to_string(), name })
}

/// Records an answer, wherever its form stands.
pub async fn record(arrival: Arrival, form: Multipart) -> Response {
    with_form(arrival, form, recorded).await
}

fn recorded(visit: &Visit, mut sent: Sent) -> PageResult {
    visit.must_act()?;
    let act: Option<ActId> = some(sent.get("act")).map(super::id).transpose()?;
    let party: Option<PartyId> = some(sent.get("client")).map(super::id).transpose()?;
    let received_on = crate::fields::day(sent.get("le"))?;
    let (world, company) = (visit.world(), &visit.company);
    let new = NewReply {
        party,
        act,
        from: sent.get("de").to_string(),
        subject: String::new(),
        text: sent.get("texte").to_string(),
        received_on,
        file: sent.file.take(),
    };
    let made = replies::record(&world, company, visit.scope(), visit.house.outside.mail_reader(), &new)?;
    refresh(visit, made.party())?;
    let said = match made {
        Recorded::New { .. } => "Réponse enregistrée. Dites ce qu’elle donne : rien n’est relancé en attendant.",
        Recorded::Known { .. } => "Cette réponse était déjà enregistrée : la voici, rien n’a été ajouté.",
    };
    done(format!("/reponses/{}", made.id()), said)
}

fn some(text: &str) -> Option<&str> {
    Some(text).filter(|t| !t.is_empty())
}

pub fn handle(visit: &Visit, id: String, form: Pairs) -> PageResult {
    visit.must_act()?;
    let (row, _) = found(visit, &id)?;
    let invoices = fields(&form, "facture").into_iter().map(super::id).collect::<Result<Vec<InvoiceId>, _>>()?;
    let (meaning, said) = match field(&form, "resultat") {
        "interlocuteur" => {
            let said = format!("{} : l’interlocuteur est à changer.", row.customer);
            (Meaning::WrongContact(person(&form)), said)
        }
        _ => {
            let heard = outcome::heard(&form)?;
            let said = outcome::told(&row.customer, &heard);
            (Meaning::Heard(heard), said)
        }
    };
    let handling = Handling { meaning, invoices, note: outcome::note(&form).to_string() };
    replies::handle(&visit.world(), &visit.company, row.reply.id, &handling)?;
    refresh(visit, row.reply.party)?;
    done("/a-faire?onglet=reponses", said)
}

/// The person that an answer names instead, if any.
fn person(form: &Pairs) -> Option<NewContact> {
    let [name, email, phone] =
        ["personne-nom", "personne-email", "personne-telephone"].map(|name| field(form, name).to_string());
    let is_named = [&name, &email, &phone].into_iter().any(|text| !text.is_empty());
    is_named.then_some(NewContact { role: ContactRole::AccountsPayable, name, email, phone })
}

pub fn withdraw(visit: &Visit, id: String, form: Pairs) -> PageResult {
    visit.must_act()?;
    let (row, _) = found(visit, &id)?;
    replies::withdraw(&visit.world(), &visit.company, row.reply.id, why(&form)?)?;
    refresh(visit, row.reply.party)?;
    done("/a-faire?onglet=reponses", format!("{} : réponse retirée, elle ne retient plus rien.", row.customer))
}
