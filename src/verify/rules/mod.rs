//! What exported metadata alone gives reason to suspect: pure functions, one rule a file.
//!
//! A rule alone is no finding. The probe that it belongs to tries what it suspects, and says of what
//! could not be tried that it is static.

pub(crate) mod always_true;
pub(crate) mod bindings;
pub(crate) mod every_column;
pub(crate) mod header_filters;
pub(crate) mod limited_aggregates;
pub(crate) mod membership;
pub(crate) mod patterns;
pub(crate) mod still_there;
pub(crate) mod variables;
pub(crate) mod with_the_caller;
pub(crate) mod writes;

pub(crate) use crate::supertokens::tables::never_track;
