//! `LIKE`, `SIMILAR TO` and regular expressions.

use regex_lite::{Regex, RegexBuilder};

use crate::hasura::graphql::error::GqlError;

/// A pattern ready to be matched.
#[derive(Debug, Clone)]
pub(super) enum Pattern {
    Like { letters: Vec<char>, fold: bool },
    Regex(Regex),
}

impl Pattern {
    /// `LIKE`, or `ILIKE` when case is to be folded.
    pub(super) fn like(pattern: &str, fold: bool) -> Self {
        let pattern = if fold {
            pattern.to_lowercase()
        } else {
            pattern.to_owned()
        };
        Self::Like {
            letters: pattern.chars().collect(),
            fold,
        }
    }

    /// A POSIX regular expression, found anywhere in the text.
    pub(super) fn regex(pattern: &str, fold: bool) -> Result<Self, GqlError> {
        let built = RegexBuilder::new(pattern).case_insensitive(fold).build();
        built.map(Self::Regex).map_err(|error| {
            GqlError::database(
                "data-exception",
                "2201B",
                format!("invalid regular expression: {error}"),
            )
        })
    }

    /// `SIMILAR TO`: an SQL regular expression for the whole text.
    pub(super) fn similar(pattern: &str) -> Result<Self, GqlError> {
        let mut posix = String::from("^(?:");
        let mut letters = pattern.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '%' => posix.push_str(".*"),
                '_' => posix.push('.'),
                '.' | '^' | '$' => {
                    posix.push('\\');
                    posix.push(letter);
                }
                '\\' => {
                    let literal = letters.next().map(String::from).unwrap_or_default();
                    posix.push_str(&regex_lite::escape(&literal));
                }
                other => posix.push(other),
            }
        }
        posix.push_str(")$");
        Self::regex(&posix, false)
    }

    /// Does the text match?
    pub(super) fn matches(&self, text: &str) -> bool {
        match self {
            Self::Regex(regex) => regex.is_match(text),
            Self::Like { letters, fold } => {
                let text = if *fold {
                    text.to_lowercase()
                } else {
                    text.to_owned()
                };
                like(letters, &text.chars().collect::<Vec<_>>())
            }
        }
    }
}

/// Greedy matching with one point to return to: the last `%`.
fn like(pattern: &[char], text: &[char]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('%') => {
                retry = Some((p + 1, t));
                p += 1;
                continue;
            }
            Some('_') => {
                p += 1;
                t += 1;
                continue;
            }
            Some('\\') if pattern.get(p + 1) == Some(&text[t]) => {
                p += 2;
                t += 1;
                continue;
            }
            Some(letter) if *letter != '\\' && *letter == text[t] => {
                p += 1;
                t += 1;
                continue;
            }
            _ => {}
        }
        let Some((after, from)) = retry else {
            return false;
        };
        retry = Some((after, from + 1));
        (p, t) = (after, from + 1);
    }
    pattern[p..].iter().all(|letter| *letter == '%')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_matches_as_sql_does() {
        for (pattern, text, expected) in [
            ("a%", "abc", true),
            ("%b%", "abc", true),
            ("%ab%cd", "xxabyyabzzcd", true),
            ("a_c", "abc", true),
            ("a_c", "ac", false),
            ("A%", "abc", false),
            ("", "", true),
            ("%", "", true),
            (r"100\%", "100%", true),
            (r"100\%", "1000", false),
            ("abc", "abcd", false),
        ] {
            assert_eq!(
                Pattern::like(pattern, false).matches(text),
                expected,
                "{pattern} {text}"
            );
        }
        assert!(Pattern::like("A%", true).matches("abc"));
    }

    #[test]
    fn expressions_match_as_sql_does() {
        let similar = |pattern: &str| Pattern::similar(pattern).unwrap();
        assert!(similar("%(b|d)%").matches("abc"));
        assert!(!similar("b").matches("abc"));
        assert!(!similar("a.c").matches("abc"));
        assert!(similar(r"a\%").matches("a%"));
        assert!(Pattern::regex("^A", true).unwrap().matches("abc"));
        assert!(!Pattern::regex("^A", false).unwrap().matches("abc"));
        assert_eq!(
            Pattern::regex("(", false).unwrap_err().code,
            "data-exception"
        );
    }
}
