//! An answer arrives: its message is read, the act and the customer it belongs to are found, and it is kept with its exact
//! bytes. All of it, or nothing.

use super::NewReply;
use crate::disputes::{NewFile, reference};
use crate::error::{AppError, AppResult};
use crate::outcomes::personal;
use crate::ports::books::Books;
use crate::ports::mail::{IncomingMail, MailReader, Mailbox};
use crate::ports::replies::ReplyList;
use crate::ports::screens::{Cut, Scope};
use crate::records::{ActRow, Company, ReplyFile, ReplyRecord};
use crate::world::World;
use base::id::{ActId, PartyId, ReplyId};
use base::{Date, fr};
use domain::facts::ActState;
use domain::journal::kinds::{PartyRef, ReplyRecorded};
use domain::journal::{JournalKind, Said};

/// Longest text kept beside the exact bytes; longer than anybody answers a reminder.
const MOST_CHARS: usize = 50_000;
/// More answers than a customer sends on a day and nobody reads.
const MOST_ALIKE: u64 = 100;
/// First bytes of an Outlook message (.msg), which is no e-mail as sent.
const OUTLOOK: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];

/// What became of an answer that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    New {
        id: ReplyId,
        party: PartyId,
    },
    /// The same message, or the same words, were recorded before: nothing was added.
    Known {
        id: ReplyId,
        party: PartyId,
    },
}

impl Recorded {
    pub fn id(self) -> ReplyId {
        let (Recorded::New { id, .. } | Recorded::Known { id, .. }) = self;
        id
    }

    pub fn party(self) -> PartyId {
        let (Recorded::New { party, .. } | Recorded::Known { party, .. }) = self;
        party
    }
}

/// Records what a customer answered. The scope says whose customers its author may see.
///
/// # Errors
/// `Refused` when nothing says what was answered or by whom, when the file cannot be read or is too large, when the message
/// answers another customer's act, or for a day that has not come; `NotFound`; a broken store.
pub fn record(
    world: &World<'_>,
    company: &Company,
    scope: Scope,
    reader: &dyn MailReader,
    new: &NewReply,
) -> AppResult<Recorded> {
    let mail = new.file.as_ref().map(|file| read(reader, file, &new.text)).transpose()?.flatten();
    let words = Words::of(world, new, mail.as_ref())?;
    world.write(|books| {
        let sha256 = new.file.as_ref().map(NewFile::sha256);
        let place = place(books, company, scope, new, mail.as_ref())?;
        if let Some(known) = sha256.as_ref().map(|hash| books.reply_of_file(company.id, hash)).transpose()?.flatten() {
            let party = books.reply(known)?.map_or(place.party, |row| row.reply.party);
            return if books.may_see(scope, party)? {
                Ok(Recorded::Known { id: known, party })
            } else {
                Err(unknown())
            };
        }
        if let (None, Some(known)) = (&new.file, alike(books, scope, &place, &words)?) {
            return Ok(Recorded::Known { id: known, party: place.party });
        }
        keep(world, books, company, (&place, &words), new.file.as_ref())
    })
}

/// An answer of that customer that nobody has read yet and that says the same: a form sent twice, or the same words pasted on
/// another page. What is kept is compared, since nothing else tells two texts apart once their words can be erased.
fn alike(books: &mut dyn Books, scope: Scope, place: &Place, words: &Words) -> AppResult<Option<ReplyId>> {
    let list = ReplyList::OfDay(place.party, words.received_on);
    let rows = books.reply_rows(scope, list, Cut { offset: 0, limit: MOST_ALIKE })?;
    for row in rows {
        let is_elsewhere = place.act.is_some() && row.reply.act != place.act;
        if is_elsewhere || row.sender != words.from || row.subject != words.subject {
            continue;
        }
        if books.reply(row.reply.id)?.is_some_and(|whole| whole.text == words.text) {
            return Ok(Some(row.reply.id));
        }
    }
    Ok(None)
}

/// The message a file is; `None` for another kind of file beside words that were typed.
fn read(reader: &dyn MailReader, file: &NewFile, typed: &str) -> AppResult<Option<IncomingMail>> {
    file.check()?;
    let name = file.plain_name();
    if file.bytes.starts_with(&OUTLOOK) {
        return Err(AppError::refused(
            format!("« {name} » est un message d’Outlook que Quitus ne lit pas."),
            "Enregistrez-le au format .eml (dans Outlook sur le web : ⋯ › Télécharger), ou collez son texte.",
        ));
    }
    let claims_to_be_mail = name.to_lowercase().ends_with(".eml");
    match reader.read(&file.bytes) {
        Some(mail) => Ok(Some(mail)),
        None if claims_to_be_mail || typed.trim().is_empty() => Err(AppError::refused(
            format!("« {name} » n’est pas un e-mail lisible."),
            "Joignez le message enregistré au format .eml, ou collez ce que le client a écrit.",
        )),
        None => Ok(None),
    }
}

/// What was said, by whom and when.
struct Words {
    from: String,
    subject: String,
    text: String,
    received_on: Date,
}

impl Words {
    fn of(world: &World<'_>, new: &NewReply, mail: Option<&IncomingMail>) -> AppResult<Words> {
        let typed = |text: &str| Some(text.trim().to_string()).filter(|t| !t.is_empty());
        let said = |typed: Option<String>, read: Option<String>| typed.or(read).unwrap_or_default();
        let from = said(typed(&new.from), mail.and_then(|m| m.from.as_ref()).map(written));
        let subject = said(typed(&new.subject), mail.map(|m| m.subject.trim().to_string()));
        let text = said(typed(&new.text), mail.map(|m| m.text.trim().to_string()));
        if text.chars().count() > MOST_CHARS && mail.is_none() {
            return Err(AppError::refused(
                "Ce texte est trop long pour une réponse.",
                "Collez seulement ce que le client a écrit, ou joignez le message au format .eml.",
            ));
        }
        if text.is_empty() && mail.is_none() {
            return Err(AppError::refused(
                "Il manque ce que le client a répondu.",
                "Collez son texte, ou joignez son message au format .eml.",
            ));
        }
        let received_on = match new.received_on {
            Some(on) if on > world.today => {
                let why = format!("Le {} n’est pas encore venu.", fr::date(on));
                return Err(AppError::refused(why, "Indiquez le jour où le client a répondu."));
            }
            Some(on) => on,
            // A clock that is ahead somewhere must not date an answer in the future.
            None => mail.and_then(|m| m.sent_on).map_or(world.today, |on| on.min(world.today)),
        };
        Ok(Words { from, subject, text: text.chars().take(MOST_CHARS).collect(), received_on })
    }
}

fn written(mailbox: &Mailbox) -> String {
    match &mailbox.name {
        Some(name) => format!("{name} <{}>", mailbox.address),
        None => mailbox.address.clone(),
    }
}

/// Whose answer it is, and to what.
struct Place {
    party: PartyId,
    name: String,
    act: Option<ActId>,
}

fn unknown() -> AppError {
    AppError::NotFound("Ce client n’existe pas.".to_string())
}

fn place(
    books: &mut dyn Books,
    company: &Company,
    scope: Scope,
    new: &NewReply,
    mail: Option<&IncomingMail>,
) -> AppResult<Place> {
    let asked = new.act.map(|id| answered(books, company, id)).transpose()?;
    let quoted = mail.map(|mail| quoted(books, company, mail)).transpose()?.flatten();
    let said = new.party.or_else(|| asked.as_ref().map(|row| row.act.party));
    let party = match (said, &quoted) {
        (Some(party), Some(row)) if row.act.party != party => return Err(of_another(books, scope, row)?),
        (Some(party), _) => party,
        (None, Some(row)) => row.act.party,
        (None, None) => by_address(books, scope, mail)?,
    };
    if !books.may_see(scope, party)? {
        return Err(unknown());
    }
    if asked.as_ref().is_some_and(|row| row.act.party != party) {
        return Err(AppError::refused("Cet envoi est d’un autre client.", "Choisissez l’un de ceux de ce client."));
    }
    let name = books.party(party)?.ok_or_else(unknown)?.name;
    Ok(Place { party, name, act: asked.or(quoted).map(|row| row.act.id) })
}

/// An act that somebody says was answered: it must have left.
fn answered(books: &mut dyn Books, company: &Company, id: ActId) -> AppResult<ActRow> {
    let row = crate::outcomes::found(books, id)?;
    if row.act.company != company.id {
        return Err(AppError::NotFound(format!("Aucun acte ne porte l’identifiant {id}.")));
    }
    if matches!(row.state, ActState::Prepared | ActState::Dispatching | ActState::Cancelled) {
        return Err(AppError::refused(
            format!("« {} » est « {} » : personne n’a pu y répondre.", row.act.step_title, row.state.french()),
            "Enregistrez la réponse sur la page du client.",
        ));
    }
    Ok(row)
}

/// The act whose message this one answers: its Message-ID is made of the identifier of the act.
fn quoted(books: &mut dyn Books, company: &Company, mail: &IncomingMail) -> AppResult<Option<ActRow>> {
    if mail.message_id.as_ref().map(|id| sent_as(books, company, id)).transpose()?.flatten().is_some() {
        return Err(AppError::refused(
            "Ce fichier est votre propre envoi, pas la réponse du client.",
            "Ouvrez la réponse dans votre messagerie et enregistrez-la au format .eml.",
        ));
    }
    for id in &mail.answers {
        if let Some(row) = sent_as(books, company, id)? {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

fn sent_as(books: &mut dyn Books, company: &Company, message_id: &str) -> AppResult<Option<ActRow>> {
    let Some(act) = message_id.split('@').next().and_then(ActId::parse) else { return Ok(None) };
    let row = books.act(act)?.filter(|row| row.act.company == company.id);
    Ok(row.filter(|row| row.act.message_id.as_deref().is_some_and(|known| bare(known) == message_id)))
}

fn bare(message_id: &str) -> &str {
    message_id.trim_start_matches('<').trim_end_matches('>')
}

fn of_another(books: &mut dyn Books, scope: Scope, row: &ActRow) -> AppResult<AppError> {
    let party = row.act.party;
    let name = if books.may_see(scope, party)? { books.party(party)?.map(|p| p.name) } else { None };
    let whose = name.map_or_else(|| "un autre client".to_string(), |name| format!("{name}, un autre client"));
    Ok(AppError::refused(
        format!("Ce message répond à un envoi fait à {whose}."),
        "Déposez-le dans À faire › Réponses à traiter : il y trouvera sa place tout seul.",
    ))
}

/// The only customer with a contact at the sender's address.
fn by_address(books: &mut dyn Books, scope: Scope, mail: Option<&IncomingMail>) -> AppResult<PartyId> {
    let remedy = "Ouvrez la page du client qui a répondu et joignez le message là.";
    let Some(address) = mail.and_then(|m| m.from.as_ref()).map(|from| &from.address) else {
        return Err(AppError::refused("Rien ne dit quel client a répondu.", remedy));
    };
    match *books.customers_at(scope, address)?.as_slice() {
        [party] => Ok(party),
        [] => Err(AppError::refused(
            format!("Ce message ne cite aucun de vos envois, et {address} n’est l’adresse d’aucun contact."),
            remedy,
        )),
        _ => Err(AppError::refused(format!("{address} est l’adresse de contacts de plusieurs clients."), remedy)),
    }
}

fn keep(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    (place, words): (&Place, &Words),
    file: Option<&NewFile>,
) -> AppResult<Recorded> {
    let from = personal(world, books, company, &words.from)?;
    let subject = personal(world, books, company, &words.subject)?;
    let text = personal(world, books, company, &words.text)?;
    let reply = ReplyRecord {
        id: world.new_id(),
        company: company.id,
        party: place.party,
        act: place.act,
        received_on: words.received_on,
        noted_on: world.today,
        sender: reference(from.as_ref()),
        subject: reference(subject.as_ref()),
        text: reference(text.as_ref()),
        file: file.map(|f| ReplyFile { name: f.plain_name(), sha256: f.sha256() }),
        author: world.author(),
        recorded_at: world.clock.now(),
    };
    books.insert_reply(&reply, file.map(|f| f.bytes.as_slice()))?;
    let kind = JournalKind::ReplyRecorded(ReplyRecorded {
        party: PartyRef { id: place.party, name: Said::plain(place.name.clone()) },
        act: place.act,
        received_on: words.received_on,
        from,
        subject,
        text,
        sha256: file.map(NewFile::sha256),
    });
    world.note(books, company.id, reply.id, kind)?;
    Ok(Recorded::New { id: reply.id, party: place.party })
}
