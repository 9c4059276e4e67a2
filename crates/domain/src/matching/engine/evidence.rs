//! Why a credit may pay what is proposed, and why nobody but a person may say so. Data; the sentences are made here, and
//! nothing decides on a sentence.

use base::{Cents, Date, fr};
use serde::{Deserialize, Serialize};

/// What speaks for a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum Evidence {
    /// The label tells the number, letter for letter.
    Number {
        number: String,
    },
    /// The label tells the number, spelled otherwise.
    NumberRespelled {
        number: String,
    },
    /// The label tells a number that no invoice bears, one digit away from this one.
    NumberSlip {
        told: String,
        number: String,
    },
    AmountEqual,
    /// What the invoice asked for at first; a credit note has reduced it since.
    AmountOfDocument,
    /// Less what a bank keeps.
    LessFees {
        cents: Cents,
    },
    LessDiscount {
        cents: Cents,
        percent: u32,
    },
    /// The sum of several invoices.
    SumOf {
        invoices: u64,
    },
    /// No other set of at most three open invoices makes the sum.
    OnlySet {
        among: u64,
    },
    /// No other open invoice of the customer has this amount.
    OnlyAmount {
        among: u64,
    },
    /// Everything that is open.
    WholeBalance {
        invoices: u64,
    },
    /// A few cents from the sum.
    NearlySum {
        invoices: u64,
        cents: Cents,
    },
    PartSaid,
    PartOf {
        number: String,
    },
    OldestFirst,
    KnownIban,
    NameWhole,
    NameCut,
    SpellingLearnt,
    /// The day this customer usually pays.
    Habit {
        days: i64,
    },
    ThirdParty,
    CreditDeducted {
        number: String,
    },
    OnAccount {
        cents: Cents,
    },
    /// Speaks against it: the invoice did not exist when the money came.
    IssuedAfter {
        number: String,
        issued_on: Date,
    },
    /// What was asked for as interest and compensation.
    Accessories {
        cents: Cents,
    },
    /// Just what is left of so many payments of a plan that follow each other.
    Instalment {
        rank: u64,
        count: u64,
        of: u64,
        agreed_on: Date,
    },
    /// The money goes as the plan says.
    AgreedOrder,
}

/// What speaks against doing it without a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum Doubt {
    /// Several open invoices have this amount.
    SameAmount {
        invoices: u64,
    },
    /// Several sets of invoices make the sum, or nobody can prove that only one does.
    SeveralSets,
    TooManyOpen {
        open: u64,
    },
    /// The label names an invoice of somebody else than who pays.
    OtherCustomers {
        number: String,
    },
    SeveralCustomers,
    PayerUnknown,
    /// The account is one customer's, the name another's.
    PayerContradictory,
    SeveralPayers,
    UnknownNumber {
        told: String,
    },
    /// Several documents bear the number.
    AmbiguousNumber,
    /// The invoice is paid already: perhaps a second time.
    AlreadyPaid {
        number: String,
    },
    /// Another credit that waits names the same invoice.
    EarlierCredit {
        booked_on: Date,
    },
    TooLittle {
        cents: Cents,
    },
    TooMuch {
        cents: Cents,
    },
    /// Less than the invoice, and just the amount of another one.
    AmountOfAnother {
        number: String,
    },
    /// A digit more or less names an invoice of the same amount that fits the day better.
    NearNumber {
        number: String,
    },
    NotYetIssued {
        number: String,
    },
    PartWithoutNumber,
    /// The label speaks of several invoices, and the amount is one's.
    SeveralSaid,
    CreditNotSaid,
    Factored {
        number: String,
    },
    OtherCurrency,
    /// The label speaks of a refund, a loan, an own transfer.
    NoCustomersWords,
    /// A person took back what had been made of it.
    Reopened,
    /// Another kind of file told it on that day, perhaps.
    PerhapsTold {
        on: Date,
    },
    /// A person said that it is not theirs.
    RuledOut,
    AmountOnly,
    NothingFits,
    /// Several plans of the customer ask for this amount.
    SeveralPlans,
    /// An older payment of the plan did not come.
    InstalmentMissing {
        rank: u64,
    },
}

impl Evidence {
    /// In French, without a full stop.
    pub fn french(&self) -> String {
        let invoices = |n: u64| fr::count(n, "facture", "factures");
        match self {
            Evidence::Number { number } => format!("le libellé cite {number}"),
            Evidence::NumberRespelled { number } => format!("le libellé cite {number}, autrement écrit"),
            Evidence::NumberSlip { told, number } => {
                format!("le libellé cite {told}, qui n’existe pas, à un chiffre de {number}")
            }
            Evidence::AmountEqual => "le montant est exact".to_string(),
            Evidence::AmountOfDocument => "c’est le montant de la facture avant l’avoir".to_string(),
            Evidence::LessFees { cents } => {
                format!("le montant est exact, moins {} de frais bancaires", fr::euros(*cents))
            }
            Evidence::LessDiscount { cents, percent } => {
                format!("le montant est exact, moins {percent} % d’escompte ({})", fr::euros(*cents))
            }
            Evidence::SumOf { invoices: n } => format!("c’est la somme de {}", invoices(*n)),
            Evidence::OnlySet { among } => {
                format!("aucun autre choix d’au plus trois de ses {} ouvertes ne fait ce montant", invoices(*among))
            }
            Evidence::OnlyAmount { among: 1 } => "c’est sa seule facture ouverte".to_string(),
            Evidence::OnlyAmount { among } => format!("une seule de ses {} ouvertes a ce montant", invoices(*among)),
            Evidence::WholeBalance { invoices: n } => format!("c’est tout ce que le client doit ({})", invoices(*n)),
            Evidence::NearlySum { invoices: n, cents } => {
                format!("à {} près, c’est la somme de {}", fr::euros(*cents), invoices(*n))
            }
            Evidence::PartSaid => "le libellé annonce un paiement partiel".to_string(),
            Evidence::PartOf { number } => format!("une partie de {number}"),
            Evidence::IssuedAfter { number, issued_on } => {
                format!("{number} n’a été émise que le {}, après ce virement", fr::date(*issued_on))
            }
            Evidence::OldestFirst => "les plus anciennes échues d’abord (C. civ. 1342-10)".to_string(),
            Evidence::KnownIban => "le compte est celui de ce client".to_string(),
            Evidence::NameWhole => "le nom est celui de ce client".to_string(),
            Evidence::NameCut => "le nom, coupé par la banque, est celui de ce client".to_string(),
            Evidence::SpellingLearnt => "vous avez déjà reconnu ce client sous ce nom".to_string(),
            Evidence::Habit { days: 0 } => "ce client paie d’habitude ce jour-là".to_string(),
            Evidence::Habit { days } => {
                format!("à {} de son jour habituel", fr::count(days.unsigned_abs(), "jour", "jours"))
            }
            Evidence::ThirdParty => "quelqu’un d’autre paie pour ce client".to_string(),
            Evidence::CreditDeducted { number } => format!("l’avoir {number} est déduit"),
            Evidence::Accessories { cents } => {
                format!("{} sont les intérêts et l’indemnité réclamés", fr::euros(*cents))
            }
            Evidence::OnAccount { cents } => format!("{} restent en avance", fr::euros(*cents)),
            Evidence::Instalment { rank, count: 1, of, agreed_on } => {
                format!("c’est le versement no {rank} sur {of} de l’échéancier du {}", fr::date(*agreed_on))
            }
            Evidence::Instalment { rank, count, of, agreed_on } => {
                let last = rank.saturating_add(*count).saturating_sub(1);
                let plan = fr::date(*agreed_on);
                format!("c’est la somme des versements nos {rank} à {last} sur {of} de l’échéancier du {plan}")
            }
            Evidence::AgreedOrder => "réparti dans l’ordre convenu dans l’échéancier".to_string(),
        }
    }
}

impl Doubt {
    /// In French, without a full stop.
    pub fn french(&self) -> String {
        match self {
            Doubt::SameAmount { invoices } => {
                format!("{} ouvertes ont ce montant", fr::count(*invoices, "facture", "factures"))
            }
            Doubt::SeveralSets => "plusieurs choix de factures font ce montant".to_string(),
            Doubt::TooManyOpen { open } => {
                format!("parmi {} ouvertes, une somme ne prouve rien", fr::count(*open, "facture", "factures"))
            }
            Doubt::OtherCustomers { number } => format!("{number} est la facture d’un autre client"),
            Doubt::SeveralCustomers => "le libellé cite des factures de plusieurs clients".to_string(),
            Doubt::PayerUnknown => "on ne sait pas qui paie".to_string(),
            Doubt::PayerContradictory => "le compte est celui d’un client et le nom celui d’un autre".to_string(),
            Doubt::SeveralPayers => "plusieurs clients peuvent avoir ce nom ou ce compte".to_string(),
            Doubt::UnknownNumber { told } => format!("le libellé cite {told}, qui n’existe pas"),
            Doubt::AmbiguousNumber => "plusieurs factures portent ce numéro".to_string(),
            Doubt::AlreadyPaid { number } => format!("{number} est déjà payée : peut-être payée deux fois"),
            Doubt::EarlierCredit { booked_on } => {
                format!("un virement du {}, qui attend, la concerne déjà", fr::date_short(*booked_on))
            }
            Doubt::TooLittle { cents } => format!("il manque {}", fr::euros(*cents)),
            Doubt::TooMuch { cents } => format!("il y a {} de trop", fr::euros(*cents)),
            Doubt::AmountOfAnother { number } => format!("c’est le montant exact de {number}"),
            Doubt::NearNumber { number } => format!("à un chiffre près, c’est {number}, du même montant"),
            Doubt::NotYetIssued { number } => format!("{number} n’existait pas encore ce jour-là"),
            Doubt::PartWithoutNumber => "un paiement partiel qui ne dit pas de quelle facture".to_string(),
            Doubt::SeveralSaid => "le libellé parle de plusieurs factures".to_string(),
            Doubt::CreditNotSaid => "un avoir serait déduit sans que le libellé le dise".to_string(),
            Doubt::Factored { number } => format!("{number} est cédée : ce paiement est à reverser"),
            Doubt::OtherCurrency => "la facture est dans une autre monnaie".to_string(),
            Doubt::NoCustomersWords => "le libellé ne parle pas d’un client".to_string(),
            Doubt::Reopened => "vous avez repris ce virement".to_string(),
            Doubt::PerhapsTold { on } => {
                format!("c’est peut-être l’opération du {}, dite une seconde fois par un autre relevé", fr::date(*on))
            }
            Doubt::RuledOut => "vous avez dit qu’il n’est pas de ce client".to_string(),
            Doubt::AmountOnly => "seul le montant correspond".to_string(),
            Doubt::NothingFits => "rien ne correspond".to_string(),
            Doubt::SeveralPlans => "plusieurs échéanciers attendent ce montant".to_string(),
            Doubt::InstalmentMissing { rank } => format!("le versement no {rank}, plus ancien, n’est pas venu"),
        }
    }
}
