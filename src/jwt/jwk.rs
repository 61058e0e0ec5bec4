//! One JSON Web Key (RFC 7517), read as strictly as Hasura reads it.

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rsa::PublicKeyComponents;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256K1_SHA256_FIXED, ECDSA_P384_SHA384_FIXED,
    ECDSA_P521_SHA512_FIXED, ED25519, ParsedPublicKey, VerificationAlgorithm,
};
use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::general_purpose::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use jsonwebtoken::DecodingKey;
use jsonwebtoken::jwk::{Jwk, ThumbprintHash};
use serde_json::{Map, Value};

use super::algorithm::Algorithm;
use super::decoded::kind;
use super::family::Family;
use super::key::{self, Key};
use super::set_key::{Fault, SetKey, Severity};
use super::{pem, spki};

/// Algorithms of RFC 7518 §4.1 and RFC 8037 that a key may name though they do not sign; a name
/// outside these and [`Algorithm`] makes Hasura refuse the whole set.
const ENCRYPTION_ALGORITHMS: &[&str] = &[
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
    "none",
];

/// RFC 7515 §2 has no padding; Hasura takes it (contracts: hasura §1.8).
const BASE64URL: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// RFC 7517 §4.3.
const KEY_OPERATIONS: &[&str] = &[
    "sign",
    "verify",
    "encrypt",
    "decrypt",
    "wrapKey",
    "unwrapKey",
    "deriveKey",
    "deriveBits",
];

/// Reads one element of `keys`.
pub(super) fn read(index: usize, value: &Value) -> SetKey {
    let empty = Map::new();
    let mut reader = Reader {
        members: value.as_object().unwrap_or(&empty),
        faults: Vec::new(),
    };
    if !value.is_object() {
        reader.refuse(format!("it is {} where an object belongs", kind(value)));
    }
    let text = |name: &str| {
        reader
            .members
            .get(name)
            .and_then(Value::as_str)
            .map(ToOwned::to_owned)
    };
    let (kid, kty, alg, usage) = (text("kid"), text("kty"), text("alg"), text("use"));
    let key = value.is_object().then(|| reader.material()).flatten();
    if value.is_object() {
        reader.check_common(key.as_ref());
    }
    key::choose_provider();
    let thumbprint = serde_json::from_value::<Jwk>(value.clone())
        .ok()
        .filter(|_| key.is_some())
        .and_then(|jwk| jwk.thumbprint(ThumbprintHash::SHA256).ok());
    SetKey {
        index,
        kid,
        kty,
        alg,
        usage,
        key,
        thumbprint,
        faults: reader.faults,
    }
}

struct Reader<'a> {
    members: &'a Map<String, Value>,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn refuse(&mut self, text: impl Into<String>) {
        self.faults.push(Fault {
            severity: Severity::Refused,
            text: text.into(),
        });
    }

    fn warn(&mut self, text: impl Into<String>) {
        self.faults.push(Fault {
            severity: Severity::Warning,
            text: text.into(),
        });
    }

    /// The key itself. Complains when Hasura would; a kind that only this program lacks is no
    /// complaint.
    fn material(&mut self) -> Option<Key> {
        match self.members.get("kty") {
            Some(Value::String(kty)) => match kty.as_str() {
                "RSA" => self.rsa(),
                "EC" => self.ec(),
                "OKP" => self.okp(),
                "oct" => self.oct(),
                other => {
                    self.refuse(format!(
                        "kty \"{other}\" is unknown; RSA, EC, OKP or oct is"
                    ));
                    None
                }
            },
            Some(other) => {
                self.refuse(format!("kty is {} where a string belongs", kind(other)));
                None
            }
            None => {
                self.refuse("kty is missing");
                None
            }
        }
    }

    /// A member in base64url.
    fn bytes(&mut self, name: &'static str) -> Option<Vec<u8>> {
        match self.members.get(name) {
            Some(Value::String(text)) => match BASE64URL.decode(text) {
                Ok(bytes) => {
                    if text.ends_with('=') {
                        self.warn(format!(
                            "{name} is padded with =, which RFC 7515 §2 forbids: Hasura takes it, \
                             other readers may not"
                        ));
                    }
                    Some(bytes)
                }
                Err(error) => {
                    self.refuse(format!("{name} is not base64url: {error}"));
                    None
                }
            },
            Some(other) => {
                self.refuse(format!("{name} is {} where a string belongs", kind(other)));
                None
            }
            None => {
                self.refuse(format!("{name} is missing"));
                None
            }
        }
    }

    fn rsa(&mut self) -> Option<Key> {
        let (n, e) = (self.bytes("n"), self.bytes("e"));
        let (mut n, mut e) = (n?, e?);
        for (name, number) in [("n", &mut n), ("e", &mut e)] {
            let zeros = number.iter().take_while(|byte| **byte == 0).count();
            if zeros > 0 {
                // contracts: hasura §1.8
                self.warn(format!(
                    "{name} starts with a zero byte, which RFC 7518 §6.3.1.1 forbids: Hasura 2.48 \
                     takes it, older engines refuse the whole set (issue 9922)"
                ));
                number.drain(..zeros);
            }
        }
        let spki = PublicKeyComponents { n, e }.as_der().ok();
        let key = spki.and_then(|spki| pem::from_der(spki.as_ref()));
        match &key {
            None => self.refuse("n and e are no RSA key"),
            Some(key) if key.bits < 2048 => self.warn(format!(
                "{} bits are too few: signatures of RSA keys below 2048 bits are not accepted",
                key.bits
            )),
            Some(_) => {}
        }
        key
    }

    fn curve(&mut self) -> Option<String> {
        let curve = self.members.get("crv").and_then(Value::as_str);
        if curve.is_none() {
            self.refuse("crv is missing");
        }
        curve.map(ToOwned::to_owned)
    }

    fn ec(&mut self) -> Option<Key> {
        let curve = self.curve()?;
        let known: (Family, usize, &'static dyn VerificationAlgorithm) = match curve.as_str() {
            "P-256" => (Family::P256, 256, &ECDSA_P256_SHA256_FIXED),
            "P-384" => (Family::P384, 384, &ECDSA_P384_SHA384_FIXED),
            "P-521" => (Family::P521, 521, &ECDSA_P521_SHA512_FIXED),
            "secp256k1" => (Family::Secp256k1, 256, &ECDSA_P256K1_SHA256_FIXED),
            other => {
                self.refuse(format!("crv \"{other}\" is unknown for kty EC"));
                return None;
            }
        };
        let (family, bits, algorithm) = known;
        let (x, y) = (self.bytes("x"), self.bytes("y"));
        let (x, y) = (x?, y?);
        let width = bits.div_ceil(8);
        if x.len() != width || y.len() != width {
            self.refuse(format!(
                "x and y must have {width} bytes each on {curve}, not {} and {}",
                x.len(),
                y.len()
            ));
            return None;
        }
        // RFC 5480 §2.2: an uncompressed point is 4, x, y.
        let point = [&[4_u8], x.as_slice(), y.as_slice()].concat();
        if ParsedPublicKey::new(algorithm, &point).is_err() {
            self.refuse(format!("x and y are no point on {curve}"));
            return None;
        }
        Some(Key {
            family,
            bits,
            spki: spki::wrap(family, &point).unwrap_or_default(),
            inner: DecodingKey::from_ec_der(&point),
        })
    }

    fn okp(&mut self) -> Option<Key> {
        let curve = self.curve()?;
        let x = self.bytes("x")?;
        match curve.as_str() {
            "Ed25519" => {
                if ParsedPublicKey::new(&ED25519, &x).is_err() {
                    self.refuse("x is no Ed25519 key");
                    return None;
                }
                Some(Key {
                    family: Family::Ed25519,
                    bits: 256,
                    spki: spki::wrap(Family::Ed25519, &x).unwrap_or_default(),
                    inner: DecodingKey::from_ed_der(&x),
                })
            }
            "Ed448" | "X25519" | "X448" => None,
            other => {
                self.refuse(format!("crv \"{other}\" is unknown for kty OKP"));
                None
            }
        }
    }

    fn oct(&mut self) -> Option<Key> {
        let secret = self.bytes("k")?;
        self.warn(
            "this is a shared secret: whoever reads the set can sign tokens; publish public keys \
             only",
        );
        Some(Key::hmac(&secret))
    }

    /// Members that any kind of key may have.
    fn check_common(&mut self, key: Option<&Key>) {
        match self.members.get("alg") {
            Some(Value::String(alg))
                if Algorithm::from_name(alg).is_none()
                    && !ENCRYPTION_ALGORITHMS.contains(&alg.as_str()) =>
            {
                self.refuse(format!("alg \"{alg}\" is unknown"));
            }
            Some(Value::String(_) | Value::Null) | None => {}
            Some(other) => {
                let kind = kind(other);
                self.refuse(format!("alg is {kind} where a string belongs"));
            }
        }
        match self.members.get("use") {
            Some(Value::String(usage)) => match usage.as_str() {
                "sig" => {}
                "enc" => self.warn("use is enc: the key is not meant for signatures"),
                other => self.warn(format!(
                    "use is \"{other}\": the key is not meant for signatures; Hasura takes the \
                     set since 2.48.4, and older engines refuse all of it"
                )),
            },
            Some(Value::Null) | None => {
                self.warn("use is missing; Hasura 2.48.4 drops such keys (fixed in 2.48.5)");
            }
            Some(other) => {
                let kind = kind(other);
                self.refuse(format!("use is {kind} where a string belongs"));
            }
        }
        if let Some(other) = self.members.get("kid")
            && !matches!(other, Value::String(_) | Value::Null)
        {
            // contracts: hasura §1.8
            self.refuse(format!("kid is {} where a string belongs", kind(other)));
        }
        let operations = self.members.get("key_ops").and_then(Value::as_array);
        for operation in operations.into_iter().flatten() {
            if !operation
                .as_str()
                .is_some_and(|name| KEY_OPERATIONS.contains(&name))
            {
                self.refuse(format!("key_ops holds {operation}, which is unknown"));
            }
        }
        if self.members.contains_key("d") {
            self.warn("it holds the private part (d): whoever reads the set can sign tokens");
        }
        self.check_certificate(key);
    }

    fn check_certificate(&mut self, key: Option<&Key>) {
        if let Some(Value::Array(chain)) = self.members.get("x5c") {
            let first = chain.first().and_then(Value::as_str);
            let certified = first
                .and_then(|text| STANDARD.decode(text).ok())
                .and_then(|der| pem::from_certificate(&der));
            match (certified, key) {
                (None, _) => self.refuse("x5c is no certificate chain in base64"),
                (Some(certified), Some(key))
                    if !key.spki.is_empty() && certified.spki != key.spki =>
                {
                    self.refuse("the certificate in x5c belongs to another key");
                }
                (Some(_), _) => {}
            }
        }
        for (name, length) in [("x5t", 20), ("x5t#S256", 32)] {
            if let Some(Value::String(text)) = self.members.get(name) {
                let bytes = BASE64URL.decode(text).map(|bytes| bytes.len());
                if bytes != Ok(length) {
                    self.refuse(format!("{name} is not {length} bytes in base64url"));
                }
            }
        }
    }
}
