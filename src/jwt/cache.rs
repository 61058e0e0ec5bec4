//! What Hasura makes of the cache headers of a key set (contracts: hasura §1.8).
//!
//! Its reading differs from RFC 9111 (no `Age`, directive names in lower case only), which is why
//! no cache library serves here: the point is to predict Hasura.

use reqwest::header::HeaderMap;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

/// When Hasura reads the key set again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refresh {
    /// Never: keys stay until Hasura restarts.
    Never,
    /// At once and always: every second, every minute since 2.41.
    AtOnce,
    /// After this many seconds.
    After(i64),
    /// The headers cannot be read: as [`Refresh::AtOnce`].
    Unreadable,
}

/// The cache headers of an answer, and what follows from them.
#[derive(Clone, Debug)]
pub(crate) struct Caching {
    /// `Cache-Control`, several joined by commas.
    pub cache_control: Option<String>,
    /// `Expires`.
    pub expires: Option<String>,
    /// `Age`: a cache on the way kept the answer for so long.
    pub age: Option<String>,
    /// What Hasura does.
    pub refresh: Refresh,
}

impl Caching {
    /// Reads the headers of an answer that arrived at `now` (seconds since the epoch).
    pub(crate) fn read(headers: &HeaderMap, now: f64) -> Self {
        let text = |name: &str| {
            let all = headers.get_all(name);
            let texts: Vec<&str> = all.iter().filter_map(|value| value.to_str().ok()).collect();
            (!texts.is_empty()).then(|| texts.join(", "))
        };
        let (cache_control, expires) = (text("cache-control"), text("expires"));
        let refresh = cache_control
            .as_deref()
            .and_then(by_cache_control)
            .or_else(|| Some(by_expires(expires.as_deref()?, now)))
            .unwrap_or(Refresh::Never);
        Self {
            cache_control,
            expires,
            age: text("age"),
            refresh,
        }
    }
}

/// `None` when the header says nothing about time.
fn by_cache_control(text: &str) -> Option<Refresh> {
    let directives: Vec<(&str, Option<&str>)> = text
        .split(',')
        .map(|directive| match directive.trim().split_once('=') {
            Some((name, value)) => (name.trim(), Some(value.trim().trim_matches('"'))),
            None => (directive.trim(), None),
        })
        .collect();
    let has = |wanted: &str| directives.iter().any(|(name, _)| *name == wanted);
    let seconds = |wanted: &str| {
        let (_, value) = directives.iter().find(|(name, _)| *name == wanted)?;
        Some(match value.unwrap_or_default().parse::<i64>() {
            Ok(seconds) if seconds > 0 => Refresh::After(seconds),
            Ok(_) => Refresh::AtOnce,
            Err(_) => Refresh::Unreadable,
        })
    };
    let lifetime = seconds("max-age");
    if has("must-revalidate") {
        Some(lifetime.unwrap_or(Refresh::AtOnce))
    } else if has("no-cache") || has("no-store") {
        Some(Refresh::AtOnce)
    } else {
        lifetime.or_else(|| seconds("s-maxage"))
    }
}

fn by_expires(text: &str, now: f64) -> Refresh {
    let Ok(at) = OffsetDateTime::parse(text, &Rfc2822) else {
        return Refresh::Unreadable;
    };
    #[allow(clippy::cast_possible_truncation, reason = "a clock's reading")]
    let left = at.unix_timestamp() - now as i64;
    if left > 0 {
        Refresh::After(left)
    } else {
        Refresh::AtOnce
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::{HeaderName, HeaderValue};

    fn refresh(headers: &[(&'static str, &'static str)]) -> Refresh {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
        // 2026-11-24 03:33:43 UTC
        Caching::read(&map, 1_795_491_223.0).refresh
    }

    #[test]
    fn the_order_of_the_rules() {
        let control = |text| refresh(&[("cache-control", text)]);
        assert_eq!(refresh(&[]), Refresh::Never);
        assert_eq!(
            control("max-age=604737, must-revalidate"),
            Refresh::After(604_737)
        );
        assert_eq!(control("must-revalidate"), Refresh::AtOnce);
        assert_eq!(control("no-store, max-age=60"), Refresh::AtOnce);
        assert_eq!(
            control("must-revalidate, no-cache, max-age=60"),
            Refresh::After(60)
        );
        assert_eq!(control("public, s-maxage=30"), Refresh::After(30));
        assert_eq!(control("max-age=0"), Refresh::AtOnce);
        assert_eq!(control("max-age=soon"), Refresh::Unreadable);
        assert_eq!(
            control("Max-Age=60"),
            Refresh::Never,
            "names in lower case only"
        );
        assert_eq!(control("public"), Refresh::Never);
    }

    #[test]
    fn expires_counts_only_without_a_lifetime() {
        let expires = "Tue, 24 Nov 2026 03:34:43 GMT";
        assert_eq!(refresh(&[("expires", expires)]), Refresh::After(60));
        assert_eq!(
            refresh(&[("expires", expires), ("cache-control", "public")]),
            Refresh::After(60)
        );
        assert_eq!(
            refresh(&[("expires", expires), ("cache-control", "max-age=5")]),
            Refresh::After(5)
        );
        assert_eq!(refresh(&[("expires", "0")]), Refresh::Unreadable);
        assert_eq!(
            refresh(&[("expires", "Mon, 23 Nov 2026 03:34:43 GMT")]),
            Refresh::AtOnce
        );
    }
}
