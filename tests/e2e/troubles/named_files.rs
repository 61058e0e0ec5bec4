//! What is wrong in files and variables: cause and cure are named.

use super::stage::{nothing, secret, stack};
use super::{Row, row};
use crate::support::tls_server::Authority;

const LINT: &[&str] = &["jwt-secret", "lint", "secret.json"];
const LINT_COMPOSE: &[&str] = &["jwt-secret", "lint", "compose.yaml"];
const DOCTOR: &[&str] = &["doctor", "--offline"];

pub(super) const ROWS: &[Row] = &[
    row(
        &["hasura §9 no. 26", "hasura/graphql-engine#7606"],
        "PowerShell ate the quotes of the value",
        || secret("{type:HS256,key:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}"),
        LINT,
        9,
        &["J001", "quotes"],
    ),
    row(
        &["liquidnft/lnft#51"],
        "the bare key stands in the place of the object",
        || secret("25C134A00CF05C9BF583727A12778F52D0E7BD560D3A3ACF8E79127E9A56119D"),
        LINT,
        9,
        &["J001", "{\"type\":\"HS256\""],
    ),
    row(
        &["nhost/hasura-auth#299"],
        "single quotes stand around the value in a file for docker",
        || {
            nothing().file(
                "hasura.env",
                "HASURA_GRAPHQL_JWT_SECRET='{\"type\":\"HS256\",\"key\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}'\n",
            )
        },
        &["jwt-secret", "lint", "--from", "docker", "hasura.env"],
        9,
        &["J001", "quotes"],
    ),
    row(
        &["hasura/graphql-engine#4792"],
        "the line breaks of the certificate were lost",
        || secret(r#"{"type":"RS256","key":"-----BEGIN CERTIFICATE-----MIIB-----END CERTIFICATE-----"}"#),
        LINT,
        9,
        &["J005 /key: no public key in the PEM text", "openssl pkey -pubout"],
    ),
    row(
        &["hasura/graphql-engine#1288"],
        "the key is one of GnuPG's",
        || {
            secret(
                r#"{"type":"RS256","key":"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQENBGC5KUgBCACi\n-----END PGP PUBLIC KEY BLOCK-----"}"#,
            )
        },
        LINT,
        9,
        &["J005 /key: no public key in the PEM text", "openssl pkey -pubout"],
    ),
    row(
        &["hasura/graphql-engine#6879"],
        "the key has real line breaks inside the JSON",
        || secret("{\"type\":\"RS512\",\"key\":\"-----BEGIN PUBLIC KEY-----\nMIIE\n-----END PUBLIC KEY-----\"}"),
        LINT,
        9,
        &["J001", "\\n"],
    ),
    row(
        &["CactuseSecurity/firewall-orchestrator#1043"],
        "claims_namespace_path is a URL",
        || secret(r#"{"jwk_url":"https://a.example/jwks.json","claims_namespace_path":"https://hasura.io/jwt/claims"}"#),
        LINT,
        9,
        &["claims_namespace_path"],
    ),
    row(
        &["janhapke/hasura-keycloak#3"],
        "the line of the JWT secret is a comment",
        || {
            nothing().file(
                "compose.yaml",
                "services:\n  hasura:\n    image: hasura/graphql-engine:v2.48.10\n    environment:\n      #HASURA_GRAPHQL_JWT_SECRET: '{\"jwk_url\":\"https://a.example/jwks.json\"}'\n      HASURA_GRAPHQL_ADMIN_SECRET: x\n",
            )
        },
        LINT_COMPOSE,
        2,
        &["line 5 is a comment"],
    ),
    row(
        &[],
        "claims_namespace has no effect beside claims_map",
        || {
            secret(
                r#"{"jwk_url":"https://a.example/jwks.json","claims_namespace":"metadata","claims_map":{"x-hasura-allowed-roles":["user"],"x-hasura-default-role":"user"}}"#,
            )
        },
        LINT,
        0,
        &["J010"],
    ),
    row(
        &["hasura §9 no. 5", "hasura/graphql-engine#9922"],
        "one key of the set cannot be read, and spoils all of them",
        || nothing().file("jwks.json", r#"{"keys":[{"kty":"RSA","kid":7,"n":"AQAB","e":"AQAB"}]}"#),
        &["jwks", "--jwks-file", "jwks.json"],
        6,
        &["Hasura refuses this key set: key 1: kid is a number where a string belongs"],
    ),
    row(
        &["hasura/graphql-engine#5563"],
        "the admin secret came out of a Kubernetes secret that was made with echo",
        || nothing().with("HASURA_GRAPHQL_ADMIN_SECRET", "topsecret\n"),
        &["query", "--as", "admin", "{__typename}"],
        2,
        &["ends with a line break, which no header can carry", "printf %s VALUE rather than echo"],
    )
    .page("config.unsendable_secret"),
    row(
        &[],
        "the admin secret stands in st-hasura.toml",
        || nothing().file("st-hasura.toml", "admin_secret = \"x\"\n"),
        &["config", "show"],
        2,
        &[
            "did you mean hasura_admin_secret?",
            "set ST_HASURA_ADMIN_SECRET, or name its file with hasura_admin_secret_file",
        ],
    )
    .page("config.unknown_key"),
    row(
        &["supertokens §6 no. 25"],
        "jwk_url is localhost, and Hasura runs in a container",
        || {
            nothing()
                .file("compose.yaml", COMPOSE.replace("@@", "http://localhost:3001/auth/jwt/jwks.json"))
                .with("ST_HASURA_API_URL", "http://localhost:3001")
        },
        DOCTOR,
        9,
        &[
            "broken at reach: in compose.yaml, jwk_url of service hasura is http://localhost:3001/auth/jwt/jwks.json",
            "inside the container that is Hasura itself",
            "help: set jwk_url to http://auth-api:3000/auth/jwt/jwks.json",
        ],
    )
    .page("engine.jwks_unreachable"),
    row(
        &["nhost/hasura-backend-plus#262"],
        "jwk_url has the published port in place of the container's",
        || {
            nothing()
                .file("compose.yaml", COMPOSE.replace("@@", "http://auth-api:3001/auth/jwt/jwks.json"))
                .with("ST_HASURA_API_URL", "http://localhost:3001")
        },
        DOCTOR,
        9,
        &[
            "3001 is a port of this machine; between containers auth-api has 3000",
            "help: set jwk_url to http://auth-api:3000/auth/jwt/jwks.json",
        ],
    ),
    row(
        &["casdoor/casdoor#2551"],
        "jwk_url names a service that is not there",
        || {
            nothing()
                .file("compose.yaml", COMPOSE.replace("@@", "http://auth:3000/auth/jwt/jwks.json"))
                .with("ST_HASURA_API_URL", "http://localhost:3001")
        },
        DOCTOR,
        9,
        &["no service has the name auth; there are auth-api, hasura"],
    ),
    row(
        &["hasura/graphql-engine#9613"],
        "Hasura does not wait for the server whose keys it fetches",
        || {
            nothing()
                .file("compose.yaml", COMPOSE.replace("@@", "http://auth-api:3000/auth/jwt/jwks.json"))
                .with("ST_HASURA_API_URL", "http://localhost:3001")
        },
        DOCTOR,
        0,
        &[
            "hasura does not wait for auth-api, whose keys it fetches at its start",
            "depends_on: {auth-api: {condition: service_healthy}}",
        ],
    ),
    row(
        &[],
        "host.docker.internal has no address on Linux",
        || {
            nothing()
                .file(
                    "compose.yaml",
                    COMPOSE.replace("@@", "http://host.docker.internal:3001/auth/jwt/jwks.json"),
                )
                .with("ST_HASURA_API_URL", "http://localhost:3001")
        },
        DOCTOR,
        0,
        &["on Linux nothing of that name is there without extra_hosts", "host-gateway"],
    ),
    row(
        &["hasura/graphql-engine#2553"],
        "the certificate of the key set is one that only this program was told to trust",
        || {
            nothing()
                .file("ca.pem", Authority::new().pem())
                .with("ST_HASURA_CACERT", "ca.pem")
                .with("ST_HASURA_API_URL", "https://auth.example.com")
        },
        DOCTOR,
        0,
        &["Hasura has to trust that authority too", "/etc/ssl/certs"],
    ),
    row(
        &["hasura/graphql-engine#3740"],
        "the admin secret here is not the one that Hasura was started with",
        || stack(&[]).with("HASURA_GRAPHQL_ADMIN_SECRET", "another"),
        &["query", "--as", "admin", "{__typename}"],
        7,
        &["a wrong one is never overlooked in favour of a token", "correct HASURA_GRAPHQL_ADMIN_SECRET"],
    )
    .page("hasura.admin_secret_wrong"),
];

/// Two services, the second of which fetches the keys of the first.
const COMPOSE: &str = r#"services:
  auth-api:
    build: ./auth-api
    environment:
      API_DOMAIN: http://localhost:3001
    ports:
      - "127.0.0.1:3001:3000"
  hasura:
    image: hasura/graphql-engine:v2.49.5
    environment:
      HASURA_GRAPHQL_ADMIN_SECRET: x
      HASURA_GRAPHQL_JWT_SECRET: '{"jwk_url":"@@"}'
    ports:
      - "8080:8080"
"#;
