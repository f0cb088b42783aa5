//! `cargo xtask run`: builds the desktop and opens it on the sample.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::command;
use crate::error::{Error, Result};
use crate::progress::seconds;
use crate::project::Project;
use crate::screen::{self, Screen};
use crate::setup::{self, Extent};

/// The desktop's feature that makes it carry the front end instead of asking a development server for it.
/// Every command builds with it, so that Tauri is compiled once.
pub const DESKTOP_FEATURE: &str = "liasse-desktop/custom-protocol";
/// What the checks build: everything, the tests too. Cargo unites the features of what is built together, so that building
/// a part by itself compiles most of its dependencies and of our own crates once more.
pub const WHOLE: [&str; 4] = ["--workspace", "--all-targets", "--features", DESKTOP_FEATURE];

const PATIENCE: Duration = Duration::from_secs(120);
/// A picture with fewer colours than this shows an empty window.
const FEWEST_COLOURS: u64 = 16;

/// Sets up, builds and opens the desktop; where there is no screen, or with `smoke`, only until the inbox is drawn.
///
/// # Errors
/// Of set-up, of the build, and `NotReady` when the inbox is not drawn in two minutes.
pub fn run(project: &Project, smoke: bool, data: Option<PathBuf>, yes: bool) -> Result<()> {
    let is_check = smoke;
    let smoke = smoke || !screen::is_seen();
    setup::run(project, if smoke { Extent::Window } else { Extent::Build }, yes)?;
    let begun = Instant::now();
    if is_check {
        build_whole(project)?;
    } else {
        build(project)?;
    }
    println!("build      {:>8}", seconds(begun.elapsed()));
    let program = project.program("debug", "liasse-desktop");
    if smoke {
        return until_ready(project, &program, data);
    }
    let mut desktop = Command::new(&program);
    desktop.arg("--sample");
    if let Some(data) = data {
        desktop.arg("--data").arg(data);
    }
    if command::openly(&mut desktop)? { Ok(()) } else { Err(Error::Parts("liasse-desktop".into())) }
}

/// Builds the desktop and the command line.
///
/// # Errors
/// `Parts` when cargo fails; it has said why.
pub fn build(project: &Project) -> Result<()> {
    println!("build of the desktop and the command line");
    cargo_build(project, &["-p", "liasse-desktop", "-p", "liasse-cli", "--features", DESKTOP_FEATURE])
}

/// Builds [`WHOLE`].
///
/// # Errors
/// `Parts` when cargo fails; it has said why.
pub fn build_whole(project: &Project) -> Result<()> {
    println!("build of everything");
    cargo_build(project, &WHOLE)
}

fn cargo_build(project: &Project, what: &[&str]) -> Result<()> {
    let mut cargo = command::cargo();
    cargo.current_dir(project.root()).arg("build").args(what);
    if command::openly(&mut cargo)? { Ok(()) } else { Err(Error::Parts("build".into())) }
}

fn until_ready(project: &Project, program: &Path, data: Option<PathBuf>) -> Result<()> {
    let place = project.target().join("smoke");
    if place.exists() {
        std::fs::remove_dir_all(&place).map_err(Error::file(&place, "cannot be cleared"))?;
    }
    std::fs::create_dir_all(&place).map_err(Error::file(&place, "cannot be created"))?;
    let sign = place.join("ready");
    let log = place.join("desktop.log");
    let out = std::fs::File::create(&log).map_err(Error::file(&log, "cannot be created"))?;
    let err = out.try_clone().map_err(Error::file(&log, "cannot be shared"))?;
    let screen = Screen::open()?;
    let mut desktop = screen.program(program);
    desktop
        .arg("--sample")
        .arg("--data")
        .arg(data.unwrap_or_else(|| place.join("data")))
        .env("LIASSE_SMOKE_FILE", &sign)
        // The developer's own settings and caches stay out of it.
        .env("XDG_CONFIG_HOME", place.join("config"))
        .env("XDG_DATA_HOME", place.join("share"))
        .env("XDG_CACHE_HOME", place.join("cache"))
        .stdout(out)
        .stderr(err);
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut desktop, 0);
    let begun = Instant::now();
    let mut running = Running(
        desktop.spawn().map_err(|source| Error::Start { command: command::shown(&desktop), source })?,
    );
    let ready = wait(&mut running.0, &sign, &log, begun, PATIENCE)?;
    let took = begun.elapsed();
    // The sign is given when the rows are in the page; the compositor needs a moment to show them.
    std::thread::sleep(Duration::from_millis(700));
    let picture = project.target().join("smoke.png");
    let pictured = screen.picture(&picture)?;
    drop(running);
    println!("window     {:>8}  {ready}", seconds(took));
    if !pictured {
        println!("picture    none: no tool for it is installed");
    } else if let Some(colours) = screen::colours(&picture).filter(|count| *count < FEWEST_COLOURS) {
        return Err(Error::content(&picture, format!("the window is empty ({colours} colours)")));
    } else {
        println!("picture    {}", picture.display());
    }
    Ok(())
}

/// Waits for the line `LIASSE_READY inbox=<rows> ms=<time>` that the desktop writes when its inbox is drawn, and again
/// when it is first drawn with something in it: on a fresh sample the papers are still being read at first.
fn wait(desktop: &mut Child, sign: &Path, log: &Path, begun: Instant, patience: Duration) -> Result<Ready> {
    loop {
        let ready = std::fs::read_to_string(sign).ok().as_deref().and_then(Ready::parse);
        if let Some(ready) = ready.filter(|ready| ready.rows > 0) {
            return Ok(ready);
        }
        let ended = desktop.try_wait().ok().flatten();
        if ended.is_some() || begun.elapsed() > patience {
            let state = ended.map_or_else(|| "still running".to_owned(), |status| format!("ended: {status}"));
            let inbox = if ready.is_some() { "its inbox drawn, but empty" } else { "no inbox drawn" };
            return Err(Error::NotReady {
                seconds: begun.elapsed().as_secs(),
                detail: format!(
                    "liasse-desktop {state}, {inbox}; {}:\n{}",
                    log.display(),
                    command::tail(log)
                ),
            });
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// What the desktop said when its inbox was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ready {
    rows: u64,
    /// Milliseconds from the start of the program.
    after: u64,
}

impl Ready {
    /// Reads a whole line only: the file may be seen while it is written.
    fn parse(text: &str) -> Option<Ready> {
        let line = text.split_inclusive('\n').find(|line| line.starts_with("LIASSE_READY "))?;
        let line = line.strip_suffix('\n')?;
        let number =
            |key: &str| line.split_whitespace().find_map(|word| word.strip_prefix(key)?.parse::<u64>().ok());
        Some(Ready { rows: number("inbox=")?, after: number("ms=")? })
    }
}

impl std::fmt::Display for Ready {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "inbox of {} rows drawn {} ms after the start of the program", self.rows, self.after)
    }
}

/// A program with all it started; both end with this value.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        #[cfg(unix)]
        {
            let group = format!("-{}", self.0.id());
            // A group that has ended already is no error.
            let signal =
                |name| Command::new("kill").args([name, "--", &group]).stderr(Stdio::null()).status().ok();
            signal("-TERM");
            for _ in 0..40 {
                if self.0.try_wait().ok().flatten().is_some() {
                    return;
                }
                std::thread::sleep(Duration::from_millis(50));
            }
            signal("-KILL");
        }
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_line_counts_as_ready() {
        assert_eq!(Ready::parse("LIASSE_READY inbox=12 ms=1"), None);
        assert_eq!(Ready::parse("LIASSE_READY inbox=12 ms=1400\n"), Some(Ready { rows: 12, after: 1400 }));
        assert_eq!(Ready::parse("other\nLIASSE_READY ms=9 inbox=0\n"), Some(Ready { rows: 0, after: 9 }));
        assert_eq!(Ready::parse("LIASSE_READY inbox=x ms=1\n"), None);
    }

    #[cfg(unix)]
    fn waited(script: &str) -> Result<Ready> {
        let place = tempfile::tempdir().unwrap();
        let (sign, log) = (place.path().join("ready"), place.path().join("desktop.log"));
        let mut desktop = Command::new("sh");
        desktop.args(["-c", script]).env("SIGN", &sign).stderr(std::fs::File::create(&log).unwrap());
        std::os::unix::process::CommandExt::process_group(&mut desktop, 0);
        let mut running = Running(desktop.spawn().unwrap());
        wait(&mut running.0, &sign, &log, Instant::now(), Duration::from_secs(2))
    }

    #[cfg(unix)]
    #[test]
    fn a_desktop_that_draws_its_inbox_is_ready_while_it_still_runs() {
        let ready = waited("sleep 0.1; echo 'LIASSE_READY inbox=12 ms=800' >\"$SIGN\"; sleep 60").unwrap();
        assert_eq!(ready, Ready { rows: 12, after: 800 });
    }

    #[cfg(unix)]
    #[test]
    fn a_desktop_that_ends_first_is_reported_with_its_last_words() {
        let error = waited("echo 'no libpdfium' >&2; exit 3").unwrap_err();
        assert_eq!(error.code(), "not-ready");
        assert!(error.to_string().contains("no libpdfium"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn an_inbox_that_stays_empty_is_no_success() {
        let error = waited("echo 'LIASSE_READY inbox=0 ms=800' >\"$SIGN\"; sleep 60").unwrap_err();
        assert_eq!(error.code(), "not-ready");
        assert!(error.to_string().contains("drawn, but empty"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn an_inbox_that_fills_later_is_ready_then() {
        let script = "echo 'LIASSE_READY inbox=0 ms=80' >\"$SIGN\"; sleep 0.2;\
                      echo 'LIASSE_READY inbox=3 ms=900' >\"$SIGN\"; sleep 60";
        assert_eq!(waited(script).unwrap(), Ready { rows: 3, after: 900 });
    }
}
