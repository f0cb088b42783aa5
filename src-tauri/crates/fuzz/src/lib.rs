//! Mutation-based fuzzing on stable Rust.
//!
//! A [`Target`](targets::Target) takes bytes and answers what it did with them as a number; inputs that make it do something new are kept and
//! mutated further. Each target runs in a child process under time and memory limits, which writes down every input before
//! it tries it: an input that kills the child is found there.

pub mod child;
pub mod master;
pub mod mutate;
pub mod places;
pub mod seeds;
pub mod targets;
