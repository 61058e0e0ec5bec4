//! What Hasura takes from a token.

use serde_json::{Map, Value};

use super::path::JsonPath;
use super::place::{
    ALLOWED_ROLES, ClaimsPlace, DEFAULT_ROLE, Format, HASURA_NAMESPACE, Namespace, Picked,
    is_registered,
};
use super::problems::{self, is_hasura, is_role};
use crate::jwt::decoded::Decoded;
use crate::jwt::problem::Problem;

/// What Hasura takes from a token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct HasuraClaims {
    /// Where it was read: the name of a claim, a path, or `claims_map`.
    pub namespace: String,
    /// The role of a request that asks for none.
    pub default_role: Option<String>,
    /// The roles that a request may ask for.
    pub allowed_roles: Vec<String>,
    /// Session variables, names in lower case, in the order of the token. The role and the two
    /// role claims are not among them.
    pub session: Vec<(String, String)>,
    /// Members that Hasura drops because their name does not start with `x-hasura-`.
    pub dropped: Vec<String>,
    /// Why Hasura would refuse the claims, in the order in which it looks.
    pub problems: Vec<Problem>,
    /// What it accepts though it is probably not meant.
    pub warnings: Vec<String>,
}

/// True when something in a token is marked as meant for Hasura, wherever that looks for it: the
/// usual namespace, or a member named as Hasura's are. What a `claims_map` picks has no such mark.
pub(crate) fn are_marked(token: &Decoded) -> bool {
    fn marked((name, value): (&String, &Value)) -> bool {
        name == HASURA_NAMESPACE
            || is_hasura(name)
            || match value {
                Value::Object(members) => members.iter().any(marked),
                Value::String(text) => {
                    text.starts_with('{') && text.to_lowercase().contains("\"x-hasura-")
                }
                _ => false,
            }
    }
    token.claims.iter().any(marked)
}

impl HasuraClaims {
    /// Reads the claims of a token where they are said to be.
    pub(crate) fn read(token: &Decoded, place: &ClaimsPlace) -> Self {
        let mut read = Self {
            namespace: place.to_string(),
            ..Self::default()
        };
        match place {
            ClaimsPlace::Under(namespace, format) => match object(token, namespace, *format) {
                Ok(members) => {
                    let known = read.known(members);
                    read.take(known, "a single role name", &Missed::default());
                }
                Err(problem) => read.problems.push(problem),
            },
            ClaimsPlace::Map(map) => {
                let (known, missed) = picked(token, map);
                read.take(known, "a role", &missed);
            }
        }
        read
    }

    /// A session variable's value, by its name in any case.
    pub(crate) fn variable(&self, name: &str) -> Option<&str> {
        self.session
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// `x-hasura-user-id`.
    pub(crate) fn user_id(&self) -> Option<&str> {
        self.variable("x-hasura-user-id")
    }

    /// True when nothing usable stands where they were sought, so that they may well be elsewhere.
    pub(crate) fn are_elsewhere(&self) -> bool {
        let first = self.problems.first();
        first.is_some_and(|problem| matches!(problem.row, "C1" | "C2" | "C3" | "C4" | "C5" | "C10"))
    }

    /// The members that Hasura keeps, names in lower case.
    fn known(&mut self, members: Map<String, Value>) -> Map<String, Value> {
        let mut known: Map<String, Value> = Map::new();
        for (name, value) in members {
            let lower = name.to_lowercase();
            if !lower.starts_with("x-hasura-") {
                self.dropped.push(name);
                continue;
            }
            if known.contains_key(&lower) {
                self.warnings.push(format!(
                    "{lower} stands there twice in different letter case; the one in lower case \
                     counts, or else it is up to chance"
                ));
                if name != lower {
                    continue;
                }
            }
            known.insert(lower, value);
        }
        known
    }

    /// Takes the claims as they were found. `missed` are those that were not. `one_role` is what
    /// Hasura calls the default role.
    fn take(&mut self, known: Map<String, Value>, one_role: &str, missed: &Missed) {
        self.roles(&known, one_role, missed);
        self.problems.extend(missed.problems());
        if self.problems.is_empty() {
            self.judge_roles();
        }
        for (name, value) in known {
            if name == ALLOWED_ROLES || name == DEFAULT_ROLE {
                continue;
            }
            match value {
                Value::String(_) if name == "x-hasura-role" => self.warnings.push(
                    "x-hasura-role in the token has no effect: the role is chosen from the \
                     allowed roles"
                        .into(),
                ),
                Value::String(text) => self.session.push((name, text)),
                other => self.problems.push(problems::not_a_string(&name, &other)),
            }
        }
    }

    fn roles(&mut self, known: &Map<String, Value>, one_role: &str, missed: &Missed) {
        let missing = |name, row| problems::missing_role(name, row, missed.path(name).as_deref());
        match known.get(ALLOWED_ROLES) {
            Some(Value::Array(roles)) if roles.iter().all(is_role) => {
                let texts = roles.iter().filter_map(Value::as_str);
                self.allowed_roles = texts.map(ToOwned::to_owned).collect();
            }
            Some(other) => self.problems.push(problems::bad_allowed_roles(other)),
            None => self.problems.push(missing(ALLOWED_ROLES, "C6")),
        }
        match known.get(DEFAULT_ROLE) {
            Some(Value::String(role)) if !role.is_empty() => {
                self.default_role = Some(role.clone());
            }
            Some(other) => self
                .problems
                .push(problems::bad_default_role(other, one_role)),
            None => self.problems.push(missing(DEFAULT_ROLE, "C7")),
        }
    }

    fn judge_roles(&mut self) {
        if let Some(role) = &self.default_role
            && !self.allowed_roles.contains(role)
        {
            let problem = problems::role_not_allowed(role, &self.allowed_roles);
            self.problems.push(problem);
        }
        if self.allowed_roles.iter().any(|role| role == "admin") {
            self.warnings.push(
                "the allowed roles include admin: this token can do everything, metadata included"
                    .into(),
            );
        }
    }
}

/// The object that holds the claims. Registered ones are taken out of the token before.
fn object(
    token: &Decoded,
    namespace: &Namespace,
    format: Format,
) -> Result<Map<String, Value>, Problem> {
    let (found, place) = match namespace {
        Namespace::Claim(name) => {
            let found = token.claims.get(name).filter(|_| !is_registered(name));
            let found = found.ok_or_else(|| problems::missing(token, name))?;
            (found.clone(), format!("claims_namespace {name}"))
        }
        Namespace::Path(path) => {
            let others = token.claims.iter().filter(|(name, _)| !is_registered(name));
            let others: Map<String, Value> = others
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect();
            let found = path.find(&Value::Object(others)).cloned();
            let found = found.ok_or_else(|| problems::nothing_at(&path.to_string()))?;
            (found, format!("claims_namespace_path {path}"))
        }
    };
    match (format, found) {
        (Format::Json, Value::Object(members)) => Ok(members),
        (Format::Json, other) => Err(problems::not_an_object(&other)),
        (Format::StringifiedJson, Value::String(text)) => {
            serde_json::from_str(&text).map_err(|_| problems::not_json_text(&place, &text))
        }
        (Format::StringifiedJson, other) => Err(problems::not_a_text(&other)),
    }
}

/// Paths of a `claims_map` that lead nowhere, by the claim that they are for.
#[derive(Default)]
struct Missed(Vec<(String, JsonPath)>);

impl Missed {
    fn path(&self, claim: &str) -> Option<String> {
        let found = self.0.iter().find(|(name, _)| name == claim);
        found.map(|(_, path)| path.to_string())
    }

    /// Of all but the roles, whose absence has words of its own.
    fn problems(&self) -> impl Iterator<Item = Problem> {
        let others = self.0.iter();
        let others = others.filter(|(name, _)| name != ALLOWED_ROLES && name != DEFAULT_ROLE);
        others.map(|(name, path)| problems::map_miss(name, &path.to_string()))
    }
}

/// The claims that a `claims_map` picks out of the whole token, and those that it does not find.
fn picked(token: &Decoded, map: &[(String, Picked)]) -> (Map<String, Value>, Missed) {
    let token = Value::Object(token.claims.clone());
    let mut known = Map::new();
    let mut missed = Missed::default();
    for (name, picked) in map.iter().filter(|(name, _)| is_hasura(name)) {
        let found = match picked {
            Picked::Literal(value) => Some(value),
            Picked::At(path, default) => path.find(&token).or(default.as_ref()),
        };
        match (found, picked) {
            (Some(value), _) => {
                known.insert(name.clone(), value.clone());
            }
            (None, Picked::At(path, _)) => missed.0.push((name.clone(), path.clone())),
            (None, Picked::Literal(_)) => {}
        }
    }
    (known, missed)
}
