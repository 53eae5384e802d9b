//! Reading records back.
//!
//! Everything here reads files that the writer only ever extends, up to where they are on disk; it
//! takes no lock that the writer waits for.

mod backwards;

use std::{io, sync::Arc};

use model::RecordId;

use backwards::Backwards;

use crate::{
    Decision, Log, LogError, Moment, Record, RecordKind,
    canonical::seq_of,
    chain::Line,
    log::{Disk, Lines, Segment},
};

const BLOCK: usize = 256 * 1024;
/// Records stand in the order in which they were stored; their times may be out of order by this.
const SLACK_SECONDS: i64 = 60;
/// A record may be stored so long after its id was made.
const LATEST_SECONDS: i64 = 900;

/// Which records are wanted. The default wants the 100 newest.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Only calls of this agent: its id, or its name at the time.
    pub agent: Option<String>,
    /// Only from this time on.
    pub since: Option<Moment>,
    /// Only before this time.
    pub until: Option<Moment>,
    /// Only records with a lower number: the next page.
    pub before_seq: Option<u64>,
    /// Only records with this decision.
    pub decision: Option<Decision>,
    /// Only calls of this operation.
    pub operation: Option<String>,
    /// Only calls about something that lies in the workspace with this id, or about itself.
    pub workspace: Option<String>,
    /// Only what was done: outcomes of calls that change something, and succeeded.
    pub done: bool,
    /// Also records of what the log did itself.
    pub system: bool,
    /// At most so many.
    pub limit: usize,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            agent: None,
            since: None,
            until: None,
            before_seq: None,
            decision: None,
            operation: None,
            workspace: None,
            done: false,
            system: false,
            limit: 100,
        }
    }
}

impl Filter {
    /// Whether a record is wanted; number and limit apart.
    #[must_use]
    pub fn wants(&self, record: &Record) -> bool {
        let agent = self.agent.as_ref().is_none_or(|agent| {
            let actor = &record.actor;
            actor.owner.is_some() && (actor.id == *agent || actor.name == *agent)
        });
        agent
            && (self.system || record.kind != RecordKind::System)
            && self.since.is_none_or(|since| record.ts >= since)
            && self.until.is_none_or(|until| record.ts < until)
            && self.decision.is_none_or(|decision| record.decision == decision)
            && (!self.done || done(record))
            && self
                .workspace
                .as_ref()
                .is_none_or(|wanted| record.resources.iter().any(|one| one.is_in(wanted)))
            && self
                .operation
                .as_ref()
                .is_none_or(|wanted| record.op.as_ref().is_some_and(|op| op.id == wanted.as_str()))
    }

    /// A word every wanted line contains, to skip others unparsed.
    fn needle(&self) -> Option<&str> {
        let plain = |word: &&str| {
            word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
        };
        let words = [self.agent.as_deref(), self.operation.as_deref(), self.workspace.as_deref()];
        words.into_iter().flatten().find(plain)
    }
}

/// Whether something was changed, with success.
fn done(record: &Record) -> bool {
    let changes = record.op.as_ref().is_some_and(|op| op.access != "read");
    let went = record.result.as_ref().is_some_and(|result| (200..300).contains(&result.status));
    record.kind == RecordKind::Outcome && changes && went
}

impl Log {
    /// Finds a record by its id.
    pub async fn find(&self, id: &RecordId) -> Result<Option<Record>, LogError> {
        let id = id.clone();
        self.read(move |reader| reader.find(&id)).await
    }

    /// Wanted records, newest first.
    pub async fn page(&self, filter: Filter) -> Result<Vec<Record>, LogError> {
        let (records, _) = self.look(filter, usize::MAX, |_| true).await?;
        Ok(records)
    }

    /// Wanted records that `keep` keeps, newest first, among no more than `most` that are looked
    /// at. Answers also where it stopped when that many did not suffice: the next page goes on
    /// with this number as [`Filter::before_seq`].
    pub async fn look(
        &self,
        filter: Filter,
        most: usize,
        keep: impl FnMut(&Record) -> bool + Send + 'static,
    ) -> Result<(Vec<Record>, Option<u64>), LogError> {
        self.read(move |reader| reader.page(&filter, most, keep)).await
    }

    /// Wanted records with a higher number than `seq`, oldest first; `before_seq` is ignored.
    ///
    /// With [`Log::wait_past`] this follows the log. Answers also the number up to which it
    /// looked: go on from there.
    pub async fn after(&self, seq: u64, filter: Filter) -> Result<(Vec<Record>, u64), LogError> {
        self.read(move |reader| {
            let mut records = Vec::new();
            let mut looked = seq;
            reader.forward(seq + 1, |record| {
                looked = record.seq;
                if filter.wants(&record) {
                    records.push(record);
                }
                records.len() < filter.limit
            })?;
            Ok((records, looked))
        })
        .await
    }

    /// Passes every record from a number on to `take`, oldest first; answers the last number.
    ///
    /// Blocks the thread; meant for the start of the server.
    pub fn replay(&self, from_seq: u64, mut take: impl FnMut(Record)) -> Result<u64, LogError> {
        let mut last = from_seq.saturating_sub(1);
        let each = |record: Record| {
            last = record.seq;
            take(record);
            true
        };
        Reader::of(self).forward(from_seq, each).map_err(|fault| LogError::unreadable(&fault))?;
        Ok(last)
    }

    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(Reader) -> io::Result<T> + Send + 'static,
    ) -> Result<T, LogError> {
        let reader = Reader::of(self);
        let done = tokio::task::spawn_blocking(move || work(reader)).await;
        done.map_err(io::Error::other)
            .and_then(|read| read)
            .map_err(|fault| LogError::unreadable(&fault))
    }
}

/// A view of the log as it was at one moment.
struct Reader {
    disk: Arc<dyn Disk>,
    segments: Arc<Vec<Segment>>,
    live_len: u64,
}

impl Reader {
    fn of(log: &Log) -> Self {
        let published = log.published();
        Self { disk: log.disk(), segments: published.segments, live_len: published.live_len }
    }

    /// How much of a segment may be read.
    fn end(&self, segment: Segment) -> u64 {
        if self.segments.last() == Some(&segment) { self.live_len } else { u64::MAX }
    }

    fn lines(&self, segment: Segment) -> io::Result<Lines> {
        let source = self.disk.open(&segment.name())?;
        Ok(Lines::new(source, 0, self.end(segment), BLOCK))
    }

    /// When a segment began; the beginning of time when that can't be told.
    fn began(&self, segment: Segment) -> io::Result<Moment> {
        Ok(segment.header(&*self.disk)?.map_or(Moment(i64::MIN), |header| header.ts))
    }

    /// How many segments began before a moment.
    fn begun_before(&self, moment: Moment) -> io::Result<usize> {
        let (mut low, mut high) = (0, self.segments.len());
        while low < high {
            let middle = low.midpoint(high);
            let Some(segment) = self.segments.get(middle) else { break };
            if self.began(*segment)? <= moment { low = middle + 1 } else { high = middle }
        }
        Ok(low)
    }

    fn find(&self, id: &RecordId) -> io::Result<Option<Record>> {
        let uuid = id.as_str().strip_prefix("evt_").and_then(|id| uuid::Uuid::parse_str(id).ok());
        let Some(time) = uuid.and_then(|uuid| uuid.get_timestamp()) else { return Ok(None) };
        let (seconds, nanos) = time.to_unix();
        let made = Moment::from_millis(
            i64::try_from(seconds).unwrap_or(0).saturating_mul(1000) + i64::from(nanos) / 1_000_000,
        );
        // An id is made before its record is stored, so it lies in the segment of its time or in
        // a later one.
        let first = self.begun_before(made.plus_seconds(-SLACK_SECONDS))?.saturating_sub(1);
        let last = self.begun_before(made.plus_seconds(LATEST_SECONDS))?;
        let needle = format!("\"id\":\"{id}\"");
        for segment in self.segments.get(first..last).unwrap_or_default() {
            let mut lines = self.lines(*segment)?;
            while let Some((_, line)) = lines.next()? {
                let found = Line::parse(line).filter(|line| line.body.contains(&needle));
                let record = found.and_then(parse).filter(|record| record.id == *id);
                if record.is_some() {
                    return Ok(record);
                }
            }
        }
        Ok(None)
    }

    fn page(
        &self,
        filter: &Filter,
        most: usize,
        mut keep: impl FnMut(&Record) -> bool,
    ) -> io::Result<(Vec<Record>, Option<u64>)> {
        let mut records = Vec::new();
        let mut looked = 0;
        let before = filter.before_seq.unwrap_or(u64::MAX);
        let newest = match filter.until {
            Some(until) => self.begun_before(until.plus_seconds(SLACK_SECONDS))?,
            None => self.segments.len(),
        };
        let stop = filter.since.map(|since| since.plus_seconds(-SLACK_SECONDS));
        for segment in self.segments.get(..newest).unwrap_or_default().iter().rev() {
            if segment.0 >= before {
                continue;
            }
            let source = self.disk.open(&segment.name())?;
            let end = self.end(*segment).min(source.len()?);
            let mut lines = Backwards::new(source, end);
            while records.len() < filter.limit {
                let Some(line) = lines.next()? else { break };
                let Some(line) = Line::parse(line) else { continue };
                let seq = seq_of(line.body);
                if before < u64::MAX && seq.is_none_or(|seq| seq >= before) {
                    continue;
                }
                if looked == most {
                    return Ok((records, seq.map(|seq| seq + 1)));
                }
                looked += 1;
                if filter.needle().is_some_and(|needle| !line.body.contains(needle)) {
                    continue;
                }
                let Some(record) = parse(line) else { continue };
                if stop.is_some_and(|stop| record.ts < stop) {
                    return Ok((records, None));
                }
                if filter.wants(&record) && keep(&record) {
                    records.push(record);
                }
            }
            let is_old = match stop {
                Some(stop) => self.began(*segment)? < stop,
                None => false,
            };
            if records.len() >= filter.limit || is_old {
                break;
            }
        }
        Ok((records, None))
    }

    /// Passes records on while `take` wants more.
    fn forward(&self, from_seq: u64, mut take: impl FnMut(Record) -> bool) -> io::Result<()> {
        let first = self.segments.partition_point(|segment| segment.0 <= from_seq);
        for segment in self.segments.get(first.saturating_sub(1)..).unwrap_or_default() {
            let mut lines = self.lines(*segment)?;
            // Numbers have no gaps, so lines before the first wanted one are only counted.
            let mut seq = segment.0;
            while let Some((_, line)) = lines.next()? {
                let skipped = seq < from_seq;
                seq += 1;
                if skipped {
                    continue;
                }
                if let Some(record) = Line::parse(line).and_then(parse)
                    && !take(record)
                {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

fn parse(line: Line<'_>) -> Option<Record> {
    let record = Record::parse(line.body)?;
    Some(Record { hash: Some(line.hash), ..record })
}
