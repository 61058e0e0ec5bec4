//! J011 to J014 and J019: what is demanded of a token, and where it is looked for
//! (contracts: hasura §1.2, §1.6).

use ::url::Url;
use serde_json::Value;

use super::{Finding, Members};
use crate::jwt::is_string_or_uri;
use crate::text::visible;

/// Beyond this, an expired token lives too long to be an accident of clocks.
const LARGE_SKEW: f64 = 300.0;

/// Hosts whose key sets sign for everybody who is a customer there.
const SHARED_HOSTS: [&str; 6] = [
    "www.googleapis.com",
    "appleid.apple.com",
    "www.facebook.com",
    "login.microsoftonline.com",
    "try.supertokens.io",
    "try.supertokens.com",
];

/// J011: `audience` and `issuer` are texts; with a colon, absolute URIs.
pub(super) fn string_or_uri(secret: &Members<'_>) -> Vec<Finding> {
    const ID: &str = "J011";
    let mut findings = Vec::new();
    let mut check = |at: &str, name: &str, value: &Value| match value.as_str() {
        None => findings.push(Finding::error(
            ID,
            at,
            format!("{name} is no string"),
            "write it as a string",
        )),
        Some(text) if !is_string_or_uri(text) => findings.push(Finding::error(
            ID,
            at,
            format!(
                "{name} {} contains a colon but is no absolute URI (failed to parse StringOrURI)",
                visible(text)
            ),
            "give a full URI such as https://example.com/auth, or a word without a colon",
        )),
        Some("") => findings.push(Finding::warning(
            ID,
            at,
            format!("{name} is empty: every token that names one is refused"),
            "leave it out, or write what the tokens say",
        )),
        Some(_) => {}
    };
    if let Some(issuer) = secret.get("issuer") {
        check("issuer", "the issuer", issuer);
    }
    match secret.get("audience") {
        None => {}
        Some(Value::Array(items)) if items.is_empty() => findings.push(Finding::warning(
            ID,
            "audience",
            "audience is an empty list: every token that names an audience is refused",
            "leave it out, or list what the tokens say",
        )),
        Some(Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                check(&format!("audience/{index}"), "the audience", item);
            }
        }
        Some(one) => check("audience", "the audience", one),
    }
    findings
}

/// J012: tokens of other applications are told apart by issuer or audience.
pub(super) fn whose_token(secret: &Members<'_>) -> Vec<Finding> {
    const ID: &str = "J012";
    let mut findings = Vec::new();
    let host = secret
        .text("jwk_url")
        .and_then(|text| Url::parse(text).ok())
        .and_then(|url| url.host_str().map(ToOwned::to_owned));
    if let Some(host) = host.filter(|host| SHARED_HOSTS.contains(&host.as_str()))
        && !secret.has("audience")
    {
        findings.push(Finding::warning(
            ID,
            "",
            format!(
                "the keys of {host} sign the tokens of everybody's applications, and without \
                 audience Hasura believes all of them"
            ),
            "add \"audience\" with what your application's tokens carry",
        ));
    }
    if !secret.has("issuer") {
        findings.push(Finding::warning(
            ID,
            "",
            "without issuer, every token that one of the keys signed is believed, whoever it was \
             made for",
            "add \"issuer\": st-hasura jwt-secret --issuer asks the auth API for it",
        ));
    }
    findings
}

/// J013: `allowed_skew` is a number of seconds, and a small one.
pub(super) fn skew(secret: &Members<'_>) -> Vec<Finding> {
    const ID: &str = "J013";
    const AT: &str = "allowed_skew";
    let Some(value) = secret.get(AT) else {
        return Vec::new();
    };
    let found = match value.as_f64() {
        None => Finding::error(
            ID,
            AT,
            "allowed_skew is no number",
            "write seconds as a number without quotes, such as 60",
        ),
        Some(seconds) if seconds < 0.0 => Finding::warning(
            ID,
            AT,
            "allowed_skew is negative, so that tokens end before their time",
            "write 0 or a few seconds",
        ),
        Some(seconds) if seconds > LARGE_SKEW => Finding::warning(
            ID,
            AT,
            format!("allowed_skew keeps expired tokens alive for {seconds} seconds"),
            "60 seconds are enough for clocks that differ",
        ),
        Some(_) => return Vec::new(),
    };
    vec![found]
}

/// J014: `header` says where the token is.
pub(super) fn header(secret: &Members<'_>) -> Vec<Finding> {
    const ID: &str = "J014";
    let Some(header) = secret.get("header") else {
        return Vec::new();
    };
    let kind = header.get("type").and_then(Value::as_str);
    let Some(needs_name) = kind.and_then(needs_name) else {
        return vec![Finding::error(
            ID,
            "header",
            "the header's type is not one that Hasura knows (expected 'type' is 'Authorization' \
             or 'Cookie' or 'CustomHeader')",
            "write {\"type\":\"Authorization\"}, or Cookie or CustomHeader with a name",
        )];
    };
    let name = header.get("name").and_then(Value::as_str);
    if needs_name && name.is_none_or(|name| name.trim().is_empty()) {
        return vec![Finding::error(
            ID,
            "header",
            format!("a header of type {} needs a name", kind.unwrap_or_default()),
            "add \"name\", such as sAccessToken for SuperTokens' cookie",
        )];
    }
    Vec::new()
}

/// Whether a header of this type has a name; `None` for a type that there is not.
fn needs_name(kind: &str) -> Option<bool> {
    match kind.to_ascii_lowercase().as_str() {
        "authorization" => Some(false),
        "cookie" | "customheader" => Some(true),
        _ => None,
    }
}

/// J019: what is demanded is only demanded of tokens that say something.
pub(super) fn presence(secret: &Members<'_>) -> Vec<Finding> {
    let demanded: Vec<&str> = ["issuer", "audience"]
        .into_iter()
        .filter(|name| secret.has(name))
        .collect();
    let Some(first) = demanded.first() else {
        return Vec::new();
    };
    vec![Finding::info(
        "J019",
        first,
        format!(
            "{} only keeps out tokens that name another: one without iss, aud or exp is accepted",
            demanded.join(" with ")
        ),
        "see to it that whoever holds the signing keys sets exp, iss and, where you demand it, aud",
    )]
}
