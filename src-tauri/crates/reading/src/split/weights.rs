//! Weights of the features: log-odds that a document begins. Written by `cargo run -p liasse-reading --example train_split`.

use super::features::FEATURES;

/// One weight a feature, in the order of [`super::NAMES`].
pub(super) const WEIGHTS: [f32; FEATURES] = [
    0.35, 4.5, 3.0, -6.5, 0.3, -2.5, -1.8, 1.5, 3.6, -4.5, -3.2, -0.6, 1.2, 3.4, -0.8, -0.5, 0.7, 0.9, -0.3, 1.5, -0.3, 1.5, -0.8, 2.0,
    1.0, 0.6, -1.3, 0.8, -3.0, 0.9, -1.6, -2.0, -2.0, -4.5, -1.8, 0.8, 3.0, 1.0, 1.3, -0.4, 0.7, 0.6,
];
