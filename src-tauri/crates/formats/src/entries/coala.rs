//! "Sage Coala (.txt)", the text that Sage Génération Experts (formerly Coala) imports.
//!
//! Two public witnesses agree on `;`, `JJ/MM/AAAA`, the decimal comma, debit and credit in two columns and a literal `E` (euro),
//! and disagree on the columns and their order: OpenFlyers ("Accounting export template SageCoala", UTF-8) and Dolibarr
//! (`AccountancyExport::exportCoala`, LF). Both are presets; the importer of the software is set up by its user, so the columns
//! are the user's own where neither fits.

use liasse_domain::EntryLine;
use serde::{Deserialize, Serialize};

use super::fit::{CharacterSet, Fitter, Keep};
use super::{EntryFile, EntryFileError, OutEntry, comma, credit, debit, in_euros, slashed};

/// Characters of the label in the layout of OpenFlyers.
const PADDED: usize = 50;
/// Most characters of any other text.
const LONGEST: usize = 200;

/// One column of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CoalaColumn {
    /// Date of the entry.
    Date,
    /// Journal.
    Journal,
    /// Number of the entry in the file (n° de flux, n° de mouvement).
    Movement,
    /// Number of the piece.
    Piece,
    /// General account.
    Account,
    /// Auxiliary account, blank on other lines.
    Auxiliary,
    /// Auxiliary account where there is one, else the general account.
    AnyAccount,
    /// Label of the account; of a third party its name.
    AccountLabel,
    /// What the line is for.
    Label,
    /// The same, always 50 characters, without commas.
    PaddedLabel,
    /// Debit.
    Debit,
    /// Credit.
    Credit,
    /// Due date.
    DueDate,
    /// Section on the first analytic axis.
    FirstAxis,
    /// Section on the second one.
    SecondAxis,
    /// Name of the image.
    Image,
    /// The literal `E`.
    Euro,
    /// Nothing.
    Blank,
}

impl CoalaColumn {
    /// All, in the order in which a screen offers them.
    pub const ALL: [CoalaColumn; 18] = [
        CoalaColumn::Date,
        CoalaColumn::Journal,
        CoalaColumn::Movement,
        CoalaColumn::Piece,
        CoalaColumn::Account,
        CoalaColumn::Auxiliary,
        CoalaColumn::AnyAccount,
        CoalaColumn::AccountLabel,
        CoalaColumn::Label,
        CoalaColumn::PaddedLabel,
        CoalaColumn::Debit,
        CoalaColumn::Credit,
        CoalaColumn::DueDate,
        CoalaColumn::FirstAxis,
        CoalaColumn::SecondAxis,
        CoalaColumn::Image,
        CoalaColumn::Euro,
        CoalaColumn::Blank,
    ];

    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            CoalaColumn::Date => "date",
            CoalaColumn::Journal => "journal",
            CoalaColumn::Movement => "movement",
            CoalaColumn::Piece => "piece",
            CoalaColumn::Account => "account",
            CoalaColumn::Auxiliary => "auxiliary",
            CoalaColumn::AnyAccount => "any_account",
            CoalaColumn::AccountLabel => "account_label",
            CoalaColumn::Label => "label",
            CoalaColumn::PaddedLabel => "padded_label",
            CoalaColumn::Debit => "debit",
            CoalaColumn::Credit => "credit",
            CoalaColumn::DueDate => "due_date",
            CoalaColumn::FirstAxis => "first_axis",
            CoalaColumn::SecondAxis => "second_axis",
            CoalaColumn::Image => "image",
            CoalaColumn::Euro => "euro",
            CoalaColumn::Blank => "blank",
        }
    }

    /// The column of a code.
    pub fn of(code: &str) -> Option<CoalaColumn> {
        CoalaColumn::ALL.into_iter().find(|column| column.code() == code)
    }
}

/// How lines end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineEnd {
    /// LF, as both witnesses write.
    Lf,
    /// CR LF, as Windows programs write.
    CrLf,
}

/// Columns and form of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoalaLayout {
    columns: Vec<CoalaColumn>,
    charset: CharacterSet,
    line_end: LineEnd,
}

impl CoalaLayout {
    /// A layout of the user's own.
    ///
    /// # Errors
    /// [`EntryFileError::Columns`] when a line would lack its date, journal, account, debit or credit.
    pub fn new(
        columns: Vec<CoalaColumn>,
        charset: CharacterSet,
        line_end: LineEnd,
    ) -> Result<CoalaLayout, EntryFileError> {
        let needed: [(&[CoalaColumn], &str); 5] = [
            (&[CoalaColumn::Date], "date"),
            (&[CoalaColumn::Journal], "journal"),
            (&[CoalaColumn::Account, CoalaColumn::AnyAccount], "account"),
            (&[CoalaColumn::Debit], "debit"),
            (&[CoalaColumn::Credit], "credit"),
        ];
        match needed.iter().find(|(any, _)| !any.iter().any(|column| columns.contains(column))) {
            Some((_, missing)) => Err(EntryFileError::Columns { missing }),
            None => Ok(CoalaLayout { columns, charset, line_end }),
        }
    }

    /// As OpenFlyers writes: date, journal, piece, account, debit, credit, label of 50 characters, number of the movement, `E`.
    pub fn open_flyers() -> CoalaLayout {
        use CoalaColumn::{AnyAccount, Credit, Date, Debit, Euro, Journal, Movement, PaddedLabel, Piece};
        let columns = vec![Date, Journal, Piece, AnyAccount, Debit, Credit, PaddedLabel, Movement, Euro];
        CoalaLayout { columns, charset: CharacterSet::Utf8, line_end: LineEnd::Lf }
    }

    /// As Dolibarr writes: date, journal, account, number of the movement, piece, debit, credit, `E`, auxiliary account.
    pub fn dolibarr() -> CoalaLayout {
        use CoalaColumn::{Account, Auxiliary, Credit, Date, Debit, Euro, Journal, Movement, Piece};
        let columns = vec![Date, Journal, Account, Movement, Piece, Debit, Credit, Euro, Auxiliary];
        CoalaLayout { columns, charset: CharacterSet::Utf8, line_end: LineEnd::Lf }
    }

    /// The columns, in order.
    pub fn columns(&self) -> &[CoalaColumn] {
        &self.columns
    }

    /// The characters of the file.
    pub fn charset(&self) -> CharacterSet {
        self.charset
    }
}

/// Writes entries as Coala's text: `;`, no heading. A `;` in a text becomes a space.
///
/// # Errors
/// [`EntryFileError::Currency`]: the layout says `E` and nothing else.
pub fn write_coala(entries: &[OutEntry<'_>], layout: &CoalaLayout) -> Result<EntryFile, EntryFileError> {
    in_euros(entries)?;
    let padded = layout.columns.contains(&CoalaColumn::PaddedLabel);
    let mut fitter = Fitter::new(layout.charset, if padded { &[';', ','] } else { &[';'] });
    let mut text = String::new();
    for (place, out) in entries.iter().enumerate() {
        for line in out.entry.lines() {
            for (index, column) in layout.columns.iter().enumerate() {
                if index > 0 {
                    text.push(';');
                }
                text.push_str(&cell(&mut fitter, out, line, place + 1, *column)?);
            }
            text.push_str(match layout.line_end {
                LineEnd::Lf => "\n",
                LineEnd::CrLf => "\r\n",
            });
        }
    }
    Ok(EntryFile { bytes: layout.charset.encode(&text), findings: fitter.findings() })
}

fn cell(
    fitter: &mut Fitter<'_>,
    out: &OutEntry<'_>,
    line: &EntryLine,
    movement: usize,
    column: CoalaColumn,
) -> Result<String, EntryFileError> {
    let entry = out.entry;
    let auxiliary = line.auxiliary.as_ref();
    Ok(match column {
        CoalaColumn::Date => slashed(entry.date()),
        CoalaColumn::Journal => fitter.journal(entry.journal().as_str(), LONGEST)?,
        CoalaColumn::Movement => movement.to_string(),
        CoalaColumn::Piece => fitter.text(entry.piece_reference(), LONGEST, Keep::End),
        CoalaColumn::Account => fitter.account(&line.account, false, LONGEST)?,
        CoalaColumn::Auxiliary => match auxiliary {
            Some(code) => fitter.account(code, true, LONGEST)?,
            None => String::new(),
        },
        CoalaColumn::AnyAccount => {
            fitter.account(auxiliary.unwrap_or(&line.account), auxiliary.is_some(), LONGEST)?
        }
        CoalaColumn::AccountLabel => {
            let name = if auxiliary.is_some() { out.third_party } else { &line.account_label };
            fitter.text(name, LONGEST, Keep::Beginning)
        }
        CoalaColumn::Label => fitter.text(&line.label, LONGEST, Keep::Beginning),
        CoalaColumn::PaddedLabel => {
            let label = fitter.text(&line.label, PADDED, Keep::Beginning);
            format!("{label:<PADDED$}")
        }
        CoalaColumn::Debit => comma(debit(line)),
        CoalaColumn::Credit => comma(credit(line)),
        CoalaColumn::DueDate => entry.due_date().map(slashed).unwrap_or_default(),
        CoalaColumn::FirstAxis => line.axes.first.as_ref().map(ToString::to_string).unwrap_or_default(),
        CoalaColumn::SecondAxis => line.axes.second.as_ref().map(ToString::to_string).unwrap_or_default(),
        CoalaColumn::Image => fitter.text(out.image.unwrap_or_default(), LONGEST, Keep::Beginning),
        CoalaColumn::Euro => "E".to_owned(),
        CoalaColumn::Blank => String::new(),
    })
}
