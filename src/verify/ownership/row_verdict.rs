//! The judgement on one row in the eyes of one user.

use std::collections::BTreeSet;

/// Where a row stands with a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It is theirs.
    Own,
    /// It is another's, and the permission shares it with them because of who they are.
    Shared,
    /// It is for everybody: its table's rows have no owners, or it says that it is public.
    Public,
    /// It is not for them.
    Foreign(Why),
    /// It is another's, and only the administrator's view could say whether it is shared.
    Doubtful(String),
}

/// Why a row is not for a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// The permission's own filter does not admit it: the engine did not apply the filter.
    NotAdmitted,
    /// It belongs to these.
    Owned(BTreeSet<String>),
    /// It has no owner in a table whose rows have owners.
    Ownerless,
    /// No permission binds it to the user, in a table whose rows some permission binds to users.
    Unbound,
    /// It hangs off a row that is not for the user; the way there.
    Hangs(String),
}

/// What the permission says about a row and a user, evaluated by the administrator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admission {
    /// It could not be evaluated.
    Unknown,
    /// The filter admits the row, and may do so because of the caller: it names them in a part that
    /// could not be evaluated.
    Unread,
    /// The filter admits the row because of the caller.
    Bound,
    /// The filter admits the row because the row says that it is public.
    Published,
    /// The filter admits the row for everybody.
    Open,
    /// The filter does not admit the row.
    Refused,
}

/// Whether some permission binds a row to a user, whichever role and operation it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bond {
    Theirs,
    Others,
    /// That could not be asked.
    Unknown,
}

/// What is known of a row.
#[derive(Clone, Debug)]
pub(crate) struct Seen<'a> {
    pub me: &'a BTreeSet<String>,
    /// Ids on the ways that lead to owners.
    pub owners: &'a BTreeSet<String>,
    /// Ids on the ways through arrays: whoever shares the row.
    pub sharers: &'a BTreeSet<String>,
    /// True when rows of this table have owners.
    pub owned_table: bool,
    /// What permissions say of the row, where nothing else tells whose it is.
    pub bond: Option<Bond>,
    /// True when only the names of columns tell of owners.
    pub guessed: bool,
    /// True when the user is shown rows of this table for a reason that is theirs alone.
    pub privileged: bool,
    /// How the user's token may explain rows of others, in words.
    pub by_claim: Option<&'a str>,
    /// Another table in which the user sees a row that names them beside this one or its owner.
    pub beside: Option<&'a str>,
    /// True when the row says of itself that it is public.
    pub declared_public: bool,
    /// A column of the row that may mark it as public.
    pub hint: Option<&'a str>,
    /// What the permission says.
    pub admission: Admission,
}

/// Judges a row.
///
/// The permission's own word comes first, where the administrator could evaluate it. A row that the
/// filter refuses must not be seen, not even by its owner: the engine left the filter out. A row
/// that it admits because of the caller is theirs, or shared with them on purpose. A row that it
/// admits for everybody is no evidence of either, so the data decides: the caller's own rows and
/// those of a table without owners are in order, and so is what says that it is public; the rest
/// is foreign, a row without owner in a table with owners included. Where no data tells of owners, what
/// any other permission binds rows to does.
///
/// Without that word the same data would accuse too easily. Whatever could be a reason to share
/// the row then makes it doubtful instead of foreign, and only a row with another owner and no
/// such reason is foreign.
pub(crate) fn judge(seen: &Seen) -> Standing {
    let mine = !seen.me.is_disjoint(seen.owners);
    match seen.admission {
        Admission::Refused => return Standing::Foreign(Why::NotAdmitted),
        Admission::Bound if mine => return Standing::Own,
        Admission::Bound => return Standing::Shared,
        Admission::Unknown | Admission::Unread | Admission::Open | Admission::Published => {}
    }
    if mine {
        return Standing::Own;
    }
    if seen.admission == Admission::Unread {
        return if seen.declared_public {
            Standing::Public
        } else {
            Standing::Doubtful(
                "the filter asks who calls, in a way that only the user is answered".into(),
            )
        };
    }
    if !seen.owned_table || seen.admission == Admission::Published {
        return Standing::Public;
    }
    if seen.admission == Admission::Unknown && seen.declared_public {
        return Standing::Public;
    }
    match seen.bond {
        Some(Bond::Theirs) => return Standing::Shared,
        Some(Bond::Others) => return Standing::Foreign(Why::Unbound),
        Some(Bond::Unknown) => {
            return Standing::Doubtful(
                "whether a permission binds it to this user could not be asked".into(),
            );
        }
        None => {}
    }
    let foreign = if seen.owners.is_empty() {
        Why::Ownerless
    } else {
        Why::Owned(seen.owners.clone())
    };
    match seen.admission {
        Admission::Unknown if !seen.me.is_disjoint(seen.sharers) => {
            Standing::Doubtful("a related row names this user, so it may be shared".into())
        }
        Admission::Unknown if seen.privileged => Standing::Doubtful(
            "the other user of this role is not shown the same, so it may be shared with this one"
                .into(),
        ),
        Admission::Unknown if seen.by_claim.is_some() => {
            Standing::Doubtful(seen.by_claim.unwrap_or_default().to_owned())
        }
        Admission::Unknown if seen.beside.is_some() => Standing::Doubtful(format!(
            "a row of {} names this user beside it or its owner, so it may be shared",
            seen.beside.unwrap_or_default()
        )),
        Admission::Unknown if seen.hint.is_some() => Standing::Doubtful(format!(
            "its {} may mean that it is public",
            seen.hint.unwrap_or_default()
        )),
        Admission::Unknown if seen.guessed => {
            Standing::Doubtful("only the name of a column says that rows have owners at all".into())
        }
        Admission::Unknown if foreign == Why::Ownerless => {
            Standing::Doubtful("it has no owner, so it may be open on purpose".into())
        }
        _ => Standing::Foreign(foreign),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(ids: &[&str]) -> BTreeSet<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    fn of(owners: &[&str], sharers: &[&str], owned: bool, admission: Admission) -> Standing {
        judge(&Seen {
            me: &set(&["me"]),
            owners: &set(owners),
            sharers: &set(sharers),
            owned_table: owned,
            bond: None,
            guessed: false,
            privileged: false,
            by_claim: None,
            beside: None,
            hint: None,
            declared_public: false,
            admission,
        })
    }

    #[test]
    fn without_the_administrator_data_decides() {
        let unknown = Admission::Unknown;
        assert_eq!(of(&["me"], &[], true, unknown), Standing::Own);
        assert_eq!(of(&["me", "you"], &[], true, unknown), Standing::Own);
        assert_eq!(of(&[], &[], false, unknown), Standing::Public);
        assert_eq!(
            of(&["you"], &[], true, unknown),
            Standing::Foreign(Why::Owned(set(&["you"])))
        );
        assert!(matches!(
            of(&["you"], &["me"], true, unknown),
            Standing::Doubtful(_)
        ));
        assert!(matches!(of(&[], &[], true, unknown), Standing::Doubtful(_)));
    }

    #[test]
    fn the_permission_decides_when_it_is_known() {
        assert_eq!(of(&["you"], &[], true, Admission::Bound), Standing::Shared);
        assert_eq!(
            of(&["me"], &[], true, Admission::Refused),
            Standing::Foreign(Why::NotAdmitted)
        );
        assert_eq!(of(&["me"], &[], true, Admission::Open), Standing::Own);
        assert_eq!(
            of(&[], &["me"], true, Admission::Open),
            Standing::Foreign(Why::Ownerless)
        );
        assert_eq!(of(&[], &[], false, Admission::Open), Standing::Public);
    }
}
