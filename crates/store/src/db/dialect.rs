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

/// The part of a migration that an engine runs: lines after `--only embedded`, `--only postgres`
/// and `--all`, up to the next such mark.
pub(super) fn only(sql: &str, engine: &str) -> String {
    let mut mine = true;
    let mut out = String::with_capacity(sql.len());
    for line in sql.lines() {
        match line.strip_prefix("--only ") {
            Some(named) => mine = named == engine,
            None if line == "--all" => mine = true,
            None if mine => {
                out.push_str(line);
                out.push('\n');
            }
            None => {}
        }
    }
    out
}

/// How rows of `search_docs d` are found by words.
pub(crate) struct Matching {
    /// Tables to read from.
    pub from: &'static str,
    /// What must hold; names `$1` when there is a text.
    pub condition: &'static str,
    /// What is looked for, in the words of the engine; `None` for everything.
    pub text: Option<String>,
    /// What grows with age, and is in order without sorting.
    pub newest: &'static str,
}

/// What to look for in the index by words.
pub(crate) struct Wanted<'a> {
    /// All of them must be there, the last may be a beginning. Letters and digits only.
    pub words: &'a [&'a str],
    /// Only in names.
    pub in_names: bool,
    /// The word of the kind.
    pub kind: &'a str,
    /// Words of workspaces, one of which must be there; empty for any.
    pub places: &'a [String],
}

pub(super) fn matching_embedded(wanted: &Wanted<'_>) -> Matching {
    let quoted = |word: &str| format!("\"{word}\"");
    let last = wanted.words.len().saturating_sub(1);
    let all: Vec<String> = wanted
        .words
        .iter()
        .enumerate()
        .map(|(at, word)| format!("{}{}", quoted(word), if at == last { " *" } else { "" }))
        .collect();
    let mut text = format!("(place : {})", quoted(wanted.kind));
    if !wanted.places.is_empty() {
        let places: Vec<String> = wanted.places.iter().map(|place| quoted(place)).collect();
        let _ = write!(text, " AND (place : ({}))", places.join(" OR "));
    }
    if !all.is_empty() {
        let columns = if wanted.in_names { "names" } else { "{names urls about}" };
        let _ = write!(text, " AND ({columns} : ({}))", all.join(" AND "));
    }
    Matching {
        from: "search_text JOIN search_docs d ON d.n = search_text.rowid",
        condition: "search_text MATCH $1",
        text: Some(text),
        newest: "search_text.rowid",
    }
}

/// The same for PostgreSQL, where kinds and places are looked at with the rows.
#[cfg(feature = "postgres")]
pub(super) fn matching_postgres(wanted: &Wanted<'_>) -> Matching {
    let last = wanted.words.len().saturating_sub(1);
    let weight = if wanted.in_names { "A" } else { "" };
    let all: Vec<String> = wanted
        .words
        .iter()
        .enumerate()
        .map(|(at, word)| {
            let mark = if at == last { format!("*{weight}") } else { weight.to_owned() };
            format!("'{word}'{}{mark}", if mark.is_empty() { "" } else { ":" })
        })
        .collect();
    let text = (!all.is_empty()).then(|| all.join(" & "));
    let condition = if text.is_some() { "d.words @@ to_tsquery('simple', $1)" } else { "1 = 1" };
    Matching { from: "search_docs d", condition, text, newest: "d.n" }
}

/// A migration's text for PostgreSQL. Text sorts by bytes there too, as ids and cursors need.
#[cfg(feature = "postgres")]
pub(super) fn postgres_schema(sql: &str) -> String {
    only(sql, "postgres")
        .replace(" BLOB", " BYTEA")
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
