//! Calls under way that their client may cancel by a message of its own.
//!
//! The only thing that outlives a message, and only until its call ends. Clients of the current
//! revision cancel by going away; older ones send a notification.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use gate::Principal;
use http::{HeaderMap, HeaderValue};
use tokio::sync::Notify;

use crate::caller::SESSION;

/// Who called, in which conversation, and under which id.
type Key = (String, Option<HeaderValue>, String);

/// The calls under way of all endpoints that share it.
#[derive(Clone, Default)]
pub(crate) struct Calls(Arc<Mutex<HashMap<Key, Arc<Notify>>>>);

/// A call under way; forgotten when this is dropped.
pub(crate) struct Entry {
    calls: Calls,
    key: Key,
    notify: Arc<Notify>,
}

/// The key of a call; ids are the same when their JSON is.
pub(crate) fn key(principal: &Principal, headers: &HeaderMap, id: &str) -> Key {
    (principal.counted_as(), headers.get(SESSION).cloned(), id.to_owned())
}

impl Calls {
    /// Notes a call.
    pub(crate) fn enter(&self, key: Key) -> Entry {
        let notify = Arc::<Notify>::default();
        self.with(|calls| calls.insert(key.clone(), notify.clone()));
        Entry { calls: self.clone(), key, notify }
    }

    /// Cancels a call, if it is under way.
    pub(crate) fn cancel(&self, key: &Key) {
        if let Some(notify) = self.with(|calls| calls.get(key).cloned()) {
            notify.notify_one();
        }
    }

    fn with<T>(&self, change: impl FnOnce(&mut HashMap<Key, Arc<Notify>>) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Entry {
    /// Waits until the client cancels the call.
    pub(crate) async fn cancelled(&self) {
        self.notify.notified().await;
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.calls.with(|calls| {
            // Another call may have taken the same id meanwhile.
            if calls.get(&self.key).is_some_and(|notify| Arc::ptr_eq(notify, &self.notify)) {
                calls.remove(&self.key);
            }
        });
    }
}
