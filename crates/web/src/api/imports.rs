use super::gate::{Asked, Caller, act_on};
use super::request::{NotDone, Once, coded};
use crate::answer::Oops;
use crate::fields::needed;
use crate::jobs::told::{Told, ToldTable, tables};
use crate::jobs::work::taken;
use crate::pages::intake::columns::{code, columns};
use crate::route::Arrival;
use crate::spoken::on_page;
use crate::unread;
use app::import::{FileReport, ImportOptions, ImportReport, ReadFile, name_account, preview, remembered_columns};
use app::records::ApiScope;
use axum::body::Bytes;
use axum::response::Response;
use draft::{Field, Mapping, Problem, ToMend, WrongLine};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
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
    /// Take invoices of another seller, and a ledger of another company, as this company's.
    #[serde(default)]
    #[param(required = false)]
    any_seller: bool,
    /// The columns of lists, as JSON: for each `fingerprint` of the preview, the place of the header of each field, from 0.
    /// Kept for the next files of the same form, once taken.
    #[param(example = "{\"5f1c…\": {\"number\": 0, \"gross\": 4}}")]
    columns: Option<String>,
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
        let worded = |p: &Problem| Problem { what: on_page(&p.what), remedy: on_page(&p.remedy), ..p.clone() };
        let problems = file.problems.iter().map(|p| worded(p).to_string());
        FileShape {
            name: file.name.clone(),
            format: file.format.clone(),
            outcome: outcome.and_then(|v| v.as_str().map(str::to_string)).unwrap_or_default(),
            created: file.created,
            already_known: file.already_known,
            to_mend: file.to_mend.as_ref().map(lines_of).unwrap_or_default(),
            problems: file.set_aside.as_deref().map(on_page).into_iter().chain(problems).collect(),
        }
    }
}

/// What would come of files, before anything is written.
#[derive(Serialize, ToSchema)]
struct PreviewShape {
    /// Each as it would be taken, or not.
    files: Vec<FileShape>,
    /// The lists among them, with how their columns are understood.
    lists: Vec<ListShape>,
    invoices: u64,
    credit_notes: u64,
    payments: u64,
    bank_lines: u64,
    /// New ones.
    customers: u64,
    already_known: u64,
    /// A statement does not say of which account it is: say it in `account`.
    asks_account: bool,
}

/// A list whose columns may be chosen.
#[derive(Serialize, ToSchema)]
struct ListShape {
    file: String,
    /// Names the form of the list in `columns`.
    fingerprint: String,
    rows: u64,
    headers: Vec<String>,
    columns: Vec<ColumnShape>,
    /// The first invoice as it is read with these columns.
    example: Option<String>,
}

/// What a column may hold, and the one that holds it.
#[derive(Serialize, ToSchema)]
struct ColumnShape {
    #[schema(example = "number")]
    field: String,
    /// In French.
    label: &'static str,
    /// Place of the header, from 0; none when no column holds it.
    column: Option<u64>,
}

impl From<ToldTable> for ListShape {
    fn from(table: ToldTable) -> Self {
        let column = |(field, at): (Field, Option<usize>)| ColumnShape {
            field: code(field),
            label: field.french(),
            column: at.map(|at| at as u64),
        };
        ListShape {
            columns: table.fields().map(column).collect(),
            file: table.file,
            fingerprint: table.fingerprint,
            rows: table.rows,
            headers: table.headers,
            example: table.example,
        }
    }
}

impl PreviewShape {
    fn of(report: &ImportReport, files: &[ReadFile]) -> PreviewShape {
        let told = Told::of(report, files, false);
        PreviewShape {
            files: report.files.iter().map(FileShape::from).collect(),
            lists: told.tables.into_iter().map(ListShape::from).collect(),
            invoices: told.invoices,
            credit_notes: told.credit_notes,
            payments: told.payments,
            bank_lines: told.bank_lines,
            customers: told.customers,
            already_known: told.known,
            asks_account: told.asks_account,
        }
    }
}

/// The columns of lists by their fingerprint, as a program says them.
type Given = BTreeMap<String, BTreeMap<String, usize>>;

/// The file read with the columns confirmed earlier, or with those said now.
fn read(caller: &Caller, asked: &Named, bytes: Vec<u8>) -> Result<Vec<ReadFile>, Oops> {
    let world = caller.world();
    let remembered = |fingerprint: &str| remembered_columns(&world, &caller.company, fingerprint);
    let contents = [(asked.name.clone(), bytes)];
    let mut files = caller.house.outside.read(&contents, &remembered, &mut |_| {});
    if let Some(text) = &asked.columns {
        let given: Given = unread::json(text.as_bytes())?;
        let chosen = chosen(&given, &tables(&files))?;
        let columns = |fingerprint: &str| chosen.get(fingerprint).cloned().or_else(|| remembered(fingerprint));
        files = caller.house.outside.read(&contents, &columns, &mut |_| {});
    }
    if let Some(account) = &asked.account {
        name_account(&mut files, account);
    }
    Ok(files)
}

fn chosen(given: &Given, lists: &[ToldTable]) -> Result<BTreeMap<String, Mapping>, Oops> {
    let mut chosen = BTreeMap::new();
    for (fingerprint, said) in given {
        let list = lists.iter().find(|list| list.fingerprint == *fingerprint);
        let list =
            needed(list, "Aucune liste de ce fichier n’a cette forme.", "/imports/preview donne celle de chacune.")?;
        let field = |(name, at): (&String, &usize)| {
            Ok::<_, Oops>((coded(name, |name| Field::ALL.into_iter().find(|f| code(*f) == name))?, *at))
        };
        let said = said.iter().map(field).collect::<Result<Vec<_>, _>>()?;
        chosen.insert(fingerprint.clone(), columns(&list.headers, said.into_iter())?);
    }
    Ok(chosen)
}

impl Named {
    fn options(&self) -> ImportOptions {
        ImportOptions { any_seller: self.any_seller, skip_wrong_lines: self.skip_wrong_lines }
    }
}

/// Says what would come of a file (an invoice, a ledger, a list, a statement, an archive): what is recognised, what would be
/// created, what is wrong and where. Nothing is written: `/imports` with the same file and the same words writes it.
#[utoipa::path(post, path = "/imports/preview", tag = "Faits",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    params(Named, Once), responses((status = 200, body = PreviewShape), NotDone))]
pub async fn look(arrival: Arrival, Asked(asked): Asked<Named>, body: Bytes) -> Response {
    let bytes = |bytes: &[u8]| Ok(bytes.to_vec());
    act_on(arrival, ApiScope::Import, body, bytes, move |caller, bytes| {
        let files = read(caller, &asked, bytes)?;
        let report = preview(&caller.world(), &caller.company, &files, asked.options())?;
        Ok(PreviewShape::of(&report, &files))
    })
    .await
}

/// Takes a file in (an invoice, a ledger, a list, a statement, an archive): the body is the file. Taken whole or not at all,
/// but for wrong lines of a list when that is asked.
#[utoipa::path(post, path = "/imports", tag = "Faits",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    params(Named, Once), responses((status = 200, body = ImportShape), NotDone))]
pub async fn take(arrival: Arrival, Asked(asked): Asked<Named>, body: Bytes) -> Response {
    let bytes = |bytes: &[u8]| Ok(bytes.to_vec());
    act_on(arrival, ApiScope::Import, body, bytes, move |caller, bytes| {
        let files = read(caller, &asked, bytes)?;
        let (world, options) = (caller.world(), asked.options());
        let report = taken(&caller.house, &world, &caller.company, &files, options, &mut |_| {})?;
        Ok(ImportShape { files: report.files.iter().map(FileShape::from).collect() })
    })
    .await
}
