//! Sends to Hasura and recognises what is not Hasura.

use serde_json::{Value, json};
use url::Url;

use super::GraphQlAnswer;
use super::credentials::Access;
use super::error::HasuraError;
use super::introspection::{self, Schema};
use super::jwt_secret::{TokenLocation, configured};
use super::metadata::Export;
use crate::app::App;
use crate::error::Result;
use crate::http::{BYTE_ORDER_MARK, CROWDED, Http, Request, Response, WITHOUT_MARK, is_crowded};
use crate::secret::{Secret, blank_tokens};

/// Rows and schemas can be long; 64 MiB is beyond any that is meant to be read.
const MAX_BODY: usize = 64 * 1024 * 1024;

/// Where GraphQL is answered.
const GRAPHQL: &str = "/v1/graphql";

#[derive(Clone, Debug, Default)]
pub(crate) struct GraphQlRequest {
    pub query: String,
    /// Variables; null for none.
    pub variables: Value,
    /// Which operation of the document to run.
    pub operation_name: Option<String>,
}

impl GraphQlRequest {
    /// A document without variables.
    pub(crate) fn new(query: impl Into<String>) -> Self {
        Self {
            query: query.into(),
            ..Self::default()
        }
    }

    pub(crate) fn variables(mut self, variables: Value) -> Self {
        self.variables = variables;
        self
    }

    /// The body as it is sent.
    pub(crate) fn body(&self) -> Value {
        let mut body = json!({ "query": self.query });
        if !self.variables.is_null() {
            body["variables"] = self.variables.clone();
        }
        if let Some(name) = &self.operation_name {
            body["operationName"] = json!(name);
        }
        body
    }

    /// True when the document cannot contain a mutation, so that sending it twice changes
    /// nothing. A word in a string or a comment only costs a retry.
    pub(crate) fn reads_only(&self) -> bool {
        !self.query.contains("mutation")
    }
}

/// A Hasura, by its base URL. Clones share connections.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    pub(super) http: Http,
    base: Url,
    /// Where it looks for tokens.
    pub(super) token: TokenLocation,
}

impl Client {
    /// The Hasura of the configuration, which reads tokens where the configured JWT secret says.
    pub(crate) fn new(app: &App) -> Result<Self> {
        let base = app.config.require_hasura()?.clone();
        Ok(Self {
            token: configured::token_location(app),
            ..Self::at(app, base)
        })
    }

    /// The Hasura at `base`, without `/v1/graphql`.
    pub(crate) fn at(app: &App, base: Url) -> Self {
        Self {
            http: app.http.clone(),
            base,
            token: TokenLocation::default(),
        }
    }

    /// How long one exchange may take.
    pub(crate) fn timeout(&self) -> std::time::Duration {
        self.http.timeout()
    }

    /// Where this Hasura looks for tokens, as far as it is known.
    pub(crate) const fn token_location(&self) -> &TokenLocation {
        &self.token
    }

    /// `path` below the base URL.
    pub(crate) fn url(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path().trim_end_matches('/')));
        url
    }

    /// Runs GraphQL. `errors` are part of the answer, not an `Err`.
    pub(crate) async fn graphql(
        &self,
        access: &Access,
        request: &GraphQlRequest,
    ) -> Result<GraphQlAnswer> {
        Ok(read_answer(&self.post_graphql(access, request).await?)?)
    }

    async fn post_graphql(&self, access: &Access, request: &GraphQlRequest) -> Result<Response> {
        let mut http = Request::post_json(self.url(GRAPHQL), &request.body()).max_body(MAX_BODY);
        http.idempotent = request.reads_only();
        access.apply(&mut http.headers, &self.token);
        Ok(self.http.send(http).await?)
    }

    /// Runs GraphQL and wants data.
    pub(crate) async fn data(
        &self,
        access: &Access,
        request: &GraphQlRequest,
        what: &'static str,
    ) -> Result<Value> {
        Ok(data_of(self.graphql(access, request).await?, what)?)
    }

    /// The schema that these credentials may see, and the introspection result as it came.
    pub(crate) async fn introspect(&self, access: &Access) -> Result<(Value, Schema)> {
        let request = GraphQlRequest::new(introspection::QUERY);
        let data = self.data(access, &request, INTROSPECTION).await?;
        let schema = read_schema(&data)?;
        Ok((data, schema))
    }

    /// The schema that these credentials may see.
    pub(crate) async fn schema(&self, access: &Access) -> Result<Schema> {
        let request = GraphQlRequest::new(introspection::QUERY);
        let response = self.post_graphql(access, &request).await?;
        // Straight from the bytes: a schema of 500 tables is 20 MB of JSON, and ten times that as
        // a tree. What is not a schema is read again with all the care that errors need.
        if let Some(schema) = introspection::read_answer(&response.body) {
            return Ok(schema);
        }
        Ok(read_schema(&data_of(
            read_answer(&response)?,
            INTROSPECTION,
        )?)?)
    }

    /// Posts a command to an admin API and hands back status and body, whatever they are.
    pub(crate) async fn command(
        &self,
        access: &Access,
        path: &'static str,
        command: &Value,
        reads_only: bool,
    ) -> Result<(u16, Value)> {
        let mut request = Request::post_json(self.url(path), command).max_body(MAX_BODY);
        request.idempotent = reads_only;
        access.apply(&mut request.headers, &self.token);
        let response = self.http.send(request).await?;
        Ok((response.status.as_u16(), read_json(&response, path)?))
    }

    /// `export_metadata`, version 2.
    pub(crate) async fn export_metadata(&self, secret: &Secret) -> Result<Export> {
        let what = "the metadata export";
        let command = json!({ "type": "export_metadata", "version": 2, "args": {} });
        let access = Access::admin(secret.clone());
        let (status, body) = self
            .command(&access, "/v1/metadata", &command, true)
            .await?;
        if status != 200 {
            return Err(HasuraError::refusal(what, status, &body).into());
        }
        Export::read(body).map_err(|misfit| {
            let reason = misfit.to_string();
            HasuraError::Unreadable { what, reason }.into()
        })
    }

    /// `/v1/version`, such as `v2.43.0`.
    pub(crate) async fn version(&self) -> Result<String> {
        let path = "/v1/version";
        // Whoever sends it elsewhere is not Hasura: a sign-in page, most of the time.
        let request = Request::get(self.url(path)).staying();
        let response = self.http.send(request).await?;
        let body = read_json(&response, path)?;
        match body.get("version").and_then(Value::as_str) {
            Some(version) => Ok(blank_tokens(version)),
            None => Err(foreign_json(&response, path, &body).into()),
        }
    }

    /// `/healthz`: status and text (`OK`, `WARN: …`, `ERROR`).
    pub(crate) async fn healthz(&self, strict: bool) -> Result<(u16, String)> {
        let mut url = self.url("/healthz");
        if strict {
            url.set_query(Some("strict=true"));
        }
        let response = self.http.send(Request::get(url)).await?;
        Ok((response.status.as_u16(), response.shown().trim().to_owned()))
    }

    /// `/v1alpha1/config`.
    pub(crate) async fn config(&self, access: &Access) -> Result<Value> {
        let path = "/v1alpha1/config";
        let mut request = Request::get(self.url(path));
        access.apply(&mut request.headers, &self.token);
        let response = self.http.send(request).await?;
        let body = read_json(&response, path)?;
        if response.status.as_u16() != 200 {
            return Err(
                HasuraError::refusal("its configuration", response.status.as_u16(), &body).into(),
            );
        }
        Ok(body)
    }
}

/// What errors call the request for a schema.
const INTROSPECTION: &str = "introspection";

fn read_schema(data: &Value) -> Result<Schema, HasuraError> {
    introspection::read(data).map_err(|reason| HasuraError::Unreadable {
        what: INTROSPECTION,
        reason,
    })
}

/// A GraphQL envelope, whatever is in it.
fn read_answer(response: &Response) -> Result<GraphQlAnswer, HasuraError> {
    let raw = read_json(response, GRAPHQL)?;
    GraphQlAnswer::read(raw).map_err(|raw| foreign_json(response, GRAPHQL, &raw))
}

/// The data of an answer without `errors`.
fn data_of(answer: GraphQlAnswer, what: &'static str) -> Result<Value, HasuraError> {
    if let Some(error) = answer.errors.first() {
        let explanation = error.explanation();
        return Err(HasuraError::GraphQl {
            what,
            code: error.code.clone().unwrap_or_default(),
            message: error.message.clone(),
            cause: explanation.cause.into(),
            fix: explanation.fix.into(),
        });
    }
    answer.data.ok_or_else(|| HasuraError::Unreadable {
        what,
        reason: "neither data nor errors".into(),
    })
}

fn read_json(response: &Response, path: &'static str) -> Result<Value, HasuraError> {
    if is_crowded(&response.body) {
        return Err(HasuraError::Unreadable {
            what: path,
            reason: CROWDED.into(),
        });
    }
    serde_json::from_slice(&response.body).map_err(|_| not_hasura(response, path))
}

/// Something that is not JSON.
fn not_hasura(response: &Response, path: &str) -> HasuraError {
    let text = response.text();
    let lower = text.to_lowercase();
    let html = lower.contains("<html") || lower.contains("<!doctype html");
    let (what, hint) = if lower.contains("err_ngrok_") || (html && lower.contains("ngrok")) {
        (
            "a page of ngrok's".to_owned(),
            "the tunnel is offline or shows its warning page; open its URL, or use another tunnel",
        )
    } else if html {
        let title = between(&text, "<title>", "</title>")
            .map_or_else(String::new, |title| format!(" titled \"{}\"", title.trim()));
        (
            format!("an HTML page{title}"),
            "is this Hasura's base URL? the console, a proxy or another server answers here",
        )
    } else if text.starts_with(BYTE_ORDER_MARK) {
        ("a byte order mark before its text".to_owned(), WITHOUT_MARK)
    } else if text.trim().is_empty() {
        (
            "nothing".to_owned(),
            "is this Hasura's base URL? look at the proxy in between",
        )
    } else {
        (
            "something that is not JSON".to_owned(),
            "is this Hasura's base URL? look at the proxy in between",
        )
    };
    HasuraError::NotHasura {
        url: shown(response, path),
        status: response.status.as_u16(),
        what,
        start: start(response),
        hint: in_its_place(response.status.as_u16())
            .unwrap_or(hint)
            .to_owned(),
    }
}

/// What to do where a status says that something before Hasura answered: Hasura itself answers in
/// JSON of its own, whatever the status (contracts: hasura §2.1).
const fn in_its_place(status: u16) -> Option<&'static str> {
    Some(match status {
        401 | 407 => {
            "something before Hasura asks for a sign-in of its own, which no token for Hasura is: \
             let this program past it, or give --hasura-endpoint Hasura's own address"
        }
        403 => {
            "a proxy or firewall before Hasura refuses: let this program past it, or give \
             --hasura-endpoint Hasura's own address"
        }
        429 => "a proxy before Hasura limits requests: wait a while, or ask Hasura past it",
        502..=504 => {
            "a proxy answers, and Hasura behind it does not: Hasura's log says why it ended or \
             never started, and the proxy's where it leads"
        }
        _ => return None,
    })
}

/// The error for JSON that is not Hasura's, or that says that this Hasura lacks the API.
fn foreign_json(response: &Response, path: &str, body: &Value) -> HasuraError {
    if body.get("error").and_then(Value::as_str) == Some("resource does not exist") {
        return HasuraError::NoSuchApi {
            url: shown(response, path),
            path: path.to_owned(),
        };
    }
    let what = match body {
        Value::Object(members) if !members.is_empty() => {
            let names: Vec<&str> = members.keys().map(String::as_str).take(5).collect();
            format!("JSON of another kind (members {})", names.join(", "))
        }
        Value::Object(_) => "an empty JSON object".to_owned(),
        Value::Array(_) => "a JSON array".to_owned(),
        _ => "a bare JSON value".to_owned(),
    };
    HasuraError::NotHasura {
        url: shown(response, path),
        status: response.status.as_u16(),
        what,
        start: start(response),
        hint: in_its_place(response.status.as_u16())
            .unwrap_or(
                "is this Hasura's base URL? an auth API or another GraphQL server may answer here",
            )
            .into(),
    }
}

/// The URL without user-info.
fn shown(response: &Response, _path: &str) -> String {
    let mut url = response.url.clone();
    // Neither can fail on an http URL; a URL that refuses keeps what it had: nothing.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.to_string()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let from = text.find(before)? + before.len();
    let to = text[from..].find(after)?;
    Some(&text[from..from + to])
}

/// How an answer begins, in one line.
pub(super) fn start(response: &Response) -> String {
    let text = response.shown();
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(160).collect()
}
