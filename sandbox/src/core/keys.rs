//! Signing keys: dynamic ones that rotate, and one that never does (contracts: supertokens §3.4).

use std::sync::Arc;

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{self, KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::SandboxError;

/// How long a dynamic key signs, in milliseconds: a week.
const INTERVAL_MS: u64 = 168 * 3600 * 1000;
/// The next key is published this long before it signs.
const PUBLISHED_AHEAD_MS: u64 = 60_000;

/// An RSA-2048 key with the names under which it is published.
#[derive(Debug)]
pub struct SigningKey {
    /// `d-<ms of creation>` or `s-<uuid>`.
    pub kid: String,
    /// When it was made, in milliseconds.
    pub created_ms: u64,
    pair: Arc<KeyPair>,
    jwk: Value,
    spki: String,
}

/// Two RSA keys to sign with in the place of fresh ones, which take a tenth of a second to make:
/// the dynamic and the static one.
#[derive(Clone, Debug)]
pub struct SigningKeys([Arc<KeyPair>; 2]);

impl SigningKeys {
    /// Reads two `PRIVATE KEY` blocks (PKCS #8) of PEM; what is wrong with them otherwise.
    pub fn from_pem(text: &[u8]) -> Result<Self, String> {
        let blocks = pem::parse_many(text).map_err(|error| format!("not PEM: {error}"))?;
        let [dynamic, fixed] = blocks.as_slice() else {
            return Err(format!("expected two keys, got {}", blocks.len()));
        };
        let read = |number: u8, block: &pem::Pem| {
            let pair = KeyPair::from_pkcs8(block.contents());
            pair.map(Arc::new).map_err(|_| {
                format!("expected an RSA key of PKCS #8 (BEGIN PRIVATE KEY), key {number} is none")
            })
        };
        Ok(Self([read(1, dynamic)?, read(2, fixed)?]))
    }
}

impl SigningKey {
    fn generate(kid: String, created_ms: u64) -> Result<Self, SandboxError> {
        let failed = |_| SandboxError::Crypto("make a signing key");
        let pair = KeyPair::generate(KeySize::Rsa2048).map_err(failed)?;
        Self::of(Arc::new(pair), kid, created_ms)
    }

    fn of(pair: Arc<KeyPair>, kid: String, created_ms: u64) -> Result<Self, SandboxError> {
        let failed = |_| SandboxError::Crypto("make a signing key");
        let public = pair.public_key();
        let jwk = json!({
            "kty": "RSA",
            "kid": kid,
            "n": URL_SAFE_NO_PAD.encode(public.modulus().big_endian_without_leading_zero()),
            "e": URL_SAFE_NO_PAD.encode(public.exponent().big_endian_without_leading_zero()),
            "alg": "RS256",
            "use": "sig",
        });
        let spki = STANDARD.encode(public.as_der().map_err(failed)?.as_ref());
        Ok(Self {
            kid,
            created_ms,
            pair,
            jwk,
            spki,
        })
    }

    /// RS256 over `message`.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SandboxError> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                message,
                &mut signature,
            )
            .map_err(|_| SandboxError::Crypto("sign a token"))?;
        Ok(signature)
    }

    /// Whether `signature` is this key's over `message`.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        signature::UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, self.pair.public_key())
            .verify(message, signature)
            .is_ok()
    }

    /// The public part as a JWK.
    pub fn jwk(&self) -> Value {
        self.jwk.clone()
    }

    /// The public part as base64 of a DER `SubjectPublicKeyInfo`, as `/recipe/handshake` has it.
    pub fn spki(&self) -> &str {
        &self.spki
    }

    /// The name under which an old core publishes its static key: the UUID alone.
    pub fn bare_kid(&self) -> &str {
        self.kid.strip_prefix("s-").unwrap_or(&self.kid)
    }

    /// When the key stops to sign.
    pub const fn expiry_ms(&self) -> u64 {
        self.created_ms + INTERVAL_MS
    }
}

/// All keys of the core.
#[derive(Clone, Debug)]
pub struct KeyRing {
    /// Oldest first; the last one signs.
    older: Vec<Arc<SigningKey>>,
    current: Arc<SigningKey>,
    fixed: Arc<SigningKey>,
}

impl KeyRing {
    /// The first keys: those given, or fresh ones, made at the same time and off the runtime's
    /// thread.
    pub async fn start(given: Option<&SigningKeys>, now_ms: u64) -> Result<Self, SandboxError> {
        let names = [format!("d-{now_ms}"), format!("s-{}", Uuid::new_v4())];
        let (current, fixed) = if let Some(SigningKeys(keys)) = given {
            let given = |pair: &Arc<KeyPair>, kid: String| {
                SigningKey::of(Arc::clone(pair), kid, now_ms).map(Arc::new)
            };
            let ([dynamic, fixed], [first, second]) = (keys, names);
            (given(dynamic, first)?, given(fixed, second)?)
        } else {
            let [first, second] = names.map(|name| generate(name, now_ms));
            tokio::try_join!(first, second)?
        };
        Ok(Self {
            older: Vec::new(),
            current,
            fixed,
        })
    }

    /// The key that signs now.
    pub fn signer(&self, use_static: bool) -> &Arc<SigningKey> {
        if use_static {
            &self.fixed
        } else {
            &self.current
        }
    }

    /// The key of that name; without a name (a V2 token) all dynamic ones come into question.
    pub fn candidates(&self, kid: Option<&str>) -> impl Iterator<Item = &Arc<SigningKey>> {
        let kid = kid.map(str::to_owned);
        self.all()
            .filter(move |key| kid.as_ref().is_none_or(|kid| *kid == key.kid))
    }

    /// Dynamic keys, newest first, then the static one: the order of the core's key set.
    pub fn all(&self) -> impl Iterator<Item = &Arc<SigningKey>> {
        self.dynamic().chain([&self.fixed])
    }

    /// Dynamic keys, newest first.
    pub fn dynamic(&self) -> impl Iterator<Item = &Arc<SigningKey>> {
        [&self.current].into_iter().chain(self.older.iter().rev())
    }

    /// `max-age` of the core's key set, in seconds.
    pub fn max_age(&self, now_ms: u64) -> u64 {
        let refresh_at = self.current.expiry_ms() - PUBLISHED_AHEAD_MS;
        (refresh_at.saturating_sub(now_ms) / 1000).max(1)
    }

    /// From now on `key` signs; the one before stays listed.
    pub fn rotate(&mut self, key: Arc<SigningKey>) {
        let before = std::mem::replace(&mut self.current, key);
        self.older.push(before);
    }

    /// Forgets all dynamic keys but the one that signs.
    pub fn drop_older(&mut self) {
        self.older.clear();
    }
}

/// A fresh key, made on the pool for blocking work: it takes a tenth of a second and more.
pub(crate) async fn generate(
    kid: String,
    created_ms: u64,
) -> Result<Arc<SigningKey>, SandboxError> {
    tokio::task::spawn_blocking(move || SigningKey::generate(kid, created_ms))
        .await
        .map_err(|_| SandboxError::Crypto("make a signing key"))?
        .map(Arc::new)
}
