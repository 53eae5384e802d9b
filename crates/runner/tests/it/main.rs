//! Runs told as stories, against a server on this machine.
#![cfg(test)]

mod auth;
mod flow;
mod jobs;
mod limits;
mod reports;
mod request;
mod retry;
mod scripts;
mod secrets;
mod server;
mod story;
