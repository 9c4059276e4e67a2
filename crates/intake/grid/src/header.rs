//! Names of columns, folded so that spellings meet, and the stable key under which a confirmed mapping is remembered.
//! The unit is part of the name: a column `gross_c` or `Montant (cents)` holds whole cents.

use base::fold;

/// A column name without accents, case, punctuation, currency or time zone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    pub folded: String,
    /// The column says that it holds whole cents.
    pub is_cents: bool,
}

/// Folds one header: `Montant TTC (€)` gives `montant ttc`, `gross_c` gives `gross` in cents, `dateOp` gives `date op`.
pub fn name(raw: &str) -> Name {
    let mut folded = fold::words(&split_camel(raw.trim()));
    let mut is_cents = false;
    let lower = raw.trim().to_ascii_lowercase();
    while let Some((rest, last)) = folded.rsplit_once(' ') {
        match last {
            "eur" | "euro" | "euros" | "en" | "utc" => {}
            "cents" | "centimes" | "cts" => is_cents = true,
            "c" if lower.ends_with("_c") => is_cents = true,
            _ => break,
        }
        folded = rest.to_string();
    }
    Name { folded, is_cents }
}

fn split_camel(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len() + 4);
    let mut after_lower = false;
    for c in raw.chars() {
        if after_lower && c.is_uppercase() {
            out.push(' ');
        }
        after_lower = c.is_lowercase();
        out.push(c);
    }
    out
}

/// Sixteen hexadecimal digits (FNV-1a, 64 bits) of the folded names in order, trailing empty ones left out.
pub fn fingerprint<S: AsRef<str>>(headers: &[S]) -> String {
    let names: Vec<String> = headers.iter().map(|h| fold::words(h.as_ref())).collect();
    let used = names.iter().rposition(|n| !n.is_empty()).map_or(0, |last| last + 1);
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for name in names.iter().take(used) {
        for byte in name.bytes().chain([0x1f]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_header_meet() {
        for raw in ["Montant TTC (€)", "montant ttc", "MONTANT_TTC", "Montant TTC en euros", "montantTtc"] {
            assert_eq!(name(raw), Name { folded: "montant ttc".into(), is_cents: false }, "{raw}");
        }
        assert_eq!(name("gross_c"), Name { folded: "gross".into(), is_cents: true });
        assert!(name("Montant (cents)").is_cents);
        assert!(!name("Vitamine C").is_cents);
        assert_eq!(name("N° facture").folded, "n facture");
    }

    #[test]
    fn the_fingerprint_is_stable() {
        assert_eq!(fingerprint(&["Numéro", "Client", ""]), fingerprint(&["numero", " CLIENT "]));
        assert_ne!(fingerprint(&["a", "b"]), fingerprint(&["b", "a"]));
        assert_eq!(fingerprint(&["numero"]), "4aea3f05f1f6be96");
    }
}
