//! Whether a bank label tells an invoice number. Labels spell numbers in their own way, and a shorter number is never told
//! by a longer one.

use base::fold;

/// Shorter references prove nothing.
const SHORTEST_REFERENCE: usize = 4;
/// So few digits alone beside a number may be its end, where the bank cut the label.
const CUT_DIGITS: usize = 2;

/// The number stands in the label as a whole: not as a part of a longer one. The label comes with its folding.
pub(super) fn names((text, compact): (&str, &str), number: &str) -> bool {
    let reference = fold::reference(number);
    if reference.len() < SHORTEST_REFERENCE || !compact.contains(&reference) {
        return false;
    }
    compact.match_indices(&reference).any(|(at, _)| {
        let before = compact[..at].chars().next_back();
        let after = compact[at + reference.len()..].chars().next();
        let continues = |edge: Option<char>, next: Option<char>| {
            edge.is_some_and(|c| c.is_ascii_digit()) && next.is_some_and(|c| c.is_ascii_digit())
        };
        !continues(reference.chars().next(), before) && !continues(reference.chars().next_back(), after)
    }) || stands_apart(text, number)
}

/// Written as it is, word for word, with a space or comma between it and the digits beside it.
fn stands_apart(text: &str, number: &str) -> bool {
    let label = Label::of(text);
    let folded = fold::words(number);
    let wanted: Vec<&str> = folded.split(' ').collect();
    let runs = label.words.windows(wanted.len()).enumerate();
    let mut alike = runs.filter(|(_, run)| run.iter().map(String::as_str).eq(wanted.iter().copied()));
    alike.any(|(at, _)| label.is_apart_before(at) && label.is_apart_after(at + wanted.len()))
}

/// The folded words of a label, and what separates them: `between[n]` comes before word `n`, the last one after them all.
struct Label<'t> {
    words: Vec<String>,
    between: Vec<&'t str>,
}

impl<'t> Label<'t> {
    fn of(text: &'t str) -> Label<'t> {
        let (mut words, mut between, mut rest) = (Vec::new(), Vec::new(), text);
        loop {
            let (gap, from) = rest.split_at(rest.find(char::is_alphanumeric).unwrap_or(rest.len()));
            between.push(gap);
            if from.is_empty() {
                return Label { words, between };
            }
            let (word, after) = from.split_at(from.find(|c: char| !c.is_alphanumeric()).unwrap_or(from.len()));
            words.push(fold::words(word));
            rest = after;
        }
    }

    fn is_apart_before(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return true };
        self.is_break(at) && !self.may_be_cut(before, before)
    }

    fn is_apart_after(&self, at: usize) -> bool {
        at >= self.words.len() || (self.is_break(at) && !self.may_be_cut(at, at + 1))
    }

    /// Words on both sides of the gap are two things. A hyphen or a slash would join them.
    fn is_break(&self, gap: usize) -> bool {
        self.between.get(gap).is_some_and(|gap| gap.chars().any(|c| c.is_whitespace() || matches!(c, ',' | ';' | '+')))
    }

    /// A few lone digits, with nothing on their other side but a break: perhaps the rest of the number.
    fn may_be_cut(&self, word: usize, gap: usize) -> bool {
        let is_few = |w: &String| w.len() <= CUT_DIGITS && w.bytes().all(|b| b.is_ascii_digit());
        let is_edge = gap == 0 || gap >= self.words.len();
        self.words.get(word).is_some_and(is_few) && (is_edge || self.is_break(gap))
    }
}
