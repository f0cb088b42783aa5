//! Files of entries against golden files, and what is refused or told.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what went wrong by failing")]

use std::path::Path;

use liasse_domain::{
    Amount, Currency, DocumentId, Entry, EntryId, EntryLine, EntryParts, Side, ThirdPartyKind,
};
use liasse_formats::entries::{
    CharacterSet, CoalaColumn, CoalaLayout, EntryFile, LineEnd, OutEntry, sections_left_out, write_bob,
    write_coala, write_quadra, write_table, write_ximport,
};

fn line(account: &str, account_label: &str, side: Side, cents: i64, label: &str) -> EntryLine {
    EntryLine {
        account: account.parse().unwrap(),
        account_label: account_label.to_owned(),
        auxiliary: None,
        side,
        amount: Amount::from_cents(cents),
        label: label.to_owned(),
        axes: Default::default(),
        foreign: None,
        notes: Default::default(),
    }
}

fn third(account: &str, auxiliary: &str, side: Side, cents: i64, label: &str) -> EntryLine {
    EntryLine { auxiliary: Some(auxiliary.parse().unwrap()), ..line(account, "Tiers", side, cents, label) }
}

fn entry(journal: &str, date: &str, piece: &str, due: Option<&str>, lines: Vec<EntryLine>) -> Entry {
    Entry::new(EntryParts {
        id: EntryId::from_uuid(Default::default()),
        document: DocumentId::from_uuid(Default::default()),
        purpose: Default::default(),
        journal: journal.parse().unwrap(),
        date: date.parse().unwrap(),
        piece_reference: piece.to_owned(),
        due_date: due.map(|due| due.parse().unwrap()),
        currency: Currency::EUR,
        lines,
    })
    .unwrap()
}

/// A purchase at two rates, its credit note, and a sale.
fn entries() -> Vec<Entry> {
    use Side::{Credit, Debit};
    let bill = "Boulangerie Œuf & Blé; Lille FA-2026-000123";
    let note = "Boulangerie Œuf & Blé; Lille AV7";
    let sale = "Hôtel des Trois Vallées 2026-14";
    vec![
        entry(
            "ACH",
            "2026-03-09",
            "FA-2026-000123",
            Some("2026-04-30"),
            vec![
                line("606300", "Petit équipement", Debit, 123_456, bill),
                line("607000", "Marchandises", Debit, 10_010, bill),
                line("445660", "TVA déductible 20 %", Debit, 24_691, bill),
                third("401000", "401OEUFBLE", Credit, 158_157, bill),
            ],
        ),
        entry(
            "ACH",
            "2026-12-31",
            "AV7",
            None,
            vec![
                line("606300", "Petit équipement", Credit, 5, note),
                third("401000", "401OEUFBLE", Debit, 5, note),
            ],
        ),
        entry(
            "VTE",
            "2026-01-02",
            "2026-14",
            Some("2026-01-02"),
            vec![
                line("706000", "Prestations", Credit, 999_999_999, sale),
                third("411000", "411HOTEL", Debit, 999_999_999, sale),
            ],
        ),
    ]
}

const SUPPLIER: &str = "Boulangerie Œuf & Blé; Lille";

fn out(entries: &[Entry]) -> Vec<OutEntry<'_>> {
    let about = [
        (SUPPLIER, ThirdPartyKind::Supplier, Some("0A1B2C3D.pdf")),
        (SUPPLIER, ThirdPartyKind::Supplier, None),
        ("Hôtel des Trois Vallées", ThirdPartyKind::Customer, Some("4E5F6G7H.jpg")),
    ];
    entries
        .iter()
        .zip(about)
        .map(|(entry, (third_party, kind, image))| OutEntry { entry, third_party, kind, image })
        .collect()
}

/// Compares with the golden file. `LIASSE_GOLDEN=write` writes it instead, for a change that was wanted.
fn golden(name: &str, file: &EntryFile) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/entries").join(name);
    if std::env::var_os("LIASSE_GOLDEN").is_some() {
        std::fs::write(&path, &file.bytes).unwrap();
    }
    let expected = std::fs::read(&path).unwrap();
    assert!(
        file.bytes == expected,
        "{name} differs:\n{}\n--- expected\n{}",
        String::from_utf8_lossy(&file.bytes),
        String::from_utf8_lossy(&expected)
    );
}

fn codes(file: &EntryFile) -> Vec<(&str, &str)> {
    file.findings.iter().map(|finding| (finding.code.as_str(), finding.args["kept"].as_str())).collect()
}

#[test]
fn coala_as_the_two_witnesses_write_it() {
    let entries = entries();
    let file = write_coala(&out(&entries), &CoalaLayout::open_flyers()).unwrap();
    golden("coala-openflyers.txt", &file);
    let text = String::from_utf8(file.bytes.clone()).unwrap();
    assert!(text.lines().all(|line| line.split(';').count() == 9 && line.ends_with(";E")), "{text}");
    assert_eq!(codes(&file).iter().filter(|(code, _)| *code == "entries_text_plain").count(), 2);
    let file = write_coala(&out(&entries), &CoalaLayout::dolibarr()).unwrap();
    golden("coala-dolibarr.txt", &file);
    assert!(file.findings.is_empty());
}

#[test]
fn coala_with_columns_of_ones_own() {
    use CoalaColumn::{AnyAccount, Credit, Date, Debit, DueDate, Image, Journal, Label};
    let columns = vec![Journal, Date, AnyAccount, Label, Debit, Credit, DueDate, Image];
    let layout = CoalaLayout::new(columns, CharacterSet::Windows1252, LineEnd::CrLf).unwrap();
    golden("coala-own.txt", &write_coala(&out(&entries()), &layout).unwrap());
    let refused = CoalaLayout::new(vec![Journal, Date, Debit, Credit], CharacterSet::Utf8, LineEnd::Lf);
    assert_eq!(refused.unwrap_err().args(), [("missing", "account".to_owned())]);
    for column in CoalaColumn::ALL {
        assert_eq!(CoalaColumn::of(column.code()), Some(column));
    }
}

/// The columns that the witnesses give, from 1, both ends within.
fn field(record: &[u8], from: usize, to: usize) -> String {
    encoding(&record[from - 1..to])
}

fn encoding(bytes: &[u8]) -> String {
    bytes.iter().map(|b| char::from(*b)).collect()
}

fn records(file: &EntryFile) -> Vec<&[u8]> {
    let mut records: Vec<&[u8]> = file.bytes.split(|b| *b == b'\n').collect();
    assert!(records.pop().unwrap().is_empty());
    records.into_iter().map(|record| record.strip_suffix(b"\r").unwrap()).collect()
}

#[test]
fn ximport_has_each_field_in_its_place() {
    let entries = entries();
    let file = write_ximport(&out(&entries)).unwrap();
    golden("XIMPORT.TXT", &file);
    let records = records(&file);
    assert!(records.iter().all(|record| record.len() == 142));
    assert_eq!(records.len(), 8);
    let first = records[0];
    assert_eq!(field(first, 1, 5), "    1");
    assert_eq!(field(first, 6, 7), "AC");
    assert_eq!(field(first, 8, 15), "20260309");
    assert_eq!(field(first, 16, 23), "20260430");
    assert_eq!(field(first, 24, 35), "-2026-000123");
    assert_eq!(field(first, 36, 46), "606300     ");
    // Œ is one byte of Windows-1252.
    assert_eq!(&first[46..71], b"Boulangerie \x8Cuf & Bl\xE9; Li");
    assert_eq!(field(first, 72, 84), "      1234.56");
    assert_eq!(field(first, 85, 85), "D");
    assert_eq!(field(first, 104, 137).trim_end(), "Petit équipement");
    assert_eq!(field(first, 138, 142), "O2003");
    assert_eq!(field(records[3], 36, 46), "401OEUFBLE ");
    assert_eq!(field(records[4], 16, 23), "        ");
    assert_eq!(field(records[6], 72, 85), "   9999999.99C");
    let told = codes(&file);
    for one in
        [("entries_text_cut", "-2026-000123"), ("entries_journal_cut", "AC"), ("entries_journal_cut", "VT")]
    {
        assert!(told.contains(&one), "{told:?}");
    }
}

#[test]
fn quadra_has_each_field_in_its_place() {
    let entries = entries();
    let file = write_quadra(&out(&entries)).unwrap();
    golden("quadra.txt", &file);
    let records = records(&file);
    let sorts: String = records.iter().map(|record| char::from(record[0])).collect();
    // One record of the supplier, one of the customer, before their first line.
    assert_eq!(sorts, "MMMCMMMMCM");
    for record in &records {
        assert_eq!(record.len(), if record[0] == b'C' { 453 } else { 231 });
    }
    let first = records[0];
    assert_eq!(field(first, 2, 9), "606300  ");
    assert_eq!(field(first, 10, 14), "AC000");
    assert_eq!(field(first, 15, 20), "090326");
    assert_eq!(field(first, 22, 41), "Boulangerie OEuf & B");
    assert_eq!(field(first, 42, 55), "D+000000123456");
    assert_eq!(field(first, 64, 69), "300426");
    assert_eq!(field(first, 75, 79), "1    ");
    assert_eq!(field(first, 100, 107), "1       ");
    assert_eq!(field(first, 108, 113), "EURACH");
    assert_eq!(field(first, 117, 146), "Boulangerie OEuf & Blé; Lille ");
    assert_eq!(field(first, 149, 158), "026-000123");
    assert_eq!(field(first, 182, 193), "0A1B2C3D.pdf");
    let supplier = records[3];
    assert_eq!(field(supplier, 2, 9), "401OEUFB");
    assert_eq!(field(supplier, 10, 39).trim_end(), "Boulangerie OEuf & Blé; Lille");
    assert_eq!(field(supplier, 40, 46), "BOULANG");
    assert_eq!(field(supplier, 99, 106), "401000  ");
    assert_eq!(field(supplier, 217, 218), " F");
    assert_eq!(field(records[8], 218, 218), "C");
    assert_eq!(field(records[5], 64, 69), "000000");
    assert_eq!(field(records[5], 182, 193).trim(), "");
    assert!(codes(&file).contains(&("entries_account_cut", "401OEUFB")), "{:?}", codes(&file));
}

#[test]
fn bob_and_the_table() {
    let entries = entries();
    let file = write_bob(&out(&entries)).unwrap();
    golden("bob.txt", &file);
    let text = encoding(&file.bytes);
    assert!(text.lines().all(|line| line.split(';').count() == 7), "{text}");
    // The label is the only place of the piece's number.
    assert!(text.lines().next().unwrap().ends_with(" FA-2026-000123"), "{text}");
    assert!(
        text.contains(";F;401OEUFBLE;0,00;1581,57;") && text.contains(";C;411HOTEL;9999999,99;0,00;"),
        "{text}"
    );
    let file = write_table(&out(&entries));
    golden("ecritures.csv", &file);
    assert!(file.findings.is_empty());
}

#[test]
fn sections_are_written_or_told_to_be_left_out() {
    use Side::{Credit, Debit};
    let mut lines = vec![line("606300", "", Debit, 100, "x"), third("401000", "401A", Credit, 100, "x")];
    lines[0].axes.second = Some("CH-12".parse().unwrap());
    let entries = [entry("AC", "2026-01-01", "1", None, lines)];
    let out = out(&entries);
    let table = String::from_utf8(write_table(&out).bytes).unwrap();
    assert!(table.lines().nth(1).unwrap().contains(";EUR;;CH-12;"), "{table}");
    let columns =
        [CoalaLayout::dolibarr().columns(), &[CoalaColumn::FirstAxis, CoalaColumn::SecondAxis]].concat();
    let layout = CoalaLayout::new(columns, CharacterSet::Utf8, LineEnd::Lf).unwrap();
    let coala = String::from_utf8(write_coala(&out, &layout).unwrap().bytes).unwrap();
    assert!(coala.lines().next().unwrap().ends_with(";;CH-12"), "{coala}");
    let told = |carried| sections_left_out(&out, carried).map(|finding| finding.code);
    assert_eq!(told([false, true]), None);
    assert_eq!(told([true, false]).as_deref(), Some("entries_sections_left_out"));
}

#[test]
fn what_would_say_something_else_is_refused() {
    use Side::{Credit, Debit};
    let lines = |account: &str, auxiliary: &str, cents| {
        vec![line(account, "", Debit, cents, "x"), third("401000", auxiliary, Credit, cents, "x")]
    };
    let refusal = |entries: &[Entry]| {
        let out: Vec<OutEntry<'_>> = entries
            .iter()
            .map(|entry| OutEntry { entry, third_party: "X", kind: ThirdPartyKind::Supplier, image: None })
            .collect();
        (write_ximport(&out).err().map(|e| e.code()), write_quadra(&out).err().map(|e| e.code()))
    };
    let one = |account: &str, auxiliary: &str, cents| {
        entry("AC", "2026-01-01", "1", None, lines(account, auxiliary, cents))
    };
    assert_eq!(refusal(&[one("606300", "401A", 1)]), (None, None));
    assert_eq!(refusal(&[one("606312345", "401A", 1)]), (None, Some("entries_account_too_long")));
    // Two suppliers that eight characters do not tell apart.
    let alike = [one("606300", "401DELORME", 1), one("606300", "401DELORT", 1)];
    assert_eq!(refusal(&alike), (None, Some("entries_alike")));
    let journals =
        ["ACH", "ACX"].map(|journal| entry(journal, "2026-01-01", "1", None, lines("606300", "401A", 1)));
    assert_eq!(refusal(&journals), (Some("entries_alike"), None));
    let large = Some("entries_amount_too_large");
    assert_eq!(refusal(&[one("606300", "401A", 999_999_999_999)]), (None, None));
    assert_eq!(refusal(&[one("606300", "401A", 1_000_000_000_000)]), (large, large));
    let dollars = Entry::new(EntryParts {
        id: EntryId::from_uuid(Default::default()),
        document: DocumentId::from_uuid(Default::default()),
        purpose: Default::default(),
        journal: "AC".parse().unwrap(),
        date: "2026-01-01".parse().unwrap(),
        piece_reference: "1".to_owned(),
        due_date: None,
        currency: "USD".parse().unwrap(),
        lines: lines("606300", "401A", 1),
    })
    .unwrap();
    let currency = Some("entries_currency");
    assert_eq!(refusal(&[dollars]), (currency, currency));
}
