//! Building the entry of a document.

use liasse_domain::{
    Account, AccountCode, Amount, Axes, ClientFile, Country, Date, DocumentId, DocumentKind, Entry,
    EntryError, EntryId, EntryLine, EntryParts, EntryPurpose, FieldName, Flow, Reading, Side, ThirdParty,
    VatLine, VatRate, VatScheme,
};

use super::Allocation;
use crate::api::Message;

/// What an entry is built from.
#[derive(Debug, Clone, Copy)]
pub struct EntryFacts<'a> {
    /// The client file: journals, default accounts, country.
    pub client_file: &'a ClientFile,
    /// The chart, for labels.
    pub chart: &'a [Account],
    /// Purchases or sales.
    pub flow: Flow,
    /// What was read.
    pub reading: &'a Reading,
    /// Scheme of VAT in force.
    pub scheme: VatScheme,
    /// Third party.
    pub third_party: &'a ThirdParty,
    /// Where the amounts go.
    pub allocations: &'a [Allocation],
}

/// Why no entry can be built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryTrouble {
    /// A value is missing.
    Missing(FieldName),
    /// The third party has to be chosen.
    ThirdPartyMissing,
    /// An account has to be chosen.
    AccountMissing,
    /// The allocations and the tax do not make the total.
    Gap(Amount),
    /// Not booked in another currency than the euro without a rate.
    ForeignCurrency,
    /// The lines do not make an entry.
    Lines(EntryError),
}

impl EntryTrouble {
    /// The sentence.
    pub fn message(&self) -> Message {
        match self {
            EntryTrouble::Missing(name) => {
                Message::new("entry_value_missing").with("field", field_code(*name))
            }
            EntryTrouble::ThirdPartyMissing => Message::new("entry_third_party_missing"),
            EntryTrouble::AccountMissing => Message::new("entry_account_missing"),
            EntryTrouble::Gap(gap) => Message::new("entry_gap").with("amount", gap),
            EntryTrouble::ForeignCurrency => Message::new("entry_foreign_currency"),
            EntryTrouble::Lines(error) => Message::new(error.code()),
        }
    }
}

/// The serialised name of a field.
pub fn field_code(name: FieldName) -> String {
    serde_json::to_value(name).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The standard rate that the customer owes under reverse charge: France 20 % (art. 278 CGI), Belgium 21 %
/// (art. 1 AR no 20).
pub fn standard_rate(country: Country) -> VatRate {
    let points = if country == Country::BE { 2_100 } else { 2_000 };
    VatRate::from_basis_points(points).unwrap_or(VatRate::ZERO)
}

fn label_of(chart: &[Account], code: &AccountCode, otherwise: &str) -> String {
    chart
        .iter()
        .find(|account| account.code == *code)
        .map(|account| account.label.clone())
        .unwrap_or_else(|| otherwise.to_owned())
}

/// The lines of a document's entry.
///
/// Purchases: debit the allocations, the VAT and the deposits, credit the supplier; sales the other way round; a credit
/// note reverses the sides (PCG art. 944-40 and 944-41). Under reverse charge the supplier is owed the amount excluding
/// tax, and the tax is both deductible and due (art. 283 CGI; art. 51 § 2 CTVA).
pub fn entry_lines(facts: &EntryFacts<'_>) -> Result<Vec<EntryLine>, EntryTrouble> {
    let EntryFacts { client_file, chart, flow, reading, scheme, third_party, allocations } = *facts;
    if reading.currency().is_some_and(|currency| currency != liasse_domain::Currency::EUR) {
        return Err(EntryTrouble::ForeignCurrency);
    }
    let ttc = reading.amount(FieldName::TotalTtc).ok_or(EntryTrouble::Missing(FieldName::TotalTtc))?;
    if allocations.is_empty() {
        return Err(EntryTrouble::Missing(FieldName::TotalHt));
    }
    let deposit = reading.amount(FieldName::DepositAmount).unwrap_or(Amount::ZERO);
    let charged = charged_tax(reading, scheme);
    let net: Amount = allocations.iter().map(|allocation| allocation.amount).sum();
    let tax: Amount = charged.iter().map(|line| line.amount).sum();
    let gap = net + tax - ttc;
    if !gap.is_zero() {
        return Err(EntryTrouble::Gap(gap));
    }

    let reversed = reading.kind() == Some(DocumentKind::CreditNote);
    // On purchases amounts stand on the debit, the third party on the credit.
    let amounts = match (flow, reversed) {
        (Flow::Purchases, false) | (Flow::Sales, true) => Side::Debit,
        _ => Side::Credit,
    };
    let label = entry_label(reading, third_party);
    let line = |account: &AccountCode, account_label: String, side, amount| EntryLine {
        account: account.clone(),
        account_label,
        auxiliary: None,
        side,
        amount,
        label: label.clone(),
        axes: Axes::default(),
        foreign: None,
        note: None,
    };
    let mut lines = Vec::new();
    for allocation in allocations {
        let account = allocation.account.as_ref().ok_or(EntryTrouble::AccountMissing)?;
        let account_label = label_of(chart, account, "");
        // A discount line of a rate is booked on the other side rather than as a negative amount.
        let side = if allocation.amount.is_negative() { amounts.opposite() } else { amounts };
        lines.push(line(account, account_label, side, allocation.amount.abs()));
    }
    let vat_account = match flow {
        Flow::Purchases => &client_file.accounts.purchase_vat,
        Flow::Sales => &client_file.accounts.sales_vat,
    };
    for vat in charged.iter().filter(|vat| !vat.amount.is_zero()) {
        lines.push(line(vat_account, vat_label(chart, vat_account, vat.rate), amounts, vat.amount));
    }
    if flow == Flow::Purchases && matches!(scheme, VatScheme::ReverseCharge | VatScheme::Intracom) {
        let rate = standard_rate(client_file.country);
        let owed = rate.tax_on(net);
        if owed > Amount::ZERO {
            let due = &client_file.accounts.reverse_charge_vat;
            lines.push(line(vat_account, vat_label(chart, vat_account, rate), amounts, owed));
            lines.push(line(due, vat_label(chart, due, rate), amounts.opposite(), owed));
        }
    }
    if !deposit.is_zero() {
        let account = &client_file.accounts.deposits;
        let account_label = label_of(chart, account, "Emballages consignés");
        lines.push(line(account, account_label, amounts, deposit));
    }
    let prefix = match flow {
        Flow::Purchases => &client_file.accounts.supplier_prefix,
        Flow::Sales => &client_file.accounts.customer_prefix,
    };
    let collective = collective_account(chart, prefix, client_file.country, flow)
        .unwrap_or_else(|| third_party.account.clone());
    lines.push(EntryLine {
        account_label: label_of(chart, &collective, &third_party.name),
        account: collective,
        auxiliary: Some(third_party.account.clone()),
        side: amounts.opposite(),
        amount: ttc + deposit,
        label,
        axes: Axes::default(),
        foreign: None,
        note: None,
    });
    Ok(merge_alike(lines))
}

/// Two allocations to one account are one line of the entry; VAT lines of different rates stay apart.
fn merge_alike(lines: Vec<EntryLine>) -> Vec<EntryLine> {
    let mut merged: Vec<EntryLine> = Vec::with_capacity(lines.len());
    for line in lines {
        let twin = merged.iter_mut().find(|other| {
            other.account == line.account
                && other.account_label == line.account_label
                && other.auxiliary == line.auxiliary
                && other.side == line.side
        });
        match twin {
            Some(twin) => twin.amount += line.amount,
            None => merged.push(line),
        }
    }
    merged
}

/// The collective account of a side: the chart's shortest account made of its root and zeros. A firm may number its
/// auxiliaries by letters (`F`, `C`): then the root is the country's (401 and 411 PCG; 440 and 400 PCMN).
fn collective_account(chart: &[Account], prefix: &str, country: Country, flow: Flow) -> Option<AccountCode> {
    let numeric = !prefix.is_empty() && prefix.bytes().all(|b| b.is_ascii_digit());
    let root = match (numeric, country == Country::BE, flow) {
        (true, _, _) => prefix,
        (false, false, Flow::Purchases) => "401",
        (false, false, Flow::Sales) => "411",
        (false, true, Flow::Purchases) => "440",
        (false, true, Flow::Sales) => "400",
    };
    let made_of = |code: &AccountCode| {
        code.as_str().strip_prefix(root).is_some_and(|rest| rest.bytes().all(|b| b == b'0'))
    };
    let known = chart.iter().map(|account| &account.code).filter(|code| made_of(code));
    known.min_by_key(|code| code.as_str().len()).cloned().or_else(|| format!("{root:0<6}").parse().ok())
}

fn vat_label(chart: &[Account], account: &AccountCode, rate: VatRate) -> String {
    let (whole, part) = (rate.basis_points() / 100, rate.basis_points() % 100);
    let percent = match part {
        0 => format!("{whole} %"),
        part if part % 10 == 0 => format!("{whole},{} %", part / 10),
        part => format!("{whole},{part:02} %"),
    };
    let label = label_of(chart, account, "TVA");
    if label.contains('%') { label } else { format!("{label} {percent}") }
}

/// The tax that the paper charges: per rate where it was read so, else the total in one line.
pub fn charged_tax(reading: &Reading, scheme: VatScheme) -> Vec<VatLine> {
    if scheme != VatScheme::Standard {
        return Vec::new();
    }
    if !reading.vat_lines.is_empty() {
        return reading.vat_lines.clone();
    }
    match (reading.amount(FieldName::TotalVat), reading.amount(FieldName::TotalHt)) {
        (Some(amount), base) if !amount.is_zero() => {
            let base = base.unwrap_or(Amount::ZERO);
            let points = amount.ratio(10_000, base.cents()).and_then(|rate| u16::try_from(rate.cents()).ok());
            let rate = points.and_then(VatRate::from_basis_points).unwrap_or(VatRate::ZERO);
            vec![VatLine { rate, base, amount }]
        }
        _ => Vec::new(),
    }
}

fn entry_label(reading: &Reading, third_party: &ThirdParty) -> String {
    match reading.text(FieldName::InvoiceNumber) {
        Some(number) => format!("{} {number}", third_party.name),
        None => third_party.name.clone(),
    }
}

/// The entry of a document.
pub fn build_entry(facts: &EntryFacts<'_>, id: EntryId, document: DocumentId) -> Result<Entry, EntryTrouble> {
    let lines = entry_lines(facts)?;
    let date: Date =
        facts.reading.date(FieldName::IssueDate).ok_or(EntryTrouble::Missing(FieldName::IssueDate))?;
    let journals = &facts.client_file.journals;
    let journal = match facts.flow {
        Flow::Purchases => journals.purchases.clone(),
        Flow::Sales => journals.sales.clone(),
    };
    // A receipt without a number is referred to by our own identity of it.
    let piece_reference = match facts.reading.text(FieldName::InvoiceNumber) {
        Some(number) => number.to_owned(),
        None => {
            let id = document.uuid().simple().to_string().to_uppercase();
            format!("L{}", id.get(20..).unwrap_or(&id))
        }
    };
    Entry::new(EntryParts {
        id,
        document,
        purpose: EntryPurpose::Document,
        journal,
        date,
        piece_reference,
        due_date: facts.reading.date(FieldName::DueDate),
        currency: liasse_domain::Currency::EUR,
        lines,
    })
    .map_err(EntryTrouble::Lines)
}

#[cfg(test)]
mod tests;
