//! What real files do and the standard does not foresee: each variation of a good invoice still gives that invoice.

use crate::{codes, sample};
use draft::{InvoiceDraft, InvoiceKind, Reading};

fn text() -> String {
    String::from_utf8(sample("01-services-380-S1.cii.xml")).unwrap()
}

fn read(text: &str) -> Reading {
    einvoice::read_xml(text.as_bytes())
}

/// The same invoice, its validity aside.
fn bare(reading: Reading) -> InvoiceDraft {
    let mut draft = reading.invoices.into_iter().next().unwrap();
    draft.validity.clear();
    draft
}

#[test]
fn encodings_and_marks_do_not_matter() {
    let text = text();
    let expected = bare(read(&text));
    let body = text.split_once("?>").unwrap().1;
    let utf16 =
        |order: fn(u16) -> [u8; 2]| format!("\u{feff}{body}").encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let latin: Vec<u8> = format!("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>{body}")
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
        .collect();
    let with_mark = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
    for (name, bytes) in [
        ("UTF-8 with a mark", with_mark),
        ("UTF-16 LE", utf16(u16::to_le_bytes)),
        ("UTF-16 BE", utf16(u16::to_be_bytes)),
        ("Latin 1", latin),
        ("white space around", format!("\r\n  {text}\r\n\0").into_bytes()),
    ] {
        assert!(einvoice::looks_like_invoice_xml(&bytes[..bytes.len().min(einvoice::HEAD_BYTES)]), "{name}");
        let reading = einvoice::read_xml(&bytes);
        assert!(reading.invoices[0].validity.is_empty(), "{name}: {:?}", reading.invoices[0].validity);
        assert_eq!(bare(reading), expected, "{name}");
    }
}

#[test]
fn prefixes_comments_dates_and_unknown_namespaces_do_not_matter() {
    let text = text();
    let expected = bare(read(&text));
    let renamed = text
        .replace("ram:", "a:")
        .replace("xmlns:ram", "xmlns:a")
        .replace("rsm:", "b:")
        .replace("xmlns:rsm", "xmlns:b");
    for (name, variant) in [
        ("prefixes", renamed),
        ("comment inside a value", text.replace("F-2026-0101", "F-2026<!-- number -->-0101")),
        ("no date format", text.replace(" format=\"102\"", "")),
        ("ISO dates", text.replace("20260915", "2026-09-15").replace("20261015", "2026-10-15T00:00:00+02:00")),
        ("foreign namespaces", text.replace("urn:un:unece:uncefact:data:standard:", "http://somebody.example/")),
        ("CDATA", text.replace(">F-2026-0101<", "><![CDATA[F-2026-0101]]><")),
    ] {
        assert_ne!(variant, text, "{name}");
        assert_eq!(bare(read(&variant)), expected, "{name}");
    }
}

#[test]
fn an_envelope_is_opened() {
    let text = text();
    let body = text.split_once("?>").unwrap().1;
    let wrapped = format!(
        "<StandardBusinessDocument xmlns=\"urn:sbdh\"><StandardBusinessDocumentHeader/>{body}</StandardBusinessDocument>"
    );
    assert_eq!(bare(read(&wrapped)), bare(read(&text)));
    assert!(read(&wrapped).invoices[0].validity.is_empty());
}

/// One change to a good invoice, and the only problem it gives.
fn change(from: &str, to: &str) -> Reading {
    let text = text();
    let changed = text.replace(from, to);
    assert_ne!(changed, text, "{from}");
    read(&changed)
}

#[test]
fn doubtful_values_are_kept_with_a_warning() {
    for (from, to, code) in [
        ("20261015", "20260901", "due_before_issue"),
        ("20261015", "20261301", "date_unreadable"),
        (">60.10</ram:TaxTotal", ">61.10</ram:TaxTotal", "totals_mismatch"),
        (">360.60</ram:DuePayable", ">300.00</ram:DuePayable", "amount_due_mismatch"),
        (">360.60</ram:GrandTotal", ">360.604</ram:GrandTotal", "amount_rounded"),
        (">360.60</ram:GrandTotal", ">360,60</ram:GrandTotal", "amount_form"),
        ("<ram:GrandTotalAmount>360.60</ram:GrandTotalAmount>", "", "gross_missing"),
        (">EUR</ram:InvoiceCurrencyCode", ">euro</ram:InvoiceCurrencyCode", "currency_missing"),
        ("schemeID=\"0002\">922222203", "schemeID=\"0002\">922222204", "siren_key"),
        ("FR29922222203", "FR28922222203", "vat_key"),
        ("FR7699999000010000000000115", "FR7699999000010000000000116", "iban_key"),
    ] {
        let reading = change(from, to);
        assert_eq!(codes(&reading), [code], "{:?}", reading.problems);
        assert!(!reading.is_refused());
        let problem = &reading.problems[0];
        assert!(problem.place.line.is_some() && problem.place.element.is_some(), "{problem}");
        assert_eq!(reading.invoices[0].gross.get(), 36_060, "{code}");
    }
}

#[test]
fn what_no_receivable_can_do_without_is_refused() {
    for (from, to, code) in [
        ("<ram:ID>F-2026-0101</ram:ID>", "<ram:ID> </ram:ID>", "number_missing"),
        (">20260915<", "><", "issue_date_missing"),
        (">20260915<", ">15/09/26<", "issue_date_unreadable"),
        (">20260915<", ">00260915<", "issue_date_unreadable"),
        (">EUR</ram:InvoiceCurrencyCode", ">FRF</ram:InvoiceCurrencyCode", "unknown_currency"),
        (">360.60</ram:GrandTotal", ">beaucoup</ram:GrandTotal", "amount_unreadable"),
        (">360.60</ram:GrandTotal", ">99999999999999999999.00</ram:GrandTotal", "absurd_amount"),
        (">360.60</ram:DuePayable", ">10000000000.01</ram:DuePayable", "absurd_amount"),
    ] {
        let reading = change(from, to);
        assert!(reading.is_refused(), "{code}");
        assert_eq!(codes(&reading).first(), Some(&code), "{:?}", reading.problems);
        assert!(!reading.problems[0].remedy.is_empty());
    }
}

#[test]
fn negative_credits_are_shown() {
    let negative = change("360.60<", "-360.60<");
    assert!(codes(&negative).contains(&"negative_invoice"));
    assert_eq!(negative.invoices[0].kind, InvoiceKind::Invoice);
    assert_eq!(negative.invoices[0].amount_due.get(), -36_060);
    let credit = read(&text().replace(">380<", ">381<").replace("360.60<", "-360.60<"));
    assert!(codes(&credit).contains(&"negative_credit_note"));
    assert_eq!(credit.invoices[0].kind, InvoiceKind::CreditNote);
}
