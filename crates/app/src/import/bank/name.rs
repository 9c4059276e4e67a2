//! The many ways in which files name one account: an IBAN, the account number in it, its last digits, or words of ours.

/// Digits that tell an account from the others of its holder.
const SHORTEST_NUMBER: usize = 7;
const SHORTEST_ENDING: usize = 4;

/// Two names of one account: the same letters and digits, the number inside an IBAN, or its last digits.
pub(super) fn is_same(a: &str, b: &str) -> bool {
    let (one, other) = (compact(a), compact(b));
    if one == other {
        return true;
    }
    let (long, short, masked) =
        if one.len() >= other.len() { (&one, &other, is_masked(b)) } else { (&other, &one, is_masked(a)) };
    if masked {
        let ending: String =
            short.chars().rev().take_while(char::is_ascii_digit).collect::<Vec<_>>().into_iter().rev().collect();
        return ending.len() >= SHORTEST_ENDING && numbers_in(long).iter().any(|n| n.ends_with(&ending));
    }
    let bare = short.trim_start_matches('0');
    let is_number = bare.len() >= SHORTEST_NUMBER && short.bytes().filter(u8::is_ascii_digit).count() * 2 > short.len();
    let whole = numbers_in(long).iter().any(|n| n == short);
    // A number of many zeros is short without them, and still the whole number of an IBAN.
    whole
        || (is_number
            && numbers_in(long).iter().any(|n| n.trim_start_matches('0') == bare || n.ends_with(short.as_str())))
}

/// The account numbers that a compact name holds: itself, and for an IBAN what follows the keys, with and without the bank.
fn numbers_in(name: &str) -> Vec<&str> {
    let mut numbers = vec![name];
    if !is_iban(name) {
        return numbers;
    }
    numbers.extend(name.get(4..));
    if name.starts_with("FR") && name.len() == 27 {
        numbers.extend([name.get(14..25), name.get(4..25)].into_iter().flatten());
    }
    numbers
}

fn is_iban(name: &str) -> bool {
    let at = |range: std::ops::Range<usize>| name.get(range).unwrap_or("");
    (15..=34).contains(&name.len())
        && at(0..2).bytes().all(|b| b.is_ascii_uppercase())
        && at(2..4).bytes().all(|b| b.is_ascii_digit())
}

/// A name that holds a number of the bank's, and not only words of ours.
pub(super) fn has_number(name: &str) -> bool {
    name.bytes().filter(u8::is_ascii_digit).count() >= SHORTEST_ENDING
}

fn is_masked(name: &str) -> bool {
    name.contains('*') || name.to_ascii_uppercase().contains("XXX")
}

fn compact(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn names_of_one_account() {
        let iban = "FR76 9999 9000 0100 0000 0000 115";
        for other in ["FR7699999000010000000000115", "00000000001", "****0001", "99999 00001 00000000001 15"] {
            assert!(is_same(iban, other) && is_same(other, iban), "{other}");
        }
        for other in ["00000000002", "****0002", "FR7699999000010000000000212", "115", "compte non précisé", ""] {
            assert!(!is_same(iban, other) && !is_same(other, iban), "{other}");
        }
        assert!(is_same("DE89370400440532013000", "37040044/0532013000"));
        assert!(is_same("NL71RABO0123456789", "0123456789"));
        assert!(!is_same("Compte courant", "Compte épargne"));
    }
}
