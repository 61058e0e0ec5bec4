//! Compose files: which services are ours, on which port of this machine, and where their secrets
//! come from (contracts: hasura §7.3).

use std::collections::BTreeMap;
use std::path::Path;

use super::found::{self, Found, Look, SecretPlace};
use crate::hasura::compose_file::{FILES, File, Part, Service};
use crate::secret::Secret;

/// Secrets of services by the variable that sets them, and the key of ours.
const SECRETS: [(&str, &str); 3] = [
    ("HASURA_GRAPHQL_ADMIN_SECRET", "hasura_admin_secret"),
    ("HASURA_GRAPHQL_ACCESS_KEY", "hasura_admin_secret"),
    ("API_KEYS", "core_api_key"),
];

/// Reads the file that compose would take.
pub(super) fn read(folder: &Path, variables: &BTreeMap<String, String>, look: &mut Look) {
    let Some((name, text)) = FILES
        .iter()
        .find_map(|name| Some((*name, found::text(folder, name, look)?)))
    else {
        return;
    };
    let Some(file) = File::read(&text, variables) else {
        look.remarks
            .push(format!("{name} is not YAML that can be read: left out"));
        return;
    };
    for service in file.services() {
        take(name, &file, &service, look);
    }
}

fn take(name: &str, file: &File<'_>, service: &Service<'_>, look: &mut Look) {
    let Some(part) = service.part() else {
        return;
    };
    let (key, inside) = match part {
        Part::Engine => ("hasura_endpoint", Some(8080)),
        Part::Core => ("core_uri", Some(3567)),
        Part::AuthApi => ("api_url", None),
    };
    if let Some(port) = service.published(inside) {
        look.found.push(Found {
            key,
            value: format!("http://localhost:{port}"),
            origin: format!("service {} in {name}", service.name),
        });
    }
    if key != "api_url" {
        secrets(name, file, service, look);
    }
}

fn secrets(name: &str, file: &File<'_>, service: &Service<'_>, look: &mut Look) {
    for (variable, key) in SECRETS {
        let origin = |how: &str| format!("{variable} of service {} in {name}{how}", service.name);
        let mounted = service.environment.get(&format!("{variable}_FILE"));
        let mounted = mounted.and_then(|path| service.secret_file(path.as_deref()?));
        let place = match (service.environment.get(variable), mounted) {
            (_, Some(path)) => SecretPlace {
                key,
                origin: origin(&format!(", from {path}")),
                value: None,
                file: Some(path),
            },
            (None, None) => continue,
            (Some(None), None) => SecretPlace {
                key,
                origin: origin(", from the environment"),
                value: None,
                file: None,
            },
            (Some(Some(text)), None) => {
                let value = file.substituted(text);
                SecretPlace {
                    key,
                    origin: origin(""),
                    value: (!value.is_empty()).then(|| Secret::new(value)),
                    file: None,
                }
            }
        };
        look.secrets.push(place);
    }
}

#[cfg(test)]
mod tests;
