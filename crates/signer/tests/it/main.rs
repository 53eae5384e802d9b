//! The schemes as a caller sees them: published vectors, and what another runner sent.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod case;
mod tokens;
mod vectors;
