//! `--curl`: the request as a command to paste. Secrets are shell variables, so that it runs once
//! they are set, and shows nothing until then.

use reqwest::header::{AUTHORIZATION, COOKIE, HeaderName};
use serde_json::Value;

use super::message::Request;
use super::options::HttpOptions;
use super::sensitive;

pub(super) fn render(request: &Request, options: &HttpOptions) -> String {
    let shell = Shell::new();
    let mut words = vec!["curl".to_owned()];
    let default = if request.body.is_some() {
        "POST"
    } else {
        "GET"
    };
    if request.method.as_str() != default {
        words.push(shell.option("--request", request.method.as_str()));
    }
    for (name, value) in &request.headers {
        let text = String::from_utf8_lossy(value.as_bytes());
        let text = if sensitive::is_secret(name, value) {
            shell.secret_header(name, &text)
        } else {
            text.into_owned()
        };
        words.push(shell.option("--header", &format!("{name}: {text}")));
    }
    if let Some(body) = &request.body {
        words.push(shell.option("--data-raw", &shell.body(body)));
    }
    words.extend(connection(&shell, request, options));
    words.push(shell.quote(&sensitive::shown(&request.url)));
    words.join(" \\\n  ")
}

/// The options that decide how to connect.
fn connection(shell: &Shell, request: &Request, options: &HttpOptions) -> Vec<String> {
    let mut words = Vec::new();
    if request.url.scheme() == "https" {
        let files = [
            ("--cacert", &options.cacert),
            ("--cert", &options.cert),
            ("--key", &options.key),
        ];
        for (name, path) in files {
            words.extend(
                path.as_ref()
                    .map(|path| shell.option(name, &path.to_string_lossy())),
            );
        }
        if options.insecure {
            words.push("--insecure".into());
        }
    }
    if let Some(proxy) = &options.proxy {
        let proxy = sensitive::typed_shown(proxy);
        words.push(shell.option("--proxy", &proxy));
    }
    for (host, address) in &options.resolve {
        let value = format!("{host}:{}:{}", address.port(), address.ip());
        words.push(shell.option("--resolve", &value));
    }
    words
}

/// Quoting in two steps: a variable is put into a text between marks, and taken out of the quotes
/// when the whole text is quoted. The mark is random, so that nothing in a text can be one.
struct Shell {
    mark: String,
}

impl Shell {
    fn new() -> Self {
        Self {
            mark: uuid::Uuid::new_v4().simple().to_string(),
        }
    }

    fn variable(&self, name: &str) -> String {
        format!("{0}{name}{0}", self.mark)
    }

    fn option(&self, name: &str, value: &str) -> String {
        format!("{name} {}", self.quote(value))
    }

    /// One word of a shell; variables stand in double quotes, the rest as it needs.
    fn quote(&self, text: &str) -> String {
        let mut out = String::new();
        for (index, part) in text.split(&self.mark).enumerate() {
            if index % 2 == 1 {
                out.push_str("\"$");
                out.push_str(part);
                out.push('"');
            } else if !part.is_empty() {
                // Only a NUL byte cannot be quoted, and no argument can hold one.
                let part = part.replace('\0', "");
                out.push_str(&shlex::try_quote(&part).unwrap_or_default());
            }
        }
        if out.is_empty() {
            out.push_str("''");
        }
        out
    }

    /// A secret header's value with the secret as a variable.
    fn secret_header(&self, name: &HeaderName, text: &str) -> String {
        if *name == AUTHORIZATION {
            return match text.split_once(' ') {
                Some(("Basic", _)) => format!("Basic {}", self.variable("BASIC_AUTH")),
                Some((scheme, _)) => format!("{scheme} {}", self.variable("ST_HASURA_TOKEN")),
                None => self.variable("ST_HASURA_TOKEN"),
            };
        }
        if *name == COOKIE {
            let pairs: Vec<String> = text
                .split("; ")
                .map(|pair| match pair.split_once('=') {
                    Some((name, _)) => format!("{name}={}", self.variable(&variable_name(name))),
                    None => self.variable("COOKIE"),
                })
                .collect();
            return pairs.join("; ");
        }
        match name.as_str() {
            "x-hasura-admin-secret" | "x-hasura-access-key" => {
                self.variable("HASURA_GRAPHQL_ADMIN_SECRET")
            }
            "api-key" | "x-api-key" => self.variable("ST_HASURA_CORE_API_KEY"),
            other => self.variable(&variable_name(other)),
        }
    }

    /// A body with its secret members as variables.
    fn body(&self, body: &[u8]) -> String {
        let Ok(mut value) = serde_json::from_slice::<Value>(body) else {
            return String::from_utf8_lossy(body).into_owned();
        };
        let replace = |name: &str| {
            let name = variable_name(name);
            Value::String(match name.as_str() {
                "PASSWORD" => self.variable("ST_HASURA_PASSWORD"),
                other => self.variable(other),
            })
        };
        sensitive::blank_json(&mut value, &replace);
        value.to_string()
    }
}

/// `sRefreshToken` → `SREFRESHTOKEN`, `anti-csrf` → `ANTI_CSRF`.
fn variable_name(name: &str) -> String {
    let word = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_uppercase()
        } else {
            '_'
        }
    };
    let name: String = name.chars().map(word).collect();
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("_{name}")
    } else {
        name
    }
}
