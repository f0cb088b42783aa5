//! `liasse-sandbox [--port N] [--state DIR] [--faults N] …`: plays Sage GE, MEG, a platform and a mail server on this machine.

use std::path::PathBuf;
use std::process::ExitCode;

use liasse_connectors::sandbox::{Options, Sandbox, seed};

const USAGE: &str =
    "liasse-sandbox [--port N] [--mail-port N] [--state DIR] [--strict-chart] [--forgets-keys] [--faults N] [--seed N]

Plays Sage GE, MEG and a plateforme agréée over loopback, after the contracts in docs/connectors, and a mail server.
  --port N         listen on 127.0.0.1:N (default 7878; 0 takes a free port)
  --mail-port N    take mail on 127.0.0.1:N under TLS, on the next port under STARTTLS (default 7879, or free ones where --port is given)
  --state DIR      keep what is received in DIR (default: in memory only)
  --strict-chart   refuse accounts that the folder's chart does not have
  --forgets-keys   take an entry again under a key that was used before
  --faults N       N requests in a hundred meet a fault by chance
  --seed N         seed of that chance";

#[tokio::main]
async fn main() -> ExitCode {
    let options = match options(std::env::args().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(wrong) => {
            eprintln!("{wrong}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let sandbox = match Sandbox::start(options).await {
        Ok(sandbox) => sandbox,
        Err(error) => {
            eprintln!(
                "the sandbox cannot start: {error}; is another one running, or is the state folder not readable?"
            );
            return ExitCode::FAILURE;
        }
    };
    println!("Page     http://{}/", sandbox.addr());
    println!("Trust    http://{}/authority.pem", sandbox.addr());
    println!("Sage GE  {}", sandbox.ge_address());
    println!(
        "         entity {}   firm SIREN {}   application {}",
        seed::ENTITY,
        seed::FIRM,
        seed::APPLICATION
    );
    println!("MEG      {}", sandbox.meg_address());
    println!("Platform {}", sandbox.platform_address());
    println!("         tokens {}", sandbox.platform_token_address());
    println!("Mail     127.0.0.1:{} (TLS), :{} (STARTTLS)", sandbox.smtps_port(), sandbox.submission_port());
    println!("Client id or user {}   secret or password {}", seed::CLIENT, seed::SECRET);
    println!("Stop with Ctrl-C.");
    // Nothing is lost when it is killed: what was answered for is on disk.
    std::future::pending().await
}

fn options(mut arguments: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
    let mut options = Options { port: 7878, mail_port: 7879, ..Options::default() };
    let mut mail_is_chosen = false;
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
        match argument.as_str() {
            "--port" => {
                options.port = port(&value()?)?;
                // Who chooses a port starts several of them.
                options.mail_port = if mail_is_chosen { options.mail_port } else { 0 };
            }
            "--mail-port" => (options.mail_port, mail_is_chosen) = (port(&value()?)?, true),
            "--state" => options.state = Some(PathBuf::from(value()?)),
            "--strict-chart" => options.strict_chart = true,
            "--forgets-keys" => options.forgets_keys = true,
            "--faults" => {
                let percent = value()?;
                options.storm = percent
                    .parse()
                    .ok()
                    .filter(|percent| *percent <= 100)
                    .ok_or_else(|| format!("`{percent}` is no share: expected 0 to 100"))?;
            }
            "--seed" => {
                let seed = value()?;
                options.seed = seed.parse().map_err(|_| format!("`{seed}` is no seed: expected a number"))?;
            }
            "--help" | "-h" => return Ok(None),
            other => return Err(format!("unknown argument `{other}`")),
        }
    }
    Ok(Some(options))
}

fn port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| format!("`{text}` is no port: expected 0 to 65535"))
}
