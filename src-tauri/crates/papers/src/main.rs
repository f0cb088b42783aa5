//! `liasse-papers`: draws fictitious papers and their truth into a folder.

mod engine;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use liasse_papers::einvoice::{SYNTAXES, Syntax, with_paper};
use liasse_papers::ink::{Run, Sheet};
use liasse_papers::layouts::{self, Layout};
use liasse_papers::rng::Rng;
use liasse_papers::sample::{sample, sample_fec};
use liasse_papers::sheet::receipts_sheet;
use liasse_papers::stream::{MIXES, stream};
use liasse_papers::warp::Warp;
use liasse_papers::wear::{self, Render, Wear};
use liasse_papers::{Paper, pdf, year};
use serde_json::{Value, json};

#[derive(Parser)]
#[command(about = "Draws fictitious accounting papers with their truth", version)]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum As {
    /// PDF with text
    Text,
    /// PDF of pictures, as a scanner makes them
    Scan,
    /// JPEG of the first page under a telephone
    Photo,
    /// PNG of the first page, clean
    Png,
    /// TIFF of the first page, scanned
    Tiff,
}

#[derive(clap::Args)]
struct Common {
    /// How many files
    #[arg(long, default_value_t = 24)]
    count: u64,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Folder to write to; the truth goes to its `truth` folder
    #[arg(long)]
    out: PathBuf,
    /// Layouts by name, separated by commas; `seen` and `held-out` name the two groups
    #[arg(long, value_delimiter = ',')]
    layouts: Vec<String>,
    #[arg(long = "as", value_enum, default_value = "text")]
    form: As,
}

#[derive(Subcommand)]
enum What {
    /// One paper a file
    Single {
        #[command(flatten)]
        common: Common,
        /// Also write every run of text with its place to `runs/`
        #[arg(long)]
        runs: bool,
    },
    /// Several papers a file
    Stream {
        #[command(flatten)]
        common: Common,
        /// Papers in a file, about
        #[arg(long, default_value_t = 12)]
        papers: i64,
    },
    /// Scans of A4 sheets with two to four receipts on each
    Sheet {
        #[command(flatten)]
        common: Common,
    },
    /// E-invoices: UBL, CII and Factur-X in turn
    Einvoice {
        #[command(flatten)]
        common: Common,
        /// Also write the paper of each XML beside it, as its supplier sends both
        #[arg(long)]
        paper: bool,
    },
    /// One file of very many pages, without a truth
    Long {
        /// The file to write
        #[arg(long)]
        out: PathBuf,
        #[arg(long, default_value_t = 1)]
        seed: u64,
        #[arg(long = "as", value_enum, default_value = "scan")]
        form: As,
        /// Pages of the file
        #[arg(long, default_value_t = 200)]
        pages: usize,
        /// Different pages among them; the file repeats them in their order
        #[arg(long, default_value_t = 100)]
        different: usize,
    },
    /// The sample client file: its papers and its FEC
    Sample {
        #[arg(long)]
        out: PathBuf,
        /// Without a PDF engine
        #[arg(long)]
        text: bool,
    },
    /// A client's year: the ledger of the year before, and the papers of the same suppliers with how each is booked
    Year {
        #[arg(long)]
        out: PathBuf,
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// How many papers
        #[arg(long, default_value_t = 500)]
        count: usize,
        #[arg(long = "as", value_enum, default_value = "text")]
        form: As,
        /// Another number scans the same papers anew
        #[arg(long, default_value_t = 1)]
        wear: u64,
    },
    /// The names of the layouts
    Layouts,
}

fn chosen(names: &[String]) -> Result<Vec<Layout>, String> {
    if names.is_empty() {
        return Ok(layouts::all());
    }
    let mut list = Vec::new();
    for name in names {
        match name.as_str() {
            "seen" => list.extend(layouts::all().into_iter().filter(|l| !l.held_out)),
            "held-out" => list.extend(layouts::all().into_iter().filter(|l| l.held_out)),
            _ => {
                list.push(layouts::by_name(name).ok_or_else(|| {
                    format!("no layout is called {name}; `liasse-papers layouts` lists them")
                })?)
            }
        }
    }
    Ok(list)
}

fn write_year(out: &Path, seed: u64, count: usize, form: As, wear: u64) -> Result<(), String> {
    let papers = out.join("papers");
    folder(&papers)?;
    let engine = engine_for(form)?;
    let (name, bytes) = year::ledger(seed);
    write(&out.join(name), &bytes)?;
    let mut bookings = Vec::with_capacity(count);
    for (n, mut one) in (0u64..).zip(year::papers(seed, count)) {
        let mut rng = Rng::new(seed.wrapping_mul(7_000_003).wrapping_add(n) ^ wear.rotate_left(32));
        let (ending, bytes, _) = dressed(&one.paper, form, engine.as_ref(), &mut rng)?;
        one.booking.file = Path::new(&one.file_name).with_extension(ending).to_string_lossy().into_owned();
        write(&papers.join(&one.booking.file), &bytes)?;
        bookings.push(one.booking);
    }
    let text = serde_json::to_vec_pretty(&bookings).map_err(|error| error.to_string())?;
    write(&out.join("bookings.json"), &text)
}

fn folder(path: &Path) -> Result<(), String> {
    std::fs::create_dir_all(path).map_err(|e| format!("{}: {e}", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(path, bytes).map_err(|e| format!("{}: {e}", path.display()))
}

fn engine_for(form: As) -> Result<Option<engine::Engine>, String> {
    if form == As::Text { Ok(None) } else { engine::Engine::load().map(Some) }
}

/// A paper in the form asked for: file ending, bytes, and where each page went.
fn dressed(
    paper: &Paper,
    form: As,
    render: Option<&engine::Engine>,
    rng: &mut Rng,
) -> Result<(&'static str, Vec<u8>, Vec<Warp>), String> {
    let thermal = paper.sheets.first().is_some_and(|s| s.width < 300.0);
    match (form, render) {
        (As::Photo, Some(engine)) => {
            let page = engine.render(&paper.pdf(), 0, 220.0)?;
            let (image, warp) = wear::photo(&page, rng);
            let quality = rng.range(55, 88) as u8;
            Ok(("jpg", wear::jpeg(&image, false, quality).map_err(|e| e.to_string())?.jpeg, vec![warp]))
        }
        (As::Scan, Some(engine)) => {
            let wear = Wear::draw(rng, thermal);
            let bytes = paper.pdf();
            let (mut sheets, mut warps) = (Vec::new(), Vec::new());
            for (i, sheet) in paper.sheets.iter().enumerate() {
                let page = engine.render(&bytes, i, wear.dpi)?;
                let (image, warp) = wear::scan(&page, &wear, rng);
                let picture = wear::jpeg(&image, wear.grey, wear.quality).map_err(|e| e.to_string())?;
                sheets.push(Sheet {
                    width: sheet.width,
                    height: sheet.height,
                    ops: Vec::new(),
                    picture: Some(picture),
                    rotate: 0,
                });
                warps.push(warp);
            }
            Ok(("pdf", pdf::write(&sheets), warps))
        }
        (As::Png, Some(engine)) => {
            let image = engine.render(&paper.pdf(), 0, 150.0)?;
            Ok(("png", encoded(&image, image::ImageFormat::Png)?, Vec::new()))
        }
        (As::Tiff, Some(engine)) => {
            let wear = Wear::draw(rng, thermal);
            let (image, warp) = wear::scan(&engine.render(&paper.pdf(), 0, wear.dpi)?, &wear, rng);
            Ok(("tif", encoded(&image, image::ImageFormat::Tiff)?, vec![warp]))
        }
        _ => Ok(("pdf", paper.pdf(), Vec::new())),
    }
}

fn encoded(image: &image::RgbImage, format: image::ImageFormat) -> Result<Vec<u8>, String> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).map_err(|e| e.to_string())?;
    Ok(bytes.into_inner())
}

fn moved(area: [f32; 4], page: usize, warps: &[Warp]) -> [f32; 4] {
    warps.get(page).map_or(area, |w| w.area(area))
}

fn runs_json(paper: &Paper, warps: &[Warp]) -> Value {
    let one = |r: &Run| {
        let (w, h) = paper.sheets.get(r.page).map_or((1.0, 1.0), |s| (s.width, s.height));
        let [x0, y0, x1, y1] = r.area;
        json!({"page": r.page + 1, "text": r.text, "box": moved([x0 / w, y0 / h, x1 / w, y1 / h], r.page, warps), "field": r.field.map(|f| f.key()), "turned": r.turned})
    };
    paper.runs.iter().map(one).collect()
}

fn single(common: &Common, runs: bool) -> Result<(), String> {
    let list = chosen(&common.layouts)?;
    let truth = common.out.join("truth");
    folder(&truth)?;
    let engine = engine_for(common.form)?;
    if runs {
        folder(&common.out.join("runs"))?;
    }
    for i in 0..common.count {
        let Some(layout) = list.get((i % list.len() as u64) as usize) else { break };
        let stem = format!("{}_{:02}", layout.name, i / list.len() as u64);
        let seed = common.seed.wrapping_mul(1_000_003).wrapping_add(i);
        let mut paper = layout.paper(seed);
        if matches!(common.form, As::Photo | As::Png | As::Tiff) {
            // One picture shows one page: a paper of several would have a truth that is not to be seen.
            let others = (1..40).map(|n| layout.paper(seed.wrapping_add(n << 40)));
            let fitting = std::iter::once(paper).chain(others).find(|paper| paper.sheets.len() == 1);
            let Some(fitting) = fitting else { continue };
            paper = fitting;
        }
        let (ending, bytes, warps) =
            dressed(&paper, common.form, engine.as_ref(), &mut Rng::new(seed ^ 0x00c0_ffee))?;
        write(&common.out.join(format!("{stem}.{ending}")), &bytes)?;
        for place in paper.truth.places.values_mut().flatten() {
            place.area = moved(place.area, place.page.saturating_sub(1), &warps);
        }
        let mut json = serde_json::to_value(&paper.truth).map_err(|e| e.to_string())?;
        if let Some(map) = json.as_object_mut() {
            map.insert("file".into(), format!("{stem}.{ending}").into());
            map.insert("pages".into(), paper.sheets.len().into());
        }
        write(&truth.join(format!("{stem}.json")), format!("{json:#}").as_bytes())?;
        if runs {
            write(
                &common.out.join("runs").join(format!("{stem}.json")),
                runs_json(&paper, &warps).to_string().as_bytes(),
            )?;
        }
    }
    Ok(())
}

fn streams(common: &Common, papers: i64) -> Result<(), String> {
    let list = chosen(&common.layouts)?;
    let truth = common.out.join("truth");
    folder(&truth)?;
    if !matches!(common.form, As::Text | As::Scan) {
        return Err("a stream is text or scan".into());
    }
    let engine = engine_for(common.form)?;
    for i in 0..common.count {
        let mix = MIXES[(i % MIXES.len() as u64) as usize];
        let seed = common.seed.wrapping_mul(9_000_011).wrapping_add(i);
        let mut made = stream(seed, mix, &list, papers, engine.as_ref().map(|e| e as &dyn Render))
            .map_err(|e| e.to_string())?;
        let stem = format!("stream_{:02}_{}", i + 1, made.truth.kind);
        made.truth.file = format!("{stem}.pdf");
        write(&common.out.join(format!("{stem}.pdf")), &made.pdf())?;
        let json = serde_json::to_string_pretty(&made.truth).map_err(|e| e.to_string())?;
        write(&truth.join(format!("{stem}.json")), json.as_bytes())?;
    }
    Ok(())
}

fn e_invoices(common: &Common, beside: bool) -> Result<(), String> {
    let list = chosen(&common.layouts)?;
    let truth = common.out.join("truth");
    folder(&truth)?;
    for i in 0..common.count {
        let syntax = SYNTAXES[(i % SYNTAXES.len() as u64) as usize];
        let seed = common.seed.wrapping_mul(5_000_011).wrapping_add(i);
        let Some((made, paper)) = with_paper(seed, syntax, &list) else { continue };
        let stem = format!("{}_{:02}", syntax.name(), i / SYNTAXES.len() as u64);
        write(&common.out.join(format!("{stem}.{}", syntax.ending())), &made.bytes)?;
        if beside && syntax != Syntax::FacturX {
            write(&common.out.join(format!("{stem}.pdf")), &paper.pdf())?;
        }
        let json = serde_json::to_string_pretty(&made.truth).map_err(|e| e.to_string())?;
        write(&truth.join(format!("{stem}.json")), json.as_bytes())?;
    }
    Ok(())
}

fn long(out: &Path, seed: u64, form: As, pages: usize, different: usize) -> Result<(), String> {
    if !matches!(form, As::Text | As::Scan) {
        return Err("a long file is text or scan".into());
    }
    let engine = engine_for(form)?;
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut turn = 0;
    while sheets.len() < different.clamp(1, pages.max(1)) {
        let render = engine.as_ref().map(|e| e as &dyn Render);
        let made = stream(seed.wrapping_add(turn), MIXES[0], &layouts::all(), 12, render)
            .map_err(|e| e.to_string())?;
        sheets.extend(made.sheets);
        turn += 1;
    }
    sheets.truncate(different.max(1));
    let all: Vec<Sheet> = sheets.iter().cycle().take(pages).cloned().collect();
    if let Some(parent) = out.parent() {
        folder(parent)?;
    }
    write(out, &pdf::write(&all))
}

fn receipt_sheets(common: &Common) -> Result<(), String> {
    let truth = common.out.join("truth");
    folder(&truth)?;
    let engine = engine::Engine::load()?;
    for i in 0..common.count {
        let seed = common.seed.wrapping_mul(7_000_003).wrapping_add(i);
        let (bytes, mut made) = receipts_sheet(seed, &engine).map_err(|e| e.to_string())?;
        let stem = format!("sheet_{:02}", i + 1);
        made.file = format!("{stem}.pdf");
        write(&common.out.join(format!("{stem}.pdf")), &bytes)?;
        let json = serde_json::to_string_pretty(&made).map_err(|e| e.to_string())?;
        write(&truth.join(format!("{stem}.json")), json.as_bytes())?;
    }
    Ok(())
}

fn write_sample(out: &Path, text: bool) -> Result<(), String> {
    folder(out)?;
    let engine = if text { None } else { Some(engine::Engine::load()?) };
    for paper in sample(engine.as_ref().map(|e| e as &dyn Render)).map_err(|e| e.to_string())? {
        write(&out.join(paper.file_name), &paper.bytes)?;
    }
    let (name, bytes) = sample_fec();
    write(&out.join(name), &bytes)
}

fn main() -> ExitCode {
    let done = match Arguments::parse().what {
        What::Single { common, runs } => single(&common, runs),
        What::Stream { common, papers } => streams(&common, papers),
        What::Sheet { common } => receipt_sheets(&common),
        What::Einvoice { common, paper } => e_invoices(&common, paper),
        What::Long { out, seed, form, pages, different } => long(&out, seed, form, pages, different),
        What::Sample { out, text } => write_sample(&out, text),
        What::Year { out, seed, count, form, wear } => write_year(&out, seed, count, form, wear),
        What::Layouts => {
            for l in layouts::all() {
                println!("{}{}", l.name, if l.held_out { " (held out)" } else { "" });
            }
            Ok(())
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("liasse-papers: {message}");
            ExitCode::FAILURE
        }
    }
}
