//! Luhn's formula (ISO/IEC 7812-1), which the keys of SIREN and SIRET numbers follow.

/// The weighted sum of a number's digits; other characters do not count. A number with its right key gives a multiple of 10.
pub fn sum(number: &str) -> u32 {
    number
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .zip([1, 2].into_iter().cycle())
        .map(|(digit, weight)| digit * weight / 10 + digit * weight % 10)
        .sum()
}

/// The last digit is the one the others ask for.
pub fn is_key_right(number: &str) -> bool {
    sum(number).is_multiple_of(10)
}

/// The number with its key added at the end.
pub fn with_key(number: &str) -> String {
    format!("{number}{}", (10 - sum(&format!("{number}0")) % 10) % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_the_one_that_is_right() {
        assert_eq!(with_key("73282932"), "732829320");
        assert_eq!(with_key("55208131"), "552081317");
        assert!(is_key_right("732 829 320") && !is_key_right("732829321"));
        for key in 0..10 {
            assert_eq!(is_key_right(&format!("73282932{key}")), key == 0, "{key}");
        }
    }
}
