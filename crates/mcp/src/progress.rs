//! Follows a call that takes long, for the client that waits.

use gate::{Attended, Step};
use rmcp::{
    RoleServer,
    model::{ProgressNotificationParam, ProgressToken},
    service::RequestContext,
};

/// Waits for a call. Tells its steps to a client that asked for that; stops it when the client
/// cancels it or goes away, and then waits for its end, which comes soon.
pub(crate) async fn follow<T>(
    call: impl Future<Output = T>,
    mut attended: Attended,
    cancelled: impl Future<Output = ()>,
    context: &RequestContext<RoleServer>,
) -> T {
    let token = context.meta.get_progress_token();
    tokio::pin!(call, cancelled);
    loop {
        tokio::select! {
            biased;
            answer = &mut call => return answer,
            () = context.ct.cancelled() => break,
            () = &mut cancelled => break,
            step = attended.steps.recv() => match (step, &token) {
                (Some(step), Some(token)) => tell(context, token, step).await,
                (Some(_), None) => {}
                // Nothing more will be told: what is left is the answer.
                (None, _) => return call.await,
            },
        }
    }
    attended.stop();
    call.await
}

async fn tell(context: &RequestContext<RoleServer>, token: &ProgressToken, step: Step) {
    let told = ProgressNotificationParam::new(token.clone(), number(step.done))
        .with_total(number(step.total))
        .with_message(step.what);
    // A client that went away is noticed by itself.
    let _ = context.peer.notify_progress(told).await;
}

#[expect(clippy::cast_precision_loss, reason = "runs have far fewer than 2^52 requests")]
fn number(count: u64) -> f64 {
    count as f64
}
