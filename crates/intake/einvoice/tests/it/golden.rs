//! Expected fields of the samples, taken by hand from their XML.

use crate::{codes, read, sample};
use base::Cents;
use draft::{Format, InvoiceDraft, InvoiceKind};

struct Expected {
    file: &'static str,
    format: Format,
    number: &'static str,
    kind: InvoiceKind,
    issued_on: &'static str,
    due_on: Option<&'static str>,
    /// Net, VAT, gross, to pay.
    cents: [i64; 4],
    seller: &'static str,
    buyer: &'static str,
    codes: &'static [&'static str],
}

const fn plain(
    file: &'static str,
    number: &'static str,
    issued_on: &'static str,
    due_on: Option<&'static str>,
) -> Expected {
    let (format, kind) = (Format::Cii, InvoiceKind::Invoice);
    Expected { file, format, number, kind, issued_on, due_on, cents: [0; 4], seller: "", buyer: "", codes: &[] }
}

const LUMIERE: &str = "Atelier Lumière SARL";
const QUAIS: &str = "Clinique vétérinaire des Quais SELARL";
const VERCORS: &str = "Menuiserie du Vercors EURL";
const HALLES: &str = "Traiteur des Halles SARL";

fn table() -> Vec<Expected> {
    let french = |e: Expected, seller, buyer, cents| Expected { seller, buyer, cents, ..e };
    let german = |e: Expected, cents| Expected { seller: "Bei Spiel GmbH", buyer: "Theodor Est", cents, ..e };
    let services = |file, format| Expected {
        format,
        ..french(
            plain(file, "F-2026-0101", "2026-09-15", Some("2026-10-15")),
            LUMIERE,
            QUAIS,
            [30_050, 6_010, 36_060, 36_060],
        )
    };
    vec![
        services("01-services-380-S1.cii.xml", Format::Cii),
        services("01-services-380-S1.pdf", Format::FacturX),
        services("01-aes256-empty-password.pdf", Format::FacturX),
        Expected {
            kind: InvoiceKind::CreditNote,
            ..french(
                plain("05-credit-note-381.cii.xml", "AV-2026-0007", "2026-10-05", None),
                LUMIERE,
                QUAIS,
                [8_500, 1_700, 10_200, 10_200],
            )
        },
        french(
            plain("02-multi-rates-M1-discounts.cii.xml", "F-2026-0102", "2026-09-16", Some("2026-10-16")),
            HALLES,
            QUAIS,
            [54_468, 7_025, 61_493, 61_493],
        ),
        Expected {
            kind: InvoiceKind::DownPayment,
            ..french(
                plain("03-deposit-386.cii.xml", "F-2026-0103", "2026-09-20", Some("2026-09-20")),
                VERCORS,
                LUMIERE,
                [180_000, 36_000, 216_000, 216_000],
            )
        },
        french(
            plain("04-final-after-deposit-S4.cii.xml", "F-2026-0110", "2026-10-31", Some("2026-11-30")),
            VERCORS,
            LUMIERE,
            [600_000, 120_000, 720_000, 504_000],
        ),
        french(
            plain("09-already-paid-B2.cii.xml", "F-2026-0113", "2026-09-23", Some("2026-09-23")),
            "Grossiste Ouest SAS",
            HALLES,
            [14_940, 2_988, 17_928, 0],
        ),
        Expected {
            codes: &["siret_key", "siret_key", "negative_invoice"],
            ..french(
                plain("valid_Avoir_FR_type380_minimum_factur-x.xml", "AV-2017-0005", "2017-11-16", None),
                "Au bon moulin",
                "Ma jolie boutique",
                [-21_848, -1_499, -23_347, -23_347],
            )
        },
        french(
            plain("UC10_F202600004_EXTENDED_FX_CII_Commentee.xml", "F202600004", "2026-01-03", Some("2026-02-02")),
            "LE VENDEUR",
            "LE CLIENT",
            [550_000, 65_000, 615_000, 615_000],
        ),
        german(
            plain("ZUGFeRD1-invoice.xml", "RE-20170509/505", "2017-05-09", Some("2017-05-30")),
            [49_600, 7_504, 57_104, 57_104],
        ),
        Expected {
            codes: &["iban_key"],
            ..german(
                plain("multiple-payment-means.cii.xml", "RE-20201121/987", "2020-11-21", Some("2020-12-12")),
                [16_000, 3_040, 19_040, 19_040],
            )
        },
        Expected {
            format: Format::FacturX,
            ..german(
                plain("corruptedV2PDF.pdf", "RE-20171118/506", "2017-11-18", Some("2017-12-09")),
                [49_600, 7_504, 57_104, 57_104],
            )
        },
        Expected {
            format: Format::FacturX,
            ..german(
                plain("validXRechnung.pdf", "RE-20190610/507", "2019-06-10", Some("2019-07-01")),
                [49_600, 7_504, 57_104, 57_104],
            )
        },
        Expected {
            format: Format::FacturX,
            ..french(
                plain("ZUGFeRD_1p0_BASIC_Einfach.pdf", "471102", "2013-03-05", None),
                "Lieferant GmbH",
                "Kunden AG Mitte",
                [19_800, 3_762, 23_562, 23_562],
            )
        },
        Expected {
            format: Format::Ubl,
            kind: InvoiceKind::CreditNote,
            codes: &["totals_mismatch", "amount_due_mismatch"],
            ..french(
                plain("ubl-creditnote.xml", "TOSL108", "2009-12-15", None),
                "The Sellercompany Incorporated",
                "The buyercompany inc.",
                [143_650, 29_220, 172_900, 72_900],
            )
        },
        Expected {
            format: Format::Ubl,
            ..french(
                plain("ubl-selfbilled-01.20a-INVOICE_ubl.xml", "1234567890", "2021-01-25", Some("2021-02-04")),
                "Betriebsstätte",
                "Kunde 1",
                [30_000, 5_700, 35_700, 35_700],
            )
        },
        Expected {
            format: Format::Ubl,
            ..french(
                plain("testout-ZF2PushAllowances.ubl.xml", "123", "2023-09-09", None),
                "Test company",
                "Franz Müller",
                [340_000, 64_600, 404_600, 404_600],
            )
        },
    ]
}

fn only(name: &str) -> InvoiceDraft {
    let reading = read(name, &sample(name));
    assert_eq!(reading.invoices.len(), 1, "{name}: {:?}", reading.problems);
    reading.invoices.into_iter().next().unwrap()
}

#[test]
fn every_sample_gives_the_fields_of_its_xml() {
    for expected in table() {
        let name = expected.file;
        let reading = read(name, &sample(name));
        assert_eq!(reading.format, Some(expected.format), "{name}");
        assert_eq!(codes(&reading), expected.codes, "{name}: {:?}", reading.problems);
        let draft = only(name);
        assert_eq!((draft.number.as_str(), draft.kind), (expected.number, expected.kind), "{name}");
        assert_eq!(draft.issued_on.to_string(), expected.issued_on, "{name}");
        assert_eq!(draft.due_on.map(|d| d.to_string()).as_deref(), expected.due_on, "{name}");
        let cents = [draft.net, draft.vat, Some(draft.gross), Some(draft.amount_due)];
        assert_eq!(cents, expected.cents.map(|c| Some(Cents::new(c))), "{name}");
        assert_eq!(draft.seller.name.as_deref(), Some(expected.seller), "{name}");
        assert_eq!(draft.buyer.name.as_deref(), Some(expected.buyer), "{name}");
    }
}

#[test]
fn parties_keep_numbers_address_and_contact() {
    let draft = only("04-final-after-deposit-S4.cii.xml");
    assert_eq!(draft.seller.siren.as_deref(), Some("912345600"));
    assert_eq!(draft.seller.siret.as_deref(), Some("91234560000015"));
    let buyer = &draft.buyer;
    assert_eq!(buyer.siren.as_deref(), Some("987654308"));
    assert_eq!(buyer.vat_id.as_deref(), Some("FR63987654308"));
    assert_eq!(buyer.email.as_deref(), Some("facturation@atelier-lumiere.example"));
    assert_eq!(buyer.phone.as_deref(), Some("+33 4 00 00 00 00"));
    assert_eq!(buyer.contact_name.as_deref(), Some("Camille Exemple"));
    assert_eq!(buyer.address, ["12 rue des Tisserands"]);
    assert_eq!((buyer.postcode.as_deref(), buyer.city.as_deref()), (Some("69004"), Some("Lyon")));
    assert_eq!(buyer.country.as_deref(), Some("FR"));
}

#[test]
fn references_accounts_and_dates_are_kept() {
    let last = only("04-final-after-deposit-S4.cii.xml");
    assert_eq!(last.prepaid, Some(Cents::new(216_000)));
    assert_eq!(last.delivered_on.map(|d| d.to_string()).as_deref(), Some("2026-10-30"));
    assert_eq!(last.iban.as_deref(), Some("FR8399998000010000000003B11"));
    assert_eq!(last.precedents.len(), 1);
    assert_eq!(last.precedents[0].number, "F-2026-0103");
    assert_eq!(last.precedents[0].issued_on.map(|d| d.to_string()).as_deref(), Some("2026-09-20"));
    let extended = only("UC10_F202600004_EXTENDED_FX_CII_Commentee.xml");
    assert_eq!(extended.order_reference.as_deref(), Some("PO202525478"));
    assert_eq!(extended.buyer_reference.as_deref(), Some("BU_2516"));
    assert_eq!(extended.payment_terms.as_deref(), Some("PAIEMENT 30 JOURS NET"));
    assert_eq!(only("multiple-payment-means.cii.xml").buyer.code.as_deref(), Some("2"));
    let first = only("01-services-380-S1.cii.xml");
    assert_eq!(first.order_reference.as_deref(), Some("BC-7781"));
    assert_eq!(first.payment_terms.as_deref(), Some("30 jours net"));
    assert_eq!(first.profile.as_deref(), Some("urn:cen.eu:en16931:2017"));
}

#[test]
fn the_official_findings_are_beside_the_invoice() {
    let rules = |name: &str| only(name).validity.into_iter().map(|f| f.rule).collect::<Vec<_>>();
    assert!(rules("01-services-380-S1.cii.xml").is_empty());
    assert!(rules("01-services-380-S1.pdf").is_empty());
    assert_eq!(rules("n03-line-total-wrong.cii.xml"), ["BR-CO-10", "BR-CO-13"]);
    assert_eq!(rules("ZUGFeRD1-invoice.xml"), ["unverifiable"]);
    assert!(only("ZUGFeRD1-invoice.xml").validity[0].message.starts_with("Non vérifiable"));
    assert_eq!(
        rules("c01-attachment-named-facture.xml.pdf"),
        [
            "container:attachment is not named factur-x.xml",
            "container:XMP DocumentFileName differs from the attachment name"
        ]
    );
    assert_eq!(rules("c02-no-AF-array.pdf"), ["container:no /AF array in the catalog"]);
    assert_eq!(rules("c03-xmp-level-mismatch.pdf"), ["container:XMP ConformanceLevel"]);
    assert!(rules("corruptedV2PDF.pdf").contains(&"container:damaged cross-reference table".to_string()));
}

#[test]
fn what_is_no_invoice_is_said_to_be_what_it_is() {
    let plain = read("pdf_plain.pdf", &sample("pdf_plain.pdf"));
    assert_eq!(plain.format, Some(Format::PlainPdf));
    assert_eq!(codes(&plain), ["pdf_without_invoice"]);
    assert!(!plain.is_refused() && plain.invoices.is_empty());
    let status = read("cdar.xml", &sample("212-encaissee-PPF.cdar.xml"));
    assert_eq!(status.format, Some(Format::Cdar));
    assert_eq!(codes(&status), ["lifecycle_message"]);
    assert!(status.problems[0].what.contains("« Encaissée » (212)"), "{}", status.problems[0]);
    assert!(!status.is_refused() && status.invoices.is_empty());
}

#[test]
fn without_the_rules_only_validity_is_missing() {
    let bytes = sample("n03-line-total-wrong.cii.xml");
    let quick = einvoice::read_xml_with(&bytes, einvoice::Options { validate: false });
    let mut full = einvoice::read_xml(&bytes);
    full.invoices[0].validity.clear();
    assert_eq!(quick.invoices, full.invoices);
    assert_eq!(einvoice::check_rules(&bytes).len(), 2);
}
