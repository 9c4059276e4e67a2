//! What was expected against what came: blank lines and kinds of spaces do not count, `…` stands for anything.

/// The answer as lines that can be compared: no blank ones, plain spaces, identifiers hidden.
pub fn readable(output: &str) -> Vec<String> {
    let plain = output.replace(['\u{a0}', '\u{202f}'], " ");
    plain.lines().map(|l| hide_ids(l.trim_end())).filter(|l| !l.is_empty()).collect()
}

/// `act_01a2…` (thirty-two hexadecimal digits after a short name) becomes `act_…`: identifiers are different each time.
fn hide_ids(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('_') {
        let (before, after) = rest.split_at(at + 1);
        out.push_str(before);
        let digits = after.chars().take_while(char::is_ascii_hexdigit).count();
        rest = if digits == 32 || digits == 64 {
            out.push('…');
            &after[digits..]
        } else {
            after
        };
    }
    out + rest
}

/// `None` when the lines agree; else the number of the first expected line that found nothing.
pub fn mismatch(expected: &[&str], got: &[String]) -> Option<usize> {
    let expected: Vec<String> = expected.iter().map(|l| readable(l).concat()).collect();
    matched(&expected, got).err()
}

fn matched(expected: &[String], got: &[String]) -> Result<(), usize> {
    let Some((first, others)) = expected.split_first() else {
        return if got.is_empty() { Ok(()) } else { Err(0) };
    };
    if first.trim() == "…" {
        let mut furthest = 1;
        for skipped in 0..=got.len() {
            match matched(others, &got[skipped..]) {
                Ok(()) => return Ok(()),
                Err(at) => furthest = furthest.max(at + 1),
            }
        }
        return Err(furthest);
    }
    match got.split_first() {
        Some((line, rest)) if fits(first.trim(), line.trim()) => matched(others, rest).map_err(|at| at + 1),
        _ => Err(0),
    }
}

/// One line, where `…` stands for any text.
fn fits(pattern: &str, line: &str) -> bool {
    let Some((before, after)) = pattern.split_once('…') else { return pattern == line };
    let Some(rest) = line.strip_prefix(before) else { return false };
    let starts = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
    starts.into_iter().any(|at| fits(after, &rest[at..]))
}

#[test]
fn lines_agree_up_to_spaces_and_ellipses() {
    let got = readable("a\u{a0}b\n\nact_01a20303d7be7d189c41b0883bce7f9b (c)\nfin\n");
    assert_eq!(got, ["a b", "act_… (c)", "fin"]);
    assert_eq!(mismatch(&["a b", "…"], &got), None);
    assert_eq!(mismatch(&["…", "fin"], &got), None);
    assert_eq!(mismatch(&["a b", "act_… (c)", "fin"], &got), None);
    assert_eq!(mismatch(&["a b", "act_… (d)", "fin"], &got), Some(1));
    assert_eq!(mismatch(&["a b"], &got), Some(1));
    assert_eq!(mismatch(&["a b", "…", "fin", "plus"], &got), Some(3));
}
