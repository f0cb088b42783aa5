//! Keeps the pages of files as they were read: `cargo run -p liasse-reading --example record -- --out DIR [--pictures]
//! FILE…` writes `<stem>.pages.json` (the words with their places) and, with `--pictures`, `<stem>-<page>.jpg`: the
//! page upright and straight, as its words lie on it.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use liasse_reading::draw;
use liasse_reading::engine::EngineFiles;
use liasse_reading::pages::{Engines, Leaves, read_pages};
use liasse_reading::source::Limits;
use liasse_reading::worker::PictureKind;

/// Long side of a picture, pixels: small type stays legible.
const LONG_SIDE: u32 = 1_800;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (mut out, mut pictures, mut files) = (None, false, Vec::new());
    let mut rest = std::env::args().skip(1);
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--out" => out = rest.next().map(PathBuf::from),
            "--pictures" => pictures = true,
            file => files.push(PathBuf::from(file)),
        }
    }
    let out = out.ok_or("--out DIR is missing")?;
    std::fs::create_dir_all(&out)?;
    let mut engines = Engines::load(&EngineFiles::locate(None)?)?;
    for file in files {
        // What cannot be read has no pages to keep; the others are still wanted.
        if let Err(error) = record(&mut engines, &file, &out, pictures) {
            eprintln!("{}: {error}", file.display());
        }
    }
    Ok(())
}

fn record(
    engines: &mut Engines,
    file: &Path,
    out: &Path,
    pictures: bool,
) -> Result<(), Box<dyn std::error::Error>> {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let bytes = std::fs::read(file)?;
    let leaves =
        Leaves::open(engines.pdf(), &bytes, &Limits::default()).map_err(|finding| finding.message)?;
    let (pages, _) = read_pages(engines, &leaves, &mut |_| ControlFlow::Continue(()))?;
    std::fs::write(out.join(format!("{stem}.pages.json")), serde_json::to_vec(&pages)?)?;
    if !pictures {
        return Ok(());
    }
    for page in &pages {
        let picture = draw::page(engines.pdf(), &bytes, page.number, &page.placement(), LONG_SIDE)
            .and_then(|picture| draw::encode(&picture, PictureKind::Jpeg))
            .map_err(|finding| finding.message)?;
        std::fs::write(out.join(format!("{stem}-{}.jpg", page.number)), picture)?;
    }
    Ok(())
}
