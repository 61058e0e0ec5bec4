//! What the benchmark prints.

use std::fmt;

use crate::run::Wrong;

/// How a set-up ended.
#[derive(Debug)]
pub enum Outcome {
    /// As its file says.
    Right,
    /// The fault was told by probes that have nothing to do with it, beside its own or not.
    WrongProbe(String),
    /// The fault was not told by its probe, or something sound was reported.
    Wrong(String),
    /// It needs probes that this build does not have.
    Waits(Vec<String>),
}

impl Outcome {
    /// The set-up could not be run.
    pub fn broken(cause: &str) -> Self {
        Self::Wrong(format!("could not be run: {cause}"))
    }
}

impl From<Wrong> for Outcome {
    fn from(wrong: Wrong) -> Self {
        let mut said = wrong.unexpected;
        if wrong.missed {
            said.push("its probe did not fail".into());
        }
        if !wrong.astray.is_empty() {
            said.push(format!("failed as well: {}", wrong.astray.join(", ")));
        }
        if said.is_empty() {
            return Self::Right;
        }
        let only_astray = said.len() == 1 && !wrong.astray.is_empty();
        said.extend(wrong.details);
        let said = said.join("\n      ");
        if only_astray {
            Self::WrongProbe(said)
        } else {
            Self::Wrong(said)
        }
    }
}

/// One set-up with how it ended.
#[derive(Debug)]
pub struct Result {
    pub name: String,
    pub why: String,
    pub planted: bool,
    pub outcome: Outcome,
    pub seconds: f64,
}

impl fmt::Display for Result {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.planted { "planted" } else { "sound" };
        let (word, details) = match &self.outcome {
            Outcome::Right if self.planted => ("caught", String::new()),
            Outcome::Right => ("silent", String::new()),
            Outcome::WrongProbe(details) => ("WRONG PROBE", details.clone()),
            Outcome::Wrong(details) if self.planted => ("MISSED", details.clone()),
            Outcome::Wrong(details) => ("FALSE ALARM", details.clone()),
            Outcome::Waits(probes) => ("not run", format!("needs {}", probes.join(", "))),
        };
        write!(
            f,
            "{kind:7} {:44} {word:11} {:5.2} s",
            self.name, self.seconds
        )?;
        match &self.outcome {
            Outcome::Right => Ok(()),
            Outcome::Waits(_) => write!(f, "  {details}"),
            _ => write!(f, "\n    {}\n      {details}", self.why),
        }
    }
}

/// The sums.
#[derive(Debug, Default)]
pub struct Score {
    pub planted: usize,
    pub sound: usize,
    caught: usize,
    wrong_probe: usize,
    false_alarms: usize,
    waiting: Vec<String>,
    waiting_planted: usize,
    pub seconds: f64,
}

impl Score {
    pub fn of(results: Vec<Result>) -> Self {
        let mut score = Self::default();
        for result in results {
            let count = if result.planted {
                &mut score.planted
            } else {
                &mut score.sound
            };
            *count += 1;
            match (result.planted, &result.outcome) {
                (true, Outcome::Right) => score.caught += 1,
                (true, Outcome::WrongProbe(_)) => {
                    score.caught += 1;
                    score.wrong_probe += 1;
                }
                (false, Outcome::Wrong(_) | Outcome::WrongProbe(_)) => score.false_alarms += 1,
                (planted, Outcome::Waits(_)) => {
                    score.waiting_planted += usize::from(planted);
                    score.waiting.push(result.name);
                }
                (true, Outcome::Wrong(_)) | (false, Outcome::Right) => {}
            }
        }
        score
    }

    /// Everything that could be run went right.
    pub fn is_perfect(&self) -> bool {
        self.wrong_probe == 0
            && self.false_alarms == 0
            && self.caught + self.waiting_planted == self.planted
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\ncaught {} / planted {}", self.caught, self.planted)?;
        writeln!(f, "wrong probe {}", self.wrong_probe)?;
        writeln!(
            f,
            "false alarms {} / sound {}",
            self.false_alarms, self.sound
        )?;
        if !self.waiting.is_empty() {
            writeln!(
                f,
                "not run {}: {}",
                self.waiting.len(),
                self.waiting.join(", ")
            )?;
        }
        writeln!(f, "seconds {:.1}", self.seconds)
    }
}
