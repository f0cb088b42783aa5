//! One page at a glance: what the split needs to know of it.

use std::collections::BTreeSet;

use liasse_domain::DocumentKind;

use super::identifiers::{self, Identifier};
use super::labels::{Concept, Labels};
use super::text::{Sheet, fold_parts};
use super::{Context, amounts, dates, days, kind, names, number, parties, roles};
use crate::page::Page;

/// What one page says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Glance {
    /// Number of words.
    pub words: usize,
    /// Share of the page's height that its words take from the first to the last.
    pub filled: f32,
    /// Its title's kind, and how clear the title is, 0 to 1.
    pub title: Option<(DocumentKind, f32)>,
    /// The title names conditions, an annex or a continuation.
    pub appendix: bool,
    /// Numbers of the document, announced by a label.
    pub numbers: BTreeSet<String>,
    /// The best of them is this well announced.
    pub number_score: f32,
    /// SIREN, VAT numbers and IBANs of the supplier.
    pub suppliers: BTreeSet<String>,
    /// The supplier's name without its legal form, where it stands out.
    pub name: Option<String>,
    /// Words of the top of the page.
    pub head: BTreeSet<String>,
    /// Words of the foot of the page.
    pub foot: BTreeSet<String>,
    /// Every word with a digit: references to other documents.
    pub references: BTreeSet<String>,
    /// A final total is printed.
    pub totals: bool,
    /// Amounts of money.
    pub amounts: usize,
    /// A table of lines is headed.
    pub table: bool,
    /// A customer's block is announced.
    pub customer: bool,
    /// A date of issue is announced.
    pub dated: bool,
    /// A total is carried to the next page.
    pub carried_out: bool,
    /// A total is carried from the page before.
    pub carried_in: bool,
    /// Small print: conditions of sale.
    pub terms: bool,
    /// A till's narrow paper.
    pub narrow: bool,
    /// Customers' names without legal form, VAT numbers and SIREN.
    pub customers: BTreeSet<String>,
    /// The date of issue, where it stands out.
    pub date: Option<liasse_domain::Date>,
    /// Begins without a letterhead: a table, totals or text go on from the first row.
    pub headless: bool,
    /// Sums that the page prints as totals, in cents.
    pub sums: BTreeSet<i64>,
    /// Page and number of pages that it prints of itself; no count gives 0.
    pub numbering: Option<(u32, u32)>,
    /// Height of its type, in points.
    pub body: f32,
}

impl Glance {
    /// Looks at a page.
    pub fn at(page: &Page) -> Glance {
        let sheet = Sheet::new(std::slice::from_ref(page));
        if sheet.tokens.is_empty() {
            return Glance::default();
        }
        let labels = Labels::of(&sheet);
        let dates = dates::find(&sheet);
        let ids = identifiers::find(&sheet);
        let mut taken: Vec<_> = dates.iter().map(|date| date.span.clone()).collect();
        taken.extend(ids.iter().filter(|id| !id.weak).map(|id| id.span.clone()));
        let numbers = amounts::find(&sheet, &taken);
        let figures = roles::weigh(&sheet, &labels, &numbers, false);
        let title = kind::find(&sheet, &labels);
        let parties = parties::find(&sheet, &labels, &ids, title.kind, &Context::default());
        let found = number::find(&sheet, &labels, Concept::Number, &taken);
        let depth = |row: usize| sheet.rows.get(row).map_or(0.0, |row| row.y0 / page.height.max(1.0));
        let money = numbers.iter().filter(|n| n.form == amounts::Form::Money).count();
        let words = sheet.tokens.len();
        let top = sheet.rows.first().map_or(0.0, |row| row.y0);
        let bottom = sheet.rows.last().map_or(0.0, |row| row.y1);
        let band = |from: f32, to: f32| -> BTreeSet<String> {
            sheet
                .tokens
                .iter()
                .filter(|token| token.rect.y0 >= from && token.rect.y0 < to)
                .flat_map(|token| token.parts.iter())
                .filter(|part| part.chars().count() >= 3 && !part.chars().any(|c| c.is_ascii_digit()))
                .cloned()
                .collect()
        };
        let carried: Vec<f32> = labels
            .of_concept(Concept::Carried)
            .filter(|label| label.opens && label.alone || label.span.len() > 1)
            .filter(|label| figures.iter().any(|figure| figure.row == label.row) || label.span.len() > 1)
            .map(|label| depth(label.row))
            .collect();
        let final_total = figures.iter().any(|figure| {
            !figure.in_lines
                && !figure.is_elsewhere()
                && figure.role(Concept::Ttc).max(figure.role(Concept::Due)) > 0.7
        });
        let customers: BTreeSet<String> = parties
            .customers
            .first()
            .filter(|name| name.customer > 1.8)
            .map(|name| names::essence(&name.text).concat())
            .into_iter()
            .chain(
                parties.customer_ids.iter().filter_map(|i| ids.get(*i)).filter_map(|id| key(&id.identifier)),
            )
            .collect();
        let issued = days::issued(&sheet, &labels, &dates, title.kind);
        let opening: Vec<usize> = (0..sheet.rows.len().min(3)).collect();
        let headless = opening.iter().any(|row| {
            roles::heads_lines(&labels, *row)
                || figures.iter().any(|figure| figure.row == *row)
                || labels.on_row(*row).iter().any(|label| label.concept == Concept::Carried)
        }) && found.iter().all(|number| sheet.row_of(&number.span) > 3 || number.score < 0.5);
        let sums = figures
            .iter()
            .filter(|figure| !figure.in_lines)
            .filter(|figure| {
                [Concept::Ttc, Concept::Ht, Concept::Due, Concept::Carried]
                    .iter()
                    .any(|role| figure.role(*role) > 0.6)
            })
            .map(|figure| figure.amount.cents())
            .collect();
        let runs = sheet.runs.len().max(1);
        let chars: usize = sheet.runs.iter().map(|run| run.text.chars().count()).sum();
        let conditions = sheet.runs.iter().take(12).any(|run| is_conditions(&run.fold));
        Glance {
            words,
            filled: (bottom - top) / page.height.max(1.0),
            title: title.run.map(|_| (title.kind, title.confidence)),
            appendix: sheet.runs.iter().take(8).any(|run| is_appendix(&run.fold)),
            number_score: found.first().map_or(0.0, |number| number.score),
            numbers: found
                .iter()
                .filter(|number| number.score >= 0.5)
                .take(3)
                .map(|number| squeezed(&number.text))
                .collect(),
            suppliers: parties
                .supplier_ids
                .iter()
                .filter_map(|i| ids.get(*i))
                .filter(|id| !id.weak)
                .filter_map(|id| key(&id.identifier))
                .collect(),
            name: parties
                .suppliers
                .first()
                .filter(|name| name.supplier > 1.6)
                .map(|name| names::essence(&name.text).concat()),
            head: band(0.0, 0.14),
            foot: band(0.88, 1.01),
            references: sheet
                .tokens
                .iter()
                .filter(|t| t.text.chars().any(|c| c.is_ascii_digit()))
                .map(|t| squeezed(&t.text))
                .filter(|t| t.len() >= 4)
                .collect(),
            totals: final_total,
            amounts: money,
            table: (0..sheet.rows.len()).any(|row| roles::heads_lines(&labels, row)),
            customer: labels.of_concept(Concept::Customer).any(|label| label.opens && label.alone),
            dated: labels
                .of_concept(Concept::Issued)
                .any(|label| dates.iter().any(|date| date.row.abs_diff(label.row) <= 1)),
            carried_out: carried.iter().any(|depth| *depth > 0.5),
            carried_in: carried.iter().any(|depth| *depth <= 0.5),
            terms: (conditions || words > 450) && money <= 3 && chars / runs > 25
                || conditions && money <= 4 && words > 120,
            narrow: kind::is_narrow(&sheet),
            customers,
            date: issued.first().filter(|scored| scored.score > 0.6).map(|scored| scored.date),
            headless,
            sums,
            numbering: numbering(&sheet),
            body: sheet.body,
        }
    }
}

/// Letters and digits only, upper case.
pub(crate) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_uppercase()).collect()
}

fn key(identifier: &Identifier) -> Option<String> {
    match identifier {
        Identifier::Siren(siren) => Some(siren.to_string()),
        Identifier::Siret(siret) => Some(siret.siren().to_string()),
        Identifier::Vat(vat) => Some(vat.siren().map_or_else(|| vat.to_string(), |siren| siren.to_string())),
        Identifier::Iban(iban) => Some(iban.to_string()),
        Identifier::Structured(_) => None,
    }
}

fn is_conditions(fold: &str) -> bool {
    [
        "conditions generales",
        "algemene voorwaarden",
        "verkoopsvoorwaarden",
        "allgemeine geschaftsbedingungen",
        "terms and conditions",
        "general terms",
        "conditions de vente",
        "algemene verkoop",
        "conditions particulieres",
        "mentions legales",
        "factuurvoorwaarden",
        "general conditions",
        "agb",
    ]
    .iter()
    .any(|phrase| fold.starts_with(phrase))
}

fn is_appendix(fold: &str) -> bool {
    const OPENING: [&str; 13] = [
        "annexe",
        "annexes",
        "bijlage",
        "bijlagen",
        "anlage",
        "appendix",
        "annex",
        "suite",
        "vervolg",
        "fortsetzung",
        "attachment",
        "continued",
        "einzelnachweis",
    ];
    const CLOSING: [&str; 10] = [
        "detail",
        "details",
        "suite",
        "annexe",
        "bijlage",
        "vervolg",
        "fortsetzung",
        "anlage",
        "continued",
        "appendix",
    ];
    let mut words = fold.split(' ');
    let (first, second) = (words.next().unwrap_or_default(), words.next());
    let detailed =
        matches!(first, "detail" | "details") && second.is_some() || fold.starts_with("releve detaille");
    // `facture n° 12 - détail`: the title says that it goes on.
    let closing = kind::named(fold).is_some()
        && fold.split(' ').next_back().is_some_and(|word| CLOSING.contains(&word));
    OPENING.contains(&first) || detailed || closing
}

const PAGE_WORDS: [&str; 11] =
    ["page", "pages", "p", "pg", "pagina", "blz", "bladzijde", "seite", "feuillet", "blad", "folio"];
/// Words before a page's number that name another page: `Report folio 1`.
const CARRYING: [&str; 5] = ["report", "reporte", "transport", "ubertrag", "overdracht"];
const OF_WORDS: [&str; 6] = ["sur", "de", "of", "van", "von", "op"];

/// `Page 2/3`, `page 2 sur 3`, `- 2 / 3 -`, `blz. 2 van 3`, `Seite 2`: in the head or the foot of the page.
pub(super) fn numbering(sheet: &Sheet) -> Option<(u32, u32)> {
    let mut best: Option<((u32, u32), u32)> = None;
    for run in &sheet.runs {
        let y = sheet.depth(&run.tokens);
        let parts: Vec<String> =
            sheet.span(&run.tokens).iter().flat_map(|token| fold_parts(&token.text)).collect();
        let small = |index: usize| {
            parts
                .get(index)
                .filter(|p| p.len() <= 3)
                .and_then(|p| p.parse::<u32>().ok())
                .filter(|n| (1..=500).contains(n))
        };
        for at in 0..parts.len() {
            let word = parts.get(at).map(String::as_str).unwrap_or_default();
            let after = |index: usize| parts.get(index).map(String::as_str).unwrap_or_default();
            let carried = at.checked_sub(1).is_some_and(|before| CARRYING.contains(&after(before)));
            let found = if PAGE_WORDS.contains(&word) && !carried {
                let at = if matches!(after(at + 1), "no") { at + 1 } else { at };
                small(at + 1).map(|page| {
                    let next = if OF_WORDS.contains(&after(at + 2)) {
                        small(at + 3)
                    } else {
                        small(at + 2).filter(|n| *n >= page)
                    };
                    ((page, next.unwrap_or(0)), if next.is_some() { 3 } else { 2 })
                })
            } else {
                // Bare `2/3`: alone in its run, at an edge of the page.
                let slash = run.text.contains('/') || OF_WORDS.contains(&after(1));
                let count = if parts.len() == 2 {
                    small(1)
                } else if parts.len() == 3 && OF_WORDS.contains(&after(1)) {
                    small(2)
                } else {
                    None
                };
                (at == 0 && slash && !(0.12..=0.85).contains(&y))
                    .then(|| small(0).zip(count))
                    .flatten()
                    .filter(|(page, count)| page <= count)
                    .map(|pair| (pair, 1))
            };
            if let Some((pair, weight)) = found.filter(|((page, count), _)| *count == 0 || page <= count)
                && best.is_none_or(|(_, known)| weight > known)
            {
                best = Some((pair, weight));
            }
        }
    }
    best.map(|(pair, _)| pair)
}
