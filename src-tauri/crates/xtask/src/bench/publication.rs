//! Publication under faults and kills: how many documents arrive exactly once, and in what time.

use super::chance;
use crate::command;
use crate::error::{Error, Result};
use crate::project::Project;
use crate::setup::{self, Extent};

/// What is asked for.
#[derive(Debug, clap::Args)]
pub struct Wish {
    /// Documents published to each target.
    #[arg(long, default_value_t = 2_000)]
    documents: u32,
    /// How often the publishing process is killed, for each target.
    #[arg(long, default_value_t = 50)]
    kills: u32,
    /// The seed of faults and kills; by default another one each time, which is printed.
    #[arg(long)]
    seed: Option<u64>,
    /// Only to this target: `sage-ge`, `meg`, `meg-mail`, `bob` or `files`.
    #[arg(long, value_parser = ["sage-ge", "meg", "meg-mail", "bob", "files"])]
    target: Option<String>,
    /// Use the debug build: to try the command. Its times mean nothing.
    #[arg(long)]
    debug: bool,
}

/// Runs it: the sandbox strikes a fifth of the requests, takes an entry again under a key of before, and the program is
/// killed; BOB's share comes and goes. The test fails when a document is not exactly once in its target.
///
/// # Errors
/// Of the build; `Parts` when a document is lost, doubled or in a state without a sentence.
pub fn run(project: &Project, wish: &Wish, yes: bool) -> Result<()> {
    setup::run(project, Extent::Build, yes)?;
    let seed = wish.seed.unwrap_or_else(chance::fresh_seed);
    let mut cargo = command::cargo();
    cargo.current_dir(project.root()).args(["test", "--quiet", "-p", "liasse-cli", "--test", "chaos"]);
    if !wish.debug {
        cargo.arg("--release");
    }
    cargo.args(["--", "--ignored", "--nocapture", "--exact", "the_large_run"]);
    cargo.env("LIASSE_CHAOS_DOCUMENTS", wish.documents.to_string());
    cargo.env("LIASSE_CHAOS_KILLS", wish.kills.to_string());
    cargo.env("LIASSE_CHAOS_SEED", seed.to_string());
    if let Some(target) = &wish.target {
        cargo.env("LIASSE_CHAOS_TARGET", target);
    }
    cargo.env("LIASSE_ENGINES", project.engines());
    if command::openly(&mut cargo)? {
        Ok(())
    } else {
        Err(Error::Parts("publication: see what is not exactly once above".into()))
    }
}
