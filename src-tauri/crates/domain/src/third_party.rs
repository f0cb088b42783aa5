//! Third parties.

use serde::{Deserialize, Serialize};

use crate::identifiers::{Iban, Siren, Siret, VatNumber};
use crate::{AccountCode, CardDefaults, ClientFileId, Country, ThirdPartyId};

/// Which side a third party stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThirdPartyKind {
    /// Fournisseur.
    Supplier,
    /// Client.
    Customer,
}

/// A supplier or customer of a client file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThirdParty {
    /// Identity.
    pub id: ThirdPartyId,
    /// The client file.
    pub client_file: ClientFileId,
    /// Supplier or customer.
    pub kind: ThirdPartyKind,
    /// Name.
    pub name: String,
    /// Auxiliary account (401…, 411…).
    pub account: AccountCode,
    /// Country.
    pub country: Option<Country>,
    /// SIREN.
    pub siren: Option<Siren>,
    /// SIRET.
    pub siret: Option<Siret>,
    /// VAT number.
    pub vat_number: Option<VatNumber>,
    /// Known bank accounts.
    pub ibans: Vec<Iban>,
    /// Other names under which its documents come.
    pub aliases: Vec<String>,
    /// What its card says of its documents.
    #[serde(default)]
    pub defaults: CardDefaults,
}
