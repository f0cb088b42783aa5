//! Payment methods: by which card or account a paper was paid.

use serde::{Deserialize, Serialize};

use crate::{AccountCode, ClientFileId, DocumentKind, JournalCode, PaymentMethodId};

/// The system of accounting that a client file is connected to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConnectedSystem {
    /// Sage Génération Experts.
    SageGe,
    /// MEG.
    Meg,
}

/// Where a payment method comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum PaymentMethodOrigin {
    /// The user made it.
    User,
    /// Its last four digits were read on a paper.
    Paper,
    /// It is kept in the connected system, and only named and linked here.
    Connected {
        /// Which system.
        system: ConnectedSystem,
        /// Its identifier there.
        remote_id: String,
    },
}

/// A way to pay: a card, a bank account, a till.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentMethod {
    /// Identity.
    pub id: PaymentMethodId,
    /// The client file.
    pub client_file: ClientFileId,
    /// Name.
    pub name: String,
    /// Reference, often the last four digits of the card or account.
    pub reference: Option<String>,
    /// The account of the bank or till that it draws on (512…, 53…).
    pub account: Option<AccountCode>,
    /// The journal that papers paid by it are published to; the flow's own where there is none.
    pub destination: Option<JournalCode>,
    /// Whether papers paid by it are published as soon as they are read and ready.
    pub auto_publish: bool,
    /// Where it comes from.
    pub origin: PaymentMethodOrigin,
}

impl PaymentMethod {
    /// The last four digits by which papers name it: those that end its reference, else those that end its name, as in
    /// `Visa Pro (1234)`.
    pub fn last_four(&self) -> Option<String> {
        self.reference.as_deref().and_then(last_four).or_else(|| last_four(&self.name))
    }
}

/// The four digits that end a text, brackets and blanks apart.
fn last_four(text: &str) -> Option<String> {
    let mut digits: Vec<char> = text
        .chars()
        .rev()
        .skip_while(|c| !c.is_alphanumeric())
        .filter(|c| !c.is_whitespace())
        .take(4)
        .collect();
    digits.reverse();
    (digits.len() == 4 && digits.iter().all(char::is_ascii_digit)).then(|| digits.into_iter().collect())
}

/// To which papers a user's default payment method applies, where neither the paper nor its supplier's card says one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentDefaultScope {
    /// All papers that the user brings in.
    All,
    /// Receipts and card slips, which are paid on the spot.
    Receipts,
    /// Expense reports.
    ExpenseReports,
}

impl PaymentDefaultScope {
    /// Whether papers of a kind are meant.
    pub fn covers(self, kind: DocumentKind) -> bool {
        match self {
            PaymentDefaultScope::All => true,
            PaymentDefaultScope::Receipts => matches!(kind, DocumentKind::Receipt | DocumentKind::CardSlip),
            PaymentDefaultScope::ExpenseReports => kind == DocumentKind::ExpenseReport,
        }
    }
}

/// The payment method that a user's papers have by default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentDefault {
    /// The user, by the name of their account on this device.
    pub user: String,
    /// The payment method.
    pub payment_method: PaymentMethodId,
    /// To which papers.
    pub scope: PaymentDefaultScope,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn method(name: &str, reference: Option<&str>) -> PaymentMethod {
        PaymentMethod {
            id: PaymentMethodId::from_uuid(Default::default()),
            client_file: ClientFileId::from_uuid(Default::default()),
            name: name.to_owned(),
            reference: reference.map(str::to_owned),
            account: None,
            destination: None,
            auto_publish: false,
            origin: PaymentMethodOrigin::User,
        }
    }

    #[test]
    fn finds_the_last_four_digits() {
        assert_eq!(method("Visa", Some("**** 1234")).last_four().as_deref(), Some("1234"));
        assert_eq!(method("Paiement Pro (1234)", None).last_four().as_deref(), Some("1234"));
        assert_eq!(method("Paiement Pro (1234)", Some("0042")).last_four().as_deref(), Some("0042"));
        assert_eq!(
            method("Compte courant", Some("FR76 3000 6000 0112 3456 7890 189")).last_four().as_deref(),
            Some("0189")
        );
        assert_eq!(method("Caisse", Some("53")).last_four(), None);
        assert_eq!(method("Chèques", None).last_four(), None);
    }

    #[test]
    fn a_scope_covers_its_kinds() {
        assert!(PaymentDefaultScope::All.covers(DocumentKind::Invoice));
        assert!(PaymentDefaultScope::Receipts.covers(DocumentKind::CardSlip));
        assert!(!PaymentDefaultScope::Receipts.covers(DocumentKind::Invoice));
        assert!(PaymentDefaultScope::ExpenseReports.covers(DocumentKind::ExpenseReport));
    }
}
