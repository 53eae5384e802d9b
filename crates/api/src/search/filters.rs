//! Conditions of a search: `{"$and": [{field: {operator: value}}]}`.

use gate::Fault;
use model::ElementRef;
use serde_json::Value;
use store::SearchFilter;

/// What a condition comes to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Condition {
    /// It narrows: the value must be among these, or must not.
    Narrows(SearchFilter, bool, Vec<String>),
    /// Everything fits.
    All,
    /// Nothing fits.
    Nothing,
}

/// Fields by name, and what they are of. Those without have one value for everything here.
const FIELDS: [(&str, Option<SearchFilter>); 17] = [
    ("workspaceId", Some(SearchFilter::Workspace)),
    ("collectionId", Some(SearchFilter::Element)),
    ("requestId", Some(SearchFilter::Id)),
    ("specificationId", Some(SearchFilter::Id)),
    ("environmentId", Some(SearchFilter::Id)),
    ("createdBy", Some(SearchFilter::Creator)),
    ("teamId", Some(SearchFilter::Team)),
    ("organizationId", Some(SearchFilter::Team)),
    ("method", Some(SearchFilter::Method)),
    ("tags", Some(SearchFilter::Tag)),
    ("visibility", Some(SearchFilter::Visibility)),
    ("privateNetwork", None),
    ("publisherIsVerified", None),
    ("isGitConnected", None),
    ("flowId", None),
    ("documentId", None),
    ("type", None),
];

/// Reads the conditions of a search.
pub(super) fn read(filters: &Value) -> Result<Vec<Condition>, Fault> {
    let refused = |what: String| Fault::bad_request(format!("body/filters {what}"));
    let Some(all) = filters.get("$and").and_then(Value::as_array) else {
        return Err(refused("must have required property '$and', a list".to_owned()));
    };
    let mut conditions = Vec::new();
    for (index, one) in all.iter().enumerate() {
        let place = format!("/$and/{index}");
        let [(field, test)] = entries(one)
            .try_into()
            .map_err(|_| refused(format!("{place} must have exactly one field")))?;
        let [(operator, value)] = entries(test)
            .try_into()
            .map_err(|_| refused(format!("{place}/{field} must have exactly one operator")))?;
        let known = FIELDS.iter().find(|(name, _)| *name == field);
        let Some((_, filter)) = known else {
            let names: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
            return Err(refused(format!(
                "{place} has the unknown field `{field}`; use one of {}",
                names.join(", ")
            )));
        };
        let among = match operator {
            "$eq" | "$in" => true,
            "$ne" | "$nin" => false,
            _ => {
                return Err(refused(format!(
                    "{place}/{field} has the unknown operator `{operator}`; use $eq, $ne, $in or $nin"
                )));
            }
        };
        let values = values(value).ok_or_else(|| {
            refused(format!("{place}/{field}/{operator} must be a value or a list of them"))
        })?;
        conditions.push(match filter {
            Some(filter) => {
                let values = values.into_iter().map(|value| plain(*filter, &value)).collect();
                Condition::Narrows(*filter, among, values)
            }
            // None of these is so of anything that is stored here.
            None => match (among, values.iter().any(|value| value == "false")) {
                (true, true) | (false, false) => Condition::All,
                (true, false) | (false, true) => Condition::Nothing,
            },
        });
    }
    Ok(conditions)
}

fn entries(value: &Value) -> Vec<(&str, &Value)> {
    let members = value.as_object().into_iter().flatten();
    members.map(|(name, value)| (name.as_str(), value)).collect()
}

fn values(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(text) => Some(vec![text.clone()]),
        Value::Bool(flag) => Some(vec![flag.to_string()]),
        Value::Number(number) => Some(vec![number.to_string()]),
        Value::Array(list) => {
            let all: Option<Vec<_>> = list.iter().map(values).collect();
            Some(all?.into_iter().flatten().collect())
        }
        _ => None,
    }
}

/// A value as it is stored.
fn plain(filter: SearchFilter, value: &str) -> String {
    match filter {
        SearchFilter::Element | SearchFilter::Id | SearchFilter::Workspace => {
            ElementRef::parse(value).id
        }
        SearchFilter::Method => value.to_uppercase(),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn conditions_have_one_field_and_one_operator() {
        let read = |one: Value| read(&json!({ "$and": [one] }));
        let method = Condition::Narrows(SearchFilter::Method, true, vec!["GET".to_owned()]);
        assert_eq!(read(json!({ "method": { "$eq": "get" } })).unwrap(), [method]);
        let not =
            Condition::Narrows(SearchFilter::Tag, false, vec!["a".to_owned(), "b".to_owned()]);
        assert_eq!(read(json!({ "tags": { "$nin": ["a", "b"] } })).unwrap(), [not]);
        assert_eq!(
            read(json!({ "privateNetwork": { "$eq": true } })).unwrap(),
            [Condition::Nothing]
        );
        assert_eq!(read(json!({ "privateNetwork": { "$ne": true } })).unwrap(), [Condition::All]);
        assert_eq!(read(json!({ "privateNetwork": { "$eq": false } })).unwrap(), [Condition::All]);
        for bad in [
            json!({}),
            json!({ "a": 1, "b": 2 }),
            json!({ "name": { "$eq": "x" } }),
            json!({ "tags": { "$gt": "x" } }),
            json!({ "tags": { "$eq": {} } }),
            json!({ "tags": {} }),
            json!(7),
        ] {
            assert_eq!(read(bad.clone()).unwrap_err().status, 400, "{bad}");
        }
        assert_eq!(super::read(&json!({})).unwrap_err().status, 400);
    }
}
