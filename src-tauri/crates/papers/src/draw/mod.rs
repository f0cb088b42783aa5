//! How papers are drawn: the look of one paper, and the painter that goes down its pages.

pub mod foot;
pub mod head;
pub mod identity;
pub mod meta;
pub mod table;
pub mod totals;

use crate::goods::divide;
use crate::ink::{A4, Color, Family, Ink};
use crate::rng::Rng;
use crate::show::{self, Dates, Lang, Money, Numbers};
use crate::truth::{Country, Deal};
use crate::words::{self, Doc, Label};

/// Choices that hold for the whole of one paper.
#[derive(Debug, Clone)]
pub struct Look {
    pub lang: Lang,
    pub numbers: Numbers,
    /// In totals.
    pub money: Money,
    /// In the table.
    pub cell_money: Money,
    pub dates: Dates,
    pub full_rates: bool,
    pub family: Family,
    pub accent: Color,
    pub size: f32,
    pub margin: f32,
}

const ACCENTS: [Color; 12] = [
    (0.05, 0.25, 0.5),
    (0.6, 0.1, 0.12),
    (0.1, 0.42, 0.25),
    (0.25, 0.25, 0.28),
    (0.85, 0.4, 0.05),
    (0.35, 0.15, 0.45),
    (0.0, 0.5, 0.55),
    (0.0, 0.0, 0.0),
    (0.45, 0.3, 0.1),
    (0.8, 0.1, 0.4),
    (0.2, 0.35, 0.65),
    (0.5, 0.55, 0.1),
];

impl Look {
    pub fn draw(rng: &mut Rng, deal: &Deal) -> Self {
        let country = deal.supplier.country;
        let numbers = match (deal.lang, country) {
            (Lang::En, _) => rng.pick(&[Numbers::CommaDot, Numbers::CommaDot, Numbers::PlainDot]),
            (Lang::De, _) => Numbers::DotComma,
            (Lang::Nl, _) => {
                rng.pick(&[Numbers::DotComma, Numbers::DotComma, Numbers::PlainComma, Numbers::SpaceComma])
            }
            (Lang::Fr, Country::Be) => {
                rng.pick(&[Numbers::DotComma, Numbers::SpaceComma, Numbers::PlainComma, Numbers::PlainDot])
            }
            (Lang::Fr, _) => rng.pick(&[
                Numbers::SpaceComma,
                Numbers::SpaceComma,
                Numbers::SpaceComma,
                Numbers::PlainComma,
                Numbers::DotComma,
                Numbers::PlainDot,
            ]),
        };
        let money = match deal.lang {
            Lang::En => {
                rng.pick(&[Money::SignBefore, Money::SignBefore, Money::CodeAfter, Money::CodeBefore])
            }
            Lang::Nl => rng.pick(&[
                Money::SignBefore,
                Money::SignBefore,
                Money::SignAfter,
                Money::CodeAfter,
                Money::None,
            ]),
            _ => rng.pick(&[
                Money::SignAfter,
                Money::SignAfter,
                Money::SignAfter,
                Money::None,
                Money::CodeAfter,
            ]),
        };
        let dates = match (deal.lang, country) {
            (Lang::En, _) => rng.pick(&[Dates::Long, Dates::American, Dates::Abbreviated, Dates::Iso]),
            (Lang::De, _) => rng.pick(&[Dates::Dot, Dates::Dot, Dates::Long]),
            (Lang::Nl, _) => {
                rng.pick(&[Dates::Dash, Dates::Slash, Dates::Long, Dates::Abbreviated, Dates::Dot])
            }
            (Lang::Fr, _) => rng.pick(&[
                Dates::Slash,
                Dates::Slash,
                Dates::Slash,
                Dates::Dot,
                Dates::Dash,
                Dates::Long,
                Dates::Abbreviated,
                Dates::SlashShort,
                Dates::DotShort,
                Dates::Iso,
            ]),
        };
        Self {
            lang: deal.lang,
            numbers,
            money,
            cell_money: if rng.chance(25) { money } else { Money::None },
            dates,
            full_rates: rng.chance(55),
            family: rng.pick(&[Family::Sans, Family::Sans, Family::Sans, Family::Serif, Family::Sans]),
            accent: rng.pick(&ACCENTS),
            size: rng.between(8.2, 9.8),
            margin: rng.between(34.0, 58.0),
        }
    }
}

/// Draws one paper, from the top of its first page to the bottom of its last.
pub struct Painter<'a> {
    pub ink: Ink,
    pub deal: &'a Deal,
    pub look: Look,
    pub rng: &'a mut Rng,
    /// Baseline of what comes next.
    pub y: f32,
    /// Where the body has to stop.
    pub floor: f32,
    /// Left edge of the body: wider where a side bar holds the letterhead.
    pub left: f32,
    pub right: f32,
    /// The letterhead leaves the right half of the page free.
    pub beside: bool,
    pub doc: Doc,
}

impl<'a> Painter<'a> {
    pub fn new(deal: &'a Deal, look: Look, rng: &'a mut Rng) -> Self {
        let mut ink = Ink::new(A4.0, A4.1);
        ink.family = look.family;
        ink.stretch = if rng.chance(30) { rng.between(88.0, 106.0) } else { 100.0 };
        let (left, right) = (look.margin, A4.0 - look.margin);
        Self { ink, deal, look, rng, y: 48.0, floor: 770.0, left, right, beside: false, doc: Doc::Entry }
    }

    pub fn width(&self) -> f32 {
        self.right - self.left
    }

    pub fn label(&mut self, label: Label) -> &'static str {
        let belgian = matches!(self.deal.supplier.country, Country::Be | Country::Lu);
        loop {
            let word = words::label(self.rng, label, self.look.lang);
            // HTVA and TVAC are said in Belgium, HT and TTC in both.
            if belgian || !(word.contains("HTVA") || word.contains("TVAC")) {
                return word;
            }
        }
    }

    pub fn money(&self, cents: i64) -> String {
        show::money(cents, &self.deal.currency, self.look.numbers, self.look.money)
    }

    pub fn cell(&self, cents: i64) -> String {
        show::money(cents, &self.deal.currency, self.look.numbers, self.look.cell_money)
    }

    pub fn bare(&self, cents: i64) -> String {
        show::cents(cents, self.look.numbers)
    }

    /// A unit price in thousandths of the currency unit, at two decimals where they suffice.
    pub fn price(&self, thousandths: i64) -> String {
        if thousandths % 10 == 0 {
            self.cell(divide(thousandths, 10))
        } else {
            show::scaled(thousandths, 3, self.look.numbers)
        }
    }

    pub fn rate(&self, basis_points: i64) -> String {
        show::rate(basis_points, self.look.numbers, self.look.full_rates)
    }

    pub fn date(&self, day: crate::day::Day) -> String {
        show::date(day, self.look.dates, self.look.lang)
    }

    pub fn size(&self) -> f32 {
        self.look.size
    }
}
