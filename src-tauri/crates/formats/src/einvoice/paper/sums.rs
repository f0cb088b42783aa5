//! What follows the lines: charges, taxes, totals, payment, notes.

use liasse_domain::FieldName;

use super::head::labelled;
use super::letters::Letters;
use super::sheets::{BODY, Column, DUE, LABEL, LEFT, RIGHT, STRONG, Sheets};
use super::{Place, words};
use crate::einvoice::{EInvoice, PaymentMeans};

const WHOLE: Column = Column { left: LEFT, right: RIGHT };
const SUMS: Column = Column { left: 344.0, right: RIGHT };
const PAYMENT: Column = Column { left: LEFT, right: 328.0 };
const MOST_CHARGES: usize = 60;
const MOST_VAT: usize = 40;
const MOST_MEANS: usize = 4;
/// Rows of the terms of payment.
const MOST_TERMS: usize = 8;
const MOST_NOTES: usize = 20;
const MOST_FILES: usize = 20;

/// Allowances and charges on the whole.
pub(super) fn charges(sheets: &mut Sheets, invoice: &EInvoice) {
    let all = &invoice.allowances_charges;
    if all.is_empty() {
        return;
    }
    let (what, rate, amount) = (
        Column { left: LEFT, right: 430.0 },
        Column { left: 436.0, right: 480.0 },
        Column { left: 484.0, right: RIGHT - 3.0 },
    );
    sheets.heading("Remises et frais sur l'ensemble");
    for charge in all.iter().take(MOST_CHARGES) {
        sheets.ensure(3.0 * BODY.leading());
        let kind = if charge.is_charge { "Frais" } else { "Remise" };
        let reason = charge.reason.as_deref().map(|reason| format!(" : {reason}")).unwrap_or_default();
        let top = sheets.y;
        sheets.y = sheets.put_rows(&format!("{kind}{reason}"), what, top, BODY, 3).1;
        sheets.put_right(&words::rate(charge.rate, charge.category), rate, top, BODY);
        if let Some(of) = charge.amount {
            let signed = if charge.is_charge { of } else { -of };
            sheets.put_right(&words::amount(signed), amount, top, BODY);
        }
    }
    sheets.leave_out(all.len().saturating_sub(MOST_CHARGES), "remise ou frais", "remises ou frais");
    sheets.y += 10.0;
}

/// The tax per rate, each with why none is charged; answers where it stands.
pub(super) fn vat(sheets: &mut Sheets, invoice: &EInvoice) -> Option<Place> {
    if invoice.vat.is_empty() {
        return None;
    }
    let (what, rate, base, tax) = (
        Column { left: LEFT, right: 290.0 },
        Column { left: 296.0, right: 350.0 },
        Column { left: 356.0, right: 450.0 },
        Column { left: 456.0, right: RIGHT - 3.0 },
    );
    sheets.ensure(60.0);
    let top = sheets.y;
    sheets.put(&Letters::of("TVA"), what.left, top, STRONG);
    for (text, column) in [("Taux", rate), ("Base HT", base), ("Montant de TVA", tax)] {
        sheets.put_right(text, column, top, STRONG);
    }
    sheets.y += STRONG.leading() + 1.0;
    sheets.rule(WHOLE, sheets.y);
    sheets.y += 4.0;
    let mut place: Option<Place> = None;
    for subtotal in invoice.vat.iter().take(MOST_VAT) {
        sheets.ensure(5.0 * BODY.leading());
        let top = sheets.y;
        let category = subtotal.category.map_or("TVA", words::category);
        let first = sheets.put(&Letters::of(category), what.left, top, BODY);
        let rate_text = subtotal.rate.map(|rate| words::rate(Some(rate), None)).unwrap_or_default();
        let mut row = first.union(sheets.put_right(&rate_text, rate, top, BODY));
        for (of, column) in [(subtotal.base, base), (subtotal.amount, tax)] {
            if let Some(of) = of {
                row = row.union(sheets.put_right(&words::amount(of), column, top, BODY));
            }
        }
        place = Some(place.map_or(row, |all| all.union(row)));
        sheets.y += BODY.leading();
        let reason = [&subtotal.exemption_reason, &subtotal.exemption_code];
        let reason: Vec<&str> = reason.into_iter().flatten().map(String::as_str).collect();
        if !reason.is_empty() {
            let text = format!("Motif : {}", reason.join(", "));
            sheets.y = sheets.put_rows(&text, WHOLE, sheets.y, LABEL, 4).1;
        }
    }
    sheets.leave_out(invoice.vat.len().saturating_sub(MOST_VAT), "taux de TVA", "taux de TVA");
    sheets.y += 10.0;
    place
}

/// The totals on the right, how to pay on the left.
pub(super) fn totals_and_payment(sheets: &mut Sheets, invoice: &EInvoice) {
    let totals = &invoice.totals;
    let rows = [
        ("Total des lignes", totals.lines, None),
        ("Remises", totals.allowances.map(|amount| -amount), None),
        ("Frais", totals.charges, None),
        ("Total HT", totals.tax_exclusive, Some(FieldName::TotalHt)),
        ("TVA", totals.tax, Some(FieldName::TotalVat)),
        ("Total TTC", totals.tax_inclusive, Some(FieldName::TotalTtc)),
        ("Arrondi", totals.rounding, None),
        ("Déjà payé", totals.prepaid, Some(FieldName::Prepaid)),
        ("À payer", totals.payable, Some(FieldName::AmountDue)),
    ];
    sheets.ensure(tallest_payment(invoice).max(140.0));
    let top = sheets.y;
    let mut y = top;
    let amounts = Column { left: SUMS.left + 84.0, right: SUMS.right - 3.0 };
    for (label, amount, field) in rows {
        let Some(amount) = amount else { continue };
        let is_due = field == Some(FieldName::AmountDue);
        let style = match field {
            Some(FieldName::AmountDue) => DUE,
            Some(FieldName::TotalTtc) => STRONG,
            _ => BODY,
        };
        if is_due {
            sheets.band(SUMS, y - 1.0, DUE.leading() + 4.0);
            y += 1.0;
        }
        sheets.put(&Letters::of(label), SUMS.left + 3.0, y, style);
        let place = sheets.put_right(&words::money(amount, invoice.currency), amounts, y, style);
        if let Some(field) = field {
            sheets.remember(field, Some(place));
        }
        y += style.leading() + 1.5;
    }
    let left = payment(sheets, invoice, top);
    sheets.y = y.max(left) + 12.0;
}

/// Points that [`payment`] takes at most, which is less than a page.
fn tallest_payment(invoice: &EInvoice) -> f32 {
    let rows: usize = invoice.payment.iter().take(MOST_MEANS).map(|means| 2 * rows_of(means).len() + 1).sum();
    let terms = if invoice.payment_terms.is_some() { MOST_TERMS } else { 0 };
    #[allow(clippy::cast_precision_loss, reason = "some fifty rows")]
    let rows = (rows + terms + 2) as f32;
    rows * BODY.leading()
}

fn payment(sheets: &mut Sheets, invoice: &EInvoice, top: f32) -> f32 {
    let mut y = top;
    if invoice.payment.is_empty() && invoice.payment_terms.is_none() {
        return y;
    }
    sheets.put(&Letters::of("Paiement"), PAYMENT.left, y, STRONG);
    y += STRONG.leading() + 2.0;
    for means in invoice.payment.iter().take(MOST_MEANS) {
        for (label, value, field) in rows_of(means) {
            let (place, next) = labelled(sheets, label, &value, PAYMENT, y, 2);
            if let Some(field) = field {
                sheets.remember(field, place);
            }
            y = next;
        }
        y += 3.0;
    }
    let more = invoice.payment.len().saturating_sub(MOST_MEANS);
    sheets.leave_out(more, "moyen de paiement", "moyens de paiement");
    if let Some(terms) = &invoice.payment_terms {
        y = labelled(sheets, "Conditions", terms, PAYMENT, y, MOST_TERMS).1;
    }
    y
}

fn rows_of(means: &PaymentMeans) -> Vec<(&'static str, String, Option<FieldName>)> {
    let communication = means.structured_communication();
    let (reference, field) = match &communication {
        Some(communication) => (Some(communication.to_string()), Some(FieldName::StructuredComm)),
        None => (means.reference.clone(), None),
    };
    [
        ("Moyen", means.code.as_deref().map(words::payment_means), Some(FieldName::PaymentMethod)),
        ("Compte", means.iban.as_deref().map(words::in_fours), Some(FieldName::Iban)),
        ("BIC", means.bic.clone(), Some(FieldName::Bic)),
        ("Communication", reference, field),
        ("Carte", means.card_last4.as_ref().map(|last| format!("•••• {last}")), Some(FieldName::CardLast4)),
        ("Compte débité", means.debited_iban.as_deref().map(words::in_fours), None),
    ]
    .into_iter()
    .filter_map(|(label, value, field)| Some((label, value?, field)))
    .collect()
}

/// Notes and the files inside.
pub(super) fn notes(sheets: &mut Sheets, invoice: &EInvoice) {
    let names = invoice.attachments.iter().take(MOST_FILES);
    let names: Vec<&str> = names
        .filter_map(|file| file.file_name.as_deref().or(file.description.as_deref()).or(file.id.as_deref()))
        .collect();
    for (heading, texts, more, (one, many)) in [
        (
            "Notes",
            invoice.notes.iter().take(MOST_NOTES).map(String::as_str).collect(),
            invoice.notes.len().saturating_sub(MOST_NOTES),
            ("note", "notes"),
        ),
        (
            "Fichiers joints à l'e-facture",
            names,
            invoice.attachments.len().saturating_sub(MOST_FILES),
            ("fichier joint", "fichiers joints"),
        ),
    ] {
        if !texts.is_empty() {
            sheets.heading(heading);
        }
        for text in texts {
            paragraph(sheets, text);
        }
        sheets.leave_out(more, one, many);
    }
}

/// A text over the whole width, its own line breaks kept, over the next page where it does not fit.
fn paragraph(sheets: &mut Sheets, text: &str) {
    const MOST_ROWS: usize = 60;
    let mut left = MOST_ROWS;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if left == 0 {
            sheets.cut += 1;
            break;
        }
        for row in Letters::of(line).rows(BODY.size, BODY.bold, WHOLE.width(), left) {
            sheets.ensure(BODY.leading());
            sheets.put(&row, LEFT, sheets.y, BODY);
            sheets.y += BODY.leading();
            left = left.saturating_sub(1);
        }
    }
    sheets.y += 4.0;
}

/// What the paper does not show, at its end.
pub(super) fn left_out(sheets: &mut Sheets) {
    let mut all = std::mem::take(&mut sheets.left_out);
    match sheets.cut {
        0 => {}
        1 => all.push("la fin d'un texte trop long (…)".to_owned()),
        cut => all.push(format!("la fin de {cut} textes trop longs (…)")),
    }
    if !all.is_empty() {
        sheets.heading("Non tracé ici, à lire dans l'e-facture");
        paragraph(sheets, &format!("{}.", all.join(" ; ")));
    }
    if sheets.is_transcribed {
        sheets.ensure(2.0 * BODY.leading());
        paragraph(
            sheets,
            "Des lettres que cette image ne sait pas tracer y sont transcrites : l'e-facture fait foi.",
        );
    }
}

/// What is said below each page: the number, and what the paper was drawn from.
pub(super) fn about(invoice: &EInvoice) -> String {
    let number = invoice.number.as_deref().map(|number| format!("N° {number} · ")).unwrap_or_default();
    let profile = invoice.profile.as_deref().map(|profile| format!(" · {profile}")).unwrap_or_default();
    format!("{number}{}{profile}", words::syntax(invoice.syntax))
}
