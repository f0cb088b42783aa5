//! The worker process: bounded, told, mourned, replaced.
#![allow(clippy::panic, clippy::unwrap_used)]

mod common;

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use common::{INVOICE, Leaf, engines, invoice, pdf_with};
use liasse_domain::{Flow, SplitMode};
use liasse_reading::Placement;
use liasse_reading::source::Limits;
use liasse_reading::worker::{
    Client, DrawRequest, Held, PictureKind, Pool, Progress, ReadRequest, WorkerError, WorkerLimits,
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_liasse-reader");

fn client(limits: WorkerLimits) -> Option<Client> {
    engines().map(|_| Client::new(Path::new(PROGRAM), None, limits))
}

fn held(key: &str, bytes: &[u8]) -> Held {
    Held::Bytes { key: key.to_owned(), bytes: Arc::from(bytes) }
}

fn request(source: Held) -> ReadRequest {
    ReadRequest {
        source,
        name: "facture.pdf".to_owned(),
        split: SplitMode::Automatic,
        flow: Flow::Purchases,
        own: Vec::new(),
        memories: Vec::new(),
        limits: Limits::default(),
    }
}

fn on(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

#[test]
fn a_source_is_read_from_bytes_and_from_a_file_with_progress() {
    let Some(mut client) = client(WorkerLimits::default()) else { return };
    let bytes = pdf_with(&[Leaf { runs: INVOICE, ..Leaf::default() }], "", 3);
    let mut told = Vec::new();
    let read = client
        .read(request(held("a", &bytes)), &mut |progress| {
            told.push((progress.page, progress.pages));
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(told, [(1, 3), (2, 3), (3, 3)]);
    assert_eq!((read.source.page_count, read.pages.len()), (3, 3));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("facture.pdf");
    std::fs::write(&path, &bytes).unwrap();
    assert_eq!(client.read(request(Held::Path(path)), &mut on).unwrap(), read);
    let missing = client.read(request(Held::Path(folder.path().join("parti.pdf"))), &mut on).unwrap();
    assert_eq!(missing.source.findings[0].code, "file_unreadable");
}

#[test]
fn a_death_is_a_finding_and_the_next_source_gets_a_new_worker() {
    let Some(mut client) = client(WorkerLimits::default()) else { return };
    client.warm().unwrap();
    let id = client.process_id().unwrap();
    let bytes = pdf_with(&[Leaf { runs: INVOICE, ..Leaf::default() }], "", 400);
    let read = client
        .read(request(held("a", &bytes)), &mut |progress| {
            if progress.page == 2 {
                kill(id);
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(read.source.findings[0].code, "reader_died");
    assert!(read.source.findings[0].page.is_some_and(|page| page >= 2));
    assert!(read.source.documents.is_empty());
    let again = client.read(request(held("b", &invoice())), &mut on).unwrap();
    assert_eq!(again.pages.len(), 1);
    assert_ne!(client.process_id(), Some(id));
}

fn kill(id: u32) {
    assert!(std::process::Command::new("kill").args(["-9", &id.to_string()]).status().unwrap().success());
}

#[test]
fn a_reading_can_be_broken_off_and_is_bounded_in_time() {
    let Some(mut client) = client(WorkerLimits::default()) else { return };
    let bytes = pdf_with(&[Leaf { runs: INVOICE, ..Leaf::default() }], "", 400);
    let cancelled = client.read(request(held("a", &bytes)), &mut |_| ControlFlow::Break(()));
    assert!(matches!(cancelled, Err(WorkerError::Cancelled)));
    assert_eq!(client.process_id(), None);
    let hasty = WorkerLimits { page: Duration::from_micros(50), ..WorkerLimits::default() };
    let mut client = Client::new(Path::new(PROGRAM), None, hasty);
    let late = client.read(request(held("a", &bytes)), &mut on).unwrap();
    assert_eq!(late.source.findings[0].code, "reader_too_slow");
}

#[test]
fn pages_are_drawn_and_the_next_one_needs_no_second_handing_over() {
    let Some(mut client) = client(WorkerLimits::default()) else { return };
    let bytes = pdf_with(&[Leaf { runs: INVOICE, ..Leaf::default() }], "", 2);
    let mut draw = DrawRequest {
        source: held("a", &bytes),
        page: 1,
        placement: Placement::default(),
        long_side: 1_200,
        kind: PictureKind::Png,
    };
    let first = client.draw(&draw).unwrap();
    assert_eq!((first.width, first.height), (848, 1_200));
    assert_eq!(image::load_from_memory(&first.bytes).unwrap().into_rgb8().dimensions(), (848, 1_200));
    draw.source = held("a", b"the worker holds the bytes of this key");
    draw.page = 2;
    draw.kind = PictureKind::Jpeg;
    assert!(client.draw(&draw).unwrap().bytes.starts_with(&[0xFF, 0xD8]));
    draw.page = 3;
    assert!(
        matches!(client.draw(&draw), Err(WorkerError::Undrawn(finding)) if finding.code == "page_damaged")
    );
    for key in ["b", "c", "d", "e"] {
        draw.source = held(key, &bytes);
        draw.page = 1;
        client.draw(&draw).unwrap();
    }
    draw.source = held("a", &bytes);
    assert!(client.draw(&draw).is_ok(), "forgotten bytes are handed over again");
}

#[test]
fn a_pool_lends_its_workers_to_several_threads() {
    if engines().is_none() {
        return;
    }
    let pool = Pool::new(Path::new(PROGRAM), None, WorkerLimits::default(), 2);
    let bytes = invoice();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let read = pool.with(|client| client.read(request(held("a", &bytes)), &mut on)).unwrap();
                assert_eq!(read.pages.len(), 1);
            });
        }
    });
}

#[test]
fn a_program_that_is_no_worker_is_told() {
    let missing = Client::new(Path::new("/nowhere/liasse-reader"), None, WorkerLimits::default()).warm();
    assert_eq!(missing.unwrap_err().code(), "reader_not_started");
    let empty = tempfile::tempdir().unwrap();
    let mut client = Client::new(Path::new(PROGRAM), Some(empty.path()), WorkerLimits::default());
    let error = client.warm().unwrap_err();
    assert_eq!(error.code(), "engine_missing");
    assert_eq!(error.to_string().matches("no PDF engine").count(), 1, "{error}");
}

#[cfg(target_os = "linux")]
#[test]
fn the_worker_is_confined() {
    let Some(mut client) = client(WorkerLimits { memory: 3 << 30, ..WorkerLimits::default() }) else {
        return;
    };
    client.warm().unwrap();
    let folder = format!("/proc/{}", client.process_id().unwrap());
    let status = std::fs::read_to_string(format!("{folder}/status")).unwrap();
    assert!(status.lines().any(|line| line.split_whitespace().eq(["Seccomp:", "2"])), "{status}");
    let limits = std::fs::read_to_string(format!("{folder}/limits")).unwrap();
    let space = limits.lines().find(|line| line.starts_with("Max address space")).unwrap();
    assert!(space.contains("3221225472"), "{space}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_source_that_asks_for_too_much_memory_kills_only_the_worker() {
    let Some(mut client) = client(WorkerLimits { memory: 400 << 20, ..WorkerLimits::default() }) else {
        return;
    };
    let mut picture = Vec::new();
    image::GrayImage::new(10_900, 10_900)
        .write_to(&mut std::io::Cursor::new(&mut picture), image::ImageFormat::Png)
        .unwrap();
    let read = client.read(request(held("a", &picture)), &mut on).unwrap();
    let codes: Vec<&str> = read.source.findings.iter().map(|finding| finding.code.as_str()).collect();
    assert!(codes.contains(&"reader_died") || codes.contains(&"image_damaged"), "{codes:?}");
    assert_eq!(client.read(request(held("b", &invoice())), &mut on).unwrap().pages.len(), 1);
}
