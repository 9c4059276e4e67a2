use crate::expected::copied;
use bank::read;
use draft::Format;

#[test]
fn a_payment_order_is_no_statement() {
    let bytes = std::fs::read(copied().join("bank/pain008/pain008_001_02_OOFF_1tx.xml")).unwrap();
    let reading = read(&bytes).unwrap();
    assert_eq!((reading.format, reading.problems[0].code), (Some(Format::OtherBank), "payment_order"));
}
