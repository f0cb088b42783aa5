//! The sums over many papers: how many values were right, wrong, missing; how many were wrong and yet shown as sure.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::alike::{BOOKING, FIELDS, LINE_ITEMS, lines, same};
use super::terms::due_dates;
use super::text::{empty, hundredths, stated};

/// Readings of one field, or of all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Read and right.
    pub right: u64,
    /// Read and wrong, or read where nothing is printed.
    pub wrong: u64,
    /// Printed and not read, or read wrong.
    pub missed: u64,
    /// Papers that print it (for lines: papers with lines).
    pub printed: u64,
    /// Papers that print it and on which it was read right.
    pub exact: u64,
    /// Papers that do not print it, and those of them on which nothing was read.
    pub absent: u64,
    pub left_out: u64,
}

impl Counts {
    fn add(&mut self, other: &Counts) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
        self.printed += other.printed;
        self.exact += other.exact;
        self.absent += other.absent;
        self.left_out += other.left_out;
    }

    /// Harmonic mean of precision and recall, 0 to 1.
    pub fn f1(&self) -> f64 {
        ratio(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }
}

pub fn ratio(part: u64, whole: u64) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// What one paper adds to the sums.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PaperScore {
    /// All fields but the lines.
    pub fields: Counts,
    pub lines: Counts,
    /// Values shown as sure; those of them that are wrong; values put to the user.
    pub sure: u64,
    pub sure_wrong: u64,
    pub doubtful: u64,
    /// Whether all that an entry needs is right.
    pub booking: bool,
}

/// A value that is not what its truth says.
#[derive(Debug, Clone)]
pub struct Miss {
    pub paper: String,
    pub field: &'static str,
    pub truth: Value,
    pub reading: Value,
    /// Whether it was shown as sure.
    pub sure: bool,
    /// Whether there was no reading of the paper at all.
    pub unread: bool,
}

/// A value that was shown, with the confidence that the reader gave it where it stated one.
#[derive(Debug, Clone)]
pub struct Shown {
    pub field: &'static str,
    pub confidence: Option<f64>,
    pub sure: bool,
    pub right: bool,
}

/// Sums over papers.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    pub papers: Vec<PaperScore>,
    pub fields: BTreeMap<&'static str, Counts>,
    pub misses: Vec<Miss>,
    pub shown: Vec<Shown>,
}

impl Tally {
    /// Compares the reading of one document (an element of `documents` in what `liasse read` writes; nothing where
    /// nothing was read) with its truth.
    pub fn add(&mut self, paper: &str, truth: &Value, document: Option<&Value>) {
        let none = Map::new();
        let map = |value: Option<&Value>| value.and_then(Value::as_object).cloned().unwrap_or_default();
        let expected = map(truth.get("fields"));
        let read = map(document.and_then(|document| document.get("fields")));
        let names = |value: Option<&Value>| -> Vec<String> {
            let list = value.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            list.iter().filter_map(|name| Some(name.as_str()?.to_owned())).collect()
        };
        let unsure = names(document.and_then(|document| document.get("unsure")));
        let hidden = names(truth.get("not_visible"));
        let evidence = document.and_then(|document| document.get("evidence")?.as_object()).unwrap_or(&none);
        let anything = read.values().any(stated) || !unsure.is_empty();
        let allowed = if anything { due_dates(truth) } else { Vec::new() };
        let mut score = PaperScore { booking: true, ..PaperScore::default() };
        for field in FIELDS {
            let Some(truth) = expected.get(field).filter(|_| !hidden.iter().any(|name| name == field)) else {
                continue;
            };
            let reading = read.get(field);
            if field == LINE_ITEMS {
                score.lines.add(&self.line_items(truth, reading));
                continue;
            }
            let allowed = if field == "due_date" { allowed.as_slice() } else { &[] };
            let (counts, right) = judged(field, truth, reading, anything, allowed);
            self.fields.entry(field).or_default().add(&counts);
            score.fields.add(&counts);
            score.booking &= right || !BOOKING.contains(&field);
            let sure = !unsure.iter().any(|name| name == field);
            if !right {
                let reading = reading.cloned().unwrap_or_default();
                let (paper, truth) = (paper.to_owned(), truth.clone());
                let (sure, unread) = (sure && !empty(Some(&reading)), document.is_none());
                self.misses.push(Miss { paper, field, truth, reading, sure, unread });
            }
            if !empty(reading) {
                let stated = evidence.get(field).and_then(|found| found.get("confidence")?.as_f64());
                let own = document.and_then(|d| d.get("confidence")?.get(field)?.as_f64());
                self.shown.push(Shown { field, confidence: own.or(stated), sure, right });
                score.sure += u64::from(sure);
                score.doubtful += u64::from(!sure);
                score.sure_wrong += u64::from(sure && !right);
            }
        }
        self.papers.push(score);
    }

    fn line_items(&mut self, truth: &Value, reading: Option<&Value>) -> Counts {
        if empty(Some(truth)) {
            return Counts::default();
        }
        let (found, read, printed) = lines(truth, reading);
        let counts = Counts {
            right: found,
            wrong: read - found,
            missed: printed - found,
            printed: 1,
            exact: u64::from(found == read && read == printed),
            ..Counts::default()
        };
        self.fields.entry(LINE_ITEMS).or_default().add(&counts);
        counts
    }

    /// The sum over all papers.
    pub fn sum(&self) -> PaperScore {
        sum(&self.papers)
    }

    /// The figures in a form that other tools can be held against.
    pub fn to_json(&self) -> Value {
        let all = self.sum();
        let fields: Map<String, Value> = self
            .fields
            .iter()
            .map(|(name, c)| {
                let figures = json!({
                    "n": c.printed, "ok": c.exact, "tp": c.right, "fp": c.wrong, "fn": c.missed,
                    "null_n": c.absent, "null_ok": c.left_out,
                });
                ((*name).to_owned(), figures)
            })
            .collect();
        json!({
            "documents": self.papers.len(),
            "booking": self.papers.iter().filter(|paper| paper.booking).count(),
            "micro_f1": all.fields.f1(),
            "shown_sure": all.sure,
            "wrong_though_sure": all.sure_wrong,
            "put_to_user": all.doubtful,
            "fields": fields,
        })
    }
}

/// The sum over some papers.
pub fn sum(papers: &[PaperScore]) -> PaperScore {
    let mut all = PaperScore::default();
    for paper in papers {
        all.fields.add(&paper.fields);
        all.lines.add(&paper.lines);
        all.sure += paper.sure;
        all.sure_wrong += paper.sure_wrong;
        all.doubtful += paper.doubtful;
    }
    all
}

/// How one field of one paper counts, and whether it is right. `anything`: something was read on the paper at all.
fn judged(
    field: &str,
    truth: &Value,
    reading: Option<&Value>,
    anything: bool,
    allowed: &[Value],
) -> (Counts, bool) {
    let mut counts = Counts::default();
    let nothing = empty(reading);
    // A paper without tax prints none: nothing read is zero read.
    if nothing && anything && field == "total_vat" && hundredths(Some(truth)) == Some(0) {
        return (Counts { right: 1, printed: 1, exact: 1, ..counts }, true);
    }
    let given = reading.unwrap_or(&Value::Null);
    if empty(Some(truth)) {
        let right = nothing || (field == "vat_breakdown" && same(field, &json!([]), given));
        counts.absent = 1;
        counts.left_out = u64::from(right);
        counts.wrong = u64::from(!right);
        return (counts, right);
    }
    let right = (!nothing && same(field, truth, given))
        || allowed.iter().any(|other| match (empty(Some(other)), nothing) {
            (true, nothing) => nothing,
            (false, true) => false,
            (false, false) => same(field, other, given),
        });
    counts.printed = 1;
    counts.exact = u64::from(right);
    counts.right = u64::from(right);
    counts.wrong = u64::from(!right && !nothing);
    counts.missed = u64::from(!right);
    (counts, right)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn truth() -> Value {
        json!({"terms": null, "not_visible": ["bic"], "fields": {
            "doc_type": "invoice", "issue_date": "2026-01-02", "due_date": null, "invoice_number": "F1",
            "supplier_name": "Dupont SARL", "total_ttc": "12.00", "total_ht": "12.00", "total_vat": "0.00",
            "vat_breakdown": [], "bic": "AGRIFRPP", "line_items": [{"amount": "12.00"}]}})
    }

    #[test]
    fn a_right_reading_has_nothing_to_reproach() {
        let mut tally = Tally::default();
        let read = json!({"unsure": ["invoice_number"], "fields": {
            "doc_type": "invoice", "issue_date": "2026-01-02", "due_date": null, "invoice_number": "f-1",
            "supplier_name": "DUPONT", "total_ttc": "12.00", "total_ht": "12.00", "total_vat": null,
            "vat_breakdown": [{"rate": "0.00", "amount": "0.00"}], "line_items": [{"amount": "12.00"}]}});
        tally.add("a", &truth(), Some(&read));
        let all = tally.sum();
        assert!(tally.misses.is_empty() && tally.papers[0].booking);
        assert_eq!((all.fields.right, all.fields.wrong, all.fields.missed), (7, 0, 0));
        assert_eq!((all.sure, all.doubtful, all.sure_wrong), (6, 1, 0));
        assert_eq!(all.lines.f1(), 1.0);
    }

    #[test]
    fn nothing_read_misses_everything_even_the_tax_of_zero() {
        let mut tally = Tally::default();
        tally.add("a", &truth(), None);
        let all = tally.sum();
        assert_eq!((all.fields.right, all.fields.wrong, all.fields.missed), (0, 0, 7));
        assert_eq!(all.sure + all.doubtful, 0);
        assert!(!tally.papers[0].booking);
    }

    #[test]
    fn a_value_where_none_is_printed_is_a_silent_error() {
        let mut tally = Tally::default();
        tally.add("a", &truth(), Some(&json!({"fields": {"due_date": "2026-02-01"}})));
        assert_eq!(tally.sum().sure_wrong, 1);
        assert!(tally.misses.iter().any(|miss| miss.field == "due_date" && miss.sure));
    }
}
