//! Makes credentials.

use gate::Fault;
use model::{
    id::KeyId,
    key::{self, Key, KeyKind, KeySecret, RANDOM},
};
use rand::{TryRng, rngs::SysRng};
use store::NewKey;

use crate::ApiError;

/// A new key of this kind, from the operating system's randomness: what its holder gets, once,
/// and what is kept. Whose it is, is still to be said.
pub(super) fn mint(kind: KeyKind) -> Result<(KeySecret, NewKey), ApiError> {
    let mut random = [0; RANDOM];
    SysRng.try_fill_bytes(&mut random).map_err(|error| {
        tracing::error!(%error, "the operating system gives no randomness");
        Fault::internal()
    })?;
    let (secret, Key { kind, id, hash, last4 }) = key::mint(kind, random);
    let kept = NewKey {
        id: KeyId::random(),
        kind,
        public: id,
        hash,
        last4,
        user: None,
        agent: None,
        collection: None,
        label: String::new(),
        not_after: None,
    };
    Ok((secret, kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_recognises_the_key() {
        for kind in KeyKind::ALL {
            let (secret, kept) = mint(kind).unwrap();
            let key = key::parse(secret.expose()).unwrap();
            assert_eq!((key.kind, key.id, key.hash), (kind, kept.public, kept.hash));
        }
        let (one, _) = mint(KeyKind::User).unwrap();
        let (other, _) = mint(KeyKind::User).unwrap();
        assert_ne!(one.expose(), other.expose());
    }
}
