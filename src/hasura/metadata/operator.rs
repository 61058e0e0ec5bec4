//! The operators of comparisons.

/// An enum with a word for each variant; an unknown name is kept.
macro_rules! operators {
    ($($name:ident $word:literal,)*) => {
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) enum Operator {
            $($name,)*
            /// Kept by name. Nobody knows here whether a row meets it: the server is asked.
            Other(String),
        }

        impl Operator {
            /// By the word in the newer spelling.
            pub(super) fn read(word: &str) -> Self {
                match word {
                    $($word => Self::$name,)*
                    "_cne" => Self::ColumnNeq,
                    other => Self::Other(other.to_owned()),
                }
            }

            pub(crate) fn word(&self) -> &str {
                match self {
                    $(Self::$name => $word,)*
                    Self::Other(word) => word,
                }
            }
        }

        #[cfg(test)]
        pub(super) const KNOWN: &[Operator] = &[$(Operator::$name,)*];
    };
}

operators! {
    Eq "_eq",
    Neq "_neq",
    Gt "_gt",
    Lt "_lt",
    Gte "_gte",
    Lte "_lte",
    In "_in",
    Nin "_nin",
    IsNull "_is_null",
    Like "_like",
    Nlike "_nlike",
    Ilike "_ilike",
    Nilike "_nilike",
    Similar "_similar",
    Nsimilar "_nsimilar",
    Regex "_regex",
    Nregex "_nregex",
    Iregex "_iregex",
    Niregex "_niregex",
    Contains "_contains",
    ContainedIn "_contained_in",
    HasKey "_has_key",
    HasKeysAny "_has_keys_any",
    HasKeysAll "_has_keys_all",
    Cast "_cast",
    ColumnEq "_ceq",
    ColumnNeq "_cneq",
    ColumnGt "_cgt",
    ColumnLt "_clt",
    ColumnGte "_cgte",
    ColumnLte "_clte",
}

impl Operator {
    pub(super) const fn is_known(&self) -> bool {
        !matches!(self, Self::Other(_))
    }

    /// True for more, less, and no more or less than the operand.
    pub(crate) const fn orders(&self) -> bool {
        matches!(self, Self::Gt | Self::Gte | Self::Lt | Self::Lte)
    }

    /// True for operators whose operand is the name of another column.
    pub(crate) const fn compares_columns(&self) -> bool {
        matches!(
            self,
            Self::ColumnEq
                | Self::ColumnNeq
                | Self::ColumnGt
                | Self::ColumnLt
                | Self::ColumnGte
                | Self::ColumnLte
        )
    }

    /// The operator that compares with a value as this one does with a column's; `None` for others.
    pub(crate) const fn with_a_value(&self) -> Option<Self> {
        Some(match self {
            Self::ColumnEq => Self::Eq,
            Self::ColumnNeq => Self::Neq,
            Self::ColumnGt => Self::Gt,
            Self::ColumnLt => Self::Lt,
            Self::ColumnGte => Self::Gte,
            Self::ColumnLte => Self::Lte,
            _ => return None,
        })
    }

    /// True for operators whose operand is a list in any order.
    pub(super) const fn takes_a_set(&self) -> bool {
        matches!(self, Self::In | Self::Nin)
    }

    /// True for operators that can admit a row for the caller's sake, where the operand is the
    /// caller's.
    pub(crate) const fn can_bind(&self) -> bool {
        self.takes_a_pattern()
            || matches!(
                self,
                Self::Eq
                    | Self::In
                    | Self::Contains
                    | Self::HasKey
                    | Self::HasKeysAny
                    | Self::HasKeysAll
                    | Self::ContainedIn
            )
    }

    /// True for operators whose operand is a pattern, in which some signs stand for others.
    pub(crate) const fn takes_a_pattern(&self) -> bool {
        matches!(
            self,
            Self::Like | Self::Ilike | Self::Similar | Self::Regex | Self::Iregex
        )
    }

    /// The operator that holds for just those values, nulls aside, for which this one does not;
    /// `None` where there is none.
    pub(crate) const fn opposite(&self) -> Option<Self> {
        match self {
            Self::Eq => Some(Self::Neq),
            Self::Neq => Some(Self::Eq),
            Self::In => Some(Self::Nin),
            Self::Nin => Some(Self::In),
            Self::Gt => Some(Self::Lte),
            Self::Lte => Some(Self::Gt),
            Self::Lt => Some(Self::Gte),
            Self::Gte => Some(Self::Lt),
            Self::Like => Some(Self::Nlike),
            Self::Nlike => Some(Self::Like),
            Self::Ilike => Some(Self::Nilike),
            Self::Nilike => Some(Self::Ilike),
            Self::Similar => Some(Self::Nsimilar),
            Self::Nsimilar => Some(Self::Similar),
            Self::Regex => Some(Self::Nregex),
            Self::Nregex => Some(Self::Regex),
            Self::Iregex => Some(Self::Niregex),
            Self::Niregex => Some(Self::Iregex),
            Self::ColumnEq => Some(Self::ColumnNeq),
            Self::ColumnNeq => Some(Self::ColumnEq),
            Self::ColumnGt => Some(Self::ColumnLte),
            Self::ColumnLte => Some(Self::ColumnGt),
            Self::ColumnLt => Some(Self::ColumnGte),
            Self::ColumnGte => Some(Self::ColumnLt),
            _ => None,
        }
    }
}
