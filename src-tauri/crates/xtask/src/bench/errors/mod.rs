//! `target/bench/errors.html`: every miss with the piece of the page, the truth, the reading and why.

mod html;
mod places;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::accuracy::out_of;
use super::batch::{Batch, parsed, stem};
use super::score::text::empty;
use super::score::{Miss, Splits};
use super::tools::Tools;
use crate::error::{Error, Result};

/// A file of which something was missed.
#[derive(Debug, Clone)]
struct Source {
    set: String,
    file: PathBuf,
}

impl Source {
    /// The folder of its recorded pages, beside the HTML page.
    fn folder(&self) -> String {
        format!("errors/{}", self.set.replace(' ', "-"))
    }
}

/// What was wrong.
#[derive(Debug, Clone)]
enum Wrong {
    /// A value; with the document that it was read in.
    Value { miss: Miss, document: Value },
    /// A boundary: the page before which it lies.
    Cut { page: u64, merged: bool, asked: bool },
    /// Nothing was read of the paper.
    Unread { reasons: Vec<String> },
}

/// Why a value is wrong, as far as the words of its page tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cause {
    /// Nothing is printed, something was read.
    Invented,
    /// The truth is among the words: another was chosen.
    OtherChosen,
    /// The truth is among the words: nothing was chosen.
    NotChosen,
    /// It is no text of the page but a judgement on the whole.
    Judged,
    /// The truth is not among the words as such: not recognised, or it must be worked out.
    NotAmongWords,
}

/// Fields whose values are codes, not print.
const JUDGEMENTS: [&str; 5] = ["doc_type", "currency", "payment_method", "vat_scheme", "supplier_country"];

impl Cause {
    fn name(self) -> &'static str {
        match self {
            Cause::Invented => "read though not printed",
            Cause::OtherChosen => "printed, another was chosen",
            Cause::NotChosen => "printed, not read",
            Cause::Judged => "a judgement on the whole",
            Cause::NotAmongWords => "not among the words as such",
        }
    }

    fn of(miss: &Miss, found: bool) -> Cause {
        match (empty(Some(&miss.truth)), empty(Some(&miss.reading))) {
            (true, _) => Cause::Invented,
            (false, _) if JUDGEMENTS.contains(&miss.field) => Cause::Judged,
            (false, _) if !found => Cause::NotAmongWords,
            (false, true) => Cause::NotChosen,
            (false, false) => Cause::OtherChosen,
        }
    }
}

/// The misses of a run.
#[derive(Debug, Default)]
pub struct Collected {
    entries: Vec<(Source, Wrong)>,
}

impl Collected {
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Adds the misses of single papers.
    pub fn add(&mut self, tools: &Tools, batch: &Batch, misses: &[Miss]) {
        let readings = readings(tools, batch);
        let mut unread = BTreeSet::new();
        for miss in misses {
            let Some(source) = source(batch, &miss.paper) else { continue };
            let reading = readings.get(&miss.paper);
            let document = reading.and_then(|reading| reading.pointer("/documents/0")).cloned();
            match document {
                Some(document) => {
                    self.entries.push((source, Wrong::Value { miss: miss.clone(), document }));
                }
                None if unread.insert(miss.paper.clone()) => {
                    self.entries.push((source, Wrong::Unread { reasons: reasons(reading) }));
                }
                None => {}
            }
        }
    }

    /// Adds the boundaries of merged files, and the misses on the documents that were cut rightly.
    pub fn add_cuts(&mut self, tools: &Tools, batch: &Batch, splits: &Splits) {
        let readings = readings(tools, batch);
        for cut in &splits.wrong {
            if let Some(source) = source(batch, &cut.file) {
                let wrong = Wrong::Cut { page: cut.page, merged: cut.merged, asked: cut.asked };
                self.entries.push((source, wrong));
            }
        }
        for miss in splits.fields.misses.iter().filter(|miss| !miss.unread) {
            let paper = miss.paper.rsplit_once(':');
            let Some((file, Ok(first))) = paper.map(|(file, first)| (file, first.parse::<u64>())) else {
                continue;
            };
            let holds = |document: &&Value| {
                let pages = document.get("pages").and_then(Value::as_array);
                pages.is_some_and(|pages| pages.iter().any(|page| page.as_u64() == Some(first)))
            };
            let documents = readings.get(file).and_then(|reading| reading.get("documents")?.as_array());
            let document = documents.and_then(|documents| documents.iter().find(holds)).cloned();
            if let (Some(source), Some(document)) = (source(batch, file), document) {
                self.entries.push((source, Wrong::Value { miss: miss.clone(), document }));
            }
        }
    }
}

fn readings(tools: &Tools, batch: &Batch) -> BTreeMap<String, Value> {
    let out = tools.project().target().join("bench").join(out_of(batch));
    let one = |file: &PathBuf| {
        let stem = stem(file);
        let reading = parsed(&out.join(format!("{stem}.json")))?;
        Some((stem, reading))
    };
    batch.files.iter().filter_map(one).collect()
}

fn source(batch: &Batch, paper: &str) -> Option<Source> {
    let file = batch.files.iter().find(|file| stem(file) == paper)?;
    Some(Source { set: batch.name.clone(), file: file.clone() })
}

/// What the reader said was wrong with a file.
fn reasons(reading: Option<&Value>) -> Vec<String> {
    let findings = reading.and_then(|reading| reading.get("findings")?.as_array());
    let text =
        |finding: &Value, key: &str| finding.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    findings
        .map(|list| list.iter().map(|f| format!("{}: {}", text(f, "code"), text(f, "message"))).collect())
        .unwrap_or_default()
}

/// Records the pages of the files with misses and writes the page; its path.
///
/// # Errors
/// Of the recorder; `File` when the page cannot be written.
pub fn write(tools: &Tools, collected: &Collected, place: &Path) -> Result<PathBuf> {
    tools.fresh("errors")?;
    let mut files: BTreeMap<String, BTreeSet<PathBuf>> = BTreeMap::new();
    for (source, _) in &collected.entries {
        // An e-invoice has no page to show.
        if source.file.extension().is_some_and(|ending| ending != "xml") {
            files.entry(source.folder()).or_default().insert(source.file.clone());
        }
    }
    for (folder, files) in files {
        println!("pages of {} files with misses into {folder}", files.len());
        tools.record(&files.into_iter().collect::<Vec<_>>(), &tools.place(&folder)?, true)?;
    }
    let page = place.join("errors.html");
    let text = html::page(place, &collected.entries);
    std::fs::write(&page, text).map_err(Error::file(&page, "cannot be written"))?;
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_words_tell_the_cause() {
        let miss = |truth: Value, reading: Value| Miss {
            paper: "a".into(),
            field: "iban",
            truth,
            reading,
            sure: true,
            unread: false,
        };
        assert_eq!(Cause::of(&miss(json!(null), json!("x")), true), Cause::Invented);
        assert_eq!(Cause::of(&miss(json!("y"), json!("x")), true), Cause::OtherChosen);
        assert_eq!(Cause::of(&miss(json!("y"), json!(null)), true), Cause::NotChosen);
        assert_eq!(Cause::of(&miss(json!("y"), json!("x")), false), Cause::NotAmongWords);
    }
}
