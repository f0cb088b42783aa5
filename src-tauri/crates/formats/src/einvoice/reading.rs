//! An e-invoice as a reading: what it is in substance, in the trade's terms.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use liasse_domain::identifiers::{Bic, Iban, VatNumber};
use liasse_domain::{
    Address, Amount, Candidate, Confidence, Country, DocumentKind, Evidence, FieldName, FieldReading,
    FieldValue, Finding, LineItem, Method, Reading, VatLine, VatRate, VatScheme,
};

use super::check::check;
use super::model::{EInvoice, Party, PaymentMeans, VatCategory};
use crate::text::fold;

/// Words for returnable packaging, folded: French, Belgian French, Dutch, German, English.
const DEPOSIT_WORDS: [&str; 9] = [
    "consigne",
    "deconsigne",
    "vidange",
    "leeggoed",
    "statiegeld",
    "pfand",
    "leergut",
    "emballagerepris",
    "returnablepackaging",
];

struct Fields {
    fields: BTreeMap<FieldName, FieldReading>,
    findings: Vec<Finding>,
}

fn evidence(method: Method) -> Evidence {
    Evidence { page: 1, rect: None, method }
}

impl Fields {
    fn put(&mut self, name: FieldName, value: FieldValue, method: Method, sure: bool) {
        let confidence = if sure { Confidence::CERTAIN } else { Confidence::new(0.5) };
        let evidence = Some(evidence(method));
        let field =
            FieldReading { value, evidence, confidence, sure, alternatives: Vec::new(), reasons: Vec::new() };
        self.fields.insert(name, field);
    }
    fn text(&mut self, name: FieldName, text: Option<&str>) {
        if let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            self.put(name, FieldValue::Text(text), Method::Xml, true);
        }
    }
    fn amount(&mut self, name: FieldName, amount: Option<Amount>, method: Method, sure: bool) {
        if let Some(amount) = amount {
            self.put(name, FieldValue::Amount(amount), method, sure);
        }
    }
    /// An identifier with check digits: one that fails them is kept as written, and doubtful.
    fn identifier<T: FromStr + Display>(&mut self, name: FieldName, text: Option<&str>, what: &str) {
        let Some(text) = text else { return };
        match text.parse::<T>() {
            Ok(identifier) => {
                self.put(name, FieldValue::Text(identifier.to_string()), Method::Xml, true);
            }
            Err(_) => {
                let squeezed: String =
                    text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
                let message =
                    format!("{what} `{text}` fails its check digits or form: check it on the document");
                self.findings.push(Finding::warning("einvoice_identifier", message).with("text", text));
                if !squeezed.is_empty() {
                    self.put(name, FieldValue::Text(squeezed), Method::Xml, false);
                }
            }
        }
    }
}

impl EInvoice {
    /// The reading: every value with method XML, on page 1, certain.
    ///
    /// Amounts are positive: an invoice with a negative total is a credit note in substance. The deposits on packaging
    /// are taken out of the totals, as papers have them. Values that an equation contradicts are not sure, and a
    /// finding (`einvoice_arithmetic`) names the rule of EN 16931 that fails.
    pub fn to_reading(&self) -> (Reading, Vec<Finding>) {
        let mut fields = Fields { fields: BTreeMap::new(), findings: Vec::new() };
        let negative =
            self.totals.tax_inclusive.or(self.totals.payable).is_some_and(|total| total.is_negative());
        self.read_kind(&mut fields, negative);
        self.read_header(&mut fields);
        self.read_parties(&mut fields);
        self.read_payment(&mut fields);
        let vat_lines = self.read_amounts(&mut fields, negative);
        self.read_scheme(&mut fields);
        self.report_missing(&mut fields);
        let sign = |amount: Amount| if negative { -amount } else { amount };
        let items = self.lines.iter().filter(|line| !line.is_information);
        let line_items = items
            .map(|line| LineItem {
                description: line.description.clone(),
                quantity: line.quantity.as_deref().map(|quantity| signed_text(quantity, negative)),
                unit: line.unit.clone(),
                unit_price: line.price_of_one(),
                vat_rate: line.rate,
                amount: line.amount.map(sign),
            })
            .collect();
        let (vat_lines, vat_lines_sure) = vat_lines;
        let reading = Reading {
            fields: fields.fields,
            vat_lines_evidence: (!vat_lines.is_empty()).then(|| evidence(Method::Xml)),
            vat_lines,
            vat_lines_sure,
            line_items,
        };
        (reading, fields.findings)
    }

    fn read_kind(&self, fields: &mut Fields, negative: bool) {
        let (kind, sure) = match (self.kind, negative) {
            (DocumentKind::Invoice, true) => (DocumentKind::CreditNote, true),
            (DocumentKind::CreditNote, true) => {
                let message = "the credit note has negative amounts, so it may be a debit: check its kind";
                fields.findings.push(Finding::warning("einvoice_negative_credit_note", message));
                (DocumentKind::CreditNote, false)
            }
            (kind, _) => (kind, true),
        };
        fields.put(FieldName::DocType, FieldValue::Kind(kind), Method::Xml, sure);
    }

    fn read_header(&self, fields: &mut Fields) {
        fields.text(FieldName::InvoiceNumber, self.number.as_deref());
        fields.text(FieldName::OrderReference, self.order_reference.as_deref());
        if let Some(date) = self.issue_date {
            fields.put(FieldName::IssueDate, FieldValue::Date(date), Method::Xml, true);
        }
        if let Some(due) = self.due_date {
            let early = self.issue_date.is_some_and(|issue| due < issue);
            if early {
                let message = format!("the due date {due} is before the date of issue: check both dates");
                fields.findings.push(Finding::warning("einvoice_due_before_issue", message));
            }
            fields.put(FieldName::DueDate, FieldValue::Date(due), Method::Xml, !early);
        }
        if let Some(date) = self.delivery_date {
            fields.put(FieldName::DeliveryDate, FieldValue::Date(date), Method::Xml, true);
        }
        if let Some(currency) = self.currency {
            fields.put(FieldName::Currency, FieldValue::Currency(currency), Method::Xml, true);
        }
    }

    fn read_parties(&self, fields: &mut Fields) {
        fields.text(FieldName::SupplierName, self.supplier.name.as_deref());
        if let Some(country) = self.supplier.address.country {
            fields.put(FieldName::SupplierCountry, FieldValue::Country(country), Method::Xml, true);
        }
        put_address(fields, FieldName::SupplierAddress, &self.supplier);
        put_address(fields, FieldName::CustomerAddress, &self.customer);
        put_vat_number(fields, FieldName::SupplierVat, &self.supplier, "the supplier's VAT number");
        put_siren(fields, FieldName::SupplierSiren, &self.supplier);
        if let Some(siret) = self.supplier.siret() {
            fields.put(FieldName::SupplierSiret, FieldValue::Text(siret.to_string()), Method::Xml, true);
        }
        fields.text(FieldName::CustomerName, self.customer.name.as_deref());
        put_vat_number(fields, FieldName::CustomerVat, &self.customer, "the customer's VAT number");
        put_siren(fields, FieldName::CustomerSiren, &self.customer);
    }

    fn read_payment(&self, fields: &mut Fields) {
        let methods: Vec<&str> = self.payment.iter().filter_map(payment_method).collect();
        if let Some(method) = methods.first() {
            let sure = methods.iter().all(|other| other == method);
            let value = FieldValue::Text((*method).to_owned());
            fields.put(FieldName::PaymentMethod, value, Method::Xml, sure);
        }
        // An account that does not begin like an IBAN is a national number: the field has no room for it.
        let ibans: Vec<&str> = self
            .payment
            .iter()
            .filter_map(|means| means.iban.as_deref())
            .filter(|iban| {
                let head: Vec<char> = iban.chars().take(4).collect();
                matches!(head.as_slice(), [a, b, c, d] if a.is_alphabetic() && b.is_alphabetic()
                    && c.is_ascii_digit() && d.is_ascii_digit())
            })
            .collect();
        fields.identifier::<Iban>(FieldName::Iban, ibans.first().copied(), "the IBAN");
        let others: Vec<Candidate> = ibans
            .iter()
            .skip(1)
            .filter_map(|iban| iban.parse::<Iban>().ok())
            .map(|iban| Candidate {
                value: FieldValue::Text(iban.to_string()),
                evidence: Some(evidence(Method::Xml)),
                confidence: Confidence::new(0.5),
            })
            .take(5)
            .collect();
        if let Some(field) = fields.fields.get_mut(&FieldName::Iban) {
            field.alternatives = others;
        }
        let means = &self.payment;
        fields.identifier::<Bic>(FieldName::Bic, means.iter().find_map(|m| m.bic.as_deref()), "the BIC");
        if let Some(communication) = means.iter().find_map(PaymentMeans::structured_communication) {
            let value = FieldValue::Text(communication.to_string());
            fields.put(FieldName::StructuredComm, value, Method::Xml, true);
        }
        fields.text(FieldName::CardLast4, means.iter().find_map(|m| m.card_last4.as_deref()));
    }

    /// What the lines and charges hold of deposits on packaging, which stand outside VAT (art. 28 CTVA; BOI-TVA-BASE).
    fn deposits(&self) -> Amount {
        let outside = |category: Option<VatCategory>, rate: Option<VatRate>| match category {
            Some(VatCategory::Exempt | VatCategory::OutOfScope | VatCategory::ZeroRated) => true,
            Some(_) => false,
            None => rate == Some(VatRate::ZERO),
        };
        let lines = self
            .lines
            .iter()
            .filter(|line| {
                !line.is_information && outside(line.category, line.rate) && is_deposit(&line.description)
            })
            .filter_map(|line| line.amount);
        let charges = self
            .allowances_charges
            .iter()
            .filter(|charge| outside(charge.category, charge.rate))
            .filter(|charge| charge.reason.as_deref().is_some_and(is_deposit))
            .filter_map(|charge| charge.amount.map(|amount| if charge.is_charge { amount } else { -amount }));
        lines.chain(charges).sum()
    }

    fn read_amounts(&self, fields: &mut Fields, negative: bool) -> (Vec<VatLine>, bool) {
        let doubts = check(self, &mut fields.findings);
        let sign = |amount: Amount| if negative { -amount } else { amount };
        let totals = &self.totals;
        let deposits = self.deposits();
        let net = |amount: Amount| sign(amount - deposits);
        let method = if deposits.is_zero() { Method::Xml } else { Method::Computed };
        let (ht, tax, ttc) = (totals.tax_exclusive, totals.tax, totals.tax_inclusive);
        fields.amount(FieldName::TotalHt, ht.map(net), method, !doubts.ht);
        fields.amount(FieldName::TotalVat, tax.map(sign), Method::Xml, !doubts.vat);
        fields.amount(FieldName::TotalTtc, ttc.map(net), method, !doubts.ttc);
        // Two of the three give the third.
        let computed = match (ht, tax, ttc) {
            (None, Some(tax), Some(ttc)) => Some((FieldName::TotalHt, net(ttc - tax))),
            (Some(ht), None, Some(ttc)) => Some((FieldName::TotalVat, sign(ttc - ht))),
            (Some(ht), Some(tax), None) => Some((FieldName::TotalTtc, net(ht + tax))),
            _ => None,
        };
        if let Some((name, amount)) = computed {
            fields.amount(name, Some(amount), Method::Computed, true);
        }
        let not_zero = |amount: &Amount| !amount.is_zero();
        fields.amount(
            FieldName::DepositAmount,
            Some(sign(deposits)).filter(not_zero),
            Method::Computed,
            true,
        );
        fields.amount(
            FieldName::Prepaid,
            totals.prepaid.filter(not_zero).map(sign),
            Method::Xml,
            !doubts.due,
        );
        fields.amount(FieldName::AmountDue, totals.payable.map(sign), Method::Xml, !doubts.due);

        let mut lines: BTreeMap<VatRate, (Amount, Amount)> = BTreeMap::new();
        let mut whole = true;
        for vat in &self.vat {
            let rate = match (vat.rate, vat.category) {
                (Some(rate), _) => rate,
                (None, Some(VatCategory::Standard) | None) => {
                    whole = false;
                    continue;
                }
                (None, Some(_)) => VatRate::ZERO,
            };
            let (Some(base), Some(amount)) = (vat.base, vat.amount) else {
                whole = false;
                continue;
            };
            let line = lines.entry(rate).or_default();
            line.0 += sign(base);
            line.1 += sign(amount);
        }
        if let Some(outside) = lines.get_mut(&VatRate::ZERO) {
            outside.0 -= sign(deposits);
        }
        let vat_lines = lines
            .into_iter()
            .filter(|(_, (base, amount))| !base.is_zero() || !amount.is_zero())
            .map(|(rate, (base, amount))| VatLine { rate, base, amount })
            .collect();
        (vat_lines, whole && !doubts.vat_lines && !self.vat.is_empty())
    }

    fn read_scheme(&self, fields: &mut Fields) {
        if let Some((scheme, sure)) = self.scheme() {
            if !sure {
                let message =
                    "the invoice mixes lines under different VAT schemes: check the scheme of each line";
                fields.findings.push(Finding::warning("einvoice_mixed_vat", message));
            }
            fields.put(FieldName::VatScheme, FieldValue::Scheme(scheme), Method::Xml, sure);
        }
    }

    /// The scheme of VAT by categories (UNCL 5305) and VATEX codes, and whether it is the only one.
    fn scheme(&self) -> Option<(VatScheme, bool)> {
        let mut schemes: Vec<VatScheme> = Vec::new();
        let taxed = self.vat.iter().any(|vat| vat.amount.is_some_and(|amount| !amount.is_zero()))
            || self.totals.tax.is_some_and(|tax| !tax.is_zero());
        for vat in &self.vat {
            let Some(category) = vat.category else { continue };
            let code = vat.exemption_code.as_deref().unwrap_or_default().to_ascii_uppercase();
            let scheme = match (category, code.as_str()) {
                (VatCategory::Exempt | VatCategory::OutOfScope | VatCategory::ZeroRated, _) if taxed => {
                    continue;
                }
                (VatCategory::ReverseCharge, _) | (VatCategory::Exempt, "VATEX-EU-AE") => {
                    self.reverse_charge()
                }
                (VatCategory::IntraCommunity, _) | (VatCategory::Exempt, "VATEX-EU-IC") => {
                    VatScheme::Intracom
                }
                (VatCategory::Export, _) | (VatCategory::Exempt, "VATEX-EU-G") => VatScheme::Export,
                (VatCategory::Exempt | VatCategory::OutOfScope, _) => VatScheme::Exempt,
                _ => VatScheme::Standard,
            };
            if !schemes.contains(&scheme) {
                schemes.push(scheme);
            }
        }
        match schemes.as_slice() {
            [] => taxed.then_some((VatScheme::Standard, true)),
            [scheme] => Some((*scheme, true)),
            _ if taxed => Some((VatScheme::Standard, false)),
            [first, ..] => Some((*first, false)),
        }
    }

    /// Reverse charge between two member states is intra-Community (art. 196 of directive 2006/112/EC), else domestic.
    fn reverse_charge(&self) -> VatScheme {
        let country = |party: &Party| {
            let prefix = party.vat_number.as_deref().and_then(|vat| vat.get(..2)?.parse::<Country>().ok());
            party.address.country.or(prefix)
        };
        match (country(&self.supplier), country(&self.customer)) {
            (Some(from), Some(to)) if from != to && from.is_eu() && to.is_eu() => VatScheme::Intracom,
            _ => VatScheme::ReverseCharge,
        }
    }

    fn report_missing(&self, fields: &mut Fields) {
        let needed = [
            (FieldName::InvoiceNumber, "invoice_number", "the number (BT-1)"),
            (FieldName::IssueDate, "issue_date", "the date of issue (BT-2)"),
            (FieldName::Currency, "currency", "the currency (BT-5)"),
            (FieldName::SupplierName, "supplier_name", "the supplier's name (BT-27)"),
            (FieldName::TotalHt, "total_ht", "the total without tax (BT-109)"),
            (FieldName::TotalTtc, "total_ttc", "the total with tax (BT-112)"),
        ];
        let missing = || needed.iter().filter(|(name, ..)| !fields.fields.contains_key(name));
        if missing().next().is_some() {
            let terms: Vec<&str> = missing().map(|(.., what)| *what).collect();
            let names: Vec<&str> = missing().map(|(_, code, _)| *code).collect();
            let message = format!("the e-invoice lacks {}: fill it in by hand", terms.join(", "));
            let finding = Finding::warning("einvoice_missing", message).with("fields", names.join(","));
            fields.findings.push(finding);
        }
    }
}

/// The VAT number; its form is known for the Union and its neighbours only.
/// The postal address, where it says more than the country.
fn put_address(fields: &mut Fields, name: FieldName, party: &Party) {
    let address = &party.address;
    if address.lines.is_empty() && address.city.is_none() {
        return;
    }
    let address = Address {
        lines: address.lines.clone(),
        postcode: address.postal_code.clone(),
        town: address.city.clone(),
        country: address.country,
    };
    fields.put(name, FieldValue::Address(address), Method::Xml, true);
}

fn put_vat_number(fields: &mut Fields, name: FieldName, party: &Party, what: &str) {
    let Some(text) = party.vat_number.as_deref() else { return };
    let prefix = text.trim_start().get(..2).and_then(|prefix| prefix.parse::<Country>().ok());
    let known = |country: Country| country.is_eu() || matches!(country.code(), "GB" | "XI" | "CH" | "NO");
    if prefix.is_some_and(|country| !known(country)) {
        let squeezed: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        fields.text(name, Some(&squeezed.to_uppercase()));
    } else {
        fields.identifier::<VatNumber>(name, Some(text), what);
    }
}

/// The SIREN that is stated, else the one inside the French VAT number.
fn put_siren(fields: &mut Fields, name: FieldName, party: &Party) {
    let inside = || party.vat_number.as_deref()?.parse::<VatNumber>().ok()?.siren();
    let (siren, method) = match party.siren() {
        Some(siren) => (Some(siren), Method::Xml),
        None => (inside(), Method::Computed),
    };
    if let Some(siren) = siren {
        fields.put(name, FieldValue::Text(siren.to_string()), method, true);
    }
}

/// The method of payment by its code (UNCL 4461).
fn payment_method(means: &PaymentMeans) -> Option<&'static str> {
    match means.code.as_deref()? {
        "10" => Some("cash"),
        "20" | "21" | "22" | "23" | "25" | "26" => Some("cheque"),
        "30" | "31" | "42" | "45" | "46" | "47" | "58" => Some("transfer"),
        "48" | "54" | "55" => Some("card"),
        "49" | "59" => Some("direct_debit"),
        _ => None,
    }
}

fn is_deposit(description: &str) -> bool {
    let folded = fold(description);
    DEPOSIT_WORDS.iter().any(|word| folded.contains(word))
}

/// A decimal, its sign turned when `flip`.
fn signed_text(decimal: &str, flip: bool) -> String {
    match decimal.strip_prefix('-') {
        _ if !flip || decimal == "0" => decimal.to_owned(),
        Some(positive) => positive.to_owned(),
        None => format!("-{decimal}"),
    }
}
