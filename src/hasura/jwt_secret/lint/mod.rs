//! What is wrong with a JWT secret, before Hasura says so by not starting, or says nothing.
//!
//! The rules are J001 to J022 of contracts: hasura §1.10, each a pure function of one secret
//! ([`Members`]) in the file of its family: [`text`] reads the value at all, [`keys`] where the
//! keys come from, [`claims`] where the claims are, [`checks`] what is demanded of a token,
//! [`names`] misspelt names, [`several`] secrets that get into each other's way, [`live`] the
//! key set as it is served. A finding never holds a key's text.

mod checks;
mod claims;
mod finding;
mod json_path;
mod keys;
mod live;
mod names;
mod pem;
mod several;
mod text;
mod url;

pub use finding::{Finding, Severity};
pub use live::{jwk_url, served, unreadable};
pub use text::Variable;

use serde_json::{Map, Value};

/// The members of one secret. Hasura takes `null` for absent (contracts: hasura §1.1).
#[derive(Debug)]
struct Members<'a>(&'a Map<String, Value>);

impl<'a> Members<'a> {
    fn get(&self, name: &str) -> Option<&'a Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    fn text(&self, name: &str) -> Option<&'a str> {
        self.get(name)?.as_str()
    }
}

/// A rule that looks at one secret.
type Rule = fn(&Members<'_>) -> Vec<Finding>;

/// Every rule for one secret, in the order of their ids.
const RULES: &[Rule] = &[
    keys::one_source,
    keys::type_of_key,
    keys::long_enough,
    pem::readable,
    keys::public_key_as_secret,
    claims::namespace,
    claims::format,
    claims::map,
    claims::map_alone,
    checks::string_or_uri,
    checks::whose_token,
    checks::skew,
    checks::header,
    names::known,
    url::reachable,
    keys::type_without_key,
    checks::presence,
    claims::registered_namespace,
];

/// What was read out of a value, and what the rules say.
#[derive(Debug, Default)]
pub struct Linted {
    /// The secrets in it; empty when it could not be read.
    pub secrets: Vec<Map<String, Value>>,
    /// What was found, in the order of the secrets and then of the rules.
    pub findings: Vec<Finding>,
}

impl Linted {
    /// The worst of it.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).min()
    }

    /// Texts that must not be shown: everything under `key`, and a `type` that is none, which may
    /// be a key in the wrong place.
    pub fn sensitive(&self) -> impl Iterator<Item = &str> {
        self.secrets.iter().flat_map(|secret| {
            let misplaced = secret
                .get("type")
                .and_then(Value::as_str)
                .filter(|text| text.len() > keys::LONGEST_TYPE);
            secret
                .get("key")
                .and_then(Value::as_str)
                .into_iter()
                .chain(misplaced)
        })
    }
}

/// Lints the text of a value, offline.
#[must_use]
pub fn lint(text: &str, variable: Variable) -> Linted {
    let (secrets, mut findings) = text::read(text, variable);
    let is_array = secrets.is_array;
    for (index, secret) in secrets.list.iter().enumerate() {
        let members = Members(secret);
        let found = RULES.iter().flat_map(|rule| rule(&members));
        findings.extend(found.map(|mut finding| {
            if is_array {
                finding.at = format!("/{index}{}", finding.at);
            }
            finding
        }));
    }
    findings.extend(several::ambiguous(&secrets.list));
    Linted {
        secrets: secrets.list,
        findings,
    }
}

/// Lints the part of a secret that a running engine shows.
#[must_use]
pub(super) fn shown(secret: &Map<String, Value>) -> Vec<Finding> {
    claims::registered_namespace(&Members(secret))
}

#[cfg(test)]
mod tests;
