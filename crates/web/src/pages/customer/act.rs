//! A mail, letter, call or visit that a person decides on, with a template's text or one's own: seen first, then approved.

use super::super::disputes;
use super::contacts::{acting_on, replan};
use crate::answer::{Answer, Oops, PageResult, done, html};
use crate::fields;
use crate::frame::Frame;
use crate::view;
use crate::visit::Visit;
use app::AppError;
use app::outcomes::{Outcome, record_call};
use app::prepare::by_hand::{self, ByHand};
use app::prepare::own_words::{LONGEST_BODY, LONGEST_SUBJECT, OwnWords};
use app::prepare::{Desk, Prepared};
use askama::Template;
use base::id::{ContactId, InvoiceId, PartyId};
use domain::facts::{Channel, DisputeCause};
use domain::scenario::Tone;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What was chosen; ticked invoices come under their own identifiers.
#[derive(Deserialize)]
pub(super) struct Wanted {
    canal: String,
    #[serde(default)]
    ton: String,
    #[serde(default)]
    contact: String,
    /// A text of one's own; none when both are empty.
    #[serde(default)]
    objet: String,
    #[serde(default)]
    texte: String,
    #[serde(default)]
    resultat: String,
    #[serde(default)]
    jusque: String,
    #[serde(default)]
    montant: String,
    #[serde(default)]
    motif: String,
    #[serde(default)]
    note: String,
    #[serde(flatten)]
    ticked: BTreeMap<String, String>,
}

impl Wanted {
    fn by_hand(&self, party: PartyId) -> Result<ByHand, Oops> {
        Ok(ByHand {
            party,
            channel: Channel::parse(&self.canal).ok_or(Oops::NotHere)?,
            tone: match self.ton.as_str() {
                "ferme" => Tone::Firm,
                "neutre" => Tone::Neutral,
                _ => Tone::Courteous,
            },
            contact: ContactId::parse(&self.contact),
            invoices: self.ticked.keys().filter_map(|key| InvoiceId::parse(key)).collect(),
            words: self.words(),
        })
    }

    fn words(&self) -> Option<OwnWords> {
        let (subject, body) = (self.objet.trim(), self.texte.replace("\r\n", "\n"));
        let is_own = !subject.is_empty() || !body.trim().is_empty();
        is_own.then(|| OwnWords { subject: subject.to_string(), body: body.trim().to_string() })
    }

    /// The same choices as hidden fields, without the text, for the forms that go on from here.
    fn fields(&self) -> Vec<(String, String)> {
        let own = [("canal", &self.canal), ("ton", &self.ton), ("contact", &self.contact)];
        let ticked = self.ticked.keys().filter(|key| InvoiceId::parse(key).is_some());
        let own = own.into_iter().map(|(name, value)| (name.to_string(), value.clone()));
        own.chain(ticked.map(|key| (key.clone(), "1".to_string()))).collect()
    }

    fn outcome(&self) -> Result<Option<Outcome>, Oops> {
        let until = fields::day(&self.jusque)?;
        let amount = fields::amount(&self.montant)?;
        let named = "Indiquez le jour promis.";
        Ok(Some(match self.resultat.as_str() {
            "" => return Ok(None),
            "pas-de-reponse" => Outcome::NoAnswer,
            "non-recue" => Outcome::InvoiceNotReceived,
            "validation" => Outcome::AwaitingValidation { until },
            "litige" => Outcome::Dispute { cause: disputes::cause(&self.motif)?, amount },
            "promesse" => Outcome::Promise { on: fields::needed(until, "Une promesse a une date.", named)?, amount },
            "paye" => Outcome::PaymentSent { on: until },
            _ => Outcome::Other,
        }))
    }
}

#[derive(Template)]
#[template(path = "customer/act.html")]
struct ActPage {
    frame: Frame,
    back: String,
    name: String,
    approve: String,
    again: String,
    file: String,
    fields: Vec<(String, String)>,
    icon: &'static str,
    channel: &'static str,
    is_talk: bool,
    causes: Vec<DisputeCause>,
    subject: String,
    addressed_to: String,
    text: String,
    total: String,
    numbers: Vec<String>,
    live: bool,
    is_pdf: bool,
    /// The text that may be written over: in a mail or letter, what was typed, or nothing yet.
    own: Option<OwnWords>,
    is_own: bool,
    longest: (usize, usize),
}

pub(super) fn preview(visit: &Visit, id: String, wanted: Wanted) -> PageResult {
    let party = acting_on(visit, &id)?;
    let seen = seen(visit, party, &wanted)?;
    let name = seen.proposal.customer.clone();
    let (icon, channel) = view::channel(seen.proposal.channel);
    let (words, is_talk) = (wanted.words(), matches!(seen.proposal.channel, Channel::Call | Channel::Visit));
    let is_own = words.is_some();
    let query: Vec<String> =
        wanted.fields().iter().map(|(k, v)| format!("{k}={}", crate::answer::percent(v))).collect();
    html(&ActPage {
        frame: visit.frame(format!("{channel} à {name}")),
        back: format!("/clients/{party}?onglet=actions"),
        name,
        approve: format!("/clients/{party}/agir/valider"),
        again: format!("/clients/{party}/agir"),
        file: if seen.content_type == "application/pdf" && !is_own {
            format!("/clients/{party}/agir.pdf?{}", query.join("&"))
        } else {
            String::new()
        },
        fields: wanted.fields(),
        icon,
        channel,
        causes: DisputeCause::ALL.to_vec(),
        is_talk,
        subject: seen.subject,
        addressed_to: seen.addressed_to,
        text: seen.text,
        total: view::money(seen.proposal.total_cents, seen.proposal.currency),
        numbers: seen.proposal.lines.iter().map(|l| l.number.clone()).collect(),
        live: visit.company.settings.live,
        is_pdf: seen.content_type == "application/pdf",
        own: (!is_talk).then(|| words.unwrap_or_else(|| OwnWords { subject: String::new(), body: String::new() })),
        is_own,
        longest: (LONGEST_SUBJECT, LONGEST_BODY),
    })
}

pub(super) fn preview_file(visit: &Visit, id: String, wanted: Wanted) -> PageResult {
    let party = acting_on(visit, &id)?;
    let seen = seen(visit, party, &wanted)?;
    Ok(Answer::File { bytes: seen.content, content_type: seen.content_type, name: None })
}

fn seen(visit: &Visit, party: PartyId, wanted: &Wanted) -> Result<app::prepare::Preview, Oops> {
    let templates = visit.templates()?;
    let desk = Desk { templates: &templates, composer: visit.house.outside.composer() };
    Ok(by_hand::preview(&visit.world(), &visit.company, &desk, &wanted.by_hand(party)?)?)
}

pub(super) fn approve(visit: &Visit, id: String, wanted: Wanted) -> PageResult {
    let party = acting_on(visit, &id)?;
    let outcome = wanted.outcome()?;
    let templates = visit.templates()?;
    let desk = Desk { templates: &templates, composer: visit.house.outside.composer() };
    let world = visit.world();
    let prepared = by_hand::prepare(&world, &visit.company, &desk, &wanted.by_hand(party)?)?;
    let Prepared::Act { id: act, channel, .. } = prepared else {
        return Err(Oops::App(AppError::refused("Cet acte n’est plus possible.", "Rechargez la fiche.")));
    };
    let talked = outcome.filter(|_| matches!(channel, Channel::Call | Channel::Visit));
    if let Some(outcome) = &talked {
        record_call(&world, &visit.company, act, outcome, wanted.note.trim())?;
    }
    replan(visit)?;
    let told = match (channel, talked.is_some()) {
        (Channel::Email, _) => "L’e-mail est prêt : il part avec le prochain envoi.",
        (Channel::Letter, _) => "Le courrier est prêt : imprimez-le depuis la chronologie, puis notez son envoi.",
        (_, true) => "Le résultat est enregistré, et la suite en découle.",
        _ => "La fiche est prête : notez le résultat quand ce sera fait.",
    };
    done(format!("/clients/{party}"), told)
}
