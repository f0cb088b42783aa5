//! Third parties and the rules that code their documents.

use serde::{Deserialize, Serialize};

use crate::identifiers::{Iban, Siren, Siret, VatNumber};
use crate::{AccountCode, CardDefaults, ClientFileId, Country, RuleId, ThirdPartyId, VatScheme};

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

/// Where a rule comes from, and so why it is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum RuleOrigin {
    /// The user made it.
    User,
    /// Last year's entries: `count` times this account out of `total`.
    Fec {
        /// Times that this account was the counterpart.
        count: u32,
        /// Times that the third party was booked.
        total: u32,
    },
}

/// What a third party's documents are coded to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Identity.
    pub id: RuleId,
    /// The third party.
    pub third_party: ThirdPartyId,
    /// The expense or revenue account.
    pub account: AccountCode,
    /// VAT scheme to apply where the paper does not say.
    pub vat_scheme: Option<VatScheme>,
    /// Where it comes from.
    pub origin: RuleOrigin,
}
