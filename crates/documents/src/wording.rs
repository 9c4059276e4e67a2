//! How figures, dates and lists read in the language of the document.
//!
//! French typography comes from `base::fr`; English is added here. No sentence lives here: sentences are template data.

use crate::context::{Creditor, Lang};
use base::{Cents, Currency, Date, RateBp, fr};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A language and a currency: all it takes to print a figure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wording {
    pub lang: Lang,
    pub currency: Currency,
}

impl Wording {
    /// `1 234,56 €` or `€1,234.56`.
    pub fn money(self, cents: Cents) -> String {
        match self.lang {
            Lang::Fr => fr::money(cents, self.currency),
            Lang::En => self.english_money(cents),
        }
    }

    fn english_money(self, cents: Cents) -> String {
        let abs = cents.get().unsigned_abs();
        let sign = if cents.is_negative() { "−" } else { "" };
        let unit =
            if self.currency == Currency::EUR { "€".to_string() } else { format!("{}{}", self.currency, fr::NBSP) };
        format!("{sign}{unit}{}.{:02}", fr::thousands(abs / 100).replace(fr::NARROW, ","), abs % 100)
    }

    /// `2 avril 2026` or `2 April 2026`.
    pub fn date(self, date: Date) -> String {
        match self.lang {
            Lang::Fr => glue_day(&fr::date(date)),
            Lang::En => format!("{}{}{} {}", date.day(), fr::NBSP, month(date), date.year()),
        }
    }

    /// `2 avril` or `2 April`, for a subject line.
    pub fn day(self, date: Date) -> String {
        let full = self.date(date);
        full.rsplit_once(' ').map_or(full.clone(), |(day, _)| day.to_string())
    }

    /// `02/04/2026`, in tables; English readers get the ISO order, which nobody misreads.
    pub fn date_short(self, date: Date) -> String {
        match self.lang {
            Lang::Fr => fr::date_short(date),
            Lang::En => format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()),
        }
    }

    /// `12,15 %` or `12.15%`.
    pub fn rate(self, rate: RateBp) -> String {
        match self.lang {
            Lang::Fr => fr::percent(rate),
            Lang::En => format!("{}%", Cents::new(i64::from(rate.get()))),
        }
    }

    /// `1 jour`, `34 jours`; `1 day`, `34 days`.
    pub fn days(self, days: i64) -> String {
        let n = days.unsigned_abs();
        match self.lang {
            Lang::Fr => fr::count(n, "jour", "jours"),
            Lang::En => format!("{}{}{}", n, fr::NBSP, if n == 1 { "day" } else { "days" }),
        }
    }

    /// `a, b et c`; beyond five items, `a, b, c, d et 8 autres`.
    pub fn join(self, items: &[String]) -> String {
        const NAMED: usize = 4;
        let and = if self.lang == Lang::Fr { "et" } else { "and" };
        let others = items.len().saturating_sub(NAMED);
        if others > 1 {
            let rest = if self.lang == Lang::Fr { "autres" } else { "others" };
            let named: Vec<&str> = items.iter().take(NAMED).map(String::as_str).collect();
            return format!("{} {and} {others} {rest}", named.join(", "));
        }
        match items.split_last() {
            Some((last, before)) if !before.is_empty() => format!("{} {and} {last}", before.join(", ")),
            Some((last, _)) => last.clone(),
            None => String::new(),
        }
    }

    /// The social mentions of the sender (C. com. R123-237, R123-238, R526-27), for the foot of every document.
    pub fn social_mentions(self, creditor: &Creditor) -> String {
        let mut parts = vec![self.named_with_form(creditor)];
        if !creditor.address.is_empty() {
            parts.push(creditor.address.join(", "));
        }
        parts.extend(creditor.siren.as_deref().map(|siren| format!("SIREN{}{}", fr::NBSP, group(siren, 3, fr::NBSP))));
        parts.extend(creditor.rcs.as_deref().map(|city| format!("RCS{}{city}", fr::NBSP)));
        let vat = if self.lang == Lang::Fr { "TVA" } else { "VAT" };
        parts.extend(creditor.vat_id.as_deref().map(|id| format!("{vat}{}{id}", fr::NBSP)));
        parts.join(" · ")
    }

    fn named_with_form(self, creditor: &Creditor) -> String {
        let Some(form) = creditor.legal_form.as_deref() else { return creditor.name.clone() };
        let sole_trader = form.eq_ignore_ascii_case("ei") || form.to_lowercase().starts_with("entrepreneur");
        if sole_trader {
            return format!("{}, entrepreneur individuel (EI)", creditor.name);
        }
        // « Atelier SARL » does not need « SARL » said twice.
        let name = creditor.name.strip_suffix(form).map_or(creditor.name.as_str(), str::trim_end);
        match (creditor.capital, self.lang) {
            (None, _) => format!("{name}, {form}"),
            (Some(capital), Lang::Fr) => {
                format!("{name}, {form} au capital de {}", self.whole_money(capital))
            }
            (Some(capital), Lang::En) => {
                format!("{name}, {form} with a share capital of {}", self.whole_money(capital))
            }
        }
    }

    /// Without decimals when there are none, as capital is usually written.
    fn whole_money(self, cents: Cents) -> String {
        // A share capital is in euros, whatever the invoices are in.
        let text = Wording { currency: Currency::EUR, ..self }.money(cents);
        let (whole, decimals) = text.rsplit_once([',', '.']).unwrap_or((&text, ""));
        if cents.get() % 100 == 0 { format!("{whole}{}", decimals.trim_start_matches('0')) } else { text }
    }
}

fn month(date: Date) -> &'static str {
    let index = usize::from(date.month().unsigned_abs()).saturating_sub(1);
    MONTHS.get(index).copied().unwrap_or_default()
}

/// Keeps the day and its month on one line.
fn glue_day(date: &str) -> String {
    date.replacen(' ', &fr::NBSP.to_string(), 1)
}

/// French double punctuation never starts a line: its space becomes a no-break space, narrow before `;`, `!` and `?`.
pub(crate) fn french_spacing(text: &str) -> String {
    let narrow = [';', '!', '?']
        .into_iter()
        .fold(text.to_string(), |text, mark| text.replace(&format!(" {mark}"), &format!("{}{mark}", fr::NARROW)));
    let wide = [':', '»', '%', '€']
        .into_iter()
        .fold(narrow, |text, mark| text.replace(&format!(" {mark}"), &format!("{}{mark}", fr::NBSP)));
    wide.replace("« ", &format!("«{}", fr::NBSP))
}

/// `123456782` → `123 456 782`; what is already spaced stays readable.
pub(crate) fn group(text: &str, size: usize, space: char) -> String {
    let compact: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let groups: Vec<String> = compact.chunks(size).map(|chunk| chunk.iter().collect()).collect();
    groups.join(&space.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FR: Wording = Wording { lang: Lang::Fr, currency: Currency::EUR };
    const EN: Wording = Wording { lang: Lang::En, currency: Currency::EUR };

    #[test]
    fn figures_read_as_in_each_language() {
        assert_eq!(EN.money(Cents::new(-123_456)), "−€1,234.56");
        assert_eq!(FR.date(Date::constant(2026, 4, 1)), "1er\u{a0}avril 2026");
        assert_eq!(FR.day(Date::constant(2026, 4, 1)), "1er\u{a0}avril");
        assert_eq!(EN.date(Date::constant(2026, 4, 1)), "1\u{a0}April 2026");
        assert_eq!(EN.rate(RateBp::new(1215)), "12.15%");
        assert_eq!(FR.days(1), "1\u{a0}jour");
        assert_eq!(EN.days(2), "2\u{a0}days");
    }

    #[test]
    fn french_punctuation_stays_with_its_word() {
        assert_eq!(french_spacing("« Oui » : non ? Si !"), "«\u{a0}Oui\u{a0}»\u{a0}: non\u{202f}? Si\u{202f}!");
        assert_eq!(french_spacing("a;b: c"), "a;b: c");
    }

    #[test]
    fn lists_end_with_and() {
        let items = |n: usize| (1..=n).map(|i| format!("F-{i}")).collect::<Vec<_>>();
        assert_eq!(FR.join(&items(1)), "F-1");
        assert_eq!(FR.join(&items(3)), "F-1, F-2 et F-3");
        assert_eq!(FR.join(&items(5)), "F-1, F-2, F-3, F-4 et F-5");
        assert_eq!(EN.join(&items(9)), "F-1, F-2, F-3, F-4 and 5 others");
    }

    #[test]
    fn a_company_and_a_sole_trader_are_named_as_the_law_wants() {
        let company = Creditor {
            name: "A".into(),
            legal_form: Some("SARL".into()),
            capital: Some(Cents::new(1_000_000)),
            ..Creditor::default()
        };
        assert_eq!(FR.social_mentions(&company), "A, SARL au capital de 10\u{202f}000\u{a0}€");
        assert_eq!(EN.social_mentions(&company), "A, SARL with a share capital of €10,000");
        let creditor = Creditor {
            name: "Camille Roy".into(),
            legal_form: Some("EI".into()),
            siren: Some("123456782".into()),
            ..Creditor::default()
        };
        assert_eq!(
            FR.social_mentions(&creditor),
            "Camille Roy, entrepreneur individuel (EI) · SIREN\u{a0}123\u{a0}456\u{a0}782"
        );
    }
}
