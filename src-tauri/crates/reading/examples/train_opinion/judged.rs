//! How often the best place is right, on papers that taught nothing.

use liasse_reading::fields::opinion::{Asked, Model};

use crate::{Paper, truth};

/// What one model did with what is asked.
#[derive(Default)]
struct Tally {
    /// Papers that bear what is asked in one of their places.
    papers: usize,
    /// Whose best place is right.
    right: usize,
    /// The others, with what was told and what the best place says.
    wrong: Vec<String>,
    /// Whose best place is 0.9 probable or more, and of these the wrong ones.
    bold: usize,
    bold_wrong: usize,
}

fn tally(papers: &[Paper], asked: Asked, model: &Model) -> Tally {
    let mut tally = Tally::default();
    for paper in papers {
        let Some(told) = truth::of(&paper.truth, asked) else { continue };
        let places = paper.places.of(asked.kind());
        let best = places
            .iter()
            .map(|place| (model.probability(asked, place), place))
            .max_by(|(one, _), (other, _)| one.total_cmp(other));
        let Some((probability, best)) = best else { continue };
        let right = truth::is(asked, &told, &best.text);
        if probability >= 0.9 {
            tally.bold += 1;
            tally.bold_wrong += usize::from(!right);
        }
        if places.iter().any(|place| truth::is(asked, &told, &place.text)) {
            tally.papers += 1;
            tally.right += usize::from(right);
            if !right {
                tally.wrong.push(format!("{}: {told} | {} ({probability:.2})", paper.layout, best.text));
            }
        }
    }
    tally
}

/// Prints a line for each thing asked: papers, best place right, best places of 0.9 or more and how many of them are wrong;
/// for each model. What the last one took wrongly goes to the standard error.
pub fn print(papers: &[Paper], before: Option<&Model>, learned: &Model) {
    for asked in Asked::ALL {
        print!("{:12}", format!("{asked:?}"));
        for model in before.into_iter().chain([learned]) {
            let Tally { papers, right, wrong, bold, bold_wrong } = tally(papers, asked, model);
            if std::ptr::eq(model, learned) {
                wrong.iter().for_each(|wrong| eprintln!("{asked:?} {wrong}"));
            }
            print!("  {right:4} of {papers:4}, bold {bold:4}, of them wrong {bold_wrong:3}");
        }
        println!();
    }
}
