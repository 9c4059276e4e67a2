use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
}

/// A rule under the head, nothing between rows: figures read down the column.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// A table within eighty columns; amounts on the right and never broken over two lines.
pub fn grid(heads: &[(&str, Align)], rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(STYLE);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(80);
    table.set_header(heads.iter().map(|(name, _)| *name));
    for row in rows {
        table.add_row(row);
    }
    for (at, (_, align)) in heads.iter().enumerate() {
        let Some(column) = table.column_mut(at) else { continue };
        column.set_padding((u16::from(at > 0), 1));
        if *align == Align::Right {
            column.set_cell_alignment(CellAlignment::Right);
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    table.to_string().lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}
