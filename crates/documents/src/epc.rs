//! The QR code of a SEPA credit transfer (EPC069-12, version 002), so that nobody retypes an IBAN.
//!
//! It only encodes what the document already shows; when the data cannot make a valid code, there is none.

use base::Cents;
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write as _;

/// Bytes the standard allows in the whole payload.
const PAYLOAD_MAX: usize = 331;
/// Largest amount of a SEPA credit transfer: 999 999 999,99 €.
const AMOUNT_MAX: Cents = Cents::new(99_999_999_999);

/// What a transfer needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer<'a> {
    pub beneficiary: &'a str,
    pub iban: &'a str,
    pub bic: Option<&'a str>,
    pub amount: Cents,
    /// Unstructured remittance text.
    pub reference: &'a str,
}

/// The payload of the QR code, or `None` when the IBAN is wrong or a limit of the standard is passed.
///
/// Names are cut at 70 characters and the reference at 140, as the standard wants.
pub fn payload(transfer: &Transfer<'_>) -> Option<String> {
    let iban = compact(transfer.iban);
    if !iban_is_valid(&iban) || !transfer.amount.is_positive() || transfer.amount > AMOUNT_MAX {
        return None;
    }
    let bic = transfer.bic.map(compact).filter(|b| b.len() == 8 || b.len() == 11).unwrap_or_default();
    let name = one_line(transfer.beneficiary, 70);
    let reference = one_line(transfer.reference, 140);
    let text = format!("BCD\n002\n1\nSCT\n{bic}\n{name}\n{iban}\nEUR{}\n\n\n{reference}", transfer.amount);
    (!name.is_empty() && text.len() <= PAYLOAD_MAX).then_some(text)
}

/// The code as an SVG of one path, with the quiet zone of four modules around it.
pub fn svg(payload: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(payload.as_bytes(), EcLevel::M).ok()?;
    let width = code.width();
    let side = width + 8;
    let mut path = String::new();
    for (position, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            write!(path, "M{} {}h1v1h-1z", position % width + 4, position / width + 4).ok()?;
        }
    }
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" width=\"{side}\" height=\"{side}\">\
         <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>"
    ))
}

/// Length and check digits (ISO 13616): the number with letters as 10…35 leaves 1 modulo 97.
pub fn iban_is_valid(iban: &str) -> bool {
    let iban = compact(iban);
    if !(15..=34).contains(&iban.len()) || !iban.is_ascii() {
        return false;
    }
    let (head, body) = iban.split_at(4);
    let mut remainder = 0_u32;
    for c in body.chars().chain(head.chars()) {
        let Some(digit) = c.to_digit(36) else { return false };
        remainder = (remainder * if digit > 9 { 100 } else { 10 } + digit) % 97;
    }
    remainder == 1
}

fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect()
}

fn one_line(text: &str, max: usize) -> String {
    let spaced: Vec<&str> = text.split_whitespace().collect();
    spaced.join(" ").chars().filter(|c| !c.is_control()).take(max).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRANSFER: Transfer<'static> = Transfer {
        beneficiary: "Atelier Dupont SARL",
        iban: "FR76 3000 6000 0112 3456 7890 189",
        bic: Some("AGRIFRPP"),
        amount: Cents::new(120_000),
        reference: "F-2026-014",
    };

    #[test]
    fn the_payload_is_the_one_of_the_standard() {
        let expected =
            "BCD\n002\n1\nSCT\nAGRIFRPP\nAtelier Dupont SARL\nFR7630006000011234567890189\nEUR1200.00\n\n\nF-2026-014";
        assert_eq!(payload(&TRANSFER).as_deref(), Some(expected));
    }

    #[test]
    fn no_code_is_better_than_a_wrong_one() {
        assert_eq!(payload(&Transfer { iban: "FR7630006000011234567890188", ..TRANSFER }), None);
        assert_eq!(payload(&Transfer { iban: "", ..TRANSFER }), None);
        assert_eq!(payload(&Transfer { iban: "ÉÉÉÉÉÉÉÉÉÉ", ..TRANSFER }), None);
        assert_eq!(payload(&Transfer { amount: Cents::ZERO, ..TRANSFER }), None);
        assert_eq!(payload(&Transfer { amount: Cents::new(100_000_000_000), ..TRANSFER }), None);
        assert_eq!(payload(&Transfer { beneficiary: " ", ..TRANSFER }), None);
    }

    #[test]
    fn long_texts_are_cut_and_lines_cannot_be_forged() {
        let long = "é".repeat(500);
        assert_eq!(payload(&Transfer { reference: &long, beneficiary: &long, ..TRANSFER }), None);
        let text = payload(&Transfer { reference: "A\nEUR0.01", ..TRANSFER }).unwrap();
        assert_eq!(text.lines().count(), 11);
        assert!(svg(&text).unwrap().contains("viewBox=\"0 0 "));
    }
}
