//! The picture of `demo` in the README is made of what `demo` prints.
//!
//! `ST_HASURA_BLESS=1 cargo test --test e2e pictures` draws it anew.

use std::fmt::Write as _;
use std::path::Path;

use anstyle_svg::{Palette, Term, VGA};
use regex::Regex;

use crate::generated::fresh;
use crate::support::World;

/// Columns of the picture; what is longer is cut, as a narrow window cuts it.
const COLUMNS: usize = 118;

/// The steps whose narration is in the picture. The others are told in the same way.
const SHOWN: [&str; 3] = [
    "sign up",
    "get the JWT",
    "prove that each sees only their own",
];

/// What differs from run to run, and what stands for it.
const CHANGING: [(&str, &str); 5] = [
    (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "7d1f3c52-…"),
    (r"127\.0\.0\.1:\d+", "127.0.0.1:3001"),
    (r"key [ds]-\d+", "key d-1767225600000"),
    (r"\d+ ms\b", "1 ms"),
    (r"\b[1-5]\d min\b", "1 h"),
];

/// What `demo` prints, in colour, with one thing for all that changes.
fn demo() -> String {
    let output = World::new().cmd(["demo", "--color", "always"]).ok();
    let mut text = format!("$ st-hasura demo\n{}\n{}", output.stderr, output.stdout);
    for (changing, instead) in CHANGING {
        let changing = Regex::new(changing).unwrap();
        text = changing.replace_all(&text, instead).into_owned();
    }
    text
}

/// A line without what sets colours.
fn plain(line: &str) -> String {
    let colours = Regex::new("\u{1b}\\[[0-9;]*m").unwrap();
    colours.replace_all(line, "").into_owned()
}

/// As much of a line as there is room for; colours take none.
fn cut(line: &str) -> String {
    let mut out = String::new();
    let (mut column, mut colour) = (0, false);
    for c in line.chars() {
        colour |= c == '\u{1b}';
        if colour {
            out.push(c);
            colour = c != 'm';
            continue;
        }
        column += 1;
        if column < COLUMNS {
            out.push(c);
        } else if column == COLUMNS {
            out.push('…');
        }
    }
    out
}

/// The bright colours throughout, but for black: nobody can read the dark blue on it.
fn bright() -> Palette {
    let mut palette = VGA;
    let (dark, bright) = palette.0.split_at_mut(8);
    dark[1..].copy_from_slice(&bright[1..]);
    palette
}

/// The parts that are shown, one sign for those left out between them.
fn excerpt(text: &str) -> String {
    let (narration, result) = text.split_once("\u{1b}[1mwhat was proven").unwrap();
    let mut shown = String::new();
    let mut left_out = false;
    for part in narration.split_inclusive("\n\n") {
        let title = plain(part.lines().next().unwrap());
        if title.starts_with("$ ") || SHOWN.contains(&title.as_str()) {
            shown += part;
            left_out = false;
        } else if !left_out {
            shown += "\u{1b}[2m⋮\u{1b}[0m\n\n";
            left_out = true;
        }
    }
    let mut excerpt = String::new();
    for line in format!("{shown}\u{1b}[1mwhat was proven{result}").lines() {
        writeln!(excerpt, "{}", cut(line)).unwrap();
    }
    excerpt
}

#[test]
fn the_picture_of_the_demo_is_what_it_prints() {
    let text = excerpt(&demo());
    let picture = Term::new().palette(bright()).render_svg(&text);
    assert!(picture.len() < 100_000, "{} bytes", picture.len());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pictures/demo.svg");
    fresh(&path, &picture);
    let lines = picture.matches("<tspan x=").count();
    assert_eq!(lines, text.lines().count() + 1);
    for part in SHOWN.iter().chain(&["verdict: ", "sound", "P05", "P25"]) {
        assert!(plain(&text).contains(part), "{part} {text}");
    }
}
