//! What each page shows, and what a page says beside the document before it.

use std::collections::BTreeSet;

use liasse_domain::DocumentKind;

use crate::fields::Glance;
use crate::page::Page;

/// A printed page with what stands between it and the printed page before.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Seen {
    /// Its number in the source.
    pub number: u32,
    /// What it says.
    pub glance: Glance,
    /// A separator sheet stands before it.
    pub after_separator: bool,
    /// A blank page stands before it.
    pub after_blank: bool,
    /// Width ÷ height.
    pub aspect: f32,
    /// Width in points.
    pub width: f32,
    /// A scan rather than text.
    pub scanned: bool,
}

/// Whether nothing is printed on a page.
pub(super) fn is_blank(page: &Page) -> bool {
    page.blank
        || page.words.iter().all(|word| word.text.trim().is_empty())
            && page.barcodes.is_empty()
            && !page.has_image
}

const SEPARATOR_WORDS: [&str; 14] = [
    "patch",
    "patch t",
    "separator",
    "separateur",
    "separation",
    "intercalaire",
    "trennblatt",
    "trennseite",
    "scheidingsblad",
    "scheidingspagina",
    "tussenblad",
    "patch code",
    "feuille de separation",
    "separator sheet",
];

/// Whether a page is a separator sheet: a patch or bar code and hardly a word, or the word itself.
pub(super) fn is_separator(page: &Page) -> bool {
    // Recognition takes bars for letters: a word has two letters or digits.
    let is_word = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count() >= 2;
    let printed = page.words.iter().map(|word| &*word.text).filter(|text| is_word(text));
    if printed.clone().count() > 25 {
        return false;
    }
    let coded = page.barcodes.iter().map(|code| &*code.text);
    let words: Vec<String> = printed.clone().chain(coded).map(crate::fields::fold).collect();
    let text = words.join(" ");
    let named = SEPARATOR_WORDS.iter().any(|word| text.contains(word));
    let patch = page.barcodes.iter().any(|code| code.kind == "patch");
    // A photo, or a page of which hardly a word could be read, is no such sheet: nobody may lose a paper here.
    let clean = page.corners.is_none() && page.troubles.is_empty();
    let code_only = clean && !page.barcodes.is_empty() && printed.count() <= 6;
    named || patch || code_only
}

/// Looks at every printed page.
pub(super) fn look(pages: &[Page]) -> Vec<Seen> {
    let mut seen: Vec<Seen> = Vec::new();
    let (mut separator, mut blank) = (false, false);
    for page in pages {
        if is_separator(page) {
            separator = true;
            continue;
        }
        if is_blank(page) {
            blank = true;
            continue;
        }
        seen.push(Seen {
            number: page.number,
            glance: Glance::at(page),
            after_separator: std::mem::take(&mut separator),
            after_blank: std::mem::take(&mut blank),
            aspect: page.width / page.height.max(1.0),
            width: page.width,
            scanned: page.method == liasse_domain::Method::Ocr,
        });
    }
    seen
}

/// What the pages of a growing document have said.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory {
    numbers: BTreeSet<String>,
    suppliers: BTreeSet<String>,
    names: BTreeSet<String>,
    customers: BTreeSet<String>,
    sums: BTreeSet<i64>,
    date: Option<liasse_domain::Date>,
    totals: bool,
    carries: bool,
    terms: bool,
    numbering: Option<(u32, u32)>,
    tables: bool,
}

impl Memory {
    /// Takes in the next page of the document.
    pub fn learn(&mut self, page: &Seen) {
        let glance = &page.glance;
        if !glance.terms {
            self.numbers.extend(glance.numbers.iter().cloned());
            self.suppliers.extend(glance.suppliers.iter().cloned());
            self.names.extend(glance.name.iter().cloned());
            self.customers.extend(glance.customers.iter().cloned());
            self.sums.extend(glance.sums.iter());
            self.date = self.date.or(glance.date);
        }
        self.totals |= glance.totals;
        self.tables |= glance.table || glance.amounts >= 4;
        self.carries = glance.carried_out;
        self.terms = glance.terms;
        let expected = self
            .numbering
            .map(|(page, count)| (page + 1, count))
            .filter(|(page, count)| *count == 0 || page <= count);
        self.numbering = glance.numbering.or(expected);
    }
}

/// Number of features.
pub const FEATURES: usize = 44;

/// The features' names, in the order of [`pair`].
pub const NAMES: [&str; FEATURES] = [
    "always",
    "first_of_many",
    "only_page",
    "next_in_count",
    "out_of_count",
    "numbered_after_unnumbered",
    "count_unfinished",
    "count_finished",
    "number_differs",
    "number_same",
    "number_cited",
    "number_missing",
    "number_first",
    "supplier_differs",
    "supplier_same",
    "supplier_missing",
    "supplier_first",
    "name_differs",
    "name_same",
    "customer_differs",
    "customer_same",
    "date_differs",
    "date_same",
    "title_clear",
    "title_faint",
    "title_other",
    "no_title",
    "dated",
    "carried",
    "totals_before",
    "unfinished_before",
    "totals_to_come",
    "sum_repeated",
    "terms",
    "appendix",
    "after_terms",
    "narrow_again",
    "narrow_after_wide",
    "wide_after_narrow",
    "resized",
    "scan_changes",
    "head_like",
    "head_unlike",
    "foot_unlike",
];

fn likeness(a: &BTreeSet<String>, b: &BTreeSet<String>) -> Option<f32> {
    if a.len() < 3 || b.len() < 3 {
        return None;
    }
    let common = a.intersection(b).count() as f32;
    Some(common / (a.len() + b.len()) as f32 * 2.0)
}

/// What a page says beside a document that said `memory` and ended with `before`.
pub(super) fn pair(memory: &Memory, before: &Seen, page: &Seen) -> [f32; FEATURES] {
    let (old, new) = (&before.glance, &page.glance);
    let on = |condition: bool| f32::from(u8::from(condition));
    let (last, next) = (memory.numbering, new.numbering);
    let follows = last.zip(next).is_some_and(|((a, m), (b, n))| b == a + 1 && (m == n || m == 0 || n == 0));
    let (known, said) = (!memory.numbers.is_empty(), !new.numbers.is_empty());
    let same_number = known && said && !new.numbers.is_disjoint(&memory.numbers);
    let cited = known
        && !same_number
        && memory.numbers.iter().any(|number| number.len() >= 4 && new.references.contains(number));
    let (supplied, supplies) = (!memory.suppliers.is_empty(), !new.suppliers.is_empty());
    let same_supplier = supplied && supplies && !new.suppliers.is_disjoint(&memory.suppliers);
    let name_known = new.name.as_ref().filter(|_| !memory.names.is_empty()).map(|name| {
        memory
            .names
            .iter()
            .any(|other| other == name || other.contains(name.as_str()) || name.contains(other.as_str()))
    });
    let customer_known = (!new.customers.is_empty() && !memory.customers.is_empty())
        .then(|| !new.customers.is_disjoint(&memory.customers));
    let date_known = new.date.zip(memory.date).map(|(a, b)| a == b);
    let other = matches!(new.title, Some((DocumentKind::Other, _)));
    let clear = new.title.filter(|_| !other).map(|(_, clear)| clear > 0.8);
    let like = likeness(&old.head, &new.head);
    let foot = likeness(&old.foot, &new.foot);
    let resized = (page.aspect - before.aspect).abs() > 0.06
        || (page.width - before.width).abs() > 0.06 * before.width.max(1.0);
    [
        1.0,
        on(matches!(next, Some((1, count)) if count > 1)),
        on(matches!(next, Some((1, count)) if count <= 1)),
        on(follows),
        on(!follows && matches!(next, Some((number, _)) if number > 1) && last.is_some()),
        on(last.is_none() && matches!(next, Some((number, _)) if number > 1)),
        on(next.is_none() && matches!(last, Some((number, count)) if count > 0 && number < count)),
        on(next.is_none() && matches!(last, Some((number, count)) if count > 0 && number == count)),
        if known && said && !same_number { new.number_score.min(1.0) } else { 0.0 },
        on(same_number),
        on(cited),
        on(known && !said && !cited),
        on(!known && said),
        on(supplied && supplies && !same_supplier),
        on(same_supplier),
        on(!supplies),
        on(!supplied && supplies),
        on(name_known == Some(false)),
        on(name_known == Some(true)),
        on(customer_known == Some(false)),
        on(customer_known == Some(true)),
        on(date_known == Some(false)),
        on(date_known == Some(true)),
        on(clear == Some(true)),
        on(clear == Some(false)),
        on(other && !new.terms && !new.appendix),
        on(new.title.is_none()),
        on(new.dated),
        on(new.carried_in) + on(memory.carries),
        on(memory.totals),
        on(!memory.totals && memory.tables),
        on(!memory.totals && memory.tables && new.totals && (new.headless || new.title.is_none() && !said)),
        on(!new.sums.is_disjoint(&memory.sums) && new.sums.iter().any(|sum| *sum > 0)),
        on(new.terms),
        on(new.appendix || new.headless),
        on(memory.terms && !new.terms),
        on(new.narrow && old.narrow),
        on(new.narrow && !old.narrow),
        on(!new.narrow && old.narrow),
        on(resized),
        on(page.scanned != before.scanned),
        on(like.is_some_and(|like| like > 0.7)),
        on(like.is_some_and(|like| like < 0.25)),
        on(foot.is_some_and(|foot| foot < 0.2)),
    ]
}
