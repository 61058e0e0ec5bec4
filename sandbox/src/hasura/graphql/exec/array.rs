//! Arrays as Postgres writes them.

/// The elements of `{a,"b c",NULL}`; `None` when it is no such thing.
pub(super) fn array_literal(text: &str) -> Option<Vec<Option<String>>> {
    let inner = text.trim().strip_prefix('{')?.strip_suffix('}')?;
    if inner.trim().is_empty() {
        return Some(Vec::new());
    }
    let (mut items, mut item, mut in_quotes, mut was_quoted) =
        (Vec::new(), String::new(), false, false);
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => item.push(letters.next()?),
            '"' => {
                in_quotes = !in_quotes;
                was_quoted = true;
            }
            ',' if !in_quotes => {
                items.push(element(&item, was_quoted));
                (item, was_quoted) = (String::new(), false);
            }
            // Blanks around an element do not belong to it.
            blank if !in_quotes && blank.is_whitespace() && (was_quoted || item.is_empty()) => {}
            other => item.push(other),
        }
    }
    items.push(element(&item, was_quoted));
    (!in_quotes).then_some(items)
}

fn element(text: &str, was_quoted: bool) -> Option<String> {
    if was_quoted {
        return Some(text.to_owned());
    }
    let text = text.trim();
    (!text.eq_ignore_ascii_case("null")).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn array_literals_are_read() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            array_literal(r#"{a, "b,\" c" ,NULL,"null"}"#),
            Some(vec![some("a"), some("b,\" c"), None, some("null")])
        );
        assert_eq!(array_literal("{}"), Some(Vec::new()));
        assert_eq!(array_literal("a,b"), None);
        assert_eq!(array_literal("{\"a}"), None);
    }
}
