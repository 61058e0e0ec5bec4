//! One configuration file: keys at the top are defaults, `[profiles.NAME]` overrides them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::DeValue;

use super::keys::{self, Kind};
use super::origin::{Origin, Sourced};
use super::policy::{self, Policy};
use super::setup::{self, SetupSection};
use super::toml::Reader;
use super::{ConfigError, Layer};
use crate::bounded;

#[derive(Clone, Debug, Default)]
pub(crate) struct ConfigFile {
    pub path: PathBuf,
    /// Keys outside any profile.
    pub base: Layer,
    /// Keys of each profile.
    pub profiles: BTreeMap<String, Layer>,
    /// The `profile` key: which profile to use when none is asked for.
    pub default_profile: Option<String>,
    /// `[verify]` outside any profile.
    pub policy: Option<Policy>,
    /// `[profiles.NAME.verify]`, which replaces it as a whole.
    pub profile_policies: BTreeMap<String, Policy>,
    /// `[setup]` outside any profile.
    pub setup: Option<SetupSection>,
    /// `[profiles.NAME.setup]`, which replaces it as a whole.
    pub profile_setups: BTreeMap<String, SetupSection>,
}

/// [`bounded::refuse_pipe`] for a layer of the configuration.
pub(super) fn refuse_pipe(path: &Path) -> Result<(), ConfigError> {
    bounded::refuse_pipe(path).map_err(|source| ConfigError::Unreadable {
        path: path.to_owned(),
        source,
    })
}

impl ConfigFile {
    /// Reads and checks a file.
    pub(crate) fn read(path: &Path) -> Result<Self, ConfigError> {
        let text =
            bounded::text(path, bounded::WRITTEN).map_err(|source| ConfigError::Unreadable {
                path: path.to_owned(),
                source,
            })?;
        Self::parse(path, &text)
    }

    /// [`ConfigFile::read`] of a file that was found by its usual name, where no pipe belongs.
    pub(super) fn read_found(path: &Path) -> Result<Self, ConfigError> {
        refuse_pipe(path)?;
        Self::read(path)
    }

    /// `[verify]` for a profile: its own, or the one outside any.
    pub(super) fn policy_of(&self, profile: &str) -> Option<&Policy> {
        self.profile_policies.get(profile).or(self.policy.as_ref())
    }

    /// [`ConfigFile::read`] for a text at hand.
    pub(crate) fn parse(path: &Path, text: &str) -> Result<Self, ConfigError> {
        let reader = Reader::new(path, text);
        let root = reader.root()?;
        let mut file = Self {
            path: path.to_owned(),
            ..Self::default()
        };
        for (name, value) in root.get_ref() {
            match name.get_ref().as_ref() {
                "profile" => {
                    let value = reader.text_value("profile", Kind::Text, value)?;
                    file.default_profile = Some(value.text().to_owned());
                }
                "profiles" => {
                    for (profile, table) in reader.table("profiles", value)? {
                        let table = reader.table(profile.get_ref(), table)?;
                        let mut layer = Layer::new();
                        for (name, value) in table {
                            match name.get_ref().as_ref() {
                                "verify" => {
                                    let policy =
                                        policy::read(&reader, value, reader.line(&name.span()))?;
                                    file.profile_policies
                                        .insert(profile.get_ref().to_string(), policy);
                                }
                                "setup" => {
                                    let setup = setup::read(&reader, value)?;
                                    file.profile_setups
                                        .insert(profile.get_ref().to_string(), setup);
                                }
                                _ => reader.key(name, value, &mut layer)?,
                            }
                        }
                        file.profiles.insert(profile.get_ref().to_string(), layer);
                    }
                }
                "verify" => {
                    file.policy = Some(policy::read(&reader, value, reader.line(&name.span()))?);
                }
                "setup" => file.setup = Some(setup::read(&reader, value)?),
                _ => reader.key(name, value, &mut file.base)?,
            }
        }
        Ok(file)
    }
}

impl Reader<'_> {
    fn key(
        &self,
        name: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
        layer: &mut Layer,
    ) -> Result<(), ConfigError> {
        let line = self.line(&name.span());
        let key = keys::find(name.get_ref()).ok_or_else(|| ConfigError::UnknownKey {
            path: self.path.to_owned(),
            line,
            name: name.get_ref().to_string(),
            nearest: keys::nearest(name.get_ref()).map(ToOwned::to_owned),
        })?;
        if key.kind == Kind::Secret {
            return Err(ConfigError::SecretInFile {
                path: self.path.to_owned(),
                line,
                name: key.name,
                env: key.env[0],
            });
        }
        layer.insert(key.name, self.text_value(key.name, key.kind, value)?);
        Ok(())
    }

    fn text_value(
        &self,
        name: &str,
        kind: Kind,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<Sourced, ConfigError> {
        let origin = Origin::File {
            path: self.path.to_owned(),
            line: self.line(&value.span()),
        };
        let one = |text: &str| Ok(Sourced::one(text, origin.clone()));
        match (kind, value.get_ref()) {
            (Kind::Bool, DeValue::Boolean(on)) => one(if *on { "true" } else { "false" }),
            (Kind::Seconds | Kind::Count, DeValue::Integer(number)) => one(number.as_str()),
            (Kind::Seconds, DeValue::Float(number)) => one(number.as_str()),
            (Kind::Path, DeValue::String(text)) => {
                let base = self.path.parent().unwrap_or(Path::new(""));
                one(&base.join(text.as_ref()).to_string_lossy())
            }
            (Kind::Text | Kind::Url | Kind::Proxy | Kind::Choice(_), DeValue::String(text)) => {
                one(text)
            }
            (Kind::List, DeValue::Array(items)) => {
                let texts: Option<Vec<String>> = items
                    .iter()
                    .map(|item| item.get_ref().as_str().map(ToOwned::to_owned))
                    .collect();
                texts
                    .map(|texts| Sourced { texts, origin })
                    .ok_or_else(|| self.wrong_type(name, kind.expected(), value))
            }
            _ => Err(self.wrong_type(name, kind.expected(), value)),
        }
    }
}
