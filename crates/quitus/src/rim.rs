//! The outer rim: the real clock, real chance, the folder of data, and the adapters put together. Only here are they named.

use crate::args::Common;
use crate::fail::{Fail, Outcome};
use app::records::Company;
use app::{Clock, Entropy, World};
use base::{Date, Timestamp};
use documents::templates::Part;
use documents::{Lang, TemplateSet};
use domain::journal::Actor;
use outreach::{OutboxCarrier, Security, SmtpCarrier, SmtpSettings};
use rand::TryRngCore;
use std::path::{Path, PathBuf};
use store::SqlStore;

/// The version kept with every agenda.
pub const PROGRAM: &str = concat!("quitus ", env!("CARGO_PKG_VERSION"));

/// File of the data folder that says on which day a demonstration stands still.
pub const DEMO_DAY: &str = "jour-de-demonstration";

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
    pub folder: PathBuf,
    pub store: SqlStore,
    pub today: Date,
}

impl Rim {
    /// Opens the data folder and its database, creating both when they are new.
    pub fn open(common: &Common) -> Outcome<Rim> {
        let folder = data_folder(common)?;
        std::fs::create_dir_all(&folder)
            .map_err(|e| Fail::new(format!("Le dossier {} ne peut pas être créé : {e}.", folder.display())))?;
        let url = database_url(common, &folder);
        let store =
            SqlStore::open(&url, SystemClock.now()).map_err(|e| Fail::new(format!("La base ne s’ouvre pas : {e}")))?;
        let today = common.at.or_else(|| demo_day(&folder)).unwrap_or_else(today_in_paris);
        Ok(Rim { common: common.clone(), folder, store, today })
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

    pub fn outbox(&self) -> OutboxCarrier {
        OutboxCarrier::new(self.outbox_folder())
    }

    /// Where messages go while real sending is off.
    pub fn outbox_folder(&self) -> PathBuf {
        self.folder.join("envois-essai")
    }

    /// Where a company's own texts are: `modeles/NOM/subject.fr.txt`, `modeles/NOM/body.fr.txt`.
    pub fn templates_folder(&self) -> PathBuf {
        self.folder.join("modeles")
    }

    /// The shipped templates with the texts this company replaced, each tried on every sample before it is used.
    pub fn templates(&self) -> Outcome<TemplateSet> {
        let mut set = TemplateSet::shipped();
        for name in TemplateSet::names() {
            for lang in Lang::ALL {
                for part in [Part::Subject, Part::Body] {
                    let file = self.templates_folder().join(name).join(part.file_name(lang));
                    let Ok(text) = std::fs::read_to_string(&file) else { continue };
                    set = set
                        .with_override(name, lang, part, &text)
                        .map_err(|e| Fail::new(format!("{} : {e}", file.display())))?;
                }
            }
        }
        Ok(set)
    }

    /// The mail server, when one is set up.
    pub fn smtp(&self, company: &Company) -> Outcome<Option<SmtpCarrier>> {
        let Some(smtp) = &company.settings.smtp else { return Ok(None) };
        let security = match smtp.security.as_str() {
            "tls" => Security::Tls,
            "none" => Security::None,
            _ => Security::StartTls,
        };
        let mut settings = SmtpSettings::new(smtp.host.clone(), smtp.port, security);
        settings.username = smtp.username.clone();
        settings.password = smtp.password.clone();
        SmtpCarrier::new(settings).map(Some).map_err(|e| Fail::new(e.to_string()))
    }
}

/// Makes messages with the same composer in every mode.
pub struct Composer;

impl app::ports::mail::MailComposer for Composer {
    fn compose(&self, mail: &app::ports::mail::OutgoingMail) -> Result<Vec<u8>, String> {
        outreach::compose(mail).map_err(|e| e.to_string())
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

/// The day a company of demonstration stands still on.
fn demo_day(folder: &Path) -> Option<Date> {
    base::parse_iso_date(std::fs::read_to_string(folder.join(DEMO_DAY)).ok()?.trim())
}

pub fn today_in_paris() -> Date {
    now_in_paris().date()
}

fn now_in_paris() -> jiff::Zoned {
    let now = SystemClock.now();
    now.in_tz("Europe/Paris").unwrap_or_else(|_| now.to_zoned(jiff::tz::TimeZone::UTC))
}
