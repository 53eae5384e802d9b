//! The path of a request in its one canonical form.

/// A request path, cut into decoded segments.
///
/// Every caller judges this form, so what is decided is what is served. Accepted are origin-form
/// paths of at most 4 KB; each segment is percent-decoded once. An encoded slash is kept apart
/// from a real one, because only `{filePath}` may hold it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub(crate) joined: String,
    /// Index of the first segment that held an encoded slash.
    pub(crate) first_encoded_slash: Option<usize>,
}

/// Why a path is refused before it is matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetFault {
    /// Longer than 4 KB.
    TooLong,
    /// Does not start with a slash.
    NotOriginForm,
    /// Has an empty, `.` or `..` segment.
    DotOrEmptySegment,
    /// Has a backslash, semicolon, control character or invalid percent-encoding.
    ForbiddenByte,
    /// Is percent-encoded twice.
    DoubleEncoded,
    /// Is not UTF-8 after decoding.
    NotUtf8,
}

impl TargetFault {
    /// What is wrong, as the end of a sentence that starts with "the path".
    #[must_use]
    pub fn what(self) -> &'static str {
        match self {
            Self::TooLong => "is longer than 4096 bytes",
            Self::NotOriginForm => "does not start with a slash",
            Self::DotOrEmptySegment => "has an empty or dot segment",
            Self::ForbiddenByte => {
                "has a backslash, semicolon, control character or broken percent-encoding"
            }
            Self::DoubleEncoded => "is percent-encoded twice",
            Self::NotUtf8 => "is not UTF-8",
        }
    }
}

const LONGEST: usize = 4096;

impl Target {
    /// Parses a raw path (without query). Exactly one trailing slash is ignored.
    pub fn parse(raw: &str) -> Result<Self, TargetFault> {
        if raw.len() > LONGEST {
            return Err(TargetFault::TooLong);
        }
        let rest = raw.strip_prefix('/').ok_or(TargetFault::NotOriginForm)?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let mut target =
            Self { joined: String::with_capacity(raw.len()), first_encoded_slash: None };
        if rest.is_empty() {
            target.joined.push('/');
            return Ok(target);
        }
        for (index, segment) in rest.split('/').enumerate() {
            let decoded = decode(segment)?;
            if matches!(decoded.as_str(), "" | "." | "..")
                || decoded.split('/').any(|part| matches!(part, "" | "." | ".."))
            {
                return Err(TargetFault::DotOrEmptySegment);
            }
            if decoded.contains('/') && target.first_encoded_slash.is_none() {
                target.first_encoded_slash = Some(index);
            }
            target.joined.push('/');
            target.joined.push_str(&decoded);
        }
        Ok(target)
    }
}

fn decode(segment: &str) -> Result<String, TargetFault> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        let byte = if byte == b'%' {
            let [high, low, tail @ ..] = rest else { return Err(TargetFault::ForbiddenByte) };
            rest = tail;
            let (Some(high), Some(low)) = (hex(*high), hex(*low)) else {
                return Err(TargetFault::ForbiddenByte);
            };
            high << 4 | low
        } else {
            byte
        };
        if byte < 0x20 || matches!(byte, 0x7f | b'\\' | b';' | b'?' | b'#') {
            return Err(TargetFault::ForbiddenByte);
        }
        bytes.push(byte);
    }
    // Looked for in the result: the digits of the inner escape may have been escaped as well.
    let encoded =
        |three: &[u8]| matches!(three, [b'%', a, b] if hex(*a).is_some() && hex(*b).is_some());
    if bytes.windows(3).any(encoded) {
        return Err(TargetFault::DoubleEncoded);
    }
    String::from_utf8(bytes).map_err(|_| TargetFault::NotUtf8)
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}
