//! What Hasura says of a GraphQL request (contracts: hasura §3.4, §2.5).

use super::troubles;

troubles! {
    "hasura.root_field_not_found": "the role has no such root field" {
        says "Cannot query field … on type query_root" "Cannot query field … on type subscription_root" "field … not found in type: query_root" "field … not found in type: subscription_root" "no_queries_available" "no queries are available" "There are no queries available to the current role";
        means "the role has no such root field: table not tracked, no select permission, another naming convention, or aggregates and by_pk not allowed";
        cause "the table is not tracked, or the role has no select permission on it" => "`st-hasura query --introspect` shows the role's schema, `st-hasura query --as admin --introspect` all of it";
        cause "the name has a schema prefix or follows graphql-default: app_notes, appNotes" => "the same";
        cause "…_by_pk needs the key's columns, …_aggregate needs allow_aggregations" => "the permission in the console";
        cause "the metadata is inconsistent, and the table was left out" => "`st-hasura verify-hasura --probe P22`";
        cure "see what the role has: st-hasura query --introspect";
        see "hasura §3.1" "hasura §3.4" "hasura §3.6" "hasura §9 no. 20" "hasura/graphql-engine#8430" "hasura/graphql-engine#10546";
        test "tests/e2e/troubles/mod.rs" "cause_and_cure_are_named";
    }
    "hasura.field_not_found": "the role may not see this field" {
        says "field … not found in type: …";
        means "the role may not see this field, or it does not exist; Hasura does not tell which";
        cause "the column is not in the role's select permission" => "`st-hasura query --introspect` against `st-hasura query --as admin --introspect`";
        cause "a relationship: the role has no select permission on the table behind it" => "the same";
        cause "the name is spelt otherwise: custom names, graphql-default" => "the same";
        cure "see what the role has: st-hasura query --introspect; a relationship also needs a permission on the table behind it";
        see "hasura §3.4" "hasura §3.7" "hasura §9 no. 21" "hasura/graphql-engine#1470";
        test "tests/e2e/query.rs" "errors_are_explained_and_exit_7";
    }
    "hasura.no_mutations": "the role has no such mutation" {
        says "no mutations exist" "no subscriptions exist" "no … exist" "field … not found in type: mutation_root" "Cannot query field … on type mutation_root";
        means "the role has no such mutation";
        cause "no insert, update or delete permission for this role" => "`st-hasura query --introspect`";
        cause "the permission is backend-only, which needs the admin secret and x-hasura-use-backend-only-permissions" => "the permission in the console";
        cure "grant insert, update or delete to the role if it should write";
        see "hasura §3.4" "hasura §3.7";
        test "sandbox/src/hasura/graphql/tests/validation.rs" "kinds_of_operations";
    }
    "hasura.not_in_allow_list": "the query is not on the allow list" {
        says "query is not allowed" "query is not in any of the allowlists";
        means "Hasura's allow list is on, and lets only the queries of its collections pass";
        cause "HASURA_GRAPHQL_ENABLE_ALLOWLIST is true there, and the query is new or spelt otherwise" => "`st-hasura query --as admin QUERY` passes, since admin is exempt";
        cure "ask where HASURA_GRAPHQL_ENABLE_ALLOWLIST is false and the metadata is the same, or add the query to a collection of the metadata's allow_list; the admin secret is exempt";
        see "hasura §3.4";
        test "tests/e2e/verify/causes.rs" "an_allow_list_that_keeps_us_out_proves_nothing";
    }
    "hasura.variable_type": "a variable is declared with another type" {
        says "variable … is declared as …, but used where … is expected";
        means "the variable's declared type is not the one the argument has; for a SuperTokens user id that is bpchar!, not ID! or String!";
        cause "the type was guessed: CHAR(36) is bpchar, a uuid is uuid, a bigint is bigint" => "`st-hasura query --introspect`";
        cure "declare the variable with the argument's type (st-hasura query --introspect shows it)";
        see "hasura §3.2" "hasura §3.4";
        test "tests/e2e/troubles/mod.rs" "refusals_lead_to_their_page";
    }
    "hasura.variable_missing": "a variable has no value" {
        says "expecting a value for non-nullable variable: …" "null value found for non-nullable type: …" "unexpected null value for type …" "unbound variable …" "missing required field …";
        means "a variable that must not be null has no value";
        cause "it was not sent, is spelt otherwise, or is undefined in the client and left out of the JSON" => "`st-hasura query --var NAME=VALUE QUERY`";
        cause "_eq: null, which Hasura refuses: _is_null is meant" => "the query's text";
        cure "give it with --var NAME=VALUE";
        see "hasura §3.4";
        test "tests/e2e/troubles/mod.rs" "refusals_lead_to_their_page";
    }
    "hasura.syntax": "the text is no GraphQL document" {
        says "not a valid graphql query";
        means "the text is not a GraphQL document";
        cause "braces or quotes do not close, or a name stands twice in an object" => "`st-hasura query --file FILE`";
        cause "the shell ate a $ or the quotes" => "echo the text, or put it into a file";
        cure "check braces and quotes; is the shell eating a $ ? put the query in single quotes or in a file (--file)";
        see "hasura §3.4";
        test "tests/e2e/troubles/mod.rs" "refusals_lead_to_their_page";
    }
    "hasura.request_body": "the body is no GraphQL request" {
        says "invalid-json" "parse-failed" "Unexpected …, expecting JSON value" "Unexpected end-of-input, expecting JSON value" "parsing … failed, key … not found" "parsing … failed, expected …, but encountered …" "PersistedQueryNotSupported" "Trailing garbage" "expecting record key literal or }" "expected … or …, encountered …" "expected …, but encountered …" "multiple definitions for …" "key … not found";
        means "Hasura cannot read the body as {\"query\": text, \"variables\": object}";
        cause "the body is no JSON, empty, or a form" => "`st-hasura query --curl QUERY` prints a request that is right";
        cause "the member is not called query, or variables is a list or a text" => "the same";
        cause "GET was sent, or a persisted query of Apollo's" => "the client's settings";
        cure "send POST with JSON: {\"query\": \"…\", \"variables\": {}}";
        see "hasura §3.4" "hasura §2.1";
        test "sandbox/src/hasura/endpoints/tests.rs" "graphql_always_says_200";
    }
    "hasura.validation_failed": "the query does not fit the schema of the role" {
        says "validation-failed" "… has no argument named …" "missing selection set for …" "unexpected subselection set for non-object field" "expected one of the values … for type …, but found …" "expected … for type …, but found …" "inconsistent arguments between multiple selections of field …" "selection of both … specify the same response name" "directive … is not defined in the schema" "directive … is not allowed on …" "the following directives are used more than once" "reference to undefined fragment …" "fragment definition(s) … form a cycle" "unexpected variables in variableValues" "exactly one operation has to be present" "no such operation found in the document" "subscriptions must select one top level field" "distinct_on columns must match initial order_by columns" "one streaming column field is expected" "multiple column cursors are not supported yet" "Column found in multiple operators" "lies outside the bounds or is not an integer" "introspection is disabled for role" "Introspection at root field level is not supported over subscriptions" "only queries can be explained";
        means "the query does not fit the schema of this role";
        cause "an argument or value has another form than the schema says" => "`st-hasura query --introspect` prints the schema of the role";
        cause "a variable, fragment or operation is named and not there" => "the query's text";
        cause "the query was written for admin, whose schema is wider" => "`st-hasura query --as admin --introspect`";
        cure "compare it with st-hasura query --introspect";
        see "hasura §3.4" "hasura §3.5";
        test "tests/e2e/subscriptions/double.rs" "errors_of_an_operation_end_it_alone";
    }
    "hasura.subscription_over_http": "a subscription was sent over HTTP" {
        says "subscriptions are not supported over HTTP, use websockets instead";
        means "a subscription needs a WebSocket";
        cause "the client has no WebSocket link for subscriptions" => "`st-hasura query --over graphql-transport-ws QUERY` sends it over one";
        cure "write it as a query";
        see "hasura §2.3" "hasura §3.4";
        test "tests/e2e/troubles/mod.rs" "refusals_lead_to_their_page";
    }
    "hasura.check_failed": "the new row is one that the role may not write" {
        says "check constraint of an insert/update permission has failed" "permission has failed" "Check constraint violation. insert check constraint failed" "insert check constraint failed" "Check constraint violation. update check constraint failed" "permission-error";
        means "the new row is one that the role may not write";
        cause "the owner's column was left to the client, and holds another id than the token's" => "the check in the console; a preset fills the column from the token";
        cause "an update takes the row out of what its check admits" => "the same";
        cure "correct the values, or the check of the role's permission";
        see "hasura §3.4" "hasura §3.7" "hasura/graphql-engine#1649" "hasura/graphql-engine#3658";
        test "sandbox/src/hasura/graphql/tests/mutations.rs" "what_is_refused_leaves_nothing_behind";
    }
    "hasura.constraint": "the database refused the row" {
        says "constraint-violation" "Uniqueness violation. …" "Foreign key violation. …" "Not-NULL violation. …" "Check constraint violation. …" "duplicate key value violates unique constraint" "violates foreign key constraint" "violates not-null constraint";
        means "the database refused the row: unique, foreign key, not null or check constraint";
        cause "the row is there already, or what it refers to is not" => "the constraint's name in the message says which";
        cause "a user of SuperTokens has no row in the application's own table yet" => "`st-hasura users list`";
        cure "correct the values";
        see "hasura §3.4";
        test "sandbox/src/hasura/graphql/tests/mutations.rs" "what_is_refused_leaves_nothing_behind";
    }
    "hasura.bad_value": "a value does not fit the column's type" {
        says "data-exception" "invalid input syntax for type …" "value too long for type …" "value … is out of range for type …" "invalid input value for enum …" "invalid input syntax for type json" "unsupported Unicode escape sequence" "invalid regular expression: …" "cannot delete …" "OFFSET must not be negative" "LIMIT must not be negative";
        means "a value does not fit the column's type; in a permission, the session variable has another form than the column";
        cause "a filter compares a uuid column with SuperTokens' CHAR(36) id of another form, or a number with text" => "`st-hasura token --decode` against the column's type";
        cause "an argument of the query" => "its path in the error";
        cure "compare the column's type with the claim or variable (a user id is CHAR(36), not uuid)";
        see "hasura §2.5" "hasura §3.4";
        test "sandbox/src/hasura/graphql/tests/queries.rs" "columns_of_all_types";
    }
    "hasura.internal": "Hasura or its database failed" {
        says "database query error" "Internal Server Error … unexpected" "unexpected … Internal Server Error" "postgres-error" "postgres-max-connections-error" "query execution failed" "connection error" "no resolver for the root field …" "the metadata storage does not answer" "error while executing pg_dump";
        means "Hasura or its database failed; the reason is in Hasura's log, or in the answer as admin";
        cause "PostgreSQL refused the statement: a view, a function or a type changed beneath the metadata" => "`st-hasura query --as admin QUERY` shows `internal`";
        cause "{T_aggregate{aggregate{__typename}}} alone: ask for count as well" => "add count to the query";
        cause "the database is down, or out of connections" => "Hasura's log";
        cure "read Hasura's log (query-log, http-log)";
        see "hasura §2.1" "hasura §3.4";
        faults "metadata-fails";
        test "sandbox/src/hasura/graphql/tests/queries.rs" "an_aggregate_of_nothing_but_its_typename_fails_unless_one_row_matches";
    }
    "hasura.other": "Hasura gave a reason that is not in this program's list" {
        says "bad-request" "not-supported" "coercion-error" "remote-schema-error" "template-resolution-failed" "data-connector-error" "mssql-error" "bigquery-error" "Not a valid boolean text" "http exception when calling webhook" "not a valid json response from webhook";
        means "Hasura gave a reason that is not in this program's list";
        cause "the code is one of a part of Hasura's that this program does not use" => "the code is one of those in the contract";
        cure "read the message; st-hasura -vvv shows the exchange";
        see "hasura §2.5";
        test "tests/e2e/recorded/mod.rs" "a_project_with_much_that_is_not_served_starts_and_says_so";
    }
    "hasura.counts_too_large": "counts are larger than lists" {
        says "count is larger than the list" "aggregate counts more rows";
        means "a permission's limit binds lists and not aggregates, so a count says how many rows there are";
        cause "the select permission has a limit and allows aggregations" => "`st-hasura verify-hasura --probe P07`";
        cause "the aggregate goes through a table whose filter is wider" => "the same";
        cure "switch allow_aggregations off where counts should not be known";
        see "hasura §3.7" "hasura §9 no. 24" "hasura/graphql-engine#1837";
        faults "aggregate-unfiltered";
        test "tests/e2e/troubles/quiet.rs" "what_the_audit_finds_has_a_page";
    }
    "hasura.sandbox_limits": "the sandbox does not do this" {
        says "the sandbox …" "double of the SDK" "belong to the core and cannot be changed here";
        means "the sandbox is a double for tests: what it does not serve it says, where a real engine would answer";
        cause "the metadata or the request needs what only a real engine has" => "`st-hasura sandbox --list-faults` and the documentation of sandbox";
        cure "ask a real engine with the same metadata";
        see "hasura §4.4";
        test "tests/e2e/recorded/mod.rs" "a_project_with_much_that_is_not_served_starts_and_says_so";
    }
    "hasura.inconsistent_metadata": "part of the metadata is inconsistent" {
        says "message: environment variable … not set" "Inconsistent object: environment variable … not set" "inconsistent objects in schema" "cannot continue due to … inconsistent metadata" "inconsistent metadata" "Inconsistent object: …" "cannot include … in the GraphQL schema" "is not a valid GraphQL identifier" "Encountered conflicting definitions in the selection set";
        means "objects of the metadata name what the database or another object does not have; Hasura leaves them out of every schema";
        cause "a column, table or role was renamed or dropped in the database" => "`st-hasura verify-hasura --probe P22` lists them with reasons";
        cause "two tables of different sources have one root field" => "the same";
        cause "an environment variable that a source, an action or a remote schema names is not set in Hasura's container" => "docker compose config shows what it is given";
        cure "mend the metadata, the database or the variable, then reload the metadata";
        see "hasura §4.1" "hasura §4.4";
        test "tests/e2e/setup_hasura/bad_input.rs" "a_table_that_vanishes_meanwhile_stops_everything";
    }
}
