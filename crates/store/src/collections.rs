//! Collections: a head and items, each item a row of its own.

mod create;
mod item;
mod items;
mod order;
mod read;
mod replace;
mod transfer;
mod write;

pub use item::ItemChange;
pub use items::{ItemLine, NewItem};
pub use replace::Replaced;
pub use transfer::{Spot, Transfer};
