//! Runs told as stories, against a server on this machine.
#![cfg(test)]

mod flow;
mod server;
mod story;
