//! Set-up without a dashboard: what writes and changes things for the user.
//!
//! * [`expose`] carries a public tunnel's URL to where it belongs.
//! * [`init`] finds out what is there and writes st-hasura.toml.
//! * [`scaffold`] has the files of a new project.
//! * [`hasura`] plans, makes and exports Hasura's metadata.

pub(crate) mod expose;
pub(crate) mod hasura;
pub(crate) mod init;
mod local_probe;
pub(crate) mod scaffold;
