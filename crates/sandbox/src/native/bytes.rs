//! Text and bytes, random numbers and cryptography for the Web APIs.
//!
//! Bytes come in as Base64, since a view of the engine's memory would not be safe, and go out as an
//! `ArrayBuffer`.

use std::num::NonZeroU32;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use encoding_rs::Encoding;
use ring::{
    aead::{AES_128_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    digest::{self, SHA1_FOR_LEGACY_USE_ONLY, SHA256, SHA384, SHA512},
    hkdf, hmac, pbkdf2,
    rand::{SecureRandom, SystemRandom},
};
use rquickjs::{ArrayBuffer, Result, Value};

use super::{Given, Native, native};

pub(super) const NATIVES: &[Native] = &[
    native("encode", encode),
    native("decode", decode),
    native("encodingName", encoding_name),
    native("randomBytes", random_bytes),
    native("digest", digest_of),
    native("hmac", hmac_of),
    native("aesGcm", aes_gcm),
    native("pbkdf2", pbkdf2_of),
    native("hkdf", hkdf_of),
];

/// Most bytes that one call may make.
const MOST: u32 = 1 << 20;
/// Most rounds of hashing that one call may take.
const MOST_ROUNDS: u64 = 10_000_000;

fn buffer<'js>(given: &Given<'_, 'js>, bytes: &[u8]) -> Result<Value<'js>> {
    ArrayBuffer::new_copy(given.ctx.clone(), bytes).map(ArrayBuffer::into_value)
}

/// Bytes, or undefined for what could not be done.
fn maybe<'js>(given: &Given<'_, 'js>, bytes: Option<&[u8]>) -> Result<Value<'js>> {
    bytes.map_or_else(|| Ok(given.undefined()), |bytes| buffer(given, bytes))
}

fn bytes(given: &Given<'_, '_>, place: usize) -> Result<Vec<u8>> {
    Ok(STANDARD.decode(given.text(place)?).unwrap_or_default())
}

/// Text in UTF-8.
fn encode<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    buffer(given, given.text(0)?.as_bytes())
}

/// Charset, bytes, and whether what is no text is refused.
fn decode<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let (label, bytes, fatal) = (given.text(0)?, bytes(given, 1)?, given.flag(2));
    let Some(encoding) = Encoding::for_label(label.as_bytes()) else {
        return Ok(given.undefined());
    };
    let (text, broken) = encoding.decode_without_bom_handling(&bytes);
    if broken && fatal { Ok(given.undefined()) } else { given.string(&text) }
}

fn encoding_name<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let name = given.text(0)?;
    let encoding = Encoding::for_label(name.as_bytes());
    given.maybe_string(encoding.map(|found| found.name().to_ascii_lowercase()).as_deref())
}

fn random_bytes<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let mut bytes = vec![0; given.count(0).min(MOST) as usize];
    let filled = SystemRandom::new().fill(&mut bytes).is_ok();
    maybe(given, filled.then_some(&bytes))
}

fn digest_of<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let algorithm = match given.text(0)?.as_str() {
        "SHA-1" => &SHA1_FOR_LEGACY_USE_ONLY,
        "SHA-384" => &SHA384,
        "SHA-512" => &SHA512,
        _ => &SHA256,
    };
    buffer(given, digest::digest(algorithm, &bytes(given, 1)?).as_ref())
}

fn hmac_of<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let algorithm = match given.text(0)?.as_str() {
        "SHA-1" => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
        "SHA-384" => hmac::HMAC_SHA384,
        "SHA-512" => hmac::HMAC_SHA512,
        _ => hmac::HMAC_SHA256,
    };
    let key = hmac::Key::new(algorithm, &bytes(given, 1)?);
    buffer(given, hmac::sign(&key, &bytes(given, 2)?).as_ref())
}

/// Whether to encrypt, then key, nonce, further data and data; undefined if it fails.
fn aes_gcm<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let (key, nonce, further) = (bytes(given, 1)?, bytes(given, 2)?, bytes(given, 3)?);
    let mut data = bytes(given, 4)?;
    let algorithm = if key.len() == 16 { &AES_128_GCM } else { &AES_256_GCM };
    let key = UnboundKey::new(algorithm, &key).map(LessSafeKey::new);
    let (Ok(key), Ok(nonce)) = (key, Nonce::try_assume_unique_for_key(&nonce)) else {
        return Ok(given.undefined());
    };
    let further = Aad::from(further);
    if given.flag(0) {
        let done = key.seal_in_place_append_tag(nonce, further, &mut data).is_ok();
        return maybe(given, done.then_some(&data));
    }
    let opened = key.open_in_place(nonce, further, &mut data).ok().map(|plain| plain.to_vec());
    maybe(given, opened.as_deref())
}

/// Hash, secret, salt, rounds, length.
fn pbkdf2_of<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let algorithm = match given.text(0)?.as_str() {
        "SHA-1" => pbkdf2::PBKDF2_HMAC_SHA1,
        "SHA-384" => pbkdf2::PBKDF2_HMAC_SHA384,
        "SHA-512" => pbkdf2::PBKDF2_HMAC_SHA512,
        _ => pbkdf2::PBKDF2_HMAC_SHA256,
    };
    let Some(rounds) = NonZeroU32::new(given.count(3)) else {
        return Ok(given.undefined());
    };
    let length = given.count(4);
    // Nothing can interrupt it, so it may not be asked for much.
    if u64::from(rounds.get()) * u64::from(length / 20 + 1) > MOST_ROUNDS {
        return Ok(given.undefined());
    }
    let mut out = vec![0; length as usize];
    pbkdf2::derive(algorithm, rounds, &bytes(given, 2)?, &bytes(given, 1)?, &mut out);
    buffer(given, &out)
}

/// How many bytes HKDF is to give.
struct Length(usize);

impl hkdf::KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

/// Hash, secret, salt, info, length; undefined if it is too long.
fn hkdf_of<'js>(given: &Given<'_, 'js>) -> Result<Value<'js>> {
    let algorithm = match given.text(0)?.as_str() {
        "SHA-1" => hkdf::HKDF_SHA1_FOR_LEGACY_USE_ONLY,
        "SHA-384" => hkdf::HKDF_SHA384,
        "SHA-512" => hkdf::HKDF_SHA512,
        _ => hkdf::HKDF_SHA256,
    };
    let mut out = vec![0; given.count(4).min(MOST) as usize];
    let key = hkdf::Salt::new(algorithm, &bytes(given, 2)?).extract(&bytes(given, 1)?);
    let info = bytes(given, 3)?;
    let info = [info.as_slice()];
    let filled = key.expand(&info, Length(out.len())).and_then(|made| made.fill(&mut out));
    maybe(given, filled.is_ok().then_some(&out))
}
