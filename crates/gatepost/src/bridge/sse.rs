//! Reads a stream of server-sent events as far as MCP uses them: their data.

/// Bytes of a stream, cut into events.
#[derive(Default)]
pub(super) struct Events {
    line: Vec<u8>,
    data: Vec<String>,
    after_return: bool,
}

impl Events {
    /// Takes the next bytes and answers the data of the events they complete.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Vec<String> {
        let mut complete = Vec::new();
        for byte in bytes {
            let after_return = std::mem::replace(&mut self.after_return, *byte == b'\r');
            match byte {
                // The second half of one line break.
                b'\n' if after_return => {}
                b'\n' | b'\r' => complete.extend(self.line_ended()),
                other => self.line.push(*other),
            }
        }
        complete
    }

    fn line_ended(&mut self) -> Option<String> {
        let line = std::mem::take(&mut self.line);
        if line.is_empty() {
            let data = std::mem::take(&mut self.data).join("\n");
            return (!data.trim().is_empty()).then_some(data);
        }
        if let Some(data) = line.strip_prefix(b"data:") {
            let data = data.strip_prefix(b" ").unwrap_or(data);
            self.data.push(String::from_utf8_lossy(data).into_owned());
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Events;

    #[test]
    fn events_are_found_however_the_bytes_are_cut() {
        let stream = "id: 1\ndata: {\"a\":\ndata: 1}\n\n: a comment\r\n\r\ndata:{\"b\":\"ü\"}\r\n\r\ndata:\n\nretry: 5\n\n";
        let expected = ["{\"a\":\n1}", "{\"b\":\"ü\"}"];
        assert_eq!(Events::default().push(stream.as_bytes()), expected);
        for size in 1..8 {
            let mut events = Events::default();
            let found: Vec<_> =
                stream.as_bytes().chunks(size).flat_map(|part| events.push(part)).collect();
            assert_eq!(found, expected, "in pieces of {size}");
        }
    }

    #[test]
    fn an_event_that_did_not_end_is_none() {
        assert!(Events::default().push(b"data: {}\n").is_empty());
    }
}
