//! The JSON envelopes: `{"schema":1,…}`.

use serde_json::{Value, json};

use super::outcome::Outcome;
use super::problem::Told;
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
    let told = Told::of(error);
    let cause = [told.notes, told.causes].concat();
    json!({
        "schema": SCHEMA,
        "ok": false,
        "error": {
            "code": error.code(),
            "message": told.message,
            "hint": told.hint,
            "cause": cause,
        },
    })
}
