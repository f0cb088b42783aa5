//! Words of a PDF's own text.
#![allow(clippy::panic, clippy::unwrap_used)]

mod common;

use common::{INVOICE, Leaf, engines, invoice_words, options, pdf};
use liasse_domain::Method;
use liasse_reading::{Page, Rotation, SourceReading, Word, read_source};

fn read(bytes: &[u8]) -> Option<SourceReading> {
    let mut engines = engines()?;
    Some(
        read_source(&mut engines, bytes, &options("facture.pdf"), &mut |_, _| {
            std::ops::ControlFlow::Continue(())
        })
        .unwrap(),
    )
}

fn word<'a>(page: &'a Page, text: &str) -> &'a Word {
    page.words.iter().find(|word| word.text == text).unwrap_or_else(|| panic!("{text} in {}", page.text()))
}

#[test]
fn every_word_has_its_place_line_and_weight() {
    let Some(read) = read(&pdf(&[Leaf { runs: INVOICE, ..Leaf::default() }])) else { return };
    assert_eq!(read.source.findings, []);
    let page = &read.pages[0];
    assert_eq!((page.method, page.blank, page.rotation), (Method::Text, false, Rotation::None));
    let mut words: Vec<String> = page.words.iter().map(|word| word.text.clone()).collect();
    let mut expected = invoice_words();
    words.sort();
    expected.sort();
    assert_eq!(words, expected);
    let (title, number) = (word(page, "FACTURE"), word(page, "F2026-0417"));
    assert!(title.bold && !number.bold);
    assert!((title.rect.x0 - 380.0 / 595.0).abs() < 0.005, "{title:?}");
    assert!(title.rect.y0 < 52.0 / 842.0 && title.rect.y1 > 50.0 / 842.0, "{title:?}");
    let lines: Vec<String> = page.lines().iter().map(|line| line.text()).collect();
    assert!(lines.contains(&"Porte en chêne, pose comprise 2 1 250,00 €".to_owned()), "{lines:?}");
    assert!(lines.contains(&"Total TTC 1 716,60 €".to_owned()), "{lines:?}");
}

#[test]
fn a_page_that_its_file_turns_reads_the_same() {
    let Some(read) =
        read(&pdf(&[90, 180, 270].map(|rotate| Leaf { runs: INVOICE, rotate, ..Leaf::default() })))
    else {
        return;
    };
    for (page, turn) in read.pages.iter().zip([Rotation::ThreeQuarters, Rotation::Half, Rotation::Quarter]) {
        assert_eq!(
            page.rotation, turn,
            "the text of page {} runs aside until it is turned back",
            page.number
        );
        assert_eq!((page.width, page.height), (595.0, 842.0));
        let title = word(page, "FACTURE");
        assert!((title.rect.x0 - 380.0 / 595.0).abs() < 0.005, "{title:?}");
        assert_eq!(page.lines()[0].text(), "MENUISERIE DUVAL SARL FACTURE");
    }
}

#[test]
fn invisible_text_is_not_believed() {
    let Some(read) = read(&pdf(&[Leaf { runs: INVOICE, mode: 3, ..Leaf::default() }])) else { return };
    assert!(read.pages[0].blank && read.pages[0].words.is_empty());
}

#[test]
fn the_fields_of_the_invoice_are_read_from_it() {
    use liasse_domain::{Date, FieldName};
    let Some(read) = read(&common::invoice()) else { return };
    let [document] = read.source.documents.as_slice() else { panic!("{:?}", read.source) };
    assert_eq!(document.reading.date(FieldName::IssueDate), Date::new(2026, 3, 12));
    assert_eq!(document.reading.text(FieldName::InvoiceNumber), Some("F2026-0417"));
    assert_eq!(document.reading.amount(FieldName::TotalTtc).map(|amount| amount.cents()), Some(171_660));
}

#[test]
fn a_long_file_is_read_page_by_page_to_its_end() {
    const OTHER: &[common::Run] =
        &[(50.0, 790.0, 12.0, false, "Relevé de compte"), (50.0, 760.0, 12.0, false, "Solde 42,00 €")];
    let leaves: Vec<Leaf<'_>> = (0..70)
        .map(|place| Leaf { runs: if place % 2 == 0 { INVOICE } else { OTHER }, ..Leaf::default() })
        .collect();
    let Some(read) = read(&pdf(&leaves)) else { return };
    assert_eq!(read.pages.len(), 70);
    for page in &read.pages {
        assert_eq!(page.text().contains("F2026-0417"), page.number % 2 == 1, "page {}", page.number);
        assert_eq!(page.text().contains("Relevé"), page.number % 2 == 0, "page {}", page.number);
    }
}
