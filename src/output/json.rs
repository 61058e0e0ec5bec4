//! The JSON envelopes: `{"schema":1,…}`.

use serde_json::{Value, json};

use super::outcome::Outcome;
use crate::error::Error;
use crate::exit::Exit;
use crate::ui::SCHEMA;

/// `{"schema":1,"command":…,"ok":…,"result":…}`.
pub(super) fn outcome(command: &str, outcome: &dyn Outcome) -> Value {
    json!({
        "schema": SCHEMA,
        "command": command,
        "ok": outcome.exit() == Exit::Ok,
        "result": outcome.json(),
    })
}

/// `{"schema":1,"ok":false,"error":{"code","message","hint","cause":[…]}}`.
pub(super) fn error(error: &Error) -> Value {
    let mut cause = error.notes();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        cause.push(inner.to_string());
        source = inner.source();
    }
    json!({
        "schema": SCHEMA,
        "ok": false,
        "error": {
            "code": error.code(),
            "message": error.to_string(),
            "hint": error.hint(),
            "cause": cause,
        },
    })
}
