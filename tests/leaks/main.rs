//! The leak benchmark: set-ups with a planted fault, each of which `verify-hasura` must report
//! with the right probe, and sound ones on which it must stay silent.
//!
//! `README.md` describes the format of a set-up. [`setup`] reads one, [`expand`] writes it out, [`run`] starts the sandbox
//! with it and asks the binary, [`score`] counts and prints.
#![cfg(feature = "sandbox")]
#![allow(
    // What the tests share is written for all of them.
    clippy::assigning_clones,
    clippy::cast_possible_truncation,
    clippy::format_collect,
    clippy::large_stack_arrays,
    clippy::needless_pass_by_value,
    clippy::too_many_lines,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    missing_docs,
    unreachable_pub
)]

#[path = "../support/mod.rs"]
mod support;

mod expand;
mod run;
mod score;
mod setup;

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use score::{Result, Score};
use setup::Setup;

/// Set-ups at a time.
const WIDTH: usize = 2;

/// The least that the benchmark's own set-ups must be.
const LEAST: (usize, usize) = (170, 120);

#[test]
fn every_planted_leak_is_caught_and_nothing_sound_is_reported() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/leaks");
    let elsewhere = std::env::var_os("ST_HASURA_LEAKS").map(PathBuf::from);
    let only = std::env::var("ST_HASURA_LEAKS_ONLY").unwrap_or_default();
    let started = Instant::now();
    let setups = Setup::all(elsewhere.as_deref().unwrap_or(&own));
    let mut score = Score::of(judge(&setups, &only));
    score.seconds = started.elapsed().as_secs_f64();
    print!("{score}");
    if elsewhere.is_none() && only.is_empty() {
        assert!(
            score.planted >= LEAST.0 && score.sound >= LEAST.1,
            "set-ups are missing"
        );
    }
    assert!(score.is_perfect(), "see the list above");
}

/// Runs them all, a few at a time, and prints a line for each in their order.
fn judge(setups: &[Setup], only: &str) -> Vec<Result> {
    let chosen: Vec<&Setup> = setups
        .iter()
        .filter(|setup| setup.name.contains(only))
        .collect();
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<Option<Result>>> = Mutex::new(chosen.iter().map(|_| None).collect());
    std::thread::scope(|scope| {
        for _ in 0..WIDTH {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(setup) = chosen.get(index) else {
                        return;
                    };
                    let result = run::run(setup);
                    done.lock().unwrap()[index] = Some(result);
                }
            });
        }
    });
    let done = done.into_inner().unwrap();
    let results: Vec<Result> = done.into_iter().flatten().collect();
    for result in &results {
        println!("{result}");
    }
    results
}
