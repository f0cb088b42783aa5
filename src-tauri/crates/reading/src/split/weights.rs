//! Weights of the features: log-odds that a document begins. Written by `cargo run -p liasse-reading --example train_split`.

use super::features::FEATURES;

/// One weight a feature, in the order of [`super::NAMES`].
pub(super) const WEIGHTS: [f32; FEATURES] = [
    1.05, 4.50, 3.21, -6.53, 0.30, -2.91, -1.80, 0.74, 3.52, -3.30, -3.25, -1.37, 1.07, 2.53, 0.00, -2.44,
    0.87, 0.83, 0.00, 1.20, 0.00, 2.74, -0.45, 2.08, 0.58, 2.28, -1.17, 0.64, -3.01, 0.54, -1.35, -2.00,
    0.00, -4.60, -2.51, 0.47, 3.0, 3.5, 2.0, 1.21, 1.30, 0.00, 0.16, 0.83,
];
