//! A session, its cookies, its JWT and the claims in that.

use std::time::Duration;

use url::{Host, Url};

use crate::doctor::patient::Patient;
use crate::doctor::seen::Seen;
use crate::error::Result;
use crate::hasura::claims::ClaimsReader;
use crate::jwt;
use crate::session::{SessionSource, Transport};
use crate::supertokens::{self, AuthApi};
use crate::verify::throw_away::{self, Newcomer};

/// Long enough for the checks behind it.
const MIN_TTL: Duration = Duration::from_secs(10);

/// The session that was named, or that of a user who is signed up for this.
pub(in crate::doctor) async fn session(patient: &mut Patient<'_>) -> Seen {
    let config = &patient.app.config;
    if config.session.is_some() || config.cookie_jar.is_some() {
        return match saved(patient).await {
            Ok(seen) => seen,
            Err(error) => Seen::of(&error),
        };
    }
    let fields = patient.options.fields.clone();
    let newcomer = Newcomer::new(patient.app, throw_away::DOMAIN, fields);
    let made = match throw_away::sign_up(patient.app, &newcomer).await {
        Ok(made) => made,
        Err(error) => {
            return Seen::of(&error)
                .command("st-hasura doctor --session NAME   # a user of yours, signed in");
        }
    };
    patient
        .made
        .push((made.user.id.clone(), made.email.clone()));
    let how = travels(made.session.transport);
    let line = format!("signed up {} as user {}, {how}", made.email, made.user.id);
    let seen = if made.session.front_token.is_some() {
        Seen::pass(line)
    } else {
        Seen::pass(line).warn(
            "the answer has no front-token: SuperTokens' SDK in a browser reads from it that there \
             is a session, and finds none",
            "see whether a proxy drops the header front-token; it has to arrive as the auth API \
             sends it",
        )
    };
    patient.session = Some(made.session);
    patient.form = Some(newcomer.form);
    seen
}

/// Makes sure that a saved session is alive.
async fn saved(patient: &mut Patient<'_>) -> Result<Seen> {
    let app = patient.app;
    // Refreshes it where it has to be, and keeps what came of that.
    supertokens::fresh_token(app, None, MIN_TTL).await?;
    let place = SessionSource::choose(&app.config, &app.store)?;
    let session = place.require()?;
    let how = travels(session.transport);
    let user = session.user.as_ref();
    let user = user.map_or_else(|| "somebody".to_owned(), |user| format!("user {}", user.id));
    let line = format!("{} of {user}, {how}", place.describe());
    patient.session = Some(session);
    Ok(Seen::pass(line))
}

const fn travels(transport: Option<Transport>) -> &'static str {
    match transport {
        Some(Transport::Cookie) => "tokens travel in cookies",
        Some(Transport::Header) => "tokens travel in headers",
        None => "nothing says how tokens travel",
    }
}

/// Whether the session's cookies come back to where they came from.
pub(in crate::doctor) fn cookies(patient: &mut Patient<'_>) -> Seen {
    let Some(session) = &patient.session else {
        return Seen::skip("there is no session");
    };
    if session.cookies.is_empty() {
        return Seen::pass("no cookies: tokens travel in headers");
    }
    let count = session.cookies.len();
    let mut seen = Seen::pass(crate::text::count(count, "cookie"));
    let api = AuthApi::of(patient.app, session).map(|api| api.base().clone());
    let Ok(base) = api else {
        return seen;
    };
    let refresh = session.refresh_url();
    let origin = patient.options.origin.as_deref();
    if let Some(origin) = origin.filter(|origin| is_another_site(origin, &base)) {
        seen = seen.warn(
            format!(
                "{origin} is another site than the auth API: whether a browser sends these cookies \
                 along from there cannot be seen from here, and Safari does not"
            ),
            "serve both below one domain and over https, or use header mode",
        );
    }
    let mut names: Vec<&str> = Vec::new();
    for cookie in session.cookies.iter().filter(|cookie| !cookie.is_expired()) {
        let name = cookie.name();
        if names.contains(&name) {
            seen = seen.warn(
                format!("{name} is there twice: cookieDomain was changed, or two paths set it"),
                "sign in anew with an empty jar; olderCookieDomain at the auth API clears old ones",
            );
        }
        names.push(name);
        let urls = [Some(&base), refresh.as_ref()];
        if !urls.into_iter().flatten().any(|url| cookie.matches(url)) {
            let secure = cookie.secure() == Some(true) && base.scheme() == "http";
            let (why, remedy) = if secure {
                (
                    "it is Secure, and the auth API is asked over http",
                    "use https, or localhost; or set cookieSecure: false for this environment",
                )
            } else {
                (
                    "its path or domain does not cover the auth API",
                    "compare api_base_path here with apiBasePath there, and any proxy in between",
                )
            };
            seen = seen.broken(format!("{name} never comes back: {why}"), remedy);
        }
        let none = cookie
            .same_site()
            .is_some_and(|same_site| same_site.is_none());
        if none && cookie.secure() != Some(true) {
            seen = seen.warn(
                format!("{name} has SameSite=None without Secure: browsers drop it"),
                "serve the auth API over https with cookieSecure: true",
            );
        }
    }
    seen
}

/// True for a page from which requests to `api` are cross-site (RFC 6265bis §5.2). Without a list of
/// public suffixes, two names below one suffix of two labels count as one site.
fn is_another_site(origin: &str, api: &Url) -> bool {
    let Ok(origin) = Url::parse(origin) else {
        return false;
    };
    if origin.host() == api.host() {
        return false;
    }
    let site = |url: &Url| match url.host()? {
        Host::Domain(name) if name.contains('.') => {
            let labels: Vec<&str> = name.rsplit('.').take(2).map(str::trim).collect();
            Some(labels.join("."))
        }
        _ => None,
    };
    match (site(&origin), site(api)) {
        (Some(one), Some(other)) => one != other,
        _ => true,
    }
}

pub(in crate::doctor) async fn token(patient: &mut Patient<'_>) -> Seen {
    let app = patient.app;
    let Some(session) = patient.session.as_mut() else {
        return Seen::skip("there is no session");
    };
    let found = match supertokens::jwt_of(app, session, MIN_TTL).await {
        Ok(found) => found,
        Err(error) => return Seen::of(&error),
    };
    let decoded = match jwt::decode(found.jwt.expose()) {
        Ok(decoded) => decoded,
        Err(error) => return Seen::of(&error.into()),
    };
    let lasts = decoded.seconds_left(jwt::now());
    let lasts = lasts.map_or_else(
        || "it never ends".to_owned(),
        |seconds| format!("{seconds:.0} seconds are left"),
    );
    let alg = decoded.alg().unwrap_or("no alg");
    let mut seen = Seen::pass(format!("from the {}, {alg}, {lasts}", found.source));
    for unmet in jwt::unmet(&decoded) {
        seen = seen.warn(
            unmet,
            "leave the Hasura claims out until it holds, if that matters",
        );
    }
    if let Some(outlived) = jwt::outlived(&decoded, jwt::now()) {
        seen = seen.warn(outlived, "sign in anew");
    }
    patient.token = Some((found.jwt, decoded));
    seen
}

/// Whether the session lives on. Only that of a user who was signed up for this is tried: to
/// refresh is to take the refresh token away from whoever else has it.
pub(in crate::doctor) async fn refresh(patient: &mut Patient<'_>) -> Seen {
    if patient.made.is_empty() {
        return Seen::skip("a session of yours is only refreshed where it has to be");
    }
    let Some(session) = patient.session.as_mut() else {
        return Seen::skip("there is no session");
    };
    let refreshed = match AuthApi::of(patient.app, session) {
        Ok(api) => api.refresh(session).await,
        Err(error) => Err(error),
    };
    match refreshed {
        Ok(()) => Seen::pass("a new pair of tokens came"),
        // It was answered: what the request carried has arrived.
        Err(error) if error.code() == "auth.not_renewed" => Seen::of(&error),
        // Nobody read what the request carried.
        Err(error) if error.code() == "auth.not_found" => Seen::of(&error)
            .also("the session came from a route beside it, so the auth API itself is there")
            .remedy(
                "see which paths the proxy or router before the auth API passes on and what it \
                 makes of them: POST …/session/refresh has to reach the same apiBasePath as the \
                 sign-in, and SuperTokens' middleware",
            ),
        Err(error) => Seen::of(&error)
            .also("the session is seconds old, so it has not simply ended")
            .remedy(
                "see whether a proxy drops the Cookie or Authorization header of POST \
                 …/session/refresh, and whether the cookies' path covers that route; then look at \
                 the auth API's log",
            ),
    }
}

pub(in crate::doctor) async fn claims(patient: &mut Patient<'_>) -> Seen {
    let Some((_, token)) = &patient.token else {
        return Seen::skip("there is no token");
    };
    let reader = match ClaimsReader::of_engine(patient.app).await {
        Ok(reader) => reader,
        Err(error) => return Seen::of(&error),
    };
    let reading = reader.read(token);
    let claims = &reading.claims;
    let seen = if let Some(problem) = claims.problems.first() {
        let remedy = reading.unknown.clone().unwrap_or_else(|| {
            let elsewhere = jwt::are_marked(token);
            String::from(if problem.code == "jwt.claims_map_miss" {
                "correct that path in the claims_map of HASURA_GRAPHQL_JWT_SECRET, or give it a \
                 default, or add the claim in createNewSession and sign in anew"
            } else if elsewhere {
                "there are claims for Hasura in the token: say in HASURA_GRAPHQL_JWT_SECRET where \
                 and in which form (claims_namespace, claims_namespace_path, claims_format, \
                 claims_map), or correct them in createNewSession and sign in anew"
            } else {
                "add the claims in createNewSession at the auth API and sign in anew; st-hasura \
                 scaffold prints the code"
            })
        });
        Seen::fail(problem.explanation.clone(), remedy)
            .also(format!("Hasura says: {}", problem.hasura_text))
            .code(problem.code)
            .command("st-hasura token --decode")
    } else {
        let default = claims.default_role.as_deref().unwrap_or("none");
        let all = claims.allowed_roles.join(", ");
        let mut seen = Seen::pass(format!("role {default} of {all}, in {}", claims.namespace));
        let id = claims.variable("x-hasura-user-id");
        let sub = token.sub();
        match (id, sub) {
            (None, _) => {
                seen = seen.warn(
                    "there is no x-hasura-user-id: filters by the user's id find nothing",
                    "add x-hasura-user-id to the claims in createNewSession",
                );
            }
            (Some(id), Some(sub)) if id != sub => {
                seen = seen.also(format!(
                    "x-hasura-user-id is not the token's sub: rows have to hold the former ({})",
                    "external ids, linked accounts"
                ));
            }
            _ => {}
        }
        claims.warnings.iter().fold(seen, |seen, warning| {
            seen.warn(warning.clone(), "correct it where the claims are made")
        })
    };
    patient.claims = Some(reading);
    seen
}
