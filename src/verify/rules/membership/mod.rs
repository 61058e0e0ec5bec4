//! Tables whose rows open others: members of a team, shares of a document, holders of a role.
//!
//! A filter such as `team.members.user_id = me` is bound to the caller only as long as the caller
//! has no say in who the members are. A [`Gate`] is such a part of a filter, with the columns by
//! which a row of its table lets somebody in; who may write those writes their own pass.

mod accepting;
mod asked;
mod right;
#[cfg(test)]
mod tests;
mod walk;

use super::writes::{Rule, of_role};
use crate::hasura::metadata::{self, Condition};
use crate::operation::Operation;
use crate::verify::model::RoleTable;
use crate::verify::ownership::permission::column_of;
use crate::verify::schema::Schema;
use asked::Asked;
pub(crate) use walk::of;
use walk::{At, Found, Walk};

/// How many passes deep a check is followed that asks for a pass itself.
const DEPTH: usize = 2;

/// A part of a table's filter, or of a check on it, that looks for the caller among the rows of
/// another table. Who may write such a row at will gives themselves the pass.
#[derive(Clone, Debug)]
pub(crate) struct Gate<'a> {
    /// The table that it opens.
    pub opens: &'a RoleTable,
    /// What it opens its rows to, where that is not reading.
    pub to: Option<Operation>,
    /// True where such a row keeps its caller out, as a ban does: who may remove it comes in.
    denies: bool,
    pub pass: &'a metadata::TrackedTable,
    asked: Asked,
    /// The passes that are asked for behind this one.
    behind: Vec<&'a metadata::TrackedTable>,
    /// Where the filter looks for it from.
    pub from: &'a RoleTable,
    /// The columns there that say which rows are opened, with those of the pass that equal them.
    pub pairs: Vec<(String, String)>,
    at: At<'a>,
    /// Where passes are written: their table, or what may be a view of it.
    written_at: At<'a>,
    schema: &'a Schema,
    /// The roles that the caller may assume.
    roles: &'a [String],
}

impl<'a> Gate<'a> {
    /// The same gate, with passes written in another table that shows those of its own.
    pub(crate) fn through(&self, table: &'a RoleTable, config: &'a metadata::TrackedTable) -> Self {
        Self {
            written_at: At { table, config },
            ..self.clone()
        }
    }

    /// The columns that a row has to have for such a write to make a pass of it.
    pub(crate) fn written_by(&self, way: Operation) -> impl Iterator<Item = &String> {
        let caller = self.asked.caller.iter();
        let caller = caller.filter(move |_| way == Operation::Insert);
        self.asked.which.iter().chain(caller)
    }

    /// The columns by which a permission lets its holder through; `None` where it does not.
    ///
    /// An insertion makes a new pass: it has to name the caller, to leave free which row is opened
    /// (a gate without such columns opens all), and to meet the rest; or it adds what a pass that
    /// is there lacks. An update changes a pass that is there: it opens another row where such a
    /// column is free, or gives the pass what it lacks. To delete a pass only closes.
    pub(crate) fn opened_by(&self, rule: &Rule<'_>) -> Option<Vec<String>> {
        self.opened_within(rule, DEPTH)
    }

    fn opened_within(&self, rule: &Rule<'_>, depth: usize) -> Option<Vec<String>> {
        if self.denies {
            return self.lifted_by(rule);
        }
        let Asked {
            caller,
            which,
            rest,
            traits,
        } = &self.asked;
        // Also where rows are made through a view: it fills in what its table does.
        let defaults = self.schema.defaults(&self.at.table.type_name);
        if rule.way == Operation::Delete || !rule.can_meet(rest, self.written_at.config, defaults) {
            return None;
        }
        let check = self.without_passes_of_own(&rule.rule.check.condition, self.written_at, depth);
        let free = |column: &&String| rule.free_within(&check, column, self.written_at.config);
        let free: Vec<String> = which.iter().filter(free).cloned().collect();
        let given = traits.iter().filter(|column| rule.sets(column));
        let given: Vec<String> = given.cloned().collect();
        let open = match rule.way {
            Operation::Insert => {
                let names_me = if caller.is_empty() {
                    self.behind.iter().any(|pass| {
                        let mut all = self.written(pass);
                        all.any(|rule| rule.way == Operation::Insert)
                    })
                } else {
                    caller.iter().any(|column| rule.sets(column))
                };
                let adds = || {
                    given.iter().any(|column| rule.writable(column))
                        && !self.by_right(&check, self.written_at)
                        && !self.is_one_a_caller()
                };
                names_me && (which.is_empty() || !free.is_empty() || adds())
            }
            Operation::Update => {
                let filter = &rule.rule.filter.condition;
                // Who must have the trait to change anything here gains nothing by it, and who
                // must be in charge of the row, as the owner of a team is, has the right.
                let entitled = || {
                    self.asked.is_in(filter, self.written_at.config, true)
                        || self.by_right(filter, self.written_at)
                };
                let gains = !given.is_empty() && !entitled() && !self.accepts(rule, &given);
                (!free.is_empty() || (gains && !self.opens_own(filter)))
                    && !self.leaves_caller_out(rule)
            }
            Operation::Delete => false,
        };
        let chosen = given.into_iter().filter(|column| rule.writable(column));
        open.then(|| free.into_iter().chain(chosen).collect())
    }

    /// The columns by which a permission lets somebody out of what keeps them out. What they may
    /// put there themselves, such as whom they do not want to hear, is theirs to lift.
    fn lifted_by(&self, rule: &Rule<'_>) -> Option<Vec<String>> {
        let filter = &rule.rule.filter.condition;
        let Asked {
            caller,
            which,
            traits,
            ..
        } = &self.asked;
        let decides = caller.iter().chain(which).chain(traits);
        let chosen: Vec<String> = decides
            .filter(|name| rule.writable(name))
            .cloned()
            .collect();
        let lifts = match rule.way {
            Operation::Insert => false,
            Operation::Update => {
                !chosen.is_empty() && !self.asked.is_in(filter, self.written_at.config, true)
            }
            Operation::Delete => true,
        };
        let lifts = lifts
            && !self.by_right(filter, self.written_at)
            && !self.leaves_caller_out(rule)
            && !self.is_own_doing();
        lifts.then_some(chosen)
    }

    /// True when the caller may make such rows about themselves in one of their roles.
    fn is_own_doing(&self) -> bool {
        self.written(self.pass).any(|rule| {
            let parts = rule.rule.check.condition.conjuncts().iter();
            let own = parts.filter(|part| part.is_callers());
            let mut own = own.filter_map(Condition::name).chain(rule.rule.presets());
            rule.way == Operation::Insert
                && own.any(|name| self.asked.caller.iter().any(|column| column == name))
        })
    }

    /// The permissions to write to a table that the caller has in one of their roles.
    fn written(&self, table: &'a metadata::TrackedTable) -> impl Iterator<Item = Rule<'a>> {
        let metadata = &self.schema.export.metadata;
        let all = self.roles.iter();
        all.flat_map(move |role| of_role(metadata, table, role))
            .filter(|rule| !rule.backend_only())
    }

    /// A check without those parts that ask for a pass which the caller writes as well.
    fn without_passes_of_own(&self, check: &Condition, at: At<'a>, depth: usize) -> Condition {
        let without = |part: &Condition| self.without_passes_of_own(part, at, depth);
        match check {
            Condition::And(parts) => Condition::all(parts.iter().map(without)),
            Condition::Or(parts) => Condition::any(parts.iter().map(without)),
            Condition::Related { .. } | Condition::Exists(_) if depth > 0 => {
                match Walk::in_part(self, check, at) {
                    Found::Gate(gate) if gate.is_self_made(depth - 1) => Condition::default(),
                    Found::Behind(name, condition, next) => {
                        let rest = self.without_passes_of_own(condition, next, depth);
                        if rest.is_empty() {
                            rest
                        } else {
                            Condition::related(name, rest)
                        }
                    }
                    Found::Gate(_) | Found::Nothing => check.clone(),
                }
            }
            part => part.clone(),
        }
    }

    /// True when the caller may write this pass in one of their roles.
    fn is_self_made(&self, depth: usize) -> bool {
        let mut all = self.written(self.pass);
        !self.is_unique() && all.any(|rule| self.opened_within(&rule, depth).is_some())
    }

    /// True when there can be one pass for what it opens: where there is one, nobody makes another.
    pub(crate) fn is_unique(&self) -> bool {
        self.is_key(&|name| self.asked.which.iter().any(|one| one == name))
    }

    /// True when there can be one pass for each caller and what it opens.
    fn is_one_a_caller(&self) -> bool {
        let Asked { caller, which, .. } = &self.asked;
        self.is_key(&|name| which.iter().chain(caller).any(|one| one == name))
    }

    /// True when some key of the passes has no other columns than these.
    fn is_key(&self, is_one: &dyn Fn(&str) -> bool) -> bool {
        let key = self.at.table.primary_key.iter();
        let mut keys = key.map(|key| {
            let columns = key.columns.iter().map(|column| column.name.as_str());
            columns.collect::<Vec<_>>()
        });
        let writes = self.schema.model.writes_to(self.at.table);
        let constraints = writes
            .filter_map(|write| write.upsert.as_ref())
            .flat_map(|upsert| &upsert.constraints)
            .filter(|constraint| !constraint.columns.is_empty());
        let mut constraints = constraints.map(|constraint| {
            let columns = constraint.columns.iter().map(String::as_str);
            columns.collect::<Vec<_>>()
        });
        keys.any(|key| key.into_iter().all(is_one))
            || constraints.any(|key| key.into_iter().all(is_one))
    }

    /// The table of the passes.
    pub(crate) const fn passes(&self) -> &'a RoleTable {
        self.at.table
    }

    /// [`Self::pairs`] by the names that rows have.
    pub(crate) fn joined_fields(&self) -> Vec<(String, String)> {
        let from = self.schema.tracked(&self.from.type_name).ok();
        let field = |table: &RoleTable, config, name: &str| {
            let known = column_of(table, config, name);
            known.map_or_else(|| name.to_owned(), |column| column.name.clone())
        };
        let pairs = self.pairs.iter();
        pairs
            .map(|(own, theirs)| {
                let theirs = field(self.at.table, Some(self.pass), theirs);
                (field(self.from, from, own), theirs)
            })
            .collect()
    }
}
