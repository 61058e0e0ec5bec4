//! Apps and tenants of SuperTokens: the one question that is about rows, and no user's.

use serde_json::Value;

use super::read::rows;
use crate::hasura::metadata::TableName;
use crate::setup::hasura::SetupError;

/// An app and a tenant in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tenant {
    pub app_id: String,
    pub tenant_id: String,
}

/// The statement for this table of tenants.
pub(crate) fn sql(table: &TableName) -> String {
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    format!(
        "/* st-hasura: tenants */\n\
         SELECT app_id, tenant_id FROM {}.{} ORDER BY app_id, tenant_id LIMIT 100",
        quoted(&table.schema),
        quoted(&table.name)
    )
}

/// What it answered.
pub(crate) fn of(answer: &Value) -> Result<Vec<Tenant>, SetupError> {
    let rows = rows(answer)?;
    Ok(rows
        .into_iter()
        .map(|[app_id, tenant_id]| Tenant { app_id, tenant_id })
        .collect())
}
