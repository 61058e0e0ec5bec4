//! The command line, the configuration and files of the project.

use super::troubles;

troubles! {
    "usage.invalid": "the command line cannot be meant" {
        means "an option is missing, unknown, or contradicts another";
        cause "a typing mistake, or options of two ways to do one thing" => "`st-hasura --help`";
        cure "the help below the error says what to type instead";
        test "tests/e2e/init/refusals.rs" "bad_values";
    }
    "io.failed": "a file or stream cannot be read or written" {
        means "the operating system refused a file that was named on the command line, or a stream";
        cause "the path is relative to another folder, or not readable" => "ls -l";
        cure "correct the path or its permissions";
        test "tests/e2e/troubles/mod.rs" "answers_lead_to_their_page";
    }
    "run.interrupted": "interrupted" {
        means "Ctrl-C ended the command; what it had made for itself was removed, or is named";
        cause "somebody pressed Ctrl-C, or the job was cancelled" => "exit status 130";
        cure "run it again; a second Ctrl-C ends the tidying up too";
        test "tests/e2e/prompts.rs" "ctrl_c_at_the_password_leaves_a_sane_terminal_and_exits_130";
    }
    "run.stopped": "somebody else stopped the run" {
        says "stopped by signal … the run broke off";
        means "SIGTERM, SIGHUP or SIGQUIT ended the command; what it had made for itself was removed, or is named";
        cause "the CI job was cancelled or ran out of time" => "the job's log says so";
        cause "the terminal was closed" => "nohup keeps a run alive";
        cure "run it again; the status is that of the signal, 143 for SIGTERM";
        test "tests/e2e/signals.rs" "every_signal_tidies_reports_and_kills";
    }
    "run.unfinished": "a report of a run that has not ended" {
        says "the run has not ended";
        means "a report says so from the moment that its run begins, so that an earlier run's never passes for it";
        cause "the run is still at work" => "wait for it";
        cause "the run was killed (SIGKILL, out of memory, power)" => "its log ends in the middle";
        cure "run it again";
        test "tests/e2e/signals.rs" "a_report_says_that_its_run_has_not_ended";
    }
    "run.internal": "a broken promise inside st-hasura" {
        means "this is a bug";
        cause "a case that nobody thought of" => "the message says where";
        cure "report the command line, without secrets";
    }
    "explain.others": "the message is another program's" {
        says "and none of Hasura, SuperTokens or st-hasura";
        means "its words are those of a program that this catalogue does not know, whatever else they sound like";
        cause "several services write into one log" => "give the lines of Hasura or the auth API alone";
        cure "look it up in that program's documentation";
        test "tests/e2e/explain/foreign.rs" "messages_of_other_programs_are_not_explained_as_ours";
    }
    "explain.unknown": "nothing is known about this text" {
        says "nothing is known about this text";
        means "no code, probe, rule or fault has this name, and no known message is in the text";
        cause "the message was cut, or is one of the application's own" => "`st-hasura explain --list` prints all that is known";
        cause "the newest versions of SDK or engine say it in other words" => "try the part of it that has no names of yours";
        cure "give the whole line, or one of the entries that are near";
        test "tests/e2e/explain/mod.rs" "what_is_not_known_is_an_error_that_repeats_nothing";
    }
    "config.unsendable_secret": "a secret that no header can carry" {
        says "ends with a line break, which no header can carry" "holds a line break, which no header can carry" "begins or ends with a blank, which is lost on the way to the server" "holds a character that no header can carry" "invalid character in header content";
        means "the admin secret or the core's key is sent as a header, and this value cannot be one as it stands";
        cause "the value was written with echo, which puts a line break behind it, into a file or a Kubernetes secret" => "printf %s \"$HASURA_GRAPHQL_ADMIN_SECRET\" | od -c | tail -2";
        cause "a blank or quotation mark was copied along" => "the same";
        cure "write it without: printf %s VALUE; where Hasura was started with the line break in it, give it the clean one too";
        see "hasura §2.0" "hasura/graphql-engine#5563";
        test "tests/e2e/troubles/mod.rs" "cause_and_cure_in_files_are_named";
    }
    "config.unreadable": "a configuration file cannot be read" {
        means "the file is there, or was named, and the operating system refused it";
        cause "its permissions, or a folder of that name" => "`st-hasura config paths`";
        cure "make it readable, or name another with --config";
        test "tests/e2e/troubles/mod.rs" "answers_lead_to_their_page";
    }
    "config.syntax": "the configuration is no TOML" {
        means "the file cannot be parsed from the line named on";
        cause "quotes are missing around a text, or a table's name stands twice" => "the line";
        cure "correct the line; https://toml.io has the format";
        test "tests/e2e/config.rs" "broken_toml_never_quotes_the_line";
    }
    "config.unknown_key": "the configuration has an unknown key" {
        says "unknown key";
        means "a name that means nothing is more often misspelt than meant, so it is an error";
        cause "a typing mistake, or a key of another table" => "`st-hasura config show` lists the keys";
        cure "correct the name";
        test "tests/e2e/config.rs" "an_unknown_key_is_named_with_the_nearest_known_one";
    }
    "config.wrong_type": "a value of the configuration has the wrong type" {
        says "must be …, but a … is there";
        means "a text, number, truth value or list is wanted where another is";
        cause "quotes around a number or truth value, or none around a text" => "the error says what is wanted";
        cure "write the value in the form that is wanted";
        test "tests/e2e/config.rs" "a_wrong_type_shows_the_line_and_not_the_value";
    }
    "config.secret_in_file": "a secret stands in the configuration" {
        says "is a secret and does not belong in a configuration file";
        means "configuration files are committed, so secrets are not read from them";
        cause "the admin secret or the core's key was written into st-hasura.toml" => "the error names line and key";
        cure "remove it, change the secret if it was committed, and use the variable or the …_file key";
        test "tests/e2e/config.rs" "a_secret_in_a_file_is_refused_with_the_ways_to_give_it";
    }
    "config.policy": "the policy cannot be meant" {
        means "something in [verify] contradicts itself or has no effect";
        cause "a misspelt role or table, an exception without reason or end" => "`st-hasura verify-hasura --write-policy FILE` drafts one";
        cure "the help below the error says what would be right";
        test "tests/e2e/verify_policy.rs" "what_is_accepted_stays_visible_and_fails_nobody_until_its_day";
    }
    "config.bad_value": "a value cannot be used" {
        says "(…) must be …, not";
        means "an option, variable or key has a value of another form than it needs";
        cause "an environment variable meant for something else" => "`st-hasura config show --origin`";
        cure "correct it where the error says that it comes from";
        test "tests/e2e/config.rs" "a_bad_value_names_its_place_and_strips_user_info";
    }
    "config.unknown_profile": "there is no such profile" {
        says "there is no profile";
        means "no configuration file defines [profiles.NAME]";
        cause "a typing mistake, or the file is in another folder" => "`st-hasura config paths`";
        cure "choose one of those that the help names, or add it";
        test "tests/e2e/config.rs" "a_profile_overrides_the_top_of_its_file";
    }
    "config.missing": "something is not configured" {
        says "is not configured";
        means "the command needs a value that nobody gave";
        cause "there is no st-hasura.toml here or above" => "`st-hasura config show --origin`";
        cure "give the option, variable or key that the help names, or let st-hasura init find them";
        test "tests/e2e/setup_hasura/bad_input.rs" "wrong_secrets_tokens_and_other_servers_are_named";
    }
    "config.secret_on_command_line": "a secret stands on the command line" {
        says "wants the name of a file or of an environment variable, or -";
        means "every user of the machine can read it (ps), and shells keep it";
        cause "the value was given in place of a file's name" => "the option wants a file, a variable's name or -";
        cure "put it into a file, a variable or standard input, and change it if others use the machine";
        test "tests/e2e/troubles/mod.rs" "answers_lead_to_their_page";
    }
    "config.no_home": "there is no place for sessions" {
        says "cannot tell where to keep sessions: HOME is not set";
        means "neither HOME nor ST_HASURA_HOME nor XDG_STATE_HOME is set, and the command keeps a session";
        cause "a container or service without an environment" => "`st-hasura config paths`";
        cure "set HOME or ST_HASURA_HOME";
        test "tests/e2e/troubles/quiet.rs" "without_a_home_there_is_no_place_for_sessions";
    }
    "config.not_utf8": "a variable cannot be read" {
        says "the environment variable … is not UTF-8";
        means "a variable that st-hasura reads is set, and holds bytes that are no text in UTF-8";
        cause "a password or path typed in a terminal with another encoding" => "`printenv NAME | od -c`";
        cure "set it again in UTF-8, or unset it; without this error it would count as unset";
        test "tests/e2e/environment.rs" "a_variable_that_is_not_utf_8_is_named";
    }
    "project.exists": "the files are there already" {
        means "a scaffold does not overwrite files with other contents unless told so";
        cause "an earlier run, and changes since" => "the same command with --dry-run shows the difference";
        cure "keep them, or overwrite them with --force; nothing was written";
        test "tests/e2e/init/mod.rs" "a_file_that_is_there_changes_by_force_alone_and_keeps_the_rest";
    }
    "project.not_a_file": "something else than a file is there" {
        says "is …, not a file";
        means "a folder, device or broken link stands where a file belongs";
        cause "the path names a folder" => "ls -ld";
        cure "move it away, or name another place; nothing was written";
        test "src/project/tests.rs" "what_is_no_file_is_in_the_way";
    }
    "project.not_a_folder": "a file stands where a folder belongs" {
        says "is not a folder";
        means "a part of the path is a file";
        cause "the path is one too long" => "ls -ld";
        cure "move it away, or name another place; nothing was written";
        test "tests/e2e/scaffold/auth_api.rs" "other_peoples_folders_are_left_alone";
    }
    "project.read_only": "the file is read-only" {
        means "the file may not be changed, so it was not";
        cause "its mode, or a checked-out file under lock" => "ls -l";
        cure "make it writable, or name another file; nothing was written";
        test "tests/e2e/jwt_secret_apply/file.rs" "a_read_only_file_stays_as_it_is";
    }
    "project.changed": "somebody else changed the file meanwhile" {
        says "was changed by somebody else meanwhile";
        means "the file is not the one that was read and shown";
        cause "an editor or a formatter saved it" => "the file's date";
        cure "run the command again; nothing was written";
    }
    "project.io": "a file of the project cannot be read or written" {
        means "the operating system refused";
        cause "the folder is not writable: files are replaced by a new one beside them" => "ls -ld";
        cure "make the folder writable; nothing was written";
        test "tests/e2e/init/refusals.rs" "a_folder_that_is_read_only";
    }
    "project.half_written": "writing failed half-way" {
        says "cannot write …: …; not put back";
        means "a disk filled up or a folder vanished between two files, and putting back failed too";
        cause "no space is left" => "df";
        cure "restore the files named from version control, or run it again when there is room";
    }
    "init.missing": "something has to be known and was not found" {
        says "is missing: nobody said where it is, and it was not found";
        means "init asks, looks at what runs here, and needs to be told the rest";
        cause "nothing runs yet, and --no-input allows no question" => "`st-hasura init --dry-run`";
        cure "give the option that the help names, or start the servers first";
        test "tests/e2e/init/refusals.rs" "nothing_said_and_nothing_found";
    }
    "init.bad_find": "what was found is no URL" {
        says "is no http or https URL";
        means "a variable or file that init read holds something else than an address";
        cause "a placeholder such as ${PORT}, or a bare host" => "the error names where it stands";
        cure "correct it there, or give the option";
        test "tests/e2e/init/refusals.rs" "bad_values";
    }
    "init.no_auth_api": "no SuperTokens SDK answers at this origin" {
        says "no SuperTokens SDK answers at";
        means "the usual base paths were tried: /auth, /api, /api/auth and none";
        cause "a base path of its own" => "apiBasePath in the auth API's init";
        cause "the front end or another server was named" => "open the URL in a browser";
        cure "give --api-base-path, or correct --api-url";
        see "supertokens §1.1" "supertokens §6 no. 6";
        test "tests/e2e/init/refusals.rs" "whoever_answers_must_be_who_they_are_said_to_be";
    }
    "init.not_editable": "the file cannot be changed" {
        means "st-hasura.toml is no TOML that can be edited without losing what is in it";
        cause "a mistake in it" => "`st-hasura config show`";
        cure "correct it by hand, or move it away";
    }
    "jwt_secret.not_yaml": "the file is no YAML" {
        says "not YAML, from line … on";
        means "the compose file cannot be parsed from the line named on";
        cause "tabs, or a quote that does not close" => "docker compose config";
        cure "correct it by hand first; nothing was written";
        test "tests/e2e/jwt_secret_apply/file.rs" "what_cannot_be_changed_is_said_and_left";
    }
    "jwt_secret.not_compose": "the file is no compose file" {
        says "no compose file: it has no services";
        means "it is YAML without services";
        cause "a Kubernetes manifest or another file was named" => "`st-hasura jwt-secret --to k8s` prints what that needs";
        cure "name a compose file or a .env file; nothing was written";
        test "tests/e2e/jwt_secret_apply/file.rs" "what_cannot_be_changed_is_said_and_left";
    }
    "jwt_secret.no_engine": "no service runs graphql-engine" {
        says "no service runs graphql-engine";
        means "no image of the compose file is Hasura's";
        cause "the image is built or renamed" => "the help names the services";
        cure "choose with --service; nothing was written";
        test "tests/e2e/jwt_secret_apply/file.rs" "what_cannot_be_changed_is_said_and_left";
    }
    "jwt_secret.no_service": "there is no such service" {
        says "there is no service";
        means "--service names none of the compose file's";
        cause "a typing mistake, or the service is in another file" => "the help names the services";
        cure "choose one of them; nothing was written";
        test "tests/e2e/jwt_secret_apply/file.rs" "what_cannot_be_changed_is_said_and_left";
    }
    "jwt_secret.several_engines": "several services run graphql-engine" {
        says "several services run graphql-engine";
        means "each of them may be the one that is meant";
        cause "one for migrations and one for serving, or two stages in one file" => "the error names them";
        cure "choose one with --service; nothing was written";
        test "tests/e2e/jwt_secret_apply/file.rs" "what_cannot_be_changed_is_said_and_left";
    }
    "jwt_secret.bad_environment": "the service's environment has no usable form" {
        says "the environment of service … is neither a mapping nor a list";
        means "environment is neither NAME: value lines nor a list of NAME=value";
        cause "a value stands where the lines belong" => "docker compose config";
        cure "write it as NAME: value lines; nothing was written";
        test "tests/e2e/jwt_secret_apply/file.rs" "what_cannot_be_changed_is_said_and_left";
    }
    "jwt_secret.unclosed": "a quote is never closed" {
        says "the value in line … has a quote that is never closed";
        means "the value in the .env file begins with a quote that has no end";
        cause "the JSON has quotes of the same kind" => "the line named";
        cure "correct it by hand first; nothing was written";
        test "tests/e2e/jwt_secret_apply/file.rs" "what_cannot_be_changed_is_said_and_left";
    }
    "jwt_secret.entangled": "the value cannot be replaced safely" {
        says "the value in line … cannot be replaced without touching what is around it";
        means "anchors, merges or several values in one line would be changed too";
        cause "the value is shared by an anchor" => "the line named";
        cure "put in by hand what st-hasura jwt-secret --to compose prints; nothing was written";
    }
    "cloud.token": "Hasura Cloud refused the access token" {
        says "Hasura Cloud refused the personal access token";
        means "the personal access token is wrong, deleted or expired";
        cause "it was copied in part: it is shown once" => "the dashboard, My Account, Access Tokens";
        cure "make a new one in the dashboard";
        see "hasura §7.1";
        test "tests/e2e/jwt_secret_apply/cloud.rs" "refusals_are_told_apart";
    }
    "cloud.no_project": "Hasura Cloud knows no such project" {
        says "Hasura Cloud knows no project … for this token";
        means "the id is none of a project that this token may see";
        cause "the tenant's id was given" => "the help names its project";
        cause "the token belongs to another account" => "the dashboard";
        cure "take the id from the dashboard's address: cloud.hasura.io/project/ID";
        see "hasura §7.1";
        test "tests/e2e/jwt_secret_apply/cloud.rs" "refusals_are_told_apart";
    }
    "cloud.refused": "Hasura Cloud refused" {
        says "Hasura Cloud refused …: …";
        means "its API answered with an error about neither token nor project";
        cause "the value is refused, or a limit reached" => "its words";
        cure "set the variable in the dashboard: project, Env vars";
        see "hasura §7.1";
        test "tests/e2e/jwt_secret_apply/cloud.rs" "refusals_are_told_apart";
    }
    "cloud.not_cloud": "something else than Hasura Cloud answered" {
        says "the answer with status … is none of Hasura Cloud's API";
        means "the status and body are none of its API's";
        cause "a proxy, or an outage" => "https://status.hasura.io";
        cure "set the variable in the dashboard: project, Env vars";
        see "hasura §7.1";
        test "tests/e2e/jwt_secret_apply/cloud.rs" "refusals_are_told_apart";
    }
    "cloud.unreadable": "Hasura Cloud's answer lacks something" {
        says "Hasura Cloud answered … without";
        means "its API may have changed";
        cause "a new version of it" => "the error names what is missing";
        cure "set the variable in the dashboard: project, Env vars";
        see "hasura §7.1";
        test "tests/e2e/jwt_secret_apply/cloud.rs" "refusals_are_told_apart";
    }
    "cloud.not_back": "the engine is not back in time" {
        says "the value is set, but after … seconds the engine is not ready";
        means "the value is set, and the engine does not take tokens yet";
        cause "Hasura Cloud cannot reach jwk_url, so the engine does not start" => "`st-hasura jwt-secret lint --live FILE`";
        cause "it needs longer" => "the project's health in the dashboard";
        cure "look at the project's logs in the dashboard, or wait with --wait SECONDS";
        see "hasura §7.1";
        test "tests/e2e/jwt_secret_apply/cloud.rs" "an_engine_that_does_not_come_back_is_said";
    }
    "expose.no_tunnel": "no public tunnel leads to the auth API" {
        says "no public tunnel leads to port … of this machine";
        means "no tunnel program runs, and none is installed that could be started";
        cause "ngrok and cloudflared are not installed" => "the notes say what was looked for";
        cause "the tunnel leads to another port" => "`st-hasura status` shows the auth API's";
        cure "install one and run expose again, or give the URL of any other with --url";
        see "hasura §7.3";
        test "tests/e2e/expose/mod.rs" "tunnels_that_do_not_do";
    }
    "expose.plain_http": "the tunnel is plain http" {
        says "the tunnel … is plain http";
        means "whoever sits between could swap the keys";
        cause "the tunnel was started without https" => "its own page";
        cure "start the tunnel for https";
        test "tests/e2e/expose/mod.rs" "tunnels_that_do_not_do";
    }
    "expose.program": "the tunnel's program ended" {
        means "ngrok or cloudflared was started and did not stay";
        cause "no account's token, or an agent runs elsewhere already" => "the notes have its words";
        cause "a config.yml in ~/.cloudflared, beside which quick tunnels do not work" => "ls ~/.cloudflared";
        cure "start it by hand, which shows the same";
        test "tests/e2e/expose/start.rs" "programs_that_fail_say_why";
    }
    "expose.other_keys": "another auth API is behind the URL" {
        says "does not lead to this auth API: its keys are others";
        means "the key set there has other keys than the local one";
        cause "the tunnel leads to another server, or an older copy of this one" => "the notes name both kinds of keys";
        cure "start the tunnel to this auth API, or correct --url";
        see "hasura §9 no. 3";
        test "tests/e2e/expose/mod.rs" "urls_that_lead_elsewhere";
    }
    "expose.not_exposed": "nothing is exposed" {
        says "nothing is exposed: jwks_url is";
        means "jwks_url is not a public address, so --check has nothing to check";
        cause "expose was run without --write" => "`st-hasura config show --origin`";
        cure "st-hasura expose --write exposes it and remembers";
        test "tests/e2e/expose/check.rs" "a_url_that_still_leads_here_and_one_that_does_not";
    }
    "expose.env_file": "the .env file cannot be edited" {
        means "the line cannot be changed without changing what else it says";
        cause "a value over several lines, or quotes that do not close" => "the reason in the error";
        cure "set it by hand, or name another file with --env-file";
        test "tests/e2e/expose/mod.rs" "the_auth_api_has_to_run_and_values_to_be_meant";
    }
}
