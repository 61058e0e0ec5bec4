//! How the database is reached.

use std::time::Duration;

use secrecy::SecretString;
use tokio_postgres::{Client, Config, NoTls};

use crate::SandboxError;

/// How long a connection may take to appear.
const CONNECT: Duration = Duration::from_secs(10);

/// How to reach the database. A connection is made for each use.
#[derive(Clone)]
pub struct Postgres(Box<Config>);

impl Postgres {
    /// Reads a URL (`postgres://user@host:port/database`, `postgres:///database?host=/socket/dir`)
    /// or a string of `key=value` pairs.
    pub fn new(text: &str) -> Result<Self, String> {
        let mut config: Config = text.parse().map_err(|error| words(&error))?;
        config.connect_timeout(CONNECT);
        if config.get_application_name().is_none() {
            config.application_name("st-hasura sandbox");
        }
        Ok(Self(Box::new(config)))
    }

    /// The password that the URL holds.
    pub fn password(&self) -> Option<SecretString> {
        self.0
            .get_password()
            .map(|bytes| SecretString::from(String::from_utf8_lossy(bytes).into_owned()))
    }

    /// The same with this password.
    pub fn with_password(mut self, password: &str) -> Self {
        self.0.password(password);
        self
    }

    /// A connection that lives as long as its client.
    pub(super) async fn connect(&self) -> Result<Client, tokio_postgres::Error> {
        let (client, connection) = self.0.connect(NoTls).await?;
        // Ends with the client; what went wrong on the wire reaches whoever waits for an answer.
        tokio::spawn(connection);
        Ok(client)
    }
}

/// Without the password.
impl std::fmt::Debug for Postgres {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Postgres")
            .field("database", &self.0.get_dbname())
            .finish_non_exhaustive()
    }
}

/// An error of the driver with what lies behind it.
pub(super) fn words(error: &tokio_postgres::Error) -> String {
    if let Some(db) = error.as_db_error() {
        return format!("{} (SQLSTATE {})", db.message(), db.code().code());
    }
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.ends_with(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        source = cause.source();
    }
    text
}

/// The database while the sandbox starts.
pub(super) fn failed(error: &tokio_postgres::Error) -> SandboxError {
    let detail = words(error);
    if error.as_db_error().is_some() {
        SandboxError::Database { detail }
    } else {
        SandboxError::DatabaseUnreachable { detail }
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    #[test]
    fn a_password_is_found_and_not_shown() {
        let url = "postgres://app:hunter2-hunter2@localhost/app";
        let found = Postgres::new(url).unwrap();
        assert_eq!(found.password().unwrap().expose_secret(), "hunter2-hunter2");
        assert!(!format!("{found:?}").contains("hunter2"));
        let without = Postgres::new("postgres:///app?host=/run/postgresql").unwrap();
        assert!(without.password().is_none());
        let given = without.with_password("later");
        assert_eq!(given.password().unwrap().expose_secret(), "later");
    }

    #[test]
    fn a_complaint_does_not_repeat_the_url() {
        for text in [
            "postgres://app:hunter2@host:port/db",
            "password=hunter2 port=x",
        ] {
            let complaint = Postgres::new(text).unwrap_err();
            assert!(!complaint.contains("hunter2"), "{complaint}");
        }
    }
}
