//! Many operations over one connection, so many at a time.

use std::time::{Duration, Instant};

use crate::error::Result;
use crate::hasura::socket::{Event, Socket, SocketError};
use crate::hasura::{GraphQlAnswer, GraphQlRequest};

/// Operations at a time that will be answered.
const WIDTH: usize = 32;
/// Operations at a time that may stay silent: they all wait together.
const SILENT_WIDTH: usize = 256;
/// How long to listen for what may never come. Hasura looks once a second.
const SILENCE: Duration = Duration::from_millis(1500);

pub(in crate::verify::probes) struct Operation {
    pub(in crate::verify::probes) request: GraphQlRequest,
    /// Other ways to ask the same, for when this one is refused.
    pub(in crate::verify::probes) others: Vec<GraphQlRequest>,
    /// A stream says nothing while there is nothing to tell.
    pub(in crate::verify::probes) may_be_silent: bool,
    /// Older databases refuse it to everybody, and every other way to ask the same.
    pub(in crate::verify::probes) may_be_impossible: bool,
}

impl Operation {
    /// One that is answered at once, and in one way.
    pub(in crate::verify::probes) const fn answered(request: GraphQlRequest) -> Self {
        Self {
            request,
            others: Vec::new(),
            may_be_silent: false,
            may_be_impossible: false,
        }
    }

    /// Whether what it was refused with is the database's complaint that was to be expected
    /// (contracts: hasura §3.7).
    pub(in crate::verify::probes) fn is_impossible(&self, words: &str) -> bool {
        self.may_be_impossible && words == "unexpected: database query error"
    }
}

/// What came of it.
#[derive(Clone, Debug)]
pub(in crate::verify::probes) enum Heard {
    Answer(GraphQlAnswer),
    Refused(String),
    Silence,
}

/// Runs the operations; the results stand in the order of the operations. A connection that ends
/// leaves the rest refused.
pub(super) async fn all(
    socket: &mut Socket,
    timeout: Duration,
    operations: &[Operation],
) -> Result<Vec<Heard>> {
    let mut heard: Vec<Option<Heard>> = operations.iter().map(|_| None).collect();
    let (silent, answered): (Vec<usize>, Vec<usize>) =
        (0..operations.len()).partition(|index| operations[*index].may_be_silent);
    let windows = answered
        .chunks(WIDTH)
        .map(|window| (window, timeout))
        .chain(silent.chunks(SILENT_WIDTH).map(|window| (window, SILENCE)));
    for (window, patience) in windows {
        match listen(socket, operations, window, patience, &mut heard).await {
            Ok(()) => {}
            Err(error) => {
                let words = error.downcast::<SocketError>()?.to_string();
                for slot in heard.iter_mut().filter(|slot| slot.is_none()) {
                    *slot = Some(Heard::Refused(words.clone()));
                }
                break;
            }
        }
    }
    Ok(heard
        .into_iter()
        .map(|slot| slot.unwrap_or(Heard::Silence))
        .collect())
}

/// One operation by itself, for a second word. Of equal streams that begin at once an engine may
/// leave one silent (contracts: hasura §3.7), and a refused one may have another way to ask.
pub(in crate::verify::probes) async fn again(
    socket: &mut Socket,
    timeout: Duration,
    request: &GraphQlRequest,
    may_be_silent: bool,
) -> Result<Heard> {
    let operation = Operation {
        may_be_silent,
        ..Operation::answered(request.clone())
    };
    let heard = all(socket, timeout, std::slice::from_ref(&operation)).await?;
    Ok(heard.into_iter().next().unwrap_or(Heard::Silence))
}

/// Starts the operations of a window and waits for the first word of each.
async fn listen(
    socket: &mut Socket,
    operations: &[Operation],
    window: &[usize],
    patience: Duration,
    heard: &mut [Option<Heard>],
) -> Result<()> {
    for index in window {
        let request = &operations[*index].request;
        socket.start(&index.to_string(), request).await?;
    }
    let deadline = Instant::now() + patience;
    while window.iter().any(|index| heard[*index].is_none()) {
        let Some((id, event)) = socket.next(deadline).await? else {
            break;
        };
        let Some(slot) = id.parse().ok().and_then(|id: usize| heard.get_mut(id)) else {
            continue;
        };
        if slot.is_some() {
            continue;
        }
        *slot = Some(match event {
            Event::Data(answer) => {
                socket.stop(&id).await?;
                match answer.first_error().filter(|_| answer.data.is_none()) {
                    Some(words) => Heard::Refused(words),
                    None => Heard::Answer(answer),
                }
            }
            Event::Failed(errors) => Heard::Refused(
                errors
                    .first()
                    .map_or_else(|| "refused".to_owned(), |error| error.message.clone()),
            ),
            Event::Complete => Heard::Refused("it ended without a result".to_owned()),
        });
    }
    for index in window {
        if heard[*index].is_none() {
            socket.stop(&index.to_string()).await?;
        }
    }
    Ok(())
}
