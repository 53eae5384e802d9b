//! Names as a class would be called.

use unicode_normalization::UnicodeNormalization;

/// The words of a name in `UpperCamel`; letters lose their accents, other alphabets are left out.
pub(super) fn class_name(name: &str) -> String {
    let plain = plain(name);
    let mut class = String::with_capacity(plain.len());
    for run in plain.split(|c: char| !c.is_ascii_alphanumeric()) {
        let mut rest = run;
        while !rest.is_empty() {
            let (word, after) = rest.split_at(word(rest.as_bytes()).clamp(1, rest.len()));
            let (first, others) = word.split_at(1);
            class.push_str(&first.to_ascii_uppercase());
            class.push_str(&others.to_ascii_lowercase());
            rest = after;
        }
    }
    class
}

/// Latin letters without accents, and without apostrophes.
fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for c in name.nfd() {
        match c {
            '\u{300}'..='\u{36f}' | '\'' | '\u{2019}' => {}
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'Æ' => plain.push_str("Ae"),
            'œ' => plain.push_str("oe"),
            'Œ' => plain.push_str("Oe"),
            'ĳ' => plain.push_str("ij"),
            'Ĳ' => plain.push_str("IJ"),
            'þ' => plain.push_str("th"),
            'Þ' => plain.push_str("Th"),
            'ø' => plain.push('o'),
            'Ø' => plain.push('O'),
            'ð' | 'đ' => plain.push('d'),
            'Ð' | 'Đ' => plain.push('D'),
            'ł' | 'ŀ' => plain.push('l'),
            'Ł' | 'Ŀ' => plain.push('L'),
            'ħ' => plain.push('h'),
            'Ħ' => plain.push('H'),
            'ı' => plain.push('i'),
            'ĸ' => plain.push('k'),
            'ŉ' | 'ŋ' => plain.push('n'),
            'Ŋ' => plain.push('N'),
            'ŧ' => plain.push('t'),
            'Ŧ' => plain.push('T'),
            'ſ' => plain.push('s'),
            c => plain.push(c),
        }
    }
    plain
}

/// How long the first word of letters and digits is.
fn word(text: &[u8]) -> usize {
    let count = |from: usize, of: fn(&u8) -> bool| {
        text.iter().skip(from).take_while(|byte| of(byte)).count()
    };
    let at = |place: usize| text.get(place);
    let digits = count(0, u8::is_ascii_digit);
    if digits > 0 {
        return digits.saturating_add(ordinal(text, digits));
    }
    let upper = count(0, u8::is_ascii_uppercase);
    let lower = count(upper, u8::is_ascii_lowercase);
    match (upper, lower) {
        (0, lower) => lower,
        (1, lower) => lower.saturating_add(1),
        (upper, 0) => upper,
        // The last capital begins the next word, as in `XMLHttp`.
        (upper, _) if at(upper).is_some() => upper.saturating_sub(1),
        (upper, _) => upper,
    }
}

/// How many letters after a number make it an ordinal such as `1st`.
fn ordinal(text: &[u8], digits: usize) -> usize {
    let Some(ending) = text.get(digits..digits.saturating_add(2)) else { return 0 };
    let last = digits.checked_sub(1).and_then(|at| text.get(at));
    let small = ending.iter().all(u8::is_ascii_lowercase);
    let large = ending.iter().all(u8::is_ascii_uppercase);
    let fits = match (last, ending.to_ascii_lowercase().as_slice()) {
        (Some(b'1'), b"st") | (Some(b'2'), b"nd") | (Some(b'3'), b"rd") => true,
        (Some(digit), b"th") => !matches!(digit, b'1' | b'2' | b'3'),
        _ => false,
    };
    let ends = match text.get(digits.saturating_add(2)) {
        None => true,
        Some(next) => (small && next.is_ascii_uppercase()) || (large && next.is_ascii_lowercase()),
    };
    if fits && ends && (small || large) { 2 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_the_reference_makes() {
        for (name, class) in [
            ("XMLHttpRequest v2 GET /api/users/{id}", "XmlHttpRequestV2GetApiUsersId"),
            ("it's ok", "ItsOk"),
            ("ß æ ø Ł œ ĳ ſ", "SsAeOLOeIjS"),
            ("a1b2c", "A1B2C"),
            ("日本 abc", "Abc"),
            ("été", "Ete"),
            ("ABCdef", "AbCdef"),
            ("fooBARbaz", "FooBaRbaz"),
            ("1st place 2ND 3rdX", "1stPlace2nd3rdX"),
            ("снова abc", "Abc"),
            ("v1.2.3", "V123"),
            ("__x__", "X"),
            ("HTTP2Server", "Http2Server"),
            ("x²", "X"),
            ("a—b", "AB"),
            ("ŉ", "N"),
            ("4ee70bdb-5466-4b91", "4Ee70Bdb54664B91"),
            ("(a)(b)", "AB"),
            ("😀 smile", "Smile"),
            ("naïve-ABC_def 12ab34CD", "NaiveAbcDef12Ab34Cd"),
            ("", ""),
            ("日本", ""),
        ] {
            assert_eq!(class_name(name), class, "{name}");
        }
    }
}
