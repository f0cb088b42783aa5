//! The connection to MEG.

use serde::{Deserialize, Serialize};
use specta::Type;

/// The VAT marker (*marqueur TVA*) of a rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MegMarker {
    /// Rate, as `5.50`.
    pub rate: String,
    /// Marker.
    pub marker: String,
}

/// Where MEG keeps what is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum MegDestination {
    /// The module Achats, the one that takes documents from elsewhere.
    #[default]
    Purchases,
}

/// How documents are published to MEG.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MegSettings {
    /// *Publier par défaut dans*.
    pub destination: MegDestination,
    /// *Afficher le taux de TVA par éléments*: the tax of each rate, and not the sum of all under one.
    pub vat_by_item: bool,
    /// *Utiliser le taux de TVA fournisseur*: the rate of the supplier's VAT account instead of the one that was read.
    pub supplier_rate: bool,
    /// *Marqueur TVA*.
    pub markers: Vec<MegMarker>,
    /// *Pas de TVA par défaut*.
    pub no_vat_marker: String,
}

/// The connection to MEG and the settings of the firm, or of one client file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MegForm {
    /// Address of the service.
    pub address: String,
    /// User.
    pub user: String,
    /// Password; empty when it stays as it is. It never comes back from the desk.
    pub password: String,
    /// How many seconds the service is given to answer; the usual 120 where nothing is said.
    pub patience: Option<u32>,
    /// How documents are published.
    pub settings: MegSettings,
    /// *Paramètres automatisés*: these settings hold for every client file that has none of its own.
    pub automated: bool,
}

/// Without its password: what is printed may be logged.
impl std::fmt::Debug for MegForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MegForm")
            .field("address", &self.address)
            .field("user", &self.user)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
