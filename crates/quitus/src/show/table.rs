use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
}

/// A table within eighty columns; amounts on the right.
pub fn grid(heads: &[(&str, Align)], rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(80);
    table.set_header(heads.iter().map(|(name, _)| *name));
    for row in rows {
        table.add_row(row);
    }
    for (at, (_, align)) in heads.iter().enumerate() {
        if let (Align::Right, Some(column)) = (align, table.column_mut(at)) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.to_string()
}
