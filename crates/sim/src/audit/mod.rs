//! The auditor: a deliberately naive second opinion. It is told what went into the program and what came out of it, keeps
//! its own notes, and recomputes everything from the first note each time. It shares no rule with the program.
//!
//! Each rule it checks has a file of its own; a rule that fails leaves a finding and never stops the simulation.

pub mod books;
pub mod contact_rate;
pub mod explain_reproduces;
pub mod holds_respected;
pub mod journal_chain;
pub mod money;
pub mod no_double_send;
pub mod paid_not_chased;
pub mod plans;
pub mod put_back;
pub mod right_match;
pub mod silence_or_proposal;
pub mod wrong_address;

pub use books::{Books, Obstacle};

use base::Date;
use std::fmt;

/// Something the auditor was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    Invoice {
        number: String,
        customer: u32,
        issued_on: Date,
        due_on: Date,
        cents: i64,
    },
    CreditNote {
        number: String,
        customer: u32,
        against: String,
        issued_on: Date,
        cents: i64,
    },
    BankCredit {
        booked_on: Date,
        cents: i64,
        label: String,
    },
    /// The account is known until then.
    BankKnown {
        until: Date,
    },
    /// Files were taken: what waits is set against each other now.
    Settled,
    PaidByHand {
        number: String,
        cents: i64,
        on: Date,
    },
    Obstacle {
        what: Obstacle,
        customer: u32,
        number: Option<String>,
        until: Option<Date>,
        cents: Option<i64>,
    },
    Lifted {
        what: Obstacle,
        customer: u32,
        number: Option<String>,
    },
    /// A plan was signed for these invoices: a day and an amount for each payment.
    Agreed {
        customer: u32,
        numbers: Vec<String>,
        payments: Vec<(Date, i64)>,
    },
    /// It was kept to its end, or the whole was recorded as due for default.
    PlanEnded {
        customer: u32,
        is_lapsed: bool,
    },
    /// A credit was taken as payments of a plan, and what it pays.
    Instalment {
        booked_on: Date,
        cents: i64,
        pays: Vec<(String, i64)>,
    },
    /// The owner said today that an unexplained credit is not this customer's.
    NotTheirMoney {
        customer: u32,
    },
    /// A message really left, a letter was posted, somebody answered the phone.
    Reached(Reached),
    /// A letter that had been posted came back: nobody of that name there. It reached nobody.
    CameBack(Reached),
    /// The owner found the customer's new address.
    AddressFound {
        customer: u32,
    },
    /// The books were put back from a copy.
    BooksPutBack,
    /// The owner said what left since the copy.
    Reviewed,
}

/// A contact with a customer, or with our own salesperson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    pub customer: u32,
    pub numbers: Vec<String>,
    pub scenario: String,
    pub step: String,
    pub channel: String,
    /// Message-ID of a mail.
    pub message: Option<String>,
}

impl Reached {
    /// Paper goes to an address.
    pub fn is_letter(&self) -> bool {
        matches!(self.channel.as_str(), "letter" | "registered_letter")
    }

    /// Our own salesperson is not the customer.
    pub fn reaches_customer(&self) -> bool {
        self.channel != "internal"
    }
}

#[derive(Clone, Debug)]
pub struct Note {
    pub on: Date,
    pub told: Told,
}

/// A rule that was not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub on: Date,
    pub rule: &'static str,
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.on, self.rule, self.what)
    }
}

#[derive(Debug, Default)]
pub struct Auditor {
    /// Takes no notes: a story that only fills books does not grow with them.
    pub is_away: bool,
    pub notes: Vec<Note>,
    pub findings: Vec<Finding>,
}

impl Auditor {
    pub fn tell(&mut self, on: Date, told: Told) {
        if !self.is_away {
            self.notes.push(Note { on, told });
        }
    }

    /// Everything again, from the first note.
    pub fn books(&self) -> Books {
        Books::of(&self.notes)
    }

    /// What is still wrong the next day is said once.
    pub fn find(&mut self, on: Date, rule: &'static str, whats: Vec<String>) {
        for what in whats {
            if !self.findings.iter().any(|f| f.rule == rule && f.what == what) {
                self.findings.push(Finding { on, rule, what });
            }
        }
    }

    pub fn contacts(&self) -> impl Iterator<Item = (Date, &Reached)> {
        let undone = |at: usize, reached: &Reached| {
            self.notes.iter().skip(at).any(|n| matches!(&n.told, Told::CameBack(back) if back == reached))
        };
        self.notes.iter().enumerate().filter_map(move |(at, n)| match &n.told {
            Told::Reached(reached) if !undone(at, reached) => Some((n.on, reached)),
            _ => None,
        })
    }
}
