//! Scanned pages: Liasse and its peers on the same pages, one after the other, round after round.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

use super::batch::{Batch, Drawing, stem};
use super::figures::Figures;
use super::meter::{Cost, measure};
use super::peers::{Peer, RESOLUTION};
use super::recognition::{self, Recognised};
use super::tables::percent;
use super::tools::Tools;
use super::{Wish, chance, samples};
use crate::command;
use crate::error::{Error, Result};

const DRAWN: u64 = 60;

/// What one tool did in all rounds.
struct Contender {
    /// Nothing for Liasse.
    peer: Option<Peer>,
    costs: Vec<Cost>,
    recognised: Recognised,
}

impl Contender {
    fn name(&self) -> &'static str {
        self.peer.map_or("liasse read", Peer::name)
    }

    fn middle(&self, of: impl Fn(&Cost) -> Option<f64>) -> Option<f64> {
        chance::median(&self.costs.iter().filter_map(of).collect::<Vec<_>>())
    }

    /// How many times as fast it was as `other`, round by round.
    fn ratios(&self, other: &Contender) -> Vec<f64> {
        let pairs = self.costs.iter().zip(&other.costs);
        pairs.map(|(own, other)| other.wall.as_secs_f64() / own.wall.as_secs_f64()).collect()
    }
}

/// Draws, reads with everything, prints the table.
///
/// # Errors
/// Of the programs.
pub fn run(tools: &Tools, wish: &Wish, figures: &mut Figures) -> Result<()> {
    let drawing = Drawing {
        what: "single",
        arguments: &["--as", "scan", "--runs"],
        count: wish.sized(DRAWN),
        seed: figures.seed.wrapping_add(20),
    };
    let own = Batch::drawn(tools, "own scan for speed", &drawing)?;
    contest(tools, &own, wish.rounds(), figures)?;
    if let Some(shared) = samples(tools.project(), wish.shared.as_ref())?.filter(|_| !wish.quick) {
        let single = shared.join("data/papers/single");
        if single.join("scan").is_dir() {
            let samples = Batch::given("samples scan", &single.join("scan"), &single.join("truth"))?;
            contest(tools, &samples, 1, figures)?;
        }
    }
    Ok(())
}

fn contest(tools: &Tools, batch: &Batch, rounds: usize, figures: &mut Figures) -> Result<()> {
    let pages = batch.pages()?;
    let mut contenders: Vec<Contender> = [None, Some(Peer::Tesseract), Some(Peer::Ocrmypdf)]
        .into_iter()
        .filter(|peer| peer.is_none_or(Peer::installed))
        .map(|peer| Contender { peer, costs: Vec::new(), recognised: Recognised::default() })
        .collect();
    let folder = batch.files.first().and_then(|file| file.parent()).unwrap_or(Path::new(".")).to_owned();
    let pictures = if Peer::Tesseract.installed() { drawn_pages(tools, batch)? } else { PathBuf::new() };
    for round in 0..rounds {
        for contender in &mut contenders {
            println!("{}: {pages} pages, {}, round {} of {rounds}", batch.name, contender.name(), round + 1);
            let out = tools.fresh(&place_of(contender.peer, batch))?;
            let cost = match contender.peer {
                None => measure(&mut tools.liasse(&batch.files, &out))?,
                Some(Peer::Tesseract) => measure(&mut Peer::Tesseract.command(&pictures, &out, tools.jobs))?,
                Some(peer) => measure(&mut peer.command(&folder, &out, tools.jobs))?,
            };
            contender.costs.push(cost);
        }
    }
    let recorded = tools.fresh(&format!("recorded/{}", batch.name.replace(' ', "-")))?;
    tools.record(&batch.files, &recorded, false)?;
    for file in &batch.files {
        let printed = recognition::printed(batch, file)?;
        for contender in &mut contenders {
            let read = match contender.peer {
                None => recognition::read_by_liasse(&recorded, &stem(file)),
                Some(peer) => {
                    let out = tools.place(&place_of(Some(peer), batch))?;
                    recognition::read_by(peer, &out, &stem(file), printed.len())?
                }
            };
            for (at, printed) in printed.iter().enumerate() {
                contender.recognised.add(printed, read.get(at).map_or("", String::as_str));
            }
        }
    }
    report(batch, pages, rounds, &contenders, figures);
    Ok(())
}

fn place_of(peer: Option<Peer>, batch: &Batch) -> String {
    format!("{}/{}", peer.map_or("speed", Peer::name), batch.name.replace(' ', "-"))
}

/// Pictures of the pages for the tool that takes no PDF. Making them is not counted against it.
fn drawn_pages(tools: &Tools, batch: &Batch) -> Result<PathBuf> {
    let pictures = tools.fresh(&format!("pictures/{}", batch.name.replace(' ', "-")))?;
    for file in &batch.files {
        let mut draw = Command::new("pdftoppm");
        draw.args(["-r", RESOLUTION, "-gray", "-png"]).arg(file).arg(pictures.join(stem(file)));
        if !command::captured(&mut draw)?.status.success() {
            return Err(Error::Parts(format!("`{}`", command::shown(&draw))));
        }
    }
    Ok(pictures)
}

fn report(batch: &Batch, pages: u64, rounds: usize, contenders: &[Contender], figures: &mut Figures) {
    let mut text = format!(
        "\nScanned pages, {}: {pages} pages, {rounds} rounds in turn, middle values; times of Liasse include rendering, split and fields, those of Tesseract recognition alone\n\n| tool | pages/s | CPU-s a page | peak MiB, all processes | × Tesseract's speed | key tokens | character error rate |\n|---|---|---|---|---|---|---|\n",
        batch.name
    );
    let tesseract = contenders.iter().find(|contender| contender.peer == Some(Peer::Tesseract));
    let known = |value: Option<f64>, digits: usize| {
        value.map_or_else(|| "–".to_owned(), |value| format!("{value:.digits$}"))
    };
    for contender in contenders {
        let speed = contender.middle(|cost| Some(pages as f64 / cost.wall.as_secs_f64()));
        let processor = contender.middle(|cost| Some(cost.cpu? / pages as f64));
        let memory = contender.costs.iter().filter_map(|cost| cost.memory).reduce(f64::max);
        let ratios = tesseract.map(|tesseract| contender.ratios(tesseract)).unwrap_or_default();
        let read = &contender.recognised;
        writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} ({}/{}) | {:.2} % |",
            contender.peer.map_or_else(|| "liasse read".to_owned(), Peer::version),
            known(speed, 2),
            known(processor, 2),
            known(memory, 0),
            known(chance::median(&ratios), 2),
            percent(read.key_recall()),
            read.found,
            read.keys,
            read.error_rate() * 100.0
        )
        .ok();
        let figure = json!({
            "pages": pages, "pages_per_second": speed, "cpu_seconds_a_page": processor, "peak_mib": memory,
            "times_tesseract": ratios, "key_tokens": read.key_recall(), "character_errors": read.error_rate(),
        });
        figures.keep_figure(&format!("{}: {}", batch.name, contender.name()), figure);
        if contender.peer.is_none() && figures.ratios.is_empty() {
            figures.ratios = ratios;
        }
    }
    text.push_str("(to reach: 2 × Tesseract's pages a second, key tokens 99 %, fewer character errors)\n");
    if contenders.len() == 1 {
        text.push_str("no peer is installed (tesseract with pdftoppm, ocrmypdf): only Liasse was measured\n");
    }
    figures.say(&text);
}
