//! The layouts by name, and how one of them becomes a paper.

mod blocks;
mod house;
mod mosaic;
mod notices;
mod office;
pub mod plan;
mod plans;
mod roll;

use crate::Paper;
use crate::day::Day;
use crate::draw::Look;
use crate::ink::{Run, Sheet};
use crate::rng::Rng;
use crate::truth::{Deal, Party, Truth};

/// What a layout draws with: chance for the content, chance for the look, and what is asked for.
/// Two papers with the same look seed and supplier have the same letterhead, as papers of one supplier do.
pub struct Studio {
    pub content: Rng,
    pub style: Rng,
    pub supplier: Option<Party>,
    pub buyer: Option<Party>,
    pub issue: Option<Day>,
}

impl Studio {
    pub fn new(seed: u64) -> Self {
        let mut rng = Rng::new(seed);
        Self { content: rng.fork(), style: rng.fork(), supplier: None, buyer: None, issue: None }
    }

    pub fn look(&mut self, deal: &Deal) -> Look {
        Look::draw(&mut self.style, deal)
    }
}

/// What a layout hands back.
pub struct Drawn {
    pub deal: Deal,
    pub sheets: Vec<Sheet>,
    pub runs: Vec<Run>,
    /// All lines of the deal are printed one by one.
    pub whole_lines: bool,
}

#[derive(Clone, Copy)]
pub enum Make {
    /// Put together from the blocks of [`crate::draw`].
    Plan(&'static plan::Plan),
    /// Drawn in its own way.
    Own(fn(&mut Studio) -> Drawn),
}

/// A named layout.
#[derive(Clone, Copy)]
pub struct Layout {
    pub name: &'static str,
    /// Kept away from training, so that what was learnt can be tested on layouts never seen.
    pub held_out: bool,
    pub make: Make,
}

/// Every layout, in a fixed order.
pub fn all() -> Vec<Layout> {
    plans::LAYOUTS.to_vec()
}

/// Papers of suppliers with words of their own; apart from [`all`], since no reader can know them before it was told.
pub fn house() -> Layout {
    Layout { name: "house_fr", held_out: true, make: Make::Own(house::fr) }
}

pub fn by_name(name: &str) -> Option<Layout> {
    all().into_iter().find(|l| l.name == name)
}

impl Layout {
    pub fn draw(&self, studio: &mut Studio) -> Paper {
        let drawn = match self.make {
            Make::Plan(plan) => plan.draw(studio),
            Make::Own(make) => make(studio),
        };
        paper_of(drawn, self.name)
    }

    /// One paper of a seed.
    pub fn paper(&self, seed: u64) -> Paper {
        self.draw(&mut Studio::new(seed))
    }
}

/// A drawing and the truth that follows from it.
pub fn paper_of(drawn: Drawn, layout: &str) -> Paper {
    let sizes: Vec<(f32, f32)> = drawn.sheets.iter().map(|s| (s.width, s.height)).collect();
    let truth = Truth::of(&drawn.deal, layout, &drawn.runs, &sizes, drawn.whole_lines);
    Paper { deal: drawn.deal, sheets: drawn.sheets, runs: drawn.runs, truth }
}

#[cfg(test)]
mod tests;
