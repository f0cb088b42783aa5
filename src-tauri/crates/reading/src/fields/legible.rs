//! Values of pages that could hardly be read: kept, and put to the user.

use liasse_domain::{Confidence, Evidence, FieldName, Finding, Method, Reading, Reason};

use crate::page::Page;

/// Probability from which a recognised word is taken to be right in every letter.
const CLEAR: f32 = 0.97;
/// Share of such words below which a page was hardly read, whatever its picture looks like. Measured on scans and photos
/// of two sets of papers: where it was lower, values that no check digits vouch for were wrong though their own letters
/// seemed clear.
const CLEAR_SHARE: f32 = 0.7;
/// Words from which the share means something.
const ENOUGH: usize = 12;
/// Probability of a value that was read on such a page, at most.
const AT_MOST: f32 = 0.6;
/// Values whose check digits vouch for them, however they were read.
const CHECKED: [FieldName; 6] = [
    FieldName::SupplierSiret,
    FieldName::SupplierSiren,
    FieldName::SupplierVat,
    FieldName::CustomerVat,
    FieldName::Iban,
    FieldName::StructuredComm,
];

/// Whether most words of a recognised page are uncertain.
fn hardly_read(page: &Page) -> bool {
    let clear = page.words.iter().filter(|word| word.confidence >= CLEAR).count();
    page.method == Method::Ocr
        && page.words.len() >= ENOUGH
        && (clear as f32) < CLEAR_SHARE * page.words.len() as f32
}

/// Puts what was read on troubled pages in doubt; says what is wrong with each.
pub(super) fn judge(pages: &[Page], reading: &mut Reading) -> Vec<Finding> {
    let doubtful: Vec<u32> = pages
        .iter()
        .filter(|page| page.troubles.iter().any(|trouble| trouble.doubts_values()) || hardly_read(page))
        .map(|page| page.number)
        .collect();
    // A value without a place was had from others: it is as doubtful as the worst page.
    let in_doubt = |evidence: Option<&Evidence>| match evidence {
        Some(evidence) => {
            matches!(evidence.method, Method::Ocr | Method::Computed) && doubtful.contains(&evidence.page)
        }
        None => !doubtful.is_empty(),
    };
    for (name, field) in &mut reading.fields {
        if in_doubt(field.evidence.as_ref()) && !CHECKED.contains(name) {
            field.sure = false;
            if !field.reasons.contains(&Reason::HardToRead) {
                field.reasons.push(Reason::HardToRead);
            }
            field.confidence = Confidence::new(field.confidence.value().min(AT_MOST));
        }
    }
    if in_doubt(reading.vat_lines_evidence.as_ref()) {
        reading.vat_lines_sure = false;
    }
    let troubles = pages.iter().flat_map(|page| page.troubles.iter().map(|trouble| (page.number, *trouble)));
    troubles
        .map(|(number, trouble)| Finding::warning(trouble.code(), trouble.message()).on_page(number))
        .collect()
}
