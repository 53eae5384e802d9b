//! A request and its answer, on one line.

use std::io::Write;

use chrono::Local;

use super::{Cli, Done};
use crate::{
    event::{Problem, Received, RequestDone},
    report::{
        terminal::{Ink, clean},
        units::{Size, millis},
    },
};

impl Cli {
    pub(super) fn request(&mut self, done: &RequestDone) -> Done {
        self.close_box()?;
        let look = self.look;
        write!(self.out, "  ")?;
        if self.timestamps {
            let time = Local::now().format("[%-m/%-d/%Y, %-I:%M:%S %p]");
            write!(self.out, "{}  ", look.ink(Ink::Grey, time))?;
        }
        let method = look.ink(Ink::Grey, clean(&done.sent.method));
        let url = look.ink(Ink::Grey, clean(&done.sent.typed));
        write!(self.out, "{method} {url} ")?;
        match &done.received {
            Some(received) if self.verbose => self.verbose(done, received),
            Some(received) => {
                let (code, reason) = (received.code, clean(&received.reason));
                let (size, time) = (Size(total(received)), millis(received.time_ms));
                let text = format_args!("[{code} {reason}, {size}, {time}]");
                writeln!(self.out, "{}", look.ink(Ink::Grey, text))?;
                Ok(())
            }
            None => self.unanswered(done),
        }
    }

    fn unanswered(&mut self, done: &RequestDone) -> Done {
        let look = self.look;
        writeln!(self.out, "{}", look.ink(Ink::Red, "[errored]"))?;
        let nothing = Problem::default();
        let error = done.error.as_deref().unwrap_or(&nothing);
        let message = clean(error.message.as_deref().unwrap_or_default());
        writeln!(self.out, "{}", look.ink(Ink::Red, format_args!("     {message}")))?;
        if let Some(hint) = &error.hint {
            writeln!(self.out, "{}", look.ink(Ink::Grey, format_args!("     {}", clean(hint))))?;
        }
        if done.retried {
            let text = format_args!("     attempt {}, trying again", done.attempt);
            writeln!(self.out, "{}", look.ink(Ink::Yellow, text))?;
        }
        Ok(())
    }
}

/// Bytes of head and body.
pub(super) fn total(received: &Received) -> u64 {
    received.head_size.saturating_add(received.body_size())
}
