//! TLS of a run: whom to trust, and which certificate to show to whom.

use std::{cell::RefCell, collections::HashMap};

use model::{runnable::Behaviour, url::Wire};
use serde_json::Value;

use super::StartFault;
use crate::{
    options::{CertificateRule, Options, Secret},
    request::{certificate, files::Files},
};

/// What TLS is made from; shared by the threads of a run.
pub(crate) struct Trust {
    roots: Vec<Vec<u8>>,
    rules: Vec<CertificateRule>,
    insecure: bool,
}

/// The TLS settings in use on one thread; connections are kept per settings.
#[derive(Default)]
pub(crate) struct TlsCache(RefCell<HashMap<Key, wire::Tls>>);

#[derive(Clone, Eq, Hash, PartialEq)]
struct Key {
    verify: bool,
    certificate: Option<Shown>,
    disabled: Vec<String>,
    ciphers: Vec<String>,
}

/// The certificate that is shown.
#[derive(Clone, Eq, Hash, PartialEq)]
enum Shown {
    /// One of the run's.
    Rule(usize),
    /// The request's own, by its JSON.
    Own(String),
}

impl Trust {
    /// Reads certificates and keys, so that a broken one is told before the run.
    pub(crate) fn new(options: &Options) -> Result<Self, StartFault> {
        let roots = match options.extra_roots.as_slice() {
            [] => Vec::new(),
            roots => vec![roots.to_vec()],
        };
        let trust = Self { roots, rules: options.certificates.clone(), insecure: options.insecure };
        if !trust.roots.is_empty() {
            wire::Tls::new(&trust.settings(true, None)).map_err(StartFault::Roots)?;
        }
        for rule in &trust.rules {
            let settings = trust.settings(false, Some(identity(rule)));
            wire::Tls::new(&settings)
                .map_err(|source| StartFault::Certificate { name: rule.name.clone(), source })?;
        }
        Ok(trust)
    }

    fn settings(&self, verify: bool, identity: Option<wire::Identity>) -> wire::TlsSettings {
        wire::TlsSettings {
            verify,
            extra_roots: self.roots.clone(),
            identity,
            ..wire::TlsSettings::default()
        }
    }

    /// The certificate of the run that is shown at a URL, as reports have it.
    pub(crate) fn shown(&self, url: &Wire) -> Option<Value> {
        let rule = self.rules.iter().find(|rule| fits(&rule.matches, url))?;
        rule.document.clone()
    }

    /// The TLS settings for a URL.
    pub(crate) fn tls(
        &self,
        cache: &TlsCache,
        behaviour: &Behaviour,
        own: Option<&Value>,
        url: &Wire,
        files: &Files,
    ) -> Result<wire::Tls, wire::TlsFault> {
        if url.scheme != "https" {
            return Ok(wire::Tls::default());
        }
        let own =
            own.and_then(|json| own_rule(json, files)).filter(|rule| fits(&rule.matches, url));
        let rule = self.rules.iter().position(|rule| fits(&rule.matches, url));
        let key = Key {
            verify: behaviour.strict_ssl.unwrap_or(!self.insecure),
            certificate: match (&own, rule) {
                (Some(rule), _) => Some(Shown::Own(rule.name.clone())),
                (None, rule) => rule.map(Shown::Rule),
            },
            disabled: behaviour.tls_disabled_protocols.clone().unwrap_or_default(),
            ciphers: behaviour.tls_cipher_selection.clone().unwrap_or_default(),
        };
        if let Some(tls) = cache.0.borrow().get(&key) {
            return Ok(tls.clone());
        }
        let shown = own.as_ref().or(rule.and_then(|index| self.rules.get(index)));
        let mut settings = self.settings(key.verify, shown.map(identity));
        settings.versions.retain(|version| !key.disabled.iter().any(|name| is(*version, name)));
        settings.ciphers.clone_from(&key.ciphers);
        let tls = wire::Tls::new(&settings)?;
        cache.0.borrow_mut().insert(key, tls.clone());
        Ok(tls)
    }
}

fn fits(patterns: &[String], url: &Wire) -> bool {
    let port = url.port.unwrap_or(443);
    let path = url.target.split('?').next().unwrap_or("/");
    certificate::fits(patterns, &url.scheme, &url.host, port, path)
}

fn is(version: wire::TlsVersion, name: &str) -> bool {
    match version {
        wire::TlsVersion::Tls12 => name == "TLSv1_2",
        wire::TlsVersion::Tls13 => name == "TLSv1_3",
    }
}

fn identity(rule: &CertificateRule) -> wire::Identity {
    let passphrase = rule.passphrase.as_ref().map(|secret| secret.reveal().to_owned());
    if rule.pfx.is_empty() {
        wire::Identity::Pem {
            certificate: rule.certificate.clone(),
            key: rule.key.clone(),
            passphrase,
        }
    } else {
        wire::Identity::Pfx { data: rule.pfx.clone(), passphrase }
    }
}

/// The certificate that a request names itself: `{matches, key: {src}, cert: {src}, pfx, …}`.
fn own_rule(json: &Value, files: &Files) -> Option<CertificateRule> {
    let read = |name: &str| {
        let source = json.get(name)?.get("src")?.as_str()?;
        std::fs::read(files.find(source).ok()?.path).ok()
    };
    let matches = json.get("matches").and_then(Value::as_array).into_iter().flatten();
    let rule = CertificateRule {
        // Its whole JSON tells it from others.
        name: json.to_string(),
        matches: matches.filter_map(Value::as_str).map(str::to_owned).collect(),
        certificate: read("cert").unwrap_or_default(),
        key: read("key").unwrap_or_default(),
        pfx: read("pfx").unwrap_or_default(),
        passphrase: json.get("passphrase").and_then(Value::as_str).map(Secret::new),
        document: None,
    };
    let any = !rule.pfx.is_empty() || !rule.certificate.is_empty();
    any.then_some(rule)
}
