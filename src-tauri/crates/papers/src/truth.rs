//! What a paper says: the trade model that a layout draws, and the truth file that is compared with a reading.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::day::{Day, Term};
use crate::ink::Run;
use crate::show::Lang;

/// A field of the truth file that can be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    Number,
    IssueDate,
    DueDate,
    Terms,
    SupplierName,
    SupplierSiren,
    SupplierSiret,
    SupplierVat,
    CustomerName,
    CustomerVat,
    TotalTtc,
    TotalHt,
    TotalVat,
    AmountDue,
    Deposit,
    Prepaid,
    Payment,
    Card,
    Iban,
    Bic,
    Structured,
    /// The `n`th line of the VAT breakdown.
    Vat(u8),
    /// The amount of the `n`th line.
    Line(u16),
}

impl Field {
    pub fn key(self) -> &'static str {
        match self {
            Self::Number => "invoice_number",
            Self::IssueDate => "issue_date",
            Self::DueDate => "due_date",
            Self::Terms => "terms",
            Self::SupplierName => "supplier_name",
            Self::SupplierSiren => "supplier_siren",
            Self::SupplierSiret => "supplier_siret",
            Self::SupplierVat => "supplier_vat",
            Self::CustomerName => "customer_name",
            Self::CustomerVat => "customer_vat",
            Self::TotalTtc => "total_ttc",
            Self::TotalHt => "total_ht",
            Self::TotalVat => "total_vat",
            Self::AmountDue => "amount_due",
            Self::Deposit => "deposit_amount",
            Self::Prepaid => "prepaid",
            Self::Payment => "payment_method",
            Self::Card => "card_last4",
            Self::Iban => "iban",
            Self::Bic => "bic",
            Self::Structured => "structured_comm",
            Self::Vat(_) => "vat_breakdown",
            Self::Line(_) => "line_items",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    #[default]
    Invoice,
    CreditNote,
    Receipt,
    CardSlip,
    ExpenseReport,
    CommissionStatement,
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    #[default]
    Standard,
    ReverseCharge,
    Intracom,
    Exempt,
    Export,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Pay {
    #[default]
    Card,
    Transfer,
    DirectDebit,
    Cheque,
    Cash,
    MealVoucher,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Country {
    #[default]
    Fr,
    Be,
    Nl,
    De,
    Gb,
    Lu,
}

impl Country {
    pub fn code(self) -> &'static str {
        match self {
            Self::Fr => "FR",
            Self::Be => "BE",
            Self::Nl => "NL",
            Self::De => "DE",
            Self::Gb => "GB",
            Self::Lu => "LU",
        }
    }
}

/// An enterprise (or a person) on a paper.
#[derive(Debug, Clone, Default)]
pub struct Party {
    /// Trade name without its legal form.
    pub name: String,
    /// `SARL`, `BV`; empty for a person.
    pub form: String,
    pub street: String,
    pub postcode: String,
    pub city: String,
    pub country: Country,
    pub siren: Option<String>,
    pub siret: Option<String>,
    pub vat: Option<String>,
    pub iban: String,
    pub bic: String,
    pub phone: String,
    pub email: String,
    pub web: String,
    /// Share capital in whole currency units.
    pub capital: i64,
    pub activity: String,
}

impl Party {
    pub fn full_name(&self) -> String {
        if self.form.is_empty() { self.name.clone() } else { format!("{} {}", self.name, self.form) }
    }

    pub fn town(&self) -> String {
        format!("{} {}", self.postcode, self.city)
    }
}

/// A line of a paper. Quantity in thousandths, price in cents, rate in basis points.
#[derive(Debug, Clone, Default)]
pub struct Line {
    pub reference: String,
    pub text: String,
    pub quantity: i64,
    pub unit: String,
    /// In thousandths of the currency unit (fuel is sold at three decimals).
    pub price: i64,
    /// In basis points of the price.
    pub rebate: i64,
    pub amount: i64,
    pub rate: i64,
}

/// VAT of one rate, in basis points and cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VatLine {
    pub rate: i64,
    pub base: i64,
    pub amount: i64,
}

/// One business event, before it is drawn. All amounts in cents, positive.
#[derive(Debug, Clone, Default)]
pub struct Deal {
    pub kind: Kind,
    pub lang: Lang,
    pub supplier: Party,
    pub customer: Option<Party>,
    pub number: String,
    pub issue: Day,
    pub term: Option<Term>,
    pub due: Option<Day>,
    pub currency: String,
    pub lines: Vec<Line>,
    /// Line amounts include VAT.
    pub inclusive: bool,
    pub vat: Vec<VatLine>,
    /// Rebate on the whole, in basis points, and what it comes to.
    pub rebate: Option<(i64, i64)>,
    pub ht: i64,
    pub tax: i64,
    /// Paid on behalf of the customer, outside VAT but inside the total.
    pub outlays: i64,
    pub ttc: i64,
    /// Returnable packaging: outside the total, inside what is due.
    pub deposit: Option<i64>,
    pub prepaid: Option<i64>,
    pub payable: i64,
    pub scheme: Scheme,
    pub pay: Option<Pay>,
    pub card: Option<String>,
    pub structured: Option<String>,
    /// Numbers that are not the number of the paper: order, customer, delivery, contract, site.
    pub order_ref: String,
    pub customer_ref: String,
    pub delivery_ref: String,
    pub contract_ref: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct VatTruth {
    pub rate: String,
    pub base: String,
    pub amount: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct LineTruth {
    pub description: String,
    pub quantity: String,
    pub unit_price: String,
    pub amount: String,
    pub vat_rate: String,
}

/// The fields that a reading is compared with.
#[derive(Debug, Clone, Serialize)]
pub struct Fields {
    pub doc_type: Kind,
    pub invoice_number: Option<String>,
    pub issue_date: Option<String>,
    pub due_date: Option<String>,
    pub supplier_name: Option<String>,
    pub supplier_country: Option<&'static str>,
    pub supplier_vat: Option<String>,
    pub supplier_siren: Option<String>,
    pub supplier_siret: Option<String>,
    pub customer_name: Option<String>,
    pub customer_vat: Option<String>,
    pub currency: String,
    pub total_ttc: String,
    pub total_ht: Option<String>,
    pub total_vat: Option<String>,
    pub amount_due: String,
    pub vat_breakdown: Vec<VatTruth>,
    pub vat_scheme: Scheme,
    pub payment_method: Option<Pay>,
    pub card_last4: Option<String>,
    pub iban: Option<String>,
    pub bic: Option<String>,
    pub structured_comm: Option<String>,
    pub deposit_amount: Option<String>,
    pub prepaid: Option<String>,
    pub line_items: Vec<LineTruth>,
}

/// A paper that is no entry is known by its kind alone.
#[derive(Debug, Clone, Serialize)]
pub struct KindOnly {
    pub doc_type: Kind,
}

#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum FieldTruth {
    Entry(Box<Fields>),
    Other(KindOnly),
}

/// Where a field is printed: 1-based page, box in fractions of the page.
#[derive(Debug, Clone, Serialize)]
pub struct Place {
    pub page: usize,
    #[serde(rename = "box")]
    pub area: [f32; 4],
}

#[derive(Debug, Clone, Serialize)]
pub struct Truth {
    pub layout: String,
    pub lang: &'static str,
    pub lines_tax_included: bool,
    pub due_date_printed: bool,
    pub terms: Option<String>,
    pub fields: FieldTruth,
    /// Named in the truth, but not to be seen on the paper.
    pub not_visible: Vec<&'static str>,
    /// Not printed, but following from what is.
    pub derived: Vec<&'static str>,
    pub places: BTreeMap<&'static str, Vec<Place>>,
}

/// Cents as the truth files write them.
pub fn plain(cents: i64) -> String {
    crate::show::cents(cents, crate::show::Numbers::PlainDot)
}

impl Truth {
    /// The truth of a deal as drawn: a field is in it because a run of the drawing prints it or because it follows from those that do.
    pub fn of(deal: &Deal, layout: &str, runs: &[Run], sizes: &[(f32, f32)], whole_lines: bool) -> Self {
        let mut places: BTreeMap<&'static str, Vec<Place>> = BTreeMap::new();
        for run in runs {
            if let (Some(field), Some((w, h))) = (run.field, sizes.get(run.page)) {
                let [x0, y0, x1, y1] = run.area;
                let place = Place { page: run.page + 1, area: [x0 / w, y0 / h, x1 / w, y1 / h] };
                places.entry(field.key()).or_default().push(place);
            }
        }
        let seen = |f: Field| places.contains_key(f.key());
        let keep = |f: Field, v: Option<String>| if seen(f) { v } else { None };
        let slip = deal.kind == Kind::CardSlip;
        let mut derived = Vec::new();
        let mut must = |f: Field| {
            if !seen(f) {
                derived.push(f.key());
            }
        };
        must(Field::TotalTtc);
        if !slip {
            must(Field::TotalHt);
            must(Field::TotalVat);
        }
        must(Field::AmountDue);
        let terms = runs.iter().find(|r| r.field == Some(Field::Terms)).map(|r| r.text.clone());
        let due = if seen(Field::DueDate) {
            deal.due
        } else if terms.is_some() {
            must(Field::DueDate);
            deal.due
        } else {
            None
        };
        let s = &deal.supplier;
        let identified = seen(Field::SupplierSiren)
            || seen(Field::SupplierSiret)
            || (seen(Field::SupplierVat) && s.country == Country::Fr);
        let fields = Fields {
            doc_type: deal.kind,
            invoice_number: keep(Field::Number, Some(deal.number.clone())),
            issue_date: keep(Field::IssueDate, Some(deal.issue.iso())),
            due_date: due.map(Day::iso),
            supplier_name: keep(Field::SupplierName, Some(s.full_name())),
            supplier_country: Some(s.country.code()),
            supplier_vat: keep(Field::SupplierVat, s.vat.clone()),
            supplier_siren: if identified { s.siren.clone() } else { None },
            supplier_siret: keep(Field::SupplierSiret, s.siret.clone()),
            customer_name: keep(Field::CustomerName, deal.customer.as_ref().map(Party::full_name)),
            customer_vat: keep(Field::CustomerVat, deal.customer.as_ref().and_then(|c| c.vat.clone())),
            currency: deal.currency.clone(),
            total_ttc: plain(deal.ttc),
            // The slip of a card terminal knows no VAT.
            total_ht: (!slip).then(|| plain(deal.ht)),
            total_vat: (!slip).then(|| plain(deal.tax)),
            amount_due: plain(deal.payable),
            vat_breakdown: deal
                .vat
                .iter()
                .filter(|v| v.rate != 0)
                .map(|v| VatTruth { rate: plain(v.rate), base: plain(v.base), amount: plain(v.amount) })
                .collect(),
            vat_scheme: deal.scheme,
            // An account to pay to, and no other means: the paper asks for a transfer.
            payment_method: if seen(Field::Payment) {
                deal.pay
            } else {
                (seen(Field::Iban) && deal.kind == Kind::Invoice).then_some(Pay::Transfer)
            },
            card_last4: keep(Field::Card, deal.card.clone()),
            iban: keep(Field::Iban, Some(s.iban.clone())),
            bic: keep(Field::Bic, Some(s.bic.clone())),
            structured_comm: keep(Field::Structured, deal.structured.clone()),
            deposit_amount: keep(Field::Deposit, deal.deposit.map(plain)),
            prepaid: keep(Field::Prepaid, deal.prepaid.map(plain)),
            line_items: if whole_lines && seen(Field::Line(0)) {
                deal.lines.iter().map(line_truth).collect()
            } else {
                Vec::new()
            },
        };
        Self {
            layout: layout.to_owned(),
            lang: deal.lang.code(),
            lines_tax_included: deal.inclusive,
            due_date_printed: seen(Field::DueDate),
            terms,
            fields: if deal.kind == Kind::Other {
                FieldTruth::Other(KindOnly { doc_type: Kind::Other })
            } else {
                FieldTruth::Entry(Box::new(fields))
            },
            not_visible: Vec::new(),
            derived,
            places,
        }
    }
}

fn line_truth(line: &Line) -> LineTruth {
    LineTruth {
        description: line.text.clone(),
        quantity: crate::show::quantity(line.quantity, crate::show::Numbers::PlainDot),
        unit_price: if line.price % 10 == 0 {
            plain(line.price / 10)
        } else {
            crate::show::scaled(line.price, 3, crate::show::Numbers::PlainDot)
        },
        amount: plain(line.amount),
        vat_rate: plain(line.rate),
    }
}
