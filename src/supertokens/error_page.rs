//! Answers that are not JSON: error pages of frameworks, proxies and tunnels.
//!
//! What a person needs from such a page is its first sentence and, where it is known, its cause
//! (contracts: supertokens §1.9).

use html5gum::{Token, Tokenizer};
use reqwest::header::{CONTENT_TYPE, HeaderMap};

use crate::http::BYTE_ORDER_MARK;

/// Longest excerpt of a page, in characters.
const EXCERPT: usize = 240;

/// A page, read for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Page {
    /// Content type without parameters; empty when there was none.
    pub content_type: String,
    pub words: String,
    /// What it stands for.
    pub cause: Cause,
}

/// A cause that can be told from a page's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    Unknown,
    /// The SDK cannot reach its core.
    CoreDown,
    /// SDK and core have no CDI version in common.
    CoreMismatch,
    /// The core answered the SDK with a failure.
    CoreStatus {
        status: String,
    },
    /// The tenant in the path does not exist.
    UnknownTenant,
    /// A tunnel's own page.
    Tunnel {
        name: &'static str,
        code: Option<String>,
    },
}

impl Page {
    /// Reads a body. `headers` say what it claims to be.
    pub(super) fn read(headers: &HeaderMap, body: &str) -> Self {
        let content_type = headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        let html = content_type.contains("html") || body.trim_start().starts_with('<');
        let words = if html {
            html_words(body)
        } else {
            excerpt(body.trim().lines().next().unwrap_or_default())
        };
        let cause = tunnel(headers, body)
            .or_else(|| sdk_cause(&words))
            .unwrap_or(Cause::Unknown);
        Self {
            content_type,
            words,
            cause,
        }
    }

    /// Its kind, in words for a message.
    pub(super) fn kind(&self) -> String {
        if self.words.starts_with(BYTE_ORDER_MARK) {
            return "a byte order mark before its text".into();
        }
        match self.content_type.as_str() {
            "" => "something without a content type".into(),
            "text/html" => "an HTML page".into(),
            other => other.into(),
        }
    }
}

/// The sentence an SDK throws, wherever the framework puts it. The Go SDK writes the same in
/// other case.
fn sdk_cause(words: &str) -> Option<Cause> {
    let lower = words.to_ascii_lowercase();
    if lower.contains("no supertokens core available to query") {
        return Some(Cause::CoreDown);
    }
    if lower.contains("core version is not compatible with this") {
        return Some(Cause::CoreMismatch);
    }
    if lower.contains("tenant not found") {
        return Some(Cause::UnknownTenant);
    }
    if lower.contains("supertokens core threw an error") {
        let (_, tail) = lower.split_once("with status code:")?;
        let status: String = tail
            .trim_start()
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        return Some(Cause::CoreStatus { status });
    }
    None
}

fn tunnel(headers: &HeaderMap, body: &str) -> Option<Cause> {
    let header = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(ToOwned::to_owned)
    };
    let ngrok_code = header("ngrok-error-code").or_else(|| {
        let (_, tail) = body.split_once("ERR_NGROK_")?;
        let digits: String = tail.chars().take_while(char::is_ascii_digit).collect();
        Some(format!("ERR_NGROK_{digits}"))
    });
    if ngrok_code.is_some() {
        return Some(Cause::Tunnel {
            name: "ngrok",
            code: ngrok_code,
        });
    }
    if body.contains("bypass-tunnel-reminder") {
        return Some(Cause::Tunnel {
            name: "localtunnel",
            code: None,
        });
    }
    // Cloudflare's 1033: the host name has a tunnel, the tunnel has no connector.
    if header("server").is_some_and(|server| server == "cloudflare") && body.contains("1033") {
        return Some(Cause::Tunnel {
            name: "cloudflared",
            code: Some("1033".into()),
        });
    }
    None
}

/// The first sentence of an HTML page: the first line of `<pre>` (where Express puts the error,
/// above its stack), else title and first heading, else the text.
fn html_words(body: &str) -> String {
    let mut pre = Section::default();
    let mut title = Section::default();
    let mut heading = Section::default();
    let mut text = String::new();
    let mut hidden = false;
    for token in Tokenizer::new(body).flatten() {
        match token {
            Token::StartTag(tag) => match &**tag.name {
                b"pre" => pre.open(),
                b"title" => title.open(),
                b"h1" | b"h2" => heading.open(),
                b"br" => pre.close(),
                b"script" | b"style" => hidden = true,
                _ => text.push(' '),
            },
            Token::EndTag(tag) => match &**tag.name {
                b"pre" => pre.close(),
                b"title" => title.close(),
                b"h1" | b"h2" => heading.close(),
                b"script" | b"style" => hidden = false,
                _ => text.push(' '),
            },
            Token::String(string) if !hidden => {
                let string = String::from_utf8_lossy(&string);
                let in_title = title.push(&string);
                pre.push(&string);
                heading.push(&string);
                if !in_title {
                    text.push_str(&string);
                }
            }
            _ => {}
        }
    }
    let pre = squeeze(&pre.text);
    if !pre.is_empty() {
        return excerpt(&pre);
    }
    let (title, heading) = (squeeze(&title.text), squeeze(&heading.text));
    let named = match (title.as_str(), heading.as_str()) {
        ("", heading) => heading.to_owned(),
        (title, "") => title.to_owned(),
        (title, heading) if title == heading => title.to_owned(),
        (title, heading) => format!("{title}: {heading}"),
    };
    if named.is_empty() {
        excerpt(&squeeze(&text))
    } else {
        excerpt(&named)
    }
}

/// The text of the first element of a kind.
#[derive(Default)]
struct Section {
    text: String,
    open: bool,
    done: bool,
}

impl Section {
    fn open(&mut self) {
        self.open = !self.done;
    }

    fn close(&mut self) {
        self.done |= self.open;
        self.open = false;
    }

    /// Takes the text in when open; says whether it was.
    fn push(&mut self, text: &str) -> bool {
        if self.open {
            self.text.push_str(text);
        }
        self.open
    }
}

/// Runs of white space become one blank.
fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn excerpt(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;

    fn html(body: &str) -> Page {
        let mut headers = HeaderMap::new();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        );
        Page::read(&headers, body)
    }

    fn express(error: &str) -> Page {
        html(&format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<title>Error</title>\n</head>\n<body>\n\
             <pre>{error}<br> &nbsp; &nbsp;at f (/srv/app.js:3:9)</pre>\n</body>\n</html>\n"
        ))
    }

    #[test]
    fn express_shows_the_error_above_its_stack() {
        let page = express("Error: No SuperTokens core available to query");
        assert_eq!(page.words, "Error: No SuperTokens core available to query");
        assert_eq!(page.cause, Cause::CoreDown);
    }

    #[test]
    fn entities_are_text() {
        let page = express(
            "Error: SuperTokens core threw an error for a GET request to path: \
             &#39;/apiversion&#39; with status code: 401 and message: Invalid API key",
        );
        assert!(page.words.contains("'/apiversion'"), "{}", page.words);
        let status = "401".to_owned();
        assert_eq!(page.cause, Cause::CoreStatus { status });
    }

    #[test]
    fn other_known_sentences() {
        let page = express(
            "Error: The running SuperTokens core version is not compatible with this NodeJS SDK.",
        );
        assert_eq!(page.cause, Cause::CoreMismatch);
        assert_eq!(
            express("Error: Tenant not found error.").cause,
            Cause::UnknownTenant
        );
        assert_eq!(
            express("Cannot POST /auth/signin").words,
            "Cannot POST /auth/signin"
        );
    }

    #[test]
    fn a_proxy_is_known_by_its_title() {
        let page = html(
            "<html><head><title>502 Bad Gateway</title><style>h1{color:red}</style></head>\
             <body><center><h1>502 Bad Gateway</h1></center><hr>nginx</body></html>",
        );
        assert_eq!(page.words, "502 Bad Gateway");
        assert_eq!(page.cause, Cause::Unknown);
    }

    #[test]
    fn a_tunnel_is_known_by_its_code() {
        let page = html(
            "<html><head><title>ngrok</title></head><body>\
             <h1>You are about to visit x.ngrok-free.app</h1>\
             <script>var code='ERR_NGROK_6024';</script></body></html>",
        );
        assert_eq!(
            page.cause,
            Cause::Tunnel {
                name: "ngrok",
                code: Some("ERR_NGROK_6024".into())
            }
        );
    }

    #[test]
    fn plain_text_is_its_first_line_and_bounded() {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
        let page = Page::read(&headers, "Internal Server Error\ntrace");
        assert_eq!(page.words, "Internal Server Error");
        let page = Page::read(&headers, &"ä".repeat(1000));
        assert_eq!(page.words.chars().count(), EXCERPT + 1);
    }
}
