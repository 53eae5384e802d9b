//! JSON text of bodies, straight into JavaScript values.

use std::borrow::Cow;

use rquickjs::{Ctx, Error, Exception, Result, Value};

use crate::{charset, v8};

/// Parses a body; a byte order mark and white space around it are accepted.
///
/// Throws a `SyntaxError` in V8's words.
pub(crate) fn parse<'js>(ctx: &Ctx<'js>, body: &[u8], charset: Option<&str>) -> Result<Value<'js>> {
    let text = charset::decode(body, charset);
    match ctx.json_parse(trimmed(text)) {
        Err(Error::Exception) if is_syntax(ctx) => {}
        Err(Error::InvalidString(_)) => {}
        other => return other,
    }
    let text = trimmed(charset::decode(body, charset));
    let fault = v8::json::fault(&text).unwrap_or_else(|| "Unexpected end of JSON input".to_owned());
    Err(Exception::throw_syntax(ctx, &fault))
}

/// The text without mark and white space; the usual body is taken as it is.
fn trimmed(text: Cow<'_, str>) -> String {
    let inner = text.trim_start_matches('\u{feff}').trim();
    if inner.len() == text.len() { text.into_owned() } else { inner.to_owned() }
}

/// Takes a pending `SyntaxError`; anything else, such as too little memory, stays pending.
fn is_syntax(ctx: &Ctx<'_>) -> bool {
    let error = ctx.catch();
    let name = error.as_object().and_then(|error| error.get::<_, String>("name").ok());
    if name.as_deref() == Some("SyntaxError") {
        return true;
    }
    ctx.throw(error);
    false
}
