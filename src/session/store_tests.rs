use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderValue, SET_COOKIE};
use url::Url;

use super::super::source::SessionSource;
use super::*;
use crate::diagnostic::Diagnostic as _;
use crate::secret::Secret;

struct World {
    dir: tempfile::TempDir,
    store: Store,
}

fn world() -> World {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::new(Some(dir.path().join("sessions")), None, Ui::default());
    World { dir, store }
}

impl World {
    fn root(&self) -> PathBuf {
        self.dir.path().join("sessions")
    }

    fn path(&self) -> PathBuf {
        self.store.file("default", "alice").unwrap()
    }

    /// Puts bytes where a session would be.
    fn plant(&self, bytes: &[u8]) -> PathBuf {
        let path = self.path();
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn refused(&self) -> SessionError {
        self.store.load("default", "alice").unwrap_err()
    }
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

fn save(store: &Store, session: &Session) {
    run(async {
        let lock = store.lock(&session.profile, &session.name).await.unwrap();
        store.save(&lock, session).unwrap();
    });
}

const COOKIES: [&str; 4] = [
    "sAccessToken=acc%2Fess; Path=/; HttpOnly; SameSite=None; Secure; Expires=Fri, 01 Jan 2038 00:00:00 GMT",
    "sRefreshToken=\"ref/resh==\"; Path=/auth/session/refresh; HttpOnly; SameSite=Lax",
    "plain=1",
    "sIdRefreshToken=u; Path=/; HttpOnly; SameSite=Strict; Max-Age=100",
];

fn session() -> Session {
    let mut session = Session::new("default", "alice", "http://localhost:3000/auth/");
    let mut headers = HeaderMap::new();
    for cookie in COOKIES {
        headers.append(SET_COOKIE, HeaderValue::from_static(cookie));
    }
    let url = Url::parse("http://localhost:3000/auth/signin").unwrap();
    assert_eq!(session.absorb_set_cookie(&url, &headers), []);
    session.access_token = Some(Secret::new("header-access"));
    session.anti_csrf = Some(Secret::new("anti-csrf-value"));
    session.user = Some(User {
        id: "u-1".into(),
        email: None,
    });
    session
}

fn cookie_texts(session: &Session) -> Vec<String> {
    session
        .cookies
        .iter()
        .map(|cookie| {
            format!(
                "{:?} {:?} {:?} {}",
                cookie.domain, cookie.path, cookie.expires, **cookie
            )
        })
        .collect()
}

#[test]
fn everything_comes_back_in_its_order() {
    let world = world();
    let session = session();
    save(&world.store, &session);
    let read = world.store.load("default", "alice").unwrap().unwrap();
    let names: Vec<&str> = read.cookies.iter().map(|cookie| cookie.name()).collect();
    assert_eq!(
        names,
        ["sAccessToken", "sRefreshToken", "plain", "sIdRefreshToken"]
    );
    let attributes: Vec<String> = cookie_texts(&read);
    assert!(
        attributes[0].contains("SameSite=None; Secure"),
        "{attributes:?}"
    );
    assert_eq!(
        read.cookies
            .iter()
            .find(|cookie| cookie.name() == "sRefreshToken")
            .unwrap()
            .value(),
        "\"ref/resh==\""
    );
    assert!(
        read.cookies.iter().nth(1).unwrap().expires == cookie_store::CookieExpiration::SessionEnd
    );
    assert_eq!(read.access_token, session.access_token);
    assert_eq!(read.anti_csrf, session.anti_csrf);
    assert_eq!(read.user, session.user);
    assert_eq!(read.api, "http://localhost:3000/auth");
}

#[test]
fn reading_what_is_not_there_makes_nothing() {
    let world = world();
    assert!(world.store.load("default", "alice").unwrap().is_none());
    assert!(world.store.list("default").unwrap().is_empty());
    assert!(!world.root().exists());
}

#[test]
fn a_damaged_file_is_named_left_alone_and_never_quoted() {
    let world = world();
    save(&world.store, &session());
    let whole = std::fs::read(world.path()).unwrap();
    for cut in (0..whole.len() - 2).step_by(7) {
        let path = world.plant(&whole[..cut]);
        let error = world.refused();
        let expected = if cut == 0 {
            "session.empty"
        } else {
            "session.corrupt"
        };
        assert_eq!(error.code(), expected, "{error}");
        assert!(error.to_string().contains("alice.json"));
        assert!(error.hint().unwrap().contains("mv "));
        assert_eq!(std::fs::read(path).unwrap(), whole[..cut]);
    }
    let text = String::from_utf8(whole).unwrap();
    let wrong = text.replace("\"header-access\"", "[\"header-access\"]");
    world.plant(wrong.as_bytes());
    let error = world.refused();
    assert!(error.to_string().contains("tokens.access"), "{error}");
    assert!(!format!("{error:?}").contains("header-access"), "{error:?}");
    world.plant(&[0xff, 0xfe, 0x00]);
    assert_eq!(world.refused().code(), "session.corrupt");
}

#[test]
fn foreign_and_newer_files_are_told_apart() {
    let world = world();
    world.plant(b"{\"cookies\": [], \"version\": 1}");
    assert_eq!(world.refused().code(), "session.foreign");
    world.plant(b"[]");
    assert_eq!(world.refused().code(), "session.foreign");
    world.plant(b"{\"format\": \"st-hasura session\", \"version\": 99, \"new\": 1}");
    let error = world.refused();
    assert_eq!(error.code(), "session.newer");
    assert!(error.to_string().contains("format 99"), "{error}");
    world.plant(&vec![b' '; 5 * 1024 * 1024]);
    assert_eq!(world.refused().code(), "session.too_large");
}

#[test]
fn a_file_of_version_1_is_brought_up_to_date() {
    let world = world();
    world.plant(
        br#"{"format":"st-hasura session","version":1,"written_by":"st-hasura 0.0.1",
            "profile":"default","name":"alice","api":"http://localhost:3000/auth",
            "user":{"id":"u-1","email":"ada@example.com"},"generation":"legacy","transport":"cookie",
            "cookies":[{"raw_cookie":"sRefreshToken=r; HttpOnly; Path=/auth/session/refresh",
              "path":["/auth/session/refresh",true],"domain":{"HostOnly":"localhost"},"expires":"SessionEnd"}],
            "access_token":"acc","refresh_token":null,"anti_csrf":"csrf","front_token":"front",
            "id_refresh_expiry":1700000000000,
            "created_at":"2026-01-02T03:04:05Z","updated_at":"2026-01-02T03:04:05Z"}"#,
    );
    let read = world.store.load("default", "alice").unwrap().unwrap();
    assert_eq!(read.access_token.as_ref().unwrap().expose(), "acc");
    assert_eq!(read.front_token.as_ref().unwrap().expose(), "front");
    assert_eq!(read.id_refresh_expiry, Some(1_700_000_000_000));
    assert_eq!(read.jwt, None);
    assert!(read.cookies.refresh().next().is_some());
    save(&world.store, &read);
    let text = std::fs::read_to_string(world.path()).unwrap();
    assert!(
        text.contains("\"version\": 2") && !text.contains("access_token"),
        "{text}"
    );
    assert!(world.store.load("default", "alice").unwrap().is_some());
}

#[test]
fn names_stay_inside_their_folder() {
    let store = world().store;
    for bad in [
        "", ".", "..", "../x", "a/b", "a\\b", ".hidden", "x.", "-f", "a:b", "a\0b", "a b",
    ] {
        assert_eq!(
            store.load("default", bad).unwrap_err().code(),
            "session.bad_name",
            "{bad:?}"
        );
        assert_eq!(
            store.load(bad, "x").unwrap_err().code(),
            "session.bad_name",
            "{bad:?}"
        );
    }
    assert!(store.file("prod-eu_1", "ada+test@example.com").is_ok());
}

#[cfg(unix)]
#[test]
fn files_are_private_and_loose_ones_are_repaired() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let world = world();
    save(&world.store, &session());
    let path = world.path();
    let folder = path.parent().unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    assert_eq!(
        [mode(&path), mode(folder), mode(&world.root())],
        [0o600, 0o700, 0o700]
    );
    for (path, loose) in [
        (path.as_path(), 0o644),
        (folder, 0o755),
        (&world.root(), 0o777),
    ] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(loose)).unwrap();
    }
    world.store.load("default", "alice").unwrap();
    assert_eq!(
        [mode(&path), mode(folder), mode(&world.root())],
        [0o600, 0o700, 0o700]
    );

    let elsewhere = world.dir.path().join("elsewhere.json");
    std::fs::rename(&path, &elsewhere).unwrap();
    symlink(&elsewhere, &path).unwrap();
    assert_eq!(world.refused().code(), "session.symlink");
    run(async {
        let lock = world.store.lock("default", "alice").await.unwrap();
        let error = world.store.save(&lock, &session()).unwrap_err();
        assert_eq!(error.code(), "session.symlink");
    });
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    assert_eq!(world.refused().code(), "session.wrong_kind");
}

#[cfg(unix)]
#[test]
fn a_folder_of_another_user_is_refused() {
    use std::os::unix::fs::{MetadataExt as _, chown};
    let world = world();
    save(&world.store, &session());
    let folder = world.path().parent().unwrap().to_owned();
    // Root gives a folder of its own away; others find that this one is root's, and only look.
    let foreign = if rustix::process::geteuid().is_root() {
        chown(&folder, Some(12_345), None).unwrap();
        folder
    } else {
        PathBuf::from("/")
    };
    let before = std::fs::metadata(&foreign).unwrap();
    let error = private::check_folder(&foreign, || Ok(Some("it is not ours".into()))).unwrap_err();
    assert_eq!(error.code(), "session.foreign_owner");
    let after = std::fs::metadata(&foreign).unwrap();
    assert_eq!(before.mode(), after.mode());
}

#[cfg(unix)]
#[test]
fn a_loose_folder_that_is_not_ours_is_left_alone_and_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = world();
    save(&world.store, &session());
    let folder = world.path().parent().unwrap().to_owned();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    let stranger = folder.join("notes.txt");
    std::fs::write(&stranger, "").unwrap();
    let error = world.refused();
    assert_eq!(error.code(), "session.loose_folder");
    let path = folder.display();
    assert_eq!(
        error.to_string(),
        format!(
            "{path} is open to others (mode 0755) and was left so: \
             it holds notes.txt, which is none of st-hasura's names"
        )
    );
    assert!(
        error
            .hint()
            .unwrap()
            .contains(&format!("chmod 700 {path};"))
    );
    run(async {
        let error = world.store.lock("default", "bob").await.unwrap_err();
        assert_eq!(error.code(), "session.loose_folder");
    });
    assert_eq!(mode(&folder), 0o755);
    // Closed, it may hold whatever it likes.
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o700)).unwrap();
    assert!(world.store.load("default", "alice").unwrap().is_some());
}

#[test]
fn the_lock_keeps_others_out_and_waits_only_so_long() {
    let world = world();
    let store = Store {
        wait: Duration::from_millis(200),
        ..world.store.clone()
    };
    run(async {
        let held = store.lock("default", "alice").await.unwrap();
        let error = store.lock("default", "alice").await.unwrap_err();
        assert_eq!(error.code(), "session.busy");
        assert!(error.to_string().contains("alice.json"), "{error}");
        store.lock("default", "bob").await.unwrap();
        drop(held);
        store.lock("default", "alice").await.unwrap();
    });
    let folder = world.path().parent().unwrap().to_owned();
    assert_eq!(
        std::fs::read_dir(folder).unwrap().count(),
        0,
        "locks leave nothing behind"
    );
}

#[test]
fn no_update_is_lost_among_tasks() {
    let world = world();
    let place = Arc::new(SessionSource::named(&world.store, "default", "alice").unwrap());
    save(&world.store, &session());
    run(async {
        let tasks: Vec<_> = (0..25)
            .map(|_| {
                let place = Arc::clone(&place);
                tokio::spawn(async move {
                    let lock = place.lock().await.unwrap();
                    let mut session = place.require().unwrap();
                    let count = session.id_refresh_expiry.unwrap_or(0);
                    tokio::task::yield_now().await;
                    session.id_refresh_expiry = Some(count + 1);
                    place.save(&lock, &session).unwrap();
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
    });
    assert_eq!(place.require().unwrap().id_refresh_expiry, Some(25));
}

#[test]
fn the_default_is_what_use_chose_as_long_as_it_is_there() {
    let world = world();
    let store = &world.store;
    assert_eq!(store.default_name("default").unwrap(), "default");
    save(store, &session());
    run(async {
        store.choose("default", "alice").await.unwrap();
        let missing = store.choose("default", "bob").await.unwrap_err();
        assert_eq!(missing.code(), "session.missing");
    });
    assert_eq!(store.default_name("default").unwrap(), "alice");
    let listed = store.list("default").unwrap();
    assert!(listed.len() == 1 && listed[0].default && listed[0].session.is_ok());
    assert!(store.unchoose("default", "alice").unwrap());
    assert_eq!(store.default_name("default").unwrap(), "default");
}
