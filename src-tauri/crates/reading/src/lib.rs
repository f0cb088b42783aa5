//! Page to words to documents to fields, each value with its evidence.
