//! Sessions and cookie jars on disk.

use super::troubles;

troubles! {
    "session.missing": "there is no such session" {
        says "there is no session … in profile";
        means "no session of this name is kept in this profile";
        cause "nobody signed in yet, or with another profile or name" => "`st-hasura session list`";
        cure "sign in first: st-hasura signin";
        test "tests/e2e/session.rs" "list_show_use_and_rm_tell_everything_but_secrets";
    }
    "session.no_jar": "there is no such cookie jar" {
        says "there is no cookie jar";
        means "the file given with --cookie-jar does not exist";
        cause "curl -c writes it only when a request was sent, and the path is relative" => "`st-hasura config show --origin`";
        cure "sign in first: st-hasura signin";
        test "tests/e2e/session.rs" "a_cookie_jar_is_shown_in_place_of_a_session";
    }
    "session.bad_name": "the name cannot be that of a session" {
        says "cannot be the name of a";
        means "names become names of files, so they are letters, digits, dots, hyphens and underscores";
        cause "a slash, a blank, or a name that some system reserves" => "the error says which rule it breaks";
        cure "use letters, digits, dots, hyphens and underscores";
        test "tests/e2e/session.rs" "names_cannot_leave_their_folder";
    }
    "session.exists": "a session of that name is there already" {
        says "there is a session … already";
        means "an import does not replace a session unless told so";
        cause "an earlier import or sign-in" => "`st-hasura session list`";
        cure "choose another name with --session, or replace it with --force";
        test "tests/e2e/session.rs" "a_session_is_replaced_only_when_told_so";
    }
    "session.file_exists": "the file is there already" {
        means "an export does not overwrite a file unless told so";
        cause "an earlier export" => "look at the file";
        cure "choose another file, or overwrite it with --force";
        test "tests/e2e/session.rs" "an_export_does_not_overwrite_and_is_private";
    }
    "session.io": "a session's file cannot be read or written" {
        means "the operating system refused";
        cause "the folder is read-only, full, or another user's" => "`st-hasura config paths` names it";
        cure "check permissions and free space there, or set ST_HASURA_HOME to another folder";
        test "tests/e2e/session.rs" "a_full_disk_loses_nothing";
    }
    "session.empty": "the session file is empty" {
        says "the session file … is empty";
        means "something else truncated it: this program writes a whole file beside it and renames";
        cause "a full disk, a crash of the system, or a copying program" => "`st-hasura config paths` names the folder";
        cure "move it aside and sign in again; it was left as it is";
        test "tests/e2e/session.rs" "damaged_session_files_are_left_as_they_are";
    }
    "session.corrupt": "the session file is damaged" {
        says "the session file … is damaged";
        means "it is no JSON, cut short, or has a member of the wrong kind";
        cause "it was edited by hand or by a synchronising program" => "the error says where, without any value";
        cure "move it aside and sign in again; it was left as it is";
        test "tests/e2e/session.rs" "damaged_session_files_are_left_as_they_are";
    }
    "session.foreign": "the file is no session of st-hasura" {
        says "is not a session of st-hasura";
        means "JSON that this program never wrote stands where the session's file belongs";
        cause "another program uses the folder" => "`st-hasura config paths`";
        cure "move it away, or choose another name with --session";
        test "tests/e2e/session.rs" "damaged_session_files_are_left_as_they_are";
    }
    "session.newer": "the session was written by a newer st-hasura" {
        says "has session format …, this st-hasura knows up to";
        means "its format is one that this version does not know";
        cause "two versions share a home" => "`st-hasura --version`";
        cure "use the newer st-hasura, or another session (--session NAME)";
        test "tests/e2e/session.rs" "damaged_session_files_are_left_as_they_are";
    }
    "session.symlink": "a link stands where the session's file belongs" {
        says "is a symbolic link";
        means "sessions are never read or written through links, which could lead to another user's file";
        cause "dotfiles kept in a repository by links" => "ls -l in the folder that `st-hasura config paths` names";
        cure "replace the link by the file itself, or set ST_HASURA_HOME";
        test "tests/e2e/session.rs" "links_and_files_of_others_are_refused";
    }
    "session.foreign_owner": "the session belongs to another user" {
        says "belongs to another user (uid …)";
        means "the file or folder has another owner, who could read what is written there";
        cause "it was made with sudo, or the home is shared between containers" => "ls -ln in the folder that `st-hasura config paths` names";
        cure "take it over with chown if it is yours, or set ST_HASURA_HOME to a folder of your own";
        test "tests/e2e/session.rs" "links_and_files_of_others_are_refused";
    }
    "session.loose_folder": "others can look into the folder of the sessions" {
        says "is open to others (mode …) and was left so";
        means "the folder for sessions is open to others and holds more than this program's own, so it was not closed by itself";
        cause "ST_HASURA_HOME or XDG_STATE_HOME names a folder such as /tmp or a project" => "`st-hasura config paths`";
        cure "if it is for st-hasura alone, close it with chmod 700; if not, name another with ST_HASURA_HOME";
        test "src/session/store_tests.rs" "a_loose_folder_that_is_not_ours_is_left_alone_and_told";
    }
    "session.wrong_kind": "something else than a file is there" {
        means "a folder, socket or device stands where a file belongs, or a file where a folder does";
        cause "ST_HASURA_HOME names a file, or a session was given a folder's name" => "`st-hasura config paths`";
        cause "an export was given the name of a pipe or a device, which it would replace" => "`ls -l`";
        cure "choose another name, or move it away";
        test "src/session/store_tests.rs" "files_are_private_and_loose_ones_are_repaired";
    }
    "session.busy": "another st-hasura uses the session" {
        says "is in use by another st-hasura for more than … s";
        means "the session's lock was not free in time; only one refresh at a time may use a refresh token";
        cause "another command waits for a server that does not answer" => "ps";
        cure "wait for it to end, or end the one that hangs";
        see "supertokens §3.3";
        test "src/session/store_tests.rs" "the_lock_keeps_others_out_and_waits_only_so_long";
    }
    "session.too_large": "the file is larger than any session or jar" {
        says "is larger than … MiB";
        means "reading was refused at a limit";
        cause "a wrong file was named" => "its name and size";
        cure "name the right file";
        test "src/session/store_tests.rs" "foreign_and_newer_files_are_told_apart";
    }
    "session.jar_line": "a line of the jar is not curl's" {
        means "a Netscape jar has seven fields separated by tabs: domain, subdomains, path, secure, expiry, name, value";
        cause "tabs became blanks when it was copied" => "the error names the line";
        cure "let curl write it: curl -c jar";
        test "src/session/jar_tests.rs" "a_damaged_jar_is_not_overwritten";
    }
    "session.no_cookies": "the file holds no cookies of a session" {
        says "holds no cookies of a session";
        means "curl -c wrote only its heading, or no cookie is one of SuperTokens': what was there before stays";
        cause "SDKs since 13 answer in headers unless cookies are asked for" => "the answer has st-access-token and no Set-Cookie";
        cause "Secure cookies over http" => "curl -v";
        cure "sign in with -H 'st-auth-mode: cookie', or with st-hasura signin";
        see "supertokens §2.4" "supertokens §6 no. 8";
        test "tests/e2e/session_import.rs" "what_cannot_work_is_refused_by_name";
    }
    "session.unknown_form": "no session can be read from this file" {
        says "is in no form that a session can be read from";
        means "it is none of: curl's jar, headers, a request copied as cURL or for PowerShell, a JWT, a HAR file, cookies as JSON";
        cause "another export of the browser" => "the first line of the file";
        cure "copy a request to the auth API as cURL (bash) in the network panel";
        test "tests/e2e/session_import.rs" "what_cannot_work_is_refused_by_name";
    }
    "session.json_cookies": "the JSON holds no cookies" {
        says "is JSON without cookies in it (at …)";
        means "the file is JSON, and what should be cookies is missing or of another kind";
        cause "an export of something else, or of no cookies" => "the error names the place";
        cure "give cookies as JSON with name, value and domain";
        test "tests/e2e/session_import.rs" "what_cannot_work_is_refused_by_name";
    }
    "session.sanitised": "the archive was made without cookies" {
        says "shows requests to the auth API without their cookies and tokens";
        means "the HAR file shows requests to the auth API, with what signs them left out";
        cause "browsers leave cookies out by default" => "look for Cookie in the file";
        cure "export it again with sensitive data";
        test "tests/e2e/troubles/mod.rs" "answers_lead_to_their_page";
    }
    "session.command": "the copied command cannot be read" {
        says "holds a copied request that cannot be read";
        means "the text begins as a copied request, and is one for another shell, cut short, or without what signs it";
        cause "copied as cURL (cmd)" => "the quotes in it";
        cause "copied as fetch, where browsers leave cookies out" => "there is no cookie in it";
        cure "choose Copy as cURL (bash) on a request to the auth API";
        test "tests/e2e/troubles/mod.rs" "answers_lead_to_their_page";
    }
    "session.other_host": "the cookies are for another host" {
        says "the cookies in … are for …, and the auth API is at";
        means "they would never be sent to the configured auth API";
        cause "localhost against 127.0.0.1, which browsers keep apart" => "`st-hasura config show`";
        cure "name the API as the browser does, with --api-url, or sign in again at this one";
        see "supertokens §6 no. 9";
        test "tests/e2e/session_import.rs" "what_cannot_work_is_refused_by_name";
    }
    "session.front_token_only": "the front token alone is no session" {
        says "holds only what tells a page about its session (sFrontToken), and no token";
        means "sFrontToken tells a page about its session and signs nothing";
        cause "document.cookie was copied: scripts do not see HttpOnly cookies" => "look for sAccessToken";
        cure "take sAccessToken from a request in the network panel, as cURL or HAR";
        see "supertokens §2.5";
        test "tests/e2e/session_import.rs" "what_cannot_work_is_refused_by_name";
    }
    "session.not_a_token": "the file holds no JWT" {
        means "what was called a token has not three parts between dots";
        cause "a refresh token, or text around the token" => "`st-hasura decode FILE`";
        cure "give what st-hasura token prints";
        test "tests/e2e/session_import.rs" "a_bare_token_is_a_session_that_ends_with_it";
    }
    "session.header_tokens": "a jar cannot hold this session" {
        says "a cookie jar cannot hold this session: its tokens travel in headers";
        means "its tokens travel in headers, and a cookie jar holds cookies";
        cause "the sign-in was in header mode" => "`st-hasura session show`";
        cure "sign in with --transport cookie, or export with --format json";
        see "supertokens §2.4";
        test "tests/e2e/jar.rs" "header_tokens_are_refused_by_a_jar_with_a_way_out";
    }
}
