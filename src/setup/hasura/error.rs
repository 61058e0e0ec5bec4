//! What stands in the way of a set-up.

use crate::diagnostic::Diagnostic;
use crate::exit::Exit;

/// Why a set-up cannot be planned, made or proved.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SetupError {
    /// What is configured as admin secret looks like a user's token.
    #[error("what is configured as Hasura's admin secret is a token, and Hasura refuses it")]
    TokenForSecret,
    /// An engine whose API is another.
    #[error("this Hasura is {version}, and set-up needs v2")]
    OldEngine {
        /// What it says it is.
        version: String,
    },
    /// No source to work on.
    #[error("Hasura has no source \"{source_name}\"")]
    NoSource {
        source_name: String,
        /// Those that it has.
        known: Vec<String>,
    },
    /// A database of another family.
    #[error("source \"{source_name}\" is of kind {kind}, and set-up knows postgres only")]
    WrongKind { source_name: String, kind: String },
    /// The metadata has inconsistent objects before anything was done.
    #[error("Hasura's metadata is inconsistent already: {} of its objects cannot be used", objects.len())]
    Inconsistent {
        /// One line each.
        objects: Vec<String>,
    },
    /// A name that no table has.
    #[error("no table of source \"{source_name}\" is called {name}")]
    NoTable {
        source_name: String,
        /// As it was written.
        name: String,
        /// Tables with names like it, or all when they are few.
        known: Vec<String>,
    },
    /// A column that a table does not have.
    #[error("{table} has no column {column}")]
    NoColumn {
        table: String,
        /// As it was written.
        column: String,
        /// Those that it has.
        known: Vec<String>,
    },
    /// A table or column that is never opened.
    #[error("{what} is never opened to a role: {why}")]
    NeverOpened {
        /// Table, or column of a table.
        what: String,
        why: String,
    },
    /// The database's catalogue could not be read.
    #[error("the database's catalogue cannot be read: {reason}")]
    Catalogue {
        /// Hasura's or the database's words.
        reason: String,
    },
    /// A change that Hasura turned down; all were.
    #[error("Hasura refused to {change}: {message}")]
    Refused {
        change: String,
        message: String,
        code: String,
    },
    /// Somebody else changes the metadata all the time.
    #[error("somebody else changed Hasura's metadata meanwhile, and again at the second attempt")]
    Conflict,
    /// No answer, and no change to be seen either.
    #[error("Hasura did not answer, and its metadata is as it was {waited} later")]
    Unanswered {
        /// How long it was looked for.
        waited: String,
    },
    /// Done, but not as planned.
    #[error("Hasura said yes, but its metadata is not as planned")]
    NotProved {
        /// What is left.
        left: Vec<String>,
    },
    /// The metadata holds a password, and the directory would too.
    #[error("source \"{source_name}\" has its database URL in the metadata, password and all")]
    LiteralUrl { source_name: String },
    /// Something in the metadata that has no place in the directory.
    #[error("the metadata has {what}, which is not exported here")]
    NotExportable { what: String },
}

impl Diagnostic for SetupError {
    fn class(&self) -> (&'static str, Exit) {
        match self {
            Self::TokenForSecret => ("setup.token_for_secret", Exit::AuthRefused),
            Self::OldEngine { .. } => ("setup.old_engine", Exit::Contract),
            Self::NoSource { .. } => ("setup.no_source", Exit::Usage),
            Self::WrongKind { .. } => ("setup.wrong_kind", Exit::Usage),
            Self::Inconsistent { .. } => ("setup.inconsistent", Exit::Contract),
            Self::NoTable { .. } => ("setup.no_table", Exit::Usage),
            Self::NoColumn { .. } => ("setup.no_column", Exit::Usage),
            Self::NeverOpened { .. } => ("setup.never_opened", Exit::Usage),
            Self::Catalogue { .. } => ("setup.catalogue", Exit::Contract),
            Self::Refused { .. } => ("setup.refused", Exit::Contract),
            Self::Conflict => ("setup.conflict", Exit::Contract),
            Self::Unanswered { .. } => ("setup.unanswered", Exit::Unreachable),
            Self::NotProved { .. } => ("setup.not_proved", Exit::Contract),
            Self::LiteralUrl { .. } => ("setup.literal_url", Exit::Usage),
            Self::NotExportable { .. } => ("setup.not_exportable", Exit::Usage),
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::TokenForSecret => "HASURA_GRAPHQL_ADMIN_SECRET must hold the secret that Hasura \
                                     was started with; no user's token may change metadata"
                .into(),
            Self::OldEngine { .. } => "upgrade to hasura/graphql-engine v2.26 or later".into(),
            Self::NoSource { known, .. } if known.is_empty() => {
                "add --database-url-env PG_DATABASE_URL: the variable in Hasura's environment \
                 that holds the connection string"
                    .into()
            }
            Self::NoSource { known, .. } => format!(
                "it has {}: choose one with --source, or add --database-url-env NAME to connect \
                 another",
                known.join(", ")
            ),
            Self::WrongKind { .. } => "choose another with --source".into(),
            Self::Inconsistent { .. } => "mend or drop them first (console: Settings, Metadata \
                                          Status); a vanished table is untracked there"
                .into(),
            Self::NoTable { known, .. } if known.is_empty() => {
                "look at --schema: only its tables are looked through".into()
            }
            Self::NoTable { known, .. } | Self::NoColumn { known, .. } => {
                format!("there are {}", known.join(", "))
            }
            Self::NeverOpened { .. } => "take it out of the command line or [setup]".into(),
            Self::Catalogue { .. } => "Hasura must reach the database, and run_sql must be \
                                       allowed to read its catalogue"
                .into(),
            Self::Refused { .. } => {
                "nothing was changed: all changes are one transaction; run plan again to see \
                 what is there now"
                    .into()
            }
            Self::Conflict => "nothing was changed; close the console's metadata pages, or wait \
                               for the other deployment, and run it again"
                .into(),
            Self::Unanswered { .. } => {
                "Hasura may still go on with it: look at its load and log, run \
                                        setup-hasura plan before anything else, and raise --timeout"
                    .into()
            }
            Self::NotProved { .. } => "run setup-hasura plan to see what differs".into(),
            Self::LiteralUrl { .. } => {
                "put the URL into Hasura's environment and name the variable with \
                 --database-url-env, which the directory then says in its place"
                    .into()
            }
            Self::NotExportable { .. } => {
                "nothing was written; hasura metadata export of hasura-cli writes all of it".into()
            }
        })
    }

    fn notes(&self) -> Vec<String> {
        match self {
            Self::Inconsistent { objects } => objects.clone(),
            Self::NotProved { left } => left.clone(),
            Self::Refused { code, .. } => vec![format!("Hasura's code is {code}")],
            Self::TokenForSecret
            | Self::OldEngine { .. }
            | Self::NoSource { .. }
            | Self::WrongKind { .. }
            | Self::NoTable { .. }
            | Self::NoColumn { .. }
            | Self::NeverOpened { .. }
            | Self::Catalogue { .. }
            | Self::Conflict
            | Self::Unanswered { .. }
            | Self::LiteralUrl { .. }
            | Self::NotExportable { .. } => Vec::new(),
        }
    }
}
