//! An e-invoice that came without a picture, and the paper of the same invoice that came as a file of its own, are one
//! document: the e-invoice's data on the paper's pages. The paper's own document leaves the inbox; both files stay as they came.
//!
//! Joined without being asked only where nothing is left to decide (docs/adr/0021); else a person joins them in the review.

use std::collections::BTreeSet;

use liasse_domain::identifiers::{Siren, Siret, VatNumber};
use liasse_domain::{DocumentId, DocumentStatus, FieldName, FieldReading, Finding, Reading, SourceId};
use liasse_formats::einvoice::{self, EInvoice};
use liasse_reading::einvoice::{DIFFERS, show_drawn, show_on};
use liasse_reading::page::Page;
use liasse_reading::source::Content;
use liasse_store::{
    Actor, Blobs, DocumentPage, DocumentRow, Reader, StoreError, Verdict, Writer, number_key,
};
use serde_json::json;

use crate::api::{DeskError, ReviewView};
use crate::coding::{Decisions, recode_all};
use crate::desk::{Desk, document_id};
use crate::split::has_left;

/// The command that joins them; once undone, it is not done again without being asked.
const JOIN: &str = "join_picture";
/// The command that parts them again.
const PART: &str = "part_picture";

/// An e-invoice and its paper.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pair {
    /// The document of the e-invoice.
    pub e_invoice: DocumentRow,
    /// The document of the paper.
    pub paper: DocumentRow,
}

impl Pair {
    /// Two documents as an e-invoice without a picture and a paper that nobody has worked on; `None` when they are not that.
    pub fn of(
        reader: &Reader<'_>,
        blobs: &Blobs,
        one: DocumentId,
        other: DocumentId,
    ) -> Result<Option<(Pair, EInvoice)>, DeskError> {
        let (one, other) = (reader.document(one)?, reader.document(other)?);
        if one.client_file != other.client_file || one.flow != other.flow || !waits(reader, &one)? {
            return Ok(None);
        }
        if !waits(reader, &other)? {
            return Ok(None);
        }
        let (e_invoice, paper) = match (bare(reader, blobs, &one)?, bare(reader, blobs, &other)?) {
            (Some(invoice), None) => ((one, invoice), other),
            (None, Some(invoice)) => ((other, invoice), one),
            _ => return Ok(None),
        };
        if !is_paper_as_read(reader, &paper)? {
            return Ok(None);
        }
        let (e_invoice, invoice) = e_invoice;
        Ok(Some((Pair { e_invoice, paper }, invoice)))
    }

    /// The only document of which this one is the other half beyond doubt.
    fn beyond_doubt(
        reader: &Reader<'_>,
        blobs: &Blobs,
        document: DocumentId,
    ) -> Result<Option<(Pair, EInvoice)>, DeskError> {
        let row = reader.document(document)?;
        let reading = reader.reading(document)?;
        let Some(key) = reading.text(FieldName::InvoiceNumber).and_then(number_key) else { return Ok(None) };
        let compared = reader.compared_with(document)?;
        let mut found = Vec::new();
        for other in reader.numbered(row.client_file, row.flow, &key)? {
            if other == document || compared.contains(&other) {
                continue;
            }
            if !is_same_invoice(&reading, &reader.reading(other)?) {
                continue;
            }
            found.extend(Pair::of(reader, blobs, document, other)?);
        }
        // Of two papers, a person says which is the picture.
        let [(pair, _)] = found.as_slice() else { return Ok(None) };
        let lies_on_a_sheet = pair.paper.region.is_some();
        let history = reader.history(pair.e_invoice.id)?;
        let parted = history
            .iter()
            .any(|change| change.command == PART || (change.command == JOIN && change.undone_by.is_some()));
        Ok(if lies_on_a_sheet || parted { None } else { found.pop() })
    }
}

/// Whether a document waits to be published, and nothing of it has left.
fn waits(reader: &Reader<'_>, row: &DocumentRow) -> Result<bool, StoreError> {
    Ok(matches!(row.status, DocumentStatus::ToReview | DocumentStatus::Ready) && !has_left(reader, row.id)?)
}

/// The e-invoice of a document that is shown by nothing but a paper drawn from it.
fn bare(reader: &Reader<'_>, blobs: &Blobs, row: &DocumentRow) -> Result<Option<EInvoice>, DeskError> {
    if row.is_joined() {
        return Ok(None);
    }
    Ok(invoice_of(reader, blobs, row)?.filter(|invoice| invoice.image().is_none()))
}

fn invoice_of(reader: &Reader<'_>, blobs: &Blobs, row: &DocumentRow) -> Result<Option<EInvoice>, DeskError> {
    let source = reader.source(row.source)?;
    if source.media_type != Content::Xml.media_type() {
        return Ok(None);
    }
    Ok(einvoice::read(&blobs.get(&source.sha256)?).0)
}

/// Whether a document is a paper without an e-invoice, and just what was read on it.
fn is_paper_as_read(reader: &Reader<'_>, row: &DocumentRow) -> Result<bool, StoreError> {
    if row.is_joined() || row.pages.is_empty() || reader.like(row.id)?.is_structured {
        return Ok(false);
    }
    let decisions = match reader.coding(row.id)? {
        Some(coding) => serde_json::from_value::<Decisions>(coding.reason).unwrap_or_default(),
        None => Decisions::default(),
    };
    let decided = Decisions { third_party_reason: None, ..decisions } != Decisions::default();
    Ok(!decided && !reader.reading(row.id)?.fields.values().any(FieldReading::is_by_hand))
}

/// Whether two readings are surely of one invoice: kind, number, date, total, currency and the supplier's identifier.
fn is_same_invoice(one: &Reading, other: &Reading) -> bool {
    const TOLD: [FieldName; 4] =
        [FieldName::DocType, FieldName::InvoiceNumber, FieldName::IssueDate, FieldName::TotalTtc];
    let sure =
        |reading: &Reading| TOLD.iter().all(|name| reading.fields.get(name).is_some_and(|field| field.sure));
    let number = |reading: &Reading| reading.text(FieldName::InvoiceNumber).and_then(number_key);
    sure(one)
        && sure(other)
        && one.kind() == other.kind()
        && number(one) == number(other)
        && one.date(FieldName::IssueDate) == other.date(FieldName::IssueDate)
        && one.amount(FieldName::TotalTtc) == other.amount(FieldName::TotalTtc)
        && agree(one.currency(), other.currency()) != Some(false)
        && is_same_supplier(one, other)
}

/// Whether both bear the same VAT number or SIREN of the supplier, and no other one. Only sound ones count (check digits); that
/// both say the same makes one sure that was read with doubt.
fn is_same_supplier(one: &Reading, other: &Reading) -> bool {
    let vat = agree(vat_number(one), vat_number(other));
    let siren = agree(siren(one), siren(other));
    ![vat, siren].contains(&Some(false)) && [vat, siren].contains(&Some(true))
}

fn vat_number(reading: &Reading) -> Option<VatNumber> {
    reading.text(FieldName::SupplierVat)?.parse().ok()
}

/// The SIREN, also that inside a SIRET or a French VAT number.
fn siren(reading: &Reading) -> Option<Siren> {
    let own = || reading.text(FieldName::SupplierSiren)?.parse().ok();
    let of_siret = || Some(reading.text(FieldName::SupplierSiret)?.parse::<Siret>().ok()?.siren());
    let of_vat = || vat_number(reading)?.siren();
    own().or_else(of_siret).or_else(of_vat)
}

/// Whether two values agree; `None` where one is not known.
fn agree<T: PartialEq>(one: Option<T>, other: Option<T>) -> Option<bool> {
    Some(one? == other?)
}

/// The e-invoice on the paper's pages, and where these say otherwise.
fn shown(
    reader: &Reader<'_>,
    pair: &Pair,
    invoice: &EInvoice,
) -> Result<(Reading, Vec<Finding>), StoreError> {
    let mut pages = Vec::with_capacity(pair.paper.pages.len());
    for held in &pair.paper.pages {
        pages.extend(reader.page_words::<Page>(held.source, held.page)?);
    }
    let mut reading = reader.reading(pair.e_invoice.id)?;
    let findings = show_on(invoice, &mut reading, &reader.reading(pair.paper.id)?, &pages);
    Ok((reading, findings))
}

/// Makes one document of a pair.
fn join(
    writer: &mut Writer<'_>,
    pair: Pair,
    reading: &Reading,
    differences: Vec<Finding>,
) -> Result<(), DeskError> {
    let Pair { e_invoice, paper } = pair;
    let (kept, left) = (e_invoice.id, paper.id);
    let findings = e_invoice.findings.iter().cloned().chain(differences).collect();
    writer.put_document(&DocumentRow { pages: paper.pages, region: paper.region, findings, ..e_invoice })?;
    writer.put_reading(kept, reading)?;
    writer.put_compared(kept, left, Verdict::Same)?;
    writer.set_status(left, DocumentStatus::Archived)?;
    Ok(recode_all(writer, [kept])?)
}

/// Makes two documents of a joined one: the e-invoice is shown as it was drawn, its paper waits again.
fn part(writer: &mut Writer<'_>, blobs: &Blobs, joined: DocumentRow) -> Result<(), DeskError> {
    if joined.status == DocumentStatus::Published || has_left(writer, joined.id)? {
        return Err(DeskError::new("document_published", "a published document stays as it is"));
    }
    let invoice = invoice_of(writer, blobs, &joined)?
        .ok_or_else(|| DeskError::internal("the e-invoice of a joined document cannot be read"))?;
    let mut reading = writer.reading(joined.id)?;
    show_drawn(&invoice, &mut reading);
    let own = writer.pages_of_source(joined.source)?;
    let pages = own.iter().map(|page| DocumentPage { source: joined.source, page: page.number }).collect();
    let mut again = vec![joined.id];
    for other in writer.same_papers(joined.id)? {
        let paper = writer.document(other)?;
        if paper.pages == joined.pages && paper.status == DocumentStatus::Archived {
            writer.forget_compared(joined.id, other)?;
            writer.set_status(other, DocumentStatus::ToReview)?;
            again.push(other);
        }
    }
    let findings = joined.findings.iter().filter(|finding| finding.code != DIFFERS).cloned().collect();
    writer.put_document(&DocumentRow { pages, region: None, findings, ..joined.clone() })?;
    writer.put_reading(joined.id, &reading)?;
    // The one that came first is not the one that repeats.
    again.sort_unstable();
    Ok(recode_all(writer, again)?)
}

/// Parts what is joined of a source, before it is cut or read anew: its e-invoice from its paper, its papers from their e-invoices.
pub(crate) fn part_source(writer: &mut Writer<'_>, blobs: &Blobs, source: SourceId) -> Result<(), DeskError> {
    for row in writer.documents_of_source(source)? {
        if row.is_joined() {
            part(writer, blobs, row)?;
        }
    }
    Ok(())
}

/// Parts the e-invoice whose picture a paper is: the paper stands by itself again.
pub(crate) fn part_paper(
    writer: &mut Writer<'_>,
    blobs: &Blobs,
    paper: &DocumentRow,
) -> Result<(), DeskError> {
    for row in writer.documents_of_source(paper.source)? {
        if row.is_joined() && row.pages == paper.pages {
            part(writer, blobs, row)?;
        }
    }
    Ok(())
}

impl Desk {
    /// Joins the documents of a source just read or cut with their other halves, where nothing is left to decide and the pages
    /// contradict nothing. Each is a command of its own, which can be undone.
    pub(crate) fn join_pictures(&self, source: SourceId) -> Result<(), DeskError> {
        let own = self.read(|reader| reader.documents_of_source(source))?;
        let own: BTreeSet<DocumentId> = own.iter().map(|row| row.id).collect();
        for document in own {
            let found = self.looked_up(document)?;
            let Some((pair, reading)) = found else { continue };
            let summary = json!({ "file": self.read(|reader| reader.source(pair.paper.source))?.file_name });
            let (ids, client_file) = ([pair.e_invoice.id, pair.paper.id], pair.e_invoice.client_file);
            self.command_by(&Actor::liasse(), JOIN, true, summary, &ids, |writer| {
                // What a person did meanwhile goes before.
                let still = Pair::beyond_doubt(writer, &self.blobs, document)?.map(|(pair, _)| pair);
                if still.as_ref() != Some(&pair) {
                    return Err(DeskError::new("pair_changed", "one of the documents was changed meanwhile"));
                }
                join(writer, pair, &reading, Vec::new())
            })?;
            self.tell_changed(client_file);
        }
        Ok(())
    }

    /// The pair that a document belongs to beyond doubt and without a contradiction, and the e-invoice on the paper's pages.
    fn looked_up(&self, document: DocumentId) -> Result<Option<(Pair, Reading)>, DeskError> {
        let found = self.read(|reader| Ok(Pair::beyond_doubt(reader, &self.blobs, document)))??;
        let Some((pair, invoice)) = found else { return Ok(None) };
        let (reading, differences) = self.read(|reader| shown(reader, &pair, &invoice))?;
        Ok(differences.is_empty().then_some((pair, reading)))
    }

    /// Joins two documents because a person says so; `None` when they are no such pair. What the pages contradict is put to
    /// the user. Answers the document that is left.
    pub(crate) fn join_by_hand(
        &self,
        one: DocumentId,
        other: DocumentId,
    ) -> Result<Option<DocumentId>, DeskError> {
        let found = self.read(|reader| Ok(Pair::of(reader, &self.blobs, one, other)))??;
        let Some((pair, _)) = found else { return Ok(None) };
        let summary = json!({ "file": self.read(|reader| reader.source(pair.paper.source))?.file_name });
        let (kept, client_file) = (pair.e_invoice.id, pair.e_invoice.client_file);
        self.command(JOIN, true, summary, &[one, other], |writer| {
            let found = Pair::of(writer, &self.blobs, one, other)?;
            let (pair, invoice) = found.ok_or_else(|| {
                DeskError::new("pair_changed", "one of the documents was changed meanwhile")
            })?;
            let (reading, differences) = shown(writer, &pair, &invoice)?;
            join(writer, pair, &reading, differences)
        })?;
        self.tell_changed(client_file);
        Ok(Some(kept))
    }

    /// Parts an e-invoice from the paper that is its picture: two documents again.
    ///
    /// # Errors
    /// `not_joined`; `document_published`.
    pub fn part_picture(&self, document: String) -> Result<ReviewView, DeskError> {
        let id = document_id(&document)?;
        let client_file = self.command(PART, true, json!({}), &[id], |writer| {
            let row = writer.document(id)?;
            if !row.is_joined() {
                return Err(DeskError::new("not_joined", "the document has no paper of another file"));
            }
            let client_file = row.client_file;
            part(writer, &self.blobs, row)?;
            Ok(client_file)
        })?;
        self.tell_changed(client_file);
        self.review(document)
    }
}

#[cfg(test)]
mod tests {
    use liasse_domain::{Amount, DocumentKind, FieldValue};

    use super::*;
    use crate::test_office::certain;

    fn told(more: &[(FieldName, &str)]) -> Reading {
        let text = |text: &str| FieldValue::Text(text.to_owned());
        let more = more.iter().map(|(name, value)| (*name, text(value)));
        let values = [
            (FieldName::DocType, FieldValue::Kind(DocumentKind::Invoice)),
            (FieldName::InvoiceNumber, text("FA 2026-17")),
            (FieldName::IssueDate, FieldValue::Date("2026-03-12".parse().unwrap())),
            (FieldName::TotalTtc, FieldValue::Amount(Amount::from_cents(12_000))),
        ];
        certain(values.into_iter().chain(more))
    }

    #[test]
    fn the_supplier_is_known_by_a_sound_identifier() {
        use FieldName::{SupplierSiren, SupplierSiret, SupplierVat};
        let same = |one: &[(FieldName, &str)], other: &[(FieldName, &str)]| {
            is_same_invoice(&told(one), &told(other))
        };
        let vat = (SupplierVat, "FR44732829320");
        assert!(same(&[vat], &[vat]));
        assert!(same(&[vat], &[(SupplierSiren, "732829320")]), "the SIREN inside the VAT number");
        assert!(same(&[vat], &[(SupplierSiret, "73282932000074")]), "and that inside a SIRET");
        assert!(!same(&[], &[]), "a name is no identity");
        assert!(!same(&[vat], &[]));
        assert!(!same(&[vat], &[(SupplierVat, "FR40303265045")]), "another firm");
        assert!(!same(&[vat], &[(SupplierSiren, "732829321")]), "an unsound SIREN says nothing");
        let two = [(SupplierSiren, "732829320"), (SupplierVat, "FR40303265045")];
        assert!(!same(&[vat], &two), "a paper of two firms");
    }

    #[test]
    fn what_is_printed_is_the_same_and_sure() {
        let one = told(&[(FieldName::SupplierVat, "FR44732829320")]);
        let with = |name: FieldName, value: FieldValue| {
            let mut other = one.clone();
            if let Some(field) = other.fields.get_mut(&name) {
                field.value = value;
            }
            is_same_invoice(&one, &other)
        };
        assert!(with(FieldName::InvoiceNumber, FieldValue::Text("fa2026/17".to_owned())), "spaced otherwise");
        assert!(!with(FieldName::InvoiceNumber, FieldValue::Text("FA 2026-18".to_owned())));
        assert!(!with(FieldName::IssueDate, FieldValue::Date("2026-03-13".parse().unwrap())));
        assert!(!with(FieldName::TotalTtc, FieldValue::Amount(Amount::from_cents(12_001))));
        assert!(!with(FieldName::DocType, FieldValue::Kind(DocumentKind::CreditNote)));
        for name in [FieldName::InvoiceNumber, FieldName::IssueDate, FieldName::TotalTtc, FieldName::DocType]
        {
            let mut unsure = one.clone();
            if let Some(field) = unsure.fields.get_mut(&name) {
                field.sure = false;
            }
            assert!(!is_same_invoice(&one, &unsure), "{name:?}");
        }
    }
}
