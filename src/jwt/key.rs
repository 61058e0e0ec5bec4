//! One key that verifies signatures.

use std::sync::Once;

use aws_lc_rs::signature::UnparsedPublicKey;
use jsonwebtoken::DecodingKey;

use super::algorithm::{Algorithm, Engine};
use super::family::Family;

/// One key that verifies signatures.
#[derive(Clone)]
pub(crate) struct Key {
    pub family: Family,
    /// Its size in bits: modulus, field, or secret.
    pub bits: usize,
    /// `SubjectPublicKeyInfo` DER (RFC 5280 §4.1.2.7), where it is known.
    pub(super) spki: Vec<u8>,
    pub(super) inner: DecodingKey,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Key({}, {} bits)", self.family.name(), self.bits)
    }
}

impl Key {
    /// A shared secret, taken as it is, as Hasura takes the `key` of an `HS…` type.
    pub(crate) fn hmac(secret: &[u8]) -> Self {
        Self {
            family: Family::Hmac,
            bits: secret.len() * 8,
            spki: Vec::new(),
            inner: DecodingKey::from_secret(secret),
        }
    }

    /// The public key as a PEM `PUBLIC KEY` block with LF line ends; `None` for secrets and for
    /// key kinds that this program cannot write.
    pub(crate) fn to_pem(&self) -> Option<String> {
        if self.spki.is_empty() {
            return None;
        }
        let block = pem::Pem::new("PUBLIC KEY", self.spki.clone());
        let style = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
        Some(pem::encode_config(&block, style))
    }

    /// Whether `signature` (base64url) over `message` holds under this key and algorithm. A key
    /// of another family never fits.
    pub(super) fn holds(&self, algorithm: Algorithm, message: &[u8], signature: &str) -> bool {
        if self.family != algorithm.family() {
            return false;
        }
        match algorithm.engine() {
            Engine::Library(algorithm) => {
                choose_provider();
                jsonwebtoken::crypto::verify(signature, message, &self.inner, algorithm)
                    .unwrap_or(false)
            }
            Engine::Curve(algorithm) => {
                use base64::Engine as _;
                let decoded = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(signature);
                match (self.inner.try_get_as_bytes(), decoded) {
                    (Ok(point), Ok(signature)) => UnparsedPublicKey::new(algorithm, point)
                        .verify(message, &signature)
                        .is_ok(),
                    _ => false,
                }
            }
        }
    }
}

/// `jsonwebtoken` panics when several of its back ends are compiled in and none was chosen; a
/// dependency could switch the other one on.
pub(super) fn choose_provider() {
    static CHOSEN: Once = Once::new();
    CHOSEN.call_once(|| {
        // An error means that somebody else in this process chose one: that is fine too.
        let _ = jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER.install_default();
    });
}
