//! Keys that verify, and the algorithms they verify with.
//!
//! Straight on the cryptography library: a JWT library would bring its own opinion about which
//! key may go with which algorithm, and the engine's differs (contracts: hasura §1.3, §1.8).

use aws_lc_rs::signature::{
    self, ParsedPublicKey, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};
use aws_lc_rs::{encoding::AsDer as _, hmac};
use rustls_pki_types::CertificateDer;
use webpki::EndEntityCert;

/// A key of a configuration or of a key set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum VerificationKey {
    Hmac(Vec<u8>),
    Rsa {
        /// As `SubjectPublicKeyInfo` or PKCS#1.
        der: Vec<u8>,
        /// The modulus, where it is known by itself.
        modulus: Option<Vec<u8>>,
    },
    /// A curve of RFC 7518 or RFC 8812, as `SubjectPublicKeyInfo` or uncompressed point.
    Ec(Vec<u8>),
    /// Ed25519, as `SubjectPublicKeyInfo` or raw.
    Ed25519(Vec<u8>),
    /// A key that is well-formed but verifies nothing, such as one for key agreement.
    Unusable,
}

/// The `alg` values that the engine accepts; `none` is known and never accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // each is the `alg` of that name
pub(crate) enum Algorithm {
    HS256,
    HS384,
    HS512,
    RS256,
    RS384,
    RS512,
    ES256,
    ES384,
    ES512,
    ES256K,
    PS256,
    PS384,
    PS512,
    None,
    EdDSA,
}

impl Algorithm {
    /// All of them, in the order in which the engine lists them.
    pub(crate) const ALL: [(&'static str, Self); 15] = [
        ("HS256", Self::HS256),
        ("HS384", Self::HS384),
        ("HS512", Self::HS512),
        ("RS256", Self::RS256),
        ("RS384", Self::RS384),
        ("RS512", Self::RS512),
        ("ES256", Self::ES256),
        ("ES384", Self::ES384),
        ("ES512", Self::ES512),
        ("ES256K", Self::ES256K),
        ("PS256", Self::PS256),
        ("PS384", Self::PS384),
        ("PS512", Self::PS512),
        ("none", Self::None),
        ("EdDSA", Self::EdDSA),
    ];

    /// By its exact name.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, algorithm)| *algorithm)
    }

    /// The MAC, for the `HS` family.
    fn hmac(self) -> Option<hmac::Algorithm> {
        match self {
            Self::HS256 => Some(hmac::HMAC_SHA256),
            Self::HS384 => Some(hmac::HMAC_SHA384),
            Self::HS512 => Some(hmac::HMAC_SHA512),
            _ => None,
        }
    }
}

impl VerificationKey {
    /// A shared secret of at least `shortest` bytes, taken as it is written.
    pub(crate) fn hmac(key: &str, shortest: usize) -> Result<Self, String> {
        if key.len() < shortest {
            return Err(format!(
                "Key size too small; should be atleast {shortest} characters"
            ));
        }
        Ok(Self::Hmac(key.as_bytes().to_vec()))
    }

    /// The first PEM block: a PKCS#1 or `SubjectPublicKeyInfo` public key, or a certificate.
    pub(crate) fn pem(text: &str) -> Result<Self, String> {
        let blocks =
            pem::parse_many(text).map_err(|error| format!("Could not decode PEM: {error}"))?;
        let Some(block) = blocks.first() else {
            return Err("No pem found".into());
        };
        // The label does not count, only what is inside.
        let der = block.contents();
        if let Some(key) = Self::public_key(der) {
            return Ok(key);
        }
        let certificate = CertificateDer::from(der);
        let key = EndEntityCert::try_from(&certificate)
            .ok()
            .and_then(|certificate| Self::public_key(&certificate.subject_public_key_info()));
        key.ok_or_else(|| {
            "Could not decode PEM: Could not decode public key Could not decode RSA, EdDSA or EC \
             public key from x509 cert"
                .into()
        })
    }

    /// A public key in DER.
    pub(super) fn public_key(der: &[u8]) -> Option<Self> {
        if ParsedPublicKey::new(&signature::RSA_PKCS1_2048_8192_SHA256, der).is_ok() {
            return Some(Self::Rsa {
                der: der.to_vec(),
                modulus: None,
            });
        }
        // 32 raw bytes would pass for Ed25519, and a bare point for EC: neither is DER.
        if der.first() != Some(&0x30) {
            return None;
        }
        if ParsedPublicKey::new(&signature::ED25519, der).is_ok() {
            return Some(Self::Ed25519(der.to_vec()));
        }
        let curves: [&'static dyn VerificationAlgorithm; 4] = [
            &signature::ECDSA_P256_SHA256_FIXED,
            &signature::ECDSA_P384_SHA384_FIXED,
            &signature::ECDSA_P521_SHA512_FIXED,
            &signature::ECDSA_P256K1_SHA256_FIXED,
        ];
        curves
            .into_iter()
            .any(|curve| UnparsedPublicKey::new(curve, der).parse().is_ok())
            .then(|| Self::Ec(der.to_vec()))
    }

    /// RSA from modulus and exponent, big-endian.
    pub(super) fn rsa(modulus: &[u8], exponent: &[u8]) -> Option<Self> {
        let components = RsaPublicKeyComponents {
            n: modulus,
            e: exponent,
        };
        let der = components.as_der().ok()?;
        Some(Self::Rsa {
            der: der.as_ref().to_vec(),
            modulus: Some(modulus.to_vec()),
        })
    }

    /// True when `signature` is this key's over `message`.
    pub(crate) fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Hmac(secret) => algorithm.hmac().is_some_and(|mac| {
                hmac::verify(&hmac::Key::new(mac, secret), message, signature).is_ok()
            }),
            Self::Rsa { der, .. } => {
                rsa_check(algorithm).is_some_and(|check| holds(check, der, message, signature))
            }
            Self::Ec(key) => {
                ec_check(algorithm).is_some_and(|check| holds(check, key, message, signature))
            }
            Self::Ed25519(key) => {
                algorithm == Algorithm::EdDSA && holds(&signature::ED25519, key, message, signature)
            }
            Self::Unusable => false,
        }
    }
}

fn holds(
    check: &'static dyn VerificationAlgorithm,
    key: &[u8],
    message: &[u8],
    signature: &[u8],
) -> bool {
    UnparsedPublicKey::new(check, key)
        .verify(message, signature)
        .is_ok()
}

fn rsa_check(algorithm: Algorithm) -> Option<&'static dyn VerificationAlgorithm> {
    Some(match algorithm {
        Algorithm::RS256 => &signature::RSA_PKCS1_2048_8192_SHA256,
        Algorithm::RS384 => &signature::RSA_PKCS1_2048_8192_SHA384,
        Algorithm::RS512 => &signature::RSA_PKCS1_2048_8192_SHA512,
        Algorithm::PS256 => &signature::RSA_PSS_2048_8192_SHA256,
        Algorithm::PS384 => &signature::RSA_PSS_2048_8192_SHA384,
        Algorithm::PS512 => &signature::RSA_PSS_2048_8192_SHA512,
        _ => return None,
    })
}

fn ec_check(algorithm: Algorithm) -> Option<&'static dyn VerificationAlgorithm> {
    Some(match algorithm {
        Algorithm::ES256 => &signature::ECDSA_P256_SHA256_FIXED,
        Algorithm::ES384 => &signature::ECDSA_P384_SHA384_FIXED,
        Algorithm::ES512 => &signature::ECDSA_P521_SHA512_FIXED,
        Algorithm::ES256K => &signature::ECDSA_P256K1_SHA256_FIXED,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----
MIIBkDCCATWgAwIBAgIUEFr+6LE9FfMiIChHCR2BWUVboEQwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRa2V5cy5leGFtcGxlLnRlc3QwIBcNMjYxMTI0MDY1MzAxWhgP
MjEyNjEwMzEwNjUzMDFaMBwxGjAYBgNVBAMMEWtleXMuZXhhbXBsZS50ZXN0MFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEGeCGWkVnsdjUMDN+22rbIEzTJ7pv0Gpz
j9POLsi4XIMMNv01TSUb62fcTOIn9tffSjIedq6rCnAuac6X6Lpy76NTMFEwHQYD
VR0OBBYEFDlQsE3GWQcbrvOwxtfTrf7ZwCyzMB8GA1UdIwQYMBaAFDlQsE3GWQcb
rvOwxtfTrf7ZwCyzMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIh
AJi0M5++894yJme6yGyTbXot7brOd7GHbluYao+lWX5RAiEAw1dwelpmQjhPH/x7
Ya1unFYM94yA4fZAdZvSGTWzCwQ=
-----END CERTIFICATE-----";

    const PUBLIC_KEY: &str = "-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEGeCGWkVnsdjUMDN+22rbIEzTJ7pv
0Gpzj9POLsi4XIMMNv01TSUb62fcTOIn9tffSjIedq6rCnAuac6X6Lpy7w==
-----END PUBLIC KEY-----";

    #[test]
    fn a_certificate_stands_for_the_key_inside() {
        let key = VerificationKey::pem(PUBLIC_KEY).unwrap();
        assert!(matches!(key, VerificationKey::Ec(_)), "{key:?}");
        assert_eq!(VerificationKey::pem(CERTIFICATE).unwrap(), key);
        // Only the first block counts, and its label does not.
        let both = format!("{CERTIFICATE}\n-----BEGIN X-----\nAAAA\n-----END X-----\n");
        assert_eq!(VerificationKey::pem(&both).unwrap(), key);
        let mislabelled = PUBLIC_KEY.replace("PUBLIC KEY", "RSA PUBLIC KEY");
        assert_eq!(VerificationKey::pem(&mislabelled).unwrap(), key);
    }
}
