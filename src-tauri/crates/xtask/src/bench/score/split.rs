//! How a merged file was cut: first pages found, files whole, papers merged without asking.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::tally::{Tally, ratio};

/// What one file adds to the sums.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FileSplit {
    pub pages: u64,
    /// Places where the file could be cut: between pages that are neither blank nor separators.
    pub places: u64,
    pub documents: u64,
    /// Documents that were cut out with exactly their pages.
    pub exact: u64,
    /// First pages found, invented, missed; the first one of the file, which is given, does not count.
    pub found: u64,
    pub invented: u64,
    pub missed: u64,
    /// Missed first pages that were not put to the user: two papers in one, silently.
    pub merged: u64,
    /// Invented first pages that were not put to the user.
    pub cut: u64,
    /// First pages put to the user.
    pub asked: u64,
    /// Whether every document has exactly its pages.
    pub whole: bool,
}

/// A boundary that is not what its truth says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongCut {
    pub file: String,
    /// The page before which the file should have been cut and was not, or was cut and should not have been.
    pub page: u64,
    /// Whether two papers were left together there.
    pub merged: bool,
    /// Whether it was put to the user.
    pub asked: bool,
}

/// Sums over files.
#[derive(Debug, Clone, Default)]
pub struct Splits {
    pub files: Vec<FileSplit>,
    /// The fields of the documents that were cut exactly; of the others nothing counts as read.
    pub fields: Tally,
    pub wrong: Vec<WrongCut>,
}

type Pages = BTreeSet<u64>;

fn pages(document: &Value) -> Pages {
    let list = document.get("pages").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    list.iter().filter_map(Value::as_u64).collect()
}

fn documents(file: &Value) -> &[Value] {
    file.get("documents").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

impl Splits {
    /// Compares what was read of one file (nothing where it could not be read) with its truth.
    pub fn add(&mut self, file: &str, truth: &Value, reading: Option<&Value>) {
        let labels = truth.get("page_labels").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let printed: Pages = labels
            .iter()
            .filter(|label| !matches!(label.get("role").and_then(Value::as_str), Some("blank" | "separator")))
            .filter_map(|label| label.get("page")?.as_u64())
            .collect();
        let cut = |list: &[Value]| -> Vec<Pages> {
            let sets = list.iter().map(|document| &pages(document) & &printed);
            sets.filter(|pages| !pages.is_empty()).collect()
        };
        let read = reading.map_or(&[][..], documents);
        let (expected, given) = (cut(documents(truth)), cut(read));
        let firsts =
            |sets: &[Pages]| -> Pages { sets.iter().filter_map(|set| set.first().copied()).collect() };
        let (mut true_firsts, mut read_firsts) = (firsts(&expected), firsts(&given));
        if let Some(first) = true_firsts.pop_first() {
            read_firsts.remove(&first);
        }
        let asked: Pages = reading
            .and_then(|reading| reading.get("unsure_boundaries")?.as_array())
            .map(|list| list.iter().filter_map(Value::as_u64).collect())
            .unwrap_or_default();
        let missed = &true_firsts - &read_firsts;
        let invented = &read_firsts - &true_firsts;
        for (pages, merged) in [(&missed, true), (&invented, false)] {
            self.wrong.extend(pages.iter().map(|page| WrongCut {
                file: file.to_owned(),
                page: *page,
                merged,
                asked: asked.contains(page),
            }));
        }
        let sorted = |sets: &[Pages]| {
            let mut sets = sets.to_vec();
            sets.sort();
            sets
        };
        let distinct = |sets: &[Pages]| sets.iter().cloned().collect::<BTreeSet<Pages>>();
        self.files.push(FileSplit {
            pages: truth.get("n_pages").and_then(Value::as_u64).unwrap_or_default(),
            places: printed.len().saturating_sub(1) as u64,
            documents: expected.len() as u64,
            exact: (&distinct(&expected) & &distinct(&given)).len() as u64,
            found: (&true_firsts & &read_firsts).len() as u64,
            invented: invented.len() as u64,
            missed: missed.len() as u64,
            merged: (&missed - &asked).len() as u64,
            cut: (&invented - &asked).len() as u64,
            asked: asked.len() as u64,
            whole: sorted(&expected) == sorted(&given),
        });
        let mut by_pages: BTreeMap<Pages, &Value> = BTreeMap::new();
        for document in read {
            // Pages beyond the labelled ones would be the reader's fault: they make the document inexact.
            let own = pages(document);
            let unlabelled = own.iter().any(|page| *page > labels.len() as u64);
            if !unlabelled {
                by_pages.insert(&own & &printed, document);
            }
        }
        for document in documents(truth) {
            let own = &pages(document) & &printed;
            let first = own.first().copied().unwrap_or_default();
            self.fields.add(&format!("{file}:{first}"), document, by_pages.get(&own).copied());
        }
    }

    pub fn sum(&self) -> FileSplit {
        sum(&self.files)
    }

    pub fn to_json(&self) -> Value {
        let all = self.sum();
        json!({
            "files": self.files.len(),
            "pages": all.pages,
            "documents": all.documents,
            "exact_documents": all.exact,
            "tp": all.found, "fp": all.invented, "fn": all.missed,
            "boundary_f1": all.f1(),
            "files_whole": self.files.iter().filter(|file| file.whole).count(),
            "silently_merged": all.merged,
            "silently_cut": all.cut,
            "put_to_user": all.asked,
            "fields": self.fields.to_json(),
        })
    }
}

pub fn sum(files: &[FileSplit]) -> FileSplit {
    let mut all = FileSplit { whole: true, ..FileSplit::default() };
    for file in files {
        all.pages += file.pages;
        all.places += file.places;
        all.documents += file.documents;
        all.exact += file.exact;
        all.found += file.found;
        all.invented += file.invented;
        all.missed += file.missed;
        all.merged += file.merged;
        all.cut += file.cut;
        all.asked += file.asked;
        all.whole &= file.whole;
    }
    all
}

impl FileSplit {
    /// F1 of first pages.
    pub fn f1(&self) -> f64 {
        ratio(2 * self.found, 2 * self.found + self.invented + self.missed)
    }

    /// First pages of the truth, the first of the file left out.
    pub fn boundaries(&self) -> u64 {
        self.found + self.missed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn truth() -> Value {
        json!({"n_pages": 5, "page_labels": [
            {"page": 1, "role": "main"}, {"page": 2, "role": "continuation"}, {"page": 3, "role": "blank"},
            {"page": 4, "role": "main"}, {"page": 5, "role": "main"}],
            "documents": [{"pages": [1, 2, 3], "fields": {}}, {"pages": [4], "fields": {}}, {"pages": [5], "fields": {}}]})
    }

    #[test]
    fn blank_pages_may_go_anywhere() {
        let mut splits = Splits::default();
        let read = json!({"documents": [{"pages": [1, 2]}, {"pages": [3, 4]}, {"pages": [5]}]});
        splits.add("a", &truth(), Some(&read));
        let all = splits.sum();
        assert_eq!((all.found, all.invented, all.missed, all.exact), (2, 0, 0, 3));
        assert!(all.whole);
    }

    #[test]
    fn a_merge_that_was_put_to_the_user_is_not_silent() {
        let read = |asked: Value| json!({"documents": [{"pages": [1]}, {"pages": [2, 4, 5]}], "unsure_boundaries": asked});
        let mut splits = Splits::default();
        splits.add("a", &truth(), Some(&read(json!([5]))));
        let all = splits.sum();
        assert_eq!((all.found, all.invented, all.missed), (0, 1, 2));
        assert_eq!((all.merged, all.cut, all.asked), (1, 1, 1));
        assert!(!all.whole);
    }

    #[test]
    fn an_unread_file_has_missed_everything() {
        let mut splits = Splits::default();
        splits.add("a", &truth(), None);
        assert_eq!((splits.sum().missed, splits.sum().merged), (2, 2));
    }
}
