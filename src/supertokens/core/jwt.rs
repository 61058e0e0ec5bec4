//! JWTs made by the core itself, apart from sessions (contracts: supertokens §7).

use serde_json::{Map, Value, json};

use super::CoreClient;
use crate::error::Result;
use crate::http::Request;
use crate::secret::Secret;
use crate::supertokens::SuperTokensError;

impl CoreClient<'_> {
    /// Has the core sign claims with its static key; it puts in `iat`, and `exp` after
    /// `validity` seconds.
    pub(crate) async fn sign_jwt(
        &self,
        claims: &Map<String, Value>,
        validity: u64,
    ) -> Result<Secret> {
        let domain = claims
            .get("iss")
            .and_then(Value::as_str)
            .unwrap_or("st-hasura");
        let body = json!({
            "payload": claims,
            "validity": validity,
            "algorithm": "RS256",
            "jwksDomain": domain,
        });
        let answer = self
            .ask(Request::post_json(self.url("recipe/jwt"), &body))
            .await?;
        let Some(jwt) = answer.get("jwt").and_then(Value::as_str) else {
            return Err(SuperTokensError::CoreAnswer {
                said: answer
                    .get("status")
                    .map_or_else(String::new, Value::to_string),
                route: "POST /recipe/jwt".into(),
                status: 200,
            }
            .into());
        };
        self.app.redactor.learn(jwt);
        Ok(Secret::new(jwt))
    }
}
