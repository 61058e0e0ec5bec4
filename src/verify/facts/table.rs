//! One table: what was seen of it, and how each row stands with each user.
//!
//! Four passes, each a type that holds the one before it: the lists ([`Listed`]), whose the rows
//! are ([`Attributed`]), what the permission says of them ([`Admitted`]), and the judgement on
//! both ([`TableFacts`]). A function takes the earliest of them that has what it reads, so that
//! nothing can be asked of a pass that is still to come.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Deref, DerefMut};

use super::acquaintance::Acquaintances;
use super::bonds::BoundRows;
use super::claim_match;
use super::listed::Listed;
use crate::verify::actor::{Actor, Who};
use crate::verify::ownership::filter::Reading;
use crate::verify::ownership::owners::distinctive;
use crate::verify::ownership::publication::{self, Word};
use crate::verify::ownership::row_verdict::{self, Admission, Bond};
use crate::verify::ownership::{Basis, OwnerPath, Standing, Why};
use crate::verify::rows::{Key, Row};
use crate::verify::run::Run;

/// Ids on the ways from one row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ids {
    pub owners: BTreeSet<String>,
    /// Of those who share the row.
    pub sharers: BTreeSet<String>,
}

/// Values that stand for each user beside their ids.
pub(super) type StandingFor = BTreeMap<Who, BTreeSet<String>>;

/// A table of which is known whose its rows are.
#[derive(Debug)]
pub(crate) struct Attributed {
    listed: Listed,
    /// The ways to owners' ids.
    pub owner_paths: Vec<OwnerPath>,
    /// By user: what the filter compares with their id, where the policy calls none of it the
    /// owner. People wrote the policy, so it outranks the filter then.
    pub overruled: BTreeMap<Who, Vec<String>>,
    /// By user: what the filter compares with their id beside what the policy calls the owner.
    /// Whom it names there may see rows of others, and the policy does not say so.
    pub disowned: BTreeMap<Who, Vec<String>>,
    /// How many rows there are, where the administrator's list was cut off and a count is
    /// offered.
    pub total: Option<u64>,
    /// The ids on the ways to owners, by row.
    pub ids: BTreeMap<Key, Ids>,
    /// The owners of each row that the administrator has under a key, where those are several.
    pub alike: BTreeMap<Key, Vec<BTreeSet<String>>>,
    /// What stands for each user at the ends of the ways, where that is something else than ids.
    pub standing_for: Option<StandingFor>,
    /// Where rows without an owner's id inherit their owners from, as a report says it.
    pub kin: Option<String>,
    /// Whose rows they are by permissions, where nothing else tells.
    pub bound: Option<BoundRows>,
    /// The same of the rows that these hang off, where nothing tells of these themselves.
    pub below: Option<BoundRows>,
}

impl Attributed {
    /// The ways are known, the ids on them are still to be read.
    pub(super) fn new(listed: Listed, owner_paths: Vec<OwnerPath>) -> Self {
        Self {
            listed,
            owner_paths,
            overruled: BTreeMap::new(),
            disowned: BTreeMap::new(),
            standing_for: None,
            total: None,
            ids: BTreeMap::new(),
            alike: BTreeMap::new(),
            kin: None,
            bound: None,
            below: None,
        }
    }

    /// True when rows of this table have owners, or are those of users by some permission.
    pub(crate) fn owned(&self) -> bool {
        self.names_owners() || self.bound.is_some()
    }

    /// True when rows of this table, or those that they hang off, have owners.
    pub(crate) fn changes_matter(&self) -> bool {
        self.owned() || self.below.is_some()
    }

    /// Whose rows they are by permissions, their own or those of the rows that they hang off.
    pub(crate) fn tied(&self) -> Option<&BoundRows> {
        self.bound.as_ref().or(self.below.as_ref())
    }

    /// True when owners of rows of this table are known by name.
    pub(super) fn names_owners(&self) -> bool {
        self.kin.is_some() || self.owner_paths.iter().any(|path| !path.many)
    }

    /// True when nothing but the names of columns says that rows have owners.
    pub(crate) fn guessed(&self) -> bool {
        self.kin.is_none()
            && self.bound.is_none()
            && self
                .owner_paths
                .iter()
                .filter(|path| !path.many)
                .all(|path| path.basis == Basis::Name)
    }

    /// True when its rows name their owners by users' ids, for more reasons than a name.
    pub(super) fn names_by_id(&self) -> bool {
        let mut single = self.owner_paths.iter().filter(|path| !path.many);
        self.standing_for.is_none()
            && (self.kin.is_some() || single.any(|path| path.basis < Basis::StandIn))
    }

    /// What stands for a user in the owners of these rows: their ids, or what stands here in place
    /// of ids. One number may be a user's and another's tenant, so only one of both counts; what
    /// is nothing else by chance counts anywhere.
    pub(crate) fn me(&self, actor: &Actor) -> BTreeSet<String> {
        let ids = actor.ids().into_iter().chain(actor.email.clone());
        match &self.standing_for {
            None => ids.collect(),
            Some(standing) => {
                let standing = standing.get(&actor.who).into_iter().flatten().cloned();
                ids.filter(|id| distinctive(id)).chain(standing).collect()
            }
        }
    }

    /// True when a user's list was cut off, its rows have owners, and nothing says that the rest
    /// is theirs.
    pub(crate) fn cut_off(&self, who: Who) -> bool {
        let seen = self.seen(who);
        seen.truncated && !seen.beyond && self.names_owners() && !self.shared
    }

    /// What was not looked at because of the sample, for the verdict.
    pub(crate) fn left_out(&self) -> Option<String> {
        let rows = self.all_keys().len();
        let cut_off = self
            .seen
            .values()
            .chain(&self.admin)
            .any(|seen| seen.truncated);
        match self.total {
            Some(total) if u64::try_from(rows).is_ok_and(|rows| rows < total) => {
                Some(format!("{}: {rows} of {total} rows", self.name))
            }
            None if cut_off => Some(format!("{}: {rows} rows, and there may be more", self.name)),
            _ => None,
        }
    }

    /// True when a user sees more rows under a key than are theirs, and others look alike and are
    /// somebody else's: who owns the key's rows says nothing of each of them then.
    fn exceeds(&self, who: Who, key: &Key, me: &BTreeSet<String>) -> bool {
        let times = self.seen(who).times(key);
        let Some(rows) = self.alike.get(key).filter(|_| times > 1) else {
            return false;
        };
        let theirs = rows.iter().filter(|owners| !owners.is_disjoint(me));
        let ownerless = rows.iter().filter(|owners| owners.is_empty());
        self.owned() && times > theirs.count() + ownerless.count()
    }

    /// True when a row of a third user is shown to this user and not to the other one of the same
    /// role: who asks does matter then, and rows of others may be shown for that reason. Without
    /// the permission's word there is no more to know.
    fn privileged(&self, ctx: &Run<'_>, who: Who, me: &BTreeSet<String>) -> bool {
        let (own, other) = (self.seen(who), self.seen(who.other()));
        let same_role = ctx.actor(who).role() == ctx.actor(who.other()).role();
        let you = self.me(ctx.actor(who.other()));
        let whole = other.listed && other.error.is_none() && !other.truncated;
        same_role
            && whole
            && own.rows.keys().any(|key| {
                let owners = self.ids.get(key).map(|ids| &ids.owners);
                let third = owners.is_some_and(|owners| {
                    !owners.is_empty() && owners.is_disjoint(me) && owners.is_disjoint(&you)
                });
                third && !other.rows.contains_key(key)
            })
    }

    /// How the user's token may explain the rows of others that they see.
    fn by_claim(&self, actor: &Actor, me: &BTreeSet<String>) -> Option<String> {
        let rows = self.seen(actor.who).rows.iter();
        let others: Vec<&Row> = rows
            .filter(|(key, _)| {
                let owners = self.ids.get(key).map(|ids| &ids.owners);
                owners.is_none_or(|owners| owners.is_disjoint(me))
            })
            .map(|(_, row)| row)
            .collect();
        claim_match::explanation(actor, &others)
    }
}

/// A table with the permission's word on each row.
#[derive(Debug)]
pub(crate) struct Admitted {
    attributed: Attributed,
    /// What the permission says about each row, by user.
    pub admission: BTreeMap<Who, BTreeMap<Key, Admission>>,
    /// True when every row that the filter admits is admitted because of the caller, or because
    /// it is public; `None` when the filter is not known.
    pub bound_filter: BTreeMap<Who, Option<bool>>,
    /// Each user's filter, where it could be written out.
    pub readings: BTreeMap<Who, Reading>,
    /// What the permission of requests without a token says of each row, where it could be read.
    pub without_a_token: BTreeMap<Key, Admission>,
}

impl Admitted {
    /// The permission is still to be asked.
    pub(super) fn new(attributed: Attributed) -> Self {
        Self {
            attributed,
            admission: BTreeMap::new(),
            bound_filter: BTreeMap::new(),
            readings: BTreeMap::new(),
            without_a_token: BTreeMap::new(),
        }
    }

    /// What permissions, whatever their role and operation, say of a row and a user. A filter that
    /// could not be read may have a reason of its own to show the row.
    fn bond(&self, who: Who, key: &Key) -> Option<Bond> {
        let bond = self.bound.as_ref()?.bond(who, key);
        let unread = self.seen(who).listed && self.admitted(who, key) == Admission::Unknown;
        Some(match bond {
            Bond::Others if unread => Bond::Unknown,
            bond => bond,
        })
    }

    /// The permission's word on a row.
    pub(crate) fn admitted(&self, who: Who, key: &Key) -> Admission {
        self.admission
            .get(&who)
            .and_then(|known| known.get(key))
            .copied()
            .unwrap_or(Admission::Unknown)
    }

    /// True for a row that is for everybody, with a token or without: the permission itself asks
    /// whether it is public or, where that was not read, the row says so.
    pub(crate) fn open_to_strangers(&self, key: &Key, row: Option<&Row>) -> bool {
        if let Some(word) = self.without_a_token.get(key) {
            return *word == Admission::Published;
        }
        let says = |row| {
            publication::word(row) == Word::Public
                || publication::stated(&self.marks, row, false) == Word::Public
        };
        self.declared_public(key) || row.is_some_and(says)
    }

    /// A filter that binds rows to another column than the policy names does not bind them to
    /// their owner; and a row that the policy calls public is published by whatever admits it.
    pub(super) fn overrule(&mut self) {
        for who in self.attributed.overruled.keys() {
            self.bound_filter.insert(*who, Some(false));
            for word in self.admission.entry(*who).or_default().values_mut() {
                if *word == Admission::Bound {
                    *word = Admission::Open;
                }
            }
        }
        let Self {
            attributed,
            admission,
            without_a_token,
            ..
        } = self;
        for words in admission.values_mut().chain([without_a_token]) {
            for (key, word) in words {
                if *word == Admission::Open && attributed.is_stated(key) {
                    *word = Admission::Published;
                }
            }
        }
    }
}

/// Everything known about a table.
#[derive(Debug)]
pub(crate) struct TableFacts {
    admitted: Admitted,
    /// How each row stands with each user.
    standing: BTreeMap<Who, BTreeMap<Key, Standing>>,
}

impl TableFacts {
    /// How a row stands with a user.
    pub(crate) fn standing(&self, who: Who, key: &Key) -> Option<&Standing> {
        self.standing.get(&who)?.get(key)
    }

    /// The rows that a user sees, with how they stand.
    pub(crate) fn visible(&self, who: Who) -> impl Iterator<Item = (&Key, &Standing)> {
        self.seen(who)
            .rows
            .keys()
            .filter_map(move |key| Some((key, self.standing(who, key)?)))
    }

    /// True when a row shows that this user has rows of their own here.
    pub(crate) fn is_own(&self, who: Who, key: &Key) -> bool {
        match self.standing(who, key) {
            Some(Standing::Own | Standing::Shared) => true,
            // Nothing names an owner, but the other user looked and does not see it.
            Some(Standing::Public) => {
                let other = self.seen(who.other());
                other.listed
                    && other.error.is_none()
                    && !other.truncated
                    && !other.rows.contains_key(key)
            }
            _ => false,
        }
    }

    /// Takes a row from a user.
    pub(super) fn hide(&mut self, who: Who, key: Key, why: Why) {
        let standing = self.standing.entry(who).or_default();
        standing.insert(key, Standing::Foreign(why));
    }

    /// Judges every row for both users.
    pub(super) fn judge(ctx: &Run<'_>, admitted: Admitted, acquaintances: &Acquaintances) -> Self {
        let owned = admitted.owned();
        let mut standings = BTreeMap::new();
        let nothing = Ids::default();
        for who in Who::BOTH {
            let actor = ctx.actor(who);
            let me = admitted.me(actor);
            let privileged = admitted.privileged(ctx, who, &me);
            let by_claim = admitted.by_claim(actor, &me);
            let judged: BTreeMap<Key, Standing> = admitted
                .all_keys()
                .into_iter()
                .map(|key| {
                    let ids = admitted.ids.get(key).unwrap_or(&nothing);
                    let standing = row_verdict::judge(&row_verdict::Seen {
                        me: &me,
                        owners: &ids.owners,
                        sharers: &ids.sharers,
                        owned_table: owned,
                        bond: admitted.bond(who, key),
                        guessed: admitted.guessed(),
                        privileged,
                        by_claim: by_claim.as_deref(),
                        beside: acquaintances.beside(who, &admitted.name, key, &ids.owners),
                        declared_public: admitted.declared_public(key),
                        hint: admitted.hinted(key),
                        admission: admitted.admitted(who, key),
                    });
                    let published = admitted.admitted(who, key) == Admission::Published
                        || admitted.declared_public(key);
                    let standing = match standing {
                        Standing::Own | Standing::Shared
                            if !admitted.shared
                                && !published
                                && admitted.exceeds(who, key, &me) =>
                        {
                            let others = ids.owners.difference(&me).cloned().collect();
                            if admitted.bound_filter.get(&who) == Some(&Some(false)) {
                                Standing::Foreign(Why::Owned(others))
                            } else {
                                Standing::Doubtful(
                                    "more rows look like it than are theirs".to_owned(),
                                )
                            }
                        }
                        Standing::Foreign(Why::Owned(_) | Why::Ownerless | Why::Unbound)
                        | Standing::Doubtful(_)
                            if admitted.shared =>
                        {
                            Standing::Public
                        }
                        standing => standing,
                    };
                    (key.clone(), standing)
                })
                .collect();
            standings.insert(who, judged);
        }
        Self {
            admitted,
            standing: standings,
        }
    }
}

/// Gives a pass what the one before it knows.
macro_rules! goes_on {
    ($($pass:ident.$field:ident: $before:ident),*) => {$(
        impl Deref for $pass {
            type Target = $before;

            fn deref(&self) -> &$before {
                &self.$field
            }
        }

        impl DerefMut for $pass {
            fn deref_mut(&mut self) -> &mut $before {
                &mut self.$field
            }
        }
    )*};
}

goes_on!(Attributed.listed: Listed, Admitted.attributed: Attributed, TableFacts.admitted: Admitted);
