//! As whom a probe sends, and how that is shown in a report: runnable, with variables in place
//! of secrets.

use std::fmt::Write as _;

use serde_json::Value;
use url::Url;

use crate::hasura::jwt_secret::TokenLocation;
use crate::hasura::{Access, Credentials, GraphQlRequest};
use crate::secret::Secret;

/// An access with its shown form.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// What is sent.
    pub access: Access,
    /// The shell variable of the token, which stands where the engine looks for it.
    token: Option<String>,
    /// Further headers as a shell would write them; `$NAME` stands for a secret.
    shown: Vec<String>,
    /// Shell lines that make what the headers need.
    prelude: Vec<String>,
}

impl Caller {
    pub(crate) fn anonymous() -> Self {
        Self {
            access: Access::anonymous(),
            token: None,
            shown: Vec::new(),
            prelude: Vec::new(),
        }
    }

    /// A token, shown as the shell variable `variable`.
    pub(crate) fn bearer(token: Secret, variable: &str) -> Self {
        Self {
            access: Access::bearer(token),
            token: Some(format!("${variable}")),
            shown: Vec::new(),
            prelude: Vec::new(),
        }
    }

    /// A whole Authorization header, shown as `shown`.
    pub(crate) fn authorization(value: Secret, shown: &str) -> Self {
        Self {
            access: Access {
                credentials: Credentials::Authorization(value),
                ..Access::default()
            },
            token: None,
            shown: vec![format!("Authorization: {shown}")],
            prelude: Vec::new(),
        }
    }

    pub(crate) fn admin(secret: Secret) -> Self {
        Self {
            access: Access::admin(secret),
            token: None,
            shown: vec!["x-hasura-admin-secret: $HASURA_GRAPHQL_ADMIN_SECRET".into()],
            prelude: Vec::new(),
        }
    }

    /// Shell lines to run before the request.
    pub(crate) fn prelude(mut self, lines: &[String]) -> Self {
        self.prelude.extend_from_slice(lines);
        self
    }

    /// With `x-hasura-role`.
    pub(crate) fn role(mut self, role: &str) -> Self {
        self.access = self.access.role(role);
        self.shown
            .retain(|shown| !shown.starts_with("x-hasura-role:"));
        self.shown.push(format!("x-hasura-role: {}", literal(role)));
        self
    }

    /// With a header.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.access = self.access.header(name, value);
        self.shown.push(format!("{name}: {}", literal(value)));
        self
    }

    /// With session variables as headers, whether or not they will be believed.
    pub(crate) fn naming(self, variables: &[(String, String)]) -> Self {
        variables
            .iter()
            .fold(self, |caller, (name, value)| caller.header(name, value))
    }

    /// With a wrong admin secret beside what is there.
    pub(crate) fn wrong_admin_secret(mut self, value: &str) -> Self {
        self.access = self.access.beside(Credentials::Admin(Secret::new(value)));
        self.shown
            .push(format!("x-hasura-admin-secret: {}", literal(value)));
        self
    }

    /// The request as shell lines. The engine looks for tokens at `place`.
    pub(crate) fn show(
        &self,
        url: &Url,
        place: &TokenLocation,
        request: &GraphQlRequest,
    ) -> String {
        self.show_body(url, place, &request.body())
    }

    /// Any JSON request as shell lines.
    pub(crate) fn show_body(&self, url: &Url, place: &TokenLocation, body: &Value) -> String {
        let mut shown = self.curl(url, place, " -H 'content-type: application/json'");
        let _ = write!(shown, " -d {}", quoted(&body.to_string()));
        shown
    }

    /// A request without a body as shell lines.
    pub(crate) fn show_get(&self, url: &Url, place: &TokenLocation) -> String {
        self.curl(url, place, "")
    }

    /// A subscription as shell lines: a `WebSocket` is beyond curl, so it is this program that
    /// runs it, with the token in a variable.
    pub(crate) fn show_subscription(
        &self,
        base: &Url,
        protocol: &str,
        request: &GraphQlRequest,
    ) -> String {
        let mut lines = self.prelude.clone();
        let mut command = String::new();
        let who = match &self.access.credentials {
            Credentials::Anonymous => "anonymous",
            Credentials::Admin(_) => "admin",
            Credentials::Bearer(_) | Credentials::Authorization(_) => "token",
        };
        let mut more = String::new();
        if let Some(variable) = &self.token {
            let _ = write!(command, "ST_HASURA_TOKEN=\"{variable}\" ");
        }
        for header in &self.shown {
            if !header.starts_with("x-hasura-admin-secret: $") {
                let _ = write!(more, " --header \"{header}\"");
            }
        }
        let _ = write!(
            command,
            "st-hasura query --as {who} --hasura-endpoint {} --over {protocol} --count 1{more}",
            quoted(base.as_str())
        );
        if !request.variables.is_null() {
            let _ = write!(
                command,
                " --variables {}",
                quoted(&request.variables.to_string())
            );
        }
        let _ = write!(command, " {}", quoted(&request.query));
        lines.push(command);
        lines.join("\n")
    }

    fn curl(&self, url: &Url, place: &TokenLocation, more: &str) -> String {
        let mut lines = self.prelude.clone();
        let mut command = format!("curl -sS {}{more}", quoted(url.as_str()));
        let token = self.token.as_deref().map(|token| place.header(token));
        for header in token.iter().chain(&self.shown) {
            let _ = write!(command, " -H \"{header}\"");
        }
        lines.push(command);
        lines.join("\n")
    }
}

/// For use inside double quotes in a shell.
fn literal(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if matches!(c, '"' | '$' | '`' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// One shell word. A NUL cannot be in one; JSON and URLs have none.
pub(in crate::verify) fn quoted(text: &str) -> String {
    shlex::try_quote(text).map_or_else(|_| "''".to_owned(), std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_shown_request_holds_no_secret_and_survives_a_shell() {
        let url = Url::parse("http://h:1/v1/graphql").unwrap();
        let request = GraphQlRequest::new("{ a(b: \"it's $x\") }").variables(json!({"v": "`w`"}));
        let caller =
            Caller::bearer(Secret::new("eyJsecret"), "TOKEN").header("x-hasura-user-id", "a\"b$c");
        let cookie = TokenLocation::Cookie("sAccessToken".into());
        let shown = caller.show(&url, &cookie, &request);
        assert!(
            shown.contains(" -H \"Cookie: sAccessToken=$TOKEN\""),
            "{shown}"
        );
        let shown = caller.show(&url, &TokenLocation::Authorization, &request);
        assert!(!shown.contains("eyJsecret"));
        let words = shlex::split(&shown).unwrap();
        assert!(
            words.contains(&"Authorization: Bearer $TOKEN".to_owned()),
            "{words:?}"
        );
        assert_eq!(words.last().unwrap(), &request.body().to_string());
    }
}
