//! Running other programs: quietly into a log, with the elapsed time on a terminal, or before the developer's eyes.

use std::fs::File;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::error::{Error, Result};

const TAIL_LINES: usize = 25;

/// The command as one would type it, for messages.
pub fn shown(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|part| part.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

fn start_error(command: &Command) -> impl FnOnce(std::io::Error) -> Error {
    let command = shown(command);
    move |source| Error::Start { command, source }
}

/// Runs a command with its output in `log`; on a terminal the line of the running step shows the seconds.
///
/// # Errors
/// `Start` when it is not installed, `Command` with its last lines when it fails.
pub fn quietly(command: &mut Command, log: &Path) -> Result<()> {
    if let Some(dir) = log.parent() {
        std::fs::create_dir_all(dir).map_err(Error::file(dir, "cannot be created"))?;
    }
    let out = File::create(log).map_err(Error::file(log, "cannot be created"))?;
    let err = out.try_clone().map_err(Error::file(log, "cannot be shared"))?;
    let mut child =
        command.stdin(Stdio::null()).stdout(out).stderr(err).spawn().map_err(start_error(command))?;
    let begun = Instant::now();
    let live = std::io::stdout().is_terminal();
    let mut pause = Duration::from_millis(5);
    let status = loop {
        if let Some(status) = child.try_wait().map_err(start_error(command))? {
            break status;
        }
        if live && begun.elapsed() > Duration::from_secs(1) {
            let seconds = format!("{:>4} s", begun.elapsed().as_secs());
            print!("{seconds}{}", "\u{8}".repeat(seconds.len()));
            // The count is a courtesy: a terminal that cannot take it loses nothing.
            std::io::stdout().flush().ok();
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(200));
    };
    if status.success() {
        return Ok(());
    }
    Err(Error::Command {
        command: shown(command),
        status: status.to_string(),
        tail: tail(log),
        log: log.to_path_buf(),
    })
}

/// The last lines of a log.
pub fn tail(log: &Path) -> String {
    let text =
        std::fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines.get(lines.len().saturating_sub(TAIL_LINES)..).unwrap_or_default().join("\n")
}

/// Runs a command with its output straight on the terminal; tells whether it succeeded.
///
/// # Errors
/// `Start` when it is not installed.
pub fn openly(command: &mut Command) -> Result<bool> {
    std::io::stdout().flush().ok();
    Ok(command.status().map_err(start_error(command))?.success())
}

/// Runs a command and hands back its whole output.
///
/// # Errors
/// `Start` when it is not installed.
pub fn captured(command: &mut Command) -> Result<Output> {
    command.stdin(Stdio::null()).output().map_err(start_error(command))
}

/// Whether this process may act as the system's administrator (Unix: user id 0).
pub fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// The full path of a program on the search path.
pub fn which(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let suffixes: &[&str] = if cfg!(windows) { &[".exe", ".cmd", ""] } else { &[""] };
    std::env::split_paths(&path)
        .flat_map(|dir| suffixes.iter().map(move |suffix| dir.join(format!("{name}{suffix}"))))
        .find(|file| file.is_file())
}

/// The cargo that runs this program.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}
