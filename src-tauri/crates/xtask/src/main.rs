//! The developer's commands: `cargo xtask setup | run | test | check | bench | sandbox`.

mod command;
mod digest;
mod error;
mod onnx;
mod progress;
mod project;
mod setup;
mod version;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use error::Result;
use project::Project;
use setup::Extent;

/// The developer's commands of Liasse.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: What,
    /// Install system packages without asking.
    #[arg(long, short = 'y', global = true)]
    yes: bool,
}

#[derive(Subcommand)]
enum What {
    /// Fetch and install what this machine lacks; nothing when nothing is missing.
    Setup,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match dispatch(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror [{}]: {error}", error.code());
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: Arguments) -> Result<()> {
    let project = Project::find()?;
    let yes = arguments.yes;
    match arguments.command {
        What::Setup => setup::run(&project, Extent::Window, yes),
    }
}
