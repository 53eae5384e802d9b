//! Numbers measured inside one crate, by its own bench.
//!
//! A bench prints one line that starts with its name: `decide: p50 0.41 us, p99 1.20 us, 9/s`.
//! Times may be in `ns`, `us` or `ms`; a bare number is a ratio.

use anyhow::{Context, Result};

use super::{Plan, table::Row};
use crate::shell::{self, cargo};

pub(super) fn decide(plan: &Plan) -> Result<Vec<Row>> {
    let line = bench(plan, "policy", "decide")?;
    Ok(vec![
        Row::at_most("decision, p50", micros(&line, "p50")?, 2.0, "us"),
        Row::at_most("decision, p99", micros(&line, "p99")?, 20.0, "us"),
    ])
}

pub(super) fn records(plan: &Plan) -> Result<Vec<Row>> {
    let line = bench(plan, "audit", "append")?;
    Ok(vec![Row::at_least("durable records", per_second(&line)?, 20_000.0, "/s")])
}

pub(super) fn read_latency(plan: &Plan) -> Result<Vec<Row>> {
    let line = bench(plan, "testkit", "read_latency")?;
    Ok(vec![
        Row::at_most("added by a durable record, p50", micros(&line, "p50")? / 1000.0, 0.5, "ms"),
        Row::at_most("added by a durable record, p99", micros(&line, "p99")? / 1000.0, 5.0, "ms"),
    ])
}

pub(super) fn put_item(plan: &Plan) -> Result<Vec<Row>> {
    let line = bench(plan, "store", "put_item")?;
    let ratio = part(&line, "ratio").context("the bench prints no ratio")?;
    let unit = "x cheaper than a PUT of the whole";
    Ok(vec![Row::at_least("changing one of 10,000 items", number(ratio)?, 20.0, unit)])
}

/// Runs a bench and answers its line.
fn bench(plan: &Plan, package: &str, name: &str) -> Result<String> {
    let mut command = cargo(&["bench", "--quiet", "-p", package, "--bench", name, "--profile"]);
    let said = shell::output(command.arg(&plan.profile))?;
    eprint!("{said}");
    let line = said.lines().find_map(|line| line.strip_prefix(&format!("{name}:")));
    line.map(str::to_owned).with_context(|| format!("`cargo bench` prints no line `{name}: …`"))
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

fn per_second(line: &str) -> Result<f64> {
    let rate = line.split(", ").find_map(|part| part.trim().strip_suffix("/s"));
    number(rate.context("the bench prints no rate")?)
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
        assert!((per_second(line).unwrap() - 25000.0).abs() < 1e-9);
        assert!((number(part(line, "ratio").unwrap()).unwrap() - 31.5).abs() < 1e-9);
        assert!(micros(line, "p90").is_err());
    }
}
