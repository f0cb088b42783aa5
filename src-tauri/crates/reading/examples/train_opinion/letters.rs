//! Weights of the signs: logistic regression over the cells, by steps that shrink where a cell is met often (AdaGrad).

use liasse_reading::fields::opinion::Weights;

use crate::chance::Chance;

const ROUNDS: usize = 12;
const STEP: f64 = 0.6;
/// Pull towards nothing, a place met.
const PULL: f64 = 1e-6;
/// How far the first steps go: small sums of squares make long steps.
const MET: f64 = 1e-2;
/// The same for weights that have been learned before.
const MET_BEFORE: f64 = 1.0;

/// Learned weights with what stands before any of them.
pub struct Letters {
    bias: f64,
    cells: Vec<f64>,
}

impl Letters {
    /// Learns from rows of signs, which are cells below `cells`, from nothing or from what was learned `before`.
    pub fn learn(
        rows: &[(&[u32], bool, f64)],
        cells: u32,
        before: Option<&Weights>,
        chance: &mut Chance,
    ) -> Letters {
        let mut own = before.map_or_else(
            || Letters { bias: -3.0, cells: vec![0.0; cells as usize] },
            |before| Letters {
                bias: f64::from(before.bias),
                cells: before.cells.iter().map(|steps| f64::from(before.scale) * f64::from(*steps)).collect(),
            },
        );
        let mut met = vec![if before.is_some() { MET_BEFORE } else { MET }; cells as usize];
        let mut met_bias = 1.0;
        for _ in 0..ROUNDS {
            for at in chance.order(rows.len()) {
                let (signs, is, weight) = rows[at];
                let part = 1.0 / (signs.len().max(1) as f64).sqrt();
                let odds = own.bias + part * signs.iter().map(|cell| own.cells[*cell as usize]).sum::<f64>();
                let slope = weight * (1.0 / (1.0 + (-odds).exp()) - f64::from(u8::from(is)));
                met_bias += slope * slope;
                own.bias -= 0.1 * slope / f64::sqrt(met_bias);
                for cell in signs {
                    let cell = *cell as usize;
                    let slope = slope * part + PULL * own.cells[cell];
                    met[cell] += slope * slope;
                    own.cells[cell] -= STEP * slope / met[cell].sqrt();
                }
            }
        }
        own
    }

    /// The weights in steps of one byte: what a step is worth, what stands before, the steps.
    pub fn in_steps(&self) -> (f32, f32, Vec<i8>) {
        let most = self.cells.iter().fold(1e-6_f64, |most, weight| most.max(weight.abs()));
        let scale = most / 127.0;
        (
            scale as f32,
            self.bias as f32,
            self.cells.iter().map(|weight| (weight / scale).round() as i8).collect(),
        )
    }
}
