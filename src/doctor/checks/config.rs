//! What is configured.

use super::shown;
use crate::doctor::patient::Patient;
use crate::doctor::seen::Seen;

pub(in crate::doctor) fn check(patient: &mut Patient<'_>) -> Seen {
    let config = &patient.app.config;
    let file = config.project_file.as_ref();
    let file = file.map_or_else(
        || "no st-hasura.toml here or above".to_owned(),
        |path| path.display().to_string(),
    );
    let mut seen = Seen::pass(format!("profile {}, {file}", config.profile));
    let said = |key: &str| {
        let source = config.sources.get(key);
        source.map_or_else(String::new, |source| format!(" ({})", source.origin))
    };
    match config.api_base() {
        Ok(base) => {
            seen = seen.also(format!("auth API {}{}", shown(&base), said("api_url")));
        }
        Err(_) => {
            seen = seen.warn(
                "no auth API is configured",
                "st-hasura init asks for it and writes it down, or give --api-url",
            );
        }
    }
    match &config.hasura_endpoint {
        Some(endpoint) => {
            let line = format!("Hasura {}{}", shown(endpoint), said("hasura_endpoint"));
            seen = seen.also(line);
        }
        None => {
            seen = seen.warn(
                "no Hasura is configured",
                "st-hasura init asks for it and writes it down, or give --hasura-endpoint",
            );
        }
    }
    if let Some(core) = &config.core_uri {
        seen = seen.also(format!("core {}{}", shown(core), said("core_uri")));
    }
    let secret = match &config.admin_secret {
        Some(_) => format!("admin secret known{}", said("hasura_admin_secret")),
        None => "admin secret not known: what only the administrator sees is not looked at".into(),
    };
    seen = seen.also(secret);
    let nothing = config.api_url.is_none() && config.hasura_endpoint.is_none();
    if nothing && config.core_uri.is_none() {
        return seen
            .broken(
                "nothing is configured that could be looked at",
                "run st-hasura init in your project, or give --api-url and --hasura-endpoint",
            )
            .code("config.missing")
            .command("st-hasura init");
    }
    seen
}
