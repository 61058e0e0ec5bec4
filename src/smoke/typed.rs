//! What the tutorial would have had a person type.

use super::steps::Typed;
use crate::app::App;
use crate::hasura::{Client, GraphQlRequest};

/// The auth API's base, for display.
fn api(app: &App) -> String {
    app.config.api_base().map_or_else(
        |_| "$API".into(),
        |url| url.as_str().trim_end_matches('/').to_owned(),
    )
}

/// The application's own origin, for display.
fn origin(app: &App) -> String {
    app.config.api_url.as_ref().map_or_else(
        || "$API".into(),
        |url| url.as_str().trim_end_matches('/').to_owned(),
    )
}

fn hasura(app: &App) -> String {
    app.config.hasura_endpoint.as_ref().map_or_else(
        || "$HASURA".into(),
        |url| url.as_str().trim_end_matches('/').to_owned(),
    )
}

fn form(app: &App, path: &str, email: &str) -> Vec<String> {
    vec![format!(
        "curl -c cookies.txt {}/{path} -H 'content-type: application/json' -H 'rid: emailpassword' \
         -H 'st-auth-mode: cookie' -d '{{\"formFields\":[{{\"id\":\"email\",\"value\":\"{email}\"}},\
         {{\"id\":\"password\",\"value\":\"'\"$PASSWORD\"'\"}}]}}'",
        api(app)
    )]
}

pub(super) fn sign_up(app: &App, email: &str) -> Typed {
    Typed {
        tutorial: form(app, "signup", email),
        ours: format!("st-hasura signup --email {email}"),
    }
}

pub(super) fn sign_in(app: &App, email: &str) -> Typed {
    Typed {
        tutorial: form(app, "signin", email),
        ours: format!("st-hasura signin --email {email}"),
    }
}

pub(super) fn token(app: &App) -> Typed {
    Typed {
        tutorial: vec![format!(
            "TOKEN=$(curl -sS -b cookies.txt {}{} | jq -r .token)",
            origin(app),
            app.config.jwt_path
        )],
        ours: "st-hasura token".into(),
    }
}

pub(super) fn decode(app: &App) -> Typed {
    Typed {
        tutorial: vec![
            "paste the token into a web page that decodes it, and hope that it is not kept".into(),
            format!("curl {}/jwt/jwks.json   # and compare kid by eye", api(app)),
        ],
        ours: "st-hasura token --decode --verify".into(),
    }
}

pub(super) fn query(app: &App, request: Option<&GraphQlRequest>) -> Typed {
    let (body, ours) = match request {
        Some(request) => (
            request.body().to_string(),
            format!("st-hasura query '{}'", request.query),
        ),
        None => ("{\"query\":\"…\"}".into(), "st-hasura query '…'".into()),
    };
    let place = Client::new(app).map(|client| client.token_location().clone());
    let place = place.unwrap_or_default();
    Typed {
        tutorial: vec![format!(
            "curl {}/v1/graphql -H \"{}\" -H 'content-type: application/json' -d '{body}'",
            hasura(app),
            place.header("$TOKEN"),
        )],
        ours,
    }
}

pub(super) fn verify() -> Typed {
    Typed {
        tutorial: vec![
            "look at the rows and decide whether they seem right; sign up a second user, and look \
             again"
                .into(),
        ],
        ours: "st-hasura verify-hasura".into(),
    }
}

pub(super) fn clean_up() -> Typed {
    Typed {
        tutorial: vec!["delete the test users in the dashboard, one by one".into()],
        ours: "removed through the core's API".into(),
    }
}
