//! A JSON Web Key Set, with what Hasura would find wrong with it.

use serde_json::Value;

use super::decoded::kind;
use super::error::JwtError;
use super::jwk;
use super::key::Key;
use super::set_key::{Fault, SetKey, Severity};
use super::strict_json::{Repeated, parse_first};

/// Keys of one set. A server has two or three, and each more is one more that is tried.
const MOST_KEYS: usize = 50_000;

/// A set of keys.
#[derive(Clone, Debug, Default)]
pub(crate) struct KeySet {
    /// Its elements, in their order.
    pub keys: Vec<SetKey>,
}

impl KeySet {
    /// Reads `{"keys":[…]}`. A key that cannot be used stays in the set with its faults, so that
    /// it can be shown. Of two members of one name the first counts, as it does for Hasura
    /// (contracts: hasura §1.8).
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, JwtError> {
        let (root, repeated) = parse_first(bytes).map_err(|error| JwtError::KeySetNotJson {
            file: String::new(),
            reason: error.to_string(),
        })?;
        let shape = |reason: String| JwtError::KeySetShape { reason };
        let Value::Object(members) = &root else {
            return Err(shape(format!("it is {}", kind(&root))));
        };
        match members.get("keys") {
            Some(Value::Array(keys)) if keys.len() > MOST_KEYS => Err(shape(format!(
                "it holds {} keys, and {MOST_KEYS} are read",
                keys.len()
            ))),
            Some(Value::Array(keys)) => {
                let keys = keys.iter().enumerate();
                let mut set = Self {
                    keys: keys.map(|(index, value)| jwk::read(index, value)).collect(),
                };
                for one in &repeated {
                    set.complain_of(one);
                }
                Ok(set)
            }
            Some(other) => Err(shape(format!(
                "\"keys\" is {} where an array belongs",
                kind(other)
            ))),
            None if members.contains_key("kty") => Err(shape("it is a bare key".into())),
            None => Err(shape("there is no \"keys\" in it".into())),
        }
    }

    fn complain_of(&mut self, repeated: &Repeated) {
        let within = repeated.at.strip_prefix("/keys/");
        let index = within.and_then(|rest| rest.split('/').next()?.parse::<usize>().ok());
        let key = index.and_then(|index| self.keys.get_mut(index));
        if let Some(key) = key.filter(|_| !repeated.same) {
            key.faults.push(Fault {
                severity: Severity::Warning,
                text: format!(
                    "{} stands in it twice; Hasura takes the first, other readers the last",
                    repeated.name
                ),
            });
        }
    }

    /// A set of one key, from a PEM file say.
    pub(crate) fn single(key: Key) -> Self {
        Self {
            keys: vec![SetKey {
                index: 0,
                kid: None,
                kty: None,
                alg: None,
                usage: None,
                key: Some(key),
                thumbprint: None,
                faults: Vec::new(),
            }],
        }
    }

    /// The keys that can verify something.
    pub(crate) fn usable(&self) -> impl Iterator<Item = (&SetKey, &Key)> {
        self.keys
            .iter()
            .filter_map(|key| Some((key, key.key.as_ref()?)))
    }

    /// Why Hasura would refuse the whole set, if it would: one bad key is enough.
    pub(crate) fn refusal(&self) -> Option<String> {
        let refused = self.keys.iter().find(|key| key.refused())?;
        let fault = refused
            .faults
            .iter()
            .find(|fault| fault.severity == Severity::Refused)?;
        Some(format!("{}: {}", refused.label(), fault.text))
    }
}
