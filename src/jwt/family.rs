//! The kinds of keys.

/// The kind of a key; it decides which algorithms fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub(crate) enum Family {
    Rsa,
    P256,
    P384,
    P521,
    Secp256k1,
    Ed25519,
    Hmac,
}

impl Family {
    /// In words, as people know it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Rsa => "RSA",
            Self::P256 => "EC P-256",
            Self::P384 => "EC P-384",
            Self::P521 => "EC P-521",
            Self::Secp256k1 => "EC secp256k1",
            Self::Ed25519 => "Ed25519",
            Self::Hmac => "HMAC",
        }
    }
}
