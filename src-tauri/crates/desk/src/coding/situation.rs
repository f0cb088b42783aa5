//! Where a document stands: all that its coding, its doubts and its entry are drawn from.

use std::sync::Arc;

use liasse_domain::{
    Account, AccountCode, Amount, ClientFile, DocumentId, DocumentStatus, EntryId, FieldName,
    PaymentMethodId, Reading, Rule, RuleTemplate, ThirdParty, VatScheme,
};
use liasse_store::{AllocationRow, CodingRow, DocumentRow, Reader, StoreError, Writer};
use serde::{Deserialize, Serialize};

use super::books::{Book, Books};
use super::circumstances::beside_doubts;
use super::doubts::{State, doubts};
use super::duplicates::earlier_same;
use super::rules::{applying, rule_reason};
use super::suggestion::suggest;
use super::{
    Allocation, Bases, Beside, Circumstances, Entries, EntryFacts, EntryTrouble, MatchReason, MethodGrounds,
    MethodInForce, Practice, allocate, build_entries, charged_tax, circumstances, find_third_party,
    is_booked, method_in_force, scheme_in_force,
};
use crate::api::{Doubt, Message};

/// What the user decided about a document's coding, beside its values.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Decisions {
    /// The user chose the third party.
    pub third_party_chosen: bool,
    /// The user confirmed the third party that was found.
    pub third_party_confirmed: bool,
    /// The user confirmed the scheme of VAT.
    pub scheme_confirmed: bool,
    /// The user chose the accounts.
    pub accounts_chosen: bool,
    /// The amount that the user spread himself: his lines stay as long as the document holds as much.
    pub spread_of: Option<Amount>,
    /// The user said that it is no duplicate of any document: so said before pairs were remembered.
    pub not_a_duplicate: bool,
    /// The payment method that the user chose.
    pub payment_method: Option<PaymentMethodId>,
    /// Why the third party is the one it is: a code of [`MatchReason`].
    pub third_party_reason: Option<String>,
    /// What the user said beside the paper: rate of exchange, person, payment, advance.
    pub beside: Beside,
}

/// A document with all that its entry depends on.
pub struct Situation {
    /// The document.
    pub row: DocumentRow,
    /// Its client file.
    pub client_file: Arc<ClientFile>,
    /// The chart.
    pub chart: Arc<Vec<Account>>,
    /// What was read.
    pub reading: Reading,
    /// What the user decided.
    pub decisions: Decisions,
    /// The third party.
    pub third_party: Option<ThirdParty>,
    /// Why.
    pub reason: Option<MatchReason>,
    /// The rule that applies, of those of the third party.
    pub rule: Option<Rule>,
    /// What the rule alone would give, or the suggestion where there is none.
    pub proposed: Vec<Allocation>,
    /// What is to be allocated.
    pub to_allocate: Amount,
    /// Scheme in force.
    pub scheme: VatScheme,
    /// Where the amounts go.
    pub allocations: Vec<Allocation>,
    /// By which payment method it was paid, and why.
    pub payment_method: Option<MethodInForce>,
    /// How the client file is coded.
    pub practice: Arc<Practice>,
    /// What is known beside the paper.
    pub circumstances: Circumstances,
    /// How it is coded in the database.
    pub stored: Option<CodingRow>,
    /// The document that it doubles.
    pub duplicate_of: Option<DocumentId>,
    /// Why it is taken for the same.
    pub duplicate_reason: Option<Message>,
    /// Whether it came from a platform and was refused to its supplier.
    pub refused_to_supplier: bool,
}

impl Situation {
    /// Loads what is stored and works out the rest.
    pub fn of(reader: &Reader<'_>, document: DocumentId) -> Result<Situation, StoreError> {
        Situation::in_books(reader, document, &mut Books::default())
    }

    /// The same with books that other documents have opened.
    pub fn in_books(
        reader: &Reader<'_>,
        document: DocumentId,
        books: &mut Books,
    ) -> Result<Situation, StoreError> {
        let row = reader.document(document)?;
        let Book { client_file, chart, cards, names, payment_methods, payment_defaults, practice } =
            books.of(reader, row.client_file, row.flow)?;
        let reading = reader.reading(document)?;
        let stored = reader.coding(document)?;
        let decisions: Decisions = match &stored {
            Some(coding) => serde_json::from_value(coding.reason.clone()).unwrap_or_default(),
            None => Decisions::default(),
        };
        let found = find_third_party(&reading, row.flow, &cards, &names);
        let chosen = stored
            .as_ref()
            .filter(|_| decisions.third_party_chosen)
            .and_then(|coding| coding.third_party)
            .and_then(|id| cards.iter().find(|card| card.id == id));
        let (third_party, reason) = match (chosen, found) {
            (Some(card), _) => (Some(card.clone()), Some(MatchReason::User)),
            (None, Some(found)) => (Some(found.third_party.clone()), Some(found.reason)),
            (None, None) => (None, None),
        };
        let rule = match &third_party {
            Some(card) => applying(reader, &row, &reading, &books.rules_of(reader, card.id)?)?.cloned(),
            None => None,
        };
        let scheme = scheme_in_force(&reading, rule.as_ref().and_then(|rule| rule.vat_scheme));
        let tax = charged_tax(&reading, scheme).iter().map(|line| line.amount).sum();
        let bases = Bases::of(&reading, tax);
        let template = match (&rule, &third_party) {
            (Some(rule), Some(card)) => Some((rule.template.clone(), rule_reason(rule, card))),
            _ if reading.kind().is_some_and(is_booked) && !decisions.accounts_chosen => {
                let card = third_party.as_ref();
                let suggested = suggest(reader, &row, &reading, card, &chart, client_file.country)?;
                suggested.map(|(account, reason)| (RuleTemplate::one(account), reason))
            }
            _ => None,
        };
        let proposed = allocate(&bases, template.as_ref().map(|(template, reason)| (template, reason)));
        let to_allocate = bases.total();
        let allocations = match &stored {
            Some(coding) if decisions.accounts_chosen => {
                keep_choices(&proposed, &coding.allocations, decisions.spread_of == Some(to_allocate))
            }
            _ => proposed.clone(),
        };
        let brought_by = match payment_defaults.as_slice() {
            [] => None,
            _ => reader.source(row.source)?.added_by,
        };
        let payment_method = method_in_force(
            &payment_methods,
            &reading,
            MethodGrounds {
                chosen: decisions.payment_method,
                card: third_party.as_ref(),
                default: payment_defaults.iter().find(|default| Some(&default.user) == brought_by.as_ref()),
            },
        );
        let method = payment_method.as_ref().map(|found| &found.method);
        let circumstances = circumstances(reader, &practice, &reading, method, &decisions.beside)?;
        let same = match decisions.not_a_duplicate {
            true => None,
            false => earlier_same(reader, &row, &reading, third_party.as_ref(), books)?,
        };
        let refused_to_supplier = reader.is_refused_to_supplier(row.source)?;
        Ok(Situation {
            row,
            client_file,
            chart,
            reading,
            decisions,
            third_party,
            reason,
            rule,
            proposed,
            to_allocate,
            scheme,
            allocations,
            payment_method,
            practice,
            circumstances,
            stored,
            duplicate_of: same.as_ref().map(|(id, _)| *id),
            duplicate_reason: same.map(|(_, reason)| reason),
            refused_to_supplier,
        })
    }

    /// What the entries are built from.
    pub fn facts(&self) -> EntryFacts<'_> {
        EntryFacts {
            client_file: &self.client_file,
            practice: &self.practice,
            chart: &self.chart,
            flow: self.row.flow,
            reading: &self.reading,
            scheme: self.scheme,
            third_party: self.third_party.as_ref(),
            allocations: &self.allocations,
            circumstances: &self.circumstances,
        }
    }

    /// The entries under these ids, that of the document and that of its payment, or why there are none.
    pub fn entries(&self, ids: [EntryId; 2]) -> Result<Entries, EntryTrouble> {
        build_entries(&self.facts(), ids, self.row.id)
    }

    /// Whether the scheme needs no more confirming.
    pub fn scheme_confirmed(&self) -> bool {
        self.decisions.scheme_confirmed
            || self.rule.as_ref().is_some_and(|rule| rule.vat_scheme == Some(self.scheme))
            || self.reading.fields.get(&FieldName::VatScheme).is_some_and(|field| {
                field.evidence.is_some_and(|evidence| {
                    matches!(evidence.method, liasse_domain::Method::User | liasse_domain::Method::Xml)
                })
            })
    }

    /// What the allocations and the tax leave of the total; `None` while there are none.
    pub fn gap(&self) -> Option<Amount> {
        let net: Amount = self.allocations.iter().map(|line| line.amount).sum();
        let tax: Amount = charged_tax(&self.reading, self.scheme).iter().map(|line| line.amount).sum();
        let ttc = self.reading.amount(FieldName::TotalTtc)?;
        (!self.allocations.is_empty()).then_some(net + tax - ttc)
    }

    /// Whether accounts, amounts or scheme are others than those that are stored.
    pub fn is_coded_anew(&self) -> bool {
        let before = self.stored.as_ref();
        let lines = before.map(|coding| coding.allocations.as_slice()).unwrap_or_default();
        let now = self.allocations.iter().map(|line| (line.account.as_ref(), line.amount));
        before.and_then(|coding| coding.vat_scheme) != Some(self.scheme)
            || !now.eq(lines.iter().map(|line| (line.account.as_ref(), line.amount)))
    }

    /// What the allocations leave of the amount to be allocated; `None` when nothing.
    pub fn unallocated(&self) -> Option<Amount> {
        let left = self.to_allocate - self.allocations.iter().map(|line| line.amount).sum::<Amount>();
        (!left.is_zero()).then_some(left)
    }

    /// Everything missing or doubtful.
    pub fn doubts(&self) -> Vec<Doubt> {
        let entry = self.entries([EntryId::from_uuid(uuid::Uuid::nil()); 2]);
        let beside = beside_doubts(&self.facts(), &self.decisions.beside);
        doubts(&State {
            reading: &self.reading,
            findings: &self.row.findings,
            third_party: self.reason,
            person: self.circumstances.person.is_some(),
            third_party_confirmed: self.decisions.third_party_confirmed,
            scheme: self.scheme,
            scheme_confirmed: self.scheme_confirmed(),
            allocations: &self.allocations,
            entry: entry.as_ref().map(|_| ()),
            duplicate: self.duplicate_reason.as_ref(),
            refused_to_supplier: self.refused_to_supplier,
            gap: self.gap(),
            beside: &beside,
        })
    }

    /// The label of an account.
    pub fn account_label(&self, code: &AccountCode) -> Option<String> {
        self.chart.iter().find(|account| account.code == *code).map(|account| account.label.clone())
    }
}

/// The user's accounts on freshly worked out amounts. Amounts that the user spread himself (`spread`), or that still make the
/// same total, stay.
fn keep_choices(fresh: &[Allocation], stored: &[AllocationRow], spread: bool) -> Vec<Allocation> {
    let kept = |row: &AllocationRow| Allocation {
        rate: row.vat_rate,
        account: row.account.clone(),
        amount: row.amount,
        reason: serde_json::from_value(row.reason.clone())
            .unwrap_or_else(|_| Message::new("account_by_user")),
        axes: row.axes.clone(),
        deductible: row.deductible,
    };
    let total = |amounts: &mut dyn Iterator<Item = Amount>| amounts.sum::<Amount>();
    let same = || {
        total(&mut fresh.iter().map(|line| line.amount)) == total(&mut stored.iter().map(|row| row.amount))
    };
    if spread || same() {
        return stored.iter().map(kept).collect();
    }
    let fresh = fresh.iter().cloned();
    fresh
        .map(|line| match stored.iter().find(|row| row.vat_rate == line.rate).or(stored.first()) {
            Some(row) => Allocation { amount: line.amount, rate: line.rate, ..kept(row) },
            None => line,
        })
        .collect()
}

/// Works out a document's coding anew and writes it, with its doubts and status. A document that was published,
/// archived or waits for its split keeps its status.
pub fn recode(writer: &mut Writer<'_>, document: DocumentId) -> Result<Situation, StoreError> {
    recode_in(writer, document, &mut Books::default())
}

/// The same for several documents; what they share is loaded once.
pub fn recode_all(
    writer: &mut Writer<'_>,
    documents: impl IntoIterator<Item = DocumentId>,
) -> Result<(), StoreError> {
    recode_counting(writer, documents).map(drop)
}

/// The same; answers of how many the accounts, amounts or scheme changed.
pub fn recode_counting(
    writer: &mut Writer<'_>,
    documents: impl IntoIterator<Item = DocumentId>,
) -> Result<u32, StoreError> {
    let mut books = Books::default();
    let mut changed = 0;
    for document in documents {
        let situation = recode_in(writer, document, &mut books)?;
        changed += u32::from(situation.is_coded_anew());
    }
    Ok(changed)
}

/// Codes one document anew. What stays as it was is not written: most of a command over thousands of documents.
fn recode_in(
    writer: &mut Writer<'_>,
    document: DocumentId,
    books: &mut Books,
) -> Result<Situation, StoreError> {
    let mut situation = Situation::in_books(writer, document, books)?;
    if matches!(situation.row.status, DocumentStatus::Published | DocumentStatus::Archived) {
        return Ok(situation);
    }
    situation.decisions.third_party_reason = situation.reason.map(|reason| reason.code().to_owned());
    let allocations = situation
        .allocations
        .iter()
        .map(|line| {
            Ok(AllocationRow {
                account: line.account.clone(),
                amount: line.amount,
                vat_rate: line.rate,
                reason: serde_json::to_value(&line.reason)?,
                axes: line.axes.clone(),
                deductible: line.deductible,
            })
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    let coding = CodingRow {
        document,
        third_party: situation.third_party.as_ref().map(|card| card.id),
        proposed_third_party: None,
        vat_scheme: Some(situation.scheme),
        reason: serde_json::to_value(&situation.decisions)?,
        allocations,
    };
    if situation.stored.as_ref() != Some(&coding) {
        writer.put_coding(&coding)?;
    }
    if situation.row.duplicate_of != situation.duplicate_of {
        writer.set_duplicate_of(document, situation.duplicate_of)?;
    }
    let doubts = situation.doubts();
    let status = match situation.row.status {
        DocumentStatus::ToSplit => DocumentStatus::ToSplit,
        _ if doubts.is_empty() => DocumentStatus::Ready,
        _ => DocumentStatus::ToReview,
    };
    let codes = doubts.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?;
    if situation.row.doubts != codes || situation.row.status != status {
        writer.set_doubts(document, status, &codes)?;
    }
    situation.row.status = status;
    Ok(situation)
}
