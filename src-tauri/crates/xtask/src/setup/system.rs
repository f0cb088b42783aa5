//! The system's own packages: installed on Debian and Ubuntu, named exactly elsewhere.

use std::collections::HashSet;
use std::io::{IsTerminal, Write};
use std::process::Command;

use crate::command;
use crate::error::{Error, Result};
use crate::progress::Outcome;
use crate::project::Project;
use crate::setup::Extent;

/// To build and run: WebKit for the window, OpenSSL's libcrypto for SQLCipher, libclang for the bindings of SQLite's
/// session extension, pip for the pinned engines.
const DEBIAN_BUILD: &[&str] = &[
    "gcc",
    "g++",
    "libc6-dev",
    "make",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "libssl-dev",
    "libclang-dev",
    "python3-pip",
    "fonts-dejavu-core",
];

/// To open the window without a screen, take its picture and drive it.
const DEBIAN_WINDOW: &[&str] =
    &["xvfb", "dbus-daemon", "openbox", "imagemagick", "x11-utils", "xdotool", "webkit2gtk-driver"];

/// A tool that must answer, and what to install where it does not.
struct Probe {
    command: &'static [&'static str],
    install: &'static str,
}

const PIP: &[&str] = &["python3", "-m", "pip", "--version"];

const FEDORA: &[Probe] = &[
    Probe { command: &["gcc", "--version"], install: "sudo dnf install gcc gcc-c++ make" },
    Probe {
        command: &["pkg-config", "--exists", "webkit2gtk-4.1"],
        install: "sudo dnf install pkgconf-pkg-config webkit2gtk4.1-devel",
    },
    Probe { command: &["pkg-config", "--exists", "openssl"], install: "sudo dnf install openssl-devel" },
    Probe { command: &["pkg-config", "--exists", "dbus-1"], install: "sudo dnf install dbus-devel" },
    Probe { command: &["clang", "--version"], install: "sudo dnf install clang clang-devel" },
    Probe { command: PIP, install: "sudo dnf install python3-pip" },
];

const FEDORA_WINDOW: &[Probe] = &[
    Probe { command: &["Xvfb", "-help"], install: "sudo dnf install xorg-x11-server-Xvfb" },
    Probe { command: &["dbus-run-session", "--version"], install: "sudo dnf install dbus-daemon" },
    Probe { command: &["import", "-version"], install: "sudo dnf install ImageMagick" },
    Probe {
        command: &["WebKitWebDriver", "--version"],
        install: "sudo dnf install webkit2gtk-driver openbox xdotool",
    },
];

const MACOS: &[Probe] = &[
    Probe { command: &["xcode-select", "-p"], install: "xcode-select --install" },
    Probe {
        command: PIP,
        install: "Python 3 with pip (comes with the command line tools: xcode-select --install)",
    },
    Probe { command: &["perl", "-v"], install: "perl (to build OpenSSL)" },
];

const WINDOWS: &[Probe] = &[
    Probe {
        command: &["clang", "--version"],
        install: "winget install LLVM.LLVM   (libclang; set LIBCLANG_PATH to its bin folder)",
    },
    Probe {
        command: &["perl", "-v"],
        install: "winget install StrawberryPerl.StrawberryPerl   (to build OpenSSL)",
    },
    Probe { command: &["python", "-m", "pip", "--version"], install: "winget install Python.Python.3.12" },
];

/// Makes sure that the system's packages are there.
///
/// # Errors
/// `Missing` with the commands to type, `Refused` when the developer says no, `Command` when apt fails.
pub fn packages(project: &Project, extent: Extent, yes: bool) -> Result<Outcome> {
    let window = extent == Extent::Window;
    match System::here() {
        System::Debian => debian(project, window, yes),
        System::OtherLinux => probe(
            &[FEDORA, if window { FEDORA_WINDOW } else { &[] }],
            "Fedora's names; other systems have the same under similar ones",
        ),
        System::MacOs => probe(&[MACOS], "macOS"),
        System::Windows => {
            probe(&[WINDOWS], "Windows, beside the Visual Studio Build Tools with C++ that Rust asks for")
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum System {
    Debian,
    OtherLinux,
    MacOs,
    Windows,
}

impl System {
    fn here() -> System {
        match std::env::consts::OS {
            "windows" => System::Windows,
            "macos" => System::MacOs,
            _ => System::linux(&std::fs::read_to_string("/etc/os-release").unwrap_or_default()),
        }
    }

    /// From the text of `/etc/os-release`.
    fn linux(os_release: &str) -> System {
        let debian = os_release
            .lines()
            .filter_map(|line| line.strip_prefix("ID=").or_else(|| line.strip_prefix("ID_LIKE=")))
            .flat_map(|value| value.trim_matches('"').split_whitespace())
            .any(|id| id == "debian" || id == "ubuntu");
        if debian { System::Debian } else { System::OtherLinux }
    }
}

fn debian(project: &Project, window: bool, yes: bool) -> Result<Outcome> {
    let wanted: Vec<&str> =
        DEBIAN_BUILD.iter().chain(if window { DEBIAN_WINDOW } else { &[] }).copied().collect();
    let output = command::captured(
        Command::new("dpkg-query").args(["-W", "-f", "${Package} ${db:Status-Status}\n"]).args(&wanted),
    )?;
    let missing = missing(&wanted, &String::from_utf8_lossy(&output.stdout));
    if missing.is_empty() {
        return Ok(Outcome::Ready(format!("{} installed", wanted.len())));
    }
    let root = command::is_root();
    let by_hand = format!("sudo apt-get install --no-install-recommends {}", missing.join(" "));
    if !root && !yes && std::env::var_os("CI").is_none() && !asked(&by_hand)? {
        return Err(Error::Missing(format!("  {by_hand}")));
    }
    let apt = |arguments: &[&str], log: &str| {
        let mut apt = if root {
            Command::new("apt-get")
        } else {
            let mut sudo = Command::new("sudo");
            sudo.arg("apt-get");
            sudo
        };
        apt.env("DEBIAN_FRONTEND", "noninteractive").args(arguments);
        command::quietly(&mut apt, &project.cache().join("logs").join(log))
    };
    apt(&["update", "-q"], "apt-update.log")?;
    let mut install = vec!["install", "-y", "-q", "--no-install-recommends"];
    install.extend(missing.iter().copied());
    apt(&install, "apt-install.log")?;
    Ok(Outcome::Done(format!("installed {}", missing.join(" "))))
}

/// The wanted packages that dpkg does not list as installed.
fn missing<'a>(wanted: &[&'a str], listed: &str) -> Vec<&'a str> {
    let installed: HashSet<&str> =
        listed.lines().filter_map(|line| line.strip_suffix(" installed")).collect();
    wanted.iter().filter(|name| !installed.contains(**name)).copied().collect()
}

/// Asks before anything is done as the administrator. Without a terminal the answer is no.
fn asked(what: &str) -> Result<bool> {
    if !std::io::stdin().is_terminal() {
        return Ok(false);
    }
    print!("\n    {what}\n  Run this now? [y/N] ");
    std::io::stdout().flush().ok();
    let mut answer = String::new();
    std::io::stdin()
        .read_line(&mut answer)
        .map_err(|source| Error::Start { command: what.to_owned(), source })?;
    // sudo asks for its password here, while the terminal is still the developer's.
    Ok(matches!(answer.trim(), "y" | "Y" | "yes" | "o" | "oui")
        && command::openly(Command::new("sudo").arg("-v"))?)
}

fn probe(groups: &[&[Probe]], where_: &str) -> Result<Outcome> {
    let lacking: Vec<&str> = groups
        .iter()
        .flat_map(|group| group.iter())
        .filter(|probe| !answers(probe.command))
        .map(|probe| probe.install)
        .collect();
    if lacking.is_empty() {
        return Ok(Outcome::Ready("all tools answer".into()));
    }
    let lines: String = lacking.iter().map(|line| format!("  {line}\n")).collect();
    Err(Error::Missing(format!("{lines}({where_})")))
}

fn answers(words: &[&str]) -> bool {
    words.split_first().is_some_and(|(program, arguments)| {
        Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removed_and_unknown_packages_count_as_missing() {
        let listed = "gcc installed\nxvfb config-files\nmake installed\n";
        assert_eq!(missing(&["gcc", "xvfb", "openbox", "make"], listed), ["xvfb", "openbox"]);
    }

    #[test]
    fn derivatives_of_debian_are_known_by_their_family() {
        assert_eq!(System::linux("PRETTY_NAME=\"Debian\"\nID=debian\n"), System::Debian);
        assert_eq!(System::linux("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"), System::Debian);
        assert_eq!(System::linux("ID=fedora\nVERSION_ID=44\n"), System::OtherLinux);
        assert_eq!(System::linux(""), System::OtherLinux);
    }
}
