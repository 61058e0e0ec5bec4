//! Hasura as a whole: set-up, audit and sandbox.

use super::troubles;

troubles! {
    "hasura.not_hasura": "something else than Hasura answered" {
        says "did not answer like Hasura";
        means "the address answers, and not as Hasura does";
        cause "the endpoint is the auth API's, the console's proxy or a load balancer's page" => "`st-hasura config show --origin`";
        cause "a proxy answers for it: 401 and 403 ask for a sign-in of the proxy's own, 502 to 504 have no Hasura behind them" => "the status in the error; `st-hasura explain '502 Bad Gateway'`";
        cause "a Hasura DDN (v3) project" => "the address ends in ddn.hasura.app";
        cure "correct --hasura-endpoint: Hasura's base URL without /v1/graphql";
        see "hasura §4.1" "hasura §8";
        test "tests/e2e/init/prompts.rs" "an_answer_that_does_not_hold_is_asked_for_again";
    }
    "hasura.no_such_api": "Hasura has no such API here" {
        says "Hasura has no … at";
        means "404 from Hasura itself: the path is wrong or the API is switched off";
        cause "the base URL has a path in it" => "`st-hasura config show`";
        cause "HASURA_GRAPHQL_ENABLED_APIS leaves it out" => "Hasura's environment";
        cure "give Hasura's base URL without /v1/graphql, or switch the API on";
        see "hasura §2.1" "hasura §4.1";
        test "tests/e2e/setup_hasura/bad_input.rs" "names_that_are_not_there_or_never_opened_are_refused";
    }
    "hasura.refused": "Hasura refused" {
        says "access-denied" "invalid-headers";
        means "an admin API of Hasura's said no; its words say why, and have an entry of their own";
        cause "no admin secret, or a wrong one" => "`st-hasura config show --origin`";
        cure "explain its words: st-hasura explain 'TEXT'";
        see "hasura §2.2" "hasura §2.5";
        test "tests/e2e/init/refusals.rs" "an_admin_secret_that_is_refused";
    }
    "hasura.graphql_errors": "Hasura answered with GraphQL errors" {
        says "Hasura answered … with an error";
        means "errors came where data was needed to go on; the words say why, and have an entry of their own";
        cause "the role may not do it, or the token is refused" => "`st-hasura query '{__typename}'`";
        cure "explain its words: st-hasura explain 'TEXT'";
        see "hasura §3.4";
        test "tests/e2e/query.rs" "errors_are_explained_and_exit_7";
    }
    "hasura.unreadable": "Hasura's answer cannot be read" {
        says "Hasura's answer to … cannot be read";
        means "the envelope is right and the content is not";
        cause "another version than v2, or a proxy that changes bodies" => "`st-hasura query -vvv '{__typename}'`";
        cure "run it again with -vvv to see the answer";
        see "hasura §4.1";
        test "tests/e2e/troubles/mod.rs" "the_direction_is_right";
    }
    "setup.token_for_secret": "a token stands where the admin secret belongs" {
        says "what is configured as Hasura's admin secret is a token, and Hasura refuses it";
        means "HASURA_GRAPHQL_ADMIN_SECRET holds what looks like a JWT";
        cause "the wrong variable was filled" => "`st-hasura config show --origin`";
        cure "give the secret that Hasura was started with; no user's token may change metadata";
        see "hasura §2.0";
        test "tests/e2e/setup_hasura/bad_input.rs" "wrong_secrets_tokens_and_other_servers_are_named";
    }
    "setup.old_engine": "this engine cannot be set up" {
        says "this Hasura is …, and set-up needs v2";
        means "set-up needs Hasura v2";
        cause "v1, or DDN" => "/v1/version of the engine";
        cure "upgrade to hasura/graphql-engine v2.26 or later";
        see "hasura §4.1";
        test "tests/e2e/setup_hasura/kinds.rs" "every_engine_is_told_in_words_that_it_knows";
    }
    "setup.no_source": "Hasura has no such source" {
        says "Hasura has no source";
        means "no database is connected under this name";
        cause "none is connected yet" => "`st-hasura setup-hasura plan --database-url-env NAME`";
        cause "it has another name than default" => "the help names those there are";
        cure "choose one with --source, or connect one with --database-url-env NAME";
        see "hasura §4.4";
        test "tests/e2e/setup_hasura/kinds.rs" "a_source_is_connected_by_the_name_of_a_variable";
    }
    "setup.wrong_kind": "the source is no PostgreSQL" {
        says "source … is of kind …, and set-up knows postgres only";
        means "set-up knows postgres sources only";
        cause "the source is another database's" => "the error names its kind";
        cure "choose another with --source";
        test "tests/e2e/setup_hasura/bad_input.rs" "databases_of_other_families_are_named";
    }
    "setup.inconsistent": "the metadata is inconsistent already" {
        says "Hasura's metadata is inconsistent already: … of its objects cannot be used";
        means "objects of it cannot be used, before anything was done";
        cause "a table or column vanished from the database" => "the notes list them";
        cure "mend or drop them first (console: Settings, Metadata Status)";
        see "hasura §4.4";
        test "tests/e2e/setup_hasura/bad_input.rs" "inconsistent_metadata_is_not_built_upon";
    }
    "setup.no_table": "no table has this name" {
        says "no table of source … is called";
        means "nothing in the schemas looked through is called so";
        cause "it is in another schema" => "`st-hasura setup-hasura plan --schema NAME`";
        cure "correct the name; the help lists those that are like it";
        test "tests/e2e/setup_hasura/bad_input.rs" "names_that_are_not_there_or_never_opened_are_refused";
    }
    "setup.no_column": "the table has no such column" {
        means "a column named on the command line or in [setup] is not there";
        cause "a typing mistake, or a migration that has not run" => "the help lists its columns";
        cure "correct the name";
        test "tests/e2e/setup_hasura/bad_input.rs" "names_that_are_not_there_or_never_opened_are_refused";
    }
    "setup.never_opened": "this is never opened to a role" {
        says "is never opened to a role";
        means "tables and columns with passwords, tokens and sessions are not granted, whatever was asked";
        cause "a pattern catches one of SuperTokens' own tables" => "the error names it";
        cure "take it out of the command line or [setup]";
        see "hasura §6.3";
        test "tests/e2e/setup_hasura/bad_input.rs" "names_that_are_not_there_or_never_opened_are_refused";
    }
    "setup.catalogue": "the database's catalogue cannot be read" {
        says "the database's catalogue cannot be read";
        means "run_sql on the catalogue failed";
        cause "Hasura does not reach the database" => "`st-hasura verify-hasura --probe P22`";
        cause "run_sql is not allowed" => "the reason in the error";
        cure "let Hasura reach the database, and run_sql read its catalogue";
        see "hasura §4.4";
    }
    "setup.refused": "Hasura refused a change" {
        says "Hasura refused to";
        means "all changes are one transaction, so nothing was changed";
        cause "something changed between plan and apply" => "`st-hasura setup-hasura plan`";
        cure "plan again to see what is there now";
        see "hasura §4.3";
        test "tests/e2e/setup_hasura/bad_input.rs" "a_table_that_vanishes_meanwhile_stops_everything";
    }
    "setup.conflict": "somebody else changes the metadata" {
        says "somebody else changed Hasura's metadata meanwhile, and again at the second attempt";
        means "the version of the metadata was another one, twice";
        cause "an open console or another deployment" => "`st-hasura setup-hasura plan`";
        cure "close the console's metadata pages, or wait, and run it again; nothing was changed";
        see "hasura §4.3" "hasura §9 no. 27";
        test "tests/e2e/setup_hasura/interrupted.rs" "who_is_always_too_late_gives_up_and_changes_nothing";
    }
    "setup.unanswered": "Hasura did not answer in time" {
        says "Hasura did not answer, and its metadata is as it was … later";
        means "no answer to the change, and the metadata is as it was";
        cause "many tables: the schema is built anew for each command" => "Hasura's load and log";
        cure "run setup-hasura plan before anything else, and raise --timeout";
        see "hasura §4.3";
        test "tests/e2e/setup_hasura/interrupted.rs" "what_is_not_answered_in_time_is_read_back_and_judged";
    }
    "setup.not_proved": "done, and not as planned" {
        says "Hasura said yes, but its metadata is not as planned";
        means "Hasura said yes, and what it has now differs from the plan";
        cause "somebody else changed it in the same moment" => "`st-hasura setup-hasura plan` shows what differs";
        cure "plan and apply again";
        see "hasura §4.3";
    }
    "setup.literal_url": "the database's URL stands in the metadata" {
        says "source … has its database URL in the metadata, password and all";
        means "password and all, so the exported directory would hold it too";
        cause "the source was connected by URL and not by variable" => "the console, Data, source";
        cure "put the URL into Hasura's environment, and name the variable with --database-url-env";
        see "hasura §5";
        test "tests/e2e/setup_hasura/export.rs" "passwords_in_the_metadata_stay_there";
    }
    "setup.not_exportable": "the metadata has what is not exported here" {
        says "the metadata has …, which is not exported here";
        means "the directory has no place for it in this program";
        cause "remote schemas, actions, event triggers and the like" => "the error names it";
        cure "hasura metadata export of hasura-cli writes all of it; nothing was written";
        see "hasura §5";
    }
    "verify.baseline_syntax": "the baseline is no complete JSON" {
        says "the baseline … is no complete JSON";
        means "the file ends in the middle, or is no JSON";
        cause "the run that wrote it was interrupted" => "its last line";
        cure "make it again with st-hasura verify-hasura --output json";
        test "tests/e2e/verify_policy.rs" "a_baseline_says_what_changed_and_excuses_nothing";
    }
    "verify.baseline_foreign": "the baseline is no report of verify-hasura" {
        says "the baseline … is no report of verify-hasura";
        means "the JSON has another form";
        cause "another command's output" => "its member command";
        cure "make one with st-hasura verify-hasura --output json";
        test "tests/e2e/verify_policy.rs" "a_baseline_says_what_changed_and_excuses_nothing";
    }
    "verify.baseline_newer": "the baseline is of a newer version" {
        says "the baseline … has schema …, and this program knows";
        means "its schema is one that this program does not know";
        cause "the version in CI is older than the one that wrote it" => "`st-hasura --version`";
        cure "make it again with this version, or update st-hasura";
        test "tests/e2e/verify_policy.rs" "a_baseline_says_what_changed_and_excuses_nothing";
    }
    "verify.policy_exists": "a policy is there already" {
        means "a draft does not replace a policy unless told so";
        cause "an earlier draft" => "[verify] of st-hasura.toml";
        cure "write elsewhere, or draft anew with --force, which keeps what is accepted";
        test "tests/e2e/verify_policy.rs" "a_draft_accepts_no_leak_and_overwrites_nothing";
    }
    "verify.policy_file": "the policy's file cannot be edited" {
        means "it is no TOML that can be changed without losing what is in it";
        cause "a mistake in it" => "`st-hasura config show`";
        cure "correct it by hand, or write into another file";
    }
    "metadata_files.io": "a file of the metadata cannot be read" {
        means "a file or folder of the metadata is not there, or not readable";
        cause "the path is relative to another folder" => "ls -l";
        cure "check the path and who may read it";
        see "hasura §5";
        test "tests/e2e/verify_offline.rs" "what_is_no_metadata_is_said_with_its_place";
    }
    "metadata_files.nothing": "the folder has no metadata" {
        says "has no metadata: expected a directory with databases/databases.yaml or tables.yaml, a project with a config.yaml beside it, or an export as JSON or YAML";
        means "there is neither databases/databases.yaml nor tables.yaml, no config.yaml that leads to them, and no export";
        cause "the folder above or below was meant" => "look for databases.yaml";
        cure "name the project's folder or its metadata folder; hasura metadata export writes one";
        see "hasura §5";
        test "tests/e2e/verify_offline.rs" "what_is_no_metadata_is_said_with_its_place";
    }
    "metadata_files.syntax": "the metadata is not as hasura-cli writes it" {
        says "not as hasura-cli writes it";
        means "a file is no YAML, or a member has another form than hasura-cli gives it";
        cause "an edit by hand, or a merge that left its marks" => "the error names file and line";
        cure "correct the line and run the command again";
        see "hasura §5";
        test "tests/e2e/verify_offline.rs" "what_is_no_metadata_is_said_with_its_place";
    }
    "metadata_files.include": "an !include leads nowhere" {
        means "what follows !include has to be a file of the metadata folder, named from the file that includes it";
        cause "the file was renamed, or lies outside of the folder" => "the error names file and line";
        cure "correct the name, or export the metadata again";
        see "hasura §5";
        test "tests/e2e/verify_offline.rs" "what_is_no_metadata_is_said_with_its_place";
    }
    "metadata_files.too_large": "the file is larger than any metadata" {
        says "is larger than … bytes";
        means "reading was refused at a limit";
        cause "another file was named" => "its size";
        cure "name the right file";
        test "tests/e2e/verify_offline.rs" "a_file_without_end_is_not_read";
    }
    "metadata_files.no_metadata": "the file holds no metadata" {
        means "it is JSON or YAML, and no export of Hasura's metadata";
        cause "another file was named, or the answer to another command" => "it has to have version and sources";
        cure "hasura metadata export, or export_metadata of /v1/metadata, gives what is expected";
        see "hasura §4.4" "hasura §5";
        test "tests/e2e/verify_offline.rs" "what_is_no_metadata_is_said_with_its_place";
    }
    "sandbox.spawn": "the command cannot be started" {
        means "what follows -- is no program that can be run";
        cause "it is not in PATH, or a shell's own word such as cd" => "sh -c 'COMMAND'";
        cure "give a program and its arguments";
        test "tests/e2e/sandbox/command.rs" "a_command_that_does_not_exist_is_a_usage_error";
    }
    "sandbox.unknown_fault": "there is no such fault" {
        means "--fault names none of the sandbox's";
        cause "a typing mistake" => "`st-hasura sandbox --list-faults`";
        cure "take one of the list";
        test "tests/e2e/sandbox/command.rs" "bad_options_are_named";
    }
    "sandbox.fault_service": "the fault cannot strike this service" {
        means "most faults belong to one service; those of the network travel";
        cause "NAME@SERVICE with a service that the fault does not concern" => "`st-hasura sandbox --list-faults`";
        cure "leave @SERVICE out, or name one that the error allows";
        test "tests/e2e/troubles/mod.rs" "answers_lead_to_their_page";
    }
    "sandbox.fault_count": "the count of a fault is no number" {
        means "NAME:3 strikes the next three requests";
        cause "a word or 0 behind the colon" => "`st-hasura sandbox --list-faults`";
        cure "write NAME, or NAME:3";
        test "tests/e2e/troubles/mod.rs" "answers_lead_to_their_page";
    }
    "sandbox.bind": "a port cannot be listened on" {
        says "EADDRINUSE" "Address already in use";
        means "a double cannot have the port that was asked for";
        cause "another program, often an earlier sandbox, has it" => "ss -ltnp";
        cure "leave the port out and a free one is picked";
        test "tests/e2e/sandbox/command.rs" "a_port_that_is_taken_is_named";
    }
    "sandbox.file": "a file of the sandbox cannot be read" {
        means "--metadata or --data names a file that is not there or not readable";
        cause "the path is relative to another folder" => "ls -l";
        cure "correct the path";
        test "tests/e2e/sandbox/command.rs" "bad_options_are_named";
    }
    "sandbox.input": "the sandbox cannot use a file or value" {
        means "--metadata, --data or another option holds something else than it needs";
        cause "metadata of another form than export_metadata returns" => "the error says what and where";
        cure "correct the value and run the command again";
        test "tests/e2e/sandbox/command.rs" "bad_options_are_named";
    }
    "sandbox.database_unreachable": "the sandbox cannot reach the database" {
        means "--database-url leads nowhere";
        cause "host, port or socket folder are wrong, or the server wants TLS, which the sandbox does not speak" => "psql with the same URL";
        cure "correct the URL";
        test "tests/e2e/postgres/naming.rs" "a_password_stays_off_the_command_line";
    }
    "sandbox.database": "the database does not let itself be read" {
        means "the role may not read all tables, or a column is of a kind that is not known";
        cause "too few rights" => "the notes have its words";
        cure "give a database for tests, and a role that may read all of its tables";
        test "tests/e2e/postgres/naming.rs" "a_password_stays_off_the_command_line";
    }
    "sandbox.crypto": "the cryptography library refused" {
        means "this is a bug";
        cause "a case that nobody thought of" => "the message says where";
        cure "report the command line";
    }
}
