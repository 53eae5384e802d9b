//! Query parameters, read once.

use catalog::Spec;

/// The query of a request, decoded, split into what its operation knows and the names of the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    known: Vec<(String, String)>,
    /// Names of parameters that are ignored.
    pub ignored: Vec<String>,
}

/// Why a query is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum QueryFault {
    /// A parameter appears twice, so that two readers could read different values.
    Twice(String),
    /// Broken percent-encoding or UTF-8.
    Malformed,
}

impl Query {
    /// The value of a parameter.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.known.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All known parameters, in order.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.known
    }

    /// Sorts decoded pairs by what `spec` knows. An alias counts as the parameter it stands for.
    pub(crate) fn sort(spec: &Spec, pairs: Vec<(String, String)>) -> Result<Self, QueryFault> {
        let mut query = Self::default();
        for (name, value) in pairs {
            let canonical = spec.query.iter().copied().find(|known| {
                *known == name
                    || matches!(
                        (*known, name.as_str()),
                        ("workspace", "workspaceId") | ("cursor", "nextCursor")
                    )
            });
            match canonical {
                Some(known) if query.get(known).is_some() => return Err(QueryFault::Twice(name)),
                Some(known) => query.known.push((known.to_owned(), value)),
                None => query.ignored.push(name),
            }
        }
        Ok(query)
    }
}

/// Decodes a raw query string: pairs in order, `+` as a space.
pub(crate) fn decode(raw: &str) -> Result<Vec<(String, String)>, QueryFault> {
    raw.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((text(name)?, text(value)?))
        })
        .collect()
}

fn text(raw: &str) -> Result<String, QueryFault> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let [high, low, tail @ ..] = rest else { return Err(QueryFault::Malformed) };
                rest = tail;
                let digit = |byte: u8| char::from(byte).to_digit(16);
                let (Some(high), Some(low)) = (digit(*high), digit(*low)) else {
                    return Err(QueryFault::Malformed);
                };
                bytes.push(u8::try_from(high << 4 | low).map_err(|_| QueryFault::Malformed)?);
            }
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).map_err(|_| QueryFault::Malformed)
}

#[cfg(test)]
mod tests {
    use catalog::{Operation, op};

    use super::*;

    fn sort(raw: &str) -> Result<Query, QueryFault> {
        Query::sort(op::GetCollections::SPEC, decode(raw)?)
    }

    #[test]
    fn known_parameters_are_kept_and_others_named() {
        let query = sort("workspace=w%201&utm=x&limit=5&flag").unwrap();
        assert_eq!(query.get("workspace"), Some("w 1"));
        assert_eq!(query.get("limit"), Some("5"));
        assert_eq!(query.get("utm"), None);
        assert_eq!(query.ignored, ["utm", "flag"]);
    }

    #[test]
    fn two_values_of_one_parameter_are_refused() {
        for raw in ["limit=1&limit=2", "limit=1&limit=1", "limit&limit", "%6cimit=1&limit=1"] {
            assert_eq!(sort(raw).unwrap_err(), QueryFault::Twice("limit".to_owned()), "{raw}");
        }
        let alias = sort("workspace=a&workspaceId=b").unwrap_err();
        assert_eq!(alias, QueryFault::Twice("workspaceId".to_owned()));
        assert!(sort("unknown=1&unknown=2").is_ok(), "nobody reads it");
    }

    #[test]
    fn broken_encoding_is_refused() {
        for raw in ["a=%", "a=%4", "a=%zz", "a=%ff", "a=%+f", "%c3%28=1"] {
            assert_eq!(decode(raw).unwrap_err(), QueryFault::Malformed, "{raw}");
        }
    }
}
