//! Several papers in one file, as a client hands them over, with the truth of where each begins.

use serde::Serialize;

use crate::day::Day;
use crate::ink::Sheet;
use crate::inserts;
use crate::layouts::{Layout, Studio};
use crate::names;
use crate::rng::Rng;
use crate::show::Lang;
use crate::truth::{Country, Truth};
use crate::wear::{self, Render, Wear};
use crate::{Paper, PapersError, pdf};

/// What makes a file hard to split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mix {
    Mixed,
    SameSupplier,
    TermsAnnex,
    DuplexBlank,
    Rotated,
    Separators,
    All,
}

pub const MIXES: [Mix; 7] = [
    Mix::Mixed,
    Mix::SameSupplier,
    Mix::TermsAnnex,
    Mix::DuplexBlank,
    Mix::Rotated,
    Mix::Separators,
    Mix::All,
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Main,
    Continuation,
    Terms,
    Annex,
    Blank,
    Separator,
}

/// A page of the file; `doc` is the rank of its paper, none for a separator.
#[derive(Debug, Clone, Serialize)]
pub struct PageLabel {
    pub page: usize,
    pub doc: Option<usize>,
    pub role: Role,
    pub rotation: i32,
    pub raster: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct StreamDocument {
    pub pages: Vec<usize>,
    #[serde(flatten)]
    pub truth: Truth,
}

#[derive(Debug, Clone, Serialize)]
pub struct StreamTruth {
    pub file: String,
    pub kind: String,
    pub n_pages: usize,
    pub n_documents: usize,
    pub page_labels: Vec<PageLabel>,
    pub documents: Vec<StreamDocument>,
}

/// A merged file.
#[derive(Debug, Clone)]
pub struct Stream {
    pub sheets: Vec<Sheet>,
    pub truth: StreamTruth,
}

impl Stream {
    pub fn pdf(&self) -> Vec<u8> {
        pdf::write(&self.sheets)
    }
}

struct Page {
    sheet: Sheet,
    doc: Option<usize>,
    role: Role,
    rotation: i32,
    raster: bool,
    thermal: bool,
}

/// Papers of one supplier in a row: same letterhead, other contents, days that go on.
fn same_supplier(rng: &mut Rng, layout: &Layout, count: i64) -> Vec<Paper> {
    let look = rng.draw();
    let first = layout.draw(&mut Studio { style: Rng::new(look), ..Studio::new(rng.draw()) });
    let supplier = first.deal.supplier.clone();
    let mut day = first.deal.issue;
    let buyer = first.deal.customer.clone();
    let mut list = vec![first];
    for _ in 1..count {
        day = day.plus(rng.range(1, 31)).min(Day::new(2026, 12, 28));
        let mut studio = Studio {
            style: Rng::new(look),
            supplier: Some(supplier.clone()),
            buyer: buyer.clone(),
            issue: Some(day),
            ..Studio::new(rng.draw())
        };
        list.push(layout.draw(&mut studio));
    }
    list
}

fn papers(rng: &mut Rng, mix: Mix, layouts: &[Layout], about: i64) -> Vec<Paper> {
    // What a client hands over is invoiced to the client.
    let client = names::party(rng, Country::Fr, Lang::Fr, "Boulangerie");
    let mut list: Vec<Paper> = Vec::new();
    while (list.len() as i64) < about {
        let at = rng.range(0, layouts.len() as i64 - 1) as usize;
        let Some(layout) = layouts.get(at) else { break };
        let several = mix == Mix::SameSupplier || (mix != Mix::Mixed && rng.chance(20)) || rng.chance(8);
        if several {
            let n = rng.range(2, 5);
            list.extend(same_supplier(rng, layout, n));
        } else {
            let mut studio = Studio::new(rng.draw());
            studio.buyer = rng.chance(70).then(|| client.clone());
            list.push(layout.draw(&mut studio));
        }
    }
    list
}

/// A merged file of about `about` papers. `render` makes scans of its pages: of all, or of some where the mix is [`Mix::All`].
///
/// # Errors
/// As [`crate::scanned`].
pub fn stream(
    seed: u64,
    mix: Mix,
    layouts: &[Layout],
    about: i64,
    render: Option<&dyn Render>,
) -> Result<Stream, PapersError> {
    let mut rng = Rng::new(seed);
    let list = papers(&mut rng, mix, layouts, about);
    let all = mix == Mix::All;
    let mut pages: Vec<Page> = Vec::new();
    for (doc, paper) in list.iter().enumerate() {
        let raster = render.is_some() && (!all || rng.chance(50));
        let thermal = paper.sheets.first().is_some_and(|s| s.width < 300.0);
        let entry =
            |sheet: Sheet, role: Role| Page { sheet, doc: Some(doc), role, rotation: 0, raster, thermal };
        if mix == Mix::Separators && doc > 0 {
            let (sheet, _) = inserts::separator(&mut rng);
            pages.push(Page { doc: None, ..entry(sheet, Role::Separator) });
        }
        let start = pages.len();
        for (i, sheet) in paper.sheets.iter().enumerate() {
            pages.push(entry(sheet.clone(), if i == 0 { Role::Main } else { Role::Continuation }));
        }
        if !thermal && (mix == Mix::TermsAnnex || all) {
            if rng.chance(45) {
                pages.push(entry(inserts::terms(&mut rng, &paper.deal).0, Role::Terms));
            }
            if rng.chance(30) {
                pages.push(entry(inserts::annex(&mut rng, &paper.deal).0, Role::Annex));
            }
        }
        let odd = (pages.len() - start) % 2 == 1;
        let back = odd && (mix == Mix::DuplexBlank || (all && rng.chance(35)));
        if let Some(sheet) = pages.last().filter(|_| back).map(|last| inserts::blank(&last.sheet)) {
            pages.push(entry(sheet, Role::Blank));
        }
    }
    if matches!(mix, Mix::Rotated | Mix::All) {
        for page in &mut pages {
            if rng.chance(30) {
                page.rotation = rng.pick(&[90, 180, 180, 270]);
            }
        }
    }
    finish(&mut rng, mix, list, pages, render)
}

fn finish(
    rng: &mut Rng,
    mix: Mix,
    list: Vec<Paper>,
    pages: Vec<Page>,
    render: Option<&dyn Render>,
) -> Result<Stream, PapersError> {
    // One scanner made the whole file: its resolution, colour and dirt are the same throughout.
    let machine = Wear::draw(rng, false);
    let mut sheets = Vec::with_capacity(pages.len());
    let mut labels = Vec::with_capacity(pages.len());
    let mut documents: Vec<StreamDocument> =
        list.into_iter().map(|p| StreamDocument { pages: Vec::new(), truth: p.truth }).collect();
    for (i, page) in pages.into_iter().enumerate() {
        if let Some(d) = page.doc.and_then(|d| documents.get_mut(d)) {
            d.pages.push(i + 1);
        }
        labels.push(PageLabel {
            page: i + 1,
            doc: page.doc,
            role: page.role,
            rotation: page.rotation,
            raster: page.raster,
        });
        sheets.push(match render {
            Some(engine) if page.raster => {
                let own = Wear::draw(rng, page.thermal);
                let wear = Wear {
                    dpi: machine.dpi,
                    grey: machine.grey,
                    quality: machine.quality,
                    blur: machine.blur,
                    noise: machine.noise,
                    streak: machine.streak,
                    bitonal: machine.bitonal && !page.thermal,
                    ..own
                };
                picture(&page, &wear, engine, rng, i)?
            }
            _ => Sheet { rotate: page.rotation, ..page.sheet },
        });
    }
    let kind = format!(
        "{}_{}",
        if render.is_some() { if mix == Mix::All { "hybrid" } else { "scan" } } else { "text" },
        name(mix)
    );
    let truth = StreamTruth {
        file: String::new(),
        kind,
        n_pages: sheets.len(),
        n_documents: documents.len(),
        page_labels: labels,
        documents,
    };
    Ok(Stream { sheets, truth })
}

/// A page that went through the scanner, lying there as it was fed.
fn picture(
    page: &Page,
    wear: &Wear,
    engine: &dyn Render,
    rng: &mut Rng,
    n: usize,
) -> Result<Sheet, PapersError> {
    let flat = engine
        .render(&pdf::write(std::slice::from_ref(&page.sheet)), 0, wear.dpi)
        .map_err(|reason| PapersError::Render { page: n + 1, reason })?;
    let (image, _) = wear::scan(&flat, wear, rng);
    let (w, h) = (page.sheet.width, page.sheet.height);
    let (image, width, height) = match page.rotation {
        90 => (image::imageops::rotate90(&image), h, w),
        180 => (image::imageops::rotate180(&image), w, h),
        270 => (image::imageops::rotate270(&image), h, w),
        _ => (image, w, h),
    };
    Ok(Sheet {
        width,
        height,
        ops: Vec::new(),
        picture: Some(wear::jpeg(&image, wear.grey, wear.quality)?),
        rotate: 0,
    })
}

fn name(mix: Mix) -> &'static str {
    match mix {
        Mix::Mixed => "mixed",
        Mix::SameSupplier => "same_supplier",
        Mix::TermsAnnex => "terms_annex",
        Mix::DuplexBlank => "duplex_blank",
        Mix::Rotated => "rotated",
        Mix::Separators => "separators",
        Mix::All => "all",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layouts;

    #[test]
    fn every_page_has_its_place() {
        let all = layouts::all();
        for (i, mix) in MIXES.into_iter().enumerate() {
            let s = stream(40 + i as u64, mix, &all, 8, None).unwrap();
            assert_eq!(s.sheets.len(), s.truth.n_pages);
            assert_eq!(s.truth.documents.len(), s.truth.n_documents);
            let mut owned: Vec<usize> = s.truth.documents.iter().flat_map(|d| d.pages.clone()).collect();
            owned.extend(s.truth.page_labels.iter().filter(|l| l.role == Role::Separator).map(|l| l.page));
            owned.sort_unstable();
            assert_eq!(owned, (1..=s.truth.n_pages).collect::<Vec<_>>());
            assert_eq!(
                s.truth.page_labels.iter().filter(|l| l.role == Role::Main).count(),
                s.truth.n_documents
            );
            assert_eq!(s.pdf(), stream(40 + i as u64, mix, &all, 8, None).unwrap().pdf());
        }
    }

    #[test]
    fn papers_of_one_supplier_share_it() {
        let layout = layouts::by_name("classic").unwrap();
        let list = same_supplier(&mut Rng::new(9), &layout, 4);
        assert!(list.windows(2).all(|w| w[0].deal.supplier.siren == w[1].deal.supplier.siren
            && w[0].deal.number != w[1].deal.number
            && w[0].deal.issue <= w[1].deal.issue));
    }
}
