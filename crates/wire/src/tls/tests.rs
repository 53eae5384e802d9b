use super::*;

const CERTIFICATE: &[u8] = include_bytes!("../../tests/keys/client.crt");

fn settings(identity: Identity) -> TlsSettings {
    TlsSettings { identity: Some(identity), ..TlsSettings::default() }
}

fn pem(key: &[u8], passphrase: Option<&str>) -> Result<Tls, String> {
    let certificate = CERTIFICATE.to_vec();
    let passphrase = passphrase.map(str::to_owned);
    let identity = Identity::Pem { certificate, key: key.to_vec(), passphrase };
    Tls::new(&settings(identity)).map_err(|fault| fault.to_string())
}

fn pfx(data: &[u8], passphrase: Option<&str>) -> Result<Tls, String> {
    let passphrase = passphrase.map(str::to_owned);
    let identity = Identity::Pfx { data: data.to_vec(), passphrase };
    Tls::new(&settings(identity)).map_err(|fault| fault.to_string())
}

#[test]
fn keys_are_read_in_every_wrapping() {
    pem(include_bytes!("../../tests/keys/plain.pem"), None).unwrap();
    pem(include_bytes!("../../tests/keys/ec.key"), None).unwrap();
    let encrypted: [&[u8]; 4] = [
        include_bytes!("../../tests/keys/pbes2.pem"),
        include_bytes!("../../tests/keys/pbes2-3des.pem"),
        include_bytes!("../../tests/keys/legacy-aes.pem"),
        include_bytes!("../../tests/keys/legacy-3des.pem"),
    ];
    for key in encrypted {
        pem(key, Some("secret")).unwrap();
        assert!(pem(key, None).unwrap_err().ends_with("there is no passphrase"));
        let wrong = pem(key, Some("wrong")).unwrap_err();
        assert!(wrong.starts_with("the client"), "{wrong}");
    }
}

#[test]
fn pfx_files_are_read() {
    pfx(include_bytes!("../../tests/keys/modern.pfx"), Some("secret")).unwrap();
    pfx(include_bytes!("../../tests/keys/old.pfx"), Some("secret")).unwrap();
    pfx(include_bytes!("../../tests/keys/nopass.pfx"), None).unwrap();
    for passphrase in [None, Some("wrong")] {
        let fault = pfx(include_bytes!("../../tests/keys/modern.pfx"), passphrase).unwrap_err();
        assert!(fault.starts_with("the PKCS#12 file cannot be read"), "{fault}");
    }
    assert!(pfx(b"rubbish", None).is_err());
}

#[test]
fn what_cannot_be_used_is_named() {
    let other = pem(include_bytes!("../../tests/keys/other.pem"), None).unwrap_err();
    assert!(other.starts_with("the client certificate cannot be used"), "{other}");
    assert_eq!(
        pem(b"rubbish", None).unwrap_err(),
        "the client key cannot be read: the file holds no private key"
    );
    let identity = Identity::Pem { certificate: b"x".to_vec(), key: Vec::new(), passphrase: None };
    assert_eq!(
        Tls::new(&settings(identity)).unwrap_err().to_string(),
        "the client certificate cannot be read: the file holds no certificate"
    );
    let roots = TlsSettings { extra_roots: vec![b"x".to_vec()], ..TlsSettings::default() };
    assert!(matches!(Tls::new(&roots), Err(TlsFault::Roots(_))));
    let none = TlsSettings { versions: Vec::new(), ..TlsSettings::default() };
    assert_eq!(Tls::new(&none).unwrap_err(), TlsFault::Versions);
    let printed = format!("{:?}", Identity::Pfx { data: Vec::new(), passphrase: None });
    assert_eq!(printed, "Identity");
}

fn chosen(names: &[&str]) -> Result<(Vec<String>, usize), TlsFault> {
    let names: Vec<_> = names.iter().map(|&name| name.to_owned()).collect();
    let mut list = rustls::crypto::ring::default_provider().cipher_suites;
    let mut versions = vec![TlsVersion::Tls12, TlsVersion::Tls13];
    suites::choose(&mut list, &mut versions, &names)?;
    Ok((list.into_iter().map(suites::name).collect(), versions.len()))
}

#[test]
fn suites_are_chosen_by_either_name() {
    assert_eq!(chosen(&[]).unwrap().0.len(), 9);
    let (list, versions) = chosen(&["ECDHE-RSA-AES128-GCM-SHA256"]).unwrap();
    assert!(list.contains(&"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256".to_owned()), "{list:?}");
    // Suites of TLS 1.3 stay.
    assert_eq!((list.len(), versions), (4, 2));
    let iana = chosen(&["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"]).unwrap();
    assert_eq!(iana.0, list);
    let (list, versions) = chosen(&["TLS_AES_256_GCM_SHA384"]).unwrap();
    assert_eq!(list, ["TLS_AES_256_GCM_SHA384"]);
    assert_eq!(versions, 1);
    let chacha = chosen(&["ECDHE-ECDSA-CHACHA20-POLY1305", "RC4-MD5"]).unwrap();
    assert_eq!(chacha.0.len(), 4);
    assert_eq!(chosen(&["RC4-MD5", "x"]), Err(TlsFault::Ciphers("RC4-MD5:x".to_owned())));
}
