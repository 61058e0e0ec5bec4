//! What Docker and Compose, and PostgreSQL behind Hasura, say where the chain stands in containers.

use super::troubles;

troubles! {
    "docker.not_running": "Docker does not run, or not for you" {
        says "Cannot connect to the Docker daemon" "Is the docker daemon running" "permission denied while trying to connect to the Docker daemon socket" "error during connect: …docker";
        means "the command reached no Docker: nothing of the stack has been started";
        cause "Docker Desktop or the service is stopped" => "docker info";
        cause "your user is not in the group docker" => "id -nG";
        cure "start Docker, or join the group and log in anew; without Docker, `st-hasura sandbox` is the whole stack";
        see "hasura §7.3";
        test "tests/e2e/explain/foreign.rs" "what_others_say_leads_to_its_page";
    }
    "docker.port_taken": "the port of this machine is taken" {
        says "port is already allocated" "address already in use" "EADDRINUSE" "Ports are not available: …" "driver failed programming external connectivity on endpoint …";
        means "another program or container has the port that the service is to be published at";
        cause "a stack of before still runs, perhaps of another folder" => "docker ps, and docker compose ls";
        cause "the program runs on this machine as well as in a container" => "lsof -i :PORT";
        cure "stop the other one, or publish at another port and configure that here (--api-url, --hasura-endpoint)";
        see "hasura §7.3";
        test "tests/e2e/explain/foreign.rs" "what_others_say_leads_to_its_page";
    }
    "docker.dependency": "a service that another waits for is not well" {
        says "dependency failed to start: container … is unhealthy" "dependency failed to start" "is unhealthy" "depends on undefined service …" "has neither an image nor a build context specified";
        means "Compose started a part of the stack only: what depends on the service was not started";
        cause "the core or the auth API does not come up, and Hasura waits for it" => "docker compose logs SERVICE, and `st-hasura explain -` with those lines";
        cause "its healthcheck asks with a program that the image does not have, such as curl" => "docker inspect --format '{{json .State.Health}}' CONTAINER";
        cure "mend the service or its healthcheck first; `st-hasura doctor` says how Hasura waits for the auth API";
        see "hasura §7.3" "hasura §9 no. 4";
        test "tests/e2e/explain/foreign.rs" "what_others_say_leads_to_its_page";
    }
    "docker.refused": "Docker refused" {
        says "Error response from daemon: …" "network … declared as external, but could not be found" "manifest unknown" "pull access denied for …" "no such service: …";
        means "Docker's own words behind the colon say why: an image, a network or a container is not there";
        cause "the image's name or version is misspelt" => "docker pull IMAGE";
        cause "the container was removed, or belongs to another project" => "docker compose ps --all";
        cure "correct the name, or start the stack anew: docker compose up --build --detach --wait";
        see "hasura §7.3";
        test "tests/e2e/explain/foreign.rs" "what_others_say_leads_to_its_page";
    }
    "docker.variables": "Compose cannot read its file or its variables" {
        says "unexpected character … in variable name" "failed to read …: line …: unexpected character" "variable is not set. Defaulting to a blank string" "Invalid template: …" "Invalid interpolation format for …" "yaml: line …: …" "mapping values are not allowed in this context" "must be a mapping" "Unexpected token ' in JSON" "contains an invalid type, it should be …";
        means "quotes, a $ or an indent in a Compose file or its .env: Compose reads another value than was written, or stops";
        cause "JSON in a .env without single quotes around the whole value: HASURA_GRAPHQL_JWT_SECRET='{…}'" => "`st-hasura jwt-secret lint .env`";
        cause "a $ in a key or password, which has to be $$ in a Compose file" => "`st-hasura jwt-secret lint compose.yaml` reads it as Compose does";
        cause "a variable that neither .env nor the shell sets" => "docker compose config shows what is left";
        cure "let `st-hasura jwt-secret apply --compose compose.yaml` write the value, and look at docker compose config";
        see "hasura §7.3" "hasura §9 no. 26" "hasura/graphql-engine#4792" "hasura/graphql-engine#7606" "liquidnft/lnft#51" "nhost/hasura-auth#299";
        test "tests/e2e/explain/foreign.rs" "what_others_say_leads_to_its_page";
    }
    "postgres.relation_gone": "the database has no such table" {
        says "relation … does not exist" "no such table/view exists in source: …" "column … does not exist" "undefined_table" "42P01";
        means "Hasura tracks, or was asked for, a table or column that the database does not have: its metadata and the database are of different days";
        cause "migrations were not applied, or to another database" => "`st-hasura verify-hasura --probe P22` lists inconsistent objects";
        cause "the search path or schema differs: SuperTokens' tables stand in their own" => "`st-hasura setup-hasura plan` shows which tables are found where";
        cure "apply the migrations, then reload the metadata; or take the table out of the metadata";
        see "hasura §4.4" "hasura §6.3";
        test "tests/e2e/explain/foreign.rs" "what_others_say_leads_to_its_page";
    }
    "postgres.denied": "PostgreSQL does not let its user do this" {
        says "permission denied for table …" "permission denied for relation …" "permission denied for schema …" "permission denied for function …" "permission denied to create extension …" "must be owner of …" "new row violates row-level security policy" "42501";
        means "the database user of Hasura's or the core's connection lacks a grant; Hasura's own permissions say nothing of that";
        cause "tables were made by another database user: SuperTokens' core with one of its own" => "\\dp in psql shows grants; `st-hasura setup-hasura plan` shows which tables are found";
        cause "row-level security of PostgreSQL is on for the table" => "\\d TABLE in psql lists policies";
        cure "GRANT USAGE on the schema and the rights on its tables to the user of Hasura's connection";
        see "hasura §6.3" "hasura §3.4";
        test "tests/e2e/explain/foreign.rs" "what_others_say_leads_to_its_page";
    }
    "postgres.unreachable": "Hasura does not reach its database" {
        says "connection to server at … failed" "could not connect to server: …" "could not translate host name … to address" "password authentication failed for user …" "connection-not-established" "postgres connection failed" "database connection error" "database … does not exist" "no pg_hba.conf entry for host …" "Is the server running on that host and accepting TCP/IP connections";
        means "the connection string of a source, or of the metadata, leads nowhere or is refused";
        cause "localhost in it: inside Hasura's container that is the container itself" => "docker compose config | grep DATABASE_URL";
        cause "the volume was made with another password: POSTGRES_PASSWORD counts at the first start only" => "docker compose logs postgres";
        cause "no pg_hba.conf entry: the server wants TLS (SSL off), or does not admit this user, database or address" => "sslmode=require in the connection string, and the server's pg_hba.conf";
        cure "name the database's service and its port inside (postgres:5432), with the password of the volume";
        see "hasura §7.3";
        test "tests/e2e/explain/foreign.rs" "what_others_say_leads_to_its_page";
    }
    "postgres.too_many_connections": "PostgreSQL has no connection left" {
        says "remaining connection slots are reserved" "sorry, too many clients already" "too many clients already" "too many connections for role …" "too many connections for database …";
        means "Hasura, the core and the application open pools that are together larger than PostgreSQL's max_connections";
        cause "several instances of Hasura, each with a pool for each source" => "SELECT application_name, count(*) FROM pg_stat_activity GROUP BY 1";
        cause "an application that opens a pool for each request or reload" => "the same";
        cure "make the pools smaller (pool_settings of the source, POSTGRESQL_CONNECTION_POOL_SIZE of the core), put a pooler before the database, or raise max_connections";
        see "hasura §7.3";
        test "tests/e2e/explain/foreign.rs" "what_others_say_leads_to_its_page";
    }
}
