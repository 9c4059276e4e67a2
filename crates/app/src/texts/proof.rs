//! Real data for a text that is being written: what a customer owes today, as the document would be given it.
//!
//! Nothing is proposed by this: a message to a customer who owes nothing late is still shown, on what is open.

use super::cleaned;
use crate::error::{AppError, AppResult};
use crate::lawbook;
use crate::letters::Matter;
use crate::ports::books::Books;
use crate::ports::terms::View;
use crate::records::Company;
use crate::world::World;
use crate::{plans, statements};
use base::id::PartyId;
use base::{Cents, Date, add_days, days_between};
use documents::context::{PaymentReceived, PromiseMade, ServiceSpoken};
use documents::{Context, DocumentError, DocumentKind, Family, Lang, Proof, TemplateSet};
use domain::agenda::{ApprovalNeeded, Proposal, ProposalLine, Target};
use domain::facts::{Channel, ContactRole, DebtorFacts, ReceivableFacts};
use domain::scenario::{ScenarioRef, Tone};

/// What a text is filled with.
#[derive(Clone, Debug)]
pub struct Material {
    pub context: Context,
    /// A payment or a promise that was made up, since this customer has none.
    pub made_up: Option<&'static str>,
}

/// The data of a customer for that template.
///
/// # Errors
/// `Refused` when nothing is open with this customer; `Law` outside the tables; a broken store.
fn material(world: &World<'_>, company: &Company, name: &str, party: PartyId) -> AppResult<Material> {
    let family = TemplateSet::family(name).map_err(|e| AppError::NotFound(format!("{e}.")))?;
    if family == Family::Pdf(DocumentKind::AccountStatement) {
        let account = statements::accounts(world, company, party, world.today)?.into_iter().next();
        return Ok(Material { context: account.ok_or_else(nothing_open)?.into(), made_up: None });
    }
    let law = lawbook::load(world)?;
    world.read(|books| {
        let view = View { as_of: world.today, known_at: None };
        let debtor = books.debtor(company.id, party, view)?.ok_or_else(nothing_open)?;
        let proposal = proposal(books, world, name, &debtor)?;
        let matter = Matter::load(books, company, &proposal, world.today, "Q-ESSAI".to_string())?;
        if matches!(family, Family::Pdf(DocumentKind::CallSheet | DocumentKind::VisitSheet)) {
            let context = matter.call_sheet(proposal.step_title.clone());
            return Ok(Material { context: context.into(), made_up: None });
        }
        let mut context = matter.dunning(books, &law, attachments(name, &proposal))?;
        let mut made_up = None;
        if name == "thank-you" {
            context.payment = Some(PaymentReceived { received_on: world.today, amount: context.total_outstanding });
            made_up = Some("un règlement reçu aujourd’hui");
        }
        if name == "promise-broken" && context.promise.is_none() {
            let day = |days| add_days(world.today, days).unwrap_or(world.today);
            let amount = context.total_outstanding;
            context.promise =
                Some(PromiseMade { made_on: day(-10), promised_for: day(-2), amount, received: Cents::ZERO, by: None });
            made_up = Some("une promesse non tenue");
        }
        if name.starts_with("plan-") && context.plan.is_none() {
            context.plan = Some(plans::sample(context.total_outstanding, world.today)?);
            made_up = Some("un échéancier en trois versements");
        }
        if name.starts_with("service-") && context.service.is_none() {
            context.service = Some(sample_service(world.today));
            made_up = Some("des conditions acceptées, et une mise en demeure d’il y a vingt jours");
        }
        Ok(Material { context: context.into(), made_up })
    })
}

/// The data of a customer, or of an example where there is no such customer or nothing is open with it, and why in French.
///
/// # Errors
/// `NotFound` for an unknown template; a broken store.
pub fn material_or_example(
    world: &World<'_>,
    company: &Company,
    name: &str,
    party: Option<PartyId>,
) -> AppResult<(Material, Option<String>)> {
    let unknown = |e: DocumentError| AppError::NotFound(format!("{e}."));
    let example = || {
        let first = TemplateSet::samples(name).map_err(unknown)?.into_iter().next();
        let context = first.ok_or_else(|| AppError::Broken(format!("no sample of {name}")))?.context;
        Ok::<_, AppError>(Material { context, made_up: None })
    };
    let Some(party) = party else { return Ok((example()?, None)) };
    match material(world, company, name, party) {
        Ok(material) => {
            let remark = material.made_up.map(|what| format!("Pour cet essai, on imagine {what}."));
            Ok((material, remark))
        }
        Err(error @ (AppError::Refused { .. } | AppError::Law(_))) => {
            Ok((example()?, Some(format!("{error} Voici un exemple."))))
        }
        Err(other) => Err(other),
    }
}

/// What words give before anybody keeps them.
///
/// # Errors
/// An unknown template or language, a line that fails, a missing datum.
pub fn tried(
    name: &str,
    lang: Lang,
    (subject, body): (&str, &str),
    material: &Material,
) -> Result<Proof, DocumentError> {
    let (subject, body) = (cleaned(subject), cleaned(body));
    TemplateSet::shipped().with_known_texts(name, lang, &subject, &body)?.proof(name, lang, &material.context)
}

/// Terms that nobody accepted, to try a text with.
fn sample_service(today: Date) -> ServiceSpoken {
    let day = |days| add_days(today, days).unwrap_or(today);
    ServiceSpoken {
        clause: "l’article 8 de nos conditions générales".to_string(),
        accepted_on: day(-400),
        notice_days: 8,
        suspend_after_days: Some(10),
        terminate_after_days: Some(30),
        noticed_on: Some(day(-20)),
        suspended_on: Some(day(-10)),
    }
}

fn nothing_open() -> AppError {
    AppError::refused("Ce client ne doit rien aujourd’hui.", "Choisissez-en un autre.")
}

fn attachments(name: &str, proposal: &Proposal) -> Vec<String> {
    let is_mail = matches!(TemplateSet::family(name), Ok(Family::Mail));
    let invoice = proposal.lines.first().map(|l| format!("la facture {}", l.number));
    invoice.into_iter().filter(|_| is_mail).collect()
}

/// What is late, or what is open when nothing is; the other way round for the message before the due date.
fn proposal(books: &mut dyn Books, world: &World<'_>, name: &str, debtor: &DebtorFacts) -> AppResult<Proposal> {
    let today = world.today;
    let open = || debtor.receivables.iter().filter(|r| r.outstanding.is_positive());
    let currency = open().next().map(|r| r.currency).ok_or_else(nothing_open)?;
    let wants_late = name != "pre-due-service";
    let fits = |r: &&ReceivableFacts| r.currency == currency && (r.due_on < today) == wants_late;
    let mut chosen: Vec<&ReceivableFacts> = open().filter(fits).collect();
    if chosen.is_empty() {
        chosen = open().filter(|r| r.currency == currency).collect();
    }
    chosen.sort_by_key(|r| (r.due_on, r.id));
    let contact = books.contacts(debtor.party.id)?.into_iter().find(|c| c.email.is_some());
    Ok(Proposal {
        party: debtor.party.id,
        customer: debtor.party.name.clone(),
        scenario: ScenarioRef { name: String::new(), version: String::new() },
        step: String::new(),
        step_title: "Essai d’un texte".to_string(),
        channel: Channel::Email,
        template: name.to_string(),
        tone: Tone::Neutral,
        target: Target {
            role: contact.as_ref().map_or(ContactRole::AccountsPayable, |c| c.role),
            contact: contact.map(|c| c.id),
        },
        approval: ApprovalNeeded::Anybody,
        currency,
        total_cents: Cents::sum(chosen.iter().map(|r| r.outstanding))?,
        lines: chosen.iter().map(|r| line(r, days_between(r.due_on, today))).collect(),
        reasons: Vec::new(),
    })
}

fn line(receivable: &ReceivableFacts, days_late: i64) -> ProposalLine {
    ProposalLine {
        invoice: receivable.id,
        number: receivable.number.clone(),
        due_on: receivable.due_on,
        days_late,
        amount_cents: receivable.outstanding,
    }
}
