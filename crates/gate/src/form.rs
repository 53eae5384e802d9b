//! Forms as JSON.

use bytes::Bytes;
use multer::Multipart;
use serde_json::{Map, Value};

use crate::{Fault, body::CHECK_INLINE};

/// Fields of a form; more are refused.
const MOST: usize = 100;

/// A form of `multipart/form-data` as the JSON object of its fields (RFC 7578).
///
/// Files are taken as text in UTF-8. A field that reads as a JSON object is that object, all else
/// is text.
pub(crate) async fn object(bytes: Bytes, content_type: &str) -> Result<Bytes, Fault> {
    if bytes.len() <= CHECK_INLINE {
        return read(bytes, content_type).await;
    }
    // All of it is there, so nothing waits but the work.
    let (kind, here) = (content_type.to_owned(), tokio::runtime::Handle::current());
    let work = move || here.block_on(read(bytes, &kind));
    tokio::task::spawn_blocking(work).await.map_err(|_| Fault::internal())?
}

async fn read(bytes: Bytes, content_type: &str) -> Result<Bytes, Fault> {
    let odd = |why: &str| Fault::bad_request(format!("The form can't be read: {why}."));
    let boundary = multer::parse_boundary(content_type).map_err(|error| odd(&error.to_string()))?;
    let stream = futures::stream::once(async move { Ok::<_, std::convert::Infallible>(bytes) });
    let mut form = Multipart::new(stream, boundary);
    let mut members = Map::new();
    while let Some(field) = form.next_field().await.map_err(|error| odd(&error.to_string()))? {
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().is_some();
        let bytes = field.bytes().await.map_err(|error| odd(&error.to_string()))?;
        let text = String::from_utf8(bytes.into())
            .map_err(|_| odd(&format!("`{name}` is not text in UTF-8")))?;
        let value = match serde_json::from_str(&text) {
            Ok(value @ Value::Object(_)) if !file => value,
            _ => Value::String(text),
        };
        if name.is_empty() || members.len() >= MOST || members.insert(name, value).is_some() {
            return Err(odd("each field needs a name of its own"));
        }
    }
    Ok(Value::Object(members).to_string().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn form(body: &str) -> Result<String, String> {
        let made = object(body.to_owned().into(), "multipart/form-data; boundary=x").await;
        made.map(|bytes| String::from_utf8(bytes.to_vec()).unwrap()).map_err(|fault| fault.message)
    }

    #[tokio::test]
    async fn fields_are_members() {
        let whole = "--x\r\ncontent-disposition: form-data; name=\"type\"\r\n\r\nfile\r\n--x\r\n\
                    content-disposition: form-data; name=\"input\"; filename=\"a.json\"\r\n\r\n{\"a\":1}\r\n\
                    --x\r\ncontent-disposition: form-data; name=\"options\"\r\n\r\n{\"b\":2}\r\n--x--\r\n";
        let made = form(whole).await.unwrap();
        assert_eq!(made, r#"{"type":"file","input":"{\"a\":1}","options":{"b":2}}"#);
        let twice = whole.replace("options", "type");
        assert!(form(&twice).await.unwrap_err().contains("a name of its own"));
        for broken in ["", "--x", "--x\r\n\r\n", "--x\r\nfoo", &whole[..60]] {
            assert!(form(broken).await.is_err(), "{broken:?}");
        }
        assert!(object(Bytes::new(), "multipart/form-data").await.is_err());
    }
}
