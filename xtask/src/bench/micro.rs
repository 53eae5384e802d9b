//! Numbers measured inside one crate, by its own bench.
//!
//! A bench prints one line that starts with its name: `decide: p50 0.41 us, p99 1.20 us, 9/s`.
//! Times may be in `ns`, `us` or `ms`; a bare number is a ratio. From a bench by divan the median
//! of its throughput is taken.

use anyhow::{Context, Result};

use super::{Plan, table::Row};
use crate::shell::{self, cargo};

pub(super) fn decide(plan: &Plan) -> Result<Vec<Row>> {
    let line = bench(plan, "policy", "decide", "decide")?;
    Ok(vec![
        Row::at_most("decision, p50", micros(&line, "p50")?, 2.0, "us"),
        Row::at_most("decision, p99", micros(&line, "p99")?, 20.0, "us"),
    ])
}

pub(super) fn records(plan: &Plan) -> Result<Vec<Row>> {
    let said = output(plan, "audit", "append")?;
    let rate = median_rate(&said, "append_64_callers").context("divan shows no throughput")?;
    Ok(vec![Row::at_least("durable records, 64 callers", rate, 20_000.0, "/s")])
}

pub(super) fn read_latency(plan: &Plan) -> Result<Vec<Row>> {
    let line = bench(plan, "testkit", "read_latency", "read_latency")?;
    Ok(vec![
        Row::at_most("added by a durable record, p50", micros(&line, "p50")? / 1000.0, 0.5, "ms"),
        Row::at_most("added by a durable record, p99", micros(&line, "p99")? / 1000.0, 5.0, "ms"),
    ])
}

pub(super) fn put_item(plan: &Plan) -> Result<Vec<Row>> {
    let line = bench(plan, "store", "put_item", "put_item")?;
    let ratio = part(&line, "ratio").context("the bench prints no ratio")?;
    let unit = "x cheaper than a PUT of the whole";
    Ok(vec![Row::at_least("changing one of 10,000 items", number(ratio)?, 20.0, unit)])
}

pub(super) fn content(plan: &Plan) -> Result<Vec<Row>> {
    let said = output(plan, "store", "content")?;
    let last = |name: &str| -> Result<String> {
        let mut lines = said.lines().filter_map(|line| line.strip_prefix(&format!("{name}: ")));
        lines.next_back().map(str::to_owned).with_context(|| format!("no line `{name}: …`"))
    };
    let (added, merged, found) = (last("add_item")?, last("merge")?, last("search")?);
    let converted = bench(plan, "convert", "openapi", "conversion")?;
    let of = |line: &str, label: &str| -> Result<f64> {
        let text = part(line, label).with_context(|| format!("no `{label}` in `{line}`"))?;
        number(text.split(' ').next().unwrap_or(text))
    };
    let first = |line: &str| number(line.split(' ').next().unwrap_or_default());
    Ok(vec![
        Row::at_most("adding a request to 10,000 items, p50", first(&added)?, 2.0, "ms"),
        Row::at_most("the same against 100 items", of(&added, "ratio")?, 1.5, "x"),
        Row::at_most("merge of two forks of 5,000 items", first(&merged)?, 1000.0, "ms"),
        Row::at_least("conversion of 1,000 operations", of(&converted, "ratio")?, 10.0, "x faster"),
        Row::at_most("its memory against the peer's", of(&converted, "memory")?, 0.33, "x"),
        Row::at_most("search over a million items, p50", of(&found, "p50")?, 20.0, "ms"),
        Row::at_most("search over a million items, p99", of(&found, "p99")?, 100.0, "ms"),
    ])
}

/// Runs a bench and answers its line, which begins with `label`.
fn bench(plan: &Plan, package: &str, name: &str, label: &str) -> Result<String> {
    let said = output(plan, package, name)?;
    let line = said.lines().find_map(|line| line.strip_prefix(&format!("{label}:")));
    line.map(str::to_owned).with_context(|| format!("`cargo bench` prints no line `{label}: …`"))
}

/// Runs a bench and answers what it prints.
fn output(plan: &Plan, package: &str, name: &str) -> Result<String> {
    let mut command = cargo(&["bench", "--quiet", "-p", package, "--bench", name, "--profile"]);
    // Temporary files belong on the disk that is measured, not in memory.
    let said = shell::output(command.arg(&plan.profile).env("TMPDIR", &plan.folder))?;
    eprint!("{said}");
    Ok(said)
}

/// The median items per second of a divan bench.
fn median_rate(said: &str, bench: &str) -> Option<f64> {
    let mut lines = said.lines().skip_while(|line| !line.contains(bench)).skip(1);
    // Columns: fastest, slowest, median, mean.
    let median = lines.next()?.split('│').filter(|cell| cell.contains("item/s")).nth(2)?;
    let (value, unit) = median.trim().split_once(' ')?;
    let factor = match unit {
        "item/s" => 1.0,
        "Kitem/s" => 1e3,
        "Mitem/s" => 1e6,
        _ => return None,
    };
    Some(value.parse::<f64>().ok()? * factor)
}

/// The words after `label` in `label 1.5 us, other 2 us`.
fn part<'a>(line: &'a str, label: &str) -> Option<&'a str> {
    line.split(", ").find_map(|part| part.trim().strip_prefix(label)?.strip_prefix(' '))
}

fn number(text: &str) -> Result<f64> {
    text.trim().parse().with_context(|| format!("`{text}` is no number"))
}

fn micros(line: &str, label: &str) -> Result<f64> {
    let text = part(line, label).with_context(|| format!("the bench prints no {label}"))?;
    let (value, unit) = text.split_once(' ').unwrap_or((text, ""));
    let factor = match unit {
        "ns" => 0.001,
        "us" => 1.0,
        "ms" => 1000.0,
        _ => anyhow::bail!("`{text}` is no time"),
    };
    Ok(number(value)? * factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_a_bench_is_read() {
        let line = " p50 0.41 us, p99 1200 ns, slowest 3 ms, 25000/s, ratio 31.5";
        assert!((micros(line, "p50").unwrap() - 0.41).abs() < 1e-9);
        assert!((micros(line, "p99").unwrap() - 1.2).abs() < 1e-9);
        assert!((micros(line, "slowest").unwrap() - 3000.0).abs() < 1e-9);
        assert!((number(part(line, "ratio").unwrap()).unwrap() - 31.5).abs() < 1e-9);
        assert!(micros(line, "p90").is_err());
    }

    #[test]
    fn the_throughput_of_a_divan_bench_is_read() {
        let said = "append       fastest       │ slowest  │ median   │ mean\n\
                    ├─ append_64  395 ms        │ 527 ms   │ 410 ms   │ 420 ms\n\
                    │             32.3 Kitem/s  │ 24.2 Kitem/s │ 31.2 Kitem/s │ 30 Kitem/s\n";
        assert!((median_rate(said, "append_64").unwrap() - 31_200.0).abs() < 1e-6);
        assert_eq!(median_rate(said, "verify"), None);
    }
}
