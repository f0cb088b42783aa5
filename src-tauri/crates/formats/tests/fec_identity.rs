//! What is written as a FEC is read back as it was, and written again to the same bytes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what went wrong by failing")]

use liasse_domain::{Amount, Currency, Date};
use liasse_formats::fec::{self, Charset, Fec, FecEntry, FecEntryLine};
use proptest::prelude::*;

/// A text as a field of a FEC holds it: no tabulation, no line end, no blank at either end.
fn text(most: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(
        prop_oneof![
            8 => proptest::char::range('!', '~'),
            1 => Just(' '),
            1 => prop_oneof![Just('é'), Just('À'), Just('ç'), Just('œ'), Just('€'), Just('ß'), Just('|'), Just(';')],
        ],
        1..most,
    )
    .prop_map(|chars| chars.into_iter().collect::<String>().trim().to_owned())
    .prop_filter("not blank", |text| !text.is_empty())
}

fn date() -> impl Strategy<Value = Date> {
    (2000i16..2100, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| Date::new(year, month, day).unwrap())
}

fn account() -> impl Strategy<Value = String> {
    ("[1-7][0-9]{2}", "[0-9A-Z]{0,6}").prop_map(|(root, rest)| format!("{root}{rest}"))
}

fn line() -> impl Strategy<Value = FecEntryLine> {
    let auxiliary = proptest::option::of(("[0-9A-Z]{1,12}", text(20)));
    (account(), text(20), auxiliary, text(30), 1i64..10_000_000_000, any::<bool>()).prop_map(
        |(account, account_label, auxiliary, label, cents, is_debit)| {
            let amount = Amount::from_cents(cents);
            let (debit, credit) = if is_debit { (amount, Amount::ZERO) } else { (Amount::ZERO, amount) };
            FecEntryLine { account, account_label, auxiliary, label, debit, credit }
        },
    )
}

/// A balanced entry: the last line takes what the others leave.
fn entry() -> impl Strategy<Value = FecEntry> {
    let foreign =
        proptest::option::of((1i64..1_000_000_000, prop_oneof![Just("USD"), Just("GBP"), Just("CHF")]));
    (
        ("[A-Z0-9]{1,4}", text(15), text(15)),
        (date(), date(), proptest::option::of(date())),
        foreign,
        proptest::collection::vec(line(), 1..6),
        line(),
    )
        .prop_map(
            |(
                (journal, journal_label, piece),
                (date, piece_date, validation_date),
                foreign,
                mut lines,
                last,
            )| {
                let sum: i64 = lines.iter().map(|line| line.debit.cents() - line.credit.cents()).sum();
                let rest = Amount::from_cents(sum.abs());
                let (debit, credit) = if sum < 0 { (rest, Amount::ZERO) } else { (Amount::ZERO, rest) };
                lines.push(FecEntryLine { debit, credit, ..last });
                FecEntry {
                    journal,
                    journal_label,
                    number: String::new(),
                    date,
                    piece,
                    piece_date,
                    validation_date,
                    foreign: foreign
                        .map(|(cents, code)| (Amount::from_cents(cents), code.parse::<Currency>().unwrap())),
                    lines,
                }
            },
        )
}

fn ledger() -> impl Strategy<Value = Vec<FecEntry>> {
    proptest::collection::vec(entry(), 1..8).prop_map(|mut entries| {
        for (number, entry) in entries.iter_mut().enumerate() {
            entry.number = format!("{:06}", number + 1);
        }
        entries
    })
}

fn entries_of(read: &Fec) -> Vec<FecEntry> {
    let mut entries: Vec<FecEntry> = Vec::new();
    for row in read.rows() {
        if entries.last().is_none_or(|last| last.number != row.entry) {
            entries.push(FecEntry {
                journal: row.journal.to_owned(),
                journal_label: row.journal_label.to_owned(),
                number: row.entry.to_owned(),
                date: row.date,
                piece: row.piece.to_owned(),
                piece_date: row.piece_date.unwrap(),
                validation_date: row.validation_date,
                foreign: (!row.currency.is_empty()).then(|| {
                    let amount = row.currency_amount.replace(',', ".").parse().unwrap();
                    (amount, row.currency.parse().unwrap())
                }),
                lines: Vec::new(),
            });
        }
        let auxiliary =
            (!row.auxiliary.is_empty()).then(|| (row.auxiliary.to_owned(), row.auxiliary_label.to_owned()));
        entries.last_mut().unwrap().lines.push(FecEntryLine {
            account: row.account.to_owned(),
            account_label: row.account_label.to_owned(),
            auxiliary,
            label: row.label.to_owned(),
            debit: row.debit,
            credit: row.credit,
        });
    }
    entries
}

proptest! {
    #[test]
    fn written_and_read_it_is_the_same(ledger in ledger(), iso in any::<bool>()) {
        let charset = if iso { Charset::Iso8859_15 } else { Charset::Utf8 };
        let bytes = fec::write(&ledger, charset).unwrap();
        let read = fec::read(&bytes).unwrap_or_else(|errors| panic!("{errors:?}"));
        let back = entries_of(&read);
        prop_assert_eq!(&back, &ledger);
        prop_assert_eq!(fec::write(&back, charset).unwrap(), bytes);
    }
}
