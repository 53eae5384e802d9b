//! Where the server listens.

use std::{net::SocketAddr, path::PathBuf};

concern! {
    /// Where the server listens, and under which address others know it.
    Server in "" {
        /// Address and port. Beyond loopback it needs TLS, or a proxy in front that has it.
        listen: SocketAddr = "127.0.0.1:7007",
        /// Address under which clients reach it, if that is another one.
        public_url: Option<String> = "" like "https://gatepost.example",
        /// True when a proxy in front speaks TLS. The caller's address is then the last one in
        /// X-Forwarded-For.
        behind_proxy: bool = "false",
        /// Certificate chain, PEM.
        tls_cert: Option<PathBuf> = "" like "cert.pem",
        /// Private key of the certificate, PEM.
        tls_key: Option<PathBuf> = "" like "key.pem",
    }
}
