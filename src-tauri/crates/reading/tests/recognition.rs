//! Words of pictures.
#![allow(clippy::panic, clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::ops::ControlFlow;

use common::{Leaf, engines, invoice, invoice_words, options, pdf};
use image::{ImageFormat, Rgb, RgbImage, imageops};
use liasse_domain::Method;
use liasse_reading::pages::Engines;
use liasse_reading::{Page, Placement, Rotation, draw, read_source};

/// The invoice as a scanner sees it: 200 dots an inch, grey paper, noise.
fn scan(engines: &Engines) -> RgbImage {
    let mut picture = draw::page(engines.pdf(), &invoice(), 1, &Placement::default(), 2_339).unwrap();
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let noise = ((x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)) >> 7) % 24;
        pixel.0 = pixel.0.map(|value| (u32::from(value) * 215 / 255 + noise) as u8);
    }
    picture
}

fn png(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
    bytes
}

fn page_of(engines: &mut Engines, bytes: &[u8]) -> Page {
    let mut read =
        read_source(engines, bytes, &options("scan.png"), &mut |_, _| ControlFlow::Continue(())).unwrap();
    assert_eq!(read.source.findings, []);
    read.pages.remove(0)
}

/// Share of the invoice's words that were read.
fn recall(page: &Page) -> f32 {
    let mut read: BTreeMap<&str, i32> = BTreeMap::new();
    for word in &page.words {
        *read.entry(&word.text).or_default() += 1;
    }
    let expected = invoice_words();
    let found = expected.iter().filter(|word| {
        read.get_mut(word.as_str()).is_some_and(|left| {
            *left -= 1;
            *left >= 0
        })
    });
    found.count() as f32 / expected.len() as f32
}

fn check(page: &Page, what: &str) {
    assert_eq!(page.method, Method::Ocr);
    assert!(recall(page) > 0.95, "{what}: {} of the words\n{}", recall(page), page.text());
    let total = page.lines().into_iter().find(|line| line.text().starts_with("Total TTC"));
    let total = total.unwrap_or_else(|| panic!("{what}: {}", page.text()));
    assert_eq!(total.text(), "Total TTC 1 716,60 €", "{what}");
    let amount = total.words[3].rect;
    assert!((amount.x1 - 0.895).abs() < 0.02 && (amount.y1 - 0.325).abs() < 0.012, "{what}: {amount:?}");
}

#[test]
fn a_scan_is_read_whichever_way_it_lies() {
    let Some(mut engines) = engines() else { return };
    let scan = scan(&engines);
    for (lying, turn) in [
        (scan.clone(), Rotation::None),
        (imageops::rotate270(&scan), Rotation::Quarter),
        (imageops::rotate180(&scan), Rotation::Half),
        (imageops::rotate90(&scan), Rotation::ThreeQuarters),
    ] {
        let page = page_of(&mut engines, &png(&lying));
        assert_eq!(page.rotation, turn);
        check(&page, &format!("{turn:?}"));
    }
}

#[test]
fn a_slanting_scan_is_straightened() {
    let Some(mut engines) = engines() else { return };
    let scan = scan(&engines);
    let (width, height) = scan.dimensions();
    let (sin, cos) = 2.5f32.to_radians().sin_cos();
    let slanting = RgbImage::from_fn(width, height, |x, y| {
        let (dx, dy) = (x as f32 - width as f32 / 2.0, y as f32 - height as f32 / 2.0);
        let (px, py) = (width as f32 / 2.0 + dx * cos + dy * sin, height as f32 / 2.0 - dx * sin + dy * cos);
        let inside = px >= 0.0 && py >= 0.0 && px < width as f32 && py < height as f32;
        if inside { *scan.get_pixel(px as u32, py as u32) } else { Rgb([215; 3]) }
    });
    let page = page_of(&mut engines, &png(&slanting));
    assert!((page.skew - 2.5).abs() < 0.3, "{}", page.skew);
    check(&page, "slanting");
}

#[test]
fn a_photo_of_a_paper_is_cut_out_and_drawn_as_it_was_read() {
    let Some(mut engines) = engines() else { return };
    let scan = scan(&engines);
    let mut photo = RgbImage::from_pixel(scan.width() + 500, scan.height() + 500, Rgb([60, 45, 40]));
    imageops::replace(&mut photo, &scan, 220, 260);
    let bytes = png(&photo);
    let page = page_of(&mut engines, &bytes);
    assert!(page.corners.is_some());
    check(&page, "photo");
    let drawn = draw::page(engines.pdf(), &bytes, 1, &page.placement(), 1_000).unwrap();
    let title = page.words.iter().find(|word| word.text == "FACTURE").unwrap().rect;
    let dark = |x: f32, y: f32| {
        drawn.get_pixel((x * drawn.width() as f32) as u32, (y * drawn.height() as f32) as u32)[0] < 120
    };
    let row = (title.y0 + title.y1) / 2.0;
    let inked = (0..60).filter(|step| dark(title.x0 + title.width() * *step as f32 / 60.0, row)).count();
    assert!(inked > 10, "the word is drawn where it was read: {inked} {title:?}");
}

#[test]
fn a_blank_back_is_blank_and_not_read() {
    let Some(mut engines) = engines() else { return };
    let blank = RgbImage::from_fn(1_654, 2_339, |x, y| Rgb([(205 + (x * 31 + y * 17) % 23) as u8; 3]));
    let page = page_of(&mut engines, &png(&blank));
    assert!(page.blank && page.words.is_empty());
}

#[test]
fn a_scan_over_invisible_text_is_recognised_anew() {
    let Some(mut engines) = engines() else { return };
    let scan = scan(&engines);
    let mut jpeg = Vec::new();
    scan.write_to(&mut Cursor::new(&mut jpeg), ImageFormat::Jpeg).unwrap();
    let picture = Some((jpeg.as_slice(), scan.width(), scan.height()));
    let other: &[common::Run] = &[(
        50.0,
        700.0,
        10.0,
        false,
        "une autre reconnaissance a lu ceci tout de travers, ligne apres ligne",
    )];
    let bytes = pdf(&[Leaf { runs: other, rotate: 0, mode: 3, scan: picture }]);
    let mut read =
        read_source(&mut engines, &bytes, &options("scan.pdf"), &mut |_, _| ControlFlow::Continue(()))
            .unwrap();
    check(&read.pages.remove(0), "scan in a PDF");
}
