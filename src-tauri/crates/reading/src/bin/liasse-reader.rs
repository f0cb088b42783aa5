//! The reading worker as a program of its own. Programs that start themselves with
//! [`liasse_reading::worker::ARGUMENT`] need it not; the tests do.

use std::process::ExitCode;

use liasse_reading::worker;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() != Some(worker::ARGUMENT) {
        eprintln!("liasse-reader is started by Liasse, not by hand");
        return ExitCode::from(2);
    }
    match worker::serve(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
