//! `$'…'`, the quotes of bash in which Chrome copies what has a quote or an exclamation mark.

use std::iter::Peekable;
use std::str::Chars;

/// The command with such quotes as plain ones; `None` when a quote does not end.
pub(super) fn plain(command: &str) -> Option<String> {
    let mut out = String::with_capacity(command.len());
    let mut rest = command.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '$' if rest.next_if_eq(&'\'').is_some() => {
                let text = quoted(&mut rest)?;
                out.push_str(&shlex::try_quote(&text).ok()?);
            }
            '\\' => out.extend([Some(c), rest.next()].into_iter().flatten()),
            '\'' | '"' => {
                out.push(c);
                loop {
                    let inner = rest.next()?;
                    out.push(inner);
                    if inner == c {
                        break;
                    }
                    if inner == '\\' && c == '"' {
                        out.push(rest.next()?);
                    }
                }
            }
            _ => out.push(c),
        }
    }
    Some(out)
}

/// What stands before the next quote, unescaped.
fn quoted(rest: &mut Peekable<Chars<'_>>) -> Option<String> {
    let mut text = String::new();
    loop {
        text.push(match rest.next()? {
            '\'' => return Some(text),
            '\\' => match rest.next()? {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => hex(rest, 4)?,
                'x' => hex(rest, 2)?,
                other => other,
            },
            other => other,
        });
    }
}

/// A character by its number, of up to so many digits.
fn hex(rest: &mut Peekable<Chars<'_>>, most: usize) -> Option<char> {
    let mut digits = String::new();
    while digits.len() < most {
        let Some(digit) = rest.next_if(char::is_ascii_hexdigit) else {
            break;
        };
        digits.push(digit);
    }
    char::from_u32(u32::from_str_radix(&digits, 16).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_of_bash_are_read_as_bash_reads_them() {
        let words = |text: &str| shlex::split(&plain(text)?);
        for (text, expected) in [
            (r"-b $'a=it\'s\u0021; b=\\'", vec!["-b", r"a=it's!; b=\"]),
            (r"-H 'x: $\' plain", vec!["-H", r"x: $\", "plain"]),
            (r#"-H "a: \"$'q'\"" z"#, vec!["-H", r#"a: "$'q'""#, "z"]),
            (r"$'\x41'b \$'c d'", vec!["Ab", "$c d"]),
        ] {
            let expected: Vec<String> = expected.into_iter().map(Into::into).collect();
            assert_eq!(words(text), Some(expected), "{text}");
        }
        for broken in ["$'a", "'a", "\"a\\\"", r"$'\u'"] {
            assert_eq!(words(broken), None, "{broken}");
        }
    }
}
