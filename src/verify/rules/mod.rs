//! What exported metadata alone gives reason to suspect: pure functions, one rule a file.
//!
//! A rule accuses nobody. The probe that it belongs to tries what it suspects, and says of what
//! could not be tried that it is static.

pub mod always_true;
pub mod every_column;
pub mod gates;
pub mod header_filters;
pub mod limited_aggregates;
pub mod sole_comparison;
pub mod variables;
pub mod writes;

pub use crate::supertokens::tables::never_track;
