//! Kind, values, tax per rate, scheme.

use liasse_domain::{
    Amount, Confidence, DocumentId, Evidence, FieldName, FieldReading, FieldValue, Method, PaymentMethodId,
    Rect, VatLine, VatScheme,
};
use liasse_store::{Verdict, Writer};
use serde_json::{Value, json};

use super::allocation::{allocation_rows, put_allocations};
use crate::api::{DeskError, FieldChange, KindView, Message, ReviewView, VatLineView, VatSchemeView};
use crate::clock;
use crate::coding::{Decisions, Situation};
use crate::desk::Desk;
use crate::memory::{self, Correction, Taught};
use crate::payment_methods::method_id;
use crate::review::typed;

/// A value by the user's hand is certain.
fn by_hand(value: FieldValue, place: Option<(u32, Rect)>) -> FieldReading {
    FieldReading {
        value,
        evidence: Some(Evidence {
            page: place.map_or(0, |(page, _)| page),
            rect: place.map(|(_, rect)| rect),
            method: Method::User,
        }),
        confidence: Confidence::CERTAIN,
        sure: true,
        alternatives: Vec::new(),
        reasons: Vec::new(),
    }
}

fn computed(value: Amount) -> FieldReading {
    FieldReading {
        value: FieldValue::Amount(value),
        evidence: Some(Evidence { page: 0, rect: None, method: Method::Computed }),
        confidence: Confidence::CERTAIN,
        sure: true,
        alternatives: Vec::new(),
        reasons: Vec::new(),
    }
}

/// What the user is told of a lesson; the history keeps how many documents it changed.
fn note_taught(writer: &mut Writer<'_>, taught: Option<Taught>) -> Option<Message> {
    let taught = taught?;
    if taught.changed > 0 {
        writer.note("read_again", taught.changed);
    }
    Some(taught.message())
}

fn field_name(text: &str) -> Result<FieldName, DeskError> {
    if text == "kind" {
        return Ok(FieldName::DocType);
    }
    serde_json::from_value(Value::String(text.to_owned()))
        .map_err(|_| DeskError::new("unknown_field", format!("`{text}` is no field")).with("field", text))
}

impl Desk {
    /// Sets the kind.
    pub fn set_kind(&self, document: String, kind: KindView) -> Result<ReviewView, DeskError> {
        self.change(&document, "set_kind", json!({ "kind": kind }), |writer, id, _| {
            put_kind(writer, id, kind)
        })
    }

    /// Sets a value as typed or clicked; an empty text takes the value away.
    ///
    /// # Errors
    /// `typed_date`, `typed_amount`, … with what was typed.
    pub fn set_field(&self, document: String, change: FieldChange) -> Result<ReviewView, DeskError> {
        let name = field_name(&change.name)?;
        let value = typed::field_value(name, &change.text, clock::today())?;
        let place = change
            .page
            .zip(change.rect)
            .map(|(page, rect)| (page, Rect { x0: rect.x0, y0: rect.y0, x1: rect.x1, y1: rect.y1 }));
        let summary = json!({ "field": change.name, "value": change.text });
        let mut taught = None;
        let mut view = self.change(&document, "set_field", summary, |writer, id, _| {
            let before = writer.field(id, name)?;
            match &value {
                Some(value) => writer.put_field(id, name, &by_hand(value.clone(), place))?,
                None => writer.delete_field(id, name)?,
            }
            if matches!(name, FieldName::TotalHt | FieldName::TotalVat | FieldName::TotalTtc) {
                complete_totals(writer, id, name)?;
            }
            let correction = Correction { document: id, field: name, before, after: value, clicked: place };
            let lesson = memory::correct(writer, &correction)?;
            taught = note_taught(writer, lesson);
            Ok(())
        })?;
        view.taught = taught;
        Ok(view)
    }

    /// Accepts a doubtful value as it stands.
    pub fn accept_field(&self, document: String, name: String) -> Result<ReviewView, DeskError> {
        let mut taught = None;
        let mut view =
            self.change(&document, "accept_field", json!({ "field": name }), |writer, id, decisions| {
                taught = accept(writer, id, decisions, &name)?;
                Ok(())
            })?;
        view.taught = taught;
        Ok(view)
    }

    /// Sets the tax per rate; totals that are missing follow from it.
    pub fn set_vat_lines(&self, document: String, lines: Vec<VatLineView>) -> Result<ReviewView, DeskError> {
        let lines = lines
            .iter()
            .map(|line| {
                Ok(VatLine {
                    rate: line
                        .rate
                        .replace(',', ".")
                        .parse()
                        .map_err(|error| DeskError::bad_form("rate", &error))?,
                    base: typed::amount(&line.base)?,
                    amount: typed::amount(&line.amount)?,
                })
            })
            .collect::<Result<Vec<VatLine>, DeskError>>()?;
        self.change(&document, "set_vat_lines", json!({ "lines": lines.len() }), |writer, id, _| {
            let evidence = Evidence { page: 0, rect: None, method: Method::User };
            writer.put_vat_lines(id, &lines, true, Some(&evidence))?;
            let tax: Amount = lines.iter().map(|line| line.amount).sum();
            let base: Amount = lines.iter().map(|line| line.base).sum();
            writer.put_field(id, FieldName::TotalVat, &computed(tax))?;
            let reading = writer.reading(id)?;
            let net = reading.amount(FieldName::TotalTtc).map(|ttc| ttc - tax);
            // What bears no tax may stand beside the bases: the amount excluding tax is what the total leaves.
            match (reading.amount(FieldName::TotalHt), net) {
                (Some(ht), Some(net)) if ht != net && net >= base => {
                    writer.put_field(id, FieldName::TotalHt, &computed(net))?;
                }
                (None, net) => writer.put_field(id, FieldName::TotalHt, &computed(net.unwrap_or(base)))?,
                _ => {}
            }
            if reading.amount(FieldName::TotalTtc).is_none() {
                writer.put_field(id, FieldName::TotalTtc, &computed(base + tax))?;
            }
            Ok(())
        })
    }

    /// Sets the scheme of VAT.
    pub fn set_vat_scheme(&self, document: String, scheme: VatSchemeView) -> Result<ReviewView, DeskError> {
        self.change(&document, "set_vat_scheme", json!({ "scheme": scheme }), |writer, id, decisions| {
            put_scheme(writer, id, decisions, scheme)
        })
    }
}

impl Desk {
    /// Says by which payment method a document was paid; `None` leaves it to the paper, the card and the default.
    pub fn set_payment_method(
        &self,
        document: String,
        method: Option<String>,
    ) -> Result<ReviewView, DeskError> {
        let method = method.as_deref().map(method_id).transpose()?;
        self.change(&document, "set_payment_method", json!({}), |writer, id, decisions| {
            put_payment_method(writer, id, decisions, method)
        })
    }
}

/// The kind by the user's hand.
pub(super) fn put_kind(writer: &mut Writer<'_>, id: DocumentId, kind: KindView) -> Result<(), DeskError> {
    Ok(writer.put_field(id, FieldName::DocType, &by_hand(FieldValue::Kind(kind.into()), None))?)
}

/// The scheme of VAT by the user's hand.
pub(super) fn put_scheme(
    writer: &mut Writer<'_>,
    id: DocumentId,
    decisions: &mut Decisions,
    scheme: VatSchemeView,
) -> Result<(), DeskError> {
    decisions.scheme_confirmed = true;
    let scheme = VatScheme::from(scheme);
    writer.put_field(id, FieldName::VatScheme, &by_hand(FieldValue::Scheme(scheme), None))?;
    let reading = writer.reading(id)?;
    let ttc = reading.amount(FieldName::TotalTtc);
    if let (true, Some(ttc), None) = (scheme != VatScheme::Standard, ttc, reading.amount(FieldName::TotalHt))
    {
        // Without tax on the paper both totals are one (art. 283 CGI).
        writer.put_field(id, FieldName::TotalHt, &computed(ttc))?;
    }
    Ok(())
}

/// The payment method by the user's hand.
pub(super) fn put_payment_method(
    writer: &mut Writer<'_>,
    id: DocumentId,
    decisions: &mut Decisions,
    method: Option<PaymentMethodId>,
) -> Result<(), DeskError> {
    if let Some(method) = method {
        let method = writer.payment_method(method)?;
        if method.client_file != writer.document(id)?.client_file {
            return Err(DeskError::bad_id(&method.id.to_string()));
        }
        writer.note("name", method.name);
    }
    decisions.payment_method = method;
    Ok(())
}

/// A doubtful value becomes a sure one. Answers what was learnt of it.
pub(super) fn accept(
    writer: &mut Writer<'_>,
    id: DocumentId,
    decisions: &mut Decisions,
    name: &str,
) -> Result<Option<Message>, DeskError> {
    match name {
        "third_party" => decisions.third_party_confirmed = true,
        "vat_scheme" => decisions.scheme_confirmed = true,
        "duplicate" => match Situation::of(writer, id)?.duplicate_of {
            Some(other) => writer.put_compared(id, other, Verdict::Distinct)?,
            None => return Err(DeskError::new("nothing_to_accept", "it looks like no other document")),
        },
        "vat_lines" => {
            decisions.beside.rates_confirmed = true;
            let reading = writer.reading(id)?;
            writer.put_vat_lines(id, &reading.vat_lines, true, reading.vat_lines_evidence.as_ref())?;
        }
        _ if name.starts_with("allocation:") => {
            let situation = Situation::of(writer, id)?;
            let mut rows = allocation_rows(&situation);
            let index = name.trim_start_matches("allocation:").parse::<usize>().ok();
            let row = index.and_then(|index| rows.get_mut(index));
            let row = row.filter(|row| row.account.is_some()).ok_or_else(|| {
                DeskError::new("nothing_to_accept", "nothing stands there: choose an account")
            })?;
            row.reason = json!(Message::new("account_by_user"));
            put_allocations(writer, decisions, &situation, rows)?;
        }
        _ => {
            let name = field_name(name)?;
            let field = writer
                .field(id, name)?
                .ok_or_else(|| DeskError::new("nothing_to_accept", "nothing was read there: type a value"))?;
            writer.put_field(id, name, &FieldReading { sure: true, ..field })?;
            let lesson = memory::accept(writer, id, name)?;
            return Ok(note_taught(writer, lesson));
        }
    }
    Ok(None)
}

/// When one of the three totals was set, the one that is missing or was computed follows from the two others; a single
/// VAT line follows the totals.
fn complete_totals(writer: &mut Writer<'_>, id: DocumentId, set: FieldName) -> Result<(), DeskError> {
    let reading = writer.reading(id)?;
    let amount = |name: FieldName| reading.amount(name);
    let free = |name: FieldName| {
        name != set
            && reading.fields.get(&name).is_none_or(|field| {
                field.evidence.is_some_and(|evidence| evidence.method == Method::Computed)
            })
    };
    let (ht, vat, ttc) =
        (amount(FieldName::TotalHt), amount(FieldName::TotalVat), amount(FieldName::TotalTtc));
    if let (true, Some(ht), Some(vat)) = (free(FieldName::TotalTtc), ht, vat) {
        writer.put_field(id, FieldName::TotalTtc, &computed(ht + vat))?;
    } else if let (true, Some(ht), Some(ttc)) =
        (free(FieldName::TotalVat), ht, ttc.filter(|ttc| ht.is_some_and(|ht| *ttc >= ht)))
    {
        writer.put_field(id, FieldName::TotalVat, &computed(ttc - ht))?;
    } else if let (true, Some(vat), Some(ttc)) =
        (free(FieldName::TotalHt), vat, ttc.filter(|ttc| vat.is_some_and(|vat| *ttc >= vat)))
    {
        writer.put_field(id, FieldName::TotalHt, &computed(ttc - vat))?;
    }
    let reading = writer.reading(id)?;
    if let ([line], Some(ht), Some(vat)) = (
        reading.vat_lines.as_slice(),
        reading.amount(FieldName::TotalHt),
        reading.amount(FieldName::TotalVat),
    ) {
        let follows = VatLine { rate: line.rate, base: ht, amount: vat };
        let cent = Amount::from_cents(1);
        if follows != *line && (line.rate.tax_on(ht) - vat).abs() <= cent {
            let evidence = Evidence { page: 0, rect: None, method: Method::Computed };
            writer.put_vat_lines(id, &[follows], true, Some(&evidence))?;
        }
    }
    Ok(())
}
