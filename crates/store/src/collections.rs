//! Collections: a head and items, each item a row of its own.

pub(crate) mod create;
mod item;
mod items;
mod order;
pub(crate) mod read;
pub(crate) mod replace;
mod transfer;
pub(crate) mod write;

pub use item::ItemChange;
pub use items::{ItemLine, NewItem};
pub use replace::Replaced;
pub use transfer::{Spot, Transfer};
