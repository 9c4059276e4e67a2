//! Messages to other programs over HTTPS: one request, no redirection followed, no proxy, and no machine of a private network
//! unless that was allowed.
//!
//! The address is looked at after its name was resolved, and the connection goes to the very address that was looked at: a name
//! that answers differently the next time leads nowhere else.

use app::ports::webhooks::{Courier, Post, Posted};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error, config::Config};

/// From the name to the last byte of the answer.
const PATIENCE: Duration = Duration::from_secs(15);

/// Carries messages over HTTPS.
#[derive(Clone, Copy, Debug, Default)]
pub struct HttpCourier;

impl Courier for HttpCourier {
    fn post(&self, post: &Post) -> Posted {
        let mut request = agent(post.is_private).post(&post.url);
        for (name, value) in &post.headers {
            request = request.header(*name, value);
        }
        match request.send(&post.body) {
            Ok(response) => Posted::Answered(response.status().as_u16()),
            Err(error) => Posted::NotReached(french(&error)),
        }
    }
}

/// One for each message: nothing is shared between receivers, not even a connection.
fn agent(is_private: bool) -> Agent {
    let config = Config::builder()
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .proxy(None)
        .user_agent("Quitus")
        .build();
    Agent::with_parts(config, DefaultConnector::default(), Guarded { is_private, names: DefaultResolver::default() })
}

#[derive(Debug)]
struct Guarded {
    is_private: bool,
    names: DefaultResolver,
}

impl Resolver for Guarded {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.names.resolve(uri, config, timeout)?;
        let allowed = |address: &&SocketAddr| self.is_private || is_public(address.ip());
        let mut kept = self.empty();
        found.iter().filter(allowed).for_each(|address| kept.push(*address));
        if kept.is_empty() { Err(Error::Other(Box::new(PrivateAddress))) } else { Ok(kept) }
    }
}

#[derive(Debug)]
struct PrivateAddress;

impl std::fmt::Display for PrivateAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("cette adresse mène à cette machine ou à un réseau privé, ce qui n’a pas été permis")
    }
}

impl std::error::Error for PrivateAddress {}

/// Reached from anywhere: not this machine, not a private, link-local, shared, reserved or documentation network.
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_documentation()
        || ip.is_multicast()
        // 0/8, shared 100.64/10 (RFC 6598), 192.0.0/24 (RFC 6890), benchmarks 198.18/15 (RFC 2544), reserved 240/4.
        || a == 0
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (18..20).contains(&b))
        || a >= 240;
    !special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    if let Some(v4) = ip.to_ipv4_mapped() {
        return is_public_v4(v4);
    }
    let [first, second, ..] = ip.segments();
    // Global unicast only (2000::/3), without documentation, Teredo, and 6to4, which carry other addresses inside.
    let is_global = (0x2000..0x4000).contains(&first);
    is_global && first != 0x2002 && !(first == 0x2001 && (second < 0x0200 || second == 0x0db8)) && first != 0x3fff
}

fn french(error: &Error) -> String {
    match error {
        Error::HostNotFound => "Ce nom de machine n’existe pas.".to_string(),
        Error::Timeout(_) => "Pas de réponse à temps.".to_string(),
        Error::ConnectionFailed => "La connexion n’a pas pu s’établir.".to_string(),
        Error::Other(cause) if cause.is::<PrivateAddress>() => format!("Refusé : {cause}."),
        Error::Io(cause) if cause.kind() == std::io::ErrorKind::ConnectionRefused => {
            "La machine refuse la connexion.".to_string()
        }
        Error::Io(cause) => format!("L’envoi n’a pas abouti : {}.", app::unread::system(cause)),
        Error::Tls(_) | Error::Rustls(_) | Error::Pem(_) => {
            "La connexion chiffrée n’a pas pu s’établir : vérifiez le certificat de cette machine.".to_string()
        }
        Error::BadUri(_) | Error::Http(_) => "Cette adresse ne se lit pas : corrigez-la.".to_string(),
        Error::TooManyRedirects | Error::RedirectFailed => {
            "Cette adresse renvoie sans fin à une autre : corrigez-la.".to_string()
        }
        _ => "La réponse de cette machine ne se lit pas : vérifiez l’adresse.".to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_everybody_are_public() {
        let public = ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "2a01:e0a::1"];
        public.iter().for_each(|ip| assert!(is_public(ip.parse().unwrap()), "{ip}"));
        let private = [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "203.0.113.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2001:0:4136::1",
            "64:ff9b::7f00:1",
        ];
        private.iter().for_each(|ip| assert!(!is_public(ip.parse().unwrap()), "{ip}"));
    }
}
