//! Forgeries that need no key: swapped, flipped, cut, unsigned, no JWT.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::json;

use super::{Class, Forgery, Original, encode, shell};
use crate::secret::Secret;

pub(super) fn all(original: &Original) -> Vec<Forgery> {
    let mut forged = vec![swapped(original), flipped(original)];
    forged.extend(cut(original));
    forged.extend(["none", "None", "NONE"].map(|name| unsigned(original, name)));
    forged.extend(lookalikes());
    forged
}

/// The other user's ids under this user's signature.
fn swapped(original: &Original) -> Forgery {
    Forgery {
        id: "payload-swapped".into(),
        class: Class::Signature,
        what: if original.names_another {
            "the other user's id in the payload, the signature left as it was".into()
        } else {
            "the payload spelled otherwise, the signature left as it was".into()
        },
        token: Secret::new(format!(
            "{}.{}.{}",
            original.header, original.swapped, original.signature
        )),
        prelude: shell::prelude(&[
            shell::swapped_payload(original),
            "FORGED=\"${TOKEN%%.*}.$PAYLOAD.${TOKEN##*.}\"".into(),
        ]),
    }
}

/// The first byte of the signature changed; the last characters may be padding bits.
fn flipped(original: &Original) -> Forgery {
    let first = if original.signature.starts_with('A') {
        'B'
    } else {
        'A'
    };
    let rest: String = original.signature.chars().skip(1).collect();
    Forgery {
        id: "signature-flipped".into(),
        class: Class::Signature,
        what: "one byte of the signature changed".into(),
        token: Secret::new(format!(
            "{}.{}.{first}{rest}",
            original.header, original.payload
        )),
        prelude: shell::prelude(&[
            "SIG=${TOKEN##*.}".into(),
            "case $SIG in A*) C=B ;; *) C=A ;; esac".into(),
            "FORGED=\"${TOKEN%.*}.$C${SIG#?}\"".into(),
        ]),
    }
}

fn cut(original: &Original) -> [Forgery; 2] {
    let body = format!("{}.{}", original.header, original.payload);
    [
        Forgery {
            id: "signature-empty".into(),
            class: Class::Unsigned,
            what: "the signature left empty".into(),
            token: Secret::new(format!("{body}.")),
            prelude: vec!["FORGED=\"${TOKEN%.*}.\"".into()],
        },
        Forgery {
            id: "signature-removed".into(),
            class: Class::Unsigned,
            what: "the third part taken away".into(),
            token: Secret::new(body),
            prelude: vec!["FORGED=\"${TOKEN%.*}\"".into()],
        },
    ]
}

/// `alg` says that there is no signature, in the spellings that careless code forgets.
fn unsigned(original: &Original, name: &str) -> Forgery {
    let header = json!({ "alg": name, "typ": "JWT" });
    Forgery {
        id: format!("alg-{name}"),
        class: Class::Unsigned,
        what: format!("alg {name} and no signature"),
        token: Secret::new(format!("{}.{}.", encode(&header), original.swapped)),
        prelude: shell::prelude(&[
            shell::swapped_payload(original),
            shell::header(&header),
            "FORGED=\"$HEAD.$PAYLOAD.\"".into(),
        ]),
    }
}

/// What other SuperTokens values look like. The real ones stay at home: a refresh token has no
/// business at Hasura, not even to be refused.
fn lookalikes() -> [Forgery; 3] {
    let refresh = format!(
        "{}.{}.V2",
        STANDARD.encode([b'r'; 96]),
        "0123456789abcdef".repeat(4)
    );
    let jwe = [16, 32, 12, 64, 16]
        .map(|n: usize| URL_SAFE_NO_PAD.encode(vec![b'e'; n]))
        .join(".");
    let forgery = |id: &str, what: &str, token: String| Forgery {
        id: id.into(),
        class: Class::NoJwt,
        what: what.into(),
        prelude: vec![format!("FORGED='{token}'")],
        token: Secret::new(token),
    };
    [
        forgery(
            "refresh-token",
            "something in the form of a refresh token",
            refresh,
        ),
        forgery(
            "anti-csrf-token",
            "something in the form of an anti-CSRF token",
            uuid::Uuid::new_v4().to_string(),
        ),
        forgery(
            "five-parts",
            "something in the form of an encrypted token",
            jwe,
        ),
    ]
}
