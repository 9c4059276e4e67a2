//! Where UN/CEFACT Cross Industry Invoices (D16B, D22B) and ZUGFeRD 1.0 keep each business term.
//!
//! ZUGFeRD 1.0 has the same structure under older element names, so each step lists its names, newest first.

use crate::locate::{Located, LocatedParty};
use crate::tree::{Element, all, at, children, group, text};

const CONTEXTS: [&str; 2] = ["ExchangedDocumentContext", "SpecifiedExchangedDocumentContext"];
const DOCUMENTS: [&str; 2] = ["ExchangedDocument", "HeaderExchangedDocument"];
const TRANSACTIONS: [&str; 2] = ["SupplyChainTradeTransaction", "SpecifiedSupplyChainTradeTransaction"];
const AGREEMENTS: [&str; 2] = ["ApplicableHeaderTradeAgreement", "ApplicableSupplyChainTradeAgreement"];
const DELIVERIES: [&str; 2] = ["ApplicableHeaderTradeDelivery", "ApplicableSupplyChainTradeDelivery"];
const SETTLEMENTS: [&str; 2] = ["ApplicableHeaderTradeSettlement", "ApplicableSupplyChainTradeSettlement"];
const SUMMATIONS: [&str; 2] =
    ["SpecifiedTradeSettlementHeaderMonetarySummation", "SpecifiedTradeSettlementMonetarySummation"];

/// Payment means under which the account is the seller's (UNTDID 4461: transfers), debits being the buyer's.
const TRANSFERS: [&str; 5] = ["30", "31", "42", "57", "58"];

fn step<'a>(parent: Option<Element<'a>>, names: [&'static str; 2]) -> Option<Element<'a>> {
    let parent = parent?;
    names.into_iter().find_map(|name| group(parent, name))
}

/// Finds every business term of an invoice whose root is given.
pub(crate) fn locate(root: Element<'_>) -> Located<'_> {
    let root = Some(root);
    let transaction = step(root, TRANSACTIONS);
    let mut located = Located::default();
    if let Some(context) = step(root, CONTEXTS) {
        located.profile = at(context, "GuidelineSpecifiedDocumentContextParameter/ID");
    }
    if let Some(document) = step(root, DOCUMENTS) {
        located.number = at(document, "ID");
        located.type_code = at(document, "TypeCode");
        located.issued_on = at(document, "IssueDateTime");
    }
    if let Some(agreement) = step(transaction, AGREEMENTS) {
        locate_agreement(agreement, &mut located);
    }
    if let Some(delivery) = step(transaction, DELIVERIES) {
        located.delivered_on = at(delivery, "ActualDeliverySupplyChainEvent/OccurrenceDateTime");
    }
    if let Some(settlement) = step(transaction, SETTLEMENTS) {
        locate_settlement(settlement, &mut located);
    }
    if let Some(summation) = step(step(transaction, SETTLEMENTS), SUMMATIONS) {
        locate_totals(summation, &mut located);
    }
    located
}

fn locate_agreement<'a>(agreement: Element<'a>, located: &mut Located<'a>) {
    located.buyer_reference = at(agreement, "BuyerReference");
    located.order_reference = at(agreement, "BuyerOrderReferencedDocument/IssuerAssignedID")
        .or_else(|| at(agreement, "BuyerOrderReferencedDocument/ID"));
    located.seller = group(agreement, "SellerTradeParty").map(party).unwrap_or_default();
    located.buyer = group(agreement, "BuyerTradeParty").map(party).unwrap_or_default();
}

fn locate_settlement<'a>(settlement: Element<'a>, located: &mut Located<'a>) {
    located.currency = at(settlement, "InvoiceCurrencyCode");
    located.due_on = all(settlement, "SpecifiedTradePaymentTerms/DueDateDateTime");
    located.terms = all(settlement, "SpecifiedTradePaymentTerms/Description");
    located.accounts = accounts(settlement);
    located.precedents = children(settlement, "InvoiceReferencedDocument")
        .filter_map(|reference| {
            let number = at(reference, "IssuerAssignedID").or_else(|| at(reference, "ID"))?;
            Some((number, at(reference, "FormattedIssueDateTime").or_else(|| at(reference, "IssueDateTime"))))
        })
        .collect();
}

fn locate_totals<'a>(summation: Element<'a>, located: &mut Located<'a>) {
    located.net = all(summation, "TaxBasisTotalAmount");
    located.vat = all(summation, "TaxTotalAmount");
    located.gross = all(summation, "GrandTotalAmount");
    located.prepaid = all(summation, "TotalPrepaidAmount");
    located.rounding = all(summation, "RoundingAmount");
    located.due = all(summation, "DuePayableAmount");
}

fn accounts(settlement: Element<'_>) -> Vec<Element<'_>> {
    let mut transfers = Vec::new();
    let mut others = Vec::new();
    for means in children(settlement, "SpecifiedTradeSettlementPaymentMeans") {
        let is_transfer = at(means, "TypeCode").and_then(text).is_some_and(|code| TRANSFERS.contains(&code.as_str()));
        let list = if is_transfer { &mut transfers } else { &mut others };
        list.extend(all(means, "PayeePartyCreditorFinancialAccount/IBANID"));
    }
    transfers.append(&mut others);
    transfers
}

fn party(party: Element<'_>) -> LocatedParty<'_> {
    let mut ids = all(party, "GlobalID");
    ids.extend(all(party, "ID"));
    let address = group(party, "PostalTradeAddress");
    let in_address = |name: &'static str| address.and_then(|a| at(a, name));
    let contact = group(party, "DefinedTradeContact");
    let in_contact = |path: &'static str| contact.and_then(|c| at(c, path));
    LocatedParty {
        name: at(party, "Name").or_else(|| at(party, "SpecifiedLegalOrganization/TradingBusinessName")),
        ids,
        legal_ids: all(party, "SpecifiedLegalOrganization/ID"),
        vat_id: vat_id(party),
        endpoint: at(party, "URIUniversalCommunication/URIID"),
        contact_name: in_contact("PersonName").or_else(|| in_contact("DepartmentName")),
        phone: in_contact("TelephoneUniversalCommunication/CompleteNumber"),
        contact_email: in_contact("EmailURIUniversalCommunication/URIID")
            .or_else(|| in_contact("EmailURIUniversalCommunication/CompleteNumber")),
        street: ["LineOne", "LineTwo", "LineThree"].into_iter().filter_map(in_address).collect(),
        building: None,
        postcode: in_address("PostcodeCode"),
        city: in_address("CityName"),
        country: in_address("CountryID"),
    }
}

/// The VAT registration (scheme `VA`); `FC` is a local tax number.
fn vat_id(party: Element<'_>) -> Option<Element<'_>> {
    let registrations = all(party, "SpecifiedTaxRegistration/ID");
    let by_scheme = |wanted: &[Option<&str>]| {
        registrations.iter().copied().find(|id| wanted.contains(&crate::tree::scheme(*id).as_deref()))
    };
    by_scheme(&[Some("VA"), Some("VAT")]).or_else(|| by_scheme(&[None]))
}
