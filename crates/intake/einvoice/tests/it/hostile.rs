//! Files made to break a reader: each ends in a message, quickly and in bounded memory.

use crate::{codes, sample};
use draft::{Format, Reading, Severity};
use std::time::{Duration, Instant};

fn refused(name: &str, reading: &Reading, code: &str) {
    assert_eq!(codes(reading), [code], "{name}: {:?}", reading.problems);
    assert_eq!(reading.problems[0].severity, Severity::Error, "{name}");
    assert!(reading.invoices.is_empty(), "{name}");
    assert!(!reading.problems[0].remedy.is_empty(), "{name}");
}

/// The time this thread really ran, so that a busy machine does not fail a reader that is quick.
fn timed(name: &str, work: impl FnOnce()) {
    let (start, before) = (Instant::now(), ran());
    work();
    let took = ran().zip(before).map_or_else(|| start.elapsed(), |(after, before)| after - before);
    assert!(took < Duration::from_secs(5), "{name}: {took:?}");
}

/// What the scheduler gave this thread so far, where the system says it.
fn ran() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

const CII: &str = "<rsm:CrossIndustryInvoice xmlns:rsm='urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100'>";

#[test]
fn hostile_xml_ends_in_a_message() {
    let good = sample("01-services-380-S1.cii.xml");
    let laughs = "<!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><a>&b;</a>";
    let external = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
    let half = good.len() / 2;
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty", Vec::new(), "empty_file"),
        ("zeros", vec![0; 4096], "empty_file"),
        ("spaces", vec![b' '; 60 << 20], "empty_file"),
        ("too many spaces", vec![b' '; 100 << 20], "file_too_big"),
        ("truncated", good[..half].to_vec(), "xml_truncated"),
        ("billion laughs", laughs.into(), "dtd_refused"),
        ("external entity", external.into(), "dtd_refused"),
        ("deep", "<a>".repeat(100_000).into(), "xml_too_deep"),
        ("deep invoice", format!("{CII}{}", "<a>".repeat(100_000)).into(), "xml_too_deep"),
        ("deep and closed", format!("{}{}", "<a>".repeat(50_000), "</a>".repeat(50_000)).into(), "xml_too_deep"),
        ("wide", format!("<a>{}</a>", "<b/>".repeat(2_000_000)).into(), "xml_too_big"),
        ("not XML", b"Bonjour, ci-joint la facture.".to_vec(), "xml_malformed"),
        ("crossed tags", b"<a><b></a></b>".to_vec(), "xml_malformed"),
        ("undeclared entity", b"<a>&nbsp;</a>".to_vec(), "xml_malformed"),
        ("another document", b"<html><body/></html>".to_vec(), "not_an_invoice"),
        ("another invoice", b"<Invoice xmlns='urn:x'><ID>1</ID></Invoice>".to_vec(), "not_an_invoice"),
        (
            "order",
            b"<Order xmlns='urn:oasis:names:specification:ubl:schema:xsd:Order-2'/>".to_vec(),
            "order_not_invoice",
        ),
    ];
    for (name, bytes, code) in cases {
        timed(name, || refused(name, &einvoice::read_xml(&bytes), code));
    }
}

#[test]
fn an_empty_invoice_says_all_that_it_lacks() {
    let reading = einvoice::read_xml(format!("{CII}</rsm:CrossIndustryInvoice>").as_bytes());
    assert_eq!(reading.format, Some(Format::Cii));
    assert!(reading.is_refused() && reading.invoices.is_empty());
    for code in ["number_missing", "issue_date_missing"] {
        assert!(codes(&reading).contains(&code), "{code}");
    }
}

#[test]
fn hostile_pdfs_end_in_a_message() {
    let good = sample("01-services-380-S1.pdf");
    let half = good.len() / 2;
    timed("empty", || refused("empty", &einvoice::read_pdf(b""), "empty_file"));
    timed("text", || refused("text", &einvoice::read_pdf(b"Bonjour, voici ma facture."), "not_a_pdf"));
    timed("XML", || refused("XML", &einvoice::read_pdf(&sample("01-services-380-S1.cii.xml")), "not_a_pdf"));
    timed("header only", || refused("header only", &einvoice::read_pdf(b"%PDF-1.7\n"), "pdf_damaged"));
    timed("spaces", || refused("spaces", &einvoice::read_pdf(&vec![b' '; 100 << 20]), "empty_file"));
    timed("too big", || refused("too big", &einvoice::read_pdf(&vec![b'x'; (256 << 20) + 1]), "file_too_big"));
    timed("truncated", || {
        refused("truncated", &einvoice::read_pdf(&good[..half]), "pdf_truncated");
    });
}

#[test]
fn a_damaged_container_is_repaired_and_said() {
    let good = sample("01-services-380-S1.pdf");
    let expected = einvoice::read_pdf(&good).invoices[0].number.clone();
    let at = good.windows(9).rposition(|w| w == b"startxref").unwrap();
    let garbage = [b"garbage before the header\n".as_slice(), &good].concat();
    let zeros = [good.as_slice(), &[0; 512]].concat();
    let no_start = good[..at].to_vec();
    let wrong_start = [&good[..at], b"startxref\n999999\n%%EOF\n"].concat();
    for (name, bytes) in [
        ("garbage before", garbage),
        ("zeros after", zeros),
        ("no startxref", no_start),
        ("wrong startxref", wrong_start),
    ] {
        let reading = einvoice::read_pdf(&bytes);
        assert_eq!(reading.invoices.first().map(|i| &i.number), Some(&expected), "{name}: {:?}", reading.problems);
    }
}

/// A PDF whose catalog holds the given entries and whose objects are given from number 2.
fn pdf(catalog: &str, objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    let first = format!("<< /Type /Catalog {catalog} >>").into_bytes();
    for (index, body) in std::iter::once(&first).chain(objects).enumerate() {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n", index + 1).bytes());
        out.extend(body);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", offsets.len() + 1).bytes());
    for offset in &offsets {
        out.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    out.extend(
        format!("trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n", offsets.len() + 1)
            .bytes(),
    );
    out
}

fn stream(entries: &str, content: &[u8]) -> Vec<u8> {
    [format!("<< {entries} /Length {} >>\nstream\n", content.len()).as_bytes(), content, b"\nendstream"].concat()
}

fn embedding(content: Vec<u8>) -> Vec<u8> {
    let specification =
        b"<< /Type /Filespec /F (factur-x.xml) /UF (factur-x.xml) /AFRelationship /Data /EF << /F 3 0 R >> >>";
    pdf(
        "/AF [2 0 R] /Names << /EmbeddedFiles << /Names [(factur-x.xml) 2 0 R] >> >>",
        &[specification.to_vec(), content],
        "",
    )
}

#[test]
fn embedded_files_are_read_but_not_without_bound() {
    let xml = sample("01-services-380-S1.cii.xml");
    let reading = einvoice::read_pdf(&embedding(stream("/Type /EmbeddedFile", &xml)));
    assert_eq!(reading.invoices.first().map(|i| i.number.as_str()), Some("F-2026-0101"), "{:?}", reading.problems);
    // Run-length coding, twice over: 128 times 128 the size, past the limit.
    let once: Vec<u8> = (0..40_000).flat_map(|_| [129_u8, b' ']).chain([128]).collect();
    let bomb: Vec<u8> =
        once.chunks(128).flat_map(|c| [&[u8::try_from(c.len() - 1).unwrap()], c].concat()).chain([128]).collect();
    timed("bomb", || {
        let reading = einvoice::read_pdf(&embedding(stream("/Filter [/RunLengthDecode /RunLengthDecode]", &bomb)));
        assert!(reading.invoices.is_empty() && reading.is_refused(), "{:?}", reading.problems);
    });
    let broken = einvoice::read_pdf(&embedding(stream("/Filter /FlateDecode", b"not deflate at all")));
    assert!(broken.invoices.is_empty() && broken.is_refused(), "{:?}", broken.problems);
}

#[test]
fn looping_trees_and_passwords_end_in_a_message() {
    let kids = b"<< /Kids [2 0 R 2 0 R 2 0 R 2 0 R] >>".to_vec();
    timed("loop", || {
        let reading = einvoice::read_pdf(&pdf("/Names << /EmbeddedFiles 2 0 R >>", &[kids], ""));
        assert_eq!(codes(&reading), ["pdf_without_invoice"]);
    });
    let itself = b"2 0 R".to_vec();
    timed("self-reference", || {
        let reading =
            einvoice::read_pdf(&pdf("/Names << /EmbeddedFiles 2 0 R >> /AF 2 0 R /Metadata 2 0 R", &[itself], ""));
        assert_eq!(codes(&reading), ["pdf_without_invoice"]);
    });
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)).into_bytes();
    timed("deep arrays", || {
        let reading = einvoice::read_pdf(&pdf("/AF 2 0 R", &[nested], ""));
        assert!(reading.invoices.is_empty() && !reading.problems.is_empty());
    });
    let key = "0123456789ABCDEF".repeat(4);
    let lock = format!("<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <{key}> /U <{key}> >>").into_bytes();
    let locked = pdf("", &[lock], &format!("/Encrypt 2 0 R /ID [<{key}> <{key}>]"));
    let protected = sample("01-aes256-user-password.pdf");
    timed("AES-256", || refused("AES-256", &einvoice::read_pdf(&protected), "pdf_encrypted"));
    timed("password", || refused("password", &einvoice::read_pdf(&locked), "pdf_encrypted"));
}
