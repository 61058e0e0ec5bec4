//! All that can be explained: the catalogue of troubles, the linter's rules with their titles, the
//! probes of the audit, and faults of the sandbox.

use crate::exit::Exit;
use crate::hasura::jwt_secret::lint::TITLES;
use crate::troubles::{self, Page, Text, Trouble};
use crate::verify::pages as probes;

/// Every page, in the order of the documentation.
pub(super) fn all() -> Vec<Page> {
    let probes = probes::ids().into_iter().filter_map(probes::find);
    troubles::all().map(of).chain(probes).collect()
}

/// The page of a trouble; a rule's title is what holds where it has nothing to say.
fn of(trouble: &Trouble) -> Page {
    let title = TITLES.iter().find(|(id, _)| *id == trouble.code());
    Page::of(trouble, title.map_or("", |(_, title)| title))
}

/// The page that has just this name: a code, a probe or rule, the id of a finding, a check of
/// `doctor`, a fault.
pub(super) fn called(name: &str) -> Option<Page> {
    let id = name.split(':').next().unwrap_or(name);
    troubles::find(name)
        .or_else(|| troubles::find(&format!("doctor.{name}")))
        .map(of)
        .or_else(|| probes::find(id))
        .or_else(|| fault(name))
        .or_else(|| exit(name))
}

/// How a run of this program ended, by its exit status: `8`, `exit 8`, `exit code 8`.
fn exit(name: &str) -> Option<Page> {
    let name = name.to_lowercase();
    let number = name.strip_prefix("exit").unwrap_or(&name).trim_start();
    let number = number.strip_prefix("code").unwrap_or(number).trim();
    let number: u8 = number.parse().ok()?;
    let exit = Exit::ALL.into_iter().find(|exit| exit.code() == number)?;
    Some(Page {
        code: format!("exit {number}"),
        title: exit.meaning().to_owned(),
        meaning: "the status that a run of st-hasura ends with; other programs have others"
            .to_owned(),
        cure: match exit {
            Exit::Ok => "nothing is amiss",
            Exit::Permission => {
                "the run names each finding and the probe that found it: st-hasura explain P05"
            }
            Exit::Findings => {
                "the run names each check or rule that failed: st-hasura explain takes them"
            }
            Exit::Interrupted => "run it again; what it made for itself, it has removed or named",
            _ => {
                "the error names a code in brackets, as in error[session.missing]: st-hasura explain \
                 takes it"
            }
        }
        .to_owned(),
        sources: vec!["docs/machine.md".to_owned()],
        ..Page::default()
    })
}

/// The pages that a text speaks of, the most specific first.
pub(super) fn in_text(text: &Text) -> Vec<Page> {
    let troubles = troubles::search(text).into_iter().map(|(one, _)| of(one));
    let probes = probes::ids().into_iter();
    let probes = probes.filter(|id| text.weight(id).is_some());
    troubles.chain(probes.filter_map(probes::find)).collect()
}

/// Names and titles of pages that may be meant.
pub(super) fn near(text: &Text) -> Vec<(String, String)> {
    let near = troubles::near(text).into_iter().map(of);
    near.map(|page| (page.code, page.title)).collect()
}

/// The trouble that a fault of the sandbox shows, or what the fault does.
#[cfg(feature = "sandbox")]
fn fault(name: &str) -> Option<Page> {
    use st_hasura_sandbox::Fault;

    let name = name.to_lowercase();
    let fault = Fault::ALL.iter().find(|fault| fault.name() == name)?;
    let shown = troubles::all().find(|one| one.faults.contains(&fault.name()));
    Some(shown.map_or_else(
        || Page {
            code: fault.name().to_owned(),
            title: fault.about().to_owned(),
            meaning: format!(
                "a misbehaviour that the sandbox can be told to have: {}",
                fault.about()
            ),
            cure: "st-hasura demo shows what notices it".to_owned(),
            faults: vec![fault.name()],
            ..Page::default()
        },
        of,
    ))
}

/// Without the sandbox there are no faults.
#[cfg(not(feature = "sandbox"))]
fn fault(_name: &str) -> Option<Page> {
    None
}
