//! How the double is started: what it is given, and what it makes of that.

use super::engine::Engine;
use super::shared::Service;
use std::time::Duration;

use secrecy::SecretString;
use serde_json::Value;

use super::super::{Faults, Naming, SandboxError};
use super::auth::{AuthOptions, Authenticator};
use super::model::DEFAULT_SOURCE;
use super::model::data::{self, Loaded, SeedUser, UserSource};
use super::model::metadata::{Metadata, Source};
use super::postgres::{self, Postgres};
use super::{dataset, endpoints};

/// How long a key set may take to appear before the double refuses to start.
pub(crate) const JWKS_PATIENCE: Duration = Duration::from_secs(5);

/// What the double is started with.
#[derive(Clone)]
pub(crate) struct HasuraOptions {
    /// `HASURA_GRAPHQL_ADMIN_SECRET`; without one everybody is admin.
    pub admin_secret: Option<SecretString>,
    /// `HASURA_GRAPHQL_JWT_SECRET`, or the array of `HASURA_GRAPHQL_JWT_SECRETS`; null for none.
    pub jwt_secret: Value,
    /// `HASURA_GRAPHQL_UNAUTHORIZED_ROLE`.
    pub unauthorized_role: Option<String>,
    /// Metadata as `export_metadata` returns it. `None`: the notes application's, unless `data`
    /// is given; then nothing is tracked.
    pub metadata: Option<Value>,
    /// Users, tables and rows. `None`: the notes application's.
    pub data: Option<Value>,
    /// A real database in the place of the tables of `data`, which then only has users.
    pub postgres: Option<Postgres>,
    /// Major version of `PostgreSQL` to be like, where no real database says it.
    pub postgres_version: Option<u16>,
    /// `HASURA_GRAPHQL_DEFAULT_NAMING_CONVENTION`.
    pub naming: Naming,
    pub users: UserSource,
    /// How long to keep trying to reach a `jwk_url` for the first time; [`JWKS_PATIENCE`].
    pub jwks_patience: Duration,
    pub faults: Faults,
}

/// A double that has read everything and waits for nothing but key sets.
pub(crate) struct Prepared {
    engine: Engine,
    auth: AuthOptions,
}

impl Prepared {
    /// What the metadata or the database holds and this double leaves out, a line for each.
    pub(crate) fn not_served(&self) -> Vec<String> {
        let version = self.engine.metadata();
        let broken = version.inconsistencies.iter();
        broken
            .map(|one| format!("{}: {}", one.name, one.reason))
            .chain(version.clashes.iter().map(|one| {
                let tables = one.tables.join(", ");
                let first = one.tables.first().map_or("", String::as_str);
                let (field, root) = (&one.field, one.root);
                format!("{field} of {root}: claimed by {tables}; here it is that of {first}")
            }))
            .chain(version.unserved.iter().map(ToString::to_string))
            .collect()
    }

    /// Fetches the key sets and returns the routes.
    pub(crate) async fn routes(self) -> Result<axum::Router, SandboxError> {
        let auth = Authenticator::start(self.auth).await?;
        Ok(endpoints::router(Service {
            engine: self.engine,
            auth,
        }))
    }
}

/// Reads everything.
pub(crate) async fn prepare(options: HasuraOptions) -> Result<Prepared, SandboxError> {
    let mut loaded = load_data(options.data.as_ref())?;
    let given = options.metadata.as_ref().map(Metadata::load).transpose();
    let given = given.map_err(|error| SandboxError::Input {
        place: "the sandbox's metadata".into(),
        message: error.to_string(),
    })?;
    if let Some(postgres) = &options.postgres {
        only_users(options.data.as_ref())?;
        let source = given.as_ref().map_or(DEFAULT_SOURCE, only_source);
        loaded.database = postgres::load(postgres, source).await?;
    }
    loaded.database.version = options.postgres_version.or(loaded.database.version);
    let metadata = match given {
        Some(metadata) => metadata,
        None if options.data.is_none() && options.postgres.is_none() => dataset::metadata()?,
        None => untracked(&loaded),
    };
    let auth = AuthOptions {
        admin_secret: options.admin_secret,
        jwt_secret: options.jwt_secret,
        unauthorized_role: options.unauthorized_role,
        jwks_patience: options.jwks_patience,
        faults: options.faults.clone(),
    };
    let engine = Engine::new(
        metadata,
        loaded,
        options.users,
        options.faults,
        options.naming,
    );
    let engine = engine.with_postgres(options.postgres);
    Ok(Prepared { engine, auth })
}

/// The users that the core must have from the start, because the data has rows of theirs.
pub(crate) fn seed_users(data: Option<&Value>) -> Result<Vec<SeedUser>, SandboxError> {
    Ok(load_data(data)?.users)
}

/// The claims of whoever signs up, beside or in place of the usual ones.
pub(crate) fn newcomer_claims(data: Option<&Value>) -> Result<data::Row, SandboxError> {
    Ok(load_data(data)?.newcomers)
}

fn load_data(data: Option<&Value>) -> Result<Loaded, SandboxError> {
    let Some(document) = data else {
        return dataset::data();
    };
    data::load(document).map_err(|error| SandboxError::Input {
        place: "the sandbox's data".into(),
        message: error.to_string(),
    })
}

/// Tables come from the database, and what is in memory must not stand beside them.
fn only_users(data: Option<&Value>) -> Result<(), SandboxError> {
    let members = data.and_then(Value::as_object).into_iter().flatten();
    match members
        .map(|(name, _)| name)
        .find(|name| !["users", "newcomers"].contains(&name.as_str()))
    {
        None => Ok(()),
        Some(name) => Err(SandboxError::Input {
            place: "the sandbox's data".into(),
            message: format!("has \"{name}\", which comes from the database; leave only \"users\""),
        }),
    }
}

/// The name under which metadata knows its database.
fn only_source(metadata: &Metadata) -> &str {
    match metadata.sources.as_slice() {
        [source] => &source.name,
        _ => DEFAULT_SOURCE,
    }
}

/// Every source of the data, and nothing tracked in it.
pub(super) fn untracked(loaded: &Loaded) -> Metadata {
    Metadata {
        sources: loaded
            .database
            .sources
            .iter()
            .map(|source| Source::new(&source.name))
            .collect(),
        ..Metadata::default()
    }
}
