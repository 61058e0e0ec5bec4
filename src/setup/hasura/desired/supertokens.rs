//! SuperTokens' own tables, of 2022 and of today, with whatever prefix they have
//! (contracts: hasura §6).

use crate::hasura::metadata::TableName;
use crate::setup::hasura::catalog::{Catalog, DbTable};
use crate::supertokens::tables::never_track;

/// Tables by which the family is known: two of them under the same prefix, or the first alone.
const SIGNS: [&str; 3] = [
    "emailpassword_users",
    "all_auth_recipe_users",
    "session_info",
];

/// Tables that a user may see their own rows of, with the columns.
const OPENED: [(&str, &[&str]); 8] = [
    ("emailpassword_users", &["user_id", "email", "time_joined"]),
    (
        "all_auth_recipe_users",
        &[
            "user_id",
            "recipe_id",
            "time_joined",
            "primary_or_recipe_user_id",
        ],
    ),
    // Without the handle, which would let callers name sessions.
    (
        "session_info",
        &["user_id", "expires_at", "created_at_time"],
    ),
    // Without the ids that other providers know the user by.
    ("thirdparty_users", &["user_id", "email", "time_joined"]),
    (
        "passwordless_users",
        &["user_id", "email", "phone_number", "time_joined"],
    ),
    ("webauthn_users", &["user_id", "email", "time_joined"]),
    ("emailverification_verified_emails", &["user_id", "email"]),
    ("user_roles", &["user_id", "role"]),
];

/// Tables that are opened only when they are named.
const ON_REQUEST: [(&str, &[&str]); 2] = [
    ("user_metadata", &["user_id", "user_metadata"]),
    ("user_last_active", &["user_id", "last_active_time"]),
];

/// Its other tables that are not dangerous, and not needed by users either.
const INTERNAL: [&str; 13] = [
    "app_id_to_user_id",
    "userid_mapping",
    "emailpassword_user_to_tenant",
    "thirdparty_user_to_tenant",
    "passwordless_user_to_tenant",
    "webauthn_user_to_tenant",
    "webauthn_credentials",
    "roles",
    "role_permissions",
    "recipe_user_account_infos",
    "recipe_user_tenants",
    "primary_user_tenants",
    "thirdparty_providers",
];

/// The table that all ids of an app's users are in, since apps and linked accounts exist.
pub(super) const ID_TABLE: &str = "app_id_to_user_id";

/// The table of one's own ids.
pub(super) const MAPPING: &str = "userid_mapping";

/// Which of the two schemas it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Generation {
    /// That of 2022, with one app and one tenant.
    SingleTenant,
    /// Today's, with `app_id` in every key.
    MultiTenant,
}

/// What is SuperTokens' in a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Family {
    /// The schema that its tables are in.
    pub schema: String,
    /// What stands before each name, its underscore included.
    pub prefix: String,
    /// Which schema of tables.
    pub generation: Generation,
}

/// What SuperTokens uses a table for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// Users may see their own rows: these columns.
    Opened(&'static [&'static str]),
    /// The same, when it is asked for.
    OnRequest(&'static [&'static str]),
    /// Keys, tokens, configuration.
    Never,
    /// Nothing that users need.
    Internal,
}

impl Family {
    /// Looks for it in these schemas.
    pub(crate) fn find(catalog: &Catalog, schemas: &[String]) -> Option<Self> {
        let tables = || {
            catalog
                .tables
                .iter()
                .filter(|table| schemas.contains(&table.name.schema))
        };
        let mut found: Vec<(usize, Self)> = Vec::new();
        for table in tables() {
            for sign in SIGNS {
                let Some(prefix) = prefix_of(&table.name.name, sign) else {
                    continue;
                };
                let signs = SIGNS
                    .iter()
                    .filter(|sign| {
                        let name = format!("{prefix}{sign}");
                        tables().any(|other| {
                            other.name.schema == table.name.schema && other.name.name == name
                        })
                    })
                    .count();
                let sure = table.column("password_hash").is_some();
                if signs >= 2 || (sign == SIGNS[0] && sure) {
                    found.push((signs, Self::new(table, prefix)));
                }
            }
        }
        // The most complete one; of equals the first, which has no prefix.
        found.sort_by_key(|(signs, _)| std::cmp::Reverse(*signs));
        found.into_iter().next().map(|(_, family)| family)
    }

    /// The table of tenants, where this database has one.
    pub(crate) fn tenants_table(catalog: &Catalog, schemas: &[String]) -> Option<TableName> {
        let family = Self::find(catalog, schemas)?;
        let name = family.table("tenants");
        let table = catalog.table(&name)?;
        let has = |column: &str| table.column(column).is_some();
        (has("app_id") && has("tenant_id")).then_some(name)
    }

    fn new(table: &DbTable, prefix: &str) -> Self {
        Self {
            schema: table.name.schema.clone(),
            prefix: prefix.to_owned(),
            generation: if table.column("app_id").is_some() {
                Generation::MultiTenant
            } else {
                Generation::SingleTenant
            },
        }
    }

    /// The name that SuperTokens itself has for a table; `None` for a table that is not its own.
    pub(crate) fn own_name<'a>(&self, table: &'a TableName) -> Option<&'a str> {
        let name = table.name.strip_prefix(&self.prefix)?;
        let known = OPENED.iter().any(|(own, _)| *own == name)
            || ON_REQUEST.iter().any(|(own, _)| *own == name)
            || INTERNAL.contains(&name)
            || never_track::is_one(name, true);
        (known && table.schema == self.schema).then_some(name)
    }

    /// True for a table that no role should have anything of.
    pub(crate) fn is_never_opened(&self, table: &TableName) -> bool {
        self.use_of(table) == Some(Use::Never)
    }

    /// What SuperTokens uses a table for; `None` for a table that is not its own.
    pub(super) fn use_of(&self, table: &TableName) -> Option<Use> {
        let name = self.own_name(table)?;
        let among = |list: &[(&str, &'static [&'static str])]| {
            list.iter()
                .find(|(own, _)| *own == name)
                .map(|(_, columns)| *columns)
        };
        Some(if never_track::is_one(name, true) {
            Use::Never
        } else if let Some(columns) = among(&OPENED) {
            Use::Opened(columns)
        } else if let Some(columns) = among(&ON_REQUEST) {
            Use::OnRequest(columns)
        } else {
            Use::Internal
        })
    }

    /// One of its tables by SuperTokens' own name.
    pub(crate) fn table(&self, own_name: &str) -> TableName {
        TableName {
            schema: self.schema.clone(),
            name: format!("{}{own_name}", self.prefix),
        }
    }

    /// True for a table whose `user_id` is a user's id in whatever way they sign in.
    pub(super) fn is_user_table(&self, table: &TableName) -> bool {
        self.own_name(table).is_some_and(|name| {
            name == ID_TABLE || name == "all_auth_recipe_users" || name.ends_with("_users")
        })
    }

    /// For people: what its tables' names begin with.
    pub(super) fn prefix_for_pattern(&self) -> String {
        if self.prefix.is_empty() {
            "emailpassword_".into()
        } else {
            self.prefix.clone()
        }
    }
}

/// What stands before `sign` in `name`, when that is nothing or ends with an underscore.
fn prefix_of<'a>(name: &'a str, sign: &str) -> Option<&'a str> {
    let prefix = name.strip_suffix(sign)?;
    (prefix.is_empty() || prefix.ends_with('_')).then_some(prefix)
}
