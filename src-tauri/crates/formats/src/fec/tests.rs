use liasse_domain::{Amount, Date, ThirdPartyKind, VatScheme};
use proptest::prelude::*;

use super::*;

const NAMES: [&str; 18] = [
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "CompAuxNum",
    "CompAuxLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "Debit",
    "Credit",
    "EcritureLet",
    "DateLet",
    "ValidDate",
    "Montantdevise",
    "Idevise",
];

/// journal, entry, account, auxiliary, auxiliary's label, piece, debit, credit
type Short<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str, &'a str, &'a str, &'a str);

const PURCHASE: [Short<'_>; 3] = [
    ("ACH", "1", "606300", "", "", "F1", "100,00", "0,00"),
    ("ACH", "1", "445660", "", "", "F1", "20,00", "0,00"),
    ("ACH", "1", "401000", "FDUPOND", "Dupond", "F1", "0,00", "120,00"),
];

fn record(short: &Short<'_>) -> Vec<String> {
    let (journal, entry, account, auxiliary, label, piece, debit, credit) = *short;
    [
        journal,
        "Journal",
        entry,
        "20250115",
        account,
        "Libellé de compte",
        auxiliary,
        label,
        piece,
        "20250114",
        "Écriture",
        debit,
        credit,
        "",
        "",
        "20251231",
        "",
        "",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn lay_out(header: &[&str], records: &[Vec<String>], separator: &str, end: &str) -> String {
    let mut text = header.join(separator) + end;
    for record in records {
        text += &(record.join(separator) + end);
    }
    text
}

fn file(shorts: &[Short<'_>]) -> String {
    lay_out(&NAMES, &shorts.iter().map(record).collect::<Vec<_>>(), "\t", "\r\n")
}

fn errors(text: &str) -> Vec<FecError> {
    read(text.as_bytes()).unwrap_err()
}

fn codes(text: &str) -> Vec<(Option<u32>, &'static str)> {
    errors(text).iter().map(|error| (error.line, error.code())).collect()
}

fn check_purchase(bytes: &[u8], what: &str) {
    let fec = read(bytes).unwrap_or_else(|errors| panic!("{what}: {errors:?}"));
    let rows: Vec<FecRow<'_>> = fec.rows().collect();
    assert_eq!(rows.len(), 3, "{what}");
    assert_eq!(rows[0].account, "606300", "{what}");
    assert_eq!(rows[0].label, "Écriture", "{what}");
    assert_eq!(rows[0].debit, Amount::from_cents(10_000), "{what}");
    assert_eq!(rows[2].auxiliary, "FDUPOND", "{what}");
    assert_eq!(rows[2].credit, Amount::from_cents(12_000), "{what}");
    assert_eq!(rows[2].date, Date::new(2025, 1, 15).unwrap(), "{what}");
    assert_eq!(analyse(&fec).third_parties[0].usual().unwrap().account, "606300", "{what}");
}

#[test]
fn takes_every_lawful_form() {
    let records: Vec<Vec<String>> = PURCHASE.iter().map(record).collect();
    let plain = file(&PURCHASE);
    check_purchase(plain.as_bytes(), "tabulations");
    check_purchase(format!("\u{feff}{plain}").as_bytes(), "byte order mark");
    for end in ["\n", "\r", "\r\r\n"] {
        check_purchase(lay_out(&NAMES, &records, "\t", end).as_bytes(), &format!("{end:?}"));
    }
    check_purchase(lay_out(&NAMES, &records, "|", "\r\n").as_bytes(), "bars");
    check_purchase(
        lay_out(&NAMES, &records, " | ", " |\r\n").as_bytes(),
        "padding and a separator at the end",
    );
    check_purchase(&encoding_rs::ISO_8859_15.encode(&plain).0, "ISO 8859-15");
    check_purchase(plain.trim_end_matches("\r\n").as_bytes(), "no end of the last line");
    let zeros = plain.replace("100,00", "0000000100,00");
    check_purchase(zeros.as_bytes(), "zero-padded");
    let accented =
        plain.replacen("EcritureNum", "écriture_num", 1).replacen("Montantdevise", "MontantDevise", 1);
    check_purchase(
        accented.to_uppercase().replace("ÉCRITURE\t", "Écriture\t").as_bytes(),
        "header in capitals",
    );
    let blank = plain.replace("0,00\t120,00", "\t120,00");
    check_purchase(blank.as_bytes(), "blank side");
}

#[test]
fn takes_amount_and_sense() {
    for (debit, credit) in [("D", "C"), ("+1", "-1"), ("d", "c")] {
        let mut names = NAMES;
        (names[11], names[12]) = ("Montant", "Sens");
        let records: Vec<Vec<String>> = PURCHASE
            .iter()
            .map(|short| {
                let mut record = record(short);
                let is_debit = record[11] != "0,00";
                if !is_debit {
                    record[11] = record[12].clone();
                }
                record[12] = if is_debit { debit } else { credit }.to_owned();
                record
            })
            .collect();
        check_purchase(lay_out(&names, &records, "\t", "\n").as_bytes(), debit);
        let text = lay_out(&names, &records, "\t", "\n").replacen(&format!("\t{debit}\t"), "\tX\t", 1);
        assert_eq!(codes(&text), [(Some(2), "fec_sense")]);
    }
}

#[test]
fn takes_cash_accounting() {
    let mut names = NAMES.to_vec();
    names.extend(["DateRglt", "ModeRglt", "NatOp"]);
    let records = |extra: &[&str]| -> Vec<Vec<String>> {
        PURCHASE
            .iter()
            .map(|short| record(short).into_iter().chain(extra.iter().map(|e| (*e).to_owned())).collect())
            .collect()
    };
    let farm = lay_out(&names, &records(&["20250115", "CB", "A"]), "\t", "\n");
    check_purchase(farm.as_bytes(), "21 columns");
    assert_eq!(read(farm.as_bytes()).unwrap().form(), FecForm::FarmCash);
    names.push("IdClient");
    let profession = lay_out(&names, &records(&["20250115", "CB", "A", "7"]), "\t", "\n");
    assert_eq!(read(profession.as_bytes()).unwrap().form(), FecForm::ProfessionCash);
    // A single entry without an account, which only cash accounting may have.
    let single = profession.replace("401000\t", "\t").replace("\tACH", "\t");
    assert!(read(single.as_bytes()).is_ok());
    assert_eq!(codes(&file(&PURCHASE).replace("401000", ""))[0], (Some(4), "fec_blank_field"));
}

#[test]
fn names_the_line_the_column_and_what_was_expected() {
    let good = file(&PURCHASE);
    assert_eq!(codes(""), [(None, "fec_empty")]);
    assert_eq!(codes("\r\n \r\n"), [(None, "fec_empty")]);
    assert_eq!(codes(&good.replace('\t', ";")), [(Some(1), "fec_separator")]);
    assert!(errors(&good.replace('\t', ";"))[0].to_string().contains("`;`"));
    assert_eq!(codes("%PDF-1.7"), [(None, "fec_not_text")]);
    assert_eq!(codes("<comptabilite/>"), [(None, "fec_not_text")]);
    let missing = errors(&good.replace("CompteLib", "Nom").replace("Idevise", "Devise"));
    assert!(missing[0].to_string().contains("CompteLib, Idevise"), "{}", missing[0]);
    assert_eq!(codes(&good.replace("JournalLib", "JournalCode"))[0].1, "fec_repeated_column");
    assert_eq!(codes(&good.replacen("FDUPOND\t", "FDUPOND\t\t", 1)), [(Some(4), "fec_row_width")]);
    assert_eq!(codes(&good.replacen("445660\t", "445660 ", 1)), [(Some(3), "fec_row_width")]);
    let date = errors(&good.replacen("20250115", "20250230", 1));
    assert_eq!((date[0].line, date[0].column()), (Some(2), Some(Column::EcritureDate)));
    assert_eq!(codes(&good.replacen("20250114", "14/01/2025", 1)), [(Some(2), "fec_date")]);
    for number in ["100.00", "1 00,00", "100,001", "cent"] {
        assert_eq!(codes(&good.replacen("100,00", number, 1)), [(Some(2), "fec_number")], "{number}");
    }
    assert_eq!(codes(&good.replacen("606300", "ABC", 1)), [(Some(2), "fec_account")]);
    let unbalanced = errors(&good.replace("120,00", "119,99"));
    assert_eq!((unbalanced[0].line, unbalanced[0].code()), (Some(2), "fec_unbalanced"));
    let text = unbalanced[0].to_string();
    assert!(
        text.contains("entry 1 of journal ACH") && text.contains("120.00") && text.contains("119.99"),
        "{text}"
    );
    assert_eq!(unbalanced[0].to_finding().line, Some(2));
}

#[test]
fn lists_all_errors_then_says_that_there_are_more() {
    let two = file(&PURCHASE).replace("100,00", "x").replace("120,00", "y");
    // The sums of an entry with a line that cannot be read say nothing.
    assert_eq!(codes(&two), [(Some(2), "fec_number"), (Some(4), "fec_number")]);
    let shorts = vec![("ACH", "1", "606300", "", "", "F1", "x", "0,00"); MAX_ERRORS + 1];
    let all = errors(&file(&shorts));
    assert_eq!(all.len(), MAX_ERRORS + 1);
    assert_eq!(all.last().unwrap().code(), "fec_more_errors");
    let exactly = errors(&file(&shorts[..MAX_ERRORS]));
    assert_eq!(exactly.len(), MAX_ERRORS);
    assert!(exactly.iter().all(|error| error.code() == "fec_number"));
}

#[test]
fn tells_of_slips_without_refusing() {
    let fec = read(file(&PURCHASE).replace("Libellé de compte", "").as_bytes()).unwrap();
    assert_eq!(fec.anomalies().len(), 3);
    assert_eq!(fec.anomalies()[0].line, Some(2));
}

fn summary(shorts: &[Short<'_>]) -> FecSummary {
    analyse(&read(file(shorts).as_bytes()).unwrap())
}

#[test]
fn learns_the_usual_counterpart() {
    let mut shorts = PURCHASE.to_vec();
    for (entry, account, amount) in
        [("2", "606300", "50,00"), ("3", "613200", "900,00"), ("4", "218300", "10,00")]
    {
        shorts.push(("ACH", entry, account, "", "", entry, amount, "0,00"));
        shorts.push(("ACH", entry, "401000", "FDUPOND", "Dupond SA", entry, "0,00", amount));
    }
    shorts.extend([
        // A payment with bank fees: the fees are the bank's, not the supplier's.
        ("BQ", "5", "401000", "FDUPOND", "Dupond SA", "5", "120,00", "0,00"),
        ("BQ", "5", "627000", "", "", "5", "5,00", "0,00"),
        ("BQ", "5", "512000", "", "", "5", "0,00", "125,00"),
        // A credit note counts like an invoice.
        ("ACH", "6", "401000", "FDUPOND", "Dupond SA", "6", "12,00", "0,00"),
        ("ACH", "6", "606300", "", "", "6", "0,00", "12,00"),
        // Opening balances tell nothing.
        ("AN", "7", "401000", "FDUPOND", "Dupond SA", "7", "0,00", "7,00"),
        ("AN", "7", "218300", "", "", "7", "7,00", "0,00"),
        ("VTE", "8", "411000", "CMAIRIE", "Mairie", "8", "12,00", "0,00"),
        ("VTE", "8", "706000", "", "", "8", "0,00", "12,00"),
    ]);
    let summary = summary(&shorts);
    let supplier = &summary.third_parties[0];
    assert_eq!((supplier.kind, supplier.label.as_str()), (ThirdPartyKind::Supplier, "Dupond SA"));
    let usual = supplier.usual().unwrap();
    assert_eq!((usual.account.as_str(), usual.count, supplier.total), ("606300", 3, 5));
    assert_eq!(usual.amount, Amount::from_cents(16_200));
    let others: Vec<&str> = supplier.counterparts.iter().map(|c| c.account.as_str()).collect();
    assert_eq!(others, ["606300", "613200", "218300"], "ties: the larger amount first");
    let customer = &summary.third_parties[1];
    assert_eq!(
        (customer.kind, customer.usual().unwrap().account.as_str()),
        (ThirdPartyKind::Customer, "706000")
    );
    let natures: Vec<_> = summary.journals.iter().map(|j| (j.code.as_str(), j.nature)).collect();
    assert_eq!(
        natures,
        [
            ("ACH", JournalNature::Purchases),
            ("AN", JournalNature::Opening),
            ("BQ", JournalNature::Bank),
            ("VTE", JournalNature::Sales)
        ]
    );
    assert_eq!(summary.supplier_collective.as_deref(), Some("401000"));
    assert_eq!((summary.supplier_prefix.as_str(), summary.customer_prefix.as_str()), ("F", "C"));
    assert_eq!(summary.entries, 8);
    let chart: Vec<&str> = summary.chart().map(|account| account.code.as_str()).collect();
    assert_eq!(chart, ["218300", "445660", "512000", "606300", "613200", "627000", "706000"]);
}

#[test]
fn takes_auxiliary_codes_out_of_accounts() {
    let shorts = [
        ("ACH", "1", "606300", "", "", "F1", "100,00", "0,00"),
        ("ACH", "1", "401DUPOND", "", "", "F1", "0,00", "100,00"),
        ("ACH", "2", "613200", "", "", "F2", "100,00", "0,00"),
        ("ACH", "2", "40100017", "", "", "F2", "0,00", "100,00"),
        ("OD", "3", "401000", "", "", "X", "1,00", "0,00"),
        ("OD", "3", "471000", "", "", "X", "0,00", "1,00"),
    ];
    let summary = summary(&shorts);
    let parties: Vec<_> = summary
        .third_parties
        .iter()
        .map(|party| {
            (party.auxiliary.as_str(), party.collective.as_str(), party.usual().unwrap().account.as_str())
        })
        .collect();
    assert_eq!(parties, [("40100017", "401", "613200"), ("401DUPOND", "401", "606300")]);
    // "Libellé de compte" stands on both: it is no name of theirs.
    assert_eq!(summary.third_parties[1].label, "401DUPOND");
    // Where auxiliary accounts are used, 401100 is a collective account like 401000.
    let with = [
        ("ACH", "1", "606300", "", "", "F1", "100,00", "0,00"),
        ("ACH", "1", "401000", "FDUPOND", "Dupond", "F1", "0,00", "100,00"),
        ("OD", "3", "401100", "", "", "X", "1,00", "0,00"),
        ("OD", "3", "471000", "", "", "X", "0,00", "1,00"),
    ];
    assert_eq!(super::analyse(&read(file(&with).as_bytes()).unwrap()).third_parties.len(), 1);
}

#[test]
fn tells_how_a_third_party_bears_the_tax() {
    let mut shorts = Vec::new();
    let mut bought = |party, lines: &[(&'static str, &'static str, &'static str)]| {
        for entry in ["1", "2"] {
            for (account, debit, credit) in lines {
                let auxiliary = if account.starts_with("401") { party } else { "" };
                shorts.push(("ACH", entry, *account, auxiliary, auxiliary, party, *debit, *credit));
            }
        }
    };
    let (net, owed) = (("606300", "100,00", "0,00"), ("401000", "0,00", "100,00"));
    bought("FCHARGED", &[net, ("445660", "20,00", "0,00"), ("401000", "0,00", "120,00")]);
    bought("FEXEMPT", &[net, owed]);
    bought("FUNION", &[net, ("445662", "20,00", "0,00"), ("445200", "0,00", "20,00"), owed]);
    bought("FREVERSED", &[net, ("445660", "20,00", "0,00"), ("445710", "0,00", "20,00"), owed]);
    // Once is no habit.
    shorts.extend([
        ("ACH", "3", "606300", "", "", "X", "50,00", "0,00"),
        ("ACH", "3", "401000", "FEXEMPT2", "E", "X", "0,00", "50,00"),
    ]);
    let summary = summary(&shorts);
    let schemes: Vec<_> =
        summary.third_parties.iter().map(|party| (party.auxiliary.as_str(), party.tax.scheme())).collect();
    assert_eq!(
        schemes,
        [
            ("FCHARGED", Some(VatScheme::Standard)),
            ("FEXEMPT", Some(VatScheme::Exempt)),
            ("FEXEMPT2", None),
            ("FREVERSED", Some(VatScheme::ReverseCharge)),
            ("FUNION", Some(VatScheme::Intracom)),
        ]
    );
    let mixed = TaxHabit { charged: 9, none: 1, ..TaxHabit::default() };
    assert_eq!(mixed.scheme(), None);
}

#[test]
fn tells_where_outlays_went() {
    let mut shorts = Vec::new();
    for entry in ["1", "2"] {
        let lines = [
            ("622600", "", "1000,00", "0,00"),
            ("622700", "", "168,52", "0,00"),
            ("445660", "", "200,00", "0,00"),
            ("401000", "FLAW", "0,00", "1368,52"),
        ];
        shorts.extend(lines.map(|(account, party, debit, credit)| {
            ("ACH", entry, account, party, party, "F", debit, credit)
        }));
    }
    // Two bases, both taxed.
    let both = [
        ("606300", "", "100,00", "0,00"),
        ("606400", "", "50,00", "0,00"),
        ("445660", "", "30,00", "0,00"),
        ("401000", "FSHOP", "0,00", "180,00"),
    ];
    shorts.extend(
        both.map(|(account, party, debit, credit)| ("ACH", "3", account, party, party, "F", debit, credit)),
    );
    let summary = summary(&shorts);
    let found: Vec<_> = summary
        .third_parties
        .iter()
        .map(|party| {
            (party.auxiliary.as_str(), party.untaxed.as_ref().map(|used| (used.account.as_str(), used.count)))
        })
        .collect();
    assert_eq!(found, [("FLAW", Some(("622700", 2))), ("FSHOP", None)]);
    assert_eq!(summary.third_parties[0].usual().unwrap().account, "622600");
}

#[test]
fn parts_a_collective_entry_by_piece() {
    let shorts = [
        ("ACH", "1", "606300", "", "", "F1", "10,00", "0,00"),
        ("ACH", "1", "401000", "FA", "A", "F1", "0,00", "10,00"),
        ("ACH", "1", "613200", "", "", "F2", "20,00", "0,00"),
        ("ACH", "1", "401000", "FB", "B", "F2", "0,00", "20,00"),
    ];
    let summary = summary(&shorts);
    let usual: Vec<&str> =
        summary.third_parties.iter().map(|party| party.usual().unwrap().account.as_str()).collect();
    assert_eq!(usual, ["606300", "613200"]);
}

#[test]
fn names_the_file_as_the_law_does() {
    let siren = "303265045".parse().unwrap();
    assert_eq!(file_name(&siren, Date::new(2025, 12, 31).unwrap()), "303265045FEC20251231.txt");
}

fn entry(number: u32, lines: Vec<FecEntryLine>) -> FecEntry {
    FecEntry {
        journal: "ACH".to_owned(),
        journal_label: "Achats".to_owned(),
        number: number.to_string(),
        date: Date::new(2025, 6, 30).unwrap(),
        piece: format!("F{number}"),
        piece_date: Date::new(2025, 6, 29).unwrap(),
        validation_date: Date::new(2025, 7, 1),
        foreign: None,
        lines,
    }
}

fn line(account: &str, label: &str, debit: i64, credit: i64) -> FecEntryLine {
    FecEntryLine {
        account: account.to_owned(),
        account_label: "Compte".to_owned(),
        auxiliary: account.starts_with("401").then(|| ("FDUPOND".to_owned(), "Dupond & Fils".to_owned())),
        label: label.to_owned(),
        debit: Amount::from_cents(debit),
        credit: Amount::from_cents(credit),
    }
}

#[test]
fn writes_no_unlawful_file() {
    let unbalanced = entry(1, vec![line("606300", "x", 5, 0), line("401000", "x", 0, 4)]);
    assert_eq!(write(&[unbalanced], Charset::Utf8).unwrap_err().code(), "fec_unbalanced");
    let account = entry(1, vec![line("6O6", "x", 5, 0), line("401000", "x", 0, 5)]);
    assert_eq!(write(&[account], Charset::Utf8).unwrap_err().code(), "fec_account");
    let entry = entry(1, vec![line("606300", "L’œuvre – à\t5 €\nŁ", 5, 0), line("401000", "x", 0, 5)]);
    let iso = write(std::slice::from_ref(&entry), Charset::Iso8859_15).unwrap();
    let fec = read(&iso).unwrap();
    assert_eq!(fec.encoding(), "ISO-8859-15");
    assert_eq!(fec.rows().next().unwrap().label, "L'œuvre - à 5 € ?");
}

proptest! {
    #[test]
    fn what_is_written_reads_back(
        entries in proptest::collection::vec(
            (1i64..100_000_000, "[A-Za-zÀ-ÿ0-9 |;'\"&]{0,30}", 0i64..50_000_000, any::<bool>()), 0..20),
        iso in any::<bool>(),
    ) {
        let entries: Vec<FecEntry> = entries
            .iter()
            .zip(1..)
            .map(|((ht, label, tax, reversed), number)| {
                let (ht, tax) = (*ht, *tax);
                let mut lines = vec![
                    line("606300", label, ht, 0),
                    line("445660", label, tax, 0),
                    line("401000", label, 0, ht + tax),
                ];
                if *reversed {
                    for line in &mut lines {
                        (line.debit, line.credit) = (line.credit, line.debit);
                    }
                }
                entry(number, lines)
            })
            .collect();
        let charset = if iso { Charset::Iso8859_15 } else { Charset::Utf8 };
        let fec = read(&write(&entries, charset).unwrap()).unwrap();
        let lines: Vec<_> = entries.iter().flat_map(|e| e.lines.iter().map(move |l| (e, l))).collect();
        prop_assert_eq!(fec.len(), lines.len());
        for (row, (entry, line)) in fec.rows().zip(lines) {
            prop_assert_eq!(row.entry, &entry.number);
            prop_assert_eq!(row.account, &line.account);
            prop_assert_eq!(row.label, line.label.trim());
            prop_assert_eq!((row.debit, row.credit), (line.debit, line.credit));
            prop_assert_eq!(row.auxiliary.is_empty(), line.auxiliary.is_none());
            prop_assert_eq!(row.piece_date, Some(entry.piece_date));
        }
    }

    #[test]
    fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = read(&bytes);
    }

    #[test]
    fn never_panics_on_damaged_files(cut in 0usize..700, place in 0usize..700, byte in any::<u8>(), copy in any::<bool>()) {
        let mut bytes = file(&PURCHASE).into_bytes();
        if let Some(slot) = bytes.get_mut(place) {
            *slot = byte;
        }
        if copy {
            bytes.extend_from_within(place.min(bytes.len())..);
        }
        bytes.truncate(bytes.len().saturating_sub(cut / 4));
        if let Ok(fec) = read(&bytes) {
            let _ = analyse(&fec);
        }
    }
}
