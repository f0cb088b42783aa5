//! A screen to open the window on: the developer's own, or an Xvfb where there is none.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::command;
use crate::error::{Error, Result};

/// Width, height and depth of the screen that stands in for a real one: the smallest that Liasse is designed for.
const GEOMETRY: &str = "1366x768x24";

/// Whether a person can see a window here.
pub fn is_seen() -> bool {
    cfg!(any(windows, target_os = "macos")) || has("DISPLAY") || has("WAYLAND_DISPLAY")
}

fn has(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}

/// A screen; one of our own ends with this value.
pub struct Screen {
    own: Option<Own>,
}

struct Own {
    display: String,
    server: Child,
    manager: Option<Child>,
}

impl Screen {
    /// The developer's screen where `DISPLAY` names one (always on Windows and macOS), else an Xvfb with openbox.
    ///
    /// # Errors
    /// `Start` when there is neither a screen nor Xvfb, `NotReady` when Xvfb does not come up.
    pub fn open() -> Result<Screen> {
        if cfg!(any(windows, target_os = "macos")) || has("DISPLAY") {
            return Ok(Screen { own: None });
        }
        let mut xvfb = Command::new("Xvfb");
        xvfb.args(["-displayfd", "1", "-screen", "0", GEOMETRY, "-nolisten", "tcp", "-noreset"]);
        let mut server = xvfb
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|source| Error::Start { command: command::shown(&xvfb), source })?;
        let mut number = String::new();
        if let Some(out) = server.stdout.take() {
            // Xvfb writes the number of its display when it is ready to be used.
            BufReader::new(out).read_line(&mut number).ok();
        }
        let number = number.trim();
        if number.is_empty() {
            server.kill().ok();
            server.wait().ok();
            return Err(Error::NotReady { seconds: 0, detail: "Xvfb ended at once".into() });
        }
        let display = format!(":{number}");
        // Without a window manager the window has no focus; without openbox it is only uglier.
        let manager = Command::new("openbox")
            .env("DISPLAY", &display)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok();
        std::thread::sleep(Duration::from_millis(200));
        Ok(Screen { own: Some(Own { display, server, manager }) })
    }

    /// The command that opens `program` on this screen: on our own, in a session bus of its own and with
    /// settings that draw in software.
    pub fn program(&self, program: &Path) -> Command {
        let Some(own) = &self.own else {
            return Command::new(program);
        };
        let mut command = if command::which("dbus-run-session").is_some() {
            let mut command = Command::new("dbus-run-session");
            command.arg("--").arg(program);
            command
        } else {
            Command::new(program)
        };
        command
            .env("DISPLAY", &own.display)
            .env_remove("WAYLAND_DISPLAY")
            .env("GDK_BACKEND", "x11")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("NO_AT_BRIDGE", "1");
        command
    }

    /// Saves what the screen shows as a PNG; false where no tool for it is installed.
    ///
    /// # Errors
    /// `Start` when the tool cannot be run.
    pub fn picture(&self, path: &Path) -> Result<bool> {
        let mut command = if cfg!(target_os = "macos") {
            let mut command = Command::new("screencapture");
            command.arg("-x");
            command
        } else if command::which("import").is_some() {
            let mut command = Command::new("import");
            command.args(["-window", "root"]);
            command
        } else {
            return Ok(false);
        };
        if let Some(own) = &self.own {
            command.env("DISPLAY", &own.display);
        }
        Ok(command::captured(command.arg(path))?.status.success())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        if let Some(own) = &mut self.own {
            for child in own.manager.iter_mut().chain([&mut own.server]) {
                child.kill().ok();
                child.wait().ok();
            }
        }
    }
}

/// How many colours a picture has; `None` where ImageMagick is not installed.
pub fn colours(picture: &Path) -> Option<u64> {
    let output = Command::new("identify").args(["-format", "%k"]).arg(picture).output().ok()?;
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}
