use super::DisputeFacts;
use base::id::{HoldId, InvoiceId};
use base::{Cents, Date, MoneyError};
use serde::{Deserialize, Serialize};

/// What stops or bends recovery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldKind {
    Dispute,
    Promise,
    /// Instalment plan.
    Plan,
    /// Collective proceedings: nothing may be chased (C. com. L622-21).
    Insolvency,
    /// Sold or pledged: not ours to chase.
    Factored,
    /// Suspended by the user.
    Pause,
    /// The debtor says the money is on its way.
    PaymentAnnounced,
    /// The customer is checking the invoice.
    AwaitingValidation,
    /// Lost in the books: still owed, and no longer asked for.
    WrittenOff,
    /// A small rest after a payment that a fee, a discount or a slip may explain: a person says what becomes of it. Lifted
    /// when the payment is taken back.
    Remainder,
}

impl HoldKind {
    pub const ALL: [HoldKind; 10] = [
        HoldKind::Dispute,
        HoldKind::Promise,
        HoldKind::Plan,
        HoldKind::Insolvency,
        HoldKind::Factored,
        HoldKind::Pause,
        HoldKind::PaymentAnnounced,
        HoldKind::AwaitingValidation,
        HoldKind::WrittenOff,
        HoldKind::Remainder,
    ];

    pub fn code(self) -> &'static str {
        match self {
            HoldKind::Dispute => "dispute",
            HoldKind::Promise => "promise",
            HoldKind::Plan => "plan",
            HoldKind::Insolvency => "insolvency",
            HoldKind::Factored => "factored",
            HoldKind::Pause => "pause",
            HoldKind::PaymentAnnounced => "payment_announced",
            HoldKind::AwaitingValidation => "awaiting_validation",
            HoldKind::WrittenOff => "written_off",
            HoldKind::Remainder => "remainder",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }

    pub fn french(self) -> &'static str {
        match self {
            HoldKind::Dispute => "litige",
            HoldKind::Promise => "promesse de règlement",
            HoldKind::Plan => "échéancier",
            HoldKind::Insolvency => "procédure collective",
            HoldKind::Factored => "créance cédée",
            HoldKind::Pause => "suspension",
            HoldKind::PaymentAnnounced => "paiement annoncé",
            HoldKind::AwaitingValidation => "facture en cours de validation",
            HoldKind::WrittenOff => "passage en perte",
            HoldKind::Remainder => "reste à trancher",
        }
    }

    /// Said with a sentence by anybody who may act; a write-off is proposed and approved instead.
    pub fn is_open_to_all(self) -> bool {
        self != HoldKind::WrittenOff
    }

    /// Counts a date after which the debtor is held to have broken their word.
    pub fn is_word_given(self) -> bool {
        matches!(self, HoldKind::Promise | HoldKind::PaymentAnnounced)
    }
}

/// A hold as recorded; it may have been lifted since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HoldFacts {
    pub id: HoldId,
    pub kind: HoldKind,
    /// The receivable it concerns; `None` for all of the debtor's.
    pub invoice: Option<InvoiceId>,
    pub opened_on: Date,
    /// Last day it holds, when it has one; without, it holds until it is lifted. Collective proceedings ignore it.
    pub until: Option<Date>,
    pub lifted_on: Option<Date>,
    /// Amount promised or contested.
    pub amount: Option<Cents>,
    /// One sentence by its author.
    pub why: String,
    /// What is contested and who sees to it, of a dispute recorded as one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dispute: Option<DisputeFacts>,
}

impl HoldFacts {
    /// The same hold for what is left of the word it holds: its amount less what came; none when the word was kept.
    ///
    /// # Errors
    /// `MoneyError::Overflow` when the difference leaves what can be counted.
    pub fn left_of_word(mut self, word: Option<&WordFacts>, as_of: Date) -> Result<Option<HoldFacts>, MoneyError> {
        let Some(word) = word.filter(|w| w.hold == self.id) else { return Ok(Some(self)) };
        if word.word(as_of) == Word::Kept {
            return Ok(None);
        }
        if let Some(amount) = self.amount {
            self.amount = Some(amount.sub(word.received.max(Cents::ZERO))?.max(Cents::ZERO));
        }
        Ok(Some(self))
    }
}

/// What the books hold of a word given (a promise, a payment announced). Whether it was kept is said by [`WordFacts::word`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct WordFacts {
    pub hold: HoldId,
    /// The last day on which money still keeps it: the day promised, and the grace that was granted.
    pub last_day: Date,
    /// What was promised: all that was owed when no amount was said.
    pub asked: Cents,
    /// What was owed on what it bears on when it was given.
    pub owed: Cents,
    /// Money set against that from the day it was given to its last day, less what the bank took back since.
    pub received: Cents,
    /// Credit notes set against it in the same days.
    pub credited: Cents,
}

/// Where a word given stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Word {
    Kept,
    /// Some money came, not all that was promised.
    PartlyKept,
    Broken,
    Pending,
}

impl Word {
    pub const ALL: [Word; 4] = [Word::Pending, Word::Kept, Word::PartlyKept, Word::Broken];

    pub fn code(self) -> &'static str {
        match self {
            Word::Kept => "kept",
            Word::PartlyKept => "partly_kept",
            Word::Broken => "broken",
            Word::Pending => "pending",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|w| w.code() == code)
    }

    pub fn french(self) -> &'static str {
        match self {
            Word::Kept => "tenue",
            Word::PartlyKept => "tenue en partie",
            Word::Broken => "rompue",
            Word::Pending => "en cours",
        }
    }

    /// Its last day has passed without all of the money.
    pub fn is_failed(self) -> bool {
        matches!(self, Word::PartlyKept | Word::Broken)
    }
}

impl WordFacts {
    /// Kept by the money on the books, never by somebody's opinion. A credit note that settles the rest keeps it too.
    pub fn word(&self, as_of: Date) -> Word {
        let settled = self.received.add(self.credited).is_ok_and(|sum| sum >= self.owed);
        if settled || self.received >= self.asked {
            Word::Kept
        } else if as_of <= self.last_day {
            Word::Pending
        } else if self.received.is_positive() {
            Word::PartlyKept
        } else {
            Word::Broken
        }
    }
}

/// How a word given reached us.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Heard {
    Call,
    Mail,
    Letter,
    Visit,
    #[default]
    Other,
}

impl Heard {
    pub const ALL: [Heard; 5] = [Heard::Call, Heard::Mail, Heard::Letter, Heard::Visit, Heard::Other];

    pub fn code(self) -> &'static str {
        match self {
            Heard::Call => "call",
            Heard::Mail => "mail",
            Heard::Letter => "letter",
            Heard::Visit => "visit",
            Heard::Other => "other",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|h| h.code() == code)
    }

    pub fn french(self) -> &'static str {
        match self {
            Heard::Call => "au téléphone",
            Heard::Mail => "par e-mail",
            Heard::Letter => "par courrier",
            Heard::Visit => "de vive voix",
            Heard::Other => "autrement",
        }
    }
}
