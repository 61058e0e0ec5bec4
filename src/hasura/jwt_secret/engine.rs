//! What a running engine shows of its JWT secrets (contracts: hasura §4.2).

use serde_json::{Map, Value};

use super::lint::{self, Finding};
use crate::jwt::ClaimsPlace;

/// What can be said from outside.
#[derive(Debug, Default)]
pub(crate) struct Shown {
    /// How many secrets are in force.
    pub secrets: usize,
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// Where they look for the claims.
    pub places: Vec<ClaimsPlace>,
}

/// Reads `/v1alpha1/config`. `jwt` is null, an object or an array of them, by version.
pub(crate) fn read(config: &Value) -> Shown {
    let is = |name: &str| config.get(name).and_then(Value::as_bool);
    let secrets: Vec<&Map<String, Value>> = match config.get("jwt") {
        Some(Value::Object(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_object).collect(),
        _ => Vec::new(),
    };
    let mut findings = Vec::new();
    if is("is_jwt_set") == Some(false) {
        findings.push(Finding::no_secret());
    }
    if is("is_admin_secret_set") == Some(false) {
        findings.push(Finding::no_admin_secret());
    }
    findings.extend(secrets.iter().flat_map(|secret| lint::shown(secret)));
    let set = usize::from(is("is_jwt_set") == Some(true));
    Shown {
        secrets: secrets.len().max(set),
        findings,
        places: secrets
            .iter()
            .filter_map(|secret| ClaimsPlace::shown(secret))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn ids(config: &Value) -> (usize, Vec<&'static str>) {
        let shown = read(config);
        let ids = shown.findings.iter().map(|finding| finding.id).collect();
        (shown.secrets, ids)
    }

    #[test]
    fn every_shape_of_every_version() {
        let one = json!({"claims_namespace": "https://hasura.io/jwt/claims", "claims_format": "json", "claims_map": null});
        let config =
            |jwt: Value| json!({"is_jwt_set": true, "is_admin_secret_set": true, "jwt": jwt});
        assert_eq!(ids(&config(one.clone())), (1, vec![]));
        assert_eq!(ids(&config(json!([one, one]))), (2, vec![]));
        assert_eq!(ids(&config(Value::Null)), (1, vec![]));
        let none = json!({"is_jwt_set": false, "is_admin_secret_set": false, "jwt": null});
        assert_eq!(ids(&none), (0, vec!["J002", "J002"]));
        let registered = json!({"claims_namespace": "sub", "claims_format": "json"});
        assert_eq!(ids(&config(registered)), (1, vec!["J020"]));
    }
}
