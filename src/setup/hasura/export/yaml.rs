//! YAML. The serializer quotes what readers of YAML 1.1 would take for a boolean or a number.

use serde_json::Value;

use crate::setup::hasura::SetupError;

/// A value as a document. Long texts stay on one line, as hasura-cli writes them.
pub(super) fn text(value: &Value) -> Result<String, SetupError> {
    let options = serde_saphyr::ser_options! { prefer_block_scalars: false };
    serde_saphyr::to_string_with_options(value, options).map_err(|error| {
        SetupError::NotExportable {
            what: error.to_string(),
        }
    })
}
