//! A double of an auth API: the Frontend Driver Interface (FDI) as the SDKs for Node answer it,
//! in the generation of today and in that of 2022, and the two or three routes that an
//! application puts beside it.
//!
//! It works on the core's state directly. What a real SDK would have failed to do over the
//! network is asked of [`upstream`] first.

mod account;
mod api;
mod app_routes;
mod claims;
mod cookies;
mod credentials;
mod discovery;
mod form;
mod generation;
mod incoming;
mod legacy;
mod modern;
mod reply;
mod routes;
mod session;
mod stop;
mod upstream;

pub(crate) use api::AuthApi;
pub(crate) use routes::router;
