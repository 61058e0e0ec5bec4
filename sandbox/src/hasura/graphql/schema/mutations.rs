//! The types of one table that writing needs.

use apollo_compiler::ast::{Type, Value as Literal};

use super::builder::{InputSpec, field, input, list_of, named};
use super::catalog::{TableId, Tracked, TrackedColumn};
use super::draft::Draft;
use super::grants::{InsertGrant, UpdateGrant};
use super::scalars::{declare, type_of};
use super::tables::key_args;
use crate::hasura::model::data::ColumnType;

impl Draft<'_> {
    /// Adds everything that writing to a table needs.
    pub(super) fn add_writable_table(&mut self, id: TableId) {
        let grants = self.grants[id].clone();
        let table = &self.catalog.tables[id];
        for column in &table.columns {
            declare(&mut self.builder, &column.kind);
        }
        let about = format!(
            "response of any mutation on the table \"{}\"",
            table.meta.table
        );
        let mut fields = vec![
            field(table.names.word("affected_rows"), named("Int").non_null())
                .about("number of rows affected by the mutation"),
        ];
        if grants.select.is_none() {
            // Whoever reads nothing can name no column in a condition.
            self.add_bool_exp(id);
        } else {
            fields.push(
                field("returning", list_of(&self.type_name(id, "")).non_null())
                    .about("data from the rows affected by the mutation"),
            );
        }
        self.builder.object(
            &self.type_name(id, "mutation_response"),
            Some(about),
            fields,
        );
        if let Some(insert) = &grants.insert {
            self.add_insert_types(id, insert, grants.update.as_ref());
        }
        if let Some(update) = &grants.update {
            self.add_update_types(id, update);
        }
    }

    fn column_inputs(&mut self, id: TableId, type_name: &str, allowed: &[bool]) -> Vec<InputSpec> {
        let table = &self.catalog.tables[id];
        let columns: Vec<_> = table
            .columns
            .iter()
            .zip(allowed)
            .filter(|(_, yes)| **yes)
            .map(|(c, _)| c)
            .collect();
        for column in columns.iter().filter(|column| !column.nullable) {
            self.builder
                .nulls
                .fields
                .insert((type_name.to_owned(), column.field.clone()));
        }
        columns
            .iter()
            .map(|column| {
                input(&column.field, type_of(&column.kind)).about_maybe(column.comment.clone())
            })
            .collect()
    }

    fn add_insert_types(&mut self, id: TableId, grant: &InsertGrant, update: Option<&UpdateGrant>) {
        let table = &self.catalog.tables[id];
        let name = self.type_name(id, "insert_input");
        let fields = self.column_inputs(id, &name, &grant.columns);
        let about = format!(
            "input type for inserting data into table \"{}\"",
            table.meta.table
        );
        self.builder.input_object(&name, Some(about), fields, false);
        if table.constraints.is_empty() {
            return;
        }

        let constraint = self.type_name(id, "constraint");
        let about = format!(
            "unique or primary key constraints on table \"{}\"",
            table.meta.table
        );
        let values: Vec<(&str, String)> = table
            .constraints
            .iter()
            .map(|key| {
                (
                    key.name.as_str(),
                    format!(
                        "unique or primary key constraint on columns \"{}\"",
                        key.columns.join("\", \"")
                    ),
                )
            })
            .collect();
        let values = values
            .iter()
            .map(|(name, about)| (*name, Some(about.as_str())));
        self.builder.enumeration(&constraint, Some(&about), values);

        let column = self.type_name(id, "update_column");
        let about = format!("update columns of table \"{}\"", table.meta.table);
        let allowed = update.map(|update| table.columns.iter().zip(&update.columns));
        let mut columns: Vec<&str> = allowed
            .into_iter()
            .flatten()
            .filter(|(_, yes)| **yes)
            .map(|(c, _)| c.field.as_str())
            .collect();
        if columns.is_empty() {
            columns.push("_PLACEHOLDER");
        }
        let values = columns
            .into_iter()
            .map(|column| (column, Some("column name")));
        self.builder.enumeration(&column, Some(&about), values);

        let fields = vec![
            input("constraint", named(&constraint).non_null()),
            input(
                table.names.word("update_columns"),
                list_of(&column).non_null(),
            )
            .default(Literal::List(Vec::new())),
            input("where", named(&self.type_name(id, "bool_exp"))),
        ];
        let about = format!(
            "on_conflict condition type for table \"{}\"",
            table.meta.table
        );
        let name = self.type_name(id, "on_conflict");
        self.builder.input_object(&name, Some(about), fields, false);
    }

    fn add_update_types(&mut self, id: TableId, grant: &UpdateGrant) {
        let table = &self.catalog.tables[id];
        let set = self.type_name(id, "set_input");
        let fields = self.column_inputs(id, &set, &grant.columns);
        let about = format!(
            "input type for updating data in table \"{}\"",
            table.meta.table
        );
        self.builder.input_object(&set, Some(about), fields, false);

        let numeric: Vec<bool> = table
            .columns
            .iter()
            .zip(&grant.columns)
            .map(|(column, allowed)| *allowed && column.kind.is_numeric())
            .collect();
        if numeric.contains(&true) {
            let inc = self.type_name(id, "inc_input");
            let fields = self.column_inputs(id, &inc, &numeric);
            let about = format!(
                "input type for incrementing numeric columns in table \"{}\"",
                table.meta.table
            );
            self.builder.input_object(&inc, Some(about), fields, false);
        }
        for (operator, about, operand) in jsonb_operators() {
            let fields: Vec<InputSpec> = jsonb_columns(table, grant)
                .map(|column| {
                    input(&column.field, operand.clone()).about_maybe(column.comment.clone())
                })
                .collect();
            if !fields.is_empty() {
                let name = self.type_name(id, &format!("{operator}_input"));
                self.builder
                    .input_object(&name, Some(about.to_owned()), fields, false);
            }
        }
        if !table.primary_key.is_empty() {
            let about = format!("primary key columns input for table: {}", table.meta.table);
            let name = self.type_name(id, "pk_columns_input");
            self.builder
                .input_object(&name, Some(about), key_args(table), false);
        }
        let mut fields = self.update_operators(id, grant);
        fields.push(
            input("where", named(&self.type_name(id, "bool_exp")).non_null())
                .about("filter the rows which have to be updated"),
        );
        let name = self.type_name(id, "updates");
        self.builder.input_object(&name, None, fields, false);
    }

    /// `_set`, `_inc`, and those on jsonb.
    pub(super) fn update_operators(&self, id: TableId, grant: &UpdateGrant) -> Vec<InputSpec> {
        let table = &self.catalog.tables[id];
        let mut args = vec![
            input("_set", named(&self.type_name(id, "set_input")))
                .about("sets the columns of the filtered rows to the given values"),
        ];
        let counts = table
            .columns
            .iter()
            .zip(&grant.columns)
            .any(|(c, yes)| *yes && c.kind.is_numeric());
        if counts {
            args.push(
                input("_inc", named(&self.type_name(id, "inc_input"))).about(
                    "increments the numeric columns with given value of the filtered values",
                ),
            );
        }
        if jsonb_columns(table, grant).next().is_some() {
            args.extend(jsonb_operators().map(|(operator, about, _)| {
                let ty = named(&self.type_name(id, &format!("{operator}_input")));
                input(format!("_{operator}"), ty).about(about)
            }));
        }
        args
    }
}

/// Operators on jsonb: name, description, and what a column is given.
fn jsonb_operators() -> impl Iterator<Item = (&'static str, &'static str, Type)> {
    [
        (
            "append",
            "append existing jsonb value of filtered columns with new jsonb value",
            named("jsonb"),
        ),
        (
            "prepend",
            "prepend existing jsonb value of filtered columns with new jsonb value",
            named("jsonb"),
        ),
        (
            "delete_key",
            "delete key/value pair or string element. key/value pairs are matched based on their \
             key value",
            named("String"),
        ),
        (
            "delete_elem",
            "delete the array element with specified index (negative integers count from the end). \
             throws an error if top level container is not an array",
            named("Int"),
        ),
        (
            "delete_at_path",
            "delete the field or element with specified path (for JSON arrays, negative integers \
             count from the end)",
            list_of("String"),
        ),
    ]
    .into_iter()
}

fn jsonb_columns<'t>(
    table: &'t Tracked,
    grant: &'t UpdateGrant,
) -> impl Iterator<Item = &'t TrackedColumn> {
    table
        .columns
        .iter()
        .zip(&grant.columns)
        .filter(|(column, allowed)| **allowed && column.kind == ColumnType::Jsonb)
        .map(|(column, _)| column)
}
