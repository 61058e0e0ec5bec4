//! One file a command: resolved inputs in, an outcome out. Its text and JSON are in `text.rs` of
//! the folder of the same name. Commands print nothing; what must be said on the way goes through
//! [`crate::ui::Ui`].

mod complete;
mod config;
mod credentials;
mod decode;
#[cfg(feature = "sandbox")]
mod demo;
mod dispatch;
mod doctor;
mod explain;
mod expose;
mod generate;
mod init;
mod jwks;
mod jwt_secret;
mod query;
mod refresh;
#[cfg(feature = "sandbox")]
mod sandbox;
mod saved;
mod scaffold;
mod session;
mod setup_hasura;
mod signin;
mod signout;
mod signup;
mod smoke;
mod status;
mod token;
mod users;
mod verify_hasura;
mod words;

pub(crate) use complete::run as complete;
pub(crate) use dispatch::{run, run_unconfigured};
pub use explain::{error_codes, troubles_page};
