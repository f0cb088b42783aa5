//! Learns the weights of the second opinion from papers whose values are known, and writes them.
//!
//! `cargo run -p liasse-reading --example train_opinion -- --out src-tauri/crates/reading/src/fields/opinion/weights.bin
//! --truth DIR --pages DIR … [--count 0.35 --truth DIR --pages DIR …] [--asked Paper,Means --truth DIR --pages DIR …]`
//!
//! A folder of truths holds one `NAME.json` a paper (`fields`, `layout`, as `liasse-papers` writes them), a folder of pages
//! one `NAME.pages.json` a paper, as the `read` example writes them with `--pages`. `--count` says how much each paper of the
//! folders that follow counts: papers that one program draws by chance are more alike than papers of many hands. `--asked`
//! says of what the folders that follow teach, all things when it is not given: papers that are to stay a measure of the
//! others teach only what they alone bear. `--judged` says that the folders that follow teach nothing: of each thing asked is
//! printed how often the best place was right, by the weights that are shipped and by those learned. `--from FILE` goes on
//! from weights whose papers are no longer at hand: what is learned is what they get wrong.
//!
//! The sums of the signs are learned on three quarters of the layouts and told on the fourth, so that the trees do not
//! trust letters that they have met.

mod chance;
mod forest;
mod judged;
mod letters;
mod truth;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use liasse_reading::Page;
use liasse_reading::fields::observe_places;
use liasse_reading::fields::opinion::{Asked, Model, Places, Weights};
use serde_json::Value;

use chance::Chance;
use forest::Table;
use letters::Letters;

/// Parts that the layouts are dealt into.
const PARTS: usize = 4;

/// What the papers of a folder teach.
#[derive(Clone)]
struct Teaching {
    /// How much each counts, 0 to 1.
    count: f64,
    /// The things asked that they teach of.
    asked: Vec<Asked>,
}

/// One paper.
struct Paper {
    layout: String,
    teaching: Teaching,
    truth: Value,
    places: Places,
}

fn load(truths: &Path, pages: &Path, teaching: &Teaching) -> Result<Vec<Paper>, String> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(truths)
        .map_err(|e| format!("{}: {e}", truths.display()))?
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    let mut papers = Vec::new();
    for path in files {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let read = |path: &Path| std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()));
        let Ok(words) = read(&pages.join(format!("{stem}.pages.json"))) else { continue };
        let words: Vec<Page> = serde_json::from_slice(&words).map_err(|e| e.to_string())?;
        let truth: Value = serde_json::from_slice(&read(&path)?).map_err(|e| e.to_string())?;
        let own =
            truth["layout"].as_str().or(stem.rsplit_once('_').map(|(layout, _)| layout)).unwrap_or(stem);
        let layout = format!("{}:{own}", truths.display());
        papers.push(Paper { layout, teaching: teaching.clone(), places: observe_places(&words), truth });
    }
    Ok(papers)
}

/// Every place of every paper, for one thing asked. `before`: the weights that the learning goes on from.
fn weights(papers: &[Paper], asked: Asked, before: Option<&Weights>) -> Weights {
    let papers: Vec<&Paper> = papers.iter().filter(|paper| paper.teaching.asked.contains(&asked)).collect();
    let mut chance = Chance::new(1 + asked as u64);
    let mut layouts: Vec<&str> = papers.iter().map(|paper| paper.layout.as_str()).collect();
    layouts.sort_unstable();
    layouts.dedup();
    let part: HashMap<&str, usize> = chance
        .order(layouts.len())
        .into_iter()
        .enumerate()
        .map(|(at, layout)| (layouts[layout], at % PARTS))
        .collect();
    let mut signs: Vec<(&[u32], bool, f64)> = Vec::new();
    let mut parts: Vec<usize> = Vec::new();
    let mut table = Table { rows: Vec::new(), truth: Vec::new(), weight: Vec::new() };
    for paper in papers {
        let Some(told) = truth::of(&paper.truth, asked) else { continue };
        for place in paper.places.of(asked.kind()) {
            let is = truth::is(asked, &told, &place.text);
            signs.push((&place.signs, is, paper.teaching.count));
            parts.push(part.get(paper.layout.as_str()).copied().unwrap_or(0));
            table.rows.push(place.measures.clone());
            table.truth.push(is);
            table.weight.push(paper.teaching.count);
        }
    }
    let learned = |chosen: &dyn Fn(usize) -> bool, chance: &mut Chance| {
        let rows: Vec<(&[u32], bool, f64)> =
            signs.iter().zip(&parts).filter(|(_, part)| chosen(**part)).map(|(row, _)| *row).collect();
        let (scale, bias, cells) = Letters::learn(&rows, asked.cells(), before, chance).in_steps();
        Weights { scale, bias, cells, ..Weights::default() }
    };
    for held in 0..PARTS {
        let others = learned(&|part| part != held, &mut chance);
        for ((row, (signs, _, _)), part) in table.rows.iter_mut().zip(&signs).zip(&parts) {
            if *part == held {
                row.push(others.of_signs(signs));
            }
        }
    }
    let mut all = learned(&|_| true, &mut chance);
    all.forest = forest::learn(&table, before.map(|before| &before.forest), &mut chance);
    let right = table.truth.iter().filter(|is| **is).count();
    eprintln!("{asked:?}: {} places, {right} right", table.rows.len());
    all
}

/// Weights from a file.
fn shipped(path: &Path) -> Result<Model, String> {
    let bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Model::from_bytes(&bytes).ok_or(format!("{}: no weights of this form", path.display()))
}

/// The thing asked of a name.
fn asked_of(name: &str) -> Result<Asked, String> {
    let all = || Asked::ALL.map(|asked| format!("{asked:?}")).join(", ");
    Asked::ALL
        .into_iter()
        .find(|asked| format!("{asked:?}") == name)
        .ok_or_else(|| format!("--asked {name}: one or more of {}", all()))
}

fn main() -> Result<(), String> {
    let (mut out, mut truths): (Option<PathBuf>, Option<PathBuf>) = (None, None);
    let mut teaching = Teaching { count: 1.0, asked: Asked::ALL.to_vec() };
    let (mut papers, mut judged, mut judging) = (Vec::new(), Vec::new(), false);
    let mut before: Option<Model> = None;
    let mut rest = std::env::args().skip(1);
    while let Some(option) = rest.next() {
        if option == "--judged" {
            judging = true;
            continue;
        }
        let value = rest.next().ok_or(format!("{option} needs a value"))?;
        match option.as_str() {
            "--out" => out = Some(PathBuf::from(value)),
            "--count" => {
                teaching.count =
                    value.parse().map_err(|_| format!("--count {value}: a number from 0 to 1"))?
            }
            "--asked" => teaching.asked = value.split(',').map(asked_of).collect::<Result<_, _>>()?,
            "--from" => before = Some(shipped(Path::new(&value))?),
            "--truth" => truths = Some(PathBuf::from(value)),
            "--pages" => {
                let truths = truths.clone().ok_or("--truth comes before --pages")?;
                let folder = load(&truths, Path::new(&value), &teaching)?;
                if judging { judged.push((value, folder)) } else { papers.extend(folder) }
            }
            other => {
                return Err(format!(
                    "`{other}` is no option: --out FILE [--from FILE] [--count N] [--asked THINGS] [--judged] --truth DIR --pages DIR …"
                ));
            }
        }
    }
    let out = out.ok_or("--out FILE is needed")?;
    eprintln!("{} papers", papers.len());
    let weights: Vec<Weights> = std::thread::scope(|scope| {
        let halves: Vec<_> = Asked::ALL
            .chunks(Asked::ALL.len().div_ceil(2))
            .map(|asked| {
                let (papers, before) = (&papers, before.as_ref());
                let one =
                    move |asked: &Asked| weights(papers, *asked, before.and_then(|before| before.of(*asked)));
                scope.spawn(move || asked.iter().map(one).collect::<Vec<_>>())
            })
            .collect();
        halves.into_iter().filter_map(|half| half.join().ok()).flatten().collect()
    });
    if weights.len() != Asked::ALL.len() {
        return Err("learning was cut off".to_owned());
    }
    let model = Model { weights };
    for (folder, papers) in &judged {
        println!("{folder}");
        judged::print(papers, before.as_ref(), &model);
    }
    let bytes = model.to_bytes();
    std::fs::write(&out, &bytes).map_err(|e| format!("{}: {e}", out.display()))?;
    eprintln!("{}: {} bytes", out.display(), bytes.len());
    Ok(())
}
