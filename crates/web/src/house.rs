//! What the server is given by the composition root: the books, chance, the clock, and what reaches the outside.

use crate::watch::Watch;
use app::accounts::Passwords;
use app::dispatch::{Moment, Round};
use app::ports::books::Store;
use app::ports::mail::MailComposer;
use app::ports::vault::Vault;
use app::records::Company;
use app::{AppResult, Clock, Entropy, World};
use base::Date;
use domain::journal::Actor;

/// What pages need from outside the books, implemented where adapters are named.
pub trait Outside: Send + Sync {
    /// The civil day in Paris, or the one that was asked for when the server started.
    fn today(&self) -> Date;
    /// The hour in Paris, 0 to 23.
    fn hour(&self) -> u8;
    fn composer(&self) -> &dyn MailComposer;
    /// Speaks with the company's mail server without sending anything.
    ///
    /// # Errors
    /// What failed, in French: name, port, encryption, password.
    fn check_mail(&self, company: &Company) -> Result<String, String>;
    /// A composed message as its reader sees it; `None` for bytes that are no message.
    fn read_mail(&self, message: &[u8]) -> Option<MailShown>;
    /// Hands over what was prepared, to the outbox in trial mode.
    ///
    /// # Errors
    /// A broken store, or a mail server that is badly set up.
    fn send(&self, world: &World<'_>, company: &Company, moment: Moment) -> AppResult<Round>;
}

/// A message as its reader sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailShown {
    pub subject: String,
    pub from: String,
    pub to: String,
    pub text: String,
    pub html: Option<String>,
    /// Name and bytes of what is attached.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Everything a visit may use.
pub struct House {
    pub store: Box<dyn Store>,
    pub clock: Box<dyn Clock>,
    pub entropy: Box<dyn Entropy>,
    pub passwords: Box<dyn Passwords>,
    pub outside: Box<dyn Outside>,
    pub vault: Box<dyn Vault>,
    /// Name and version of the program, kept with every agenda.
    pub program: &'static str,
    /// Reached over HTTPS (behind a proxy): cookies are then only ever sent encrypted.
    pub secure: bool,
    /// Writes a line for each request, without personal data.
    pub logs_requests: bool,
    pub watch: Watch,
}

impl House {
    /// The surroundings of a use case run for this actor, on the day of today.
    pub fn world(&self, actor: Actor) -> World<'_> {
        World {
            store: self.store.as_ref(),
            clock: self.clock.as_ref(),
            entropy: self.entropy.as_ref(),
            today: self.outside.today(),
            actor,
            program: self.program,
        }
    }
}
