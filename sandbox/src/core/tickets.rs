//! One-time tokens for password reset and e-mail verification.

use std::collections::HashMap;

/// What a ticket is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Setting a new password.
    PasswordReset,
    /// Proving an address.
    EmailVerification,
}

/// Whom a ticket was made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    pub user_id: String,
    /// The address at that time.
    pub email: String,
}

/// Tickets that were not used yet.
#[derive(Debug, Default)]
pub(crate) struct Tickets(HashMap<String, (Purpose, Holder)>);

impl Tickets {
    /// Remembers a ticket.
    pub(crate) fn add(&mut self, token: String, purpose: Purpose, holder: Holder) {
        self.0.insert(token, (purpose, holder));
    }

    /// Uses a ticket up, and with it all others of its holder for the same purpose.
    pub(crate) fn take(&mut self, token: &str, purpose: Purpose) -> Option<Holder> {
        self.0.get(token).filter(|(kind, _)| *kind == purpose)?;
        let (_, holder) = self.0.remove(token)?;
        self.0
            .retain(|_, (kind, other)| *kind != purpose || other.user_id != holder.user_id);
        Some(holder)
    }

    /// Forgets what a holder was sent.
    pub(crate) fn revoke(&mut self, purpose: Purpose, holder: &Holder) {
        self.0
            .retain(|_, (kind, known)| *kind != purpose || known != holder);
    }
}
