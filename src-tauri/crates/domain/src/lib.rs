//! The trade's nouns: money, dates, identifiers, documents, accounts, rules, entries. Pure: no I/O, no clock, no random numbers.
