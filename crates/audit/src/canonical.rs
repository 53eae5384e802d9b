//! The stored form of a record: canonical JSON (RFC 8785), made before its number is known.

use crate::{LogError, MAX_RECORD, Record, record::Args};

/// What stands right after the number in every record.
const AFTER_SEQ: &[u8] = b"0,\"text\":";

/// A record in its stored form, all but its number.
///
/// Callers serialise on their own threads; the writer only puts the number in.
#[derive(Debug)]
pub(crate) struct Frame {
    bytes: Vec<u8>,
    seq_at: usize,
}

impl Frame {
    /// Serialises a record; its parameters are left out when it is too large with them.
    pub(crate) fn of(record: &mut Record) -> Result<Self, LogError> {
        record.seq = 0;
        let frame = Self::write(record)?;
        if frame.bytes.len() <= MAX_RECORD {
            return Ok(frame);
        }
        record.args = Args { cut: true, ..Args::default() };
        let frame = Self::write(record)?;
        if frame.bytes.len() > MAX_RECORD {
            return Err(LogError::TooLarge(frame.bytes.len()));
        }
        Ok(frame)
    }

    fn write(record: &Record) -> Result<Self, LogError> {
        let mut bytes = Vec::with_capacity(1024);
        serde_json::to_writer(&mut bytes, record)
            .map_err(|fault| LogError::Unavailable(fault.to_string().into()))?;
        // The search runs from the end, where only the sentence and the time follow; inside the
        // sentence the quotation marks of this pattern would be escaped.
        let seq_at = bytes.windows(AFTER_SEQ.len()).rposition(|window| window == AFTER_SEQ);
        let seq_at =
            seq_at.ok_or_else(|| LogError::Unavailable("a record has no number".into()))?;
        Ok(Self { bytes, seq_at })
    }

    /// Appends the stored form with its number to `line`.
    pub(crate) fn write_to(&self, seq: u64, line: &mut Vec<u8>) {
        let (before, after) = self.bytes.split_at(self.seq_at);
        line.extend_from_slice(before);
        push_number(seq, line);
        line.extend_from_slice(after.get(1..).unwrap_or_default());
    }

    /// How many bytes it takes.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }
}

fn push_number(mut number: u64, line: &mut Vec<u8>) {
    let start = line.len();
    loop {
        line.push(b'0' + (number % 10) as u8);
        number /= 10;
        if number == 0 {
            break;
        }
    }
    if let Some(digits) = line.get_mut(start..) {
        digits.reverse();
    }
}

/// The number in a stored record, read without parsing the rest.
pub(crate) fn seq_of(body: &str) -> Option<u64> {
    let at = body.rfind("\"seq\":")?;
    let digits = body.get(at + 6..)?;
    let end = digits.find(|character: char| !character.is_ascii_digit())?;
    digits.get(..end)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Frame, seq_of};
    use crate::{Record, record::tests::full};

    #[test]
    fn the_number_is_put_where_serde_would_write_it() {
        for seq in [1, 9, 10, 1234, u64::MAX] {
            let mut record = full();
            record.text = "\"seq\":0,\"text\": \\\"seq\\\":0,".to_owned();
            record.args.params.add("\"seq\":0,\"text\":", "\"seq\":0,\"text\":");
            let frame = Frame::of(&mut record).unwrap();
            let mut line = Vec::new();
            frame.write_to(seq, &mut line);
            let line = String::from_utf8(line).unwrap();
            assert_eq!(line, serde_json::to_string(&Record { seq, ..record }).unwrap());
            assert_eq!(seq_of(&line), Some(seq));
        }
    }

    #[test]
    fn a_huge_record_loses_its_parameters_first() {
        let mut record = full();
        record.args.params.add("q", &"x".repeat(crate::MAX_RECORD));
        Frame::of(&mut record).unwrap();
        assert!(record.args.cut && record.args.params.is_empty());
        record.by = "x".repeat(crate::MAX_RECORD);
        assert!(Frame::of(&mut record).is_err());
    }
}
