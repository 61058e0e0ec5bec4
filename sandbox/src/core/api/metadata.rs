//! The user-metadata recipe (contracts: supertokens §5.2).

use serde_json::{Value, json};

use super::call::{Call, Refusal};
use crate::core::Core;

pub(super) fn get(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let metadata = core.metadata(call.need_param("userId")?);
    Ok(json!({ "status": "OK", "metadata": metadata }))
}

pub(super) fn update(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let update = call.need_object("metadataUpdate")?;
    let metadata = core.update_metadata(call.need_text("userId")?, update);
    Ok(json!({ "status": "OK", "metadata": metadata }))
}

pub(super) fn remove(core: &Core, call: &Call) -> Result<Value, Refusal> {
    core.forget_metadata(call.need_text("userId")?);
    Ok(json!({ "status": "OK" }))
}
