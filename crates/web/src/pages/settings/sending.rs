//! How messages leave: the mail server, a test that says what failed, and the switch between trial and real sending.

use super::{Section, save_changes, sections};
use crate::answer::{Oops, PageResult, done, html};
use crate::frame::Frame;
use crate::route::Nothing;
use crate::view;
use crate::visit::Visit;
use app::ports::vault::Vault;
use app::records::{Company, SmtpRecord};
use app::{AppError, AppResult, World};
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "settings/sending.html")]
struct SendingPage {
    frame: Frame,
    sections: Vec<Section>,
    live: bool,
    email: String,
    host: String,
    port: u16,
    security: String,
    username: String,
    has_password: bool,
    from_hour: u8,
    until_hour: u8,
    is_set_up: bool,
    /// Books put back from a copy, and nobody said what left since.
    restored: Option<RestoredShown>,
}

struct RestoredShown {
    on: String,
    file: String,
    known_until: String,
}

pub fn show(visit: &Visit, _: Nothing, _: Nothing) -> PageResult {
    let restored = app::restoration::open(&visit.world(), &visit.company)?.map(|r| RestoredShown {
        on: view::long_day(r.restored_on),
        file: r.file,
        known_until: view::paris(r.known_until).strftime("%d/%m/%Y à %H:%M").to_string(),
    });
    let settings = &visit.company.settings;
    let smtp = settings.smtp.clone();
    let is_set_up = smtp.is_some() && visit.company.email.is_some();
    let smtp = smtp.unwrap_or(SmtpRecord { port: 587, security: "starttls".to_string(), ..SmtpRecord::default() });
    html(&SendingPage {
        frame: visit.frame("Envoi des messages"),
        sections: sections(visit),
        live: settings.live,
        email: visit.company.email.clone().unwrap_or_default(),
        host: smtp.host,
        port: smtp.port,
        security: smtp.security,
        username: smtp.username.unwrap_or_default(),
        has_password: smtp.password.is_some(),
        from_hour: settings.sending_from_hour,
        until_hour: settings.sending_until_hour,
        is_set_up,
        restored,
    })
}

#[derive(Deserialize)]
pub struct Server {
    pub email: String,
    pub host: String,
    pub port: u16,
    pub security: String,
    pub username: String,
    /// Empty: as it was.
    pub password: String,
    pub from_hour: u8,
    pub until_hour: u8,
}

pub fn save(visit: &Visit, _: Nothing, given: Server) -> PageResult {
    visit.must_decide()?;
    change(&visit.world(), &visit.company, visit.house.vault.as_ref(), &given)?;
    done("/reglages/envoi", "Réglages d’envoi enregistrés. Faites un essai de connexion avant d’activer l’envoi réel.")
}

/// Changes what differs, with a line of the journal for each; a secret is sealed and never written there.
///
/// # Errors
/// `Refused` for an address or hours that make no sense.
pub fn change(world: &World<'_>, before: &Company, vault: &dyn Vault, given: &Server) -> AppResult<()> {
    let email = given.email.trim();
    if !email.contains('@') || email.contains(char::is_whitespace) {
        return Err(AppError::refused("L’adresse d’expédition n’est pas complète.", "Exemple : factures@exemple.fr."));
    }
    if given.from_hour >= given.until_hour || given.until_hour > 24 {
        return Err(AppError::refused("Les heures d’envoi se suivent mal.", "Exemple : de 8 h à 19 h."));
    }
    let security = ["tls", "none"].into_iter().find(|s| *s == given.security).unwrap_or("starttls").to_string();
    let mut after = before.clone();
    let kept = before.settings.smtp.as_ref().and_then(|s| s.password.clone());
    let sealed = match given.password.as_str() {
        // A password is nobody's without a user.
        "" if given.username.trim().is_empty() => None,
        "" => kept,
        typed => Some(vault.seal(typed).map_err(AppError::Broken)?),
    };
    after.email = Some(email.to_string());
    after.settings.smtp = Some(SmtpRecord {
        host: given.host.trim().to_string(),
        port: given.port,
        security,
        username: Some(given.username.trim().to_string()).filter(|u| !u.is_empty()),
        password: sealed,
    });
    (after.settings.sending_from_hour, after.settings.sending_until_hour) = (given.from_hour, given.until_hour);
    let server = |s: &SmtpRecord| format!("{}:{} ({})", s.host, s.port, s.security);
    let hours =
        |c: &app::records::Company| format!("{}-{}", c.settings.sending_from_hour, c.settings.sending_until_hour);
    let mut changes = vec![
        ("adresse d’expédition", before.email.clone(), after.email.clone()),
        ("serveur d’envoi", before.settings.smtp.as_ref().map(server), after.settings.smtp.as_ref().map(server)),
        ("heures d’envoi", Some(hours(before)), Some(hours(&after))),
    ];
    if !given.password.is_empty() {
        // Secrets are never written: the line only says that it changed.
        app::companies::change(world, &after, "mot de passe du serveur d’envoi", None, None)?;
    }
    changes.retain(|(_, before, now)| before != now);
    if changes.is_empty() && given.password.is_empty() {
        app::companies::change(world, &after, "identifiant du serveur d’envoi", None, None)?;
    }
    save_changes(world, &after, &changes)
}

pub fn test(visit: &Visit, _: Nothing, _: Nothing) -> PageResult {
    visit.must_act()?;
    match visit.house.outside.check_mail(&visit.company) {
        Ok(answer) => done("/reglages/envoi", format!("Le serveur d’envoi répond : {answer}")),
        Err(why) => Err(Oops::App(AppError::refused(why, "Corrigez le réglage indiqué, puis refaites l’essai."))),
    }
}

#[derive(Deserialize)]
pub struct Reviewed {
    why: String,
}

/// Somebody looked at what left since the copy.
pub fn reviewed(visit: &Visit, _: Nothing, given: Reviewed) -> PageResult {
    visit.must_decide()?;
    app::restoration::review(&visit.world(), &visit.company, &given.why)?;
    done("/reglages/envoi", "Noté : les envois reprennent.")
}

#[derive(Deserialize)]
pub struct Switch {
    live: bool,
}

pub fn switch(visit: &Visit, _: Nothing, to: Switch) -> PageResult {
    visit.must_decide()?;
    let check = |company: &Company| visit.house.outside.check_mail(company);
    app::companies::switch_sending(&visit.world(), &visit.company, to.live, check)?;
    let said = if to.live {
        "L’envoi est réel : ce que vous approuvez part chez vos clients."
    } else {
        "Mode essai : plus rien ne part, tout va dans un dossier local."
    };
    done("/reglages/envoi", said)
}
