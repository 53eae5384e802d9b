//! Collections: a head and items, each item a row of its own.

mod create;
mod item;
mod order;
mod read;
mod replace;
mod write;

pub use replace::Replaced;
