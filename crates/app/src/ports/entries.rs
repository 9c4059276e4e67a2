use super::screens::{Cut, Scope};
use super::terms::BooksResult;
use crate::records::{
    AllocationRecord, BadDebtListed, BadDebtRecord, BadDebtRow, BadDebtWord, ExportRecord, IssuedRecord, LetterChange,
    LetteringRecord, MovementRow, Told, ToldLine,
};
use base::id::{BadDebtId, BadDebtWordId, CompanyId, ExportId, InvoiceId, PartyId, PaymentId, SourceId};
use base::{Cents, Date, Timestamp};
use domain::facts::DebtState;

/// What was handed to the accountant, and what was not yet.
pub trait EntryBooks {
    /// Payments of the bank or recorded by hand, in euros, and their returns, between both days, `until` included, that no
    /// export holds; by day. What was taken back by a person before it was handed over is left out.
    fn movements_to_export(
        &mut self,
        company: CompanyId,
        after: Option<Date>,
        until: Date,
        cut: Option<Cut>,
    ) -> BooksResult<Vec<MovementRow>>;
    /// How many they are, and what they come to: received less taken back.
    fn movements_sum(&mut self, company: CompanyId, after: Option<Date>, until: Date) -> BooksResult<(u64, Cents)>;
    /// The same that are in another currency: nobody told their value in euros.
    fn foreign_movements(&mut self, company: CompanyId, after: Option<Date>, until: Date) -> BooksResult<u64>;
    /// The payment as a movement, and as its return when the bank took it back; nothing when a person took it back.
    fn movements_of_payment(&mut self, payment: PaymentId) -> BooksResult<Vec<MovementRow>>;
    /// Documents in euros made out here until that day that no export holds, by day.
    fn documents_to_export(&mut self, company: CompanyId, until: Date) -> BooksResult<Vec<IssuedRecord>>;
    /// What was said until that day of depreciations and write-offs, makes an entry, and is in no export; by invoice.
    fn debts_to_export(&mut self, company: CompanyId, until: Date) -> BooksResult<Vec<(InvoiceId, BadDebtWordId)>>;
    /// Principal given up in euros until that day, or owed again, that no export holds, by day; what was taken back before it
    /// was handed over is left out.
    fn waivers_to_export(&mut self, company: CompanyId, until: Date) -> BooksResult<Vec<AllocationRecord>>;
    /// Payments that an export holds and of which something changed since that instant: what they pay, or what was said of
    /// that debt.
    fn payments_changed(&mut self, company: CompanyId, since: Timestamp) -> BooksResult<Vec<PaymentId>>;
    /// All lines that exports hold of a payment, in order.
    fn told_of(&mut self, company: CompanyId, payment: PaymentId) -> BooksResult<Vec<ToldLine>>;
    /// # Errors
    /// `Taken` when one of the facts is in an export already.
    fn insert_export(&mut self, export: &ExportRecord, told: &[Told], lines: &[ToldLine]) -> BooksResult<()>;
    /// Newest first.
    fn exports(&mut self, company: CompanyId, limit: u64) -> BooksResult<Vec<ExportRecord>>;
    fn export(&mut self, company: CompanyId, number: i64) -> BooksResult<Option<ExportRecord>>;
    /// In order; none for an export that was made before lines were kept.
    fn lines_of_export(&mut self, export: ExportId) -> BooksResult<Vec<ToldLine>>;
    /// In order.
    fn movements_of_export(&mut self, export: ExportId) -> BooksResult<Vec<MovementRow>>;
    /// The latest day until which an imported ledger knows the bank.
    fn ledger_known_until(&mut self, company: CompanyId) -> BooksResult<Option<Date>>;
    /// How many invoices of its customer were recorded before it: what is added later never changes it.
    fn rank_of_invoice(&mut self, invoice: InvoiceId) -> BooksResult<u64>;

    /// Lines handed over whose invoice was settled since, or is so no longer, in the order they were handed over. `after` is
    /// empty: the letter is the caller's to say.
    fn letters_to_change(&mut self, company: CompanyId, limit: u64) -> BooksResult<Vec<LetterChange>>;
    /// # Errors
    /// `Taken` for a number that was given.
    fn insert_lettering(&mut self, lettering: &LetteringRecord, changes: &[LetterChange]) -> BooksResult<()>;
    /// Newest first.
    fn letterings(&mut self, company: CompanyId, limit: u64) -> BooksResult<Vec<LetteringRecord>>;
    fn letter_changes_of(&mut self, company: CompanyId, number: i64) -> BooksResult<Vec<LetterChange>>;
}

/// Debts depreciated or written off.
pub trait BadDebts {
    fn insert_bad_debt(&mut self, debt: &BadDebtRecord, files: &[SourceId]) -> BooksResult<()>;
    /// # Errors
    /// `Taken` when that was said of it before.
    fn insert_bad_debt_word(&mut self, word: &BadDebtWord) -> BooksResult<()>;
    fn bad_debt(&mut self, id: BadDebtId) -> BooksResult<Option<BadDebtRow>>;
    /// In the order they were proposed.
    fn bad_debts_of_invoice(&mut self, invoice: InvoiceId) -> BooksResult<Vec<BadDebtRow>>;
    fn bad_debts_of_party(&mut self, party: PartyId) -> BooksResult<Vec<BadDebtRow>>;
    /// Those in that state, or all; the newest first.
    fn bad_debt_list(&mut self, scope: Scope, state: Option<DebtState>, cut: Cut) -> BooksResult<Vec<BadDebtListed>>;
    /// Write-offs in force whose tax is taken back, by name of customer and number.
    fn tax_losses(&mut self, scope: Scope, cut: Cut) -> BooksResult<Vec<BadDebtListed>>;
}
