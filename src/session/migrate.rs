//! Old session files made new, one step a version.

use serde_json::{Map, Value};

/// The version written. Raise it with every change of shape, and teach [`to_current`] the step.
pub(super) const VERSION: u64 = 2;

/// Brings a file's value from version `found` to the current one. A step that does not find what
/// it expects leaves the value alone; the typed reading then names the missing member.
pub(super) fn to_current(mut value: Value, found: u64) -> Value {
    for version in found..VERSION {
        if let Value::Object(members) = &mut value {
            // Version 0 was never written.
            if version == 1 {
                tokens_grouped(members);
            }
            members.insert("version".into(), (version + 1).into());
        }
    }
    value
}

/// 1 → 2: the tokens moved from the top into `tokens`, under shorter names.
fn tokens_grouped(members: &mut Map<String, Value>) {
    let names = [
        ("access_token", "access"),
        ("refresh_token", "refresh"),
        ("anti_csrf", "anti_csrf"),
        ("front_token", "front"),
        ("jwt", "jwt"),
        ("id_refresh_expiry", "id_refresh_expiry"),
    ];
    let tokens: Map<String, Value> = names
        .into_iter()
        .map(|(old, new)| (new.to_owned(), members.remove(old).unwrap_or_default()))
        .collect();
    members.insert("tokens".into(), Value::Object(tokens));
}
