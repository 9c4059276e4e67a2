//! What was typed, as an invoice of the core: what does not read, and a customer who is not clear, are told beside their
//! field, with everything else that is wrong.

use crate::answer::Oops;
use crate::fields;
use crate::pages::disputes::upload::Sent;
use crate::spoken::on_page;
use crate::visit::Visit;
use app::AppError;
use app::companies::FieldProblem;
use app::import::{NewCustomer, ReadFile, TypedCustomer, TypedDue, TypedInvoice};
use app::records::PartyRecord;
use base::id::PartyId;
use base::{Cents, Currency, Date, fold};
use domain::facts::PartyKind;

/// Customers with part of a name, offered instead of nobody.
const ALIKE: usize = 6;

/// One of the customers that a name may mean.
pub(super) struct Choice {
    pub id: String,
    pub label: String,
}

pub(super) enum Read {
    Typed(Box<TypedInvoice>),
    Wrong { problems: Vec<FieldProblem>, choices: Vec<Choice> },
}

/// Gathers what is wrong, and goes on reading.
#[derive(Default)]
struct Reader {
    problems: Vec<FieldProblem>,
    choices: Vec<Choice>,
}

impl Reader {
    fn wrong(&mut self, field: &'static str, message: impl Into<String>) {
        self.problems.push(FieldProblem { field, message: message.into() });
    }

    /// The value, or nothing with what is wrong about it.
    fn value<T>(&mut self, field: &'static str, read: Result<Option<T>, Oops>) -> Result<Option<T>, Oops> {
        match read {
            Err(Oops::App(AppError::Refused { what, remedy })) => {
                self.wrong(field, format!("{what} {remedy}"));
                Ok(None)
            }
            other => other,
        }
    }

    fn has(&self, field: &str) -> bool {
        self.problems.iter().any(|p| p.field == field)
    }
}

pub(super) fn read(visit: &Visit, sent: &Sent, paper: Option<ReadFile>) -> Result<Read, Oops> {
    let mut reader = Reader::default();
    let customer = customer(visit, sent, &mut reader)?;
    let issued_on = reader.value("issued_on", fields::day(sent.get("emise")))?;
    let due_on = reader.value("due_on", fields::day(sent.get("echeance")))?;
    let gross = reader.value("gross", fields::amount(sent.get("montant")))?;
    let vat = reader.value("vat", fields::amount(sent.get("tva")))?;
    if issued_on.is_none() && !reader.has("issued_on") {
        reader.wrong("issued_on", "Il manque la date de la facture.");
    }
    if gross.is_none() && !reader.has("gross") {
        reader.wrong("gross", "Il manque le montant, toutes taxes comprises.");
    }
    let today = visit.today();
    let typed = TypedInvoice {
        customer: customer.unwrap_or_else(|| nobody(sent)),
        number: sent.get("numero").to_string(),
        issued_on: issued_on.unwrap_or(today),
        due: due(sent, due_on),
        gross: gross.unwrap_or(Cents::new(i64::from(i32::MAX))),
        vat,
        currency: Currency::EUR,
        subject: sent.get("objet").to_string(),
        order_reference: sent.get("commande").to_string(),
        paper,
    };
    for problem in typed.problems(today) {
        // A due date is compared with the day of the invoice: of none, nothing is said.
        let is_blind = problem.field == "due_on" && issued_on.is_none();
        if !is_blind && !reader.has(problem.field) {
            reader.wrong(problem.field, on_page(&problem.message));
        }
    }
    if reader.problems.is_empty() {
        return Ok(Read::Typed(Box::new(typed)));
    }
    Ok(Read::Wrong { problems: reader.problems, choices: reader.choices })
}

fn due(sent: &Sent, on: Option<Date>) -> TypedDue {
    match (on, sent.get("delai")) {
        (Some(day), _) => TypedDue::On(day),
        (None, "") => TypedDue::Usual,
        (None, terms) => TypedDue::Terms(terms.to_string()),
    }
}

fn new_customer(sent: &Sent) -> NewCustomer {
    NewCustomer {
        name: sent.get("client").to_string(),
        kind: PartyKind::parse(sent.get("nature")),
        siren: sent.get("siren").to_string(),
        email: sent.get("email").to_string(),
        address: sent.get("adresse").to_string(),
        postcode: sent.get("code_postal").to_string(),
        city: sent.get("ville").to_string(),
    }
}

/// Stands where who is meant is told to be unclear.
fn nobody(sent: &Sent) -> TypedCustomer {
    TypedCustomer::New(NewCustomer { name: "?".to_string(), ..new_customer(sent) })
}

/// The customer that was chosen, or the only one of that name; a new one once it is said what they are.
fn customer(visit: &Visit, sent: &Sent, reader: &mut Reader) -> Result<Option<TypedCustomer>, Oops> {
    let name = sent.get("client");
    if let Some(id) = PartyId::parse(sent.get("choix")) {
        visit.must_see(id)?;
        return Ok(Some(TypedCustomer::Known(id)));
    }
    let wanted = fold::words(name);
    if wanted.is_empty() {
        return Ok(Some(TypedCustomer::New(new_customer(sent))));
    }
    let mut alike = visit.world().read(|books| Ok(books.parties(visit.company.id, &wanted, 0, 50)?))?;
    alike.retain(|p| !p.is_pseudo);
    if let Some(known) = PartyId::parse(sent.get("fiche")).and_then(|id| alike.iter().find(|p| p.id == id))
        && known.search == wanted
    {
        return Ok(Some(TypedCustomer::Known(known.id)));
    }
    let siren = fold::digits(sent.get("siren"));
    let is_meant = |p: &&PartyRecord| {
        p.search == wanted && (siren.is_empty() || p.siren.as_ref().is_none_or(|known| *known == siren))
    };
    let exact: Vec<&PartyRecord> = alike.iter().filter(is_meant).collect();
    match exact.as_slice() {
        [only] => return Ok(Some(TypedCustomer::Known(only.id))),
        [] if !sent.get("nature").is_empty() => return Ok(Some(TypedCustomer::New(new_customer(sent)))),
        [] => {
            let message = "Aucun client ne s’appelle ainsi. Si c’est un nouveau client, dites ci-dessous ce qu’il est.";
            reader.wrong("customer", message);
            reader.choices = alike.iter().take(ALIKE).map(choice).collect();
        }
        several => {
            reader.wrong("customer", "Plusieurs clients s’appellent ainsi : lequel est-ce ?");
            reader.choices = several.iter().take(ALIKE).map(|p| choice(p)).collect();
        }
    }
    Ok(None)
}

/// A name with what tells it from another.
fn choice(party: &PartyRecord) -> Choice {
    let siren = party.siren.as_ref().map(|siren| format!("SIREN {siren}"));
    let marks: Vec<String> = [siren, party.code.clone(), party.address.city.clone()].into_iter().flatten().collect();
    let label = if marks.is_empty() { party.name.clone() } else { format!("{}, {}", party.name, marks.join(", ")) };
    Choice { id: party.id.to_string(), label }
}
