//! Rendered template text, cut into paragraphs, lists, headings and inserts.
//!
//! One text serves the plain mail, its HTML twin and the letter on paper, so that they can never say different things.
//! Marks are private-use characters, which are removed from all data beforehand: no value can forge one.

use serde::Serialize;

pub(crate) const STRONG: char = '\u{e010}';
pub(crate) const STRONG_END: char = '\u{e011}';
pub(crate) const HEADING: char = '\u{e012}';
pub(crate) const HEADING_END: char = '\u{e013}';
const INSERT: char = '\u{e014}';
const INSERT_END: char = '\u{e015}';

/// The names a template may place on a line of its own, as `{{ invoices_table }}`.
pub(crate) const INSERTS: [&str; 11] = [
    "invoices_table",
    "sums_table",
    "ageing_table",
    "how_to_pay",
    "signature",
    "signatures",
    "facts_table",
    "questions",
    "notes",
    "outcomes",
    "history",
];

/// A run of text, emphasised or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Span {
    pub text: String,
    pub strong: bool,
}

/// One piece of a document, top to bottom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Block {
    Paragraph { lines: Vec<Vec<Span>> },
    Heading { spans: Vec<Span> },
    List { items: Vec<Vec<Span>> },
    Insert { name: String },
}

/// The value of an insert's variable.
pub(crate) fn insert_mark(name: &str) -> String {
    format!("{INSERT}{name}{INSERT_END}")
}

/// Cuts rendered text into blocks.
pub(crate) fn parse(rendered: &str) -> Vec<Block> {
    let spread = rendered.replace(INSERT, &format!("\n\n{INSERT}")).replace(INSERT_END, &format!("{INSERT_END}\n\n"));
    let mut blocks = Vec::new();
    let mut paragraph: Vec<&str> = Vec::new();
    for line in spread.lines().map(str::trim).chain([""]) {
        if line.is_empty() {
            push_paragraph(&mut blocks, &paragraph);
            paragraph.clear();
        } else {
            paragraph.push(line);
        }
    }
    blocks
}

fn push_paragraph(blocks: &mut Vec<Block>, lines: &[&str]) {
    for line in lines {
        let item = line.strip_prefix("- ");
        if let Some(name) = line.strip_prefix(INSERT) {
            blocks.push(Block::Insert { name: name.trim_end_matches(INSERT_END).to_string() });
        } else if let Some(text) = line.strip_prefix(HEADING) {
            blocks.push(Block::Heading { spans: spans(text) });
        } else if let Some(text) = item {
            push_item(blocks, spans(text), *line == lines.first().copied().unwrap_or_default());
        } else {
            push_line(blocks, spans(line), *line == lines.first().copied().unwrap_or_default());
        }
    }
}

fn push_item(blocks: &mut Vec<Block>, item: Vec<Span>, opens: bool) {
    match blocks.last_mut() {
        Some(Block::List { items }) if !opens => items.push(item),
        _ => blocks.push(Block::List { items: vec![item] }),
    }
}

fn push_line(blocks: &mut Vec<Block>, line: Vec<Span>, opens: bool) {
    match blocks.last_mut() {
        Some(Block::Paragraph { lines }) if !opens => lines.push(line),
        _ => blocks.push(Block::Paragraph { lines: vec![line] }),
    }
}

fn spans(line: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    for (position, piece) in line.split(STRONG).enumerate() {
        let (strong, rest) =
            if position == 0 { ("", piece) } else { piece.split_once(STRONG_END).unwrap_or((piece, "")) };
        for (text, strong) in [(strong, true), (rest, false)] {
            let text = unmarked(text);
            if !text.is_empty() {
                spans.push(Span { text, strong });
            }
        }
    }
    spans
}

/// The text without any mark, for subject lines and plain text.
pub(crate) fn unmarked(text: &str) -> String {
    text.chars().filter(|c| !matches!(*c, STRONG..=INSERT_END)).collect()
}

/// Plain text of some spans.
pub(crate) fn plain(spans: &[Span]) -> String {
    spans.iter().map(|s| s.text.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(text: &str, strong: bool) -> Span {
        Span { text: text.into(), strong }
    }

    #[test]
    fn text_is_cut_into_paragraphs_lists_and_inserts() {
        let text = format!(
            "Bonjour,\n\nSomme {STRONG}12 €{STRONG_END} due :\n- un\n- deux\n\n{}\nFin",
            insert_mark("how_to_pay")
        );
        let blocks = parse(&text);
        assert_eq!(blocks.len(), 5);
        assert_eq!(
            blocks[1],
            Block::Paragraph { lines: vec![vec![span("Somme ", false), span("12 €", true), span(" due :", false)]] }
        );
        assert_eq!(blocks[2], Block::List { items: vec![vec![span("un", false)], vec![span("deux", false)]] });
        assert_eq!(blocks[3], Block::Insert { name: "how_to_pay".into() });
    }

    #[test]
    fn an_insert_in_the_middle_of_a_line_still_stands_alone() {
        let blocks = parse(&format!("avant {} après", insert_mark("signature")));
        assert_eq!(blocks.len(), 3);
    }
}
