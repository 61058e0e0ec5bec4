//! Compose files (contracts: hasura §7.3): what they say ([`super::compose_file`]), and one variable of one
//! service changed in them with every other byte kept ([`edit`], on the tree of [`tree`]).

mod change;
pub(crate) mod edit;
mod tree;
