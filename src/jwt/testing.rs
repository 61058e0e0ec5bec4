//! Keys and tokens for unit tests, signed for real.

use std::sync::LazyLock;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeySize, PublicKeyComponents};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaEncoding, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// An RSA key with a name.
pub(crate) struct Signer {
    pub(crate) kid: String,
    pair: RsaKeyPair,
}

/// Two keys that never change within a test run; generating them is slow.
pub(crate) static SIGNERS: LazyLock<[Signer; 2]> =
    LazyLock::new(|| ["d-1700000000000", "s-other"].map(Signer::new));

impl Signer {
    fn new(kid: &str) -> Self {
        Self {
            kid: kid.to_owned(),
            pair: RsaKeyPair::generate(KeySize::Rsa2048).unwrap(),
        }
    }

    /// The public half as a JWK.
    pub(crate) fn jwk(&self) -> Value {
        let key: PublicKeyComponents<Vec<u8>> = components(self.pair.public_key().as_ref());
        json!({
            "kty": "RSA", "kid": self.kid, "alg": "RS256", "use": "sig",
            "n": URL_SAFE_NO_PAD.encode(&key.n), "e": URL_SAFE_NO_PAD.encode(&key.e),
        })
    }

    /// A token over these claims.
    pub(crate) fn sign(&self, claims: &Value) -> String {
        let header = json!({"kid": self.kid, "typ": "JWT", "version": "5", "alg": "RS256"});
        self.sign_as(&header, claims)
    }

    /// A token with this header, signed RS256 whatever the header says.
    pub(crate) fn sign_as(&self, header: &Value, claims: &Value) -> String {
        self.sign_with(&RSA_PKCS1_SHA256, header, claims)
    }

    /// A token with this header, signed in this way whatever the header says.
    pub(crate) fn sign_with(
        &self,
        encoding: &'static dyn RsaEncoding,
        header: &Value,
        claims: &Value,
    ) -> String {
        let input = format!("{}.{}", part(header), part(claims));
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(
                encoding,
                &SystemRandom::new(),
                input.as_bytes(),
                &mut signature,
            )
            .unwrap();
        format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// A part of a token.
pub(crate) fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

/// Modulus and exponent out of PKCS#1 DER: two INTEGERs in a SEQUENCE.
fn components(der: &[u8]) -> PublicKeyComponents<Vec<u8>> {
    let blocks = simple_asn1::from_der(der).unwrap();
    let [simple_asn1::ASN1Block::Sequence(_, numbers)] = blocks.as_slice() else {
        panic!("no sequence");
    };
    let number = |index: usize| match &numbers[index] {
        simple_asn1::ASN1Block::Integer(_, number) => number.to_bytes_be().1,
        _ => panic!("no integer"),
    };
    PublicKeyComponents {
        n: number(0),
        e: number(1),
    }
}

/// Claims as a modern SDK writes them, issued at `iat` for an hour.
pub(crate) fn claims(iat: i64) -> Value {
    json!({
        "iat": iat, "exp": iat + 3600, "sub": "user-1", "tId": "public", "rsub": "user-1",
        "sessionHandle": "0b2f", "refreshTokenHash1": "ab12", "parentRefreshTokenHash1": null,
        "antiCsrfToken": null, "iss": "http://localhost:3333/api",
        "https://hasura.io/jwt/claims": {
            "x-hasura-user-id": "user-1",
            "x-hasura-default-role": "user",
            "x-hasura-allowed-roles": ["user"],
        },
    })
}
