//! `[setup]` of st-hasura.toml: what `setup-hasura` is to make, for review beside the code.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::DeValue;

use super::ConfigError;
use super::keys;
use super::toml::Reader;

/// What the file says; everything may be absent.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SetupSection {
    /// The role that is given permissions.
    pub role: Option<Filled>,
    pub source: Option<Filled>,
    /// The variable in Hasura's environment with the connection string.
    pub database_url_env: Option<Filled>,
    /// Schemas that are looked through.
    pub schemas: Vec<Filled>,
    /// Patterns of tables.
    pub tables: Vec<Filled>,
    /// Columns that hold the owner's id wherever they are.
    pub owner_columns: Vec<Filled>,
    /// By table: the column with the owner's id, or the way to one.
    pub owners: BTreeMap<String, Filled>,
    /// By table: the columns to open.
    pub columns: BTreeMap<String, Vec<Filled>>,
    /// Tables whose rows are for everybody who has the role.
    pub shared: Vec<Filled>,
    /// Counts and extremes too.
    pub aggregates: bool,
    pub app_id: Option<Filled>,
    pub tenant_id: Option<Filled>,
    /// Rows of linked accounts too.
    pub account_linking: bool,
    /// The claim holds ids of one's own.
    pub external_user_ids: bool,
}

/// A string that is not blank, without the blanks around it.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Filled(pub String);

const FILLED: &str = "a string with something in it";

impl TryFrom<String> for Filled {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.trim() {
            "" => Err(FILLED),
            text => Ok(Self(text.to_owned())),
        }
    }
}

/// Reads the section.
pub(super) fn read(
    reader: &Reader<'_>,
    value: &Spanned<DeValue<'_>>,
) -> Result<SetupSection, ConfigError> {
    let read = reader.section("setup", value, |key| ConfigError::UnknownKey {
        path: reader.path.to_owned(),
        line: key.line,
        name: format!("setup.{}", key.name),
        nearest: keys::nearest_of(key.name, key.known.into_iter()).map(ToOwned::to_owned),
    });
    read.map_err(|mut error| {
        if let ConfigError::WrongType { expected, .. } = &mut error
            && expected == "a string"
        {
            *expected = FILLED.into();
        }
        error
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::config::ConfigFile;

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let text = "a string with something in it";
        for (section, message) in [
            ("rolle = \"x\"", "unknown key \"setup.rolle\"".to_owned()),
            (
                "role = 7",
                format!("role must be {text}, but a integer is there"),
            ),
            (
                "role = \" \"",
                format!("role must be {text}, but a string is there"),
            ),
            (
                "role = 2027-01-31",
                format!("role must be {text}, but a datetime is there"),
            ),
            (
                "tables = \"x\"",
                "tables must be a list of strings, but a string is there".into(),
            ),
            (
                "tables = [\"x\", true]",
                format!("tables must be {text}, but a boolean is there"),
            ),
            (
                "owners = []",
                "owners must be a table, but a array is there".into(),
            ),
            (
                "owners = 2027-01-31",
                "owners must be a table, but a datetime is there".into(),
            ),
            (
                "owners.notes = 1.5",
                format!("notes must be {text}, but a float is there"),
            ),
            (
                "columns.notes = \"id\"",
                "notes must be a list of strings, but a string is there".into(),
            ),
            (
                "aggregates = 1",
                "aggregates must be true or false, but a integer is there".into(),
            ),
        ] {
            let file = format!("[setup]\nsource = \"default\"\n{section}\n");
            let error = ConfigFile::parse(Path::new("f.toml"), &file).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("f.toml:3: {message}"),
                "{section}"
            );
        }
        let file = "setup = 1\n";
        let error = ConfigFile::parse(Path::new("f.toml"), file).unwrap_err();
        assert_eq!(
            error.to_string(),
            "f.toml:1: setup must be a table, but a integer is there"
        );
    }
}
