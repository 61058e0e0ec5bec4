//! Rows that were made in the names of throw-away users, for an end before their removal.

use std::time::Duration;

use crate::app::App;
use crate::cleanup::{CleanUp, Sentences, Turn};
use crate::hasura::{Client, GraphQlRequest};
use crate::verify::caller::Caller;

/// How long an insertion that nobody waits for may still take to arrive.
const IN_FLIGHT: Duration = Duration::from_millis(300);

/// The tables in which there may be some by now.
#[derive(Debug, Default)]
pub(crate) struct AllMadeRows(pub Vec<MadeRows>);

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

    async fn abandon(&self, client: &Client) -> Option<String> {
        let why = match self.remove(client).await {
            Ok(()) if self.complete => return None,
            Ok(()) => "whose keys did not arrive before the interruption".to_owned(),
            Err(why) => why,
        };
        Some(format!(
            "rows of throw-away users may be left in {}: {why}",
            self.table
        ))
    }
}

impl CleanUp<App> for AllMadeRows {
    fn turn(&self) -> Turn {
        Turn::Rows
    }

    fn names(&self) -> Vec<String> {
        let names = self.0.iter();
        names
            .map(|rows| format!("rows of throw-away users in {}", rows.table))
            .collect()
    }

    fn run(self: Box<Self>, app: &App) -> Sentences<'_> {
        Box::pin(async move {
            tokio::time::sleep(IN_FLIGHT).await;
            let client = match Client::new(app) {
                Ok(client) => client,
                Err(error) => {
                    let tables: Vec<&str> = self.0.iter().map(|rows| rows.table.as_str()).collect();
                    return vec![format!(
                        "rows of throw-away users may be left in {}: {error}",
                        tables.join(", ")
                    )];
                }
            };
            let mut sentences = Vec::new();
            for rows in &self.0 {
                sentences.extend(rows.abandon(&client).await);
            }
            sentences
        })
    }
}
