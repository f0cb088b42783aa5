//! The developer's commands: `cargo xtask setup | run | test | check | bench | fuzz | sandbox`.

mod bench;
mod check;
mod command;
mod digest;
mod error;
mod fuzz;
mod onnx;
mod progress;
mod project;
mod run;
mod sandbox;
mod screen;
mod setup;
mod test;
mod version;

use std::path::PathBuf;
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
    /// Set up, build, and open the window on the sample client file.
    Run {
        /// Only until the inbox is drawn: saves target/smoke.png, prints the times and ends.
        #[arg(long)]
        smoke: bool,
        /// Another data folder than the sample's own.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Set up, then run every test that needs no window.
    Test {
        /// More cases of the property tests, ignored and documentation tests as well.
        #[arg(long)]
        thorough: bool,
        /// Folder of real samples (by default ../shared where it exists).
        #[arg(long, value_name = "DIR")]
        shared: Option<PathBuf>,
        /// Only the Rust tests whose name contains this.
        #[arg(last = true)]
        filter: Vec<String>,
    },
    /// Form, lints, licences, translations, generated files.
    Check,
    /// Measure: speed and memory of reading against other tools on the same pages.
    Bench {
        #[command(subcommand)]
        what: bench::What,
    },
    /// Throw damaged and hostile input at every parser; what breaks one is kept in tests/fuzz/crashes.
    Fuzz {
        /// How long each target is run.
        #[arg(long, default_value_t = 60)]
        seconds: u64,
        /// Where the random numbers start.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// fec, einvoice, ubl, chart, archive, sniff, picture, typed, pdf; all when none is named.
        targets: Vec<String>,
    },
    /// Start the local stand-in for the accounting software.
    #[command(disable_help_flag = true)]
    Sandbox {
        /// Handed to the sandbox server.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
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
        What::Run { smoke, data } => run::run(&project, smoke, data, yes),
        What::Test { thorough, shared, filter } => {
            test::run(&project, &test::Wish { thorough, shared, filter }, yes)
        }
        What::Check => check::run(&project, yes),
        What::Bench { what } => bench::run(&project, &what, yes),
        What::Fuzz { seconds, seed, targets } => fuzz::run(&project, seconds, seed, &targets),
        What::Sandbox { arguments } => sandbox::run(&project, &arguments),
    }
}
