//! Identifiers, numbers and the time.

use super::draw::Draw;
use crate::time;

pub(super) fn uuid(draw: &mut Draw<'_>) -> String {
    let bytes = (u128::from(draw.bits()) << 64) | u128::from(draw.bits());
    uuid::Builder::from_random_bytes(bytes.to_be_bytes()).into_uuid().to_string()
}

/// Seconds, rounded and not cut off.
pub(super) fn timestamp(draw: &mut Draw<'_>) -> String {
    draw.now_ms().saturating_add(500).div_euclid(1000).to_string()
}

pub(super) fn iso_timestamp(draw: &mut Draw<'_>) -> String {
    time::iso(draw.now_ms())
}

pub(super) fn int(draw: &mut Draw<'_>) -> String {
    draw.between(0, 1000).to_string()
}

pub(super) fn boolean(draw: &mut Draw<'_>) -> String {
    draw.chance(50).to_string()
}

pub(super) fn alphanumeric(draw: &mut Draw<'_>) -> String {
    draw.string(b"0123456789abcdefghijklmnopqrstuvwxyz", 1)
}

pub(super) fn hex_color(draw: &mut Draw<'_>) -> String {
    format!("#{:06x}", draw.below(1 << 24))
}

pub(super) fn password(draw: &mut Draw<'_>) -> String {
    draw.string(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_", 15)
}

pub(super) fn semver(draw: &mut Draw<'_>) -> String {
    draw.digits("#.#.#")
}

/// Ten digits as they are written in North America.
pub(super) fn phone(draw: &mut Draw<'_>) -> String {
    draw.digits("!##-!##-####")
}

pub(super) fn phone_ext(draw: &mut Draw<'_>) -> String {
    let prefix = draw.between(1, 99);
    format!("{prefix}-{}", phone(draw))
}
