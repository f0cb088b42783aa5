//! What the buyer says of an e-invoice to the one who sent it: the statuses of its life cycle in France (AFNOR
//! XP Z12-012, *cycle de vie*).

use serde::{Deserialize, Serialize};

/// A status that the buyer sets. The others (deposited, received, made available…) are the platforms' own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LifeCycleStatus {
    /// 204, *prise en charge*: it is being worked on.
    TakenInCharge,
    /// 205, *approuvée*.
    Approved,
    /// 206, *approuvée partiellement*: part of it will be paid.
    PartlyApproved,
    /// 207, *en litige*.
    Disputed,
    /// 208, *suspendue*: something is missing.
    OnHold,
    /// 210, *refusée*: to be said where the buyer refuses, and final.
    Refused,
    /// 211, *paiement transmis*.
    PaymentSent,
}

impl LifeCycleStatus {
    /// All of them, in the order of their codes.
    pub const ALL: [LifeCycleStatus; 7] = [
        LifeCycleStatus::TakenInCharge,
        LifeCycleStatus::Approved,
        LifeCycleStatus::PartlyApproved,
        LifeCycleStatus::Disputed,
        LifeCycleStatus::OnHold,
        LifeCycleStatus::Refused,
        LifeCycleStatus::PaymentSent,
    ];

    /// The code of the status (MDT-105; list BR-FR-CDV-CL-06).
    pub fn code(self) -> &'static str {
        match self {
            LifeCycleStatus::TakenInCharge => "204",
            LifeCycleStatus::Approved => "205",
            LifeCycleStatus::PartlyApproved => "206",
            LifeCycleStatus::Disputed => "207",
            LifeCycleStatus::OnHold => "208",
            LifeCycleStatus::Refused => "210",
            LifeCycleStatus::PaymentSent => "211",
        }
    }
    /// The same in the list of UN/CEFACT (MDT-88, UNTDID 4405; list BR-FR-CDV-CL-05).
    pub fn general_code(self) -> &'static str {
        match self {
            LifeCycleStatus::TakenInCharge => "45",
            LifeCycleStatus::Approved => "1",
            LifeCycleStatus::PartlyApproved => "49",
            LifeCycleStatus::Disputed => "46",
            LifeCycleStatus::OnHold => "39",
            LifeCycleStatus::Refused => "50",
            LifeCycleStatus::PaymentSent => "47",
        }
    }
    /// Its name as the standard has it (MDT-106), in French.
    pub fn french_name(self) -> &'static str {
        match self {
            LifeCycleStatus::TakenInCharge => "Prise en charge",
            LifeCycleStatus::Approved => "Approuvée",
            LifeCycleStatus::PartlyApproved => "Approuvée partiellement",
            LifeCycleStatus::Disputed => "En litige",
            LifeCycleStatus::OnHold => "Suspendue",
            LifeCycleStatus::Refused => "Refusée",
            LifeCycleStatus::PaymentSent => "Paiement transmis",
        }
    }
    /// Whether the message must say why (rule BR-FR-CDV-15).
    pub fn needs_reason(self) -> bool {
        !self.reasons().is_empty()
    }
    /// No status can follow.
    pub fn is_final(self) -> bool {
        self == LifeCycleStatus::Refused
    }
    /// The reasons that may be given (rule BR-FR-CDV-CL-09, per status).
    pub fn reasons(self) -> &'static [LifeCycleReason] {
        use LifeCycleReason as R;
        match self {
            LifeCycleStatus::TakenInCharge | LifeCycleStatus::Approved | LifeCycleStatus::PaymentSent => &[],
            LifeCycleStatus::PartlyApproved => &[
                R::OrderNumber,
                R::Siret,
                R::RoutingCode,
                R::ContractMissing,
                R::Reference,
                R::UnitPrice,
                R::Discount,
                R::Quantity,
                R::Article,
                R::MeansOfPayment,
                R::Quality,
                R::DeliveryIncomplete,
                R::Other,
            ],
            LifeCycleStatus::OnHold => &[
                R::ProofMissing,
                R::BankDetails,
                R::OrderNumber,
                R::Siret,
                R::RoutingCode,
                R::ContractMissing,
                R::Reference,
            ],
            LifeCycleStatus::Refused => &[
                R::VatRate,
                R::Total,
                R::Arithmetic,
                R::NotConforming,
                R::Duplicate,
                R::WrongRecipient,
                R::UnknownTransaction,
                R::UnknownSender,
                R::ContractEnded,
                R::InvoicedTwice,
                R::OrderNumber,
                R::Address,
                R::ContractMissing,
            ],
            LifeCycleStatus::Disputed => &[
                R::BankDetails,
                R::VatRate,
                R::Total,
                R::Arithmetic,
                R::NotConforming,
                R::Duplicate,
                R::UnknownRecipient,
                R::WrongRecipient,
                R::UnknownTransaction,
                R::UnknownSender,
                R::ContractEnded,
                R::InvoicedTwice,
                R::OrderNumber,
                R::Address,
                R::Siret,
                R::RoutingCode,
                R::ContractMissing,
                R::Reference,
                R::UnitPrice,
                R::Discount,
                R::Quantity,
                R::Article,
                R::MeansOfPayment,
                R::Quality,
                R::DeliveryIncomplete,
                R::Other,
            ],
        }
    }
}

/// Declares the reasons with their codes and French names.
macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident $code:literal $french:literal),+ $(,)?) => {
        /// Why a status is set (MDT-113).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum LifeCycleReason {
            $($(#[$doc])* $name),+
        }
        impl LifeCycleReason {
            /// The standard's code.
            pub fn code(self) -> &'static str {
                match self { $(LifeCycleReason::$name => $code),+ }
            }
            /// The standard's wording (MDT-114), in French.
            pub fn french_name(self) -> &'static str {
                match self { $(LifeCycleReason::$name => $french),+ }
            }
        }
    };
}
reasons! {
    /// Supporting papers are missing.
    ProofMissing "JUSTIF_ABS" "Justificatif absent ou insuffisant",
    /// The bank details are wrong.
    BankDetails "COORD_BANC_ERR" "Erreur de coordonnées bancaires",
    /// A VAT rate is wrong.
    VatRate "TX_TVA_ERR" "Taux de TVA erroné",
    /// The total is wrong.
    Total "MONTANTTOTAL_ERR" "Montant total erroné",
    /// It does not add up.
    Arithmetic "CALCUL_ERR" "Erreur de calcul de la facture",
    /// A mandatory mention is missing.
    NotConforming "NON_CONFORME" "Mention légale manquante",
    /// It was sent before.
    Duplicate "DOUBLON" "Facture en doublon",
    /// The recipient is unknown.
    UnknownRecipient "DEST_INC" "Destinataire inconnu",
    /// It is for somebody else.
    WrongRecipient "DEST_ERR" "Erreur de destinataire",
    /// Nothing was bought.
    UnknownTransaction "TRANSAC_INC" "Transaction inconnue",
    /// The sender is unknown.
    UnknownSender "EMMET_INC" "Émetteur inconnu",
    /// The contract has ended.
    ContractEnded "CONTRAT_TERM" "Contrat terminé",
    /// The same was invoiced twice.
    InvoicedTwice "DOUBLE_FACT" "Double facture",
    /// The order number is wrong or missing.
    OrderNumber "CMD_ERR" "Numéro de commande incorrect ou manquant",
    /// The address is wrong.
    Address "ADR_ERR" "Adresse de facturation électronique erronée",
    /// The SIRET is wrong or missing.
    Siret "SIRET_ERR" "SIRET erroné ou absent",
    /// The routing code is wrong or missing.
    RoutingCode "CODE_ROUTAGE_ERR" "Code routage absent ou erroné",
    /// The reference of the contract is missing.
    ContractMissing "REF_CT_ABSENT" "Référence contractuelle nécessaire pour le traitement manquante",
    /// A reference is wrong.
    Reference "REF_ERR" "Référence incorrecte",
    /// Unit prices are wrong.
    UnitPrice "PU_ERR" "Prix unitaires incorrects",
    /// A discount is wrong.
    Discount "REM_ERR" "Remise erronée",
    /// An invoiced quantity is wrong.
    Quantity "QTE_ERR" "Quantité facturée incorrecte",
    /// An invoiced article is wrong.
    Article "ART_ERR" "Article facturé incorrect",
    /// The terms of payment are wrong.
    MeansOfPayment "MODPAI_ERR" "Modalités de paiement incorrectes",
    /// What was delivered is of poor quality.
    Quality "QUALITE_ERR" "Qualité d'article livré incorrecte",
    /// The delivery is incomplete.
    DeliveryIncomplete "LIVR_INCOMP" "Problème de livraison",
    /// Something else, told in words.
    Other "AUTRE" "Autre",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_must_say_why_can() {
        let needing: Vec<&str> = LifeCycleStatus::ALL
            .iter()
            .filter(|status| status.needs_reason())
            .map(|status| status.code())
            .collect();
        assert_eq!(needing, ["206", "207", "208", "210"]);
        // "Other" is no reason to refuse an invoice, nor to put it on hold.
        for status in [LifeCycleStatus::Refused, LifeCycleStatus::OnHold] {
            assert!(!status.reasons().contains(&LifeCycleReason::Other));
        }
    }

    #[test]
    fn codes_are_told_apart() {
        let mut codes: Vec<&str> = LifeCycleStatus::ALL.iter().map(|status| status.code()).collect();
        codes.dedup();
        assert_eq!(codes.len(), LifeCycleStatus::ALL.len());
        assert!(codes.is_sorted());
    }
}
