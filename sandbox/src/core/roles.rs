//! Roles, their permissions, and who has which.

use std::collections::{BTreeMap, BTreeSet};

/// All roles of the app, and those of the users of its one tenant.
#[derive(Debug, Default)]
pub struct Roles {
    /// Role to its permissions.
    known: BTreeMap<String, BTreeSet<String>>,
    /// User id to roles.
    given: BTreeMap<String, BTreeSet<String>>,
}

impl Roles {
    /// Makes a role unless there is one, and adds permissions; says whether it is new.
    pub fn define(&mut self, role: &str, permissions: Vec<String>) -> bool {
        let new = !self.known.contains_key(role);
        let known = self.known.entry(role.to_owned()).or_default();
        known.extend(permissions);
        new
    }

    /// Forgets a role, and takes it from everybody; says whether there was one.
    pub fn forget(&mut self, role: &str) -> bool {
        for roles in self.given.values_mut() {
            roles.remove(role);
        }
        self.known.remove(role).is_some()
    }

    /// The names of all roles.
    pub fn names(&self) -> Vec<&str> {
        self.known.keys().map(String::as_str).collect()
    }

    /// What a role permits; `None` when there is no such role.
    pub fn permissions(&self, role: &str) -> Option<&BTreeSet<String>> {
        self.known.get(role)
    }

    /// Takes permissions from a role; `None` when there is no such role.
    pub fn narrow(&mut self, role: &str, permissions: &[String]) -> Option<()> {
        let known = self.known.get_mut(role)?;
        known.retain(|permission| !permissions.contains(permission));
        Some(())
    }

    /// The roles with a permission.
    pub fn permitting(&self, permission: &str) -> Vec<&str> {
        let roles = self.known.iter();
        roles
            .filter(|(_, permissions)| permissions.contains(permission))
            .map(|(role, _)| role.as_str())
            .collect()
    }

    /// Gives a user a role, and says whether they had it; `None` when there is no such role.
    pub fn give(&mut self, user: &str, role: &str) -> Option<bool> {
        self.known.get(role)?;
        let roles = self.given.entry(user.to_owned()).or_default();
        Some(!roles.insert(role.to_owned()))
    }

    /// Takes a role from a user, and says whether they had it; `None` when there is no such role.
    pub fn take(&mut self, user: &str, role: &str) -> Option<bool> {
        self.known.get(role)?;
        let roles = self.given.get_mut(user);
        Some(roles.is_some_and(|roles| roles.remove(role)))
    }

    /// The roles of a user, known or not.
    pub fn of_user(&self, user: &str) -> Vec<&str> {
        let roles = self.given.get(user);
        roles.into_iter().flatten().map(String::as_str).collect()
    }

    /// The users with a role; `None` when there is no such role.
    pub fn holders(&self, role: &str) -> Option<Vec<&str>> {
        self.known.get(role)?;
        let users = self.given.iter();
        let holders = users.filter(|(_, roles)| roles.contains(role));
        Some(holders.map(|(user, _)| user.as_str()).collect())
    }

    /// Takes all roles from a user.
    pub fn forget_user(&mut self, user: &str) {
        self.given.remove(user);
    }
}
