//! Private keys: reading them, and signing with them.

use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::{Engine, alphabet};
use p256::ecdsa::signature::Signer;
use rsa::pkcs1::DecodeRsaPrivateKey;
use rsa::pkcs8::DecodePrivateKey;
use rsa::traits::PublicKeyParts;
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};

use crate::env::Rng;
use crate::hash::Hash;
use crate::{Env, Fault};

/// A private key.
pub(crate) enum PrivateKey {
    Rsa(RsaKey),
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
    P521(p521::ecdsa::SigningKey),
}

/// A private key of RSA.
pub(crate) struct RsaKey(rsa::PrivateKey);

const NO_KEY: Fault = Fault::Key("it is in no known format");
const WRONG_KIND: Fault = Fault::Key("it does not fit the algorithm");
const FAILED: Fault = Fault::Key("it can't sign");

impl PrivateKey {
    /// Reads PEM text: PKCS #8, or the older format of RSA keys.
    pub(crate) fn from_pem(text: &str) -> Result<Self, Fault> {
        if let Some(der) = pem(text, "RSA PRIVATE KEY") {
            let key = rsa::PrivateKey::from_pkcs1_der(&der).map_err(|_| NO_KEY)?;
            return Ok(Self::Rsa(RsaKey(key)));
        }
        Self::from_pkcs8(&pem(text, "PRIVATE KEY").ok_or(NO_KEY)?)
    }

    /// Reads PEM text in PKCS #8 only.
    pub(crate) fn from_pkcs8_pem(text: &str) -> Result<Self, Fault> {
        let der = pem(text, "PRIVATE KEY");
        Self::from_pkcs8(&der.ok_or(Fault::Key("it is no PKCS #8 text"))?)
    }

    /// Reads PKCS #8.
    pub(crate) fn from_pkcs8(der: &[u8]) -> Result<Self, Fault> {
        let rsa = rsa::PrivateKey::from_pkcs8_der(der).map(|key| Self::Rsa(RsaKey(key)));
        rsa.or_else(|_| p256::ecdsa::SigningKey::from_pkcs8_der(der).map(Self::P256))
            .or_else(|_| p384::ecdsa::SigningKey::from_pkcs8_der(der).map(Self::P384))
            .or_else(|_| p521::ecdsa::SigningKey::from_pkcs8_der(der).map(Self::P521))
            .map_err(|_| NO_KEY)
    }

    pub(crate) fn rsa(&self) -> Result<&RsaKey, Fault> {
        if let Self::Rsa(key) = self { Ok(key) } else { Err(WRONG_KIND) }
    }

    /// An ECDSA signature as two numbers; the curve has to go with the hash.
    pub(crate) fn sign_ecdsa(&self, hash: Hash, data: &[u8]) -> Result<Vec<u8>, Fault> {
        match (self, hash) {
            (Self::P256(key), Hash::Sha256) => {
                let signature: p256::ecdsa::Signature = key.try_sign(data).map_err(|_| FAILED)?;
                Ok(signature.to_bytes().to_vec())
            }
            (Self::P384(key), Hash::Sha384) => {
                let signature: p384::ecdsa::Signature = key.try_sign(data).map_err(|_| FAILED)?;
                Ok(signature.to_bytes().to_vec())
            }
            (Self::P521(key), Hash::Sha512) => {
                let signature: p521::ecdsa::Signature = key.try_sign(data).map_err(|_| FAILED)?;
                Ok(signature.to_bytes().to_vec())
            }
            _ => Err(WRONG_KIND),
        }
    }
}

impl RsaKey {
    /// The length of the modulus in bits.
    pub(crate) fn bits(&self) -> usize {
        self.0.size() * 8
    }

    /// A signature as of PKCS #1, version 1.5.
    pub(crate) fn sign_pkcs1(
        &self,
        hash: Hash,
        data: &[u8],
        env: &mut Env<'_>,
    ) -> Result<Vec<u8>, Fault> {
        let rng = &mut Rng(env);
        let signature = match hash {
            Hash::Sha1 => self.0.pkcs1v15_sign_with_rng::<Sha1, _>(rng, data),
            Hash::Sha256 => self.0.pkcs1v15_sign_with_rng::<Sha256, _>(rng, data),
            Hash::Sha384 => self.0.pkcs1v15_sign_with_rng::<Sha384, _>(rng, data),
            Hash::Sha512 => self.0.pkcs1v15_sign_with_rng::<Sha512, _>(rng, data),
            Hash::Md4 | Hash::Md5 | Hash::Sha512Half => return Err(WRONG_KIND),
        };
        signature.map_err(|_| FAILED)
    }

    /// A signature as of PSS, with a salt as long as the hash.
    pub(crate) fn sign_pss(
        &self,
        hash: Hash,
        data: &[u8],
        env: &mut Env<'_>,
    ) -> Result<Vec<u8>, Fault> {
        let rng = &mut Rng(env);
        let signature = match hash {
            Hash::Sha256 => self.0.pss_sign_with_rng::<Sha256, _>(rng, data),
            Hash::Sha384 => self.0.pss_sign_with_rng::<Sha384, _>(rng, data),
            Hash::Sha512 => self.0.pss_sign_with_rng::<Sha512, _>(rng, data),
            Hash::Md4 | Hash::Md5 | Hash::Sha1 | Hash::Sha512Half => return Err(WRONG_KIND),
        };
        signature.map_err(|_| FAILED)
    }
}

/// The bytes in a PEM text of this label, however its lines are broken.
fn pem(text: &str, label: &str) -> Option<Vec<u8>> {
    let (begin, end) = (format!("-----BEGIN {label}-----"), format!("-----END {label}-----"));
    let (_, rest) = text.split_once(&begin)?;
    let (inner, _) = rest.split_once(&end)?;
    let bytes = lenient_base64(inner);
    (!bytes.is_empty()).then_some(bytes)
}

/// Decodes base64 of either alphabet; skips what is not part of it and stops at padding.
pub(crate) fn lenient_base64(text: &str) -> Vec<u8> {
    const ENGINE: GeneralPurpose = GeneralPurpose::new(
        &alphabet::STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_padding_mode(DecodePaddingMode::RequireNone)
            .with_decode_allow_trailing_bits(true),
    );
    let letter = |c: char| match c {
        '-' => Some('+'),
        '_' => Some('/'),
        c => (c.is_ascii_alphanumeric() || c == '+' || c == '/').then_some(c),
    };
    let mut letters: String =
        text.split('=').next().unwrap_or_default().chars().filter_map(letter).collect();
    // A single letter left over holds no whole byte.
    if letters.len() % 4 == 1 {
        letters.pop();
    }
    ENGINE.decode(letters).unwrap_or_default()
}

#[cfg(test)]
mod tests;
