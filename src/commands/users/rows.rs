//! Rows that throw-away users left, for `users rm --throw-away`.

use crate::app::App;
use crate::error::Error;
use crate::exit::Exit;
use crate::hasura::Client;
use crate::secret::Secret;
use crate::verify::left_rows::{self, Admin, Left, LeftRows, Rows};

/// What became of them.
#[derive(Debug, Default)]
pub(crate) struct RowRemoval {
    pub removed: Vec<Rows>,
    pub left: Vec<Left>,
    /// Why there may be more than that.
    pub unseen: Vec<String>,
    /// How the first removal that failed would end the command.
    pub failed: Option<Exit>,
    /// The same where Hasura is configured and could not be asked.
    pub unasked: Option<Exit>,
}

/// The Hasura that can be asked for rows of everybody.
struct Asked {
    client: Client,
    secret: Secret,
}

/// What was found, for one's agreement.
pub(super) struct Found {
    /// `None` where nobody could be asked.
    asked: Option<Asked>,
    rows: LeftRows,
}

impl Found {
    /// Looks. Never fails: whoever cannot look there may still remove users.
    pub(super) async fn look(app: &App) -> Self {
        let unseen = |error: &Error, unasked: Option<Exit>| Self {
            asked: None,
            rows: LeftRows {
                unseen: vec![format!(
                    "rows of throw-away users were not looked for: {error}"
                )],
                unasked,
                ..LeftRows::default()
            },
        };
        let secret = match app.config.require_admin_secret() {
            Ok(secret) => secret.clone(),
            // A core without a Hasura, as far as this command is told.
            Err(missing) => return unseen(&missing.into(), None),
        };
        let asked = match Client::new(app) {
            Ok(client) => Asked { client, secret },
            Err(error) => return unseen(&error, Some(error.exit())),
        };
        match left_rows::look_everywhere(&asked.admin()).await {
            Ok(rows) => Self {
                rows,
                asked: Some(asked),
            },
            Err(error) => unseen(&error, Some(error.exit())),
        }
    }

    /// `2 rows of notes`, of what would be removed.
    pub(super) fn names(&self) -> Vec<String> {
        self.rows.old.iter().map(|old| old.rows.name()).collect()
    }

    /// Removes them. After the first failure nothing else is tried.
    pub(super) async fn remove(self) -> RowRemoval {
        let mut done = RowRemoval {
            left: self.rows.kept,
            unseen: self.rows.unseen,
            unasked: self.rows.unasked,
            ..RowRemoval::default()
        };
        let mut failed = None;
        for old in self.rows.old {
            let mut rows = old.rows.clone();
            let Some(asked) = self.asked.as_ref().filter(|_| failed.is_none()) else {
                let why = "not tried after the failure before".to_owned();
                done.left.push(Left { rows, why });
                continue;
            };
            match old.remove(&asked.admin()).await {
                Ok(0) => done.left.push(Left {
                    rows,
                    why: "were gone already".into(),
                }),
                Ok(count) => {
                    rows.count = count;
                    done.removed.push(rows);
                }
                Err(error) => {
                    let why = error.to_string();
                    failed = Some(error);
                    done.left.push(Left { rows, why });
                }
            }
        }
        done.failed = failed.map(|error| error.exit());
        done
    }

    /// Leaves them, for this reason.
    pub(super) fn leave(self, why: &str) -> RowRemoval {
        let old = self.rows.old.into_iter().map(|old| Left {
            rows: old.rows,
            why: why.to_owned(),
        });
        RowRemoval {
            left: self.rows.kept.into_iter().chain(old).collect(),
            unseen: self.rows.unseen,
            ..RowRemoval::default()
        }
    }
}

impl Asked {
    fn admin(&self) -> Admin<'_> {
        Admin {
            client: &self.client,
            secret: &self.secret,
        }
    }
}
