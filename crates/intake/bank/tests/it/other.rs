use crate::expected::{bank_files, copied};
use bank::read;
use draft::Format;

#[test]
fn other_bank_formats_are_named_and_refused_politely() {
    for (starts, name) in [("OFX", "OFX"), ("MT940", "MT940"), ("CFONB", "CFONB 120")] {
        for expected in bank_files(starts) {
            let reading = read(&expected.bytes()).unwrap_or_else(|| panic!("{} was not recognised", expected.file));
            assert_eq!(
                (reading.format, reading.variant.as_deref()),
                (Some(Format::OtherBank), Some(name)),
                "{}",
                expected.file
            );
            assert_eq!(reading.problems[0].code, "bank_format_not_read");
            assert!(reading.problems[0].remedy.contains("CAMT.053"));
        }
    }
}

#[test]
fn a_payment_order_is_no_statement() {
    let bytes = std::fs::read(copied().join("bank/pain008/pain008_001_02_OOFF_1tx.xml")).unwrap();
    let reading = read(&bytes).unwrap();
    assert_eq!((reading.format, reading.problems[0].code), (Some(Format::OtherBank), "payment_order"));
}
