use std::io;

use super::*;

/// What scripts and reports see of a fault.
fn fields(fault: &Fault) -> (String, Option<&str>, Option<&str>, Option<String>, Option<u16>) {
    (fault.to_string(), fault.code(), fault.syscall(), fault.address(), fault.port())
}

#[test]
fn faults_read_as_those_of_node() {
    let refused = io::Error::from_raw_os_error(111);
    let system = |peer: &str| {
        let peer = Some(peer.parse().unwrap());
        Fault::System(System { peer, ..System::new("connect", &refused) })
    };
    assert_eq!(
        fields(&system("127.0.0.1:1")),
        (
            "connect ECONNREFUSED 127.0.0.1:1".to_owned(),
            Some("ECONNREFUSED"),
            Some("connect"),
            Some("127.0.0.1".to_owned()),
            Some(1)
        )
    );
    assert_eq!(system("127.0.0.1:1").errno(), Some(-111));
    assert_eq!(system("[::1]:1").to_string(), "connect ECONNREFUSED ::1:1");
    let unknown = Fault::Resolve { code: "ENOTFOUND", host: "x".to_owned() };
    assert_eq!(
        fields(&unknown),
        ("getaddrinfo ENOTFOUND x".to_owned(), Some("ENOTFOUND"), Some("getaddrinfo"), None, None)
    );
    assert_eq!((unknown.errno(), unknown.hostname()), (Some(-3008), Some("x")));
    let table = [
        (Fault::HangUp, "socket hang up", Some("ECONNRESET"), "Error"),
        (Fault::Aborted, "aborted", Some("ECONNRESET"), "Error"),
        (Fault::Timeout(Wait::Connect), "ETIMEDOUT", Some("ETIMEDOUT"), "Error"),
        (Fault::Timeout(Wait::Idle), "ESOCKETTIMEDOUT", Some("ESOCKETTIMEDOUT"), "Error"),
        (Fault::TooLarge(TooLarge::Body), "Maximum response size reached", None, "Error"),
        (
            Fault::HeaderValue { name: "X-U".to_owned() },
            "Invalid character in header content [\"X-U\"]",
            Some("ERR_INVALID_CHAR"),
            "TypeError",
        ),
        (
            Fault::HeaderName { name: "X Bad".to_owned() },
            "Header name must be a valid HTTP token [\"X Bad\"]",
            Some("ERR_INVALID_HTTP_TOKEN"),
            "TypeError",
        ),
        (
            Fault::File(System {
                path: Some("a.bin".to_owned()),
                ..System::new("open", &io::ErrorKind::NotFound.into())
            }),
            "ENOENT: no such file or directory, open 'a.bin'",
            Some("ENOENT"),
            "Error",
        ),
    ];
    for (fault, text, code, name) in table {
        assert_eq!((fault.to_string().as_str(), fault.code(), fault.name()), (text, code, name));
    }
}
