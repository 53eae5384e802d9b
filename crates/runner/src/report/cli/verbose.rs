//! A request and its answer with bodies, sizes and times.

use std::{io::Write, time::Duration};

use super::{Cli, Done, request::total};
use crate::{
    event::{Phases, Received, RequestDone, SentBody},
    report::{
        terminal::{Ink, clean},
        units::{Size, Time, millis},
    },
};

/// Characters of a body that are shown.
const SHOWN: usize = 2048;

impl Cli {
    pub(super) fn verbose(&mut self, done: &RequestDone, received: &Received) -> Done {
        let look = self.look;
        let grey = |text: &'static str| look.ink(Ink::Grey, text);
        let (star, up, down) = (grey(look.sign("★", "*")), self.up(), self.down());
        let sent = &done.sent;
        let sent_size = Size(sent.head_size.saturating_add(sent.body_size));
        let cookies =
            received.headers.iter().filter(|header| header.key.eq_ignore_ascii_case("set-cookie"));
        let headers = sent.headers.iter().filter(|header| !header.disabled).count();
        writeln!(self.out)?;
        write!(self.out, "  {} {} {star} ", received.code, clean(&received.reason))?;
        write!(self.out, "{} {} {star} ", millis(received.time_ms), grey("time"))?;
        let received_size = Size(total(received));
        write!(self.out, "{sent_size}{up} {received_size}{down} {} {star} ", grey("size"))?;
        let answered = received.headers.len();
        write!(self.out, "{headers}{up} {answered}{down} {} {star} ", grey("headers"))?;
        writeln!(self.out, "{} {}", cookies.count(), grey("cookies"))?;
        if let Some(body) = &sent.body {
            self.sent_body(body, sent.body_size)?;
        }
        self.received_body(received)?;
        self.phases(&received.phases)?;
        Ok(writeln!(self.out)?)
    }

    fn up(&self) -> impl std::fmt::Display + use<> {
        self.look.ink(Ink::Grey, self.look.sign("↑", "^"))
    }

    fn down(&self) -> impl std::fmt::Display + use<> {
        self.look.ink(Ink::Grey, self.look.sign("↓", "v"))
    }

    fn sent_body(&mut self, body: &SentBody, size: u64) -> Done {
        let look = self.look;
        let star = look.ink(Ink::Grey, look.sign("★", "*"));
        let corner = look.ink(Ink::White, look.sign("┌", "-"));
        let up = self.up();
        writeln!(self.out, "  {corner} {up} {} {star} {}", clean(&body.mode), Size(size))?;
        self.body(&body.text(), size)
    }

    fn received_body(&mut self, received: &Received) -> Done {
        let look = self.look;
        let star = look.ink(Ink::Grey, look.sign("★", "*"));
        let header = received.header("content-type").unwrap_or("text/plain");
        let mime = header.split(';').next().unwrap_or_default().trim();
        let (class, format) = content(mime);
        let charset = charset(header);
        let corner = look.ink(Ink::White, look.sign("┌", "-"));
        let down = self.down();
        let about = format!(
            "{down} {} {star} {class} {star} {} {star} {}",
            clean(mime),
            clean(format),
            clean(&charset),
        );
        if received.size == 0 {
            writeln!(self.out, "  {about}\n")?;
            return Ok(());
        }
        writeln!(self.out, "  {corner} {about} {star} {}", Size(received.size))?;
        self.body(&received.text_of(4 * SHOWN), received.size)
    }

    /// The beginning of a body in a box.
    fn body(&mut self, text: &str, size: u64) -> Done {
        let end = text.char_indices().nth(SHOWN).map_or(text.len(), |(at, _)| at);
        let (shown, rest) = text.split_at(end);
        self.boxed(Ink::White, &clean(shown))?;
        let whole = u64::try_from(text.len()).unwrap_or(u64::MAX) >= size;
        if !rest.is_empty() || !whole {
            let shown = Size(u64::try_from(shown.len()).unwrap_or(u64::MAX));
            self.boxed(Ink::White, &format!("(showing {shown}/{})", Size(size)))?;
        }
        let corner = self.look.ink(Ink::White, self.look.sign("└", "-"));
        Ok(writeln!(self.out, "  {corner}")?)
    }

    fn phases(&mut self, phases: &Phases) -> Done {
        let cached = |time: Option<Duration>| match time {
            Some(time) if !phases.reused => took(time),
            _ => "(cache)".to_owned(),
        };
        let mut cells = vec![
            ("prepare", took(phases.prepare)),
            ("wait", took(phases.wait.unwrap_or_default())),
            ("dns-lookup", cached(phases.dns)),
            ("tcp-handshake", cached(phases.tcp)),
        ];
        if phases.tls.is_some() {
            cells.push(("ssl-handshake", cached(phases.tls)));
        }
        cells.extend([
            ("transfer-start", took(phases.first_byte)),
            ("download", took(phases.download)),
            ("process", took(phases.process)),
            ("total", took(phases.total)),
        ]);
        let width = |(head, cell): &(&str, String)| head.len().max(cell.chars().count());
        let look = self.look;
        write!(self.out, " ")?;
        for cell in &cells {
            let gap = width(cell).saturating_sub(cell.0.len()).saturating_add(2);
            write!(self.out, " {}{:gap$}", look.ink(Ink::White, cell.0), "")?;
        }
        write!(self.out, "\n ")?;
        for cell in &cells {
            let gap = width(cell).saturating_sub(cell.1.chars().count()).saturating_add(2);
            write!(self.out, " {}{:gap$}", look.ink(Ink::Grey, &cell.1), "")?;
        }
        Ok(writeln!(self.out)?)
    }
}

fn took(time: Duration) -> String {
    Time(time.as_secs_f64() * 1000.0).to_string()
}

/// The charset that a content type names, else UTF-8.
fn charset(header: &str) -> String {
    let named = header.split(';').skip(1).find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    });
    match named.unwrap_or("utf8").to_ascii_lowercase().as_str() {
        "utf-8" => "utf8".to_owned(),
        other => other.to_owned(),
    }
}

/// The class of a media type, and its format.
fn content(mime: &str) -> (&'static str, &str) {
    let (kind, sub) = mime.split_once('/').unwrap_or((mime, ""));
    let has = |word: &str| sub.contains(word);
    if has("json") {
        return ("text", "json");
    }
    if has("javascript") || has("ecmascript") {
        return ("text", "script");
    }
    if has("html") {
        return ("text", "html");
    }
    if has("xml") && kind != "image" {
        return ("text", "xml");
    }
    match kind {
        "text" => ("text", sub),
        "image" => ("image", sub),
        "audio" => ("audio", sub),
        "video" => ("video", sub),
        "font" => ("font", sub),
        "multipart" => ("multipart", sub),
        "application" => ("application", "raw"),
        _ => ("unknown", "raw"),
    }
}
