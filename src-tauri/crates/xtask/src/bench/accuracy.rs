//! Single papers, read and compared with their truth: as text, as scans, as photos, as e-invoices.

use std::path::Path;

use serde_json::Value;

use super::batch::{Batch, Drawing, parsed, stem};
use super::errors::Collected;
use super::figures::{Column, Figures};
use super::score::alike::LINE_ITEMS;
use super::score::{Tally, text};
use super::tools::Tools;
use super::{Wish, samples, tables};
use crate::command;
use crate::error::Result;

/// How many papers are drawn of each form.
const DRAWN: [(&str, u64); 3] = [("text", 300), ("scan", 120), ("photo", 80)];
const E_INVOICES: u64 = 60;

/// Draws, reads, compares.
///
/// # Errors
/// Of the programs.
pub fn run(tools: &Tools, wish: &Wish, figures: &mut Figures, mistakes: &mut Collected) -> Result<()> {
    let mut sets: Vec<(String, Tally)> = Vec::new();
    for batch in batches(tools, wish, figures.seed)? {
        let tally = scored(tools, &batch)?;
        mistakes.add(tools, &batch, &tally.misses);
        sets.push((batch.name.clone(), tally));
    }
    let columns: Vec<Column> = sets.iter().map(|(set, tally)| Column::of_fields(set, tally)).collect();
    figures.columns("Fields of single papers", &columns);
    let named: Vec<(String, &Tally)> = sets.iter().map(|(set, tally)| (set.clone(), tally)).collect();
    figures.say(&tables::fields(&named));
    for (set, tally) in &sets {
        figures.keep_figure(&format!("{set}: counts"), tally.to_json());
    }
    if !wish.given {
        e_invoices(tools, wish, figures, mistakes)?;
    }
    Ok(())
}

fn batches(tools: &Tools, wish: &Wish, seed: u64) -> Result<Vec<Batch>> {
    let mut batches = Vec::new();
    if !wish.given {
        for (at, (form, count)) in DRAWN.into_iter().enumerate() {
            batches.push(drawn(tools, form, wish.sized(count), seed.wrapping_add(at as u64))?);
        }
    }
    let mut folders: Vec<(String, std::path::PathBuf)> = Vec::new();
    if let Some(shared) = samples(tools.project(), wish.shared.as_ref())? {
        folders.push(("samples".to_owned(), shared.join("data/papers/single")));
    }
    folders.extend(wish.papers.iter().map(|folder| (stem(folder), folder.clone())));
    for (name, folder) in folders {
        batches.extend(forms(&name, &folder)?);
    }
    Ok(batches)
}

/// Papers of one form, drawn.
///
/// # Errors
/// `Parts` when they cannot be drawn.
pub fn drawn(tools: &Tools, form: &str, count: u64, seed: u64) -> Result<Batch> {
    let drawing = Drawing { what: "single", arguments: &["--as", form], count, seed };
    Batch::drawn(tools, &format!("own {form}"), &drawing)
}

/// The forms that lie in a folder, with the truth that they share.
///
/// # Errors
/// `File` when one cannot be listed.
pub fn forms(name: &str, folder: &Path) -> Result<Vec<Batch>> {
    let mut batches = Vec::new();
    for (form, _) in DRAWN {
        let papers = folder.join(form);
        if papers.is_dir() {
            batches.push(Batch::given(&format!("{name} {form}"), &papers, &folder.join("truth"))?);
        }
    }
    Ok(batches)
}

/// Reads a batch with `liasse read` and compares each paper that has a truth. A file that could not be read has missed
/// everything.
///
/// # Errors
/// `Start` when the program cannot be started.
pub fn scored(tools: &Tools, batch: &Batch) -> Result<Tally> {
    let out = readings(tools, batch)?;
    let mut tally = Tally::default();
    for file in &batch.files {
        let Some(truth) = batch.truth_of(file) else { continue };
        let reading = parsed(&out.join(format!("{}.json", stem(file))));
        let document = reading.as_ref().and_then(|reading| reading.pointer("/documents/0"));
        tally.add(&stem(file), &truth, document);
    }
    Ok(tally)
}

/// Reads a batch; the folder of what was read.
///
/// # Errors
/// `Start` when the program cannot be started.
pub fn readings(tools: &Tools, batch: &Batch) -> Result<std::path::PathBuf> {
    let out = tools.fresh(&out_of(batch))?;
    println!("reading {}: {} files", batch.name, batch.files.len());
    // Its exit status says that some file could not be read, which is a result here, not a failure.
    command::captured(&mut tools.liasse(&batch.files, &out))?;
    Ok(out)
}

/// Where the readings of a batch lie, among the measurements.
pub fn out_of(batch: &Batch) -> String {
    format!("out/{}", batch.name.replace(' ', "-"))
}

fn e_invoices(tools: &Tools, wish: &Wish, figures: &mut Figures, mistakes: &mut Collected) -> Result<()> {
    let drawing = Drawing {
        what: "einvoice",
        arguments: &[],
        count: wish.sized(E_INVOICES),
        seed: figures.seed.wrapping_add(7),
    };
    let batch = Batch::drawn(tools, "own e-invoices", &drawing)?;
    let tally = scored(tools, &batch)?;
    let out = tools.place(&out_of(&batch))?;
    let mut exact = 0;
    for (file, score) in batch.files.iter().zip(&tally.papers) {
        let reading = parsed(&out.join(format!("{}.json", stem(file))));
        let lines = reading
            .as_ref()
            .and_then(|reading| reading.pointer("/documents/0/fields"))
            .zip(batch.truth_of(file))
            .is_some_and(|(read, truth)| {
                same_lines(truth.pointer("/fields/line_items"), read.get(LINE_ITEMS))
            });
        exact += u64::from(lines && score.fields.wrong + score.fields.missed == 0);
    }
    mistakes.add(tools, &batch, &tally.misses);
    let files = batch.files.len() as u64;
    let share = tables::percent(exact as f64 / files.max(1) as f64);
    figures.say(&format!(
        "\nE-invoices drawn (UBL, CII, Factur-X): header, taxes and every line exact in {exact} of {files} files, {share} (to reach: 100 %)\n"
    ));
    figures.keep_figure("e-invoices", serde_json::json!({"exact": exact, "files": files}));
    Ok(())
}

/// Whether the lines are the same, in order, in all that the truth states of them.
fn same_lines(truth: Option<&Value>, reading: Option<&Value>) -> bool {
    let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
    let (truth, reading) = (list(truth), list(reading));
    truth.len() == reading.len()
        && truth.iter().zip(&reading).all(|(truth, reading)| {
            let number = |name: &str| {
                let of = |line: &Value| text::plain(line.get(name).unwrap_or(&Value::Null));
                let trimmed = |text: String| {
                    if text.contains('.') {
                        text.trim_end_matches('0').trim_end_matches('.').to_owned()
                    } else {
                        text
                    }
                };
                trimmed(of(truth)) == trimmed(of(reading))
            };
            truth.get("description") == reading.get("description")
                && ["quantity", "unit_price", "amount", "vat_rate"].into_iter().all(number)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lines_are_exact_when_every_cell_is() {
        let line = |quantity: &str| json!([{"description": "Vis", "quantity": quantity, "unit_price": "1.50", "amount": "3.00", "vat_rate": "20.00"}]);
        assert!(same_lines(Some(&line("2")), Some(&line("2.000"))));
        assert!(!same_lines(Some(&line("2")), Some(&line("20"))));
        assert!(!same_lines(Some(&line("2")), None));
        assert!(same_lines(Some(&json!([])), None));
    }
}
