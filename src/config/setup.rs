//! `[setup]` of st-hasura.toml: what `setup-hasura` is to make, for review beside the code.

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::ConfigError;
use super::file::Reader;
use super::keys;

/// What the file says; everything may be absent.
#[derive(Clone, Debug)]
pub(crate) struct SetupSection {
    /// The role that is given permissions.
    pub role: Option<String>,
    pub source: Option<String>,
    /// The variable in Hasura's environment with the connection string.
    pub database_url_env: Option<String>,
    /// Schemas that are looked through.
    pub schemas: Option<Vec<String>>,
    /// Patterns of tables.
    pub tables: Option<Vec<String>>,
    /// Columns that hold the owner's id wherever they are.
    pub owner_columns: Vec<String>,
    /// By table: the column with the owner's id, or the way to one.
    pub owners: BTreeMap<String, String>,
    /// By table: the columns to open.
    pub columns: BTreeMap<String, Vec<String>>,
    /// Tables whose rows are for everybody who has the role.
    pub shared: Vec<String>,
    /// Counts and extremes too.
    pub aggregates: Option<bool>,
    pub app_id: Option<String>,
    pub tenant_id: Option<String>,
    /// Rows of linked accounts too.
    pub account_linking: Option<bool>,
    /// The claim holds ids of one's own.
    pub external_user_ids: Option<bool>,
}

/// All keys of the section.
const KEYS: [&str; 14] = [
    "role",
    "source",
    "database_url_env",
    "schemas",
    "tables",
    "owner_columns",
    "owners",
    "columns",
    "shared",
    "aggregates",
    "app_id",
    "tenant_id",
    "account_linking",
    "external_user_ids",
];

/// Reads the table.
pub(super) fn from_table(
    reader: &Reader<'_>,
    table: &DeTable<'_>,
) -> Result<SetupSection, ConfigError> {
    let mut section = SetupSection {
        role: None,
        source: None,
        database_url_env: None,
        schemas: None,
        tables: None,
        owner_columns: Vec::new(),
        owners: BTreeMap::new(),
        columns: BTreeMap::new(),
        shared: Vec::new(),
        aggregates: None,
        app_id: None,
        tenant_id: None,
        account_linking: None,
        external_user_ids: None,
    };
    for (name, value) in table {
        let key = name.get_ref().as_ref();
        match key {
            "role" => section.role = Some(reader.filled_text(key, value)?),
            "source" => section.source = Some(reader.filled_text(key, value)?),
            "database_url_env" => section.database_url_env = Some(reader.filled_text(key, value)?),
            "schemas" => section.schemas = Some(reader.filled_texts(key, value)?),
            "tables" => section.tables = Some(reader.filled_texts(key, value)?),
            "owner_columns" => section.owner_columns = reader.filled_texts(key, value)?,
            "shared" => section.shared = reader.filled_texts(key, value)?,
            "aggregates" => section.aggregates = Some(reader.flag(key, value)?),
            "app_id" => section.app_id = Some(reader.filled_text(key, value)?),
            "tenant_id" => section.tenant_id = Some(reader.filled_text(key, value)?),
            "account_linking" => section.account_linking = Some(reader.flag(key, value)?),
            "external_user_ids" => section.external_user_ids = Some(reader.flag(key, value)?),
            "owners" => {
                for (table, value) in reader.table(key, value)? {
                    let table = table.get_ref().to_string();
                    let way = reader.filled_text(&table, value)?;
                    section.owners.insert(table, way);
                }
            }
            "columns" => {
                for (table, value) in reader.table(key, value)? {
                    let table = table.get_ref().to_string();
                    let columns = reader.filled_texts(&table, value)?;
                    section.columns.insert(table, columns);
                }
            }
            _ => {
                return Err(ConfigError::UnknownKey {
                    path: reader.path.to_owned(),
                    line: reader.line(&name.span()),
                    name: format!("setup.{key}"),
                    nearest: keys::nearest_of(key, KEYS.into_iter()),
                });
            }
        }
    }
    Ok(section)
}
