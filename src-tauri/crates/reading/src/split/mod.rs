//! Split: which pages of a source are one document.
