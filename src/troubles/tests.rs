use std::collections::BTreeSet;
use std::path::Path;

use super::*;

fn best(raw: &str) -> Option<&'static str> {
    search(&Text::of(raw)).first().map(|(one, _)| one.code())
}

#[test]
fn a_message_is_known_whatever_is_around_it() {
    let code = Some("hasura.jwt_bad_signature");
    for raw in [
        "Could not verify JWT: JWSError JWSInvalidSignature",
        "  \"could not VERIFY jwt: jwserror   jwsinvalidsignature\"  ",
        r#"{"errors":[{"extensions":{"path":"$","code":"invalid-jwt"},"message":"Could not verify JWT: JWSError JWSInvalidSignature"}]}"#,
        "{\n  \"errors\": [{\"message\": \"Could not verify JWT:\\nJWSError \\u004aWSInvalidSignature\"}]\n}",
        r#"{"type":"http-log","detail":"{\"error\":\"Could not verify JWT: JWSError JWSInvalidSignature\"}"}"#,
        "2026-11-03 12:00:01 hasura-1  | {\"level\":\"error\",\"detail\":{\"error\":\"Could not verify JWT: JWSError JWSInvalidSignature\"}}",
        "\u{1b}[31mError:\u{1b}[0m Could not verify JWT:\n    JWSError JWSInvalidSignature\n    at x (y.js:1)",
        "JWSInvalidSignature",
    ] {
        assert_eq!(best(raw), code, "{raw}");
    }
}

#[test]
fn the_more_specific_of_two_comes_first() {
    let text = Text::of("Hasura refused: Could not verify JWT: JWTExpired (code invalid-jwt)");
    let found: Vec<&str> = search(&text).iter().map(|(one, _)| one.code()).collect();
    assert_eq!(found, ["hasura.jwt_expired", "hasura.jwt_refused"]);
    assert_eq!(
        best(
            "SuperTokens core threw an error for a GET request to path: &#39;/apiversion&#39; with status code: 401 and message: Invalid API key"
        ),
        Some("auth.core_key_refused")
    );
}

#[test]
fn only_whole_words_count_and_parts_stand_near_each_other() {
    assert_eq!(Text::of("unauthorisedly").weight("unauthorised"), None);
    assert_eq!(
        Text::of("api-key: x not found").weight("key … not found"),
        None
    );
    assert_eq!(Text::of("(unauthorised)").weight("unauthorised"), Some(12));
    let text = Text::of("claims key: 'x' not found");
    assert_eq!(text.weight("claims key: … not found"), Some(20));
    let far = format!("claims key: {} not found", "x ".repeat(400));
    assert_eq!(Text::of(&far).weight("claims key: … not found"), None);
    assert_eq!(Text::of("nothing").weight("…"), None);
    assert_eq!(Text::of("(ERR_NGROK_3200)").weight("ERR_NGROK_…"), Some(10));
}

#[test]
fn everyday_words_count_only_where_they_are_all_that_was_said() {
    for raw in [
        "Not Found",
        "{\"detail\":\"Not Found\"}",
        "{\"message\": \"not found\", \"code\": 5}",
        "error: Not found",
    ] {
        assert_eq!(Text::of(raw).weight("Not Found"), Some(9), "{raw}");
    }
    for raw in [
        "bash: psql: command not found",
        "npm ERR! 404 Not Found - GET https://registry.example",
        "Module not found: cannot resolve react",
        "field notes not found in type: query_root",
    ] {
        assert_eq!(Text::of(raw).weight("Not Found"), None, "{raw}");
    }
    // A few words around what is filled in are no more than that.
    assert_eq!(
        Text::of("error: no mutations exist").weight("no … exist"),
        Some(7)
    );
    let reason = Text::of("there is no reason why unicorns should exist");
    assert_eq!(reason.weight("no … exist"), None);
    let key = Text::of("the API key of the vault was not found");
    assert_eq!(key.weight("key … not found"), None);
    // A code stands where codes do.
    for raw in [
        "not-found",
        "{\"code\":\"not-found\"}",
        "{ code: 'not-found' },",
        "x (code not-found)",
    ] {
        assert_eq!(Text::of(raw).weight("not-found"), Some(9), "{raw}");
    }
    assert_eq!(
        Text::of("a page of not-found things").weight("not-found"),
        None
    );
    // What has a form of its own is known wherever it stands.
    assert_eq!(
        Text::of("the JWTExpired thing").weight("JWTExpired"),
        Some(10)
    );
}

#[test]
fn hostile_texts_are_read_to_an_end() {
    for raw in [
        "",
        "\u{0}\u{1b}]0;x\u{7}",
        &"[".repeat(LONGEST),
        &"{\"a\":".repeat(10_000),
        &"é".repeat(LONGEST),
        "\u{1b}[",
        "…",
        "\\\\\\",
    ] {
        assert_eq!(best(raw), None);
        near(&Text::of(raw));
    }
}

#[test]
fn what_is_like_an_entry_is_offered() {
    let codes =
        |raw: &str| -> Vec<&str> { near(&Text::of(raw)).iter().map(|one| one.code()).collect() };
    assert_eq!(codes("session.lose_folder")[0], "session.loose_folder");
    assert_eq!(
        codes("the tokens signature is not verified by any keys of Hasura's")[0],
        "hasura.jwt_bad_signature"
    );
    assert_eq!(codes("zzz"), [""; 0]);
}

#[test]
fn codes_are_named_once_and_every_pattern_finds_its_entry() {
    let mut seen = BTreeSet::new();
    for trouble in all() {
        for code in trouble.codes {
            assert!(seen.insert(code.to_lowercase()), "{code} twice");
            assert_eq!(
                find(&code.to_uppercase()).map(Trouble::code),
                Some(trouble.code())
            );
        }
        for says in trouble.says {
            let raw = says.replace('…', "x");
            let found = search(&Text::of(&raw));
            let has = found.iter().any(|(one, _)| one.code() == trouble.code());
            assert!(has, "{}: {says}", trouble.code());
        }
    }
}

/// The numbers of a contract's headings.
fn sections(contract: &str) -> BTreeSet<String> {
    let path = format!("docs/contracts/{contract}.md");
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let headings = text.lines().filter(|line| line.starts_with("##"));
    headings
        .filter_map(|line| line.trim_start_matches('#').split_whitespace().next())
        .map(|number| number.trim_end_matches('.').to_owned())
        .collect()
}

#[test]
fn sources_lead_somewhere_and_every_trouble_of_the_contracts_is_in_it() {
    let known = [
        ("hasura", sections("hasura")),
        ("supertokens", sections("supertokens")),
    ];
    let mut rows: BTreeSet<(String, u32)> = BTreeSet::new();
    for trouble in all() {
        for source in trouble.sources {
            let Some((name, rest)) = source.split_once(" §") else {
                assert!(
                    source.split_once('#').is_some_and(|(name, number)| {
                        name.contains('/') && number.parse::<u32>().is_ok()
                    }),
                    "{source}"
                );
                continue;
            };
            let (section, row) = rest.split_once(" no. ").unzip();
            let section = section.unwrap_or(rest);
            let (_, sections) = known.iter().find(|(known, _)| *known == name).unwrap();
            assert!(sections.contains(section), "{}: {source}", trouble.code());
            if let Some(row) = row {
                rows.insert((name.to_owned(), row.parse().unwrap()));
            }
        }
    }
    let all = ["hasura", "supertokens"]
        .into_iter()
        .flat_map(|name| (1..=27).map(move |row| (name.to_owned(), row)));
    let missing: Vec<_> = all.filter(|row| !rows.contains(row)).collect();
    assert_eq!(missing, []);
}
