//! The few words in which the engines' SQL differs.

use std::fmt::Write as _;

/// `INSERT INTO table (columns) VALUES (…), (…)` for `rows` rows.
pub(super) fn insert(table: &str, columns: &[&str], rows: usize) -> String {
    let mut sql = format!("INSERT INTO {table} ({}) VALUES ", columns.join(", "));
    let mut number = 0;
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns.len() {
            number += 1;
            // Writing to a string can't fail.
            let _ = write!(sql, "{}${number}", if column == 0 { "" } else { ", " });
        }
        sql.push(')');
    }
    sql
}

/// A statement's text for PostgreSQL: lists come from its own JSON function.
#[cfg(feature = "postgres")]
pub(super) fn postgres(sql: &str) -> std::borrow::Cow<'_, str> {
    const LIST: &str = "json_each(";
    if !sql.contains(LIST) {
        return sql.into();
    }
    let mut text = String::with_capacity(sql.len() + 64);
    let mut rest = sql;
    while let Some((before, after)) = rest.split_once(LIST) {
        let (list, tail) = after.split_once(')').unwrap_or((after, ""));
        text.push_str(before);
        // Without the inner cast the server would want the parameter in its binary JSON form.
        let _ = write!(
            text,
            "jsonb_array_elements_text(CAST(CAST({list} AS TEXT) AS JSONB)) AS each(value)"
        );
        rest = tail;
    }
    text.push_str(rest);
    text.into()
}

/// A migration's text for PostgreSQL. Text sorts by bytes there too, as ids and cursors need.
#[cfg(feature = "postgres")]
pub(super) fn postgres_schema(sql: &str) -> String {
    sql.replace(" BLOB", " BYTEA")
        .replace(" TEXT", " TEXT COLLATE \"C\"")
        .replace(" WITHOUT ROWID", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inserts_number_their_placeholders_in_order() {
        assert_eq!(insert("t", &["a", "b"], 2), "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4)");
    }

    #[cfg(feature = "postgres")]
    #[test]
    fn lists_become_a_set_of_text() {
        let sql = postgres("SELECT 1 WHERE a IN (SELECT value FROM json_each($1)) AND b = $2");
        assert_eq!(
            sql,
            "SELECT 1 WHERE a IN (SELECT value FROM jsonb_array_elements_text(CAST(CAST($1 AS \
             TEXT) AS JSONB)) AS each(value)) AND b = $2"
        );
    }
}
