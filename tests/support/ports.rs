//! Ports that are named before anybody listens there.

use std::net::{Ipv4Addr, TcpListener, UdpSocket};
use std::sync::{Mutex, PoisonError};

/// Below those that systems hand out by themselves (Linux from 32768, others from 49152): a port
/// that was one of those and is free again may be anybody's by the time a server wants it.
const PORTS: std::ops::Range<u16> = 20_000..32_000;

/// A port of the loopback that nobody listens at, and that no other test is given, in this process
/// or another: the datagram port of the same number is kept as the sign of it.
pub fn unused() -> u16 {
    static SIGNS: Mutex<Vec<UdpSocket>> = Mutex::new(Vec::new());
    let mut signs = SIGNS.lock().unwrap_or_else(PoisonError::into_inner);
    for port in PORTS {
        let address = (Ipv4Addr::LOCALHOST, port);
        if let Ok(sign) = UdpSocket::bind(address)
            && TcpListener::bind(address).is_ok()
        {
            signs.push(sign);
            return port;
        }
    }
    panic!("nothing is free in {PORTS:?}")
}
