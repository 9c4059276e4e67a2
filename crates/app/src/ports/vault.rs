//! Secrets at rest: passwords of mail servers, keys of second factors. The key itself is not in the books.

/// Seals texts so that a copy of the database tells nothing.
pub trait Vault: Send + Sync {
    /// # Errors
    /// When the key cannot be read or made; in French.
    fn seal(&self, text: &str) -> Result<String, String>;

    /// Opens only what was sealed here: what comes back from a browser rests on it.
    ///
    /// # Errors
    /// When it was never sealed, was sealed with another key, or was changed since; in French.
    fn open(&self, sealed: &str) -> Result<String, String>;

    /// Opens a secret of the books; one that was kept before there was a vault comes back as it is.
    ///
    /// # Errors
    /// As [`Vault::open`] for what was sealed.
    fn open_kept(&self, kept: &str) -> Result<String, String>;
}
