//! `jwks`.

use serde_json::{Value, json};

use super::Listing;
use crate::exit::Exit;
use crate::jwt::{Fault, Lifetime, Refresh, SetKey, Severity, times};
use crate::output::{Outcome, Page};
use crate::text::{span, visible};
use crate::ui::Style;

/// Lines that tell what is wrong; people read no more.
const MOST_PROBLEMS: usize = 50;

impl Outcome for Listing {
    fn json(&self) -> Value {
        let keys: Vec<Value> = self
            .set
            .keys
            .iter()
            .map(|key| key_json(self, key))
            .collect();
        let caching = self.caching.as_ref().map(|caching| {
            json!({
                "cache_control": caching.cache_control,
                "expires": caching.expires,
                "age": caching.age,
                "hasura": refresh_json(caching.refresh),
            })
        });
        json!({
            "source": self.source,
            "keys": keys,
            "caching": caching,
            "hasura": { "accepted": self.refusal.is_none(), "reason": self.refusal },
            "warnings": self.warnings,
        })
    }

    fn text(&self, page: &mut Page) {
        let count = self.set.keys.len();
        let noun = if count == 1 { "key" } else { "keys" };
        page.line(format!("{count} {noun} at {}", self.source));
        if count > 0 {
            page.blank();
            let rows: Vec<Vec<String>> = self.set.keys.iter().map(|key| row(self, key)).collect();
            let head = [
                "kid",
                "life",
                "kty",
                "alg",
                "use",
                "bits",
                "thumbprint (SHA-256)",
            ];
            page.table(&head, &rows);
        }
        if let Some(caching) = &self.caching {
            page.heading("Caching");
            let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".into());
            let mut fields = vec![
                ("Cache-Control", or_dash(&caching.cache_control)),
                ("Expires", or_dash(&caching.expires)),
            ];
            if let Some(age) = &caching.age {
                fields.push(("Age", age.clone()));
            }
            fields.push(("Hasura", refresh_words(caching.refresh)));
            page.fields(&fields);
        }
        page.heading("Verdict");
        let faults = self.set.keys.iter().flat_map(|key| {
            let of_key =
                |fault: &Fault| (fault.severity, format!("{}: {}", key.label(), fault.text));
            key.faults.iter().map(of_key)
        });
        let warnings = self.warnings.iter();
        let warnings = warnings.map(|warning| (Severity::Warning, warning.clone()));
        let mut all = faults.chain(warnings);
        for (severity, problem) in all.by_ref().take(MOST_PROBLEMS) {
            let (style, word) = match severity {
                Severity::Refused => (Style::Bad, "error:"),
                Severity::Warning => (Style::Warn, "warning:"),
            };
            let word = page.styled(style, word);
            page.line(format!("{word} {}", visible(&problem)));
        }
        match all.count() {
            0 => {}
            more => page.line(format!("{more} more; -o json has them all")),
        }
        let verdict = match &self.refusal {
            None => page.styled(Style::Good, "Hasura accepts this key set"),
            Some(reason) => page.styled(
                Style::Bad,
                &visible(&format!("Hasura refuses this key set: {reason}")),
            ),
        };
        page.line(verdict);
    }

    fn exit(&self) -> Exit {
        if self.refusal.is_some() {
            Exit::Verification
        } else {
            Exit::Ok
        }
    }
}

fn row(listing: &Listing, key: &SetKey) -> Vec<String> {
    let text = |value: &Option<String>| value.as_deref().map_or_else(|| "-".into(), visible);
    let bits = key
        .key
        .as_ref()
        .map_or_else(|| "-".into(), |key| key.bits.to_string());
    vec![
        text(&key.kid),
        life(listing, key),
        text(&key.kty),
        text(&key.alg),
        text(&key.usage),
        bits,
        text(&key.thumbprint),
    ]
}

fn life(listing: &Listing, key: &SetKey) -> String {
    let lifetime = key.lifetime();
    match lifetime {
        Lifetime::Dynamic(made) => {
            #[allow(clippy::cast_precision_loss, reason = "milliseconds since the epoch")]
            let made = made as f64 / 1000.0;
            format!(
                "{}, made {}",
                lifetime.word(),
                times::relative(made, listing.now)
            )
        }
        Lifetime::Static | Lifetime::Legacy => lifetime.word().to_owned(),
        Lifetime::Unknown => "-".into(),
    }
}

fn key_json(listing: &Listing, key: &SetKey) -> Value {
    let faults = |severity: Severity| -> Vec<&str> {
        let of_that_kind = |fault: &&Fault| fault.severity == severity;
        key.faults
            .iter()
            .filter(of_that_kind)
            .map(|fault| fault.text.as_str())
            .collect()
    };
    let age = match key.lifetime() {
        #[allow(clippy::cast_precision_loss, reason = "milliseconds since the epoch")]
        Lifetime::Dynamic(made) => Some(times::whole(listing.now - made as f64 / 1000.0)),
        Lifetime::Static | Lifetime::Legacy | Lifetime::Unknown => None,
    };
    json!({
        "kid": key.kid,
        "lifetime": key.lifetime().word(),
        "age_seconds": age,
        "kty": key.kty,
        "alg": key.alg,
        "use": key.usage,
        "kind": key.key.as_ref().map(|key| key.family.name()),
        "bits": key.key.as_ref().map(|key| key.bits),
        "thumbprint": key.thumbprint,
        "errors": faults(Severity::Refused),
        "warnings": faults(Severity::Warning),
    })
}

fn refresh_words(refresh: Refresh) -> String {
    match refresh {
        Refresh::Never => "reads the keys once and never again".into(),
        Refresh::AtOnce | Refresh::Unreadable => {
            "reads the keys every second (every minute since 2.41)".into()
        }
        Refresh::After(seconds) => format!("reads the keys again after {}", span(seconds)),
    }
}

fn refresh_json(refresh: Refresh) -> Value {
    match refresh {
        Refresh::Never => json!({ "refresh": "never", "seconds": null }),
        Refresh::AtOnce => json!({ "refresh": "at_once", "seconds": 0 }),
        Refresh::Unreadable => json!({ "refresh": "unreadable", "seconds": 0 }),
        Refresh::After(seconds) => json!({ "refresh": "after", "seconds": seconds }),
    }
}
