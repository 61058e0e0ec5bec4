//! The faults that are on, and how they are written on a command line.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;

use super::catalogue::Fault;
use super::service::Service;
use crate::SandboxError;

/// The faults in force. Clones share one set, which may change while the stack runs.
#[derive(Clone, Debug)]
pub struct Faults {
    active: Arc<Mutex<Active>>,
    changed: watch::Sender<()>,
}

/// What is on, where, and for how many more requests (`None`: until it is switched off).
type Active = BTreeMap<(Fault, Service), Option<u32>>;

impl Default for Faults {
    fn default() -> Self {
        Self {
            active: Arc::default(),
            changed: watch::Sender::new(()),
        }
    }
}

impl Faults {
    /// Reads `NAME`, `NAME@SERVICE`, `NAME:COUNT` or `NAME@SERVICE:COUNT`.
    pub fn parse<S: AsRef<str>>(texts: &[S]) -> Result<Self, SandboxError> {
        let faults = Self::default();
        for text in texts {
            faults.switch_on(text.as_ref())?;
        }
        Ok(faults)
    }

    /// Switches one fault on, written as for [`Faults::parse`].
    pub fn switch_on(&self, text: &str) -> Result<(), SandboxError> {
        let (rest, count) = match text.split_once(':') {
            None => (text, None),
            Some((rest, count)) => {
                let count = count
                    .parse()
                    .ok()
                    .filter(|count| *count > 0)
                    .ok_or_else(|| SandboxError::FaultCount(text.to_owned()))?;
                (rest, Some(count))
            }
        };
        let (fault, service) = find(rest)?;
        self.lock().insert((fault, service), count);
        self.changed.send_replace(());
        Ok(())
    }

    /// Switches one fault off; a count is ignored.
    pub fn switch_off(&self, text: &str) -> Result<(), SandboxError> {
        let (rest, _) = text.split_once(':').unwrap_or((text, ""));
        let key = find(rest)?;
        self.lock().remove(&key);
        self.changed.send_replace(());
        Ok(())
    }

    /// True while the fault is on at the service that it strikes by default.
    pub fn has(&self, fault: Fault) -> bool {
        self.lock().contains_key(&(fault, fault.home()))
    }

    /// True when the fault strikes this request to `service`; uses up one of its count.
    pub fn strikes(&self, fault: Fault, service: Service) -> bool {
        let mut active = self.lock();
        let struck = match active.get_mut(&(fault, service)) {
            None => return false,
            Some(None) => return true,
            Some(Some(left)) => {
                *left -= 1;
                *left == 0
            }
        };
        if struck {
            active.remove(&(fault, service));
            drop(active);
            self.changed.send_replace(());
        }
        true
    }

    /// The faults in force, as they would be typed.
    pub fn names(&self) -> Vec<String> {
        self.lock()
            .keys()
            .map(|(fault, service)| {
                if *service == fault.home() {
                    fault.name().to_owned()
                } else {
                    format!("{}@{}", fault.name(), service.name())
                }
            })
            .collect()
    }

    /// Wakes whenever the set changes.
    pub fn subscribe(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Active> {
        self.active.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `NAME` or `NAME@SERVICE`.
fn find(text: &str) -> Result<(Fault, Service), SandboxError> {
    let (name, place) = match text.split_once('@') {
        None => (text, None),
        Some((name, place)) => (name, Some(place)),
    };
    let fault = Fault::ALL
        .iter()
        .copied()
        .find(|fault| fault.name() == name)
        .ok_or_else(|| SandboxError::UnknownFault {
            name: name.to_owned(),
            nearest: nearest(name),
        })?;
    let Some(place) = place else {
        return Ok((fault, fault.home()));
    };
    match Service::parse(place) {
        Some(service) if service == fault.home() || fault.travels() => Ok((fault, service)),
        _ => Err(SandboxError::FaultService {
            fault: fault.name(),
            place: place.to_owned(),
            allowed: if fault.travels() {
                "api, core or hasura"
            } else {
                fault.home().name()
            },
        }),
    }
}

fn nearest(name: &str) -> Option<&'static str> {
    Fault::ALL
        .iter()
        .map(|fault| (strsim::jaro_winkler(name, fault.name()), fault.name()))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .filter(|(likeness, _)| *likeness > 0.7)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_find_their_fault() {
        for fault in Fault::ALL.iter().copied() {
            let faults = Faults::parse(&[fault.name()]).unwrap();
            assert!(faults.has(fault), "{}", fault.name());
            assert_eq!(faults.names(), [fault.name()]);
            assert!(!fault.about().is_empty());
        }
    }

    #[test]
    fn an_unknown_name_names_its_nearest() {
        let error = Faults::parse(&["ignore-expp"]).unwrap_err();
        assert!(
            matches!(
                error,
                SandboxError::UnknownFault {
                    nearest: Some("ignore-exp"),
                    ..
                }
            ),
            "{error:?}"
        );
        assert!(matches!(
            Faults::parse(&["zzzzzz"]).unwrap_err(),
            SandboxError::UnknownFault { nearest: None, .. }
        ));
    }

    #[test]
    fn a_count_is_used_up() {
        let faults = Faults::parse(&["bad-gateway@hasura:2"]).unwrap();
        assert!(!faults.strikes(Fault::BadGateway, Service::Api));
        assert!(faults.strikes(Fault::BadGateway, Service::Hasura));
        assert!(faults.strikes(Fault::BadGateway, Service::Hasura));
        assert!(!faults.strikes(Fault::BadGateway, Service::Hasura));
    }

    #[test]
    fn a_fault_of_one_service_does_not_move() {
        assert!(matches!(
            Faults::parse(&["ignore-exp@core"]).unwrap_err(),
            SandboxError::FaultService {
                allowed: "hasura",
                ..
            }
        ));
        assert!(matches!(
            Faults::parse(&["slow:0"]).unwrap_err(),
            SandboxError::FaultCount(_)
        ));
    }

    #[test]
    fn clones_share_the_set() {
        let faults = Faults::default();
        let clone = faults.clone();
        faults.switch_on("core-down").unwrap();
        assert!(clone.has(Fault::CoreDown));
        clone.switch_off("core-down").unwrap();
        assert!(!faults.has(Fault::CoreDown));
    }
}
