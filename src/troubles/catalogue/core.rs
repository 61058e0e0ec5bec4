//! What the core says, asked directly (contracts: supertokens §5, §7).

use super::troubles;

troubles! {
    "core.key_refused": "the core refuses the API key" {
        says "Invalid API key" "the core refuses the API key";
        means "the core has API keys, and none or another one was sent";
        cause "no key is configured here" => "`st-hasura config show --origin`";
        cause "the key is old, or one of another core" => "API_KEYS in the core's environment";
        cure "give the right key with ST_HASURA_CORE_API_KEY or core_api_key_file";
        see "supertokens §5.1" "supertokens §6 no. 16";
        faults "core-wrong-key";
        test "src/supertokens/tests.rs" "a_refused_api_key_is_not_mistaken_for_anything_else";
    }
    "core.unknown_version": "the core speaks no version that this program knows" {
        says "cdi-version … not supported" "the core speaks CDI …, none of which this program knows";
        means "/apiversion offers none of CDI 2.8 to 5.x";
        cause "the core is much older or newer than this program" => "curl CORE/apiversion";
        cure "use a core between 3.9 and 12, or update st-hasura";
        see "supertokens §5.1";
        faults "core-cdi-mismatch";
        test "tests/e2e/sandbox/cdi.rs" "refusals_are_plain_sentences";
    }
    "core.bad_answer": "the core answered outside its contract" {
        says "Not found" "Method not supported" "Internal Error" "Invalid Json Input" "Field name … is invalid in JSON input" "Field name … is missing in GET request" "Field name … cannot be an empty String" "Field name … must be an int in the GET request" "… must be greater than 0" "… must be greater than or equal to 0" "… cannot be an empty string" "Only public tenantId can call this app specific API" "AppId or tenantId not found" "The user payload contains protected field" "Invalid JSON input - use one of userId or sessionHandles array" "Please provide exactly one of userId or email" "max limit allowed is 500" "limit must a positive integer" "timeJoinedOrder can be either ASC OR DESC" "invalid pagination token" "UNSUPPORTED_ALGORITHM_ERROR" "io.supertokens" "the core answered … with";
        means "the core refused the form of a call, or is not a core";
        cause "ST_HASURA_CORE_URI leads to the auth API or a proxy" => "curl CORE/hello must say Hello";
        cause "the path has an app or tenant that the core does not have" => "`st-hasura config show`";
        cause "the core's database is down" => "the core's log";
        cure "check ST_HASURA_CORE_URI, and the core's log";
        see "supertokens §5.1" "supertokens §7";
        test "tests/e2e/users.rs" "a_core_that_cannot_remove_is_an_error";
    }
    "core.no_database": "the core ends, since its database is not there" {
        says "Error connecting to PostgreSQL instance" "Error connecting to MySQL instance" "What caused the crash: …" "io.supertokens.pluginInterface.exceptions.DbInitException" "QuitProgramException" "HikariPool$PoolInitializationException" "Failed to initialize pool: …" "SQLTransientConnectionException: SuperTokens…" "postgresql_connection_uri is not set" "role … does not exist";
        means "a core that was told of a database ends where it cannot use it; the auth API then says that no core is available";
        cause "PostgreSQL is not up yet, or localhost is in the URI: in a container that is the container itself" => "docker compose logs of the database, and POSTGRESQL_CONNECTION_URI or POSTGRESQL_HOST of the core";
        cause "user, password or database of the URI are not those that the volume was made with" => "psql with the same URI";
        cause "the folder for its web server cannot be written: a read-only container, or another user" => "the words behind `What caused the crash`";
        cure "correct the core's POSTGRESQL_… variables, and let it wait for the database (depends_on with service_healthy); without any it keeps users in memory";
        see "supertokens §5.1" "supertokens §6 no. 16" "supertokens/supertokens-docker-postgresql#46" "supertokens/supertokens-docker-postgresql#24" "supertokens/supertokens-docker-postgresql#44" "supertokens/supertokens-core#753";
        test "tests/e2e/explain/foreign.rs" "what_others_say_leads_to_its_page";
    }
    "core.not_migrated": "the core's tables are of another version than the core" {
        says "io.supertokens.pluginInterface.exceptions.DbInitException … column … does not exist" "DbInitException … column … does not exist" "column app_id referenced in foreign key constraint does not exist" "column sess.… does not exist" "prev_refresh_token_hash_2 does not exist";
        means "the core makes tables that are missing and changes none that are there: a newer core on old tables lacks columns";
        cause "the image was upgraded, or its tag is latest, and the volume is of before" => "the core's version in its log, against the one before";
        cause "two cores of different versions share one database" => "docker ps, or the deployments that have the same POSTGRESQL_… variables";
        cure "run the migrations of each version in between, as SuperTokens' changelog has them, or go back to the version before; an empty database needs none";
        see "supertokens §5.1";
        test "tests/e2e/explain/foreign.rs" "what_others_say_leads_to_its_page";
    }
    "core.first_start": "the core finds its database empty, and makes its tables" {
        says "relation apps does not exist" "relation key_value does not exist";
        means "a core asks an empty database for its tables, and makes them when it hears that there are none: PostgreSQL logs the question as an error, and it is none";
        cause "it is the first start with this database" => "the core goes on, and curl CORE/hello says Hello";
        cause "where it was not empty before: the core is connected to another database or schema" => "POSTGRESQL_CONNECTION_URI and POSTGRESQL_TABLE_SCHEMA of the core";
        cure "nothing, at a first start; else give the core the database that it had";
        see "supertokens §5.1";
        test "tests/e2e/explain/foreign.rs" "what_others_say_leads_to_its_page";
    }
    "core.shared": "the core is shared with everybody" {
        says "is shared with everybody: its users are not yours alone";
        means "users of a core that SuperTokens runs for everybody are not listed or removed here";
        cause "ST_HASURA_CORE_URI is try.supertokens.io or its like" => "`st-hasura config show --origin`";
        cure "set ST_HASURA_CORE_URI to a core of your own";
        see "supertokens §6 no. 17";
        test "tests/e2e/users.rs" "the_core_must_be_known_and_one_s_own";
    }
    "core.unknown_user": "the core knows no such user" {
        says "UNKNOWN_USER_ID_ERROR" "UNKNOWN_EMAIL_ERROR" "the core knows no user";
        means "nobody has this id or address in the tenant asked";
        cause "the address is not whole, or the user is in another tenant" => "`st-hasura users list`";
        cure "name the user as the list shows them; nothing was removed";
        see "supertokens §7";
        test "tests/e2e/users.rs" "a_name_too_many_and_nothing_happens";
    }
    "core.ambiguous_user": "the name does not name one user" {
        says "does not name one user";
        means "an address is used by several accounts";
        cause "accounts of several login methods are not linked" => "`st-hasura users list --email ADDRESS`";
        cure "name the user by id; nothing was removed";
        see "supertokens §7";
        test "tests/e2e/users.rs" "linked_and_double_accounts_are_not_guessed_at";
    }
    "core.user_changed": "the user changed between listing and removal" {
        says "user … is no longer the one that was looked up";
        means "the record read again by id is not the one that was listed";
        cause "somebody else changed or removed the user meanwhile" => "`st-hasura users list`";
        cure "list the users again; nothing was removed";
        see "supertokens §7";
        test "src/supertokens/tests.rs" "the_core_finds_and_removes_one_user";
    }
}
