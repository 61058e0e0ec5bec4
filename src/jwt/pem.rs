//! Public keys in PEM: PKCS#1, `SubjectPublicKeyInfo`, X.509 certificates.

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rsa;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256K1_SHA256_FIXED, ECDSA_P384_SHA384_FIXED,
    ECDSA_P521_SHA512_FIXED, ED25519, ParsedPublicKey, VerificationAlgorithm,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::DecodingKey;
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk};
use simple_asn1::{ASN1Block, oid};
use webpki::EndEntityCert;

use super::error::JwtError;
use super::family::Family;
use super::key::{Key, choose_provider};

impl Key {
    /// A public key or certificate in PEM; only the first block counts, as for Hasura
    /// (contracts: hasura §1.3).
    pub(crate) fn from_pem(text: &[u8]) -> Result<Self, JwtError> {
        parse(text)
    }

    /// The `key` of a JWT secret, which Hasura reads line by line and more strictly than others
    /// do (contracts: hasura §1.3).
    pub(crate) fn from_secret(text: &str) -> Result<Self, JwtError> {
        let bad = |reason: &str| JwtError::BadPem {
            reason: reason.into(),
        };
        by_lines(text).map_err(bad)?;
        let key = parse(text.as_bytes())?;
        let block = pem::parse(text).map_err(|error| bad(&error.to_string()))?;
        match unreadable(block.contents()) {
            Some(reason) => Err(bad(reason)),
            None => Ok(key),
        }
    }
}

/// What Hasura's reader of PEM trips over: it looks for markers at the start of a line and wants
/// nothing else on it.
fn by_lines(text: &str) -> Result<(), &'static str> {
    // The name of the block that a line is in.
    let mut open: Option<&str> = None;
    let mut blocks = 0;
    for line in text.lines() {
        let marker = match open {
            None => "-----BEGIN ",
            Some(_) => "-----END ",
        };
        let Some(rest) = line.strip_prefix(marker) else {
            if open.is_some() && line.contains(':') {
                return Err("there are header lines between -----BEGIN and the key");
            }
            continue;
        };
        let name = rest
            .strip_suffix("-----")
            .filter(|name| !name.contains('-'));
        let name = name.ok_or(
            "the -----BEGIN and -----END lines hold something else besides, be it blanks or the \
             key itself",
        )?;
        open = match open {
            None => Some(name),
            Some(begun) if begun == name => {
                blocks += 1;
                None
            }
            Some(_) => return Err("-----BEGIN and -----END have different names"),
        };
    }
    match (blocks, open) {
        (_, Some(_)) => Err("there is no -----END line of its own, without blanks before it"),
        (0, None) => Err("there is no -----BEGIN line of its own, without blanks before it"),
        (_, None) => Ok(()),
    }
}

/// Keys that others read and Hasura does not.
fn unreadable(der: &[u8]) -> Option<&'static str> {
    let certificate = rustls_pki_types::CertificateDer::from(der);
    let spki = EndEntityCert::try_from(&certificate).map_or_else(
        |_| der.to_vec(),
        |certificate| certificate.subject_public_key_info().to_vec(),
    );
    let blocks = simple_asn1::from_der(&spki).ok()?;
    let [ASN1Block::Sequence(_, info)] = blocks.as_slice() else {
        return None;
    };
    // RFC 5280 §4.1.2.7: the algorithm with its parameters, and the key.
    let [
        ASN1Block::Sequence(_, algorithm),
        ASN1Block::BitString(_, _, key),
    ] = info.as_slice()
    else {
        return None;
    };
    let Some(ASN1Block::ObjectIdentifier(_, kind)) = algorithm.first() else {
        return None;
    };
    if *kind == oid!(1, 2, 840, 113_549, 1, 1, 10) {
        return Some("the key is marked as RSA-PSS, which Hasura does not know");
    }
    // RFC 5480 §2.2: an uncompressed point begins with 4.
    let is_ec = *kind == oid!(1, 2, 840, 10045, 2, 1);
    (is_ec && key.first() != Some(&4))
        .then_some("the point of the EC key is compressed, which Hasura cannot read")
}

/// Reads the first PEM block of a text.
pub(super) fn parse(text: &[u8]) -> Result<Key, JwtError> {
    let bad = |reason: String| JwtError::BadPem { reason };
    let block = pem::parse_many(text)
        .map_err(|error| bad(error.to_string()))?
        .into_iter()
        .next()
        .ok_or_else(|| bad("there is no -----BEGIN … block".into()))?;
    if block.tag().contains("PRIVATE") {
        return Err(bad(format!(
            "the block is a {}; it must stay secret and is not needed here",
            block.tag()
        )));
    }
    from_der(block.contents())
        .or_else(|| from_certificate(block.contents()))
        .ok_or_else(|| {
            bad(format!(
                "the {} block holds no RSA, EC or Ed25519 key",
                block.tag()
            ))
        })
}

/// The key of a certificate. Nothing about the certificate itself is verified, as Hasura does
/// not either.
pub(super) fn from_certificate(der: &[u8]) -> Option<Key> {
    let der = rustls_pki_types::CertificateDer::from(der);
    let certificate = EndEntityCert::try_from(&der).ok()?;
    from_der(&certificate.subject_public_key_info())
}

/// A key from PKCS#1 or `SubjectPublicKeyInfo` DER.
pub(super) fn from_der(der: &[u8]) -> Option<Key> {
    if let Ok(key) = rsa::PublicKey::from_der(der) {
        return from_rsa(&key);
    }
    let curves: [(Family, usize, &'static dyn VerificationAlgorithm); 5] = [
        (Family::P256, 256, &ECDSA_P256_SHA256_FIXED),
        (Family::P384, 384, &ECDSA_P384_SHA384_FIXED),
        (Family::P521, 521, &ECDSA_P521_SHA512_FIXED),
        (Family::Secp256k1, 256, &ECDSA_P256K1_SHA256_FIXED),
        (Family::Ed25519, 256, &ED25519),
    ];
    curves
        .into_iter()
        .find(|(_, _, algorithm)| ParsedPublicKey::new(*algorithm, der).is_ok())
        .map(|(family, bits, _)| Key {
            family,
            bits,
            spki: der.to_vec(),
            inner: match family {
                Family::Ed25519 => DecodingKey::from_ed_der(der),
                _ => DecodingKey::from_ec_der(der),
            },
        })
}

/// An RSA key of any size; small ones are taken in, and verify nothing.
fn from_rsa(key: &rsa::PublicKey) -> Option<Key> {
    let spki = key.as_der().ok()?.as_ref().to_vec();
    let inner = DecodingKey::from_rsa_der(&spki);
    choose_provider();
    let pkcs1 = DecodingKey::from_rsa_der(key.as_ref());
    let AlgorithmParameters::RSA(numbers) = Jwk::from_decoding_key(&pkcs1, None).ok()?.algorithm
    else {
        return None;
    };
    Some(Key {
        family: Family::Rsa,
        bits: bit_length(&URL_SAFE_NO_PAD.decode(numbers.n).ok()?),
        spki,
        inner,
    })
}

/// Bits of a big-endian number.
fn bit_length(number: &[u8]) -> usize {
    let mut significant = number.iter().skip_while(|byte| **byte == 0);
    match significant.next() {
        Some(first) => (u8::BITS - first.leading_zeros()) as usize + significant.count() * 8,
        None => 0,
    }
}
