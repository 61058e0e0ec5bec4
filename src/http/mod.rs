//! The HTTP client: finite timeouts, bounded bodies, careful retries, no credentials across
//! origins, and a trace that is safe to paste.
//!
//! Every request of this program goes through [`Http::send`], or [`Http::upgrade`] where it turns
//! into a WebSocket. One file a concern: what to send
//! ([`Request`]), sending it (`client`), `redirect`, `retry`, `body`, `tls`; what is said about
//! it (`trace`, `curl`, `sensitive`); what can go wrong (`error`, `classify`).

mod advice;
mod body;
mod classify;
mod client;
mod curl;
mod error;
mod message;
mod options;
mod redirect;
mod retry;
mod sensitive;
mod tls;
mod trace;
mod upgrade;

pub use client::Http;
pub use error::{HttpError, TlsFault};
pub use message::{DEFAULT_MAX_BODY, Request, Response};
pub use options::HttpOptions;
pub use sensitive::without_user_info;
pub use upgrade::{Opened, Upgraded};

#[cfg(test)]
mod shown_tests;
