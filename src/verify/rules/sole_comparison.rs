//! Filters that are one comparison with the caller and nothing else.

use serde_json::Value;

/// The column that a filter compares with a session variable for equality, when that is all that
/// the filter does.
pub(crate) fn column(filter: &Value) -> Option<&str> {
    let members = filter.as_object()?;
    let mut members = members.iter();
    let (name, inner) = members.next()?;
    if members.next().is_some() {
        return None;
    }
    if matches!(name.as_str(), "_and" | "_or" | "$and" | "$or") {
        return match inner.as_array()?.as_slice() {
            [one] => column(one),
            _ => None,
        };
    }
    let comparison = inner.as_object()?;
    let (operator, value) = comparison.iter().next()?;
    let equal = matches!(operator.as_str(), "_eq" | "$eq") && comparison.len() == 1;
    let variable = value
        .as_str()
        .and_then(|text| text.get(..9))
        .is_some_and(|start| start.eq_ignore_ascii_case("x-hasura-"));
    (equal && variable).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn one_comparison_is_told_from_more() {
        let me = "X-Hasura-User-Id";
        for (filter, expected) in [
            (json!({"id": {"_eq": me}}), Some("id")),
            (json!({"_and": [{"id": {"_eq": me}}]}), Some("id")),
            (json!({"id": {"_eq": me}, "open": {"_eq": true}}), None),
            (
                json!({"_or": [{"id": {"_eq": me}}, {"open": {"_eq": true}}]}),
                None,
            ),
            (json!({"open": {"_eq": true}}), None),
            (json!({"owner": {"id": {"_eq": me}}}), None),
            (json!({"id": {"_neq": me}}), None),
            (json!({}), None),
        ] {
            assert_eq!(column(&filter), expected, "{filter}");
        }
    }
}
