//! Client files, their chart, third parties and rules, as the screens see them.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{FlowView, Message, SplitModeView, ThirdPartyKindView};

/// How the data folder answered when the application started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "state", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Opening {
    /// Ready to work.
    Ready {
        /// To be written down: shown once, when the key was just made.
        recovery_code: Option<String>,
        /// Whether no client file exists yet.
        first_run: bool,
        /// Whether this is the sample data folder.
        sample: bool,
        /// Opened with the recovery code, and no keyring keeps the key: a new passphrase is to be chosen.
        passphrase_wanted: bool,
    },
    /// No keyring answers: a passphrase is needed.
    PassphraseNeeded {
        /// Whether the passphrase is being chosen now (`true`) or was chosen before.
        new: bool,
    },
    /// Another Liasse has this data folder open.
    InUse,
    /// It cannot be opened.
    Failed {
        /// Why.
        message: Message,
        /// In English.
        detail: String,
    },
}

/// How many documents of a client file stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StatusCounts {
    /// En cours.
    pub reading: u32,
    /// À découper: files, not documents.
    pub to_split: u32,
    /// À réviser.
    pub to_review: u32,
    /// Prêt.
    pub ready: u32,
    /// Publié.
    pub published: u32,
    /// Archivé.
    pub archived: u32,
    /// Duplicates among them.
    pub duplicates: u32,
    /// In a foreign currency among them.
    pub foreign_currency: u32,
    /// Waiting documents that are expense reports.
    pub expense_reports: u32,
}

/// One line of the list of client files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ClientFileSummary {
    /// Id.
    pub id: String,
    /// Short code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Whether these are the firm's own books.
    pub is_firm: bool,
    /// `FR` or `BE`.
    pub country: String,
    /// Purchases.
    pub purchases: StatusCounts,
    /// Sales.
    pub sales: StatusCounts,
}

/// The form of a client file. On creation empty texts take the country's defaults.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ClientFileForm {
    /// Absent on creation.
    pub id: Option<String>,
    /// Short code, unique.
    pub code: String,
    /// Name.
    pub name: String,
    /// The firm's own books.
    pub is_firm: bool,
    /// `FR` or `BE`.
    pub country: String,
    /// SIREN, or empty.
    pub siren: String,
    /// VAT or enterprise number, or empty.
    pub vat_number: String,
    /// Address.
    pub address: String,
    /// Journal of purchases (ACH).
    pub journal_purchases: String,
    /// Journal of sales (VTE).
    pub journal_sales: String,
    /// Journal of the bank (BQ).
    pub journal_bank: String,
    /// General journal (OD).
    pub journal_general: String,
    /// Prefix of suppliers (401).
    pub supplier_prefix: String,
    /// Prefix of customers (411).
    pub customer_prefix: String,
    /// VAT account of purchases.
    pub purchase_vat_account: String,
    /// VAT account of sales.
    pub sales_vat_account: String,
    /// VAT account of reverse charge.
    pub reverse_charge_vat_account: String,
    /// Account of deposits.
    pub deposits_account: String,
    /// Root folder of BOB Demat.
    pub bob_root: String,
    /// Folder code in BOB Demat.
    pub bob_code: String,
    /// Folder in Sage Génération Experts.
    pub sage_ge_folder: String,
}

/// What an FEC brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FecImported {
    /// Lines read.
    pub lines: u32,
    /// Entries read.
    pub entries: u32,
    /// General accounts.
    pub accounts: u32,
    /// Suppliers.
    pub suppliers: u32,
    /// Customers.
    pub customers: u32,
    /// Rules proposed.
    pub rules: u32,
}

/// An account of the chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    /// Code.
    pub code: String,
    /// Label.
    pub label: String,
}

/// A supplier or customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ThirdPartyView {
    /// Id.
    pub id: String,
    /// Supplier or customer.
    pub kind: ThirdPartyKindView,
    /// Name.
    pub name: String,
    /// Auxiliary account.
    pub account: String,
    /// SIREN.
    pub siren: Option<String>,
    /// VAT number.
    pub vat_number: Option<String>,
    /// How many rules it has.
    pub rules: u32,
    /// The account that its rule gives; those of a template, joined.
    pub rule_account: Option<String>,
    /// Label of that account.
    pub rule_account_label: Option<String>,
    /// Why: "14 times out of 15 in last year's FEC", "rule of …".
    pub rule_reason: Option<Message>,
}

/// A new third party. Nothing is created without this form having been confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ThirdPartyForm {
    /// Supplier or customer.
    pub kind: ThirdPartyKindView,
    /// Name.
    pub name: String,
    /// Auxiliary account.
    pub account: String,
    /// SIREN, SIRET or nothing.
    pub siren: String,
    /// VAT number or nothing.
    pub vat_number: String,
    /// IBAN or nothing.
    pub iban: String,
}

/// A folder that is watched for papers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WatchedFolderView {
    /// Id.
    pub id: String,
    /// Where the papers go.
    pub flow: FlowView,
    /// How they are cut.
    pub split_mode: SplitModeView,
    /// The folder.
    pub path: String,
    /// Why it is not watched at present, for example because it has vanished.
    pub trouble: Option<Message>,
}
