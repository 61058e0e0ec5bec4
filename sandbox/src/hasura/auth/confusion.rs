//! The fault `hs256-with-public-key`: a verifier that takes the public key, in any of its usual
//! spellings, for a shared secret.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use pem::{EncodeConfig, LineEnding, Pem};

use super::key::{Algorithm, VerificationKey};

/// True when one of the spellings of one of the keys is the secret behind the signature.
pub(super) fn verifies(
    keys: &[VerificationKey],
    algorithm: Algorithm,
    message: &[u8],
    signature: &[u8],
) -> bool {
    keys.iter()
        .flat_map(spellings)
        .any(|secret| VerificationKey::Hmac(secret).verifies(algorithm, message, signature))
}

/// DER, PEM with and without a final line break, and for RSA the modulus.
fn spellings(key: &VerificationKey) -> Vec<Vec<u8>> {
    let (der, modulus) = match key {
        VerificationKey::Rsa { der, modulus } => (der, modulus.as_ref()),
        VerificationKey::Ec(der) | VerificationKey::Ed25519(der) => (der, None),
        VerificationKey::Hmac(_) | VerificationKey::Unusable => return Vec::new(),
    };
    let mut secrets = vec![der.clone()];
    for ending in [LineEnding::LF, LineEnding::CRLF] {
        let text = pem::encode_config(
            &Pem::new("PUBLIC KEY", der.clone()),
            EncodeConfig::new().set_line_ending(ending),
        );
        secrets.push(text.trim_end().as_bytes().to_vec());
        secrets.push(text.into_bytes());
    }
    if let Some(modulus) = modulus {
        secrets.push(URL_SAFE_NO_PAD.encode(modulus).into_bytes());
        secrets.push(modulus.clone());
    }
    secrets
}
