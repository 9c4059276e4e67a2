//! `$1`…`$n` become `?1`…`?n` for SQLite, which would number `$name` parameters by first appearance and so swap values
//! silently. Quoted text and comments are left alone; nothing else of the statement is understood here.

/// The statement as SQLite must read it.
pub(super) fn for_sqlite(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(at) = rest.find(['$', '\'', '"', '-', '/']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let taken = opaque_length(from);
        let (piece, after) = from.split_at(taken.unwrap_or(1));
        let is_parameter = piece == "$" && after.starts_with(|c: char| c.is_ascii_digit());
        out.push_str(if is_parameter { "?" } else { piece });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Length in bytes of the quoted text or comment that `text` starts with.
fn opaque_length(text: &str) -> Option<usize> {
    let (opening, closing) =
        [("'", "'"), ("\"", "\""), ("--", "\n"), ("/*", "*/")].into_iter().find(|(open, _)| text.starts_with(open))?;
    let body = text.get(opening.len()..)?;
    Some(body.find(closing).map_or(text.len(), |end| opening.len() + end + closing.len()))
}

#[cfg(test)]
mod tests {
    use super::for_sqlite;

    #[test]
    fn parameters_keep_their_numbers() {
        assert_eq!(for_sqlite("SELECT $2, $1, $12 + $2"), "SELECT ?2, ?1, ?12 + ?2");
        assert_eq!(for_sqlite("a-$1/$2"), "a-?1/?2");
    }

    #[test]
    fn quoted_text_and_comments_are_left_alone() {
        for same in ["'$1 it''s $2'", "\"a$1\"", "-- $1\n", "/* $1 */", "'$1", "-- $1", "$", "é$a", "/*$1"] {
            assert_eq!(for_sqlite(same), same);
        }
        assert_eq!(for_sqlite("'é$1' || $1 -- $1\n|| $2"), "'é$1' || ?1 -- $1\n|| ?2");
    }
}
