//! What is said of customers by hand, and what still has to be said: whether one is a business, a consumer or a public
//! body decides which law applies, hence what may be asked beyond the principal.

use crate::error::AppResult;
use crate::ports::books::Books;
use crate::records::{Company, PartyRecord};
use crate::world::World;
use domain::facts::{KindBasis, PartyKind};
use domain::journal::kinds::{PartyChanged, PartyRef};
use domain::journal::{JournalKind, Said};

/// Writes down what these customers are, on the word of the user.
///
/// # Errors
/// A broken store.
pub fn state_kind(world: &World<'_>, company: &Company, customers: &[PartyRecord], kind: PartyKind) -> AppResult<()> {
    world.write(|books| write_down(world, books, company, customers, (kind, KindBasis::Stated)))
}

/// Suggests what these customers are; what is better founded is said over it.
///
/// # Errors
/// A broken store.
pub(crate) fn suggest_kind(
    world: &World<'_>,
    company: &Company,
    customers: &[PartyRecord],
    kind: PartyKind,
) -> AppResult<()> {
    world.write(|books| write_down(world, books, company, customers, (kind, KindBasis::Suggested)))
}

/// The same as [`state_kind`], inside a transaction.
pub(crate) fn state_kind_in(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    customers: &[PartyRecord],
    kind: PartyKind,
) -> AppResult<()> {
    write_down(world, books, company, customers, (kind, KindBasis::Stated))
}

fn write_down(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    customers: &[PartyRecord],
    (kind, kind_basis): (PartyKind, KindBasis),
) -> AppResult<()> {
    for before in customers {
        let after = PartyRecord { kind, kind_basis, ..before.clone() };
        books.update_party(&after)?;
        let changed = PartyChanged {
            party: PartyRef { id: after.id, name: Said::plain(after.name.clone()) },
            field: "type".to_string(),
            before: Some(Said::plain(told(before))),
            after: Some(Said::plain(told(&after))),
        };
        world.note(books, company.id, after.id, JournalKind::PartyChanged(changed))?;
    }
    Ok(())
}

fn told(party: &PartyRecord) -> String {
    match party.kind_basis {
        KindBasis::Assumed => "inconnu".to_string(),
        KindBasis::Suggested => format!("{} (suggéré)", party.kind.french()),
        _ => party.kind.french().to_string(),
    }
}

/// Customers of whom nothing tells what they are, in order of their names.
///
/// # Errors
/// A broken store.
pub fn of_unknown_kind(world: &World<'_>, company: &Company) -> AppResult<Vec<PartyRecord>> {
    let mut customers = crate::aging::customers(world, company, "")?;
    customers.retain(is_unclear);
    Ok(customers)
}

/// Whether nothing tells what a customer is; an account that is no customer is nothing of the kind.
pub fn is_unclear(party: &PartyRecord) -> bool {
    !party.is_pseudo && !party.kind_basis.is_known()
}

/// What to check before believing sums computed for this customer; `None` when their kind is known.
pub fn doubt(party: &PartyRecord) -> Option<String> {
    let name = &party.name;
    is_unclear(party).then(|| {
        format!(
            "À vérifier : rien ne dit si {name} est un professionnel, un particulier ou un organisme public. Intérêts et \
             indemnité sont comptés comme pour un professionnel et ne lui sont pas réclamés ; un particulier ne doit ni \
             l’indemnité, ni d’intérêts avant une mise en demeure. Dites-le avec quitus customer set \"{name}\" --kind \
             professionnel, particulier ou organisme-public."
        )
    })
}
