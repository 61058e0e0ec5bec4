//! The users of a tenant, page by page (contracts: supertokens §7).

use std::collections::HashSet;

use reqwest::Method;
use serde_json::Value;

use super::{CoreClient, CoreUser};
use crate::error::{Error, Result};
use crate::http::Request;
use crate::supertokens::SuperTokensError;

/// Most users that a core puts on one page.
const PAGE: usize = 500;

/// Users, in the order in which they joined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct UserList {
    /// Those that were asked for.
    pub users: Vec<CoreUser>,
    /// There are more than these, or may be.
    pub more: bool,
}

impl CoreClient<'_> {
    /// The users whose address, or the domain of it, begins with one of `terms` (all users when
    /// there are none) and whom `keep` keeps; no more than `limit`.
    ///
    /// Cores before 4.0 do not know the search and send everybody, so that the terms are held
    /// against the answer, too.
    pub(crate) async fn list(
        &self,
        terms: &[String],
        keep: impl Fn(&CoreUser) -> bool,
        limit: usize,
    ) -> Result<UserList> {
        let terms: Vec<String> = terms.iter().map(|term| term.to_lowercase()).collect();
        // Whoever is left out on this side does not count.
        let size = if terms.is_empty() && limit < PAGE {
            limit
        } else {
            PAGE
        };
        let mut list = UserList::default();
        let mut seen = HashSet::new();
        let mut token: Option<String> = None;
        loop {
            let (page, next) = self.page(&terms, size, token.as_deref()).await?;
            let full = page.len() >= size;
            let wanted = page
                .into_iter()
                .filter(|user| (terms.is_empty() || begins(user, &terms)) && keep(user));
            for user in wanted {
                if list.users.len() == limit {
                    list.more = true;
                    return Ok(list);
                }
                list.users.push(user);
            }
            let Some(next) = next else {
                // A search is answered in one page, and its end is not told from its limit.
                list.more = full && !terms.is_empty();
                return Ok(list);
            };
            if list.users.len() == limit && terms.is_empty() {
                list.more = true;
                return Ok(list);
            }
            if !seen.insert(next.clone()) {
                return Err(circle());
            }
            token = Some(next);
        }
    }

    async fn page(
        &self,
        terms: &[String],
        size: usize,
        token: Option<&str>,
    ) -> Result<(Vec<CoreUser>, Option<String>)> {
        let mut url = self.tenant_url("users");
        {
            let mut query = url.query_pairs_mut();
            query.append_pair("limit", &size.to_string());
            query.append_pair("timeJoinedOrder", "ASC");
            if !terms.is_empty() {
                query.append_pair("email", &terms.join(";"));
            }
            if let Some(token) = token {
                query.append_pair("paginationToken", token);
            }
        }
        let body = self.ask(Request::get(url)).await?;
        let Some(Value::Array(users)) = body.get("users") else {
            return Err(SuperTokensError::CoreAnswer {
                said: "an answer without \"users\"".into(),
                route: format!("{} /users", Method::GET),
                status: 200,
            }
            .into());
        };
        let next = body.get("nextPaginationToken").and_then(Value::as_str);
        let users = users.iter().filter_map(CoreUser::read_listed).collect();
        Ok((users, next.map(ToOwned::to_owned)))
    }
}

/// The core's own rule: an address begins with a term, or its domain does.
fn begins(user: &CoreUser, terms: &[String]) -> bool {
    user.emails.iter().any(|email| {
        let email = email.to_lowercase();
        let domain = email.rsplit_once('@').map_or("", |(_, domain)| domain);
        terms
            .iter()
            .any(|term| email.starts_with(term) || domain.starts_with(term))
    })
}

fn circle() -> Error {
    SuperTokensError::CoreAnswer {
        said: "the same nextPaginationToken twice".into(),
        route: format!("{} /users", Method::GET),
        status: 200,
    }
    .into()
}
