//! The exit codes, in one place.
//!
//! `--help`, the man page and `docs/machine.md` print [`table`]; a test keeps them equal.

/// How a run ended, as the process's exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Everything asked for was done, and every expectation held.
    Ok,
    /// A bug in this program.
    Unexpected,
    /// The command line, the configuration or a local file needs correcting.
    Usage,
    /// A service could not be reached: DNS, connect, TLS or timeout. Or the audit could not look
    /// at everything.
    Unreachable,
    /// Credentials were refused, or the session is gone and cannot be refreshed.
    AuthRefused,
    /// A service answered outside its contract.
    Contract,
    /// A token or a key set failed verification.
    Verification,
    /// GraphQL answered `errors`.
    GraphQl,
    /// A permission expectation failed. CI listens to this one.
    Permission,
    /// A doctor run or a lint found failures.
    Findings,
    Interrupted,
    /// The status of the command that `sandbox` ran around; in no table, since it is not ours.
    Child(u8),
}

impl Exit {
    /// Every code of our own, in numeric order.
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
    pub const fn code(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Unexpected => 1,
            Self::Usage => 2,
            Self::Unreachable => 3,
            Self::AuthRefused => 4,
            Self::Contract => 5,
            Self::Verification => 6,
            Self::GraphQl => 7,
            Self::Permission => 8,
            Self::Findings => 9,
            Self::Interrupted => 130,
            Self::Child(status) => status,
        }
    }

    /// One line for people, as printed in every table of exit codes.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Unexpected => "unexpected (a bug)",
            Self::Usage => "usage or configuration",
            Self::Unreachable => {
                "a service could not be reached (DNS, connect, TLS, timeout), or nothing was proved"
            }
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
            Self::Child(_) => "the status of the command that was run",
        }
    }
}

/// The table as `--help` and the man page show it: one `code  meaning` line each.
pub fn table() -> String {
    let lines: Vec<String> = Exit::ALL
        .iter()
        .map(|exit| format!("{:>4}  {}", exit.code(), exit.meaning()))
        .collect();
    lines.join("\n")
}
