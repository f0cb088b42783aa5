//! Worked entries: `tests/golden/<case>/paper.json` tells the facts and where the treatment comes from, `entry.txt` the
//! entries that follow.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use liasse_domain::{
    AccountPurpose, CardDefaults, DeductibilityRule, VatAccount, VatExigibility, VatTerritory,
};
use serde::Deserialize;

use super::tests::{amount, client_file, put, reading_of, third_party};
use super::*;
use liasse_domain::{
    Axes, Deductibility, FieldValue, ReverseChargeKind, Settlement, SettlementId, VatLine, VatTreatment,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// What the paper is.
    paper: String,
    /// Where the treatment comes from.
    source: String,
    flow: Flow,
    kind: DocumentKind,
    #[serde(default = "standard")]
    scheme: VatScheme,
    #[serde(default = "france")]
    country: Country,
    territory: Option<VatTerritory>,
    sales_exigibility: Option<VatExigibility>,
    #[serde(default)]
    purposes: BTreeMap<AccountPurpose, AccountCode>,
    #[serde(default)]
    chart: BTreeMap<AccountCode, String>,
    #[serde(default)]
    vat_accounts: Vec<KnownVatAccount>,
    #[serde(default)]
    deductibility: Vec<DeductibilityRule>,
    #[serde(default)]
    card: CardDefaults,
    person: Option<KnownPerson>,
    paid: Option<KnownPayment>,
    exchange: Option<DatedRate>,
    advance: Option<AdvanceBooked>,
    commission_rate: Option<VatRate>,
    /// What was paid later: day, amount.
    #[serde(default)]
    settlements: Vec<(Date, Amount)>,
    /// Rate, base, tax.
    #[serde(default)]
    vat: Vec<(VatRate, Amount, Amount)>,
    /// Values read.
    fields: BTreeMap<FieldName, String>,
    /// One account for all, or the lines.
    account: Option<AccountCode>,
    #[serde(default)]
    lines: Vec<KnownLine>,
}

#[derive(Deserialize)]
struct KnownVatAccount {
    code: AccountCode,
    label: String,
    #[serde(default = "purchases")]
    flow: Flow,
    counterpart: Option<AccountCode>,
    treatment: Option<ReverseChargeKind>,
    waiting: Option<AccountCode>,
    deductible: Option<Deductibility>,
}

#[derive(Deserialize)]
struct KnownPerson {
    name: String,
    role: PersonRole,
    account: AccountCode,
}

#[derive(Deserialize)]
struct KnownPayment {
    name: String,
    account: Option<AccountCode>,
    journal: Option<JournalCode>,
    amount: Option<Amount>,
}

#[derive(Deserialize)]
struct KnownLine {
    account: AccountCode,
    amount: Amount,
    rate: Option<VatRate>,
    deductible: Option<Deductibility>,
    #[serde(default)]
    axes: Axes,
}

fn standard() -> VatScheme {
    VatScheme::Standard
}
fn france() -> Country {
    Country::FR
}
fn purchases() -> Flow {
    Flow::Purchases
}

fn value(name: FieldName, text: &str) -> FieldValue {
    match name {
        FieldName::IssueDate | FieldName::DueDate | FieldName::DeliveryDate => {
            FieldValue::Date(text.parse().unwrap())
        }
        FieldName::TotalHt
        | FieldName::TotalVat
        | FieldName::TotalTtc
        | FieldName::AmountDue
        | FieldName::DepositAmount
        | FieldName::Prepaid => FieldValue::Amount(amount(text)),
        FieldName::Currency => FieldValue::Currency(text.parse().unwrap()),
        _ => FieldValue::Text(text.to_owned()),
    }
}

fn shown(entry: &Entry) -> String {
    let mut text = format!("{} {} {}", entry.journal(), entry.date(), entry.piece_reference());
    if let Some(due) = entry.due_date() {
        write!(text, " due {due}").unwrap();
    }
    text.push('\n');
    for line in entry.lines() {
        let side = if line.side == Side::Debit { "D" } else { "C" };
        let account = match &line.auxiliary {
            Some(auxiliary) => format!("{} {auxiliary}", line.account),
            None => line.account.to_string(),
        };
        write!(text, "{account} {side} {}", line.amount).unwrap();
        for section in line.axes.first.iter().chain(&line.axes.second) {
            write!(text, " @{section}").unwrap();
        }
        if let Some(money) = line.foreign {
            write!(text, " ={} {}", money.amount, money.currency).unwrap();
        }
        for note in &line.notes {
            let json = serde_json::to_value(note).unwrap();
            write!(text, " #{}", json["code"].as_str().unwrap()).unwrap();
            if let LineNote::RoundingCent { cents } = note {
                write!(text, "({cents})").unwrap();
            }
        }
        text.push('\n');
    }
    text
}

/// What the case's paper is booked to.
fn booked(case: Case) -> String {
    let mut file = client_file(case.country);
    if case.country == Country::BE {
        let code = |text: &str| text.parse::<AccountCode>().unwrap();
        file.accounts.supplier_prefix = "440".to_owned();
        file.accounts.customer_prefix = "400".to_owned();
        file.accounts.purchase_vat = code("411000");
        file.accounts.sales_vat = code("451000");
        file.accounts.reverse_charge_vat = code("451055");
        file.accounts.deposits = code("418000");
    }
    let mut practice = Practice::usual(file.id, case.country);
    practice.settings.territory = case.territory.unwrap_or(practice.settings.territory);
    practice.settings.sales_exigibility = case.sales_exigibility.unwrap_or(VatExigibility::Debits);
    practice.settings.accounts = case.purposes;
    practice.deductibility = case.deductibility;
    practice.vat_accounts = case
        .vat_accounts
        .into_iter()
        .map(|known| {
            let account = VatAccount::from_label(known.code, known.label, known.flow, known.counterpart);
            let treatment = known.treatment.map_or(account.treatment, VatTreatment::ReverseCharge);
            VatAccount { waiting: known.waiting, deductible: known.deductible, treatment, ..account }
        })
        .collect();
    let chart: Vec<Account> = case.chart.into_iter().map(|(code, label)| Account { code, label }).collect();
    let mut reading = reading_of(case.kind);
    for (name, text) in &case.fields {
        put(&mut reading, *name, value(*name, text));
    }
    reading.vat_lines =
        case.vat.into_iter().map(|(rate, base, amount)| VatLine { rate, base, amount }).collect();
    let mut party = third_party();
    party.account = match (case.flow, case.country == Country::BE) {
        (Flow::Purchases, false) => "401DELORME",
        (Flow::Purchases, true) => "440DELORME",
        (Flow::Sales, false) => "411DELORME",
        (Flow::Sales, true) => "400DELORME",
    }
    .parse()
    .unwrap();
    party.defaults = case.card;
    let tax = charged_tax(&reading, case.scheme).iter().map(|line| line.amount).sum();
    let allocations = match case.lines.is_empty() {
        true => {
            let account = case.account.expect("one account or lines");
            let template = liasse_domain::RuleTemplate::one(account);
            let bases = crate::coding::Bases::of(&reading, tax);
            crate::coding::allocate(&bases, Some((&template, &Message::new("test"))))
        }
        false => case
            .lines
            .into_iter()
            .map(|line| Allocation {
                rate: line.rate,
                account: Some(line.account),
                amount: line.amount,
                reason: Message::new("test"),
                axes: line.axes,
                deductible: line.deductible,
            })
            .collect(),
    };
    let circumstances = Circumstances {
        exchange: case.exchange,
        person: case.person.map(|known| Person {
            id: liasse_domain::PersonId::from_uuid(Default::default()),
            client_file: file.id,
            name: known.name,
            role: known.role,
            account: known.account,
        }),
        paid: case.paid.map(|known| Paid {
            method: liasse_domain::PaymentMethodId::from_uuid(Default::default()),
            name: known.name,
            account: known.account,
            journal: known.journal,
            amount: known.amount,
        }),
        advance: case.advance,
        commission_rate: case.commission_rate,
    };
    let facts = EntryFacts {
        client_file: &file,
        practice: &practice,
        chart: &chart,
        flow: case.flow,
        reading: &reading,
        scheme: case.scheme,
        third_party: Some(&party).filter(|_| circumstances.person.is_none()),
        allocations: &allocations,
        circumstances: &circumstances,
    };
    match build_entries(&facts, super::tests::IDS, DocumentId::from_uuid(Default::default())) {
        Err(trouble) => format!("none: {}\n", trouble.message().code),
        Ok(entries) => {
            let settlements: Vec<Settlement> = (1..)
                .zip(case.settlements)
                .map(|(number, (date, amount))| Settlement {
                    id: SettlementId::from_uuid(uuid::Uuid::from_u128(number)),
                    document: entries.entry.document(),
                    date,
                    amount,
                })
                .collect();
            let settled = Booked {
                entry: &entries.entry,
                payment: entries.payment.as_ref(),
                settlements: &settlements,
                successors: &BTreeMap::new(),
                journal: &file.journals.general,
            };
            let due: Vec<Entry> =
                settlements.iter().filter_map(|settlement| settled.tax_due(settlement).unwrap()).collect();
            let all = std::iter::once(&entries.entry).chain(&entries.payment).chain(&due);
            all.map(shown).collect::<Vec<_>>().join("\n")
        }
    }
}

#[test]
fn every_worked_entry_comes_out() {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/golden");
    let mut cases: Vec<_> = std::fs::read_dir(place).unwrap().map(|found| found.unwrap().path()).collect();
    cases.sort();
    let mut wrong = String::new();
    let mut count = 0;
    for case in cases.iter().filter(|path| path.is_dir()) {
        count += 1;
        let name = case.file_name().unwrap().to_string_lossy();
        let facts: Case = serde_json::from_str(&std::fs::read_to_string(case.join("paper.json")).unwrap())
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(facts.paper.len() > 10 && facts.source.len() > 8, "{name} says what it is and whence");
        let expected = std::fs::read_to_string(case.join("entry.txt")).unwrap();
        let found = booked(facts);
        if found != expected {
            writeln!(wrong, "{name}: expected\n{expected}found\n{found}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count >= 60, "{count} worked entries");
}
