//! One file a command: its outcome as text and as JSON.

mod config;
mod decode;
#[cfg(feature = "sandbox")]
mod demo;
mod expose;
mod generate;
mod init;
mod jwks;
mod jwt_secret;
mod jwt_secret_apply;
mod jwt_secret_lint;
mod query;
mod refresh;
#[cfg(feature = "sandbox")]
mod sandbox;
mod scaffold;
mod session;
mod setup_hasura;
mod signin;
mod signout;
mod smoke;
mod status;
mod token;
mod users;
mod verify_hasura;
mod verify_policy;
mod verify_report;
mod verify_text;
mod words;
