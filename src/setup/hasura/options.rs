//! What a set-up is asked for, flags and `[setup]` put together.

use std::collections::BTreeMap;

use super::pattern::Pattern;

/// What is wanted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// The role that is given permissions.
    pub role: String,
    /// Hasura names fields by graphql-default where a source does not say it.
    pub graphql_names: bool,
    /// The source; the only one when not named.
    pub source: Option<String>,
    /// The variable in Hasura's environment that holds the connection string.
    pub database_url_env: Option<String>,
    /// Schemas that are looked through.
    pub schemas: Vec<String>,
    /// Tables that are looked at; all when empty.
    pub tables: Vec<Pattern>,
    /// Columns that hold the owner's id in whatever table has them, first wins.
    pub owner_columns: Vec<String>,
    /// By table as it was written: the column with the owner's id, or the way to one.
    pub owners: BTreeMap<String, String>,
    /// By table as it was written: the columns to open.
    pub columns: BTreeMap<String, Vec<String>>,
    /// Tables whose rows are for everybody who has the role.
    pub shared: Vec<Pattern>,
    /// Counts and extremes too.
    pub aggregates: bool,
    /// SuperTokens' app, or a session variable that holds it.
    pub app_id: String,
    /// SuperTokens' tenant, where rows of others are to be left out.
    pub tenant_id: Option<String>,
    /// Rows of linked accounts too.
    pub account_linking: bool,
    /// The claim holds ids of one's own that are mapped to SuperTokens' ids.
    pub external_user_ids: bool,
    /// Make permissions exactly as planned, also where that takes something away.
    pub enforce: bool,
}
