//! P21: the console, pages of other origins, and the engine's own state.
//!
//! None of it reaches rows by itself. What errors tell of the inside, which is what development
//! mode does, is P20's.

use serde_json::{Value, json};

use super::{Probe, Running};
use crate::error::Result;
use crate::http::Request;
use crate::verify::caller::quoted;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Proof, Severity};

pub(super) struct Exposure;

/// An origin that no set-up has reason to know (RFC 2606).
const ORIGIN: &str = "https://st-hasura.invalid";

impl Probe for Exposure {
    fn id(&self) -> &'static str {
        "P21"
    }

    fn title(&self) -> &'static str {
        "no console, no pages of other origins, and a healthy engine"
    }

    fn why(&self) -> &'static str {
        "what is convenient while developing helps whoever looks for a way in"
    }

    fn essential(&self) -> bool {
        false
    }

    fn uses_rows(&self) -> bool {
        false
    }

    fn run<'a>(&'a self, ctx: &'a Context<'a>) -> Running<'a> {
        Box::pin(check(self, ctx))
    }
}

async fn check(probe: &Exposure, ctx: &Context<'_>) -> Result<ProbeResult> {
    let mut notes = Vec::new();
    let mut findings = Vec::new();
    findings.extend(console(probe, ctx).await?);
    let (found, note) = origins(probe, ctx).await?;
    findings.extend(found);
    notes.extend(note);
    findings.extend(health(probe, ctx).await?);
    match ctx.client.version().await {
        Ok(version) => notes.extend(old(&version)),
        Err(error) => notes.push(format!("the engine's version is not told: {error}")),
    }
    Ok(ProbeResult::of(findings).notes(notes))
}

async fn console(probe: &Exposure, ctx: &Context<'_>) -> Result<Option<Finding>> {
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
    Ok(Some(finding(
        probe,
        "console",
        "/console",
        "the console is served to whoever asks".into(),
        format!("curl -sSi {}", quoted(url.as_str())),
        json!({ "status": answer.status.as_u16() }),
        "set HASURA_GRAPHQL_ENABLE_CONSOLE to false where others than developers can reach it",
    )))
}

async fn origins(probe: &Exposure, ctx: &Context<'_>) -> Result<(Option<Finding>, Option<String>)> {
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
        let found = finding(
            probe,
            "cors",
            "/v1/graphql",
            "a page of any origin may read Hasura's answers, and ask with the browser's cookies"
                .into(),
            shown,
            json!({
                "access-control-allow-origin": allowed,
                "access-control-allow-credentials": credentials,
            }),
            "name the origins of your pages in HASURA_GRAPHQL_CORS_DOMAIN; where the JWT travels \
             in a cookie, any page that a user opens reads their rows until then",
        );
        return Ok((Some(found), None));
    }
    let note = (allowed == "*" || allowed == ORIGIN)
        .then(|| "a page of any origin may read Hasura's answers, without cookies".to_owned());
    Ok((None, note))
}

/// What is wrong with the engine beside inconsistent metadata, which is P22's.
async fn health(probe: &Exposure, ctx: &Context<'_>) -> Result<Option<Finding>> {
    let (status, text) = ctx.client.healthz(true).await?;
    if status == 200 || status == 404 || text.contains("inconsistent") {
        return Ok(None);
    }
    let mut url = ctx.client.url("/healthz");
    url.set_query(Some("strict=true"));
    let words: String = text.chars().take(200).collect();
    Ok(Some(finding(
        probe,
        "healthz",
        "/healthz",
        format!("the engine says that it is not healthy: {words}"),
        format!("curl -sSi {}", quoted(url.as_str())),
        json!({ "status": status, "text": words }),
        "look at the engine's log: its metadata database may be out of reach",
    )))
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

fn finding(
    probe: &Exposure,
    what: &str,
    path: &str,
    summary: String,
    request: String,
    evidence: Value,
    remedy: &str,
) -> Finding {
    Finding {
        id: format!("P21:{what}"),
        severity: Severity::Medium,
        proof: Proof::Live,
        table: None,
        path: Some(path.to_owned()),
        role: None,
        summary,
        request,
        evidence,
        why: probe.why().to_owned(),
        remedy: remedy.to_owned(),
    }
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
