//! The value in a compose file: in the environment of the service that runs the engine, which is
//! a mapping or a list, of its own or brought in by an anchor. Compose substitutes `$NAME` in
//! every value, so a `$` is doubled (contracts: hasura §7.3).

use super::tree::{Id, Kind, Tree};
use crate::hasura::compose_file::{is_engine, sole_variable};
use crate::hasura::jwt_secret::edit::{EditError, Edited};
use crate::hasura::jwt_secret::{VARIABLE, VARIABLES};

/// What a compose file says about the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// It stands there, or can be put there.
    Here {
        service: String,
        /// Files that the service takes further variables from, as they are written.
        env_files: Vec<String>,
        /// There is a value already.
        is_set: bool,
    },
    /// It is taken from this variable, which the shell or the file `.env` sets.
    Variable { service: String, name: String },
}

/// Looks where the value stands.
pub(crate) fn find(text: &str, service: Option<&str>) -> Result<Found, EditError> {
    let file = File::read(text, service)?;
    let service = file.name.clone();
    Ok(match file.value()? {
        Spot::Elsewhere(name) => Found::Variable { service, name },
        spot => Found::Here {
            env_files: file.env_files(),
            is_set: matches!(spot, Spot::Value { .. }),
            service,
        },
    })
}

/// Sets the variable to the value on `line`.
pub(crate) fn edit(text: &str, service: Option<&str>, line: &str) -> Result<Edited, EditError> {
    let file = File::read(text, service)?;
    let doubled = line.replace('$', "$$");
    match file.value()? {
        Spot::Value { node, prefix } => file.replace(node, prefix, line, &doubled),
        Spot::Absent { environment } => file.insert(environment, &doubled),
        // Whoever asks first is sent to that variable.
        Spot::Elsewhere(_) => Err(EditError::BadEnvironment { service: file.name }),
    }
}

/// Where the value is or would be.
pub(super) enum Spot {
    /// A scalar, whose text starts with `NAME=` in a list.
    Value {
        node: Id,
        prefix: &'static str,
    },
    Absent {
        environment: Option<Id>,
    },
    /// In a variable of this name.
    Elsewhere(String),
}

/// In a list.
pub(super) const PREFIX: &str = "HASURA_GRAPHQL_JWT_SECRET=";

pub(super) struct File<'a> {
    pub(super) text: &'a str,
    pub(super) tree: Tree<'a>,
    pub(super) name: String,
    pub(super) service: Id,
    pub(super) key: Id,
}

impl<'a> File<'a> {
    pub(super) fn read(text: &'a str, wanted: Option<&str>) -> Result<Self, EditError> {
        let tree = Tree::read(text).map_err(|line| EditError::NotYaml { line })?;
        let (_, services) = tree
            .root()
            .and_then(|root| tree.get(root, "services"))
            .ok_or(EditError::NotCompose)?;
        let all: Vec<(String, Id, Id)> = tree
            .entries(services)
            .iter()
            .filter_map(|(key, value)| Some((tree.text(*key)?.to_owned(), *key, *value)))
            .collect();
        let names = || all.iter().map(|(name, ..)| name.clone()).collect();
        let runs_engine = |service: Id| {
            let image = tree.get(service, "image");
            image
                .and_then(|(_, image)| tree.text(image))
                .is_some_and(is_engine)
        };
        let fitting: Vec<&(String, Id, Id)> = all
            .iter()
            .filter(|(name, _, service)| match wanted {
                Some(wanted) => name == wanted,
                None => runs_engine(*service),
            })
            .collect();
        let (name, key, service) = match (fitting.as_slice(), wanted) {
            ([one], _) => (*one).clone(),
            ([], Some(wanted)) => {
                return Err(EditError::NoService {
                    name: wanted.to_owned(),
                    services: names(),
                });
            }
            ([], None) => return Err(EditError::NoEngine { services: names() }),
            (several, _) => {
                return Err(EditError::SeveralEngines {
                    services: several.iter().map(|(name, ..)| name.clone()).collect(),
                });
            }
        };
        Ok(Self {
            text,
            tree,
            name,
            service,
            key,
        })
    }

    pub(super) fn bad_environment(&self) -> EditError {
        EditError::BadEnvironment {
            service: self.name.clone(),
        }
    }

    fn environment(&self) -> Option<Id> {
        self.tree
            .get(self.service, "environment")
            .map(|(_, environment)| environment)
    }

    pub(super) fn value(&self) -> Result<Spot, EditError> {
        let Some(environment) = self.environment() else {
            return Ok(Spot::Absent { environment: None });
        };
        let tree = &self.tree;
        let absent = Spot::Absent {
            environment: Some(environment),
        };
        let found = match &tree.at(tree.resolve(environment)).kind {
            Kind::Mapping(..) => match tree.get(environment, VARIABLE) {
                None => return Ok(absent),
                Some((_, value)) if tree.is_null(value) => None,
                Some((_, value)) => Some((value, "")),
            },
            Kind::Sequence(..) => {
                let named = tree.items(environment).iter().copied().find(|item| {
                    let text = tree.text(*item).unwrap_or_default();
                    text == VARIABLE || text.starts_with(PREFIX)
                });
                match named {
                    None => return Ok(absent),
                    Some(item) if tree.text(item) == Some(VARIABLE) => None,
                    Some(item) => Some((item, PREFIX)),
                }
            }
            Kind::Scalar(..) if tree.is_null(environment) => return Ok(absent),
            Kind::Scalar(..) | Kind::Alias(_) => return Err(self.bad_environment()),
        };
        // A name without a value is handed through.
        let Some((node, prefix)) = found else {
            return Ok(Spot::Elsewhere(VARIABLE.to_owned()));
        };
        let node = tree.resolve(node);
        let text = tree.text(node).ok_or_else(|| self.bad_environment())?;
        Ok(match sole_variable(&text[prefix.len()..]) {
            Some(name) => Spot::Elsewhere(name.to_owned()),
            None => Spot::Value { node, prefix },
        })
    }

    fn env_files(&self) -> Vec<String> {
        let tree = &self.tree;
        let Some((_, files)) = tree.get(self.service, "env_file") else {
            return Vec::new();
        };
        let path = |id: Id| {
            let long = tree.get(id, "path").map_or(id, |(_, path)| path);
            tree.text(long).map(ToOwned::to_owned)
        };
        match tree.items(files) {
            [] => path(files).into_iter().collect(),
            items => items.iter().filter_map(|item| path(*item)).collect(),
        }
    }

    pub(super) fn place(&self) -> String {
        format!("services.{}.environment.{VARIABLE}", self.name)
    }

    pub(super) fn remarks(&self, node: Id) -> Vec<String> {
        let mut remarks = Vec::new();
        let plural = self.environment().is_some_and(|environment| {
            let listed = format!("{VARIABLES}=");
            let mut items = self.tree.items(environment).iter();
            self.tree.get(environment, VARIABLES).is_some()
                || items.any(|item| {
                    self.tree
                        .text(*item)
                        .is_some_and(|text| text.starts_with(&listed))
                })
        });
        if plural {
            remarks.push(format!("{VARIABLES} is set, too, and wins"));
        }
        if self.tree.sharers(node) > 1 {
            remarks.push("it stands under an anchor that several places share".to_owned());
        }
        remarks
    }
}
