//! Whether the PDF around an invoice follows Factur-X: the attachment's name, its association, the XMP metadata.
//!
//! Each rule's name begins the sentence by which the reference verdicts call it (`container:…`). The conformity to
//! PDF/A itself (fonts, colours) is not judged.

use super::MAX_STREAM_BYTES;
use super::attachments::Attachment;
use crate::{text, xml};
use draft::Finding;
use lopdf::Document;

const FACTURX_NAMESPACE: &str = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#";

/// What the document's catalog and metadata declare.
#[derive(Debug, Default)]
pub(super) struct Facts {
    has_associated_files: bool,
    /// The cross-reference table had to be rebuilt to open the file.
    was_repaired: bool,
    /// Namespace of the invoice block in the XMP metadata.
    namespace: Option<String>,
    file_name: Option<String>,
    level: Option<String>,
}

impl Facts {
    pub(super) fn of(document: &Document) -> Self {
        let mut facts = Facts { was_repaired: document.xref_recovery.is_some(), ..Facts::default() };
        let Ok(catalog) = document.catalog() else { return facts };
        facts.has_associated_files = catalog.has(b"AF");
        let metadata = catalog.get(b"Metadata").ok().and_then(|o| document.dereference(o).ok());
        if let Some(stream) = metadata.and_then(|(_, o)| o.as_stream().ok()) {
            let plain = stream.dict.get(b"Filter").is_err();
            let unfolded = if plain { None } else { stream.decompressed_content_with_limit(MAX_STREAM_BYTES).ok() };
            facts.read_metadata(unfolded.as_deref().unwrap_or(&stream.content));
        }
        facts
    }

    /// XMP may write the properties as elements or as attributes.
    fn read_metadata(&mut self, bytes: &[u8]) {
        let Ok(decoded) = text::decode(bytes) else { return };
        let Ok(document) = xml::parse(&decoded.text) else { return };
        let is_invoice = |uri: &str| uri.contains(":pdfa:CrossIndustryDocument:");
        for node in document.descendants().filter(|n| n.is_element()) {
            if let Some(uri) = node.tag_name().namespace().filter(|uri| is_invoice(uri)) {
                self.note(uri, node.tag_name().name(), node.text().unwrap_or_default());
            }
            for attribute in node.attributes() {
                if let Some(uri) = attribute.namespace().filter(|uri| is_invoice(uri)) {
                    self.note(uri, attribute.name(), attribute.value());
                }
            }
        }
    }

    fn note(&mut self, namespace: &str, name: &str, value: &str) {
        self.namespace.get_or_insert_with(|| namespace.to_string());
        let value = value.trim().to_string();
        match name {
            "DocumentFileName" => self.file_name = Some(value),
            "ConformanceLevel" => self.level = Some(value),
            _ => {}
        }
    }
}

/// The findings on the container of one invoice.
pub(super) fn findings(attachment: &Attachment, facts: &Facts, profile: Option<&str>) -> Vec<Finding> {
    [
        structure(facts),
        attachment_name(attachment),
        association(attachment, facts),
        relationship(attachment),
        namespace(facts),
        file_name(attachment, facts),
        level(facts, profile),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn finding(rule: &str, message: String) -> Option<Finding> {
    Some(Finding { rule: format!("container:{rule}"), severity: "fatal", message })
}

fn structure(facts: &Facts) -> Option<Finding> {
    let message = "La table des objets du PDF est abîmée ; elle a été reconstruite pour lire la facture.";
    if facts.was_repaired { finding("damaged cross-reference table", message.to_string()) } else { None }
}

fn attachment_name(attachment: &Attachment) -> Option<Finding> {
    if attachment.name == "factur-x.xml" {
        return None;
    }
    finding(
        "attachment is not named factur-x.xml",
        format!("La pièce jointe s’appelle « {} » au lieu de « factur-x.xml ».", attachment.name),
    )
}

fn association(attachment: &Attachment, facts: &Facts) -> Option<Finding> {
    match (facts.has_associated_files, attachment.is_associated) {
        (_, true) => None,
        (true, false) => finding(
            "/AF does not reference the XML file specification",
            "La liste /AF du PDF ne mentionne pas la facture XML.".to_string(),
        ),
        (false, false) => finding(
            "no /AF array in the catalog",
            "Le PDF n’a pas de liste /AF : la facture XML n’est pas associée au document.".to_string(),
        ),
    }
}

fn relationship(attachment: &Attachment) -> Option<Finding> {
    match attachment.relationship.as_deref() {
        Some("Data" | "Source" | "Alternative") => None,
        Some(other) => finding("AFRelationship", format!("Le lien /AFRelationship vaut « {other} ».")),
        None => finding("AFRelationship", "Le lien /AFRelationship de la facture XML manque.".to_string()),
    }
}

fn namespace(facts: &Facts) -> Option<Finding> {
    match facts.namespace.as_deref() {
        Some(FACTURX_NAMESPACE) => None,
        Some(other) => finding(
            "XMP namespace is not the Factur-X one",
            format!("Les métadonnées XMP emploient l’espace de noms « {other} »."),
        ),
        None => finding(
            "XMP namespace is not the Factur-X one",
            "Les métadonnées XMP ne décrivent pas de facture Factur-X.".to_string(),
        ),
    }
}

fn file_name(attachment: &Attachment, facts: &Facts) -> Option<Finding> {
    let announced = facts.file_name.as_deref().filter(|name| *name != attachment.name)?;
    finding(
        "XMP DocumentFileName differs from the attachment name",
        format!("Les métadonnées XMP annoncent « {announced} », la pièce jointe s’appelle « {} ».", attachment.name),
    )
}

fn level(facts: &Facts, profile: Option<&str>) -> Option<Finding> {
    let announced = facts.level.as_deref()?;
    let actual = profile_level(profile?)?;
    let folded: String = announced.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    if folded == actual || (folded == "COMFORT" && actual == "EN16931") {
        return None;
    }
    finding(
        "XMP ConformanceLevel",
        format!("Les métadonnées XMP annoncent le profil « {announced} », le XML est au profil {actual}."),
    )
}

/// The Factur-X level that BT-24 stands for; `None` for identifiers older than these levels.
fn profile_level(profile: &str) -> Option<&'static str> {
    let folded = profile.to_ascii_lowercase();
    let folded = folded.trim();
    if folded.starts_with("urn:ferd:") {
        return None;
    }
    let tail = folded.rsplit([':', '#']).next().unwrap_or(folded);
    match tail {
        "minimum" => Some("MINIMUM"),
        "basicwl" => Some("BASICWL"),
        "basic" => Some("BASIC"),
        "extended" => Some("EXTENDED"),
        _ if folded.contains("en16931") => Some("EN16931"),
        _ => None,
    }
}
