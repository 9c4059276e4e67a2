//! The customer's record: people to reach by role, who looks after it, how it is followed.

use super::head::{Head, role_name};
use crate::answer::{Oops, PageResult, done, html};
use crate::fields;
use crate::frame::Frame;
use crate::visit::Visit;
use app::folders::{self, NewContact};
use app::records::{PartyRecord, PostalAddress, Role};
use askama::Template;
use base::id::{ContactId, PartyId, UserId};
use domain::facts::{ContactRole, PartyKind};
use serde::Deserialize;

struct Person {
    id: String,
    role: &'static str,
    role_name: &'static str,
    name: String,
    email: String,
    phone: String,
}

/// A choice of a list: value, label, whether it is the one.
type Choices = Vec<(String, String, bool)>;

#[derive(Template)]
#[template(path = "customer/contacts.html")]
struct ContactsPage {
    frame: Frame,
    head: Head,
    people: Vec<Person>,
    roles: Vec<(&'static str, &'static str)>,
    keepers: Choices,
    scenarios: Choices,
    kinds: Choices,
    is_key_account: bool,
    /// Where letters go, as it is written in its fields.
    address: PostalAddress,
    has_address: bool,
    /// What accepted terms say of a service that is not paid.
    service: String,
    /// The role to add somebody for.
    wanted: String,
}

pub(super) fn show(visit: &Visit, party: &PartyRecord, wanted: &str) -> PageResult {
    let (contacts, keepers, scenarios) = visit.world().read(|books| {
        let keeper = books.keeper(party.id)?;
        let mut keepers = vec![(String::new(), "Personne en particulier".to_string(), keeper.is_none())];
        for member in books.memberships_of_company(visit.company.id)? {
            if let Some(user) = books.user(member.user)?.filter(|_| member.role != Role::Guest) {
                let label = format!("{} ({})", user.name, member.role.french());
                keepers.push((user.id.to_string(), label, keeper == Some(user.id)));
            }
        }
        let book = app::planning::scenarios(books, &visit.company, None)?;
        let mut scenarios = vec![(String::new(), "Choisi par les règles".to_string(), party.scenario.is_none())];
        scenarios.extend(book.current().iter().filter(|s| s.applies_to.debtor == party.kind).map(|s| {
            let name = s.reference.name.clone();
            let chosen = party.scenario.as_ref() == Some(&name);
            (name, s.title.clone(), chosen)
        }));
        Ok((books.contacts(party.id)?, keepers, scenarios))
    })?;
    let service = visit.world().read(|books| {
        let terms = app::services::terms_of(books, &visit.company, party.id, visit.today())?;
        Ok(terms.as_ref().map(app::services::told).unwrap_or_default())
    })?;
    html(&ContactsPage {
        frame: visit.frame(&party.name),
        head: Head::of(visit, party, "contacts")?,
        people: contacts
            .into_iter()
            .map(|c| Person {
                id: c.id.to_string(),
                role: c.role.code(),
                role_name: role_name(c.role),
                name: c.name.unwrap_or_default(),
                email: c.email.unwrap_or_default(),
                phone: c.phone.unwrap_or_default(),
            })
            .collect(),
        roles: ContactRole::ALL.map(|r| (r.code(), role_name(r))).to_vec(),
        keepers,
        scenarios,
        kinds: kinds(party),
        is_key_account: party.is_key_account,
        address: party.address.clone(),
        has_address: party.address.is_usable(),
        service,
        wanted: wanted.to_string(),
    })
}

/// Which law applies depends on it.
fn kinds(party: &PartyRecord) -> Choices {
    let is_known = party.kind_basis.is_known();
    let all = [PartyKind::Business, PartyKind::Consumer, PartyKind::PublicBody];
    let mut kinds: Choices = all
        .into_iter()
        .map(|k| (k.code().to_string(), base::fr::capital(k.french()), is_known && party.kind == k))
        .collect();
    if !is_known {
        kinds.insert(0, (String::new(), "Inconnu".to_string(), true));
    }
    kinds
}

#[derive(Deserialize)]
pub(super) struct ContactForm {
    #[serde(default)]
    contact: String,
    role: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    phone: String,
}

pub(super) fn put(visit: &Visit, id: String, form: ContactForm) -> PageResult {
    let party = acting_on(visit, &id)?;
    let known = match form.contact.as_str() {
        "" => None,
        text => Some(ContactId::parse(text).ok_or(Oops::NotHere)?),
    };
    let new = NewContact {
        role: ContactRole::parse(&form.role).ok_or(Oops::NotHere)?,
        name: form.name,
        email: form.email,
        phone: form.phone,
    };
    folders::put_contact(&visit.world(), &visit.company, party, known, &new)?;
    replan(visit)?;
    done(page(party), if known.is_some() { "Contact modifié." } else { "Contact ajouté." })
}

#[derive(Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    choice: String,
}

/// The owner gives customers to salespersons: it decides who sees them.
pub(super) fn keeper(visit: &Visit, id: String, form: Chosen) -> PageResult {
    visit.must_decide()?;
    let party = acting_on(visit, &id)?;
    let keeper = match form.choice.as_str() {
        "" => None,
        text => Some(UserId::parse(text).ok_or(Oops::NotHere)?),
    };
    folders::give_keeper(&visit.world(), &visit.company, party, keeper)?;
    done(page(party), "Le commercial chargé de ce client est enregistré.")
}

pub(super) fn key_account(visit: &Visit, id: String, form: Chosen) -> PageResult {
    let party = acting_on(visit, &id)?;
    let is_key = form.choice == "oui";
    folders::set_key_account(&visit.world(), &visit.company, party, is_key)?;
    replan(visit)?;
    done(page(party), if is_key { "Marqué comme grand compte." } else { "Ce n’est plus un grand compte." })
}

pub(super) fn kind(visit: &Visit, id: String, form: Chosen) -> PageResult {
    visit.must_act()?;
    let party = super::found(visit, &id)?;
    let kind = fields::needed(PartyKind::parse(&form.choice), "Qui est ce client ?", "Choisissez dans la liste.")?;
    app::customers::state_kind(&visit.world(), &visit.company, std::slice::from_ref(&party), kind)?;
    replan(visit)?;
    done(page(party.id), format!("Noté : {}.", kind.french()))
}

#[derive(Deserialize)]
pub(super) struct AddressForm {
    #[serde(default)]
    lines: String,
    #[serde(default)]
    postcode: String,
    #[serde(default)]
    city: String,
    #[serde(default)]
    country: String,
}

/// Where letters go.
pub(super) fn address(visit: &Visit, id: String, form: AddressForm) -> PageResult {
    let party = acting_on(visit, &id)?;
    let address = PostalAddress {
        lines: form.lines.lines().map(str::to_string).collect(),
        postcode: Some(form.postcode),
        city: Some(form.city),
        country: Some(form.country),
    };
    folders::set_address(&visit.world(), &visit.company, party, &address)?;
    replan(visit)?;
    done(page(party), "L’adresse postale est enregistrée : les courriers y partent.")
}

pub(super) fn scenario(visit: &Visit, id: String, form: Chosen) -> PageResult {
    let party = acting_on(visit, &id)?;
    let name = Some(form.choice.as_str()).filter(|name| !name.is_empty());
    folders::choose_scenario(&visit.world(), &visit.company, party, name)?;
    replan(visit)?;
    done(page(party), "Le scénario de ce client est enregistré.")
}

fn page(party: PartyId) -> String {
    format!("/clients/{party}?onglet=contacts")
}

/// The customer of an act, when this user may act on it.
pub(super) fn acting_on(visit: &Visit, id: &str) -> Result<PartyId, Oops> {
    visit.must_act()?;
    Ok(super::found(visit, id)?.id)
}

/// The day's agenda follows what was just recorded.
pub(in crate::pages) fn replan(visit: &Visit) -> Result<(), Oops> {
    app::planning::plan_day(&visit.world(), &visit.company, visit.today())?;
    Ok(())
}
