//! Names as Hasura makes them from those of the database.

/// As the naming convention graphql-default writes it (contracts: hasura §3.3): `noteTags` for
/// `note_tags`.
pub(crate) fn camel(name: &str) -> String {
    let mut out = String::new();
    let mut upper = false;
    for c in name.chars() {
        if c == '_' && !out.is_empty() {
            upper = true;
        } else if upper {
            out.extend(c.to_uppercase());
            upper = false;
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn camel_case_is_hasuras() {
        assert_eq!(camel("user_id"), "userId");
        assert_eq!(camel("note_tags_by_id"), "noteTagsById");
        assert_eq!(camel("_private"), "_private");
    }
}
