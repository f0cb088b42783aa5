//! Reading a FEC.

use liasse_domain::{Amount, Date, Finding};

use super::balance::Balances;
use super::error::{FecError, FecErrorKind, MAX_ERRORS};
use super::header::{Column, FecForm, Header};
use super::number::cents;
use super::records::{Records, split, trim};
use crate::text::decode_plain_owned;

/// A FEC whose lines are all sound and whose entries all balance.
#[derive(Debug, Clone)]
pub struct Fec {
    text: String,
    header: Header,
    lines: Vec<Line>,
    encoding: &'static str,
    anomalies: Vec<Finding>,
}

/// One line: where its text is, and the values that were already read on the way.
#[derive(Debug, Clone, Copy)]
struct Line {
    // A FEC has at most 4 GiB.
    start: u32,
    end: u32,
    number: u32,
    date: Date,
    debit: i64,
    credit: i64,
}

/// One line of a FEC. Fields without surrounding blanks; a field that the form does not have is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FecRow<'a> {
    /// The line of the file, from 1, the header included.
    pub line: u32,
    /// JournalCode.
    pub journal: &'a str,
    /// JournalLib.
    pub journal_label: &'a str,
    /// EcritureNum.
    pub entry: &'a str,
    /// EcritureDate.
    pub date: Date,
    /// CompteNum.
    pub account: &'a str,
    /// CompteLib.
    pub account_label: &'a str,
    /// CompAuxNum.
    pub auxiliary: &'a str,
    /// CompAuxLib.
    pub auxiliary_label: &'a str,
    /// PieceRef.
    pub piece: &'a str,
    /// PieceDate.
    pub piece_date: Option<Date>,
    /// EcritureLib.
    pub label: &'a str,
    /// Debit (Montant with Sens D).
    pub debit: Amount,
    /// Credit (Montant with Sens C).
    pub credit: Amount,
    /// EcritureLet.
    pub lettering: &'a str,
    /// DateLet.
    pub lettering_date: Option<Date>,
    /// ValidDate.
    pub validation_date: Option<Date>,
    /// Montantdevise, as written.
    pub currency_amount: &'a str,
    /// Idevise.
    pub currency: &'a str,
}

impl Line {
    fn place(&self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl Fec {
    /// Number of lines, the header apart.
    pub fn len(&self) -> usize {
        self.lines.len()
    }
    /// Whether there is no line.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
    /// The form.
    pub fn form(&self) -> FecForm {
        self.header.form
    }
    /// Name of the encoding that it was read in.
    pub fn encoding(&self) -> &'static str {
        self.encoding
    }
    /// Slips that do not keep the file from being read, such as blank labels; at most 100.
    pub fn anomalies(&self) -> &[Finding] {
        &self.anomalies
    }
    /// The lines, in order.
    pub fn rows(&self) -> impl Iterator<Item = FecRow<'_>> {
        let mut fields = Vec::new();
        self.lines.iter().map(move |line| self.row(line, &mut fields))
    }

    /// Visits every line without reading more of it than what the visitor asks for.
    pub(super) fn visit<'a>(&'a self, mut visitor: impl FnMut(&Fields<'a, '_>)) {
        let mut texts = Vec::new();
        for line in &self.lines {
            split(self.text.get(line.place()).unwrap_or_default(), self.header.separator, &mut texts);
            visitor(&Fields { header: &self.header, texts: &texts, line });
        }
    }

    fn row<'a>(&'a self, line: &Line, fields: &mut Vec<&'a str>) -> FecRow<'a> {
        split(self.text.get(line.place()).unwrap_or_default(), self.header.separator, fields);
        let field = |column: Column| {
            self.header.place(column).and_then(|place| fields.get(place)).copied().unwrap_or_default()
        };
        let date = |column: Column| Date::from_compact(field(column));
        FecRow {
            line: line.number,
            journal: field(Column::JournalCode),
            journal_label: field(Column::JournalLib),
            entry: field(Column::EcritureNum),
            date: line.date,
            account: field(Column::CompteNum),
            account_label: field(Column::CompteLib),
            auxiliary: field(Column::CompAuxNum),
            auxiliary_label: field(Column::CompAuxLib),
            piece: field(Column::PieceRef),
            piece_date: date(Column::PieceDate),
            label: field(Column::EcritureLib),
            debit: Amount::from_cents(line.debit),
            credit: Amount::from_cents(line.credit),
            lettering: field(Column::EcritureLet),
            lettering_date: date(Column::DateLet),
            validation_date: date(Column::ValidDate),
            currency_amount: field(Column::Montantdevise),
            currency: field(Column::Idevise),
        }
    }
}

/// The errors so far, and the anomalies.
#[derive(Default)]
pub(super) struct Report {
    pub(super) errors: Vec<FecError>,
    anomalies: Vec<Finding>,
    full: bool,
}

impl Report {
    pub(super) fn error(&mut self, line: u32, kind: FecErrorKind) {
        if self.errors.len() < MAX_ERRORS {
            self.errors.push(FecError::on_line(line, kind));
        } else {
            self.full = true;
        }
    }
    pub(super) fn anomaly(&mut self, line: u32, code: &str, message: String) {
        if self.anomalies.len() < MAX_ERRORS {
            self.anomalies.push(Finding::warning(code, message).on_line(line));
        }
    }
}

/// The fields of one line.
pub(super) struct Fields<'a, 'b> {
    header: &'b Header,
    texts: &'b [&'a str],
    line: &'b Line,
}

impl<'a> Fields<'a, '_> {
    pub(super) fn get(&self, column: Column) -> &'a str {
        self.header.place(column).and_then(|place| self.texts.get(place)).copied().unwrap_or_default()
    }
    pub(super) fn date(&self) -> Date {
        self.line.date
    }
    pub(super) fn debit(&self) -> Amount {
        Amount::from_cents(self.line.debit)
    }
    pub(super) fn credit(&self) -> Amount {
        Amount::from_cents(self.line.credit)
    }
}

/// Reads a FEC in any lawful form of art. A. 47 A-1 LPF.
///
/// Either every line is sound and every entry balances, or all errors are returned (up to [`MAX_ERRORS`], then
/// [`FecErrorKind::More`]) and nothing is read.
pub fn read(bytes: &[u8]) -> Result<Fec, Vec<FecError>> {
    read_owned(bytes.to_vec())
}

/// The same for bytes that nobody needs afterwards: a large file is in memory once.
pub fn read_owned(bytes: Vec<u8>) -> Result<Fec, Vec<FecError>> {
    let whole = |kind| Err(vec![FecError::in_file(kind)]);
    if u32::try_from(bytes.len()).is_err() {
        return whole(FecErrorKind::TooLarge { bytes: bytes.len() });
    }
    if let Some(found) = not_text(&bytes) {
        return whole(FecErrorKind::NotText { found });
    }
    let size = bytes.len();
    let decoded = decode_plain_owned(bytes);
    let text = decoded.text;
    let mut records = Records::new(&text);
    let blank = |start: usize, end: usize| text.get(start..end).is_none_or(|line| trim(line).is_empty());
    let Some((line, start, end)) = records.find(|(_, start, end)| !blank(*start, *end)) else {
        return whole(FecErrorKind::Empty);
    };
    let header = match Header::read(text.get(start..end).unwrap_or_default()) {
        Ok(header) => header,
        Err(kind) => return Err(vec![FecError::on_line(line, kind)]),
    };
    let mut report = Report::default();
    if !header.unknown.is_empty() {
        let message =
            format!("columns that the law does not know were left out: {}", header.unknown.join(", "));
        report.anomaly(line, "fec_unknown_columns", message);
    }
    let mut lines = Vec::with_capacity(size / 160);
    let mut fields = Vec::with_capacity(32);
    let mut balances = Balances::default();
    for (number, start, end) in records {
        if report.full {
            break;
        }
        let record = text.get(start..end).unwrap_or_default();
        if trim(record).is_empty() {
            continue;
        }
        split(record, header.separator, &mut fields);
        let extra = fields.get(header.width..).unwrap_or_default();
        if fields.len() < header.width || extra.iter().any(|field| !field.is_empty()) {
            let kind = FecErrorKind::Width { found: fields.len(), expected: header.width };
            report.error(number, kind);
            balances.broken(&header, &fields);
            continue;
        }
        let before = report.errors.len();
        match check_line(&header, &fields, number, &mut report) {
            Some((date, debit, credit)) => {
                balances.add(&header, &fields, number, debit, credit);
                let (start, end) =
                    (u32::try_from(start).unwrap_or(u32::MAX), u32::try_from(end).unwrap_or(u32::MAX));
                lines.push(Line { start, end, number, date, debit, credit });
            }
            None => {
                balances.broken(&header, &fields);
                // A separator inside a label shifts the fields after it: that is the fault, not what it shifts.
                if !extra.is_empty() && report.errors.len() > before {
                    report.errors.truncate(before);
                    let kind = FecErrorKind::Width { found: fields.len(), expected: header.width };
                    report.error(number, kind);
                }
            }
        }
    }
    balances.check(&header, &mut report);
    report.errors.sort_by_key(|error| error.line);
    if report.full {
        report.errors.push(FecError::in_file(FecErrorKind::More));
    }
    if !report.errors.is_empty() {
        return Err(report.errors);
    }
    Ok(Fec { header, lines, encoding: decoded.encoding, anomalies: report.anomalies, text })
}

/// What a file is that is no text, by its first bytes.
fn not_text(bytes: &[u8]) -> Option<&'static str> {
    let head = bytes.get(..bytes.len().min(256)).unwrap_or_default();
    let trimmed = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    match trimmed {
        [b'P', b'K', 3, 4, ..] => Some("a ZIP archive or a spreadsheet"),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Some("a spreadsheet"),
        [b'%', b'P', b'D', b'F', ..] => Some("a PDF"),
        [b'<', ..] => Some("XML"),
        // "Journal" in the code pages of mainframes.
        [0xD1, 0x96, 0xA4, 0x99, ..] => Some("in EBCDIC"),
        _ => None,
    }
}

fn check_line(
    header: &Header,
    fields: &[&str],
    number: u32,
    report: &mut Report,
) -> Option<(Date, i64, i64)> {
    let field = |column: Column| {
        header.place(column).and_then(|place| fields.get(place)).copied().unwrap_or_default()
    };
    let before = report.errors.len();
    let was_full = report.full;
    let date = check_date(Column::EcritureDate, field(Column::EcritureDate), true, number, report);
    check_date(Column::PieceDate, field(Column::PieceDate), false, number, report);
    check_date(Column::DateLet, field(Column::DateLet), false, number, report);
    check_date(Column::ValidDate, field(Column::ValidDate), false, number, report);
    let account = field(Column::CompteNum);
    let cash = header.form != FecForm::Commercial;
    if account.is_empty() {
        // Cash accounting may leave accounts and journals out (art. A. 47 A-1, VIII).
        if !cash {
            report.error(number, FecErrorKind::Blank { column: Column::CompteNum });
        }
    } else if account.len() < 3 || !account.bytes().take(3).all(|b| b.is_ascii_digit()) {
        report.error(number, FecErrorKind::Account { text: shorten(account) });
    }
    let (debit, credit) = check_amounts(header, &field, number, report);
    if report.errors.len() > before || report.full != was_full {
        return None;
    }
    let (date, debit, credit) = (date?, debit?, credit?);
    if debit != 0 && credit != 0 {
        report.anomaly(number, "fec_two_sides", "debit and credit are both filled in".to_owned());
    }
    for column in [Column::CompteLib, Column::EcritureLib, Column::PieceRef] {
        if field(column).is_empty() {
            report.anomaly(number, "fec_blank_field", format!("column {column} is blank"));
        }
    }
    Some((date, debit, credit))
}

fn shorten(text: &str) -> String {
    text.chars().take(40).collect()
}

fn check_date(column: Column, text: &str, needed: bool, line: u32, report: &mut Report) -> Option<Date> {
    if text.is_empty() {
        if needed {
            report.error(line, FecErrorKind::Blank { column });
        }
        return None;
    }
    let date = Date::from_compact(text);
    if date.is_none() {
        report.error(line, FecErrorKind::Date { column, text: shorten(text) });
    }
    date
}

fn check_amounts<'a>(
    header: &Header,
    field: &impl Fn(Column) -> &'a str,
    line: u32,
    report: &mut Report,
) -> (Option<i64>, Option<i64>) {
    let mut number = |column: Column| {
        let text = field(column);
        let value = if text.is_empty() { Some(0) } else { cents(text) };
        if value.is_none() {
            report.error(line, FecErrorKind::Number { column, text: shorten(text) });
        }
        value
    };
    if !header.signed {
        let (debit, credit) = (number(Column::Debit), number(Column::Credit));
        if field(Column::Debit).is_empty() && field(Column::Credit).is_empty() {
            report.error(line, FecErrorKind::Blank { column: Column::Debit });
        }
        return (debit, credit);
    }
    let amount = number(Column::Montant);
    if field(Column::Montant).is_empty() {
        report.error(line, FecErrorKind::Blank { column: Column::Montant });
    }
    match field(Column::Sens) {
        "D" | "d" | "+1" | "1" | "+" => (amount, Some(0)),
        "C" | "c" | "-1" | "-" => (Some(0), amount),
        text => {
            report.error(line, FecErrorKind::Sense { text: shorten(text) });
            (None, None)
        }
    }
}
