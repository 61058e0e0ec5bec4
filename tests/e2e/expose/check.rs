//! Notices that a URL is another one by now.

use crate::stacks::KINDS;
use crate::support::{ngrok, ports};

use super::{HOST, Rig};

#[test]
fn a_url_that_still_leads_here_and_one_that_does_not() {
    let mut rig = Rig::new(KINDS[0], HOST);
    let agent = rig.agent();
    let check = ["expose", "--check", "--agent", &agent.origin()];
    rig.world
        .cmd(check)
        .code(2)
        .stderr_has("error[expose.not_exposed]: nothing is exposed: jwks_url is not set")
        .stderr_has("st-hasura expose --write");

    let public = rig.public();
    rig.world.file(".env", "API_DOMAIN=http://localhost\n");
    let write = ["expose", "--write", "--agent", &agent.origin()];
    rig.world.cmd(write).ok();
    // The auth API was not started anew, so that its tokens name the old issuer.
    let output = rig.world.cmd(check).code(9);
    output
        .stdout_has(&format!("{public}/api/jwt/jwks.json is stale:"))
        .stdout_has("it was not started anew with API_DOMAIN=");
    assert_eq!(output.stdout.lines().count(), 3, "{output}");

    // The tunnel was started anew.
    let moved = "https://slow-owl.ngrok-free.app";
    let addr = format!("http://127.0.0.1:{}", rig.api_port());
    let newer = ngrok::agent(&[ngrok::tunnel(moved, &addr)]);
    rig.world.file(".env", format!("API_DOMAIN={moved}\n"));
    rig.world
        .set("ST_HASURA_RESOLVE", format!("{HOST}:{}:127.0.0.1", 1));
    let line = [
        "expose",
        "--check",
        "--agent",
        &newer.origin(),
        "-o",
        "json",
    ];
    let line = line.iter().chain(&["--retries", "0", "--timeout", "180"]);
    let json = rig.world.cmd(line).code(9).json();
    assert_eq!(json["ok"], false);
    assert_eq!(json["result"]["moved_to"], moved);
    let findings = json["result"]["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 4, "{json}");
    assert!(findings[0].as_str().unwrap().contains("(http."), "{json}");
    assert!(
        findings[2].as_str().unwrap().contains("in the .env file"),
        "{json}"
    );
}

#[test]
fn everything_in_its_place_is_no_finding() {
    // The sandbox is told its public origin, as the variable tells a real server.
    let host = "still-here.example.com";
    let port = ports::unused();
    let sandbox = KINDS[0].start(&[
        "--base-path",
        "/api",
        "--api-domain",
        &format!("https://{host}:{port}"),
    ]);
    let own = Rig::api_port_of(&sandbox);
    let rig = Rig::before(sandbox, host, own, port);
    let agent = rig.agent();
    rig.world
        .file(".env", format!("API_DOMAIN={}\n", rig.public()));
    let write = ["expose", "--write", "--agent", &agent.origin()];
    let output = rig.world.cmd(write).ok();
    assert_eq!(output.stderr, "", "{output}");
    rig.world
        .cmd(["expose", "--check", "--agent", &agent.origin()])
        .ok()
        .stdout_is(&format!(
            "{}/api/jwt/jwks.json leads to this auth API\n",
            rig.public()
        ));
}
