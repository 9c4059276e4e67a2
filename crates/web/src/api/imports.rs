use super::gate::{Asked, Problem, act_on};
use crate::route::Arrival;
use app::import::{FileReport, ImportOptions, import, name_account};
use app::planning::plan_day;
use app::records::ApiScope;
use axum::body::Bytes;
use axum::response::Response;
use draft::{Mapping, ToMend, WrongLine};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Named {
    /// Name of the file, as the report and the journal show it.
    name: String,
    /// Bank account of statements that do not say whose they are.
    account: Option<String>,
    /// Take a list without its wrong lines, which are answered in `to_mend`. Statements and ledgers stay whole or not at all.
    #[serde(default)]
    #[param(required = false)]
    skip_wrong_lines: bool,
}

/// What became of each file.
#[derive(Serialize, ToSchema)]
struct ImportShape {
    files: Vec<FileShape>,
}

#[derive(Serialize, ToSchema)]
struct FileShape {
    name: String,
    #[schema(example = "factur_x")]
    format: String,
    /// `taken`, `already_imported`, `set_aside`, `refused` or `nothing_inside`.
    outcome: String,
    created: u64,
    already_known: u64,
    /// Each with its place and what to do, in French.
    problems: Vec<String>,
    /// Wrong lines of a list: left out when it was taken; when it was refused, it could be taken without them.
    to_mend: Vec<LineToMend>,
}

/// A line of a list that cannot be taken, and what stands in it under each header.
#[derive(Serialize, ToSchema)]
struct LineToMend {
    line: u64,
    cells: Vec<CellToMend>,
}

#[derive(Serialize, ToSchema)]
struct CellToMend {
    header: String,
    text: String,
}

fn lines_of(to_mend: &ToMend) -> Vec<LineToMend> {
    let cell = |(header, text): (&String, &String)| CellToMend { header: header.clone(), text: text.clone() };
    let line =
        |l: &WrongLine| LineToMend { line: l.line, cells: to_mend.headers.iter().zip(&l.cells).map(cell).collect() };
    to_mend.lines.iter().map(line).collect()
}

impl From<&FileReport> for FileShape {
    fn from(file: &FileReport) -> Self {
        let outcome = serde_json::to_value(file.outcome).ok();
        FileShape {
            name: file.name.clone(),
            format: file.format.clone(),
            outcome: outcome.and_then(|v| v.as_str().map(str::to_string)).unwrap_or_default(),
            created: file.created,
            already_known: file.already_known,
            to_mend: file.to_mend.as_ref().map(lines_of).unwrap_or_default(),
            problems: file.set_aside.iter().cloned().chain(file.problems.iter().map(ToString::to_string)).collect(),
        }
    }
}

/// Takes a file in (an invoice, a ledger, a list, a statement, an archive): the body is the file. Taken whole or not at all,
/// but for wrong lines of a list when that is asked.
#[utoipa::path(post, path = "/imports", tag = "Faits",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    params(Named, ("Idempotency-Key" = String, Header, description = "Different for each request, kept when repeated")),
    responses((status = 200, body = ImportShape), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn take(arrival: Arrival, Asked(named): Asked<Named>, body: Bytes) -> Response {
    act_on(
        arrival,
        ApiScope::Import,
        body,
        |bytes| Ok(bytes.to_vec()),
        move |caller, bytes: Vec<u8>| {
            let world = caller.world();
            let columns = |fingerprint: &str| -> Option<Mapping> {
                let stored = world.read(|books| Ok(books.mapping(caller.company.id, fingerprint)?)).ok().flatten()?;
                serde_json::from_str(&stored).ok()
            };
            let mut files = caller.house.outside.read(&[(named.name, bytes)], &columns, &mut |_| {});
            if let Some(account) = &named.account {
                name_account(&mut files, account);
            }
            let options = ImportOptions { skip_wrong_lines: named.skip_wrong_lines, ..ImportOptions::default() };
            let report = import(&world, &caller.company, &files, options, &mut |_| {})?;
            plan_day(&world, &caller.company, world.today)?;
            Ok(ImportShape { files: report.files.iter().map(FileShape::from).collect() })
        },
    )
    .await
}
