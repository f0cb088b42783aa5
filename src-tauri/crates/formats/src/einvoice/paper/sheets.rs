//! Sheets of A4 that are filled from the top, in points from the top left corner.

use std::collections::BTreeMap;

use liasse_domain::{FieldName, Rect};
use pdf_writer::{Content, Finish, Name, Pdf, Ref, Str};

use super::letters::Letters;
use super::{Place, words};

/// A4 upright.
pub(super) const WIDTH: f32 = 595.0;
pub(super) const HEIGHT: f32 = 842.0;
pub(super) const LEFT: f32 = 36.0;
pub(super) const RIGHT: f32 = WIDTH - LEFT;
/// Where the first row of a page may begin, below the mark, and where its last must end.
const TOP: f32 = 66.0;
const BOTTOM: f32 = 806.0;

const FACES: [(Name<'static>, Name<'static>); 2] =
    [(Name(b"F1"), Name(b"Helvetica")), (Name(b"F2"), Name(b"Helvetica-Bold"))];

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Style {
    pub(super) size: f32,
    pub(super) bold: bool,
    /// 0 is black, 1 is white.
    pub(super) grey: f32,
}

pub(super) const TITLE: Style = Style { size: 17.0, bold: true, grey: 0.0 };
pub(super) const NAME: Style = Style { size: 11.0, bold: true, grey: 0.0 };
pub(super) const BODY: Style = Style { size: 8.5, bold: false, grey: 0.0 };
pub(super) const STRONG: Style = Style { size: 8.5, bold: true, grey: 0.0 };
pub(super) const LABEL: Style = Style { size: 8.0, bold: false, grey: 0.35 };
pub(super) const DUE: Style = Style { size: 10.5, bold: true, grey: 0.0 };

impl Style {
    /// From one base line to the next.
    pub(super) fn leading(self) -> f32 {
        self.size * 1.28
    }
}

/// Columns from `left` to `right`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Column {
    pub(super) left: f32,
    pub(super) right: f32,
}

impl Column {
    pub(super) fn width(self) -> f32 {
        self.right - self.left
    }
}

/// The sheets, and what was put where.
pub(super) struct Sheets {
    pages: Vec<Content>,
    /// Top of the next row.
    pub(super) y: f32,
    pub(super) places: BTreeMap<FieldName, Place>,
    /// Texts of which only the beginning was drawn.
    pub(super) cut: usize,
    pub(super) is_transcribed: bool,
    /// What was not drawn, in words.
    pub(super) left_out: Vec<String>,
}

impl Sheets {
    pub(super) fn new() -> Sheets {
        let mut sheets = Sheets {
            pages: Vec::new(),
            y: TOP,
            places: BTreeMap::new(),
            cut: 0,
            is_transcribed: false,
            left_out: Vec::new(),
        };
        sheets.next_page();
        sheets
    }

    /// Number of the page that is being filled, from 1.
    pub(super) fn page(&self) -> u32 {
        u32::try_from(self.pages.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn next_page(&mut self) {
        let mut content = Content::new();
        content.set_fill_gray(0.9).rect(LEFT, HEIGHT - 54.0, RIGHT - LEFT, 30.0).fill_nonzero();
        content.set_stroke_gray(0.0).set_line_width(1.2);
        content.rect(LEFT, HEIGHT - 54.0, RIGHT - LEFT, 30.0).stroke();
        self.pages.push(content);
        self.y = TOP;
        let middle =
            |text: &str, style: Style| (WIDTH - Letters::of(text).width(style.size, style.bold)) / 2.0;
        let style = Style { size: 10.0, ..STRONG };
        self.put(&Letters::of(words::MARK), middle(words::MARK, style), 26.0, style);
        let style = Style { size: 6.6, ..BODY };
        self.put(&Letters::of(words::MARK_ABROAD), middle(words::MARK_ABROAD, style), 40.5, style);
    }

    /// Makes sure of so many points below; answers whether that took another page.
    pub(super) fn ensure(&mut self, height: f32) -> bool {
        let is_full = self.y + height > BOTTOM && self.y > TOP;
        if is_full {
            self.next_page();
        }
        is_full
    }

    /// Puts one row down, `top` its upper edge; answers where it stands.
    pub(super) fn put(&mut self, letters: &Letters, left: f32, top: f32, style: Style) -> Place {
        self.is_transcribed |= letters.is_transcribed;
        self.cut += usize::from(letters.is_cut);
        let width = letters.width(style.size, style.bold);
        let face = if style.bold { FACES[1].0 } else { FACES[0].0 };
        if let (Some(content), false) = (self.pages.last_mut(), letters.bytes.is_empty()) {
            content
                .begin_text()
                .set_font(face, style.size)
                .set_fill_gray(style.grey)
                .set_text_matrix([1.0, 0.0, 0.0, 1.0, left, HEIGHT - top - style.size * 0.92])
                .show(Str(&letters.bytes))
                .end_text();
        }
        let rect = Rect {
            x0: (left - 1.0) / WIDTH,
            y0: top / HEIGHT,
            x1: (left + width + 1.0) / WIDTH,
            y1: (top + style.size * 1.2) / HEIGHT,
        };
        Place { page: self.page(), rect }
    }

    /// Puts a text down whose right edge is the column's; one that is wider is set smaller.
    pub(super) fn put_right(&mut self, text: &str, column: Column, top: f32, style: Style) -> Place {
        let letters = Letters::of(text);
        let natural = letters.width(style.size, style.bold);
        let size = if natural > column.width() { style.size * column.width() / natural } else { style.size };
        let left = column.right - letters.width(size, style.bold);
        self.put(&letters, left, top, Style { size, ..style })
    }

    /// Puts a text down in rows of the column, at most `most`, from `top`; answers its place and where the next row begins.
    pub(super) fn put_rows(
        &mut self,
        text: &str,
        column: Column,
        top: f32,
        style: Style,
        most: usize,
    ) -> (Option<Place>, f32) {
        let mut y = top;
        let mut place: Option<Place> = None;
        for row in Letters::of(text).rows(style.size, style.bold, column.width(), most) {
            let here = self.put(&row, column.left, y, style);
            place = Some(place.map_or(here, |all| all.union(here)));
            y += style.leading();
        }
        (place, y)
    }

    /// Remembers where a field stands; the first place of several is the one.
    pub(super) fn remember(&mut self, field: FieldName, place: Option<Place>) {
        if let Some(place) = place {
            self.places.entry(field).or_insert(place);
        }
    }

    /// Notes that so many things were not drawn.
    pub(super) fn leave_out(&mut self, count: usize, one: &str, many: &str) {
        if count > 0 {
            let count = words::grouped(&count.to_string());
            let what = if count == "1" { one } else { many };
            self.left_out.push(format!("{count} {what}"));
        }
    }

    /// A thin line across.
    pub(super) fn rule(&mut self, column: Column, top: f32) {
        if let Some(content) = self.pages.last_mut() {
            content.set_stroke_gray(0.6).set_line_width(0.6);
            content.move_to(column.left, HEIGHT - top).line_to(column.right, HEIGHT - top).stroke();
        }
    }

    /// A pale band behind what will be put there.
    pub(super) fn band(&mut self, column: Column, top: f32, height: f32) {
        if let Some(content) = self.pages.last_mut() {
            content.set_fill_gray(0.94);
            content.rect(column.left, HEIGHT - top - height, column.width(), height).fill_nonzero();
        }
    }

    /// The heading of a part, with a line below it.
    pub(super) fn heading(&mut self, text: &str) {
        self.ensure(40.0);
        let column = Column { left: LEFT, right: RIGHT };
        self.put(&Letters::of(text), LEFT, self.y, STRONG);
        self.y += STRONG.leading() + 1.0;
        self.rule(column, self.y);
        self.y += 4.0;
    }

    /// The PDF, each page with its number below. Same sheets, same bytes: no clock, no random identifier.
    pub(super) fn finish(mut self, about: &str) -> Vec<u8> {
        let count = self.pages.len();
        let pages = std::mem::take(&mut self.pages);
        let mut done = Vec::with_capacity(count);
        for (place, page) in pages.into_iter().enumerate() {
            self.pages.push(page);
            let number = format!("page {} sur {count}", place + 1);
            let column = Column { left: RIGHT - 100.0, right: RIGHT };
            self.put_right(&number, column, 816.0, LABEL);
            if let Some(row) = Letters::of(about).rows(LABEL.size, LABEL.bold, 400.0, 1).first() {
                self.put(row, LEFT, 816.0, LABEL);
            }
            done.extend(self.pages.pop());
        }
        written(done)
    }
}

fn written(pages: Vec<Content>) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let (catalog, tree) = (Ref::new(1), Ref::new(2));
    let face = |place: i32| Ref::new(3 + place);
    let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
    let page_ref = |place: i32| Ref::new(5 + 2 * place);
    let content_ref = |place: i32| Ref::new(6 + 2 * place);
    pdf.catalog(catalog).pages(tree);
    pdf.pages(tree).kids((0..count).map(page_ref)).count(count);
    for (place, (_, base)) in (0..).zip(FACES) {
        pdf.type1_font(face(place)).base_font(base).encoding_predefined(Name(b"WinAnsiEncoding"));
    }
    for (place, content) in (0..).zip(pages) {
        let mut page = pdf.page(page_ref(place));
        page.media_box(pdf_writer::Rect::new(0.0, 0.0, WIDTH, HEIGHT));
        page.parent(tree).contents(content_ref(place));
        let mut resources = page.resources();
        let mut fonts = resources.fonts();
        for (font, (name, _)) in (0..).zip(FACES) {
            fonts.pair(name, face(font));
        }
        fonts.finish();
        resources.finish();
        page.finish();
        pdf.stream(content_ref(place), &content.finish());
    }
    pdf.finish()
}
