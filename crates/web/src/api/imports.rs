use super::gate::{Asked, Problem, act_on};
use crate::route::Arrival;
use app::import::{FileReport, ImportOptions, import, name_account};
use app::planning::plan_day;
use app::records::ApiScope;
use axum::body::Bytes;
use axum::response::Response;
use draft::Mapping;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Named {
    /// Name of the file, as the report and the journal show it.
    name: String,
    /// Bank account of statements that do not say whose they are.
    account: Option<String>,
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
            problems: file.set_aside.iter().cloned().chain(file.problems.iter().map(ToString::to_string)).collect(),
        }
    }
}

/// Takes a file in (an invoice, a ledger, a list, a statement, an archive): the body is the file. Taken whole or not at all.
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
            let report = import(&world, &caller.company, &files, ImportOptions::default(), &mut |_| {})?;
            plan_day(&world, &caller.company, world.today)?;
            Ok(ImportShape { files: report.files.iter().map(FileShape::from).collect() })
        },
    )
    .await
}
