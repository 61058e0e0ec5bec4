//! The routes, and what all answers have in common (contracts: hasura §2.1, §4.1).

mod admin;
mod answer;
mod browser;
mod coalesce;
mod config;
mod graphql;
mod health;
mod path;
mod router;
#[cfg(test)]
mod tests;

pub(super) use router::router;
