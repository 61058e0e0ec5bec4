use super::super::model::Session;
use super::*;
use reqwest::header::{HeaderMap, HeaderValue, SET_COOKIE};

fn absorb(session: &mut Session, url: &str, cookies: &[&str]) -> Vec<CookieNote> {
    let mut headers = HeaderMap::new();
    for cookie in cookies {
        headers.append(
            SET_COOKIE,
            HeaderValue::from_bytes(cookie.as_bytes()).unwrap(),
        );
    }
    session.absorb_set_cookie(&url.parse().unwrap(), &headers)
}

fn sent(session: &Session, url: &str) -> String {
    let header = session.cookie_header(&url.parse().unwrap());
    header
        .map(|header| header.expose().to_owned())
        .unwrap_or_default()
}

fn session(api: &str) -> Session {
    Session::new("default", "x", api)
}

const REFRESH: &str = "sRefreshToken=r; Path=/auth/session/refresh; HttpOnly";

#[test]
fn values_go_back_exactly_as_they_came() {
    let mut session = session("http://127.0.0.1:3000/auth");
    let notes = absorb(
        &mut session,
        "http://127.0.0.1:3000/auth/signin",
        &[
            "sAccessToken=a%2Fb.c; Path=/; HttpOnly",
            "sRefreshToken=\"r/e==.f.V2\"; HttpOnly; Path=/auth/session/refresh; SameSite=lax",
        ],
    );
    assert_eq!(notes, []);
    assert_eq!(
        sent(&session, "http://127.0.0.1:3000/getJWT"),
        "sAccessToken=a%2Fb.c"
    );
    assert_eq!(
        sent(&session, "http://127.0.0.1:3000/auth/session/refresh"),
        "sRefreshToken=\"r/e==.f.V2\"; sAccessToken=a%2Fb.c"
    );
    assert_eq!(sent(&session, "http://localhost:3000/getJWT"), "");
}

#[test]
fn an_expired_cookie_deletes_and_leaves_no_value_behind() {
    let mut session = session("http://localhost:3000/auth");
    let url = "http://localhost:3000/auth/signout";
    absorb(&mut session, url, &[REFRESH, "sAccessToken=a; Path=/"]);
    let gone = "Expires=Thu, 01 Jan 1970 00:00:00 GMT";
    let notes = absorb(
        &mut session,
        url,
        &[
            &format!("sRefreshToken=; Path=/auth/session/refresh; {gone}"),
            &format!("sAccessToken=; Path=/; {gone}"),
            &format!("neverSeen=; Path=/; {gone}"),
        ],
    );
    assert_eq!(notes, []);
    assert!(session.cookies.is_empty() && session.all_secrets().is_empty());
}

#[test]
fn cookies_that_would_be_kept_for_nothing_are_explained() {
    let mut session = session("http://192.168.1.5:3000/auth");
    let notes = absorb(
        &mut session,
        "http://192.168.1.5:3000/auth/signin",
        &[
            "sAccessToken=a; Path=/; Secure",
            "x=1; Domain=example.com",
            "nonsense",
            REFRESH,
        ],
    );
    let reasons: Vec<&NoteReason> = notes.iter().map(|note| &note.reason).collect();
    let host = || "192.168.1.5".to_owned();
    assert_eq!(
        reasons,
        [
            &NoteReason::SecureOverHttp { host: host() },
            &NoteReason::ForeignDomain { host: host() },
            &NoteReason::Malformed,
        ]
    );
    assert!(notes[0].to_string().contains("https"), "{}", notes[0]);
    // Loopback is as good as https.
    let loopback = absorb(
        &mut session,
        "http://localhost:3000/auth/signin",
        &["sAccessToken=a; Path=/; Secure"],
    );
    assert_eq!(loopback, []);
}

#[test]
fn a_refresh_cookie_for_another_path_is_explained() {
    let mut session = session("http://localhost:3000/api");
    let notes = absorb(&mut session, "http://localhost:3000/api/signin", &[REFRESH]);
    assert_eq!(notes.len(), 1);
    let text = notes[0].to_string();
    assert!(text.contains("/auth/session/refresh") && text.contains("/api/session/refresh"));
    // Under another name it is still known by its path.
    let renamed = "myRefresh=r; Path=/api/session/refresh";
    absorb(&mut session, "http://localhost:3000/api/signin", &[renamed]);
    assert!(session.cookies.refresh().next().is_some());
}

#[test]
fn longer_paths_come_first_then_older_cookies() {
    let mut session = session("http://localhost/a");
    absorb(
        &mut session,
        "http://localhost/a/b/c",
        &[
            "x=1; Path=/",
            "y=2; Path=/a/b",
            "z=3; Path=/",
            "w=4; Path=/a",
        ],
    );
    assert_eq!(
        sent(&session, "http://localhost/a/b/c"),
        "y=2; w=4; x=1; z=3"
    );
}
