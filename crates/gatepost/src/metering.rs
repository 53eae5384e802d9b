//! Counts and times for `/metrics`.

use std::{sync::OnceLock, time::Duration};

use gate::Stopwatch;
use metrics::Histogram;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

/// Upper ends of the latency buckets, in seconds.
const BUCKETS: &[f64] =
    &[0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

/// Times are put into their buckets so often.
const UPKEEP: Duration = Duration::from_secs(1);

/// Where measurements are read. There is one for the process.
#[derive(Clone)]
pub(crate) struct Metering(Option<PrometheusHandle>);

impl Metering {
    /// Begins to collect.
    pub(crate) fn start() -> Self {
        static STARTED: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
        let started = STARTED.get_or_init(|| {
            let builder = PrometheusBuilder::new().set_buckets(BUCKETS).ok()?;
            let recorder = builder.build_recorder();
            let handle = recorder.handle();
            metrics::set_global_recorder(recorder).ok()?;
            describe();
            Some(handle)
        });
        Self(started.clone())
    }

    /// Puts times into their buckets until it is dropped. They wait one by one otherwise, and where
    /// nobody reads the measurements they would wait for ever.
    pub(crate) async fn maintain(&self) {
        let mut ticks = tokio::time::interval(UPKEEP);
        loop {
            ticks.tick().await;
            if let Some(handle) = &self.0 {
                handle.run_upkeep();
            }
        }
    }

    /// The measurements in Prometheus' text form.
    pub(crate) fn render(&self, log_up: bool, records: u64, store_up: bool) -> String {
        metrics::gauge!("gatepost_log_up").set(f64::from(u8::from(log_up)));
        metrics::gauge!("gatepost_store_up").set(f64::from(u8::from(store_up)));
        metrics::counter!("gatepost_records_total").absolute(records);
        self.0
            .as_ref()
            .map(|handle| {
                handle.run_upkeep();
                handle.render()
            })
            .unwrap_or_default()
    }
}

fn describe() {
    metrics::describe_counter!("gatepost_calls_total", "Calls by area, decision and status.");
    metrics::describe_histogram!("gatepost_request_duration_seconds", "Time to answer, by door.");
    metrics::describe_gauge!("gatepost_log_up", "1 while the audit log can be written.");
    metrics::describe_gauge!("gatepost_store_up", "1 while the store answers.");
    metrics::describe_counter!("gatepost_records_total", "Records in the audit log.");
}

/// The histograms of one request's time, by door.
struct Doors {
    http: Histogram,
    socket: Histogram,
}

/// Notes how long a request took. The gate itself counts calls, since it knows what they were.
pub(crate) fn took(watch: Stopwatch, local: bool) {
    static DOORS: OnceLock<Doors> = OnceLock::new();
    let of = |door: &'static str| metrics::histogram!("gatepost_request_duration_seconds", "door" => door);
    let doors = DOORS.get_or_init(|| Doors { http: of("http"), socket: of("socket") });
    #[expect(
        clippy::cast_precision_loss,
        reason = "microseconds of one request fit a float's 53 bits"
    )]
    let seconds = watch.micros() as f64 / 1e6;
    if local { &doors.socket } else { &doors.http }.record(seconds);
}
