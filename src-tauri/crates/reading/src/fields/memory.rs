//! What corrections taught, brought to bear on a paper whose supplier is recognised.
//!
//! A lesson is one more witness: it raises the candidate that stands where the supplier prints the value. It never
//! outweighs the arithmetic of the totals nor a check digit, and alone against clear labels it is put to the user.

use std::ops::Range;

use liasse_domain::{
    FieldName, FieldReading, FieldValue, Flow, Lesson, Reading, Reason, SupplierMemory, SupplierSigns,
    Teaching,
};

use super::Context;
use super::amounts;
use super::identifiers::{Candidate as Id, Identifier};
use super::judge::Judged;
use super::labels::Concept;
use super::names;
use super::parties::Parties;
use super::places::{self, Spot};
use super::roles::Figure;
use super::text::Sheet;

/// The least that a place has to fit its lesson.
const FLOOR: f32 = 0.55;
/// The least by which it has to fit better than the next other value.
const LEAD: f32 = 0.1;

/// A value found where a lesson says that it stands.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    /// The value.
    pub value: FieldValue,
    /// Its words.
    pub span: Range<usize>,
    /// How well the place fits, 0 to 1.
    pub fit: f32,
    /// Corrections for the lesson less those against it.
    pub times: u32,
}

impl Hit {
    /// Probability of being right, by the lesson alone.
    fn confidence(&self) -> f32 {
        (0.8 + 0.17 * self.fit + if self.times > 1 { 0.02 } else { 0.0 }).min(0.98)
    }
    /// What the lesson makes of a value that the paper's own labels gave or did not give.
    pub fn weigh(&self, own: Judged, agrees: bool) -> (Judged, Vec<Reason>) {
        let learned = Reason::Learned { times: self.times };
        if agrees {
            return (
                Judged { computed: false, ..Judged::at(own.confidence.max(self.confidence())) },
                vec![learned],
            );
        }
        if own.sure() && self.times < 2 {
            return (Judged::doubtful(0.8), vec![learned, Reason::LearnedAgainstPaper]);
        }
        (Judged::at(self.confidence()), vec![learned])
    }
}

/// The lessons that hold for one paper.
#[derive(Debug, Default)]
pub(super) struct Remembered<'a> {
    lessons: Vec<&'a Lesson>,
}

impl<'a> Remembered<'a> {
    /// The lessons of the supplier of this paper, when exactly one is recognised: by an identifier or account, else by a
    /// name that no identifier contradicts. What is public about it holds beside.
    pub fn of(ids: &[Id], parties: &Parties, context: &'a Context) -> Remembered<'a> {
        let mut lessons: Vec<&Lesson> = Vec::new();
        let known = |by: &dyn Fn(&SupplierSigns) -> bool| -> Vec<&'a SupplierMemory> {
            context.memories.iter().filter(|memory| by(&memory.signs)).collect()
        };
        let own = known(&|signs| signs.own && context.flow == Flow::Sales);
        let by_identifier = known(&|signs| !signs.own && identified(signs, ids, parties));
        let by_name =
            || known(&|signs| !signs.own && named(signs, parties) && !contradicted(signs, ids, parties));
        // What is public about a company bears no name: the client file's own memory may be found by one.
        let found = if own.is_empty() {
            let mut found = by_identifier;
            if found.iter().all(|memory| memory.signs.names.is_empty()) {
                // Two suppliers of one name are nobody.
                found.extend(Some(by_name()).filter(|named| named.len() == 1).unwrap_or_default());
            }
            found
        } else {
            own
        };
        for memory in found {
            lessons.extend(memory.lessons.iter().filter(|lesson| !lesson.is_refuted()));
        }
        lessons.sort_by_key(|lesson| std::cmp::Reverse(lesson.weight()));
        Remembered { lessons }
    }

    fn about(&self, field: FieldName) -> impl Iterator<Item = &&'a Lesson> {
        self.lessons.iter().filter(move |lesson| lesson.field == field)
    }

    /// The place that fits what was taught of a field, when one fits clearly better than every other value.
    pub fn hit(&self, sheet: &Sheet, field: FieldName, spots: &dyn Fn() -> Vec<Spot>) -> Option<Hit> {
        let taught: Vec<_> = self
            .about(field)
            .filter_map(|lesson| match &lesson.teaching {
                Teaching::Place(template) => Some((template, lesson.weight())),
                _ => None,
            })
            .collect();
        if taught.is_empty() {
            return None;
        }
        let mut hits: Vec<Hit> = spots()
            .into_iter()
            .filter_map(|spot| {
                let (fit, times) = taught
                    .iter()
                    .map(|(template, times)| (places::fit(sheet, &spot, template), *times))
                    .max_by(|a, b| a.0.total_cmp(&b.0))?;
                (fit >= FLOOR - LEAD).then_some(Hit { value: spot.value, span: spot.span, fit, times })
            })
            .collect();
        // The longest span first among equals: `FA 2025` rather than `FA`.
        hits.sort_by(|a, b| b.fit.total_cmp(&a.fit).then(b.span.len().cmp(&a.span.len())));
        let best = hits.first().filter(|best| best.fit >= FLOOR)?;
        let inside = |other: &Hit| other.span.start >= best.span.start && other.span.end <= best.span.end;
        let rival = hits.iter().skip(1).find(|other| other.value != best.value && !inside(other));
        rival.is_none_or(|rival| best.fit - rival.fit >= LEAD).then(|| best.clone())
    }

    /// Raises the amounts that stand where totals were taught; answers what was raised.
    pub fn raise(
        &self,
        sheet: &Sheet,
        numbers: &[amounts::Candidate],
        figures: &mut [Figure],
    ) -> Vec<(FieldName, Hit)> {
        const PARTS: [(FieldName, Concept); 6] = [
            (FieldName::TotalTtc, Concept::Ttc),
            (FieldName::TotalHt, Concept::Ht),
            (FieldName::TotalVat, Concept::Vat),
            (FieldName::AmountDue, Concept::Due),
            (FieldName::Prepaid, Concept::Prepaid),
            (FieldName::DepositAmount, Concept::Deposit),
        ];
        let mut raised = Vec::new();
        for (field, concept) in PARTS {
            let Some(hit) = self.hit(sheet, field, &|| places::of_amounts(numbers)) else { continue };
            let bears = |figure: &Figure| numbers.get(figure.index).is_some_and(|n| n.span == hit.span);
            if !figures.iter().any(bears) {
                continue;
            }
            for figure in figures.iter_mut() {
                if bears(figure) {
                    figure.in_lines = false;
                    figure.roles.insert(concept, figure.role(concept).max(0.95));
                } else if let Some(role) = figure.roles.get_mut(&concept) {
                    *role *= 0.6;
                }
            }
            raised.push((field, hit));
        }
        raised
    }

    /// What needs no place: values that are always the same, and those that the supplier does not print.
    pub fn settle(&self, reading: &mut Reading) {
        for lesson in &self.lessons {
            match &lesson.teaching {
                Teaching::Place(_) => {}
                Teaching::Absent => absent(reading, lesson),
                Teaching::Always { value, instead_of } => {
                    always(reading, lesson, value, instead_of.as_ref());
                }
            }
        }
    }
}

/// A value that the supplier does not print: one that was read nonetheless is dropped, or put to the user where its own
/// label announces it.
fn absent(reading: &mut Reading, lesson: &Lesson) {
    let Some(field) = reading.fields.get_mut(&lesson.field) else { return };
    if field.sure && lesson.weight() < 2 {
        field.sure = false;
        field.reasons.push(Reason::LearnedAgainstPaper);
    } else {
        reading.fields.remove(&lesson.field);
    }
}

fn always(reading: &mut Reading, lesson: &Lesson, value: &FieldValue, instead_of: Option<&FieldValue>) {
    let learned = Reason::Learned { times: lesson.weight() };
    let judged = Judged::at(if lesson.weight() > 1 { 0.95 } else { 0.92 });
    match reading.fields.get_mut(&lesson.field) {
        Some(field) if field.value == *value => {
            if !field.sure {
                field.confidence = liasse_domain::Confidence::new(judged.confidence);
                field.sure = true;
            }
            if field.learned().is_none() {
                field.reasons.insert(0, learned);
            }
        }
        // The paper says something else, and clearly: it goes before what was learnt.
        Some(field) if field.sure && instead_of.is_none_or(|wrong| !alike(wrong, &field.value)) => {}
        read => {
            let evidence = read.as_ref().and_then(|field| field.evidence);
            reading.fields.insert(
                lesson.field,
                FieldReading {
                    value: value.clone(),
                    evidence,
                    confidence: liasse_domain::Confidence::new(judged.confidence),
                    sure: true,
                    alternatives: Vec::new(),
                    reasons: vec![learned],
                },
            );
        }
    }
}

fn alike(a: &FieldValue, b: &FieldValue) -> bool {
    match (a, b) {
        (FieldValue::Text(a), FieldValue::Text(b)) => a == b || names::same(a, b),
        (a, b) => a == b,
    }
}

fn on_supplier_side<'i>(ids: &'i [Id], parties: &'i Parties) -> impl Iterator<Item = &'i Id> {
    ids.iter().enumerate().filter(|(index, _)| !parties.customer_ids.contains(index)).map(|(_, id)| id)
}

fn identified(signs: &SupplierSigns, ids: &[Id], parties: &Parties) -> bool {
    let siren = signs.siren.clone().or_else(|| signs.vat.as_ref().and_then(|vat| vat.siren()));
    on_supplier_side(ids, parties).any(|id| match &id.identifier {
        Identifier::Siren(found) => siren.as_ref() == Some(found),
        Identifier::Siret(found) => siren.as_ref() == Some(&found.siren()),
        Identifier::Vat(found) => {
            signs.vat.as_ref() == Some(found) || (siren.is_some() && found.siren() == siren)
        }
        Identifier::Iban(found) => signs.ibans.contains(found),
        Identifier::Structured(_) => false,
    })
}

fn named(signs: &SupplierSigns, parties: &Parties) -> bool {
    let read = parties.suppliers.iter().take(3).filter(|name| name.supplier > 0.0);
    read.into_iter().any(|read| signs.names.iter().any(|known| names::same(known, &read.text)))
}

/// Whether the paper bears another company's identifier where the supplier's own should stand.
fn contradicted(signs: &SupplierSigns, ids: &[Id], parties: &Parties) -> bool {
    let siren = signs.siren.clone().or_else(|| signs.vat.as_ref().and_then(|vat| vat.siren()));
    parties.supplier_ids.iter().filter_map(|index| ids.get(*index)).any(|id| match &id.identifier {
        Identifier::Siren(found) => siren.as_ref().is_some_and(|known| known != found),
        Identifier::Siret(found) => siren.as_ref().is_some_and(|known| *known != found.siren()),
        Identifier::Vat(found) => signs.vat.as_ref().is_some_and(|known| known != found),
        _ => false,
    })
}
