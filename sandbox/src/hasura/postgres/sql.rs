//! One statement that only reads, and what came of it, every value as `PostgreSQL` writes it.

use tokio_postgres::{Client, SimpleQueryMessage};

use super::connection::{Postgres, words};

/// What a statement returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Names of columns, then rows; `None` is SQL's null.
    Rows(Vec<String>, Vec<Vec<Option<String>>>),
    /// Done, nothing to show.
    Command,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    Unreachable(String),
    /// `PostgreSQL`'s words.
    Sql {
        code: String,
        message: String,
        /// Secondary message.
        detail: Option<String>,
        hint: Option<String>,
    },
    /// More than one statement.
    Several,
}

impl Postgres {
    /// Runs one statement in a read-only transaction, which is rolled back.
    pub(crate) async fn read(&self, statement: &str) -> Result<Answer, Refusal> {
        let client = self
            .connect()
            .await
            .map_err(|error| Refusal::Unreachable(words(&error)))?;
        // A transaction that has looked at something cannot be made writable any more.
        client
            .batch_execute("begin read only; set local statement_timeout = '30s'; select 1")
            .await
            .map_err(refusal)?;
        // A second statement could end the transaction and begin another one. Only the server
        // can tell how many there are: it prepares one and no more.
        client.prepare(statement).await.map_err(refusal)?;
        run(&client, statement).await
    }
}

async fn run(client: &Client, statement: &str) -> Result<Answer, Refusal> {
    let messages = client.simple_query(statement).await.map_err(refusal)?;
    let mut columns = None;
    let mut rows = Vec::new();
    for message in messages {
        match message {
            SimpleQueryMessage::RowDescription(described) => {
                let names = described.iter().map(|column| column.name().to_owned());
                columns = Some(names.collect());
            }
            SimpleQueryMessage::Row(row) => {
                let values = (0..row.len()).map(|index| row.get(index).map(str::to_owned));
                rows.push(values.collect());
            }
            _ => {}
        }
    }
    Ok(columns.map_or(Answer::Command, |columns| Answer::Rows(columns, rows)))
}

#[allow(clippy::needless_pass_by_value)] // for map_err
fn refusal(error: tokio_postgres::Error) -> Refusal {
    let Some(db) = error.as_db_error() else {
        return Refusal::Unreachable(words(&error));
    };
    if db.message() == "cannot insert multiple commands into a prepared statement" {
        return Refusal::Several;
    }
    Refusal::Sql {
        code: db.code().code().to_owned(),
        message: db.message().to_owned(),
        detail: db.detail().map(str::to_owned),
        hint: db.hint().map(str::to_owned),
    }
}
