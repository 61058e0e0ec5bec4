//! `setup-hasura …`.

use serde_json::{Value, json};

use super::{Application, Exported, Planned};
use crate::exit::Exit;
use crate::output::{Outcome, Page};
use crate::project::Kind;
use crate::setup::hasura::desired::Generation;
use crate::setup::hasura::plan::{Action, Change, Plan};
use crate::text::{ShownPath, visible};
use crate::ui::Style;

impl Outcome for Planned {
    fn json(&self) -> Value {
        json!({
            "hasura": self.hasura,
            "engine": self.engine,
            "resource_version": self.resource_version,
            "source": self.plan.source,
            "role": self.plan.role,
            "supertokens": self.plan.family.as_ref().map(|family| json!({
                "schema": family.schema,
                "prefix": family.prefix,
                "generation": generation(family.generation),
            })),
            "changes": self.plan.changes.iter()
                .map(|change| change_json(&self.plan, change)).collect::<Vec<_>>(),
            "left_out": self.plan.left_out.iter().map(|left| json!({
                "table": left.table.qualified(),
                "reason": left.reason,
            })).collect::<Vec<_>>(),
            "notes": self.plan.notes,
            "stands_wider": self.plan.stands_wider(),
            "commands": self.steps.iter().map(|step| &step.command).collect::<Vec<_>>(),
            "summary": {
                "create": self.plan.count(Action::Create),
                "update": self.plan.count(Action::Update),
                "remove": self.plan.count(Action::Remove),
                "keep": self.plan.count(Action::Keep),
                "leave": self.plan.count(Action::Leave),
            },
        })
    }

    fn text(&self, page: &mut Page) {
        head(self, page);
        body(&self.plan, page);
        page.blank();
        page.line(format!("Plan: {}.", self.plan.summary()));
        if self.plan.is_done() {
            page.line("Nothing to do.");
        }
        if self.plan.stands_wider() {
            let line = "The role has more than planned: look at the lines with \"!\".";
            let line = page.styled(Style::Warn, line);
            page.line(line);
        }
    }

    fn exit(&self) -> Exit {
        self.exit
    }
}

impl Outcome for Application {
    fn json(&self) -> Value {
        let mut out = self.planned.json();
        out["applied"] = json!(self.applied.is_some());
        out["connected"] = json!(self.connected);
        if let Some(applied) = &self.applied {
            out["sent"] = json!(applied.commands);
            out["planned_anew"] = json!(applied.planned_anew);
            out["resource_version_after"] = json!(applied.resource_version);
        }
        out
    }

    fn text(&self, page: &mut Page) {
        head(&self.planned, page);
        body(&self.planned.plan, page);
        page.blank();
        let Some(applied) = &self.applied else {
            page.line("Nothing was changed.");
            return;
        };
        if applied.commands == 0 {
            page.line("Nothing to do: the metadata is as planned, and was not touched.");
            return;
        }
        let line = format!("Done: {}.", self.planned.plan.summary());
        let line = page.styled(Style::Good, &line);
        page.line(line);
        let version = applied
            .resource_version
            .map_or_else(String::new, |version| format!(" (version {version})"));
        page.line(format!(
            "Read back{version}: nothing is inconsistent, and nothing is left to do."
        ));
        let next = page.styled(Style::Command, "st-hasura verify-hasura");
        page.line(format!("Now prove it with two users: {next}"));
    }

    fn exit(&self) -> Exit {
        Exit::Ok
    }
}

fn head(planned: &Planned, page: &mut Page) {
    let version = planned
        .resource_version
        .map_or_else(|| "-".into(), |version| version.to_string());
    page.fields(&[
        ("Hasura", format!("{} {}", planned.hasura, planned.engine)),
        ("metadata", format!("version {version}")),
        ("source", visible(&planned.plan.source)),
        ("role", visible(&planned.plan.role)),
    ]);
    if let Some(family) = &planned.plan.family {
        let prefix = if family.prefix.is_empty() {
            String::new()
        } else {
            format!(", names beginning with {}", family.prefix)
        };
        page.fields(&[(
            "SuperTokens",
            visible(&format!(
                "its tables of {} in schema {}{prefix}",
                generation(family.generation),
                family.schema
            )),
        )]);
    }
}

fn body(plan: &Plan, page: &mut Page) {
    page.blank();
    for change in &plan.changes {
        let sign = page.styled(style(change.action), change.action.sign());
        let words = visible(&plan.words(change));
        page.prose(&format!("{sign} "), &words, 2);
        if change.action == Action::Keep && !change.guessed {
            continue;
        }
        let guess = if change.guessed { "a guess: " } else { "" };
        let reason = visible(&format!("{guess}{}", change.reason));
        let style = if change.guessed || change.action == Action::Leave {
            Style::Warn
        } else {
            Style::Dim
        };
        let reason = page.styled(style, &reason);
        page.prose("    ", &reason, 4);
        for difference in &change.differences {
            let text = format!("{}: {}", difference.width.word(), difference.text);
            page.prose("    - ", &visible(&text), 6);
        }
    }
    left_out(plan, page);
    if !plan.notes.is_empty() {
        page.heading("To know");
        for note in &plan.notes {
            page.prose("- ", &visible(note), 2);
        }
    }
}

/// By reason, since most tables of SuperTokens' have the same.
fn left_out(plan: &Plan, page: &mut Page) {
    let mut reasons: Vec<(&str, Vec<String>)> = Vec::new();
    for left in &plan.left_out {
        let name = visible(&left.table.qualified());
        match reasons.iter_mut().find(|(known, _)| *known == left.reason) {
            Some((_, names)) => names.push(name),
            None => reasons.push((&left.reason, vec![name])),
        }
    }
    if reasons.is_empty() {
        return;
    }
    page.heading("Left out");
    for (reason, names) in reasons {
        page.prose("- ", &names.join(", "), 2);
        let reason = page.styled(Style::Dim, &visible(reason));
        page.prose("    ", &reason, 4);
    }
}

const fn style(action: Action) -> Style {
    match action {
        Action::Create => Style::Good,
        Action::Update | Action::Leave => Style::Warn,
        Action::Remove => Style::Bad,
        Action::Keep => Style::Dim,
    }
}

const fn generation(generation: Generation) -> &'static str {
    match generation {
        Generation::SingleTenant => "2022",
        Generation::MultiTenant => "2026",
    }
}

fn change_json(plan: &Plan, change: &Change) -> Value {
    let mut out = json!({
        "action": change.action.word(),
        "sign": change.action.sign(),
        "kind": change.object.kind(),
        "table": change.object.table().map(crate::hasura::metadata::TableName::qualified),
        "what": plan.words(change),
        "reason": change.reason,
        "guessed": change.guessed,
    });
    if !change.differences.is_empty() {
        out["differences"] = change
            .differences
            .iter()
            .map(|one| json!({ "width": one.width.word(), "text": one.text }))
            .collect();
    }
    out
}

impl Outcome for Exported {
    fn json(&self) -> Value {
        let files: Vec<Value> = self
            .files
            .iter()
            .map(|(path, kind)| json!({ "path": path, "change": kind_word(*kind) }))
            .collect();
        json!({
            "dir": self.dir,
            "resource_version": self.resource_version,
            "written": self.diff.is_none(),
            "files": files,
        })
    }

    fn text(&self, page: &mut Page) {
        if let Some(diff) = &self.diff {
            for line in diff.lines() {
                page.line(line);
            }
            return;
        }
        let changed = |(_, kind): &&(ShownPath, Kind)| *kind != Kind::Keep;
        for (path, kind) in self.files.iter().filter(changed) {
            page.line(format!("{} {}", kind_word(*kind), path.display()));
        }
        let dir = self.dir.display();
        if self.files.iter().filter(changed).count() == 0 {
            page.line(format!("nothing to write: {dir} is as exported"));
            return;
        }
        let command = format!("hasura metadata apply --project {dir}");
        let command = page.styled(Style::Command, &command);
        page.line(format!("Load it elsewhere with: {command}"));
    }
}

const fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Create => "create",
        Kind::Replace => "replace",
        Kind::Keep => "keep",
    }
}
