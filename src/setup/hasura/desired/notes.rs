//! What people should know about SuperTokens' tables before they open them.

use std::collections::BTreeSet;

use super::supertokens::{Family, Generation};
use super::tables::Choice;
use super::{Desired, DesiredTable};
use crate::setup::hasura::Options;
use crate::setup::hasura::catalog::Tenant;

/// Adds it to the desired.
pub(super) fn add(
    desired: &mut Desired,
    options: &Options,
    family: Option<&Family>,
    matched: &Matched,
    tenants: &[Tenant],
) {
    for (pattern, count) in matched {
        if *count == 0 {
            let note = format!("no table matches --table \"{pattern}\"");
            desired.notes.push(note);
        }
    }
    let Some(family) = family else {
        if options.account_linking || options.external_user_ids {
            desired.notes.push(
                "SuperTokens' tables are not in this source: --account-linking and \
                 --external-user-ids change nothing"
                    .into(),
            );
        }
        return;
    };
    let is_open =
        |one: &&DesiredTable| one.select.is_some() && family.own_name(&one.table).is_some();
    if !desired.tables.iter().any(|one| is_open(&one)) {
        return;
    }
    desired.notes.push(format!(
        "SuperTokens' own tables are opened, which is for demos: their columns change with its \
         core, and its database holds password hashes and keys. Keep your tables in another \
         database or schema, copy what you need of users there at sign-up, and open only those: \
         --schema NAME, or --table '!{}*'",
        family.prefix_for_pattern()
    ));
    if family.generation == Generation::MultiTenant {
        desired.notes.extend(of_tenants(options, tenants));
    } else if options.account_linking || options.external_user_ids {
        desired.notes.push(
            "these tables are from before account linking and mapped ids: --account-linking and \
             --external-user-ids change nothing"
                .into(),
        );
    }
}

/// How many tables each pattern met.
type Matched = std::collections::BTreeMap<String, usize>;

impl Choice {
    pub(super) fn take_matched(&mut self) -> Matched {
        std::mem::take(&mut self.matched)
    }
}

/// Whether the filters mean the app and the tenants that there are.
fn of_tenants(options: &Options, all: &[Tenant]) -> Vec<String> {
    let is_variable = |id: &str| id.to_ascii_lowercase().starts_with("x-hasura-");
    let mut notes = Vec::new();
    let apps: BTreeSet<&str> = all.iter().map(|tenant| tenant.app_id.as_str()).collect();
    let list = |ids: &BTreeSet<&str>| ids.iter().copied().collect::<Vec<_>>().join(", ");
    let app = options.app_id.as_str();
    if apps.is_empty() || is_variable(app) {
        return notes;
    }
    if !apps.contains(app) {
        notes.push(format!(
            "SuperTokens has no app \"{app}\", so nobody will see a row: it has {}; choose with \
             --app-id",
            list(&apps)
        ));
        return notes;
    }
    if apps.len() > 1 {
        notes.push(format!(
            "SuperTokens has the apps {}: only rows of {app} are shown; --app-id chooses another, \
             or X-Hasura-App-Id where the claim holds it",
            list(&apps)
        ));
    }
    let tenants: BTreeSet<&str> = all
        .iter()
        .filter(|tenant| tenant.app_id == app)
        .map(|tenant| tenant.tenant_id.as_str())
        .collect();
    match &options.tenant_id {
        None if tenants.len() > 1 => notes.push(format!(
            "app {app} has the tenants {}: users see their rows of all of them; --tenant-id names \
             one, or X-Hasura-Tenant-Id where the claim holds it",
            list(&tenants)
        )),
        Some(tenant) if !is_variable(tenant) && !tenants.contains(tenant.as_str()) => {
            notes.push(format!(
                "app {app} has no tenant \"{tenant}\", so nobody will see a row of tables by \
                 tenant: it has {}",
                list(&tenants)
            ));
        }
        _ => {}
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(app: &str, tenant: Option<&str>, all: &[(&str, &str)]) -> Vec<String> {
        let options = Options {
            app_id: app.into(),
            tenant_id: tenant.map(ToOwned::to_owned),
            ..Options::default()
        };
        let all: Vec<Tenant> = all
            .iter()
            .map(|(app_id, tenant_id)| Tenant {
                app_id: (*app_id).into(),
                tenant_id: (*tenant_id).into(),
            })
            .collect();
        of_tenants(&options, &all)
    }

    #[test]
    fn filters_that_miss_or_leave_out_somebody_are_said() {
        let one = [("public", "public")];
        let many = [("public", "a"), ("public", "b"), ("shop", "public")];
        assert_eq!(said("public", None, &one), [] as [&str; 0]);
        assert_eq!(said("public", None, &[]), [] as [&str; 0]);
        assert_eq!(said("X-Hasura-App-Id", None, &many), [] as [&str; 0]);
        assert!(said("shop", None, &one)[0].contains("no app \"shop\""));
        let both = said("public", None, &many);
        assert!(both[0].contains("the apps public, shop") && both[1].contains("tenants a, b"));
        assert!(said("public", Some("c"), &many)[1].contains("no tenant \"c\""));
        assert_eq!(said("public", Some("a"), &many).len(), 1);
    }
}
