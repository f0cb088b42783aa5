//! A second opinion on the values that decide a booking: every place that may bear one is weighed by what surrounds it,
//! with weights learned from papers whose values are known ([`model`]). The rules do not weigh here, so that what the rules
//! and the weights both say is worth more than what either says.

mod amounts;
mod days;
mod identifiers;
mod means;
mod model;
mod names;
mod numbers;
mod papers;
mod signs;
mod surroundings;

use std::ops::Range;
use std::sync::OnceLock;

use super::assemble::Work;

pub(super) use amounts::taxes;
pub use model::{Forest, Model, Node, Weights};
pub(super) use papers::{kind_of, name_of};
use signs::{CELLS, PAPER_CELLS};

/// What a place is weighed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Asked {
    /// The supplier's name.
    Supplier,
    /// The customer's name.
    Customer,
    /// The document's number.
    Number,
    /// The day of issue.
    Issued,
    /// The day of payment.
    Due,
    /// The total with tax.
    Ttc,
    /// The total without tax.
    Ht,
    /// The tax.
    Vat,
    /// The kind of the paper.
    Paper,
    /// The customer's VAT number.
    CustomerVat,
    /// The means of payment.
    Means,
}

impl Asked {
    /// All, in the order of the file of weights.
    pub const ALL: [Asked; 11] = [
        Asked::Supplier,
        Asked::Customer,
        Asked::Number,
        Asked::Issued,
        Asked::Due,
        Asked::Ttc,
        Asked::Ht,
        Asked::Vat,
        Asked::Paper,
        Asked::CustomerVat,
        Asked::Means,
    ];

    /// What stands at the places where it is looked for.
    pub fn kind(self) -> Kind {
        match self {
            Asked::Supplier | Asked::Customer => Kind::Name,
            Asked::Number => Kind::Number,
            Asked::Issued | Asked::Due => Kind::Day,
            Asked::Ttc | Asked::Ht | Asked::Vat => Kind::Amount,
            Asked::Paper => Kind::Paper,
            Asked::CustomerVat => Kind::VatNumber,
            Asked::Means => Kind::Means,
        }
    }

    /// Cells that its signs are hashed into.
    pub fn cells(self) -> u32 {
        if self == Asked::Paper { PAPER_CELLS } else { CELLS }
    }
}

/// What stands at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A name.
    Name,
    /// A number.
    Number,
    /// A day.
    Day,
    /// An amount.
    Amount,
    /// The paper itself: one place for each kind that it may be.
    Paper,
    /// A VAT number.
    VatNumber,
    /// The name of a means of payment.
    Means,
}

/// A place on the paper with what surrounds it.
#[derive(Debug, Clone)]
pub struct Place {
    /// The value there: a name or number as printed, a day as `2025-03-28`, an amount without its sign, a
    /// kind of paper or means of payment by its code.
    pub text: String,
    /// Its words.
    pub span: Range<usize>,
    /// Measures of the place, of the form, of the arithmetic.
    pub measures: Vec<f32>,
    /// Words around and letters of the value, as cells.
    pub signs: Vec<u32>,
}

/// The places of one paper.
#[derive(Debug, Clone, Default)]
pub struct Places {
    names: Vec<Place>,
    numbers: Vec<Place>,
    days: Vec<Place>,
    amounts: Vec<Place>,
    papers: Vec<Place>,
    vat_numbers: Vec<Place>,
    means: Vec<Place>,
}

impl Places {
    /// Those that may bear what is asked.
    pub fn of(&self, kind: Kind) -> &[Place] {
        match kind {
            Kind::Name => &self.names,
            Kind::Number => &self.numbers,
            Kind::Day => &self.days,
            Kind::Amount => &self.amounts,
            Kind::Paper => &self.papers,
            Kind::VatNumber => &self.vat_numbers,
            Kind::Means => &self.means,
        }
    }
}

/// Every place of a document. `taken`: the words of dates and identifiers.
pub(super) fn places(work: &Work, taken: &[Range<usize>]) -> Places {
    let outline = surroundings::Outline::of(work);
    Places {
        names: names::places(work, &outline),
        numbers: numbers::places(work, &outline, taken),
        days: days::places(work, &outline),
        amounts: amounts::places(work, &outline),
        papers: papers::places(work, &outline),
        vat_numbers: identifiers::places(work, &outline),
        means: means::places(work, &outline),
    }
}

/// The weights that the reader ships; none are asked of a file that is not of this version.
fn shipped() -> Option<&'static Model> {
    static MODEL: OnceLock<Option<Model>> = OnceLock::new();
    MODEL.get_or_init(|| Model::from_bytes(include_bytes!("weights.bin"))).as_ref()
}

/// A place's value with the probability that it is what was asked.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Weighed {
    pub text: String,
    pub span: Range<usize>,
    pub probability: f32,
}

/// What the weights say of one paper.
#[derive(Debug, Clone, Default)]
pub(super) struct Opinion {
    weighed: Vec<(Asked, Vec<Weighed>)>,
}

impl Opinion {
    /// Weighs every place of a document.
    pub fn of(work: &Work, taken: &[Range<usize>]) -> Opinion {
        let Some(model) = shipped() else { return Opinion::default() };
        let places = places(work, taken);
        let weigh = |asked: Asked| {
            let mut weighed: Vec<Weighed> = places
                .of(asked.kind())
                .iter()
                .map(|place| Weighed {
                    text: place.text.clone(),
                    span: place.span.clone(),
                    probability: model.probability(asked, place),
                })
                .collect();
            weighed.sort_by(|a, b| b.probability.total_cmp(&a.probability));
            weighed
        };
        Opinion { weighed: Asked::ALL.iter().map(|asked| (*asked, weigh(*asked))).collect() }
    }

    /// The places for what is asked, best first; empty where there are no weights.
    pub fn on(&self, asked: Asked) -> &[Weighed] {
        self.weighed.iter().find(|(known, _)| *known == asked).map_or(&[], |(_, weighed)| weighed)
    }

    /// The highest probability of a value.
    pub fn probability(&self, asked: Asked, is: impl Fn(&str) -> bool) -> f32 {
        self.on(asked).iter().find(|weighed| is(&weighed.text)).map_or(0.0, |weighed| weighed.probability)
    }
}
