//! VAT accounts: which account takes the tax of which rate, under which treatment.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{AccountCode, Flow, VatRate, VatScheme};

/// Why the customer owes the tax in the supplier's stead. The serialised names are those that reading gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReverseChargeKind {
    /// Goods from another member state (art. 256 bis, 283-2 bis CGI; art. 25ter, 51 § 1-2° CTVA).
    IntraEuGoods,
    /// Services from a supplier established abroad (art. 283-2 CGI; art. 51 § 2-1° CTVA).
    IntraEuServices,
    /// Subcontracted construction works (art. 283-2 nonies CGI).
    Construction,
    /// Import (art. 1695 II CGI; art. 5 § 3 AR no 7).
    Import,
    /// The Belgian co-contractor (art. 20 AR no 1).
    BelgianCoContractor,
    /// Another domestic one (art. 283-2 sexies to 283-2 decies CGI).
    Domestic,
}

impl ReverseChargeKind {
    /// All of them.
    pub const ALL: [ReverseChargeKind; 6] = [
        ReverseChargeKind::IntraEuGoods,
        ReverseChargeKind::IntraEuServices,
        ReverseChargeKind::Construction,
        ReverseChargeKind::Import,
        ReverseChargeKind::BelgianCoContractor,
        ReverseChargeKind::Domestic,
    ];
    /// The serialised name.
    pub const fn code(self) -> &'static str {
        match self {
            ReverseChargeKind::IntraEuGoods => "intra_eu_goods",
            ReverseChargeKind::IntraEuServices => "intra_eu_services",
            ReverseChargeKind::Construction => "construction",
            ReverseChargeKind::Import => "import",
            ReverseChargeKind::BelgianCoContractor => "belgian_co_contractor",
            ReverseChargeKind::Domestic => "domestic",
        }
    }
    /// By its serialised name.
    pub fn from_code(code: &str) -> Option<ReverseChargeKind> {
        ReverseChargeKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
    /// The scheme that it belongs to.
    pub const fn scheme(self) -> VatScheme {
        match self {
            ReverseChargeKind::IntraEuGoods | ReverseChargeKind::IntraEuServices => VatScheme::Intracom,
            _ => VatScheme::ReverseCharge,
        }
    }
}

/// How an account's tax comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "why", rename_all = "snake_case")]
pub enum VatTreatment {
    /// The supplier charges it.
    Charged,
    /// The customer owes it: booked on both sides, here and on the counterpart.
    ReverseCharge(ReverseChargeKind),
}

/// Where the rate of a VAT account was had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RateOrigin {
    /// The percentage in the account's label.
    Label,
    /// None in the label: 20 %, as Sage Génération Experts takes it.
    Assumed,
    /// The user set it.
    User,
}

/// When the tax becomes deductible or due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VatExigibility {
    /// With the invoice: goods, and services under the option (art. 269-2 a, c CGI; art. 16, 17 CTVA).
    Debits,
    /// With the payment: services (art. 269-2 c CGI). Until then the tax stands on a waiting account.
    Payments,
}

/// The share of a tax that may be deducted, in whole percent. What may not is part of the expense
/// (art. 206 annexe II CGI; art. 45 § 2 CTVA).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Deductibility(u8);

/// Why a text is no [`Deductibility`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no share: expected a whole percentage from 0 to 100")]
pub struct DeductibilityError {
    /// The text that was given.
    pub text: String,
}

impl Deductibility {
    /// All of it.
    pub const FULL: Deductibility = Deductibility(100);
    /// None of it.
    pub const NONE: Deductibility = Deductibility(0);

    /// From whole percent; `None` above 100.
    pub const fn from_percent(percent: u8) -> Option<Deductibility> {
        if percent <= 100 { Some(Deductibility(percent)) } else { None }
    }
    /// Whole percent.
    pub const fn percent(self) -> u8 {
        self.0
    }
}
impl fmt::Display for Deductibility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl FromStr for Deductibility {
    type Err = DeductibilityError;
    fn from_str(text: &str) -> Result<Deductibility, DeductibilityError> {
        let digits = text.trim().trim_end_matches('%').trim_end();
        let percent = digits.parse().ok().and_then(Deductibility::from_percent);
        percent.ok_or_else(|| DeductibilityError { text: text.to_owned() })
    }
}
impl Serialize for Deductibility {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.0)
    }
}
impl<'de> Deserialize<'de> for Deductibility {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Deductibility, D::Error> {
        let percent = u8::deserialize(deserializer)?;
        Deductibility::from_percent(percent)
            .ok_or_else(|| serde::de::Error::custom(DeductibilityError { text: percent.to_string() }))
    }
}

/// The share that may be deducted of the tax on what is booked to an account, or to those that begin with its code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeductibilityRule {
    /// The account, or the beginning of several; the longest that fits wins.
    pub account: AccountCode,
    /// The share.
    pub share: Deductibility,
}

/// An account of the chart that takes VAT.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VatAccount {
    /// The account.
    pub code: AccountCode,
    /// Its label.
    pub label: String,
    /// On purchases or on sales.
    pub flow: Flow,
    /// The rate; `None` takes every rate, as Belgium's 411 does.
    pub rate: Option<VatRate>,
    /// Where the rate was had.
    pub rate_origin: RateOrigin,
    /// How the tax comes about.
    pub treatment: VatTreatment,
    /// The account of the tax owed under reverse charge (column CPT1 of Sage Génération Experts).
    pub counterpart: Option<AccountCode>,
    /// The account on which the tax waits for the payment.
    pub waiting: Option<AccountCode>,
    /// The share that may be deducted, where the account says so.
    pub deductible: Option<Deductibility>,
}

/// What a label of a VAT account says (convention of Sage Génération Experts).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VatLabel {
    /// The percentage that it holds.
    pub rate: Option<VatRate>,
    /// Whether it says `autol…` or `intra…`.
    pub reverse_charge: Option<ReverseChargeKind>,
}

impl VatLabel {
    /// Reads a label: the number before `%`, with comma or point; a word that begins with `autol` or `intra`.
    pub fn read(label: &str) -> VatLabel {
        let rate = label.match_indices('%').find_map(|(at, _)| {
            let before = label.get(..at)?.trim_end();
            let start = before
                .char_indices()
                .rev()
                .take_while(|(_, c)| c.is_ascii_digit() || matches!(c, ',' | '.'))
                .last()
                .map(|(start, _)| start)?;
            before.get(start..)?.trim_matches([',', '.']).replace(',', ".").parse().ok()
        });
        let lower = label.to_lowercase();
        let begins =
            |what: &str| lower.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(what));
        let reverse_charge = if begins("intra") {
            let services = ["serv", "prest"].into_iter().any(begins);
            Some(if services { ReverseChargeKind::IntraEuServices } else { ReverseChargeKind::IntraEuGoods })
        } else if begins("autol") {
            let construction = ["btp", "trav", "sous", "bat", "bât"].into_iter().any(begins);
            let import = begins("import");
            Some(match (construction, import) {
                (_, true) => ReverseChargeKind::Import,
                (true, false) => ReverseChargeKind::Construction,
                (false, false) => ReverseChargeKind::Domestic,
            })
        } else {
            None
        };
        VatLabel { rate, reverse_charge }
    }
}

impl VatAccount {
    /// An account as its label tells it: 20 % when the label says none; reverse charge only where there is a
    /// counterpart too and the label says `autol…` or `intra…`.
    pub fn from_label(
        code: AccountCode,
        label: String,
        flow: Flow,
        counterpart: Option<AccountCode>,
    ) -> VatAccount {
        let read = VatLabel::read(&label);
        let treatment = match (&counterpart, read.reverse_charge) {
            (Some(_), Some(kind)) => VatTreatment::ReverseCharge(kind),
            _ => VatTreatment::Charged,
        };
        let assumed = VatRate::from_basis_points(2_000);
        VatAccount {
            code,
            label,
            flow,
            rate: read.rate.or(assumed),
            rate_origin: if read.rate.is_some() { RateOrigin::Label } else { RateOrigin::Assumed },
            treatment,
            counterpart,
            waiting: None,
            deductible: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(label: &str, counterpart: Option<&str>) -> VatAccount {
        let code = |text: &str| text.parse().unwrap();
        VatAccount::from_label(code("445662"), label.to_owned(), Flow::Purchases, counterpart.map(code))
    }

    #[test]
    fn the_rate_is_the_percentage_in_the_label_else_twenty() {
        for (label, rate, origin) in [
            ("TVA déductible 5,5 %", "5.50", RateOrigin::Label),
            ("TVA 10%", "10.00", RateOrigin::Label),
            ("TVA à 2.1% (presse)", "2.10", RateOrigin::Label),
            ("TVA déductible", "20.00", RateOrigin::Assumed),
            ("TVA 100 pour 100", "20.00", RateOrigin::Assumed),
            ("% inconnu puis 8,5 %", "8.50", RateOrigin::Label),
        ] {
            let account = account(label, None);
            assert_eq!(account.rate.unwrap().to_string(), rate, "{label}");
            assert_eq!(account.rate_origin, origin, "{label}");
        }
    }

    #[test]
    fn reverse_charge_needs_the_word_and_the_counterpart() {
        let goods = VatTreatment::ReverseCharge(ReverseChargeKind::IntraEuGoods);
        assert_eq!(account("TVA intracom 20 %", Some("445200")).treatment, goods);
        assert_eq!(account("TVA intracom 20 %", None).treatment, VatTreatment::Charged);
        assert_eq!(account("TVA 20 %", Some("445200")).treatment, VatTreatment::Charged);
        let works = VatTreatment::ReverseCharge(ReverseChargeKind::Construction);
        assert_eq!(account("TVA autoliquidée BTP 10 %", Some("445790")).treatment, works);
        let domestic = VatTreatment::ReverseCharge(ReverseChargeKind::Domestic);
        assert_eq!(account("TVA AUTOLIQ", Some("445790")).treatment, domestic);
        let services = VatTreatment::ReverseCharge(ReverseChargeKind::IntraEuServices);
        assert_eq!(account("TVA intra prestations", Some("445210")).treatment, services);
    }

    #[test]
    fn a_share_is_a_whole_percentage() {
        assert_eq!("80 %".parse::<Deductibility>().unwrap().percent(), 80);
        assert!("101".parse::<Deductibility>().is_err());
        assert!(serde_json::from_str::<Deductibility>("120").is_err());
    }
}
