//! The outer rim: the real clock, real chance, the folder of data, and the adapters put together. Only here are they named.

use crate::args::Common;
use crate::fail::{Fail, Outcome};
use crate::outside::Premises;
use app::records::Company;
use app::{Clock, Entropy, World};
use base::{Date, Timestamp};
use documents::TemplateSet;
use domain::journal::Actor;
use rand::TryRngCore;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::SqlStore;
use web::Outside;

/// The version kept with every agenda.
pub const PROGRAM: &str = concat!("quitus ", env!("CARGO_PKG_VERSION"));

pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the rim: the one place that reads the clock")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn ten_bytes(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        // Without system randomness identifiers could collide: stopping is the only honest answer.
        if rand::rngs::OsRng.try_fill_bytes(&mut bytes).is_err() {
            std::process::abort();
        }
        bytes
    }
}

/// Everything a command needs, opened once.
pub struct Rim {
    pub common: Common,
    pub store: SqlStore,
    /// The day of the company that the command is about.
    pub today: Date,
    pub outside: Premises,
}

impl Rim {
    /// Opens the data folder and its database, creating both when they are new.
    pub fn open(common: &Common) -> Outcome<Rim> {
        let folder = data_folder(common)?;
        std::fs::create_dir_all(&folder).map_err(|e| Fail::unwritten(&folder, &e))?;
        let url = database_url(common, &folder);
        let store =
            SqlStore::open(&url, SystemClock.now()).map_err(|e| Fail::new(format!("La base ne s’ouvre pas : {e}")))?;
        let outside =
            Premises { folder, at: common.at, secret_key: common.secret_key.clone(), watched: Arc::default() };
        let today = outside.today(None);
        let mut rim = Rim { common: common.clone(), store, today, outside };
        // A company of demonstration stands still on its own day; commands that need a company say when there is none.
        if let Ok(company) = rim.world().company(common.company.as_deref()) {
            rim.today = rim.outside.today(Some(&company));
        }
        Ok(rim)
    }

    pub fn world(&self) -> World<'_> {
        World {
            store: &self.store,
            clock: &SystemClock,
            entropy: &SystemEntropy,
            today: self.today,
            actor: Actor::Person { name: self.author() },
            program: PROGRAM,
        }
    }

    pub fn company(&self) -> Outcome<Company> {
        Ok(self.world().company(self.common.company.as_deref())?)
    }

    fn author(&self) -> String {
        self.common.author.clone().unwrap_or_else(|| "moi".to_string())
    }

    /// Where messages go while real sending is off.
    pub fn outbox_folder(&self) -> PathBuf {
        self.outside.outbox_folder()
    }

    /// Where texts are copied to be changed, and taken in from.
    pub fn templates_folder(&self) -> PathBuf {
        self.outside.templates_folder()
    }

    /// The shipped templates with the texts this company replaced.
    pub fn templates(&self, company: &Company) -> Outcome<TemplateSet> {
        Ok(app::texts::in_force(&self.world(), company)?)
    }
}

pub fn data_folder(common: &Common) -> Outcome<PathBuf> {
    if let Some(folder) = &common.data {
        return Ok(folder.clone());
    }
    let home = std::env::var_os("XDG_DATA_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|h| PathBuf::from(h).join(".local/share")));
    home.map(|h| h.join("quitus"))
        .ok_or_else(|| Fail::new("Aucun dossier de données : indiquez-le avec --data DOSSIER."))
}

pub fn database_file(folder: &Path) -> PathBuf {
    folder.join("quitus.db")
}

fn database_url(common: &Common, folder: &Path) -> String {
    common.database_url.clone().unwrap_or_else(|| format!("sqlite:{}", database_file(folder).display()))
}

/// The hour of the day in Paris, 0 to 23.
pub fn hour_in_paris() -> u8 {
    u8::try_from(now_in_paris().hour()).unwrap_or(0)
}

pub fn today_in_paris() -> Date {
    now_in_paris().date()
}

fn now_in_paris() -> jiff::Zoned {
    let now = SystemClock.now();
    now.in_tz("Europe/Paris").unwrap_or_else(|_| now.to_zoned(jiff::tz::TimeZone::UTC))
}
