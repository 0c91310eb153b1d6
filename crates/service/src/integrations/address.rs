//! Where a webhook may be sent: never into our own network.

use domain::Problem;
use std::net::IpAddr;
use url::{Host, Url};

/// The longest address kept.
const MAX_ADDRESS: usize = 500;

/// An address outside, by TLS. A server that itself runs on this machine only, for trying out,
/// also sends to this machine.
///
/// A name is looked up again when a message is sent, and an inner address refused then.
///
/// # Errors
/// `Required`, `TooLong`; `UnknownChoice` for anything else than such an address.
pub(super) fn parse(address: &str, public_url: &str) -> Result<String, Problem> {
    let address = address.trim();
    if address.is_empty() {
        return Err(Problem::Required);
    }
    if address.len() > MAX_ADDRESS {
        return Err(Problem::TooLong {
            max: MAX_ADDRESS as u32,
        });
    }
    let url = Url::parse(address).map_err(|_| Problem::UnknownChoice)?;
    let is_named = url.username().is_empty() && url.password().is_none();
    let tries_out = Url::parse(public_url).is_ok_and(|own| is_this_machine(&own));
    let is_outside = match url.host() {
        Some(Host::Domain(name)) => url.scheme() == "https" && name.contains('.'),
        Some(Host::Ipv4(ip)) => url.scheme() == "https" && is_public(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => url.scheme() == "https" && is_public(IpAddr::V6(ip)),
        None => false,
    };
    let is_at_home = tries_out && matches!(url.scheme(), "http" | "https") && is_this_machine(&url);
    if is_named && (is_outside || is_at_home) {
        Ok(url.into())
    } else {
        Err(Problem::UnknownChoice)
    }
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

/// Whether an address is one of the wide world: not loopback, private, link-local, shared,
/// multicast, reserved, or an IPv4 address of those kinds in IPv6 clothes.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let [a, b, c, _] = ip.octets();
            !(ip.is_loopback()
                || ip.is_private()
                || ip.is_link_local()
                || ip.is_unspecified()
                || ip.is_broadcast()
                || ip.is_documentation()
                || ip.is_multicast()
                || a == 0
                || a >= 240
                || (a == 100 && (64..128).contains(&b))
                || (a == 192 && b == 0 && c == 0)
                || (a == 198 && (b == 18 || b == 19)))
        }
        IpAddr::V6(ip) => {
            if let Some(inner) = ip.to_ipv4() {
                return is_public(IpAddr::V4(inner));
            }
            let first = ip.segments()[0];
            let is_unique_local = first & 0xfe00 == 0xfc00;
            let is_link_local = first & 0xffc0 == 0xfe80;
            // Translated and tunnelled addresses may lead to an IPv4 network inside.
            let is_tunnel = first == 0x2002 || (first == 0x64 && ip.segments()[1] == 0xff9b);
            let is_documentation = first == 0x2001 && ip.segments()[1] == 0xdb8;
            !(ip.is_loopback()
                || ip.is_unspecified()
                || ip.is_multicast()
                || is_unique_local
                || is_link_local
                || is_tunnel
                || is_documentation)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_outside_are_taken() {
        for (address, taken) in [
            ("https://boutique.example.ma/hook", true),
            ("https://93.184.216.34/hook", true),
            ("http://boutique.example.ma/hook", false),
            ("https://localhost/hook", false),
            ("https://intranet/hook", false),
            ("https://user:secret@example.ma/", false),
            ("https://10.0.0.8/", false),
            ("https://169.254.169.254/latest", false),
            ("https://0x7f.1/", false),
            ("https://[::1]/", false),
            ("https://[::ffff:10.0.0.8]/", false),
            ("https://[fd00::1]/", false),
            ("ftp://example.ma/", false),
            ("javascript:alert(1)", false),
            ("not an address", false),
        ] {
            let found = parse(address, "https://taawouniya.ma").is_ok();
            assert_eq!(found, taken, "{address}");
        }
        assert_eq!(parse(" ", "https://taawouniya.ma"), Err(Problem::Required));
        assert!(parse("http://127.0.0.1:9000/hook", "http://127.0.0.1:3000").is_ok());
        assert!(parse("http://10.0.0.8/hook", "http://127.0.0.1:3000").is_err());
    }
}
