//! Every change of the files is found.

use std::path::Path;

use audit::{Answer, Log, Options, Problem, Range};

use crate::{Scratch, disk::Dice, intent, options, record};

/// A closed log of so many records, in segments of so many bytes.
async fn log(records: usize, segment_bytes: u64) -> Scratch {
    let scratch = Scratch::new();
    let (log, _) = Log::open(&scratch.0, Options { segment_bytes, ..options() }).unwrap();
    for _ in 0..records {
        log.append(record("Payments")).await.unwrap();
    }
    let intent = intent("Old");
    let seq = log.append(intent.clone()).await.unwrap().seq;
    log.append(intent.outcome(seq, Answer::status(200))).await.unwrap();
    log.close().await;
    scratch.assert_whole();
    scratch
}

fn problem(scratch: &Scratch) -> Option<Problem> {
    audit::verify(&scratch.0, Range::default()).unwrap().problem
}

/// Flips one bit, verifies, and puts the file back.
fn flip(scratch: &Scratch, path: &Path, at: usize, bytes: &mut [u8]) -> Option<Problem> {
    bytes[at] ^= 1 << (at % 8);
    std::fs::write(path, &*bytes).unwrap();
    let found = problem(scratch);
    bytes[at] ^= 1 << (at % 8);
    std::fs::write(path, &*bytes).unwrap();
    found
}

/// The number of the line that holds a byte, counted from the segment's first number.
fn number_at(name: &str, bytes: &[u8], at: usize) -> u64 {
    let first: u64 = name["audit-".len()..][..20].parse().unwrap();
    first + bytes[..at].split(|byte| *byte == b'\n').count() as u64 - 1
}

#[tokio::test]
async fn every_flipped_byte_of_a_log_is_found_where_it_is() {
    let scratch = log(1, 2_000).await;
    for name in scratch.segments() {
        let path = scratch.file(&name);
        let mut bytes = std::fs::read(&path).unwrap();
        for at in 0..bytes.len() {
            let found = flip(&scratch, &path, at, &mut bytes);
            let found = found.unwrap_or_else(|| panic!("{name} byte {at}"));
            let expected = (number_at(&name, &bytes, at), name.clone());
            assert_eq!((found.seq, found.file), expected, "byte {at}: {}", found.why);
        }
    }
    let path = scratch.file("audit.id");
    let mut bytes = std::fs::read(&path).unwrap();
    for at in 0..bytes.len() {
        assert!(flip(&scratch, &path, at, &mut bytes).is_some(), "audit.id byte {at}");
    }
}

#[tokio::test]
async fn flipped_bytes_of_a_thousand_records_are_found() {
    let scratch = log(1000, 300_000).await;
    let mut dice = Dice(77);
    let names = scratch.segments();
    assert!(names.len() > 1);
    for name in names {
        let path = scratch.file(&name);
        let mut bytes = std::fs::read(&path).unwrap();
        for _ in 0..40 {
            let at = usize::try_from(dice.below(bytes.len() as u64)).unwrap();
            let found = flip(&scratch, &path, at, &mut bytes).unwrap();
            assert_eq!(found.seq, number_at(&name, &bytes, at), "{name} byte {at}");
        }
    }
}

#[tokio::test]
async fn moved_added_and_removed_lines_are_found() {
    type Change = fn(&mut Vec<String>);
    let cases: [(&str, Change, u64); 8] = [
        ("a line is removed", |lines| drop(lines.remove(3)), 4),
        ("a line is doubled", |lines| lines.insert(4, lines[3].clone()), 5),
        ("lines are swapped", |lines| lines.swap(3, 4), 4),
        ("a line of another place is put in", |lines| lines.insert(5, lines[2].clone()), 6),
        ("an empty line is put in", |lines| lines.insert(5, "\n".to_owned()), 6),
        ("the header is removed", |lines| drop(lines.remove(0)), 1),
        ("the end is removed", |lines| lines.truncate(6), 7),
        ("a line is cut short", |lines| drop(lines.last_mut().unwrap().split_off(90)), 14),
    ];
    for (what, change, seq) in cases {
        let scratch = log(10, u64::MAX).await;
        let path = scratch.file(&scratch.segments()[0]);
        let text = std::fs::read_to_string(&path).unwrap();
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        change(&mut lines);
        std::fs::write(&path, lines.concat()).unwrap();
        let found = problem(&scratch).unwrap_or_else(|| panic!("{what}"));
        assert_eq!(found.seq, seq, "{what}: {}", found.why);
    }
}

#[tokio::test]
async fn removed_and_swapped_segments_are_found() {
    let scratch = log(30, 3_000).await;
    let names = scratch.segments();
    assert!(names.len() > 4);
    for name in &names {
        let (path, aside) = (scratch.file(name), scratch.file("aside"));
        std::fs::rename(&path, &aside).unwrap();
        let found = problem(&scratch).unwrap_or_else(|| panic!("{name}"));
        assert_eq!(found.seq, number_at(name, b"", 0), "{name}: {}", found.why);
        std::fs::rename(&aside, &path).unwrap();
    }
    let (one, two) = (scratch.file(&names[1]), scratch.file(&names[2]));
    let (first, second) = (std::fs::read(&one).unwrap(), std::fs::read(&two).unwrap());
    std::fs::write(&one, &second).unwrap();
    std::fs::write(&two, &first).unwrap();
    assert_eq!(problem(&scratch).unwrap().file, names[1]);
}

#[tokio::test]
async fn a_segment_of_another_log_is_found() {
    let (scratch, other) = (log(3, u64::MAX).await, log(3, u64::MAX).await);
    let name = scratch.segments().remove(0);
    std::fs::copy(other.file(&name), scratch.file(&name)).unwrap();
    let found = problem(&scratch).unwrap();
    assert!(found.why.contains("another log"), "{}", found.why);
}

#[tokio::test]
async fn a_part_can_be_checked_alone() {
    let scratch = log(30, 3_000).await;
    let names = scratch.segments();
    let last = scratch.verify().last_seq;
    let broken = scratch.file(&names[1]);
    let mut bytes = std::fs::read(&broken).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&broken, bytes).unwrap();
    let part = |from, to| audit::verify(&scratch.0, Range { from, to }).unwrap();
    assert!(part(None, None).problem.is_some());
    let after = part(Some(last - 1), None);
    assert_eq!((after.problem, after.last_seq), (None, last));
    let before = part(None, Some(4));
    assert_eq!((before.problem, before.first_seq, before.last_seq), (None, 1, 4));
}

#[tokio::test]
async fn nothing_to_check_is_said() {
    let scratch = Scratch::new();
    assert!(audit::verify(&scratch.0, Range::default()).is_err());
    assert!(audit::verify(&scratch.file("nowhere"), Range::default()).is_err());
}

#[tokio::test]
async fn intents_and_outcomes_must_match() {
    let cases: [(&str, &[bool]); 4] = [
        ("no open intent", &[true, false, false]),
        ("no open intent", &[false]),
        ("earlier intent", &[true, true]),
        ("", &[true, false]),
    ];
    for (why, intents) in cases {
        let scratch = Scratch::new();
        let (log, _) = crate::open(&scratch);
        let intent = intent("x");
        let seq = 3;
        for is_intent in intents {
            let outcome = || intent.outcome(seq, Answer::status(200));
            let next = if *is_intent { intent.clone() } else { outcome() };
            log.append(next).await.unwrap();
        }
        log.close().await;
        match problem(&scratch) {
            Some(found) => assert!(!why.is_empty() && found.why.contains(why), "{}", found.why),
            None => assert_eq!(why, ""),
        }
    }
}

#[tokio::test]
async fn an_intent_left_open_for_a_whole_run_is_found() {
    let scratch = Scratch::new();
    for round in 0..3 {
        let (log, _) = crate::open(&scratch);
        if round == 0 {
            log.append(intent("x")).await.unwrap();
        }
        log.close().await;
        drop(log);
        let report = scratch.verify();
        assert_eq!(report.problem.is_some(), round == 2, "round {round}: {report:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_can_be_checked_while_it_is_written() {
    let scratch = Scratch::new();
    let (log, _) = Log::open(&scratch.0, Options { segment_bytes: 50_000, ..options() }).unwrap();
    let writer = tokio::spawn({
        let log = log.clone();
        async move {
            for _ in 0..50 {
                let batch: Vec<_> = (0..20).map(|_| log.enqueue(record("x"))).collect();
                for pending in batch {
                    pending.await.unwrap();
                }
            }
        }
    });
    let mut checks = 0;
    while !writer.is_finished() || checks == 0 {
        assert_eq!(problem(&scratch), None);
        checks += 1;
        tokio::task::yield_now().await;
    }
    writer.await.unwrap();
    log.close().await;
    scratch.assert_whole();
}
