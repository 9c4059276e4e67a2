//! Tables that a phone reads row by row. A template writes `class="table stacked"`; here each cell learns the title of its
//! column, which the style sheet shows where columns no longer stand under their titles, and each element its role, which
//! browsers forget when a table is laid out as something else. Nothing is added to any other page.

const MARK: &str = "<table class=\"table stacked";
const END: &str = "</table>";

/// The page with its stacked tables labelled.
#[must_use]
pub fn labelled(page: String) -> String {
    if !page.contains(MARK) {
        return page;
    }
    let mut out = String::with_capacity(page.len() + page.len() / 4);
    let mut rest = page.as_str();
    while let Some((before, table)) = rest.find(MARK).and_then(|at| rest.split_at_checked(at)) {
        let end = table.find(END).unwrap_or(table.len());
        let (table, after) = table.split_at_checked(end).unwrap_or((table, ""));
        out.push_str(before);
        Walk::default().table(table, &mut out);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Where in a table one is.
#[derive(Default)]
struct Walk {
    titles: Vec<String>,
    column: usize,
    in_head: bool,
}

impl Walk {
    fn table(&mut self, table: &str, out: &mut String) {
        let mut rest = table;
        while let Some((text, tag)) = rest.find('<').and_then(|at| rest.split_at_checked(at)) {
            out.push_str(text);
            let end = tag.find('>').map_or(tag.len(), |at| at + 1);
            let (tag, after) = tag.split_at_checked(end).unwrap_or((tag, ""));
            let learnt = self.learnt(tag, after);
            match tag.strip_suffix('>') {
                Some(open) if !learnt.is_empty() => out.extend([open, &learnt, ">"]),
                _ => out.push_str(tag),
            }
            rest = after;
        }
        out.push_str(rest);
    }

    /// What is added to an opening tag.
    fn learnt(&mut self, tag: &str, after: &str) -> String {
        let name = tag.trim_start_matches('<').split([' ', '>', '/']).next().unwrap_or_default();
        match name {
            "table" => " role=\"table\"".to_string(),
            "thead" | "tbody" | "tfoot" => {
                self.in_head = name == "thead";
                " role=\"rowgroup\"".to_string()
            }
            "tr" => {
                self.column = 0;
                " role=\"row\"".to_string()
            }
            "th" if self.in_head => {
                self.titles.push(title(after));
                " role=\"columnheader\"".to_string()
            }
            "th" => self.cell(tag, "rowheader"),
            "td" => self.cell(tag, "cell"),
            _ => String::new(),
        }
    }

    fn cell(&mut self, tag: &str, role: &str) -> String {
        let title = self.titles.get(self.column).map_or("", String::as_str);
        self.column += span(tag);
        if title.is_empty() { format!(" role=\"{role}\"") } else { format!(" role=\"{role}\" data-label=\"{title}\"") }
    }
}

/// The words of a column's title, which are already escaped; none when only a screen reader is told them.
fn title(after: &str) -> String {
    let inside = after.split("</th>").next().unwrap_or_default();
    if inside.contains("class=\"sr\"") {
        return String::new();
    }
    let words = inside.split('<').enumerate().map(|(n, part)| match n {
        0 => part,
        _ => part.split_once('>').map_or("", |(_, text)| text),
    });
    words.collect::<String>().trim().replace('"', "&#34;")
}

/// How many columns a cell takes.
fn span(tag: &str) -> usize {
    let told = tag.split_once("colspan=\"").and_then(|(_, rest)| rest.split('"').next());
    told.and_then(|n| n.parse().ok()).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::labelled;

    #[test]
    fn each_cell_learns_its_column_and_each_element_its_role() {
        let page = concat!(
            "<p>Avant</p><table class=\"table stacked aged\"><thead><tr><th><a href=\"?a=1&amp;b\">Client</a></th>",
            "<th class=\"num\">Reste dû</th><th><span class=\"sr\">Action</span></th></tr></thead><tbody>\n",
            "<tr><td><a href=\"#\">Martin &lt;SA&gt;</a></td><td class=\"num\">12,00 €</td><td>Voir</td></tr></tbody>",
            "<tfoot><tr><th scope=\"row\" colspan=\"2\">Tous</th><td>Rien</td></tr></tfoot></table><p>Après</p>"
        );
        let told = concat!(
            "<p>Avant</p><table class=\"table stacked aged\" role=\"table\"><thead role=\"rowgroup\"><tr role=\"row\">",
            "<th role=\"columnheader\"><a href=\"?a=1&amp;b\">Client</a></th>",
            "<th class=\"num\" role=\"columnheader\">Reste dû</th>",
            "<th role=\"columnheader\"><span class=\"sr\">Action</span></th></tr></thead><tbody role=\"rowgroup\">\n",
            "<tr role=\"row\"><td role=\"cell\" data-label=\"Client\"><a href=\"#\">Martin &lt;SA&gt;</a></td>",
            "<td class=\"num\" role=\"cell\" data-label=\"Reste dû\">12,00 €</td><td role=\"cell\">Voir</td></tr></tbody>",
            "<tfoot role=\"rowgroup\"><tr role=\"row\">",
            "<th scope=\"row\" colspan=\"2\" role=\"rowheader\" data-label=\"Client\">Tous</th>",
            "<td role=\"cell\">Rien</td></tr></tfoot></table><p>Après</p>"
        );
        assert_eq!(labelled(page.to_string()), told);
    }

    #[test]
    fn a_page_without_one_is_left_as_it_is() {
        for page in ["", "<p>1 < 2</p>", "<table class=\"table\"><tr><td>1</td></tr></table>"] {
            assert_eq!(labelled(page.to_string()), page);
        }
    }

    #[test]
    fn what_breaks_off_is_given_back_whole() {
        let page = "<table class=\"table stacked\"><thead><tr><th>À";
        let text = |html: &str| html.replace(" role=\"table\"", "").replace(" role=\"rowgroup\"", "");
        assert_eq!(
            text(&labelled(page.to_string())).replace(" role=\"row\"", "").replace(" role=\"columnheader\"", ""),
            page
        );
    }
}
