//! Tables of `SuperTokens` that decide who somebody is and what they may do
//! (contracts: hasura §6.1, §6.2). Its core writes them; whoever else does goes past every check
//! that it makes.

/// Names, the columns that tell the table from one of the application's with the same name, and
/// what its rows say.
const TABLES: [(&str, &[&str], &str); 9] = [
    (
        "user_roles",
        &["user_id", "role"],
        "which roles a user has at the next session",
    ),
    (
        "role_permissions",
        &["role", "permission"],
        "what a role may do",
    ),
    (
        "userid_mapping",
        &["supertokens_user_id", "external_user_id"],
        "whose id a user's token carries",
    ),
    (
        "app_id_to_user_id",
        &["user_id", "primary_or_recipe_user_id"],
        "which account a login belongs to",
    ),
    (
        "all_auth_recipe_users",
        &["user_id", "recipe_id"],
        "which account a login belongs to",
    ),
    (
        "emailpassword_users",
        &["user_id", "email"],
        "which address and password open an account",
    ),
    (
        "thirdparty_users",
        &["user_id", "third_party_user_id"],
        "which login elsewhere opens an account",
    ),
    (
        "emailverification_verified_emails",
        &["user_id", "email"],
        "which addresses are verified",
    ),
    (
        "session_info",
        &["session_handle", "user_id"],
        "which sessions there are and what their tokens say",
    ),
];

/// What the rows of a table decide, if it is one of these. `columns` are those that GraphQL
/// shows; an installation may put a prefix before the name.
pub(crate) fn what(table: &str, columns: &[&str]) -> Option<&'static str> {
    let plain = |text: &str| text.replace('_', "").to_lowercase();
    let columns: Vec<String> = columns.iter().map(|column| plain(column)).collect();
    TABLES
        .iter()
        .find(|(name, own, _)| {
            (table == *name || table.ends_with(&format!("_{name}")))
                && own.iter().all(|column| columns.contains(&plain(column)))
        })
        .map(|(_, _, what)| *what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_applications_own_table_is_another() {
        assert!(what("user_roles", &["app_id", "user_id", "role"]).is_some());
        assert!(what("st_user_roles", &["userId", "role"]).is_some());
        assert!(what("user_roles", &["user_id", "role_id"]).is_none());
        assert!(what("notes", &["user_id", "role"]).is_none());
    }
}
