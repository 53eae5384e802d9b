//! What answers taught.

use model::auth::{Auth, Scheme};

use crate::{digest, ntlm};

/// What one auth has learned from the answers to its requests.
///
/// An auth that is inherited from a folder or the collection has one for the run, which all its
/// requests share. A request's own auth gets a new one each time the item is executed.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    pub(crate) digest: digest::Learned,
    pub(crate) ntlm: ntlm::Stage,
}

impl Memory {
    /// Adds what was learned to an auth, as parameters of the system.
    pub fn show(&self, auth: &mut Auth) {
        match auth.scheme {
            Scheme::Digest => self.digest.show(auth),
            Scheme::Ntlm => ntlm::show(auth),
            _ => {}
        }
    }
}
