//! The review of one document.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{
    FindingView, FlowView, KindView, Message, MethodView, RectView, StatusView, ThirdPartyKindView,
    VatSchemeView,
};

/// All that the review screen shows of one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReviewView {
    /// Id of the document.
    pub id: String,
    /// Client file.
    pub client_file: String,
    /// Flow.
    pub flow: FlowView,
    /// Where it stands.
    pub status: StatusView,
    /// Its place in the order of work, from 1; 0 when it is not waiting.
    pub position: u32,
    /// Documents waiting.
    pub waiting: u32,
    /// The document before it in the order of work.
    pub previous: Option<String>,
    /// The document after it.
    pub next: Option<String>,
    /// The source whose pages show it.
    pub source: String,
    /// Name of that source's file.
    pub file_name: String,
    /// Its pages.
    pub pages: Vec<PageView>,
    /// Kind, and why.
    pub kind: FieldView,
    /// The other fields, in the order of the form; fields that do not matter for this kind are absent.
    pub fields: Vec<FieldView>,
    /// Third party.
    pub third_party: ThirdPartyChoice,
    /// By which payment method it was paid; absent when nothing says one.
    pub payment: Option<super::PaymentChoice>,
    /// Tax per rate.
    pub vat_lines: Vec<VatLineView>,
    /// Whether the tax per rate is doubtful.
    pub vat_lines_doubtful: bool,
    /// HT + TVA − TTC; absent when one is missing.
    pub arithmetic_gap: Option<String>,
    /// Where the amounts are booked.
    pub allocations: Vec<AllocationView>,
    /// Scheme of VAT in force.
    pub vat_scheme: VatSchemeView,
    /// Why this scheme.
    pub vat_scheme_reason: Message,
    /// The scheme of the rule that it stands in the place of, where it does.
    pub vat_scheme_instead_of: Option<Message>,
    /// What is left to be allocated; absent when nothing is.
    pub unallocated: Option<String>,
    /// The rule that applies.
    pub rule: Option<String>,
    /// The entry as it would be published; absent when it cannot be made.
    pub entry: Option<EntryView>,
    /// The entry of its payment on the spot, as it would be published.
    pub payment_entry: Option<EntryView>,
    /// What settled it, where its tax waits for the payment.
    pub settlements: Option<super::SettlementsView>,
    /// What can be and was said of it to its supplier, where it came from a platform.
    pub life_cycle: Option<super::LifeCycleView>,
    /// Which accounts, shares and rates were taken and why; also what was overridden.
    pub choices: Vec<Message>,
    /// What is known beside the paper.
    pub beside: BesideView,
    /// Why there is no entry.
    pub entry_trouble: Option<Message>,
    /// What is missing or doubtful, in the order of the form.
    pub doubts: Vec<Doubt>,
    /// What is wrong with the paper.
    pub findings: Vec<FindingView>,
    /// The rule that "always so" would make, when there is one to make.
    pub rule_offer: Option<RuleOffer>,
    /// The document that this one doubles.
    pub duplicate_of: Option<String>,
    /// Why it is taken for the same.
    pub duplicate_reason: Option<Message>,
    /// The same paper as it came in besides: kept apart, merged into this one, or the one that was kept.
    pub copies: Vec<CopyView>,
    /// What was published where.
    pub publications: Vec<Message>,
    /// What the change just made taught about this supplier's papers; absent when nothing.
    pub taught: Option<Message>,
}

/// A document that is the same paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CopyView {
    /// The document.
    pub document: String,
    /// Where it stands.
    pub status: StatusView,
    /// Name of its source's file.
    pub file_name: String,
    /// Its number of pages.
    pub pages: u32,
    /// Whether its pages are the picture of the document at hand, an e-invoice that came without one.
    pub is_picture: bool,
}

/// One page of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PageView {
    /// Page of the source, from 1.
    pub number: u32,
    /// Width over height.
    pub aspect: f32,
    /// Where the document lies on it, when the sheet bears several papers.
    pub region: Option<RectView>,
}

/// A value with its evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FieldView {
    /// Name, as `issue_date`, `total_ttc`.
    pub name: String,
    /// How it is entered: `date`, `amount`, `text`, `kind`, `currency`, `scheme`, `payment_method`, `country`.
    pub input: String,
    /// The value; absent when it was not read.
    pub value: Option<String>,
    /// Whether the user should look at it.
    pub doubtful: bool,
    /// Whether publication needs it and it is absent.
    pub missing: bool,
    /// How it was had.
    pub method: Option<MethodView>,
    /// Page of the source.
    pub page: Option<u32>,
    /// Place on the page.
    pub rect: Option<RectView>,
    /// Why this value: "read p. 1", "computed: HT + VAT", "entered by …".
    pub reason: Message,
    /// All that speaks for it, then what speaks against it.
    pub reasons: Vec<Message>,
    /// Probability of being right, in percent; absent when it was not read.
    pub percent: Option<u32>,
    /// Other values, best first.
    pub alternatives: Vec<AlternativeView>,
}

/// Another value that the paper may bear.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AlternativeView {
    /// The value.
    pub value: String,
    /// Page.
    pub page: Option<u32>,
    /// Place.
    pub rect: Option<RectView>,
}

/// The third party of a document: known, or proposed, or to be asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ThirdPartyChoice {
    /// Supplier or customer.
    pub kind: ThirdPartyKindView,
    /// The known third party.
    pub id: Option<String>,
    /// Its name, or the name that was read.
    pub name: Option<String>,
    /// Its auxiliary account.
    pub account: Option<String>,
    /// Whether the user should look at it.
    pub doubtful: bool,
    /// Why: "SIRET read = SIRET of the card", "name alike", "unknown".
    pub reason: Message,
    /// Why its name was read so.
    pub reasons: Vec<Message>,
    /// Known third parties that may be meant, best first.
    pub alternatives: Vec<ThirdPartyAlternative>,
    /// What a new card would hold: read from the paper, account proposed.
    pub proposal: Option<super::ThirdPartyForm>,
    /// Page where its name was read.
    pub page: Option<u32>,
    /// Place of the name.
    pub rect: Option<RectView>,
}

/// A known third party that may be meant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ThirdPartyAlternative {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Auxiliary account.
    pub account: String,
}

/// Tax of one rate. Amounts are positive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VatLineView {
    /// Rate in percent, as `20.00`.
    pub rate: String,
    /// Base.
    pub base: String,
    /// Tax.
    pub amount: String,
}

/// An amount booked to an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AllocationView {
    /// The rate whose base this is; absent when the document has none.
    pub rate: Option<String>,
    /// The account; absent when it has to be chosen.
    pub account: Option<String>,
    /// Its label.
    pub account_label: Option<String>,
    /// The amount, tax excluded.
    pub amount: String,
    /// Why this account.
    pub reason: Message,
    /// The rule or suggestion that it stands in the place of, where it does.
    pub instead_of: Option<Message>,
    /// Whether the user should look at it.
    pub doubtful: bool,
    /// Section on the first analytic axis.
    #[serde(default)]
    pub axis_first: Option<String>,
    /// Section on the second one.
    #[serde(default)]
    pub axis_second: Option<String>,
    /// The share of its tax that may be deducted, in percent, where the user said so.
    #[serde(default)]
    pub deductible: Option<u32>,
}

/// An entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EntryView {
    /// Journal.
    pub journal: String,
    /// Date.
    pub date: String,
    /// Due date.
    pub due_date: Option<String>,
    /// Its lines.
    pub lines: Vec<EntryLineView>,
    /// Sum of either side.
    pub total: String,
}

/// One line of an entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EntryLineView {
    /// Account: the auxiliary one where there is one.
    pub account: String,
    /// Label.
    pub label: String,
    /// Debit, or nothing.
    pub debit: Option<String>,
    /// Credit, or nothing.
    pub credit: Option<String>,
    /// The amount in the document's currency, with its code, where that is not the euro.
    pub foreign: Option<String>,
    /// Its analytic sections.
    pub axes: Vec<String>,
    /// What is worth a word about it.
    pub notes: Vec<Message>,
}

/// What is known of a document beside its paper.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BesideView {
    /// The rate of its currency; absent in euros and where none is known.
    pub exchange: Option<ExchangeView>,
    /// Who is paid back.
    pub person: Option<String>,
    /// The persons that may be.
    pub persons: Vec<PersonView>,
    /// Whether it was paid on the spot.
    pub paid: bool,
    /// What the user said of it; absent where it is left to the paper.
    pub paid_said: Option<bool>,
    /// What was paid in euros, where it is not what is owed.
    pub paid_amount: Option<String>,
    /// How the advance that it deducts was booked: `net`, `total`; absent when none is cleared.
    pub advance: Option<String>,
    /// The advance that the paper deducts.
    pub prepaid: Option<String>,
    /// The rate of the tax in a commission kept back.
    pub commission_rate: Option<String>,
}

/// A rate of exchange.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeView {
    /// The currency.
    pub currency: String,
    /// Units for one euro.
    pub rate: String,
    /// The day of the rate.
    pub date: String,
    /// Where it was had: `ecb`, `user`, `paper`.
    pub source: String,
    /// What the user said of where he had it.
    pub note: String,
}

/// A person whose expenses are paid back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PersonView {
    /// Id; empty for a new one.
    pub id: String,
    /// Name.
    pub name: String,
    /// `employee`, `partner`, `sole_trader`, `other`.
    pub role: String,
    /// The account; empty takes the role's.
    pub account: String,
}

/// What the user says of a document beside its paper; every value replaces the former one, an absent one takes it back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct BesideForm {
    /// Units of the document's currency for one euro, and where it was had.
    pub rate: Option<String>,
    /// The day of the rate.
    pub rate_date: Option<String>,
    /// Where it was had.
    pub rate_note: Option<String>,
    /// Who is paid back.
    pub person: Option<String>,
    /// Whether it was paid on the spot; absent leaves it to the paper.
    pub paid: Option<bool>,
    /// What was paid in euros.
    pub paid_amount: Option<String>,
    /// `net` or `total`.
    pub advance: Option<String>,
    /// The rate of the tax in a commission kept back, in percent.
    pub commission_rate: Option<String>,
}

/// Something missing or doubtful.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Doubt {
    /// Which field: a field's name, or `kind`, `third_party`, `person`, `vat_lines`, `allocation:0`, `duplicate`, `arithmetic`.
    pub field: String,
    /// What.
    pub message: Message,
}

impl Doubt {
    /// Whether accepting what stands there settles it: something was read, and is only unsure.
    pub(crate) fn can_be_accepted(&self) -> bool {
        match self.field.as_str() {
            "third_party" => self.message.code != "third_party_unknown",
            "vat_scheme" | "vat_lines" | "duplicate" => true,
            _ => self.message.code == "unsure" || crate::coding::is_to_confirm(&self.message),
        }
    }
}

/// The rule that "always so" would make.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RuleOffer {
    /// Name of the third party.
    pub third_party: String,
    /// The account, or those of its template, joined.
    pub account: String,
    /// Its label; empty for a template.
    pub account_label: String,
    /// Whether it stands only for those of the third party's documents that its narrowing describes.
    pub narrowed: bool,
    /// Waiting documents that it will change.
    pub changes: u32,
}

/// What is set on several documents at once; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EditForm {
    /// Where all that bears VAT is booked.
    pub account: Option<String>,
    /// What kind of paper they are.
    pub kind: Option<KindView>,
    /// The scheme of VAT.
    pub vat_scheme: Option<VatSchemeView>,
    /// By which payment method they were paid.
    pub payment_method: Option<String>,
}

/// What was undone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UndoneView {
    /// What: `history.<command>`.
    pub message: Message,
    /// The documents that it had changed.
    pub documents: Vec<String>,
}

/// A word on a page, for a click to fill a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WordView {
    /// The word.
    pub text: String,
    /// Its place.
    pub rect: RectView,
    /// The line that it stands on.
    pub line: u32,
}

/// A new value for a kind: kept apart, since a document typed wrongly is the worst error of the trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KindChoice {
    /// The kind.
    pub kind: KindView,
}

/// A value set by hand or by a click on the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FieldChange {
    /// The field.
    pub name: String,
    /// As typed: dates and amounts in any usual form, amounts may be sums (`12+3,50`). Empty: no value.
    pub text: String,
    /// The page that was clicked.
    pub page: Option<u32>,
    /// The place that was clicked.
    pub rect: Option<RectView>,
}
