//! J018: secrets that get into each other's way (contracts: hasura §1.9).

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::{Finding, Members};
use crate::hasura::jwt_secret::TokenLocation;

const ID: &str = "J018";

/// J018: of two secrets for one place, each has an issuer of its own. Equal secrets are one.
///
/// Each secret is told of the first one that it collides with.
pub(super) fn ambiguous(secrets: &[Map<String, Value>]) -> Vec<Finding> {
    let mut places: HashMap<String, Place<'_>> = HashMap::new();
    let mut equal: HashSet<String> = HashSet::new();
    let mut findings = Vec::new();
    for (index, secret) in secrets.iter().enumerate() {
        if !equal.insert(sorted(secret)) {
            continue;
        }
        let members = Members(secret);
        let where_ = TokenLocation::of_secret(secret).to_string();
        let issuer = members.text("issuer");
        let place = places.entry(where_.clone()).or_default();
        if let Some(before) = place.rival(issuer) {
            let (problem, remedy) = if before.same_issuer {
                (
                    "have the same issuer: tokens of that issuer are refused (Multiple JWTs found)",
                    "keep one of them; to change keys, use a jwk_url with both keys in its set",
                )
            } else {
                (
                    "not both have an issuer: tokens that match both are refused (Multiple JWTs \
                     found)",
                    "give each an issuer of its own, or a header of its own",
                )
            };
            let joint = if before.same_issuer { " and" } else { ", and" };
            findings.push(Finding::error(
                ID,
                &index.to_string(),
                format!(
                    "the secrets {} and {index} both read {where_}{joint} {problem}",
                    before.index
                ),
                remedy,
            ));
        }
        place.add(index, issuer);
    }
    findings
}

/// A secret for the same place whose tokens cannot be told from another's.
struct Rival {
    index: usize,
    same_issuer: bool,
}

/// The first secrets that read one place.
#[derive(Default)]
struct Place<'s> {
    any: Option<usize>,
    without_issuer: Option<usize>,
    of_issuer: HashMap<&'s str, usize>,
}

impl<'s> Place<'s> {
    fn rival(&self, issuer: Option<&str>) -> Option<Rival> {
        let same = issuer.and_then(|issuer| self.of_issuer.get(issuer).copied());
        let open = match issuer {
            Some(_) => self.without_issuer,
            None => self.any,
        };
        let same = same.map(|index| Rival {
            index,
            same_issuer: true,
        });
        let open = open.map(|index| Rival {
            index,
            same_issuer: false,
        });
        same.into_iter().chain(open).min_by_key(|rival| rival.index)
    }

    fn add(&mut self, index: usize, issuer: Option<&'s str>) {
        self.any.get_or_insert(index);
        match issuer {
            Some(issuer) => {
                self.of_issuer.entry(issuer).or_insert(index);
            }
            None => {
                self.without_issuer.get_or_insert(index);
            }
        }
    }
}

/// A secret's text with its members in one order, in which equal ones are equal.
fn sorted(secret: &Map<String, Value>) -> String {
    let mut value = Value::Object(secret.clone());
    value.sort_all_objects();
    value.to_string()
}

impl Finding {
    /// One and several secrets are set side by side (contracts: hasura §1.1).
    pub(crate) fn both_variables() -> Self {
        Self::warning(
            ID,
            "",
            "HASURA_GRAPHQL_JWT_SECRET and HASURA_GRAPHQL_JWT_SECRETS are both set: the second \
             wins, and some versions refuse to start",
            "keep one of them",
        )
    }
}
