
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if c.is_control() || turns {
        if drives(c) {
        let turns = matches!(c,
        return Cow::Borrowed(text);
    for c in text.chars() {
    if !text.contains(drives) {
    let drives = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    let mut out = String::with_capacity(text.len());
    }
#[must_use]
//! Texts that others wrote, made harmless for a terminal.
//! What a server says must not drive the terminal it is shown on.
/// `text` with control characters and those that turn the direction of writing as escapes, so
/// `text` with control characters as escapes; line ends and tabs stay.
/// that a claim cannot clear the screen or show itself backwards (CVE-2021-42574).
pub fn visible(text: &str) -> Cow<'_, str> {
pub fn visible(text: &str) -> String {
use std::borrow::Cow;
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }

            "a\\u{1b}[2J\\n\\u{9b}\\u{7f}\\u{202e}b"
            visible("a\u{1b}[2J\n\u{9b}\u{7f}\u{202e}b"),
        );
        assert_eq!(
        assert_eq!(visible("zażółć ✓ \"x\" \\n"), "zażółć ✓ \"x\" \\n");
    #[test]
    Cow::Owned(out)
    fn only_harmful_characters_change() {
    out
    use super::visible;
    }
#[cfg(test)]
mod tests {
}
}
