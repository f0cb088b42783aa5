//! Who bills whom, what, and when.

use liasse_domain::{DocumentKind, FieldName};

use super::letters::Letters;
use super::sheets::{BODY, Column, LABEL, LEFT, NAME, RIGHT, STRONG, Sheets, TITLE};
use super::{Place, words};
use crate::einvoice::{EInvoice, Party};

const OWN: Column = Column { left: LEFT, right: 300.0 };
const OTHER: Column = Column { left: 318.0, right: RIGHT };
/// Width of the labels before values.
const LABELS: f32 = 88.0;
/// So many other identifiers of one party are drawn.
const MOST_IDS: usize = 8;
/// So many earlier invoices are named.
const MOST_PRECEDING: usize = 12;

/// The fields that a party's block shows.
struct Side {
    name: FieldName,
    country: Option<FieldName>,
    address: FieldName,
    vat: FieldName,
    siren: FieldName,
    siret: Option<FieldName>,
}

const SUPPLIER: Side = Side {
    name: FieldName::SupplierName,
    country: Some(FieldName::SupplierCountry),
    address: FieldName::SupplierAddress,
    vat: FieldName::SupplierVat,
    siren: FieldName::SupplierSiren,
    siret: Some(FieldName::SupplierSiret),
};
const CUSTOMER: Side = Side {
    name: FieldName::CustomerName,
    country: None,
    address: FieldName::CustomerAddress,
    vat: FieldName::CustomerVat,
    siren: FieldName::CustomerSiren,
    siret: None,
};

pub(super) fn draw(sheets: &mut Sheets, invoice: &EInvoice) {
    let top = sheets.y;
    let left = party(sheets, "Fournisseur", &invoice.supplier, OWN, top, Some(&SUPPLIER));
    let right = about(sheets, invoice, top);
    let top = left.max(right) + 12.0;
    let left = party(sheets, "Client", &invoice.customer, OWN, top, Some(&CUSTOMER));
    let right = match &invoice.payee {
        Some(payee) => party(sheets, "Bénéficiaire du paiement", payee, OTHER, top, None),
        None => top,
    };
    sheets.y = left.max(right) + 14.0;
}

/// A label and its value beside it, in at most `most` rows; answers the value's place and the next row.
pub(super) fn labelled(
    sheets: &mut Sheets,
    label: &str,
    value: &str,
    column: Column,
    top: f32,
    most: usize,
) -> (Option<Place>, f32) {
    let beside = Column { left: column.left + LABELS, ..column };
    let of_label = Letters::of(label).rows(LABEL.size, LABEL.bold, LABELS - 4.0, 1);
    if let Some(row) = of_label.first() {
        sheets.put(row, column.left, top + 0.4, LABEL);
    }
    let (place, y) = sheets.put_rows(value, beside, top, BODY, most);
    (place, y.max(top + BODY.leading()))
}

/// The paper itself: what it is, its number, days and references.
fn about(sheets: &mut Sheets, invoice: &EInvoice, top: f32) -> f32 {
    let title = words::title(invoice);
    let known = matches!(invoice.kind, DocumentKind::Invoice | DocumentKind::CreditNote);
    let place = sheets.put(&Letters::of(title), OTHER.left, top, TITLE);
    sheets.remember(FieldName::DocType, Some(place));
    let mut y = top + TITLE.leading() + 3.0;
    let code = invoice.type_code.as_deref().filter(|_| !known).map(str::to_owned);
    let delivery = match (invoice.delivery_date, invoice.delivery_country) {
        (Some(date), Some(country)) => Some(format!("{} ({})", words::day(date), words::country(country))),
        (Some(date), None) => Some(words::day(date)),
        (None, Some(country)) => Some(words::country(country)),
        (None, None) => None,
    };
    let preceding: Vec<&str> = invoice.preceding.iter().take(MOST_PRECEDING).map(String::as_str).collect();
    sheets.leave_out(
        invoice.preceding.len().saturating_sub(MOST_PRECEDING),
        "facture antérieure citée",
        "factures antérieures citées",
    );
    let rows = [
        ("Numéro", invoice.number.clone(), Some(FieldName::InvoiceNumber)),
        ("Code du type", code, None),
        ("Date", invoice.issue_date.map(words::day), Some(FieldName::IssueDate)),
        ("Échéance", invoice.due_date.map(words::day), Some(FieldName::DueDate)),
        ("Livraison", delivery, Some(FieldName::DeliveryDate)),
        ("Monnaie", invoice.currency.map(|currency| currency.code().to_owned()), Some(FieldName::Currency)),
        ("Commande", invoice.order_reference.clone(), Some(FieldName::OrderReference)),
        ("Réf. de l'acheteur", invoice.buyer_reference.clone(), None),
        ("Factures antérieures", Some(preceding.join(", ")).filter(|all| !all.is_empty()), None),
    ];
    for (label, value, field) in rows {
        let Some(value) = value else { continue };
        let (place, next) = labelled(sheets, label, &value, OTHER, y, 3);
        if let Some(field) = field {
            sheets.remember(field, place);
        }
        y = next + 1.0;
    }
    y
}

fn party(
    sheets: &mut Sheets,
    role: &str,
    party: &Party,
    column: Column,
    top: f32,
    side: Option<&Side>,
) -> f32 {
    sheets.put(&Letters::of(role), column.left, top, LABEL);
    let mut y = top + LABEL.leading();
    let name = party.name.as_deref().unwrap_or("(sans nom)");
    let (place, next) = sheets.put_rows(name, column, y, NAME, 3);
    y = next;
    if let Some(side) = side.filter(|_| party.name.is_some()) {
        sheets.remember(side.name, place);
    }
    if let Some(trading) = party.trading_name.as_deref().filter(|trading| *trading != name) {
        y = sheets.put_rows(trading, column, y, STRONG, 2).1;
    }
    y = address(sheets, party, column, y, side) + 2.0;
    identifiers(sheets, party, column, y, side)
}

fn address(sheets: &mut Sheets, party: &Party, column: Column, top: f32, side: Option<&Side>) -> f32 {
    let address = &party.address;
    let mut y = top;
    let mut whole: Option<Place> = None;
    let town: Vec<&str> =
        [&address.postal_code, &address.city].into_iter().flatten().map(String::as_str).collect();
    let rows = address.lines.iter().take(4).cloned().chain((!town.is_empty()).then(|| town.join(" ")));
    for row in rows {
        let (place, next) = sheets.put_rows(&row, column, y, BODY, 2);
        whole = match (whole, place) {
            (Some(all), Some(place)) => Some(all.union(place)),
            (all, place) => all.or(place),
        };
        y = next;
    }
    if let Some(country) = address.country {
        let (place, next) = sheets.put_rows(&words::country(country), column, y, BODY, 1);
        if let Some(field) = side.and_then(|side| side.country) {
            sheets.remember(field, place);
        }
        y = next;
    }
    if let Some(side) = side {
        sheets.remember(side.address, whole);
    }
    y
}

fn identifiers(sheets: &mut Sheets, party: &Party, column: Column, top: f32, side: Option<&Side>) -> f32 {
    let squeezed = |text: &str| -> String { text.chars().filter(char::is_ascii_alphanumeric).collect() };
    let siren = party.siren().map(|siren| siren.to_string());
    let siret = party.siret().map(|siret| siret.to_string());
    let mut rows: Vec<(String, String)> = Vec::new();
    rows.extend(party.vat_number.iter().map(|vat| ("N° de TVA".to_owned(), vat.clone())));
    let stated = party.legal_id.iter().chain(party.ids.iter().take(MOST_IDS));
    rows.extend(stated.map(|id| (words::scheme(id), id.id.clone())));
    sheets.leave_out(party.ids.len().saturating_sub(MOST_IDS), "identifiant", "identifiants");
    rows.extend(party.tax_registration.iter().map(|number| ("N° fiscal".to_owned(), number.clone())));
    rows.extend(party.endpoint.iter().map(|address| {
        let scheme = address.scheme.as_deref().map(|scheme| format!("{scheme}:")).unwrap_or_default();
        ("Adresse électr.".to_owned(), format!("{scheme}{}", address.id))
    }));
    rows.extend(party.email.iter().map(|email| ("E-mail".to_owned(), email.clone())));
    let mut y = top;
    let mut of_vat = None;
    for (row, (label, value)) in rows.iter().enumerate() {
        let (place, next) = labelled(sheets, label, value, column, y, 2);
        y = next;
        let Some(side) = side else { continue };
        if row == 0 && party.vat_number.is_some() {
            sheets.remember(side.vat, place);
            of_vat = place;
            continue;
        }
        let bare = squeezed(value);
        if let (Some(field), Some(siret)) = (side.siret, &siret)
            && bare.contains(siret.as_str())
        {
            sheets.remember(field, place);
        }
        if siren.as_ref().is_some_and(|siren| bare.contains(siren.as_str())) {
            sheets.remember(side.siren, place);
        }
    }
    // Where no row states it, the SIREN was had from the French VAT number.
    if let Some(side) = side {
        sheets.remember(side.siren, of_vat);
    }
    y
}
