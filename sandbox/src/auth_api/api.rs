//! An auth API: how it is configured, and what its routes share.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Map, Value, json};

use super::claims;
use super::cookies::Names;
use crate::core::Core;
use crate::{AntiCsrf, ClaimsAt, Fault, Generation, Service, StackOptions, Transfer};

/// An auth API. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct AuthApi {
    pub(super) inner: Arc<Inner>,
}

#[derive(Debug)]
pub(super) struct Inner {
    core: Core,
    generation: Generation,
    pub(super) transfer: Transfer,
    pub(super) anti_csrf: AntiCsrf,
    pub(super) base_path: String,
    /// `apiDomain`: what the application believes its own origin to be.
    pub(super) api_domain: String,
    pub(super) static_key: bool,
    newcomers: Newcomers,
    /// Where the Hasura claims go, and whether as text.
    claims_at: (ClaimsAt, bool),
    /// Mail that a real application would have sent.
    outbox: Mutex<Vec<Value>>,
}

/// What whoever signs up gets into their tokens.
#[derive(Debug)]
struct Newcomers {
    /// Claims beside or in place of the usual ones.
    claims: Map<String, Value>,
    /// Ids of the users who were there from the start, and are no newcomers.
    seeded: BTreeSet<String>,
}

impl AuthApi {
    /// Configures the application, once the core has its first users; `origin` is where it will
    /// listen, `newcomers` are claims of whoever signs up.
    pub(crate) fn new(
        core: Core,
        options: &StackOptions,
        origin: &str,
        newcomers: Map<String, Value>,
    ) -> Self {
        let legacy = options.generation == Generation::Legacy;
        Self {
            inner: Arc::new(Inner {
                newcomers: Newcomers {
                    claims: newcomers,
                    seeded: core.users().into_iter().map(|user| user.id).collect(),
                },
                core,
                generation: options.generation,
                // The generation of 2022 knows no other transport.
                transfer: if legacy {
                    Transfer::Cookie
                } else {
                    options.transfer
                },
                anti_csrf: options.anti_csrf,
                base_path: options.base_path.clone(),
                api_domain: options
                    .api_domain
                    .clone()
                    .unwrap_or_else(|| origin.to_owned()),
                static_key: options.static_key,
                claims_at: (options.claims_at.clone(), options.claims_as_text),
                outbox: Mutex::default(),
            }),
        }
    }

    pub(super) fn core(&self) -> &Core {
        &self.inner.core
    }

    pub(super) fn is_legacy(&self) -> bool {
        self.inner.generation == Generation::Legacy
    }

    pub(super) fn has(&self, fault: Fault) -> bool {
        self.core().faults().has(fault)
    }

    /// Whether the fault strikes this time, by its count.
    pub(super) fn strikes(&self, fault: Fault) -> bool {
        self.core().faults().strikes(fault, Service::Api)
    }

    /// The issuer: `apiDomain` and base path, whatever URL the client has used.
    pub(super) fn issuer(&self) -> String {
        format!("{}{}", self.inner.api_domain, self.inner.base_path)
    }

    pub(super) fn names(&self) -> Names {
        if self.has(Fault::RenamedTokens) {
            Names::RENAMED
        } else {
            Names::USUAL
        }
    }

    /// The claims that the application adds to a new session.
    pub(super) fn hasura_claims(&self, user_id: &str) -> Map<String, Value> {
        if self.has(Fault::ClaimsAbsent) {
            return Map::new();
        }
        let mut hasura = Map::from_iter([
            ("x-hasura-user-id".to_owned(), json!(user_id)),
            ("x-hasura-default-role".to_owned(), json!("user")),
            ("x-hasura-allowed-roles".to_owned(), json!(["user"])),
        ]);
        if !self.inner.newcomers.seeded.contains(user_id) {
            hasura.extend(self.inner.newcomers.claims.clone());
        }
        hasura.extend(
            self.core()
                .user_by_id(user_id)
                .map(|user| user.claims)
                .unwrap_or_default(),
        );
        let (at, as_text) = &self.inner.claims_at;
        claims::put(hasura, at, *as_text)
    }

    pub(super) fn post_mail(&self, kind: &str, to: &str, link: &str) {
        let mail = json!({ "kind": kind, "to": to, "link": link });
        let mut outbox = self
            .inner
            .outbox
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        outbox.push(mail);
    }

    pub(super) fn mails(&self) -> Vec<Value> {
        let outbox = self.inner.outbox.lock();
        outbox.unwrap_or_else(PoisonError::into_inner).clone()
    }
}
