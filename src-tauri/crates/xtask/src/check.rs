//! `cargo xtask check`: form, lints, licences, types, translations, generated files, accuracy of reading.

use std::process::Command;

use crate::bench;
use crate::command;
use crate::error::{Error, Result};
use crate::progress::Parts;
use crate::project::Project;
use crate::run::{self, WHOLE};
use crate::setup::node::Node;
use crate::setup::{self, Extent};

const BINDINGS: &str = "ui/src/lib/bindings.ts";

/// Runs the parts, then says each one's result and time.
///
/// # Errors
/// Of set-up; `Parts` when a part failed.
pub fn run(project: &Project, yes: bool) -> Result<()> {
    setup::run(project, Extent::Build, yes)?;
    let cargo =
        |arguments: &[&str]| command::openly(command::cargo().current_dir(project.root()).args(arguments));
    let npm = |arguments: &[&str]| command::openly(Node::find(project)?.npm(project).args(arguments));
    let mut parts = Parts::default();
    parts.run("format", || cargo(&["fmt", "--all", "--check"]));
    parts.run("lints", || cargo(&[&["clippy"], &WHOLE[..], &["--", "-D", "warnings"]].concat()));
    if command::which("cargo-deny").is_some() {
        // Advisories need a database from outside the package registries; the workflow checks them.
        parts.run("licences and sources", || {
            cargo(&["deny", "--log-level", "error", "check", "bans", "licenses", "sources"])
        });
    } else {
        parts.skip("licences and sources", "cargo-deny is not installed");
    }
    parts.run("front end's types", || npm(&["run", "check"]));
    parts.run("translations", || npm(&["run", "i18n"]));
    parts.run("bindings", || bindings(project));
    parts.run("accuracy of reading", || bench::accuracy_holds(project, yes));
    if parts.close() { Ok(()) } else { Err(Error::Parts(parts.failed())) }
}

/// Generates the front end's typed commands anew and compares them with what is committed.
fn bindings(project: &Project) -> Result<bool> {
    run::build_whole(project)?;
    let mut desktop = Command::new(project.program("debug", "liasse-desktop"));
    if !command::openly(desktop.current_dir(project.root()).args(["--export-bindings", BINDINGS]))? {
        return Ok(false);
    }
    command::openly(Command::new("git").current_dir(project.root()).args([
        "diff",
        "--exit-code",
        "--stat",
        "--",
        BINDINGS,
    ]))
}
