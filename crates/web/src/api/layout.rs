//! The list that the accountant's program reads: its columns, and how its values are written.

use super::gate::{act, ask};
use super::request::{NotAnswered, NotDone, Once, coded};
use crate::answer::Oops;
use crate::route::Arrival;
use app::entries;
use app::records::ApiScope;
use axum::body::Bytes;
use axum::response::Response;
use domain::entries::{Column, DateForm, DecimalMark, Encoding, Headed, Layout, LineEnd, Separator};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A column, and what stands above it.
#[derive(Serialize, Deserialize, ToSchema)]
struct LayoutColumn {
    /// A column of the FEC by its name there (`JournalCode`, `JournalLib`, `EcritureNum`, `EcritureDate`, `CompteNum`, `CompteLib`,
    /// `CompAuxNum`, `CompAuxLib`, `PieceRef`, `PieceDate`, `EcritureLib`, `Debit`, `Credit`, `EcritureLet`, `DateLet`), or
    /// `Montant` (without sign), `Sens` (D or C), `Solde` (debits above zero), `Vide`.
    #[schema(example = "CompteNum")]
    column: String,
    heading: String,
}

/// The list that a program reads. When it is set, what is absent stays as it is.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct EntriesLayout {
    /// In the order of the file. They give a date, an account, and amounts with their side.
    #[schema(example = json!([{ "column": "EcritureDate", "heading": "Date" }, { "column": "CompteNum", "heading": "Compte" },
        { "column": "Solde", "heading": "Montant" }]))]
    columns: Option<Vec<LayoutColumn>>,
    /// Whether the headings are written.
    headings: Option<bool>,
    /// `semicolon`, `comma`, `tab` or `bar`.
    separator: Option<String>,
    /// `comma` or `point`; not the sign that separates.
    #[schema(example = "point")]
    decimal: Option<String>,
    /// `day_first` (31/12/2026), `day_first_short` (31/12/26), `iso`, `compact` (20261231), `compact_day_first` (31122026) or
    /// `compact_short` (311226).
    date: Option<String>,
    /// `utf8_marked`, `utf8` or `windows_1252`.
    encoding: Option<String>,
    /// `crlf` or `lf`.
    line_end: Option<String>,
}

impl From<&Layout> for EntriesLayout {
    fn from(layout: &Layout) -> Self {
        let column = |c: &Headed| LayoutColumn { column: c.column.code().to_string(), heading: c.heading.clone() };
        EntriesLayout {
            columns: Some(layout.columns.iter().map(column).collect()),
            headings: Some(layout.is_headed),
            separator: Some(layout.separator.code().to_string()),
            decimal: Some(layout.decimal.code().to_string()),
            date: Some(layout.date.code().to_string()),
            encoding: Some(layout.encoding.code().to_string()),
            line_end: Some(layout.line_end.code().to_string()),
        }
    }
}

impl EntriesLayout {
    /// What was given, in the place of what there was.
    fn over(self, mut layout: Layout) -> Result<Layout, Oops> {
        if let Some(columns) = self.columns {
            let read = |c: LayoutColumn| Ok(Headed { column: coded(&c.column, Column::parse)?, heading: c.heading });
            layout.columns = columns.into_iter().map(read).collect::<Result<_, Oops>>()?;
        }
        layout.is_headed = self.headings.unwrap_or(layout.is_headed);
        given(&mut layout.separator, self.separator, Separator::parse)?;
        given(&mut layout.decimal, self.decimal, DecimalMark::parse)?;
        given(&mut layout.date, self.date, DateForm::parse)?;
        given(&mut layout.encoding, self.encoding, Encoding::parse)?;
        given(&mut layout.line_end, self.line_end, LineEnd::parse)?;
        Ok(layout)
    }
}

fn given<T>(place: &mut T, text: Option<String>, parse: fn(&str) -> Option<T>) -> Result<(), Oops> {
    if let Some(text) = text {
        *place = coded(&text, parse)?;
    }
    Ok(())
}

/// The layout in force.
#[utoipa::path(get, path = "/entries/layout", tag = "Comptabilité", responses((status = 200, body = EntriesLayout), NotAnswered))]
pub async fn show(arrival: Arrival) -> Response {
    ask(arrival, |caller| Ok(EntriesLayout::from(&entries::layout(&caller.company)))).await
}

/// Sets it for whatever is written from now on; files handed over before are made again with it.
#[utoipa::path(post, path = "/entries/layout", tag = "Comptabilité", params(Once), request_body = EntriesLayout,
    responses((status = 200, body = EntriesLayout), NotDone))]
pub async fn keep(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, |caller, wanted: EntriesLayout| {
        let layout = wanted.over(entries::layout(&caller.company))?;
        let after = entries::keep_layout(&caller.world(), &caller.company, &layout)?;
        Ok(EntriesLayout::from(&entries::layout(&after)))
    })
    .await
}
