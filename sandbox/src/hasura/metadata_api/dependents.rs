//! Removing something that other objects lean on.

use super::super::consistency::Inconsistency;
use super::super::error::ApiError;
use super::super::model::metadata::Metadata;
use super::draft::Draft;

/// Makes a change that takes something away. What becomes inconsistent by it is removed, too, if
/// `cascade`; otherwise nothing happens and the answer names it.
pub(super) fn remove(
    draft: &mut Draft,
    cascade: bool,
    change: impl Fn(&mut Metadata),
) -> Result<(), ApiError> {
    let before = draft.recheck();
    let kept = draft.metadata.clone();
    change(&mut draft.metadata);
    let broken: Vec<Inconsistency> = draft
        .recheck()
        .into_iter()
        .filter(|one| !before.contains(one))
        .collect();
    if broken.is_empty() {
        return Ok(());
    }
    if !cascade {
        draft.metadata = kept;
        let mut names: Vec<String> = broken.iter().map(describe).collect();
        names.sort();
        return Err(ApiError::new(
            "dependency-error",
            format!(
                "cannot drop due to the following dependent objects: {}",
                names.join(", ")
            ),
        )
        .at("$.args"));
    }
    for one in &broken {
        drop_object(&mut draft.metadata, one);
    }
    Ok(())
}

fn describe(one: &Inconsistency) -> String {
    let Some((source, table)) = &one.place else {
        return one.name.clone();
    };
    let subject = &one.subject;
    match one.kind.strip_suffix("_permission") {
        Some(kind) => format!("permission {table}.{subject}.{kind} in source \"{source}\""),
        None => format!("relationship {table}.{subject} in source \"{source}\""),
    }
}

fn drop_object(metadata: &mut Metadata, one: &Inconsistency) {
    let Some((source, name)) = &one.place else {
        return;
    };
    let table = metadata
        .source_mut(source)
        .and_then(|source| source.table_mut(name));
    let Some(table) = table else { return };
    let subject = &one.subject;
    match one.kind {
        "object_relation" => table
            .object_relationships
            .retain(|rel| rel.name != *subject),
        "array_relation" => table.array_relationships.retain(|rel| rel.name != *subject),
        "select_permission" => table
            .select_permissions
            .retain(|rule| rule.role != *subject),
        "insert_permission" => table
            .insert_permissions
            .retain(|rule| rule.role != *subject),
        "update_permission" => table
            .update_permissions
            .retain(|rule| rule.role != *subject),
        "delete_permission" => table
            .delete_permissions
            .retain(|rule| rule.role != *subject),
        _ => {}
    }
}
