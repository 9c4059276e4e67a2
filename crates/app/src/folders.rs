//! What a person changes in a customer's folder: who to reach, who looks after it, how it is followed, what was noted.

use crate::error::{AppError, AppResult};
use crate::letters::address_lines;
use crate::outcomes::personal;
use crate::planning;
use crate::ports::books::Books;
use crate::records::{Company, ContactRecord, NoteRecord, PartyRecord, PostalAddress, Role};
use crate::world::World;
use base::id::{ContactId, InvoiceId, NoteId, PartyId, UserId};
use domain::facts::ContactRole;
use domain::journal::kinds::{ContactChanged, NoteRecorded, PartyChanged, PartyRef};
use domain::journal::{JournalKind, Said};

/// A person as entered; blank fields are nothing.
#[derive(Clone, Debug)]
pub struct NewContact {
    pub role: ContactRole,
    pub name: String,
    pub email: String,
    pub phone: String,
}

/// Marks a customer as a key account, or no longer.
///
/// # Errors
/// `NotFound`; a broken store.
pub fn set_key_account(world: &World<'_>, company: &Company, party: PartyId, is_key: bool) -> AppResult<()> {
    let word = |key: bool| if key { "oui" } else { "non" }.to_string();
    world.write(|books| {
        let before = found(books, company, party)?;
        let change = (word(before.is_key_account), word(is_key));
        books.update_party(&PartyRecord { is_key_account: is_key, ..before.clone() })?;
        note_change(world, books, &before, "grand compte", change)
    })
}

/// Says where letters to a customer go. One that came back for its address may then be written to again.
///
/// # Errors
/// `Refused` without a street or without a town; `NotFound`; a broken store.
pub fn set_address(world: &World<'_>, company: &Company, party: PartyId, address: &PostalAddress) -> AppResult<()> {
    let said = |text: &Option<String>| text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_string);
    let lines = address.lines.iter().map(|line| line.trim().to_string()).filter(|line| !line.is_empty());
    let address = PostalAddress {
        lines: lines.collect(),
        postcode: said(&address.postcode),
        city: said(&address.city),
        country: said(&address.country).map(|country| country.to_uppercase()),
    };
    if !address.is_usable() {
        return Err(AppError::refused(
            "Une adresse postale a une rue ou une boîte, et une ville.",
            "Complétez-la : les courriers et mises en demeure y partent.",
        ));
    }
    if address.country.as_ref().is_some_and(|c| c.len() != 2 || !c.chars().all(|c| c.is_ascii_uppercase())) {
        return Err(AppError::refused(
            "Le pays s’écrit avec deux lettres.",
            "Par exemple BE ou CH ; laissez vide pour la France.",
        ));
    }
    world.write(|books| {
        let before = found(books, company, party)?;
        let change = (address_lines(&before.address).join(", "), address_lines(&address).join(", "));
        books.update_party(&PartyRecord { address: address.clone(), ..before.clone() })?;
        note_change(world, books, &before, "adresse", change)
    })
}

/// Chooses the scenario of a customer by hand; `None` leaves it to the rules.
///
/// # Errors
/// `Refused` when there is no such scenario; `NotFound`; a broken store.
pub fn choose_scenario(world: &World<'_>, company: &Company, party: PartyId, name: Option<&str>) -> AppResult<()> {
    world.write(|books| {
        let before = found(books, company, party)?;
        let book = planning::scenarios(books, company, None)?;
        if name.is_some_and(|name| book.named(name).is_none()) {
            return Err(AppError::refused("Ce scénario n’existe pas.", "Choisissez-en un dans la liste."));
        }
        let title = |name: Option<&str>| match name.and_then(|name| book.named(name)) {
            Some(scenario) => scenario.title.clone(),
            None => "choisi par les règles".to_string(),
        };
        let change = (title(before.scenario.as_deref()), title(name));
        books.update_party(&PartyRecord { scenario: name.map(str::to_string), ..before.clone() })?;
        note_change(world, books, &before, "scénario", change)
    })
}

/// Gives a customer to a user to look after, or to nobody.
///
/// # Errors
/// `Refused` when the user has no role here, or may not act; `NotFound`; a broken store.
pub fn give_keeper(world: &World<'_>, company: &Company, party: PartyId, keeper: Option<UserId>) -> AppResult<()> {
    world.write(|books| {
        let record = found(books, company, party)?;
        if let Some(user) = keeper {
            let members = books.memberships_of_company(company.id)?;
            if !members.iter().any(|m| m.user == user && m.role != Role::Guest) {
                return Err(AppError::refused(
                    "Cette personne ne peut pas s’occuper de ce client.",
                    "Donnez-lui d’abord un rôle dans la société.",
                ));
            }
        }
        let before = books.keeper(party)?;
        let change = (user_name(books, before)?, user_name(books, keeper)?);
        books.put_keeper(company.id, party, keeper)?;
        note_change(world, books, &record, "commercial chargé du client", change)
    })
}

fn user_name(books: &mut dyn Books, user: Option<UserId>) -> AppResult<String> {
    let name = user.map(|id| books.user(id)).transpose()?.flatten().map(|u| u.name);
    Ok(name.unwrap_or_else(|| "personne".to_string()))
}

/// Adds a person to reach at a customer's, or changes what is known of one.
///
/// # Errors
/// `Refused` when there is nothing to reach them by, or the address is none; `NotFound`; a broken store.
pub fn put_contact(
    world: &World<'_>,
    company: &Company,
    party: PartyId,
    known: Option<ContactId>,
    new: &NewContact,
) -> AppResult<ContactId> {
    world.write(|books| put_contact_in(world, books, company, (party, known), new))
}

/// The same, inside the transaction of what makes it known.
pub(crate) fn put_contact_in(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    (party, known): (PartyId, Option<ContactId>),
    new: &NewContact,
) -> AppResult<ContactId> {
    let filled = |text: &str| Some(text.trim().to_string()).filter(|t| !t.is_empty());
    let (name, email, phone) = (filled(&new.name), filled(&new.email), filled(&new.phone));
    if email.as_deref().is_some_and(|e| !is_address(e)) {
        return Err(AppError::refused("Cette adresse e-mail n’en est pas une.", "Elle s’écrit nom@domaine.fr."));
    }
    if name.is_none() && email.is_none() && phone.is_none() {
        return Err(AppError::refused(
            "Un contact a au moins un nom, une adresse ou un téléphone.",
            "Remplissez l’un des trois.",
        ));
    }
    let record = found(books, company, party)?;
    let before = books.contacts(party)?.into_iter().find(|c| Some(c.id) == known);
    if known.is_some() && before.is_none() {
        return Err(AppError::NotFound("Ce contact n’existe pas.".to_string()));
    }
    let contact = ContactRecord {
        id: known.unwrap_or_else(|| world.new_id()),
        company: company.id,
        party,
        role: new.role,
        name: name.clone(),
        email: email.clone(),
        phone: phone.clone(),
        created_at: before.as_ref().map_or_else(|| world.clock.now(), |c| c.created_at),
    };
    if before.is_some() {
        books.update_contact(&contact)?
    } else {
        books.insert_contact(&contact)?
    }
    let kind = ContactChanged {
        contact: contact.id,
        party: PartyRef { id: party, name: Said::plain(record.name) },
        field: new.role.french().to_string(),
        before: before.map(|c| described(world, books, company, &c)).transpose()?.flatten(),
        after: described(world, books, company, &contact)?,
    };
    world.note(books, company.id, contact.id, JournalKind::ContactChanged(kind))?;
    Ok(contact.id)
}

/// Something before the sign, a dot after it, and no space.
fn is_address(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(name, domain)| !name.is_empty() && domain.contains('.')) && !text.contains(char::is_whitespace)
}

fn described(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    contact: &ContactRecord,
) -> AppResult<Option<domain::journal::PersonalRef>> {
    let fields = [&contact.name, &contact.email, &contact.phone];
    let text = fields.into_iter().flatten().cloned().collect::<Vec<_>>().join(", ");
    Ok(match personal(world, books, company, &text)? {
        Some(Said::Personal(reference)) => Some(reference),
        _ => None,
    })
}

/// Writes something down about a customer, or about one of the invoices.
///
/// # Errors
/// `Refused` when there is nothing in it; `NotFound`; a broken store.
pub fn note(
    world: &World<'_>,
    company: &Company,
    party: PartyId,
    invoice: Option<InvoiceId>,
    text: &str,
) -> AppResult<NoteId> {
    let text = text.trim();
    if text.is_empty() {
        return Err(AppError::refused("La note est vide.", "Écrivez ce qu’il faut retenir."));
    }
    world.write(|books| {
        let record = found(books, company, party)?;
        let Some(Said::Personal(reference)) = personal(world, books, company, text)? else {
            return Err(AppError::Broken("a note without a reference".to_string()));
        };
        let note = NoteRecord {
            id: world.new_id(),
            company: company.id,
            party,
            invoice,
            noted_on: world.today,
            reference: reference.as_str().to_string(),
            author: world.author(),
            recorded_at: world.clock.now(),
        };
        books.insert_note(&note)?;
        let kind = NoteRecorded {
            party: PartyRef { id: party, name: Said::plain(record.name) },
            text: Said::Personal(reference),
        };
        world.note(books, company.id, note.id, JournalKind::NoteRecorded(kind))?;
        Ok(note.id)
    })
}

fn found(books: &mut dyn Books, company: &Company, party: PartyId) -> AppResult<PartyRecord> {
    let record = books.party(party)?.filter(|p| p.company == company.id);
    record.ok_or_else(|| AppError::NotFound("Ce client n’existe pas.".to_string()))
}

fn note_change(
    world: &World<'_>,
    books: &mut dyn Books,
    party: &PartyRecord,
    field: &str,
    (before, after): (String, String),
) -> AppResult<()> {
    let kind = PartyChanged {
        party: PartyRef { id: party.id, name: Said::plain(party.name.clone()) },
        field: field.to_string(),
        before: Some(Said::plain(before)),
        after: Some(Said::plain(after)),
    };
    world.note(books, party.company, party.id, JournalKind::PartyChanged(kind))
}
