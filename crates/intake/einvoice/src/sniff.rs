//! What kind of document an XML file is, from its first element. It looks at names, never at values.

use crate::tree::Element;

/// The documents this crate knows by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// UN/CEFACT Cross Industry Invoice D16B or D22B.
    Cii,
    /// ZUGFeRD 1.0 or its release candidate: older names of the same structure.
    Ferd,
    UblInvoice,
    UblCreditNote,
    /// Lifecycle status message.
    Cdar,
    /// Order-X, or a UBL order.
    Order,
    /// A Standard Business Document envelope around one of the others.
    Envelope,
}

const UBL: &str = "oasis:names:specification:ubl";
const RELEASE_CANDIDATE: &str = "CBFBUY";

/// The kind that a first element announces. `namespaces` is any text that holds its namespace declarations.
fn kind_of(local: &str, namespaces: &str) -> Option<Kind> {
    // Without any namespace the name alone decides; with a foreign one `Invoice` could be anybody's.
    let is_ubl = namespaces.contains(UBL) || !namespaces.contains("xmlns");
    Some(match local {
        "CrossIndustryInvoice" => Kind::Cii,
        "CrossIndustryDocument" => Kind::Ferd,
        "Invoice" if namespaces.contains(RELEASE_CANDIDATE) => Kind::Ferd,
        "Invoice" if is_ubl => Kind::UblInvoice,
        "CreditNote" if is_ubl => Kind::UblCreditNote,
        "CrossDomainAcknowledgementAndResponse" => Kind::Cdar,
        "SCRDMCCBDACIOMessageStructure" => Kind::Order,
        "Order" | "OrderChange" | "OrderResponse" if is_ubl => Kind::Order,
        "StandardBusinessDocument" => Kind::Envelope,
        _ => return None,
    })
}

/// The kind of a parsed document.
pub(crate) fn root(element: Element<'_>) -> Option<Kind> {
    let namespace = element.tag_name().namespace().map(|uri| format!("xmlns {uri}")).unwrap_or_default();
    kind_of(element.tag_name().name(), &namespace)
}

/// The kind of a document from its first bytes, in any encoding whose ASCII characters can be recovered.
pub(crate) fn head(bytes: &[u8]) -> Option<Kind> {
    // UTF-16 of ASCII is ASCII with zeros between; names and namespaces are ASCII.
    let ascii: Vec<u8> = bytes.iter().copied().filter(|b| *b != 0).collect();
    let lossy = String::from_utf8_lossy(&ascii);
    let mut rest = lossy.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{fffd}'));
    loop {
        rest = rest.trim_start();
        rest = if let Some(instruction) = rest.strip_prefix("<?") {
            instruction.split_once("?>")?.1
        } else if let Some(comment) = rest.strip_prefix("<!--") {
            comment.split_once("-->")?.1
        } else if let Some(declaration) = rest.strip_prefix("<!") {
            declaration.split_once('>')?.1
        } else {
            break;
        };
    }
    let tag = rest.strip_prefix('<')?;
    let tag = tag.split_once('>').map_or(tag, |(tag, _)| tag);
    let name = tag.split(|c: char| c.is_whitespace() || c == '/').next()?;
    kind_of(name.rsplit(':').next()?, tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_element_says_what_it_is() {
        let comment = format!("<?xml version='1.0'?>\n<!-- {} -->", "licence ".repeat(100));
        for (text, kind) in [
            ("<rsm:CrossIndustryInvoice xmlns:rsm='x'>", Some(Kind::Cii)),
            ("<Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\"", Some(Kind::UblInvoice)),
            ("<Invoice>", Some(Kind::UblInvoice)),
            ("<Invoice xmlns='urn:somebody:else'>", None),
            ("<html>", None),
            ("%PDF-1.7", None),
            ("", None),
        ] {
            assert_eq!(head(format!("{comment}{text}").as_bytes()), kind, "{text}");
            let wide: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(head(&wide), kind, "{text} in UTF-16");
        }
    }
}
