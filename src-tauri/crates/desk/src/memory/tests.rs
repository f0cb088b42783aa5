//! A correction on one paper, and what it does to the others.

use std::collections::BTreeMap;

use liasse_domain::{Confidence, DocumentId, FieldName, FieldReading, FieldValue, Flow, Method, Rect};
use liasse_papers::Paper;
use liasse_papers::layouts::{self, Studio};
use liasse_papers::rng::Rng;
use liasse_papers::truth::{FieldTruth, Fields};
use liasse_reading::fields;
use liasse_reading::page::{Page, Word};
use liasse_store::PageRow;

use crate::api::{FieldChange, ReviewView};
use crate::reading_queue::context;
use crate::split::NewDocument;
use crate::test_office;

struct Lessons;
type Office = test_office::Office<Lessons>;

/// The words of a drawn paper, as a PDF's own text has them.
fn pages_of(paper: &Paper) -> Vec<Page> {
    let mut pages: Vec<Page> = (1u32..)
        .zip(&paper.sheets)
        .map(|(number, sheet)| Page::empty(number, sheet.width, sheet.height))
        .collect();
    for run in paper.runs.iter().filter(|run| !run.turned) {
        let Some(page) = pages.get_mut(run.page) else { continue };
        let [x0, y0, x1, y1] = run.area;
        let step = (x1 - x0) / run.text.chars().count().max(1) as f32;
        let mut at = 0;
        for part in run.text.split(' ') {
            let length = part.chars().count();
            let (left, right) = (x0 + step * at as f32, x0 + step * (at + length) as f32);
            at += length + 1;
            if part.is_empty() {
                continue;
            }
            page.words.push(Word {
                text: part.to_owned(),
                rect: Rect {
                    x0: left / page.width,
                    y0: y0 / page.height,
                    x1: right / page.width,
                    y1: y1 / page.height,
                },
                confidence: 1.0,
                line: 0,
                bold: false,
            });
        }
    }
    for page in &mut pages {
        page.words.sort_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0).then(a.rect.x0.total_cmp(&b.rect.x0)));
        let mut line = 0;
        let mut last = 0.0;
        for word in &mut page.words {
            if word.rect.y0 - last > 0.005 {
                line += 1;
            }
            last = word.rect.y0;
            word.line = line;
        }
    }
    pages
}

/// Papers of one supplier with words of its own: the seed decides the supplier and its habits.
fn papers(seed: u64, count: u64) -> Vec<Paper> {
    let layout = layouts::house();
    let studio = |content: u64| Studio {
        content: Rng::new(content),
        style: Rng::new(seed),
        supplier: None,
        buyer: None,
        issue: None,
    };
    let first = layout.draw(&mut studio(seed * 1_000));
    let (supplier, buyer) = (first.deal.supplier.clone(), first.deal.customer.clone());
    (1..=count)
        .map(|turn| {
            let (supplier, buyer) = (Some(supplier.clone()), buyer.clone());
            layout.draw(&mut Studio { supplier, buyer, ..studio(seed * 1_000 + turn) })
        })
        .collect()
}

impl Office {
    fn put(&self, file: &str, pages: &[Page]) -> DocumentId {
        let held = self.desk.client_file(file.parse().unwrap()).unwrap();
        let taken = self.take_in_with(file, Flow::Purchases, pages.len() as u32, |writer, source| {
            for page in pages {
                let row = PageRow {
                    source,
                    number: page.number,
                    width: page.width,
                    height: page.height,
                    rotation: 0,
                    picture: None,
                };
                writer.put_page(&row, page, "").unwrap();
            }
            let context = context(writer, &held, Flow::Purchases).unwrap();
            let (reading, findings) = fields::read(pages, &context);
            let pages = pages.iter().map(|page| page.number).collect();
            vec![NewDocument {
                region: None,
                pages,
                boundary_confidence: Confidence::CERTAIN,
                reading,
                findings,
            }]
        });
        taken[0]
    }

    fn field(&self, document: DocumentId, name: FieldName) -> Option<FieldReading> {
        self.desk.read(|reader| reader.field(document, name)).unwrap()
    }

    fn text(&self, document: DocumentId, name: FieldName) -> Option<String> {
        self.field(document, name).map(|field| written(&field.value))
    }

    fn set(&self, document: DocumentId, name: FieldName, text: &str) -> ReviewView {
        let name = serde_json::to_value(name).unwrap().as_str().unwrap().to_owned();
        let change = FieldChange { name, text: text.to_owned(), page: None, rect: None };
        self.desk.set_field(document.to_string(), change).unwrap()
    }
}

fn written(value: &FieldValue) -> String {
    match value {
        FieldValue::Date(date) => date.to_string(),
        FieldValue::Amount(amount) => amount.to_string(),
        FieldValue::Text(text) => text.clone(),
        other => format!("{other:?}"),
    }
}

const NUMBER: FieldName = FieldName::InvoiceNumber;

/// A paper of two numbers behind labels of the supplier's own: neither is told from the other without a lesson.
fn paper(number: &str, other: &str, day: u8) -> Vec<Page> {
    let rows = [
        (60.0, "MENUISERIE DUVAL SARL".to_owned()),
        (75.0, "12 rue des Tilleuls 35000 Rennes".to_owned()),
        (90.0, "SIRET 732 829 320 00074".to_owned()),
        (150.0, "FACTURE".to_owned()),
        (170.0, format!("Cote {other}")),
        (185.0, format!("Repère {number}")),
        (200.0, format!("Date {day:02}/03/2026")),
        (300.0, "Porte en chêne, pose comprise 100,00".to_owned()),
        (400.0, "Total HT 100,00 €".to_owned()),
        (415.0, "TVA 20 % 20,00 €".to_owned()),
        (430.0, "Total TTC 120,00 €".to_owned()),
    ];
    let mut page = Page::empty(1, 595.0, 842.0);
    for (line, (y, text)) in (0u32..).zip(rows) {
        let mut x = 50.0;
        for part in text.split(' ') {
            let width = 5.5 * part.chars().count() as f32;
            let rect = Rect { x0: x / 595.0, y0: y / 842.0, x1: (x + width) / 595.0, y1: (y + 10.0) / 842.0 };
            x += width + 4.0;
            page.words.push(Word { text: part.to_owned(), rect, confidence: 1.0, line, bold: false });
        }
    }
    vec![page]
}

#[test]
fn typing_a_number_once_finds_it_on_the_waiting_papers_and_undo_takes_it_back() {
    let office = Office::open();
    let other = office.another_client_file("B");
    let first = office.put(&office.file, &paper("K26-00412", "K26-91277", 3));
    let second = office.put(&office.file, &paper("K26-00499", "K26-90018", 9));
    let elsewhere = office.put(&other, &paper("K26-00733", "K26-90555", 21));
    let before = (office.text(second, NUMBER), office.text(elsewhere, NUMBER));
    assert_ne!(before.0.as_deref(), Some("K26-00499"), "the label is the supplier's own");

    let view = office.set(first, NUMBER, "k26-00412");
    let typed = office.field(first, NUMBER).unwrap().evidence.unwrap();
    assert!(typed.page == 1 && typed.rect.is_some(), "what was typed is shown where it is printed");
    let taught = view.taught.unwrap();
    assert_eq!((taught.code.as_str(), taught.args["n"].as_str()), ("lesson_kept_and_read_again", "1"));
    let learnt = office.field(second, NUMBER).unwrap();
    assert_eq!(written(&learnt.value), "K26-00499");
    assert_eq!(learnt.learned(), Some(1));
    // A paper that comes later is read with the lesson.
    let third = office.put(&office.file, &paper("K26-00512", "K26-90019", 12));
    assert_eq!(office.text(third, NUMBER).as_deref(), Some("K26-00512"));
    // Another client's papers are not touched by it, nor read with it.
    assert_eq!(office.text(elsewhere, NUMBER), before.1);
    let later = office.put(&other, &paper("K26-00734", "K26-90556", 22));
    assert_ne!(office.text(later, NUMBER).as_deref(), Some("K26-00734"));

    office.desk.undo().unwrap();
    assert_eq!(office.text(second, NUMBER), before.0);
    let fourth = office.put(&office.file, &paper("K26-00513", "K26-90020", 13));
    assert_ne!(office.text(fourth, NUMBER).as_deref(), Some("K26-00513"), "the lesson is gone");
}

#[test]
fn a_wrong_lesson_dies_when_its_value_is_corrected() {
    let office = Office::open();
    let first = office.put(&office.file, &paper("K26-00412", "K26-91277", 3));
    let second = office.put(&office.file, &paper("K26-00499", "K26-90018", 9));
    // The wrong one of the two numbers.
    office.set(first, NUMBER, "K26-91277");
    assert_eq!(office.text(second, NUMBER).as_deref(), Some("K26-90018"));
    office.set(second, NUMBER, "K26-00499");
    let third = office.put(&office.file, &paper("K26-00512", "K26-90019", 12));
    assert_eq!(office.text(third, NUMBER).as_deref(), Some("K26-00512"));
}

#[test]
fn what_a_person_typed_stays_when_the_others_are_read_again() {
    let office = Office::open();
    let first = office.put(&office.file, &paper("K26-00412", "K26-91277", 3));
    let second = office.put(&office.file, &paper("K26-00499", "K26-90018", 9));
    office.set(second, NUMBER, "HORS-SERIE-1");
    office.set(first, NUMBER, "K26-00412");
    assert_eq!(office.text(second, NUMBER).as_deref(), Some("HORS-SERIE-1"));
    let by_hand = office.field(second, NUMBER).unwrap().evidence.unwrap();
    assert_eq!(by_hand.method, Method::User);
}

#[test]
fn the_name_behind_an_identifier_is_known_in_every_client_file() {
    let office = Office::open();
    let other = office.another_client_file("B");
    let first = office.put(&office.file, &paper("K26-00412", "K26-91277", 3));
    assert_eq!(office.text(first, FieldName::SupplierSiren).as_deref(), Some("732829320"));
    office.set(first, FieldName::SupplierName, "Duval Agencement");
    let elsewhere = office.put(&other, &paper("K26-00733", "K26-90555", 21));
    assert_eq!(office.text(elsewhere, FieldName::SupplierName).as_deref(), Some("Duval Agencement"));
    assert_eq!(office.field(elsewhere, NUMBER).and_then(|field| field.learned()), None);
}

#[test]
fn a_date_that_is_printed_twice_teaches_nothing_unless_it_is_known_which_is_meant() {
    let office = Office::open();
    let twice = |day: u8| {
        let mut pages = paper("K26-00412", "K26-91277", day);
        let stray = format!("Visite {day:02}/03/2026");
        for (part, x) in stray.split(' ').zip([300.0_f32, 345.0]) {
            let rect = Rect { x0: x / 595.0, y0: 185.0 / 842.0, x1: (x + 40.0) / 595.0, y1: 195.0 / 842.0 };
            pages[0].words.push(Word { text: part.to_owned(), rect, confidence: 1.0, line: 5, bold: false });
        }
        pages
    };
    let first = office.put(&office.file, &twice(3));
    office
        .desk
        .set_field(
            first.to_string(),
            FieldChange { name: "issue_date".to_owned(), text: String::new(), page: None, rect: None },
        )
        .unwrap();
    assert_eq!(office.set(first, FieldName::IssueDate, "03/03/2026").taught, None);
}

/// The value of a field in the truth, as [`written`] writes it.
fn true_value(truth: &Fields, name: FieldName) -> Option<String> {
    match name {
        FieldName::InvoiceNumber => truth.invoice_number.clone(),
        FieldName::IssueDate => truth.issue_date.clone(),
        FieldName::DueDate => truth.due_date.clone(),
        FieldName::TotalTtc => Some(truth.total_ttc.clone()),
        FieldName::TotalHt => truth.total_ht.clone(),
        FieldName::TotalVat => truth.total_vat.clone(),
        _ => None,
    }
}

/// Values of one kind before and after.
#[derive(Default)]
struct Count {
    values: u32,
    right: [u32; 2],
    right_and_sure: [u32; 2],
    wrong_and_sure: [u32; 2],
}

/// The share right on the other papers of a supplier before and after one correction of each field that is wrong or
/// unsure on its first paper. Prints the table of BENCHMARKS.md:
/// `cargo test --release -p liasse-desk -- --ignored --nocapture one_correction`
#[test]
#[ignore = "a measurement"]
fn one_correction() {
    const FIELDS: [FieldName; 6] = [
        FieldName::InvoiceNumber,
        FieldName::IssueDate,
        FieldName::DueDate,
        FieldName::TotalHt,
        FieldName::TotalVat,
        FieldName::TotalTtc,
    ];
    const SUPPLIERS: u64 = 30;
    const PAPERS: u64 = 10;
    let mut counts: BTreeMap<FieldName, Count> = BTreeMap::new();
    let (mut corrections, mut spent, mut slowest) =
        (0_u32, std::time::Duration::ZERO, std::time::Duration::ZERO);
    let office = Office::open();
    for seed in 1..=SUPPLIERS {
        let drawn = papers(seed, PAPERS);
        let ids: Vec<DocumentId> =
            drawn.iter().map(|paper| office.put(&office.file, &pages_of(paper))).collect();
        let truth = |paper: &Paper, name| match &paper.truth.fields {
            FieldTruth::Entry(fields) => true_value(fields, name),
            FieldTruth::Other(_) => None,
        };
        for name in FIELDS {
            let (Some(paper), Some(id)) = (drawn.first(), ids.first()) else { continue };
            let Some(wanted) = truth(paper, name) else { continue };
            let read = office.field(*id, name);
            let fine = read.as_ref().is_some_and(|field| field.sure && written(&field.value) == wanted);
            let others: Vec<_> = drawn.iter().zip(&ids).skip(1).collect();
            let count = counts.entry(name).or_default();
            let look = |when: usize, count: &mut Count| {
                for (paper, id) in &others {
                    let Some(wanted) = truth(paper, name) else { continue };
                    count.values += u32::from(when == 0);
                    let read = office.field(**id, name);
                    let right = read.as_ref().is_some_and(|field| written(&field.value) == wanted);
                    let sure = read.is_some_and(|field| field.sure);
                    count.right[when] += u32::from(right);
                    count.right_and_sure[when] += u32::from(right && sure);
                    count.wrong_and_sure[when] += u32::from(!right && sure);
                }
            };
            if fine {
                continue;
            }
            look(0, count);
            let start = std::time::Instant::now();
            office.set(*id, name, &wanted);
            (spent, slowest) = (spent + start.elapsed(), slowest.max(start.elapsed()));
            corrections += 1;
            look(1, count);
        }
    }
    println!("{SUPPLIERS} suppliers of {PAPERS} papers, {corrections} corrections of a first paper");
    println!("| field | values on the other papers | right | right and sure | wrong though sure |");
    println!("|---|---|---|---|---|");
    let share = |part: u32, whole: u32| 100.0 * f64::from(part) / f64::from(whole.max(1));
    for (name, count) in &counts {
        let pair = |pair: [u32; 2]| {
            format!("{:.1} % → {:.1} %", share(pair[0], count.values), share(pair[1], count.values))
        };
        let [wrong_before, wrong_after] = count.wrong_and_sure;
        println!(
            "| {name:?} | {} | {} | {} | {wrong_before} → {wrong_after} |",
            count.values,
            pair(count.right),
            pair(count.right_and_sure),
        );
    }
    println!(
        "one correction with its {} documents read again: {:?} on average, {slowest:?} at most",
        PAPERS - 1,
        spent / corrections.max(1)
    );
}
