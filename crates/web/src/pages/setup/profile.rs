//! Who the company is: the form, its mistakes told in place, and the page of the settings that holds it.

use crate::answer::{Answer, PageResult, done, html};
use crate::frame::Frame;
use crate::pages::settings::{Section, sections};
use crate::route::{App, Nothing, form, page};
use crate::visit::Visit;
use app::companies::{FieldProblem, Profile, change_profile};
use askama::Template;
use axum::Router;
use axum::http::StatusCode;

pub fn routes() -> Router<App> {
    Router::new().route("/reglages/societe", page(show).merge(form(change)))
}

/// A field of the form.
pub struct FieldRow {
    pub name: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub autocomplete: &'static str,
    pub value: String,
    pub problem: Option<String>,
    pub is_required: bool,
    pub is_long: bool,
}

/// Fields that belong together.
pub struct Fieldset {
    pub title: &'static str,
    pub rows: Vec<FieldRow>,
}

/// Name, label, hint, autocomplete, and where its value is.
type Spec = (&'static str, &'static str, &'static str, &'static str, fn(&Profile) -> &String);

const IDENTITY: [Spec; 7] = [
    ("name", "Nom de la société", "Tel qu’il est écrit sur vos factures.", "organization", |p| &p.name),
    ("siren", "SIREN", "Neuf chiffres. Il sert à reconnaître vos propres factures.", "off", |p| &p.siren),
    ("vat_id", "Numéro de TVA", "Par exemple FR44732829320.", "off", |p| &p.vat_id),
    ("legal_form", "Forme juridique", "SARL, SAS, EI…", "off", |p| &p.legal_form),
    ("capital", "Capital", "En euros, si la société en a un.", "off", |p| &p.capital),
    ("rcs", "RCS", "Ville et numéro, par exemple Nantes 732829320.", "off", |p| &p.rcs),
    ("signatory", "Signataire", "Qui signe les courriers.", "name", |p| &p.signatory),
];
const PLACE: [Spec; 6] = [
    ("address", "Adresse", "Numéro et rue ; une ligne par ligne d’enveloppe.", "street-address", |p| &p.address),
    ("postcode", "Code postal", "", "postal-code", |p| &p.postcode),
    ("city", "Ville", "", "address-level2", |p| &p.city),
    ("country", "Pays", "Deux lettres ; vide pour la France.", "country", |p| &p.country),
    ("email", "E-mail", "Vos relances partent de cette adresse.", "email", |p| &p.email),
    ("phone", "Téléphone", "Écrit au bas des relances : un client qui appelle paie plus vite.", "tel", |p| &p.phone),
];
const MONEY: [Spec; 2] = [
    ("iban", "IBAN", "Le compte sur lequel vos clients paient ; écrit sur chaque relance.", "off", |p| &p.iban),
    ("bic", "BIC", "Facultatif en France.", "off", |p| &p.bic),
];

/// The form with its values, and what is wrong beside the field where it is.
pub fn fieldsets(profile: &Profile, problems: &[FieldProblem]) -> Vec<Fieldset> {
    let rows = |specs: &[Spec]| -> Vec<FieldRow> {
        let row = |&(name, label, hint, autocomplete, value): &Spec| FieldRow {
            name,
            label,
            hint,
            autocomplete,
            value: value(profile).clone(),
            problem: problems.iter().find(|p| p.field == name).map(|p| p.message.clone()),
            is_required: name == "name",
            is_long: name == "address",
        };
        specs.iter().map(row).collect()
    };
    vec![
        Fieldset { title: "Identité", rows: rows(&IDENTITY) },
        Fieldset { title: "Adresse et contact", rows: rows(&PLACE) },
        Fieldset { title: "Être payé", rows: rows(&MONEY) },
    ]
}

#[derive(Template)]
#[template(path = "setup/profile.html")]
struct ProfilePage {
    frame: Frame,
    sections: Vec<Section>,
    fieldsets: Vec<Fieldset>,
    has_problems: bool,
    /// What the letters still lack, in French.
    missing: Vec<&'static str>,
}

fn show(visit: &Visit, _: Nothing, _: Nothing) -> PageResult {
    html(&shown(visit, &Profile::of(&visit.company), &[]))
}

fn shown(visit: &Visit, profile: &Profile, problems: &[FieldProblem]) -> ProfilePage {
    let wanted: [(&str, &str); 4] = [
        (&profile.siren, "le SIREN, qui fait reconnaître vos factures"),
        (&profile.email, "l’adresse e-mail, d’où partent les relances"),
        (&profile.iban, "l’IBAN, sur lequel vos clients paient"),
        (&profile.address, "l’adresse, en tête des courriers"),
    ];
    ProfilePage {
        frame: visit.frame("Ma société"),
        sections: sections(visit),
        fieldsets: fieldsets(profile, problems),
        has_problems: !problems.is_empty(),
        missing: wanted.into_iter().filter(|(v, _)| v.trim().is_empty()).map(|(_, what)| what).collect(),
    }
}

fn change(visit: &Visit, _: Nothing, profile: Profile) -> PageResult {
    visit.must_decide()?;
    match change_profile(&visit.world(), &visit.company, &profile)? {
        Ok(0) => done("/reglages/societe", "Rien n’a changé."),
        Ok(count) => done(
            "/reglages/societe",
            format!(
                "Enregistré : {}. Le journal en garde la trace.",
                base::fr::count(count as u64, "champ changé", "champs changés")
            ),
        ),
        Err(problems) => refused(&shown(visit, &profile, &problems)),
    }
}

/// The form again, as it was typed.
pub fn refused(page: &impl Template) -> PageResult {
    Ok(Answer::Html { status: StatusCode::UNPROCESSABLE_ENTITY, text: page.render()?, told: false })
}
