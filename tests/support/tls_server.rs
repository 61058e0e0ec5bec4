//! A TLS server with certificates made on the spot, over a private authority.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, Stream};

use super::patience::PATIENCE;

/// An authority that nobody trusts unless told so.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A certificate and its key.
pub struct Identity {
    der: CertificateDer<'static>,
    pub pem: String,
    key: KeyPair,
}

impl Authority {
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        // OpenSSL takes a certificate for self-signed when its authority has the same name.
        let name = &mut params.distinguished_name;
        name.push(DnType::CommonName, "authority of a test");
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// A certificate for these names, valid until the end of that year.
    pub fn issue(&self, names: &[&str], until: i32) -> Identity {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut params = CertificateParams::new(names).unwrap();
        params.not_before = date_time_ymd(2000, 1, 1);
        params.not_after = date_time_ymd(until, 12, 31);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        Identity {
            der: certificate.der().clone(),
            pem: certificate.pem(),
            key,
        }
    }
}

impl Identity {
    /// What `openssl req -x509` makes: signed by itself, and an authority at that.
    pub fn self_signed(name: &str) -> Self {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        Self {
            der: certificate.der().clone(),
            pem: certificate.pem(),
            key,
        }
    }

    pub fn key_pem(&self) -> String {
        self.key.serialize_pem()
    }
}

/// What a server makes of a request's head.
pub type Answer = dyn Fn(&[u8]) -> std::io::Result<Vec<u8>> + Send + Sync;

/// Answers every request with its own head, or stands in front of a plain server.
pub struct TlsServer {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
}

impl TlsServer {
    /// With `clients`, only clients with a certificate of that authority are let in.
    pub fn start(identity: &Identity, clients: Option<&Authority>) -> Self {
        let echo = |head: &[u8]| {
            let length = head.len();
            let start =
                format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
            Ok([start.as_bytes(), head].concat())
        };
        Self::answering(identity, clients, 0, Arc::new(echo))
    }

    /// Hands requests without a body on to this port, as the end of a tunnel does. Listens at
    /// `at`; 0 for any port.
    pub fn in_front_of(identity: &Identity, port: u16, at: u16) -> Self {
        let forward = move |head: &[u8]| {
            let head =
                String::from_utf8_lossy(head).replacen("\r\n", "\r\nconnection: close\r\n", 1);
            let mut tcp = TcpStream::connect(("127.0.0.1", port))?;
            tcp.set_read_timeout(Some(PATIENCE))?;
            tcp.write_all(head.as_bytes())?;
            let mut answer = Vec::new();
            tcp.read_to_end(&mut answer)?;
            Ok(answer)
        };
        Self::answering(identity, None, at, Arc::new(forward))
    }

    /// Answers what `answer` makes of each request's head. Listens at `at`; 0 for any port.
    pub fn answering(
        identity: &Identity,
        clients: Option<&Authority>,
        at: u16,
        answer: Arc<Answer>,
    ) -> Self {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .unwrap();
        let builder = match clients {
            None => builder.with_no_client_auth(),
            Some(authority) => {
                let mut roots = RootCertStore::empty();
                roots.add(authority.0.der().clone()).unwrap();
                let verifier =
                    WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
                builder.with_client_cert_verifier(verifier.build().unwrap())
            }
        };
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(identity.key.serialize_der()));
        let config = builder
            .with_single_cert(vec![identity.der.clone()], key)
            .unwrap();
        let config = Arc::new(config);
        let listener = TcpListener::bind(("127.0.0.1", at)).unwrap();
        let address = listener.local_addr().unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if stopped.load(Ordering::Relaxed) {
                    break;
                }
                // A handshake that fails is what is being tested.
                drop(serve(stream, Arc::clone(&config), &*answer));
            }
        });
        Self { address, stop }
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }
}

impl Drop for TlsServer {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(mut tcp: TcpStream, config: Arc<ServerConfig>, answer: &Answer) -> std::io::Result<()> {
    tcp.set_read_timeout(Some(std::time::Duration::from_secs(5)))?;
    let mut connection = ServerConnection::new(config).map_err(std::io::Error::other)?;
    let mut stream = Stream::new(&mut connection, &mut tcp);
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    stream.write_all(&answer(&head)?)?;
    stream.conn.send_close_notify();
    stream.flush()
}
