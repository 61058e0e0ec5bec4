//! One file a command: its outcome as text and as JSON.

mod config;
mod generate;
