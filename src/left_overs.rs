//! What a run has made and not removed yet, for whoever cleans up after a command that did not get
//! to it: throw-away users, rows that were made in their names, a source that is being connected.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::app::App;
use crate::hasura::{Client, GraphQlRequest};
use crate::setup::hasura::apply;
use crate::verify::caller::Caller;
use crate::verify::throw_away;

/// How long an insertion that nobody waits for may still take to arrive.
const IN_FLIGHT: Duration = Duration::from_millis(300);

/// Everything that may be there by now.
#[derive(Debug, Default)]
pub(crate) struct LeftOvers {
    users: Mutex<BTreeSet<String>>,
    rows: Mutex<Vec<MadeRows>>,
    source: Mutex<Option<UnfinishedSource>>,
}

/// A source that is connected for tables which are not set up yet.
#[derive(Clone, Debug)]
pub(crate) struct UnfinishedSource {
    pub name: String,
    /// The variable with its connection string.
    pub variable: String,
}

/// The rows of throw-away users in one table: named by their owners where nobody else owns anything
/// by these ids, so that rows whose keys never arrived are among them, else by their keys.
#[derive(Clone, Debug)]
pub(crate) struct MadeRows {
    pub table: String,
    /// True when the removals leave none: they name owners, not keys.
    pub complete: bool,
    /// What removes them.
    pub removals: Vec<(Caller, GraphQlRequest)>,
}

impl LeftOvers {
    /// Addresses of users who may exist by now.
    pub(crate) fn users(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.users.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tables in which rows may have been made by now.
    pub(crate) fn rows(&self) -> MutexGuard<'_, Vec<MadeRows>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The source that may be connected by now.
    pub(crate) fn source(&self) -> MutexGuard<'_, Option<UnfinishedSource>> {
        self.source.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// True when there is nothing to clean up.
    pub(crate) fn is_empty(&self) -> bool {
        self.users().is_empty() && self.rows().is_empty() && self.source().is_none()
    }

    /// Names everything, for when it cannot be removed in time.
    pub(crate) fn names(&self) -> Vec<String> {
        let rows = self.rows();
        let rows = rows
            .iter()
            .map(|rows| format!("rows of throw-away users in {}", rows.table));
        let users = self.users();
        let source = self.source();
        let source = source
            .iter()
            .map(|source| format!("source {}, with no tables", source.name));
        source.chain(rows).chain(users.iter().cloned()).collect()
    }
}

impl MadeRows {
    /// Removes them; the words of whoever refuses otherwise.
    pub(crate) async fn remove(&self, client: &Client) -> Result<(), String> {
        for (caller, request) in &self.removals {
            match client.graphql(&caller.access, request).await {
                Ok(answer) => {
                    if let Some(error) = answer.errors.first() {
                        return Err(error.message.clone());
                    }
                }
                Err(error) => return Err(error.to_string()),
            }
        }
        Ok(())
    }
}

/// Removes what an interrupted command left: rows first, because they may hold on to users.
/// Answers in sentences.
pub(crate) async fn abandon(app: &App) -> Vec<String> {
    let mut sentences = Vec::new();
    let source = app.left_overs.source().take();
    if let Some(source) = source {
        sentences.push(apply::abandon(app, &source).await);
    }
    let rows = app.left_overs.rows().clone();
    if !rows.is_empty() {
        tokio::time::sleep(IN_FLIGHT).await;
        match Client::new(app) {
            Ok(client) => {
                for rows in &rows {
                    sentences.extend(abandon_rows(&client, rows).await);
                }
            }
            Err(error) => sentences.push(format!(
                "rows of throw-away users may be left in {}: {error}",
                rows.iter()
                    .map(|rows| rows.table.as_str())
                    .collect::<Vec<_>>()
                    .join(", ")
            )),
        }
        app.left_overs.rows().clear();
    }
    sentences.extend(throw_away::abandon(app).await.sentences());
    sentences
}

async fn abandon_rows(client: &Client, rows: &MadeRows) -> Option<String> {
    let why = match rows.remove(client).await {
        Ok(()) if rows.complete => return None,
        Ok(()) => "whose keys did not arrive before the interruption".to_owned(),
        Err(why) => why,
    };
    Some(format!(
        "rows of throw-away users may be left in {}: {why}",
        rows.table
    ))
}
