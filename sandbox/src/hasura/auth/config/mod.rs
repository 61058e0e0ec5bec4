//! `HASURA_GRAPHQL_JWT_SECRET` and `HASURA_GRAPHQL_JWT_SECRETS`: one object or several, read as
//! the engine reads them and refused in its words and its order (contracts: hasura §1.2).

mod claims;
mod read;
mod trouble;
mod types;

pub(crate) use claims::{ClaimSource, ClaimsConfig, ClaimsFormat, ClaimsMap, Namespace};
pub(crate) use read::parse;
pub(crate) use types::{JwtConfig, KeySource, Location};
