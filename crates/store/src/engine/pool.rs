//! A few connections shared by the threads of a process. It opens them when first needed, and never more than its limit.

use super::connection::Connection;
use super::error::{Error, Result};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A thread that waits this long is most likely waiting for itself: a transaction opened inside another.
const PATIENCE: Duration = Duration::from_secs(60);

type Open = Box<dyn Fn() -> Result<Connection> + Send + Sync>;

pub(super) struct Pool {
    open: Open,
    limit: usize,
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Default)]
struct State {
    idle: Vec<Connection>,
    /// Lent or being opened.
    lent: usize,
}

impl Pool {
    pub(super) fn new(limit: usize, open: impl Fn() -> Result<Connection> + Send + Sync + 'static) -> Pool {
        Pool { open: Box::new(open), limit, state: Mutex::default(), freed: Condvar::new() }
    }

    /// A connection, as soon as one is free.
    pub(super) fn take(&self) -> Result<Lease<'_>> {
        let full = |state: &mut State| state.lent >= self.limit;
        let (mut state, waited) =
            self.freed.wait_timeout_while(self.lock(), PATIENCE, full).unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() {
            return Err(Error::Busy("no connection was given back for a minute".into()));
        }
        state.lent += 1;
        let idle = state.idle.pop();
        drop(state);
        // From here on the lease gives the place back, even when opening fails.
        let mut lease = Lease { pool: self, connection: None, reusable: true };
        lease.connection = Some(idle.map_or_else(&self.open, Ok)?);
        Ok(lease)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection lent by a pool, given back on drop, or closed when it was left in the middle of something.
pub(super) struct Lease<'p> {
    pool: &'p Pool,
    connection: Option<Connection>,
    reusable: bool,
}

impl Lease<'_> {
    pub(super) fn connection(&mut self) -> Result<&mut Connection> {
        self.connection.as_mut().ok_or(Error::Abandoned)
    }

    /// Says whether the connection may serve again, which holds only outside a transaction.
    pub(super) fn set_reusable(&mut self, reusable: bool) {
        self.reusable = reusable;
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        let kept = self.connection.take().filter(|connection| self.reusable && !connection.is_lost());
        let mut state = self.pool.lock();
        state.lent -= 1;
        state.idle.extend(kept);
        drop(state);
        self.pool.freed.notify_one();
    }
}
