//! Scripts and when they run.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::extra::{Extra, is_true};
use crate::json::{self, Broken, Cursor};
use crate::url::Url;
use crate::variables::coerce;

/// The type of scripts that name none.
const TYPE: &str = "text/javascript";

/// When a script runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listen {
    /// Before the request.
    Prerequest,
    /// After the response.
    Test,
    /// Never: an event of another name, or of none.
    Other(Option<String>),
}

/// A script that runs at an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// When it runs.
    pub listen: Listen,
    /// Whether it never runs.
    pub disabled: bool,
    /// What runs; an event may have none.
    pub script: Option<Script>,
    /// What only reports show.
    pub extra: Extra,
}

/// A script.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Script {
    /// Its id.
    pub id: String,
    /// Its type as in the file.
    pub kind: String,
    /// Its source, lines joined; `None` when the file has none, and then nothing is executed.
    pub source: Option<Arc<str>>,
    /// The packages it may require, by the name it uses.
    pub packages: Option<Value>,
    /// What only reports show, its name too.
    pub extra: Extra,
}

impl Listen {
    fn from_name(name: Option<String>) -> Self {
        match name.as_deref() {
            Some("prerequest") => Self::Prerequest,
            Some("test") => Self::Test,
            _ => Self::Other(name),
        }
    }

    /// The name in files.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Prerequest => Some("prerequest"),
            Self::Test => Some("test"),
            Self::Other(name) => name.as_deref(),
        }
    }
}

impl Event {
    pub(super) fn read_list(
        cursor: &mut Cursor<'_>,
        new_id: &mut dyn FnMut() -> String,
    ) -> Result<Vec<Self>, Broken> {
        let mut list = Vec::new();
        cursor.each(|cursor| {
            list.push(Self::read(cursor, new_id)?);
            Ok(())
        })?;
        Ok(list)
    }

    fn read(cursor: &mut Cursor<'_>, new_id: &mut dyn FnMut() -> String) -> Result<Self, Broken> {
        let listen = Listen::Other(None);
        let mut event = Self { listen, disabled: false, script: None, extra: Extra::default() };
        if cursor.peek()? != b'{' {
            return cursor.skip().map(|_| event);
        }
        cursor.open(b'{')?;
        while let Some(key) = cursor.key()? {
            match key.name().as_ref() {
                "listen" => {
                    let name = json::string(cursor.skip()?).map(Into::into);
                    event.listen = Listen::from_name(name);
                }
                "script" => event.script = Script::read(cursor, new_id)?,
                "disabled" => event.disabled = event.extra.disabled(cursor.skip()?),
                other => event.extra.note(other, cursor.skip()?)?,
            }
        }
        Ok(event)
    }

    /// The event as reports show it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut out = Map::new();
        self.extra.write(self.disabled, &mut out);
        if let Some(listen) = self.listen.name() {
            out.insert("listen".to_owned(), listen.into());
        }
        if let Some(script) = &self.script {
            out.insert("script".to_owned(), script.to_json());
        }
        Value::Object(out)
    }
}

impl Script {
    /// Its name, when it has one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.extra.get("name").and_then(Value::as_str)
    }

    fn read(
        cursor: &mut Cursor<'_>,
        new_id: &mut dyn FnMut() -> String,
    ) -> Result<Option<Self>, Broken> {
        let mut script = Self { kind: TYPE.to_owned(), ..Self::default() };
        match cursor.peek()? {
            b'"' | b'[' => script.exec(cursor.skip()?)?,
            b'{' => script.members(cursor)?,
            _ => return cursor.skip().map(|_| None),
        }
        if script.id.is_empty() {
            script.id = new_id();
        }
        Ok(Some(script))
    }

    fn members(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Broken> {
        let mut exec = None;
        cursor.open(b'{')?;
        while let Some(key) = cursor.key()? {
            let raw = cursor.skip()?;
            match key.name().as_ref() {
                "id" if is_true(raw) => self.id = coerce::text(&json::read(raw)?).into_owned(),
                "id" => {}
                "type" => self.kind = json::string(raw).map_or_else(|| TYPE.to_owned(), Into::into),
                "packages" => {
                    self.packages = Some(json::read(raw)?).filter(|value| !value.is_null());
                }
                "src" if is_true(raw) => {
                    self.extra.keep("src", Url::read(&mut Cursor::new(raw))?.to_json());
                }
                "exec" => exec = Some(raw),
                other => self.extra.note(other, raw)?,
            }
        }
        // A script that lies elsewhere has no lines of its own.
        match exec.filter(|_| self.extra.get("src").is_none()) {
            Some(exec) => self.exec(exec),
            None => Ok(()),
        }
    }

    /// One text or a list of lines; anything else is no source.
    fn exec(&mut self, raw: &str) -> Result<(), Broken> {
        if let Some(text) = json::string(raw) {
            let text = if text.contains('\r') { text.replace("\r\n", "\n").into() } else { text };
            self.source = Some(text.into());
            return Ok(());
        }
        if !raw.starts_with('[') {
            return Ok(());
        }
        let mut source = String::with_capacity(raw.len());
        let mut exact = false;
        let mut lines = 0;
        let mut cursor = Cursor::new(raw);
        cursor.open(b'[')?;
        while cursor.element()? {
            let raw = cursor.skip()?;
            if lines > 0 {
                source.push('\n');
            }
            lines += 1;
            match json::string(raw) {
                Some(line) => {
                    exact |= line.contains('\n');
                    source.push_str(&line);
                }
                None if raw == "null" => exact = true,
                None => {
                    exact = true;
                    source.push_str(&coerce::text(&json::read(raw)?));
                }
            }
        }
        if exact || lines == 0 {
            // Splitting the source again would not give these lines.
            self.extra.keep("exec", json::read(raw)?);
        }
        self.source = Some(source.into());
        Ok(())
    }

    fn to_json(&self) -> Value {
        let mut out = Map::new();
        let mut extra = Map::new();
        self.extra.write(false, &mut extra);
        extra.insert("id".to_owned(), self.id.as_str().into());
        for name in ["_", "id", "name"] {
            out.extend(extra.remove_entry(name));
        }
        out.insert("type".to_owned(), self.kind.as_str().into());
        if let Some(packages) = &self.packages {
            out.insert("packages".to_owned(), packages.clone());
        }
        if let Some(src) = self.extra.get("src") {
            out.insert("src".to_owned(), src.clone());
        }
        if let Some(source) = &self.source {
            let exact = self.extra.get("exec").cloned();
            let lines = exact.unwrap_or_else(|| source.split('\n').collect());
            out.insert("exec".to_owned(), lines);
        }
        Value::Object(out)
    }
}
