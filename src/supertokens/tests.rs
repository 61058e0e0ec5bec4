//! The library below the commands, where no command of its own drives it: sessions in memory and
//! the core's admin side.

use std::time::Duration;

use st_hasura_sandbox::{AntiCsrf, Generation, Stack, StackOptions};

use super::core::{CoreClient, CoreUser};
use super::{AuthApi, Form, jwt_of};
use crate::app::App;
use crate::config::{Config, Flags};
use crate::context::Context;
use crate::error::Error;
use crate::secret::{Redactor, Secret};
use crate::ui::Ui;

const EMAIL: &str = "ada@example.com";
const PASSWORD: &str = "a-good-password-1";

/// An auth API of this kind, and an app as `main` would make it inside `sandbox -- CMD`.
async fn stack(
    generation: Generation,
    anti_csrf: AntiCsrf,
    transport: &str,
    more: &[(&str, &str)],
) -> (Stack, App, tempfile::TempDir) {
    let options = StackOptions {
        generation,
        anti_csrf,
        ..StackOptions::default()
    };
    let stack = Stack::start(options).await.unwrap();
    let dir = tempfile::tempdir().unwrap();
    let mut context = Context {
        cwd: dir.path().to_path_buf(),
        ..Context::default()
    };
    let mut set = |name: &str, value: &str| context.env.insert(name.into(), value.into());
    set("HOME", &dir.path().join("home").to_string_lossy());
    for (name, value) in stack.env() {
        set(name, &value);
    }
    set("ST_HASURA_TRANSPORT", transport);
    for (name, value) in more {
        set(name, value);
    }
    let redactor = Redactor::default();
    let config = Config::resolve(&context, &Flags::default(), &redactor).unwrap();
    let ui = Ui {
        quiet: true,
        redactor: redactor.clone(),
        ..Ui::default()
    };
    (stack, App::new(context, config, ui, redactor).unwrap(), dir)
}

/// Today's generation, in cookies.
async fn modern(more: &[(&str, &str)]) -> (Stack, App, tempfile::TempDir) {
    stack(Generation::Modern, AntiCsrf::None, "cookie", more).await
}

/// Everything on one thread, as the program itself runs.
fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

fn form() -> Form {
    Form::new(EMAIL.into(), Secret::new(PASSWORD))
}

#[test]
fn a_session_in_memory_goes_through_its_whole_life() {
    // The legacy generation has no header mode.
    let kinds = [
        (Generation::Modern, "cookie"),
        (Generation::Modern, "header"),
        (Generation::Legacy, "cookie"),
    ];
    let modes = [
        AntiCsrf::None,
        AntiCsrf::ViaToken,
        AntiCsrf::ViaCustomHeader,
    ];
    for (generation, transport) in kinds {
        for anti_csrf in modes {
            run(lives(generation, anti_csrf, transport));
        }
    }
}

async fn lives(generation: Generation, anti_csrf: AntiCsrf, transport: &str) {
    let (_stack, app, _dir) = stack(generation, anti_csrf, transport, &[]).await;
    let api = AuthApi::new(&app).unwrap();
    let mut session = api.new_session("throw-away");
    let user = api.sign_up(&mut session, &form()).await.unwrap();
    assert_eq!(user.email.as_deref(), Some(EMAIL));
    let minute = Duration::from_secs(60);
    let token = jwt_of(&app, &mut session, minute).await.unwrap();
    assert!(crate::jwt::are_marked(
        &crate::jwt::decode(token.jwt.expose()).unwrap()
    ));
    assert_eq!(token.user.as_ref(), Some(&user));
    api.refresh(&mut session).await.unwrap();
    let after = jwt_of(&app, &mut session, minute).await.unwrap();
    assert_eq!(after.user, token.user);
    // Nothing of it was written anywhere.
    assert!(!app.store.root.as_ref().unwrap().exists());
}

#[test]
fn the_generation_can_be_asked_for() {
    for generation in [Generation::Modern, Generation::Legacy] {
        let word = run(async {
            let (_stack, app, _dir) = stack(generation, AntiCsrf::None, "cookie", &[]).await;
            AuthApi::new(&app)
                .unwrap()
                .probe_generation()
                .await
                .unwrap()
        });
        assert_eq!(format!("{word:?}"), format!("{generation:?}"));
    }
}

#[test]
fn the_core_finds_and_removes_one_user() {
    run(async {
        let (_stack, app, _dir) = modern(&[]).await;
        let api = AuthApi::new(&app).unwrap();
        let mut session = api.new_session("throw-away");
        let user = api.sign_up(&mut session, &form()).await.unwrap();
        let core = CoreClient::new(&app).unwrap();
        assert!(!core.is_shared());
        core.hello().await.unwrap();
        // Addresses are kept in lower case.
        let found = core
            .find_by_email("ADA@example.com")
            .await
            .unwrap()
            .unwrap();
        assert_eq!(found.id, user.id);
        assert_eq!(found.emails, [EMAIL]);
        assert_eq!(core.find_by_email("da@example.com").await.unwrap(), None);
        // The record must be the one that was looked up.
        let stranger = CoreUser {
            emails: vec!["bob@example.com".into()],
            ..found.clone()
        };
        let error = core.remove(&stranger).await.unwrap_err();
        assert_eq!(error.code(), "core.user_changed");
        assert!(core.remove(&found).await.unwrap());
        assert_eq!(core.find_by_id(&found.id).await.unwrap(), None);
        assert!(!core.remove(&found).await.unwrap());
        // And the session went with the user.
        let error = api.refresh(&mut session).await.unwrap_err();
        assert_eq!(error.code(), "auth.session_gone");
    });
}

/// A core of 2022: CDI 2.x only, one user. Answers until dropped.
struct OldCore {
    address: std::net::SocketAddr,
    log: std::sync::mpsc::Receiver<String>,
}

impl OldCore {
    fn start() -> Self {
        use std::io::{BufRead as _, BufReader, Read as _, Write as _};
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, log) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut reader = BufReader::new(stream.unwrap());
                let mut head = Vec::new();
                loop {
                    let mut line = String::new();
                    if reader.read_line(&mut line).unwrap_or(0) <= 2 {
                        break;
                    }
                    head.push(line.trim_end().to_lowercase());
                }
                let Some(request) = head.first().cloned() else {
                    continue;
                };
                let length = head
                    .iter()
                    .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok())
                    .unwrap_or(0);
                let mut body = vec![0; length];
                reader.read_exact(&mut body).unwrap();
                let version = head
                    .iter()
                    .find_map(|line| line.strip_prefix("cdi-version: "))
                    .unwrap_or("-");
                let body = String::from_utf8(body).unwrap();
                let answer = match request.as_str() {
                    text if text.starts_with("get /apiversion") => {
                        r#"{"versions":["2.9","2.14","2.10"]}"#
                    }
                    text if text.contains("/recipe/user?") && text.contains("nobody") => {
                        r#"{"status":"UNKNOWN_EMAIL_ERROR"}"#
                    }
                    text if text.contains("/recipe/user?") => {
                        r#"{"status":"OK","user":{"email":"ada@example.com","id":"u1","timeJoined":1}}"#
                    }
                    text if text.starts_with("post /user/remove") => r#"{"status":"OK"}"#,
                    _ => "{}",
                };
                let sent = sender.send(format!("{request} {version} {body}"));
                let _ = write!(
                    reader.get_mut(),
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\
                     Connection: close\r\nContent-Length: {}\r\n\r\n{answer}",
                    answer.len()
                );
                if sent.is_err() {
                    break;
                }
            }
        });
        Self { address, log }
    }
}

#[test]
fn the_core_of_2022_is_asked_in_its_own_version() {
    let core = OldCore::start();
    let uri = format!("http://{}", core.address);
    run(async {
        let (_stack, app, _dir) = modern(&[("ST_HASURA_CORE_URI", &uri)]).await;
        let client = CoreClient::new(&app).unwrap();
        let nobody = client.find_by_email("nobody@example.com").await.unwrap();
        assert_eq!(nobody, None);
        let user = client.find_by_email(EMAIL).await.unwrap().unwrap();
        assert_eq!(user.id, "u1");
        assert!(client.remove(&user).await.unwrap());
    });
    let log: Vec<String> = core.log.try_iter().collect();
    let last = log.last().unwrap();
    assert_eq!(last, "post /user/remove http/1.1 2.14 {\"userId\":\"u1\"}");
    assert!(
        log[log.len() - 2].starts_with("get /recipe/user?userid=u1 "),
        "{log:?}"
    );
}

#[test]
fn a_refused_api_key_is_not_mistaken_for_anything_else() {
    let wrong = [("ST_HASURA_CORE_API_KEY", "wrong-key-0123456789")];
    let error: Error = run(async {
        let (_stack, app, _dir) = modern(&wrong).await;
        let core = CoreClient::new(&app).unwrap();
        core.hello().await.unwrap();
        core.find_by_email(EMAIL).await.unwrap_err()
    });
    assert_eq!(error.code(), "core.key_refused");
    assert!(error.hint().unwrap().contains("ST_HASURA_CORE_API_KEY"));
    assert!(!error.to_string().contains("wrong-key"));
}
