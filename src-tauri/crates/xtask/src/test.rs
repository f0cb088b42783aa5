//! `cargo xtask test`: everything that can be tested without a window, part by part.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command;
use crate::digest;
use crate::error::{Error, Result};
use crate::fuzz;
use crate::progress::Parts;
use crate::project::Project;
use crate::run::DESKTOP_FEATURE;
use crate::setup::node::Node;
use crate::setup::{self, Extent, Stamp, python};

/// How long each parser is fuzzed in a thorough run; `cargo xtask fuzz` runs longer.
const FUZZ_SECONDS: u64 = 5;

/// What to test.
pub struct Wish {
    /// More cases of the property tests, ignored tests and documentation tests as well.
    pub thorough: bool,
    /// Folder of real samples for the tests in `tests/shared`; by default `../shared` where it exists.
    pub shared: Option<PathBuf>,
    /// Only Rust tests whose name contains this; the other parts are then left out.
    pub filter: Vec<String>,
}

/// Runs the parts, then says each one's result and time.
///
/// # Errors
/// Of set-up; `Parts` when a part failed.
pub fn run(project: &Project, wish: &Wish, yes: bool) -> Result<()> {
    setup::run(project, Extent::Window, yes)?;
    let mut parts = Parts::default();
    // The tests of the formats leave here what they write; what an earlier run left must not be judged again.
    let written = project.target().join("conformance");
    if written.exists() {
        std::fs::remove_dir_all(&written).map_err(Error::file(&written, "cannot be cleared"))?;
    }
    std::fs::create_dir_all(&written).map_err(Error::file(&written, "cannot be created"))?;
    parts.run("Rust", || rust(project, wish, &written));
    if wish.filter.is_empty() {
        if wish.thorough {
            parts.run("documentation", || documentation(project));
            parts.run("fuzzing", || match fuzz::run(project, FUZZ_SECONDS, 1, &[]) {
                Ok(()) => Ok(true),
                Err(Error::Parts(_)) => Ok(false),
                Err(error) => Err(error),
            });
        }
        parts.run("front end", || command::openly(Node::find(project)?.npm(project).args(["test"])));
        let script = project.path("tests/conformance/check.py");
        if script.is_file() {
            parts.run("official rules", || conformance(project, &script, &written));
        } else {
            parts.skip("official rules", "no tests/conformance/check.py");
        }
        shared(project, wish, &mut parts);
    }
    if parts.close() { Ok(()) } else { Err(Error::Parts(parts.failed())) }
}

fn rust(project: &Project, wish: &Wish, written: &Path) -> Result<bool> {
    let nextest = command::which("cargo-nextest").is_some();
    let mut cargo = command::cargo();
    cargo
        .current_dir(project.root())
        .args(if nextest { &["nextest", "run"][..] } else { &["test", "--quiet"][..] })
        .args(["--workspace", "--features", DESKTOP_FEATURE]);
    if nextest {
        cargo.args(["--no-fail-fast", "--status-level", "fail", "--final-status-level", "slow"]);
    } else {
        // Documentation tests need rustdoc, which a minimal toolchain lacks; `--thorough` runs them.
        cargo.args(["--no-fail-fast", "--lib", "--bins", "--tests"]);
    }
    if wish.thorough {
        // Some of the random e-invoices are kept for the official rules.
        cargo.env("PROPTEST_CASES", "10000").env("LIASSE_RANDOM_INVOICES", written.join("random"));
        if nextest {
            cargo.args(["--run-ignored", "all"]);
        }
    }
    if nextest {
        cargo.args(&wish.filter);
    } else {
        cargo.arg("--").args(&wish.filter);
        if wish.thorough {
            cargo.arg("--include-ignored");
        }
    }
    command::openly(&mut cargo)
}

fn documentation(project: &Project) -> Result<bool> {
    let mut cargo = command::cargo();
    cargo.current_dir(project.root()).args([
        "test",
        "--quiet",
        "--workspace",
        "--doc",
        "--features",
        DESKTOP_FEATURE,
    ]);
    command::openly(&mut cargo)
}

fn conformance(project: &Project, script: &Path, written: &Path) -> Result<bool> {
    let packages = python_packages(project)?;
    command::openly(
        Command::new(python::with_pip()?)
            .current_dir(project.root())
            .env("PYTHONPATH", packages)
            .arg(script)
            .arg(written),
    )
}

/// The Python packages that carry the official rules, installed by hash into a folder of their own.
fn python_packages(project: &Project) -> Result<PathBuf> {
    let list = project.path("tests/conformance/requirements.txt");
    let place = project.cache().join("conformance");
    let stamp = Stamp::new(project, "conformance", &digest::of_file(&list)?);
    let marks = [place.join("facturx/__init__.py")];
    if stamp.holds(&marks) {
        return Ok(place);
    }
    let part = place.with_extension("part");
    for old in [&part, &place] {
        if old.exists() {
            std::fs::remove_dir_all(old).map_err(Error::file(old, "cannot be cleared"))?;
        }
    }
    let mut pip = Command::new(python::with_pip()?);
    pip.args(["-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary=:all:"])
        .args(["--disable-pip-version-check", "--target"])
        .arg(&part)
        .arg("-r")
        .arg(&list);
    command::quietly(&mut pip, &project.cache().join("logs/conformance.log"))?;
    std::fs::rename(&part, &place).map_err(Error::file(&place, "cannot be put in place"))?;
    stamp.set(&marks)?;
    Ok(place)
}

fn shared(project: &Project, wish: &Wish, parts: &mut Parts) {
    let scripts = scripts(&project.path("tests/shared"));
    let Some(samples) = wish.shared.clone().or_else(|| project.shared()) else {
        for script in scripts {
            parts.skip(&name(&script), "no folder of samples");
        }
        return;
    };
    for script in scripts {
        parts.run(&name(&script), || {
            command::openly(
                Command::new("bash").arg(&script).current_dir(project.root()).env("LIASSE_SHARED", &samples),
            )
        });
    }
}

fn scripts(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "sh"))
        .collect();
    found.sort();
    found
}

fn name(script: &Path) -> String {
    let stem = script.file_stem().unwrap_or_default().to_string_lossy();
    format!("samples: {stem}")
}
