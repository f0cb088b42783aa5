use liasse_domain::{ClientFileId, Currency, FieldValue, FirmAccounts, Journals, RuleTemplate, VatLine};

use super::*;
use crate::test_office::{certain_field, supplier};

/// The ids of the entries of these tests.
pub(super) const IDS: [EntryId; 2] =
    [EntryId::from_uuid(uuid::Uuid::nil()), EntryId::from_uuid(uuid::Uuid::max())];

pub(super) fn client_file(country: Country) -> ClientFile {
    ClientFile {
        id: ClientFileId::from_uuid(Default::default()),
        code: "MARCHAL".parse().unwrap(),
        name: "Boulangerie Marchal".to_owned(),
        is_firm: false,
        country,
        siren: None,
        vat_number: None,
        address: String::new(),
        journals: Journals {
            purchases: "ACH".parse().unwrap(),
            sales: "VTE".parse().unwrap(),
            bank: "BQ".parse().unwrap(),
            general: "OD".parse().unwrap(),
        },
        accounts: FirmAccounts {
            supplier_prefix: "401".to_owned(),
            customer_prefix: "411".to_owned(),
            purchase_vat: "445660".parse().unwrap(),
            sales_vat: "445710".parse().unwrap(),
            reverse_charge_vat: "445200".parse().unwrap(),
            deposits: "409600".parse().unwrap(),
        },
        bob_root: None,
        bob_code: None,
        sage_ge_folder: None,
    }
}

pub(super) fn third_party() -> ThirdParty {
    supplier(ClientFileId::from_uuid(Default::default()))
}

pub(super) fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

pub(super) fn put(reading: &mut Reading, name: FieldName, value: FieldValue) {
    reading.fields.insert(name, certain_field(value));
}

/// A reading of a kind, in euros.
pub(super) fn reading_of(kind: DocumentKind) -> Reading {
    let mut reading = Reading::default();
    put(&mut reading, FieldName::DocType, FieldValue::Kind(kind));
    put(&mut reading, FieldName::Currency, FieldValue::Currency(Currency::EUR));
    reading.vat_lines_sure = true;
    reading
}

fn reading(kind: DocumentKind, ht: &str, vat: &[(u16, &str, &str)], ttc: &str) -> Reading {
    let mut reading = reading_of(kind);
    put(&mut reading, FieldName::TotalHt, FieldValue::Amount(amount(ht)));
    put(&mut reading, FieldName::TotalTtc, FieldValue::Amount(amount(ttc)));
    put(&mut reading, FieldName::IssueDate, FieldValue::Date("2026-11-16".parse().unwrap()));
    put(&mut reading, FieldName::InvoiceNumber, FieldValue::Text("F-1".to_owned()));
    reading.vat_lines = vat
        .iter()
        .map(|(points, base, tax)| VatLine {
            rate: VatRate::from_basis_points(*points).unwrap(),
            base: amount(base),
            amount: amount(tax),
        })
        .collect();
    let tax: Amount = reading.vat_lines.iter().map(|line| line.amount).sum();
    put(&mut reading, FieldName::TotalVat, FieldValue::Amount(tax));
    reading
}

fn lines(reading: &Reading, flow: Flow, scheme: VatScheme) -> Result<Vec<String>, EntryTrouble> {
    let (client_file, third_party) = (client_file(Country::FR), third_party());
    let practice = Practice::usual(client_file.id, Country::FR);
    let circumstances = Circumstances::default();
    let account: AccountCode = "601100".parse().unwrap();
    let tax = charged_tax(reading, scheme).iter().map(|line| line.amount).sum();
    let template = RuleTemplate::one(account);
    let bases = super::super::Bases::of(reading, tax);
    let mut allocations = super::super::allocate(&bases, Some((&template, &Message::new("test"))));
    let outlays: AccountCode = "467000".parse().unwrap();
    for line in allocations.iter_mut().filter(|line| line.account.is_none()) {
        line.account = Some(outlays.clone());
    }
    let facts = EntryFacts {
        client_file: &client_file,
        practice: &practice,
        chart: &[],
        flow,
        reading,
        scheme,
        third_party: Some(&third_party),
        allocations: &allocations,
        circumstances: &circumstances,
    };
    let entry = build_entries(&facts, IDS, DocumentId::from_uuid(Default::default()))?.entry;
    let shown = |line: &EntryLine| {
        let side = if line.side == Side::Debit { "D" } else { "C" };
        format!("{} {side} {}", line.auxiliary.as_ref().unwrap_or(&line.account), line.amount)
    };
    Ok(entry.lines().iter().map(shown).collect())
}

#[test]
fn a_purchase_of_two_rates() {
    let read = reading(
        DocumentKind::Invoice,
        "884.90",
        &[(550, "635.90", "34.97"), (2000, "249.00", "49.80")],
        "969.67",
    );
    assert_eq!(
        lines(&read, Flow::Purchases, VatScheme::Standard).unwrap(),
        ["601100 D 884.90", "445660 D 34.97", "445660 D 49.80", "401DELORME C 969.67"]
    );
}

#[test]
fn a_credit_note_reverses_the_sides() {
    let read = reading(DocumentKind::CreditNote, "100.00", &[(2000, "100.00", "20.00")], "120.00");
    assert_eq!(
        lines(&read, Flow::Purchases, VatScheme::Standard).unwrap(),
        ["601100 C 100.00", "445660 C 20.00", "401DELORME D 120.00"]
    );
}

#[test]
fn a_sale_credits_revenue() {
    let read = reading(DocumentKind::Invoice, "100.00", &[(2000, "100.00", "20.00")], "120.00");
    assert_eq!(
        lines(&read, Flow::Sales, VatScheme::Standard).unwrap(),
        ["601100 C 100.00", "445710 C 20.00", "401DELORME D 120.00"]
    );
}

#[test]
fn reverse_charge_owes_the_net_amount_and_books_the_tax_on_both_sides() {
    let read = reading(DocumentKind::Invoice, "1840.00", &[], "1840.00");
    assert_eq!(
        lines(&read, Flow::Purchases, VatScheme::Intracom).unwrap(),
        ["601100 D 1840.00", "445660 D 368.00", "445200 C 368.00", "401DELORME C 1840.00"]
    );
}

#[test]
fn deposits_stand_outside_the_tax() {
    let mut read = reading(DocumentKind::Invoice, "100.00", &[(2000, "100.00", "20.00")], "120.00");
    put(&mut read, FieldName::DepositAmount, FieldValue::Amount(amount("15.60")));
    assert_eq!(
        lines(&read, Flow::Purchases, VatScheme::Standard).unwrap(),
        ["601100 D 100.00", "445660 D 20.00", "409600 D 15.60", "401DELORME C 135.60"]
    );
}

#[test]
fn outlays_beyond_amount_and_tax_are_a_line_of_their_own() {
    let read = reading(DocumentKind::Invoice, "1786.79", &[(2000, "1786.79", "357.36")], "2463.71");
    assert_eq!(
        lines(&read, Flow::Purchases, VatScheme::Standard).unwrap(),
        ["601100 D 1786.79", "467000 D 319.56", "445660 D 357.36", "401DELORME C 2463.71"]
    );
}

#[test]
fn a_gap_makes_no_entry() {
    let read = reading(DocumentKind::Invoice, "100.00", &[(2000, "100.00", "20.00")], "119.98");
    assert_eq!(
        lines(&read, Flow::Purchases, VatScheme::Standard),
        Err(EntryTrouble::Gap(Amount::from_cents(2)))
    );
}
