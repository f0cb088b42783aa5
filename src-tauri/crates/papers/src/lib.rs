//! Fictitious accounting papers drawn for the tests, the benchmarks and the sample client file.
//!
//! A paper is a business event ([`truth::Deal`]) that a layout draws on sheets. What it prints, and where, is remembered while it is drawn,
//! so that its [`truth::Truth`] is exact. Everything follows from a seed: same seed, same bytes, on every machine.
//! No file is needed: PDFs use the base-14 faces.

mod codes;
pub mod day;
pub mod deal;
pub mod draw;
pub mod einvoice;
pub mod goods;
pub mod ids;
pub mod ink;
mod inserts;
pub mod layouts;
pub mod names;
pub mod pdf;
pub mod rng;
pub mod sample;
pub mod sheet;
pub mod show;
pub mod stream;
pub mod truth;
pub mod warp;
pub mod wear;
mod widths;
pub mod words;
pub mod year;

use ink::{Run, Sheet};
use truth::{Deal, Truth};

/// Why papers could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PapersError {
    #[error(
        "page {page} of a drawn paper could not be rendered: {reason}; check that the PDF engine is installed"
    )]
    Render { page: usize, reason: String },
    #[error("a picture could not be encoded: {0}")]
    Picture(String),
}

impl PapersError {
    /// A name that does not change with the wording.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Render { .. } => "papers_render",
            Self::Picture(_) => "papers_picture",
        }
    }
}

/// A drawn paper.
#[derive(Debug, Clone)]
pub struct Paper {
    pub deal: Deal,
    pub sheets: Vec<Sheet>,
    pub runs: Vec<Run>,
    pub truth: Truth,
}

impl Paper {
    /// The paper as a PDF with text.
    pub fn pdf(&self) -> Vec<u8> {
        pdf::write(&self.sheets)
    }
}

/// Sheets as a scanner hands them over: each one picture, in the size of the sheet.
///
/// # Errors
/// [`PapersError::Render`] when the caller's engine fails, [`PapersError::Picture`] when a picture cannot be encoded.
pub fn scanned(
    sheets: &[Sheet],
    wears: &[wear::Wear],
    render: &dyn wear::Render,
    rng: &mut rng::Rng,
) -> Result<Vec<Sheet>, PapersError> {
    let mut out = Vec::with_capacity(sheets.len());
    for (i, sheet) in sheets.iter().enumerate() {
        let wear = wears.get(i).or(wears.last()).copied().unwrap_or(wear::Wear::CLEAN);
        let upright = Sheet { rotate: 0, ..sheet.clone() };
        let page = render
            .render(&pdf::write(&[upright]), 0, wear.dpi)
            .map_err(|reason| PapersError::Render { page: i + 1, reason })?;
        let (image, _) = wear::scan(&page, &wear, rng);
        out.push(Sheet {
            width: sheet.width,
            height: sheet.height,
            ops: Vec::new(),
            picture: Some(wear::jpeg(&image, wear.grey, wear.quality)?),
            rotate: sheet.rotate,
        });
    }
    Ok(out)
}
