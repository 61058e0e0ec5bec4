//! P21: the console, pages of other origins, and the engine's own state.
//!
//! ## What is tried
//!
//! The console is asked for as anybody would. A page of an unknown origin asks whether it may read
//! Hasura's answers with the browser's cookies. The engine is asked whether it is healthy, and its
//! version is compared with security releases.
//!
//! ## Why it matters
//!
//! None of it reaches rows by itself. What is convenient while developing helps whoever looks for a
//! way in, and where the JWT travels in a cookie, any page that a user opens could read their rows.
//!
//! ## Example
//!
//! `https://api.example.com/console` shows the console to everybody.
//!
//! ## How to close it
//!
//! Set `HASURA_GRAPHQL_ENABLE_CONSOLE` to false where others than developers can reach it. Name the
//! origins of your pages in `HASURA_GRAPHQL_CORS_DOMAIN`. Keep the engine on a version with
//! security fixes.

use serde_json::json;

use super::probe::Probe;
use crate::error::Result;
use crate::http::Request;
use crate::verify::caller::quoted;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Severity};
use crate::verify::finding::{Details, Meta};

/// An origin that no set-up has reason to know (RFC 2606).
const ORIGIN: &str = "https://st-hasura.invalid";

pub(in crate::verify) const META: Meta = Meta {
    id: "P21",
    title: "no console, no pages of other origins, and a healthy engine",
    why: "what is convenient while developing helps whoever looks for a way in",
    essential: false,
    uses_rows: false,
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe::new(META, |ctx| Box::pin(check(ctx)));
async fn check(ctx: &Context<'_>) -> Result<ProbeResult> {
    let mut notes = Vec::new();
    let mut findings = Vec::new();
    findings.extend(console(ctx).await?);
    let (found, note) = origins(ctx).await?;
    findings.extend(found);
    notes.extend(note);
    findings.extend(health(ctx).await?);
    match ctx.client.version().await {
        Ok(version) => notes.extend(old(&version)),
        Err(error) => notes.push(format!("the engine's version is not told: {error}")),
    }
    Ok(ProbeResult::of(findings).notes(notes))
}

async fn console(ctx: &Context<'_>) -> Result<Option<Finding>> {
    let url = ctx.client.url("/console");
    let answer = ctx.app.http.send(Request::get(url.clone())).await?;
    let text = answer.text().to_lowercase();
    let page = answer
        .header("content-type")
        .is_some_and(|kind| kind.contains("html"));
    if answer.status.as_u16() != 200
        || !page
        || !(text.contains("console") || text.contains("hasura"))
    {
        return Ok(None);
    }
    Ok(Some(
        META.live(Severity::Medium)
            .part("console")
            .path("/console")
            .told(Details {
                summary: "the console is served to whoever asks".into(),
                request: format!("curl -sSi {}", quoted(url.as_str())),
                evidence: json!({ "status": answer.status.as_u16() }),
                remedy: "set HASURA_GRAPHQL_ENABLE_CONSOLE to false where others \
                         than developers can reach it"
                    .into(),
            }),
    ))
}

async fn origins(ctx: &Context<'_>) -> Result<(Option<Finding>, Option<String>)> {
    let url = ctx.url();
    let request = Request::new(reqwest::Method::OPTIONS, url.clone())
        .header("origin", ORIGIN)
        .header("access-control-request-method", "POST")
        .header(
            "access-control-request-headers",
            "authorization,content-type",
        );
    let answer = ctx.app.http.send(request.idempotent()).await?;
    let header = |name: &str| {
        answer
            .header(name)
            .map(str::trim)
            .unwrap_or_default()
            .to_owned()
    };
    let allowed = header("access-control-allow-origin");
    let credentials = header("access-control-allow-credentials") == "true";
    if allowed == ORIGIN && credentials {
        let shown = format!(
            "curl -sSi -X OPTIONS {} -H 'origin: {ORIGIN}' -H 'access-control-request-method: \
             POST' -H 'access-control-request-headers: authorization,content-type'",
            quoted(url.as_str())
        );
        let found = META
            .live(Severity::Medium)
            .part("cors")
            .path("/v1/graphql")
            .told(Details {
                summary: "a page of any origin may read Hasura's answers, and ask \
                         with the browser's cookies"
                    .into(),
                request: shown,
                evidence: json!({
                    "access-control-allow-origin": allowed,
                    "access-control-allow-credentials": credentials,
                }),
                remedy: "name the origins of your pages in \
                         HASURA_GRAPHQL_CORS_DOMAIN; where the JWT travels in a \
                         cookie, any page that a user opens reads their rows until \
                         then"
                    .into(),
            });
        return Ok((Some(found), None));
    }
    let note = (allowed == "*" || allowed == ORIGIN)
        .then(|| "a page of any origin may read Hasura's answers, without cookies".to_owned());
    Ok((None, note))
}

/// What is wrong with the engine beside inconsistent metadata, which is P22's.
async fn health(ctx: &Context<'_>) -> Result<Option<Finding>> {
    let (status, text) = ctx.client.healthz(true).await?;
    if status == 200 || status == 404 || text.contains("inconsistent") {
        return Ok(None);
    }
    let mut url = ctx.client.url("/healthz");
    url.set_query(Some("strict=true"));
    let words: String = text.chars().take(200).collect();
    Ok(Some(
        META.live(Severity::Medium)
            .part("healthz")
            .path("/healthz")
            .told(Details {
                summary: format!("the engine says that it is not healthy: {words}"),
                request: format!("curl -sSi {}", quoted(url.as_str())),
                evidence: json!({ "status": status, "text": words }),
                remedy: "look at the engine's log: its metadata database may be out of reach"
                    .into(),
            }),
    ))
}

/// Older than a security release (contracts: hasura §0). What was wrong has not been published, so
/// this is told and not judged.
fn old(version: &str) -> Option<String> {
    let parts: Vec<u32> = version
        .trim_start_matches('v')
        .split(['.', '-'])
        .map_while(|part| part.parse().ok())
        .collect();
    let &[major, minor, patch, ..] = parts.as_slice() else {
        return None;
    };
    let fixed = match (major, minor) {
        (2, 46..=49) => (2, 49, 2),
        (2, ..=45) => (2, 45, 5),
        _ => return None,
    };
    ((major, minor, patch) < fixed).then(|| {
        format!(
            "{version} is older than the security release v{}.{}.{} (GHSA-r27x-gc74-qmxh)",
            fixed.0, fixed.1, fixed.2
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn security_releases_are_known_by_their_lines() {
        for (version, is_old) in [
            ("v2.43.0", true),
            ("v2.45.5", false),
            ("v2.45.4-ce", true),
            ("v2.48.5", true),
            ("v2.49.2", false),
            ("v2.51.0", false),
            ("dev-build", false),
        ] {
            assert_eq!(old(version).is_some(), is_old, "{version}");
        }
    }
}
