//! Values as a bookkeeper types them: `161126`, `16/11/2026`, `1 234,56`, `12+3,50*2`.

use liasse_domain::identifiers::{Bic, Iban, Siren, Siret, StructuredCommunication, VatNumber};
use liasse_domain::{
    Address, Amount, Country, Currency, Date, DocumentKind, FieldName, FieldValue, PaymentTerms, VatScheme,
};

use super::calculator;
use crate::api::Message;

/// The value of a field from what was typed; `None` when nothing was typed.
///
/// # Errors
/// A sentence that says what was expected: `typed_date`, `typed_amount`, `typed_identifier`, `typed_currency`,
/// `typed_country`, `typed_choice`, `typed_terms`, `typed_address`.
pub fn field_value(name: FieldName, text: &str, today: Date) -> Result<Option<FieldValue>, Message> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = |code: &str| Message::new(code).with("text", text);
    let identifier = |what: &str| Message::new("typed_identifier").with("text", text).with("what", what);
    let value = match name {
        FieldName::IssueDate | FieldName::DueDate | FieldName::DeliveryDate => {
            FieldValue::Date(date(text, today).ok_or_else(|| wrong("typed_date"))?)
        }
        FieldName::TotalTtc
        | FieldName::TotalHt
        | FieldName::TotalVat
        | FieldName::AmountDue
        | FieldName::DepositAmount
        | FieldName::Prepaid => FieldValue::Amount(amount(text)?),
        FieldName::Currency => {
            FieldValue::Currency(text.parse::<Currency>().map_err(|_| wrong("typed_currency"))?)
        }
        FieldName::SupplierCountry => {
            FieldValue::Country(text.parse::<Country>().map_err(|_| wrong("typed_country"))?)
        }
        FieldName::DocType => {
            FieldValue::Kind(choice::<DocumentKind>(text).ok_or_else(|| wrong("typed_choice"))?)
        }
        FieldName::VatScheme => {
            FieldValue::Scheme(choice::<VatScheme>(text).ok_or_else(|| wrong("typed_choice"))?)
        }
        FieldName::SupplierSiren | FieldName::CustomerSiren => {
            FieldValue::Text(text.parse::<Siren>().map_err(|_| identifier("SIREN"))?.to_string())
        }
        FieldName::SupplierSiret => {
            FieldValue::Text(text.parse::<Siret>().map_err(|_| identifier("SIRET"))?.to_string())
        }
        FieldName::SupplierVat | FieldName::CustomerVat => {
            FieldValue::Text(text.parse::<VatNumber>().map_err(|_| identifier("TVA"))?.to_string())
        }
        FieldName::Iban => {
            FieldValue::Text(text.parse::<Iban>().map_err(|_| identifier("IBAN"))?.to_string())
        }
        FieldName::Bic => FieldValue::Text(text.parse::<Bic>().map_err(|_| identifier("BIC"))?.to_string()),
        FieldName::StructuredComm => FieldValue::Text(
            text.parse::<StructuredCommunication>().map_err(|_| identifier("+++"))?.to_string(),
        ),
        FieldName::CardLast4 => {
            let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
            FieldValue::Text(digits.then(|| text.to_owned()).ok_or_else(|| identifier("1234"))?)
        }
        FieldName::PaymentMethod => {
            const METHODS: [&str; 6] = ["card", "transfer", "direct_debit", "cheque", "cash", "meal_voucher"];
            let method =
                METHODS.iter().find(|method| **method == text).ok_or_else(|| wrong("typed_choice"))?;
            FieldValue::Text((*method).to_owned())
        }
        FieldName::PaymentTerms => {
            FieldValue::Terms(text.parse::<PaymentTerms>().map_err(|_| wrong("typed_terms"))?)
        }
        FieldName::SupplierAddress | FieldName::CustomerAddress => {
            FieldValue::Address(text.parse::<Address>().map_err(|_| wrong("typed_address"))?)
        }
        FieldName::ReverseCharge => {
            const KINDS: [&str; 6] = [
                "intra_eu_goods",
                "intra_eu_services",
                "construction",
                "belgian_co_contractor",
                "import",
                "domestic",
            ];
            let kind = KINDS.iter().find(|kind| **kind == text).ok_or_else(|| wrong("typed_choice"))?;
            FieldValue::Text((*kind).to_owned())
        }
        FieldName::OtherKind => {
            const KINDS: [&str; 7] =
                ["quote", "order", "delivery_note", "reminder", "statement", "contract", "pro_forma"];
            let kind = KINDS.iter().find(|kind| **kind == text).ok_or_else(|| wrong("typed_choice"))?;
            FieldValue::Text((*kind).to_owned())
        }
        FieldName::InvoiceNumber
        | FieldName::SupplierName
        | FieldName::CustomerName
        | FieldName::OrderReference => {
            FieldValue::Text(text.split_whitespace().collect::<Vec<_>>().join(" "))
        }
    };
    Ok(Some(value))
}

fn choice<T: serde::de::DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).ok()
}

/// An amount above or equal to zero, possibly as a sum.
pub fn amount(text: &str) -> Result<Amount, Message> {
    let value = calculator::evaluate(text).map_err(|trouble| trouble.message(text))?;
    if value.is_negative() {
        // Amounts are positive; the kind of the document says the direction.
        return Err(Message::new("typed_amount_negative").with("text", text));
    }
    Ok(value)
}

/// A date: `2026-11-16`, `16/11/2026`, `16.11.26`, `16-11`, `161126`, `16112026`; without a year, the nearest past one.
pub fn date(text: &str, today: Date) -> Option<Date> {
    if let Ok(date) = text.parse::<Date>() {
        return Some(date);
    }
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ']).filter(|part| !part.is_empty()).collect();
    let (day, month, year) = match parts.as_slice() {
        [day, month, year] => (*day, *month, Some(*year)),
        [day, month] => (*day, *month, None),
        [digits] if digits.bytes().all(|b| b.is_ascii_digit()) => match digits.len() {
            4 => (digits.get(..2)?, digits.get(2..)?, None),
            6 | 8 => (digits.get(..2)?, digits.get(2..4)?, Some(digits.get(4..)?)),
            _ => return None,
        },
        _ => return None,
    };
    let (day, month) = (day.parse().ok()?, month.parse().ok()?);
    match year {
        Some(year) if year.len() == 4 => Date::new(year.parse().ok()?, month, day),
        Some(year) if year.len() == 2 => Date::new(2000 + year.parse::<i16>().ok()?, month, day),
        Some(_) => None,
        None => {
            let this_year = Date::new(today.year(), month, day);
            // Papers come after the event: the sixteenth of December typed in January was last year's.
            match this_year {
                Some(date) if date.days_since(today) <= 31 => Some(date),
                _ => Date::new(today.year() - 1, month, day),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_dates_as_typed() {
        let today: Date = "2026-11-21".parse().unwrap();
        let typed = |text: &str| date(text, today).map(|date| date.to_string());
        for text in
            ["16/11/2026", "16.11.26", "161126", "16112026", "16/11", "1611", "2026-11-16", "16 11 2026"]
        {
            assert_eq!(typed(text).as_deref(), Some("2026-11-16"), "{text}");
        }
        assert_eq!(date("16/12", "2027-01-05".parse().unwrap()).unwrap().to_string(), "2026-12-16");
        for text in ["31/02/2026", "32", "abc", "", "1/1/1/1", "16/11/026"] {
            assert_eq!(typed(text), None, "{text}");
        }
    }

    #[test]
    fn refuses_identifiers_with_wrong_keys() {
        let today: Date = "2026-11-21".parse().unwrap();
        assert!(field_value(FieldName::SupplierSiren, "732 829 320", today).is_ok());
        assert_eq!(
            field_value(FieldName::SupplierSiren, "732829321", today).unwrap_err().code,
            "typed_identifier"
        );
        assert_eq!(field_value(FieldName::TotalTtc, " ", today), Ok(None));
    }
}
