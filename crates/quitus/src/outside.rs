//! What lies outside the books, the same for the command line and the web: the day, texts on disk, carriers of mail.

use crate::dropped::WatchedFolder;
use crate::reading;
use crate::rim::{hour_in_paris, today_in_paris};
use crate::vault::FileVault;
use app::dispatch::{Carriers, Moment, Round, send_at};
use app::dropped::{Looked, take_dropped};
use app::import::ReadFile;
use app::ports::mail::{MailCarrier, MailComposer, MailReader, OutgoingMail};
use app::ports::vault::Vault;
use app::ports::webhooks::Courier;
use app::prepare::Desk;
use app::records::Company;
use app::{AppError, AppResult, World};
use base::Date;
use documents::TemplateSet;
use outreach::{HttpCourier, MimeReader, OutboxCarrier, Security, SmtpCarrier, SmtpSettings};
use sim::demo::{self, Size};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use web::Columns;

/// The folder of data, and the day that was asked for, if any.
#[derive(Clone)]
pub struct Premises {
    pub folder: PathBuf,
    pub at: Option<Date>,
    /// The key of secrets, when it is not the file of the folder.
    pub secret_key: Option<String>,
    /// What is remembered of the watched folders between two looks.
    pub watched: Arc<Mutex<HashMap<String, WatchedFolder>>>,
}

/// Makes messages with the same composer in every mode.
pub struct Composer;

impl MailComposer for Composer {
    fn compose(&self, mail: &OutgoingMail) -> Result<Vec<u8>, String> {
        outreach::compose(mail).map_err(|e| e.to_string())
    }
}

impl Premises {
    pub fn vault(&self) -> FileVault {
        FileVault { file: self.folder.join("cle-secrete"), given: self.secret_key.clone() }
    }

    pub fn outbox(&self) -> OutboxCarrier {
        OutboxCarrier::new(self.outbox_folder())
    }

    /// Where messages go while real sending is off.
    pub fn outbox_folder(&self) -> PathBuf {
        self.folder.join("envois-essai")
    }

    /// Where texts are copied to be changed: `modeles/NOM/subject.fr.txt`, `modeles/NOM/body.fr.txt`.
    pub fn templates_folder(&self) -> PathBuf {
        self.folder.join("modeles")
    }

    /// The mail server, when one is set up.
    ///
    /// # Errors
    /// `Refused` when its settings make no sense.
    pub fn smtp(&self, company: &Company) -> AppResult<Option<SmtpCarrier>> {
        let Some(smtp) = &company.settings.smtp else { return Ok(None) };
        let security = match smtp.security.as_str() {
            "tls" => Security::Tls,
            "none" => Security::None,
            _ => Security::StartTls,
        };
        let mut settings = SmtpSettings::new(smtp.host.clone(), smtp.port, security);
        settings.username = smtp.username.clone();
        let refused = |why: String| AppError::refused(why, "Réglez de nouveau le mot de passe du serveur d’envoi.");
        settings.password = smtp.password.as_deref().map(|p| self.vault().open_kept(p)).transpose().map_err(refused)?;
        let refused = |e: outreach::SettingsError| AppError::refused(e.to_string(), "Vérifiez les réglages d’envoi.");
        SmtpCarrier::new(settings).map(Some).map_err(refused)
    }
}

impl web::Outside for Premises {
    fn today(&self, company: Option<&Company>) -> Date {
        self.at.or_else(|| company?.settings.demo_day).unwrap_or_else(today_in_paris)
    }

    fn hour(&self) -> u8 {
        hour_in_paris()
    }

    fn jobs_folder(&self) -> PathBuf {
        self.folder.join("travaux")
    }

    fn background(&self, work: Box<dyn FnOnce() + Send>) {
        std::thread::spawn(work);
    }

    fn read(
        &self,
        files: &[(String, Vec<u8>)],
        columns: &Columns<'_>,
        progress: &mut dyn FnMut(usize),
    ) -> Vec<ReadFile> {
        reading::together(files, columns, progress)
    }

    fn take_dropped(&self, world: &World<'_>, company: &Company) -> AppResult<Looked> {
        let Some(path) = &company.settings.watched_folder else { return Ok(Looked::default()) };
        let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = watched.entry(path.clone()).or_insert_with(|| WatchedFolder::new(Path::new(path)));
        take_dropped(world, company, folder, &|files, columns| reading::together(files, columns, &mut |_| {}))
    }

    fn demonstrate(&self, world: &World<'_>, progress: &mut dyn FnMut(u64, u64)) -> AppResult<Company> {
        let templates = TemplateSet::shipped();
        let desk = Desk { templates: &templates, composer: &Composer };
        let premises = sim::office::Premises { store: world.store, desk: &desk, program: world.program };
        let size = Size::STANDARD;
        demo::open(premises, demo::day_for(world.today), size, &mut |invoices| progress(invoices, size.invoices))
    }

    fn composer(&self) -> &dyn MailComposer {
        &Composer
    }

    fn check_mail(&self, company: &Company) -> Result<String, String> {
        let carrier = self.smtp(company).map_err(|e| e.to_string())?;
        carrier.ok_or_else(|| "Aucun serveur d’envoi n’est réglé.".to_string())?.check()
    }

    fn read_mail(&self, message: &[u8]) -> Option<web::house::MailShown> {
        let read = outreach::read(message)?;
        Some(web::house::MailShown {
            subject: read.subject,
            from: read.from,
            to: read.to,
            text: read.text,
            html: read.html,
            files: read.files,
        })
    }

    fn mail_reader(&self) -> &dyn MailReader {
        &MimeReader
    }

    fn courier(&self) -> &dyn Courier {
        &HttpCourier
    }

    fn send(&self, world: &World<'_>, company: &Company, moment: Moment) -> AppResult<Round> {
        let trial = self.outbox();
        let live = self.smtp(company)?;
        let carriers = Carriers { trial: &trial, live: live.as_ref().map(|c| c as &dyn MailCarrier) };
        // Real messages follow the real calendar: a day that was asked for moves the eyes, not the clock.
        let waits_for_hours = matches!(moment, Moment::Hour(_) | Moment::Round(_)) && company.settings.live;
        let today = if waits_for_hours { today_in_paris() } else { world.today };
        send_at(&World { today, actor: world.actor.clone(), ..*world }, company, &carriers, moment)
    }
}
