//! Compose files as they are: several Hasuras, networks, lists, images of one's own, several files.

use crate::support::World;

/// `doctor` over these files alone, with the auth API published as 3001.
fn examined(files: &[(&str, &str)], endpoint: &str) -> String {
    let mut world = World::new();
    world.set("ST_HASURA_API_URL", "http://localhost:3001");
    if !endpoint.is_empty() {
        world.set("HASURA_GRAPHQL_ENDPOINT", endpoint);
    }
    for (name, text) in files {
        world.file(name, text);
    }
    let args = ["doctor", "--offline", "--only", "reach,jwt-secret"];
    let output = world.cmd(args).run();
    format!("{} {}", output.code.unwrap(), output.stdout)
}

const RIGHT: &str = "http://auth:3000/auth/jwt/jwks.json";
const AUTH: &str =
    "  auth: {build: ., ports: [\"3001:3000\"], environment: {SUPERTOKENS_URI: x}}\n";

/// A service that runs an engine.
fn engine(name: &str, image: &str, port: u16, jwk_url: &str, more: &str) -> String {
    format!(
        "  {name}:\n    image: {image}\n    ports: [\"{port}:8080\"]\n    environment:\n      \
         HASURA_GRAPHQL_ADMIN_SECRET: x\n      HASURA_GRAPHQL_JWT_SECRET: \
         '{{\"jwk_url\":\"{jwk_url}\",\"issuer\":\"http://localhost:3001/auth\"}}'\n{more}"
    )
}

const IMAGE: &str = "hasura/graphql-engine:v2.49.5";

#[test]
fn of_two_engines_the_one_that_is_asked_is_judged() {
    let wrong = "http://localhost:3001/auth/jwt/jwks.json";
    let built = "    depends_on: {auth: {condition: service_healthy}}\n";
    let both = format!(
        "services:\n{AUTH}{}{}",
        engine("good", IMAGE, 8080, RIGHT, built),
        engine("bad", IMAGE, 8081, wrong, built)
    );
    let files = [("compose.yaml", both.as_str())];
    let said = examined(&files, "http://localhost:8080");
    assert!(
        said.starts_with("0 nothing that was looked at speaks against the chain: 2 checks;"),
        "{said}"
    );
    assert!(!said.contains("service bad"), "{said}");
    let said = examined(&files, "http://localhost:8081");
    assert!(
        said.starts_with("9 broken at reach: in compose.yaml, jwk_url of service bad is "),
        "{said}"
    );
    // Where nothing tells which, both are.
    let said = examined(&files, "");
    assert!(said.contains("jwk_url of service bad is"), "{said}");
    let command =
        format!("jwt-secret apply --compose compose.yaml --service bad --jwks-url {RIGHT}");
    assert!(said.contains(&command), "{said}");
    assert!(
        said.contains("service good in compose.yaml was read"),
        "{said}"
    );
}

#[test]
fn services_without_a_network_in_common_do_not_know_one_another() {
    let compose = |engine_in: &str, auth_in: &str, networks: &str| {
        format!(
            "services:\n  auth: {{build: ., ports: [\"3001:3000\"]{auth_in}}}\n{}{networks}",
            engine("graphql", IMAGE, 8080, RIGHT, engine_in)
        )
    };
    let built = "    depends_on: {auth: {condition: service_healthy}}\n";
    let said = |engine_in: &str, auth_in: &str, networks: &str| {
        let text = compose(&format!("{built}{engine_in}"), auth_in, networks);
        examined(&[("docker-compose.yml", &text)], "http://localhost:8080")
    };
    let apart = said(
        "    networks: [backend]\n",
        ", networks: {frontend: {aliases: [sso]}}",
        "",
    );
    assert!(
        apart.starts_with(
            "9 broken at reach: in docker-compose.yml, service graphql (networks: backend) and \
             auth (networks: frontend) share no network, so that graphql does not reach jwk_url\n\
             help: give graphql and auth one network in common\n"
        ),
        "{apart}"
    );
    // Whoever names none is in `default`.
    assert!(said("    networks: [backend]\n", "", "").contains("(networks: default)"));
    let host = said("", ", network_mode: host", "");
    assert!(
        host.contains("auth has a network_mode of its own"),
        "{host}"
    );
    for (engine_in, auth_in, networks) in [
        (
            "    networks: [backend, shared]\n",
            ", networks: [shared]",
            "",
        ),
        ("    networks: [default]\n", "", ""),
        // Two names here for one network outside.
        (
            "    networks: [a]\n",
            ", networks: [b]",
            "networks: {a: {name: stack, external: true}, b: {name: stack, external: true}}\n",
        ),
    ] {
        let sound = said(engine_in, auth_in, networks);
        assert!(sound.starts_with("0 nothing that was looked at"), "{sound}");
    }
}

/// In a list, quotes around the item are YAML's, and quotes around the value are a part of it.
#[test]
fn quotes_in_a_list_are_read_as_compose_does() {
    let list = |item: &str| {
        let text = format!(
            "services:\n{AUTH}  graphql:\n    image: {IMAGE}\n    environment:\n      \
             - HASURA_GRAPHQL_ADMIN_SECRET=x\n      - {item}\n    \
             depends_on: {{auth: {{condition: service_healthy}}}}\n"
        );
        examined(&[("compose.yml", &text)], "http://localhost:8080")
    };
    let value = format!(r#"{{\"jwk_url\":\"{RIGHT}\",\"issuer\":\"http://localhost:3001/auth\"}}"#);
    let sound = list(&format!("\"HASURA_GRAPHQL_JWT_SECRET={value}\""));
    assert!(
        sound.starts_with("0 nothing that was looked at speaks against the chain: 2 checks;"),
        "{sound}"
    );
    let plain = value.replace('\\', "");
    let said = list(&format!("HASURA_GRAPHQL_JWT_SECRET='{plain}'"));
    assert!(
        said.starts_with(
            "9 broken at jwt-secret: J001 (service graphql in compose.yml): quotes for the shell \
             are part of the value\nhelp: leave out the quotes around it"
        ),
        "{said}"
    );
}

/// A mirror may call the image what it likes; what only an engine reads gives it away.
#[test]
fn an_image_of_ones_own_is_hasura_all_the_same() {
    let wrong = "http://localhost:3001/auth/jwt/jwks.json";
    for (image, more) in [
        ("registry.example.com/hasura:v2", ""),
        (
            "registry.example.com:5000/team/hasura-graphql-engine@sha256:ab",
            "",
        ),
        (
            "registry.example.com/backend:7",
            "      HASURA_GRAPHQL_ENABLE_CONSOLE: \"true\"\n",
        ),
    ] {
        let text = format!(
            "services:\n{AUTH}{}",
            engine("graphql", image, 8080, wrong, more)
        );
        let said = examined(&[("compose.yaml", &text)], "http://localhost:8080");
        assert!(
            said.starts_with("9 broken at reach: in compose.yaml, jwk_url of service graphql is"),
            "{said}"
        );
    }
    // Programs beside an engine have names and variables like its own.
    let image = "nhost/hasura-auth:0.30";
    let text = format!(
        "services:\n{AUTH}{}",
        engine("signin", image, 8080, wrong, "")
    );
    let said = examined(&[("compose.yaml", &text)], "http://localhost:8080");
    assert!(!said.contains("service signin"), "{said}");
}

#[test]
fn what_stands_in_other_files_counts() {
    let base = format!("services:\n{}", engine("base", IMAGE, 8080, RIGHT, ""));
    let main = "include: [{path: parts/auth.yml}]\nservices:\n  graphql:\n    extends: {file: \
                base.yml, service: base}\n    depends_on: [auth]\n";
    let auth = format!("services:\n{}", AUTH.replace("3000\"]", "3333\"]"));
    let files = [
        ("compose.yaml", main),
        ("base.yml", base.as_str()),
        ("parts/auth.yml", auth.as_str()),
    ];
    let said = examined(&files, "http://localhost:8080");
    assert!(
        said.contains("service graphql in compose.yaml was read"),
        "{said}"
    );
    assert!(
        said.contains("graphql waits until auth has been started, not until it answers"),
        "{said}"
    );
    // The override has the last word, and a file that is not there is told.
    let over = "services: {graphql: {environment: {HASURA_GRAPHQL_JWT_SECRET: \
                '{\"jwk_url\":\"http://nobody:3000/k\"}'}}}\n";
    let changed = [
        ("compose.yaml", "include: [none.yml]\n"),
        ("compose.override.yaml", over),
    ];
    let main = format!("{}{}", changed[0].1, &base.replace("base:", "graphql:"));
    let said = examined(
        &[("compose.yaml", &main), changed[1]],
        "http://localhost:8080",
    );
    assert!(
        said.contains("no service has the name nobody; there are graphql"),
        "{said}"
    );
    assert!(
        said.contains("compose.yaml names files that cannot be read: none.yml"),
        "{said}"
    );
}

/// Somebody set it in another service.
#[test]
fn an_engine_that_is_told_nothing_of_tokens_is_told() {
    let text = format!(
        "services:\n{AUTH}  graphql: {{image: {IMAGE}, environment: \
         {{HASURA_GRAPHQL_ADMIN_SECRET: x}}}}\n"
    );
    let said = examined(&[("compose.yaml", &text)], "http://localhost:8080");
    assert!(
        said.contains(
            "service graphql in compose.yaml sets no HASURA_GRAPHQL_JWT_SECRET: it knows nothing \
             of tokens"
        ),
        "{said}"
    );
}

/// What cannot be read was not read.
#[test]
fn a_value_in_a_file_that_cannot_be_read_is_told() {
    let wide = |text: &str| -> Vec<u8> {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        [0xff, 0xfe].into_iter().chain(units).collect()
    };
    let value = r#"{"jwk_url":"http://auth:3000/auth/jwt/jwks.json","issuer":"i"}"#;
    let named = format!("JWT={value}\n");
    let placed = format!("HASURA_GRAPHQL_ADMIN_SECRET=x\nHASURA_GRAPHQL_JWT_SECRET={value}\n");
    let by_variable = "environment: {HASURA_GRAPHQL_ADMIN_SECRET: x, HASURA_GRAPHQL_JWT_SECRET: \
                       \"${JWT}\"}";
    let by_file = "env_file: h.env";
    for (service, file, bytes, status, words) in [
        (
            by_file,
            "h.env",
            None,
            "warn",
            "h.env cannot be read: it is not there",
        ),
        (
            by_file,
            "h.env",
            Some(wide(&placed)),
            "warn",
            "the file is UTF-16",
        ),
        (
            by_file,
            "h.env",
            Some(placed.clone().into_bytes()),
            "pass",
            "was read",
        ),
        (
            by_variable,
            ".env",
            None,
            "skip",
            "from JWT, which .env beside it does not set",
        ),
        (
            by_variable,
            ".env",
            Some(wide(&named)),
            "warn",
            "the file is UTF-16",
        ),
        (
            by_variable,
            ".env",
            Some(b"# \xe9\nA=1\n".to_vec()),
            "warn",
            "it is not UTF-8",
        ),
        (
            by_variable,
            ".env",
            Some(named.clone().into_bytes()),
            "pass",
            "was read",
        ),
        (
            by_variable,
            ".env",
            Some(named.replace("3000", "$port").into_bytes()),
            "fail",
            "take a $ in it for the start of a variable",
        ),
    ] {
        let world = World::new();
        let text = format!("services:\n{AUTH}  graphql:\n    image: {IMAGE}\n    {service}\n");
        world.file("compose.yaml", text);
        if let Some(bytes) = bytes {
            world.file(file, bytes);
        }
        let args = ["doctor", "--offline", "-o", "json"];
        let output = world.cmd(args).run();
        let json = output.json();
        let checks = json["result"]["checks"].as_array().unwrap();
        let check = checks.iter().find(|one| one["id"] == "jwt-secret").unwrap();
        assert_eq!(check["status"], status, "{service} {output}");
        assert!(output.stdout.contains(words), "{words}: {output}");
    }
}
