//! One configuration file: keys at the top are defaults, `[profiles.NAME]` overrides them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{self, Kind};
use super::origin::{Origin, Sourced};
use super::policy::{self, Policy};
use super::setup::{self, SetupSection};
use super::{ConfigError, Layer};

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

impl ConfigFile {
    /// Reads and checks a file.
    pub(crate) fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        Self::parse(path, &text)
    }

    /// [`ConfigFile::read`] for a text at hand.
    pub(crate) fn parse(path: &Path, text: &str) -> Result<Self, ConfigError> {
        let reader = Reader { path, text };
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
                                    let policy = reader.policy(name, value)?;
                                    file.profile_policies
                                        .insert(profile.get_ref().to_string(), policy);
                                }
                                "setup" => {
                                    let setup = reader.setup(value)?;
                                    file.profile_setups
                                        .insert(profile.get_ref().to_string(), setup);
                                }
                                _ => reader.key(name, value, &mut layer)?,
                            }
                        }
                        file.profiles.insert(profile.get_ref().to_string(), layer);
                    }
                }
                "verify" => file.policy = Some(reader.policy(name, value)?),
                "setup" => file.setup = Some(reader.setup(value)?),
                _ => reader.key(name, value, &mut file.base)?,
            }
        }
        Ok(file)
    }
}

/// A text being read, for errors that say where.
pub(super) struct Reader<'a> {
    pub(super) path: &'a Path,
    pub(super) text: &'a str,
}

impl<'a> Reader<'a> {
    /// The whole text as a table.
    pub(super) fn root(&self) -> Result<Spanned<DeTable<'a>>, ConfigError> {
        DeTable::parse(self.text).map_err(|error| ConfigError::Syntax {
            path: self.path.to_owned(),
            line: error.span().map_or(1, |span| self.line(&span)),
            message: error.message().to_owned(),
        })
    }

    fn policy(
        &self,
        name: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<Policy, ConfigError> {
        let table = self.table("verify", value)?;
        policy::from_table(self, table, self.line(&name.span()))
    }

    fn setup(&self, value: &Spanned<DeValue<'_>>) -> Result<SetupSection, ConfigError> {
        let table = self.table("setup", value)?;
        setup::from_table(self, table)
    }

    pub(super) fn line(&self, span: &Range<usize>) -> usize {
        let end = span.start.min(self.text.len());
        self.text[..end].matches('\n').count() + 1
    }

    pub(super) fn table<'v, 'i>(
        &self,
        name: &str,
        value: &'v Spanned<DeValue<'i>>,
    ) -> Result<&'v DeTable<'i>, ConfigError> {
        value
            .get_ref()
            .as_table()
            .ok_or_else(|| self.wrong_type(name, "a table".into(), value))
    }

    pub(super) fn text_of(
        &self,
        name: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<String, ConfigError> {
        value
            .get_ref()
            .as_str()
            .map(ToOwned::to_owned)
            .ok_or_else(|| self.wrong_type(name, "a string".into(), value))
    }

    /// A string that is not blank, without the blanks around it.
    pub(super) fn filled_text(
        &self,
        name: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<String, ConfigError> {
        let text = value.get_ref().as_str().map(str::trim);
        text.filter(|text| !text.is_empty())
            .map(ToOwned::to_owned)
            .ok_or_else(|| self.wrong_type(name, "a string with something in it".into(), value))
    }

    /// A list of strings.
    pub(super) fn texts(
        &self,
        name: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<Vec<String>, ConfigError> {
        let items = self.items(name, value)?;
        items.iter().map(|item| self.text_of(name, item)).collect()
    }

    /// A list of strings as [`Self::filled_text`] takes them.
    pub(super) fn filled_texts(
        &self,
        name: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<Vec<String>, ConfigError> {
        let items = self.items(name, value)?;
        let texts = items.iter().map(|item| self.filled_text(name, item));
        texts.collect()
    }

    fn items<'v, 'i>(
        &self,
        name: &str,
        value: &'v Spanned<DeValue<'i>>,
    ) -> Result<&'v [Spanned<DeValue<'i>>], ConfigError> {
        value
            .get_ref()
            .as_array()
            .map(|items| &**items)
            .ok_or_else(|| self.wrong_type(name, "a list of strings".into(), value))
    }

    /// True or false.
    pub(super) fn flag(
        &self,
        name: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<bool, ConfigError> {
        match value.get_ref() {
            DeValue::Boolean(on) => Ok(*on),
            _ => Err(self.wrong_type(name, "true or false".into(), value)),
        }
    }

    pub(super) fn wrong_type(
        &self,
        name: &str,
        expected: String,
        value: &Spanned<DeValue<'_>>,
    ) -> ConfigError {
        ConfigError::WrongType {
            path: self.path.to_owned(),
            line: self.line(&value.span()),
            name: name.to_owned(),
            expected,
            found: value.get_ref().type_str(),
        }
    }

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
            nearest: keys::nearest(name.get_ref()),
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
            (Kind::Text | Kind::Url | Kind::Choice(_), DeValue::String(text)) => one(text),
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
