//! The leak benchmark: set-ups with a planted fault, each of which `verify-hasura` must report
//! with the right probe, and sound ones on which it must stay silent.
//!
//! `README.md` describes the format of a set-up. [`setup`] reads one, [`expand`] writes it out, [`run`] starts the sandbox
//! with it and asks the binary, [`score`] counts and prints. [`matrix`] runs the planted ones again where less is known,
//! and [`pasted`] tries what their findings give to paste.
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
mod matrix;
mod offline;
mod pasted;
mod run;
mod score;
mod setup;

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use matrix::Variation;
use offline::Read;
use score::{Result, Score};
use setup::Setup;

/// Set-ups at a time: each waits far more than it works, for a token to expire and streams to speak.
const WIDTH: usize = 12;

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

/// What is called a leak with everything known is never called sound where less is known, or where
/// the claims are elsewhere in the tokens: each set-up takes one variation of either, in turn.
/// `ST_HASURA_LEAKS_MATRIX` names variations for all of them, or `all`.
#[test]
fn no_planted_leak_is_called_sound_where_less_is_known() {
    let wish = std::env::var("ST_HASURA_LEAKS_MATRIX").ok();
    let wanted = |turn| match &wish {
        Some(wish) => Variation::chosen(wish),
        None => Variation::in_turn(turn),
    };
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/leaks");
    let elsewhere = std::env::var_os("ST_HASURA_LEAKS").map(PathBuf::from);
    let only = std::env::var("ST_HASURA_LEAKS_ONLY").unwrap_or_default();
    let setups = Setup::all(elsewhere.as_deref().unwrap_or(&own));
    let chosen = named(&setups, &only);
    let results = at_once(&chosen, |turn, setup| matrix::run(setup, &wanted(turn)));
    let tried: usize = results.iter().map(|(tried, _)| tried).sum();
    let failed: Vec<_> = results.into_iter().flat_map(|(_, failed)| failed).collect();
    for one in &failed {
        println!("{:44} {:16} {}", one.setup, one.variation, one.why);
    }
    for variation in Variation::ALL {
        let name = variation.name();
        let count = failed.iter().filter(|one| one.variation == name).count();
        println!("{name}: {count} called sound, or not run");
    }
    println!("tried {tried}");
    assert!(failed.is_empty(), "see the list above");
}

/// What the metadata alone tells: never that something is sound, and no leak where there is none.
#[test]
fn metadata_alone_names_leaks_and_calls_nothing_sound() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/leaks");
    let only = std::env::var("ST_HASURA_LEAKS_ONLY").unwrap_or_default();
    let setups = Setup::all(&own);
    let chosen = named(&setups, &only);
    let all = at_once(&chosen, |_, setup| offline::read(setup));
    for one in &all {
        let told = one.findings.join(", ");
        println!("{:60} {:9} {told}", one.name, one.verdict);
        let words = ["leak", "unproven"].contains(&&*one.verdict);
        assert!(words, "{}: {}", one.name, one.verdict);
    }
    let count = |test: &dyn Fn(&&Read) -> bool| all.iter().filter(test).count();
    let planted = count(&|one| one.planted);
    let leaks = count(&|one| one.planted && one.verdict == "leak");
    let warned = count(&|one| one.planted && one.is_told());
    let alarms: Vec<&str> = all
        .iter()
        .filter(|one| one.is_false_alarm())
        .map(|one| one.name.as_str())
        .collect();
    println!("by the metadata alone: leak {leaks}, told {warned} / planted {planted}");
    println!(
        "false alarms {} / sound {}",
        alarms.len(),
        all.len() - planted
    );
    if only.is_empty() {
        assert_eq!(alarms, offline::ALARMS.map(|(name, _)| name));
        assert!(leaks >= 140 && warned >= 200, "fewer than there were");
    }
}

#[test]
fn what_a_finding_gives_to_paste_tells_the_fault_from_its_absence() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/leaks");
    let elsewhere = std::env::var_os("ST_HASURA_LEAKS").map(PathBuf::from);
    let only = std::env::var("ST_HASURA_LEAKS_ONLY").unwrap_or_default();
    let setups = Setup::all(elsewhere.as_deref().unwrap_or(&own));
    let mut chosen = named(&setups, &only);
    chosen.retain(|setup| setup.mended.is_some());
    let untold = at_once(&chosen, |_, setup| {
        let mended = setup.mended.as_ref().unwrap();
        pasted::untold(setup, mended)
    });
    let untold: Vec<String> = untold.into_iter().flatten().collect();
    assert!(untold.is_empty(), "{}", untold.join("\n\n"));
}

fn named<'s>(setups: &'s [Setup], only: &str) -> Vec<&'s Setup> {
    let named = |setup: &&Setup| setup.name.contains(only);
    setups.iter().filter(named).collect()
}

/// Runs them all, a few at a time, and prints a line for each in their order.
fn judge(setups: &[Setup], only: &str) -> Vec<Result> {
    let results = at_once(&named(setups, only), |_, setup| run::run(setup));
    for result in &results {
        println!("{result}");
    }
    results
}

/// Does something with each and its number, a few at a time; the results in their order.
fn at_once<T: Send>(chosen: &[&Setup], work: impl Fn(usize, &Setup) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<Option<T>>> = Mutex::new(chosen.iter().map(|_| None).collect());
    std::thread::scope(|scope| {
        for _ in 0..WIDTH {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(setup) = chosen.get(index) else {
                        return;
                    };
                    let result = work(index, setup);
                    done.lock().unwrap()[index] = Some(result);
                }
            });
        }
    });
    let done = done.into_inner().unwrap();
    done.into_iter().flatten().collect()
}
