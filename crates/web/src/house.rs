//! What the server is given by the composition root: the books, chance, the clock, and what reaches the outside.

use crate::counting::Counting;
use crate::watch::Watch;
use app::accounts::Passwords;
use app::dispatch::{Moment, Round};
use app::dropped::Looked;
use app::import::ReadFile;
use app::ports::books::Store;
use app::ports::mail::{MailComposer, MailReader};
use app::ports::vault::Vault;
use app::ports::webhooks::Courier;
use app::records::Company;
use app::{AppResult, Clock, Entropy, World};
use base::Date;
use domain::journal::Actor;
use draft::Mapping;
use std::net::IpAddr;
use std::path::PathBuf;

/// The columns confirmed for a header row, by its fingerprint.
pub type Columns<'c> = dyn Fn(&str) -> Option<Mapping> + 'c;

/// What pages need from outside the books, implemented where adapters are named.
pub trait Outside: Send + Sync {
    /// The day for that company: the one asked for when the server started, the one a demonstration stands still on, or the
    /// civil day in Paris, which is also the day of no company.
    fn today(&self, company: Option<&Company>) -> Date;
    /// The hour in Paris, 0 to 23.
    fn hour(&self) -> u8;
    /// A private folder for files that were dropped and work that goes on.
    fn jobs_folder(&self) -> PathBuf;
    /// Runs work that outlives the request.
    fn background(&self, work: Box<dyn FnOnce() + Send>);
    /// Reads files (names and bytes) that are imported together; `columns` says those confirmed for a header row.
    fn read(
        &self,
        files: &[(String, Vec<u8>)],
        columns: &Columns<'_>,
        progress: &mut dyn FnMut(usize),
    ) -> Vec<ReadFile>;
    /// Takes in what has settled in the company's watched folder, if it has one.
    ///
    /// # Errors
    /// A broken store.
    fn take_dropped(&self, world: &World<'_>, company: &Company) -> AppResult<Looked>;
    /// The company of demonstration, filled first when it is new; `progress` is told how many invoices of about how many.
    ///
    /// # Errors
    /// A broken store.
    fn demonstrate(&self, world: &World<'_>, progress: &mut dyn FnMut(u64, u64)) -> AppResult<Company>;
    fn composer(&self) -> &dyn MailComposer;
    /// Speaks with the company's mail server without sending anything.
    ///
    /// # Errors
    /// What failed, in French: name, port, encryption, password.
    fn check_mail(&self, company: &Company) -> Result<String, String>;
    /// A composed message as its reader sees it; `None` for bytes that are no message.
    fn read_mail(&self, message: &[u8]) -> Option<MailShown>;
    /// What reads a message that a customer wrote.
    fn mail_reader(&self) -> &dyn MailReader;
    /// What carries messages to other programs.
    fn courier(&self) -> &dyn Courier;
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
    pub counting: Counting,
    /// Proxies beside those of this machine whose word is taken for where a request comes from.
    pub proxies: Vec<IpAddr>,
    /// What whoever reads the measures bears; without one, only this machine reads them.
    pub metrics_token: Option<String>,
}

impl House {
    /// The surroundings of a use case run for this actor, on the day of that company.
    pub fn world(&self, actor: Actor, company: Option<&Company>) -> World<'_> {
        World {
            store: self.store.as_ref(),
            clock: self.clock.as_ref(),
            entropy: self.entropy.as_ref(),
            today: self.outside.today(company),
            actor,
            program: self.program,
        }
    }
}
