//! Addresses and names of the net.

use super::{draw::Draw, person};

pub(super) fn ip(draw: &mut Draw<'_>) -> String {
    draw.join((4, 4), ".", |draw| draw.below(256).to_string())
}

pub(super) fn ipv6(draw: &mut Draw<'_>) -> String {
    draw.join((8, 8), ":", |draw| format!("{:04x}", draw.below(1 << 16)))
}

pub(super) fn mac_address(draw: &mut Draw<'_>) -> String {
    draw.join((6, 6), ":", |draw| format!("{:02x}", draw.below(256)))
}

pub(super) fn protocol(draw: &mut Draw<'_>) -> String {
    draw.word("http|https").to_owned()
}

pub(super) fn domain_suffix(draw: &mut Draw<'_>) -> String {
    draw.word("biz|com|info|name|net|org").to_owned()
}

pub(super) fn domain_word(draw: &mut Draw<'_>) -> String {
    person::first(draw).to_ascii_lowercase()
}

pub(super) fn domain_name(draw: &mut Draw<'_>) -> String {
    format!("{}.{}", domain_word(draw), domain_suffix(draw))
}

pub(super) fn url(draw: &mut Draw<'_>) -> String {
    format!("{}://{}", protocol(draw), domain_name(draw))
}

pub(super) fn user_name(draw: &mut Draw<'_>) -> String {
    let first = person::first(draw);
    let last = person::last(draw).replace('\'', "");
    let mark = draw.word(".|_");
    match draw.below(3) {
        0 => format!("{first}{}", draw.below(100)),
        1 => format!("{first}{mark}{last}"),
        _ => format!("{first}{mark}{last}{}", draw.below(100)),
    }
}

pub(super) fn email(draw: &mut Draw<'_>) -> String {
    format!("{}@{}.com", user_name(draw), draw.word("gmail|hotmail|yahoo"))
}

/// At a domain that belongs to nobody (RFC 2606).
pub(super) fn example_email(draw: &mut Draw<'_>) -> String {
    format!("{}@example.{}", user_name(draw), draw.word("com|net|org"))
}

pub(super) fn user_agent(draw: &mut Draw<'_>) -> String {
    let system = match draw.below(3) {
        0 => "Windows NT 10.0; Win64; x64".to_owned(),
        1 => format!("Macintosh; Intel Mac OS X 10_{}_{}", draw.between(9, 15), draw.below(8)),
        _ => "X11; Linux x86_64".to_owned(),
    };
    let version = draw.between(60, 139);
    let build = draw.between(1000, 7000);
    let webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
    match draw.below(4) {
        0 => {
            format!("Mozilla/5.0 ({system}; rv:{version}.0) Gecko/20100101 Firefox/{version}.0")
        }
        1 => {
            let minor = draw.below(7);
            let major = draw.between(9, 18);
            format!(
                "Mozilla/5.0 ({system}) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                 Version/{major}.{minor} Safari/605.1.15"
            )
        }
        2 => format!(
            "Mozilla/5.0 ({system}) {webkit} Chrome/{version}.0.{build}.0 Safari/537.36 \
             Edg/{version}.0.{build}.0"
        ),
        _ => {
            format!("Mozilla/5.0 ({system}) {webkit} Chrome/{version}.0.{build}.0 Safari/537.36")
        }
    }
}
