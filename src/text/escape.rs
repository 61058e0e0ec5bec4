//! Texts that others wrote, made harmless for a terminal.

/// `text` with control characters and those that turn the direction of writing as escapes, so
/// that a claim cannot clear the screen or show itself backwards (CVE-2021-42574).
pub(crate) fn visible(text: &str) -> String {
    escaped(text, char::is_control)
}

/// [`visible`] for a text of several lines: line ends and tabs stay.
pub(crate) fn visible_lines(text: &str) -> String {
    escaped(text, |c| c.is_control() && !matches!(c, '\n' | '\t'))
}

fn escaped(text: &str, harmful: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let turns = matches!(c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if harmful(c) || turns {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{visible, visible_lines};

    #[test]
    fn only_harmful_characters_change() {
        assert_eq!(visible("zażółć ✓ \"x\" \\n"), "zażółć ✓ \"x\" \\n");
        assert_eq!(
            visible("a\u{1b}[2J\n\u{9b}\u{7f}\u{202e}b"),
            "a\\u{1b}[2J\\n\\u{9b}\\u{7f}\\u{202e}b"
        );
        assert_eq!(visible_lines("a\n\tb\u{1b}"), "a\n\tb\\u{1b}");
    }
}
