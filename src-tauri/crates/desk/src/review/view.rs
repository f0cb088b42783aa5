//! What the review shows of one document.

use liasse_domain::{
    AccountCode, DocumentId, DocumentKind, DocumentStatus, EntryId, FieldName, Method, Rule, RuleOrigin,
    Side, VatScheme,
};
use liasse_reading::page::Page;
use liasse_store::{DocumentRow, InboxFilter, Reader, StoreError};

use super::{fields, parties};
use crate::api::{
    AllocationView, CopyView, DeskError, EntryLineView, EntryView, FieldView, FindingView, Message, PageView,
    PaymentChoice, ReviewView, RuleOffer, VatLineView, WordView,
};
use crate::coding::{Situation, is_booked, is_to_confirm, not_an_entry, rule_reason, scheme_code};
use crate::desk::{Desk, document_id, source_id};
use crate::publication::publication_message;
use crate::rules::{changes_beside, rule_to_make};

impl Desk {
    /// All that the review shows of a document.
    pub fn review(&self, document: String) -> Result<ReviewView, DeskError> {
        let id = document_id(&document)?;
        self.read(|reader| view(reader, id))
    }

    /// The words of a page, for a click to fill a field.
    pub fn words(&self, source: String, page: u32) -> Result<Vec<WordView>, DeskError> {
        let id = source_id(&source)?;
        let page: Option<Page> = self.read(|reader| reader.page_words(id, page))?;
        let word = |word: liasse_reading::page::Word| WordView {
            text: word.text,
            rect: word.rect.into(),
            line: word.line,
        };
        Ok(page.map(|page| page.words.into_iter().map(word).collect()).unwrap_or_default())
    }
}

/// The documents that wait, in the order of work.
fn waiting(situation: &Situation) -> InboxFilter {
    InboxFilter {
        client_file: Some(situation.row.client_file),
        flow: Some(situation.row.flow),
        statuses: vec![DocumentStatus::ToReview, DocumentStatus::Ready],
        ..InboxFilter::default()
    }
}

pub(super) fn view(reader: &Reader<'_>, id: DocumentId) -> Result<ReviewView, StoreError> {
    let situation = Situation::of(reader, id)?;
    let kind = situation.reading.kind().unwrap_or(DocumentKind::Other);
    let doubts = match situation.row.status {
        DocumentStatus::Published | DocumentStatus::Archived => Vec::new(),
        _ => situation.doubts(),
    };
    let source = reader.source(situation.row.shown_source())?;
    let own = situation.row.is_joined().then(|| reader.source(situation.row.source)).transpose()?;
    let filter = waiting(&situation);
    let (previous, next, before) = match reader.review_position(id)? {
        Some(place) => (
            reader.previous_in_review(&filter, &place)?,
            reader.next_in_review(&filter, &place)?,
            reader.before_in_review(&filter, &place)?,
        ),
        None => (None, None, 0),
    };
    let waits = filter.statuses.contains(&situation.row.status);
    let drawn = situation.entries([EntryId::from_uuid(uuid::Uuid::nil()); 2]);
    let (entries, entry_trouble) = match (drawn, is_booked(kind)) {
        (Ok(entries), true) => (Some(entries), None),
        (Err(trouble), true) => (None, Some(trouble.message())),
        (_, false) => (None, Some(not_an_entry(&situation.reading))),
    };
    let pages = reader
        .pages_of_document(id)?
        .into_iter()
        .map(|page| PageView {
            number: page.number,
            aspect: if page.height > 0.0 { page.width / page.height } else { 0.7 },
            region: situation.row.region.map(Into::into),
        })
        .collect();
    Ok(ReviewView {
        id: id.to_string(),
        client_file: situation.row.client_file.to_string(),
        flow: situation.row.flow.into(),
        status: situation.row.status.into(),
        position: if waits { before + 1 } else { 0 },
        waiting: reader.inbox_len(&filter)?,
        previous: previous.map(|id| id.to_string()),
        next: next.map(|id| id.to_string()),
        source: source.id.to_string(),
        file_name: source.file_name,
        pages,
        kind: fields::view(&situation.reading, FieldName::DocType, true),
        fields: field_views(&situation, kind),
        third_party: parties::choice(reader, &situation)?,
        payment: situation.payment_method.as_ref().map(|found| PaymentChoice {
            id: found.method.id.to_string(),
            name: found.method.name.clone(),
            account: found.method.account.as_ref().map(ToString::to_string),
            reason: found.reason.clone(),
        }),
        vat_lines: situation
            .reading
            .vat_lines
            .iter()
            .map(|line| VatLineView {
                rate: line.rate.to_string(),
                base: line.base.to_string(),
                amount: line.amount.to_string(),
            })
            .collect(),
        vat_lines_doubtful: doubts.iter().any(|doubt| doubt.field == "vat_lines"),
        arithmetic_gap: situation.gap().map(|gap| gap.to_string()),
        allocations: situation
            .allocations
            .iter()
            .map(|line| AllocationView {
                rate: line.rate.map(|rate| rate.to_string()),
                account: line.account.as_ref().map(ToString::to_string),
                account_label: line.account.as_ref().and_then(|code| situation.account_label(code)),
                amount: line.amount.to_string(),
                reason: line.reason.clone(),
                instead_of: instead_of(&situation, line.account.as_ref()),
                doubtful: line.account.is_none() || line.amount.is_zero() || is_to_confirm(&line.reason),
                axis_first: line.axes.first.as_ref().map(ToString::to_string),
                axis_second: line.axes.second.as_ref().map(ToString::to_string),
                deductible: line.deductible.map(|share| u32::from(share.percent())),
            })
            .collect(),
        vat_scheme: situation.scheme.into(),
        vat_scheme_reason: scheme_reason(&situation),
        vat_scheme_instead_of: scheme_instead_of(&situation),
        unallocated: situation.unallocated().map(|amount| amount.to_string()),
        rule: situation.rule.as_ref().map(|rule| rule.id.to_string()),
        entry: entries.as_ref().map(|entries| entry_view(&entries.entry)),
        payment_entry: entries.as_ref().and_then(|entries| entries.payment.as_ref()).map(entry_view),
        settlements: crate::settlements::view(reader, id, entries.as_ref())?,
        life_cycle: crate::platform::life_cycle_view(reader, &situation)?,
        choices: entries.map(|entries| entries.choices).unwrap_or_default(),
        beside: super::beside::view(&situation),
        entry_trouble,
        rule_offer: rule_offer(reader, &situation)?,
        doubts,
        findings: situation
            .row
            .findings
            .iter()
            .chain(own.iter().flat_map(|own| &own.findings))
            .chain(&source.findings)
            .map(FindingView::from)
            .collect(),
        duplicate_of: situation.duplicate_of.map(|id| id.to_string()),
        duplicate_reason: situation.duplicate_reason.clone(),
        copies: copies(reader, &situation.row)?,
        publications: reader.publications_of(id)?.iter().map(publication_message).collect(),
        taught: None,
    })
}

/// The same paper as it came in besides: nothing that was merged is out of reach.
fn copies(reader: &Reader<'_>, document: &DocumentRow) -> Result<Vec<CopyView>, StoreError> {
    let mut copies = Vec::new();
    for other in reader.same_papers(document.id)? {
        let row = reader.document(other)?;
        copies.push(CopyView {
            document: other.to_string(),
            status: row.status.into(),
            file_name: reader.source(row.source)?.file_name,
            pages: row.pages.len() as u32,
            is_picture: document.is_joined() && row.pages == document.pages,
        });
    }
    Ok(copies)
}

fn field_views(situation: &Situation, kind: DocumentKind) -> Vec<FieldView> {
    let reading = &situation.reading;
    fields::ORDER
        .into_iter()
        .chain(fields::NAMES)
        .filter(|name| {
            reading.fields.contains_key(name) || fields::always_shown(*name, kind, situation.row.flow)
        })
        .map(|name| {
            let tax_matters = name != FieldName::TotalVat || situation.scheme == VatScheme::Standard;
            fields::view(reading, name, is_booked(kind) && fields::needed(name, kind) && tax_matters)
        })
        .collect()
}

fn scheme_reason(situation: &Situation) -> Message {
    let by_rule = situation.rule.as_ref().is_some_and(|rule| rule.vat_scheme == Some(situation.scheme));
    match situation.reading.fields.get(&FieldName::VatScheme) {
        Some(field) => fields::reason(field.evidence.as_ref(), field),
        None if by_rule => Message::new("scheme_by_rule"),
        None => Message::new("scheme_by_default"),
    }
}

pub(crate) fn entry_view(entry: &liasse_domain::Entry) -> EntryView {
    EntryView {
        journal: entry.journal().to_string(),
        date: entry.date().to_string(),
        due_date: entry.due_date().map(|date| date.to_string()),
        lines: entry
            .lines()
            .iter()
            .map(|line| EntryLineView {
                account: line.auxiliary.as_ref().unwrap_or(&line.account).to_string(),
                label: if line.auxiliary.is_some() { line.label.clone() } else { line.account_label.clone() },
                debit: (line.side == Side::Debit).then(|| line.amount.to_string()),
                credit: (line.side == Side::Credit).then(|| line.amount.to_string()),
                foreign: line.foreign.map(|money| format!("{} {}", money.amount, money.currency)),
                axes: line.axes.first.iter().chain(&line.axes.second).map(ToString::to_string).collect(),
                notes: line.notes.iter().map(super::beside::note).collect(),
            })
            .collect(),
        total: entry.total().to_string(),
    }
}

/// The rule that "always so" would make: other accounts than the rule gives already, or the same by a person's hand.
fn rule_offer(reader: &Reader<'_>, situation: &Situation) -> Result<Option<RuleOffer>, StoreError> {
    let (Some(card), Some(rule)) = (&situation.third_party, rule_to_make(situation)) else { return Ok(None) };
    let same_scheme = |known: &Rule| known.vat_scheme.unwrap_or(VatScheme::Standard) == situation.scheme;
    let known = situation.rule.as_ref().filter(|known| known.template == rule.template && same_scheme(known));
    if known.is_some_and(|known| known.origin == RuleOrigin::User) {
        return Ok(None);
    }
    let changes = changes_beside(reader, &rule, situation.row.id, situation.row.client_file)?;
    if known.is_some_and(|known| !is_to_confirm(&rule_reason(known, card))) && changes == 0 {
        return Ok(None);
    }
    let accounts: Vec<String> = rule.template.accounts().map(ToString::to_string).collect();
    Ok(Some(RuleOffer {
        third_party: card.name.clone(),
        account: accounts.join(" + "),
        account_label: rule
            .account()
            .and_then(|account| situation.account_label(account))
            .unwrap_or_default(),
        narrowed: !rule.is_general(),
        changes,
    }))
}

/// What the user's account stands in the place of: that of the rule, or the one that was suggested.
fn instead_of(situation: &Situation, account: Option<&AccountCode>) -> Option<Message> {
    if !situation.decisions.accounts_chosen {
        return None;
    }
    let proposed: Vec<&AccountCode> =
        situation.proposed.iter().filter_map(|line| line.account.as_ref()).collect();
    if proposed.is_empty() || account.is_some_and(|account| proposed.contains(&account)) {
        return None;
    }
    let mut codes: Vec<String> = proposed.into_iter().map(ToString::to_string).collect();
    codes.dedup();
    Some(Message::new("instead_of_rule").with("account", codes.join(", ")))
}

/// The rule's scheme, where the paper or the user says otherwise.
fn scheme_instead_of(situation: &Situation) -> Option<Message> {
    let by_rule = situation.rule.as_ref()?.vat_scheme?;
    let field = situation.reading.fields.get(&FieldName::VatScheme)?;
    let by_user = field.evidence.is_some_and(|evidence| evidence.method == Method::User);
    let code = if by_user { "user_over_rule_scheme" } else { "paper_over_rule_scheme" };
    (by_rule != situation.scheme).then(|| Message::new(code).with("scheme", scheme_code(by_rule)))
}
