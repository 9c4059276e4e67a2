use super::{Pairs, field, fields, id};
use crate::answer::{Oops, PageResult, pdf, sandboxed};
use crate::house::MailShown;
use crate::spoken::on_page;
use crate::visit::Visit;
use app::prepare::{Demanded, Desk, Preview, call_sheet, demanded_about, preview_about};
use app::records::StoredProposal;
use app::{AppError, worklist};
use base::Cents;
use base::id::{AgendaId, InvoiceId, PartyId};
use documents::CallSheetContext;
use domain::agenda::Proposal;
use domain::facts::Channel;

/// An action of the list, found again for a page or a form.
pub struct Opened {
    pub run: AgendaId,
    pub stored: StoredProposal,
    pub proposal: Proposal,
}

/// # Errors
/// `NotHere` for somebody else's customer, `NotFound` when it is no longer to be done.
pub fn open(visit: &Visit, (party, step, currency): &(String, String, String)) -> Result<Opened, Oops> {
    let party: PartyId = id(party)?;
    visit.must_see(party)?;
    let (run, stored) = worklist::proposal(&visit.world(), &visit.company, party, step, currency)?;
    let proposal = serde_json::from_str(&stored.json).map_err(|e| AppError::Broken(e.to_string()))?;
    Ok(Opened { run, stored, proposal })
}

/// The invoices that are ticked: all of them until somebody ticks or unticks one.
pub fn kept(opened: &Opened, asked: &Pairs) -> Result<Vec<InvoiceId>, Oops> {
    if field(asked, "choisi") != "1" {
        return Ok(opened.proposal.lines.iter().map(|l| l.invoice).collect());
    }
    fields(asked, "facture").into_iter().map(id).collect()
}

/// What stands on the left of an action: the message, the document or the call, about the invoices that are kept.
pub struct Seen {
    /// What is asked for on the invoices that are kept.
    pub total: Cents,
    /// What the message demands, interest and compensation apart; nothing while no invoice is kept.
    pub demanded: Option<Demanded>,
    /// Interest and fixed compensation; nothing where the law tables do not reach.
    pub accessories: Option<(Cents, Cents)>,
    pub mail: Option<Mail>,
    pub sheet: Option<CallSheetContext>,
    pub is_paper: bool,
    /// Why it cannot be made, in French.
    pub trouble: Option<String>,
}

pub struct Mail {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub files: Vec<String>,
}

pub fn seen(visit: &Visit, opened: &Opened, kept: &[InvoiceId]) -> Result<Seen, Oops> {
    let named = opened.proposal.lines.iter().filter(|l| kept.contains(&l.invoice));
    let total = Cents::sum(named.map(|l| l.amount_cents))?;
    let accessories = app::sums::accessories(&visit.world(), &visit.company, kept)?;
    let mut seen = Seen { total, demanded: None, accessories, mail: None, sheet: None, is_paper: false, trouble: None };
    if kept.is_empty() {
        seen.trouble = Some("Aucune facture n’est cochée : il n’y a rien à demander.".to_string());
        return Ok(seen);
    }
    let demanded = demanded_about(&visit.world(), &visit.company, &visit.templates()?, &opened.stored, kept)?;
    seen.demanded = Some(demanded);
    match opened.proposal.channel {
        Channel::Call | Channel::Visit => {
            seen.sheet = Some(call_sheet(&visit.world(), &visit.company, &opened.stored, Some(kept))?);
        }
        _ => match made(visit, opened, kept) {
            Ok(preview) if preview.content_type == "message/rfc822" => seen.mail = Some(mail(visit, preview)),
            Ok(_) => seen.is_paper = true,
            Err(Oops::App(error @ (AppError::Refused { .. } | AppError::Law(_)))) => {
                seen.trouble = Some(on_page(&error.to_string()))
            }
            Err(other) => return Err(other),
        },
    }
    Ok(seen)
}

fn made(visit: &Visit, opened: &Opened, kept: &[InvoiceId]) -> Result<Preview, Oops> {
    let templates = visit.templates()?;
    let desk = Desk { templates: &templates, composer: visit.house.outside.composer() };
    Ok(preview_about(&visit.world(), &visit.company, &desk, &opened.stored, Some(kept))?)
}

fn mail(visit: &Visit, preview: Preview) -> Mail {
    let read: MailShown = visit.house.outside.read_mail(&preview.content).unwrap_or_default();
    let files = read.files.into_iter().map(|(name, _)| name).collect();
    Mail { to: preview.addressed_to, subject: preview.subject, text: preview.text, files }
}

/// The document itself, for the frame inside the page: a PDF, or the mail in its own HTML.
pub fn show(visit: &Visit, path: (String, String, String), asked: Pairs) -> PageResult {
    let opened = open(visit, &path)?;
    let kept = kept(&opened, &asked)?;
    let preview = made(visit, &opened, &kept)?;
    if preview.content_type == "application/pdf" {
        return pdf(preview.content);
    }
    let read = visit.house.outside.read_mail(&preview.content).unwrap_or_default();
    sandboxed(read.html.unwrap_or(read.text))
}
