//! Who may open what, where a role may not open everything: the navigation shows no more than this, and the pages
//! themselves ask it.

use crate::answer::Oops;
use crate::visit::Visit;
use app::records::Role;

#[derive(Clone, Copy)]
enum Readers {
    /// It tells of customers of everybody: not for salespeople, who see their own.
    OfAllCustomers,
    Keepers,
    Owner,
}

/// What lies under an address is for the same readers; the longer address comes first.
const RESERVED: [(&str, Readers); 8] = [
    ("/banque/comptes", Readers::Keepers),
    ("/banque", Readers::OfAllCustomers),
    ("/comptabilite", Readers::Keepers),
    ("/factures/nouvelle", Readers::Keepers),
    ("/importer", Readers::Keepers),
    ("/journal", Readers::OfAllCustomers),
    ("/reglages/api", Readers::Owner),
    ("/reglages/guide", Readers::Owner),
];

impl Readers {
    fn of(path: &str) -> Option<Readers> {
        let path = path.split('?').next().unwrap_or(path);
        let under = |place: &str| path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        RESERVED.iter().find(|(place, _)| under(place)).map(|(_, readers)| *readers)
    }

    fn include(self, role: Role) -> bool {
        match self {
            Readers::OfAllCustomers => role != Role::Salesperson,
            Readers::Keepers => role.may_keep_books(),
            Readers::Owner => role.may_decide(),
        }
    }

    fn french(self) -> &'static str {
        match self {
            Readers::OfAllCustomers => "le propriétaire, les comptables et leurs invités",
            Readers::Keepers => "le propriétaire et les comptables",
            Readers::Owner => "le propriétaire",
        }
    }
}

impl Visit {
    /// This user's role may open the page at that address.
    pub fn may_open(&self, path: &str) -> bool {
        Readers::of(path).is_none_or(|readers| readers.include(self.role))
    }

    /// Asked by each page of the table before it shows anything.
    ///
    /// # Errors
    /// `NotAllowed` with who may.
    pub fn must_open(&self, path: &str) -> Result<(), Oops> {
        match Readers::of(path) {
            Some(readers) if !readers.include(self.role) => Err(Oops::NotAllowed { who_may: readers.french() }),
            _ => Ok(()),
        }
    }
}
