//! The use cases: everything that the shell and the command line can do. The one API surface.

pub mod api;
