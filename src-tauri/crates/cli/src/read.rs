//! `liasse read`: papers to JSON, no database.

use std::process::ExitCode;

use liasse_desk::batch::{self, Outcome};

use crate::arguments::Read;
use crate::show::{self, Failure};

/// Reads every file; fails only when one could not be read, and says which.
pub fn run(read: &Read) -> Result<ExitCode, Failure> {
    let request = batch::Request {
        paths: read.paths.clone(),
        out: read.out.clone(),
        split: liasse_desk::api::SplitModeView::from(read.split),
        jobs: read.jobs,
    };
    let outcomes = batch::read(&request, &|progress| {
        show::progress(&format!(
            "{} of {} files, {} pages, {}",
            progress.files_done, progress.files_total, progress.pages_done, progress.current
        ));
    })?;
    show::progress_done();
    let mut failed = 0;
    for Outcome { path, readable, findings } in &outcomes {
        if !readable {
            failed += 1;
            show::warn(format!("{}: could not be read", path.display()));
        }
        for finding in findings.iter().filter(|finding| !readable || finding.severity == "error") {
            show::warn(format!("{}: {}", path.display(), show::line(finding)));
        }
    }
    show::say(format!("{} read, {failed} not, into {}", outcomes.len() - failed, read.out.display()))?;
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
