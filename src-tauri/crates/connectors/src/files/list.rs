//! The list of documents as CSV, as spreadsheets in France and Belgium open it: `;`, decimal comma, UTF-8 with its mark.

use liasse_domain::{Amount, Date, DocumentKind, Flow};

use super::Piece;

pub(super) const HEADINGS: &str =
    "Flux;Type;Date;Échéance;Tiers;Compte tiers;Numéro;Devise;HT;TVA;TTC;Compte;Image";

/// The list. Each piece comes with the name of its image, if it has one. Credit notes are negative.
pub fn list_csv(rows: &[(Piece, Option<String>)]) -> Vec<u8> {
    let mut csv = String::from("\u{feff}");
    csv.push_str(HEADINGS);
    csv.push_str("\r\n");
    for (piece, image) in rows {
        let amount = |amount: Option<Amount>| match (amount, piece.kind) {
            (Some(amount), DocumentKind::CreditNote) => (-amount.abs()).to_string().replace('.', ","),
            (Some(amount), _) => amount.to_string().replace('.', ","),
            (None, _) => String::new(),
        };
        let cells = [
            flow(piece.flow).to_owned(),
            kind(piece.kind).to_owned(),
            date(piece.date),
            date(piece.due_date),
            text(&piece.third_party),
            piece.auxiliary.as_ref().map(|code| text(code.as_str())).unwrap_or_default(),
            text(&piece.number),
            piece.currency.to_string(),
            amount(piece.net),
            amount(piece.vat),
            amount(piece.total),
            piece.account.as_ref().map(|code| text(code.as_str())).unwrap_or_default(),
            image.as_deref().map(text).unwrap_or_default(),
        ];
        csv.push_str(&cells.join(";"));
        csv.push_str("\r\n");
    }
    csv.into_bytes()
}

pub(super) fn flow(flow: Flow) -> &'static str {
    match flow {
        Flow::Purchases => "Achats",
        Flow::Sales => "Ventes",
    }
}

pub(super) fn kind(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Invoice => "Facture",
        DocumentKind::CreditNote => "Avoir",
        DocumentKind::Receipt => "Reçu",
        DocumentKind::CardSlip => "Facturette de carte",
        DocumentKind::ExpenseReport => "Note de frais",
        DocumentKind::CommissionStatement => "Relevé de commissions",
        DocumentKind::Other => "Autre",
    }
}

fn date(date: Option<Date>) -> String {
    date.map_or(String::new(), |date| format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year()))
}

/// A cell of text from a paper. A spreadsheet takes one that begins with `=`, `+`, `-` or `@` for a formula and would run it,
/// so an apostrophe goes before it.
fn text(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let clean = clean.trim();
    let guard = if clean.starts_with(['=', '+', '-', '@']) { "'" } else { "" };
    if clean.contains([';', '"', ',']) {
        format!("\"{guard}{}\"", clean.replace('"', "\"\""))
    } else {
        format!("{guard}{clean}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use liasse_domain::Currency;

    #[test]
    fn a_list_that_a_spreadsheet_opens() {
        let piece = Piece {
            flow: Flow::Purchases,
            kind: DocumentKind::CreditNote,
            date: Date::new(2026, 3, 9),
            due_date: None,
            third_party: "=HYPERLINK(\"http://x\";1)".to_owned(),
            auxiliary: Some("401X".parse().unwrap()),
            number: "A\r\n1".to_owned(),
            currency: Currency::EUR,
            net: None,
            vat: Some(Amount::from_cents(5)),
            total: Some(Amount::from_cents(123_456)),
            account: Some("606300".parse().unwrap()),
            image: None,
        };
        let csv = String::from_utf8(list_csv(&[(piece, Some("images/a.pdf".to_owned()))])).unwrap();
        let row = csv.lines().nth(1).unwrap();
        assert_eq!(
            row,
            "Achats;Avoir;09/03/2026;;\"'=HYPERLINK(\"\"http://x\"\";1)\";401X;A  1;EUR;;-0,05;-1234,56;606300;images/a.pdf"
        );
        assert!(csv.starts_with('\u{feff}') && csv.ends_with("\r\n"));
    }
}
