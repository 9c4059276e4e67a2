//! Files received, and letters, mails and sheets made.

use super::head::Head;
use super::timeline::state;
use crate::answer::{Answer, Oops, PageResult, html};
use crate::frame::Frame;
use crate::view::{self, Chip};
use crate::visit::Visit;
use app::ports::screens::{ActRowBrief, Cut, SourceRow};
use app::records::PartyRecord;
use askama::Template;
use base::fr;
use base::id::SourceId;

const ROWS: u64 = 50;

struct Paper {
    href: String,
    icon: &'static str,
    title: String,
    detail: String,
    day: String,
    chip: Option<Chip>,
}

#[derive(Template)]
#[template(path = "customer/papers.html")]
struct PapersPage {
    frame: Frame,
    head: Head,
    received: Vec<Paper>,
    made: Vec<Paper>,
    page: u64,
    has_more: bool,
}

pub(super) fn show(visit: &Visit, party: &PartyRecord, page: u64) -> PageResult {
    let cut = Cut { offset: page.saturating_mul(ROWS), limit: ROWS + 1 };
    let (mut sources, mut acts) = visit.world().read(|books| {
        let company = visit.company.id;
        Ok((books.sources_of_party(company, party.id, cut)?, books.papers_of_party(company, party.id, cut)?))
    })?;
    let rows = usize::try_from(ROWS).unwrap_or(usize::MAX);
    let has_more = sources.len() > rows || acts.len() > rows;
    sources.truncate(rows);
    acts.truncate(rows);
    html(&PapersPage {
        frame: visit.frame(&party.name),
        head: Head::of(visit, party, "documents")?,
        received: sources.iter().map(|s| received(s, party)).collect(),
        made: acts.iter().map(made).collect(),
        page,
        has_more,
    })
}

fn received(row: &SourceRow, party: &PartyRecord) -> Paper {
    let mut brought = Vec::new();
    if row.invoices > 0 {
        brought.push(fr::count(row.invoices, "facture", "factures"));
    }
    if row.payments > 0 {
        brought.push(fr::count(row.payments, "paiement", "paiements"));
    }
    Paper {
        href: format!("/clients/{}/pieces/{}", party.id, row.source),
        icon: "file",
        title: row.name.rsplit('/').next().unwrap_or(&row.name).to_string(),
        detail: brought.join(", "),
        day: view::day(row.recorded_at.to_zoned(jiff::tz::TimeZone::UTC).date()),
        chip: None,
    }
}

fn made(row: &ActRowBrief) -> Paper {
    Paper {
        href: format!("/actes/{}", row.act),
        icon: view::channel(row.channel).0,
        title: row.title.clone(),
        detail: row.subject.clone(),
        day: view::day(row.planned_on),
        chip: Some(state(row.state)),
    }
}

/// The exact bytes of a file, for whoever may see everything in it.
pub(super) fn download(visit: &Visit, (id, source): (String, String), _: super::NoQuery) -> PageResult {
    let party = super::found(visit, &id)?;
    let source = SourceId::parse(&source).ok_or(Oops::NotHere)?;
    let (name, bytes) = source_bytes(visit, &party, source)?.ok_or(Oops::NotHere)?;
    let name = name.rsplit('/').next().unwrap_or("fichier").to_string();
    Ok(Answer::File { bytes, content_type: "application/octet-stream".to_string(), name: Some(name) })
}

/// Name and bytes; nothing when the file holds what this user may not see.
pub(in crate::pages) fn source_bytes(
    visit: &Visit,
    party: &PartyRecord,
    source: SourceId,
) -> Result<Option<(String, Vec<u8>)>, Oops> {
    Ok(visit.world().read(|books| {
        if !books.may_see_source(visit.scope(), party.id, source)? {
            return Ok(None);
        }
        Ok(books.source_bytes(source)?)
    })?)
}
