//! Why the customer owes the tax: the article that the mention names, else where the supplier is established.

use liasse_domain::{Country, VatScheme};

use super::scheme::Mention;
use super::text::Sheet;

/// Articles and words by kind, the most telling first, folded and cut at punctuation.
const GROUNDS: [(&str, &[&str]); 5] = [
    (
        "construction",
        &[
            "283 2 nonies",
            "sous traitance",
            "sous traitant",
            "travaux immobiliers",
            "travaux de construction",
        ],
    ),
    (
        "belgian_co_contractor",
        &[
            "cocontractant",
            "co contractant",
            "medecontractant",
            "art 20 ar",
            "article 20 de l ar",
            "article 20 ar",
            "artikel 20 kb",
            "art 20 kb",
            "art 20 du kb",
            "art 20 de l ar",
            "artikel 20 van",
        ],
    ),
    (
        "import",
        &[
            "importation",
            "a l import",
            "1695",
            "report de perception",
            "invoer",
            "einfuhr",
            "et 14000",
            "et14000",
        ],
    ),
    (
        "intra_eu_services",
        &[
            "art 196",
            "article 196",
            "artikel 196",
            "art 44 de la directive",
            "article 44 de la directive",
            "259 1",
            "283 2",
            "prestation de services intracommunautaire",
            "prestation intracommunautaire",
            "article 21 2",
            "art 21 2",
            "13b ustg",
            "13 b ustg",
            "intra community service",
        ],
    ),
    (
        "intra_eu_goods",
        &[
            "262 ter",
            "39 bis",
            "39bis",
            "art 138",
            "article 138",
            "artikel 138",
            "livraison intracommunautaire",
            "livraisons intracommunautaires",
            "intracommunautaire levering",
            "intracommunautaire leveringen",
            "innergemeinschaftliche lieferung",
            "intra community supply",
            "acquisition intracommunautaire",
        ],
    ),
];

/// A kind of reverse charge, and whether the paper names it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// Code of the kind.
    pub kind: &'static str,
    /// The run that names it; `None` when it was deduced.
    pub run: Option<usize>,
}

/// Finds the kind where the scheme is a reverse charge or an intra-Community one.
pub fn find(
    sheet: &Sheet,
    scheme: VatScheme,
    mention: Option<Mention>,
    supplier: Option<Country>,
    customer: Option<Country>,
) -> Option<Found> {
    if !matches!(scheme, VatScheme::ReverseCharge | VatScheme::Intracom) {
        return None;
    }
    let mention = mention?;
    let near = sheet.runs.get(mention.run)?;
    let row = near.row;
    let page = sheet.rows.get(row)?.page;
    // The mention and what stands right above and below it.
    let around = sheet.runs.iter().enumerate().filter(|(_, run)| {
        run.row.abs_diff(row) <= 2 && sheet.rows.get(run.row).is_some_and(|row| row.page == page)
    });
    let around: Vec<(usize, String)> =
        around.map(|(index, run)| (index, format!(" {} ", run.fold))).collect();
    let first = if scheme == VatScheme::Intracom { 4 } else { 0 };
    let order = (first..GROUNDS.len()).chain(0..first).filter_map(|at| GROUNDS.get(at));
    for &(kind, grounds) in order {
        let hit = around
            .iter()
            .find(|(_, text)| grounds.iter().any(|ground| text.contains(&format!(" {ground} "))));
        if let Some((run, _)) = hit {
            return Some(Found { kind, run: Some(*run) });
        }
    }
    let kind = match (scheme, supplier, customer) {
        (VatScheme::Intracom, _, _) => "intra_eu_goods",
        (_, Some(supplier), Some(customer)) if supplier != customer && supplier.is_eu() => {
            "intra_eu_services"
        }
        _ => "domestic",
    };
    Some(Found { kind, run: None })
}
