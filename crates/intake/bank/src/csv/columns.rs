//! The vocabulary of bank exports: which column header means what, in French and English.
//! Headers are compared folded, so accents, case, units and punctuation do not matter.

use super::foreign::FOREIGN;
use draft::{Field, Mapping};
use grid::header::{Name, name};

/// What a column of a bank export holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Booked,
    /// Another date of the operation, for rows whose booking date is empty.
    OtherDate,
    Value,
    /// A text for the remittance; several columns may be one.
    Text,
    Amount,
    Debit,
    Credit,
    /// `D`/`C` or words beside an unsigned amount.
    Direction,
    Currency,
    Counterparty,
    CounterpartyIban,
    Account,
    BankReference,
    EndToEnd,
    Status,
    Balance,
}

/// Best names first: where two columns of a file would do, the earlier name wins.
const WORDS: [(Role, &[&str]); 15] = [
    (
        Role::Booked,
        &[
            "date de comptabilisation",
            "date comptabilisation",
            "date comptable",
            "booking date",
            "booked on",
            "booking date utc",
            "posting date",
            "date de l operation",
            "date d operation",
            "date operation",
            "operation date",
            "date op",
            "date de transaction",
            "transaction date",
            "date completed",
            "completed date",
            "date de l ecriture",
            "date ecriture",
            "date",
            "dates",
            "jour",
            "buchungstag",
            "date started",
        ],
    ),
    (
        Role::Value,
        &["date de la valeur", "date de valeur", "date valeur", "date val", "value date", "settlement date", "valeur"],
    ),
    (
        Role::Text,
        &[
            "libelle",
            "libelle operation",
            "libelle de l operation",
            "libelle court",
            "libelle simplifie",
            "libelle complet",
            "detail de l ecriture",
            "detail",
            "details",
            "description",
            "label",
            "intitule",
            "nature de l operation",
            "nature operation",
            "informations complementaires",
            "information complementaire",
            "motif",
            "communication",
            "memo",
            "remittance information",
            "reference",
            "ref",
            "note",
            "commentaire",
            "wording",
            "narrative",
            "payment reference",
            "reference du paiement",
            "objet",
        ],
    ),
    (
        Role::Amount,
        &[
            "montant total ttc",
            "montant total",
            "total amount",
            "montant operation",
            "montant de l operation",
            "montant net",
            "montant",
            "amount",
            "montant signe",
            "somme",
            "betrag",
            "montant de la transaction",
            "transaction amount",
        ],
    ),
    (
        Role::Debit,
        &[
            "debit",
            "debits",
            "montant debit",
            "debit amount",
            "retrait",
            "retraits",
            "depense",
            "depenses",
            "sortie",
            "sorties",
            "money out",
            "paid out",
            "withdrawal",
            "withdrawals",
        ],
    ),
    (
        Role::Credit,
        &[
            "credit",
            "credits",
            "montant credit",
            "credit amount",
            "versement",
            "versements",
            "recette",
            "recettes",
            "entree",
            "entrees",
            "money in",
            "paid in",
            "deposit",
            "deposits",
        ],
    ),
    (
        Role::Direction,
        &["sens", "d c", "debit credit", "credit debit", "side", "credit debit indicator", "sens operation"],
    ),
    (Role::Currency, &["devise", "currency", "ccy", "monnaie", "devise du compte"]),
    (
        Role::Counterparty,
        &[
            "nom de la contrepartie",
            "nom contrepartie",
            "contrepartie",
            "counterparty name",
            "counterparty",
            "tiers",
            "nom du tiers",
            "emetteur",
            "donneur d ordre",
            "payer",
            "payer name",
            "partner name",
            "beneficiaire",
            "payee",
        ],
    ),
    (
        Role::CounterpartyIban,
        &[
            "iban de la contrepartie",
            "iban contrepartie",
            "counterparty iban",
            "iban du tiers",
            "beneficiary iban",
            "payer iban",
            "partner iban",
        ],
    ),
    (
        Role::Account,
        &[
            "iban",
            "compte",
            "numero de compte",
            "numero compte",
            "n compte",
            "account",
            "account number",
            "account num",
            "iban du compte",
        ],
    ),
    (
        Role::BankReference,
        &[
            "identifiant de transaction",
            "transaction id",
            "id transaction",
            "id de transaction",
            "identifiant",
            "id",
            "line id",
            "reference banque",
            "reference bancaire",
            "bank reference",
        ],
    ),
    (Role::EndToEnd, &["end to end id", "end to end", "reference de bout en bout", "e2e"]),
    (Role::Status, &["statut", "status", "state", "etat"]),
    (
        Role::Balance,
        &[
            "solde",
            "balance",
            "running balance",
            "solde progressif",
            "solde apres operation",
            "account balance",
            "solde du compte",
        ],
    ),
];

/// What a person may say of a column, and the role it then has.
const FIELDS: [(Field, Role); 15] = [
    (Field::BookedOn, Role::Booked),
    (Field::ValueOn, Role::Value),
    (Field::Label, Role::Text),
    (Field::Amount, Role::Amount),
    (Field::Debit, Role::Debit),
    (Field::Credit, Role::Credit),
    (Field::Direction, Role::Direction),
    (Field::Currency, Role::Currency),
    (Field::Counterparty, Role::Counterparty),
    (Field::CounterpartyIban, Role::CounterpartyIban),
    (Field::BankAccount, Role::Account),
    (Field::BankReference, Role::BankReference),
    (Field::EndToEnd, Role::EndToEnd),
    (Field::Status, Role::Status),
    (Field::Balance, Role::Balance),
];
/// More than any header scores by its names.
const CONFIRMED: usize = 1_000;

/// The columns of one file.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    roles: Vec<Option<Role>>,
    names: Vec<Name>,
    /// A person said what they are.
    is_confirmed: bool,
}

impl Columns {
    pub fn of<S: AsRef<str>>(headers: &[S]) -> Columns {
        let names: Vec<Name> = headers.iter().map(|h| name(h.as_ref())).collect();
        let mut roles = vec![None; names.len()];
        for (role, words) in WORDS {
            let best = |folded: &str| words.iter().position(|word| *word == folded);
            let mut found: Vec<(usize, usize)> =
                names.iter().enumerate().filter_map(|(i, n)| best(&n.folded).map(|rank| (rank, i))).collect();
            found.sort_unstable();
            let others = match role {
                Role::Text => Some(Role::Text),
                Role::Booked => Some(Role::OtherDate),
                _ => None,
            };
            for (place, (_, index)) in found.into_iter().enumerate() {
                let given = if place == 0 { Some(role) } else { others };
                if let (Some(slot @ None), Some(_)) = (roles.get_mut(index), given) {
                    *slot = given;
                }
            }
        }
        Columns { roles, names, is_confirmed: false }
    }

    /// The columns as a person said they are; those of which nothing was said keep what their names tell.
    pub fn confirmed(mut self, mapping: &Mapping) -> Columns {
        for (field, index) in &mapping.0 {
            let Some((_, role)) = FIELDS.iter().find(|(f, _)| f == field) else { continue };
            for slot in self.roles.iter_mut().filter(|slot| **slot == Some(*role) && *role != Role::Text) {
                *slot = None;
            }
            if let Some(slot) = self.roles.get_mut(*index) {
                *slot = Some(*role);
            }
        }
        self.is_confirmed = true;
        self
    }

    /// The columns as a person is shown them.
    pub fn mapping(&self) -> Mapping {
        let of = |(field, role): &(Field, Role)| Some((*field, self.index(*role)?));
        Mapping(FIELDS.iter().filter_map(of).collect())
    }

    pub fn index(&self, role: Role) -> Option<usize> {
        self.roles.iter().position(|r| *r == Some(role))
    }

    pub fn indices(&self, role: Role) -> impl Iterator<Item = usize> {
        self.roles.iter().enumerate().filter(move |(_, r)| **r == Some(role)).map(|(i, _)| i)
    }

    pub fn is_cents(&self, index: usize) -> bool {
        self.names.get(index).is_some_and(|n| n.is_cents)
    }

    /// Indices of the columns that hold dates, the booking date first.
    pub fn days(&self) -> Vec<usize> {
        let roles = [Role::Booked, Role::OtherDate, Role::Value];
        roles.into_iter().flat_map(|role| self.indices(role)).collect()
    }

    /// Indices of the columns that hold money.
    pub fn money(&self) -> Vec<usize> {
        [Role::Amount, Role::Debit, Role::Credit, Role::Balance].into_iter().filter_map(|r| self.index(r)).collect()
    }

    pub fn is_ignored(&self, index: usize) -> bool {
        self.roles.get(index).is_none_or(Option::is_none)
    }

    /// How much this looks like the header of a bank export; 0 when it cannot be one.
    pub fn score(&self) -> usize {
        let has = |role| self.index(role).is_some();
        let dated = has(Role::Booked) || has(Role::Value);
        let money = has(Role::Amount) || (has(Role::Debit) && has(Role::Credit));
        let told = has(Role::Text) || has(Role::Counterparty) || has(Role::Balance);
        if self.is_confirmed {
            return if dated && money { CONFIRMED } else { 0 };
        }
        let foreign = self.names.iter().any(|n| FOREIGN.contains(&n.folded.as_str()));
        if dated && money && told && !foreign { self.roles.iter().flatten().count() } else { 0 }
    }
}
