//! Reading and answering variables.

use std::collections::BTreeSet;

use bytes::Bytes;
use model::{environment::Invalid, json::member, mask::Masker};
use serde::Deserialize;

use crate::{ApiError, aside::aside, body};

/// Reads the environment in `{"environment": …}`.
pub(super) async fn read<T: Send + 'static>(
    body: Bytes,
    parse: fn(&str) -> Result<T, Invalid>,
) -> Result<T, ApiError> {
    let parsed = aside(body.len(), move || {
        let inner = body::inner(body::text(&body)?, "environment")?;
        parse(inner).map_err(|invalid| body::malformed("environment", &invalid))
    });
    Ok(parsed.await??)
}

/// The rendered environment in its envelope, masked if need be.
pub(super) fn envelope(text: String, masker: Option<&Masker>) -> String {
    let mut body = match masker {
        Some(masker) => masker.values(&text),
        None => text,
    };
    body.insert_str(0, r#"{"environment":"#);
    body.push('}');
    body
}

/// How many keys of `before` are not in `after`, and how many there were. Both are objects with
/// a list `values`.
pub(crate) fn removed(before: &str, after: &str) -> (u64, u64) {
    let (before, after) = (keys(before), keys(after));
    (before.difference(&after).count() as u64, before.len() as u64)
}

fn keys(text: &str) -> BTreeSet<String> {
    #[derive(Deserialize)]
    struct Entry {
        key: Option<String>,
    }
    let values = member(text, "values").unwrap_or("[]");
    let entries: Vec<Entry> = serde_json::from_str(values).unwrap_or_default();
    entries.into_iter().filter_map(|entry| entry.key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_keys_that_go() {
        let before = r#"{"values":[{"key":"a"},{"key":"b"},{"key":"c","value":1.0}]}"#;
        let after = r#"{"name":"x","values":[{"key":"b"},{"key":"d"}]}"#;
        assert_eq!(removed(before, after), (2, 3));
        assert_eq!(removed("{}", after), (0, 0));
        assert_eq!(removed(before, "{}"), (3, 3));
    }
}
