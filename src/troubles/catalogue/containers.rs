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
        says "Error response from daemon: …" "manifest unknown" "pull access denied for …" "no such service: …";
        means "Docker's own words behind the colon say why: an image, a network or a container is not there";
        cause "the image's name or version is misspelt" => "docker pull IMAGE";
        cause "the container was removed, or belongs to another project" => "docker compose ps --all";
        cure "correct the name, or start the stack anew: docker compose up --build --detach --wait";
        see "hasura §7.3";
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
    "postgres.unreachable": "Hasura does not reach its database" {
        says "connection to server at … failed" "could not connect to server: …" "could not translate host name … to address" "password authentication failed for user …" "connection-not-established" "database … does not exist" "remaining connection slots are reserved" "Is the server running on that host and accepting TCP/IP connections";
        means "the connection string of a source, or of the metadata, leads nowhere or is refused";
        cause "localhost in it: inside Hasura's container that is the container itself" => "docker compose config | grep DATABASE_URL";
        cause "the volume was made with another password: POSTGRES_PASSWORD counts at the first start only" => "docker compose logs postgres";
        cure "name the database's service and its port inside (postgres:5432), with the password of the volume";
        see "hasura §7.3";
        test "tests/e2e/explain/foreign.rs" "what_others_say_leads_to_its_page";
    }
}
