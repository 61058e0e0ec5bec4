//! Column types: the spellings of Postgres, reduced to its internal names.

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // each is the Postgres type of that name
pub(crate) enum ColumnType {
    Text,
    Varchar,
    /// `CHAR(n)`: trailing blanks do not count in comparisons.
    Bpchar,
    Citext,
    Name,
    Int2,
    Int4,
    Int8,
    Float4,
    Float8,
    Numeric,
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
        let words: Vec<&str> = bare.split_whitespace().collect();
        match words.join(" ").as_str() {
            "text" => Self::Text,
            "varchar" | "character varying" => Self::Varchar,
            "char" | "character" | "bpchar" => Self::Bpchar,
            "citext" => Self::Citext,
            "name" => Self::Name,
            "int2" | "smallint" | "smallserial" => Self::Int2,
            "int" | "int4" | "integer" | "serial" => Self::Int4,
            "int8" | "bigint" | "bigserial" => Self::Int8,
            "float4" | "real" => Self::Float4,
            "float8" | "double precision" | "float" => Self::Float8,
            "numeric" | "decimal" => Self::Numeric,
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
            Self::Text => "text".into(),
            Self::Varchar => "varchar".into(),
            Self::Bpchar => "bpchar".into(),
            Self::Citext => "citext".into(),
            Self::Name => "name".into(),
            Self::Int2 => "int2".into(),
            Self::Int4 => "int4".into(),
            Self::Int8 => "int8".into(),
            Self::Float4 => "float4".into(),
            Self::Float8 => "float8".into(),
            Self::Numeric => "numeric".into(),
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
            Self::Other(name) => name.clone(),
        }
    }

    /// True for types that `sum` and `avg` work on.
    pub(crate) fn is_numeric(&self) -> bool {
        matches!(
            self,
            Self::Int2 | Self::Int4 | Self::Int8 | Self::Float4 | Self::Float8 | Self::Numeric
        )
    }

    /// True for types that know `_like` and its kin.
    pub(crate) fn is_textual(&self) -> bool {
        matches!(
            self,
            Self::Text | Self::Varchar | Self::Bpchar | Self::Citext | Self::Name
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_sql_are_understood() {
        for (spelling, expected) in [
            ("CHAR(36)", ColumnType::Bpchar),
            ("VARCHAR(128)", ColumnType::Varchar),
            ("character varying (256)", ColumnType::Varchar),
            ("BIGINT", ColumnType::Int8),
            ("timestamp(3) with time zone", ColumnType::Timestamptz),
            ("text[]", ColumnType::Array(Box::new(ColumnType::Text))),
            ("geometry", ColumnType::Other("geometry".into())),
        ] {
            assert_eq!(ColumnType::parse(spelling), expected, "{spelling}");
        }
        assert_eq!(ColumnType::parse("int[]").postgres_name(), "_int4");
    }
}
