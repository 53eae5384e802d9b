//! Scripts run through the public API.
#![cfg(test)]

mod cases;
mod stage;
