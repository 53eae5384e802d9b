//! Work that goes on when whoever waits for it goes away.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use futures::future::BoxFuture;
use tokio::runtime::Handle;

/// A future that is finished in the background when it is dropped half way.
///
/// A task of its own would do the same, and cost each call a switch between threads.
pub(super) struct Detached<T: Send + 'static> {
    work: Option<BoxFuture<'static, T>>,
    begun: bool,
}

impl<T: Send + 'static> Detached<T> {
    /// Nothing happens before it is awaited.
    pub(super) fn new(work: impl Future<Output = T> + Send + 'static) -> Self {
        Self { work: Some(Box::pin(work)), begun: false }
    }
}

impl<T: Send + 'static> Future for Detached<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        self.begun = true;
        let Some(work) = &mut self.work else { return Poll::Pending };
        let done = work.as_mut().poll(context);
        if done.is_ready() {
            self.work = None;
        }
        done
    }
}

impl<T: Send + 'static> Drop for Detached<T> {
    fn drop(&mut self) {
        let Some(work) = self.work.take().filter(|_| self.begun) else { return };
        // Without a runtime the process is ending, and recovery completes what was announced.
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(work);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures::poll;
    use tokio::sync::oneshot;

    use super::Detached;

    #[tokio::test]
    async fn what_began_is_finished_by_itself() {
        let (begin, begun) = oneshot::channel::<()>();
        let (end, ended) = oneshot::channel();
        let mut work = Detached::new(async move {
            let _ = begun.await;
            let _ = end.send("done");
        });
        assert!(poll!(&mut work).is_pending());
        drop(work);
        begin.send(()).unwrap();
        let told = tokio::time::timeout(Duration::from_mins(1), ended).await;
        assert_eq!(told.unwrap().unwrap(), "done");
    }

    #[tokio::test]
    async fn what_nobody_began_never_happens() {
        let (end, ended) = oneshot::channel::<()>();
        drop(Detached::new(async move {
            let _ = end.send(());
        }));
        assert!(ended.await.is_err());
    }
}
