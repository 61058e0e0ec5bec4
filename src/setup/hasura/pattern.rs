//! Which tables: `notes`, `app.*`, `!audit_*`.

/// A pattern for names of tables. `*` stands for any text, `?` for one letter; a dot makes it
/// one for schema and name; `!` in front takes tables out again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    /// As it was written.
    pub text: String,
}

impl Pattern {
    /// From a command line or a file.
    pub(crate) fn new(text: &str) -> Self {
        Self {
            text: text.trim().to_owned(),
        }
    }

    /// True for one that takes tables out.
    pub(crate) fn excludes(&self) -> bool {
        self.text.starts_with('!')
    }

    /// True for one that names a single table.
    pub(crate) fn is_name(&self) -> bool {
        !self.excludes() && !self.text.contains(['*', '?'])
    }

    /// True when the table is meant.
    pub(crate) fn matches(&self, schema: &str, name: &str) -> bool {
        let pattern = self.text.trim_start_matches('!');
        if pattern.contains('.') {
            glob(pattern, &format!("{schema}.{name}"))
        } else {
            glob(pattern, name)
        }
    }
}

/// Matches with one place to come back to, the last star, which is enough for globs.
fn glob(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut at, mut from) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while from < text.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, from));
                at += 1;
            }
            Some(&letter) if letter == '?' || letter == text[from] => {
                at += 1;
                from += 1;
            }
            _ => match star {
                Some((place, taken)) => {
                    star = Some((place, taken + 1));
                    at = place + 1;
                    from = taken + 1;
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|letter| *letter == '*')
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn patterns_mean_names_or_schemas_and_names() {
        for (pattern, schema, name, expected) in [
            ("notes", "public", "notes", true),
            ("notes", "app", "notes", true),
            ("public.notes", "app", "notes", false),
            ("app.*", "app", "notes", true),
            ("n?tes", "public", "notes", true),
            ("*_log", "public", "audit_log", true),
            ("*_log", "public", "audit_log_1", false),
            ("a*b*c", "public", "axxbxbc", true),
            ("a*b*c", "public", "axxbxb", false),
            ("*", "public", "", true),
            ("!audit_*", "public", "audit_log", true),
        ] {
            let pattern = Pattern::new(pattern);
            assert_eq!(
                pattern.matches(schema, name),
                expected,
                "{pattern:?} {name}"
            );
        }
        assert!(Pattern::new("notes").is_name() && !Pattern::new("n*").is_name());
        assert!(Pattern::new("!notes").excludes() && !Pattern::new("!notes").is_name());
    }
}
