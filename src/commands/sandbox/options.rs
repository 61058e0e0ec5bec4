//! The command line of `sandbox` as options of the stack.

use std::path::Path;

use serde_json::{Map, Value};
use st_hasura_sandbox::{
    AntiCsrf, ClaimsAt, Faults, Generation, Naming, SandboxError, SigningKeys, StackOptions,
    Transfer,
};

use crate::bounded;
use crate::cli::{AntiCsrfArg, GenerationArg, SandboxArgs, SandboxTransport};
use crate::error::Result;
use crate::hasura::metadata_files;

/// Reads the options of `sandbox`, and the files that they name (relative to `cwd`).
pub(crate) fn stack_options(args: &SandboxArgs, cwd: &Path) -> Result<StackOptions, SandboxError> {
    let data = match args.data.as_deref() {
        None => None,
        Some(path) if path == Path::new("none") => Some(Value::Object(Map::new())),
        Some(path) => Some(read_json(&cwd.join(path))?),
    };
    let hasura_jwt_secret = args
        .hasura_jwt_secret
        .as_deref()
        .map(|text| {
            serde_json::from_str(text).map_err(|error| SandboxError::Input {
                place: "--hasura-jwt-secret".into(),
                message: format!("not JSON: {error}"),
            })
        })
        .transpose()?;
    Ok(StackOptions {
        generation: generation(args.generation),
        transfer: match args.auth_transport {
            SandboxTransport::Any => Transfer::Any,
            SandboxTransport::Cookie => Transfer::Cookie,
            SandboxTransport::Header => Transfer::Header,
        },
        anti_csrf: match args.anti_csrf {
            AntiCsrfArg::None => AntiCsrf::None,
            AntiCsrfArg::ViaToken => AntiCsrf::ViaToken,
            AntiCsrfArg::ViaCustomHeader => AntiCsrf::ViaCustomHeader,
        },
        base_path: normalise_base_path(&args.base_path)?,
        api_domain: args.api_domain.as_deref().map(origin_of).transpose()?,
        access_token_ttl: args.access_token_ttl.max(1),
        static_key: args.static_key,
        signing_keys: args
            .signing_keys
            .as_deref()
            .map(|path| signing_keys(&cwd.join(path)))
            .transpose()?,
        metadata: None,
        data,
        postgres: None,
        postgres_version: args.postgres_version,
        naming: Naming::default(),
        claims_at: claims_at(args.claims_at.as_deref())?,
        claims_as_text: args.claims_as_text,
        hasura_jwt_secret,
        unauthorized_role: args.unauthorized_role.clone(),
        core_api_key: None,
        admin_secret: None,
        faults: Faults::parse(&args.fault)?,
        core_port: args.core_port,
        api_port: args.api_port,
        hasura_port: args.hasura_port,
    })
}

pub(in crate::commands) fn generation(arg: GenerationArg) -> Generation {
    match arg {
        GenerationArg::Modern => Generation::Modern,
        GenerationArg::Legacy => Generation::Legacy,
    }
}

/// Hasura's metadata: a hasura-cli project, its metadata directory, or an export.
pub(super) fn metadata(path: &Path, cwd: &Path) -> Result<Value> {
    let is_json = path.extension().is_some_and(|end| end == "json");
    if is_json {
        return Ok(read_json(&cwd.join(path))?);
    }
    Ok(metadata_files::read(path, cwd)?.document)
}

fn claims_at(text: Option<&str>) -> Result<ClaimsAt, SandboxError> {
    let Some(text) = text else {
        return Ok(ClaimsAt::default());
    };
    ClaimsAt::read(text).ok_or_else(|| SandboxError::Input {
        place: "--claims-at".into(),
        message: format!(
            "expected a claim's name, a path such as $.app.hasura, or spread, got \"{text}\""
        ),
    })
}

fn signing_keys(path: &Path) -> Result<SigningKeys, SandboxError> {
    SigningKeys::from_pem(&read(path)?).map_err(|message| SandboxError::Input {
        place: path.display().to_string(),
        message,
    })
}

fn read(path: &Path) -> Result<Vec<u8>, SandboxError> {
    bounded::bytes(path, bounded::MADE).map_err(|source| SandboxError::File {
        path: path.to_owned(),
        source,
    })
}

fn read_json(path: &Path) -> Result<Value, SandboxError> {
    let bytes = read(path)?;
    serde_json::from_slice(&bytes).map_err(|error| SandboxError::Input {
        place: path.display().to_string(),
        message: format!("not JSON: {error}"),
    })
}

/// `auth`, `/auth` and `/auth/` are one path; `/` is none at all.
fn normalise_base_path(text: &str) -> Result<String, SandboxError> {
    let path = text.trim_matches('/');
    if path.contains(['?', '#', ' ']) {
        return Err(SandboxError::Input {
            place: "--base-path".into(),
            message: format!("expected a path such as /auth, got \"{text}\""),
        });
    }
    Ok(if path.is_empty() {
        String::new()
    } else {
        format!("/{path}")
    })
}

/// `apiDomain` is an origin: the SDK drops what follows the port.
fn origin_of(text: &str) -> Result<String, SandboxError> {
    url::Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .map(|url| url.origin().ascii_serialization())
        .ok_or_else(|| SandboxError::Input {
            place: "--api-domain".into(),
            message: format!("expected a URL such as https://api.example.com, got \"{text}\""),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_paths_are_normalised() {
        assert_eq!(normalise_base_path("api/").unwrap(), "/api");
        assert_eq!(normalise_base_path("/").unwrap(), "");
        assert!(normalise_base_path("/a?b").is_err());
    }

    #[test]
    fn the_api_domain_is_an_origin() {
        assert_eq!(origin_of("https://x.dev/api").unwrap(), "https://x.dev");
        assert!(origin_of("x.dev").is_err());
    }
}
