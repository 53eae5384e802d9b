#![expect(
    clippy::cast_precision_loss,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints and may fail loudly"
)]
//! A description with a thousand operations and deep schemas, here and in the public converter.

use std::{
    fmt::Write as _,
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use convert::{
    openapi::{Options, to_collection},
    spec::Files,
};
use serde_json::{Value, json};

const OPERATIONS: usize = 1_000;
const SCHEMAS: usize = 120;
const DEPTH: usize = 5;
const DEEPER: usize = 7;
const ROUNDS: usize = 3;

fn main() {
    measure("conversion", DEPTH);
    // The peak of memory is the process's, so it is told of the first only.
    measure("conversion of deeper schemas", DEEPER);
}

fn measure(name: &str, depth: usize) {
    let text = description(depth);
    let files = Files::one("spec.json", &text);
    let mut seconds = f64::MAX;
    let mut size = 0;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let made = to_collection(&files, &Options::default()).unwrap();
        seconds = seconds.min(start.elapsed().as_secs_f64());
        size = made.document.len();
    }
    let memory = peak();
    print!(
        "{name}: {OPERATIONS} operations, {:.1} MB in, {:.1} MB out, {seconds:.3} s, {memory:.0} MB",
        text.len() as f64 / 1e6,
        size as f64 / 1e6
    );
    match peer(&text) {
        Some((their_seconds, their_memory)) => println!(
            ", the public converter {their_seconds:.3} s, {their_memory:.0} MB, ratio {:.1}, memory \
             {:.2}",
            their_seconds / seconds,
            memory / their_memory
        ),
        None => println!(", the public converter is not installed"),
    }
}

/// Schemas that lie in one another, each used by many operations.
fn description(depth: usize) -> String {
    let mut schemas = serde_json::Map::new();
    for number in 0..SCHEMAS {
        let mut members = serde_json::Map::new();
        for (index, kind) in ["string", "integer", "boolean", "number"].iter().enumerate() {
            members.insert(format!("field{index}"), json!({ "type": kind, "description": "One." }));
        }
        // One below another, up to a depth; the last of each row is plain.
        if (number + 1) % depth != 0 && number + 1 < SCHEMAS {
            let inner = json!({ "$ref": format!("#/components/schemas/S{}", number + 1) });
            members.insert("inner".to_owned(), inner.clone());
            members.insert("list".to_owned(), json!({ "type": "array", "items": inner }));
        }
        let schema = json!({ "type": "object", "required": ["field0"], "properties": members });
        schemas.insert(format!("S{number}"), schema);
    }
    let mut paths = serde_json::Map::new();
    for number in 0..OPERATIONS {
        let mut path = String::new();
        write!(path, "/area{}/things{}/{{id}}", number % 40, number).unwrap();
        let of = |number: usize| json!({ "$ref": format!("#/components/schemas/S{}", number % SCHEMAS) });
        let content = |schema: Value| json!({ "application/json": { "schema": schema } });
        let operation = json!({
            "summary": format!("Change thing {number}"),
            "tags": [format!("area{}", number % 40)],
            "parameters": [
                { "name": "id", "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" } },
                { "name": "limit", "in": "query", "schema": { "type": "integer", "minimum": 1, "maximum": 100 } },
                { "name": "X-Trace", "in": "header", "schema": { "type": "string" } },
            ],
            "requestBody": { "content": content(of(number)) },
            "responses": {
                "200": { "description": "Changed", "content": content(of(number * 7)) },
                "400": { "description": "Refused", "content": content(of(number * 13)) },
            },
        });
        paths.insert(path, json!({ "put": operation }));
    }
    json!({ "openapi": "3.0.3", "info": { "title": "Large", "version": "1" },
        "servers": [{ "url": "https://large.test/v1" }], "paths": paths,
        "components": { "schemas": schemas } })
    .to_string()
}

/// The most memory that this process had, in MB.
fn peak() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes: Option<f64> =
        line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok());
    kilobytes.map_or(f64::NAN, |kilobytes| kilobytes / 1e3)
}

/// Seconds and MB of the public converter, without the start of its program.
fn peer(text: &str) -> Option<(f64, f64)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peer");
    if !folder.join("node_modules").is_dir() {
        return None;
    }
    let mut node = Command::new("node")
        .arg(folder.join("convert.mjs"))
        .env("GATEPOST_MEASURE", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let line = json!({ "files": [["spec.json", text]], "options": {} });
    let mut input = node.stdin.take()?;
    let mut best = f64::MAX;
    let writer = std::thread::spawn(move || {
        for _ in 0..ROUNDS {
            writeln!(input, "{line}").unwrap();
        }
    });
    let output = node.wait_with_output().ok()?;
    writer.join().unwrap();
    let mut memory = 0.0_f64;
    for line in String::from_utf8(output.stdout).ok()?.lines() {
        let told: Value = serde_json::from_str(line).ok()?;
        best = best.min(told["seconds"].as_f64()?);
        memory = memory.max(told["megabytes"].as_f64()?);
    }
    Some((best, memory))
}
