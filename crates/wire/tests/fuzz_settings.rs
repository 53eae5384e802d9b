//! Settings and certificates made up at random: none of them may do harm.
//!
//! `GATEPOST_FUZZ_SECONDS` runs longer, `GATEPOST_FUZZ_SEED` starts elsewhere.
#![cfg(test)]

use std::net::{IpAddr, SocketAddr};

use fuzzkit::fuzz;
use proptest::{prelude::*, sample::Index};
use wire::{Guard, Identity, Proxies, Proxy, Range, Scheme, Tls, TlsSettings};

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z0-9:/@.%\\[\\]*,-]{0,24}",
        "(http|https|socks5)://[a-z:@.%0-9\\[\\]]{0,16}",
        any::<String>()
    ]
}

#[test]
fn fuzz_proxies() {
    fuzz("proxies", &(text(), text(), any::<u16>()), |(proxy, except, port)| {
        if let Ok(proxy) = proxy.parse::<Proxy>() {
            prop_assert!(!proxy.host.is_empty());
            prop_assert!(!proxy.host.contains(char::is_whitespace));
        }
        let value = |name: &str| (name == "NO_PROXY").then(|| except.clone());
        let proxies = Proxies::from_env(value).unwrap();
        prop_assert!(proxies.choose(Scheme::Http, &proxy, port).is_none());
        Ok(())
    });
}

#[test]
fn fuzz_no_spelling_of_an_address_gets_past_the_guard() {
    let range = ("[0-9a-f.:]{1,12}", 0_u8..140).prop_map(|(net, bits)| format!("{net}/{bits}"));
    fuzz("guard", &(any::<u32>(), any::<u16>(), range), |(bits, port, range)| {
        if let Ok(range) = range.parse::<Range>() {
            prop_assert_eq!(range.to_string().parse::<Range>(), Ok(range));
        }
        let guard = Guard::public();
        let allowed =
            |ip: IpAddr| guard.check_address("h", SocketAddr::new(ip, port), b"/").is_ok();
        let v4 = std::net::Ipv4Addr::from_bits(bits);
        let plain = allowed(v4.into());
        prop_assert_eq!(allowed(v4.to_ipv6_mapped().into()), plain);
        let nat64 = (0x64_ff9b_u128 << 96) | u128::from(bits);
        prop_assert_eq!(allowed(std::net::Ipv6Addr::from_bits(nat64).into()), plain);
        let tunnel = (0x2002_u128 << 112) | (u128::from(bits) << 80) | u128::from(port);
        prop_assert_eq!(allowed(std::net::Ipv6Addr::from_bits(tunnel).into()), plain);
        prop_assert!(!plain || !(v4.is_private() || v4.is_loopback() || v4.is_link_local()));
        Ok(())
    });
}

#[test]
fn fuzz_certificates_and_keys() {
    let pem = include_str!("keys/client.crt");
    let der = {
        use base64::{Engine, engine::general_purpose::STANDARD};
        let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        STANDARD.decode(body).unwrap()
    };
    let files = [
        der,
        pem.as_bytes().to_vec(),
        include_bytes!("keys/ec.key").to_vec(),
        include_bytes!("keys/legacy-aes.pem").to_vec(),
    ];
    let change = (any::<Index>(), any::<u8>(), 0_usize..3);
    let strategy = (0..files.len(), prop::collection::vec(change, 0..4), any::<bool>());
    fuzz("certificates", &strategy, |(file, changes, with_key)| {
        let mut bytes = files[file].clone();
        for (at, value, kind) in changes {
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = value,
                1 => bytes.insert(at, value),
                _ => bytes.truncate(at.max(1)),
            }
        }
        let identity = Identity::Pem {
            certificate: if with_key { pem.into() } else { bytes.clone() },
            key: if with_key { bytes.clone() } else { include_bytes!("keys/ec.key").to_vec() },
            passphrase: Some("secret".to_owned()),
        };
        let _ = Tls::new(&TlsSettings {
            identity: Some(identity),
            verify: false,
            ..TlsSettings::default()
        });
        let _ = Tls::new(&TlsSettings { extra_roots: vec![bytes], ..TlsSettings::default() });
        Ok(())
    });
}
