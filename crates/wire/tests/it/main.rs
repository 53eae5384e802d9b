//! The client against servers that behave, and against servers that do not.
#![cfg(test)]

mod basics;
mod server;
