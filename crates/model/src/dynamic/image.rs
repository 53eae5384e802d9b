//! Addresses of images.

use super::{draw::Draw, person};

pub(super) fn avatar(draw: &mut Draw<'_>) -> String {
    let name = person::first(draw).to_ascii_lowercase();
    format!("https://cdn.fakercloud.com/avatars/{name}{}_128.jpg", draw.below(100))
}

pub(super) fn any(_: &mut Draw<'_>) -> String {
    "http://placeimg.com/640/480".to_owned()
}

fn about(what: &str) -> String {
    format!("http://placeimg.com/640/480/{what}")
}

pub(super) fn abstracts(_: &mut Draw<'_>) -> String {
    about("abstract")
}

pub(super) fn animals(_: &mut Draw<'_>) -> String {
    about("animals")
}

pub(super) fn business(_: &mut Draw<'_>) -> String {
    about("business")
}

pub(super) fn cats(_: &mut Draw<'_>) -> String {
    about("cats")
}

pub(super) fn city(_: &mut Draw<'_>) -> String {
    about("city")
}

pub(super) fn fashion(_: &mut Draw<'_>) -> String {
    about("fashion")
}

pub(super) fn food(_: &mut Draw<'_>) -> String {
    about("food")
}

pub(super) fn nature(_: &mut Draw<'_>) -> String {
    about("nature")
}

pub(super) fn nightlife(_: &mut Draw<'_>) -> String {
    about("nightlife")
}

pub(super) fn people(_: &mut Draw<'_>) -> String {
    about("people")
}

pub(super) fn sports(_: &mut Draw<'_>) -> String {
    about("sports")
}

pub(super) fn transport(_: &mut Draw<'_>) -> String {
    about("transport")
}

/// A rectangle of one colour, as SVG.
pub(super) fn data_uri(draw: &mut Draw<'_>) -> String {
    let color = draw.below(1 << 24);
    format!(
        "data:image/svg+xml;charset=UTF-8,\
         %3Csvg%20xmlns%3D%22http%3A%2F%2Fwww.w3.org%2F2000%2Fsvg%22%20width%3D%22640%22\
         %20height%3D%22480%22%3E%3Crect%20width%3D%22640%22%20height%3D%22480%22\
         %20fill%3D%22%23{color:06x}%22%2F%3E%3C%2Fsvg%3E"
    )
}
