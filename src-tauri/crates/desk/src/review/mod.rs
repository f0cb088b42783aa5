//! The review of one document: what is shown, and what the user changes.

mod beside;
pub mod calculator;
mod change;
mod fields;
mod history;
mod parties;
pub mod typed;
mod view;

pub(crate) use beside::{exchange_view, role_code};
pub(crate) use view::entry_view;
