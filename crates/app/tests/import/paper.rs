//! Small files of each kind, written here so that a test says what they hold.

use crate::office::one;
use app::import::ReadFile;

pub struct Paper<'p> {
    pub number: &'p str,
    /// UNTDID 1001.
    pub kind: &'p str,
    pub issued: &'p str,
    pub due: Option<&'p str>,
    pub terms: Option<&'p str>,
    pub euros: &'p str,
    pub prepaid: Option<&'p str>,
    pub payable: Option<&'p str>,
    pub currency: &'p str,
    pub seller: (&'p str, Option<&'p str>),
    pub buyer: (&'p str, Option<&'p str>),
    pub precedents: &'p [&'p str],
}

impl Default for Paper<'_> {
    fn default() -> Self {
        Paper {
            number: "F-2026-0001",
            kind: "380",
            issued: "2026-09-15",
            due: Some("2026-10-15"),
            terms: None,
            euros: "1000.00",
            prepaid: None,
            payable: None,
            currency: "EUR",
            seller: ("Atelier Lumière", Some(crate::office::SIREN)),
            buyer: ("Bâti Ouest SARL", Some("552081317")),
            precedents: &[],
        }
    }
}

fn party(tag: &str, (name, siren): (&str, Option<&str>)) -> String {
    let siren = siren.map(|s| format!("<cbc:CompanyID schemeID=\"0002\">{s}</cbc:CompanyID>")).unwrap_or_default();
    format!(
        "<cac:{tag}><cac:Party><cac:PartyLegalEntity><cbc:RegistrationName>{name}</cbc:RegistrationName>{siren}\
         </cac:PartyLegalEntity></cac:Party></cac:{tag}>"
    )
}

impl Paper<'_> {
    /// The invoice in UBL.
    pub fn xml(&self) -> ReadFile {
        let c = self.currency;
        let optional =
            |tag: &str, value: Option<&str>| value.map(|v| format!("<{tag}>{v}</{tag}>")).unwrap_or_default();
        let due = optional("cbc:DueDate", self.due);
        let terms = self.terms.map(|t| format!("<cac:PaymentTerms><cbc:Note>{t}</cbc:Note></cac:PaymentTerms>"));
        let before: String = self
            .precedents
            .iter()
            .map(|n| {
                format!(
                    "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>{n}</cbc:ID>\
                     </cac:InvoiceDocumentReference></cac:BillingReference>"
                )
            })
            .collect();
        let prepaid = self.prepaid.map(|p| format!("<cbc:PrepaidAmount currencyID=\"{c}\">{p}</cbc:PrepaidAmount>"));
        let text = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\" \
             xmlns:cac=\"urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2\" \
             xmlns:cbc=\"urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2\">\
             <cbc:ID>{}</cbc:ID><cbc:IssueDate>{}</cbc:IssueDate>{due}<cbc:InvoiceTypeCode>{}</cbc:InvoiceTypeCode>\
             <cbc:DocumentCurrencyCode>{c}</cbc:DocumentCurrencyCode>{before}{}{}{}\
             <cac:LegalMonetaryTotal><cbc:TaxInclusiveAmount currencyID=\"{c}\">{}</cbc:TaxInclusiveAmount>{}\
             <cbc:PayableAmount currencyID=\"{c}\">{}</cbc:PayableAmount></cac:LegalMonetaryTotal></Invoice>",
            self.number,
            self.issued,
            self.kind,
            party("AccountingSupplierParty", self.seller),
            party("AccountingCustomerParty", self.buyer),
            terms.unwrap_or_default(),
            self.euros,
            prepaid.unwrap_or_default(),
            self.payable.unwrap_or(self.euros),
        );
        one(&format!("{}.xml", self.number), text.as_bytes())
    }
}

pub fn csv(name: &str, text: &str) -> ReadFile {
    one(name, text.as_bytes())
}

/// A statement of booked entries: day, signed euros, label, payer's reference, taken back.
pub fn camt(name: &str, entries: &[(&str, &str, &str, &str, bool)]) -> ReadFile {
    camt_in("EUR", "053", name, entries)
}

pub fn camt_in(currency: &str, kind: &str, name: &str, entries: &[(&str, &str, &str, &str, bool)]) -> ReadFile {
    let (root, element) = match kind {
        "052" => ("BkToCstmrAcctRpt", "Rpt"),
        "054" => ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
        _ => ("BkToCstmrStmt", "Stmt"),
    };
    let mut body = String::new();
    for (at, (day, euros, label, reference, back)) in entries.iter().enumerate() {
        let (sign, amount) = match euros.strip_prefix('-') {
            Some(amount) => ("DBIT", amount),
            None => ("CRDT", *euros),
        };
        body += &format!(
            "<Ntry><Amt Ccy=\"{currency}\">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd><RvslInd>{back}</RvslInd><Sts>BOOK</Sts>\
             <BookgDt><Dt>{day}</Dt></BookgDt><AcctSvcrRef>{name}-{at}</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>{reference}\
             </EndToEndId></Refs><RmtInf><Ustrd>{label}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
        );
    }
    let text = format!(
        "<?xml version=\"1.0\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.02\"><{root}><GrpHdr><MsgId>1</MsgId>\
         <CreDtTm>2026-11-20T08:00:00</CreDtTm></GrpHdr><{element}><Id>1</Id><CreDtTm>2026-11-20T08:00:00</CreDtTm><Acct><Id>\
         <IBAN>FR7630006000011234567890189</IBAN></Id><Ccy>{currency}</Ccy></Acct>{body}</{element}></{root}></Document>"
    );
    one(name, text.as_bytes())
}

/// One line on a customer's account and its counterpart: journal, day, account, code and name, piece, label, signed
/// euros, letter.
pub type Line<'l> = (&'l str, &'l str, &'l str, &'l str, &'l str, &'l str, &'l str, &'l str);

/// A ledger of those lines, each in an entry of its own.
pub fn fec(name: &str, lines: &[Line<'_>]) -> ReadFile {
    let mut text = String::from(
        "JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate|EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise\n",
    );
    for (at, (journal, day, account, customer, piece, label, euros, letter)) in lines.iter().enumerate() {
        let (library, against) = match *journal {
            "AN" => ("A nouveaux", "890000"),
            "BQ" => ("Banque", "512000"),
            "VE" => ("Ventes", "706000"),
            _ => ("Operations diverses", "416000"),
        };
        let (code, who) = customer.split_once(' ').unwrap_or((customer, customer));
        let amount = euros.trim_start_matches('-').replace('.', ",");
        let (debit, credit) =
            if euros.starts_with('-') { ("0,00", amount.as_str()) } else { (amount.as_str(), "0,00") };
        let day = day.replace('-', "");
        let tail = |letter: &str| format!("{letter}||{day}||");
        let head = format!("{journal}|{library}|{}|{day}", at + 1);
        text +=
            &format!("{head}|{account}|Clients|{code}|{who}|{piece}|{day}|{label}|{debit}|{credit}|{}\n", tail(letter));
        text += &format!("{head}|{against}|Contrepartie|||{piece}|{day}|{label}|{credit}|{debit}|{}\n", tail(""));
    }
    one(name, text.as_bytes())
}
