//! A run without a network: who calls says what happens, reporters can't tell the difference.
//!
//! For tests and measurements of whatever listens to runs. Ids are counted, so that two rehearsals
//! of the same are the same.
//!
//! ```
//! use runner::{Event, Next, rehearsal::Rehearsal};
//!
//! let text = r#"{"info": {"name": "C"}, "item": [{"name": "a", "request": "http://a.test"}]}"#;
//! let mut rehearsal = Rehearsal::new(text, 1, 0, Vec::new())?;
//! let place = rehearsal.place(0, 0).unwrap();
//! rehearsal.emit(Event::BeforeItem(place.clone()));
//! rehearsal.emit(Event::Item(place, Next::Following));
//! let (summary, _faults) = rehearsal.finish(5, |_| {});
//! assert!(summary.passed());
//! # Ok::<_, model::runnable::Fault>(())
//! ```

use std::sync::Arc;

use bytes::Bytes;
use model::runnable::{Body, Fault, parse};
use uuid::Uuid;

use crate::{
    event::{CollectionInfo, Cursor, Event, Header, Parts, Place, Sent, SentBody, Start},
    redact::Secrets,
    report::{ReportFault, Reporter},
    run::sink::{Direct, Sink},
    summary::Summary,
};

/// A run that is told instead of run.
pub struct Rehearsal {
    start: Arc<Start>,
    direct: Direct,
    ids: u128,
}

impl Rehearsal {
    /// Begins a run of all items of a collection, given as JSON.
    pub fn new(
        collection: &str,
        iterations: u32,
        started_ms: i64,
        reporters: Vec<Box<dyn Reporter>>,
    ) -> Result<Self, Fault> {
        let mut ids = 0;
        let mut fresh = || {
            ids += 1;
            Uuid::from_u128(ids).to_string()
        };
        let collection = Arc::new(parse(collection, &mut fresh)?);
        let collection = CollectionInfo { collection, secrets: Secrets::default() };
        let start = Arc::new(Start {
            items: collection.items(),
            collection,
            iterations,
            environment: Some("rehearsal".to_owned()),
            started_ms,
            jobs: 1,
            retries: 0,
        });
        let direct = Direct::new(reporters, false);
        direct.emit(Event::Start(Arc::clone(&start)));
        Ok(Self { start, direct, ids })
    }

    /// What the run began with.
    #[must_use]
    pub fn start(&self) -> &Arc<Start> {
        &self.start
    }

    /// An id that was not there before.
    pub fn id(&mut self) -> Uuid {
        self.ids = self.ids.saturating_add(1);
        Uuid::from_u128(self.ids)
    }

    /// A new execution of an item.
    pub fn place(&mut self, iteration: u32, item: usize) -> Option<Place> {
        let reference = self.id();
        let items = &self.start.items;
        let item = Arc::clone(items.get(item)?);
        let cursor = Cursor {
            position: item.index,
            iteration,
            length: u32::try_from(items.len()).unwrap_or(u32::MAX),
            cycles: self.start.iterations,
            cr: iteration > 0 && item.index == 0,
            whole: iteration == 0 && item.index == 0,
            reference,
            http_request_id: None,
        };
        Some(Place { cursor, item })
    }

    /// A request as it was sent; the body is text.
    #[must_use]
    pub fn sent(method: &str, url: &str, headers: Vec<Header>, body: Option<&str>) -> Arc<Sent> {
        let parts = Parts {
            method: method.to_owned(),
            url: url.to_owned(),
            body: body.map(|text| Arc::new(Body::raw(text))),
            ..Parts::default()
        };
        Arc::new(Sent {
            method: method.to_owned(),
            url: url.to_owned(),
            typed: url.to_owned(),
            headers: headers.into(),
            body: body.map(|text| SentBody {
                mode: "raw".into(),
                preview: Bytes::copy_from_slice(text.as_bytes()),
                complete: true,
            }),
            head_size: 200,
            body_size: body.map_or(0, |text| text.len() as u64),
            parts: Arc::new(parts),
            secrets: Secrets::default(),
        })
    }

    /// Tells an event.
    pub fn emit(&self, event: Event) {
        self.direct.emit(event);
    }

    /// Ends the run after `took_ms`; `change` has the last word on the summary.
    pub fn finish(
        self,
        took_ms: i64,
        change: impl FnOnce(&mut Summary),
    ) -> (Summary, Vec<(&'static str, ReportFault)>) {
        self.direct.with(|summary| {
            summary.timings.completed_ms = summary.timings.started_ms.saturating_add(took_ms);
            change(summary);
        });
        self.direct.emit(Event::Done);
        self.direct.finish()
    }
}
