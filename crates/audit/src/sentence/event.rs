//! Sentences about the log itself.

use std::fmt::Write;

use crate::{
    Event,
    clean::{clean_to, push_quoted},
};

pub(super) fn push(event: &Event, out: &mut String) {
    match event {
        Event::Clock { behind_us } => {
            write!(
                out,
                "Gatepost noted that the next record carries a time {} ms before the last one.",
                behind_us / 1000
            )
        }
        Event::Cut { bytes, file, offset } => {
            let _ = write!(out, "Gatepost cut an unfinished end of {bytes} bytes off ");
            push_quoted(file, out);
            write!(out, " at byte {offset}, after a stop in the middle of a write.")
        }
        Event::Damage { file, offset } => {
            out.push_str("Gatepost found records changed or missing in ");
            push_quoted(file, out);
            write!(out, " from byte {offset} on.")
        }
        Event::Footer { count, first_seq, last_seq } => {
            let records = if *count == 1 { "record" } else { "records" };
            write!(
                out,
                "Gatepost ended a segment of the audit log: {count} {records}, \
                 {first_seq} to {last_seq}."
            )
        }
        Event::Header { number, .. } => {
            write!(out, "Gatepost began segment {number} of the audit log.")
        }
        Event::Opened { version } => {
            write!(out, "Gatepost {} opened the audit log.", clean_to(version, 40))
        }
        Event::Outage { since, until: None, why } => {
            write!(
                out,
                "Gatepost has refused calls since {since}, because the audit log could not be \
                 written: {}.",
                clean_to(why, 200)
            )
        }
        Event::Outage { since, until: Some(until), why } => {
            write!(
                out,
                "Gatepost refused every call from {since} to {until}, because the audit log could \
                 not be written: {}.",
                clean_to(why, 200)
            )
        }
    }
    .unwrap_or_default();
}
