//! Finding elements by the path of their local names, tolerant of prefixes and of wrong namespaces.
//!
//! Elements in a namespace of the standards win over namesakes of others; when a file uses no such namespace,
//! local names alone decide. It says where an element stands; it never interprets a value.

pub(crate) type Element<'a> = roxmltree::Node<'a, 'a>;

const STANDARDS: [&str; 3] = ["urn:un:unece:uncefact:", "urn:oasis:names:specification:ubl:", "urn:ferd:"];

fn is_standard(element: Element<'_>) -> bool {
    element.tag_name().namespace().is_some_and(|uri| STANDARDS.iter().any(|known| uri.starts_with(known)))
}

fn is_named(element: Element<'_>, name: &str) -> bool {
    element.is_element() && element.tag_name().name() == name
}

/// The children of that local name, those of the standards when there are any.
pub(crate) fn children<'a>(parent: Element<'a>, name: &'a str) -> impl Iterator<Item = Element<'a>> {
    let strict = parent.children().any(|c| is_named(c, name) && is_standard(c));
    parent.children().filter(move |c| is_named(*c, name) && (!strict || is_standard(*c)))
}

/// The first element at a path such as `A/B/C`, empty or not.
pub(crate) fn group<'a>(parent: Element<'a>, path: &'a str) -> Option<Element<'a>> {
    match path.split_once('/') {
        Some((head, tail)) => children(parent, head).find_map(|c| group(c, tail)),
        None => children(parent, path).next(),
    }
}

/// The first element at a path that says something: an empty element is an absent one.
pub(crate) fn at<'a>(parent: Element<'a>, path: &'a str) -> Option<Element<'a>> {
    match path.split_once('/') {
        Some((head, tail)) => children(parent, head).find_map(|c| at(c, tail)),
        None => children(parent, path).find(|c| text(*c).is_some()),
    }
}

/// Every element at a path, empty or not.
pub(crate) fn every<'a>(parent: Element<'a>, path: &'a str) -> Vec<Element<'a>> {
    let mut found = vec![parent];
    for name in path.split('/') {
        found = found.into_iter().flat_map(|p| children(p, name)).collect();
    }
    found
}

/// Every element at a path that says something.
pub(crate) fn all<'a>(parent: Element<'a>, path: &'a str) -> Vec<Element<'a>> {
    let mut found = every(parent, path);
    found.retain(|c| text(*c).is_some());
    found
}

/// The text of an element, comments inside skipped, trimmed; that of its first speaking child when it has none.
pub(crate) fn text(element: Element<'_>) -> Option<String> {
    own_text(element).or_else(|| element.children().filter(|c| c.is_element()).find_map(own_text))
}

fn own_text(element: Element<'_>) -> Option<String> {
    let mut pieces = element.children().filter(|c| c.is_text()).filter_map(|c| c.text());
    let first = pieces.next()?;
    let joined = pieces.fold(first.to_string(), |mut all, piece| {
        all.push_str(piece);
        all
    });
    let trimmed = joined.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_string())
}

/// The identification scheme of an identifier (`schemeID`), in upper case.
pub(crate) fn scheme(element: Element<'_>) -> Option<String> {
    let value = element.attribute("schemeID")?.trim();
    (!value.is_empty()).then(|| value.to_ascii_uppercase())
}

/// The path of local names from the root, as shown to a person.
pub(crate) fn path(element: Element<'_>) -> String {
    let mut names: Vec<&str> = element.ancestors().filter(|a| a.is_element()).map(|a| a.tag_name().name()).collect();
    names.reverse();
    names.join("/")
}

/// The line of an element, from 1. Costs a scan of the text, so it is asked only for problems.
pub(crate) fn line(element: Element<'_>) -> u64 {
    u64::from(element.document().text_pos_at(element.range().start).row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_standard_win_and_comments_are_skipped() {
        let xml = "<r xmlns:s='urn:un:unece:uncefact:x' xmlns:o='urn:other'>\n<o:a>no</o:a><s:a> 1<!-- c -->2 </s:a>\n<b/><b><c>x</c></b></r>";
        let document = roxmltree::Document::parse(xml).unwrap();
        let root = document.root_element();
        assert_eq!(at(root, "a").and_then(text).as_deref(), Some("12"));
        assert_eq!(at(root, "b/c").map(path).as_deref(), Some("r/b/c"));
        assert_eq!(at(root, "b/c").map(line), Some(3));
        assert_eq!(at(root, "b").and_then(text).as_deref(), Some("x"));
        assert!(group(root, "b").is_some_and(|b| !b.has_children()));
        assert_eq!(all(root, "b/c").len(), 1);
    }
}
