//! The customers of a simulated company: who they are, and the hidden character that decides when money comes.
//!
//! The program under test never sees a character; it only sees invoices, bank lines and what people say on the phone.

use crate::chance::{Stream, stream};
use crate::people::{self, Address};
use base::calendar::Region;
use std::collections::BTreeSet;

/// How a customer behaves. Days count from the due date unless said otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Character {
    Punctual,
    /// Always about that many days late, and sometimes two invoices in one transfer.
    AlwaysLate {
        days: i64,
    },
    /// Pays round hundreds, and the rest only when written to firmly.
    RoundPart,
    /// Contests one invoice in three when first called; a credit note settles it.
    DisputesFirst,
    /// Pays one invoice in two only after a formal notice.
    AfterNotice,
    /// Promises on the phone and does not pay.
    BreaksPromises,
    /// Enters collective proceedings in that month of the simulation.
    Insolvent {
        month: i64,
    },
    DoublePays,
    /// Writes another number, or none, in its transfers.
    WrongReference,
    /// Some of its invoices are sold to a factor.
    Factored,
    Consumer,
    PublicBody,
    SmallAmounts,
    /// Looked after by a salesperson.
    KeyAccount,
}

impl Character {
    /// In the proportions of an ordinary order book; every kind appears among the first twenty customers.
    fn of(number: u32, stream: &mut Stream) -> Character {
        use Character as C;
        match number % 20 {
            1 => C::AlwaysLate { days: 20 },
            2 => C::RoundPart,
            3 => C::DisputesFirst,
            4 => C::AfterNotice,
            5 => C::BreaksPromises,
            6 => C::Insolvent { month: 14 + stream.between(0, 2) },
            7 => C::DoublePays,
            8 => C::WrongReference,
            9 => C::Factored,
            10 => C::Consumer,
            11 => C::PublicBody,
            12 => C::SmallAmounts,
            13 => C::KeyAccount,
            14 => C::AlwaysLate { days: stream.between(8, 45) },
            15 => C::AfterNotice,
            16 => C::PublicBody,
            _ => C::Punctual,
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Character::Punctual => "punctual",
            Character::AlwaysLate { .. } => "always late",
            Character::RoundPart => "round part",
            Character::DisputesFirst => "disputes first",
            Character::AfterNotice => "after notice",
            Character::BreaksPromises => "breaks promises",
            Character::Insolvent { .. } => "insolvent",
            Character::DoublePays => "double pays",
            Character::WrongReference => "wrong reference",
            Character::Factored => "factored",
            Character::Consumer => "consumer",
            Character::PublicBody => "public body",
            Character::SmallAmounts => "small amounts",
            Character::KeyAccount => "key account",
        }
    }
}

/// Which law the customer falls under, in the words of an invoice file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Business,
    Consumer,
    PublicBody,
}

impl Status {
    pub fn code(self) -> &'static str {
        match self {
            Status::Business => "business",
            Status::Consumer => "consumer",
            Status::PublicBody => "public_body",
        }
    }
}

/// The part somebody plays for us at a customer's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    AccountsPayable,
    Buyer,
    Decider,
    /// On our side.
    Salesperson,
}

#[derive(Clone, Debug)]
pub struct Person {
    pub role: Role,
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Customer {
    pub number: u32,
    pub name: String,
    pub siren: Option<String>,
    pub status: Status,
    pub character: Character,
    pub address: Option<Address>,
    pub people: Vec<Person>,
    /// Days from issue to due date.
    pub terms_days: i64,
    /// False when its invoices do not say when they fall due.
    pub states_due_date: bool,
    /// One invoice in about so many working days.
    pub every_days: i64,
    /// Lowest and highest gross amount in cents.
    pub amounts: (i64, i64),
}

/// The customers of a seed, with distinct names.
pub fn customers(seed: u64, count: u32) -> Vec<Customer> {
    let mut taken = BTreeSet::new();
    (0..count).map(|number| customer(seed, number, &mut taken)).collect()
}

fn customer(seed: u64, number: u32, taken: &mut BTreeSet<String>) -> Customer {
    let mut stream = stream(seed, number, "who");
    let character = Character::of(number, &mut stream);
    let status = match character {
        Character::Consumer => Status::Consumer,
        Character::PublicBody => Status::PublicBody,
        _ => Status::Business,
    };
    let name = distinct_name(&mut stream, status, taken);
    let (every_days, amounts) = rhythm(character, &mut stream);
    let terms = match status {
        Status::Consumer => 15,
        Status::PublicBody => 30,
        Status::Business => stream.pick(&[30, 30, 30, 45, 60]),
    };
    let address = (!stream.one_in(12)).then(|| people::address(&mut stream));
    Customer {
        siren: (status != Status::Consumer).then(|| people::siren(&mut stream)),
        people: people_of(&name, status, character, &mut stream),
        name,
        number,
        status,
        character,
        address,
        terms_days: terms,
        states_due_date: !(status == Status::Business && stream.one_in(9)),
        every_days,
        amounts,
    }
}

fn distinct_name(stream: &mut Stream, status: Status, taken: &mut BTreeSet<String>) -> String {
    let mut name = match status {
        Status::Business => people::company(stream),
        Status::Consumer => people::person(stream),
        Status::PublicBody => people::public_body(stream),
    };
    while !taken.insert(base::fold::words(&name)) {
        name = match status {
            Status::Consumer => {
                format!("{}-{}", people::person(stream), people::person(stream).split(' ').next_back().unwrap_or(""))
            }
            _ => format!("{} {}", people::company(stream), people::address(stream).town),
        };
    }
    name
}

fn rhythm(character: Character, stream: &mut Stream) -> (i64, (i64, i64)) {
    match character {
        Character::SmallAmounts => (14, (1_200, 11_000)),
        Character::Consumer => (45, (8_000, 95_000)),
        Character::PublicBody => (30, (100_000, 1_800_000)),
        Character::KeyAccount => (12, (250_000, 2_400_000)),
        _ => (stream.between(18, 40), (15_000, 900_000)),
    }
}

fn people_of(name: &str, status: Status, character: Character, stream: &mut Stream) -> Vec<Person> {
    let domain =
        format!("{}.client-exemple.fr", people::slug(name).chars().take(40).collect::<String>().trim_matches('-'));
    let mut people = Vec::new();
    if status == Status::Consumer {
        let email = (!stream.one_in(4)).then(|| format!("{}@particulier-exemple.fr", people::slug(name)));
        people.push(Person { role: Role::Buyer, name: name.to_string(), email, phone: Some(people::phone(stream)) });
        return people;
    }
    // One customer in fifteen is only reached by post.
    if !stream.one_in(15) {
        people.push(named(Role::AccountsPayable, Some(format!("compta@{domain}")), stream));
    }
    if stream.one_in(2) {
        people.push(named(Role::Buyer, Some(format!("achats@{domain}")), stream));
    }
    if stream.one_in(3) || matches!(character, Character::AfterNotice | Character::KeyAccount) {
        people.push(named(Role::Decider, Some(format!("direction@{domain}")), stream));
    }
    if character == Character::KeyAccount {
        people.push(named(Role::Salesperson, Some("commercial@atelier-lumiere.example".to_string()), stream));
    }
    people
}

fn named(role: Role, email: Option<String>, stream: &mut Stream) -> Person {
    let phone = (!stream.one_in(5)).then(|| people::phone(stream));
    Person { role, name: people::person(stream), email, phone }
}

impl Customer {
    /// Where the working days of this world are counted.
    pub const REGION: Region = Region::Metropole;

    pub fn is_key_account(&self) -> bool {
        self.character == Character::KeyAccount
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_lives_in_a_small_world_and_names_are_distinct() {
        let all = customers(1, 300);
        let characters: BTreeSet<&str> = all.iter().take(20).map(|c| c.character.label()).collect();
        assert_eq!(characters.len(), 14);
        let names: BTreeSet<&str> = all.iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names.len(), 300);
    }

    #[test]
    fn a_customer_does_not_depend_on_the_others() {
        assert_eq!(customers(9, 5)[4].people.len(), customers(9, 40)[4].people.len());
    }
}
