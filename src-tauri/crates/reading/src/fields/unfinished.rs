//! Papers of which pages are missing: a photo of the first page, a scan that was cut short. The sums at the foot of such a
//! page may be those of the page; the total was not seen.

use liasse_domain::{Amount, Confidence, FieldName, Finding, Method, Reading};

use crate::page::Page;

use super::glance::numbering;
use super::text::Sheet;

/// Values that the last page settles.
const SETTLED_LAST: [FieldName; 6] = [
    FieldName::TotalTtc,
    FieldName::TotalHt,
    FieldName::TotalVat,
    FieldName::AmountDue,
    FieldName::Prepaid,
    FieldName::DepositAmount,
];

/// Probability of such a value, at most.
const AT_MOST: f32 = 0.6;

/// Words that send the reader to the next page, folded.
const GOES_ON: [&str; 12] = [
    "a reporter",
    "page suivante",
    "suite au verso",
    "over te dragen",
    "volgende pagina",
    "vervolg op",
    "ubertrag",
    "nachste seite",
    "fortsetzung auf",
    "carried forward",
    "next page",
    "continued on",
];

/// Whether the last page at hand says that another follows: `Page 1/2`, `à reporter`.
fn goes_on(page: &Page) -> bool {
    let sheet = Sheet::new([page]);
    if numbering(&sheet).is_some_and(|(page, count)| page < count) {
        return true;
    }
    sheet.runs.iter().any(|run| {
        let text = format!(" {} ", run.fold);
        sheet.depth(&run.tokens) > 0.5
            && run.tokens.len() <= 8
            && GOES_ON.iter().any(|words| text.contains(&format!(" {words} ")))
    })
}

/// Whether three printed totals make a sum, and the value is one of them.
fn closes(reading: &Reading) -> bool {
    let printed = |name: FieldName| {
        let evidence = reading.fields.get(&name)?.evidence?;
        (evidence.method != Method::Computed).then(|| reading.amount(name)).flatten()
    };
    let totals = [FieldName::TotalHt, FieldName::TotalVat, FieldName::TotalTtc].map(printed);
    matches!(totals, [Some(ht), Some(vat), Some(ttc)] if ht + vat == ttc && vat != Amount::ZERO)
}

/// Takes out totals that no printed amount bears and puts the others in doubt, where the last page is missing and the
/// printed totals do not make a sum. Says that pages are missing.
pub(super) fn judge(pages: &[Page], reading: &mut Reading) -> Option<Finding> {
    let last = pages.last().filter(|last| goes_on(last))?;
    if !closes(reading) {
        reading.fields.retain(|name, field| {
            let computed = field.evidence.is_none_or(|evidence| evidence.method == Method::Computed);
            !(SETTLED_LAST.contains(name) && computed)
        });
        for name in SETTLED_LAST {
            if let Some(field) = reading.fields.get_mut(&name) {
                field.sure = false;
                field.confidence = Confidence::new(field.confidence.value().min(AT_MOST));
            }
        }
        reading.vat_lines_sure = false;
    }
    let said = "the last page at hand says that another follows: add the pages that are missing, or check the totals";
    Some(Finding::warning("pages_missing", said).on_page(last.number))
}

#[cfg(test)]
mod tests {
    use liasse_domain::Rect;

    use super::*;
    use crate::page::Word;

    fn page(lines: &[&str]) -> Page {
        let count = lines.len() as f32;
        let words = lines.iter().enumerate().flat_map(|(line, text)| {
            let y0 = 0.05 + 0.9 * line as f32 / count;
            text.split(' ').enumerate().map(move |(at, text)| {
                let x0 = 0.08 + 0.09 * at as f32;
                let rect = Rect { x0, y0, x1: x0 + 0.08, y1: y0 + 0.012 };
                Word { text: text.to_owned(), rect, confidence: 1.0, line: line as u32, bold: false }
            })
        });
        Page { words: words.collect(), ..Page::empty(1, 595.0, 842.0) }
    }

    #[test]
    fn knows_that_a_page_follows() {
        assert!(goes_on(&page(&["Facture F-12", "Vis 4 12,00 48,00", "Sous-total 48,00", "Page 1/2"])));
        assert!(goes_on(&page(&["Facture F-12", "Vis 4 12,00 48,00", "A reporter 48,00"])));
        assert!(!goes_on(&page(&["Facture F-12", "Vis 4 12,00 48,00", "Total TTC 48,00", "Page 1/1"])));
        assert!(!goes_on(&page(&["Facture F-12", "Transport 12,00", "Total TTC 48,00", "Page 2 sur 2"])));
    }

    #[test]
    fn sums_of_a_page_are_no_totals() {
        let read = |lines: &[&str]| super::super::read(&[page(lines)], &super::super::Context::default());
        let lines = |foot| {
            [
                "Garage Martin SARL",
                "Facture F-2026-12 du 12/03/2026",
                "Vidange 4 12,00 48,00",
                "Total TTC 48,00",
                foot,
            ]
        };
        let (whole, _) = read(&lines("Page 1/1"));
        let (first, findings) = read(&lines("Page 1/2"));
        assert!(whole.fields.contains_key(&FieldName::TotalTtc));
        assert!(first.fields.get(&FieldName::TotalTtc).is_none_or(|field| !field.sure));
        assert!(findings.iter().any(|finding| finding.code == "pages_missing"));
    }
}
