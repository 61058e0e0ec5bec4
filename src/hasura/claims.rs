//! Where the engine in use looks for its claims (contracts: hasura §1.2, §1.5, §1.9, §4.2): as it
//! shows itself to an administrator, as its JWT secret says, or else by default.

use serde_json::Value;

use super::jwt_secret::{VARIABLE, configured, engine};
use super::{Access, Client};
use crate::app::App;
use crate::error::Result;
use crate::jwt::{ClaimsPlace, Decoded, HASURA_NAMESPACE, HasuraClaims};

/// Reads claims as the engine in use does.
#[derive(Clone, Debug)]
pub(crate) struct ClaimsReader {
    /// One for each of its JWT secrets.
    sought: Vec<Sought>,
    /// Who says so.
    told_by: ToldBy,
}

/// Where tokens are looked into.
#[derive(Clone, Debug)]
struct Sought {
    place: ClaimsPlace,
    /// Only in tokens of this issuer, where one is demanded and known.
    issuer: Option<String>,
}

/// Who says where the claims are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ToldBy {
    /// The running engine.
    Engine,
    /// A JWT secret, from here.
    Secret(String),
    /// An option that names the claim.
    Option,
    /// Nobody, so that it is the default place; and why the engine does not say, if it was asked.
    Nobody(Option<String>),
}

impl ToldBy {
    /// The word in JSON output.
    pub(crate) const fn word(&self) -> &'static str {
        match self {
            Self::Engine => "engine",
            Self::Secret(_) => "jwt_secret",
            Self::Option => "option",
            Self::Nobody(_) => "default",
        }
    }
}

/// The claims of a token.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub claims: HasuraClaims,
    /// Who said where they are.
    pub told_by: ToldBy,
    /// Why it is not known what this engine reads in the token, and which option would tell.
    pub unknown: Option<String>,
}

impl Reading {
    /// Why the roles of a token that Hasura takes are not known; `None` when they are.
    pub(crate) fn roles_unknown(&self) -> Option<String> {
        self.unknown.clone().or_else(|| {
            let problem = &self.claims.problems.first()?.explanation;
            Some(match &self.told_by {
                ToldBy::Nobody(why) => elsewhere(problem, why.as_deref()),
                ToldBy::Secret(name) => format!(
                    "Hasura takes the token although {problem}: {name} is not this engine's JWT \
                     secret"
                ),
                ToldBy::Engine | ToldBy::Option => format!(
                    "Hasura takes the token although {problem}: something in front of it, or an \
                     auth hook, reads tokens in its place"
                ),
            })
        })
    }
}

impl ClaimsReader {
    /// As the engine shows it, where an admin secret is configured; otherwise
    /// [`ClaimsReader::offline`].
    pub(crate) async fn of_engine(app: &App) -> Result<Self> {
        let why = match Self::shown(app).await? {
            Ok(reader) => return Ok(reader),
            Err(why) => why,
        };
        let offline = Self::offline(app)?;
        Ok(match offline.told_by {
            ToldBy::Nobody(_) => Self {
                told_by: ToldBy::Nobody(why),
                ..offline
            },
            _ => offline,
        })
    }

    /// What the engine shows; the inner error says why it shows nothing, where it was asked.
    async fn shown(app: &App) -> Result<Result<Self, Option<String>>> {
        // With --curl nothing is sent that was not asked for.
        let may_ask = app.config.hasura_endpoint.is_some() && !app.config.curl;
        let Some(secret) = app.config.admin_secret.clone().filter(|_| may_ask) else {
            return Ok(Err(None));
        };
        let config = Client::new(app)?.config(&Access::admin(secret)).await;
        let places = match config {
            Ok(config) => engine::read(&config).places,
            Err(error) => {
                let why = format!("the engine's configuration could not be read: {error}");
                return Ok(Err(Some(why)));
            }
        };
        if places.is_empty() {
            return Ok(Err(Some("the engine shows no JWT secret".into())));
        }
        let sought = places.into_iter().map(|place| Sought {
            place,
            issuer: None,
        });
        Ok(Ok(Self {
            sought: sought.collect(),
            told_by: ToldBy::Engine,
        }))
    }

    /// As the configured JWT secret says, or by default. Nobody is asked.
    pub(crate) fn offline(app: &App) -> Result<Self> {
        let Some(text) = &app.config.jwt_secret else {
            return Ok(Self {
                sought: vec![Sought {
                    place: ClaimsPlace::default(),
                    issuer: None,
                }],
                told_by: ToldBy::Nobody(None),
            });
        };
        let secrets = configured::secrets(app, text)?;
        let sought = secrets.iter().filter_map(|secret| {
            Some(Sought {
                place: ClaimsPlace::of_secret(secret)?,
                issuer: secret.get("issuer").and_then(Value::as_str).map(Into::into),
            })
        });
        Ok(Self {
            sought: sought.collect(),
            told_by: ToldBy::Secret(text.name.clone()),
        })
    }

    /// Under a claim that an option names.
    pub(crate) fn under(namespace: &str) -> Self {
        Self {
            sought: vec![Sought {
                place: ClaimsPlace::claim(namespace),
                issuer: None,
            }],
            told_by: ToldBy::Option,
        }
    }

    /// True when nobody said where the claims are.
    pub(crate) const fn is_default(&self) -> bool {
        matches!(self.told_by, ToldBy::Nobody(_))
    }

    /// The claims of a token.
    pub(crate) fn read(&self, token: &Decoded) -> Reading {
        let fitting = self.sought.iter().filter(|sought| {
            let issuers = (sought.issuer.as_deref(), token.iss());
            !matches!(issuers, (Some(wanted), Some(found)) if wanted != found)
        });
        let mut readings: Vec<HasuraClaims> = fitting
            .map(|sought| HasuraClaims::read(token, &sought.place))
            .collect();
        // A token of an issuer that no secret takes is refused for that, and not for its claims.
        if readings.is_empty() {
            let first = self.sought.first().map(|sought| &sought.place);
            readings.extend(first.map(|place| HasuraClaims::read(token, place)));
        }
        let good = |claims: &&HasuraClaims| claims.problems.is_empty();
        let same = |claims: &HasuraClaims| {
            let HasuraClaims {
                default_role,
                allowed_roles,
                session,
                ..
            } = claims.clone();
            (default_role, allowed_roles, session)
        };
        let chosen = readings.iter().find(good).or_else(|| readings.first());
        let claims = chosen.cloned().unwrap_or_default();
        let mut others = readings.iter().filter(good);
        let unknown = if others.any(|other| same(other) != same(&claims)) {
            Some(
                "the engine has several JWT secrets that read this token differently; an issuer \
                 in each of them, and --jwt-secret, tells which one counts"
                    .to_owned(),
            )
        } else {
            match (&self.told_by, claims.problems.first()) {
                (ToldBy::Nobody(why), Some(problem)) if claims.are_elsewhere() => {
                    Some(elsewhere(&problem.explanation, why.as_deref()))
                }
                _ => None,
            }
        };
        Reading {
            claims,
            told_by: self.told_by.clone(),
            unknown,
        }
    }
}

/// Nothing usable is in the default place, and which option tells the right one.
fn elsewhere(problem: &str, why: Option<&str>) -> String {
    let why = why.map_or_else(String::new, |why| format!(" ({why})"));
    format!(
        "the token's claims are not in the default place, {HASURA_NAMESPACE}, and where this \
         Hasura looks for them is not known{why}: {problem}. Give its {VARIABLE} with --jwt-secret \
         FILE, or the admin secret"
    )
}
