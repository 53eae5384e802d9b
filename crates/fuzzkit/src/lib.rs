//! Runs property tests for a number of inputs, or for as long as the environment says.
//!
//! `GATEPOST_FUZZ_SECONDS` runs longer, `GATEPOST_FUZZ_SEED` starts elsewhere; `cargo xtask fuzz`
//! sets both.
#![expect(
    clippy::print_stdout,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test fails loudly"
)]

use std::{
    env,
    time::{Duration, Instant},
};

use proptest::{
    strategy::Strategy,
    test_runner::{Config, RngAlgorithm, TestCaseResult, TestRng, TestRunner},
};

/// Inputs of a run that is not told how long to take.
const INPUTS: u32 = 2_000;

/// Runs `test` on inputs of `strategy` and prints how many there were and the seed.
pub fn fuzz<S: Strategy>(name: &str, strategy: &S, test: impl Fn(S::Value) -> TestCaseResult) {
    let number = |name: &str| env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seed = number("GATEPOST_FUZZ_SEED").unwrap_or(1);
    let end = number("GATEPOST_FUZZ_SECONDS").map(|s| Instant::now() + Duration::from_secs(s));
    let config = Config { cases: INPUTS, failure_persistence: None, ..Config::default() };
    let mut inputs = 0_u64;
    for batch in 0_u64.. {
        let mut bytes = [0; 32];
        let start = seed.to_le_bytes().into_iter().chain(batch.to_le_bytes());
        bytes.iter_mut().zip(start).for_each(|(slot, byte)| *slot = byte);
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        let mut runner = TestRunner::new_with_rng(config.clone(), rng);
        let outcome = runner.run(strategy, &test);
        inputs += u64::from(config.cases);
        if let Err(failure) = outcome {
            panic!("{name}, seed {seed}, batch {batch}: {failure}");
        }
        if end.is_none_or(|end| Instant::now() >= end) {
            break;
        }
    }
    println!("{name}: {inputs} inputs from seed {seed}");
}
