//! The use cases: everything that the shell and the command line can do. The one API surface.

pub mod api;
pub mod batch;
mod chart;
mod client_files;
mod clock;
mod coding;
mod desk;
mod error;
mod inbox;
mod intake;
mod joined;
mod memory;
mod opening;
mod payment_methods;
mod pictures;
mod platform;
mod practice;
mod publication;
mod reading_queue;
mod review;
mod rules;
mod sample;
mod secrets;
mod settlements;
mod split;
#[cfg(test)]
mod test_office;
mod third_parties;
mod vat_accounts;

/// What takes hostile input, for the fuzzing driver; no part of the desk's interface.
#[doc(hidden)]
pub mod hostile_input {
    pub use crate::intake::archive;
    pub use crate::review::{calculator, typed};
}

use std::process::ExitCode;

pub use clock::moment;
pub use desk::{Desk, Listener, SharedDesk};
pub use liasse_store::{Keyring, keys::SystemKeyring};
pub use opening::OpenOptions;
pub use publication::MegConnection;

/// The hidden first argument that makes a program the reader of one source: see [`reading_worker`].
pub const READING_WORKER: &str = liasse_reading::worker::ARGUMENT;

/// Serves as reader until the desk that started it hangs up. The arguments are those after [`READING_WORKER`].
pub fn reading_worker(arguments: impl IntoIterator<Item = String>) -> ExitCode {
    match liasse_reading::worker::serve(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{READING_WORKER}: {error}");
            ExitCode::FAILURE
        }
    }
}
