//! One configuration object, member by member, in the order in which the engine looks.

use serde_json::{Map, Value};
use url::Url;

use super::super::super::haskell;
use super::super::json_path::JsonPath;
use super::super::key::VerificationKey;
use super::super::string_or_uri;
use super::claims::{self, ClaimsConfig, ClaimsFormat, Namespace};
use super::trouble::{Trouble, text};
use super::types::{JwtConfig, KeySource, Location};

/// Where the claims are unless the configuration says otherwise.
const DEFAULT_NAMESPACE: &str = "https://hasura.io/jwt/claims";

/// Reads the configuration: an object, or an array of them.
pub(crate) fn parse(secret: &Value) -> Result<Vec<JwtConfig>, String> {
    match secret {
        Value::Array(entries) => {
            let mut seen: Vec<&Value> = Vec::new();
            let mut configs = Vec::new();
            for (index, entry) in entries.iter().enumerate() {
                if seen.contains(&entry) {
                    continue;
                }
                seen.push(entry);
                let config = config(entry).map_err(|error| {
                    error.fatal("HASURA_GRAPHQL_JWT_SECRETS", &format!("[{index}]"))
                })?;
                configs.push(config);
            }
            Ok(configs)
        }
        entry => config(entry)
            .map(|config| vec![config])
            .map_err(|error| error.fatal("HASURA_GRAPHQL_JWT_SECRET", "")),
    }
}

fn config(entry: &Value) -> Result<JwtConfig, Trouble> {
    let Some(members) = entry.as_object() else {
        return Err(Trouble::new(haskell::mismatch(
            "JWTConfig",
            "Object",
            entry,
        )));
    };
    let object = Members(members);
    // Types first, in this order; combinations afterwards.
    let key = object.get("key", text)?;
    let namespace = object.get("claims_namespace", text)?;
    let namespace_path = object.get("claims_namespace_path", text)?;
    let audience = object.get("audience", audience)?;
    let issuer = object.get("issuer", string_or_uri)?;
    let url = object.get("jwk_url", uri)?;
    let format = object.get("claims_format", claims_format)?;
    let map = object.get("claims_map", claims::claims_map)?;
    let skew = object.get("allowed_skew", seconds)?;
    let location = object.get("header", location)?;

    let namespace = match (namespace_path, namespace) {
        (Some(_), Some(_)) => {
            return Err(Trouble::new(
                "claims_namespace and claims_namespace_path both cannot be set",
            ));
        }
        (Some(path), None) => Namespace::Path(JsonPath::parse(&path).map_err(|error| {
            Trouble::new(format!(
                "invalid JSON path claims_namespace_path error: {error}"
            ))
        })?),
        (None, name) => Namespace::Name(name.unwrap_or_else(|| DEFAULT_NAMESPACE.into())),
    };
    let keys = match (key, url) {
        (None, None) => return Err(Trouble::new("key and jwk_url both cannot be empty")),
        (Some(_), Some(_)) => return Err(Trouble::new("key, jwk_url both cannot be present")),
        (None, Some(url)) => KeySource::Url(url),
        (Some(key), None) => KeySource::Fixed(fixed_key(&object, &key)?),
    };
    Ok(JwtConfig {
        keys,
        audience,
        issuer,
        claims: ClaimsConfig {
            namespace,
            format: format.unwrap_or_default(),
            map,
        },
        skew: skew.unwrap_or(0.0),
        location: location.unwrap_or(Location::Authorization),
    })
}

fn fixed_key(object: &Members<'_>, key: &str) -> Result<VerificationKey, Trouble> {
    let kind = object
        .get("type", text)?
        .ok_or_else(|| Trouble::new("key \"type\" not found"))?;
    let invalid = |reason: String| Trouble::new(format!("Invalid JWK: {reason}"));
    match kind.as_str() {
        "HS256" => VerificationKey::hmac(key, 32).map_err(invalid),
        "HS384" => VerificationKey::hmac(key, 48).map_err(invalid),
        "HS512" => VerificationKey::hmac(key, 64).map_err(invalid),
        // Any of these only says that the key is a PEM: the family is not compared.
        "RS256" | "RS384" | "RS512" | "Ed25519" | "ES256" | "ES384" | "ES512" => {
            VerificationKey::pem(key).map_err(invalid)
        }
        other => Err(invalid(format!("Key type: {other} is not supported"))),
    }
}

struct Members<'a>(&'a Map<String, Value>);

impl Members<'_> {
    /// An optional member; null counts as absent.
    fn get<T>(
        &self,
        name: &str,
        read: impl Fn(&Value) -> Result<T, Trouble>,
    ) -> Result<Option<T>, Trouble> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => read(value)
                .map(Some)
                .map_err(|trouble| trouble.within(&haskell::member(name))),
        }
    }
}

fn string_or_uri(value: &Value) -> Result<String, Trouble> {
    string_or_uri::parse(value).map_err(Trouble::new)
}

fn audience(value: &Value) -> Result<Vec<String>, Trouble> {
    string_or_uri::parse_audience(value)
        .map_err(|(path, reason)| Trouble::new(reason).within(&path))
}

fn uri(value: &Value) -> Result<Url, Trouble> {
    Url::parse(&text(value)?).map_err(|_| Trouble::new("not a URI"))
}

fn seconds(value: &Value) -> Result<f64, Trouble> {
    value
        .as_f64()
        .ok_or_else(|| Trouble::new(haskell::mismatch("NominalDiffTime", "Number", value)))
}

fn claims_format(value: &Value) -> Result<ClaimsFormat, Trouble> {
    match text(value)?.as_str() {
        "json" => Ok(ClaimsFormat::Json),
        "stringified_json" => Ok(ClaimsFormat::StringifiedJson),
        other => Err(Trouble::new(format!(
            "parsing Hasura.Server.Auth.JWT.JWTClaimsFormat failed, expected one of the tags \
             [\"json\",\"stringified_json\"], but found tag {}",
            haskell::show(other)
        ))),
    }
}

fn location(value: &Value) -> Result<Location, Trouble> {
    let Some(members) = value.as_object() else {
        return Err(Trouble::new(haskell::mismatch(
            "JWTHeader",
            "Object",
            value,
        )));
    };
    let object = Members(members);
    let missing = |name: &str| Trouble::new(format!("key \"{name}\" not found"));
    let kind = object.get("type", text)?.ok_or_else(|| missing("type"))?;
    let name = || object.get("name", text)?.ok_or_else(|| missing("name"));
    match kind.to_lowercase().as_str() {
        "authorization" => Ok(Location::Authorization),
        "cookie" => Ok(Location::Cookie(name()?)),
        "customheader" => Ok(Location::Header(name()?.to_lowercase())),
        _ => Err(Trouble::new(
            "expected 'type' is 'Authorization' or 'Cookie' or 'CustomHeader'",
        )),
    }
}
