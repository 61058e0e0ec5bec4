//! `explain`: what a code or a message means. Nothing of the message itself is ever printed: it may
//! hold tokens, and whatever a terminal obeys.

mod error;
mod pages;
mod text;

#[cfg(test)]
mod tests;

use std::io::Read as _;

use serde::Serialize;

use crate::cli::ExplainArgs;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::troubles::{LONGEST, Page, Text, speaker};
use error::ExplainError;

/// A page, or the names of all of them.
#[derive(Debug)]
pub(crate) enum Explained {
    One {
        page: Box<Page>,
        /// What else the text speaks of, in the order of how much.
        also: Vec<Named>,
    },
    List(Vec<Named>),
}

/// A page's name and title.
#[derive(Debug, Serialize)]
pub(crate) struct Named {
    pub code: String,
    pub title: String,
}

/// Every page as one document.
pub fn troubles_page() -> String {
    text::document(&pages::all())
}

/// Every code that an error can have, with what it means: further codes of a page have its title.
pub fn error_codes() -> Vec<(String, String)> {
    let named = pages::all().into_iter().flat_map(|page| {
        let further = page.codes.into_iter().map(ToOwned::to_owned);
        let codes = std::iter::once(page.code).chain(further);
        codes.map(move |code| (code, page.title.clone()))
    });
    // Probes and rules have pages too.
    named.filter(|(code, _)| code.contains('.')).collect()
}

/// The names of all pages.
pub(crate) fn list() -> Vec<Named> {
    pages::all().iter().map(named).collect()
}

/// Finds the page.
pub(crate) fn run(context: &Context, args: &ExplainArgs) -> Result<Explained> {
    if args.list {
        return Ok(Explained::List(list()));
    }
    let raw = raw(context, &args.text)?;
    if let Some(page) = pages::called(raw.trim()) {
        let also = Vec::new();
        return Ok(Explained::One {
            page: Box::new(page),
            also,
        });
    }
    let text = Text::of(&raw);
    if let Some(speaker) = speaker(&text) {
        return Err(ExplainError::Others { speaker }.into());
    }
    let mut found = pages::in_text(&text).into_iter();
    match found.next() {
        Some(page) => Ok(Explained::One {
            page: Box::new(page),
            also: found.map(|page| named(&page)).collect(),
        }),
        None => Err(ExplainError::Unknown {
            near: pages::near(&text),
        }
        .into()),
    }
}

fn named(page: &Page) -> Named {
    Named {
        code: page.code.clone(),
        title: page.title.clone(),
    }
}

/// Beyond this a stream is not read: it may have no end.
const WHOLE: u64 = 256 * 1024 * 1024;

/// The beginning and the end of a stream: of a log, what went wrong stands last.
fn both_ends(stream: impl std::io::Read) -> std::io::Result<String> {
    let half = LONGEST / 2;
    let mut stream = stream.take(WHOLE);
    let mut head = Vec::new();
    stream.by_ref().take(half as u64).read_to_end(&mut head)?;
    let mut tail: Vec<u8> = Vec::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = stream.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        tail.extend_from_slice(&buffer[..read]);
        if tail.len() > 2 * half {
            tail.drain(..tail.len() - half);
        }
    }
    tail.drain(..tail.len().saturating_sub(half));
    head.extend(tail);
    Ok(String::from_utf8_lossy(&head).into_owned())
}

/// What is to be explained, as it was given.
fn raw(context: &Context, words: &[String]) -> Result<String> {
    if !words.is_empty() && words != ["-"] {
        return Ok(words.join(" "));
    }
    if context.stdin_tty && words.is_empty() {
        return Err(Error::usage(
            "nothing to explain",
            "give a code or a message: st-hasura explain 'JWSInvalidSignature'; --list prints all \
             that can be explained",
        ));
    }
    let text = both_ends(std::io::stdin().lock())
        .map_err(|source| Error::io("read", "standard input", source))?;
    if text.trim().is_empty() {
        return Err(Error::usage(
            "no text came over standard input",
            "pipe a log or an answer into it, or give a code or a message",
        ));
    }
    Ok(text)
}
