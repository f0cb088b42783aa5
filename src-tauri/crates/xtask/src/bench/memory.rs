//! The memory of all processes together while one long scan is read: its peak, and whether it grows with the pages.

use std::fmt::Write;

use serde_json::json;

use super::Wish;
use super::figures::Figures;
use super::meter::measure;
use super::tools::Tools;
use crate::command;
use crate::error::{Error, Result};

/// Pages of the files; the longest says whether memory stays flat.
const LENGTHS: [u64; 2] = [200, 1_000];
/// Different pages among them: drawing a thousand scans would take longer than reading them.
const DIFFERENT: u64 = 100;
/// What a longer file may take more and still count as flat: caches fill, nothing grows with the pages.
const FLAT: f64 = 1.10;

/// Draws, reads, prints the table.
///
/// # Errors
/// Of the programs.
pub fn run(tools: &Tools, wish: &Wish, figures: &mut Figures) -> Result<()> {
    let mut text = "\nMemory of all processes together (proportional set size), one scanned file\n\n| pages | MiB of the file | peak MiB | pages/s |\n|---|---|---|---|\n".to_owned();
    let mut peaks = Vec::new();
    for pages in LENGTHS.map(|pages| wish.sized(pages)) {
        let file = tools.fresh(&format!("papers/long-{pages}"))?.join("long.pdf");
        let mut papers = tools.papers("long");
        papers
            .args(["--as", "scan", "--pages", &pages.to_string()])
            .args(["--different", &DIFFERENT.min(pages).to_string()])
            .args(["--seed", &figures.seed.wrapping_add(40).to_string(), "--out"])
            .arg(&file);
        if !command::openly(&mut papers)? {
            return Err(Error::Parts("drawing of a long scan".into()));
        }
        println!("one scan of {pages} pages");
        let size = std::fs::metadata(&file).map_or(0.0, |data| data.len() as f64 / 1_048_576.0);
        let out = tools.fresh("out/long")?;
        let cost = measure(&mut tools.liasse(std::slice::from_ref(&file), &out))?;
        let speed = pages as f64 / cost.wall.as_secs_f64();
        let peak = cost.memory.map_or_else(|| "–".to_owned(), |peak| format!("{peak:.0}"));
        writeln!(text, "| {pages} | {size:.0} | {peak} | {speed:.2} |").ok();
        figures.keep_figure(
            &format!("memory of {pages} pages"),
            json!({"peak_mib": cost.memory, "file_mib": size, "pages_per_second": speed}),
        );
        peaks.extend(cost.memory);
        std::fs::remove_file(&file).map_err(Error::file(&file, "cannot be removed"))?;
    }
    if let [short, long] = peaks.as_slice() {
        let verdict = if long / short <= FLAT { "flat" } else { "NOT FLAT" };
        writeln!(
            text,
            "{verdict}: {:.2} × for five times the pages (to reach: ≤ 1,200 MiB, flat)",
            long / short
        )
        .ok();
    }
    figures.say(&text);
    Ok(())
}
