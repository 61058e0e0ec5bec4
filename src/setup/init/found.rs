//! What was found, and where.

use std::path::Path;

use super::ports::Port;
use crate::bounded;
use crate::secret::Secret;

/// Beyond this, a file is not one of those that are looked for.
const LARGEST: usize = 1024 * 1024;

/// A value that something says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// Key of st-hasura.toml.
    pub key: &'static str,
    pub value: String,
    /// What says so.
    pub origin: String,
}

/// Where a secret is, without the secret.
#[derive(Clone, Debug)]
pub(crate) struct SecretPlace {
    /// Key that would hold it: `hasura_admin_secret` or `core_api_key`.
    pub key: &'static str,
    /// File and variable, for people.
    pub origin: String,
    /// Its value, where it stands there; to try it, never to write it.
    pub value: Option<Secret>,
    /// A file that holds nothing else.
    pub file: Option<String>,
}

/// All of that.
#[derive(Debug, Default)]
pub(crate) struct Look {
    /// Values, best first.
    pub found: Vec<Found>,
    /// Places of secrets.
    pub secrets: Vec<SecretPlace>,
    /// What answers on this machine.
    pub ports: Vec<Port>,
    /// Where was looked, for whoever misses something.
    pub looked: Vec<String>,
    /// What could not be read, and why.
    pub remarks: Vec<String>,
}

impl Look {
    /// The best value for a key.
    pub(crate) fn best(&self, key: &str) -> Option<&Found> {
        self.found.iter().find(|found| found.key == key)
    }
}

/// A file of the folder; `None` when it is not there. What cannot be read is remarked upon.
pub(super) fn text(folder: &Path, name: &str, look: &mut Look) -> Option<String> {
    match bounded::plain(&folder.join(name), LARGEST) {
        Ok(bytes) => {
            look.looked.push(name.to_owned());
            String::from_utf8(bytes)
                .inspect_err(|_| look.remarks.push(format!("{name} is not UTF-8: left out")))
                .ok()
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => {
            look.remarks
                .push(format!("cannot read {name}: {error}; left out"));
            None
        }
    }
}
