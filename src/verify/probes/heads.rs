//! The comments at the heads of the probes' files, for readers of the program: they are in the
//! binary, and the code below them is not.

/// How long the comment at the beginning of a file is.
const fn length(file: &[u8]) -> usize {
    let mut at = 0;
    while at + 2 < file.len() && file[at] == b'/' && file[at + 1] == b'/' && file[at + 2] == b'!' {
        while at < file.len() && file[at] != b'\n' {
            at += 1;
        }
        at += 1;
    }
    at
}

/// The first bytes, as a value of their own.
const fn first<const N: usize>(file: &[u8]) -> [u8; N] {
    let mut head = [0; N];
    let mut at = 0;
    while at < N {
        head[at] = file[at];
        at += 1;
    }
    head
}

macro_rules! heads {
    ($($file:literal)+) => {
        /// A comment each, `//!` and all.
        pub(crate) static HEADS: &[&[u8]] = &[$({
            const FILE: &[u8] = include_bytes!($file);
            const HEAD: [u8; length(FILE)] = first(FILE);
            &HEAD
        }),+];
    };
}

heads! {
    "p01_anonymous/mod.rs"
    "p02_anonymous_spoof.rs"
    "p03_role_header.rs"
    "p04_user_id_header.rs"
    "p05_own_rows/mod.rs"
    "p06_by_pk/mod.rs"
    "p07_aggregates/mod.rs"
    "p08_planned_aggregates.rs"
    "p09_relationships/mod.rs"
    "p10_conditions.rs"
    "p11_order_by.rs"
    "p12_error_texts.rs"
    "p13_secret_columns.rs"
    "p14_mutations/mod.rs"
    "p15_subscriptions/mod.rs"
    "p16_tokens.rs"
    "p17_admin_apis.rs"
    "p19_plan.rs"
    "p20_internals.rs"
    "p21_exposure.rs"
    "p22_inconsistent.rs"
    "p23_every_role.rs"
    "p24_positive_control/mod.rs"
    "p25_lifetime.rs"
    "p26_under_load.rs"
}
