//! Search. Names and contacts are read through by a folded part; numbers and amounts are found by their indexes.

use super::{KEPT, keeper};
use crate::books::SqlBooks;
use crate::books::columns::{Columns, count};
use crate::engine::{Result, Row};
use crate::params;
use app::ports::screens::{Finding, FoundContact, FoundCustomer, FoundInvoice, FoundPayment, Scope};
use app::ports::terms::BooksResult;
use app::records::PostalAddress;
use base::{Cents, fold};

const INVOICE: &str = "SELECT i.id, i.number, p.name, i.issued_on, i.currency, i.gross, b.outstanding FROM invoice i \
    JOIN balance b ON b.invoice = i.id JOIN party p ON p.id = i.party";
const NEWEST: &str = "ORDER BY i.issued_on DESC, i.id";
/// Greater than any text that begins so.
const LAST: char = '\u{10ffff}';

impl Finding for SqlBooks<'_, '_> {
    fn find_customers(&mut self, scope: Scope, text: &str, limit: u64) -> BooksResult<Vec<FoundCustomer>> {
        let (words, digits) = (fold::words(text), fold::digits(text));
        let sql = format!(
            "SELECT p.id, p.name, p.address, p.siren, COALESCE((SELECT CAST(SUM(b.outstanding) AS BIGINT) FROM balance b \
             WHERE b.company = $1 AND b.party = p.id AND b.outstanding <> 0), 0) FROM party p WHERE p.company = $1 AND {KEPT} \
             AND (($3 <> '' AND p.search LIKE '%' || $3 || '%') OR p.siren = $4 OR p.code = $5) \
             ORDER BY CASE WHEN p.search LIKE $3 || '%' THEN 0 ELSE 1 END, p.search, p.id LIMIT $6"
        );
        let params = params![scope.company, keeper(scope), words, digits, text.trim(), count(limit)];
        Ok(self.tx.all(&sql, params, |row| {
            let mut c = Columns::of(row);
            Ok(FoundCustomer {
                party: c.next()?,
                name: c.next()?,
                city: c.json::<PostalAddress>()?.city,
                siren: c.next()?,
                outstanding: c.next()?,
            })
        })?)
    }

    fn find_invoices(&mut self, scope: Scope, number: &str, limit: u64) -> BooksResult<Vec<FoundInvoice>> {
        let folded = fold::reference(number);
        if folded.is_empty() {
            return Ok(Vec::new());
        }
        let begins = format!(
            "{INVOICE} WHERE i.company = $1 AND i.folded_number >= $3 AND i.folded_number < $4 AND {KEPT} {NEWEST} LIMIT $5"
        );
        let end = format!("{folded}{LAST}");
        let params = params![scope.company, keeper(scope), &folded, end, count(limit)];
        let found = self.tx.all(&begins, params, invoice)?;
        // A word without a digit is a name: reading through all numbers would find nothing.
        if !found.is_empty() || folded.len() < 3 || !folded.contains(|c: char| c.is_ascii_digit()) {
            return Ok(found);
        }
        // The index on numbers is read through first (any text is greater than the empty one), invoices and customers
        // only for those that match.
        let holds = format!(
            "{INVOICE} WHERE i.id IN (SELECT x.id FROM invoice x WHERE x.company = $1 AND x.folded_number > '' \
             AND x.folded_number LIKE '%' || $3 || '%') AND {KEPT} {NEWEST} LIMIT $4"
        );
        Ok(self.tx.all(&holds, params![scope.company, keeper(scope), folded, count(limit)], invoice)?)
    }

    fn find_amounts(&mut self, scope: Scope, amount: Cents, limit: u64) -> BooksResult<Vec<FoundInvoice>> {
        let sql = format!(
            "{INVOICE} WHERE i.id IN (SELECT g.id FROM invoice g WHERE g.company = $1 AND g.gross = $3 UNION \
             SELECT o.invoice FROM balance o WHERE o.company = $1 AND o.outstanding = $3 AND o.outstanding <> 0) \
             AND {KEPT} {NEWEST} LIMIT $4"
        );
        Ok(self.tx.all(&sql, params![scope.company, keeper(scope), amount, count(limit)], invoice)?)
    }

    fn find_payments(&mut self, scope: Scope, amount: Cents, limit: u64) -> BooksResult<Vec<FoundPayment>> {
        let sql = format!(
            "SELECT p.id, p.name, y.received_on, y.amount, y.currency, y.reference FROM payment y \
             JOIN party p ON p.id = y.party WHERE y.company = $1 AND y.amount = $3 AND {KEPT} \
             ORDER BY y.received_on DESC, y.id LIMIT $4"
        );
        Ok(self.tx.all(&sql, params![scope.company, keeper(scope), amount, count(limit)], |row| {
            let mut c = Columns::of(row);
            Ok(FoundPayment {
                party: c.next()?,
                customer: c.next()?,
                received_on: c.next()?,
                amount: c.next()?,
                currency: c.next()?,
                reference: c.next()?,
            })
        })?)
    }

    fn find_contacts(&mut self, scope: Scope, text: &str, limit: u64) -> BooksResult<Vec<FoundContact>> {
        let digits = fold::digits(text);
        let names_somebody = text.chars().any(char::is_alphabetic);
        let words = if names_somebody { fold::words(text) } else { String::new() };
        // A few digits are an amount or a number, not a telephone.
        let digits = if digits.len() >= 6 && !names_somebody { digits } else { String::new() };
        let sql = format!(
            "SELECT p.id, p.name, c.name, c.email, c.phone FROM contact c JOIN party p ON p.id = c.party \
             WHERE c.company = $1 AND (($3 <> '' AND c.search LIKE '%' || $3 || '%') \
             OR ($4 <> '' AND c.search LIKE '%' || $4 || '%')) AND {KEPT} ORDER BY c.search, c.id LIMIT $5"
        );
        Ok(self.tx.all(&sql, params![scope.company, keeper(scope), words, digits, count(limit)], |row| {
            let mut c = Columns::of(row);
            Ok(FoundContact {
                party: c.next()?,
                customer: c.next()?,
                name: c.next()?,
                email: c.next()?,
                phone: c.next()?,
            })
        })?)
    }
}

fn invoice(row: &Row) -> Result<FoundInvoice> {
    let mut c = Columns::of(row);
    Ok(FoundInvoice {
        invoice: c.next()?,
        number: c.next()?,
        customer: c.next()?,
        issued_on: c.next()?,
        currency: c.next()?,
        gross: c.next()?,
        outstanding: c.next()?,
    })
}
