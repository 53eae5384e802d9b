use std::collections::BTreeMap;

use super::*;

fn proxy(text: &str) -> Result<Proxy, String> {
    text.parse().map_err(|fault: BadProxy| fault.to_string())
}

fn plain(kind: ProxyKind, host: &str, port: u16) -> Proxy {
    Proxy { kind, host: host.to_owned(), port, auth: None, tunnel: false }
}

#[test]
fn proxies_are_read() {
    let ok = |text: &str, kind, host: &str, port| {
        assert_eq!(proxy(text), Ok(plain(kind, host, port)), "{text}");
    };
    ok("http://proxy:3128", ProxyKind::Http, "proxy", 3128);
    ok("proxy:3128/", ProxyKind::Http, "proxy", 3128);
    ok(" HTTP://proxy ", ProxyKind::Http, "proxy", 80);
    ok("https://proxy", ProxyKind::Https, "proxy", 443);
    ok("socks5://[::1]:9050", ProxyKind::Socks5, "::1", 9050);
    ok("socks5h://10.0.0.1", ProxyKind::Socks5h, "10.0.0.1", 1080);
    let auth = Some(("u@x".to_owned(), "p:%+4".to_owned()));
    let wanted = Proxy { auth, ..plain(ProxyKind::Http, "h", 1) };
    assert_eq!(proxy("http://u%40x:p%3a%+4@h:1"), Ok(wanted));
}

#[test]
fn bad_proxies_are_refused_without_their_password() {
    for text in ["ftp://h", "http://", "http://h:x", "http://h:99999", "", "http://u:secret@h:x"] {
        let fault = proxy(text).unwrap_err();
        assert!(!fault.contains("secret"), "{fault}");
    }
    let printed = format!("{:?}", "http://u:secret@h:1".parse::<Proxy>().unwrap());
    assert_eq!(printed, "Http proxy h:1");
}

fn environment(list: &[(&str, &str)]) -> Proxies {
    let map: BTreeMap<_, _> = list.iter().copied().collect();
    Proxies::from_env(|name| map.get(name).map(|&value| value.to_owned())).unwrap()
}

/// The host of the proxy that a URL takes.
fn way(proxies: &Proxies, scheme: Scheme, host: &str, port: u16) -> Option<String> {
    proxies.choose(scheme, host, port).map(|proxy| proxy.host.clone())
}

#[test]
fn the_environment_chooses() {
    let none = environment(&[("HTTPS_PROXY", "")]);
    assert_eq!(way(&none, Scheme::Https, "h", 443), None);
    let http = environment(&[("http_proxy", "low"), ("HTTP_PROXY", "http://high")]);
    assert_eq!(way(&http, Scheme::Http, "h", 80).as_deref(), Some("high"));
    assert_eq!(way(&http, Scheme::Https, "h", 443).as_deref(), Some("high"));
    let https = environment(&[("https_proxy", "s")]);
    assert_eq!(way(&https, Scheme::Http, "h", 80), None);
    assert_eq!(way(&https, Scheme::Https, "h", 443).as_deref(), Some("s"));
    assert!(Proxies::from_env(|_| Some("ftp://x".to_owned())).is_err());
}

#[test]
fn hosts_can_be_excepted() {
    let table = [
        ("example.com", "example.com", true),
        ("example.com", "EXAMPLE.com", true),
        ("example.com", "api.example.com", true),
        ("example.com", "notexample.com", false),
        (".example.com", "example.com", true),
        ("*.example.com", "api.example.com", true),
        ("a, b ,c", "b", true),
        ("*", "anything", true),
        ("", "anything", false),
        (",", "anything", false),
        ("example.com:8080", "example.com", false),
        ("example.com:80", "example.com", true),
        ("127.0.0.1", "127.0.0.1", true),
        ("::1", "[::1]", true),
        ("[::1]:80", "::1", true),
        ("[::1]:81", "::1", false),
    ];
    for (except, host, excepted) in table {
        let proxies = environment(&[("HTTP_PROXY", "p"), ("NO_PROXY", except)]);
        assert_eq!(way(&proxies, Scheme::Http, host, 80).is_none(), excepted, "{except} {host}");
    }
}
