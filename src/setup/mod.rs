//! Set-up without a dashboard: what writes and changes things for the user.
//!
//! * [`init`] finds out what is there and writes st-hasura.toml.
//! * [`scaffold`] has the files of a new project.
//! * [`hasura`] plans, makes and exports Hasura's metadata.

pub mod hasura;
pub mod init;
pub mod scaffold;
