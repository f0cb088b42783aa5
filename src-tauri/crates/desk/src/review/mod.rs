//! The review of one document: what is shown, and what the user changes.

mod calculator;
mod change;
mod fields;
mod history;
mod parties;
mod typed;
mod view;

pub(crate) use view::{entry_view, publication_message};
