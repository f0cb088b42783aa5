//! Exports to files.
// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::io::Read;

use liasse_connectors::files::{EntriesFile, Image, NamePattern, Piece, export_zip, save};
use liasse_domain::{Amount, Currency, Date, DocumentKind, Flow};

fn piece(third_party: &str, number: &str, image: &[u8]) -> Piece {
    Piece {
        flow: Flow::Purchases,
        kind: DocumentKind::Invoice,
        date: Date::new(2026, 3, 9),
        due_date: None,
        third_party: third_party.to_owned(),
        auxiliary: None,
        number: number.to_owned(),
        currency: Currency::EUR,
        net: Some(Amount::from_cents(10_000)),
        vat: Some(Amount::from_cents(2_000)),
        total: Some(Amount::from_cents(12_000)),
        account: Some("607000".parse().unwrap()),
        image: Some(Image { ending: "pdf".to_owned(), bytes: image.to_vec(), name: None, e_invoice: None }),
    }
}

#[test]
fn a_zip_holds_fec_list_and_images() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.zip");
    fs::write(&path, b"an older export").unwrap();
    let pieces = [
        Ok(piece("Minoterie du Val", "FA/1", b"one")),
        Ok(piece("Minoterie du Val", "FA/1", b"two")),
        Ok(piece("../../etc", "../passwd", b"three")),
        Ok(Piece { image: None, date: None, ..piece("Sans image", "4", b"") }),
    ];
    let fec = |images: &[Option<String>]| {
        assert_eq!(images[1].as_deref(), Some("images/20260309_minoterie-du-val_FA-1-2.pdf"));
        assert_eq!(images[3], None);
        let (name, bytes) = ("900000027FEC20261231.txt".to_owned(), b"JournalCode\tJournalLib".to_vec());
        Ok(Some(EntriesFile { name, bytes }))
    };
    let exported = export_zip(&path, &NamePattern::default(), pieces, fec).unwrap();
    assert_eq!((exported.pieces, exported.images), (4, 3));

    let mut zip = zip::ZipArchive::new(fs::File::open(&path).unwrap()).unwrap();
    let mut read = |name: &str| {
        let mut bytes = Vec::new();
        zip.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    };
    assert_eq!(read("900000027FEC20261231.txt"), b"JournalCode\tJournalLib");
    assert_eq!(read("images/20260309_minoterie-du-val_FA-1.pdf"), b"one");
    assert_eq!(read("images/20260309_minoterie-du-val_FA-1-2.pdf"), b"two");
    assert_eq!(read("images/20260309_etc_passwd.pdf"), b"three");
    let list = String::from_utf8(read("liste.csv")).unwrap();
    assert_eq!(list.lines().count(), 5);
    assert!(list.contains(";images/20260309_minoterie-du-val_FA-1-2.pdf\r\n"), "{list}");
    let workbook = read("liste.xlsx");
    assert_eq!(zip.len(), 6);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);

    let mut workbook = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        workbook.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let sheet = part("xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<v>120</v>") && !sheet.contains("<f>"), "{sheet}");
    // 9 March 2026, counted in days as Excel does.
    assert!(sheet.contains("<v>46090</v>"), "{sheet}");
    let links = part("xl/worksheets/_rels/sheet1.xml.rels");
    assert!(links.contains("Target=\"images/20260309_minoterie-du-val_FA-1-2.pdf\""), "{links}");
    assert!(part("xl/sharedStrings.xml").contains("Minoterie du Val"));
}

/// What the entries want an image to be called it is called, at the top.
#[test]
fn an_image_under_a_name_of_the_layout() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.zip");
    let mut one = piece("A", "1", b"one");
    one.image.as_mut().unwrap().name = Some("0A1B2C3D.pdf".to_owned());
    let entries = |images: &[Option<String>]| {
        assert_eq!(images, [Some("0A1B2C3D.pdf".to_owned())]);
        Ok(None)
    };
    export_zip(&path, &NamePattern::default(), [Ok(one)], entries).unwrap();
    let zip = zip::ZipArchive::new(fs::File::open(&path).unwrap()).unwrap();
    assert!(zip.index_for_name("0A1B2C3D.pdf").is_some());
    let refused = |_: &[Option<String>]| Err("the entries cannot be written".to_owned());
    let error =
        export_zip(&path, &NamePattern::default(), [Ok(piece("A", "1", b"one"))], refused).unwrap_err();
    assert_eq!(error.code(), "export_piece");
}

#[test]
fn a_failed_export_leaves_the_older_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.zip");
    fs::write(&path, b"an older export").unwrap();
    let pieces = [Ok(piece("A", "1", b"one")), Err("the image of piece 2 is damaged".to_owned())];
    let error = export_zip(&path, &NamePattern::default(), pieces, |_| Ok(None)).unwrap_err();
    assert_eq!(error.code(), "export_piece");
    assert_eq!(fs::read(&path).unwrap(), b"an older export");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);

    let nowhere = folder.path().join("missing").join("export.zip");
    assert_eq!(save(&nowhere, b"x").unwrap_err().code(), "export_folder_missing");
    save(&path, b"new").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new");
}

#[test]
fn patterns_of_names() {
    assert!(NamePattern::new("{flow}-{total}_{number}").is_ok());
    for bad in ["", "  ", "{datum}", "{date"] {
        assert_eq!(NamePattern::new(bad).unwrap_err().code(), "export_pattern", "{bad:?}");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.zip");
    let pattern = NamePattern::new("../{flow}/{total} {supplier}").unwrap();
    export_zip(&path, &pattern, [Ok(piece("Été", "1", b"one"))], |_| Ok(None)).unwrap();
    let zip = zip::ZipArchive::new(fs::File::open(&path).unwrap()).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert!(names.iter().any(|name| name == "images/-achats-120.00 ete.pdf"), "{names:?}");
}
