//! A user as the core keeps them.

use serde_json::Value;

/// A user of the core.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoreUser {
    /// User id.
    pub id: String,
    /// E-mail addresses, in lower case; several when accounts are linked.
    pub emails: Vec<String>,
    /// When they joined, in milliseconds since 1970.
    pub time_joined: Option<i64>,
}

impl CoreUser {
    /// Reads the flat shape of CDI below 4 or the nested one from 4 on
    /// (contracts: supertokens §5.2, §5.3).
    pub(super) fn read(user: &Value) -> Option<Self> {
        let text = |value: &Value| value.as_str().map(ToOwned::to_owned);
        let emails = match (user.get("emails"), user.get("email")) {
            (Some(Value::Array(emails)), _) => emails.iter().filter_map(text).collect(),
            (_, Some(email)) => text(email).into_iter().collect(),
            _ => Vec::new(),
        };
        Some(Self {
            id: text(user.get("id")?)?,
            emails,
            time_joined: user.get("timeJoined").and_then(Value::as_i64),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn both_shapes() {
        let flat = CoreUser::read(&json!({"id":"u","email":"a@b.co","timeJoined":7})).unwrap();
        let nested = CoreUser::read(&json!({"id":"u","emails":["a@b.co"],"timeJoined":7})).unwrap();
        assert_eq!(flat, nested);
        assert_eq!(CoreUser::read(&json!({"email":"a@b.co"})), None);
    }
}
