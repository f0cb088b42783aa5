//! The words of the trade in French, Dutch, German and English, and what they announce.

use super::words;

/// What a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Concept {
    /// Total with tax.
    Ttc,
    /// Total without tax, or the base of a tax.
    Ht,
    /// Tax.
    Vat,
    /// To be paid.
    Due,
    /// A total that does not say of what.
    Total,
    /// Already paid.
    Prepaid,
    /// Deposits on packaging.
    Deposit,
    /// Expenses passed on, outside the scope of tax.
    Outlay,
    /// A total carried from or to another page.
    Carried,
    /// A reduction, a charge, a rounding: part of the arithmetic, no total.
    Adjustment,
    /// Held back until the works are accepted, on top of the total: a guarantee.
    Retained,
    /// An amount of something else: capital, a penalty, a balance of before.
    Foreign,
    /// The document's number.
    Number,
    /// Another document's number, a customer's code.
    OtherNumber,
    /// Reference of the order.
    Order,
    /// Date of issue.
    Issued,
    /// Due date.
    DueDate,
    /// Another date: delivery, order, period.
    OtherDate,
    /// Any date.
    Date,
    /// Terms of payment.
    Terms,
    /// The customer's block.
    Customer,
    /// The place of delivery.
    Delivery,
    /// The supplier's block.
    Supplier,
    /// IBAN.
    Iban,
    /// BIC.
    Bic,
    /// SIREN, SIRET, RCS.
    Siren,
    /// A VAT or enterprise number.
    VatNumber,
    /// Telephone, fax.
    Phone,
    /// Column: what was sold.
    Designation,
    /// Column: code of an article.
    Article,
    /// Column: quantity.
    Quantity,
    /// Column: unit.
    Unit,
    /// Column: price of one.
    UnitPrice,
    /// Column: amount of a line.
    LineAmount,
    /// Column: rate of tax.
    Rate,
    /// Column: discount.
    Discount,
}

/// One section of `labels.txt`: a concept, how strongly its phrases announce it, the phrases.
pub struct Section {
    /// What they announce.
    pub concept: Concept,
    /// How strongly, 0 to 1.
    pub weight: f32,
    /// The phrases.
    pub phrases: Vec<&'static str>,
}

/// All sections of `labels.txt`.
pub fn lexicon() -> Vec<Section> {
    words::sections(include_str!("labels.txt"))
        .into_iter()
        .filter_map(|(title, phrases)| {
            let (name, weight) = title.split_once(' ')?;
            Some(Section { concept: concept(name)?, weight: weight.parse().ok()?, phrases })
        })
        .collect()
}

fn concept(name: &str) -> Option<Concept> {
    use Concept::*;
    Some(match name {
        "Ttc" => Ttc,
        "Ht" => Ht,
        "Vat" => Vat,
        "Due" => Due,
        "Total" => Total,
        "Prepaid" => Prepaid,
        "Deposit" => Deposit,
        "Outlay" => Outlay,
        "Carried" => Carried,
        "Adjustment" => Adjustment,
        "Retained" => Retained,
        "Foreign" => Foreign,
        "Number" => Number,
        "OtherNumber" => OtherNumber,
        "Order" => Order,
        "Issued" => Issued,
        "DueDate" => DueDate,
        "OtherDate" => OtherDate,
        "Date" => Date,
        "Terms" => Terms,
        "Customer" => Customer,
        "Delivery" => Delivery,
        "Supplier" => Supplier,
        "Iban" => Iban,
        "Bic" => Bic,
        "Siren" => Siren,
        "VatNumber" => VatNumber,
        "Phone" => Phone,
        "Designation" => Designation,
        "Article" => Article,
        "Quantity" => Quantity,
        "Unit" => Unit,
        "UnitPrice" => UnitPrice,
        "LineAmount" => LineAmount,
        "Rate" => Rate,
        "Discount" => Discount,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_is_understood() {
        let sections = words::sections(include_str!("labels.txt"));
        assert_eq!(lexicon().len(), sections.len());
        assert!(lexicon().iter().all(|section| !section.phrases.is_empty() && section.weight <= 1.0));
    }
}
