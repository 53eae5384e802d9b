//! Events without secrets.

use std::{borrow::Cow, sync::Arc};

use bytes::Bytes;
use model::variables::coerce;
use sandbox::Shown;

use super::Secrets;
use crate::event::{Event, Header, Hop, Next, Problem, Received, RequestDone, Sent, SentBody};

impl Secrets {
    /// The event as listeners may see it.
    pub(crate) fn event(&self, mut event: Event) -> Event {
        if self.is_empty() {
            return event;
        }
        match &mut event {
            Event::Console(_, console) => {
                console.messages.iter_mut().for_each(|message| self.shown(message));
            }
            Event::Assertion(_, assertion) => {
                self.clean(&mut assertion.name);
                self.problem(assertion.error.as_deref_mut());
            }
            Event::Exception(_, _, problem) => self.problem(Some(problem)),
            Event::Script(_, done) => {
                self.problem(done.error.as_deref_mut());
                self.problem(done.bailed.as_deref_mut());
                if let Next::Named(Some(next)) = &mut done.next {
                    self.clean(next);
                }
            }
            Event::Request(_, done) => self.request(done),
            _ => {}
        }
        event
    }

    /// Takes the secrets out of what the console shows.
    fn shown(&self, shown: &mut Shown) {
        match shown {
            Shown::Text(text)
            | Shown::BigInt(text)
            | Shown::Symbol(text)
            | Shown::Function(text)
            | Shown::Date(text)
            | Shown::RegExp(text)
            | Shown::Deep(text) => self.clean(text),
            Shown::Error { name, message } => {
                self.clean(name);
                self.clean(message);
            }
            Shown::Number(number) => {
                if let Cow::Owned(masked) = self.text(&*coerce::number_text(*number)) {
                    *shown = Shown::Text(masked);
                }
            }
            Shown::Bytes { first, .. } => {
                let bytes = self.bytes(Bytes::from(std::mem::take(first)));
                *first = bytes.to_vec();
            }
            Shown::List { items, .. } | Shown::Set(items) => {
                for item in items {
                    self.shown(item);
                }
            }
            Shown::Map(pairs) => {
                for (key, value) in pairs {
                    self.shown(key);
                    self.shown(value);
                }
            }
            Shown::Object { members, .. } => {
                for (key, value) in members {
                    self.clean(key);
                    self.shown(value);
                }
            }
            Shown::Undefined | Shown::Null | Shown::Bool(_) | Shown::Circular { .. } => {}
        }
    }

    fn request(&self, done: &mut RequestDone) {
        self.sent(Arc::make_mut(&mut done.sent));
        if let Some(received) = &mut done.received {
            self.received(Arc::make_mut(received));
        }
        self.problem(done.error.as_deref_mut());
        for Hop { url, location, .. } in &mut done.hops {
            self.clean(url);
            self.clean(location);
        }
    }

    fn sent(&self, sent: &mut Sent) {
        self.clean(&mut sent.method);
        self.clean(&mut sent.url);
        self.clean(&mut sent.typed);
        self.headers(Arc::make_mut(&mut sent.headers));
        if let Some(SentBody { preview, .. }) = &mut sent.body {
            *preview = self.bytes(std::mem::take(preview));
        }
    }

    fn received(&self, received: &mut Received) {
        self.clean(&mut received.reason);
        self.headers(&mut received.headers);
        received.body = self.bytes(std::mem::take(&mut received.body));
    }

    fn headers(&self, headers: &mut [Header]) {
        for header in headers {
            self.clean(&mut header.key);
            self.clean(&mut header.value);
        }
    }

    pub(crate) fn problem(&self, problem: Option<&mut Problem>) {
        let Some(problem) = problem else { return };
        let texts = [
            &mut problem.name,
            &mut problem.message,
            &mut problem.stack,
            &mut problem.address,
            &mut problem.hint,
        ];
        for text in texts.into_iter().flatten() {
            self.clean(text);
        }
    }
}
