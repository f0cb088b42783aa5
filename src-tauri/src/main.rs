//! The desktop application.

#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    liasse_shell::run(std::env::args().skip(1).collect())
}
