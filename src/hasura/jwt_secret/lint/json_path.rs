//! Hasura's dialect of JSON paths (contracts: hasura §1.4), which no library speaks.

/// True for a path that Hasura can read: `$`, or an optional `$` and one or more elements.
pub(super) fn is_valid(path: &str) -> bool {
    let mut rest = path.strip_prefix('$').unwrap_or(path);
    if rest.is_empty() {
        return path == "$";
    }
    while !rest.is_empty() {
        let Some(after) = element(rest) else {
            return false;
        };
        rest = after;
    }
    true
}

/// What follows the element at the start: an optional dot and a name or brackets.
fn element(text: &str) -> Option<&str> {
    let text = text.strip_prefix('.').unwrap_or(text);
    match text.strip_prefix('[') {
        Some(inside) => index(inside)
            .or_else(|| double_quoted(inside))
            .or_else(|| single_quoted(inside)),
        None => name(text),
    }
}

fn name(text: &str) -> Option<&str> {
    let first = text.chars().next()?;
    if !(first.is_alphabetic() || first == '_') {
        return None;
    }
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'));
    Some(&text[end.unwrap_or(text.len())..])
}

fn index(inside: &str) -> Option<&str> {
    let rest = inside.trim_start_matches(|c: char| c.is_ascii_digit());
    (rest.len() < inside.len())
        .then(|| rest.strip_prefix(']'))
        .flatten()
}

/// A JSON string; its end is where the JSON parser ends.
fn double_quoted(inside: &str) -> Option<&str> {
    if !inside.starts_with('"') {
        return None;
    }
    let mut strings = serde_json::Deserializer::from_str(inside).into_iter::<String>();
    strings.next()?.ok()?;
    inside.get(strings.byte_offset()..)?.strip_prefix(']')
}

fn single_quoted(inside: &str) -> Option<&str> {
    let (_, rest) = inside.strip_prefix('\'')?.split_once('\'')?;
    rest.strip_prefix(']')
}

#[cfg(test)]
mod tests {
    use super::is_valid;

    #[test]
    fn the_dialect() {
        for good in [
            "$",
            "$.a.b",
            "a.b",
            "a",
            "$.roles[0]",
            "$['https://hasura.io/jwt/claims']['x-hasura-user-id']",
            "$[\"a\\\"b\"].c",
            "$.größe-1",
            "$.[0]",
            "[0]",
        ] {
            assert!(is_valid(good), "{good}");
        }
        for bad in [
            "",
            "$.https://x",
            "$..a",
            "$.a[*]",
            "$.a%",
            "$.a.",
            "$.1a",
            "$[",
            "$[]",
            "$[-1]",
            "$['a]",
            "$[\"a]",
            "$[\"a\"",
            "$.a b",
        ] {
            assert!(!is_valid(bad), "{bad}");
        }
    }
}
