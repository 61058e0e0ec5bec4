//! Who answers in the place of a server, and says so in words of their own.

use serde_json::json;

use crate::support::World;
use crate::support::pages::{Page, Pages};
use crate::support::sandbox::Sandbox;

/// The headline and what to do, where Hasura's version is answered so.
fn answered(page: Page) -> String {
    let server = Pages::serve(vec![page]);
    let mut world = World::new();
    world.set("HASURA_GRAPHQL_ENDPOINT", server.origin());
    let output = world.cmd(["doctor", "--only", "hasura"]).code(9);
    let lines: Vec<&str> = output.stdout.lines().take(2).collect();
    lines.join("\n")
}

#[test]
fn who_answers_before_hasura_is_named() {
    let html = |status: u16, title: &str| {
        let page = format!("<html><head><title>{status} {title}</title></head></html>");
        Page::html("/v1/version", status, &page)
    };
    for (status, title, expected) in [
        (
            401,
            "Authorization Required",
            "asks for a sign-in of its own",
        ),
        (
            403,
            "Forbidden",
            "a proxy or firewall before Hasura refuses",
        ),
        (429, "Too Many Requests", "limits requests: wait a while"),
        (
            502,
            "Bad Gateway",
            "a proxy answers, and Hasura behind it does not",
        ),
        (
            503,
            "Service Temporarily Unavailable",
            "and Hasura behind it does not",
        ),
        (504, "Gateway Time-out", "and Hasura behind it does not"),
        (200, "My app", "is this Hasura's base URL?"),
    ] {
        let said = answered(html(status, title));
        assert!(said.starts_with("broken at hasura: "), "{said}");
        assert!(said.contains(&format!("with status {status}")), "{said}");
        assert!(said.contains(expected), "{status}: {said}");
    }
    let mut page = Page::json("/v1/version", json!({"message": "Unauthorized"}));
    page.status = 401;
    let said = answered(page);
    assert!(said.contains("asks for a sign-in of its own"), "{said}");
}

/// Where it leads to is none of Hasura's, whether it answers or not.
#[test]
fn a_sign_in_page_elsewhere_is_not_asked_for_a_version() {
    let mut page = Page::html("/v1/version", 302, "");
    page = page.header("Location", "https://login.invalid/start");
    let said = answered(page);
    assert!(
        said.contains("redirects to another origin, https://login.invalid/start"),
        "{said}"
    );
}

#[test]
fn a_core_that_is_somebody_else_is_named() {
    let sandbox = Sandbox::start(&[]);
    let core = |uri: &str, args: &[&str]| {
        let mut world = sandbox.world();
        world.set("ST_HASURA_CORE_URI", uri);
        let only = ["doctor", "--only", "core"];
        let output = world.cmd(only.iter().chain(args)).code(9);
        output.stdout_has("core_uri (ST_HASURA_CORE_URI) has to name SuperTokens' core itself");
        output.stdout
    };
    let api = sandbox.var("ST_HASURA_API_URL");
    let said = core(api, &[]);
    assert!(
        said.contains("is answered by the auth API (api_url), and not by a core"),
        "{said}"
    );
    let hasura = sandbox.var("HASURA_GRAPHQL_ENDPOINT");
    let said = core(hasura, &["--hasura-endpoint", "http://127.0.0.1:1"]);
    assert!(
        said.contains("is answered by Hasura, and not by a core"),
        "{said}"
    );
    let page = Pages::serve(vec![Page::html("/hello", 200, "<h1>Welcome</h1>")]);
    let said = core(&page.origin(), &[]);
    assert!(
        said.contains("is answered by another server, and not by a core"),
        "{said}"
    );
    // What may be a core that is not well is left one.
    let mut world = sandbox.world();
    let mut page = Page::html("/hello", 502, "<title>502 Bad Gateway</title>");
    page.body.push('\n');
    let server = Pages::serve(vec![page]);
    world.set("ST_HASURA_CORE_URI", server.origin());
    let output = world.cmd(["doctor", "--only", "core"]).code(9);
    output
        .stdout_has("the core answered GET")
        .stdout_has("with 502");
}
