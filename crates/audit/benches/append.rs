//! Appending and checking, timed.
fn main() {}
