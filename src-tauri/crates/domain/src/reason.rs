//! Why a value was taken: codes with arguments, which the screens translate.

use serde::{Deserialize, Serialize};

/// Where a label stands, seen from its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabelSide {
    /// On the same row, to the left.
    Left,
    /// In the same column, above.
    Above,
}

/// One thing that speaks for a value, or that keeps it from being sure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// A label announces it.
    Label {
        /// The label as printed.
        label: String,
        /// Where it stands.
        side: LabelSide,
    },
    /// The title of the paper names it.
    Title {
        /// The title as printed.
        title: String,
    },
    /// HT + TVA = TTC, all printed.
    TotalsClose,
    /// The taxes of the rates sum to the tax, their bases to the total without tax.
    RatesClose,
    /// Tax ÷ base is one lawful rate.
    LawfulRate {
        /// The rate in percent, as `20.00`.
        rate: String,
    },
    /// The paper says why it bears no tax.
    NoTaxMention,
    /// Printed more than once.
    Repeated,
    /// Its check digits are right.
    CheckDigits {
        /// What it is: `siren`, `siret`, `vat_number`, `iban`, `structured_comm`.
        what: String,
    },
    /// The VAT number holds the SIREN (art. 286 ter CGI: key and SIREN).
    IdentifiersAgree,
    /// The only date of the paper.
    OnlyDate,
    /// Issue date and terms of payment make this due date.
    TermsAgree,
    /// Worked out of other values.
    Computed,
    /// Corrections on this supplier's papers taught it.
    Learned {
        /// How many: corrections, and values accepted since.
        times: u32,
    },
    /// Another value may be meant.
    Rival {
        /// It, as text: a date `YYYY-MM-DD`, an amount with a point, else as printed.
        value: String,
    },
    /// The letters were hard to recognise.
    HardToRead,
    /// Nothing beside it says what it is.
    NoLabel,
    /// The arithmetic of the paper, or a law, says otherwise than what was learnt.
    AgainstLearned,
    /// What was learnt says otherwise than what the paper's own labels do.
    LearnedAgainstPaper,
}

impl Reason {
    /// Whether it speaks against the value rather than for it.
    pub fn is_against(&self) -> bool {
        matches!(
            self,
            Reason::Rival { .. }
                | Reason::HardToRead
                | Reason::NoLabel
                | Reason::AgainstLearned
                | Reason::LearnedAgainstPaper
        )
    }
}
