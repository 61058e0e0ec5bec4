//! Column types: the spellings of Postgres, reduced to its internal names.

use std::sync::Arc;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // each is the Postgres type of that name
pub(crate) enum ColumnType {
    Text,
    /// `VARCHAR(n)`, or without a length.
    Varchar(Option<usize>),
    /// `CHAR(n)`: trailing blanks do not count in comparisons.
    Bpchar(Option<usize>),
    Citext,
    Name,
    Int2,
    Int4,
    Int8,
    Float4,
    Float8,
    /// With precision and scale, or with as many digits as are written.
    Numeric(Option<(i64, i64)>),
    Bool,
    Uuid,
    Timestamptz,
    Timestamp,
    Date,
    Time,
    Timetz,
    Json,
    Jsonb,
    Bytea,
    /// An array of another type.
    Array(Box<Self>),
    /// An enum type of the database: its name and its values, in their order.
    Enum(String, Arc<[String]>),
    /// Text that refers to a table of values: the name of its type in GraphQL, and the values with
    /// what they mean.
    Listed(String, Arc<[(String, Option<String>)]>),
    /// Any other type, by its name.
    Other(String),
}

impl ColumnType {
    /// Reads a spelling of SQL: `CHAR(36)`, `character varying(256)`, `bigint`, `text[]`, …
    pub(crate) fn parse(spelling: &str) -> Self {
        let lower = spelling.trim().to_ascii_lowercase();
        if let Some(element) = lower.strip_suffix("[]") {
            return Self::Array(Box::new(Self::parse(element)));
        }
        // A length or precision stands in brackets: char(36), timestamp(3) with time zone.
        let mut bare = String::with_capacity(lower.len());
        let mut depth = 0_usize;
        for letter in lower.chars() {
            match letter {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ if depth == 0 => bare.push(letter),
                _ => {}
            }
        }
        let length = || {
            lower
                .split_once('(')?
                .1
                .split_once(')')?
                .0
                .trim()
                .parse()
                .ok()
        };
        let words: Vec<&str> = bare.split_whitespace().collect();
        match words.join(" ").as_str() {
            "text" => Self::Text,
            "varchar" | "character varying" => Self::Varchar(length()),
            "char" | "character" | "bpchar" => Self::Bpchar(length()),
            "citext" => Self::Citext,
            "name" => Self::Name,
            "int2" | "smallint" | "smallserial" => Self::Int2,
            "int" | "int4" | "integer" | "serial" => Self::Int4,
            "int8" | "bigint" | "bigserial" => Self::Int8,
            "float4" | "real" => Self::Float4,
            "float8" | "double precision" | "float" => Self::Float8,
            "numeric" | "decimal" => Self::Numeric(digits(&lower)),
            "bool" | "boolean" => Self::Bool,
            "uuid" => Self::Uuid,
            "timestamptz" | "timestamp with time zone" => Self::Timestamptz,
            "timestamp" | "timestamp without time zone" => Self::Timestamp,
            "date" => Self::Date,
            "time" | "time without time zone" => Self::Time,
            "timetz" | "time with time zone" => Self::Timetz,
            "json" => Self::Json,
            "jsonb" => Self::Jsonb,
            "bytea" => Self::Bytea,
            other => Self::Other(other.to_owned()),
        }
    }

    /// Postgres' internal name, which is Hasura's scalar name but for the few that map to
    /// GraphQL's own (contracts: hasura §3.2).
    pub(crate) fn postgres_name(&self) -> String {
        match self {
            Self::Text | Self::Listed(..) => "text".into(),
            Self::Varchar(_) => "varchar".into(),
            Self::Bpchar(_) => "bpchar".into(),
            Self::Citext => "citext".into(),
            Self::Name => "name".into(),
            Self::Int2 => "int2".into(),
            Self::Int4 => "int4".into(),
            Self::Int8 => "int8".into(),
            Self::Float4 => "float4".into(),
            Self::Float8 => "float8".into(),
            Self::Numeric(_) => "numeric".into(),
            Self::Bool => "bool".into(),
            Self::Uuid => "uuid".into(),
            Self::Timestamptz => "timestamptz".into(),
            Self::Timestamp => "timestamp".into(),
            Self::Date => "date".into(),
            Self::Time => "time".into(),
            Self::Timetz => "timetz".into(),
            Self::Json => "json".into(),
            Self::Jsonb => "jsonb".into(),
            Self::Bytea => "bytea".into(),
            Self::Array(element) => format!("_{}", element.postgres_name()),
            Self::Enum(name, _) | Self::Other(name) => name.clone(),
        }
    }

    /// True for types that `sum` and `avg` work on.
    pub(crate) fn is_numeric(&self) -> bool {
        matches!(
            self,
            Self::Int2 | Self::Int4 | Self::Int8 | Self::Float4 | Self::Float8 | Self::Numeric(_)
        )
    }

    /// True for types that know `_like` and its kin.
    pub(crate) fn is_textual(&self) -> bool {
        matches!(
            self,
            Self::Text | Self::Varchar(_) | Self::Bpchar(_) | Self::Citext | Self::Name
        )
    }

    /// The name by which SQL, and so the database, calls it.
    pub(crate) fn sql_name(&self) -> String {
        match self {
            Self::Int2 => "smallint".into(),
            Self::Int4 => "integer".into(),
            Self::Int8 => "bigint".into(),
            Self::Float4 => "real".into(),
            Self::Float8 => "double precision".into(),
            Self::Bool => "boolean".into(),
            Self::Timestamptz => "timestamp with time zone".into(),
            Self::Timestamp => "timestamp".into(),
            other => other.postgres_name(),
        }
    }
}

/// Precision and scale of `numeric(10, 2)`; without a scale it is 0.
fn digits(spelling: &str) -> Option<(i64, i64)> {
    let inside = spelling.split_once('(')?.1.split_once(')')?.0;
    let mut numbers = inside.split(',').map(|number| number.trim().parse());
    let precision = numbers.next()?.ok()?;
    Some((precision, numbers.next().unwrap_or(Ok(0)).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_sql_are_understood() {
        for (spelling, expected) in [
            ("CHAR(36)", ColumnType::Bpchar(Some(36))),
            ("VARCHAR(128)", ColumnType::Varchar(Some(128))),
            ("character varying (256)", ColumnType::Varchar(Some(256))),
            ("BIGINT", ColumnType::Int8),
            ("timestamp(3) with time zone", ColumnType::Timestamptz),
            ("numeric(10, 2)", ColumnType::Numeric(Some((10, 2)))),
            ("decimal(5)", ColumnType::Numeric(Some((5, 0)))),
            ("numeric", ColumnType::Numeric(None)),
            ("text[]", ColumnType::Array(Box::new(ColumnType::Text))),
            ("geometry", ColumnType::Other("geometry".into())),
        ] {
            assert_eq!(ColumnType::parse(spelling), expected, "{spelling}");
        }
        assert_eq!(ColumnType::parse("int[]").postgres_name(), "_int4");
    }
}
