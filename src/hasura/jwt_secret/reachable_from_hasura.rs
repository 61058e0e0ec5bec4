//! Whether Hasura, from where it runs, can reach a URL that works from here.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// What speaks against a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Obstacle {
    /// This machine: inside a container it is the container itself.
    Loopback,
    /// A private network (RFC 1918, RFC 4193, RFC 6598).
    Private,
    /// Link-local addresses (RFC 3927, RFC 4291).
    LinkLocal,
    /// A name that only a local network resolves (`.local`, `.lan`, `.internal`, …).
    LocalName,
    /// A name without dots: a container or a machine of the local network.
    BareName,
    /// Plain http to a public host: whoever sits between can swap the keys.
    PlainHttp,
}

/// Names that containers have for their host; they are meant for this very use.
const HOST_OF_CONTAINER: &[&str] = &[
    "host.docker.internal",
    "host.containers.internal",
    "gateway.docker.internal",
];

/// Top-level names that never exist on the public net (RFC 6762, RFC 6761, RFC 8375, ICANN).
const LOCAL_ENDINGS: &[&str] = &[
    ".local",
    ".localdomain",
    ".lan",
    ".home",
    ".home.arpa",
    ".internal",
    ".intranet",
    ".corp",
    ".private",
    ".test",
];

impl Obstacle {
    /// Looks at a URL.
    pub(crate) fn of(url: &Url) -> Option<Self> {
        let found = match url.host()? {
            Host::Domain(name) => of_name(name),
            Host::Ipv4(address) => of_ipv4(address),
            Host::Ipv6(address) => of_ipv6(address),
        };
        let trusted = matches!(url.host(), Some(Host::Domain(name)) if is_host_of_container(name));
        found.or_else(|| (url.scheme() == "http" && !trusted).then_some(Self::PlainHttp))
    }

    /// What it means for Hasura.
    pub(crate) const fn meaning(self) -> &'static str {
        match self {
            Self::Loopback => {
                "is this machine itself: Hasura in a container or in the cloud looks for it in its own"
            }
            Self::Private => "is an address of a private network, which Hasura Cloud cannot reach",
            Self::LinkLocal => "is a link-local address, which no other network reaches",
            Self::LocalName => "is a name that only a local network resolves",
            Self::BareName => {
                "is a name without dots, which only its own container network resolves"
            }
            Self::PlainHttp => "is asked over plain http: whoever sits between can swap the keys",
        }
    }

    /// What to do about it.
    pub(crate) const fn remedy(self) -> &'static str {
        match self {
            Self::Loopback => {
                "for Hasura in Docker give --jwks-url with host.docker.internal; for Hasura Cloud \
                 open a tunnel and give its URL; or write the key itself with --inline-key"
            }
            Self::BareName => {
                "this works when Hasura is in the same network; otherwise give --jwks-url with a \
                 name that Hasura resolves, or write the key itself with --inline-key"
            }
            Self::Private | Self::LinkLocal | Self::LocalName => {
                "give --jwks-url with a public URL (a tunnel, say), or write the key itself with \
                 --inline-key"
            }
            Self::PlainHttp => "use https",
        }
    }
}

fn is_host_of_container(name: &str) -> bool {
    HOST_OF_CONTAINER
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

fn of_name(name: &str) -> Option<Obstacle> {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    if is_host_of_container(&name) {
        None
    } else if name == "localhost" || name.ends_with(".localhost") {
        Some(Obstacle::Loopback)
    } else if !name.contains('.') {
        Some(Obstacle::BareName)
    } else if LOCAL_ENDINGS.iter().any(|ending| name.ends_with(ending)) {
        Some(Obstacle::LocalName)
    } else {
        None
    }
}

fn of_ipv4(address: Ipv4Addr) -> Option<Obstacle> {
    let [first, second, ..] = address.octets();
    if address.is_loopback() || address.is_unspecified() {
        Some(Obstacle::Loopback)
    } else if address.is_link_local() {
        Some(Obstacle::LinkLocal)
    } else if address.is_private() || (first == 100 && (64..128).contains(&second)) {
        Some(Obstacle::Private)
    } else {
        None
    }
}

fn of_ipv6(address: Ipv6Addr) -> Option<Obstacle> {
    match IpAddr::V6(address).to_canonical() {
        IpAddr::V4(address) => of_ipv4(address),
        IpAddr::V6(address) if address.is_loopback() || address.is_unspecified() => {
            Some(Obstacle::Loopback)
        }
        IpAddr::V6(address) if address.is_unicast_link_local() => Some(Obstacle::LinkLocal),
        IpAddr::V6(address) if address.is_unique_local() => Some(Obstacle::Private),
        IpAddr::V6(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_host() {
        use Obstacle as O;
        for (url, expected) in [
            ("http://localhost:3333/", Some(O::Loopback)),
            ("https://api.localhost/", Some(O::Loopback)),
            ("http://127.0.0.1/", Some(O::Loopback)),
            ("http://0.0.0.0/", Some(O::Loopback)),
            ("http://[::1]/", Some(O::Loopback)),
            ("http://[::ffff:127.0.0.1]/", Some(O::Loopback)),
            ("http://2130706433/", Some(O::Loopback)),
            ("https://10.1.2.3/", Some(O::Private)),
            ("https://172.16.0.1/", Some(O::Private)),
            ("https://172.32.0.1/", None),
            ("https://192.168.1.5/", Some(O::Private)),
            ("https://100.64.0.1/", Some(O::Private)),
            ("https://[fd00::1]/", Some(O::Private)),
            ("https://169.254.1.1/", Some(O::LinkLocal)),
            ("https://[fe80::1]/", Some(O::LinkLocal)),
            ("https://Laptop.local/", Some(O::LocalName)),
            ("https://api.internal./", Some(O::LocalName)),
            ("http://api:3000/", Some(O::BareName)),
            ("http://host.docker.internal:3333/", None),
            ("http://api.example.com/", Some(O::PlainHttp)),
            ("https://api.example.com/", None),
            ("https://8.8.8.8/", None),
        ] {
            assert_eq!(Obstacle::of(&Url::parse(url).unwrap()), expected, "{url}");
        }
    }
}
