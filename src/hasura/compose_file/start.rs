//! What a service is started with, and what that may add to its environment.

use serde_json::Value;

/// True where a service's `entrypoint` or `command` says one of these words, or is a script beside
/// secrets from files, which it may put into any variable: images that read variables alone are
/// given their secrets so.
pub(crate) fn may_be_given(settings: &Value, words: &[&str]) -> bool {
    let lines: Vec<&str> = ["entrypoint", "command"]
        .iter()
        .filter_map(|member| settings.get(member))
        .flat_map(|line| match line {
            Value::Array(parts) => parts.iter().filter_map(Value::as_str).collect(),
            whole => whole.as_str().into_iter().collect::<Vec<_>>(),
        })
        .collect();
    let secrets = settings.get("secrets").and_then(Value::as_array);
    let has_secrets = secrets.is_some_and(|secrets| !secrets.is_empty());
    lines.iter().any(|line| {
        let says_it = words.iter().any(|word| line.contains(word));
        says_it || has_secrets && line.split_whitespace().any(is_script)
    })
}

/// True for a shell, and for a file with its commands.
fn is_script(word: &str) -> bool {
    // `sh`, `/bin/sh` and `/start.sh` end alike.
    let end = word.rsplit(['/', '.']).next();
    matches!(end, Some("sh" | "ash" | "bash" | "dash" | "zsh"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_script_may_add_is_not_said_to_be_missing() {
        for (settings, expected) in [
            (json!({"entrypoint": ["sh", "-c", "export A=1; run"]}), true),
            (json!({"command": "run --a-secret x"}), true),
            (json!({"command": "run", "secrets": ["a"]}), false),
            (
                json!({"entrypoint": "/bin/sh -c run", "secrets": ["a"]}),
                true,
            ),
            (json!({"entrypoint": ["/start.sh"], "secrets": ["a"]}), true),
            (
                json!({"entrypoint": "/bin/sh -c run", "secrets": []}),
                false,
            ),
            (json!({"secrets": ["a"]}), false),
        ] {
            assert_eq!(
                may_be_given(&settings, &["A=", "--a-secret"]),
                expected,
                "{settings}"
            );
        }
    }
}
