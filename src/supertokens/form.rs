//! What sign-up and sign-in send, and the user they send back.

use serde_json::{Value, json};

use crate::error::{Error, Result};
use crate::secret::Secret;
use crate::session::User;

/// The fields of a sign-up or sign-in form.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub email: String,
    pub password: Secret,
    /// Further fields, id and value, in order.
    pub fields: Vec<(String, String)>,
}

impl Form {
    /// A form without further fields.
    pub(crate) const fn new(email: String, password: Secret) -> Self {
        Self {
            email,
            password,
            fields: Vec::new(),
        }
    }

    /// Splits `--field` arguments.
    pub(crate) fn parse_fields(arguments: &[String]) -> Result<Vec<(String, String)>> {
        let mut fields: Vec<(String, String)> = Vec::with_capacity(arguments.len());
        for argument in arguments {
            let (id, value) = argument
                .split_once('=')
                .filter(|(id, _)| !id.is_empty())
                .ok_or_else(|| {
                    Error::usage(
                        "--field wants ID=VALUE",
                        "write --field name=Ada, once for each field",
                    )
                })?;
            if matches!(id, "email" | "password") {
                return Err(Error::usage(
                    format!("--field cannot set {id}"),
                    if id == "email" {
                        "use --email"
                    } else {
                        "use --password-stdin, --password-file or ST_HASURA_PASSWORD"
                    },
                ));
            }
            if fields.iter().any(|(known, _)| known == id) {
                return Err(Error::usage(
                    format!("--field {id} is given twice"),
                    "give each field once",
                ));
            }
            fields.push((id.to_owned(), value.to_owned()));
        }
        Ok(fields)
    }

    /// The request body (contracts: supertokens §1.3).
    pub(crate) fn body(&self, with_fields: bool) -> Value {
        let mut fields = vec![
            json!({ "id": "email", "value": self.email }),
            json!({ "id": "password", "value": self.password.expose() }),
        ];
        if with_fields {
            let further = self.fields.iter();
            fields.extend(further.map(|(id, value)| json!({ "id": id, "value": value })));
        }
        json!({ "formFields": fields })
    }
}

/// The user of an `OK` answer. The legacy shape has `email`, the modern one `emails`
/// (contracts: supertokens §1.3).
pub(super) fn user_of(answer: &Value) -> Option<User> {
    let user = answer.get("user")?;
    let id = user.get("id")?.as_str()?.to_owned();
    let email = user
        .get("email")
        .or_else(|| user.get("emails")?.get(0))
        .and_then(Value::as_str)
        .map(ToOwned::to_owned);
    Some(User { id, email })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_shapes_of_a_user() {
        let legacy = json!({"status":"OK","user":{"email":"a@b.co","id":"u1","timeJoined":1}});
        let modern =
            json!({"status":"OK","user":{"id":"u1","emails":["a@b.co"],"loginMethods":[]}});
        let user = User {
            id: "u1".into(),
            email: Some("a@b.co".into()),
        };
        assert_eq!(user_of(&legacy).as_ref(), Some(&user));
        assert_eq!(user_of(&modern).as_ref(), Some(&user));
        assert_eq!(user_of(&json!({"status":"OK"})), None);
    }

    #[test]
    fn fields_are_split_at_the_first_equals_sign() {
        let fields = Form::parse_fields(&["name=Ada=1".into(), "empty=".into()]).unwrap();
        assert_eq!(
            fields,
            [
                ("name".into(), "Ada=1".into()),
                ("empty".into(), String::new())
            ]
        );
    }

    #[test]
    fn wrong_fields_are_named() {
        for bad in [
            vec!["name"],
            vec!["=x"],
            vec!["password=x"],
            vec!["a=1", "a=2"],
        ] {
            let bad: Vec<String> = bad.into_iter().map(Into::into).collect();
            let error = Form::parse_fields(&bad).unwrap_err();
            assert_eq!(error.code(), "usage.invalid");
        }
    }
}
