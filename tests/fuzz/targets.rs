//! One program for all targets: `ST_HASURA_FUZZ` names the one that gets the bytes. `run` beside
//! this file builds it, with what libFuzzer has to know of the way that a run took.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
use std::sync::LazyLock;

#[cfg(fuzzing)]
use st_hasura::fuzzing::TARGETS;

/// The target of this process.
#[cfg(fuzzing)]
static TARGET: LazyLock<fn(&[u8])> = LazyLock::new(|| {
    let name = std::env::var("ST_HASURA_FUZZ").unwrap_or_default();
    let found = TARGETS.iter().find(|(known, _)| *known == name);
    let names: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
    found
        .unwrap_or_else(|| panic!("ST_HASURA_FUZZ is none of {}", names.join(", ")))
        .1
});

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| (*TARGET)(bytes));

#[cfg(not(fuzzing))]
fn main() {
    eprintln!("tests/fuzz/run builds it as it has to be built");
    std::process::exit(2);
}
