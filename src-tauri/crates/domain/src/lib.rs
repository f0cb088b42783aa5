//! The trade's nouns: money, dates, identifiers, documents, accounts, rules, entries.
//!
//! Pure: no I/O, no clock, no random numbers; those are handed in by the callers.

mod account;
mod address;
mod axes;
mod card;
mod client_file;
mod coding_settings;
mod country;
mod date;
mod document;
mod entry;
mod exchange;
mod finding;
pub mod identifiers;
mod ids;
mod life_cycle;
mod memory;
mod money;
mod payment_method;
mod payment_terms;
mod person;
mod reading;
mod reason;
mod rule;
mod settlement;
mod third_party;
mod vat;
mod vat_account;
mod vat_rates;

pub use account::{Account, AccountCode, AccountCodeError, JournalCode};
pub use address::{Address, AddressError};
pub use axes::{Axes, Section, SectionError};
pub use card::{
    CardDefaults, CardTerms, Described, DescriptionTemplate, DescriptionTemplateError, EndOfMonth,
    ReverseChargeBase,
};
pub use client_file::{ClientFile, ClientFileCode, FirmAccounts, Journals};
pub use coding_settings::{AccountPurpose, CodingSettings};
pub use country::Country;
pub use date::{Date, DateError};
pub use document::{Document, DocumentKind, DocumentStatus, Flow, SplitMode};
pub use entry::{Entry, EntryError, EntryLine, EntryParts, EntryPurpose, LineNote, Side};
pub use exchange::{DatedRate, ExchangeRate, ExchangeRateError, RateSource};
pub use finding::{Finding, Severity};
pub use ids::{
    ChangeId, ClientFileId, DocumentId, EntryId, JobId, LifeCycleMessageId, MemoryId, PaymentMethodId,
    PersonId, PublicationId, RuleId, SettlementId, SourceId, ThirdPartyId, WatchedFolderId,
};
pub use life_cycle::{LifeCycleReason, LifeCycleStatus};
pub use memory::{Lesson, SupplierMemory, SupplierSigns, Teaching, Template};
pub use money::{Amount, AmountError, Currency, CurrencyError, Money};
pub use payment_method::{
    ConnectedSystem, PaymentDefault, PaymentDefaultScope, PaymentMethod, PaymentMethodOrigin,
};
pub use payment_terms::{PaymentTerms, PaymentTermsError};
pub use person::{Person, PersonRole};
pub use reading::{
    Candidate, Confidence, Evidence, FieldName, FieldReading, FieldValue, LineItem, Method, PageRange,
    ReadDocument, ReadSource, Reading, Rect,
};
pub use reason::{LabelSide, Reason};
pub use rule::{
    Narrowing, PaidBy, PaidByError, Rule, RuleError, RuleFacts, RuleOrigin, Share, Template as RuleTemplate,
    TemplateLine, rule_that_applies,
};
pub use settlement::Settlement;
pub use third_party::{ThirdParty, ThirdPartyKind};
pub use vat::{VatLine, VatRate, VatScheme};
pub use vat_account::{
    Deductibility, DeductibilityError, DeductibilityRule, RateOrigin, ReverseChargeKind, VatAccount,
    VatExigibility, VatLabel, VatTreatment,
};
pub use vat_rates::{ChangedSupply, RateInForce, VatTerritory};
