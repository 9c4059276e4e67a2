//! Where the published checks (Schematron of CEN and Factur-X) and the engine's reading of the rules part ways.
//!
//! The verdict a sender's platform gives is that of the published checks: these few corrections, each seen on an
//! official example, bring the findings to it. Nothing here is looser than what is published.

use crate::tree::{Element, all, at, children, group, text};
use draft::Finding;

/// Rules that Factur-X EXTENDED replaces by its own (BR-FXEXT-…), with tolerances and sub-lines.
const REPLACED_BY_EXTENDED: [&str; 11] = [
    "BR-23", "BR-CO-04", "BR-CO-10", "BR-CO-11", "BR-CO-12", "BR-CO-13", "BR-CO-15", "BR-S-08", "BR-S-10", "BR-CL-19",
    "BR-CL-25",
];

/// Removes, softens and adds findings as the published checks do.
pub(super) fn align(found: &mut Vec<Finding>, root: Element<'_>, specification: &str) {
    let settlement = group(root, "SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement");
    if let Some(settlement) = settlement {
        found.retain(|f| !is_spared(&f.rule, settlement));
    }
    if specification.ends_with(":extended") || specification.contains("extended-ctc-fr") {
        soften(found);
    } else if root.tag_name().name() == "CrossIndustryInvoice" && specification.starts_with("urn:cen.eu:") {
        found.extend(currency_on_amounts(root));
    }
}

/// True when the published CII check does not fire on this settlement.
fn is_spared(rule: &str, settlement: Element<'_>) -> bool {
    match rule {
        // Checked on each payment means; the engine also sees one in a lone payment reference.
        "BR-49" => group(settlement, "SpecifiedTradeSettlementPaymentMeans").is_none(),
        "BR-61" => transfers_have_accounts(settlement),
        // An empty description counts as one.
        "BR-CO-25" => ["SpecifiedTradePaymentTerms/Description", "SpecifiedTradePaymentTerms/DueDateDateTime"]
            .into_iter()
            .any(|path| group(settlement, path).is_some()),
        _ => false,
    }
}

fn transfers_have_accounts(settlement: Element<'_>) -> bool {
    children(settlement, "SpecifiedTradeSettlementPaymentMeans").all(|means| {
        let code = at(means, "TypeCode").and_then(text);
        let is_transfer = matches!(code.as_deref(), Some("30" | "58"));
        let account = |name: &'static str| {
            children(means, "PayeePartyCreditorFinancialAccount").any(|a| !all(a, name).is_empty())
        };
        !is_transfer || account("IBANID") || account("ProprietaryID")
    })
}

fn soften(found: &mut [Finding]) {
    for finding in found.iter_mut().filter(|f| REPLACED_BY_EXTENDED.contains(&f.rule.as_str())) {
        finding.severity = "warning";
        finding.message = format!("Remplacée par une règle plus souple au profil EXTENDED. {}", finding.message);
    }
}

/// CII-DT-031: only the VAT total names its currency.
fn currency_on_amounts(root: Element<'_>) -> Option<Finding> {
    let is_amount = |e: &Element<'_>| {
        let name = e.tag_name().name();
        e.is_element() && name.ends_with("Amount") && name != "TaxTotalAmount" && e.has_attribute("currencyID")
    };
    let first = root.descendants().find(is_amount)?;
    Some(Finding {
        rule: "CII-DT-031".to_string(),
        severity: "fatal",
        message: format!("{} : currencyID should not be present", crate::tree::path(first)),
    })
}
