//! Files for any accounting software: the entries in the layout that it imports, the list as CSV and Excel workbook and the images,
//! alone or in one ZIP.

mod error;
mod list;
mod workbook;

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use liasse_domain::{AccountCode, Amount, Currency, Date, DocumentKind, Flow};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::naming::part;
use crate::place::sync_folder;

pub use error::ExportError;
pub use list::list_csv;
use workbook::list_xlsx;

/// Name of the list in the ZIP.
const LIST: &str = "liste.csv";
/// Name of the workbook in the ZIP.
const WORKBOOK: &str = "liste.xlsx";
/// Folder of the images in the ZIP.
const IMAGES: &str = "images";
/// Longest name of an image, ending included.
const LONGEST_NAME: usize = 120;

/// One document of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Purchases or sales.
    pub flow: Flow,
    /// Invoice, credit note, …
    pub kind: DocumentKind,
    /// Date of issue.
    pub date: Option<Date>,
    /// Due date.
    pub due_date: Option<Date>,
    /// Name of the supplier (on a sale, the customer).
    pub third_party: String,
    /// Its auxiliary account.
    pub auxiliary: Option<AccountCode>,
    /// Number of the document.
    pub number: String,
    /// Currency.
    pub currency: Currency,
    /// Tax excluded.
    pub net: Option<Amount>,
    /// Tax.
    pub vat: Option<Amount>,
    /// Tax included.
    pub total: Option<Amount>,
    /// The expense or revenue account.
    pub account: Option<AccountCode>,
    /// The image.
    pub image: Option<Image>,
}

/// The image of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Ending of the file name without its point: `pdf`, `jpg`, `xml`.
    pub ending: String,
    /// Content.
    pub bytes: Vec<u8>,
    /// The name that the layout of the entries wants it to have, at the top of the ZIP; else the pattern names it.
    pub name: Option<String>,
    /// The e-invoice that it is the image of, which goes beside it under the same name.
    pub e_invoice: Option<Vec<u8>>,
}

/// The file of the entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntriesFile {
    /// Its name: `SirenFECAAAAMMJJ.txt` (art. A. 47 A-1 LPF, VIII), `XIMPORT.TXT`, …
    pub name: String,
    /// Content, as the crate of formats writes it.
    pub bytes: Vec<u8>,
}

/// How images are named: text with `{date}`, `{supplier}`, `{number}`, `{total}` and `{flow}` in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamePattern(String);

impl NamePattern {
    /// A pattern.
    ///
    /// # Errors
    /// [`ExportError::Pattern`] when a `{…}` is none of those known or the pattern is empty.
    pub fn new(text: &str) -> Result<NamePattern, ExportError> {
        let error = || ExportError::Pattern { pattern: text.to_owned() };
        let mut rest = text;
        while let Some((_, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or_else(error)?;
            if !["date", "supplier", "number", "total", "flow"].contains(&name) {
                return Err(error());
            }
            rest = after;
        }
        if text.trim().is_empty() { Err(error()) } else { Ok(NamePattern(text.to_owned())) }
    }

    /// The name of a piece's image, without its ending. It holds no separator, whatever the paper says.
    fn stem(&self, piece: &Piece) -> String {
        let flow = match piece.flow {
            Flow::Purchases => "achats",
            Flow::Sales => "ventes",
        };
        let fields = [
            ("{date}", piece.date.map_or("sans-date".to_owned(), Date::compact)),
            ("{supplier}", part(&piece.third_party, 40, "sans-nom").to_lowercase()),
            ("{number}", part(&piece.number, 30, "sans-numero")),
            ("{total}", piece.total.map_or("sans-total".to_owned(), |total| total.to_string())),
            ("{flow}", flow.to_owned()),
        ];
        let filled = fields.iter().fold(self.0.clone(), |text, (name, value)| text.replace(name, value));
        let lawful = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ');
        let stem: String =
            filled.chars().map(|c| if lawful(c) { c } else { '-' }).take(LONGEST_NAME - 16).collect();
        let stem = stem.trim_matches(|c| c == '.' || c == ' ');
        if stem.is_empty() { "piece".to_owned() } else { stem.to_owned() }
    }
}

impl Default for NamePattern {
    fn default() -> NamePattern {
        NamePattern("{date}_{supplier}_{number}".to_owned())
    }
}

/// What an export holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Exported {
    /// Documents on the list.
    pub pieces: usize,
    /// Images.
    pub images: usize,
}

/// Writes entries, list and images into one ZIP, which appears whole or not at all and replaces an older one. Pieces are taken one
/// at a time, so that only one image is in memory; `entries` is then asked for the file of the entries, with the place of each
/// piece's image in the ZIP. Blocking.
///
/// # Errors
/// [`ExportError`]; an older file at `path` is as it was. An error of the pieces' own source, or of `entries`, comes back as
/// [`ExportError::Piece`].
pub fn export_zip(
    path: &Path,
    pattern: &NamePattern,
    pieces: impl IntoIterator<Item = Result<Piece, String>>,
    entries: impl FnOnce(&[Option<String>]) -> Result<Option<EntriesFile>, String>,
) -> Result<Exported, ExportError> {
    let failed = |detail: String| ExportError::Piece { file: path.to_owned(), detail };
    replace(path, |file| {
        let mut zip = ZipWriter::new(file);
        let mut exported = Exported::default();
        let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        let mut rows = Vec::new();
        let mut taken = HashSet::new();
        for piece in pieces {
            let mut piece = piece.map_err(failed)?;
            let image = match piece.image.take() {
                Some(image) => {
                    let name = match &image.name {
                        Some(name) => part_of_zip(name),
                        None => format!(
                            "{IMAGES}/{}",
                            free_name(&pattern.stem(&piece), &image.ending, &mut taken)
                        ),
                    };
                    // PDF and JPEG are compressed already.
                    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
                    add(&mut zip, path, &name, &image.bytes, stored)?;
                    if let Some(e_invoice) = &image.e_invoice {
                        let beside = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
                        let beside = free_name(beside, "xml", &mut taken);
                        add(&mut zip, path, &beside, e_invoice, packed)?;
                    }
                    exported.images += 1;
                    Some(name)
                }
                None => None,
            };
            exported.pieces += 1;
            rows.push((piece, image));
        }
        let images: Vec<Option<String>> = rows.iter().map(|(_, image)| image.clone()).collect();
        if let Some(file) = entries(&images).map_err(failed)? {
            add(&mut zip, path, &part_of_zip(&file.name), &file.bytes, packed)?;
        }
        add(&mut zip, path, LIST, &list_csv(&rows), packed)?;
        let workbook = list_xlsx(&rows).map_err(|error| failed(error.to_string()))?;
        add(&mut zip, path, WORKBOOK, &workbook, packed)?;
        zip.finish().map_err(|error| zip_error(path, error))?;
        Ok(exported)
    })
}

/// Writes one file, which appears whole or not at all and replaces an older one. Blocking.
///
/// # Errors
/// [`ExportError`]; an older file at `path` is as it was.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), ExportError> {
    replace(path, |file| file.write_all(bytes).map_err(|error| ExportError::from_io(path, &error)))
}

fn add(
    zip: &mut ZipWriter<&mut BufWriter<File>>,
    path: &Path,
    name: &str,
    bytes: &[u8],
    options: SimpleFileOptions,
) -> Result<(), ExportError> {
    let options = options.large_file(u32::try_from(bytes.len()).is_err());
    zip.start_file(name, options).map_err(|error| zip_error(path, error))?;
    zip.write_all(bytes).map_err(|error| ExportError::from_io(path, &error))
}

fn zip_error(path: &Path, error: zip::result::ZipError) -> ExportError {
    ExportError::from_io(path, &io::Error::from(error))
}

/// A name without a folder, for the top of the ZIP.
fn part_of_zip(name: &str) -> String {
    let lawful = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    name.chars().map(|c| if lawful(c) { c } else { '-' }).collect()
}

/// The first of `stem.ending`, `stem-2.ending`, … that is free; file systems that ignore case count.
fn free_name(stem: &str, ending: &str, taken: &mut HashSet<String>) -> String {
    let ending = part(ending, 5, "bin").to_lowercase();
    let names =
        std::iter::once(format!("{stem}.{ending}")).chain((2u64..).map(|n| format!("{stem}-{n}.{ending}")));
    for name in names {
        if taken.insert(name.to_lowercase()) {
            return name;
        }
    }
    stem.to_owned()
}

/// Takes away what an export to this file left half-written when it was killed. Blocking.
///
/// # Errors
/// When the path is no file's, or its folder cannot be written to.
pub fn discard(path: &Path) -> Result<(), ExportError> {
    let (_, unfinished) = places(path)?;
    match fs::remove_file(unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(ExportError::from_io(path, &error)),
        _ => Ok(()),
    }
}

/// The folder of a file, and the file that it is written under at first.
fn places(path: &Path) -> Result<(&Path, PathBuf), ExportError> {
    let folder = match path.parent() {
        Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
        Some(folder) => folder,
        None => return Err(ExportError::NoFile { file: path.to_owned() }),
    };
    let name = path.file_name().ok_or_else(|| ExportError::NoFile { file: path.to_owned() })?;
    let mut unfinished = std::ffi::OsString::from(".");
    unfinished.push(name);
    unfinished.push(".liasse-part");
    Ok((folder, folder.join(unfinished)))
}

fn replace<T>(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<T, ExportError>,
) -> Result<T, ExportError> {
    let (folder, unfinished) = places(path)?;
    let io_error = |error: io::Error| ExportError::from_io(path, &error);
    let written = (|| {
        let mut file = BufWriter::new(File::create(&unfinished).map_err(io_error)?);
        let value = write(&mut file)?;
        let file = file.into_inner().map_err(|error| io_error(error.into_error()))?;
        file.sync_all().map_err(io_error)?;
        fs::rename(&unfinished, path).map_err(io_error)?;
        sync_folder(folder).map_err(io_error)?;
        Ok(value)
    })();
    if written.is_err() {
        // What led here is the error to tell.
        let _ = fs::remove_file(&unfinished);
    }
    written
}
