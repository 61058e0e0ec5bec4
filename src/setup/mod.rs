//! Set-up without a dashboard: what writes and changes things for the user.
//!
//! * [`init`] finds out what is there and writes st-hasura.toml.

pub mod init;
