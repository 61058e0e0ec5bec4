//! `doctor`: which link of the chain does not hold.

mod mend;
mod text;

use crate::app::App;
use crate::cli::DoctorArgs;
use crate::doctor::{self, Examination, Options};
use crate::error::{Error, Result};
use crate::supertokens::Form;
use mend::Mended;

/// What was found.
#[derive(Debug)]
pub(crate) struct DoctorOutcome {
    pub examination: Examination,
    /// With `--fix`: what became of it.
    pub mended: Option<Mended>,
}

pub(crate) async fn run(app: &App, args: &DoctorArgs) -> Result<DoctorOutcome> {
    if app.config.curl {
        return Err(Error::usage(
            "--curl cannot print a chain in which each request needs the answer of the one before",
            "leave it out; -v shows the requests",
        ));
    }
    if let Some(origin) = &args.origin {
        let url = url::Url::parse(origin).ok().filter(url::Url::has_host);
        let plain = url.map(|url| url.origin().ascii_serialization());
        if plain.as_deref() != Some(origin.trim_end_matches('/')) {
            return Err(Error::usage(
                "--origin wants what a browser sends: scheme, host and port",
                "such as https://shop.example.com or http://localhost:3000",
            ));
        }
    }
    let options = Options {
        only: args.only.clone(),
        skip: args.skip.clone(),
        offline: args.offline,
        origin: args
            .origin
            .as_deref()
            .map(|one| one.trim_end_matches('/').to_owned()),
        fields: Form::parse_fields(&args.field)?,
    };
    let examination = Box::pin(doctor::examine(app, &options)).await?;
    let mended = if args.fix {
        Some(mend::mend(app, examination.fixes(), args.yes).await?)
    } else {
        None
    };
    Ok(DoctorOutcome {
        examination,
        mended,
    })
}
