//! Places that may bear the customer's VAT number: every VAT number of the paper.

use super::super::assemble::Work;
use super::super::blocks;
use super::super::identifiers::{Candidate as Id, Identifier};
use super::super::labels::Concept;
use super::super::names;
use super::super::text::{Extent, Run};
use super::Place;
use super::surroundings::{Outline, around};

/// Distance that is as good as none near, in points.
const FAR: f32 = 400.0;

pub(super) fn places(work: &Work, page: &Outline) -> Vec<Place> {
    let sheet = work.sheet;
    let flag = |is: bool| f32::from(u8::from(is));
    let vats: Vec<(&Id, &str)> = work
        .ids
        .iter()
        .filter_map(|id| match &id.identifier {
            Identifier::Vat(vat) => Some((id, vat.as_str())),
            _ => None,
        })
        .collect();
    let mut distinct: Vec<&str> = vats.iter().map(|(_, vat)| *vat).collect();
    distinct.sort_unstable();
    distinct.dedup();
    let towns: Vec<&Run> = sheet.runs.iter().filter(|run| blocks::postal(run).is_some()).collect();
    let country = |text: &str| text.get(..2).map(str::to_owned).unwrap_or_default();
    let ibans: Vec<(&Id, String)> = work
        .ids
        .iter()
        .filter_map(|id| match &id.identifier {
            Identifier::Iban(iban) => Some((id, country(&iban.to_string()))),
            _ => None,
        })
        .collect();
    // How far above or below, and whether in the same column.
    let gap = |own: &Extent, other: &Extent| (other.y0 - own.y1).max(own.y0 - other.y1).clamp(0.0, FAR);
    let beside = |own: &Extent, other: &Extent| other.x0 < own.x1 + 40.0 && other.x1 > own.x0 - 40.0;
    vats.iter()
        .map(|(id, vat)| {
            let (mut measures, signs) = around(work, page, &id.span);
            let own = id.extent;
            let of_page = sheet.page_of(&id.span);
            let same_page = |row: usize| sheet.rows.get(row).is_some_and(|row| row.page == of_page);
            let nearest = |extents: &mut dyn Iterator<Item = Extent>| {
                extents.filter(|other| beside(&own, other)).map(|other| gap(&own, &other)).fold(FAR, f32::min)
            };
            let town = nearest(
                &mut towns.iter().filter(|run| same_page(run.row)).map(|run| sheet.extent(&run.tokens)),
            );
            let label = |concept: Concept| {
                work.labels
                    .of_concept(concept)
                    .filter(|label| {
                        same_page(label.row) && label.extent.y0 <= own.y1 && beside(&own, &label.extent)
                    })
                    .map(|label| gap(&own, &label.extent))
                    .fold(FAR, f32::min)
            };
            let other_ids = |wanted: fn(&Identifier) -> bool| {
                nearest(
                    &mut work
                        .ids
                        .iter()
                        .filter(|other| {
                            same_page(other.row) && other.span != id.span && wanted(&other.identifier)
                        })
                        .map(|other| other.extent),
                )
            };
            let run = sheet.tokens.get(id.span.start).and_then(|token| sheet.runs.get(token.run));
            let siren = vat.starts_with("FR").then(|| vat.get(4..)).flatten().unwrap_or_default();
            let registered = |found: &Identifier| match found {
                Identifier::Siren(own) => own.as_str() == siren,
                Identifier::Siret(own) => own.siren().as_str() == siren,
                _ => false,
            };
            let before = vats.iter().take_while(|(other, _)| other.span != id.span);
            let others_before = before.filter(|(_, other)| other != vat).count();
            measures.extend([
                distinct.len() as f32,
                others_before as f32,
                vats.iter().filter(|(_, other)| other == vat).count() as f32,
                flag(vats.iter().any(|(_, other)| other != vat && country(other) == country(vat))),
                flag(id.weak),
                flag(id.repaired),
                flag(work.ids.iter().any(|other| registered(&other.identifier))),
                flag(!ibans.is_empty()),
                flag(ibans.iter().any(|(_, of)| *of == country(vat))),
                flag(vat.starts_with("FR")),
                flag(run.is_some_and(|run| names::names_register(&run.fold))),
                run.map_or(0.0, |run| run.tokens.len() as f32),
                town,
                label(Concept::Customer),
                label(Concept::Delivery),
                label(Concept::Supplier),
                other_ids(|id| matches!(id, Identifier::Iban(_))),
                other_ids(|id| matches!(id, Identifier::Siren(_) | Identifier::Siret(_))),
                other_ids(|id| matches!(id, Identifier::Vat(_))),
            ]);
            Place { text: (*vat).to_owned(), span: id.span.clone(), measures, signs }
        })
        .collect()
}
