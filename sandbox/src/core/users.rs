//! The core's users.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::SandboxError;

/// A user of the emailpassword recipe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// A UUID, unless the data file says otherwise.
    pub id: String,
    pub email: String,
    /// Milliseconds since 1970.
    pub time_joined: u64,
    /// Argon2id, PHC string.
    pub password_hash: String,
    /// Whether the address was verified.
    pub verified: bool,
    /// What the application puts into this user's Hasura claims beside or instead of the usual.
    pub claims: Map<String, Value>,
}

/// Why a user cannot be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// Another user has the address.
    Email,
    /// Another user has the id.
    Id,
}

/// All users, in the order in which they joined.
#[derive(Debug, Default)]
pub(crate) struct Users(Vec<User>);

impl Users {
    /// All of them.
    pub(crate) fn all(&self) -> &[User] {
        &self.0
    }

    /// By address, in any case.
    pub(crate) fn by_email(&self, email: &str) -> Option<&User> {
        let email = email.to_lowercase();
        self.0.iter().find(|user| user.email == email)
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<&User> {
        self.0.iter().find(|user| user.id == id)
    }

    pub(super) fn by_id_mut(&mut self, id: &str) -> Option<&mut User> {
        self.0.iter_mut().find(|user| user.id == id)
    }

    /// Stores a new user under a fresh or a given id.
    pub(crate) fn add(
        &mut self,
        id: Option<String>,
        email: &str,
        password_hash: String,
        now_ms: u64,
    ) -> Result<User, Taken> {
        if self.by_email(email).is_some() {
            return Err(Taken::Email);
        }
        let id = id.unwrap_or_else(|| Uuid::new_v4().to_string());
        if self.by_id(&id).is_some() {
            return Err(Taken::Id);
        }
        // Strictly later than the one before, so that pages of users have one order.
        let last = self.0.last().map_or(0, |user| user.time_joined);
        let user = User {
            id,
            email: email.to_lowercase(),
            time_joined: now_ms.max(last + 1),
            password_hash,
            verified: false,
            claims: Map::new(),
        };
        self.0.push(user.clone());
        Ok(user)
    }

    /// Forgets a user; says whether there was one.
    pub(crate) fn remove(&mut self, id: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|user| user.id != id);
        self.0.len() < before
    }
}

/// A core hashes at a cost that suits a login server. Here it only has to be the real algorithm:
/// 64 KiB and one pass take well under a millisecond and never hold up the one thread there is.
fn hasher() -> Result<Argon2<'static>, SandboxError> {
    let params =
        Params::new(64, 1, 1, None).map_err(|_| SandboxError::Crypto("hash a password"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The PHC string of a password.
pub(crate) fn hash_password(password: &str) -> Result<String, SandboxError> {
    let hash: PasswordHash = hasher()?
        .hash_password(password.as_bytes())
        .map_err(|_| SandboxError::Crypto("hash a password"))?;
    Ok(hash.to_string())
}

/// Whether `password` is the one behind `hash`.
pub(crate) fn password_matches(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    })
}
