//! Sends the requests of a set-up and brings the answers into a form that can be compared.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::ADMIN;
use super::tokens::Keys;
use crate::support::sandbox::Sandbox;

/// What later requests know of earlier ones.
pub struct Sender<'a> {
    address: String,
    callers: &'a Value,
    tokens: &'a Value,
    keys: &'a Keys,
    database: &'a str,
    got: BTreeMap<String, Value>,
    first_version: Option<i64>,
}

impl<'a> Sender<'a> {
    pub fn new(sandbox: &Sandbox, document: &'a Value, keys: &'a Keys, database: &'a str) -> Self {
        let origin = sandbox.var("HASURA_GRAPHQL_ENDPOINT");
        Self {
            address: origin.trim_start_matches("http://").to_owned(),
            callers: &document["callers"],
            tokens: &document["tokens"],
            keys,
            database,
            got: BTreeMap::new(),
            first_version: None,
        }
    }

    /// The answer; `None` to what needs sockets or patience.
    pub fn send(&mut self, request: &Value) -> Option<Value> {
        let needs = ["transcript", "repeat", "seconds"];
        if needs.iter().any(|name| request.get(*name).is_some()) {
            return None;
        }
        let body = match (
            request.get("raw"),
            request.get("body"),
            request.get("query"),
        ) {
            (Some(raw), ..) => Some(raw.as_str().unwrap().to_owned()),
            (_, Some(body), _) => Some(self.filled(body).to_string()),
            (_, _, Some(_)) => {
                let members = ["query", "variables", "operationName"].into_iter();
                let members = members.filter_map(|name| {
                    let value = self.filled(request.get(name)?);
                    Some((name.to_owned(), value))
                });
                Some(Value::Object(members.collect()).to_string())
            }
            _ => None,
        };
        let method = request["method"].as_str();
        let method = method.unwrap_or(if body.is_some() { "POST" } else { "GET" });
        let path = request["path"].as_str().unwrap_or("/v1/graphql");
        let mut answer = self.exchange(method, path, &self.headers(request), body.as_deref());
        for (name, place) in request["capture"].as_object().into_iter().flatten() {
            let found = reach(&answer["body"], place.as_str().unwrap());
            self.got
                .insert(name.clone(), found.cloned().unwrap_or_default());
        }
        self.normalise(&mut answer, "");
        for place in request["sort"].as_array().into_iter().flatten() {
            let found = reach_mut(&mut answer["body"], place.as_str().unwrap());
            if let Some(Value::Array(items)) = found {
                items.sort_by_cached_key(|item| {
                    let mut item = item.clone();
                    item.sort_all_objects();
                    item.to_string()
                });
            }
        }
        for place in request["mask"].as_array().into_iter().flatten() {
            let steps: Vec<&str> = place.as_str().unwrap().split('.').collect();
            mask(&mut answer["body"], &steps);
        }
        Some(answer)
    }

    fn headers(&self, request: &Value) -> Map<String, Value> {
        let caller = request["as"].as_str().map(|name| &self.callers[name]);
        let mut headers = caller
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default();
        headers.extend(request["headers"].as_object().cloned().unwrap_or_default());
        headers
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name, self.filled(&value)))
            .collect()
    }

    fn filled(&self, value: &Value) -> Value {
        filled(value, &|word| self.word(word))
    }

    fn word(&self, word: &str) -> Value {
        if word == "admin" {
            return ADMIN.into();
        }
        if let Some(name) = word.strip_prefix("jwt:") {
            return self.keys.token(&self.tokens[name]).into();
        }
        let name = word.strip_prefix("got:").unwrap();
        let (name, more) = match name.find(['+', '-']) {
            Some(at) => (&name[..at], name[at..].parse::<i64>().unwrap()),
            None => (name, 0),
        };
        let value = self.got.get(name).cloned().unwrap_or_default();
        match value.as_i64() {
            Some(number) => (number + more).into(),
            None => value,
        }
    }

    fn exchange(
        &self,
        method: &str,
        path: &str,
        headers: &Map<String, Value>,
        body: Option<&str>,
    ) -> Value {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .unwrap();
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n",
            self.address
        );
        let mut lines: Vec<(String, String)> = Vec::new();
        for (name, value) in headers {
            let several = value
                .as_array()
                .map_or(std::slice::from_ref(value), Vec::as_slice);
            lines.extend(
                several
                    .iter()
                    .map(|one| (name.clone(), one.as_str().unwrap().into())),
            );
        }
        if body.is_some()
            && lines
                .iter()
                .all(|(name, _)| !name.eq_ignore_ascii_case("content-type"))
        {
            lines.push(("Content-Type".into(), "application/json".into()));
        }
        if let Some(body) = body {
            lines.push(("Content-Length".into(), body.len().to_string()));
        }
        for (name, value) in lines {
            head += &format!("{name}: {value}\r\n");
        }
        write!(stream, "{head}\r\n{}", body.unwrap_or_default()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status: u16 = head.split(' ').nth(1).unwrap().parse().unwrap();
        let shown: Map<String, Value> = head
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_lowercase(), Value::from(value)))
            .filter(|(name, _)| name.starts_with("access-control-"))
            .collect();
        match serde_json::from_str::<Value>(body) {
            Ok(parsed) => json!({"status": status, "headers": shown, "body": parsed}),
            Err(_) => json!({"status": status, "headers": shown, "text": body}),
        }
    }

    /// Takes out what is another at every run, as the recording did.
    fn normalise(&mut self, value: &mut Value, key: &str) {
        match value {
            Value::Object(members) => {
                for (name, member) in members.iter_mut() {
                    self.normalise(member, &name.clone());
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.normalise(item, "")),
            Value::Number(number) if key == "resource_version" => {
                let number = number.as_i64().unwrap();
                let first = *self.first_version.get_or_insert(number);
                *value = format!("<first{:+}>", number - first).into();
            }
            Value::String(text) => {
                let mut out = text.replace(self.database, "<name>");
                if let Some((head, tail)) = out.split_once("resource version referenced (") {
                    let tail = tail.split_once(')').map_or("", |(_, tail)| tail);
                    out = format!("{head}resource version referenced (<n>){tail}");
                }
                if key == "version" && out.starts_with('v') {
                    out = "<version>".into();
                }
                *text = out;
            }
            _ => {}
        }
    }
}

/// The value with all its placeholders replaced by what they stand for.
pub fn filled(value: &Value, word: &dyn Fn(&str) -> Value) -> Value {
    match value {
        Value::String(text) => filled_text(text, word),
        Value::Array(items) => items.iter().map(|item| filled(item, word)).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), filled(value, word)))
            .collect(),
        other => other.clone(),
    }
}

/// A text that is one placeholder becomes what it stands for, whatever that is.
fn filled_text(text: &str, word: &dyn Fn(&str) -> Value) -> Value {
    let whole = text
        .strip_prefix("{{")
        .and_then(|rest| rest.strip_suffix("}}"));
    if let Some(one) = whole.filter(|one| !one.contains("{{")) {
        return word(one);
    }
    let mut parts = text.split("{{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (one, rest) = part.split_once("}}").unwrap();
        out += word(one).as_str().unwrap();
        out += rest;
    }
    out.into()
}

fn reach<'v>(value: &'v Value, place: &str) -> Option<&'v Value> {
    place.split('.').try_fold(value, |value, step| match value {
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        other => other.get(step),
    })
}

fn reach_mut<'v>(value: &'v mut Value, place: &str) -> Option<&'v mut Value> {
    place.split('.').try_fold(value, |value, step| match value {
        Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        other => other.get_mut(step),
    })
}

/// Leaves of a value only what kind of JSON it is, as Python names it, which recorded.
fn mask(value: &mut Value, steps: &[&str]) {
    let Some((first, rest)) = steps.split_first() else {
        return;
    };
    let places: Vec<&mut Value> = match value {
        Value::Array(items) if *first == "*" => items.iter_mut().collect(),
        Value::Array(items) => first
            .parse::<usize>()
            .ok()
            .and_then(|index| items.get_mut(index))
            .into_iter()
            .collect(),
        Value::Object(members) if *first == "*" => members.values_mut().collect(),
        Value::Object(members) => members.get_mut(*first).into_iter().collect(),
        _ => Vec::new(),
    };
    for place in places {
        if rest.is_empty() {
            *place = kind(place).into();
        } else {
            mask(place, rest);
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "<NoneType>",
        Value::Bool(_) => "<bool>",
        Value::Number(number) if number.is_f64() => "<float>",
        Value::Number(_) => "<int>",
        Value::String(_) => "<str>",
        Value::Array(_) => "<list>",
        Value::Object(_) => "<dict>",
    }
}
