//! What codes say, in French, and how numbers and days are written there.

use liasse_domain::{Amount, Country, Currency, Date, DocumentKind, VatRate};

use crate::einvoice::{EInvoice, SchemedId, Syntax, VatCategory};

/// What the picture is, on each of its pages, in the three languages of those who may get it.
pub(super) const MARK: &str = "Image tracée d'après les données de l'e-facture : elle n'est pas l'original";
pub(super) const MARK_ABROAD: &str = "Beeld getekend naar de gegevens van de e-factuur: het is niet het origineel  ·  Drawn from the data of the e-invoice: not the original";

/// What the paper is (BT-3, UNTDID 1001).
pub(super) fn title(invoice: &EInvoice) -> &'static str {
    match (invoice.type_code.as_deref(), invoice.kind) {
        (Some("384"), _) => "Facture rectificative",
        (Some("386"), _) => "Facture d'acompte",
        (Some("326"), _) => "Facture partielle",
        (Some("389"), _) => "Autofacture",
        (Some("261"), _) => "Avoir autofacturé",
        (Some("325"), _) => "Facture pro forma",
        (_, DocumentKind::CreditNote) => "Avoir",
        (_, DocumentKind::Invoice) => "Facture",
        _ => "Document",
    }
}

/// The syntax.
pub(super) fn syntax(syntax: Syntax) -> &'static str {
    match syntax {
        Syntax::UblInvoice | Syntax::UblCreditNote => "UBL",
        Syntax::Cii => "CII",
        Syntax::Zugferd1 => "ZUGFeRD 1.0",
    }
}

/// What an identifier is, by its scheme (ISO 6523 ICD, EAS).
pub(super) fn scheme(id: &SchemedId) -> String {
    let known = match id.scheme.as_deref() {
        None => "Identifiant",
        Some("0002" | "FR:SIREN") => "SIREN",
        Some("0009" | "FR:SIRET") => "SIRET",
        Some("0060") => "D-U-N-S",
        Some("0088") => "GLN",
        Some("0106") => "KvK",
        Some("0190") => "OIN",
        Some("0204") => "Leitweg-ID",
        Some("0208" | "BE:EN" | "BE:CBE") => "N° d'entreprise",
        Some("9925" | "9930" | "9944" | "9957" | "BE:VAT") => "TVA",
        Some("EM") => "E-mail",
        Some(other) => return format!("Identifiant {other}"),
    };
    known.to_owned()
}

/// A unit (UN/ECE recommendations 20 and 21); one that is not met often stays its code.
pub(super) fn unit(code: &str) -> &str {
    match code {
        "C62" | "ONE" => "unité",
        "H87" | "EA" | "PCE" | "NAR" => "pièce",
        "MIN" => "min",
        "HUR" => "h",
        "DAY" => "jour",
        "WEE" => "sem.",
        "MON" => "mois",
        "ANN" => "an",
        "GRM" => "g",
        "KGM" => "kg",
        "TNE" => "t",
        "MLT" => "ml",
        "CLT" => "cl",
        "LTR" => "l",
        "HLT" => "hl",
        "MMT" => "mm",
        "CMT" => "cm",
        "MTR" => "m",
        "KMT" | "KTM" => "km",
        "MTK" => "m²",
        "MTQ" => "m³",
        "KWH" => "kWh",
        "MWH" => "MWh",
        "PR" => "paire",
        "SET" => "jeu",
        "DZN" => "douz.",
        "LS" => "forfait",
        "P1" => "%",
        "BX" | "XBX" => "boîte",
        "CT" | "XCT" => "carton",
        "BO" | "XBO" => "bout.",
        "PK" | "XPK" => "colis",
        "PX" | "XPX" => "palette",
        other => other,
    }
}

/// A means of payment (UNCL 4461).
pub(super) fn payment_means(code: &str) -> String {
    let known = match code {
        "10" => "Espèces",
        "20" | "21" | "22" | "23" | "25" | "26" => "Chèque",
        "30" | "31" | "42" | "45" | "46" | "47" => "Virement",
        "48" | "54" | "55" => "Carte",
        "49" => "Prélèvement",
        "57" => "Accord permanent",
        "58" => "Virement SEPA",
        "59" => "Prélèvement SEPA",
        "97" => "Compensation",
        other => return format!("Code {other}"),
    };
    known.to_owned()
}

/// Why a rate is what it is (UNCL 5305).
pub(super) fn category(category: VatCategory) -> &'static str {
    match category {
        VatCategory::Standard => "Opération taxée",
        VatCategory::ZeroRated => "Taux zéro",
        VatCategory::Exempt => "Exonération",
        VatCategory::ReverseCharge => "Autoliquidation",
        VatCategory::IntraCommunity => "Livraison intracommunautaire",
        VatCategory::Export => "Exportation",
        VatCategory::OutOfScope => "Hors champ de la TVA",
        VatCategory::CanaryIslands => "IGIC (Canaries)",
        VatCategory::CeutaMelilla => "IPSI (Ceuta et Melilla)",
        VatCategory::SplitPayment => "TVA due par l'acheteur public",
    }
}

/// A rate, or the category where no rate is stated.
pub(super) fn rate(rate: Option<VatRate>, of: Option<VatCategory>) -> String {
    match (rate, of) {
        (Some(rate), _) => format!("{} %", plain(&rate.to_string())),
        (None, Some(category)) => category.code().to_owned(),
        (None, None) => String::new(),
    }
}

/// A country by its name, where it trades with France and Belgium every day.
pub(super) fn country(country: Country) -> String {
    let known = match country.code() {
        "FR" => "France",
        "BE" => "Belgique",
        "LU" => "Luxembourg",
        "NL" => "Pays-Bas",
        "DE" => "Allemagne",
        "ES" => "Espagne",
        "IT" => "Italie",
        "PT" => "Portugal",
        "IE" => "Irlande",
        "PL" => "Pologne",
        "AT" => "Autriche",
        "CH" => "Suisse",
        "GB" => "Royaume-Uni",
        "US" => "États-Unis",
        other => return other.to_owned(),
    };
    known.to_owned()
}

/// `1 234,56`.
pub(super) fn amount(amount: Amount) -> String {
    grouped(&amount.to_string())
}

/// `1 234,56 €`.
pub(super) fn money(of: Amount, currency: Option<Currency>) -> String {
    match currency {
        Some(currency) if currency == Currency::EUR => format!("{} €", amount(of)),
        Some(currency) => format!("{} {currency}", amount(of)),
        None => amount(of),
    }
}

/// A decimal number with a comma, its thousands apart.
pub(super) fn grouped(decimal: &str) -> String {
    let (sign, digits) = match decimal.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", decimal),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let mut text = sign.to_owned();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            text.push(' ');
        }
        text.push(digit);
    }
    if !decimals.is_empty() {
        text.push(',');
        text.push_str(decimals);
    }
    text
}

/// A price, with two decimals at least.
pub(super) fn price(decimal: &str) -> String {
    let decimals = decimal.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    match decimals {
        0 => grouped(&format!("{decimal}.00")),
        1 => grouped(&format!("{decimal}0")),
        _ => grouped(decimal),
    }
}

/// `20.00` as `20`, `5.50` as `5,5`.
fn plain(rate: &str) -> String {
    match rate.split_once('.') {
        Some((whole, decimals)) => match decimals.trim_end_matches('0') {
            "" => whole.to_owned(),
            decimals => format!("{whole},{decimals}"),
        },
        None => rate.to_owned(),
    }
}

/// `02/03/2026`.
pub(super) fn day(date: Date) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

/// An account in groups of four, as cards and slips print it.
pub(super) fn in_fours(account: &str) -> String {
    let letters: Vec<char> = account.chars().filter(|c| !c.is_whitespace()).collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_numbers_as_french_papers_do() {
        let cents = Amount::from_cents;
        assert_eq!(amount(cents(123_456_789)), "1 234 567,89");
        assert_eq!(amount(cents(-12_345)), "-123,45");
        assert_eq!(money(cents(5), Some(Currency::EUR)), "0,05 €");
        assert_eq!(grouped("1234.5"), "1 234,5");
        assert_eq!(grouped("12"), "12");
        assert_eq!(["25", "1250.5", "0.0375"].map(price), ["25,00", "1 250,50", "0,0375"]);
        assert_eq!(rate("5.50".parse().ok(), None), "5,5 %");
        assert_eq!(rate("20".parse().ok(), Some(VatCategory::Standard)), "20 %");
        assert_eq!(rate(None, Some(VatCategory::ReverseCharge)), "AE");
        assert_eq!(in_fours("FR7630006000011234567890189"), "FR76 3000 6000 0112 3456 7890 189");
    }
}
