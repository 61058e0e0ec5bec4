//! `expose`: which tunnel, where it leads, and where its URL goes.

mod check;
#[cfg(unix)]
mod start;

use std::path::PathBuf;

use crate::stacks::{KINDS, Stack};
use crate::support::pages::{Page, Pages};
use crate::support::sandbox::Sandbox;
use crate::support::tls_server::{Authority, TlsServer};
use crate::support::{World, ngrok};

/// A host name that ngrok gives.
const HOST: &str = "quick-fox.ngrok-free.app";

/// An auth API, and the public side of a tunnel.
struct Rig {
    sandbox: Sandbox,
    front: TlsServer,
    world: World,
    host: &'static str,
}

impl Rig {
    fn new(stack: Stack, host: &'static str) -> Self {
        let sandbox = stack.start(&["--base-path", "/api"]);
        let own = Self::api_port_of(&sandbox);
        Self::before(sandbox, host, own, 0)
    }

    /// With something else behind the public side.
    fn leading_to(host: &'static str, port: u16) -> Self {
        let sandbox = KINDS[0].start(&["--base-path", "/api"]);
        Self::before(sandbox, host, port, 0)
    }

    /// A public side at port `at` of `host`, before a server at `port`.
    fn before(sandbox: Sandbox, host: &'static str, port: u16, at: u16) -> Self {
        let authority = Authority::new();
        let identity = authority.issue(&[host], 2099);
        let front = TlsServer::in_front_of(&identity, port, at);
        let mut world = World::new();
        let ca = world.file("ca.pem", authority.pem());
        world
            .set("ST_HASURA_API_URL", sandbox.var("ST_HASURA_API_URL"))
            .set("ST_HASURA_API_BASE_PATH", "/api")
            .set("ST_HASURA_CACERT", ca)
            .set(
                "ST_HASURA_RESOLVE",
                format!("{host}:{}:127.0.0.1", front.port()),
            );
        Self {
            sandbox,
            front,
            world,
            host,
        }
    }

    fn api_port_of(sandbox: &Sandbox) -> u16 {
        let url = url::Url::parse(sandbox.var("ST_HASURA_API_URL")).unwrap();
        url.port().unwrap()
    }

    fn api_port(&self) -> u16 {
        Self::api_port_of(&self.sandbox)
    }

    fn public(&self) -> String {
        format!("https://{}:{}", self.host, self.front.port())
    }

    /// An agent with a tunnel from the public side to the auth API.
    fn agent(&self) -> Pages {
        let addr = format!("http://localhost:{}", self.api_port());
        ngrok::agent(&[ngrok::tunnel(&self.public(), &addr)])
    }

    fn config(&self) -> PathBuf {
        self.world.work().join("st-hasura.toml")
    }
}

fn text(path: &std::path::Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn a_tunnel_that_runs_is_found_and_proved() {
    for stack in [KINDS[0], KINDS[2]] {
        let rig = Rig::new(stack, HOST);
        let agent = rig.agent();
        let output = rig.world.cmd(["expose", "--agent", &agent.origin()]).ok();
        let (public, local) = (rig.public(), rig.sandbox.var("ST_HASURA_API_URL"));
        let keys = if stack.generation == "modern" {
            "the same 2 keys"
        } else {
            "the same key"
        };
        output.stdout_is(&format!(
            "public URL  {public} (ngrok, which was running)\n\
             leads to    {local}/api, {keys}\n\
             issuer      {public}/api\n\
             JWKS        {public}/api/jwt/jwks.json\n\
             \n\
             HASURA_GRAPHQL_JWT_SECRET\n\
             {{\"jwk_url\":\"{public}/api/jwt/jwks.json\",\"issuer\":\"{public}/api\"}}\n"
        ));
        output.stderr_has(&format!(
            "warning: the auth API's tokens say iss \"{local}/api\" still: start it anew with \
             API_DOMAIN={public}, or Hasura refuses them with this secret (JWTNotInIssuer)"
        ));
        assert!(!rig.config().exists());
    }
}

#[test]
fn what_is_written_goes_where_it_belongs() {
    let rig = Rig::new(KINDS[0], HOST);
    let agent = rig.agent();
    rig.world.file("st-hasura.toml", "# ours\nretries = 1\n");
    let env = "SECRET=hunter22\nexport API_DOMAIN=\"http://localhost:3001\" # mine\nPORT=3001\n";
    let env_path = rig.world.file(".env", env);
    let line = ["expose", "--agent", &agent.origin(), "--write"];
    let shown = rig.world.cmd(line.iter().chain(&["--dry-run"])).ok();
    let jwks = format!("{}/api/jwt/jwks.json", rig.public());
    shown
        .stdout_has(&format!("+jwks_url = \"{jwks}\""))
        .stdout_has("its contents change; not shown, because it holds secrets")
        .nowhere("hunter22");
    assert_eq!(text(&env_path), env);

    let output = rig.world.cmd(line).ok();
    let backup = env_path.with_file_name(".env.bak");
    output
        .stdout_has(&format!("wrote {}\n", rig.config().display()))
        .stdout_has(&format!(
            "wrote {}, the former one is {}",
            env_path.display(),
            backup.display()
        ));
    assert_eq!(
        text(&rig.config()),
        format!("# ours\nretries = 1\njwks_url = \"{jwks}\"\n")
    );
    assert_eq!(
        text(&env_path),
        format!(
            "SECRET=hunter22\nexport API_DOMAIN={}\nPORT=3001\n",
            rig.public()
        )
    );
    assert_eq!(text(&backup), env);
    rig.world
        .cmd(["jwt-secret"])
        .ok()
        .stdout_is(&format!("{{\"jwk_url\":\"{jwks}\"}}\n"));
    rig.world
        .cmd(line)
        .ok()
        .stdout_has("all files say so already: nothing to change");
}

#[test]
fn a_profile_and_another_env_file_and_variable() {
    let rig = Rig::new(KINDS[0], HOST);
    rig.world
        .file("st-hasura.toml", "[profiles.cloud]\nretries = 1\n");
    let url = rig.public();
    let line = ["expose", "--url", &url, "--write", "--profile", "cloud"];
    let more = [
        "--env-file",
        "api/.env",
        "--env-key",
        "PUBLIC_URL",
        "-o",
        "json",
    ];
    let json = rig.world.cmd(line.iter().chain(&more)).ok().json();
    assert_eq!(json["result"]["by"], "as given");
    assert_eq!(json["result"]["issuer"], format!("{url}/api"));
    assert_eq!(json["result"]["jwt_secret"]["issuer"], format!("{url}/api"));
    assert_eq!(json["result"]["written"].as_array().unwrap().len(), 2);
    assert_eq!(
        text(&rig.config()),
        format!("[profiles.cloud]\nretries = 1\njwks_url = \"{url}/api/jwt/jwks.json\"\n")
    );
    let env = rig.world.work().join("api/.env");
    assert_eq!(text(&env), format!("PUBLIC_URL={url}\n"));
    // Pasted with the base path it is the same URL.
    let pasted = format!("{url}/api/");
    rig.world
        .cmd(["expose", "--url", &pasted])
        .ok()
        .stdout_has(&format!("issuer      {url}/api\n"));
}

#[test]
fn tunnels_that_do_not_do() {
    let rig = Rig::new(KINDS[0], HOST);
    let port = rig.api_port();
    let none = ngrok::agent(&[]);
    let other = ngrok::agent(&[ngrok::tunnel(&rig.public(), "http://localhost:1")]);
    let plain = format!("http://{HOST}");
    let plain = ngrok::agent(&[ngrok::tunnel(&plain, &format!("localhost:{port}"))]);
    let foreign = Pages::serve(vec![Page::html("/api/tunnels", 200, "<html></html>")]);
    let run = |agent: &str, code: i32| {
        let line = ["expose", "--tunnel", "none", "--agent", agent];
        rig.world.cmd(line).code(code)
    };
    run(&none.origin(), 3)
        .stderr_has(&format!(
            "error[expose.no_tunnel]: no public tunnel leads to port {port} of this machine"
        ))
        .stderr_has("has no tunnel")
        .stderr_has("install ngrok (https://ngrok.com/download")
        .stderr_has("no account needed")
        .stderr_has(&format!(
            "http://host.docker.internal:{port}/api/jwt/jwks.json"
        ))
        .stderr_has("jwt-secret --inline-key");
    run(&other.origin(), 3).stderr_has(&format!("{} leads to http://localhost:1", rig.public()));
    run(&plain.origin(), 2)
        .stderr_has("error[expose.plain_http]: the tunnel http://quick-fox.ngrok-free.app is");
    run(&foreign.origin(), 3).stderr_has("answers, but not as ngrok's agent does");
    run("http://127.0.0.1:1", 3).stderr_has("no ngrok is running at http://127.0.0.1:1");
    run("nonsense", 2).stderr_has("--agent \"nonsense\" is no http URL");
}

#[test]
fn urls_that_lead_elsewhere() {
    let other = KINDS[0].start(&["--base-path", "/api"]);
    let rig = Rig::leading_to(HOST, Rig::api_port_of(&other));
    let agent = rig.agent();
    let line = ["expose", "--write", "--agent", &agent.origin()];
    rig.world
        .cmd(line)
        .code(6)
        .stderr_has("error[expose.other_keys]")
        .stderr_has("its keys are others")
        .stderr_has("note: keys there: ");
    assert!(!rig.config().exists());

    let path = "/api/jwt/jwks.json";
    for (page, code) in [
        (ngrok::offline(path), "ERR_NGROK_3200"),
        (ngrok::interstitial(path), "ERR_NGROK_6024"),
    ] {
        let pages = Pages::serve(vec![page]);
        let rig = Rig::leading_to(HOST, pages.port());
        let agent = rig.agent();
        let line = ["expose", "--write", "--agent", &agent.origin()];
        rig.world
            .cmd(line)
            .code(5)
            .stderr_has("error[auth.tunnel_page]: ngrok answered with a page of its own")
            .stderr_has(code);
        assert!(!rig.config().exists());
    }
}

#[test]
fn the_auth_api_has_to_run_and_values_to_be_meant() {
    let rig = Rig::new(KINDS[0], HOST);
    let dead = [
        "expose",
        "--api-url",
        "http://127.0.0.1:1",
        "--retries",
        "0",
    ];
    rig.world
        .cmd(dead)
        .code(3)
        .stderr_has("error[http.refused]");
    for (args, part) in [
        (&["--url", "nonsense"][..], "--url is no http or https URL"),
        (&["--env-key", "A B"], "is no name of a variable"),
        (&["--curl"], "--curl cannot print"),
        (&["--dry-run"], "--write"),
    ] {
        let line = ["expose"].iter().chain(args);
        rig.world.cmd(line).code(2).stderr_has(part);
    }
    rig.world.file(".env", "hunter22 is no assignment\n");
    let line = ["expose", "--write", "--url", &rig.public()];
    rig.world
        .cmd(line)
        .code(2)
        .stderr_has("error[expose.env_file]: cannot set API_DOMAIN in ")
        .stderr_has("it has a line that is no assignment")
        .nowhere("hunter22");
    assert!(!rig.config().exists());
}

#[test]
fn a_log_has_a_line_for_what_is_done() {
    let mut rig = Rig::new(KINDS[0], HOST);
    let agent = rig.agent();
    rig.world.set("CI", "true");
    let output = rig.world.cmd(["expose", "--agent", &agent.origin()]).ok();
    let said: Vec<&str> = output.stderr.lines().take(3).collect();
    assert_eq!(
        said,
        [
            "asking the auth API for its keys",
            "looking for a tunnel that is running",
            "comparing its keys with those behind the public URL",
        ],
        "{output}"
    );
}
