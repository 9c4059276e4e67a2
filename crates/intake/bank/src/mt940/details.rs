//! What `:86:` says of an entry. Banks write it in four ways: numbered subfields (`166?00…?20…`), words between slashes
//! (`/EREF/…/NAME/…`), numbered lines (`:NS:`), or free text.

/// Marks between the numbered subfields.
const MARKS: [char; 5] = ['?', '>', '~', '^', '|'];
/// Words between slashes that carry something, or end what came before.
const SLASHED: [&str; 19] = [
    "EREF", "REMI", "NAME", "IBAN", "BIC", "BENM", "ORDP", "TRTP", "TRCD", "MARF", "CSID", "KREF", "RTRN", "ISDT",
    "PREF", "SWOC", "CNTP", "PURP", "ULTC",
];
/// Words before a plus sign inside the purpose of a German entry.
const PLUSSED: [&str; 11] = ["EREF", "KREF", "MREF", "CRED", "DEBT", "SVWZ", "ABWA", "ABWE", "IBAN", "BIC", "COAM"];
/// German codes of SEPA returns: direct debits taken back, a transfer that could not be delivered.
const RETURNS: [&str; 3] = ["108", "109", "159"];
/// A line of this many characters was cut, not ended.
const FULL_LINE: usize = 65;
const FULL_SUBFIELD: usize = 27;

#[derive(Default)]
pub(super) struct Details {
    pub texts: Vec<String>,
    pub counterparty: Option<String>,
    pub iban: Option<String>,
    pub end_to_end_id: Option<String>,
    pub is_return: bool,
}

impl Details {
    /// Adds one field `:86:`.
    pub fn add(&mut self, lines: &[&str]) {
        let glued: String = lines.concat();
        if let Some((code, body)) = numbered(glued.trim_start()) {
            self.is_return |= RETURNS.contains(&code);
            self.add_numbered(body);
        } else if SLASHED.iter().any(|word| glued.contains(&format!("/{word}/"))) {
            self.add_slashed(&glued);
        } else {
            let mut text = String::new();
            let mut was_full = true;
            for line in lines {
                if !was_full && !text.is_empty() {
                    text.push(' ');
                }
                was_full = line.chars().count() >= FULL_LINE;
                text.push_str(line);
            }
            self.texts.push(text);
        }
    }

    fn add_numbered(&mut self, body: &str) {
        let mark = body.chars().next().unwrap_or('?');
        let (mut purpose, mut name, mut account) = (String::new(), String::new(), None);
        let mut was_full = true;
        for subfield in body.split(mark).skip(1) {
            let Some(number) = subfield.get(..2).and_then(|n| n.parse::<u8>().ok()) else {
                // The mark stood inside a text.
                purpose.push_str(subfield);
                continue;
            };
            let text = subfield.get(2..).unwrap_or("");
            match number {
                0 => self.texts.push(text.to_string()),
                20..=29 | 60..=65 => {
                    if !was_full {
                        purpose.push(' ');
                    }
                    was_full = text.chars().count() >= FULL_SUBFIELD;
                    purpose.push_str(text);
                }
                31 => account = account.or(some(text)),
                38 => account = some(text),
                32 | 33 => name.push_str(text),
                _ => {}
            }
        }
        self.counterparty = some(&name).or(self.counterparty.take());
        self.iban = account.map(|a| a.replace(' ', "")).or(self.iban.take());
        self.add_purpose(&purpose);
    }

    /// `EREF+…SVWZ+…`: the payer's reference and the purpose; a purpose without such words stays whole.
    fn add_purpose(&mut self, purpose: &str) {
        let mut starts: Vec<(usize, &str)> =
            PLUSSED.iter().filter_map(|word| Some((purpose.find(&format!("{word}+"))?, *word))).collect();
        starts.sort_unstable();
        for (at, (start, word)) in starts.iter().enumerate() {
            let end = starts.get(at + 1).map_or(purpose.len(), |(next, _)| *next);
            let value = purpose.get(start + word.len() + 1..end).unwrap_or("").trim();
            match *word {
                "EREF" => self.end_to_end_id = reference(value).or(self.end_to_end_id.take()),
                "IBAN" => self.iban = self.iban.take().or(some(value)),
                _ => {}
            }
        }
        self.texts.push(purpose.to_string());
    }

    fn add_slashed(&mut self, text: &str) {
        let parts: Vec<&str> = text.split('/').collect();
        let is_word = |at: usize| parts.get(at).is_some_and(|p| SLASHED.contains(p));
        let mut at = 0;
        let mut free = String::new();
        while at < parts.len() {
            let end = (at + 1..parts.len()).find(|next| is_word(*next)).unwrap_or(parts.len());
            let value = parts.get(at + 1..end).unwrap_or_default().join("/");
            let value = value.trim_matches(['/', ' ']).trim();
            match parts.get(at).copied().unwrap_or("") {
                "EREF" => self.end_to_end_id = reference(value).or(self.end_to_end_id.take()),
                "NAME" => self.counterparty = some(value).or(self.counterparty.take()),
                "IBAN" => self.iban = some(value).or(self.iban.take()),
                "CNTP" => self.counter_party(value),
                "RTRN" => {
                    self.is_return = true;
                    self.texts.push(value.to_string());
                }
                "REMI" => self.texts.push(value.to_string()),
                _ if is_word(at) => {}
                first => {
                    free.push_str(first);
                    free.push(' ');
                    free.push_str(value);
                }
            }
            at = end;
        }
        self.texts.extend(some(&free));
    }

    /// `/CNTP/account/bank/name/town`.
    fn counter_party(&mut self, value: &str) {
        let mut parts = value.split('/');
        self.iban = parts.next().and_then(some).or(self.iban.take());
        self.counterparty = parts.nth(1).and_then(some).or(self.counterparty.take());
    }

    /// Adds a field `:NS:`: two digits at the start of each line say what it is.
    pub fn add_ns(&mut self, lines: &[&str]) {
        let mut name = String::new();
        for line in lines {
            let text = line.get(2..).unwrap_or("").trim();
            match line.get(..2).and_then(|n| n.parse::<u8>().ok()) {
                Some(1..=14 | 17) => self.texts.push(text.to_string()),
                Some(15 | 16) => name.push_str(text),
                _ => {}
            }
        }
        self.counterparty = some(&name).or(self.counterparty.take());
    }
}

/// Three digits and a mark; or a mark and two digits at once.
fn numbered(text: &str) -> Option<(&str, &str)> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_marked = |body: &str| {
        let mut chars = body.chars();
        chars.next().is_some_and(|c| MARKS.contains(&c)) && body.get(1..3).is_some_and(digits)
    };
    let (code, body) = (text.get(..3)?, text.get(3..)?);
    if digits(code) && is_marked(body) {
        return Some((code, body));
    }
    is_marked(text).then_some(("", text))
}

fn some(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

fn reference(text: &str) -> Option<String> {
    let absent = ["NOTPROVIDED", "NONREF", "NOT PROVIDED"].iter().any(|word| text.eq_ignore_ascii_case(word));
    if absent { None } else { some(text) }
}

#[cfg(test)]
mod tests {
    use super::Details;

    fn of(lines: &[&str]) -> Details {
        let mut details = Details::default();
        details.add(lines);
        details
    }

    #[test]
    fn numbered_subfields() {
        let german = of(&[
            "166?00GUTSCHRIFT?20EREF+F-2026-0101?21SVWZ+Rechnung F-2026-01?2201?30BYLADEMM?31DE997?32Dupont ",
            "SARL?34000",
        ]);
        assert_eq!(german.end_to_end_id.as_deref(), Some("F-2026-0101"));
        assert_eq!((german.counterparty.as_deref(), german.iban.as_deref()), (Some("Dupont SARL"), Some("DE997")));
        assert!(!german.is_return && german.texts[0] == "GUTSCHRIFT", "{:?}", german.texts);
        assert!(of(&["109?00LASTSCHRIFT"]).is_return);
        assert_eq!(of(&["000>100987", ">20 HUUR>21 KANTOOR"]).texts, [" HUUR  KANTOOR"]);
    }

    #[test]
    fn words_between_slashes_and_free_text() {
        let dutch = of(&["/EREF/A 1/BENM//NAME/CONTRA ACCOUN", "T HOLDER/REMI/Facture 12/ISDT/2013-07-11"]);
        assert_eq!(dutch.end_to_end_id.as_deref(), Some("A 1"));
        assert_eq!(dutch.counterparty.as_deref(), Some("CONTRA ACCOUNT HOLDER"));
        assert_eq!(dutch.texts, ["Facture 12"]);
        assert!(of(&["/TRTP/SEPA/RTRN/MS03/REMI/x"]).is_return);
        assert_eq!(of(&["VIR SEPA", "DUPONT"]).texts, ["VIR SEPA DUPONT"]);
    }
}
