//! What each [`HttpError`] says beside its message: code, exit status, what to do, further facts.

use super::error::{HttpError, TlsFault};
use crate::bounded;
use crate::diagnostic::Diagnostic;
use crate::exit::Exit;

impl Diagnostic for HttpError {
    fn class(&self) -> (&'static str, Exit) {
        match self {
            Self::Printed(_) => ("http.printed", Exit::Ok),
            Self::BadUrl { .. } => ("http.bad_url", Exit::Usage),
            Self::PemUnreadable { .. } => ("http.pem_unreadable", Exit::Usage),
            Self::PemInvalid { .. } => ("http.pem_invalid", Exit::Usage),
            Self::KeyWithoutCert => ("http.key_without_cert", Exit::Usage),
            Self::BadProxy { .. } => ("http.bad_proxy", Exit::Usage),
            Self::Proxy { .. } => ("http.proxy", Exit::Unreachable),
            Self::TlsSetup { .. } => ("http.tls_setup", Exit::Usage),
            Self::Dns { .. } => ("http.dns", Exit::Unreachable),
            Self::Refused { .. } => ("http.refused", Exit::Unreachable),
            Self::Connect { .. } => ("http.connect", Exit::Unreachable),
            Self::ConnectTimeout { .. } => ("http.connect_timeout", Exit::Unreachable),
            Self::Tls { .. } => ("http.tls", Exit::Unreachable),
            Self::Timeout { .. } => ("http.timeout", Exit::Unreachable),
            Self::ClosedEarly { .. } => ("http.closed_early", Exit::Unreachable),
            Self::NotHttp { .. } => ("http.not_http", Exit::Contract),
            Self::Decode { .. } => ("http.decode", Exit::Contract),
            Self::BodyTooLarge { .. } => ("http.body_too_large", Exit::Contract),
            Self::RedirectLoop { .. } => ("http.redirect_loop", Exit::Contract),
            Self::CrossOrigin { .. } => ("http.cross_origin_redirect", Exit::Contract),
            Self::Downgrade { .. } => ("http.downgrade_redirect", Exit::Contract),
            Self::LosesBody { .. } => ("http.redirect_loses_body", Exit::Contract),
            Self::BadRedirect { .. } => ("http.bad_redirect", Exit::Contract),
            Self::Other { .. } => ("http.other", Exit::Unreachable),
        }
    }

    fn hint(&self) -> Option<String> {
        hint(self)
    }

    fn notes(&self) -> Vec<String> {
        notes(self)
    }
}

/// What to do.
fn hint(error: &HttpError) -> Option<String> {
    let text = match error {
        HttpError::Printed(_) => return None,
        HttpError::PemUnreadable { source, .. } => return bounded::hint(source),
        HttpError::BadUrl { .. } => "write it as http://HOST:PORT or https://HOST",
        HttpError::PemInvalid { .. } => {
            "PEM is text with -----BEGIN …----- lines; convert DER with `openssl x509 -inform der`"
        }
        HttpError::KeyWithoutCert => "give the certificate of the key with --cert",
        HttpError::BadProxy { .. } => "write it as http://HOST:PORT",
        HttpError::Proxy { origin, .. } => {
            return Some(format!(
                "start the proxy, or correct {origin}; NO_PROXY lists the hosts that are reached \
                 without one"
            ));
        }
        HttpError::TlsSetup { .. } => {
            "install the system's CA certificates (ca-certificates), or give --cacert"
        }
        HttpError::Dns { .. } => {
            "check the spelling and the network; --resolve HOST:PORT:ADDRESS goes past DNS"
        }
        HttpError::Refused { loopback: true, .. } => {
            "is the server running, and on that port? Inside a container, localhost is the \
             container itself"
        }
        HttpError::Refused {
            loopback: false, ..
        } => "is the server running, and is that the right port?",
        HttpError::Connect { .. } => "check the network, the firewall and any proxy",
        HttpError::ConnectTimeout { .. } => {
            "check the network and the firewall, or raise --connect-timeout"
        }
        HttpError::Tls { fault, .. } => return tls_hint(fault),
        HttpError::Timeout { .. } => "look at the server's load and log, or raise --timeout",
        HttpError::ClosedEarly { .. } => {
            "look at the server's log: it, or a proxy in front of it, may have crashed; a port \
             that speaks TLS wants https://"
        }
        HttpError::NotHttp { .. } => "is it an https server, or another service on that port?",
        HttpError::Decode { .. } => "look at the proxy in front of the server",
        HttpError::BodyTooLarge { .. } => "is it the right URL?",
        HttpError::RedirectLoop { .. } => "look at the server's or the proxy's redirect rules",
        HttpError::CrossOrigin { .. } => {
            "credentials are never sent to another origin; if it is the right one, put it into \
             the configured URL"
        }
        HttpError::Downgrade { .. } => "a proxy that ends TLS often does not tell the server so",
        HttpError::LosesBody { .. } => "put the URL that it redirects to into the configuration",
        HttpError::BadRedirect { .. } => "look at the server's redirect rules",
        HttpError::Other { .. } => "run again with -vv to see the exchange",
    };
    Some(text.to_owned())
}

fn tls_hint(fault: &TlsFault) -> Option<String> {
    let text = match fault {
        TlsFault::UnknownIssuer => {
            "give the authority's certificate with --cacert; --insecure (tests only) does not ask"
        }
        TlsFault::SelfSigned => {
            "give the server a certificate of its own (mkcert makes one); --insecure (tests only) \
             takes this one"
        }
        TlsFault::Expired(_) => "renew it at the server; is this machine's clock right?",
        TlsFault::NotYetValid(_) => "is this machine's clock right?",
        TlsFault::WrongName(_) => "use a host name that the certificate names",
        TlsFault::Certificate(_) => "have the server's certificate reissued",
        TlsFault::NotTls => "use http:// in the URL, or the port that speaks TLS",
        TlsFault::Alert(_) => "does the server ask for a client certificate? Give --cert and --key",
        TlsFault::Other(_) => return None,
    };
    Some(text.to_owned())
}

/// What else is known.
fn notes(error: &HttpError) -> Vec<String> {
    match error {
        HttpError::Dns { detail, .. }
        | HttpError::ClosedEarly { detail, .. }
        | HttpError::NotHttp { detail, .. }
        | HttpError::Decode { detail, .. } => vec![detail.clone()],
        HttpError::Proxy { origin, url, .. } => vec![format!(
            "{origin} names it for {url}, which was never asked"
        )],
        HttpError::Timeout {
            received: Some(bytes),
            ..
        } => vec![format!(
            "the answer had begun: {bytes} bytes of its body came"
        )],
        HttpError::Timeout { received: None, .. } => {
            vec!["connected, but no answer had begun".into()]
        }
        HttpError::LosesBody { to, .. } => vec![format!("it redirects to {to}")],
        HttpError::Printed(_)
        | HttpError::BadUrl { .. }
        | HttpError::PemUnreadable { .. }
        | HttpError::PemInvalid { .. }
        | HttpError::KeyWithoutCert
        | HttpError::BadProxy { .. }
        | HttpError::TlsSetup { .. }
        | HttpError::Refused { .. }
        | HttpError::Connect { .. }
        | HttpError::ConnectTimeout { .. }
        | HttpError::Tls { .. }
        | HttpError::BodyTooLarge { .. }
        | HttpError::RedirectLoop { .. }
        | HttpError::CrossOrigin { .. }
        | HttpError::Downgrade { .. }
        | HttpError::BadRedirect { .. }
        | HttpError::Other { .. } => Vec::new(),
    }
}
