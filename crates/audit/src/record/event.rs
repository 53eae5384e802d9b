//! What the log did itself.

use serde::{Deserialize, Serialize};

use super::Moment;
use crate::Hash;

/// Something the log did itself, in a record of kind `system`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The next record carries an earlier time than the last one, by more than five seconds.
    Clock {
        /// How much earlier, in microseconds.
        behind_us: i64,
    },
    /// Recovery cut an unfinished end off a segment; a copy is kept beside it as `.torn`.
    Cut {
        /// How many bytes.
        bytes: u64,
        /// Of which file.
        file: String,
        /// From which byte on.
        offset: u64,
    },
    /// Recovery found stored records changed or missing, and left everything in place.
    Damage {
        /// In which file.
        file: String,
        /// From which byte on.
        offset: u64,
    },
    /// The last record of a segment.
    Footer {
        /// Records in the segment, header and this one included.
        count: u64,
        /// Number of the header.
        first_seq: u64,
        /// Number of this record.
        last_seq: u64,
    },
    /// The first record of a segment.
    Header {
        /// When the log was made.
        created: Moment,
        /// Which log this is.
        log_id: String,
        /// Number of the segment, from 1.
        number: u64,
        /// Hash of the record before this one.
        prev: Hash,
        /// How the sentences in this segment are worded.
        wording: String,
    },
    /// A server opened the log.
    Opened {
        /// Its version.
        version: String,
    },
    /// For a time the log could not be written, and every call was refused.
    Outage {
        /// Since when.
        since: Moment,
        /// Until when; absent while it lasts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Moment>,
        /// What the disk said.
        why: String,
    },
}
