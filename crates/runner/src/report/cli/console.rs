//! What scripts write to the console, in a box.

use std::io::Write;

use super::{BOX_WIDTH, Cli, Done};
use crate::{
    event::{Console, Level},
    report::terminal::{Ink, clean, hard_wrap},
};

impl Level {
    fn ink(self) -> Ink {
        match self {
            Self::Info => Ink::Cyan,
            Self::Warn => Ink::Yellow,
            Self::Error => Ink::Red,
            Self::Debug | Self::Log | Self::Clear => Ink::Grey,
        }
    }
}

impl Cli {
    pub(super) fn console(&mut self, console: &Console) -> Done {
        let level = console.level;
        if level == Level::Clear {
            return Ok(());
        }
        if self.timestamps {
            self.close_box()?;
            writeln!(self.out, "\n{}", self.stamp())?;
        }
        if self.open.is_none() {
            let corner = format_args!("  {}", self.look.sign("┌", "-"));
            writeln!(self.out, "{}", self.look.ink(level.ink(), corner))?;
        }
        self.open = Some(level);
        let shown: Vec<_> = console.messages.iter().map(|one| one.inspect(BOX_WIDTH)).collect();
        self.boxed(level.ink(), &clean(&shown.join(", ")))?;
        if self.timestamps {
            self.close_box()?;
        }
        Ok(())
    }

    /// Lines with the edge of a box before them.
    pub(super) fn boxed(&mut self, edge: Ink, text: &str) -> Done {
        let edge = self.look.ink(edge, self.look.sign("│", "|"));
        let mut result = Ok(());
        hard_wrap(text, BOX_WIDTH, |line| {
            if result.is_ok() {
                result = writeln!(self.out, "  {edge} {}", self.look.ink(Ink::Grey, line));
            }
        });
        Ok(result?)
    }

    /// Ends the box of the console, if one is open.
    pub(super) fn close_box(&mut self) -> Done {
        if let Some(level) = self.open.take() {
            let corner = format_args!("  {}", self.look.sign("└", "-"));
            writeln!(self.out, "{}", self.look.ink(level.ink(), corner))?;
        }
        Ok(())
    }
}
