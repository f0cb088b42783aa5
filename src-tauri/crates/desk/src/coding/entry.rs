//! Building the entries of a document: its own, and that of its payment on the spot.

mod cents;
mod draft;
mod payment;
mod settlement;
mod tax;

use liasse_domain::{
    Account, AccountCode, AccountPurpose, Amount, ClientFile, Country, Currency, Date, DatedRate, Described,
    DocumentId, DocumentKind, Entry, EntryError, EntryId, EntryLine, EntryParts, EntryPurpose, FieldName,
    Flow, JournalCode, LineNote, Person, PersonRole, Reading, Side, ThirdParty, VatRate, VatScheme,
};
use serde::{Deserialize, Serialize};

use super::{Allocation, Practice, WorkedOutDue, worked_out_due};
use crate::api::Message;
use draft::{Draft, finish, label_of};

pub use cents::{apportion, tolerance};
pub use payment::Paid;
pub use settlement::Booked;
pub use tax::{charged_tax, tax_point};

/// How an advance that a document deducts was booked before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdvanceBooked {
    /// Excluding tax, and its tax was deducted or collected then (an advance that was invoiced).
    Net,
    /// Tax included (an advance that was only paid).
    Total,
}

/// What is known beside the paper.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Circumstances {
    /// The rate of the document's currency.
    pub exchange: Option<DatedRate>,
    /// Who paid, and is to be paid back.
    pub person: Option<Person>,
    /// How it was paid on the spot.
    pub paid: Option<Paid>,
    /// How the advance that it deducts was booked.
    pub advance: Option<AdvanceBooked>,
    /// The rate of the tax in the commission that a statement of sales keeps back.
    pub commission_rate: Option<VatRate>,
}

/// What an entry is built from.
#[derive(Debug, Clone, Copy)]
pub struct EntryFacts<'a> {
    /// The client file: journals, default accounts, country.
    pub client_file: &'a ClientFile,
    /// How it is coded.
    pub practice: &'a Practice,
    /// The chart, for labels.
    pub chart: &'a [Account],
    /// Purchases or sales.
    pub flow: Flow,
    /// What was read.
    pub reading: &'a Reading,
    /// Scheme of VAT in force.
    pub scheme: VatScheme,
    /// Third party; none is needed where a person is to be paid back.
    pub third_party: Option<&'a ThirdParty>,
    /// Where the amounts go.
    pub allocations: &'a [Allocation],
    /// What is known beside the paper.
    pub circumstances: &'a Circumstances,
}

/// The entries of a document, and what was chosen on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entries {
    /// The document's.
    pub entry: Entry,
    /// That of its payment on the spot.
    pub payment: Option<Entry>,
    /// Which accounts, shares, rates were taken and why; also what was overridden.
    pub choices: Vec<Message>,
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
    /// The payment method has no account.
    PaymentAccountMissing,
    /// The allocations and the tax do not make the total.
    Gap(Amount),
    /// The rate of the document's currency is not known.
    RateMissing(Currency),
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
            EntryTrouble::PaymentAccountMissing => Message::new("entry_payment_account_missing"),
            EntryTrouble::Gap(gap) => Message::new("entry_gap").with("amount", gap),
            EntryTrouble::RateMissing(currency) => {
                Message::new("entry_rate_missing").with("currency", currency)
            }
            EntryTrouble::Lines(error) => Message::new(error.code()),
        }
    }
}

/// The serialised name of a field.
pub fn field_code(name: FieldName) -> String {
    serde_json::to_value(name).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The rate of exchange that a document needs: `None` in euros.
fn exchange<'a>(facts: &EntryFacts<'a>) -> Result<Option<&'a DatedRate>, EntryTrouble> {
    let Some(currency) = facts.reading.currency().filter(|currency| *currency != Currency::EUR) else {
        return Ok(None);
    };
    let known = facts.circumstances.exchange.as_ref().filter(|rate| rate.currency == currency);
    known.map(Some).ok_or(EntryTrouble::RateMissing(currency))
}

/// The side of the document's amounts: a purchase debits them, a sale credits them, a credit note turns them round
/// (art. 944-40, 944-41 PCG).
fn amounts_side(flow: Flow, kind: Option<DocumentKind>) -> Side {
    match (flow, kind == Some(DocumentKind::CreditNote)) {
        (Flow::Purchases, false) | (Flow::Sales, true) => Side::Debit,
        _ => Side::Credit,
    }
}

/// The lines of a document's entry.
///
/// Purchases debit the allocations, the tax and the deposits, and credit the supplier, or the person who paid; sales the
/// other way round; a credit note turns the sides round. Under reverse charge the tax is both deductible and due. Amounts in
/// another currency are converted line by line, the debt as a whole.
fn document_lines(
    facts: &EntryFacts<'_>,
    label: &str,
    choices: &mut Vec<Message>,
) -> Result<Vec<EntryLine>, EntryTrouble> {
    let EntryFacts { reading, allocations, .. } = *facts;
    let exchange = exchange(facts)?;
    let total = reading.amount(FieldName::TotalTtc).ok_or(EntryTrouble::Missing(FieldName::TotalTtc))?;
    let deposit = reading.amount(FieldName::DepositAmount).unwrap_or(Amount::ZERO);
    let only_deposits = total.is_zero() && !deposit.is_zero();
    if allocations.is_empty() && !only_deposits {
        return Err(EntryTrouble::Missing(FieldName::TotalHt));
    }
    let net: Amount = allocations.iter().map(|allocation| allocation.amount).sum();
    let tax: Amount = charged_tax(reading, facts.scheme).iter().map(|line| line.amount).sum();
    let gap = net + tax - total;
    if gap.abs() > tolerance(reading) {
        return Err(EntryTrouble::Gap(gap));
    }
    let mut drafts = tax::base_and_tax(facts, choices)?;
    tax::close(facts, &mut drafts, total);
    drafts.extend(deposit_draft(facts, deposit));
    drafts.extend(commission_drafts(facts));
    drafts.extend(advance_drafts(facts)?);
    if let Some(rate) = exchange {
        draft::convert(&mut drafts, rate).ok_or(EntryTrouble::Lines(EntryError::TooLarge))?;
        choices.push(exchange_choice(rate));
    }
    tax::reverse_charge(facts, &mut drafts, choices);
    let owed: Amount = drafts.iter().map(|draft| draft.amount).sum();
    let foreign = exchange.map(|_| drafts.iter().filter_map(|draft| draft.foreign).sum());
    let mut party = party_draft(facts, -owed)?;
    party.foreign = foreign.map(|foreign: Amount| -foreign);
    drafts.push(party);
    let currency = exchange.map(|rate| rate.currency);
    Ok(finish(drafts, amounts_side(facts.flow, reading.kind()), label, currency))
}

/// Deposits on packaging, outside the tax (art. 92 Directive 2006/112/EC; 4096 and 4196 PCG).
fn deposit_draft(facts: &EntryFacts<'_>, deposit: Amount) -> Option<Draft> {
    let account = match facts.flow {
        Flow::Purchases => facts.client_file.accounts.deposits.clone(),
        Flow::Sales => facts.practice.settings.account(AccountPurpose::DepositsReceived)?,
    };
    let returned = deposit.is_negative() != (facts.reading.kind() == Some(DocumentKind::CreditNote));
    let note = if returned { LineNote::DepositReturned } else { LineNote::DepositGiven };
    let label = label_of(facts.chart, &account, "Emballages consignés");
    (!deposit.is_zero()).then(|| Draft::new(account, label, deposit).noted(note))
}

/// What an intermediary keeps back of a sale: the sale stands gross, the commission is a charge, the net is owed
/// (art. L. 123-19 C. com.: no netting; 6222 PCG). Only on a commission statement of sales, whose amount due is below its
/// total. The tax in the commission is deductible where someone said at which rate it was charged.
fn commission_drafts(facts: &EntryFacts<'_>) -> Vec<Draft> {
    let statement = facts.reading.kind() == Some(DocumentKind::CommissionStatement);
    let amounts = facts.reading.amount(FieldName::TotalTtc).zip(facts.reading.amount(FieldName::AmountDue));
    let account = facts.practice.settings.account(AccountPurpose::Commissions);
    let (true, Flow::Sales, Some((total, due)), Some(account)) = (statement, facts.flow, amounts, account)
    else {
        return Vec::new();
    };
    let kept = total - due;
    if kept <= Amount::ZERO {
        return Vec::new();
    }
    let rate = facts.circumstances.commission_rate.unwrap_or(VatRate::ZERO);
    let points = i64::from(rate.basis_points());
    let tax = kept.ratio(points, 10_000 + points).unwrap_or(Amount::ZERO);
    let label = label_of(facts.chart, &account, "Commissions");
    let charge = Draft::new(account, label, tax - kept).noted(LineNote::Commission);
    let purchases = EntryFacts { flow: Flow::Purchases, ..*facts };
    let (code, label) = tax::usual_account(&purchases, rate);
    vec![charge, Draft::new(code, label, -tax).noted(LineNote::Commission)]
}

/// The advance that the document deducts, cleared from its account (4091, 4191 PCG): tax included where it was only paid;
/// excluding tax, with its tax, where it was invoiced.
fn advance_drafts(facts: &EntryFacts<'_>) -> Result<Vec<Draft>, EntryTrouble> {
    let (Some(booked), Some(prepaid)) =
        (facts.circumstances.advance, facts.reading.amount(FieldName::Prepaid))
    else {
        return Ok(Vec::new());
    };
    let purpose = match facts.flow {
        Flow::Purchases => AccountPurpose::AdvancesPaid,
        Flow::Sales => AccountPurpose::AdvancesReceived,
    };
    let account = facts.practice.settings.account(purpose).ok_or(EntryTrouble::AccountMissing)?;
    let label = label_of(facts.chart, &account, "Avances et acomptes");
    let charged = charged_tax(facts.reading, facts.scheme);
    let mut drafts = Vec::new();
    let mut net = prepaid;
    if booked == AdvanceBooked::Net {
        let totals: Vec<Amount> = charged.iter().map(|line| line.base + line.amount).collect();
        for (line, part) in charged.iter().zip(apportion(prepaid, &totals)) {
            let rate = i64::from(line.rate.basis_points());
            let tax = part.ratio(rate, 10_000 + rate).unwrap_or(Amount::ZERO);
            net -= tax;
            let (code, label) = tax::usual_account(facts, line.rate);
            drafts.push(Draft::new(code, label, -tax).noted(LineNote::Advance));
        }
    }
    drafts.insert(0, Draft::new(account, label, -net).noted(LineNote::Advance));
    Ok(drafts)
}

fn exchange_choice(rate: &DatedRate) -> Message {
    let code = match &rate.source {
        liasse_domain::RateSource::Ecb => "exchange_ecb",
        liasse_domain::RateSource::User { .. } => "exchange_by_user",
        liasse_domain::RateSource::Paper => "exchange_by_paper",
    };
    Message::new(code).with("currency", rate.currency).with("rate", rate.rate).with("date", rate.date)
}

/// The line of who is owed, or owes.
fn party_draft(facts: &EntryFacts<'_>, amount: Amount) -> Result<Draft, EntryTrouble> {
    let EntryFacts { client_file, chart, flow, .. } = *facts;
    if let Some(person) = &facts.circumstances.person {
        let general = person.account.as_str().bytes().all(|b| b.is_ascii_digit());
        let collective = match general {
            true => Some(person.account.clone()),
            false => facts.practice.settings.account(purpose_of(person.role)),
        };
        let account = collective.unwrap_or_else(|| person.account.clone());
        let label = label_of(chart, &account, &person.name);
        let auxiliary = (!general).then(|| person.account.clone());
        return Ok(Draft { auxiliary, ..Draft::new(account, label, amount) });
    }
    let third_party = facts.third_party.ok_or(EntryTrouble::ThirdPartyMissing)?;
    let prefix = match flow {
        Flow::Purchases => &client_file.accounts.supplier_prefix,
        Flow::Sales => &client_file.accounts.customer_prefix,
    };
    let account = collective_account(chart, prefix, client_file.country, flow)
        .unwrap_or_else(|| third_party.account.clone());
    let label = label_of(chart, &account, &third_party.name);
    Ok(Draft { auxiliary: Some(third_party.account.clone()), ..Draft::new(account, label, amount) })
}

/// The account of a person's role.
pub fn purpose_of(role: PersonRole) -> AccountPurpose {
    match role {
        PersonRole::Employee => AccountPurpose::Employee,
        PersonRole::Partner => AccountPurpose::Partner,
        PersonRole::SoleTrader => AccountPurpose::SoleTrader,
        PersonRole::Other => AccountPurpose::OtherPerson,
    }
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

/// What the lines are for: the card's description, else the third party and the number.
fn entry_label(facts: &EntryFacts<'_>) -> String {
    let EntryFacts { reading, third_party, .. } = *facts;
    let name = match (&facts.circumstances.person, third_party) {
        (Some(person), None) => person.name.as_str(),
        (_, party) => party.map(|party| party.name.as_str()).unwrap_or_default(),
    };
    let number = reading.text(FieldName::InvoiceNumber);
    let by_card = third_party.and_then(|party| party.defaults.description.as_ref()).map(|template| {
        template.fill(&Described {
            third_party: name,
            number,
            date: reading.date(FieldName::IssueDate),
            order: reading.text(FieldName::OrderReference),
        })
    });
    by_card.filter(|text| !text.is_empty()).unwrap_or_else(|| match number {
        Some(number) => format!("{name} {number}"),
        None => name.to_owned(),
    })
}

/// The journal: the card's, else the payment method's, else the general one for a person's expenses, else the flow's.
fn journal(facts: &EntryFacts<'_>, choices: &mut Vec<Message>) -> JournalCode {
    let journals = &facts.client_file.journals;
    if let Some(journal) = facts.third_party.and_then(|party| party.defaults.journal.clone()) {
        choices.push(Message::new("journal_by_card").with("journal", &journal));
        return journal;
    }
    if let Some(journal) = facts.circumstances.paid.as_ref().and_then(|paid| paid.journal.clone()) {
        choices.push(Message::new("journal_by_payment_method").with("journal", &journal));
        return journal;
    }
    match facts.flow {
        _ if facts.circumstances.person.is_some() => journals.general.clone(),
        Flow::Purchases => journals.purchases.clone(),
        Flow::Sales => journals.sales.clone(),
    }
}

/// The due date: the paper's, else what the card's terms make of the date of issue; none where the paper's terms leave the
/// day open.
fn due_date(facts: &EntryFacts<'_>, issue: Date, choices: &mut Vec<Message>) -> Option<Date> {
    let terms = facts.third_party.and_then(|party| party.defaults.terms);
    let computed = terms.and_then(|terms| terms.due(issue));
    let told = |code: &str, date: Date| {
        let terms = terms.map(|terms| terms.terms.to_string()).unwrap_or_default();
        Message::new(code).with("terms", terms).with("date", date)
    };
    let left_out = worked_out_due(facts.reading) == Some(WorkedOutDue::Open);
    let read = facts.reading.date(FieldName::DueDate);
    if let (true, None, Some(date)) = (left_out, computed, read) {
        choices.push(Message::new("due_date_left_out").with("date", date));
    }
    match (read.filter(|_| !left_out), computed) {
        (Some(read), Some(computed)) if read != computed => {
            choices.push(told("due_date_card_overridden", computed));
            Some(read)
        }
        (Some(read), _) => Some(read),
        (None, Some(computed)) => {
            choices.push(told("due_date_by_card", computed));
            Some(computed)
        }
        (None, None) => None,
    }
}

/// The number by which the entry refers to the document; a receipt without one is referred to by our own identity of it.
fn piece_reference(reading: &Reading, document: DocumentId) -> String {
    match reading.text(FieldName::InvoiceNumber) {
        Some(number) => number.to_owned(),
        None => {
            let id = document.uuid().simple().to_string().to_uppercase();
            format!("L{}", id.get(20..).unwrap_or(&id))
        }
    }
}

/// The entries of a document: its own under the first id, that of its payment under the second.
pub fn build_entries(
    facts: &EntryFacts<'_>,
    ids: [EntryId; 2],
    document: DocumentId,
) -> Result<Entries, EntryTrouble> {
    let mut choices = Vec::new();
    let label = entry_label(facts);
    let lines = document_lines(facts, &label, &mut choices)?;
    let date: Date =
        facts.reading.date(FieldName::IssueDate).ok_or(EntryTrouble::Missing(FieldName::IssueDate))?;
    let piece_reference = piece_reference(facts.reading, document);
    let parts = |id, purpose, journal, due_date, lines| EntryParts {
        id,
        document,
        purpose,
        journal,
        date,
        piece_reference: piece_reference.clone(),
        due_date,
        currency: Currency::EUR,
        lines,
    };
    let mut payment = None;
    if let Some(paid) = facts.circumstances.paid.as_ref().filter(|_| facts.circumstances.person.is_none()) {
        let party = lines.iter().find(|line| line.auxiliary.is_some());
        let lines = party.map(|party| payment::payment_lines(facts, paid, party, &label)).transpose()?;
        if let Some(lines) = lines.flatten() {
            choices.push(Message::new("payment_by_method").with("method", &paid.name));
            let journal = facts.client_file.journals.bank.clone();
            let parts = parts(ids[1], EntryPurpose::Payment, journal, None, lines);
            payment = Some(Entry::new(parts).map_err(EntryTrouble::Lines)?);
        }
    }
    let journal = journal(facts, &mut choices);
    let due_date = due_date(facts, date, &mut choices);
    let entry = Entry::new(parts(ids[0], EntryPurpose::Document, journal, due_date, lines));
    choices.dedup();
    Ok(Entries { entry: entry.map_err(EntryTrouble::Lines)?, payment, choices })
}

#[cfg(test)]
mod golden;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
