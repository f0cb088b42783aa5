//! Pages with a text layer: the whole reading beside `pdftotext`, which only takes the text out.

use std::fmt::Write;
use std::path::Path;

use serde_json::json;

use super::batch::{Batch, Drawing};
use super::figures::Figures;
use super::meter::measure;
use super::peers::Peer;
use super::tools::Tools;
use super::{Wish, chance};
use crate::error::Result;

const SINGLE: u64 = 400;
const MERGED: u64 = 35;

/// Draws, reads with both, prints the table.
///
/// # Errors
/// Of the programs.
pub fn run(tools: &Tools, wish: &Wish, figures: &mut Figures) -> Result<()> {
    let seed = figures.seed.wrapping_add(30);
    let batches = [
        Batch::drawn(
            tools,
            "text one paper a file",
            &Drawing { what: "single", arguments: &[], count: wish.sized(SINGLE), seed },
        )?,
        Batch::drawn(
            tools,
            "text merged files",
            &Drawing { what: "stream", arguments: &[], count: wish.sized(MERGED), seed },
        )?,
    ];
    let mut text = "\nPages with a text layer, start-up included\n\n| papers | files | pages | Liasse, pages/s | pdftotext, pages/s | Liasse takes × pdftotext's time |\n|---|---|---|---|---|---|\n".to_owned();
    for batch in &batches {
        let pages = batch.pages()?;
        let folder = batch.files.first().and_then(|file| file.parent()).unwrap_or(Path::new(".")).to_owned();
        let (mut own, mut peer) = (Vec::new(), Vec::new());
        for round in 0..wish.rounds() {
            println!("{}: {pages} pages, round {} of {}", batch.name, round + 1, wish.rounds());
            let out = tools.fresh("out/text-layer")?;
            own.push(measure(&mut tools.liasse(&batch.files, &out))?.wall.as_secs_f64());
            if Peer::Pdftotext.installed() {
                let out = tools.fresh("pdftotext")?;
                peer.push(
                    measure(&mut Peer::Pdftotext.command(&folder, &out, tools.jobs))?.wall.as_secs_f64(),
                );
            }
        }
        let ratios: Vec<f64> = own.iter().zip(&peer).map(|(own, peer)| own / peer).collect();
        let speed = |seconds: &[f64]| chance::median(seconds).map(|seconds| pages as f64 / seconds);
        let shown = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.1}"));
        let (own, peer, ratio) = (speed(&own), speed(&peer), chance::median(&ratios));
        writeln!(
            text,
            "| {} | {} | {pages} | {} | {} | {} |",
            batch.name,
            batch.files.len(),
            shown(own),
            shown(peer),
            shown(ratio)
        )
        .ok();
        figures.keep_figure(
            &batch.name,
            json!({"pages_per_second": own, "pdftotext_pages_per_second": peer, "times_pdftotext": ratio}),
        );
    }
    text.push_str("(to reach: 40 pages/s on 2 cores, within 10 × pdftotext's time)\n");
    figures.say(&text);
    Ok(())
}
