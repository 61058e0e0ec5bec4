//! The metadata as the directory of hasura-cli (contracts: hasura §5).
