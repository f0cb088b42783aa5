//! Pictures: resampling, ink, the paper on a photo, files of pictures.

mod edges;
pub(crate) mod ink;
pub(crate) mod legibility;
pub(crate) mod look;
pub(crate) mod paper;
pub(crate) mod resample;
pub(crate) mod sharpness;
