//! `--report`, of the commands that make reports.

use clap::{Args, ValueEnum as _};

use super::Known;
use crate::ui::{OutputFormat, ReportFile};

/// Reports as files.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct ReportArgs {
    /// Also write a report into a file, whatever --output says; repeatable. FORMAT as of --output;
    /// github writes the job summary
    #[arg(long = "report", value_name = "FORMAT=FILE", value_parser = report_file, add = Known::Formats)]
    pub files: Vec<ReportFile>,
}

fn report_file(text: &str) -> Result<ReportFile, String> {
    let names = || {
        let known = OutputFormat::value_variants().iter();
        let names: Vec<_> = known
            .filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()))
            .collect();
        names.join(", ")
    };
    let Some((format, path)) = text.split_once('=') else {
        return Err(format!(
            "expected FORMAT=FILE, such as junit=report.xml; the formats are {}",
            names()
        ));
    };
    let format = OutputFormat::from_str(format, false)
        .map_err(|_| format!("no format \"{format}\"; there are {}", names()))?;
    if path.is_empty() {
        return Err("the name of the file is missing after =".into());
    }
    Ok(ReportFile {
        format,
        path: path.into(),
    })
}
