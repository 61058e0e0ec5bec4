//! How things are called in GraphQL: Hasura's own convention, `graphql-default`, and what a
//! source's customization adds (contracts: hasura §3.1, §3.3).

use heck::{ToLowerCamelCase as _, ToShoutySnakeCase as _, ToUpperCamelCase as _};

use crate::Naming;
use crate::hasura::model::metadata::{CustomRootFields, Named, Source, Table};

/// The naming rules of one source.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    /// `graphql-default` instead of Hasura's own convention.
    pub(crate) camel: bool,
    /// All root fields of the source sit below one field of this name.
    pub(crate) namespace: Option<String>,
    root: (String, String),
    types: (String, String),
}

/// The stems that a table's names grow from.
#[derive(Debug, Clone)]
pub(crate) struct Stem {
    pub(crate) field: String,
    pub(crate) ty: String,
}

impl Names {
    /// The rules of `source`.
    pub(crate) fn of(source: &Source, default: Naming) -> Self {
        let customization = source.customization.clone().unwrap_or_default();
        let root = customization.root_fields.unwrap_or_default();
        let types = customization.type_names.unwrap_or_default();
        let affix = |affix: Option<String>| affix.filter(|text| is_part(text)).unwrap_or_default();
        Self {
            camel: source.naming(default) == Naming::GraphQl,
            namespace: root.namespace.filter(|name| is_name(name)),
            root: (affix(root.prefix), affix(root.suffix)),
            types: (affix(types.prefix), affix(types.suffix)),
        }
    }

    /// The stems of a table.
    pub(crate) fn stem(&self, table: &Table) -> Stem {
        match table.custom_name() {
            Some(custom) => Stem {
                field: custom.to_owned(),
                ty: custom.to_owned(),
            },
            None if self.camel => {
                let name = table.table.identifier();
                Stem {
                    field: name.to_lower_camel_case(),
                    ty: name.to_upper_camel_case(),
                }
            }
            None => Stem {
                field: table.table.identifier(),
                ty: table.table.identifier(),
            },
        }
    }

    /// A column's field name.
    pub(crate) fn column(&self, table: &Table, column: &str) -> String {
        match table.custom_column_name(column) {
            Some(custom) => custom.to_owned(),
            None => self.word(column),
        }
    }

    /// A field or argument that Hasura itself names: `order_by`, `stddev_pop`.
    pub(crate) fn word(&self, snake: &str) -> String {
        // Operators such as `_set` keep their underscore in every convention.
        if self.camel && !snake.starts_with('_') {
            snake.to_lower_camel_case()
        } else {
            snake.to_owned()
        }
    }

    /// A value of an enum that Hasura itself names: `asc_nulls_first`.
    pub(crate) fn value(&self, snake: &str) -> String {
        if self.camel {
            snake.to_shouty_snake_case()
        } else {
            snake.to_owned()
        }
    }

    /// A type that belongs to no table: `order_by`, `String_comparison_exp`.
    pub(crate) fn shared_type(&self, stem: &str, snake: &str) -> String {
        match (self.camel, stem.is_empty()) {
            (true, _) => format!("{stem}{}", snake.to_upper_camel_case()),
            (false, true) => snake.to_owned(),
            (false, false) => format!("{stem}_{snake}"),
        }
    }

    /// A type that the tables of a source share: `cursor_ordering`.
    pub(crate) fn source_type(&self, snake: &str) -> String {
        let (before, after) = &self.types;
        format!("{before}{}{after}", self.shared_type("", snake))
    }

    /// A type of a table; `suffix` is empty for the row type.
    pub(crate) fn table_type(&self, stem: &Stem, suffix: &str) -> String {
        let bare = if suffix.is_empty() {
            stem.ty.clone()
        } else {
            self.shared_type(&stem.ty, suffix)
        };
        format!("{}{bare}{}", self.types.0, self.types.1)
    }

    /// A relationship's aggregate field.
    pub(crate) fn relationship_aggregate(&self, name: &str) -> String {
        if self.camel {
            format!("{name}Aggregate")
        } else {
            format!("{name}_aggregate")
        }
    }

    /// The name of a root field.
    pub(crate) fn root_field(&self, table: &Table, kind: RootKind) -> String {
        let custom = table
            .configuration
            .as_ref()
            .and_then(|c| c.custom_root_fields.as_ref());
        let custom = custom
            .and_then(|fields| kind.custom(fields))
            .and_then(Named::name);
        let name = match custom {
            Some(name) => name.to_owned(),
            None => self.default_root(&self.stem(table), kind),
        };
        format!("{}{name}{}", self.root.0, self.root.1)
    }

    fn default_root(&self, stem: &Stem, kind: RootKind) -> String {
        let (before, after) = kind.affixes();
        if !self.camel {
            return format!("{before}{}{after}", stem.field);
        }
        let after = after.to_upper_camel_case();
        if before.is_empty() {
            return format!("{}{after}", stem.field);
        }
        format!("{}{}{after}", before.trim_end_matches('_'), stem.ty)
    }
}

/// The kinds of root fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // each is the root field of that name
pub(crate) enum RootKind {
    Select,
    SelectByPk,
    SelectAggregate,
    SelectStream,
    Insert,
    InsertOne,
    Update,
    UpdateByPk,
    UpdateMany,
    Delete,
    DeleteByPk,
}

impl RootKind {
    fn affixes(self) -> (&'static str, &'static str) {
        match self {
            Self::Select => ("", ""),
            Self::SelectByPk => ("", "_by_pk"),
            Self::SelectAggregate => ("", "_aggregate"),
            Self::SelectStream => ("", "_stream"),
            Self::Insert => ("insert_", ""),
            Self::InsertOne => ("insert_", "_one"),
            Self::Update => ("update_", ""),
            Self::UpdateByPk => ("update_", "_by_pk"),
            Self::UpdateMany => ("update_", "_many"),
            Self::Delete => ("delete_", ""),
            Self::DeleteByPk => ("delete_", "_by_pk"),
        }
    }

    /// What the metadata says about this field, if anything.
    pub(crate) fn custom(self, fields: &CustomRootFields) -> Option<&Named> {
        match self {
            Self::Select => fields.select.as_ref(),
            Self::SelectByPk => fields.select_by_pk.as_ref(),
            Self::SelectAggregate => fields.select_aggregate.as_ref(),
            Self::SelectStream => fields.select_stream.as_ref(),
            Self::Insert => fields.insert.as_ref(),
            Self::InsertOne => fields.insert_one.as_ref(),
            Self::Update => fields.update.as_ref(),
            Self::UpdateByPk => fields.update_by_pk.as_ref(),
            Self::UpdateMany => fields.update_many.as_ref(),
            Self::Delete => fields.delete.as_ref(),
            Self::DeleteByPk => fields.delete_by_pk.as_ref(),
        }
    }

    /// The description when the metadata gives none; `table` is the name with its schema.
    pub(crate) fn description(self, table: &str) -> String {
        match self {
            Self::Select => format!("fetch data from the table: \"{table}\""),
            Self::SelectByPk => {
                format!("fetch data from the table: \"{table}\" using primary key columns")
            }
            Self::SelectAggregate => format!("fetch aggregated fields from the table: \"{table}\""),
            Self::SelectStream => {
                format!("fetch data from the table in a streaming manner: \"{table}\"")
            }
            Self::Insert => format!("insert data into the table: \"{table}\""),
            Self::InsertOne => format!("insert a single row into the table: \"{table}\""),
            Self::Update => format!("update data of the table: \"{table}\""),
            Self::UpdateByPk => format!("update single row of the table: \"{table}\""),
            Self::UpdateMany => format!("update multiples rows of table: \"{table}\""),
            Self::Delete => format!("delete data from the table: \"{table}\""),
            Self::DeleteByPk => format!("delete single row from the table: \"{table}\""),
        }
    }
}

/// True for a name that GraphQL accepts and does not keep for itself.
pub(crate) fn is_name(text: &str) -> bool {
    apollo_compiler::Name::is_valid_syntax(text) && !text.starts_with("__")
}

/// True for text that may stand in front of or behind a name.
fn is_part(text: &str) -> bool {
    text.chars().all(|c| c == '_' || c.is_ascii_alphanumeric())
        && !text.starts_with(|c: char| c.is_ascii_digit())
}
