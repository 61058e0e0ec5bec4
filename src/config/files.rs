//! The configuration files that are there, and the profile that is chosen among theirs.

use std::path::{Path, PathBuf};

use super::error::ConfigError;
use super::file::ConfigFile;
use super::origin::Origin;
use super::paths::{self, Paths};
use super::policy::Policy;
use super::values::{Config, Flags};
use crate::context::Context;

/// The files, read.
#[derive(Debug)]
pub(super) struct Found {
    pub paths: Paths,
    /// The project file, named or found.
    pub project_file: Option<PathBuf>,
    /// True when it was named.
    pub project_file_named: bool,
    pub project: Option<ConfigFile>,
    pub user: Option<ConfigFile>,
}

impl Found {
    /// Looks for them. For a command that makes what is missing (`new`), the file that was named
    /// need not be there yet.
    pub(super) fn read(context: &Context, flags: &Flags, new: bool) -> Result<Self, ConfigError> {
        let paths = Paths::find(context);
        let named = flags.config.as_deref();
        let named = named.or_else(|| context.var("ST_HASURA_CONFIG").map(Path::new));
        let named = named.map(|path| context.cwd.join(path));
        let project_file_named = named.is_some();
        let project_file = named.or_else(|| paths::find_project_file(&context.cwd));
        let project = project_file
            .as_deref()
            .filter(|path| !new || path.exists())
            .map(|path| project_of(path, project_file_named))
            .transpose()?;
        let user = user_of(&paths)?;
        Ok(Self {
            paths,
            project_file,
            project_file_named,
            project,
            user,
        })
    }

    /// Both, the one that wins first.
    pub(super) fn files(&self) -> impl Iterator<Item = &ConfigFile> {
        self.project.iter().chain(self.user.iter())
    }

    /// The names of the profiles in them.
    fn names(&self) -> impl Iterator<Item = &String> {
        self.files().flat_map(|file| file.profiles.keys())
    }

    /// The profile in force, and where that choice comes from. One that is to be made need not be
    /// there.
    pub(super) fn profile(
        &self,
        context: &Context,
        flags: &Flags,
        new: bool,
    ) -> Result<(String, Origin), ConfigError> {
        let (name, origin) = if let Some(name) = &flags.profile {
            (name.clone(), Origin::Flag("--profile".into()))
        } else if let Some(name) = context.var("ST_HASURA_PROFILE") {
            (name.to_owned(), Origin::Env("ST_HASURA_PROFILE"))
        } else if let Some((name, file)) = self
            .files()
            .find_map(|file| Some((file.default_profile.clone()?, file)))
        {
            (
                name,
                Origin::File {
                    path: file.path.clone(),
                    line: 1,
                },
            )
        } else {
            return Ok(("default".into(), Origin::Default));
        };
        let known: Vec<String> = self.names().cloned().collect();
        if name != "default" && !known.contains(&name) && !new {
            return Err(ConfigError::UnknownProfile { name, known });
        }
        Ok((name, origin))
    }
}

fn project_of(path: &Path, named: bool) -> Result<ConfigFile, ConfigError> {
    if named {
        ConfigFile::read(path)
    } else {
        ConfigFile::read_found(path)
    }
}

fn user_of(paths: &Paths) -> Result<Option<ConfigFile>, ConfigError> {
    let path = paths.user_config.as_deref();
    let path = path.filter(|path| path.exists() && !path.is_dir());
    path.map(ConfigFile::read_found).transpose()
}

impl Config {
    /// The files that it was read from, or would be were they there.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Path> {
        let user = self.paths.user_config.as_deref();
        self.project_file.as_deref().into_iter().chain(user)
    }

    /// `[verify]` as the files have it by now, for who looks again when they change.
    pub(crate) fn policy_now(&self) -> Result<Option<Policy>, ConfigError> {
        let named = self.project_file_named;
        let project = self.project_file.as_deref();
        // A pipe says once what it says.
        if project.is_some_and(|path| path.exists() && !path.is_file()) {
            return Ok(self.policy.clone());
        }
        let project = project.map(|path| project_of(path, named)).transpose()?;
        let files = [project, user_of(&self.paths)?];
        let mut files = files.iter().flatten();
        Ok(files.find_map(|file| file.policy_of(&self.profile).cloned()))
    }
}

/// What a command line can name without anything else being looked at.
#[derive(Debug)]
pub(crate) struct Profiles {
    /// Those of the files, and the one that needs none.
    pub names: Vec<String>,
    /// The one in force.
    pub chosen: Option<String>,
    /// Where sessions are kept.
    pub paths: Paths,
}

/// The profiles, read from the files alone: no secret, no server, and no other key is looked at.
pub(crate) fn profiles(context: &Context, flags: &Flags) -> Result<Profiles, ConfigError> {
    let found = Found::read(context, flags, false)?;
    let mut names: Vec<String> = found.names().cloned().collect();
    names.push("default".to_owned());
    names.sort();
    names.dedup();
    let chosen = found.profile(context, flags, false);
    Ok(Profiles {
        names,
        chosen: chosen.ok().map(|(name, _)| name),
        paths: found.paths,
    })
}
