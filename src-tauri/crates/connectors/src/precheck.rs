//! What a target is known to refuse, found before anything is sent.

use liasse_domain::{Entry, Finding};

use crate::{Exercise, Journal};

/// The refusals that can be foreseen: a date in a closed exercise or in none, an unknown journal. Empty lists mean that the
/// target was not asked, and check nothing.
pub fn check(entry: &Entry, exercises: &[Exercise], journals: &[Journal]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let date = entry.date();
    let holds = exercises.iter().find(|exercise| exercise.start <= date && date <= exercise.end);
    match holds {
        Some(exercise) if exercise.closed => findings.push(Finding::error(
            "exercise_closed",
            format!(
                "the entry of {date} falls into the exercise {} to {}, which is closed; change the date or reopen the exercise",
                exercise.start, exercise.end
            ),
        )),
        None if !exercises.is_empty() => findings.push(Finding::error(
            "no_exercise",
            format!("no exercise of the folder holds {date}; correct the date or create the exercise"),
        )),
        _ => {}
    }
    if !journals.is_empty() && !journals.iter().any(|journal| journal.code == *entry.journal()) {
        let known: Vec<&str> = journals.iter().map(|journal| journal.code.as_str()).collect();
        findings.push(Finding::error(
            "unknown_journal",
            format!(
                "the folder has no journal {} (it has {}); correct the journal in the client file",
                entry.journal(),
                known.join(", ")
            ),
        ));
    }
    findings
}
