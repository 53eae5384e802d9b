//! The text of a message, beside what the protocol library made of it.
//!
//! The library reads numbers into doubles and keeps the last of members with the same name. What
//! is stored must be what was sent, so arguments are taken from the text.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame};
use http_body_util::BodyExt as _;
use model::json;
use serde::Deserialize;
use serde_json::value::RawValue;

/// The text of one message, as it arrived; travels in the extensions of its request.
#[derive(Clone, Default)]
pub(crate) struct Message(Arc<Mutex<Vec<Bytes>>>);

/// The members of a message that lead to the arguments.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    params: Option<Params<'a>>,
}

#[derive(Deserialize)]
struct Params<'a> {
    #[serde(borrow)]
    arguments: Option<&'a RawValue>,
}

impl Message {
    /// The same body, remembered while it is read.
    pub(crate) fn remember<B>(
        &self,
        body: B,
    ) -> impl Body<Data = Bytes, Error = B::Error> + Send + 'static
    where
        B: Body<Data = Bytes> + Send + 'static,
    {
        let heard = self.clone();
        body.map_frame(move |frame: Frame<Bytes>| {
            if let Some(data) = frame.data_ref() {
                // Shared with the library's copy, not copied.
                heard.0.lock().unwrap_or_else(PoisonError::into_inner).push(data.clone());
            }
            frame
        })
    }

    /// The text of `params.arguments`, an object; or what is wrong with it, in a phrase.
    pub(crate) fn arguments(&self) -> Result<String, String> {
        let whole = self.whole();
        let text = json::check(&whole).map_err(|fault| phrase(&fault))?;
        let envelope: Envelope<'_> =
            serde_json::from_str(text).map_err(|error| format!("they can't be read: {error}"))?;
        let given = envelope.params.and_then(|params| params.arguments).map(RawValue::get);
        Ok(given.filter(|text| *text != "null").unwrap_or("{}").to_owned())
    }

    /// The id of the call that this notification cancels, as JSON.
    pub(crate) fn cancels(&self) -> Option<String> {
        #[derive(Deserialize)]
        struct Notice {
            method: String,
            params: Cancelled,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Cancelled {
            request_id: serde_json::Value,
        }
        const LONGEST: usize = 16 * 1024;
        let whole = self.whole();
        let notice = (whole.len() <= LONGEST).then(|| serde_json::from_slice::<Notice>(&whole));
        let notice = notice?.ok().filter(|notice| notice.method == "notifications/cancelled")?;
        Some(notice.params.request_id.to_string())
    }

    fn whole(&self) -> Bytes {
        let pieces = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match pieces.as_slice() {
            [whole] => whole.clone(),
            pieces => {
                let mut whole = BytesMut::with_capacity(pieces.iter().map(Bytes::len).sum());
                for piece in pieces {
                    whole.extend_from_slice(piece);
                }
                whole.freeze()
            }
        }
    }
}

fn phrase(fault: &json::Fault) -> String {
    match &fault.path {
        Some(path) if fault.what.starts_with("duplicate") => {
            format!("`{}` is there twice", path.strip_prefix("params.arguments.").unwrap_or(path))
        }
        _ => format!("they can't be read: {}", fault.what),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(pieces: &[&str]) -> Result<String, String> {
        let message = Message::default();
        let pieces = pieces.iter().map(|piece| Bytes::copy_from_slice(piece.as_bytes()));
        message.0.lock().unwrap().extend(pieces);
        message.arguments()
    }

    #[test]
    fn arguments_are_as_written() {
        let cases = [
            (r#"{"params":{"name":"t","arguments":{"a": 1.0,"b":1e3}}}"#, r#"{"a": 1.0,"b":1e3}"#),
            (r#"{"params":{"arguments":{}}}"#, "{}"),
            (r#"{"params":{"arguments":null}}"#, "{}"),
            (r#"{"params":{"name":"t"}}"#, "{}"),
            (r#"{"id":1}"#, "{}"),
        ];
        for (message, expected) in cases {
            assert_eq!(arguments(&[message]).as_deref(), Ok(expected), "{message}");
            let (first, second) = message.split_at(message.len() / 2);
            assert_eq!(arguments(&[first, second]).as_deref(), Ok(expected), "{message} in two");
        }
    }

    #[test]
    fn names_that_are_there_twice_are_told() {
        let cases = [
            (r#"{"params":{"arguments":{"a":1,"a":2}}}"#, "`a` is there twice"),
            (
                r#"{"params":{"arguments":{"a":{"b":[{"c":1,"\u0063":1}]}}}}"#,
                "`a.b[0].c` is there twice",
            ),
            (r#"{"params":{"arguments":{},"arguments":{}}}"#, "`params.arguments` is there twice"),
            (r#"{"params":{},"params":{}}"#, "`params` is there twice"),
        ];
        for (message, expected) in cases {
            assert_eq!(arguments(&[message]).unwrap_err(), expected, "{message}");
        }
        assert!(arguments(&[]).unwrap_err().starts_with("they can't be read: "));
    }
}
