//! Requests of items.

use serde_json::{Map, Value};

use super::{Body, Header};
use crate::auth::Auth;
use crate::extra::Extra;
use crate::json::{self, Broken, Cursor};
use crate::url::Url;
use crate::variables::{Dynamic, Lookup, coerce, substitute_json};

/// A request.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The method in upper case.
    pub method: String,
    /// Where to.
    pub url: Url,
    /// The headers, disabled ones included.
    pub headers: Vec<Header>,
    /// The body.
    pub body: Option<Body>,
    /// Its own auth.
    pub auth: Option<Auth>,
    /// The proxy it asks for, as in the file.
    pub proxy: Option<Value>,
    /// The client certificate it asks for, as in the file.
    pub certificate: Option<Value>,
    /// What only reports show, its description too.
    pub extra: Extra,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            method: "GET".to_owned(),
            url: Url::default(),
            headers: Vec::new(),
            body: None,
            auth: None,
            proxy: None,
            certificate: None,
            extra: Extra::default(),
        }
    }
}

impl Request {
    /// Reads a request given as an object or as the text of its URL.
    #[must_use]
    pub fn from_json(json: &Value) -> Self {
        Self::from_text(&json.to_string())
    }

    /// Reads a request from the text of its JSON; what is no JSON gives an empty request.
    #[must_use]
    pub fn from_text(json: &str) -> Self {
        Self::read(&mut Cursor::new(json)).unwrap_or_default()
    }

    pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Self, Broken> {
        let mut request = Self::default();
        match cursor.peek()? {
            b'"' => {
                request.url = Url::read(cursor)?;
                return Ok(request);
            }
            b'{' => cursor.open(b'{')?,
            _ => return cursor.skip().map(|_| request),
        }
        while let Some(key) = cursor.key()? {
            match key.name().as_ref() {
                "url" => request.url = Url::read(cursor)?,
                "method" => request.method = method(cursor.skip()?)?,
                "header" => request.headers = Header::read_list(cursor)?,
                "body" => request.body = Some(Body::read(cursor)?),
                "auth" => request.auth = Auth::read(cursor)?,
                "proxy" => request.proxy = Some(cursor.value()?).filter(Value::is_object),
                "certificate" => {
                    request.certificate = Some(cursor.value()?).filter(Value::is_object);
                }
                other => request.extra.note(other, cursor.skip()?)?,
            }
        }
        Ok(request)
    }

    /// The request as reports show it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut out = Map::new();
        self.extra.write(false, &mut out);
        out.insert("url".to_owned(), self.url.to_json());
        if !self.headers.is_empty() {
            let list = self.headers.iter().map(Header::to_json).collect();
            out.insert("header".to_owned(), list);
        }
        out.insert("method".to_owned(), self.method.as_str().into());
        let parts = [
            ("body", self.body.as_ref().map(Body::to_json)),
            ("auth", self.auth.as_ref().map(Auth::to_json)),
            ("proxy", self.proxy.clone()),
            ("certificate", self.certificate.clone()),
        ];
        out.extend(parts.into_iter().filter_map(|(name, part)| Some((name.to_owned(), part?))));
        Value::Object(out)
    }

    /// A copy with all tokens replaced: URL, headers, body, its own auth and its description.
    #[must_use]
    pub fn substituted(&self, lookup: &dyn Lookup, dynamic: &mut dyn Dynamic) -> Self {
        let mut extra = self.extra.clone();
        if let Some(description) = self.extra.get("description") {
            extra.keep("description", substitute_json(description, lookup, dynamic));
        }
        let mut headers = self.headers.clone();
        for header in &mut headers {
            header.substitute(lookup, dynamic);
        }
        Self {
            method: self.method.clone(),
            url: self.url.substituted(lookup, dynamic),
            headers,
            body: self.body.as_ref().map(|body| body.substituted(lookup, dynamic)),
            auth: self.auth.as_ref().map(|auth| auth.substituted(lookup, dynamic)),
            proxy: self.proxy.as_ref().map(|proxy| substitute_json(proxy, lookup, dynamic)),
            certificate: self.certificate.clone(),
            extra,
        }
    }
}

fn method(raw: &str) -> Result<String, Broken> {
    if raw == "null" {
        return Ok("GET".to_owned());
    }
    Ok(coerce::text(&json::read(raw)?).to_uppercase())
}
