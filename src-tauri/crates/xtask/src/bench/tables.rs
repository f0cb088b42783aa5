//! Tables of figures, as Markdown.

use std::fmt::Write;

use super::figures::{Column, Figure, MEASURES};
use super::score::Tally;
use super::score::alike::FIELDS;

/// `97.3 %`, with two decimals near zero.
pub fn percent(share: f64) -> String {
    if share < 0.02 { format!("{:.2} %", share * 100.0) } else { format!("{:.1} %", share * 100.0) }
}

fn cell(figure: Option<&Figure>) -> String {
    let Some(figure) = figure else { return "–".to_owned() };
    let mut cell = format!("{} ± {:.1}", percent(figure.value), figure.error * 100.0);
    if let Some((part, whole)) = figure.counted {
        write!(cell, " ({part}/{whole})").ok();
    }
    cell
}

/// Measures down, sets of papers across, each figure with its standard error; the last column says what to reach.
pub fn measures(title: &str, columns: &[Column]) -> String {
    let mut text = format!("\n{title}\n\n| measure (± standard error) |");
    for column in columns {
        write!(text, " {} ({}) |", column.set, column.papers).ok();
    }
    text.push_str(" to reach: text · scan · photo |\n|---|");
    text.push_str(&"---|".repeat(columns.len() + 1));
    text.push('\n');
    for measure in MEASURES {
        let cells: Vec<Option<&Figure>> = columns
            .iter()
            .map(|column| column.figures.iter().find(|figure| figure.measure == measure))
            .collect();
        if cells.iter().all(Option::is_none) {
            continue;
        }
        write!(text, "| {} |", measure.label).ok();
        for figure in cells {
            write!(text, " {} |", cell(figure)).ok();
        }
        writeln!(text, " {} |", measure.goals).ok();
    }
    text
}

/// F1 per field down, sets of papers across.
pub fn fields(sets: &[(String, &Tally)]) -> String {
    let mut text = "\nF1 per field (values printed)\n\n| field |".to_owned();
    for (set, _) in sets {
        write!(text, " {set} |").ok();
    }
    text.push_str("\n|---|");
    text.push_str(&"---|".repeat(sets.len()));
    text.push('\n');
    for field in FIELDS {
        if sets.iter().all(|(_, tally)| !tally.fields.contains_key(field)) {
            continue;
        }
        write!(text, "| {field} |").ok();
        for (_, tally) in sets {
            match tally.fields.get(field) {
                Some(counts) if counts.printed + counts.wrong > 0 => {
                    write!(text, " {} ({}) |", percent(counts.f1()), counts.printed).ok()
                }
                _ => write!(text, " – |").ok(),
            };
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::figures::{COVERAGE, MERGED};

    #[test]
    fn a_measure_that_a_set_lacks_is_a_dash() {
        let figure = |measure, value, counted| Figure { measure, value, error: 0.01, counted };
        let columns = [
            Column { set: "a".into(), papers: 2, figures: vec![figure(COVERAGE, 0.5, Some((1, 2)))] },
            Column { set: "b".into(), papers: 1, figures: vec![figure(MERGED, 0.001, None)] },
        ];
        let text = measures("Title", &columns);
        assert!(text.contains("50.0 % ± 1.0 (1/2) | – |"), "{text}");
        assert!(text.contains("| – | 0.10 % ± 1.0 |"), "{text}");
        assert!(!text.contains("micro F1"));
    }
}
