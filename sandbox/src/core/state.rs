//! The state of a core, and everything that changes it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Map, Value, json};

use super::super::clock::Clock;
use super::super::hasura::SeedUser;
use super::super::{Fault, Faults, SandboxError, Service};
use super::access::{Access, Reader};
use super::keys::{KeyRing, SigningKey, SigningKeys};
use super::roles::Roles;
use super::sessions::{
    Grant, Issued, Mint, NewSession, RefreshWish, Refreshed, Sessions, Verified, VerifyWish,
};
use super::tickets::{Holder, Purpose, Tickets};
use super::users::{Taken, User, Users};
use super::{access, keys, sessions, users};

/// What kind of core to run.
#[derive(Clone, Debug)]
pub struct CoreOptions {
    /// The key that callers must send.
    pub api_key: SecretString,
    /// Access token validity, in seconds.
    pub access_token_ttl: u64,
    /// The first keys; fresh ones when `None`.
    pub signing_keys: Option<SigningKeys>,
    pub faults: Faults,
}

/// A core. Clones share its state.
#[derive(Clone, Debug)]
pub struct Core {
    pub(super) inner: Arc<Inner>,
}

#[derive(Debug)]
pub(super) struct Inner {
    pub(super) options: CoreOptions,
    clock: Clock,
    pub(super) state: Mutex<State>,
    decoy: OnceLock<Arc<SigningKey>>,
}

#[derive(Debug)]
pub(super) struct State {
    pub(super) users: Users,
    pub(super) roles: Roles,
    pub(super) sessions: Sessions,
    tickets: Tickets,
    /// By user id.
    metadata: BTreeMap<String, Map<String, Value>>,
    pub(super) keys: KeyRing,
}

impl Core {
    /// Makes the keys; everything else is empty.
    pub async fn start(options: CoreOptions) -> Result<Self, SandboxError> {
        let clock = Clock::new(options.faults.clone());
        let keys = KeyRing::start(options.signing_keys.as_ref(), clock.now_ms()).await?;
        Ok(Self {
            inner: Arc::new(Inner {
                options,
                clock,
                state: Mutex::new(State {
                    users: Users::default(),
                    roles: Roles::default(),
                    sessions: Sessions::default(),
                    tickets: Tickets::default(),
                    metadata: BTreeMap::new(),
                    keys,
                }),
                decoy: OnceLock::new(),
            }),
        })
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.inner
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The misbehaviours in force.
    pub fn faults(&self) -> &Faults {
        &self.inner.options.faults
    }

    /// The core's time, in milliseconds.
    pub fn now_ms(&self) -> u64 {
        self.inner.clock.now_ms()
    }

    /// Access token validity, in milliseconds.
    pub fn ttl_ms(&self) -> u64 {
        self.inner.options.access_token_ttl * 1000
    }

    /// Creates a user of the data file.
    pub fn seed(&self, user: &SeedUser) -> Result<User, SandboxError> {
        let hash = users::hash_password(user.password.expose_secret())?;
        let now_ms = self.now_ms();
        let mut state = self.lock();
        let added = state
            .users
            .add(user.id.clone(), &user.email, hash, now_ms)
            .map_err(|taken| SandboxError::Input {
                place: "users in the sandbox's data".into(),
                message: match taken {
                    Taken::Email => format!("the e-mail address {} occurs twice", user.email),
                    Taken::Id => format!(
                        "the id {} occurs twice",
                        user.id.as_deref().unwrap_or_default()
                    ),
                },
            })?;
        if let Some(kept) = state.users.by_id_mut(&added.id) {
            kept.claims.clone_from(&user.claims);
        }
        Ok(added)
    }

    /// A new user, unless the address is taken.
    pub fn sign_up(&self, email: &str, password: &str) -> Result<Option<User>, SandboxError> {
        let hash = users::hash_password(password)?;
        let now_ms = self.now_ms();
        Ok(self.lock().users.add(None, email, hash, now_ms).ok())
    }

    /// The user, if the password is theirs.
    pub fn sign_in(&self, email: &str, password: &str) -> Option<User> {
        let user = self.user_by_email(email)?;
        users::password_matches(password, &user.password_hash).then_some(user)
    }

    /// By address, in any case.
    pub fn user_by_email(&self, email: &str) -> Option<User> {
        self.lock().users.by_email(email).cloned()
    }

    pub fn user_by_id(&self, id: &str) -> Option<User> {
        self.lock().users.by_id(id).cloned()
    }

    /// All users, in the order in which they joined.
    pub fn users(&self) -> Vec<User> {
        self.lock().users.all().to_vec()
    }

    /// Changes a user; says whether there is one, and whether the new address was free.
    pub fn update_user(
        &self,
        id: &str,
        email: Option<&str>,
        password: Option<&str>,
    ) -> Result<Updated, SandboxError> {
        let hash = password.map(users::hash_password).transpose()?;
        let mut state = self.lock();
        if state.users.by_id(id).is_none() {
            return Ok(Updated::UnknownUser);
        }
        let owner = email.and_then(|email| state.users.by_email(email));
        if owner.is_some_and(|owner| owner.id != id) {
            return Ok(Updated::EmailTaken);
        }
        if let Some(user) = state.users.by_id_mut(id) {
            if let Some(email) = email {
                user.email = email.to_lowercase();
                user.verified = false;
            }
            if let Some(hash) = hash {
                user.password_hash = hash;
            }
        }
        Ok(Updated::Ok)
    }

    /// Forgets a user and their roles, and ends their sessions.
    pub fn remove_user(&self, id: &str) {
        let mut state = self.lock();
        state.users.remove(id);
        state.roles.forget_user(id);
        state.metadata.remove(id);
        let handles = state.sessions.of_user(id);
        state.sessions.remove(&handles);
    }

    /// Reads or changes the roles.
    pub fn roles<T>(&self, work: impl FnOnce(&mut Roles) -> T) -> T {
        work(&mut self.lock().roles)
    }

    /// Whether the user's address, if it is `email`, was verified.
    pub fn is_verified(&self, id: &str, email: &str) -> bool {
        self.user_by_id(id)
            .is_some_and(|user| user.verified && user.email == email.to_lowercase())
    }

    pub fn ticket(&self, purpose: Purpose, holder: Holder) -> Result<String, SandboxError> {
        let token = sessions::hex(&sessions::random_bytes(64)?);
        self.lock().tickets.add(token.clone(), purpose, holder);
        Ok(token)
    }

    /// Uses a one-time token up.
    pub fn take_ticket(&self, token: &str, purpose: Purpose) -> Option<Holder> {
        let mut state = self.lock();
        let holder = state.tickets.take(token, purpose)?;
        if purpose == Purpose::EmailVerification
            && let Some(user) = state.users.by_id_mut(&holder.user_id)
        {
            user.verified = true;
        }
        Some(holder)
    }

    /// Forgets that a user's address, if it is `email`, was verified.
    pub fn unverify(&self, id: &str, email: &str) {
        let email = email.to_lowercase();
        if let Some(user) = self.lock().users.by_id_mut(id) {
            user.verified = user.verified && user.email != email;
        }
    }

    /// Forgets the one-time tokens of a user and address.
    pub fn revoke_tickets(&self, purpose: Purpose, holder: &Holder) {
        self.lock().tickets.revoke(purpose, holder);
    }

    /// What an application keeps of a user; of one that it has never heard of, nothing.
    pub fn metadata(&self, id: &str) -> Map<String, Value> {
        self.lock().metadata.get(id).cloned().unwrap_or_default()
    }

    /// Puts members over a user's metadata, the whole of each; null takes one away. Returns what
    /// there is then.
    pub fn update_metadata(&self, id: &str, update: Map<String, Value>) -> Map<String, Value> {
        let mut state = self.lock();
        let known = state.metadata.entry(id.to_owned()).or_default();
        for (name, value) in update {
            if value.is_null() {
                known.remove(&name);
            } else {
                known.insert(name, value);
            }
        }
        known.clone()
    }

    /// Forgets a user's metadata.
    pub fn forget_metadata(&self, id: &str) {
        self.lock().metadata.remove(id);
    }

    /// Runs `work` on the sessions with everything that minting needs.
    fn with_sessions<T>(&self, work: impl FnOnce(&mut Sessions, Mint<'_>) -> T) -> T {
        let (now_ms, ttl_ms) = (self.now_ms(), self.ttl_ms());
        let mut state = self.lock();
        let State { sessions, keys, .. } = &mut *state;
        let mint = Mint {
            keys,
            now_ms,
            ttl_ms,
        };
        work(sessions, mint)
    }

    pub fn create_session(&self, new: NewSession) -> Result<Grant, SandboxError> {
        self.with_sessions(|sessions, mint| sessions.create(new, mint))
    }

    /// See [`Sessions::refresh`].
    pub fn refresh(&self, wish: RefreshWish<'_>) -> Result<Refreshed, SandboxError> {
        let refreshed = self.with_sessions(|sessions, mint| sessions.refresh(wish, mint))?;
        Ok(match refreshed {
            Refreshed::Ok(grant) if self.faults().strikes(Fault::Theft, Service::Core) => {
                Refreshed::Theft(grant.handle, grant.user_id)
            }
            refreshed => refreshed,
        })
    }

    /// See [`Sessions::verify`].
    pub fn verify(&self, wish: VerifyWish<'_>) -> Result<Verified, SandboxError> {
        self.with_sessions(|sessions, mint| sessions.verify(wish, mint))
    }

    /// See [`Sessions::regenerate`].
    pub fn regenerate(
        &self,
        token: &str,
        data: Option<Map<String, Value>>,
    ) -> Result<Option<(Access, Option<Issued>)>, SandboxError> {
        self.with_sessions(|sessions, mint| sessions.regenerate(token, data, mint))
    }

    /// Ends sessions; returns those that were alive.
    #[allow(clippy::must_use_candidate)] // The effect is the point.
    pub fn remove_sessions(&self, handles: &[String]) -> Vec<String> {
        self.lock().sessions.remove(handles)
    }

    /// Signs any claims; `iat` and `exp` are the core's.
    pub fn sign_jwt(
        &self,
        payload: &Map<String, Value>,
        validity_s: u64,
        use_static: bool,
    ) -> Result<String, SandboxError> {
        let key = Arc::clone(self.lock().keys.signer(use_static));
        self.sign_as(payload, validity_s, &key, &key.kid)
    }

    /// As an old core signs: with the static key under its bare name.
    pub fn sign_bare_jwt(
        &self,
        payload: &Map<String, Value>,
        validity_s: u64,
    ) -> Result<String, SandboxError> {
        let key = Arc::clone(self.lock().keys.signer(true));
        self.sign_as(payload, validity_s, &key, key.bare_kid())
    }

    fn sign_as(
        &self,
        payload: &Map<String, Value>,
        validity_s: u64,
        key: &SigningKey,
        kid: &str,
    ) -> Result<String, SandboxError> {
        let now = self.now_ms() / 1000;
        let mut claims = Map::new();
        claims.insert("iat".into(), json!(now));
        claims.insert("exp".into(), json!(now.saturating_add(validity_s)));
        claims.extend(payload.clone());
        let header = json!({ "kid": kid, "typ": "JWT", "alg": "RS256" });
        access::jws(&header, &Value::Object(claims), key)
    }

    /// Reads an access token and checks its signature, as an SDK does by itself.
    pub fn decode(&self, token: &str) -> Result<Access, access::NotOurs> {
        Access::decode(token, &self.lock().keys, Reader::Sdk)
    }

    /// The keys of this moment.
    pub fn keys(&self) -> KeyRing {
        self.lock().keys.clone()
    }

    /// A new key signs from now on; the one before stays listed.
    pub async fn rotate_key(&self) -> Result<(), SandboxError> {
        let now_ms = self.now_ms();
        let key = keys::generate(format!("d-{now_ms}"), now_ms).await?;
        self.lock().keys.rotate(key);
        Ok(())
    }

    /// Stops to list all dynamic keys but the one that signs.
    pub fn drop_older_keys(&self) {
        self.lock().keys.drop_older();
    }

    /// A key that this core never signs with.
    pub async fn decoy_key(&self) -> Result<Arc<SigningKey>, SandboxError> {
        if let Some(key) = self.inner.decoy.get() {
            return Ok(Arc::clone(key));
        }
        // As old as a key is that has just been retired.
        let created_ms = self.now_ms().saturating_sub(8 * 24 * 3600 * 1000);
        let key = keys::generate(format!("d-{created_ms}"), created_ms).await?;
        Ok(Arc::clone(self.inner.decoy.get_or_init(|| key)))
    }
}

/// How a change of a user ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Updated {
    Ok,
    /// No user has the id.
    UnknownUser,
    /// Another user has the address.
    EmailTaken,
}
