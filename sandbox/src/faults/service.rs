//! The servers of the stack, as a fault names them.

/// One of the three servers of the stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Service {
    /// The SuperTokens core.
    Core,
    /// The auth API.
    Api,
    /// Hasura.
    Hasura,
}

impl Service {
    /// As written after the `@` of `--fault NAME@SERVICE`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Api => "api",
            Self::Hasura => "hasura",
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        [Self::Core, Self::Api, Self::Hasura]
            .into_iter()
            .find(|service| service.name() == text)
    }
}
