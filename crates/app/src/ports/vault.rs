//! Secrets at rest: passwords of mail servers, keys of second factors. The key itself is not in the books.

/// Seals texts so that a copy of the database tells nothing.
pub trait Vault: Send + Sync {
    /// # Errors
    /// When the key cannot be read or made; in French.
    fn seal(&self, text: &str) -> Result<String, String>;

    /// A text that was never sealed comes back as it is: it was kept before there was a vault.
    ///
    /// # Errors
    /// When it was sealed with another key, or changed since; in French.
    fn open(&self, sealed: &str) -> Result<String, String>;
}
