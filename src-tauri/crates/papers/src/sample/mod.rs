//! The sample client file: a bakery, its usual suppliers, a dozen papers of early 2026 and its FEC of 2025.

mod books;
mod firms;

pub use books::sample_fec;
pub(crate) use books::{OUTLAYS, Purchase, fec_of};
pub use firms::{KnownSupplier, client, suppliers};

use crate::day::Day;
use crate::deal::{self, Theme};
use crate::goods::Trade;
use crate::ink::Sheet;
use crate::layouts::{self, Studio};
use crate::rng::Rng;
use crate::show::Lang;
use crate::truth::{Country, Deal, Party, Truth};
use crate::wear::{self, Render, Wear};
use crate::{Paper, PapersError, inserts, pdf};

/// Where a sample paper belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SampleFlow {
    Purchases,
    Sales,
}

/// One file of the sample.
#[derive(Debug, Clone)]
pub struct SamplePaper {
    pub file_name: &'static str,
    pub flow: SampleFlow,
    pub bytes: Vec<u8>,
    /// One truth a paper, in the order of the pages; none for a file that cannot be read.
    pub truth: Vec<Truth>,
    /// What it shows.
    pub part: Part,
}

/// What a file of the sample shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The usual course.
    Usual,
    /// What is published already.
    Published,
    /// What asks something of the user: sent twice, cut in doubt, in another currency, not readable.
    Odd,
}

const PUBLISHED: &str = "Moulins de la Seille 2 janvier.pdf";
const IN_POUNDS: &str = "Pennine Bakery Tools.pdf";
const SEED: u64 = 20_260_101;

fn studio(look: u64, content: u64, supplier: &Party, issue: Day) -> Studio {
    Studio {
        content: Rng::new(SEED + content),
        style: Rng::new(SEED * 7 + look),
        supplier: Some(supplier.clone()),
        buyer: Some(client()),
        issue: Some(issue),
    }
}

/// A paper of a known supplier: always its own layout and letterhead.
fn from(known: &KnownSupplier, content: u64, issue: Day) -> Option<Paper> {
    drawn(known, known.layout, content, issue)
}

fn drawn(known: &KnownSupplier, layout: &str, content: u64, issue: Day) -> Option<Paper> {
    let mut studio = studio(known.look, content, &known.party, issue);
    match layouts::by_name(layout)?.make {
        layouts::Make::Plan(plan) => {
            let trades: &'static [Trade] = known.trades;
            let plan = layouts::plan::Plan { trades, lines: known.lines, twist: known.twist, ..*plan };
            Some(layouts::paper_of(plan.draw(&mut studio), layout))
        }
        layouts::Make::Own(make) => Some(layouts::paper_of(make(&mut studio), layout)),
    }
}

/// The papers. With a PDF engine the scans and photographs are pictures; without one they are PDFs with text.
/// Always the same bytes for the same engine.
///
/// # Errors
/// As [`crate::scanned`].
pub fn sample(render: Option<&dyn Render>) -> Result<Vec<SamplePaper>, PapersError> {
    let mut list = Vec::new();
    let firms = suppliers();
    let firm = |key: &str| firms.iter().find(|f| f.key == key);
    let mut text = |file_name, flow, paper: Option<Paper>| {
        if let Some(p) = paper {
            list.push(SamplePaper {
                file_name,
                flow,
                bytes: p.pdf(),
                truth: vec![p.truth],
                part: Part::Usual,
            });
        }
    };
    let buy = SampleFlow::Purchases;
    text(PUBLISHED, buy, firm("mill").and_then(|f| from(f, 9, Day::new(2026, 1, 2))));
    text(
        "Moulins de la Seille janvier.pdf",
        buy,
        firm("mill").and_then(|f| from(f, 1, Day::new(2026, 1, 9))),
    );
    text("Emballages Thiaucourt.pdf", buy, firm("packaging").and_then(|f| from(f, 2, Day::new(2026, 1, 14))));
    text("facture_telecom_2026-01.pdf", buy, firm("telecom").and_then(|f| from(f, 3, Day::new(2026, 1, 20))));
    text("Honoraires Noiriel.pdf", buy, firm("fees").and_then(|f| from(f, 4, Day::new(2026, 1, 30))));
    text("garage.pdf", buy, firm("garage").and_then(|f| from(f, 5, Day::new(2026, 2, 3))));
    text(
        "Avoir emballages.pdf",
        buy,
        firm("packaging").and_then(|f| drawn(f, "credit_note", 6, Day::new(2026, 2, 5))),
    );
    text("chocolats Anvers.pdf", buy, firm("chocolate").and_then(|f| from(f, 7, Day::new(2026, 2, 6))));
    text("imprimerie nouvelle.pdf", buy, firm("printer").and_then(|f| from(f, 8, Day::new(2026, 2, 10))));
    text(IN_POUNDS, buy, in_pounds(Day::new(2026, 2, 4)));
    for (name, content, day) in [
        ("Vente hotel des Tanneurs.pdf", 20, Day::new(2026, 1, 31)),
        ("Vente traiteur.pdf", 21, Day::new(2026, 2, 13)),
    ] {
        let mut s = studio(90, content, &client(), day);
        s.buyer = firms::customers().get((content % 2) as usize).cloned();
        let plan = layouts::by_name("classic").map(|l| l.make);
        if let Some(layouts::Make::Plan(plan)) = plan {
            let plan = layouts::plan::Plan { trades: &firms::BREAD, lines: (2, 6), ..*plan };
            text(name, SampleFlow::Sales, Some(layouts::paper_of(plan.draw(&mut s), "classic")));
        }
    }
    // One scan, three invoices: the last two of the same supplier, without page numbers that would tell them apart.
    let bundle: Vec<Paper> = [
        firm("cold").and_then(|f| from(f, 30, Day::new(2026, 2, 11))),
        firm("mill").and_then(|f| from(f, 31, Day::new(2026, 2, 9))),
        firm("mill").and_then(|f| from(f, 32, Day::new(2026, 2, 16))),
    ]
    .into_iter()
    .flatten()
    .collect();
    let sheets: Vec<Sheet> = bundle.iter().flat_map(|p| p.sheets.clone()).collect();
    let truth = bundle.into_iter().map(|p| p.truth).collect();
    let mut rng = Rng::new(SEED + 900);
    let office = Wear { dpi: 200.0, quality: 72, skew: 0.4, noise: 3.0, specks: 14, blur: 1, ..Wear::CLEAN };
    let bytes = match render {
        Some(engine) => pdf::write(&crate::scanned(
            &sheets,
            &[office, Wear { skew: -0.6, ..office }, office],
            engine,
            &mut rng,
        )?),
        None => pdf::write(&sheets),
    };
    list.push(SamplePaper { file_name: "scan_2026-02-17.pdf", flow: buy, bytes, truth, part: Part::Usual });
    list.extend(in_question(&firms));
    for paper in &mut list {
        match paper.file_name {
            PUBLISHED => paper.part = Part::Published,
            IN_POUNDS => paper.part = Part::Odd,
            _ => {}
        }
    }

    let meal = receipt("till_restaurant", 40, Day::new(2026, 2, 12));
    let fuel = receipt("till_fuel", 41, Day::new(2026, 2, 13));
    for (photo_name, plain_name, paper) in
        [("IMG_0412.jpg", "ticket restaurant.pdf", meal), ("IMG_0413.jpg", "ticket carburant.pdf", fuel)]
    {
        let Some(paper) = paper else { continue };
        let (file_name, bytes) = match render {
            Some(engine) => {
                let page = engine
                    .render(&paper.pdf(), 0, 230.0)
                    .map_err(|reason| PapersError::Render { page: 1, reason })?;
                let (image, _) = wear::photo(&page, &mut rng);
                (photo_name, wear::jpeg(&image, false, 82)?.jpeg)
            }
            None => (plain_name, paper.pdf()),
        };
        list.push(SamplePaper { file_name, flow: buy, bytes, truth: vec![paper.truth], part: Part::Usual });
    }
    Ok(list)
}

/// Files that ask something of the user: one that was sent twice, one whose boundaries are in doubt, one that is cut off.
fn in_question(firms: &[KnownSupplier]) -> Vec<SamplePaper> {
    let firm = |key: &str| firms.iter().find(|firm| firm.key == key);
    let purchase = |file_name, bytes, truth| SamplePaper {
        file_name,
        flow: SampleFlow::Purchases,
        bytes,
        truth,
        part: Part::Odd,
    };
    let mut files = Vec::new();
    if let Some(paper) = firm("packaging").and_then(|f| from(f, 2, Day::new(2026, 1, 14))) {
        // Fetched once more from the supplier's site: the same paper, not the same bytes.
        let mut bytes = paper.pdf();
        bytes.extend_from_slice(b"% fetched again\n");
        files.push(purchase("Emballages Thiaucourt (1).pdf", bytes, vec![paper.truth]));
    }
    // Is what is attached to an invoice part of it, or a paper of its own? It names another invoice of the same supplier.
    let attached = [
        (firm("cold").and_then(|f| from(f, 50, Day::new(2026, 2, 18))), 50),
        (firm("fees").and_then(|f| from(f, 51, Day::new(2026, 2, 19))), 57),
    ];
    let (mut sheets, mut truth) = (Vec::new(), Vec::new());
    for (paper, content) in attached {
        let Some(paper) = paper else { continue };
        let earlier = Deal { number: "26-01-633".to_owned(), ..paper.deal.clone() };
        let (annex, _) = inserts::annex(&mut Rng::new(SEED + content), &earlier);
        sheets.extend(paper.sheets);
        sheets.push(annex);
        truth.push(paper.truth);
    }
    files.push(purchase("envoi du 20 février.pdf", pdf::write(&sheets), truth));
    if let Some(paper) = firm("telecom").and_then(|f| from(f, 54, Day::new(2026, 2, 20))) {
        let mut bytes = paper.pdf();
        bytes.truncate(bytes.len() / 3);
        files.push(purchase("téléchargement interrompu.pdf", bytes, Vec::new()));
    }
    files
}

/// An invoice in pounds from a supplier met for the first time.
fn in_pounds(issue: Day) -> Option<Paper> {
    let supplier = party(60, Country::Gb, Lang::En, "Pennine Bakery Tools", "Ltd", "Bakery equipment");
    let mut studio = studio(60, 60, &supplier, issue);
    match layouts::by_name("en_export")?.make {
        layouts::Make::Plan(plan) => {
            let plan = layouts::plan::Plan { currencies: &["GBP"], ..*plan };
            Some(layouts::paper_of(plan.draw(&mut studio), "en_export"))
        }
        layouts::Make::Own(_) => None,
    }
}

fn receipt(layout: &str, content: u64, issue: Day) -> Option<Paper> {
    let mut studio = Studio {
        content: Rng::new(SEED + content),
        style: Rng::new(SEED + content * 13),
        supplier: None,
        buyer: None,
        issue: Some(issue),
    };
    Some(layouts::by_name(layout)?.draw(&mut studio))
}

/// A party drawn once from a fixed seed and given a name.
fn party(seed: u64, country: Country, lang: Lang, name: &str, form: &str, activity: &str) -> Party {
    let mut p = crate::names::party(&mut Rng::new(SEED ^ (seed * 977)), country, lang, activity);
    let slug = crate::names::slug(name);
    p.name = name.to_owned();
    p.form = form.to_owned();
    p.web = format!("www.{slug}.{}", if country == Country::Be { "be" } else { "fr" });
    p.email = format!("contact@{slug}.{}", if country == Country::Be { "be" } else { "fr" });
    p
}

/// The total of a supplier's usual invoice, for the books.
fn usual(rng: &mut Rng, known: &KnownSupplier) -> crate::truth::Deal {
    let trade = rng.pick(known.trades);
    let theme = Theme {
        lines: known.lines,
        supplier: Some(known.party.clone()),
        scheme: known.scheme,
        ..Theme::new(Lang::Fr, known.party.country, trade)
    };
    deal::draw(rng, &theme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dozen_papers_without_an_engine_and_always_the_same() {
        let a = sample(None).unwrap();
        let b = sample(None).unwrap();
        assert!(a.len() >= 12, "{}", a.len());
        for (x, y) in a.iter().zip(&b) {
            assert_eq!((x.file_name, &x.bytes), (y.file_name, &y.bytes));
            assert!(x.bytes.starts_with(b"%PDF"));
        }
        assert_eq!(a.iter().map(|p| p.truth.len()).max(), Some(3));
        assert_eq!(a.iter().filter(|p| p.part == Part::Published).count(), 1);
        assert!(a.iter().flat_map(|p| &p.truth).any(|truth| truth.layout == "en_export"));
        assert_eq!(a.iter().filter(|p| p.flow == SampleFlow::Sales).count(), 2);
    }

    #[test]
    fn scans_are_pictures_with_an_engine() {
        let engine = |_: &[u8], _: usize, dpi: f32| {
            Ok(image::RgbImage::from_pixel(
                (8.0 * dpi / 4.0) as u32,
                (11.0 * dpi / 4.0) as u32,
                image::Rgb([250; 3]),
            ))
        };
        let list = sample(Some(&engine)).unwrap();
        assert_eq!(list.iter().filter(|p| p.bytes.starts_with(&[0xff, 0xd8])).count(), 2);
    }
}
