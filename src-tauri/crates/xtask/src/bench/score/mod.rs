//! How readings are compared with their truth: the rules by which a value counts as right, and the sums of them.

pub mod alike;
pub mod split;
pub mod tally;
mod terms;
pub mod text;

pub use split::Splits;
pub use tally::{Miss, Shown, Tally};
