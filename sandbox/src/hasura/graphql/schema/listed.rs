//! Tables of values, and the columns that refer to them.

use std::collections::HashMap;

use super::catalog::Catalog;
use super::names::is_name;
use crate::hasura::model::TableName;
use crate::hasura::model::data::{ColumnType, DataTable, Database};

impl Catalog {
    /// Columns that refer to a table of values take these values and no others.
    pub(super) fn list_values(&mut self, database: &Database) {
        let listed: HashMap<(String, TableName), ColumnType> = self
            .tables
            .iter()
            .filter(|table| table.meta.is_enum)
            .filter_map(|table| {
                let key = (table.source.clone(), table.meta.table.clone());
                let data = database.table(&table.source, &table.meta.table)?;
                let name = table.names.table_type(&table.stem, "enum");
                Some((key, ColumnType::Listed(name, listed_values(data)?.into())))
            })
            .collect();
        for table in &mut self.tables {
            let data = database.table(&table.source, &table.meta.table);
            for key in data.into_iter().flat_map(|data| &data.foreign_keys) {
                let kind = listed.get(&(table.source.clone(), key.table.clone()));
                if let (Some(kind), [own]) = (kind, key.columns.as_slice())
                    && let Some(index) = table.column(own)
                {
                    table.columns[index].kind = kind.clone();
                }
            }
        }
    }
}

/// The values of a table that is one, each with what it means.
fn listed_values(data: &DataTable) -> Option<Vec<(String, Option<String>)>> {
    let [key] = data.primary_key.as_slice() else {
        return None;
    };
    let about = data.columns.iter().find(|column| column.name != *key);
    data.rows
        .iter()
        .map(|row| {
            let value = row.get(key)?.as_str().filter(|value| is_name(value))?;
            let about = about.and_then(|column| row.get(&column.name)?.as_str());
            Some((value.to_owned(), about.map(str::to_owned)))
        })
        .collect()
}
