//! What surrounds every page (navigation, the company, trial or live), and the pages that tell what went wrong.

use crate::answer::{Answer, Flash, Oops};
use crate::assets;
use crate::refused::Refusal;
use crate::spoken::on_page;
use crate::visit::Visit;
use crate::watch::log_failure;
use crate::why::Opened;
use app::AppError;
use app::records::Role;
use askama::Template;
use axum::http::StatusCode;

/// An entry of the navigation.
pub struct Place {
    pub path: &'static str,
    pub icon: &'static str,
    pub label: &'static str,
    pub current: bool,
}

/// The surroundings of a page, in every template as `frame`.
pub struct Frame {
    pub title: String,
    pub theme: &'static str,
    pub company: String,
    pub companies: Vec<(String, String, bool)>,
    pub user: String,
    pub role: &'static str,
    /// False in trial mode, which every page says.
    pub live: bool,
    pub places: Vec<Place>,
    pub flash: Option<Flash>,
    pub may_act: bool,
    pub may_import: bool,
    pub may_decide: bool,
    /// Sees some customers only: those that the owner gave them.
    pub is_salesperson: bool,
    pub here: String,
    /// What the page was asked to explain.
    pub why: Option<Opened>,
}

const PLACES: [(&str, &str, &str); 12] = [
    ("/", "home", "Mon argent"),
    ("/a-faire", "todo", "À faire"),
    ("/silences", "quiet", "Pourquoi rien ?"),
    ("/clients", "people", "Clients"),
    ("/accords", "link", "Accords"),
    ("/litiges", "scale", "Litiges"),
    ("/banque", "euro", "Banque"),
    ("/balance", "bars", "Balance âgée"),
    ("/comptabilite", "file", "Comptabilité"),
    ("/scenarios", "path", "Scénarios"),
    ("/journal", "book", "Journal"),
    ("/reglages", "gear", "Réglages"),
];

impl Visit {
    /// The frame of a page with that title.
    pub fn frame(&self, title: impl Into<String>) -> Frame {
        let path = self.here.split('?').next().unwrap_or("/");
        let is_current = |place: &str| match place {
            "/" => path == "/",
            "/clients" => path.starts_with("/clients") || path.starts_with("/factures"),
            "/a-faire" => path.starts_with("/a-faire") || path.starts_with("/actes"),
            other => path.starts_with(other),
        };
        Frame {
            title: title.into(),
            theme: self.theme,
            company: self.company.name.clone(),
            companies: self
                .companies
                .iter()
                .map(|c| (c.id.to_string(), c.name.clone(), c.id == self.company.id))
                .collect(),
            user: self.user.name.clone(),
            role: self.role.french(),
            live: self.company.settings.live,
            places: PLACES
                .iter()
                .filter(|(path, ..)| self.may_open(path))
                .map(|&(path, icon, label)| Place { path, icon, label, current: is_current(path) })
                .collect(),
            flash: self.flash.clone(),
            may_act: self.role.may_act(),
            may_import: self.role.may_keep_books(),
            may_decide: self.role.may_decide(),
            is_salesperson: self.role == Role::Salesperson,
            here: self.here.clone(),
            why: self.why_asked(),
        }
    }
}

impl Frame {
    pub fn css(&self) -> &'static str {
        assets::css_path()
    }

    /// The page is the one at that path.
    pub fn is_at(&self, path: &str) -> bool {
        self.here.split('?').next() == Some(path)
    }

    pub fn js(&self) -> &'static str {
        assets::js_path()
    }
}

#[derive(Template)]
#[template(path = "oops.html")]
struct OopsPage {
    frame: Frame,
    what: String,
    remedy: String,
    /// The page whose form was refused.
    back: Option<String>,
}

/// What went wrong, as a page inside the frame.
pub fn told(visit: &Visit, oops: &Oops) -> Answer {
    let (status, what, remedy) = words(oops);
    let is_to_mend = matches!(oops, Oops::Unreadable(_) | Oops::AtLine { .. } | Oops::App(AppError::Refused { .. }));
    let back = (is_to_mend && visit.came_from != "/").then(|| visit.came_from.clone());
    let refusal = Refusal { what: what.clone(), remedy: remedy.clone() };
    let page = OopsPage { frame: visit.frame("Impossible"), what, remedy, back };
    match page.render() {
        Ok(text) if is_to_mend => Answer::Refused { text, refusal },
        Ok(text) => Answer::Html { status, text, told: false },
        Err(error) => broken(&Oops::Template(error)),
    }
}

#[derive(Template)]
#[template(path = "counting.html")]
struct CountingPage {
    frame: Frame,
}

/// Stands in for a page whose figures are being counted.
pub fn counting(visit: &Visit) -> Answer {
    let page = CountingPage { frame: visit.frame("Calcul en cours") };
    page.render().map_or_else(|e| broken(&Oops::Template(e)), |text| Answer::Soon { text })
}

#[derive(Template)]
#[template(path = "door/broken.html")]
struct BrokenPage {
    theme: &'static str,
    what: String,
    remedy: String,
}

/// What went wrong, for somebody we may not know.
pub fn broken(oops: &Oops) -> Answer {
    let (status, what, remedy) = words(oops);
    let page = BrokenPage { theme: "auto", what, remedy };
    let text = page.render().unwrap_or_else(|_| "Quitus ne peut pas répondre.".to_string());
    Answer::Html { status, text, told: false }
}

fn words(oops: &Oops) -> (StatusCode, String, String) {
    match oops {
        Oops::App(AppError::Refused { what, remedy }) | Oops::AtLine { what, remedy, .. } => {
            (StatusCode::UNPROCESSABLE_ENTITY, on_page(what), on_page(remedy))
        }
        Oops::App(AppError::NotFound(what)) => (StatusCode::NOT_FOUND, on_page(what), String::new()),
        Oops::App(error @ AppError::NotCounted(_)) => {
            (StatusCode::SERVICE_UNAVAILABLE, error.to_string(), "Redemandez la page dans un instant.".to_string())
        }
        Oops::App(AppError::Law(error)) => (StatusCode::UNPROCESSABLE_ENTITY, on_page(&error.french()), String::new()),
        Oops::App(error @ (AppError::Books(_) | AppError::Broken(_))) => {
            log_failure(&error.to_string());
            unanswered()
        }
        Oops::Template(error) => {
            log_failure(&error.to_string());
            unanswered()
        }
        Oops::NotHere => (
            StatusCode::NOT_FOUND,
            "Cette page n’existe pas, ou elle ne vous est pas ouverte.".to_string(),
            "Vérifiez l’adresse, ou demandez au propriétaire.".to_string(),
        ),
        Oops::NotAllowed { who_may } => (
            StatusCode::FORBIDDEN,
            "Votre rôle ne permet pas cette action.".to_string(),
            format!("Peuvent le faire : {who_may}."),
        ),
        Oops::Unreadable(what) => {
            (StatusCode::UNPROCESSABLE_ENTITY, format!("Le formulaire ne se lit pas : {what}"), String::new())
        }
    }
}

fn unanswered() -> (StatusCode, String, String) {
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        "Quitus n’a pas pu répondre : rien n’a été enregistré par cette demande.".to_string(),
        "Réessayez ; si cela se répète, le fichier de suivi du serveur dit pourquoi.".to_string(),
    )
}
