//! What was measured: the report that a person reads, and the figures that a later run is compared with.

use std::fmt::Write;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::meter::load;
use super::score::{Splits, Tally, split, tally};
use super::tools::Tools;
use super::{chance, tables};
use crate::error::{Error, Result};

/// Above this many waiting processes the times say more about the machine than about the programs.
const IDLE_LOAD: f64 = 0.7;

/// A measure and what it is to reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    /// Its name in the file of reference figures.
    pub id: &'static str,
    pub label: &'static str,
    /// Whether more is better.
    pub more: bool,
    /// What to reach on text, scans and photos.
    pub goals: &'static str,
}

pub const MICRO_F1: Measure =
    Measure { id: "micro_f1", label: "fields, micro F1", more: true, goals: "97 · 95 · 88 %" };
pub const BOOKING: Measure = Measure {
    id: "booking",
    label: "date, number, supplier, TTC, HT, VAT all right",
    more: true,
    goals: "90 · 85 · 70 %",
};
pub const SILENT: Measure =
    Measure { id: "silent", label: "wrong though shown as sure", more: false, goals: "≤ 0.5 · 1 · 1 %" };
pub const COVERAGE: Measure = Measure {
    id: "coverage",
    label: "shown as sure, of the values read",
    more: true,
    goals: "92 · 88 · 75 %",
};
pub const LINES: Measure =
    Measure { id: "lines_f1", label: "line items, F1", more: true, goals: "90 % (text)" };
pub const FIRST_PAGES: Measure =
    Measure { id: "first_f1", label: "first-page F1", more: true, goals: "98.5 %" };
pub const WHOLE: Measure =
    Measure { id: "whole", label: "files with every boundary right", more: true, goals: "85 %" };
pub const MERGED: Measure = Measure {
    id: "merged",
    label: "papers merged without asking, of the boundaries",
    more: false,
    goals: "≤ 0.3 %",
};
pub const ASKED: Measure = Measure {
    id: "asked",
    label: "put to the user, of the places where the file could be cut",
    more: false,
    goals: "≤ 4 %",
};
pub const END_TO_END: Measure =
    Measure { id: "end_to_end_f1", label: "fields after the split, micro F1", more: true, goals: "–" };

/// Every measure of accuracy.
pub const MEASURES: [Measure; 10] =
    [MICRO_F1, BOOKING, SILENT, COVERAGE, LINES, FIRST_PAGES, WHOLE, MERGED, ASKED, END_TO_END];

/// One measured figure: a share from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    pub measure: Measure,
    pub value: f64,
    /// Standard error, by the bootstrap over papers or files.
    pub error: f64,
    /// Part and whole as counted, for shares.
    pub counted: Option<(u64, u64)>,
}

/// The figures of one set of papers.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    pub set: String,
    pub papers: usize,
    pub figures: Vec<Figure>,
}

impl Column {
    pub fn of_fields(set: &str, tally: &Tally) -> Column {
        let papers = tally.papers.as_slice();
        let all = tally.sum();
        let figure = |measure, counted, of: fn(&[tally::PaperScore]) -> f64| Figure {
            measure,
            value: of(papers),
            error: chance::standard_error(papers, of),
            counted,
        };
        let booked = papers.iter().filter(|paper| paper.booking).count() as u64;
        let mut figures = vec![
            figure(MICRO_F1, None, |papers| tally::sum(papers).fields.f1()),
            figure(BOOKING, Some((booked, papers.len() as u64)), |papers| {
                tally::ratio(papers.iter().filter(|paper| paper.booking).count() as u64, papers.len() as u64)
            }),
            figure(SILENT, Some((all.sure_wrong, all.sure)), |papers| {
                let all = tally::sum(papers);
                tally::ratio(all.sure_wrong, all.sure)
            }),
            figure(COVERAGE, Some((all.sure, all.sure + all.doubtful)), |papers| {
                let all = tally::sum(papers);
                tally::ratio(all.sure, all.sure + all.doubtful)
            }),
        ];
        if all.lines.printed > 0 {
            figures.push(figure(LINES, None, |papers| tally::sum(papers).lines.f1()));
        }
        Column { set: set.to_owned(), papers: papers.len(), figures }
    }

    pub fn of_splits(set: &str, splits: &Splits) -> Column {
        let files = splits.files.as_slice();
        let all = splits.sum();
        let figure = |measure, counted, of: fn(&[split::FileSplit]) -> f64| Figure {
            measure,
            value: of(files),
            error: chance::standard_error(files, of),
            counted,
        };
        let whole = files.iter().filter(|file| file.whole).count() as u64;
        let papers = splits.fields.papers.as_slice();
        let micro = |papers: &[tally::PaperScore]| tally::sum(papers).fields.f1();
        let figures = vec![
            figure(FIRST_PAGES, None, |files| split::sum(files).f1()),
            figure(WHOLE, Some((whole, files.len() as u64)), |files| {
                tally::ratio(files.iter().filter(|file| file.whole).count() as u64, files.len() as u64)
            }),
            figure(MERGED, Some((all.merged, all.boundaries())), |files| {
                let all = split::sum(files);
                tally::ratio(all.merged, all.boundaries())
            }),
            figure(ASKED, Some((all.asked, all.places)), |files| {
                let all = split::sum(files);
                tally::ratio(all.asked, all.places)
            }),
            Figure {
                measure: END_TO_END,
                value: micro(papers),
                error: chance::standard_error(papers, micro),
                counted: None,
            },
        ];
        Column { set: set.to_owned(), papers: files.len(), figures }
    }
}

/// All that one run measured.
pub struct Figures {
    /// The seed that the papers are drawn from.
    pub seed: u64,
    /// Speed as a multiple of Tesseract's on drawn scans, round by round.
    pub ratios: Vec<f64>,
    report: String,
    kept: Map<String, Value>,
}

impl Figures {
    pub fn begin(seed: u64, tools: &Tools) -> Figures {
        let mut report = format!("seed {seed}, {} files at a time", tools.jobs);
        if tools.profile() != "release" {
            report.push_str(", DEBUG BUILD: speeds mean nothing");
        }
        if let Some(load) = load() {
            write!(report, ", load before {load:.1}").ok();
            if load > IDLE_LOAD {
                report.push_str(" (NOT IDLE: other work ran meanwhile; ratios hold better than times)");
            }
        }
        report.push('\n');
        print!("{report}");
        Figures { seed, ratios: Vec::new(), report, kept: Map::from_iter([("seed".to_owned(), seed.into())]) }
    }

    /// Adds a part of the report and shows it.
    pub fn say(&mut self, text: &str) {
        print!("{text}");
        self.report.push_str(text);
    }

    /// Adds columns of one kind as a table.
    pub fn columns(&mut self, title: &str, columns: &[Column]) {
        if columns.is_empty() {
            return;
        }
        self.say(&tables::measures(title, columns));
        for column in columns {
            let figures: Map<String, Value> = column
                .figures
                .iter()
                .map(|f| {
                    let figure = json!({"value": f.value, "error": f.error, "counted": f.counted});
                    (f.measure.id.to_owned(), figure)
                })
                .collect();
            self.kept.insert(column.set.clone(), Value::Object(figures));
        }
    }

    /// Keeps a figure that is no share.
    pub fn keep_figure(&mut self, name: &str, value: Value) {
        self.kept.insert(name.to_owned(), value);
    }

    /// Writes `reading.md` and `reading.json` into a folder.
    ///
    /// # Errors
    /// `File` when they cannot be written.
    pub fn keep(&self, folder: &Path) -> Result<()> {
        let (report, figures) = (folder.join("reading.md"), folder.join("reading.json"));
        std::fs::write(&report, &self.report).map_err(Error::file(&report, "cannot be written"))?;
        let json = format!("{:#}\n", Value::Object(self.kept.clone()));
        std::fs::write(&figures, json).map_err(Error::file(&figures, "cannot be written"))?;
        println!("\nkept in {} and {}", report.display(), figures.display());
        Ok(())
    }
}
