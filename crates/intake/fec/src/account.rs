//! What an account number of the French chart of accounts (PCG) means to a receivable.
//! Only the families that tell an invoice from a payment are distinguished; the rest is one heap.

/// Families of accounts, by their first digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Family {
    /// 411 customers.
    Customer,
    /// 4117 retention money.
    Retention,
    /// 413 bills of exchange.
    Bill,
    /// 416 doubtful customers.
    Doubtful,
    /// 4191 advances received.
    Advance,
    /// 70 to 75: what an invoice is booked against.
    Sale,
    /// 445 VAT.
    Vat,
    /// 51, 53, 54, 58: money, and cheques on their way.
    Bank,
    /// 467, 471, 472…: waiting accounts through which payments pass.
    Waiting,
    /// 654, 6714, 658, 665: losses, differences and discounts granted.
    Loss,
    /// 89 opening balance sheet.
    Opening,
    Other,
}

/// How many families there are.
pub(crate) const FAMILIES: usize = 12;

impl Family {
    pub(crate) fn of(account: &str) -> Family {
        let starts = |prefixes: &[&str]| prefixes.iter().any(|p| account.starts_with(p));
        match account.as_bytes().first() {
            Some(b'4') if starts(&["4117"]) && is_retention(account) => Family::Retention,
            Some(b'4') if starts(&["411"]) || account.trim_end_matches('0') == "41" => Family::Customer,
            Some(b'4') if starts(&["413"]) => Family::Bill,
            Some(b'4') if starts(&["416"]) => Family::Doubtful,
            Some(b'4') if starts(&["4191"]) => Family::Advance,
            Some(b'4') if starts(&["445"]) => Family::Vat,
            Some(b'4') if starts(&["467", "471", "472", "473", "474", "475"]) => Family::Waiting,
            Some(b'5') if starts(&["51", "53", "54", "58"]) => Family::Bank,
            Some(b'6') if starts(&["654", "6714", "658", "665"]) => Family::Loss,
            Some(b'7') => Family::Sale,
            Some(b'8') if starts(&["89"]) => Family::Opening,
            _ => Family::Other,
        }
    }

    /// Accounts whose lines become items.
    pub(crate) fn is_customer(self) -> bool {
        self.is_receivable() || self == Family::Advance
    }

    /// Accounts that make the balance of a customer.
    pub(crate) fn is_receivable(self) -> bool {
        matches!(self, Family::Customer | Family::Retention | Family::Bill | Family::Doubtful)
    }

    pub(crate) fn index(self) -> usize {
        self as usize
    }
}

/// `4117`, `41170000`, `4117DUPONT` are retention accounts; `41175321` is customer 75321 of a numbered chart.
fn is_retention(account: &str) -> bool {
    let rest = account.get(4..).unwrap_or("");
    rest.is_empty() || rest.starts_with('0') || !rest.bytes().all(|b| b.is_ascii_digit())
}

/// True for a collective account (`411`, `411000`, `41600000`): it names no customer by itself.
pub(crate) fn is_collective(account: &str) -> bool {
    let base = account.trim_end_matches('0');
    matches!(base, "41" | "411" | "4111" | "413" | "416" | "4161" | "4162" | "4117" | "4191" | "4131")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_follow_the_chart() {
        for (account, family) in [
            ("411000", Family::Customer),
            ("411DUPONT", Family::Customer),
            ("41104752", Family::Customer),
            ("41175321", Family::Customer),
            ("41", Family::Customer),
            ("4117", Family::Retention),
            ("411700", Family::Retention),
            ("416000", Family::Doubtful),
            ("4191", Family::Advance),
            ("4198", Family::Other),
            ("418100", Family::Other),
            ("401000", Family::Other),
            ("512100", Family::Bank),
            ("706000", Family::Sale),
            ("890000", Family::Opening),
            ("", Family::Other),
        ] {
            assert_eq!(Family::of(account), family, "{account}");
        }
        assert!(is_collective("41100000") && !is_collective("411DUPONT") && !is_collective("41104752"));
    }
}
