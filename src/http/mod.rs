//! The HTTP client: finite timeouts, bounded bodies, careful retries, no credentials across
//! origins, and a trace that is safe to paste.
//!
//! Every request of this program goes through [`Http::send`], or [`Http::upgrade`] where it turns
//! into a WebSocket. One file a concern: what to send
//! ([`Request`]), sending it (`client`), `redirect`, `retry`, `body`, `tls`; what is said about
//! it (`trace`, `curl`, `sensitive`, `waiting`); what can go wrong (`error`, `classify`).

mod advice;
mod body;
mod classify;
mod client;
mod crowded;
mod curl;
mod error;
mod message;
mod options;
mod proxy;
mod redirect;
mod retry;
mod sensitive;
mod tls;
mod trace;
mod upgrade;
mod waiting;

pub(crate) use client::Http;
pub(crate) use crowded::{CROWDED, is_crowded};
pub(crate) use error::HttpError;
pub(crate) use message::{BYTE_ORDER_MARK, Request, Response, WITHOUT_MARK};
pub(crate) use options::HttpOptions;
pub(crate) use sensitive::{learn_url, shown as shown_url, typed_shown, without_user_info};
pub(crate) use upgrade::{Opened, Upgraded};

#[cfg(test)]
mod client_tests;
#[cfg(test)]
mod shown_tests;
