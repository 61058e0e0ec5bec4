//! The users that a run looks through, and the requests that are made as them.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::caller::Caller;
use super::model::Model;
use crate::hasura::Access;
use crate::jwt::{Decoded, HasuraClaims};
use crate::secret::Secret;

/// The role without permissions of its own, which sees everything.
pub(crate) const ADMIN: &str = "admin";

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    A,
    /// The second user.
    B,
}

impl Who {
    /// Both, in order.
    pub(crate) const BOTH: [Self; 2] = [Self::A, Self::B];

    /// The one that is not this one.
    pub(crate) const fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }

    /// The shell variable that stands for the token in a report.
    pub(crate) const fn variable(self) -> &'static str {
        match self {
            Self::A => "TOKEN",
            Self::B => "OTHER_TOKEN",
        }
    }
}

/// A signed-in user to look through.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// How reports call them.
    pub label: String,
    /// E-mail address, where it is known.
    pub email: Option<String>,
    pub token: Secret,
    /// True for a user signed up for this run.
    pub throw_away: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Actor {
    /// Which of the two.
    pub who: Who,
    /// How reports call them: the session's name.
    pub label: String,
    /// E-mail address, where it is known.
    pub email: Option<String>,
    pub token: Secret,
    /// The token taken apart.
    pub decoded: Decoded,
    pub claims: HasuraClaims,
    /// Why its roles are not known, though Hasura takes it, and which option would tell.
    pub roles_unknown: Option<String>,
    /// True for a user signed up for this run, who cannot own anything yet.
    pub throw_away: bool,
    /// The role that they ask for; none for the default one.
    pub acting: Option<Acting>,
    /// What their role can reach.
    pub model: Arc<Model>,
}

/// A role that a user asks for in place of the default one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Acting {
    pub role: String,
    /// True when it was given to this user and is not for everybody: what its filters let through
    /// is meant then (see probe P23).
    pub granted: bool,
}

/// The roles that two users may both assume, sorted; without the administrator's.
pub(crate) fn shared_roles([first, second]: &[Actor; 2]) -> Vec<String> {
    let may = |actor: &Actor, role: &str| {
        actor.default_role() == role || actor.claims.allowed_roles.iter().any(|one| one == role)
    };
    let all = first.claims.allowed_roles.iter().map(String::as_str);
    let all: BTreeSet<&str> = all.chain([first.default_role()]).collect();
    all.into_iter()
        .filter(|role| !role.is_empty() && *role != ADMIN && may(second, role))
        .map(ToOwned::to_owned)
        .collect()
}

impl Actor {
    /// The role that requests are made in: the default one, unless another is asked for.
    pub(crate) fn role(&self) -> &str {
        self.acting
            .as_ref()
            .map_or_else(|| self.default_role(), |acting| &acting.role)
    }

    pub(crate) fn default_role(&self) -> &str {
        self.claims.default_role.as_deref().unwrap_or_default()
    }

    /// The same user, asking for another role that reaches `model`.
    pub(crate) fn acting_as(&self, acting: Acting, model: Arc<Model>) -> Self {
        Self {
            acting: Some(acting),
            model,
            ..self.clone()
        }
    }

    /// True when the role was given to this user and is not for everybody.
    pub(crate) fn is_granted(&self) -> bool {
        self.acting.as_ref().is_some_and(|acting| acting.granted)
    }

    /// Every value that stands for this user in data: `x-hasura-user-id`, and `sub`, which
    /// differs from it where ids are mapped (contracts: hasura §6.3).
    pub(crate) fn ids(&self) -> Vec<String> {
        let mut ids: Vec<String> = self
            .claims
            .user_id()
            .map(ToOwned::to_owned)
            .into_iter()
            .collect();
        if let Some(sub) = self.decoded.sub()
            && !ids.iter().any(|id| id == sub)
        {
            ids.push(sub.to_owned());
        }
        ids
    }

    /// A session variable of the token.
    pub(crate) fn variable(&self, name: &str) -> Option<&str> {
        self.claims.variable(name)
    }

    /// Requests as this user.
    pub(crate) fn caller(&self) -> Caller {
        let caller = Caller::bearer(self.token.clone(), self.who.variable());
        match &self.acting {
            Some(acting) => caller.role(&acting.role),
            None => caller,
        }
    }

    /// Requests with the admin secret in this user's place.
    pub(crate) fn impersonated(&self, secret: &Secret) -> Caller {
        Caller::admin(secret.clone())
            .role(self.role())
            .naming(&self.claims.session)
    }

    /// The claims of the token, for tokens made like it.
    pub(crate) fn payload(&self) -> &Map<String, Value> {
        &self.decoded.claims
    }

    /// The access that [`Actor::caller`] wraps.
    pub(crate) fn access(&self) -> Access {
        self.caller().access
    }
}
