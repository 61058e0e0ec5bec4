use super::*;

fn of(text: &str, variables: &[(&str, &str)]) -> Look {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("docker-compose.yml"), text).unwrap();
    let variables = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let mut look = Look::default();
    read(folder.path(), &variables, &mut look);
    look
}

fn value<'a>(look: &'a Look, key: &str) -> Option<&'a str> {
    look.best(key).map(|found| found.value.as_str())
}

#[test]
fn services_are_known_by_their_images() {
    let look = of(
        r#"
x-common: &common
  restart: always
services:
  db: { image: "postgres:17", ports: ["5432:5432"] }
  engine:
    <<: *common
    image: hasura/graphql-engine:v2.48.1
    ports: ["127.0.0.1:8081:8080"]
    environment: { HASURA_GRAPHQL_ADMIN_SECRET: "${ADMIN:?set it}" }
  core:
    image: registry.supertokens.io/supertokens/supertokens-postgresql:10.0
    ports: [{ target: 3567, published: 3600 }]
    environment: ["API_KEYS=abcdefghijklmnopqrstuvw"]
  api:
    build: .
    ports: ["${PORT:-3001}:3001"]
    environment: { SUPERTOKENS_CONNECTION_URI: "http://core:3567" }
"#,
        &[("ADMIN", "from-dot-env")],
    );
    assert_eq!(
        value(&look, "hasura_endpoint"),
        Some("http://localhost:8081")
    );
    assert_eq!(value(&look, "core_uri"), Some("http://localhost:3600"));
    assert_eq!(value(&look, "api_url"), Some("http://localhost:3001"));
    let origins: Vec<&str> = look.secrets.iter().map(|s| s.origin.as_str()).collect();
    assert_eq!(
        origins,
        [
            "HASURA_GRAPHQL_ADMIN_SECRET of service engine in docker-compose.yml",
            "API_KEYS of service core in docker-compose.yml"
        ]
    );
    assert_eq!(look.secrets[0].value, Some(Secret::new("from-dot-env")));
}

#[test]
fn secrets_from_files_are_files() {
    let look = of(
        r"
services:
  hasura:
    image: hasura/graphql-engine:v2.48.1
    ports: ['8080:8080']
    environment: [HASURA_GRAPHQL_ADMIN_SECRET_FILE=/run/secrets/admin]
    secrets: [{ source: hasura_admin, target: admin }]
secrets:
  hasura_admin: { file: ./secrets/hasura-admin }
",
        &[],
    );
    assert_eq!(
        look.secrets[0].file.as_deref(),
        Some("secrets/hasura-admin")
    );
    assert!(look.secrets[0].value.is_none());
}

#[test]
fn ports_that_lead_elsewhere_or_nowhere_certain_say_nothing() {
    for ports in ["['8080']", "['9000:9001']", "['${P}:8080']", "[8080]", "{}"] {
        let look = of(
            &format!("services: {{ e: {{ image: hasura/graphql-engine, ports: {ports} }} }}"),
            &[],
        );
        assert!(look.found.is_empty(), "{ports}: {:?}", look.found);
    }
}

#[test]
fn what_is_no_yaml_is_remarked_upon_and_not_quoted() {
    let look = of("services: {a: [hunter22", &[]);
    assert_eq!(
        look.remarks,
        ["docker-compose.yml is not YAML that can be read: left out"]
    );
}
