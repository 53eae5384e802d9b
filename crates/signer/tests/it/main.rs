//! The schemes as a caller sees them: published vectors, and what another runner sent.

mod case;
mod tokens;
mod vectors;
