//! Questions to the database behind a source, put through `run_sql` and in transactions that only
//! read (contracts: hasura §4.4).

use serde_json::{Value, json};

/// Where they are sent.
pub(crate) const PATH: &str = "/v2/query";

/// The command that asks.
pub(crate) fn question(source: &str, sql: &str) -> Value {
    json!({ "type": "run_sql", "args": {
        "source": source,
        "sql": sql,
        "read_only": true,
        "check_metadata_consistency": false,
    } })
}

/// The rows of an answer, without its head; every value is a text.
///
/// # Errors
///
/// What an answer of this shape would have.
pub(crate) fn rows<const N: usize>(answer: &Value) -> Result<Vec<[String; N]>, String> {
    let all = answer
        .get("result")
        .and_then(Value::as_array)
        .ok_or("an answer of run_sql has no rows")?;
    all.iter()
        .skip(1)
        .map(|row| {
            let cells: Option<Vec<String>> = row
                .as_array()
                .map(|cells| cells.iter().filter_map(text).collect());
            cells
                .and_then(|cells| cells.try_into().ok())
                .ok_or_else(|| format!("a row has not {N} columns"))
        })
        .collect()
}

fn text(cell: &Value) -> Option<String> {
    cell.as_str().map(ToOwned::to_owned)
}
