//! J001: whether the value is JSON at all, and of the right kind.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::Finding;
use crate::hasura::jwt_secret::{VARIABLE, VARIABLES};
use crate::jwt::{Repeated, parse_first};
use crate::text::visible;

const ID: &str = "J001";

/// The rule about names.
const NAMES: &str = "J015";

/// Elements that are no secret, of which each is told: fewer than of any other kind of finding.
const MOST_STRANGERS: usize = 40;

/// Under which name a value was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Variable {
    /// No name is known: one secret or several.
    Unknown,
    /// `HASURA_GRAPHQL_JWT_SECRET`: one secret.
    Secret,
    /// `HASURA_GRAPHQL_JWT_SECRETS`: an array of them.
    Secrets,
}

impl Variable {
    /// The name; of the usual one where none is known.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Unknown | Self::Secret => VARIABLE,
            Self::Secrets => VARIABLES,
        }
    }
}

/// The secrets of a value.
#[derive(Debug, Default)]
pub(super) struct Secrets {
    pub(super) list: Vec<Map<String, Value>>,
    pub(super) is_array: bool,
}

/// Reads a value. One that was quoted or encoded once too often is read without that, so that the
/// other rules can be told, too.
pub(super) fn read(text: &str, variable: Variable) -> (Secrets, Vec<Finding>) {
    let mut findings = Vec::new();
    let text = text.trim();
    let bare = text.trim_start_matches('\u{feff}');
    if bare.len() < text.len() {
        findings.push(Finding::error(
            ID,
            "",
            "the value starts with a byte order mark",
            "save the file as UTF-8 without BOM",
        ));
    }
    let value = match parse_first(bare.as_bytes()) {
        Ok((Value::String(inner), _)) => {
            findings.push(quoted_twice());
            parse_first(inner.as_bytes()).ok()
        }
        Ok(value) => Some(value),
        Err(error) => {
            findings.push(not_json(bare, &error));
            let inner = unquoted(bare).map(ToOwned::to_owned);
            let inner = inner.or_else(|| encoded(bare));
            inner.and_then(|inner| parse_first(inner.as_bytes()).ok())
        }
    };
    let Some((value, repeated)) = value else {
        return (Secrets::default(), findings);
    };
    findings.extend(repeated.iter().map(twice));
    let secrets = sort(value, variable, &mut findings);
    (secrets, findings)
}

/// A member that is written twice (contracts: hasura §1.1).
fn twice(repeated: &Repeated) -> Finding {
    let at = repeated.at.trim_start_matches('/');
    let name = visible(&repeated.name);
    let remedy = "keep one of them";
    if repeated.same {
        Finding::warning(
            NAMES,
            at,
            format!("{name} stands twice, and says the same"),
            remedy,
        )
    } else {
        Finding::error(
            NAMES,
            at,
            format!(
                "{name} stands twice, and differs: Hasura takes the first, most others the last"
            ),
            remedy,
        )
    }
}

fn sort(value: Value, variable: Variable, findings: &mut Vec<Finding>) -> Secrets {
    let wrong = |problem: &str, remedy: &str| Finding::error(ID, "", problem, remedy);
    match (value, variable) {
        (Value::Object(secret), variable) => {
            if variable == Variable::Secrets {
                findings.push(wrong(
                    "HASURA_GRAPHQL_JWT_SECRETS holds one object where an array belongs",
                    "put [ ] around it, or set HASURA_GRAPHQL_JWT_SECRET",
                ));
            }
            Secrets {
                list: vec![secret],
                is_array: false,
            }
        }
        (Value::Array(items), variable) => {
            if variable == Variable::Secret {
                findings.push(wrong(
                    "HASURA_GRAPHQL_JWT_SECRET holds an array where one object belongs",
                    "set HASURA_GRAPHQL_JWT_SECRETS for several (Hasura Cloud and Enterprise)",
                ));
            }
            if items.is_empty() {
                findings.push(wrong("the array is empty", "put a secret in it"));
            }
            let mut strangers = 0;
            let list = items.into_iter().enumerate().filter_map(|(index, item)| {
                let Value::Object(secret) = item else {
                    strangers += 1;
                    if strangers > MOST_STRANGERS {
                        return None;
                    }
                    findings.push(Finding::error(
                        ID,
                        &index.to_string(),
                        "the element is no object",
                        "each element is an object like {\"jwk_url\":\"https://…\"}",
                    ));
                    return None;
                };
                Some(secret)
            });
            let list = list.collect();
            if strangers > MOST_STRANGERS {
                findings.push(wrong(
                    &format!("there are {} more of this kind", strangers - MOST_STRANGERS),
                    "correct these first",
                ));
            }
            Secrets {
                list,
                is_array: true,
            }
        }
        _ => {
            findings.push(wrong(
                "the value is JSON, but neither an object nor an array of objects",
                "write an object like {\"jwk_url\":\"https://…\"}",
            ));
            Secrets::default()
        }
    }
}

fn quoted_twice() -> Finding {
    Finding::error(
        ID,
        "",
        "the value is a JSON text within a JSON string: it was quoted once too often",
        "set the object itself, without quotes around it and backslashes in it",
    )
}

/// The text between a pair of quotes that a shell or a .env reader should have taken away.
fn unquoted(text: &str) -> Option<&str> {
    let inner = ['\'', '"', '`'].iter().find_map(|quote| {
        text.strip_prefix(*quote)
            .and_then(|rest| rest.strip_suffix(*quote))
    })?;
    inner.trim_start().starts_with(['{', '[']).then_some(inner)
}

/// The JSON that a text holds in base64.
fn encoded(text: &str) -> Option<String> {
    let bytes = STANDARD.decode(text).ok()?;
    let inner = String::from_utf8(bytes).ok()?;
    inner.trim_start().starts_with(['{', '[']).then_some(inner)
}

/// What a text is that somebody set in place of the object which holds it.
fn part_of_it(text: &str) -> Option<(&'static str, &'static str)> {
    let is_word = !text.contains(|c: char| c.is_whitespace() || "{}[]\"'`#".contains(c));
    if text.contains("-----BEGIN") {
        Some((
            "the value is a PEM key alone",
            "write {\"type\":\"RS256\",\"key\":\"…\"} with each line break as \\n, or a jwk_url",
        ))
    } else if is_word && text.contains("://") {
        Some((
            "the value is a URL alone",
            "write {\"jwk_url\":\"…\"} around it",
        ))
    } else if is_word && text.len() >= 16 {
        Some((
            "the value is one word, perhaps the key alone",
            "write {\"type\":\"HS256\",\"key\":\"…\"} around a shared secret; SuperTokens' tokens \
             need a jwk_url",
        ))
    } else {
        None
    }
}

/// Why it is not JSON, as far as that can be told. The parser quotes nothing of the text.
fn not_json(text: &str, error: &serde_json::Error) -> Finding {
    let (problem, remedy) = if text.is_empty() {
        (
            "the value is empty".to_owned(),
            "st-hasura jwt-secret prints one",
        )
    } else if unquoted(text).is_some() {
        (
            "quotes for the shell are part of the value".to_owned(),
            "leave out the quotes around it: docker --env-file, Kubernetes and lists in Compose files take them literally",
        )
    } else if encoded(text).is_some() {
        (
            "the value is base64, which Hasura does not decode".to_owned(),
            "set the object itself; in a Kubernetes Secret, base64 belongs under data and the \
             object under stringData",
        )
    } else if text.starts_with("HASURA_GRAPHQL_JWT_SECRET") || text.starts_with("export ") {
        (
            "the name of the variable is part of the value".to_owned(),
            "set only what stands behind the =",
        )
    } else if error.to_string().contains("control character") {
        (
            format!("there is a line break or another control character within a string ({error})"),
            "write the line breaks of a PEM key as \\n, all on one line",
        )
    } else if text.contains(['“', '”', '„', '‟', '‘', '’']) {
        (
            format!("there are typographic quotes in it ({error})"),
            "write straight quotes (\"); a word processor or a chat has replaced them",
        )
    } else if text.starts_with('{') && text.contains(':') && !text.contains('"') {
        (
            format!(
                "there is not one double quote in it: a shell or a reader of .env took them ({error})"
            ),
            "put single quotes around the value where it is set",
        )
    } else if let Some((problem, remedy)) = part_of_it(text) {
        (format!("{problem} ({error})"), remedy)
    } else {
        (
            format!("it is not JSON: {error}"),
            "st-hasura jwt-secret prints a value that is",
        )
    };
    Finding::error(ID, "", problem, remedy)
}

/// What goes wrong before the value reaches Hasura: flaws of the file that it stands in.
impl Finding {
    /// Quotes that open and do not close.
    pub(in crate::hasura::jwt_secret) fn unclosed() -> Self {
        Self::error(
            ID,
            "",
            "the quotes around the value cannot be read",
            "put the value between two single quotes; st-hasura jwt-secret --to dotenv writes it so",
        )
    }

    /// Quotes that not every reader takes away.
    pub(in crate::hasura::jwt_secret) fn quotes_for_docker() -> Self {
        Self::info(
            ID,
            "",
            "Compose and readers of .env take the quotes away; docker run --env-file would hand them \
             to Hasura, which refuses them",
            "for docker run write it as jwt-secret --to env does, and lint it with --from docker",
        )
    }

    /// A file that its readers cannot read.
    pub(crate) fn utf16() -> Self {
        Self::error(
            ID,
            "",
            "the file is UTF-16, which neither docker, Compose nor any reader of .env understands",
            "save it as UTF-8 without a byte order mark",
        )
    }

    /// YAML took the value for a structure.
    pub(in crate::hasura::jwt_secret) fn not_text() -> Self {
        Self::error(
            ID,
            "",
            "YAML reads the value as a structure, and a variable has to be a text",
            "put single quotes around it",
        )
    }

    /// Compose would substitute.
    pub(in crate::hasura::jwt_secret) fn lone_dollar() -> Self {
        Self::error(
            ID,
            "",
            "compose takes a $ in the value for the start of a variable",
            "write $$ for every $",
        )
    }

    /// A bare value in a file of variables that its readers end, or put variables into.
    pub(in crate::hasura::jwt_secret) fn bare_for_docker_alone(what: &str) -> Self {
        Self::error(
            ID,
            "",
            format!(
                "Compose and readers of .env take {what}; docker run --env-file alone takes the \
                 line as it is"
            ),
            "put single quotes around the value; for docker run, lint it with --from docker",
        )
    }

    /// docker takes no blank in a name.
    pub(in crate::hasura::jwt_secret) fn blank_in_name() -> Self {
        Self::error(
            ID,
            "",
            "docker refuses the file: there is a blank before the =, or an export",
            "write NAME=value without a blank around the =",
        )
    }

    /// A name in other letters than the engine's.
    pub(in crate::hasura::jwt_secret) fn name_in_other_letters(variable: Variable) -> Self {
        let name = variable.name();
        Self::error(
            NAMES,
            "",
            format!("Hasura reads {name} in capitals alone, and knows nothing of this one"),
            format!("write {name}"),
        )
    }

    /// A Kubernetes Secret's `data`.
    pub(in crate::hasura::jwt_secret) fn not_base64() -> Self {
        Self::error(
            ID,
            "",
            "under data, a Secret holds base64, and this is none (of a UTF-8 text)",
            "write the value itself under stringData",
        )
    }
}
