//! Fictitious accounting papers drawn for the tests, the benchmarks and the sample client file.
