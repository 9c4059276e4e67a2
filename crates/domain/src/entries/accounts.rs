//! The accounts and journals that lines go to: numbers of the French chart of accounts (PCG), unless the company has others.

use serde::{Deserialize, Serialize};

/// What an account is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// Each customer's own code stands beside it.
    Customers,
    Bank,
    /// Money of which nobody knows whose it is.
    Waiting,
    /// Customers whose debt was depreciated.
    Doubtful,
    Sales,
    Vat,
    /// What depreciations bring down the customers' accounts by.
    Depreciation,
    DepreciationCharge,
    DepreciationReversal,
    Loss,
    /// What was given up by agreement.
    Waived,
    /// Money that came after all, for a debt that was written off.
    Recovered,
}

/// Where an entry is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Journal {
    Bank,
    Sales,
    Adjustments,
}

/// The numbers of the accounts and the codes of the journals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Accounts {
    pub customers: String,
    pub bank: String,
    pub waiting: String,
    pub journal: String,
    pub doubtful: String,
    pub sales: String,
    pub vat: String,
    pub depreciation: String,
    pub depreciation_charge: String,
    pub depreciation_reversal: String,
    pub loss: String,
    pub waived: String,
    pub recovered: String,
    pub sales_journal: String,
    pub adjustments_journal: String,
}

impl Default for Accounts {
    fn default() -> Self {
        let usual = |account: Account| account.usual().to_string();
        Accounts {
            customers: usual(Account::Customers),
            bank: usual(Account::Bank),
            waiting: usual(Account::Waiting),
            journal: Journal::Bank.usual().to_string(),
            doubtful: usual(Account::Doubtful),
            sales: usual(Account::Sales),
            vat: usual(Account::Vat),
            depreciation: usual(Account::Depreciation),
            depreciation_charge: usual(Account::DepreciationCharge),
            depreciation_reversal: usual(Account::DepreciationReversal),
            loss: usual(Account::Loss),
            waived: usual(Account::Waived),
            recovered: usual(Account::Recovered),
            sales_journal: Journal::Sales.usual().to_string(),
            adjustments_journal: Journal::Adjustments.usual().to_string(),
        }
    }
}

impl Account {
    pub const ALL: [Account; 12] = [
        Account::Customers,
        Account::Bank,
        Account::Waiting,
        Account::Sales,
        Account::Vat,
        Account::Doubtful,
        Account::DepreciationCharge,
        Account::Depreciation,
        Account::DepreciationReversal,
        Account::Loss,
        Account::Waived,
        Account::Recovered,
    ];

    /// How settings, files and programs name it.
    pub fn code(self) -> &'static str {
        match self {
            Account::Customers => "customers",
            Account::Bank => "bank",
            Account::Waiting => "waiting",
            Account::Doubtful => "doubtful",
            Account::Sales => "sales",
            Account::Vat => "vat",
            Account::Depreciation => "depreciation",
            Account::DepreciationCharge => "depreciation_charge",
            Account::DepreciationReversal => "depreciation_reversal",
            Account::Loss => "loss",
            Account::Waived => "waived",
            Account::Recovered => "recovered",
        }
    }

    /// The number it usually has.
    pub fn usual(self) -> &'static str {
        match self {
            Account::Customers => "411000",
            Account::Bank => "512000",
            Account::Waiting => "471000",
            Account::Doubtful => "416000",
            Account::Sales => "706000",
            Account::Vat => "445710",
            Account::Depreciation => "491000",
            Account::DepreciationCharge => "681740",
            Account::DepreciationReversal => "781740",
            Account::Loss | Account::Waived => "654000",
            Account::Recovered => "771400",
        }
    }

    /// Its name, as files write it.
    pub fn french(self) -> &'static str {
        match self {
            Account::Customers => "Clients",
            Account::Bank => "Banque",
            Account::Waiting => "Compte d’attente",
            Account::Doubtful => "Clients douteux",
            Account::Sales => "Ventes",
            Account::Vat => "TVA collectée",
            Account::Depreciation => "Dépréciation des comptes clients",
            Account::DepreciationCharge => "Dotations aux dépréciations des créances",
            Account::DepreciationReversal => "Reprises sur dépréciations des créances",
            Account::Loss => "Pertes sur créances irrécouvrables",
            Account::Waived => "Remises accordées sur créances",
            Account::Recovered => "Rentrées sur créances passées en perte",
        }
    }

    /// What is put there, for people who know no accounting.
    pub fn purpose(self) -> &'static str {
        match self {
            Account::Customers => "Ce que vos clients vous doivent.",
            Account::Bank => "L’argent de votre compte bancaire.",
            Account::Waiting => "L’argent dont on ne sait pas encore de qui il vient.",
            Account::Doubtful => "Ce que doivent les clients qui risquent de ne pas payer, TVA comprise.",
            Account::Sales => "Vos ventes hors taxe, pour les factures et avoirs établis dans Quitus.",
            Account::Vat => "La TVA de ces factures, et celle que vous reprenez sur une perte.",
            Account::Depreciation => "De combien les créances douteuses valent moins, hors taxe.",
            Account::DepreciationCharge => "La charge de l’année quand une créance devient douteuse.",
            Account::DepreciationReversal => "Le produit quand la crainte a disparu, ou que la perte est certaine.",
            Account::Loss => "La perte, hors taxe, quand une facture ne sera jamais payée.",
            Account::Waived => {
                "Ce que vous avez remis du principal d’une facture, TVA comprise : sans avoir, elle reste due."
            }
            Account::Recovered => "L’argent qui arrive malgré tout sur une facture passée en perte.",
        }
    }

    /// The usual number comes from a source that was checked; otherwise the accountant is asked.
    pub fn is_sourced(self) -> bool {
        !matches!(self, Account::Sales | Account::DepreciationReversal | Account::Waived | Account::Recovered)
    }

    /// Accounts of customers: a code of its own stands beside each line.
    pub fn is_customers(self) -> bool {
        matches!(self, Account::Customers | Account::Doubtful)
    }
}

impl Journal {
    pub const ALL: [Journal; 3] = [Journal::Bank, Journal::Sales, Journal::Adjustments];

    pub fn code(self) -> &'static str {
        match self {
            Journal::Bank => "journal",
            Journal::Sales => "sales_journal",
            Journal::Adjustments => "adjustments_journal",
        }
    }

    pub fn usual(self) -> &'static str {
        match self {
            Journal::Bank => "BQ",
            Journal::Sales => "VT",
            Journal::Adjustments => "OD",
        }
    }

    pub fn french(self) -> &'static str {
        match self {
            Journal::Bank => "Banque",
            Journal::Sales => "Ventes",
            Journal::Adjustments => "Opérations diverses",
        }
    }
}

impl Accounts {
    pub fn number(&self, account: Account) -> &str {
        match account {
            Account::Customers => &self.customers,
            Account::Bank => &self.bank,
            Account::Waiting => &self.waiting,
            Account::Doubtful => &self.doubtful,
            Account::Sales => &self.sales,
            Account::Vat => &self.vat,
            Account::Depreciation => &self.depreciation,
            Account::DepreciationCharge => &self.depreciation_charge,
            Account::DepreciationReversal => &self.depreciation_reversal,
            Account::Loss => &self.loss,
            Account::Waived => &self.waived,
            Account::Recovered => &self.recovered,
        }
    }

    /// Its name, as files write it: one for each number.
    pub fn name(&self, account: Account) -> &'static str {
        let of_one_number = || Account::ALL.into_iter().find(|other| self.number(*other) == self.number(account));
        match account {
            Account::Waived => of_one_number().unwrap_or(account).french(),
            _ => account.french(),
        }
    }

    pub fn set_number(&mut self, account: Account, number: String) {
        *match account {
            Account::Customers => &mut self.customers,
            Account::Bank => &mut self.bank,
            Account::Waiting => &mut self.waiting,
            Account::Doubtful => &mut self.doubtful,
            Account::Sales => &mut self.sales,
            Account::Vat => &mut self.vat,
            Account::Depreciation => &mut self.depreciation,
            Account::DepreciationCharge => &mut self.depreciation_charge,
            Account::DepreciationReversal => &mut self.depreciation_reversal,
            Account::Loss => &mut self.loss,
            Account::Waived => &mut self.waived,
            Account::Recovered => &mut self.recovered,
        } = number;
    }

    pub fn code(&self, journal: Journal) -> &str {
        match journal {
            Journal::Bank => &self.journal,
            Journal::Sales => &self.sales_journal,
            Journal::Adjustments => &self.adjustments_journal,
        }
    }

    pub fn set_code(&mut self, journal: Journal, code: String) {
        *match journal {
            Journal::Bank => &mut self.journal,
            Journal::Sales => &mut self.sales_journal,
            Journal::Adjustments => &mut self.adjustments_journal,
        } = code;
    }
}
