//! What is different about two answers, as far as it matters.

use serde_json::Value;

/// Lists whose order is the engine's whim: it follows its hash maps.
const WHIMS: [&str; 6] = [
    "enumValues",
    "inconsistent_objects",
    "inputFields",
    "possibleTypes",
    "types",
    "warnings",
];

/// The first difference; `None` between answers that say the same.
pub fn difference(recorded: &Value, now: &Value) -> Option<String> {
    if recorded["status"] != now["status"] {
        return Some(format!(
            "status {}, recorded {}; {}",
            now["status"], recorded["status"], now
        ));
    }
    let origins = |answer: &Value| {
        let headers = answer["headers"].as_object().into_iter().flatten();
        let mut found: Vec<String> = headers
            .filter(|(name, _)| name.starts_with("access-control-"))
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        found.sort();
        found
    };
    if origins(recorded) != origins(now) {
        return Some(format!(
            "{:?}, recorded {:?}",
            origins(now),
            origins(recorded)
        ));
    }
    match (error(&recorded["body"]), error(&now["body"])) {
        (Some(old), Some(new)) => (old != new).then(|| format!("{new:?}, recorded {old:?}")),
        (None, None) if recorded.get("text").is_some() => {
            (recorded["text"] != now["text"]).then(|| format!("{now}, recorded {recorded}"))
        }
        (None, None) => values(&recorded["body"], &now["body"], "$", ""),
        _ => Some(format!("{}, recorded {}", now["body"], recorded["body"])),
    }
}

/// Code, path and message of either envelope; what lies behind them is for people.
fn error(body: &Value) -> Option<[&Value; 3]> {
    if let Some(first) = body["errors"].get(0) {
        let more = &first["extensions"];
        return Some([&more["code"], &more["path"], &first["message"]]);
    }
    body.get("error")
        .map(|message| [&body["code"], &body["path"], message])
}

fn values(old: &Value, new: &Value, place: &str, key: &str) -> Option<String> {
    match (old, new) {
        (Value::Object(a), Value::Object(b)) => {
            let missing = a.keys().find(|name| !b.contains_key(*name));
            // What only the double has to say.
            let own = |name: &str| place == "$" && name == "not_served";
            let mut more = b.keys().filter(|name| !own(name));
            let added = more.find(|name| !a.contains_key(*name));
            if let Some(name) = missing.or(added) {
                return Some(format!("{place}.{name} is only in one of them"));
            }
            a.iter()
                .find_map(|(name, old)| values(old, &b[name], &format!("{place}.{name}"), name))
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let (mut a, mut b) = (a.clone(), b.clone());
            if WHIMS.contains(&key) {
                for list in [&mut a, &mut b] {
                    list.iter_mut().for_each(Value::sort_all_objects);
                    list.sort_by_cached_key(ToString::to_string);
                }
            }
            let pairs = a.iter().zip(&b).enumerate();
            let mut pairs = pairs;
            pairs.find_map(|(index, (old, new))| values(old, new, &format!("{place}[{index}]"), ""))
        }
        // The recorder read what the engine said with doubles, and kept no digit beyond them.
        (Value::Number(a), Value::Number(b)) if a.as_f64() == b.as_f64() => None,
        (old, new) if old == new => None,
        (old, new) => Some(format!("{place}: {new}, recorded {old}")),
    }
}
