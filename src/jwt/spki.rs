//! `SubjectPublicKeyInfo` for keys that a JWK gives as bare points (RFC 5480, RFC 8410).

use simple_asn1::{ASN1Block, OID, oid};

use super::family::Family;

/// Wraps a public key's bytes: an uncompressed point, or an Ed25519 key.
pub(super) fn wrap(family: Family, key: &[u8]) -> Option<Vec<u8>> {
    let (kind, curve): (OID, Option<OID>) = match family {
        Family::P256 => (
            oid!(1, 2, 840, 10045, 2, 1),
            Some(oid!(1, 2, 840, 10045, 3, 1, 7)),
        ),
        Family::P384 => (oid!(1, 2, 840, 10045, 2, 1), Some(oid!(1, 3, 132, 0, 34))),
        Family::P521 => (oid!(1, 2, 840, 10045, 2, 1), Some(oid!(1, 3, 132, 0, 35))),
        Family::Secp256k1 => (oid!(1, 2, 840, 10045, 2, 1), Some(oid!(1, 3, 132, 0, 10))),
        Family::Ed25519 => (oid!(1, 3, 101, 112), None),
        Family::Rsa | Family::Hmac => return None,
    };
    let mut algorithm = vec![ASN1Block::ObjectIdentifier(0, kind)];
    algorithm.extend(curve.map(|curve| ASN1Block::ObjectIdentifier(0, curve)));
    let info = ASN1Block::Sequence(
        0,
        vec![
            ASN1Block::Sequence(0, algorithm),
            ASN1Block::BitString(0, key.len() * 8, key.to_vec()),
        ],
    );
    simple_asn1::to_der(&info).ok()
}
