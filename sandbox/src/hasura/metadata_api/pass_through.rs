//! `run_sql` over a real database: a statement that only reads is run there, and its answer has
//! the shape that the engine gives it (contracts: hasura §4.4).

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::error::ApiError;
use super::super::postgres::{Answer, Postgres, Refusal};
use super::command::Command;
use super::draft::no_source;
use super::tracking::default_source;

#[derive(Deserialize)]
struct Args {
    #[serde(default = "default_source")]
    source: String,
    sql: String,
    #[serde(default)]
    read_only: bool,
}

/// What `PostgreSQL` calls a write in a transaction that only reads.
const READ_ONLY: &str = "25006";

/// Runs one statement in a transaction that only reads, whether that is asked for or not; `sources` are the names that the database goes by.
pub(super) async fn run(
    database: &Postgres,
    sources: &[String],
    command: &Command<'_>,
) -> Result<Value, ApiError> {
    let args: Args = command.bare_args()?;
    if !sources.contains(&args.source) {
        return Err(no_source(&args.source).at("$"));
    }
    if args.sql.trim().is_empty() {
        let nothing = json!({
            "exec_status": "EmptyQuery",
            "hint": null,
            "message": null,
            "status_code": null,
            "description": null,
        });
        return Err(failed(&args.sql, &nothing));
    }
    match database.read(&args.sql).await {
        Ok(answer) => Ok(shaped(answer)),
        // Who has not asked for that is told whose wish it is.
        Err(Refusal::Sql { code, .. }) if code == READ_ONLY && !args.read_only => {
            let reason = "the sandbox only reads its database; migrations and seeds need a real \
                          engine";
            Err(ApiError::new("not-supported", reason))
        }
        Err(refusal) => Err(error(refusal, &args.sql)),
    }
}

/// Every value is a text, and SQL's null is the text `NULL`.
fn shaped(answer: Answer) -> Value {
    match answer {
        Answer::Command => json!({"result_type": "CommandOk", "result": null}),
        Answer::Rows(columns, rows) => {
            let rows = rows.into_iter().map(|row| {
                let texts = row.into_iter();
                texts
                    .map(|value| value.unwrap_or_else(|| "NULL".into()))
                    .collect()
            });
            let result: Vec<Vec<String>> = std::iter::once(columns).chain(rows).collect();
            json!({"result_type": "TuplesOk", "result": result})
        }
    }
}

fn error(refusal: Refusal, statement: &str) -> ApiError {
    let (code, message, description, hint) = match refusal {
        Refusal::Sql {
            code,
            message,
            detail,
            hint,
        } => (code, message, detail, hint),
        Refusal::Unreachable(words) => {
            return ApiError::new("postgres-error", "connection error").internal(json!(words));
        }
        Refusal::Several => {
            return ApiError::new(
                "not-supported",
                "the sandbox runs one SQL statement at a time",
            );
        }
    };
    let error = json!({
        "exec_status": "FatalError",
        "hint": hint,
        "message": message,
        "status_code": code,
        "description": description,
    });
    failed(statement, &error)
}

/// What the database said of a statement, in the engine's envelope.
fn failed(statement: &str, error: &Value) -> ApiError {
    ApiError::new("postgres-error", "query execution failed").internal(json!({
        "statement": statement,
        "prepared": false,
        "error": error,
        "arguments": [],
    }))
}
