//! From a correction to a lesson.

use liasse_domain::{
    DocumentId, Evidence, FieldName, FieldReading, FieldValue, Flow, MemoryId, Method, Reading, Rect,
    SupplierMemory, SupplierSigns, Teaching, Template, ThirdParty,
};
use liasse_reading::fields::{self, Known};
use liasse_reading::page::Page;
use liasse_store::{DocumentRow, MemoryRow, PublicName, StoreError, Writer};

use super::again::{self, pages_of};
use super::lessons;
use super::{add_name, add_signs, is_structured, same_supplier, signs_of_card, signs_of_reading};
use crate::api::Message;
use crate::clock;
use crate::coding::{Situation, form_name, normal_name};
use crate::reading_queue::context;

/// A value that a person gave, confirmed or took away. The document holds it already.
pub(crate) struct Correction {
    /// The document.
    pub document: DocumentId,
    /// The field.
    pub field: FieldName,
    /// What stood there.
    pub before: Option<FieldReading>,
    /// What stands there now.
    pub after: Option<FieldValue>,
    /// Page (of the source, from 1) and place that were clicked.
    pub clicked: Option<(u32, Rect)>,
}

/// What came of a correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taught {
    /// The field.
    pub field: FieldName,
    /// Whose papers the lesson is about, where a name is known.
    pub supplier: Option<String>,
    /// Waiting documents that were read otherwise since.
    pub changed: u32,
}

impl Taught {
    /// What the user is told.
    pub fn message(&self) -> Message {
        let code = if self.changed > 0 { "lesson_kept_and_read_again" } else { "lesson_kept" };
        let message = Message::new(code).with("field", form_name(self.field)).with("n", self.changed);
        match &self.supplier {
            Some(name) => message.with("name", name),
            None => message,
        }
    }
}

/// The memory of a document's supplier, new when there is none; `None` when nothing tells the supplier.
fn memory_of(writer: &Writer<'_>, situation: &Situation) -> Result<Option<MemoryRow>, StoreError> {
    let DocumentRow { client_file, flow, .. } = situation.row;
    let card: Option<&ThirdParty> = situation
        .third_party
        .as_ref()
        .filter(|_| flow == Flow::Purchases && situation.reason.is_some_and(|reason| !reason.is_doubtful()));
    let signs = match flow {
        // On sales the papers are the client's own, whoever the customer is.
        Flow::Sales => SupplierSigns { own: true, ..SupplierSigns::default() },
        Flow::Purchases => {
            let mut signs = card.map(signs_of_card).unwrap_or_default();
            add_signs(&mut signs, &signs_of_reading(&situation.reading));
            signs
        }
    };
    if signs.is_empty() {
        return Ok(None);
    }
    let third_party = card.map(|card| card.id);
    let rows = writer.memories(client_file, flow)?;
    let by_card = rows.iter().find(|row| third_party.is_some() && row.third_party == third_party);
    let by_signs = || rows.iter().find(|row| same_supplier(&row.memory.signs, &signs));
    let mut row = match by_card.or_else(by_signs) {
        Some(row) => row.clone(),
        None => MemoryRow {
            id: MemoryId::from_uuid(clock::fresh()),
            client_file,
            flow,
            third_party,
            memory: SupplierMemory { signs: SupplierSigns::default(), lessons: Vec::new() },
        },
    };
    row.third_party = row.third_party.or(third_party);
    row.memory.signs.own |= signs.own;
    add_signs(&mut row.memory.signs, &signs);
    Ok(Some(row))
}

/// Learns from a correction, in the same change. Waiting documents of the supplier are read again. `None` when there was
/// nothing to learn.
pub(crate) fn correct(
    writer: &mut Writer<'_>,
    correction: &Correction,
) -> Result<Option<Taught>, StoreError> {
    let situation = Situation::of(writer, correction.document)?;
    if is_structured(&situation.reading) {
        return Ok(None);
    }
    let Some(mut row) = memory_of(writer, &situation)? else { return Ok(None) };
    let pages = pages_of(writer, &situation.row)?;
    let field = correction.field;
    let old = row.memory.lessons.clone();
    if let Some(before) = correction.before.as_ref().filter(|before| by_hand(before))
        && Some(&before.value) != correction.after.as_ref()
        && let Some(typed) = teaching(&pages, field, Some(&before.value), None, &place_of(before))
    {
        lessons::unlearn(&mut row.memory.lessons, field, &typed);
    }
    let read = correction.before.as_ref().filter(|before| !by_hand(before));
    let refuted = read
        .is_some_and(|before| before.learned().is_some() && Some(&before.value) != correction.after.as_ref());
    let instead_of =
        read.map(|before| &before.value).filter(|value| Some(*value) != correction.after.as_ref());
    let known = known_place(&situation.reading, correction);
    let taught = teaching(&pages, field, correction.after.as_ref(), instead_of, &known)
        .filter(|teaching| *teaching != Teaching::Absent || read.is_some());
    if let Some(Teaching::Place(template)) = &taught {
        show_place(writer, &situation, &pages, correction, template)?;
    }
    let without = {
        let mut without = row.memory.lessons.clone();
        lessons::learn(&mut without, field, None, refuted);
        without
    };
    lessons::learn(&mut row.memory.lessons, field, taught, refuted);
    if field == FieldName::SupplierName
        && let (Flow::Purchases, Some(FieldValue::Text(name))) = (situation.row.flow, &correction.after)
    {
        add_name(&mut row.memory.signs.names, name);
        if let Some(FieldValue::Text(printed)) = instead_of {
            add_name(&mut row.memory.signs.names, printed);
            publish_name(writer, &row.memory.signs, printed, name)?;
        }
    }
    writer.put_memory(&row)?;
    // A lesson that does not find its own value on its own paper is none.
    if !gives(writer, &situation, &pages, correction)? {
        row.memory.lessons = without;
        writer.put_memory(&row)?;
    }
    if row.memory.lessons == old {
        return Ok(None);
    }
    let changed = again::read_waiting(writer, &row, situation.row.id)?;
    Ok(Some(Taught { field, supplier: name_of(&situation, &row), changed }))
}

/// A value that was had from a lesson is accepted as it stands.
pub(crate) fn accept(
    writer: &mut Writer<'_>,
    document: DocumentId,
    field: FieldName,
) -> Result<Option<Taught>, StoreError> {
    let situation = Situation::of(writer, document)?;
    let Some(read) = situation.reading.fields.get(&field).filter(|read| read.learned().is_some()) else {
        return Ok(None);
    };
    let Some(mut row) = memory_of(writer, &situation)? else { return Ok(None) };
    if !lessons::confirm(&mut row.memory.lessons, field, &read.value) {
        return Ok(None);
    }
    writer.put_memory(&row)?;
    let changed = again::read_waiting(writer, &row, document)?;
    Ok(Some(Taught { field, supplier: name_of(&situation, &row), changed }))
}

/// The paper of a supplier bears another name than its card: with an identifier, the firm knows it from now on.
pub(crate) fn rename(
    writer: &mut Writer<'_>,
    document: DocumentId,
    card: &ThirdParty,
) -> Result<(), StoreError> {
    let reading = writer.reading(document)?;
    if let Some(printed) = reading.text(FieldName::SupplierName) {
        let mut signs = signs_of_card(card);
        add_signs(&mut signs, &signs_of_reading(&reading));
        publish_name(writer, &signs, printed, &card.name)?;
    }
    Ok(())
}

/// Keeps the name behind a company's identifier for the whole firm. Without an identifier the name is nobody's.
fn publish_name(
    writer: &mut Writer<'_>,
    signs: &SupplierSigns,
    printed: &str,
    name: &str,
) -> Result<(), StoreError> {
    let siren = signs.siren.as_ref().map(ToString::to_string);
    let Some(identifier) = siren.or_else(|| signs.vat.as_ref().map(ToString::to_string)) else {
        return Ok(());
    };
    if normal_name(printed) == normal_name(name) {
        return Ok(());
    }
    // The name that was given may itself have been taken for a mistake before.
    writer.delete_public_name(&identifier, name)?;
    writer.put_public_name(&PublicName { identifier, printed: printed.to_owned(), name: name.to_owned() })
}

fn place_of(field: &FieldReading) -> Known {
    let at = field.evidence.and_then(|evidence| Some((evidence.page, evidence.rect?)));
    Known { at, elsewhere: Vec::new() }
}

/// What is known of the place of a corrected value: the click, else where the same value was read before; and where other
/// values that are settled happen to be the same.
fn known_place(reading: &Reading, correction: &Correction) -> Known {
    let same = correction.before.as_ref().filter(|before| Some(&before.value) == correction.after.as_ref());
    let at = correction.clicked.or_else(|| same.and_then(|before| place_of(before).at));
    let others = reading.fields.iter().filter(|(name, other)| {
        **name != correction.field && other.sure && Some(&other.value) == correction.after.as_ref()
    });
    Known { at, elsewhere: others.filter_map(|(_, other)| place_of(other).at).collect() }
}

/// A value that was typed is shown where it was found.
fn show_place(
    writer: &mut Writer<'_>,
    situation: &Situation,
    pages: &[Page],
    correction: &Correction,
    template: &Template,
) -> Result<(), StoreError> {
    let page = pages.get(template.page as usize).filter(|_| correction.clicked.is_none());
    let typed = situation.reading.fields.get(&correction.field).filter(|field| by_hand(field));
    if let (Some(page), Some(typed)) = (page, typed) {
        let evidence = Evidence { page: page.number, rect: Some(template.rect), method: Method::User };
        writer.put_field(
            correction.document,
            correction.field,
            &FieldReading { evidence: Some(evidence), ..typed.clone() },
        )?;
    }
    Ok(())
}

fn by_hand(field: &FieldReading) -> bool {
    field.evidence.is_some_and(|evidence| evidence.method == Method::User)
}

/// What a value teaches.
fn teaching(
    pages: &[Page],
    field: FieldName,
    value: Option<&FieldValue>,
    instead_of: Option<&FieldValue>,
    known: &Known,
) -> Option<Teaching> {
    match value {
        None => lessons::may_be_absent(field).then_some(Teaching::Absent),
        Some(value) if lessons::is_constant(field) => {
            Some(Teaching::Always { value: value.clone(), instead_of: instead_of.cloned() })
        }
        Some(value) => {
            let place: Option<Template> = fields::observe(pages, field, value, known);
            place.map(Teaching::Place)
        }
    }
}

/// Whether the lessons as they are give the corrected value on its own paper.
fn gives(
    writer: &Writer<'_>,
    situation: &Situation,
    pages: &[Page],
    correction: &Correction,
) -> Result<bool, StoreError> {
    let context = context(writer, &situation.client_file, situation.row.flow)?;
    let (fresh, _) = fields::read(pages, &context);
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    Ok(match (fresh.value(correction.field), &correction.after) {
        (Some(FieldValue::Text(read)), Some(FieldValue::Text(given))) => {
            letters(read).eq_ignore_ascii_case(&letters(given))
        }
        // What is never printed may still be read, but not surely.
        (_, None) => fresh.fields.get(&correction.field).is_none_or(|field| !field.sure),
        (read, given) => read == given.as_ref(),
    })
}

fn name_of(situation: &Situation, row: &MemoryRow) -> Option<String> {
    let card = situation.third_party.as_ref().filter(|_| !row.memory.signs.own);
    card.map(|card| card.name.clone()).or_else(|| row.memory.signs.names.first().cloned())
}
