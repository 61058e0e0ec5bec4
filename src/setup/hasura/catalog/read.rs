//! From the answers of `run_sql` to a [`Catalog`].

use serde_json::Value;

use super::{Catalog, Column, DbTable, ForeignKey};
use crate::hasura::metadata::TableName;
use crate::hasura::sql;
use crate::setup::hasura::SetupError;

/// Makes a catalogue of the answers to [`super::sql::ALL`], in that order.
pub(crate) fn read(answers: &[Value]) -> Result<Catalog, SetupError> {
    let [tables, columns, keys, foreign_keys] = answers else {
        return Err(unreadable("not every question was answered"));
    };
    let mut catalog = Catalog::default();
    for [schema, name, kind] in rows(tables)? {
        let table = TableName { schema, name };
        // Temporary tables of other sessions are left out.
        if table.schema.starts_with("pg_temp") || table.schema.starts_with("pg_toast") {
            continue;
        }
        match kind.as_str() {
            "r" | "p" => catalog.tables.push(DbTable {
                name: table,
                columns: Vec::new(),
                primary_key: Vec::new(),
                unique: Vec::new(),
                foreign_keys: Vec::new(),
            }),
            "v" => catalog.others.push((table, "view")),
            "m" => catalog.others.push((table, "materialized view")),
            _ => catalog.others.push((table, "foreign table")),
        }
    }
    for [schema, name, column, kind] in rows(columns)? {
        if let Some(table) = table_mut(&mut catalog, schema, name) {
            table.columns.push(Column { name: column, kind });
        }
    }
    let mut last = None;
    for [schema, name, constraint, kind, column] in rows(keys)? {
        let here = Some((schema.clone(), name.clone(), constraint));
        let Some(table) = table_mut(&mut catalog, schema, name) else {
            continue;
        };
        if kind == "p" {
            table.primary_key.push(column);
        } else if last == here
            && let Some(unique) = table.unique.last_mut()
        {
            unique.push(column);
        } else {
            table.unique.push(vec![column]);
        }
        last = here;
    }
    for row in rows(foreign_keys)? {
        let [
            schema,
            name,
            constraint,
            column,
            to_schema,
            to_name,
            to_column,
        ] = row;
        let Some(table) = table_mut(&mut catalog, schema, name) else {
            continue;
        };
        let known = table
            .foreign_keys
            .iter_mut()
            .find(|key| key.constraint == constraint);
        if let Some(key) = known {
            key.columns.push(column);
            key.references.push(to_column);
        } else {
            table.foreign_keys.push(ForeignKey {
                constraint,
                columns: vec![column],
                table: TableName {
                    schema: to_schema,
                    name: to_name,
                },
                references: vec![to_column],
            });
        }
    }
    Ok(catalog)
}

fn table_mut(catalog: &mut Catalog, schema: String, name: String) -> Option<&mut DbTable> {
    let wanted = TableName { schema, name };
    catalog.tables.iter_mut().find(|table| table.name == wanted)
}

/// The rows of an answer.
pub(super) fn rows<const N: usize>(answer: &Value) -> Result<Vec<[String; N]>, SetupError> {
    sql::rows(answer).map_err(|reason| unreadable(&reason))
}

fn unreadable(reason: &str) -> SetupError {
    SetupError::Catalogue {
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[allow(clippy::needless_pass_by_value)] // so that calls can be written with json!
    fn answer(rows: Value) -> Value {
        let mut all = vec![json!(["head"])];
        all.extend(rows.as_array().unwrap().iter().cloned());
        json!({"result_type": "TuplesOk", "result": all})
    }

    #[test]
    fn keys_of_several_columns_are_put_together() {
        let catalog = read(&[
            answer(json!([
                ["public", "a", "r"],
                ["public", "b", "p"],
                ["public", "v", "v"]
            ])),
            answer(json!([
                ["public", "a", "x", "int4"],
                ["public", "a", "y", "text"]
            ])),
            answer(json!([
                ["public", "a", "a_pkey", "p", "x"],
                ["public", "a", "a_pkey", "p", "y"],
                ["public", "a", "u1", "u", "x"],
                ["public", "a", "u2", "u", "y"],
                ["public", "a", "u2", "u", "x"],
                ["public", "b", "u2", "u", "x"]
            ])),
            answer(json!([
                ["public", "b", "fk", "x", "public", "a", "x"],
                ["public", "b", "fk", "y", "public", "a", "y"]
            ])),
        ])
        .unwrap();
        let (a, b) = (&catalog.tables[0], &catalog.tables[1]);
        assert_eq!(a.primary_key, ["x", "y"]);
        assert_eq!(a.unique, [vec!["x"], vec!["y", "x"]]);
        assert!(a.is_unique(&["x".into(), "y".into()]) && !a.is_unique(&["y".into()]));
        assert_eq!(b.unique, [["x"]]);
        assert_eq!(b.foreign_keys[0].columns, ["x", "y"]);
        assert_eq!(b.foreign_keys[0].references, ["x", "y"]);
        assert_eq!(catalog.others[0].1, "view");
    }

    #[test]
    fn other_shapes_are_refused() {
        assert!(read(&[]).is_err());
        let bad = answer(json!([["public", "a"]]));
        let none = answer(json!([]));
        assert!(read(&[bad, none.clone(), none.clone(), none]).is_err());
    }
}
