//! Packs the files that `scaffold` writes: lock files above all, which would make up most of
//! what the feature weighs and are read by nobody but other programs.
#![allow(
    clippy::print_stdout,
    reason = "this is how a build script speaks to cargo"
)]

use std::fs::File;
use std::io::{Error, Write as _};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::DeflateEncoder;

const TEMPLATES: &str = "src/setup/scaffold/templates";

fn main() -> Result<(), Error> {
    println!("cargo::rerun-if-changed={TEMPLATES}");
    let mut files = Vec::new();
    collect(Path::new(TEMPLATES), &mut files)?;
    // Readers find files by name, so the order only has to be the same everywhere.
    files.sort();
    let out = std::env::var_os("OUT_DIR").ok_or_else(|| Error::other("cargo sets OUT_DIR"))?;
    let packed = File::create(PathBuf::from(out).join("templates.deflate"))?;
    let mut packed = DeflateEncoder::new(packed, Compression::best());
    for path in files {
        let name = path.strip_prefix(TEMPLATES).map_err(Error::other)?;
        let name = name.to_string_lossy().replace('\\', "/");
        let text = std::fs::read_to_string(&path)?.replace("\r\n", "\n");
        // The name, how many bytes follow, and the bytes.
        write!(packed, "{name}\n{}\n{text}", text.len())?;
    }
    packed.finish()?;
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Error> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
