//! Reading and making JSON whose members may be missing.

use serde_json::Value;

static NULL: Value = Value::Null;

/// Members by name, where a missing one is null.
pub(crate) trait Json {
    /// The member; null when there is none.
    fn at(&self, member: &str) -> &Value;
    /// The entries of a list; none when it is not there.
    fn list(&self, member: &str) -> &[Value];
    /// A member's text; empty when there is none.
    fn word(&self, member: &str) -> &str;
    /// Sets a member of an object.
    fn set(&mut self, member: &str, value: impl Into<Value>);
}

impl Json for Value {
    fn at(&self, member: &str) -> &Value {
        self.get(member).unwrap_or(&NULL)
    }

    fn list(&self, member: &str) -> &[Value] {
        self.at(member).as_array().map(Vec::as_slice).unwrap_or_default()
    }

    fn word(&self, member: &str) -> &str {
        self.at(member).as_str().unwrap_or_default()
    }

    fn set(&mut self, member: &str, value: impl Into<Value>) {
        if let Some(members) = self.as_object_mut() {
            members.insert(member.to_owned(), value.into());
        }
    }
}
