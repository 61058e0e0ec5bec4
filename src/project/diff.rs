//! Differences in unified form, as `diff -u` writes and `git apply` reads them.
//!
//! The library finds what differs; its own printer (0.2.0) gives a first hunk near the beginning
//! the wrong line numbers, so the form is ours.

use std::fmt::{self, Write as _};
use std::ops::Range;

use imara_diff::{Algorithm, Diff, Hunk, InternedInput, Token};

/// Lines around a difference.
const CONTEXT: u32 = 3;

/// What stands under a last line without its newline.
const NO_NEWLINE: &str = "\\ No newline at end of file\n";

/// The difference of two texts, with the names of the files; empty when there is none.
pub(super) fn unified(before: &str, after: &str, from: &str, to: &str) -> String {
    if before == after {
        return String::new();
    }
    let input = InternedInput::new(before, after);
    let mut diff = Diff::compute(Algorithm::Myers, &input);
    diff.postprocess_lines(&input);
    let mut out = format!("--- {from}\n+++ {to}\n");
    let hunks: Vec<Hunk> = diff.hunks().collect();
    // Where the context of one touches that of the next, they are one.
    for near in hunks.chunk_by(|one, next| next.before.start - one.before.end <= 2 * CONTEXT) {
        show(&mut out, near, &input);
    }
    out
}

fn show(out: &mut String, hunks: &[Hunk], input: &InternedInput<&str>) {
    let (Some(first), Some(last)) = (hunks.first(), hunks.last()) else {
        return;
    };
    let lines = u32::try_from(input.before.len()).unwrap_or(u32::MAX);
    let lead = first.before.start.min(CONTEXT);
    let trail = (lines - last.before.end).min(CONTEXT);
    let old = first.before.start - lead..last.before.end + trail;
    let new = first.after.start - lead..last.after.end + trail;
    // Writing to a string does not fail.
    let _ = writeln!(out, "@@ -{} +{} @@", Lines(&old), Lines(&new));
    let mut at = old.start;
    for hunk in hunks {
        put(out, ' ', &input.before, at..hunk.before.start, input);
        put(out, '-', &input.before, hunk.before.clone(), input);
        put(out, '+', &input.after, hunk.after.clone(), input);
        at = hunk.before.end;
    }
    put(out, ' ', &input.before, at..old.end, input);
}

fn put(
    out: &mut String,
    sign: char,
    lines: &[Token],
    range: Range<u32>,
    input: &InternedInput<&str>,
) {
    let range = range.start as usize..range.end as usize;
    for token in lines.get(range).unwrap_or_default() {
        let line = input.interner[*token];
        out.push(sign);
        out.push_str(line);
        if !line.ends_with('\n') {
            out.push('\n');
            out.push_str(NO_NEWLINE);
        }
    }
}

/// Lines from the first, counted from one; an empty range is named by the line before it.
struct Lines<'a>(&'a Range<u32>);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = self.0.start + 1;
        match self.0.end - self.0.start {
            0 => write!(f, "{},0", self.0.start),
            1 => write!(f, "{first}"),
            lines => write!(f, "{first},{lines}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is far apart is shown apart, with the numbers that each side has.
    #[test]
    fn hunks_are_numbered_on_both_sides() {
        let before: String = (1..=20).map(|n| n.to_string() + "\n").collect();
        let after = before
            .replace("2\n3\n", "2\nnew\n3\n")
            .replace("\n19\n", "\n");
        assert_eq!(
            unified(&before, &after, "x", "x"),
            "--- x\n+++ x\n@@ -1,5 +1,6 @@\n 1\n 2\n+new\n 3\n 4\n 5\n\
             @@ -16,5 +17,4 @@\n 16\n 17\n 18\n-19\n 20\n"
        );
    }

    #[test]
    fn differences_are_those_of_diff() {
        assert_eq!(unified("a\n", "a\n", "x", "y"), "");
        assert_eq!(
            unified("", "a\nb\n", "/dev/null", "y"),
            "--- /dev/null\n+++ y\n@@ -0,0 +1,2 @@\n+a\n+b\n"
        );
        assert_eq!(
            unified("1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\nfive\n6\n", "x", "x"),
            "--- x\n+++ x\n@@ -2,5 +2,5 @@\n 2\n 3\n 4\n-5\n+five\n 6\n"
        );
        assert_eq!(
            unified("a\nb", "a\nb\n", "x", "x"),
            "--- x\n+++ x\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n"
        );
    }
}
