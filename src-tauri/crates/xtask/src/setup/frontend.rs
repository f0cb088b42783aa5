//! The front end: its packages by lock file, and its build.

use crate::command;
use crate::digest;
use crate::error::{Error, Result};
use crate::progress::Outcome;
use crate::project::Project;
use crate::setup::node::Node;
use crate::setup::stamp::Stamp;

/// Installs `ui/node_modules` from `ui/package-lock.json`, when that file is another than last time.
///
/// # Errors
/// `File` when there is no lock file, `Command` when npm fails.
pub fn packages(project: &Project) -> Result<Outcome> {
    let lock = project.ui().join("package-lock.json");
    let inputs = digest::of_file(&lock)?;
    // npm writes this file last: without it the folder is half filled.
    let marks = [project.ui().join("node_modules/.package-lock.json")];
    let stamp = Stamp::new(project, "front-end-packages", &inputs);
    if stamp.holds(&marks) {
        return Ok(Outcome::Ready("as locked".into()));
    }
    let mut npm = Node::find(project)?.npm(project);
    npm.args(["ci", "--no-audit", "--no-fund", "--prefer-offline"]);
    command::quietly(&mut npm, &project.cache().join("logs/npm-ci.log"))?;
    stamp.set(&marks)?;
    Ok(Outcome::Done("npm ci".into()))
}

/// Builds `ui/dist`, when the front end's sources are others than last time.
///
/// # Errors
/// `Command` when the build fails.
pub fn dist(project: &Project) -> Result<Outcome> {
    let inputs =
        digest::of_tree(&project.ui(), &["node_modules", "dist", ".svelte-kit", ".vite", "coverage"])?;
    let marks = [project.ui().join("dist/index.html")];
    let stamp = Stamp::new(project, "front-end", &inputs);
    if stamp.holds(&marks) {
        return Ok(Outcome::Ready("ui/dist".into()));
    }
    let mut npm = Node::find(project)?.npm(project);
    npm.args(["run", "build"]);
    command::quietly(&mut npm, &project.cache().join("logs/ui-build.log"))?;
    if !marks.iter().all(|mark| mark.is_file()) {
        return Err(Error::content(&project.ui().join("dist"), "the build left no index.html"));
    }
    stamp.set(&marks)?;
    Ok(Outcome::Done("ui/dist".into()))
}
