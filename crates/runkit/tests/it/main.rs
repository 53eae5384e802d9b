//! Every case of the list, through Newman and through Gatepost.
//!
//! `GATEPOST_CASE=name` runs the cases with that name, or with that word in their names.

mod agreement;
mod echo;
mod list;
