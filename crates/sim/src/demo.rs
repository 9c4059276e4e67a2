//! The demonstration company.

use crate::bank::IBAN;
use crate::people;
use app::records::{Company, PostalAddress, Settings};
use base::id::CompanyId;
use base::Timestamp;

/// « Atelier Lumière », which does not exist: its SIREN begins with a zero and its account is the usual example.
pub fn company() -> Company {
    let siren = people::with_luhn_key("01234567");
    Company {
        id: CompanyId::from_bytes([0; 16]),
        name: "Atelier Lumière SARL".to_string(),
        vat_id: Some(people::vat_id(&siren)),
        rcs: Some(format!("Nantes {siren}")),
        siren: Some(siren),
        legal_form: Some("SARL".to_string()),
        capital: Some("15 000,00".to_string()),
        address: PostalAddress {
            lines: vec!["12 quai des Antilles".to_string()],
            postcode: Some("44200".to_string()),
            city: Some("Nantes".to_string()),
            country: Some("FR".to_string()),
        },
        email: Some("compta@atelier-lumiere.example".to_string()),
        phone: Some("02 61 91 12 34".to_string()),
        iban: Some(IBAN.to_string()),
        bic: Some("AGRIFRPP".to_string()),
        signatory: Some(crate::office::OWNER.to_string()),
        settings: Settings::default(),
        created_at: Timestamp::UNIX_EPOCH,
    }
}
