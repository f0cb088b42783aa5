//! Client files: one client's books.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::identifiers::{Siren, VatNumber};
use crate::{AccountCode, ClientFileId, Country, JournalCode};

/// The short code of a client file, chosen by the firm: 1 to 20 letters, digits, `-` or `_`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientFileCode(String);

/// Why a text is no [`ClientFileCode`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no client file code: expected 1 to 20 letters, digits, hyphens or underscores")]
pub struct ClientFileCodeError {
    /// The text that was given.
    pub text: String,
}

impl ClientFileCode {
    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl FromStr for ClientFileCode {
    type Err = ClientFileCodeError;
    fn from_str(text: &str) -> Result<ClientFileCode, ClientFileCodeError> {
        let code = text.trim();
        let lawful = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if code.is_empty() || code.len() > 20 || !code.chars().all(lawful) {
            return Err(ClientFileCodeError { text: text.to_owned() });
        }
        Ok(ClientFileCode(code.to_owned()))
    }
}
impl fmt::Display for ClientFileCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl Serialize for ClientFileCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
impl<'de> Deserialize<'de> for ClientFileCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ClientFileCode, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// The journals of a client file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Journals {
    /// Purchases (ACH).
    pub purchases: JournalCode,
    /// Sales (VTE).
    pub sales: JournalCode,
    /// Bank (BQ).
    pub bank: JournalCode,
    /// General (OD).
    pub general: JournalCode,
}

/// The accounts that a client file uses unless a rule says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirmAccounts {
    /// Prefix of suppliers' auxiliary accounts, and their collective account's root (401).
    pub supplier_prefix: String,
    /// Prefix of customers' auxiliary accounts, and their collective account's root (411).
    pub customer_prefix: String,
    /// VAT on purchases (France 445660, Belgium 411000).
    pub purchase_vat: AccountCode,
    /// VAT on sales (France 445710, Belgium 451000).
    pub sales_vat: AccountCode,
    /// VAT owed under reverse charge (France 445200, Belgium 451055).
    pub reverse_charge_vat: AccountCode,
    /// Deposits on packaging paid to suppliers (4096).
    pub deposits: AccountCode,
}

/// One client's books. The firm's own is the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientFile {
    /// Identity.
    pub id: ClientFileId,
    /// Short code, unique.
    pub code: ClientFileCode,
    /// Name of the client.
    pub name: String,
    /// Whether these are the firm's own books.
    pub is_firm: bool,
    /// Country, which decides the chart and the VAT rules.
    pub country: Country,
    /// SIREN (France).
    pub siren: Option<Siren>,
    /// VAT number; for Belgium it holds the enterprise number.
    pub vat_number: Option<VatNumber>,
    /// Postal address, free text on several lines.
    pub address: String,
    /// The journals.
    pub journals: Journals,
    /// The default accounts.
    pub accounts: FirmAccounts,
    /// Root folder of BOB Demat on this device.
    pub bob_root: Option<String>,
    /// Folder code of this client file in BOB Demat.
    pub bob_code: Option<String>,
    /// Folder of this client file in Sage Génération Experts.
    pub sage_ge_folder: Option<String>,
}
