//! The auth API in three languages, and as the tutorial of 2022 had it.

use super::NewFile;
use super::templates::{self, Template};
use crate::dotenv;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// supertokens-node 24 on Express 5.
    Node,
    /// supertokens-node 9 on Express 4, with the JWT inside the session.
    NodeOf2022,
    /// supertokens-python on FastAPI.
    Python,
    /// supertokens-golang on net/http.
    Go,
}

impl Kind {
    const fn files(self) -> &'static [Template] {
        match self {
            Self::Node => templates::NODE,
            Self::NodeOf2022 => templates::TUTORIAL,
            Self::Python => templates::PYTHON,
            Self::Go => templates::GO,
        }
    }

    const fn env(self) -> &'static str {
        match self {
            Self::NodeOf2022 => templates::TUTORIAL_ENV,
            Self::Node | Self::Python | Self::Go => templates::ENV,
        }
    }

    /// The commands that install and start it, in its folder.
    pub(crate) const fn start(self) -> &'static [&'static str] {
        match self {
            Self::Node | Self::NodeOf2022 => &[
                "npm ci --ignore-scripts",
                "cp .env.example .env",
                "npm start",
            ],
            Self::Python => &[
                "python3 -m venv .venv",
                ".venv/bin/pip install -r requirements.txt",
                "cp .env.example .env",
                ".venv/bin/python server.py",
            ],
            Self::Go => &["cp .env.example .env", "go run ."],
        }
    }
}

/// What goes into `.env.example`. No value needs quotes.
#[derive(Clone, Debug)]
pub(crate) struct Answers {
    /// `APP_NAME`.
    pub name: String,
    /// `PORT`.
    pub port: u16,
    /// `API_DOMAIN`: an origin.
    pub api_domain: String,
    /// `API_BASE_PATH`, with a leading slash.
    pub base_path: String,
    /// `WEBSITE_DOMAIN`: an origin.
    pub website_domain: String,
    /// `CORE_URI`.
    pub core_uri: String,
}

/// All files of an auth API.
pub(crate) fn files(kind: Kind, answers: &Answers) -> Vec<NewFile> {
    let values = [
        ("APP_NAME", answers.name.clone()),
        ("PORT", answers.port.to_string()),
        ("API_DOMAIN", answers.api_domain.clone()),
        ("API_BASE_PATH", answers.base_path.clone()),
        ("WEBSITE_DOMAIN", answers.website_domain.clone()),
        ("CORE_URI", answers.core_uri.clone()),
    ];
    let mut files: Vec<NewFile> = kind
        .files()
        .iter()
        .map(|(path, text)| NewFile::shared(path, templates::text(text)))
        .collect();
    let env = dotenv::fill(&templates::text(kind.env()), &values);
    files.push(NewFile::shared(".env.example", env));
    files
}
