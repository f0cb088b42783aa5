//! `liasse-papers`: draws fictitious papers and their truth into a folder.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use liasse_papers::layouts::{self, Layout};

#[derive(Parser)]
#[command(about = "Draws fictitious accounting papers with their truth", version)]
struct Arguments {
    #[command(subcommand)]
    what: What,
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
}

#[derive(Subcommand)]
enum What {
    /// One paper a file
    Single {
        #[command(flatten)]
        common: Common,
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
            _ => list.push(layouts::by_name(name).ok_or_else(|| format!("no layout is called {name}; `liasse-papers layouts` lists them"))?),
        }
    }
    Ok(list)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(path, bytes).map_err(|e| format!("{}: {e}", path.display()))
}

fn single(common: &Common) -> Result<(), String> {
    let list = chosen(&common.layouts)?;
    let truth = common.out.join("truth");
    std::fs::create_dir_all(&truth).map_err(|e| format!("{}: {e}", truth.display()))?;
    for i in 0..common.count {
        let Some(layout) = list.get((i % list.len() as u64) as usize) else { break };
        let stem = format!("{}_{:02}", layout.name, i / list.len() as u64);
        let paper = layout.paper(common.seed.wrapping_mul(1_000_003).wrapping_add(i));
        write(&common.out.join(format!("{stem}.pdf")), &paper.pdf())?;
        let mut json = serde_json::to_value(&paper.truth).map_err(|e| e.to_string())?;
        if let Some(map) = json.as_object_mut() {
            map.insert("file".into(), format!("{stem}.pdf").into());
            map.insert("pages".into(), paper.sheets.len().into());
        }
        write(&truth.join(format!("{stem}.json")), format!("{json:#}").as_bytes())?;
    }
    Ok(())
}

fn main() -> ExitCode {
    let done = match Arguments::parse().what {
        What::Single { common } => single(&common),
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
