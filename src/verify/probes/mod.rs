//! The probes: each is a file `pNN_what_it_is.rs`, or a folder where it is long, and a line in
//! [`registry`]. The comment at its beginning says what is tried, why it matters, gives an example
//! and says how to close what it finds.

mod foreign;
mod heads;
pub(super) mod p01_anonymous;
pub(super) mod p02_anonymous_spoof;
mod p03_role_header;
pub(super) mod p04_user_id_header;
pub(super) mod p05_own_rows;
mod p06_by_pk;
pub(super) mod p07_aggregates;
pub(super) mod p08_planned_aggregates;
mod p09_relationships;
mod p10_conditions;
mod p11_order_by;
mod p12_error_texts;
pub(super) mod p13_secret_columns;
pub(super) mod p14_mutations;
mod p15_subscriptions;
mod p16_tokens;
mod p17_admin_apis;
mod p19_plan;
mod p20_internals;
mod p21_exposure;
pub(super) mod p22_inconsistent;
pub(super) mod p23_every_role;
pub(super) mod p24_positive_control;
mod p25_lifetime;
mod p26_under_load;
mod probe;
mod registry;
mod table_case;

pub(crate) use heads::HEADS;
pub(crate) use probe::Probe;
pub(crate) use registry::ALL;

#[cfg(test)]
mod tests;
