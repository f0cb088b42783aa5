//! Prints what is read on the pages of files, with times: `cargo run -p liasse-reading --example pages FILE…`.
//! With `--json`, whole pages as JSON.

use std::ops::ControlFlow;
use std::time::Instant;

use liasse_reading::engine::EngineFiles;
use liasse_reading::pages::{Engines, Leaves, read_pages};
use liasse_reading::source::Limits;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut engines = Engines::load(&EngineFiles::locate(None)?)?;
    engines.warm()?;
    let json = std::env::args().any(|argument| argument == "--json");
    for path in std::env::args().skip(1).filter(|argument| !argument.starts_with("--")) {
        let bytes = std::fs::read(&path)?;
        let start = Instant::now();
        let leaves = match Leaves::open(engines.pdf(), &bytes, &Limits::default()) {
            Ok(leaves) => leaves,
            Err(finding) => {
                eprintln!("{path}: {finding:?}");
                continue;
            }
        };
        let (pages, findings) = read_pages(&mut engines, &leaves, &mut |_| ControlFlow::Continue(()))?;
        let seconds = start.elapsed().as_secs_f32();
        eprintln!("{path}: {} pages in {seconds:.2} s, findings {findings:?}", pages.len());
        if json {
            println!("{}", serde_json::to_string(&pages)?);
            continue;
        }
        for page in &pages {
            println!(
                "--- page {} {:?} {:.0}x{:.0} rotation {} skew {:.2} blank {} ink {:.5}",
                page.number,
                page.method,
                page.width,
                page.height,
                page.rotation.degrees(),
                page.skew,
                page.blank,
                page.ink
            );
            println!("{}", page.text());
        }
    }
    Ok(())
}
