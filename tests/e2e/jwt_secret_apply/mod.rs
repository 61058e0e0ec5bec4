//! `jwt-secret apply` and `--to ddn`, and that lint is content with all that can be printed.

#[cfg(feature = "sandbox")]
mod cloud;
mod file;
mod printed;

const NAME: &str = "HASURA_GRAPHQL_JWT_SECRET";
const URL: &str = "https://api.example.com/auth/jwt/jwks.json";
const VALUE: &str = r#"{"jwk_url":"https://api.example.com/auth/jwt/jwks.json"}"#;
