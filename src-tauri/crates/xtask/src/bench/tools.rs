//! The programs that are measured, and the places they work in.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command;
use crate::error::{Error, Result};
use crate::project::Project;
use crate::run;
use crate::setup::{self, Extent};

/// The built programs of one profile.
pub struct Tools {
    project: Project,
    profile: &'static str,
    /// How many files are read at the same time.
    pub jobs: usize,
}

impl Tools {
    /// Sets up what reading needs and builds the command line, the papers and the recorder of pages.
    ///
    /// # Errors
    /// Of set-up; `Parts` when the build fails.
    pub fn built(project: &Project, jobs: Option<usize>, release: bool, yes: bool) -> Result<Tools> {
        setup::run(project, Extent::Build, yes)?;
        let profile = if release { "release" } else { "debug" };
        if release {
            println!("release build of the command line and of the papers");
            let mut cargo = command::cargo();
            cargo.current_dir(project.root()).args(["build", "-p", "liasse-cli", "-p", "liasse-papers"]);
            cargo.args(["-p", "liasse-reading", "--bins", "--example", "record", "--release"]);
            if !command::openly(&mut cargo)? {
                return Err(Error::Parts("release build".into()));
            }
        } else {
            run::build_whole(project)?;
        }
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Tools { project: project.clone(), profile, jobs: jobs.unwrap_or(cores).max(1) })
    }

    pub fn project(&self) -> &Project {
        &self.project
    }

    pub fn profile(&self) -> &'static str {
        self.profile
    }

    /// A folder of the measurements, made where it is missing.
    ///
    /// # Errors
    /// `File` when it cannot be made.
    pub fn place(&self, relative: &str) -> Result<PathBuf> {
        let folder = self.project.target().join("bench").join(relative);
        std::fs::create_dir_all(&folder).map_err(Error::file(&folder, "cannot be created"))?;
        Ok(folder)
    }

    /// The same, emptied.
    ///
    /// # Errors
    /// `File` when it cannot be emptied.
    pub fn fresh(&self, relative: &str) -> Result<PathBuf> {
        let folder = self.project.target().join("bench").join(relative);
        if folder.exists() {
            std::fs::remove_dir_all(&folder).map_err(Error::file(&folder, "cannot be cleared"))?;
        }
        self.place(relative)
    }

    /// `liasse read` on some files, cut as it thinks right.
    pub fn liasse(&self, files: &[PathBuf], out: &Path) -> Command {
        let mut command = self.own(self.project.program(self.profile, "liasse"));
        command.arg("read").args(files).arg("--out").arg(out).args(["--jobs", &self.jobs.to_string()]);
        command
    }

    /// `liasse` on a data folder of the measurement, under a passphrase of its own.
    pub fn desk(&self, data: &Path) -> Command {
        let mut command = self.own(self.project.program(self.profile, "liasse"));
        command.env("LIASSE_PASSPHRASE", "une mesure de la saisie").arg("--data").arg(data);
        command
    }

    /// The program that draws papers.
    pub fn papers(&self, what: &str) -> Command {
        let mut command = self.own(self.project.program(self.profile, "liasse-papers"));
        command.arg(what);
        command
    }

    /// The program that keeps pages as they were read: words and, with `pictures`, what they were read on.
    ///
    /// # Errors
    /// `Start` when it cannot be started, `Parts` when it fails.
    pub fn record(&self, files: &[PathBuf], out: &Path, pictures: bool) -> Result<()> {
        let program = self
            .project
            .target()
            .join(self.profile)
            .join(format!("examples/record{}", std::env::consts::EXE_SUFFIX));
        let share = files.len().div_ceil(self.jobs).max(1);
        let mut running = Vec::new();
        for files in files.chunks(share) {
            let mut command = self.own(program.clone());
            command.arg("--out").arg(out).args(pictures.then_some("--pictures")).args(files);
            let child = command
                .spawn()
                .map_err(|source| Error::Start { command: command::shown(&command), source })?;
            running.push(child);
        }
        let mut failed = false;
        for mut child in running {
            failed |= !child.wait().is_ok_and(|status| status.success());
        }
        if failed { Err(Error::Parts("recording of pages".into())) } else { Ok(()) }
    }

    fn own(&self, program: PathBuf) -> Command {
        let mut command = Command::new(program);
        command.env("LIASSE_ENGINES", self.project.engines());
        command
    }
}
