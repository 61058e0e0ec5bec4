//! The JSON envelopes: `{"schema":1,…}`.

use serde_json::{Value, json};

use super::outcome::Outcome;
use super::problem::Told;
use crate::error::Error;
use crate::exit::Exit;
use crate::secret::Redactor;
use crate::ui::SCHEMA;

/// `{"schema":1,"command":…,"ok":…,"result":…}`.
pub(super) fn outcome(command: &str, outcome: &dyn Outcome, redactor: &Redactor) -> Value {
    let mut result = outcome.json();
    if !outcome.discloses() {
        redactor.redact_json(&mut result);
    }
    json!({
        "schema": SCHEMA,
        "command": command,
        "ok": outcome.exit() == Exit::Ok,
        "result": result,
    })
}

/// `{"schema":1,"ok":false,"error":{"code","message","hint","cause":[…]}}`.
pub(super) fn error(error: &Error, redactor: &Redactor) -> Value {
    let told = Told::of(error);
    let cause = [told.notes, told.causes].concat();
    let mut said = json!({
        "message": told.message,
        "hint": told.hint,
        "cause": cause,
    });
    redactor.redact_json(&mut said);
    said["code"] = json!(error.code());
    json!({ "schema": SCHEMA, "ok": false, "error": said })
}
