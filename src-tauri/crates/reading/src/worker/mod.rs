//! Reading in a process of its own: a hostile paper can only kill that process, and its death is a finding on one
//! source.
//!
//! The program calls [`serve`] when it is started with [`ARGUMENT`]; the desk holds a [`Client`] or a [`Pool`]. The two
//! speak frames over standard input and output (see `wire`). The worker bounds its own memory, and on Linux it takes
//! from itself the right to reach a network or to start programs; see `platform` for other systems.

mod client;
mod message;
mod platform;
mod pool;
mod serve;
mod wire;

pub use client::{Client, Progress, WorkerError, WorkerLimits};
pub use message::{DrawRequest, Drawn, Held, Own, PictureKind, ReadRequest};
pub use pool::Pool;
pub use serve::serve;

/// The hidden first argument that makes a program a worker: it then calls [`serve`] and exits with its result.
pub const ARGUMENT: &str = "reading-worker";
