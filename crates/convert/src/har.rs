//! Recorded traffic in HAR 1.2, read and written.

mod read;
mod write;

pub use read::read;
pub use write::write;
