//! Key sets over HTTP (contracts: hasura §1.8).

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::routing::get;

use super::*;

/// A server with a key set, on loopback; stops when dropped.
pub(super) struct Served {
    pub(super) url: String,
    state: Arc<Set>,
    task: tokio::task::JoinHandle<()>,
}

struct Set {
    body: Mutex<(StatusCode, String)>,
    cache: &'static str,
    asked: AtomicUsize,
}

impl Served {
    pub(super) async fn start(body: Value, cache: &'static str) -> Self {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
            .await
            .unwrap();
        let url = format!("http://{}/jwks.json", listener.local_addr().unwrap());
        let state = Arc::new(Set {
            body: Mutex::new((StatusCode::OK, body.to_string())),
            cache,
            asked: AtomicUsize::new(0),
        });
        let router = axum::Router::new()
            .route("/jwks.json", get(answer))
            .with_state(Arc::clone(&state));
        let task = tokio::spawn(async move {
            axum::serve(listener, router).await.unwrap();
        });
        Self { url, state, task }
    }

    fn change(&self, status: StatusCode, body: &str) {
        *self.state.body.lock().unwrap() = (status, body.to_owned());
    }

    fn asked(&self) -> usize {
        self.state.asked.load(Ordering::SeqCst)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(State(set): State<Arc<Set>>) -> impl axum::response::IntoResponse {
    set.asked.fetch_add(1, Ordering::SeqCst);
    let (status, body) = set.body.lock().unwrap().clone();
    let header = (!set.cache.is_empty()).then_some([(CACHE_CONTROL, set.cache)]);
    (status, header, body)
}

fn set(keys: &[&RsaKeyPair]) -> Value {
    let keys: Vec<Value> = keys.iter().map(|key| jwk_of(key, "k")).collect();
    json!({"keys": keys})
}

#[tokio::test]
async fn every_key_of_the_set_is_tried() {
    let served = Served::start(set(&[other_rsa(), rsa()]), "max-age=60").await;
    let auth = start(options(json!({"jwk_url": served.url}))).await;
    let header = json!({"alg": "RS256", "kid": "not-in-the-set"});
    assert!(
        auth.bearer(&token_by(rsa(), &header, &payload()))
            .await
            .is_ok()
    );
    assert_eq!(served.asked(), 1);
}

#[tokio::test]
async fn rotated_keys_are_missed_until_the_time_is_up() {
    let served = Served::start(set(&[other_rsa()]), "max-age=2, must-revalidate").await;
    let auth = start(options(json!({"jwk_url": served.url}))).await;
    served.change(StatusCode::OK, &set(&[rsa()]).to_string());
    let text = token(&payload());
    for _ in 0..3 {
        // A signature that fails is no reason to ask again.
        assert!(auth.bearer(&text).await.is_err());
    }
    assert_eq!(served.asked(), 1);
    tokio::time::sleep(Duration::from_millis(2100)).await;
    assert!(auth.bearer(&text).await.is_ok());
    assert_eq!(served.asked(), 2);
}

#[tokio::test]
async fn without_headers_the_set_is_never_asked_for_again() {
    let served = Served::start(set(&[rsa()]), "").await;
    let auth = start(options(json!({"jwk_url": served.url}))).await;
    tokio::time::sleep(Duration::from_millis(1100)).await;
    assert!(auth.bearer(&token(&payload())).await.is_ok());
    assert_eq!(served.asked(), 1);
}

#[tokio::test]
async fn a_failed_refresh_leaves_the_old_keys() {
    let served = Served::start(set(&[rsa()]), "max-age=1").await;
    let auth = start(options(json!({"jwk_url": served.url}))).await;
    tokio::time::sleep(Duration::from_millis(1100)).await;
    for (status, body) in [(StatusCode::BAD_GATEWAY, "{}"), (StatusCode::OK, "<html>")] {
        served.change(status, body);
        assert!(
            auth.bearer(&token(&payload())).await.is_ok(),
            "{status} {body}"
        );
    }
    assert_eq!(served.asked(), 2);
}

#[tokio::test]
async fn a_first_fetch_that_fails_is_fatal() {
    let served = Served::start(set(&[rsa()]), "max-age=60").await;
    let url = served.url.clone();
    let fatal = || async { refused(options(json!({"jwk_url": url}))).await };
    served.change(StatusCode::NOT_FOUND, "{}");
    assert_eq!(
        fatal().await,
        format!("Non-2xx response on fetching JWK from: {url}")
    );
    served.change(StatusCode::OK, "<html>");
    assert_eq!(fatal().await, format!("Error parsing JWK from url: {url}"));
    served.change(StatusCode::OK, &jwk_of(rsa(), "bare").to_string());
    assert_eq!(fatal().await, format!("Error parsing JWK from url: {url}"));
    drop(served);
    tokio::task::yield_now().await;
    let message = fatal().await;
    assert!(
        message.starts_with("Error fetching JWK") && message.contains(&url),
        "{message}"
    );
}

#[tokio::test]
async fn a_fault_elsewhere_does_not_keep_the_double_from_starting() {
    let served = Served::start(set(&[rsa()]), "").await;
    served.change(StatusCode::BAD_GATEWAY, "{}");
    for (fault, starts) in [
        ("bad-gateway", true),
        ("slow@core", true),
        ("ignore-exp", false),
    ] {
        let options = options(json!({"jwk_url": served.url}));
        options.faults.switch_on(fault).unwrap();
        let outcome = Authenticator::start(options).await;
        assert_eq!(outcome.is_ok(), starts, "{fault}");
    }
    let options = options(json!({"jwk_url": served.url}));
    options.faults.switch_on("bad-gateway").unwrap();
    let auth = start(options).await;
    assert_refusal(
        auth.bearer(&token(&payload())).await,
        400,
        "invalid-jwt",
        "Could not verify JWT: JWSError NoUsableKeys",
    );
    // The keys are found as soon as they can be.
    served.change(StatusCode::OK, &set(&[rsa()]).to_string());
    tokio::time::sleep(Duration::from_millis(1100)).await;
    assert!(auth.bearer(&token(&payload())).await.is_ok());
}

#[tokio::test]
async fn a_late_server_is_waited_for() {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let late = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let listener = tokio::net::TcpListener::bind(address).await.unwrap();
        let body = set(&[rsa()]).to_string();
        let router = axum::Router::new().route("/", get(move || async { body }));
        axum::serve(listener, router).await.unwrap();
    });
    let auth = start(AuthOptions {
        jwks_patience: Duration::from_secs(5),
        ..options(json!({"jwk_url": format!("http://{address}/")}))
    })
    .await;
    assert!(auth.bearer(&token(&payload())).await.is_ok());
    late.abort();
}
