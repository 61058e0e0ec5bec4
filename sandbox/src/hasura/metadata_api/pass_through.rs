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

/// Runs one statement; `sources` are the names that the database goes by.
pub(super) async fn run(
    database: &Postgres,
    sources: &[String],
    command: &Command<'_>,
) -> Result<Value, ApiError> {
    let args: Args = command.bare_args()?;
    if !sources.contains(&args.source) {
        return Err(no_source(&args.source).at("$"));
    }
    if !args.read_only {
        return Err(ApiError::new(
            "not-supported",
            "the sandbox only reads its database: run_sql needs \"read_only\": true; migrations and \
             seeds need a real engine",
        ));
    }
    match database.read(&args.sql).await {
        Ok(answer) => Ok(shaped(answer)),
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
    ApiError::new("postgres-error", "query execution failed").internal(json!({
        "statement": statement,
        "prepared": false,
        "error": {
            "exec_status": "FatalError",
            "hint": hint,
            "message": message,
            "status_code": code,
            "description": description,
        },
        "arguments": [],
    }))
}
