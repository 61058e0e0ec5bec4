//! A JWK set, read as strictly as the engine reads it: one bad key spoils the whole set
//! (contracts: hasura §1.8).

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rustls_pki_types::CertificateDer;
use serde::Deserialize;
use serde_json::Value;
use webpki::EndEntityCert;

use super::key::{Algorithm, VerificationKey};

#[derive(Deserialize)]
struct Set {
    keys: Vec<Jwk>,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    #[serde(default)]
    alg: Option<String>,
    #[serde(default, rename = "use")]
    purpose: Option<String>,
    #[serde(default)]
    key_ops: Option<Vec<String>>,
    #[serde(default)]
    x5c: Option<Vec<String>>,
    #[serde(default)]
    x5t: Option<String>,
    #[serde(default)]
    n: Option<String>,
    #[serde(default)]
    e: Option<String>,
    #[serde(default)]
    crv: Option<String>,
    #[serde(default)]
    x: Option<String>,
    #[serde(default)]
    y: Option<String>,
    #[serde(default)]
    k: Option<String>,
}

/// Algorithms of encryption that a key may name besides those of signature.
const ENCRYPTION: [&str; 17] = [
    "RSA1_5",
    "RSA-OAEP",
    "RSA-OAEP-256",
    "A128KW",
    "A192KW",
    "A256KW",
    "dir",
    "ECDH-ES",
    "ECDH-ES+A128KW",
    "ECDH-ES+A192KW",
    "ECDH-ES+A256KW",
    "A128GCMKW",
    "A192GCMKW",
    "A256GCMKW",
    "PBES2-HS256+A128KW",
    "PBES2-HS384+A192KW",
    "PBES2-HS512+A256KW",
];

const OPERATIONS: [&str; 8] = [
    "sign",
    "verify",
    "encrypt",
    "decrypt",
    "wrapKey",
    "unwrapKey",
    "deriveKey",
    "deriveBits",
];

/// Reads a set.
pub(super) fn parse(document: &[u8]) -> Result<Vec<VerificationKey>, String> {
    let value: Value =
        serde_json::from_slice(document).map_err(|error| format!("not JSON: {error}"))?;
    let set: Set = serde_json::from_value(value).map_err(|error| error.to_string())?;
    set.keys
        .into_iter()
        .enumerate()
        .map(|(index, jwk)| key(&jwk).map_err(|reason| format!("keys[{index}]: {reason}")))
        .collect()
}

fn key(jwk: &Jwk) -> Result<VerificationKey, String> {
    if let Some(alg) = &jwk.alg
        && Algorithm::parse(alg).is_none()
        && !ENCRYPTION.contains(&alg.as_str())
    {
        return Err(format!("unknown alg {alg}"));
    }
    if let Some(purpose) = &jwk.purpose
        && purpose != "sig"
        && purpose != "enc"
    {
        return Err(format!("unknown use {purpose}"));
    }
    if let Some(operation) = jwk
        .key_ops
        .iter()
        .flatten()
        .find(|operation| !OPERATIONS.contains(&operation.as_str()))
    {
        return Err(format!("unknown key_ops {operation}"));
    }
    if let Some(x5t) = &jwk.x5t
        && URL_SAFE_NO_PAD.decode(x5t).map_or(0, |bytes| bytes.len()) != 20
    {
        return Err("x5t is not 20 bytes".into());
    }
    let key = material(jwk)?;
    if let Some(leaf) = jwk.x5c.iter().flatten().next() {
        same_as_certificate(&key, leaf)?;
    }
    Ok(key)
}

fn material(jwk: &Jwk) -> Result<VerificationKey, String> {
    match jwk.kty.as_str() {
        "RSA" => {
            let modulus = bytes("n", jwk.n.as_ref())?;
            let exponent = bytes("e", jwk.e.as_ref())?;
            if modulus.first() == Some(&0) {
                return Err("n begins with a zero byte".into());
            }
            VerificationKey::rsa(&modulus, &exponent).ok_or_else(|| "not an RSA key".into())
        }
        "EC" => {
            let curve = jwk.crv.as_deref().unwrap_or_default();
            let size = match curve {
                "P-256" | "secp256k1" => 32,
                "P-384" => 48,
                "P-521" => 66,
                other => return Err(format!("unknown crv {other}")),
            };
            let (x, y) = (bytes("x", jwk.x.as_ref())?, bytes("y", jwk.y.as_ref())?);
            if x.len() != size || y.len() != size {
                return Err(format!("x or y is not {size} bytes"));
            }
            Ok(VerificationKey::Ec([&[4][..], &x, &y].concat()))
        }
        "OKP" => match jwk.crv.as_deref().unwrap_or_default() {
            "Ed25519" => {
                let x = bytes("x", jwk.x.as_ref())?;
                if x.len() != 32 {
                    return Err("x is not 32 bytes".into());
                }
                Ok(VerificationKey::Ed25519(x))
            }
            "X25519" | "X448" | "Ed448" => Ok(VerificationKey::Unusable),
            other => Err(format!("unknown crv {other}")),
        },
        "oct" => Ok(VerificationKey::Hmac(bytes("k", jwk.k.as_ref())?)),
        other => Err(format!("unknown kty {other}")),
    }
}

fn bytes(name: &str, text: Option<&String>) -> Result<Vec<u8>, String> {
    let text = text.ok_or_else(|| format!("no {name}"))?;
    URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|error| format!("{name} is not base64url: {error}"))
}

/// The first certificate of `x5c` holds the same key.
fn same_as_certificate(key: &VerificationKey, leaf: &str) -> Result<(), String> {
    let der = STANDARD
        .decode(leaf)
        .map_err(|error| format!("x5c is not base64: {error}"))?;
    let der = CertificateDer::from(der);
    let certificate =
        EndEntityCert::try_from(&der).map_err(|error| format!("x5c is no certificate: {error}"))?;
    let info = certificate.subject_public_key_info();
    let same = match key {
        // Points and raw keys are the tail of the structure that a certificate wraps them in.
        VerificationKey::Ec(own) | VerificationKey::Ed25519(own) => info.ends_with(own),
        VerificationKey::Rsa { der, .. } => info.as_ref() == der.as_slice(),
        VerificationKey::Hmac(_) | VerificationKey::Unusable => false,
    };
    if same {
        Ok(())
    } else {
        Err("x5c holds another key".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const X: &str = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    const Y: &str = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";

    fn parse(document: &Value) -> Result<Vec<VerificationKey>, String> {
        super::parse(document.to_string().as_bytes())
    }

    #[test]
    fn one_bad_key_spoils_the_set() {
        let good = json!({"kty": "EC", "crv": "P-256", "x": X, "y": Y, "use": "sig"});
        assert_eq!(parse(&json!({"keys": [good.clone()]})).unwrap().len(), 1);
        for (bad, reason) in [
            (json!({"alg": "RS999"}), "unknown alg RS999"),
            (json!({"use": "tls"}), "unknown use tls"),
            (json!({"key_ops": ["juggle"]}), "unknown key_ops juggle"),
            (json!({"x5t": "AAAA"}), "x5t is not 20 bytes"),
            (json!({"kty": "LATTICE"}), "unknown kty LATTICE"),
            (json!({"x": "AAAA"}), "x or y is not 32 bytes"),
        ] {
            let mut key = good.as_object().unwrap().clone();
            key.extend(bad.as_object().unwrap().clone());
            let error = parse(&json!({"keys": [good.clone(), key]})).unwrap_err();
            assert_eq!(error, format!("keys[1]: {reason}"));
        }
        let zero = json!({"kty": "RSA", "n": "AAEC", "e": "AQAB"});
        assert_eq!(
            parse(&json!({"keys": [zero]})).unwrap_err(),
            "keys[0]: n begins with a zero byte"
        );
    }

    #[test]
    fn the_root_is_an_object_with_keys() {
        let bare = json!({"kty": "EC", "crv": "P-256", "x": X, "y": Y});
        assert!(parse(&bare).is_err());
        assert!(parse(&json!([bare])).is_err());
        assert_eq!(parse(&json!({"keys": []})).unwrap(), []);
        assert!(super::parse(b"<html>").unwrap_err().starts_with("not JSON"));
    }
}
