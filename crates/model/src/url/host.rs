//! Host names as they are asked for: lower case, ASCII, addresses in four numbers.

use std::net::Ipv4Addr;

use unicode_normalization::UnicodeNormalization;

use super::encode;

/// Characters that no host holds.
const FORBIDDEN: &[char] = &[' ', '#', '/', ':', '<', '>', '?', '@', '[', '\\', ']', '^', '|', '%'];

/// The host in the form of the network; one that is no host comes back in lower case.
pub(super) fn to_ascii(host: &str) -> String {
    // A token that nobody replaced may hold what ends a host.
    let host = host.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let lower = || host.to_lowercase();
    let text = if host.bytes().all(plain) { lower() } else { mapped(host) };
    let is_label = |label: &str| !label.contains(FORBIDDEN) && !label.chars().any(char::is_control);
    if !text.split('.').all(is_label) {
        return lower();
    }
    let labels: Option<Vec<String>> = text.split('.').map(label).collect();
    let Some(labels) = labels else { return lower() };
    let ascii = labels.join(".");
    if !ends_in_number(&ascii) {
        return ascii;
    }
    address(&ascii).map_or_else(lower, |address| address.to_string())
}

/// Decoded, without what is ignored in names, each letter in its one form.
fn mapped(host: &str) -> String {
    let ignored = |character: char| {
        matches!(
            character,
            '\t' | '\n' | '\r' | '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{FE00}'
                ..='\u{FE0F}'
        )
    };
    let decoded = encode::decoded(host);
    let letters = decoded.chars().filter(|character| !ignored(*character));
    let folded: String = letters.flat_map(char::to_lowercase).nfkc().collect();
    let dots = |character| {
        if matches!(character, '\u{3002}' | '\u{FF0E}' | '\u{FF61}') { '.' } else { character }
    };
    folded.chars().flat_map(char::to_lowercase).map(dots).nfc().collect()
}

/// Longer labels are no names, and would take long to write.
const MAX_LABEL: usize = 1024;

/// A label in ASCII; `None` when there is no way to write it.
fn label(label: &str) -> Option<String> {
    if label.is_ascii() {
        return Some(label.to_owned());
    }
    // Joiners stand in few scripts only; what claims to be encoded can't be encoded again.
    let never = label.contains(['\u{200C}', '\u{200D}']) || label.starts_with("xn--");
    if never || label.len() > MAX_LABEL {
        return None;
    }
    Some(format!("xn--{}", punycode(label)?))
}

/// RFC 3492.
fn punycode(label: &str) -> Option<String> {
    const BASE: u32 = 36;
    let letters: Vec<u32> = label.chars().map(u32::from).collect();
    let mut out: String = label.chars().filter(char::is_ascii).collect();
    let basic = u32::try_from(out.len()).ok()?;
    if basic > 0 {
        out.push('-');
    }
    let (mut code, mut delta, mut bias) = (128_u32, 0_u32, 72_u32);
    let mut handled = basic;
    while usize::try_from(handled).ok()? < letters.len() {
        let next = letters.iter().copied().filter(|letter| *letter >= code).min()?;
        delta = delta.checked_add((next - code).checked_mul(handled + 1)?)?;
        code = next;
        for letter in &letters {
            if *letter < code {
                delta = delta.checked_add(1)?;
            }
            if *letter != code {
                continue;
            }
            let mut rest = delta;
            let mut place = BASE;
            loop {
                let threshold = place.saturating_sub(bias).clamp(1, 26);
                if rest < threshold {
                    break;
                }
                out.push(digit(threshold + (rest - threshold) % (BASE - threshold))?);
                rest = (rest - threshold) / (BASE - threshold);
                place += BASE;
            }
            out.push(digit(rest)?);
            bias = adapted(delta, handled + 1, handled == basic);
            delta = 0;
            handled += 1;
        }
        delta += 1;
        code += 1;
    }
    Some(out)
}

fn digit(value: u32) -> Option<char> {
    let byte = u8::try_from(value).ok()?;
    Some(char::from(if byte < 26 { b'a' + byte } else { b'0' + (byte - 26) }))
}

fn adapted(delta: u32, count: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / count;
    let mut bias = 0;
    while delta > 455 {
        delta /= 35;
        bias += 36;
    }
    bias + 36 * delta / (delta + 38)
}

/// Whether the last label is a number, so that the whole can be nothing but an address.
fn ends_in_number(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    let last = host.rsplit('.').next().unwrap_or_default();
    let digits = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
    digits || number(last).is_some()
}

/// A number in decimal, octal (`0…`) or hexadecimal (`0x…`).
fn number(text: &str) -> Option<u32> {
    if let Some(digits) = text.strip_prefix("0x") {
        return if digits.is_empty() { Some(0) } else { whole(digits, 16) };
    }
    match text.strip_prefix('0') {
        Some("") => Some(0),
        Some(digits) => whole(digits, 8),
        None => whole(text, 10),
    }
}

fn whole(digits: &str, radix: u32) -> Option<u32> {
    // The library would take a sign.
    let plain = digits.chars().all(|digit| digit.is_digit(radix));
    u32::from_str_radix(digits, radix).ok().filter(|_| plain)
}

/// An address of one to four numbers, the last of which fills what is left.
fn address(host: &str) -> Option<Ipv4Addr> {
    let host = host.strip_suffix('.').unwrap_or(host);
    let numbers: Option<Vec<u32>> = host.split('.').map(number).collect();
    let numbers = numbers?;
    let (last, first) = numbers.split_last()?;
    if first.len() > 3 || first.iter().any(|number| *number > 255) {
        return None;
    }
    let bits = 8 * (4 - u32::try_from(first.len()).ok()?);
    if u64::from(*last) >= 1 << bits {
        return None;
    }
    let heads = first.iter().zip([24, 16, 8]).map(|(number, shift)| number << shift);
    Some(Ipv4Addr::from(heads.fold(*last, |sum, head| sum | head)))
}
