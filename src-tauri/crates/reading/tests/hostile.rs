//! Files that nobody should send.
#![allow(clippy::panic, clippy::unwrap_used)]

mod common;

use std::io::Cursor;
use std::ops::ControlFlow;

use common::{INVOICE, Leaf, engines, invoice, options, pdf_with};
use image::{DynamicImage, ImageFormat};
use liasse_domain::Severity;
use liasse_reading::{SourceReading, read_source};

fn read(bytes: &[u8], name: &str) -> Option<SourceReading> {
    let mut engines = engines()?;
    Some(read_source(&mut engines, bytes, &options(name), &mut |_, _| ControlFlow::Continue(())).unwrap())
}

/// One error of this code on the file, and nothing read.
fn refused(bytes: &[u8], name: &str, code: &str) {
    let Some(read) = read(bytes, name) else { return };
    let errors: Vec<&str> = read
        .source
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| finding.code.as_str())
        .collect();
    assert_eq!(errors, [code], "{name}: {:?}", read.source.findings);
    assert!(read.source.documents.iter().all(|document| document.reading.fields.is_empty()));
}

#[test]
fn files_without_content_are_refused() {
    refused(b"", "vide.pdf", "empty_file");
    refused(b"hello", "notes.docx", "unsupported_type");
    refused(b"PK\x03\x04 rest", "tableau.xlsx", "unsupported_type");
    refused(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "IMG_0001.HEIC", "heic_unsupported");
    refused(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", "rien.pdf", "pdf_damaged");
}

#[test]
fn an_encrypted_pdf_is_told_from_a_damaged_one() {
    let key = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    let encrypt =
        format!("/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{key}> /U <{key}> >>");
    let bytes = pdf_with(&[Leaf { runs: INVOICE, ..Leaf::default() }], &encrypt, 1);
    refused(&bytes, "protege.pdf", "pdf_encrypted");
}

#[test]
fn a_pdf_of_ten_thousand_pages_is_refused_at_once() {
    let bytes = pdf_with(&[Leaf::default()], "", 10_000);
    let start = std::time::Instant::now();
    refused(&bytes, "enorme.pdf", "too_many_pages");
    assert!(start.elapsed().as_secs() < 5);
}

#[test]
fn a_cut_pdf_never_passes_in_silence() {
    let whole = invoice();
    for share in [1, 3, 5, 7, 9] {
        let cut = &whole[..whole.len() * share / 10];
        let Some(read) = read(cut, "coupe.pdf") else { return };
        let codes: Vec<&str> = read.source.findings.iter().map(|finding| finding.code.as_str()).collect();
        assert!(codes.contains(&"pdf_damaged") || codes.contains(&"pdf_truncated"), "{share}: {codes:?}");
    }
}

#[test]
fn a_picture_of_fifty_thousand_by_fifty_thousand_is_refused_by_its_header() {
    let mut bytes = b"BM".to_vec();
    bytes.extend(200u32.to_le_bytes());
    bytes.extend([0; 4]);
    bytes.extend(54u32.to_le_bytes());
    bytes.extend(40u32.to_le_bytes());
    bytes.extend(50_000i32.to_le_bytes());
    bytes.extend(50_000i32.to_le_bytes());
    bytes.extend(1u16.to_le_bytes());
    bytes.extend(24u16.to_le_bytes());
    bytes.extend([0; 124]);
    refused_on_page(&bytes, "carte.bmp", "image_too_large");
}

#[test]
fn a_cut_picture_is_damaged() {
    let mut jpeg = Vec::new();
    DynamicImage::new_rgb8(400, 300).write_to(&mut Cursor::new(&mut jpeg), ImageFormat::Jpeg).unwrap();
    refused_on_page(&jpeg[..40], "photo.jpg", "image_damaged");
}

fn refused_on_page(bytes: &[u8], name: &str, code: &str) {
    let Some(read) = read(bytes, name) else { return };
    let found: Vec<(&str, Option<u32>)> =
        read.source.findings.iter().map(|finding| (finding.code.as_str(), finding.page)).collect();
    assert_eq!(found, [(code, Some(1))]);
}

#[test]
fn a_name_that_lies_is_told_and_the_content_read() {
    let Some(read) = read(&invoice(), "facture.jpg") else { return };
    let codes: Vec<&str> = read.source.findings.iter().map(|finding| finding.code.as_str()).collect();
    assert_eq!(codes, ["wrong_extension"]);
    assert!(read.pages[0].words.len() > 50);
}

#[test]
fn garbage_after_every_header_neither_panics_nor_hangs() {
    let mut state = 0x2545_F491_4F6C_DD1Du64;
    let mut noise = |length: usize| -> Vec<u8> {
        (0..length)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                state as u8
            })
            .collect()
    };
    let Some(mut engines) = engines() else { return };
    let heads: [&[u8]; 8] = [
        b"%PDF-1.5\n",
        b"\xFF\xD8\xFF\xE0",
        b"\x89PNG\r\n\x1A\n",
        b"II\x2A\0",
        b"MM\0\x2A",
        b"RIFF\0\0\0\0WEBP",
        b"GIF89a",
        b"<?xml ",
    ];
    for head in heads {
        for length in [0, 10, 100, 5_000] {
            let mut bytes = head.to_vec();
            bytes.extend(noise(length));
            let read =
                read_source(&mut engines, &bytes, &options("x"), &mut |_, _| ControlFlow::Continue(()))
                    .unwrap();
            assert!(!read.source.findings.is_empty(), "{head:?} {length}");
        }
    }
}
