//! Where OASIS UBL 2.x `Invoice` and `CreditNote` keep each business term.

use crate::locate::{Located, LocatedParty};
use crate::tree::{Element, all, at, children, group, scheme, text};

/// Payment means under which the account is the seller's (UNTDID 4461: transfers).
const TRANSFERS: [&str; 5] = ["30", "31", "42", "57", "58"];

/// Finds every business term of an invoice whose root is given.
pub(crate) fn locate(root: Element<'_>, is_credit_document: bool) -> Located<'_> {
    let total =
        |name: &'static str| group(root, "LegalMonetaryTotal").map(|totals| all(totals, name)).unwrap_or_default();
    let supplier = group(root, "AccountingSupplierParty/Party");
    let customer = group(root, "AccountingCustomerParty/Party");
    Located {
        number: at(root, "ID"),
        type_code: at(root, "InvoiceTypeCode").or_else(|| at(root, "CreditNoteTypeCode")),
        is_credit_document,
        issued_on: at(root, "IssueDate"),
        due_on: due_dates(root),
        delivered_on: at(root, "Delivery/ActualDeliveryDate"),
        terms: all(root, "PaymentTerms/Note"),
        currency: at(root, "DocumentCurrencyCode"),
        net: total("TaxExclusiveAmount"),
        vat: all(root, "TaxTotal/TaxAmount"),
        gross: total("TaxInclusiveAmount"),
        prepaid: total("PrepaidAmount"),
        rounding: total("PayableRoundingAmount"),
        due: total("PayableAmount"),
        seller: supplier.map(party).unwrap_or_default(),
        buyer: customer.map(party).unwrap_or_default(),
        precedents: precedents(root),
        order_reference: at(root, "OrderReference/ID"),
        buyer_reference: at(root, "BuyerReference"),
        accounts: accounts(root),
        profile: at(root, "CustomizationID"),
    }
}

/// BT-9 is in the header of an invoice, in the payment means of a credit note, in the terms of older files.
fn due_dates(root: Element<'_>) -> Vec<Element<'_>> {
    ["DueDate", "PaymentMeans/PaymentDueDate", "PaymentTerms/PaymentDueDate"]
        .into_iter()
        .map(|path| all(root, path))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

fn precedents(root: Element<'_>) -> Vec<(Element<'_>, Option<Element<'_>>)> {
    children(root, "BillingReference")
        .flat_map(|reference| {
            let invoices = children(reference, "InvoiceDocumentReference");
            invoices.chain(children(reference, "CreditNoteDocumentReference"))
        })
        .filter_map(|document| Some((at(document, "ID")?, at(document, "IssueDate"))))
        .collect()
}

fn accounts(root: Element<'_>) -> Vec<Element<'_>> {
    let mut transfers = Vec::new();
    let mut others = Vec::new();
    for means in children(root, "PaymentMeans") {
        let code = at(means, "PaymentMeansCode").and_then(text);
        let is_transfer = code.is_some_and(|code| TRANSFERS.contains(&code.as_str()));
        let list = if is_transfer { &mut transfers } else { &mut others };
        list.extend(all(means, "PayeeFinancialAccount/ID"));
    }
    transfers.append(&mut others);
    transfers
}

fn party(party: Element<'_>) -> LocatedParty<'_> {
    let address = group(party, "PostalAddress");
    let in_address = |path: &'static str| address.and_then(|a| at(a, path));
    let mut street: Vec<_> = ["StreetName", "AdditionalStreetName"].into_iter().filter_map(in_address).collect();
    street.extend(address.map(|a| all(a, "AddressLine/Line")).unwrap_or_default());
    LocatedParty {
        name: at(party, "PartyLegalEntity/RegistrationName").or_else(|| at(party, "PartyName/Name")),
        ids: all(party, "PartyIdentification/ID"),
        legal_ids: all(party, "PartyLegalEntity/CompanyID"),
        vat_id: vat_id(party),
        endpoint: at(party, "EndpointID"),
        contact_name: at(party, "Contact/Name"),
        phone: at(party, "Contact/Telephone"),
        contact_email: at(party, "Contact/ElectronicMail"),
        street,
        building: in_address("BuildingNumber"),
        postcode: in_address("PostalZone"),
        city: in_address("CityName"),
        country: in_address("Country/IdentificationCode"),
    }
}

/// The registration under the VAT scheme; other schemes are local tax numbers.
fn vat_id(party: Element<'_>) -> Option<Element<'_>> {
    children(party, "PartyTaxScheme").find_map(|tax| {
        let name = at(tax, "TaxScheme/ID").and_then(text);
        let is_vat = name.is_none_or(|name| name.eq_ignore_ascii_case("VAT") || name.eq_ignore_ascii_case("TVA"));
        at(tax, "CompanyID").filter(|id| is_vat && scheme(*id).as_deref() != Some("FC"))
    })
}
