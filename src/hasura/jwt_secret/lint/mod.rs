//! What is wrong with a JWT secret, before Hasura says so by not starting, or says nothing.
//!
//! The rules are J001 to J023 of contracts: hasura §1.10, each a pure function of one secret
//! ([`Members`]) in the file of its family: [`text`] reads the value at all, [`keys`] where the
//! keys come from, [`claims`] where the claims are, [`checks`] what is demanded of a token,
//! [`names`] misspelt names, [`several`] secrets that get into each other's way, [`live`] the
//! key set as it is served, [`neighbours`] what stands beside the value. A finding never holds a key's text.

mod checks;
mod claims;
mod finding;
mod keys;
mod live;
mod names;
mod neighbours;
mod pem;
mod several;
mod text;
mod url;

pub(crate) use finding::{Finding, Severity};
pub(super) use keys::TYPES;
pub(crate) use live::{jwk_url, served, unreadable};
pub(crate) use text::Variable;

use std::collections::BTreeMap;

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

/// What holds where a rule has nothing to say, by its id.
pub(crate) const TITLES: [(&str, &str); 23] = [
    ("J001", "the value is JSON of the right kind"),
    ("J002", "the keys come from one place"),
    ("J003", "a key has a type that Hasura knows"),
    ("J004", "a shared secret is long enough"),
    ("J005", "a public key is readable PEM of its type"),
    ("J006", "no public key is used as a shared secret"),
    (
        "J007",
        "the namespace of the claims is said once, and readable",
    ),
    ("J008", "the format of the claims is one that Hasura knows"),
    ("J009", "a claims_map has the roles, and readable values"),
    ("J010", "nothing is ignored beside a claims_map"),
    ("J011", "issuer and audience are StringOrURI"),
    ("J012", "tokens of other applications are kept out"),
    ("J013", "the allowed skew is small"),
    ("J014", "the token's place is one that Hasura knows"),
    ("J015", "every name is one that Hasura reads"),
    ("J016", "the key set's URL can be asked from elsewhere"),
    ("J017", "no type is ignored beside a jwk_url"),
    ("J018", "several secrets do not get into each other's way"),
    (
        "J019",
        "issuer and audience are demanded, not only compared",
    ),
    ("J020", "the namespace is no registered claim"),
    ("J021", "Hasura takes the key set as it is served"),
    ("J022", "Hasura reads the key set again in time"),
    (
        "J023",
        "the engine starts with what stands beside the value",
    ),
];

/// Rules that look at the key set.
pub(crate) const LIVE: [&str; 2] = ["J021", "J022"];

/// What was read out of a value, and what the rules say.
#[derive(Debug, Default)]
pub(crate) struct Linted {
    /// The secrets in it; empty when it could not be read.
    pub secrets: Vec<Map<String, Value>>,
    /// What was found, in the order of the secrets and then of the rules.
    pub findings: Vec<Finding>,
}

impl Linted {
    /// Texts that must not be shown: everything under `key`, and a `type` that Hasura does not
    /// know, since it may be a key in the wrong place.
    pub(crate) fn sensitive(&self) -> impl Iterator<Item = &str> {
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
pub(crate) fn lint(text: &str, variable: Variable) -> Linted {
    let (mut secrets, mut findings) = text::read(text, variable);
    let is_array = secrets.is_array;
    if secrets.list.len() > MOST_SECRETS {
        findings.push(too_many(secrets.list.len()));
        secrets.list.truncate(MOST_SECRETS);
    }
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
        findings: bounded(findings),
    }
}

/// Secrets of one value that are looked at; an engine that had as many would try each of them
/// with each token.
const MOST_SECRETS: usize = 10_000;

fn too_many(count: usize) -> Finding {
    Finding::error(
        "J018",
        "",
        format!("there are {count} secrets, of which the first {MOST_SECRETS} are looked at"),
        "keep those that sign tokens today; a jwk_url has room for every key of one issuer",
    )
}

/// Of one rule, nobody reads more.
const MOST_OF_ONE: usize = 50;

/// The first findings of each rule; of the others, how many there are.
fn bounded(findings: Vec<Finding>) -> Vec<Finding> {
    let mut seen: BTreeMap<(&str, Severity), usize> = BTreeMap::new();
    let mut kept = Vec::new();
    for finding in findings {
        let count = seen.entry((finding.id, finding.severity)).or_default();
        *count += 1;
        if *count <= MOST_OF_ONE {
            kept.push(finding);
        }
    }
    let more = seen.into_iter().filter(|(_, count)| *count > MOST_OF_ONE);
    kept.extend(more.map(|((id, severity), count)| Finding {
        id,
        severity,
        at: String::new(),
        problem: format!("there are {} more of this kind", count - MOST_OF_ONE),
        remedy: "correct these first".into(),
    }));
    kept
}

/// Lints the part of a secret that a running engine shows.
pub(super) fn shown(secret: &Map<String, Value>) -> Vec<Finding> {
    claims::registered_namespace(&Members(secret))
}

#[cfg(test)]
mod tests;
