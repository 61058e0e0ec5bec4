//! Where secrets come from, in sentences.

use crate::app::App;
use crate::config::{Origin, keys};
use crate::setup::init::{Answers, Look, SecretPlace};

/// A sentence for each secret: where it comes from.
pub(super) fn sentences(app: &App, answers: &Answers, look: &Look) -> Vec<(&'static str, String)> {
    let sentence = |what: &str, key: &'static str, file: &str| {
        // The name that the service itself goes by is the one that people know.
        let names = keys::find(key).map_or(&[][..], |key| key.env);
        let own = names.iter().find(|name| !name.starts_with("ST_"));
        let variable = own.or(names.first()).copied().unwrap_or_default();
        let source = app.config.sources.get(key).map(|value| &value.origin);
        let place: Option<&SecretPlace> = look.secrets.iter().find(|place| place.key == key);
        let from = match (answers.get(file), source, place) {
            (Some(_), ..) => "the file named below".to_owned(),
            (None, Some(Origin::HasuraCli(_)), _) => "config.yaml of the Hasura CLI".to_owned(),
            (None, None, Some(place)) if place.value.is_some() => format!(
                "the variable {variable}; it is {}, to be loaded before",
                place.origin
            ),
            _ => format!("the variable {variable}"),
        };
        (key, format!("{what} comes from {from}."))
    };
    let mut secrets = Vec::new();
    if answers.get("hasura_endpoint").is_some() {
        secrets.push(sentence(
            "Its admin secret",
            "hasura_admin_secret",
            "hasura_admin_secret_file",
        ));
    }
    if answers.get("core_uri").is_some() {
        secrets.push(sentence("Its API key", "core_api_key", "core_api_key_file"));
    }
    secrets
}
