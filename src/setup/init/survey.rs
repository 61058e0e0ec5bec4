//! What the folder and this machine say by themselves.

use std::path::Path;

use super::found::{Found, Look};
use super::ports::Service;
use super::{compose, dotenv, ports};
use crate::app::App;
use crate::error::Result;

/// Looks at the files of `folder`, and at these ports of this machine.
pub(crate) async fn look(app: &App, folder: &Path, wanted: &[u16]) -> Result<Look> {
    let mut look = Look::default();
    let variables = dotenv::read(folder, &mut look);
    compose::read(folder, &variables, &mut look);
    for place in &mut look.secrets {
        // A file that does not exist yet is not named.
        place.file = place.file.take().filter(|file| folder.join(file).is_file());
    }
    for secret in look.secrets.iter().filter_map(|place| place.value.as_ref()) {
        app.redactor.learn_secret(secret);
    }
    if wanted.is_empty() {
        return Ok(look);
    }
    let numbers: Vec<String> = wanted.iter().map(ToString::to_string).collect();
    look.looked
        .push(format!("ports {} of this machine", numbers.join(", ")));
    look.ports = ports::scan(app, wanted).await?;
    for port in &look.ports {
        let origin = format!("it answers on port {}", port.number);
        let found = |key, value: &str| Found {
            key,
            value: value.to_owned(),
            origin: origin.clone(),
        };
        let url = port.url();
        match &port.service {
            Service::Hasura { .. } => look.found.push(found("hasura_endpoint", &url)),
            Service::AuthApi { .. } => look.found.push(found("api_url", &url)),
            Service::Core => look.found.push(found("core_uri", &url)),
        }
    }
    Ok(look)
}
