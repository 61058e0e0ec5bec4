//! The types of one table that reading needs: rows, aggregates, filters, orderings.

use apollo_compiler::ast::Type;

use super::aggregate::AGGREGATES;
use super::builder::{FieldSpec, InputSpec, field, input, list_of, named};
use super::catalog::{Link, TableId, Tracked, TrackedColumn};
use super::draft::Draft;
use super::grants::SelectGrant;
use super::scalars::{comparison, declare, type_of};
use crate::hasura::model::data::ColumnType;

impl Draft<'_> {
    /// Columns of a table that the role may read in some row.
    pub(super) fn readable(&self, id: TableId) -> Vec<&TrackedColumn> {
        let table = &self.catalog.tables[id];
        let Some(grant) = &self.grants[id].select else {
            return Vec::new();
        };
        table
            .columns
            .iter()
            .zip(&grant.columns)
            .filter(|(_, yes)| **yes)
            .map(|(c, _)| c)
            .collect()
    }

    /// Computed fields that the role may read.
    fn readable_computed(&self, id: TableId) -> Vec<&str> {
        let Some(grant) = &self.grants[id].select else {
            return Vec::new();
        };
        let computed = self.catalog.tables[id].computed.iter();
        computed
            .filter(|one| one.holds.is_some() && grant.computes(&one.name))
            .map(|one| one.name.as_str())
            .collect()
    }

    /// Relationships whose two sides the role may read.
    pub(super) fn reachable(&self, id: TableId) -> Vec<(&Link, &SelectGrant)> {
        if self.grants[id].select.is_none() {
            return Vec::new();
        }
        self.catalog.tables[id]
            .relationships
            .iter()
            .filter_map(|link| Some((link, self.grants[link.target].select.as_ref()?)))
            .collect()
    }

    pub(super) fn type_name(&self, id: TableId, suffix: &str) -> String {
        let table = &self.catalog.tables[id];
        table.names.table_type(&table.stem, suffix)
    }

    /// Adds everything that reading a table needs.
    pub(super) fn add_readable_table(&mut self, id: TableId, grant: &SelectGrant) {
        let kinds: Vec<ColumnType> = self
            .readable(id)
            .iter()
            .map(|column| column.kind.clone())
            .collect();
        for kind in kinds {
            declare(&mut self.builder, &kind);
        }
        self.add_shared(id);
        self.add_row_type(id, grant);
        self.add_bool_exp(id);
        self.add_order_by(id);
        self.add_select_column(id);
        if grant.aggregations {
            self.add_aggregate_types(id);
        }
        if self.ordered_through.contains(&id) {
            self.add_aggregate_order_by(id);
        }
        self.add_stream_inputs(id);
    }

    fn add_row_type(&mut self, id: TableId, grant: &SelectGrant) {
        let table = &self.catalog.tables[id];
        let uniform = grant.uniform();
        let mut fields = Vec::new();
        for column in self.readable(id) {
            let ty = type_of(&column.kind);
            // A column that some rows do not show is null there.
            let ty = if column.nullable || !uniform {
                ty
            } else {
                ty.non_null()
            };
            let mut spec = field(&column.field, ty).about_maybe(column.comment.clone());
            if matches!(column.kind, ColumnType::Json | ColumnType::Jsonb) {
                spec = spec.args(vec![
                    input("path", named("String")).about("JSON select path"),
                ]);
            }
            fields.push(spec);
        }
        for name in self.readable_computed(id) {
            fields.push(
                field(name, named("Boolean"))
                    .about(format!("A computed field, executes function \"{name}\"")),
            );
        }
        for (link, remote) in self.reachable(id) {
            fields.extend(self.link_fields(link, remote));
        }
        let comment = table
            .meta
            .configuration
            .as_ref()
            .and_then(|c| c.comment.clone());
        let about = comment
            .or_else(|| table.comment.clone())
            .unwrap_or_else(|| format!("columns and relationships of \"{}\"", table.meta.table));
        self.builder
            .object(&self.type_name(id, ""), Some(about), fields);
    }

    fn link_fields(&self, link: &Link, remote: &SelectGrant) -> Vec<FieldSpec> {
        let row = self.type_name(link.target, "");
        let about = |default: &str| link.comment.clone().unwrap_or_else(|| default.to_owned());
        if !link.array {
            let ty = named(&row);
            let ty = if link.always && remote.unfiltered() {
                ty.non_null()
            } else {
                ty
            };
            return vec![field(&link.name, ty).about(about("An object relationship"))];
        }
        let args = || self.select_args(link.target);
        let mut fields = vec![
            field(&link.name, list_of(&row).non_null())
                .about(about("An array relationship"))
                .args(args()),
        ];
        if remote.aggregations {
            let name = self.catalog.tables[link.target]
                .names
                .relationship_aggregate(&link.name);
            let ty = named(&self.type_name(link.target, "aggregate")).non_null();
            fields.push(
                field(name, ty)
                    .about("An aggregate relationship")
                    .args(args()),
            );
        }
        fields
    }

    /// `distinct_on, limit, offset, order_by, where`.
    pub(super) fn select_args(&self, id: TableId) -> Vec<InputSpec> {
        let names = &self.catalog.tables[id].names;
        let mut args = vec![
            input(names.word("limit"), named("Int")).about("limit the number of rows returned"),
            input(names.word("offset"), named("Int"))
                .about("skip the first n rows. Use only with order_by"),
            input(
                names.word("order_by"),
                list_of(&self.type_name(id, "order_by")),
            )
            .about("sort the rows by one or more columns"),
            input("where", named(&self.type_name(id, "bool_exp")))
                .about("filter the rows returned"),
        ];
        if !self.readable(id).is_empty() {
            args.push(
                input(
                    names.word("distinct_on"),
                    list_of(&self.type_name(id, "select_column")),
                )
                .about("distinct select on columns"),
            );
        }
        args
    }

    pub(super) fn add_bool_exp(&mut self, id: TableId) {
        let name = self.type_name(id, "bool_exp");
        let table = &self.catalog.tables[id];
        let mut fields = vec![
            input("_and", list_of(&name)),
            input("_or", list_of(&name)),
            input("_not", named(&name)),
        ];
        let columns: Vec<TrackedColumn> = self.readable(id).into_iter().cloned().collect();
        for column in columns {
            let ty = comparison(&mut self.builder, &table.names, &column.kind);
            fields.push(input(column.field, named(&ty)));
        }
        let flags = self
            .readable_computed(id)
            .into_iter()
            .map(ToOwned::to_owned);
        for name in flags.collect::<Vec<_>>() {
            let ty = comparison(&mut self.builder, &table.names, &ColumnType::Bool);
            fields.push(input(name, named(&ty)));
        }
        let mut counted = Vec::new();
        for (link, remote) in self.reachable(id) {
            fields.push(input(
                &link.name,
                named(&self.type_name(link.target, "bool_exp")),
            ));
            if link.array && remote.aggregations {
                let ty = self.type_name(link.target, "aggregate_bool_exp");
                fields.push(input(
                    table.names.relationship_aggregate(&link.name),
                    named(&ty),
                ));
                counted.push(link.target);
            }
        }
        let about = format!(
            "Boolean expression to filter rows from the table \"{}\". All fields are combined with \
             a logical 'AND'.",
            table.meta.table
        );
        self.builder.input_object(&name, Some(about), fields, true);
        for target in counted {
            self.add_aggregate_bool_exp(target);
        }
    }

    fn add_aggregate_bool_exp(&mut self, id: TableId) {
        let name = self.type_name(id, "aggregate_bool_exp");
        if self.builder.has(&name) {
            return;
        }
        let names = &self.catalog.tables[id].names;
        let number = comparison(&mut self.builder, names, &ColumnType::Int4);
        let count = self.type_name(id, "aggregate_bool_exp_count");
        let mut fields = vec![
            input("distinct", named("Boolean")),
            input("filter", named(&self.type_name(id, "bool_exp"))),
            input("predicate", named(&number).non_null()),
        ];
        if !self.readable(id).is_empty() {
            fields.push(input(
                "arguments",
                list_of(&self.type_name(id, "select_column")),
            ));
        }
        self.builder.input_object(&count, None, fields, false);
        self.builder
            .input_object(&name, None, vec![input("count", named(&count))], true);
    }

    fn add_order_by(&mut self, id: TableId) {
        let table = &self.catalog.tables[id];
        let direction = named(&table.names.shared_type("", "order_by"));
        let mut fields: Vec<InputSpec> = self
            .readable(id)
            .iter()
            .map(|c| input(&c.field, direction.clone()))
            .collect();
        for (link, _) in self.reachable(id) {
            fields.push(if link.array {
                let ty = self.type_name(link.target, "aggregate_order_by");
                input(table.names.relationship_aggregate(&link.name), named(&ty))
            } else {
                input(&link.name, named(&self.type_name(link.target, "order_by")))
            });
        }
        let about = format!(
            "Ordering options when selecting data from \"{}\".",
            table.meta.table
        );
        self.builder
            .input_object(&self.type_name(id, "order_by"), Some(about), fields, false);
    }

    fn add_aggregate_order_by(&mut self, id: TableId) {
        let table = &self.catalog.tables[id];
        let direction = named(&table.names.shared_type("", "order_by"));
        let mut fields = vec![input("count", direction.clone())];
        for function in AGGREGATES {
            let columns: Vec<InputSpec> = self
                .readable(id)
                .into_iter()
                .filter(|column| function.takes(&column.kind))
                .map(|column| input(&column.field, direction.clone()))
                .collect();
            if columns.is_empty() {
                continue;
            }
            let name = self.type_name(id, &format!("{}_order_by", function.name()));
            let about = format!(
                "order by {}() on columns of table \"{}\"",
                function.name(),
                table.meta.table
            );
            self.builder
                .input_object(&name, Some(about), columns, false);
            fields.push(input(table.names.word(function.name()), named(&name)));
        }
        let about = format!(
            "order by aggregate values of table \"{}\"",
            table.meta.table
        );
        let name = self.type_name(id, "aggregate_order_by");
        self.builder.input_object(&name, Some(about), fields, false);
    }

    fn add_select_column(&mut self, id: TableId) {
        let columns: Vec<String> = self.readable(id).iter().map(|c| c.field.clone()).collect();
        if columns.is_empty() {
            return;
        }
        let about = format!(
            "select columns of table \"{}\"",
            self.catalog.tables[id].meta.table
        );
        let name = self.type_name(id, "select_column");
        let values = columns
            .iter()
            .map(|column| (column.as_str(), Some("column name")));
        self.builder.enumeration(&name, Some(&about), values);
    }

    fn add_aggregate_types(&mut self, id: TableId) {
        let table = &self.catalog.tables[id];
        let (name, fields_name) = (
            self.type_name(id, "aggregate"),
            self.type_name(id, "aggregate_fields"),
        );
        let about = format!("aggregated selection of \"{}\"", table.meta.table);
        let nodes = list_of(&self.type_name(id, "")).non_null();
        let members = vec![
            field("aggregate", named(&fields_name)),
            field("nodes", nodes),
        ];
        self.builder.object(&name, Some(about), members);

        let mut count_args = vec![input("distinct", named("Boolean"))];
        if !self.readable(id).is_empty() {
            count_args.push(input(
                "columns",
                list_of(&self.type_name(id, "select_column")),
            ));
        }
        let mut fields = vec![field("count", named("Int").non_null()).args(count_args)];
        for function in AGGREGATES {
            let columns: Vec<FieldSpec> = self
                .readable(id)
                .into_iter()
                .filter(|column| function.takes(&column.kind))
                .map(|column| {
                    let ty = if function.keeps_type() {
                        type_of(&column.kind)
                    } else {
                        named("Float")
                    };
                    field(&column.field, ty)
                })
                .collect();
            if columns.is_empty() {
                continue;
            }
            let ty = self.type_name(id, &format!("{}_fields", function.name()));
            let about = format!("aggregate {} on columns", function.name());
            self.builder.object(&ty, Some(about), columns);
            fields.push(field(table.names.word(function.name()), named(&ty)));
        }
        let about = format!("aggregate fields of \"{}\"", table.meta.table);
        self.builder.object(&fields_name, Some(about), fields);
    }

    fn add_stream_inputs(&mut self, id: TableId) {
        let columns: Vec<InputSpec> = self
            .readable(id)
            .iter()
            .map(|c| input(&c.field, type_of(&c.kind)))
            .collect();
        if columns.is_empty() {
            return;
        }
        let table = &self.catalog.tables[id];
        let value = self.type_name(id, "stream_cursor_value_input");
        let cursor = self.type_name(id, "stream_cursor_input");
        let ordering = table.names.source_type("cursor_ordering");
        let fields = vec![
            input(table.names.word("initial_value"), named(&value).non_null())
                .about("Stream column input with initial value"),
            input("ordering", named(&ordering)).about("cursor ordering"),
        ];
        let about = format!("Streaming cursor of the table \"{}\"", table.meta.table);
        self.builder
            .input_object(&cursor, Some(about), fields, false);
        let about =
            Some("Initial value of the column from where the streaming should start".into());
        self.builder.input_object(&value, about, columns, false);
    }

    /// The enums that all tables of a naming convention share, and those of a source.
    fn add_shared(&mut self, id: TableId) {
        let names = &self.catalog.tables[id].names;
        let ordering = names.source_type("cursor_ordering");
        if !self.builder.has(&ordering) {
            let values = [
                ("ASC", Some("ascending ordering of the cursor")),
                ("DESC", Some("descending ordering of the cursor")),
            ];
            let about = Some("ordering argument of a cursor");
            self.builder.enumeration(&ordering, about, values);
        }
        let order_by = names.shared_type("", "order_by");
        if self.builder.has(&order_by) {
            return;
        }
        let values = [
            ("asc", "in ascending order, nulls last"),
            ("asc_nulls_first", "in ascending order, nulls first"),
            ("asc_nulls_last", "in ascending order, nulls last"),
            ("desc", "in descending order, nulls first"),
            ("desc_nulls_first", "in descending order, nulls first"),
            ("desc_nulls_last", "in descending order, nulls last"),
        ];
        let spelled: Vec<(String, &str)> = values.map(|(v, about)| (names.value(v), about)).into();
        let spelled = spelled
            .iter()
            .map(|(value, about)| (value.as_str(), Some(*about)));
        self.builder
            .enumeration(&order_by, Some("column ordering options"), spelled);
    }
}

/// Primary key arguments of a table.
pub(super) fn key_args(table: &Tracked) -> Vec<InputSpec> {
    table
        .primary_key
        .iter()
        .map(|index| {
            let column = &table.columns[*index];
            let ty: Type = type_of(&column.kind).non_null();
            let spec = input(&column.field, ty);
            match &column.comment {
                Some(comment) => spec.about(comment),
                None => spec,
            }
        })
        .collect()
}
