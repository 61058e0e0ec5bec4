//! Texts that others wrote, made harmless for a terminal.
//!
//! Characters are written as JSON writes them (RFC 8259 §7), so that JSON stays JSON and means the
//! same.

use std::fmt::Write as _;

/// `text` as one line: control characters, those that nobody sees and those that turn the
/// direction of writing as escapes, so that a claim cannot clear the screen, begin a line of its
/// own or show itself backwards (CVE-2021-42574).
pub(crate) fn visible(text: &str) -> String {
    escaped(text, is_harmful)
}

/// [`visible`] for a text of several lines: line ends and tabs stay.
pub(crate) fn visible_lines(text: &str) -> String {
    escaped(text, |c| is_harmful(c) && !matches!(c, '\n' | '\t'))
}

/// [`visible_lines`] of lines that are commands for GitHub Actions, with none inside them: a runner
/// takes `##[` anywhere in a line for one (github.com/actions/runner, `ActionCommand`).
pub(crate) fn commands(text: &str) -> String {
    visible_lines(text).replace("##[", "\\u0023#[")
}

/// [`visible_lines`] of which none is a command for GitHub Actions: those begin with `::`, after
/// blanks, or are [`commands`] inside.
pub(crate) fn commandless(text: &str) -> String {
    let text = commands(text);
    if !text.contains("::") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let words = line.trim_start();
        if let Some(rest) = words.strip_prefix("::") {
            out.push_str(&line[..line.len() - words.len()]);
            out.push_str("\\u003a:");
            out.push_str(rest);
        } else {
            out.push_str(line);
        }
    }
    out
}

fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c,
            // Turn the direction of writing.
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            // End lines.
            | '\u{2028}' | '\u{2029}'
            // Are not seen. The joiners U+200C and U+200D are not either, but shape what stands beside
            // them: Persian words, and emoji of several parts.
            | '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{2065}'
            | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
            // Are no characters; XML has no place for them.
            | '\u{fffe}' | '\u{ffff}')
}

fn escaped(text: &str, harmful: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if !harmful(c) => out.push(c),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    // Writing into a string cannot fail.
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{commandless, visible, visible_lines};

    #[test]
    fn only_harmful_characters_change() {
        assert_eq!(visible("zażółć ✓ \"x\" \\n"), "zażółć ✓ \"x\" \\n");
        assert_eq!(
            visible("a\u{1b}[2J\n\u{9b}\u{7f}\u{202e}\u{200b}\u{e0041}b"),
            "a\\u001b[2J\\n\\u009b\\u007f\\u202e\\u200b\\udb40\\udc41b"
        );
        assert_eq!(
            visible("👩\u{200d}💻 می\u{200c}خواهم"),
            "👩\u{200d}💻 می\u{200c}خواهم"
        );
        assert_eq!(visible_lines("a\n\tb\u{1b}"), "a\n\tb\\u001b");
    }

    #[test]
    fn json_means_the_same() {
        let value = serde_json::json!({ "a\u{9b}": "\u{7f}\u{202e}\u{feff}\u{e0041} ##[error]x" });
        let text = commandless(&value.to_string());
        assert!(text.is_ascii(), "{text}");
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&text).unwrap(),
            value
        );
    }

    #[test]
    fn no_line_is_a_command() {
        let text = "::stop-commands::x\na::b\n \t::error::x\n##[group]x\nb ##[error]";
        let expected = "\\u003a:stop-commands::x\na::b\n \t\\u003a:error::x\n\\u0023#[group]x\nb \\u0023#[error]";
        assert_eq!(commandless(text), expected);
    }
}
