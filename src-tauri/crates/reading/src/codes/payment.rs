//! Payment codes: the European Payments Council's QR code for SEPA transfers (EPC069-12) and the Swiss QR-bill
//! (SIX Swiss Implementation Guidelines QR-bill, 2.2).

use liasse_domain::identifiers::{Bic, Iban, StructuredCommunication};
use liasse_domain::{Amount, Currency};

/// What a payment code asks for. A value that fails its check digits is absent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PaymentCode {
    /// The account to pay to.
    pub iban: Option<Iban>,
    /// Its bank.
    pub bic: Option<Bic>,
    /// Who is paid.
    pub name: Option<String>,
    /// How much.
    pub amount: Option<Amount>,
    /// In which currency.
    pub currency: Option<Currency>,
    /// Belgian structured communication.
    pub communication: Option<StructuredCommunication>,
    /// Reference or message as it stands.
    pub reference: Option<String>,
}

/// Reads a code's text; `None` when it is no payment code.
pub fn parse(text: &str) -> Option<PaymentCode> {
    let lines: Vec<&str> = text.split('\n').map(|line| line.trim_end_matches('\r').trim()).collect();
    match *lines.first()? {
        "BCD" => Some(sepa(&lines)),
        "SPC" => Some(swiss(&lines)),
        _ => None,
    }
}

fn filled<'a>(lines: &[&'a str], at: usize) -> Option<&'a str> {
    lines.get(at).copied().filter(|line| !line.is_empty())
}

fn sepa(lines: &[&str]) -> PaymentCode {
    let line = |at: usize| filled(lines, at);
    let money = line(7).map(|money| money.split_at_checked(3).unwrap_or(("", money)));
    let reference = line(9).or(line(10));
    PaymentCode {
        iban: line(6).and_then(|iban| iban.parse().ok()),
        bic: line(4).and_then(|bic| bic.parse().ok()),
        name: line(5).map(str::to_owned),
        amount: money.and_then(|(_, amount)| amount.parse().ok()),
        currency: money.and_then(|(currency, _)| currency.parse().ok()),
        communication: reference.and_then(communication),
        reference: reference.map(str::to_owned),
    }
}

fn swiss(lines: &[&str]) -> PaymentCode {
    let line = |at: usize| filled(lines, at);
    PaymentCode {
        iban: line(3).and_then(|iban| iban.parse().ok()),
        bic: None,
        name: line(5).map(str::to_owned),
        amount: line(18).and_then(|amount| amount.parse().ok()),
        currency: line(19).and_then(|currency| currency.parse().ok()),
        communication: None,
        reference: line(28).or(line(29)).map(str::to_owned),
    }
}

/// A structured communication: its twelve digits, whatever stands between them.
fn communication(text: &str) -> Option<StructuredCommunication> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let plain = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '*' | '/' | ' '));
    (digits == 12 && plain).then(|| text.trim_matches(['+', '*', ' ']).parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sepa_codes() {
        let text =
            "BCD\n002\n1\nSCT\nKREDBEBB\nGarage Dupont\nBE68539007547034\nEUR121.5\n\n\n+++090/9337/55493+++";
        let code = parse(text).unwrap();
        assert_eq!(code.iban.unwrap().to_string(), "BE68539007547034");
        assert_eq!(code.amount.unwrap().to_string(), "121.50");
        assert_eq!(code.currency, Some(Currency::EUR));
        assert_eq!(code.communication.unwrap().to_string(), "+++090/9337/55493+++");
        let short = parse("BCD\r\n001\r\n1\r\nSCT\r\n\r\nX\r\nBE68539007547035").unwrap();
        assert_eq!((short.iban, short.amount), (None, None));
        assert_eq!(parse("https://example.org"), None);
    }

    #[test]
    fn swiss_codes() {
        let mut lines = vec![""; 31];
        for (at, line) in
            [(0, "SPC"), (3, "CH9300762011623852957"), (5, "Muster AG"), (18, "1949.75"), (19, "CHF")]
        {
            lines[at] = line;
        }
        let code = parse(&lines.join("\n")).unwrap();
        assert_eq!(code.amount.unwrap().to_string(), "1949.75");
        assert_eq!(code.iban.unwrap().to_string(), "CH9300762011623852957");
    }
}
