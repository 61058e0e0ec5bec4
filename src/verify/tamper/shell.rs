//! The shell lines that make a forgery again.

use super::Original;
use crate::verify::caller::quoted;

/// Base64url both ways, with nothing but openssl and sh.
const TOOLS: [&str; 2] = [
    "b64() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }",
    "unb64() { s=$(tr '_-' '/+'); while [ $((${#s} % 4)) -ne 0 ]; do s=\"$s=\"; done; printf %s \"$s\" | openssl base64 -d -A; }",
];

/// The tools, then `lines`.
pub(crate) fn prelude(lines: &[String]) -> Vec<String> {
    TOOLS
        .iter()
        .map(|line| (*line).to_owned())
        .chain(lines.iter().cloned())
        .collect()
}

/// Sets `PAYLOAD` to the token's payload with the other user's ids, encoded.
pub(super) fn swapped_payload(original: &Original) -> String {
    let edits: Vec<String> = original
        .swap
        .iter()
        .map(|(from, to)| {
            format!(
                " | sed {}",
                quoted(&format!("s|{}|{}|g", escape(from), escape(to)))
            )
        })
        .collect();
    format!(
        "PAYLOAD=$(printf %s \"$TOKEN\" | cut -d. -f2 | unb64{} | b64)",
        edits.concat()
    )
}

/// For use in a sed expression with `|`.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if matches!(c, '|' | '\\' | '.' | '*' | '[' | ']' | '^' | '$' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Sets `HEAD` to an encoded header.
pub(super) fn header(header: &serde_json::Value) -> String {
    format!("HEAD=$(printf %s {} | b64)", quoted(&header.to_string()))
}
