//! The signature algorithms that Hasura accepts in a token's header.

use jsonwebtoken::Algorithm as Library;

use super::family::Family;

/// A signature algorithm (RFC 7518 §3.1, RFC 8037, RFC 8812); the set is Hasura's
/// (contracts: hasura §1.8). `none` is not in it and never verifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub(crate) enum Algorithm {
    Hs256,
    Hs384,
    Hs512,
    Rs256,
    Rs384,
    Rs512,
    Ps256,
    Ps384,
    Ps512,
    Es256,
    Es384,
    Es512,
    Es256k,
    EdDsa,
}

/// How a signature of the algorithm is checked.
pub(super) enum Engine {
    /// By `jsonwebtoken`.
    Library(Library),
    /// By aws-lc, for the two curves that `jsonwebtoken` lacks.
    Curve(&'static aws_lc_rs::signature::EcdsaVerificationAlgorithm),
}

impl Algorithm {
    /// Every algorithm, in the order of the registry.
    pub(crate) const ALL: [Self; 14] = [
        Self::Hs256,
        Self::Hs384,
        Self::Hs512,
        Self::Rs256,
        Self::Rs384,
        Self::Rs512,
        Self::Ps256,
        Self::Ps384,
        Self::Ps512,
        Self::Es256,
        Self::Es384,
        Self::Es512,
        Self::Es256k,
        Self::EdDsa,
    ];

    /// The name as it stands in a header; names are case-sensitive (RFC 7515 §4.1.1).
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Hs256 => "HS256",
            Self::Hs384 => "HS384",
            Self::Hs512 => "HS512",
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
            Self::Ps256 => "PS256",
            Self::Ps384 => "PS384",
            Self::Ps512 => "PS512",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::Es512 => "ES512",
            Self::Es256k => "ES256K",
            Self::EdDsa => "EdDSA",
        }
    }

    /// The algorithm of that exact name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|alg| alg.name() == name)
    }

    /// The kind of key that it needs.
    pub(crate) const fn family(self) -> Family {
        match self {
            Self::Hs256 | Self::Hs384 | Self::Hs512 => Family::Hmac,
            Self::Rs256 | Self::Rs384 | Self::Rs512 | Self::Ps256 | Self::Ps384 | Self::Ps512 => {
                Family::Rsa
            }
            Self::Es256 => Family::P256,
            Self::Es384 => Family::P384,
            Self::Es512 => Family::P521,
            Self::Es256k => Family::Secp256k1,
            Self::EdDsa => Family::Ed25519,
        }
    }

    pub(super) const fn engine(self) -> Engine {
        match self {
            Self::Hs256 => Engine::Library(Library::HS256),
            Self::Hs384 => Engine::Library(Library::HS384),
            Self::Hs512 => Engine::Library(Library::HS512),
            Self::Rs256 => Engine::Library(Library::RS256),
            Self::Rs384 => Engine::Library(Library::RS384),
            Self::Rs512 => Engine::Library(Library::RS512),
            Self::Ps256 => Engine::Library(Library::PS256),
            Self::Ps384 => Engine::Library(Library::PS384),
            Self::Ps512 => Engine::Library(Library::PS512),
            Self::Es256 => Engine::Library(Library::ES256),
            Self::Es384 => Engine::Library(Library::ES384),
            Self::EdDsa => Engine::Library(Library::EdDSA),
            Self::Es512 => Engine::Curve(&aws_lc_rs::signature::ECDSA_P521_SHA512_FIXED),
            Self::Es256k => Engine::Curve(&aws_lc_rs::signature::ECDSA_P256K1_SHA256_FIXED),
        }
    }
}
