//! The list of failures.

use std::{
    io::{self, Write},
    sync::Arc,
};

use serde_json::{Value, json};

use super::{Mark, Pretty, cursor, error};
use crate::{
    event::Origin,
    summary::{Failure, FailureKind},
};

/// Bytes of parents in a report, about. A failure names its folder with all that is in it, which
/// for many failures in a large folder would be more than anybody can read.
const PARENTS: usize = 16 << 20;

fn by_script(origin: &Origin) -> bool {
    matches!(origin, Origin::Script(_) | Origin::Nested(_))
}

/// The item, with its request as it was sent if that failed; an item of its own for the request of
/// a script.
fn source(failure: &Failure) -> Value {
    let Some((origin, sent)) = &failure.request else { return failure.item.document() };
    if by_script(origin) {
        let id = failure.cursor.http_request_id.map(|id| id.to_string());
        return json!({
            "id": id,
            "request": sent.to_json(),
            "response": [],
            "event": [],
            // Requests of scripts keep the bodies of all methods.
            "protocolProfileBehavior": { "disableBodyPruning": true },
        });
    }
    let mut item = failure.item.document();
    if let Some(item) = item.as_object_mut() {
        item.insert("request".to_owned(), sent.to_json());
    }
    item
}

/// Writes failures, and remembers what their parents look like.
#[derive(Default)]
pub(super) struct Parents {
    last: Option<(Option<Arc<str>>, Value, usize)>,
    written: usize,
}

impl Parents {
    pub(super) fn write<W: Write>(
        &mut self,
        out: &mut Pretty<'_, W>,
        failure: &Failure,
        mark: &Mark,
    ) -> io::Result<()> {
        let problem = &failure.error;
        let request = failure.kind == FailureKind::Request;
        let error = match &failure.kind {
            FailureKind::Assertion { name, index, .. } => {
                let mut map = error::of_assertion(name, *index, failure.cursor.position, problem);
                error::traced(&mut map, problem);
                map
            }
            FailureKind::Request => error::of_request(problem),
            FailureKind::Script(_) => error::of_script(problem),
        };
        out.open(b'{')?;
        out.member("error", &Value::Object(error))?;
        out.member("at", &failure.at().into())?;
        out.member("source", &source(failure))?;
        if !request {
            self.parent(failure);
            if let Some((_, parent, _)) = &self.last {
                out.member("parent", parent)?;
            }
        }
        let own = failure.request.as_ref().is_some_and(|(origin, _)| !by_script(origin));
        let script = if own { None } else { mark.script.as_deref() };
        let execution = if own { None } else { mark.execution };
        out.member("cursor", &cursor::json(&failure.cursor, script, execution))?;
        out.close(b'}')
    }

    /// Makes `last` the parent of a failed item.
    fn parent(&mut self, failure: &Failure) {
        let folder = failure.item.folders.last();
        let id = folder.map(|folder| folder.id.clone());
        let same = self.last.as_ref().is_some_and(|(last, ..)| *last == id);
        let too_much = self.written > PARENTS;
        if !same || too_much {
            let parent = match folder {
                _ if !too_much => failure.item.parent_document(),
                Some(folder) => json!({ "id": &*folder.id, "name": &*folder.name }),
                None => json!({ "info": { "name": failure.item.collection_name() } }),
            };
            let size = parent.to_string().len();
            self.last = Some((id, parent, size));
        }
        let size = self.last.as_ref().map_or(0, |(.., size)| *size);
        self.written = self.written.saturating_add(size);
    }
}
