//! Heavy work, off the threads that serve everybody.

use gate::Fault;

use crate::ApiError;

/// Work on less than this many bytes is done where it stands.
const INLINE: usize = 64 * 1024;

/// Does `work`, on another thread when it is about many bytes.
pub(crate) async fn aside<T, F>(bytes: usize, work: F) -> Result<T, ApiError>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    if bytes <= INLINE {
        return Ok(work());
    }
    tokio::task::spawn_blocking(work).await.map_err(|failure| {
        tracing::error!(%failure, "work was cut short");
        Fault::internal().into()
    })
}
