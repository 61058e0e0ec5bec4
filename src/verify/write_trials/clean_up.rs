//! Removing what was made.

use super::send::{Sent, send, writes};
use super::trial::{Trial, Tried, Why};
use crate::text::count;
use crate::verify::caller::Caller;
use crate::verify::made_rows::{AllMadeRows, MadeRows};
use crate::verify::model::{Write, WriteKind};
use crate::verify::rows::Key;

impl<'a> Trial<'a> {
    /// Remembers a row, for the end of the trial and for an end before that.
    pub(super) fn note_made(&mut self, key: &Key) {
        self.made.push(key.clone());
        if self.undo.complete {
            return;
        }
        let removals = self
            .removers()
            .find_map(|(caller, write)| Some((caller, self.change(write, key, None)?)));
        self.ctx.app.cleanup.change(|list: &mut AllMadeRows| {
            let mut rows = list.0.iter_mut();
            let mine = rows.find(|rows| rows.table == self.undo.table);
            if let Some(mine) = mine {
                mine.removals.extend(removals);
            }
        });
    }

    /// Removes what was made: as its owner, else as administrator. Never fails: what is left is
    /// told.
    pub(super) async fn clean_up(&mut self, tried: &mut Tried) {
        let name = self.table.name();
        let mut left = Vec::new();
        for key in std::mem::take(&mut self.made) {
            if !self.remove(&key).await {
                left.push(key);
            }
        }
        if (self.lost > 0 || !left.is_empty())
            && let Err(why) = self.remove_all().await
        {
            tried.left.extend(left.iter().map(|key| {
                format!(
                    "the row {} of {name} is left and belongs to a throw-away user: remove it by \
                     hand ({why})",
                    self.key.show(key)
                )
            }));
            if self.lost > 0 {
                tried.left.push(format!(
                    "{} of throw-away users in {name} did not come back and are left: remove them \
                     by hand ({why})",
                    count(self.lost, "row"),
                ));
            }
        }
        let register = &self.ctx.app.cleanup;
        let others = |rows: &MadeRows| rows.table != self.undo.table;
        register.change(|list: &mut AllMadeRows| list.0.retain(others));
    }

    /// Removes every row of the two, where that is safe.
    async fn remove_all(&self) -> Result<(), Why> {
        if !self.undo.complete {
            return Err("their owners' ids may be those of others too".into());
        }
        self.undo.remove(&self.ctx.client).await
    }

    /// Who may delete rows of the table, and by what.
    pub(super) fn removers(&self) -> impl Iterator<Item = (Caller, &'a Write)> {
        let admin = self.ctx.admin.as_ref();
        let parties = [
            admin.map(|admin| (Caller::admin(admin.secret.clone()), admin.model.as_ref())),
            Some((self.mine().caller(), self.mine().model.as_ref())),
            Some((self.other().caller(), self.other().model.as_ref())),
        ];
        let (ctx, table) = (self.ctx, self.table);
        parties
            .into_iter()
            .flatten()
            .filter_map(move |(caller, model)| {
                let write =
                    writes(ctx, model, table).find(|write| write.kind == WriteKind::Delete)?;
                Some((caller, write))
            })
    }

    async fn remove(&self, key: &Key) -> bool {
        for (caller, write) in self.removers() {
            let Some(request) = self.change(write, key, None) else {
                continue;
            };
            if let Ok(Sent::Wrote(written, _)) = send(self.ctx, &caller, write, &request).await
                && written > 0
            {
                return true;
            }
        }
        false
    }
}
