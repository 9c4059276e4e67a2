//! The message itself: the text of the step, the invoices and the account statement that go with it, as exact MIME bytes.
//!
//! It chooses no addressee and no step; both come with the approved proposal.

use super::{Desk, Made};
use crate::error::{AppError, AppResult};
use crate::letters::Matter;
use crate::ports::books::Books;
use crate::ports::mail::{Attachment, Mailbox, OutgoingMail};
use crate::world::World;
use base::id::ActId;
use documents::TemplateSet;
use domain::agenda::Proposal;
use domain::scenario::Tone;
use law::LawBook;

/// The message of a proposal, to the address `to`.
///
/// # Errors
/// `Refused` when an address or a required mention is missing; a broken store.
pub(super) fn make(
    world: &World<'_>,
    books: &mut dyn Books,
    desk: &Desk<'_>,
    law: &LawBook,
    matter: &Matter<'_>,
    id: ActId,
    to: Option<String>,
) -> AppResult<Made> {
    let to = to.ok_or_else(|| AppError::refused("L’adresse e-mail manque.", "Complétez le contact du client."))?;
    let from = matter.company.email.clone().ok_or_else(|| {
        AppError::refused(
            "Votre société n’a pas d’adresse e-mail d’expédition.",
            "Indiquez-la dans Réglages › Envoi des messages, ou avec « quitus settings --email … ».",
        )
    })?;
    let mut attachments =
        if matter.proposal.template == crate::thanks::STEP { Vec::new() } else { invoice_files(books, matter)? };
    attachments.extend(account_statement(books, desk, matter)?);
    let names = attachments.iter().map(|(name, _)| name.clone()).collect();
    let context = matter.dunning(books, law, names)?;
    let (template, lang) = (mail_template(matter.proposal), matter.lang());
    let mail = desk.templates.render_mail(template, lang, &context).map_err(AppError::unmade)?;
    let claims = desk.templates.claims(template, lang).map_err(AppError::unmade)?;
    let domain = from.rsplit('@').next().unwrap_or("localhost").to_string();
    let message_id = format!("<{id}@{domain}>");
    let outgoing = OutgoingMail {
        message_id: message_id.clone(),
        date: world.clock.now(),
        from: Mailbox::named(matter.company.name.clone(), from),
        reply_to: None,
        to: vec![mailbox(matter, to.clone())],
        cc: Vec::new(),
        subject: mail.subject.clone(),
        text: mail.text.clone(),
        html: Some(mail.html),
        attachments: attachments.into_iter().map(|(_, a)| a).collect(),
        in_reply_to: None,
        trial: !matter.company.settings.live,
    };
    let content =
        desk.composer.compose(&outgoing).map_err(|why| AppError::refused(why, "Corrigez, puis recommencez."))?;
    Ok(Made {
        subject: mail.subject,
        addressed_to: to,
        text: mail.text,
        content,
        content_type: "message/rfc822",
        message_id: Some(message_id),
        asked: context.sums.filter(|_| claims),
    })
}

fn mailbox(matter: &Matter<'_>, to: String) -> Mailbox {
    match matter.contact.as_ref().and_then(|c| c.name.clone()) {
        Some(name) => Mailbox::named(name, to),
        None => Mailbox::bare(to),
    }
}

/// The step's own text when it is one for mails; a letter that falls back to mail takes the firm one.
pub(super) fn mail_template(proposal: &Proposal) -> &str {
    match TemplateSet::family(&proposal.template) {
        Ok(documents::Family::Mail) => &proposal.template,
        _ if proposal.tone == Tone::Courteous => "reminder-courtesy",
        _ => "reminder-last",
    }
}

/// The invoices as the customer got them, when their files are known and are PDFs.
fn invoice_files(books: &mut dyn Books, matter: &Matter<'_>) -> AppResult<Vec<(String, Attachment)>> {
    let mut files = Vec::new();
    for invoice in &matter.invoices {
        let Some((name, bytes)) = invoice.source.map(|s| books.source_bytes(s)).transpose()?.flatten() else {
            continue;
        };
        if bytes.starts_with(b"%PDF") {
            let filename = name.rsplit('/').next().unwrap_or("facture.pdf").to_string();
            let said = match matter.lang() {
                documents::Lang::Fr => format!("la facture {}", invoice.number),
                documents::Lang::En => format!("invoice {}", invoice.number),
            };
            files.push((said, Attachment { filename, mime: "application/pdf".to_string(), bytes }));
        }
    }
    Ok(files)
}

/// The account statement goes with every reminder, not with the service message before the due date nor inside the house.
fn account_statement(
    books: &mut dyn Books,
    desk: &Desk<'_>,
    matter: &Matter<'_>,
) -> AppResult<Option<(String, Attachment)>> {
    if matter.proposal.tone == Tone::Service {
        return Ok(None);
    }
    let account =
        crate::statements::account_in(books, matter.company, matter.party.id, matter.today, matter.proposal.currency)?;
    let bytes = crate::statements::pdf(desk.templates, &account)?;
    let (said, filename) = match matter.lang() {
        documents::Lang::Fr => ("le relevé de votre compte", format!("releve-{}.pdf", matter.today)),
        documents::Lang::En => ("your account statement", format!("statement-{}.pdf", matter.today)),
    };
    Ok(Some((said.to_string(), Attachment { filename, mime: "application/pdf".to_string(), bytes })))
}
