//! From the library's error chain to a cause.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use rustls::{CertificateError, Error as RustlsError};
use time::OffsetDateTime;
use url::{Host, Url};

use super::error::{HttpError, TlsFault};
use super::sensitive;

/// Names the cause of a failed request.
pub(super) fn cause(error: &reqwest::Error, url: &Url, connect_timeout: Duration) -> HttpError {
    let host = host_and_port(url);
    let shown = sensitive::shown(url);
    if error.is_dns() {
        return HttpError::Dns {
            host: url.host_str().unwrap_or_default().to_owned(),
            detail: innermost(error),
        };
    }
    if let Some(fault) = find(error, |error| {
        error.downcast_ref::<RustlsError>().map(tls_fault)
    }) {
        return HttpError::Tls { host, fault };
    }
    let io = find(error, |error| {
        error.downcast_ref::<io::Error>().map(io::Error::kind)
    });
    let detail = innermost(error);
    if error.is_connect() {
        return match io {
            Some(io::ErrorKind::ConnectionRefused) => HttpError::Refused {
                host,
                loopback: is_loopback(url),
            },
            _ if error.is_timeout() => HttpError::ConnectTimeout {
                host,
                seconds: connect_timeout.as_secs_f64(),
            },
            _ => HttpError::Connect { host, detail },
        };
    }
    let url = shown;
    if let Some(hyper) = find(error, |error| {
        error.downcast_ref::<hyper::Error>().map(Fault::of)
    }) {
        match hyper {
            Fault::Closed => return HttpError::ClosedEarly { url, detail },
            Fault::Parse => return HttpError::NotHttp { url, detail },
            // Between the head and the end, such as a chunk without a size.
            Fault::Other
                if matches!(
                    io,
                    Some(io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput)
                ) =>
            {
                return HttpError::NotHttp { url, detail };
            }
            Fault::Other => {}
        }
    }
    match io {
        Some(
            io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe,
        ) => HttpError::ClosedEarly { url, detail },
        _ if error.is_decode() || error.is_body() => HttpError::Decode { url, detail },
        _ => HttpError::Other { url, detail },
    }
}

enum Fault {
    Closed,
    Parse,
    Other,
}

impl Fault {
    fn of(error: &hyper::Error) -> Self {
        if error.is_incomplete_message() || error.is_closed() || error.is_canceled() {
            Self::Closed
        } else if error.is_parse() {
            Self::Parse
        } else {
            Self::Other
        }
    }
}

/// Walks the chain; an `io::Error` hides the error that it wraps from `source`.
fn find<T>(
    error: &(dyn StdError + 'static),
    wanted: impl Fn(&(dyn StdError + 'static)) -> Option<T>,
) -> Option<T> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = wanted(error) {
            return Some(found);
        }
        next = inner(error);
    }
    None
}

fn inner<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a (dyn StdError + 'static)> {
    match error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        Some(wrapped) => Some(wrapped),
        None => error.source(),
    }
}

/// The words of the deepest error: the outer ones only repeat that the request failed.
pub(super) fn innermost(error: &(dyn StdError + 'static)) -> String {
    let mut error = error;
    while let Some(next) = inner(error) {
        error = next;
    }
    error.to_string()
}

fn tls_fault(error: &RustlsError) -> TlsFault {
    match error {
        RustlsError::InvalidCertificate(fault) => certificate_fault(fault),
        RustlsError::InvalidMessage(_) => TlsFault::NotTls,
        RustlsError::AlertReceived(alert) => TlsFault::Alert(format!("{alert:?}")),
        other => TlsFault::Other(other.to_string()),
    }
}

fn certificate_fault(fault: &CertificateError) -> TlsFault {
    let date = |time: &rustls::pki_types::UnixTime| {
        let seconds = i64::try_from(time.as_secs()).ok()?;
        let time = OffsetDateTime::from_unix_timestamp(seconds).ok()?;
        Some(time.date().to_string())
    };
    match fault {
        CertificateError::UnknownIssuer => TlsFault::UnknownIssuer,
        CertificateError::Expired => TlsFault::Expired(None),
        CertificateError::ExpiredContext { not_after, .. } => TlsFault::Expired(date(not_after)),
        CertificateError::NotValidYet => TlsFault::NotYetValid(None),
        CertificateError::NotValidYetContext { not_before, .. } => {
            TlsFault::NotYetValid(date(not_before))
        }
        CertificateError::NotValidForName => TlsFault::WrongName(Vec::new()),
        CertificateError::NotValidForNameContext { presented, .. } => {
            TlsFault::WrongName(presented.iter().map(|name| bare(name)).collect())
        }
        CertificateError::Other(other)
            if matches!(
                other.0.downcast_ref::<webpki::Error>(),
                Some(webpki::Error::CaUsedAsEndEntity)
            ) =>
        {
            TlsFault::SelfSigned
        }
        other => TlsFault::Certificate(other.to_string()),
    }
}

/// A name of a certificate; the library writes `DnsName("example.com")`.
fn bare(name: &str) -> String {
    let inner = name
        .split_once("(\"")
        .and_then(|(_, rest)| rest.strip_suffix("\")"));
    inner.unwrap_or(name).to_owned()
}

/// `host:port`, the port always said.
pub(super) fn host_and_port(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port_or_known_default() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
