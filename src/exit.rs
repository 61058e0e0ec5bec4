//! The exit codes, in one place.
//!
//! `--help`, the man page and the README print [`table`]; a test keeps them equal.

/// How a run ended, as the process's exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Exit {
    /// Everything asked for was done, and every expectation held.
    Ok = 0,
    /// A bug in this program.
    Unexpected = 1,
    /// The command line, the configuration or a local file needs correcting.
    Usage = 2,
    /// A service could not be reached: DNS, connect, TLS or timeout.
    Unreachable = 3,
    /// Credentials were refused, or the session is gone and cannot be refreshed.
    AuthRefused = 4,
    /// A service answered outside its contract.
    Contract = 5,
    /// A token or a key set failed verification.
    Verification = 6,
    /// GraphQL answered `errors`.
    GraphQl = 7,
    /// A permission expectation failed. CI listens to this one.
    Permission = 8,
    /// A doctor run or a lint found failures.
    Findings = 9,
    /// Ctrl-C.
    Interrupted = 130,
}

impl Exit {
    /// Every code, in numeric order.
    pub const ALL: [Self; 11] = [
        Self::Ok,
        Self::Unexpected,
        Self::Usage,
        Self::Unreachable,
        Self::AuthRefused,
        Self::Contract,
        Self::Verification,
        Self::GraphQl,
        Self::Permission,
        Self::Findings,
        Self::Interrupted,
    ];

    /// The number the shell sees.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// One line for people, as printed in every table of exit codes.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Unexpected => "unexpected (a bug)",
            Self::Usage => "usage or configuration",
            Self::Unreachable => "a service could not be reached (DNS, connect, TLS, timeout)",
            Self::AuthRefused => {
                "authentication refused (wrong credentials, session gone and not refreshable)"
            }
            Self::Contract => {
                "a service answered outside its contract (5xx, not JSON, unknown status word)"
            }
            Self::Verification => "token or JWKS verification failed",
            Self::GraphQl => "GraphQL answered `errors`",
            Self::Permission => {
                "a permission expectation failed: rows leak, or a user cannot see their own"
            }
            Self::Findings => "doctor or a lint found failures",
            Self::Interrupted => "interrupted",
        }
    }
}

/// The table as `--help` and the man page show it: one `code  meaning` line each.
#[must_use]
pub fn table() -> String {
    let lines: Vec<String> = Exit::ALL
        .iter()
        .map(|exit| format!("{:>4}  {}", exit.code(), exit.meaning()))
        .collect();
    lines.join("\n")
}
