//! `-v`: request lines; `-vv`: headers; `-vvv`: bodies. Everything secret blanked, control
//! characters made visible: a server must not be able to drive the terminal.

use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, LOCATION};
use url::Url;

use super::crowded::{CROWDED, is_crowded};
use super::message::Request;
use super::sensitive;
use crate::secret::{MASK, blank_tokens};
use crate::text::{visible, visible_lines};
use crate::ui::Ui;

/// A body is cut after this many characters.
const LONGEST: usize = 16 * 1024;

/// What is sent.
pub(super) fn request(ui: &Ui, request: &Request) {
    if ui.verbose == 0 {
        return;
    }
    let url = sensitive::shown(&request.url);
    ui.trace(1, format!("> {} {url}", request.method));
    for line in headers(&request.headers) {
        ui.trace(2, format!("> {line}"));
    }
    if let Some(bytes) = &request.body {
        ui.trace_text(3, '>', body(ui, bytes));
    }
}

/// What came back.
pub(super) fn response(
    ui: &Ui,
    url: &Url,
    status: StatusCode,
    answer: &HeaderMap,
    bytes: &[u8],
    elapsed: Duration,
) {
    if ui.verbose == 0 {
        return;
    }
    let url = sensitive::shown(url);
    let ms = elapsed.as_millis();
    ui.trace(
        1,
        format!("< {status}, {} bytes in {ms} ms from {url}", bytes.len()),
    );
    for line in headers(answer) {
        ui.trace(2, format!("< {line}"));
    }
    if !bytes.is_empty() {
        ui.trace_text(3, '<', body(ui, bytes));
    }
}

/// One line a header.
pub(super) fn headers(headers: &HeaderMap) -> Vec<String> {
    headers
        .iter()
        .map(|(name, value)| {
            let text = String::from_utf8_lossy(value.as_bytes());
            if sensitive::is_secret_by_name(name, value) {
                format!("{name}: {}", outline(name.as_str(), &text))
            } else if *name == LOCATION {
                format!("{name}: {}", visible(&sensitive::shown_reference(&text)))
            } else {
                format!("{name}: {}", visible(&blank_tokens(&text)))
            }
        })
        .collect()
}

/// What may be shown of a secret header: the scheme, the names of cookies and their attributes.
fn outline(name: &str, text: &str) -> String {
    let blanked = |pair: &str| match pair.split_once('=') {
        Some((name, "")) => format!("{name}="),
        Some((name, _)) => format!("{name}={MASK}"),
        None => MASK.to_owned(),
    };
    match name {
        _ if text.is_empty() || text == "remove" => text.to_owned(),
        "cookie" => {
            let pairs: Vec<String> = text.split("; ").map(blanked).collect();
            visible(&pairs.join("; "))
        }
        "set-cookie" => {
            let (pair, attributes) = text.split_at(text.find(';').unwrap_or(text.len()));
            let attributes = blank_tokens(attributes);
            visible(&format!("{}{attributes}", blanked(pair)))
        }
        "authorization" | "proxy-authorization" => match text.split_once(' ') {
            Some((scheme, _)) => format!("{} {MASK}", visible(scheme)),
            None => MASK.to_owned(),
        },
        _ => MASK.to_owned(),
    }
}

/// A body: JSON with its secret members blanked, anything else as text; tokens blanked wherever
/// they stand.
pub(super) fn body(ui: &Ui, bytes: &[u8]) -> String {
    if is_crowded(bytes) {
        return format!("… ({} bytes in all, {CROWDED})", bytes.len());
    }
    let text = match serde_json::from_slice::<serde_json::Value>(bytes) {
        Ok(mut value) => {
            sensitive::blank_json(&mut value, &sensitive::mask);
            value.to_string()
        }
        Err(_) => String::from_utf8_lossy(bytes).into_owned(),
    };
    // Before it is cut: half a secret would not be recognised any more.
    let text = ui.redactor.blank(&text);
    let text = visible_lines(&text);
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}… ({} bytes in all)", &text[..end], bytes.len()),
        None => text,
    }
}
