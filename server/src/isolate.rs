//! Keeps one request's reactive owner from another's.
//!
//! Leptos remembers the current owner by thread and sets a new one for each page, but a page's
//! future shares its thread with others. `leptos_integration_utils` 0.8.8 reads the context again
//! after an await, and so wrote the preloads of one visitor's page into another's head.

use leptos::prelude::Owner;
use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

/// A future that finds the owner it left, however many others were polled in between, and
/// leaves the thread as it was.
#[must_use]
pub struct Isolated<F> {
    future: Pin<Box<F>>,
    owner: Option<Owner>,
}

/// Runs `future` with an owner of its own.
pub fn isolated<F: Future>(future: F) -> Isolated<F> {
    Isolated {
        future: Box::pin(future),
        owner: Some(Owner::default()),
    }
}

impl<F: Future> Future for Isolated<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let owner = self.owner.take().unwrap_or_default();
        let (poll, current) = owner.with(|| {
            let poll = self.future.as_mut().poll(cx);
            (poll, Owner::current())
        });
        self.owner = current;
        poll
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::prelude::{provide_context, use_context};

    /// What a page does: a new root, its context, an await, and the context again.
    async fn page(name: &'static str) -> Option<&'static str> {
        let owner = Owner::new_root(None);
        owner.with(|| provide_context(name));
        for _ in 0..3 {
            tokio::task::yield_now().await;
        }
        let found = use_context::<&'static str>();
        owner.unset_with_forced_cleanup();
        found
    }

    #[tokio::test]
    async fn pages_on_one_thread_keep_their_own_context() {
        let (one, two) = tokio::join!(isolated(page("one")), isolated(page("two")));
        assert_eq!((one, two), (Some("one"), Some("two")));
        assert_eq!(Owner::current(), None, "the thread is left as it was");
    }
}
