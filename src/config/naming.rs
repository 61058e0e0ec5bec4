//! How Hasura names fields.

use clap::ValueEnum;

/// `HASURA_GRAPHQL_DEFAULT_NAMING_CONVENTION` (contracts: hasura §3.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum NamingConvention {
    /// As in the database
    #[default]
    #[value(name = "hasura-default")]
    Hasura,
    /// `userNotesByPk`
    #[value(name = "graphql-default")]
    GraphQl,
}

impl NamingConvention {
    /// True for the word of the engine's configuration, and of a source's, for [`Self::GraphQl`].
    pub(crate) fn is_graphql(word: &str) -> bool {
        Self::from_str(word, false) == Ok(Self::GraphQl)
    }
}
