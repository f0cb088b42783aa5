//! Weights of the features: log-odds that a document begins. Written by `cargo run -p liasse-reading --example train_split`.

use super::features::FEATURES;

/// One weight a feature, in the order of [`super::NAMES`].
pub(super) const WEIGHTS: [f32; FEATURES] = [
    1.60, 4.50, 3.35, -6.57, 0.30, -3.24, -1.80, 0.10, 3.44, -3.26, -3.30, -1.18, 1.06, 1.59, 0.00, -4.39,
    1.00, 0.75, -0.52, 0.61, 0.00, 2.67, 0.00, 2.51, 0.25, 2.31, 0.02, 0.69, -3.03, 0.01, -1.15, -2.00, 0.00,
    -4.63, -3.27, -0.27, 3.59, 3.56, 1.83, 1.58, 1.30, 0.00, 0.00, 1.13,
];
