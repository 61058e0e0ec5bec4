//! What a check has to say.

use url::Url;

use crate::error::Error;
use crate::http::shown_url;
use crate::secret::blank_tokens;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// It holds.
    Pass,
    /// It holds today, and may bite.
    Warn,
    /// It does not hold.
    Fail,
    /// It was not looked at.
    Skip,
}

impl Status {
    /// The word in reports.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "fail",
            Self::Skip => "skip",
        }
    }
}

/// How a check ended.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub status: Status,
    /// What was seen, one sentence each; why, of a check that was skipped. Never empty.
    pub lines: Vec<String>,
    /// Stable code of what is wrong, which `explain` takes.
    pub code: Option<String>,
    /// What to do.
    pub remedy: Option<String>,
    /// What to type, to see more or to mend it.
    pub command: Option<String>,
    /// What mends it in a configuration file.
    pub fix: Vec<Fix>,
}

/// A value that the configuration should have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fix {
    /// Its key.
    pub key: &'static str,
    pub value: String,
}

impl Seen {
    fn new(status: Status, line: impl Into<String>) -> Self {
        Self {
            status,
            lines: vec![line.into()],
            code: None,
            remedy: None,
            command: None,
            fix: Vec::new(),
        }
    }

    /// Without what looks like a token: servers repeat in an error what they were sent.
    pub(super) fn blanked(mut self) -> Self {
        let texts = self.lines.iter_mut().chain(&mut self.remedy);
        for text in texts.chain(&mut self.command) {
            *text = blank_tokens(text);
        }
        self
    }

    pub(super) fn pass(line: impl Into<String>) -> Self {
        Self::new(Status::Pass, line)
    }

    pub(super) fn fail(line: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new(Status::Fail, line).remedy(remedy)
    }

    pub(super) fn skip(why: impl Into<String>) -> Self {
        Self::new(Status::Skip, why)
    }

    /// What a request or a file came to grief with.
    pub(super) fn of(error: &Error) -> Self {
        let mut seen = Self::new(Status::Fail, error.to_string());
        seen.lines.extend(error.notes());
        seen.code = Some(error.code().to_owned());
        seen.remedy = error.hint();
        seen
    }

    /// Something else that was seen.
    pub(super) fn also(mut self, line: impl Into<String>) -> Self {
        self.lines.push(line.into());
        self
    }

    /// Something that may bite. The first of several says what to do.
    pub(super) fn warn(mut self, line: impl Into<String>, remedy: impl Into<String>) -> Self {
        if self.status == Status::Pass {
            self.status = Status::Warn;
        }
        self.lines.push(line.into());
        self.remedy.get_or_insert_with(|| remedy.into());
        self
    }

    /// Something that does not hold, of a check that saw more.
    pub(super) fn broken(mut self, line: impl Into<String>, remedy: impl Into<String>) -> Self {
        if self.status != Status::Fail {
            self.status = Status::Fail;
            self.remedy = None;
        }
        self.lines.insert(0, line.into());
        self.remedy.get_or_insert_with(|| remedy.into());
        self
    }

    pub(super) fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    pub(super) fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    pub(super) fn fix(mut self, key: &'static str, value: impl Into<String>) -> Self {
        let value = value.into();
        self.fix.push(Fix { key, value });
        self
    }

    pub(super) fn command(mut self, command: impl Into<String>) -> Self {
        self.command = Some(command.into());
        self
    }
}

/// A URL for people.
pub(super) fn shown(url: &Url) -> String {
    let text = shown_url(url);
    text.trim_end_matches('/').to_owned()
}
