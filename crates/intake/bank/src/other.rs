//! Bank formats that are recognised but not read: OFX, MT940, CFONB 120, and payment orders that are no statement at all.
//! Recognising them gives a message that says what to ask the bank for, instead of « format inconnu ».

use draft::{Format, Problem, Reading};

/// What the content looks like, with its usual name.
pub fn recognise_other(bytes: &[u8]) -> Option<Reading> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(16 * 1024)).unwrap_or(bytes));
    if bytes.contains(&0) {
        return None;
    }
    let variant = name_of(&head)?;
    let mut reading = Reading::of(Format::OtherBank);
    reading.variant = Some(variant.to_string());
    Some(reading.with_problem(if variant.starts_with("pain") { order(variant) } else { not_read_yet(variant) }))
}

fn name_of(head: &str) -> Option<&'static str> {
    let start = head.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with("OFXHEADER") || head.contains("<OFX>") {
        return Some("OFX");
    }
    if start.starts_with('<') {
        let order = ["pain.001", "pain.002", "pain.007", "pain.008"];
        let namespace = |name: &&str| head.contains(&format!("xsd:{name}"));
        return order.into_iter().find(namespace);
    }
    if is_mt940(head) {
        return Some("MT940");
    }
    is_cfonb(start).then_some("CFONB 120")
}

/// Tags of SWIFT statements at the start of lines.
fn is_mt940(head: &str) -> bool {
    let tags = |wanted: &[&str]| head.lines().any(|line| wanted.iter().any(|tag| line.starts_with(tag)));
    let frame = tags(&[":20:"]) && (tags(&[":25:", ":25P:"]) || tags(&[":60F:", ":60M:"]));
    let starts_with_entry = head.lines().find(|l| !l.trim().is_empty()).is_some_and(|l| l.starts_with(":61:"));
    frame || starts_with_entry
}

/// Records of 120 characters that start with 01, 04, 05 or 07.
fn is_cfonb(start: &str) -> bool {
    let mut lines = start.lines().filter(|l| !l.trim().is_empty()).take(8).peekable();
    let record = |line: &str| {
        let code = line.get(..2).unwrap_or("");
        let bank = line.get(2..7).unwrap_or("");
        matches!(code, "01" | "04" | "05" | "07")
            && bank.bytes().all(|b| b.is_ascii_digit())
            && line.chars().count() >= 90
    };
    lines.peek().is_some() && lines.all(record)
}

fn not_read_yet(name: &str) -> Problem {
    let what = format!("Relevé au format {name} : format reconnu mais pas encore lu.");
    let remedy = "Demandez à la banque (ou exportez depuis son site) le même relevé en CAMT.053 ou en CSV.";
    Problem::error("bank_format_not_read", what, remedy)
}

fn order(name: &str) -> Problem {
    let what = format!("Fichier {name} : c’est un ordre de virement ou de prélèvement, pas un relevé de compte.");
    let remedy = "Donnez le relevé de compte (CAMT.053 ou CSV) où figurent les opérations exécutées.";
    Problem::error("payment_order", what, remedy)
}
