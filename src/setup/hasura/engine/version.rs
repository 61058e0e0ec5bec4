//! The engine's version, as far as commands depend on it.

/// A version such as `v2.43.0`. One that is none of these (`dev`, a commit) counts as new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EngineVersion {
    /// As the engine says it.
    pub text: String,
    numbers: Option<(u32, u32)>,
}

impl EngineVersion {
    pub(crate) fn new(text: &str) -> Self {
        let numbers = (|| {
            let mut parts = text.strip_prefix('v')?.split(['.', '-']);
            let major = parts.next()?.parse().ok()?;
            let minor = parts.next()?.parse().ok()?;
            Some((major, minor))
        })();
        Self {
            text: text.to_owned(),
            numbers,
        }
    }

    /// True for a release before this one.
    pub(crate) fn is_before(&self, major: u32, minor: u32) -> bool {
        self.numbers.is_some_and(|own| own < (major, minor))
    }

    /// True when several tables can be tracked by one command (contracts: hasura §4.4).
    pub(crate) fn tracks_many(&self) -> bool {
        !self.is_before(2, 26)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_compared_and_others_are_new() {
        for (text, old, many) in [
            ("v1.3.3", true, false),
            ("v2.0.0-beta.1", false, false),
            ("v2.25.1", false, false),
            ("v2.26.0", false, true),
            ("v2.50.10-ce", false, true),
            ("12345-deadbeef", false, true),
            ("dev", false, true),
        ] {
            let version = EngineVersion::new(text);
            assert_eq!(version.is_before(2, 0), old, "{text}");
            assert_eq!(version.tracks_many(), many, "{text}");
        }
    }
}
