//! Small PDFs written by hand, and the engines where they are installed.
#![allow(dead_code, clippy::panic, clippy::unwrap_used)]

use std::fmt::Write as _;

use liasse_domain::{Amount, FieldName, Flow, Method, Reading, Rect, SplitMode};
use liasse_reading::ReadOptions;
use liasse_reading::engine::EngineFiles;
use liasse_reading::fields::{self, Context};
use liasse_reading::pages::Engines;
use liasse_reading::source::Limits;
use liasse_reading::{Page, Word};

/// The installed engines; without them the test says so and passes over (`cargo xtask setup` installs them).
pub fn engines() -> Option<Engines> {
    match EngineFiles::locate(None).map(|files| Engines::load(&files)) {
        Ok(Ok(engines)) => Some(engines),
        Ok(Err(error)) => panic!("the installed engines do not load: {error}"),
        Err(error) => {
            eprintln!("skipped: {error}");
            None
        }
    }
}

pub fn options(name: &str) -> ReadOptions {
    ReadOptions {
        name: name.to_owned(),
        split: SplitMode::Automatic,
        flow: Flow::Purchases,
        own: Vec::new(),
        memories: Vec::new(),
        limits: Limits::default(),
    }
}

/// An invoice's text: x, y (points from the bottom left), size, bold, text.
pub type Run = (f32, f32, f32, bool, &'static str);

pub const INVOICE: &[Run] = &[
    (50.0, 790.0, 16.0, true, "MENUISERIE DUVAL SARL"),
    (50.0, 772.0, 10.0, false, "12 rue des Tilleuls, 35000 Rennes"),
    (50.0, 758.0, 10.0, false, "SIRET 732 829 320 00074 - TVA FR44732829320"),
    (380.0, 790.0, 18.0, true, "FACTURE"),
    (380.0, 770.0, 10.0, false, "Numéro : F2026-0417"),
    (380.0, 756.0, 10.0, false, "Date : 12/03/2026"),
    (380.0, 742.0, 10.0, false, "Échéance : 11/04/2026"),
    (50.0, 680.0, 10.0, true, "Désignation"),
    (300.0, 680.0, 10.0, true, "Qté"),
    (480.0, 680.0, 10.0, true, "Montant HT"),
    (50.0, 662.0, 10.0, false, "Porte en chêne, pose comprise"),
    (300.0, 662.0, 10.0, false, "2"),
    (480.0, 662.0, 10.0, false, "1 250,00 €"),
    (50.0, 646.0, 10.0, false, "Dépose et évacuation de l'ancienne porte"),
    (300.0, 646.0, 10.0, false, "1"),
    (480.0, 646.0, 10.0, false, "180,50 €"),
    (380.0, 600.0, 10.0, false, "Total HT"),
    (480.0, 600.0, 10.0, false, "1 430,50 €"),
    (380.0, 586.0, 10.0, false, "TVA 20 %"),
    (480.0, 586.0, 10.0, false, "286,10 €"),
    (380.0, 570.0, 12.0, true, "Total TTC"),
    (480.0, 570.0, 12.0, true, "1 716,60 €"),
    (50.0, 520.0, 10.0, false, "Règlement par virement : IBAN FR76 3000 6000 0112 3456 7890 189"),
];

/// A page of the PDFs written here.
#[derive(Clone, Copy, Default)]
pub struct Leaf<'a> {
    /// A JPEG that fills the page: its bytes, width and height.
    pub scan: Option<(&'a [u8], u32, u32)>,
    pub runs: &'static [Run],
    /// `/Rotate` of the page.
    pub rotate: u32,
    /// Text rendering mode (3 is invisible).
    pub mode: u32,
}

/// A PDF of A4 pages in Helvetica.
pub fn pdf(leaves: &[Leaf<'_>]) -> Vec<u8> {
    pdf_with(leaves, "", leaves.len())
}

/// The same with more entries in the trailer, the first page repeated until there are `count`.
pub fn pdf_with(leaves: &[Leaf<'_>], trailer: &str, count: usize) -> Vec<u8> {
    pdf_of(leaves, trailer, count, &[])
}

/// The same with files attached, by name.
pub fn pdf_carrying(leaves: &[Leaf<'_>], files: &[(&str, &str)]) -> Vec<u8> {
    pdf_of(leaves, "", leaves.len(), files)
}

fn pdf_of(leaves: &[Leaf<'_>], trailer: &str, count: usize, files: &[(&str, &str)]) -> Vec<u8> {
    let mut objects: Vec<Vec<u8>> = vec![b"<< /Type /Catalog /Pages 2 0 R >>".to_vec()];
    let kids: String =
        (0..count).map(|page| format!("{} 0 R ", 5 + 2 * page.min(leaves.len() - 1))).collect();
    objects.push(format!("<< /Type /Pages /Count {count} /Kids [{kids}] >>").into_bytes());
    for face in ["Helvetica", "Helvetica-Bold"] {
        let font = format!("<< /Type /Font /Subtype /Type1 /BaseFont /{face} /Encoding /WinAnsiEncoding >>");
        objects.push(font.into_bytes());
    }
    for (index, leaf) in leaves.iter().enumerate() {
        let page = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {} /Contents {} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>",
            leaf.rotate,
            6 + 2 * index
        );
        objects.push(page.into_bytes());
        let mut content = Vec::new();
        if let Some((jpeg, width, height)) = leaf.scan {
            content.extend(
                format!("q 595 0 0 842 0 0 cm BI /W {width} /H {height} /CS /RGB /BPC 8 /F /DCT ID ").bytes(),
            );
            content.extend(jpeg);
            content.extend(b"\nEI Q\n");
        }
        for (x, y, size, bold, text) in leaf.runs {
            let font = if *bold { "F2" } else { "F1" };
            content.extend(format!("BT {} Tr /{font} {size} Tf {x} {y} Td (", leaf.mode).bytes());
            content.extend(text.chars().map(|letter| match letter {
                '€' => 0x80,
                letter => u8::try_from(u32::from(letter)).unwrap(),
            }));
            content.extend(b") Tj ET\n");
        }
        let mut stream = format!("<< /Length {} >>\nstream\n", content.len()).into_bytes();
        stream.extend(content);
        stream.extend(b"\nendstream");
        objects.push(stream);
    }
    let mut names = String::new();
    for (name, content) in files {
        let number = objects.len() + 1;
        names.push_str(&format!("({name}) {number} 0 R "));
        objects.push(
            format!("<< /Type /Filespec /F ({name}) /UF ({name}) /EF << /F {} 0 R >> >>", number + 1)
                .into_bytes(),
        );
        let length = content.len();
        objects.push(
            format!("<< /Type /EmbeddedFile /Length {length} >>\nstream\n{content}\nendstream").into_bytes(),
        );
    }
    if !names.is_empty() {
        objects[0] =
            format!("<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [{names}] >> >> >>")
                .into_bytes();
    }
    let mut file = b"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n", index + 1).bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let table = file.len();
    let mut tail = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        writeln!(tail, "{place:010} 00000 n ").unwrap();
    }
    write!(
        tail,
        "trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    )
    .unwrap();
    file.extend(tail.bytes());
    file
}

pub fn invoice() -> Vec<u8> {
    pdf(&[Leaf { runs: INVOICE, ..Leaf::default() }])
}

/// All the words of the invoice, in the order in which it is written here.
pub fn invoice_words() -> Vec<String> {
    INVOICE.iter().flat_map(|run| run.4.split_whitespace()).map(str::to_owned).collect()
}

/// Width of a letter of a typed page, points.
const LETTER: f32 = 5.4;
/// Height of a row of a typed page, points.
const LINE: f32 = 13.0;

/// The fields of a typed page.
pub fn read(text: &str) -> Reading {
    fields::read(&[typed_page(1, text)], &Context::default()).0
}

/// An amount, in cents.
pub fn cents(reading: &Reading, name: FieldName) -> Option<i64> {
    reading.amount(name).map(Amount::cents)
}

/// A page of A4 on which each line of text is a row; a row's letters stand in columns of equal width.
pub fn typed_page(number: u32, text: &str) -> Page {
    let (width, height) = (595.0_f32, 842.0_f32);
    let mut page = Page::empty(number, width, height);
    page.method = Method::Text;
    for (row, line) in text.lines().enumerate() {
        let y0 = 30.0 + row as f32 * LINE;
        let letters: Vec<char> = line.chars().collect();
        let mut at = 0;
        while at < letters.len() {
            let end = letters.iter().skip(at).position(|c| *c == ' ').map_or(letters.len(), |n| at + n);
            if end > at {
                let rect = Rect {
                    x0: (30.0 + at as f32 * LETTER) / width,
                    y0: y0 / height,
                    x1: (30.0 + end as f32 * LETTER) / width,
                    y1: (y0 + 9.0) / height,
                };
                let text: String = letters.iter().skip(at).take(end - at).collect();
                page.words.push(Word { text, rect, confidence: 1.0, line: row as u32, bold: false });
            }
            at = end + 1;
        }
    }
    page
}
