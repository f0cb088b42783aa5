//! Bad input: one clear finding on each bad file, the others are read, nothing is lost or half-written.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod trial;

use std::collections::BTreeMap;
use std::io::Write;
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use liasse_domain::Severity;
use liasse_store::SourceState;
use trial::papers::{e_invoice, invoice_number, pdf, picture, text_pdf, zip};
use trial::stock::Stock;
use trial::{Answer, Answering, CLIENT, Dice, Trial, close, names_in};

fn noise(length: usize) -> Vec<u8> {
    let mut dice = Dice::new(7);
    // Not by chance the beginning of something known.
    std::iter::once(0x01).chain((1..length).map(|_| dice.below(256) as u8)).collect()
}

/// Protected by a password that nobody told: the standard handler, its keys drawn at random (ISO 32000-1, 7.6.3).
fn encrypted_pdf() -> Vec<u8> {
    let hex = |seed: u64, length: usize| -> String {
        let mut dice = Dice::new(seed);
        (0..length).map(|_| format!("{:02x}", dice.below(256))).collect()
    };
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>".to_owned(),
        format!("<< /Filter /Standard /V 1 /R 2 /O <{}> /U <{}> /P -4 >>", hex(1, 32), hex(2, 32)),
    ];
    pdf(&objects, &format!("/Encrypt 4 0 R /ID [<{0}> <{0}>]", hex(3, 16)))
}

fn pages_pdf(count: usize) -> Vec<u8> {
    let kids: Vec<String> = (0..count).map(|page| format!("{} 0 R", page + 3)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {count} >>", kids.join(" ")),
    ];
    objects.extend((0..count).map(|_| "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>".to_owned()));
    pdf(&objects, "")
}

/// A PNG whose header declares 50,000 × 50,000 pixels.
fn vast_png() -> Vec<u8> {
    let mut png = picture(image::ImageFormat::Png, 200);
    png[16..20].copy_from_slice(&50_000u32.to_be_bytes());
    png[20..24].copy_from_slice(&50_000u32.to_be_bytes());
    let mut crc = u32::MAX;
    for byte in &png[12..29] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
        }
    }
    png[29..33].copy_from_slice(&(!crc).to_be_bytes());
    png
}

fn doctype(declarations: &str, text: &str) -> Vec<u8> {
    format!(
        "<?xml version='1.0'?><!DOCTYPE Invoice [{declarations}]>\
         <Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'>{text}</Invoice>"
    )
    .into_bytes()
}

fn billion_laughs() -> Vec<u8> {
    let mut entities = "<!ENTITY l0 \"lol\">".to_owned();
    for level in 1..10 {
        let inner = format!("&l{};", level - 1).repeat(10);
        entities += &format!("<!ENTITY l{level} \"{inner}\">");
    }
    doctype(&entities, "&l9;")
}

/// Each bad file: name, bytes, the code of its one error, a word of what to do.
fn bad() -> Vec<(&'static str, Vec<u8>, &'static str, &'static str)> {
    let whole = text_pdf(&["Facture"]);
    let jpeg = picture(image::ImageFormat::Jpeg, 250);
    let nested: String = "<a>".repeat(100_000);
    vec![
        ("protege.pdf", encrypted_pdf(), "pdf_encrypted", "unprotected copy"),
        ("coupe.pdf", whole[..40].to_vec(), "pdf_damaged", "ask for it again"),
        ("vide.pdf", Vec::new(), "empty_file", "again"),
        ("enorme.pdf", pages_pdf(10_000), "too_many_pages", "split it"),
        ("vaste.png", vast_png(), "image_too_large", "300 dots"),
        ("coupe.jpg", jpeg[..200].to_vec(), "image_damaged", "again"),
        ("bruit.pdf", noise(50_000), "unsupported_type", "PDF"),
        ("bruit.xml", noise(3_000), "unsupported_type", "PDF"),
        ("iphone.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec(), "heic_unsupported", "JPEG"),
        ("dtd.xml", doctype("<!ELEMENT Invoice ANY>", "x"), "xml_dtd", "without"),
        ("entite.xml", doctype("<!ENTITY x SYSTEM \"file:///etc/passwd\">", "&x;"), "xml_dtd", "without"),
        ("milliard.xml", billion_laughs(), "xml_dtd", "without"),
        ("profond.xml", nested.into_bytes(), "xml_limit", "ask"),
        (
            "autre.xml",
            b"<?xml version='1.0'?><html><p>bonjour</p></html>".to_vec(),
            "einvoice_unknown",
            "UBL",
        ),
        (
            "lettre.docx",
            zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]),
            "unsupported_type",
            "PDF",
        ),
    ]
}

/// Files that are read, whatever they are called.
fn good() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("facture 1.xml", e_invoice(1)),
        ("facture 2.pdf", e_invoice(2)),
        ("lettre.pdf", text_pdf(&["Cher client"])),
        ("image.tif", picture(image::ImageFormat::Png, 240)),
    ]
}

fn lines_about<'a>(answer: &'a Answer, name: &str) -> Vec<&'a str> {
    answer.err.lines().filter(|line| line.contains(name) && line.contains("error: ")).collect()
}

#[test]
fn each_bad_file_gets_one_finding_and_the_rest_is_read() {
    let trial = Trial::with_client();
    for (name, bytes, ..) in bad() {
        trial.write(&format!("drop/{name}"), &bytes);
    }
    for (name, bytes) in good() {
        trial.write(&format!("drop/{name}"), &bytes);
    }
    let drop = trial.path("drop");
    let answer =
        trial.liasse(&["add", "--client", CLIENT, "--flow", "purchases"]).arg(&drop).answer().failed();
    for (name, _, code, word) in bad() {
        let about = lines_about(&answer, name);
        assert_eq!(about.len(), 1, "{name}: {about:?}\n{}", answer.err);
        assert!(about[0].ends_with(&format!("[{code}]")), "{name}: {}", about[0]);
        assert!(about[0].contains(word), "{name} says what to do: {}", about[0]);
    }
    for (name, _) in good() {
        assert_eq!(lines_about(&answer, &format!("{name}:")), [""; 0], "{}", answer.err);
    }
    let stock = Stock::take(&trial);
    stock.is_settled();
    for (name, bytes) in good() {
        let source = stock.holds_once(name, &bytes);
        assert_eq!(source.state, SourceState::Read, "{name}: {:?}", source.findings);
    }
    for (name, bytes, code, _) in bad() {
        // What was taken in is kept, although it could not be read; what is no paper at all was left where it is.
        if let Some(source) = stock.sources.iter().find(|source| source.file_name == name) {
            stock.holds_once(name, &bytes);
            assert_eq!(source.state, SourceState::Failed, "{name}");
            let errors: Vec<&str> = source
                .findings
                .iter()
                .filter(|finding| finding.severity == Severity::Error)
                .map(|finding| finding.code.as_str())
                .collect();
            assert_eq!(errors, [code], "{name}");
            assert!(stock.documents.iter().all(|document| document.source != source.id), "{name}");
        }
        assert_eq!(std::fs::read(drop.join(name)).unwrap(), bytes, "{name} lies where it lay");
    }
    let numbers = stock.numbers();
    assert_eq!((numbers[&invoice_number(1)], numbers[&invoice_number(2)]), (1, 1));
    // A file that is read under a name that says something else bears a warning, no error.
    let renamed = stock.sources.iter().find(|source| source.file_name == "facture 2.pdf").unwrap();
    assert_eq!(
        renamed.findings.iter().map(|finding| finding.code.as_str()).collect::<Vec<_>>(),
        ["wrong_extension"]
    );
    drop_again(&trial, stock);
}

/// The faults of yesterday are not told again today.
fn drop_again(trial: &Trial, stock: Stock) {
    std::mem::drop(stock);
    let path = trial.write("demain/facture 3.xml", &e_invoice(3));
    let answer = trial.liasse(&["add", "--client", CLIENT, "--flow", "purchases"]).arg(path).answer().ok();
    assert_eq!(answer.err, "");
}

#[test]
fn the_same_files_without_a_database() {
    let trial = Trial::new();
    for (name, bytes, ..) in bad() {
        trial.write(&format!("drop/{name}"), &bytes);
    }
    for (name, bytes) in good() {
        trial.write(&format!("drop/{name}"), &bytes);
    }
    let out = trial.path("out");
    let answer =
        trial.liasse(&["read", "--jobs", "2", "--out"]).arg(&out).arg(trial.path("drop")).answer().failed();
    for (name, _, code, _) in bad() {
        let about = lines_about(&answer, &format!("/{name}:"));
        assert_eq!(about.len(), 1, "{name}: {about:?}\n{}", answer.err);
        assert!(about[0].ends_with(&format!("[{code}]")), "{name}: {}", about[0]);
    }
    let mut codes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in names_in(&out) {
        let json: serde_json::Value =
            serde_json::from_slice(&std::fs::read(out.join(&name)).unwrap()).unwrap();
        let findings = json["findings"].as_array().cloned().unwrap_or_default();
        let errors = findings.iter().filter(|finding| finding["severity"] == "error");
        codes.insert(
            json["file"].as_str().unwrap().to_owned(),
            errors.map(|finding| finding["code"].as_str().unwrap().to_owned()).collect(),
        );
    }
    for (name, _, code, _) in bad() {
        assert_eq!(codes[name], [code], "{name}");
    }
    for (name, _) in good() {
        assert!(codes[name].is_empty(), "{name}: {:?}", codes[name]);
    }
    assert!(answer.out.contains(&format!("{} read, {} not", good().len(), bad().len())), "{}", answer.out);
    assert!(!trial.data().exists(), "no data folder is made");
}

#[test]
fn archives_are_opened_with_care() {
    let trial = Trial::with_client();
    let zeros = vec![b' '; 60 << 20];
    let inner = zip(&[("facture.xml", &e_invoice(20))]);
    let archive = zip(&[
        ("bombe.xml", &zeros),
        ("../../../evasion.xml", &e_invoice(21)),
        ("/etc/absolu.xml", &e_invoice(22)),
        ("C:\\Windows\\facture.xml", &e_invoice(23)),
        ("dedans.zip", &inner),
        ("vide.pdf", b""),
        ("dossier/facture.xml", &e_invoice(24)),
    ]);
    assert!(archive.len() < 1 << 20, "the bomb is small while it is packed");
    let path = trial.write("drop/envoi.zip", &archive);
    let broken = trial.write("drop/casse.zip", &archive[..archive.len() / 2]);
    let answer = trial
        .liasse(&["add", "--client", CLIENT, "--flow", "purchases"])
        .args([&path, &broken])
        .answer()
        .failed();
    let about = lines_about(&answer, "envoi.zip");
    assert_eq!(about.len(), 3, "{}", answer.err);
    for (member, code) in
        [("bombe.xml", "zip_bomb"), ("dedans.zip", "zip_in_zip"), ("vide.pdf", "empty_file")]
    {
        assert_eq!(
            about.iter().filter(|line| line.contains(member) && line.contains(code)).count(),
            1,
            "{member}: {about:?}"
        );
    }
    let about = lines_about(&answer, "casse.zip");
    assert_eq!(about.len(), 1, "{}", answer.err);
    assert!(about[0].contains("[zip_damaged]"), "{about:?}");
    let stock = Stock::take(&trial);
    stock.is_settled();
    stock.holds_once("envoi.zip", &archive);
    for turn in 21..=24 {
        stock.holds_once("member", &e_invoice(turn));
        assert_eq!(stock.numbers()[&invoice_number(turn)], 1);
    }
    // Names that lead out of the folder are names, no more.
    for place in [trial.path("evasion.xml"), trial.path("../evasion.xml"), "/etc/absolu.xml".into()] {
        assert!(!place.exists(), "{}", place.display());
    }
    assert_eq!(names_in(&trial.path("")), [""; 0]);
}

#[test]
fn an_archive_that_is_opened_again_says_what_is_wrong_with_it_still() {
    let trial = Trial::with_client();
    let path = trial.write("drop/envoi.zip", &zip(&[("facture.xml", &e_invoice(1)), ("vide.pdf", &b""[..])]));
    trial.liasse(&["add", "--client", CLIENT, "--flow", "purchases"]).arg(&path).answer().failed();
    let desk = trial.desk();
    let client = desk.client_file_id(CLIENT).unwrap();
    let before = desk.failed_sources(&client).unwrap();
    assert_eq!(before.len(), 1, "{before:?}");
    assert_eq!(before[0].findings[0].code, "empty_file");
    assert_eq!(before[0].findings[0].args["member"], "vide.pdf");
    desk.read_again(before[0].id.clone()).unwrap();
    desk.wait_until_read(&mut |_| {});
    let after = desk.failed_sources(&client).unwrap();
    assert_eq!(after.len(), 1, "{after:?}");
    assert_eq!(after[0].findings, before[0].findings);
    close(desk);
    let stock = Stock::take(&trial);
    stock.is_settled();
    assert_eq!(stock.numbers()[&invoice_number(1)], 1, "its papers are not taken in twice");
}

#[test]
fn a_folder_that_vanishes_while_it_is_taken_in() {
    let trial = Trial::with_client();
    const FILES: u32 = 150;
    for turn in 1..=FILES {
        trial.write(&format!("drop/{turn:03}.xml"), &e_invoice(turn));
    }
    let drop = trial.path("drop");
    let add = trial
        .liasse(&["add", "--client", CLIENT, "--flow", "purchases", "--no-read"])
        .arg(&drop)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // As soon as the first files are in, the folder goes away under its name, and its files with it.
    let blobs = trial.data().join("blobs");
    let kept = || walk(&blobs);
    let before = kept();
    trial::until("the first files are in", Duration::from_secs(30), || kept() > before + 5);
    std::fs::rename(&drop, trial.path("ailleurs")).unwrap();
    let output = add.wait_with_output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(1), "{out}{err}");
    let stock = Stock::take(&trial);
    let mut missing = 0;
    for turn in 1..=FILES {
        let name = format!("{turn:03}.xml");
        let about: Vec<&str> = err.lines().filter(|line| line.contains(&format!("/{name}:"))).collect();
        match stock.sources.iter().any(|source| source.file_name == name) {
            true => assert_eq!(
                (stock.holds_once(&name, &e_invoice(turn)).state, about),
                (SourceState::Queued, vec![])
            ),
            false => {
                missing += 1;
                assert_eq!(about.len(), 1, "{name}: {err}");
                assert!(about[0].ends_with("[file_unreadable]"), "{about:?}");
            }
        }
    }
    assert!(missing > 0 && missing < FILES, "{missing} of {FILES} had vanished");
    assert!(
        out.contains(&format!("{} taken in, 0 already there, {missing} refused", FILES - missing)),
        "{out}"
    );
    std::mem::drop(stock);
    let gone = trial.liasse(&["add", "--client", CLIENT, "--flow", "purchases"]).arg(&drop).answer().failed();
    assert!(gone.err.contains("[file_unreadable]") && gone.err.contains("drop:"), "{}", gone.err);
    // What came in before is read now.
    let stock = Stock::take(&trial);
    stock.is_settled();
    assert_eq!(stock.numbers().len() as u32, FILES - missing);
}

/// Files anywhere below a folder.
fn walk(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries.flatten().map(|entry| if entry.path().is_dir() { walk(&entry.path()) } else { 1 }).sum()
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_opened() {
    let trial = Trial::with_client();
    let closed = trial.write("drop/ferme.xml", &e_invoice(1));
    trial.write("drop/ouvert.xml", &e_invoice(2));
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&closed).is_ok() {
        println!("skipped: this user (root) may open every file");
        return;
    }
    let answer = trial
        .liasse(&["add", "--client", CLIENT, "--flow", "purchases"])
        .arg(trial.path("drop"))
        .answer()
        .failed();
    let about = lines_about(&answer, "ferme.xml");
    assert_eq!(about.len(), 1, "{}", answer.err);
    assert!(about[0].ends_with("[file_unreadable]"), "{about:?}");
    assert_eq!(Stock::take(&trial).numbers().keys().collect::<Vec<_>>(), [&invoice_number(2)]);
}

/// A small file system of its own; unmounted when it is dropped.
#[cfg(target_os = "linux")]
struct SmallDisk<'a>(&'a Path);

#[cfg(target_os = "linux")]
impl SmallDisk<'_> {
    fn mount(place: &Path, kilobytes: u32) -> Option<SmallDisk<'_>> {
        std::fs::create_dir_all(place).unwrap();
        let size = format!("size={kilobytes}k");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(place)
            .stderr(Stdio::null())
            .status();
        mounted.is_ok_and(|status| status.success()).then_some(SmallDisk(place))
    }
}
#[cfg(target_os = "linux")]
impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).status();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk() {
    let template = Trial::with_client();
    let trial = Trial::new();
    let Some(disk) = SmallDisk::mount(trial.data(), 16 * 1024) else {
        println!("skipped: a small file system cannot be mounted here");
        return;
    };
    trial::copy_folder(template.data(), trial.data());
    // More than there is room for, in one file; and small ones.
    let mut large = e_invoice(1);
    large.extend(vec![b' '; 20 << 20]);
    trial.write("drop/1 grand.xml", &large);
    for turn in 2..=9 {
        trial.write(&format!("drop/{turn} petit.xml"), &e_invoice(turn));
    }
    let answer = trial
        .liasse(&["add", "--client", CLIENT, "--flow", "purchases"])
        .arg(trial.path("drop"))
        .answer()
        .failed();
    let about = lines_about(&answer, "1 grand.xml");
    assert_eq!(about.len(), 1, "{}", answer.err);
    assert!(about[0].ends_with("[disk_full]") && about[0].contains("free some room"), "{about:?}");
    {
        let stock = Stock::take(&trial);
        stock.is_settled();
        assert!(stock.sources.iter().all(|source| source.file_name != "1 grand.xml"));
        for turn in 2..=9 {
            let source = stock.holds_once("petit", &e_invoice(turn));
            assert_eq!(source.state, SourceState::Read);
        }
        assert_eq!(names_in(&trial.data().join("tmp")), [""; 0], "nothing half-written");
    }
    // Filled to the brim, the data folder says so and stays whole.
    let mut filling = std::fs::File::create(trial.data().join("fill")).unwrap();
    while filling.write_all(&[0; 4_096]).is_ok() {}
    std::mem::drop(filling);
    let path = trial.write("drop2/10 petit.xml", &e_invoice(10));
    let answer =
        trial.liasse(&["add", "--client", CLIENT, "--flow", "purchases"]).arg(&path).answer().failed();
    assert!(answer.err.contains("full") && answer.err.contains("free some room"), "{}", answer.err);
    std::fs::remove_file(trial.data().join("fill")).unwrap();
    trial.liasse(&["add", "--client", CLIENT, "--flow", "purchases"]).arg(&path).answer().ok();
    let stock = Stock::take(&trial);
    stock.is_settled();
    assert_eq!(stock.numbers().len(), 9);
    std::mem::drop(stock);
    std::mem::drop(disk);
}
