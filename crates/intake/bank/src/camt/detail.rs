//! One transaction inside an entry (`TxDtls`): references, parties, and what the payer wrote.
//! Texts are kept as the bank gives them, in the order of the file.

use super::entry::{Direction, Unread, amount};
use super::statement::day;
use base::{Cents, Currency, Date};

/// A party as named in one role.
#[derive(Clone, Debug, Default)]
struct Party {
    name: Option<String>,
    ultimate: Option<String>,
    iban: Option<String>,
}

#[derive(Default)]
pub(super) struct Detail {
    pub line: u64,
    pub amount: Option<Result<Cents, Unread>>,
    stated: Option<Result<Cents, Unread>>,
    pub currency: Option<Currency>,
    pub direction: Option<Direction>,
    pub end_to_end_id: Option<String>,
    pub bank_reference: Option<String>,
    pub on: Option<Date>,
    pub is_return: bool,
    debtor: Party,
    creditor: Party,
    /// What the payer wrote, then structured references, then the bank's own words.
    pub texts: Vec<String>,
}

impl Detail {
    pub fn at(line: u64) -> Self {
        Detail { line, ..Detail::default() }
    }

    pub fn leaf(&mut self, path: &[&str], text: &str, currency: Option<&str>) {
        match path {
            ["Amt"] => {
                self.amount = Some(amount(text));
                self.currency = currency.and_then(Currency::kept);
            }
            ["AmtDtls", "TxAmt", "Amt"] => {
                self.stated = Some(amount(text));
                self.currency = self.currency.or(currency.and_then(Currency::kept));
            }
            ["CdtDbtInd"] => self.direction = Direction::parse(text),
            ["Refs", "EndToEndId"] => self.end_to_end_id = reference(text),
            ["Refs", "AcctSvcrRef"] => self.bank_reference = reference(text),
            ["RltdDts", "IntrBkSttlmDt"] => self.on = day(text).or(self.on),
            ["RltdDts", "AccptncDtTm" | "TxDtTm"] => self.on = self.on.or(day(text)),
            ["RtrInf", ..] => self.is_return = true,
            ["BkTxCd", "Domn", "Fmly", "SubFmlyCd"] => {
                self.is_return |= super::entry::is_sub_family_of_returns(text);
            }
            ["RltdPties", role, rest @ ..] => self.party(role, rest, text),
            ["RmtInf", "Ustrd"]
            | ["RmtInf", "Strd", "CdtrRefInf", "Ref" | "CdtrRef"]
            | ["RmtInf", "Strd", "RfrdDocInf", "Nb"]
            | ["RmtInf", "Strd", "AddtlRmtInf"]
            | ["AddtlTxInf"] => self.texts.push(text.to_string()),
            _ => {}
        }
    }

    fn party(&mut self, role: &str, rest: &[&str], text: &str) {
        let party = if role.contains("Cdtr") { &mut self.creditor } else { &mut self.debtor };
        let slot = match (role, rest) {
            ("Dbtr" | "Cdtr", ["Nm"] | ["Pty", "Nm"]) => &mut party.name,
            ("UltmtDbtr" | "UltmtCdtr", ["Nm"] | ["Pty", "Nm"]) => &mut party.ultimate,
            ("DbtrAcct" | "CdtrAcct", ["Id", "IBAN"]) => &mut party.iban,
            ("DbtrAcct" | "CdtrAcct", ["Id", "Othr", "Id"]) if party.iban.is_none() => &mut party.iban,
            _ => return,
        };
        *slot = Some(text.to_string());
    }

    /// The amount of the transaction: its own, else the one in `AmtDtls`.
    pub fn stated_amount(&self) -> Option<Result<Cents, Unread>> {
        self.amount.or(self.stated)
    }

    /// Who is on the other side: the debtor of a credit, the creditor of a debit. A return may keep the original roles.
    pub fn counterparty(&self, direction: Direction, is_reversal: bool) -> (Option<String>, Option<String>) {
        let (side, other) = match direction {
            Direction::Credit => (&self.debtor, &self.creditor),
            Direction::Debit => (&self.creditor, &self.debtor),
        };
        let side = if is_reversal && side.name.is_none() && side.ultimate.is_none() { other } else { side };
        (side.ultimate.clone().or_else(|| side.name.clone()), side.iban.clone())
    }
}

/// A reference that is one: `NOTPROVIDED` is what banks write for none.
pub(super) fn reference(text: &str) -> Option<String> {
    let absent = ["NOTPROVIDED", "NOT PROVIDED", "NONREF", "NONE"].iter().any(|word| text.eq_ignore_ascii_case(word));
    (!absent).then(|| text.to_string())
}
