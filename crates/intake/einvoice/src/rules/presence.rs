//! The EN 16931 rules that only ask for an element to be there, for the amounts and references which the engine's
//! model always has and therefore never reports as missing. Each rule is checked where the published checks do.

use crate::tree::{Element, at, every, path, text};
use draft::Finding;

/// Which allowances and charges a rule is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Only {
    Any,
    Allowance,
    Charge,
}

/// One rule: wherever `context` exists, one of `wanted` must say something.
struct Presence {
    rule: &'static str,
    context: &'static str,
    only: Only,
    wanted: &'static [&'static str],
    message: &'static str,
}

const fn rule(
    rule: &'static str,
    context: &'static str,
    only: Only,
    wanted: &'static [&'static str],
    message: &'static str,
) -> Presence {
    Presence { rule, context, only, wanted, message }
}

const LINE_TOTAL: &str = "An Invoice shall have the Sum of Invoice line net amount (BT-106).";
const NET: &str = "An Invoice shall have the Invoice total amount without VAT (BT-109).";
const GROSS: &str = "An Invoice shall have the Invoice total amount with VAT (BT-112).";
const DUE: &str = "An Invoice shall have the Amount due for payment (BT-115).";
const ALLOWANCE: &str = "Each Document level allowance (BG-20) shall have a Document level allowance amount (BT-92).";
const ALLOWANCE_VAT: &str =
    "Each Document level allowance (BG-20) shall have a Document level allowance VAT category code (BT-95).";
const CHARGE: &str = "Each Document level charge (BG-21) shall have a Document level charge amount (BT-99).";
const CHARGE_VAT: &str =
    "Each Document level charge (BG-21) shall have a Document level charge VAT category code (BT-102).";
const LINE_ALLOWANCE: &str =
    "Each Invoice line allowance (BG-27) shall have an Invoice line allowance amount (BT-136).";
const LINE_CHARGE: &str = "Each Invoice line charge (BG-28) shall have an Invoice line charge amount (BT-141).";
const TAXABLE: &str = "Each VAT breakdown (BG-23) shall have a VAT category taxable amount (BT-116).";
const TAX: &str = "Each VAT breakdown (BG-23) shall have a VAT category tax amount (BT-117).";
const PRECEDENT: &str = "Each Preceding Invoice reference (BG-3) shall contain a Preceding Invoice reference (BT-25).";
const PERIOD: &str =
    "If Invoicing period (BG-14) is used, the start date (BT-73) or the end date (BT-74) shall be filled.";

const UBL: [Presence; 16] = [
    rule("BR-12", "LegalMonetaryTotal", Only::Any, &["LineExtensionAmount"], LINE_TOTAL),
    rule("BR-13", "LegalMonetaryTotal", Only::Any, &["TaxExclusiveAmount"], NET),
    rule("BR-14", "LegalMonetaryTotal", Only::Any, &["TaxInclusiveAmount"], GROSS),
    rule("BR-15", "LegalMonetaryTotal", Only::Any, &["PayableAmount"], DUE),
    rule("BR-31", "AllowanceCharge", Only::Allowance, &["Amount"], ALLOWANCE),
    rule("BR-32", "AllowanceCharge", Only::Allowance, &["TaxCategory/ID"], ALLOWANCE_VAT),
    rule("BR-36", "AllowanceCharge", Only::Charge, &["Amount"], CHARGE),
    rule("BR-37", "AllowanceCharge", Only::Charge, &["TaxCategory/ID"], CHARGE_VAT),
    rule("BR-41", "InvoiceLine/AllowanceCharge", Only::Allowance, &["Amount"], LINE_ALLOWANCE),
    rule("BR-43", "InvoiceLine/AllowanceCharge", Only::Charge, &["Amount"], LINE_CHARGE),
    rule("BR-41", "CreditNoteLine/AllowanceCharge", Only::Allowance, &["Amount"], LINE_ALLOWANCE),
    rule("BR-43", "CreditNoteLine/AllowanceCharge", Only::Charge, &["Amount"], LINE_CHARGE),
    rule("BR-45", "TaxTotal/TaxSubtotal", Only::Any, &["TaxableAmount"], TAXABLE),
    rule("BR-46", "TaxTotal/TaxSubtotal", Only::Any, &["TaxAmount"], TAX),
    rule("BR-55", "BillingReference", Only::Any, &["InvoiceDocumentReference/ID"], PRECEDENT),
    rule("BR-CO-19", "InvoicePeriod", Only::Any, &["StartDate", "EndDate", "DescriptionCode"], PERIOD),
];

macro_rules! settlement {
    ($name:literal) => {
        concat!("SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement/", $name)
    };
}
const TOTALS: &str = settlement!("SpecifiedTradeSettlementHeaderMonetarySummation");
const HEADER_CHARGE: &str = settlement!("SpecifiedTradeAllowanceCharge");
const HEADER_TAX: &str = settlement!("ApplicableTradeTax");
const LINE_ADJUSTMENT: &str = "SupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem/\
    SpecifiedLineTradeSettlement/SpecifiedTradeAllowanceCharge";

const CII: [Presence; 14] = [
    rule("BR-12", TOTALS, Only::Any, &["LineTotalAmount"], LINE_TOTAL),
    rule("BR-13", TOTALS, Only::Any, &["TaxBasisTotalAmount"], NET),
    rule("BR-14", TOTALS, Only::Any, &["GrandTotalAmount"], GROSS),
    rule("BR-15", TOTALS, Only::Any, &["DuePayableAmount"], DUE),
    rule("BR-31", HEADER_CHARGE, Only::Allowance, &["ActualAmount"], ALLOWANCE),
    rule("BR-32", HEADER_CHARGE, Only::Allowance, &["CategoryTradeTax/CategoryCode"], ALLOWANCE_VAT),
    rule("BR-36", HEADER_CHARGE, Only::Charge, &["ActualAmount"], CHARGE),
    rule("BR-37", HEADER_CHARGE, Only::Charge, &["CategoryTradeTax/CategoryCode"], CHARGE_VAT),
    rule("BR-41", LINE_ADJUSTMENT, Only::Allowance, &["ActualAmount"], LINE_ALLOWANCE),
    rule("BR-43", LINE_ADJUSTMENT, Only::Charge, &["ActualAmount"], LINE_CHARGE),
    rule("BR-45", HEADER_TAX, Only::Any, &["BasisAmount"], TAXABLE),
    rule("BR-46", HEADER_TAX, Only::Any, &["CalculatedAmount"], TAX),
    rule("BR-55", settlement!("InvoiceReferencedDocument"), Only::Any, &["IssuerAssignedID"], PRECEDENT),
    rule("BR-CO-19", settlement!("BillingSpecifiedPeriod"), Only::Any, &["StartDateTime", "EndDateTime"], PERIOD),
];

/// Adds one finding for each rule that something missing breaks and that the engine has not reported.
pub(super) fn complete(found: &mut Vec<Finding>, root: Element<'_>) {
    let table: &[Presence] = if root.tag_name().name() == "CrossIndustryInvoice" { &CII } else { &UBL };
    for presence in table {
        if found.iter().any(|f| f.rule == presence.rule) {
            continue;
        }
        let offender = every(root, presence.context).into_iter().find(|e| is_broken(presence, *e));
        found.extend(offender.map(|element| Finding {
            rule: presence.rule.to_string(),
            severity: "fatal",
            message: format!("{} : {}", path(element), presence.message),
        }));
    }
}

fn is_broken(presence: &Presence, element: Element<'_>) -> bool {
    let indicator = at(element, "ChargeIndicator").and_then(text);
    let is_charge = matches!(indicator.as_deref(), Some("true" | "1"));
    let concerns = match presence.only {
        Only::Any => true,
        Only::Charge => is_charge,
        Only::Allowance => !is_charge,
    };
    concerns && presence.wanted.iter().all(|wanted| at(element, wanted).is_none())
}
