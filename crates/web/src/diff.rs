//! Two texts line by line: what was taken away, what was added, and the lines around.

/// A line of a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// `same`, `gone`, `new` or `cut`: a class of the style sheet.
    pub tone: &'static str,
    /// The sign before the line, so that colour is not alone.
    pub sign: &'static str,
    pub text: String,
}

/// Unchanged lines shown around a change.
const AROUND: usize = 2;
/// Beyond that many lines on a side nobody reads a difference.
const MOST: usize = 2_000;

/// The difference; empty when the texts are the same.
pub fn rows(before: &str, after: &str) -> Vec<Row> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().take(MOST).collect(), after.lines().take(MOST).collect());
    let all = walk(&old, &new);
    if all.iter().all(|r| r.tone == "same") {
        return Vec::new();
    }
    let near = |at: usize| {
        let from = at.saturating_sub(AROUND);
        all.iter().skip(from).take(at + AROUND + 1 - from).any(|r| r.tone != "same")
    };
    let mut shown: Vec<Row> = Vec::new();
    for (at, row) in all.iter().enumerate() {
        if near(at) {
            shown.push(row.clone());
        } else if shown.last().is_none_or(|r| r.tone != "cut") {
            shown.push(Row { tone: "cut", sign: "", text: "…".to_string() });
        }
    }
    shown
}

/// The longest common lines, walked from the start.
fn walk(old: &[&str], new: &[&str]) -> Vec<Row> {
    let width = new.len() + 1;
    let mut common = vec![0_u32; (old.len() + 1) * width];
    let at = |i: usize, j: usize| i * width + j;
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            let best = if old[i] == new[j] {
                common[at(i + 1, j + 1)] + 1
            } else {
                common[at(i + 1, j)].max(common[at(i, j + 1)])
            };
            common[at(i, j)] = best;
        }
    }
    let (mut i, mut j, mut rows) = (0, 0, Vec::new());
    let row = |tone, sign, text: &str| Row { tone, sign, text: text.to_string() };
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            rows.push(row("same", " ", old[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || (i < old.len() && common[at(i + 1, j)] >= common[at(i, j + 1)]) {
            rows.push(row("gone", "−", old[i]));
            i += 1;
        } else {
            rows.push(row("new", "+", new[j]));
            j += 1;
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_shows_what_changed_and_a_little_around_it() {
        let before = "1\n2\n3\n4\n5\n6\n7\n8\n9";
        let after = "1\n2\n3\n4\ncinq\n6\n7\n8\n9\n10";
        let told: Vec<String> = rows(before, after).iter().map(|r| format!("{}{}", r.sign, r.text)).collect();
        assert_eq!(told, ["…", " 3", " 4", "−5", "+cinq", " 6", " 7", " 8", " 9", "+10"]);
        assert!(rows(before, before).is_empty());
        assert_eq!(rows("", "a").len(), 1);
    }
}
