//! Writing one text: subject and body on the left, what a real customer would read on the right.

use super::title_of;
use crate::answer::{Answer, Oops, PageResult, done, html};
use crate::diff::{Row, rows};
use crate::frame::Frame;
use crate::pages::scenarios::{Numbered, around};
use crate::spoken::on_page;
use crate::view;
use crate::visit::Visit;
use app::ports::screens::{CustomerOrder, Cut};
use app::texts::{Kept, Material, cleaned, lang, material_or_example, shipped, tried};
use askama::Template;
use axum::http::StatusCode;
use base::id::PartyId;
use documents::templates::Part;
use documents::{DocumentError, Family, Lang, Proof, TemplateSet};
use domain::facts::HoldKind;
use serde::Deserialize;

/// Customers one may choose from.
const CUSTOMERS: u64 = 40;

/// What is wrong with a text.
struct Fault {
    /// Where, when it is in one line.
    place: Option<String>,
    message: String,
    around: Vec<Numbered>,
}

struct Version {
    seq: i64,
    said: String,
    is_shipped: bool,
}

#[derive(Template)]
#[template(path = "texts/edit.html")]
struct EditPage {
    frame: Frame,
    name: String,
    title: &'static str,
    lang: &'static str,
    languages: Vec<(&'static str, &'static str)>,
    subject: String,
    body: String,
    is_own: bool,
    is_paper: bool,
    customers: Vec<(String, String, bool)>,
    proof: Option<Proof>,
    faults: Vec<Fault>,
    /// What the customer's file lacks, or that it is an example.
    remark: Option<String>,
    differences: Vec<Row>,
    versions: Vec<Version>,
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    langue: String,
    #[serde(default)]
    client: String,
    /// An earlier text of the company's own, taken up again.
    #[serde(default)]
    reprise: i64,
}

#[derive(Deserialize)]
pub struct Written {
    langue: String,
    #[serde(default)]
    client: String,
    objet: String,
    texte: String,
}

pub fn show(visit: &Visit, name: String, asked: Asked) -> PageResult {
    let lang = language(&name, &asked.langue)?;
    let set = visit.templates()?;
    let part = |part| set.source(&name, lang, part).map(cleaned).map_err(|_| Oops::NotHere);
    let (mut subject, mut body) = (part(Part::Subject)?, part(Part::Body)?);
    if asked.reprise > 0 {
        let kept = visit.world().read(|books| Ok(books.own_text_versions(visit.company.id, &name, lang.code())?))?;
        let taken_up = kept.into_iter().find(|t| t.seq == asked.reprise).ok_or(Oops::NotHere)?;
        (subject, body) = taken_up.texts.map_or_else(|| shipped(&name, lang), Ok)?;
    }
    let written = Written { langue: lang.code().to_string(), client: asked.client, objet: subject, texte: body };
    html(&page(visit, &name, lang, &written, None)?)
}

/// The page again with what was typed, and what it gives.
pub fn preview(visit: &Visit, name: String, written: Written) -> PageResult {
    let lang = language(&name, &written.langue)?;
    html(&page(visit, &name, lang, &written, None)?)
}

pub fn pdf(visit: &Visit, name: String, written: Written) -> PageResult {
    let lang = language(&name, &written.langue)?;
    let (_, party) = customers(visit, &written.client)?;
    let (material, _) = given(visit, &name, party)?;
    let proof = proof(&name, lang, &written, &material);
    match proof.map(|p| p.pdf) {
        Ok(Some(bytes)) => Ok(Answer::File { bytes, content_type: "application/pdf".to_string(), name: None }),
        _ => preview(visit, name, written),
    }
}

pub fn save(visit: &Visit, name: String, written: Written) -> PageResult {
    visit.must_decide()?;
    let lang = language(&name, &written.langue)?;
    let kept = app::texts::keep(&visit.world(), &visit.company, &name, lang, &written.objet, &written.texte)?;
    let told = match kept {
        Kept::Own => "Votre texte est en vigueur pour les prochains envois. Ce qui est déjà prêt part tel quel.",
        Kept::Shipped => "C’est de nouveau le texte livré.",
        Kept::Same => "Rien n’a changé : ce texte est déjà en vigueur.",
        Kept::Refused(error) => {
            let mut answer = html(&page(visit, &name, lang, &written, Some(error))?)?;
            if let Answer::Html { status, .. } = &mut answer {
                *status = StatusCode::UNPROCESSABLE_ENTITY;
            }
            return Ok(answer);
        }
    };
    done(format!("/modeles/{name}?langue={}", lang.code()), told)
}

#[derive(Deserialize)]
pub struct Back {
    langue: String,
}

pub fn restore(visit: &Visit, name: String, back: Back) -> PageResult {
    visit.must_decide()?;
    let lang = language(&name, &back.langue)?;
    app::texts::restore(&visit.world(), &visit.company, &name, lang)?;
    done(format!("/modeles/{name}?langue={}", lang.code()), "C’est de nouveau le texte livré.")
}

/// The language asked for, or the first the template is written in.
fn language(name: &str, code: &str) -> Result<Lang, Oops> {
    let known = TemplateSet::languages(name).map_err(|_| Oops::NotHere)?;
    let asked = lang(code).filter(|l| known.contains(l));
    asked.or_else(|| known.first().copied()).ok_or(Oops::NotHere)
}

fn page(
    visit: &Visit,
    name: &str,
    lang: Lang,
    written: &Written,
    refused: Option<DocumentError>,
) -> Result<EditPage, Oops> {
    let (customers, party) = customers(visit, &written.client)?;
    let (material, remark) = given(visit, name, party)?;
    let (body, subject) = (cleaned(&written.texte), written.objet.trim().to_string());
    let (proof, broken) = match proof(name, lang, written, &material) {
        Ok(proof) => (Some(proof), None),
        Err(error) => (None, Some(error)),
    };
    let mut faults: Vec<Fault> = refused.iter().chain(broken.iter()).map(|e| fault(e, &subject, &body)).collect();
    faults.dedup_by(|a, b| a.message == b.message);
    let (shipped_subject, shipped_body) = shipped(name, lang)?;
    let versions = visit.world().read(|books| Ok(books.own_text_versions(visit.company.id, name, lang.code())?))?;
    let languages = TemplateSet::languages(name).unwrap_or_default();
    Ok(EditPage {
        frame: visit.frame(title_of(name)),
        name: name.to_string(),
        title: title_of(name),
        lang: lang.code(),
        languages: languages
            .into_iter()
            .map(|l| (l.code(), if l == Lang::Fr { "Français" } else { "Anglais" }))
            .collect(),
        differences: rows(
            &format!("{shipped_subject}\n{shipped_body}"),
            &format!("{}\n\n{body}", cleaned(&subject).trim_end()),
        ),
        subject,
        body,
        is_own: versions.first().is_some_and(|v| v.texts.is_some()),
        is_paper: matches!(TemplateSet::family(name), Ok(Family::Pdf(_))),
        customers,
        proof,
        faults,
        remark,
        versions: versions.into_iter().map(version).collect(),
    })
}

fn version(kept: app::records::OwnText) -> Version {
    let at = view::paris(kept.recorded_at);
    let what = if kept.texts.is_some() { "votre texte" } else { "retour au texte livré" };
    let said = format!("{}, {what}, par {}", base::fr::date(at.date()), kept.author);
    Version { seq: kept.seq, said, is_shipped: kept.texts.is_none() }
}

/// Identifier, name, and whether it is the one shown.
type Choices = Vec<(String, String, bool)>;

/// The customers that may be chosen, and the one to show: the one asked for, or the first that is late as customers
/// ordinarily are.
fn customers(visit: &Visit, asked: &str) -> Result<(Choices, Option<PartyId>), Oops> {
    let cut = Cut { offset: 0, limit: CUSTOMERS };
    let rows = visit
        .world()
        .read(|books| Ok(books.customer_rows(visit.scope(), visit.today(), "", CustomerOrder::MostOverdue, cut)?))?;
    let late: Vec<PartyId> = rows.iter().filter(|row| row.overdue.is_positive()).map(|row| row.party).collect();
    let mut choices: Vec<(PartyId, String)> = Vec::new();
    for row in rows {
        if choices.iter().all(|(id, _)| *id != row.party) {
            choices.push((row.party, row.name));
        }
    }
    let asked = PartyId::parse(asked).filter(|id| choices.iter().any(|(known, _)| known == id));
    let party = match asked {
        Some(asked) => Some(asked),
        None => ordinary(visit, &late)?.or_else(|| choices.first().map(|(id, _)| *id)),
    };
    Ok((choices.into_iter().map(|(id, name)| (id.to_string(), name, Some(id) == party)).collect(), party))
}

/// The first that an e-mail reaches and that is not in collective proceedings, which forbid most of what a text says.
fn ordinary(visit: &Visit, late: &[PartyId]) -> Result<Option<PartyId>, Oops> {
    let found = visit.world().read(|books| {
        for party in late {
            let is_insolvent = books.open_holds(*party)?.iter().any(|hold| hold.kind == HoldKind::Insolvency);
            if !is_insolvent && books.contacts(*party)?.iter().any(|contact| contact.email.is_some()) {
                return Ok(Some(*party));
            }
        }
        Ok(None)
    })?;
    Ok(found)
}

/// Real data, or a made-up example with what prevents real data.
fn given(visit: &Visit, name: &str, party: Option<PartyId>) -> Result<(Material, Option<String>), Oops> {
    let (material, remark) = material_or_example(&visit.world(), &visit.company, name, party)?;
    let nobody = || party.is_none().then(|| "Aucun client ne doit rien : voici un exemple.".to_string());
    Ok((material, remark.map(|text| on_page(&text)).or_else(nobody)))
}

fn proof(name: &str, lang: Lang, written: &Written, material: &Material) -> Result<Proof, DocumentError> {
    tried(name, lang, (&written.objet, &written.texte), material)
}

fn fault(error: &DocumentError, subject: &str, body: &str) -> Fault {
    match error {
        DocumentError::Template(error) => {
            let in_subject = error.part.starts_with("subject");
            let place = if in_subject { "Objet".to_string() } else { format!("Texte, ligne {}", error.line) };
            let text = if in_subject { subject } else { body };
            Fault { place: Some(place), message: error.message.clone(), around: around(text, error.line) }
        }
        DocumentError::Mentions { faults, .. } => {
            let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
            let message = format!("Sur les exemples, ce texte ne peut pas partir : {}.", said.join(" ; "));
            Fault { place: None, message, around: Vec::new() }
        }
        other => Fault { place: None, message: format!("{other}."), around: Vec::new() },
    }
}
