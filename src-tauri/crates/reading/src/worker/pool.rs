//! Several workers, one a core.

use std::path::Path;
use std::sync::{Condvar, Mutex, PoisonError};

use crate::worker::client::{Client, WorkerLimits};

/// Workers that are lent to whoever reads or draws.
pub struct Pool {
    clients: Vec<Mutex<Client>>,
    idle: Mutex<Vec<usize>>,
    returned: Condvar,
}

impl Pool {
    /// `size` workers (at least one) of `program`; each starts with its first request.
    pub fn new(program: &Path, engines: Option<&Path>, limits: WorkerLimits, size: usize) -> Pool {
        let size = size.max(1);
        Pool {
            clients: (0..size).map(|_| Mutex::new(Client::new(program, engines, limits))).collect(),
            idle: Mutex::new((0..size).collect()),
            returned: Condvar::new(),
        }
    }
    /// Number of workers.
    pub fn size(&self) -> usize {
        self.clients.len()
    }
    /// Lends a worker, waiting until one is free. The one returned last is lent first: it is warm.
    pub fn with<T>(&self, work: impl FnOnce(&mut Client) -> T) -> T {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let lent = loop {
            match idle.pop() {
                Some(index) => break Lent { pool: self, index },
                None => idle = self.returned.wait(idle).unwrap_or_else(PoisonError::into_inner),
            }
        };
        drop(idle);
        let mut client = self.clients[lent.index].lock().unwrap_or_else(PoisonError::into_inner);
        work(&mut client)
    }
}

/// Returns the worker also when the work panics.
struct Lent<'a> {
    pool: &'a Pool,
    index: usize,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        self.pool.idle.lock().unwrap_or_else(PoisonError::into_inner).push(self.index);
        self.pool.returned.notify_one();
    }
}
