//! Draws business events: who sells what to whom, when, and for how much. All arithmetic in whole cents.

use crate::day::{Day, Term};
use crate::goods::{self, Trade};
use crate::ids;
use crate::names;
use crate::rng::Rng;
use crate::show::Lang;
use crate::truth::{Country, Deal, Kind, Line, Party, Pay, Scheme, VatLine};

/// What a deal is drawn from.
#[derive(Debug, Clone)]
pub struct Theme {
    pub kind: Kind,
    pub lang: Lang,
    pub country: Country,
    pub trade: Trade,
    pub customer: bool,
    /// Number of lines, from and to.
    pub lines: (i64, i64),
    /// Line amounts include VAT.
    pub inclusive: bool,
    pub rebates: bool,
    pub scheme: Scheme,
    pub supplier: Option<Party>,
    pub buyer: Option<Party>,
    pub issue: Option<Day>,
}

impl Theme {
    pub fn new(lang: Lang, country: Country, trade: Trade) -> Self {
        Self {
            kind: Kind::Invoice,
            lang,
            country,
            trade,
            customer: true,
            lines: (1, 8),
            inclusive: false,
            rebates: false,
            scheme: Scheme::Standard,
            supplier: None,
            buyer: None,
            issue: None,
        }
    }

    pub fn receipt(lang: Lang, country: Country, trade: Trade) -> Self {
        Self { kind: Kind::Receipt, customer: false, inclusive: true, ..Self::new(lang, country, trade) }
    }
}

/// The number of a paper, in one of the ways that software and people count.
pub fn paper_number(rng: &mut Rng, issue: Day, kind: Kind) -> String {
    let (y, m, d) = (issue.year, issue.month, issue.day);
    let n = rng.range(1, 9999);
    if kind == Kind::Receipt || kind == Kind::CardSlip {
        return match rng.range(0, 4) {
            0 => format!("{n:06}"),
            1 => rng.digits(8),
            2 => format!("T{n:05}"),
            3 => format!("{:03}-{n:04}", rng.range(1, 40)),
            _ => format!("{}{n}", rng.range(10, 99)),
        };
    }
    let credit = kind == Kind::CreditNote;
    match rng.range(0, 13) {
        0 => format!("{}-{y}-{n:04}", if credit { "AV" } else { "F" }),
        1 => format!("{}{y}{m:02}{:03}", if credit { "AV" } else { "FA" }, n % 1000),
        2 => format!("{y}/{n:05}"),
        3 => format!("{}{n:06}", if credit { "AVC" } else { "FAC" }),
        4 => format!("{:02}-{m:02}-{:03}", y % 100, n % 1000),
        5 => rng.digits(8),
        6 => format!("{y}{m:02}{d:02}-{:02}", n % 100),
        7 => format!("{}-{n:06}", if credit { "CN" } else { "INV" }),
        8 => format!("V{}.{n:04}", y % 100),
        9 => format!("{}/{:02}/{n}", rng.letters(2), y % 100),
        10 => format!("{}", 10_000 + n),
        11 => format!("{}{:02}{n:05}", rng.letters(1), y % 100),
        12 => format!("{}{}", rng.letters(3), rng.digits(7)),
        _ => format!("{y}-{n}"),
    }
}

/// VAT per rate on the sum of the lines (art. 242 nonies A ann. II CGI, 11°), or the sum of what each line was rounded to.
pub fn vat_of(lines: &[Line], inclusive: bool, per_line: bool) -> Vec<VatLine> {
    let mut rates: Vec<i64> = lines.iter().map(|l| l.rate).collect();
    rates.sort_unstable();
    rates.dedup();
    rates
        .into_iter()
        .map(|rate| {
            let of: Vec<i64> = lines.iter().filter(|l| l.rate == rate).map(|l| l.amount).collect();
            let sum: i64 = of.iter().sum();
            if inclusive {
                let amount = goods::divide(sum * rate, 10_000 + rate);
                VatLine { rate, base: sum - amount, amount }
            } else {
                let amount = if per_line {
                    of.iter().map(|a| goods::divide(a * rate, 10_000)).sum()
                } else {
                    goods::divide(sum * rate, 10_000)
                };
                VatLine { rate, base: sum, amount }
            }
        })
        .collect()
}

impl Deal {
    /// Recomputes every total from the lines, the outlays, the deposit and what was paid before.
    pub fn settle(&mut self, per_line: bool) {
        if self.scheme != Scheme::Standard {
            for line in &mut self.lines {
                line.rate = 0;
            }
        }
        self.vat = vat_of(&self.lines, self.inclusive, per_line);
        // A rebate on the whole invoice lowers the base (art. 267, II-1° CGI); spread over several rates it is rare.
        if let (Some((share, taken)), [only]) = (self.rebate.as_mut(), self.vat.as_mut_slice()) {
            *taken = goods::divide(only.base * *share, 10_000);
            only.base -= *taken;
            only.amount = goods::divide(only.base * only.rate, 10_000);
        } else {
            self.rebate = None;
        }
        self.ht = self.vat.iter().map(|v| v.base).sum();
        self.tax = self.vat.iter().map(|v| v.amount).sum();
        self.ttc = self.ht + self.tax + self.outlays;
        self.payable = self.ttc + self.deposit.unwrap_or(0) - self.prepaid.unwrap_or(0);
    }
}

fn issue_day(rng: &mut Rng) -> Day {
    Day::new(2024, 1, 2).plus(rng.range(0, 1080))
}

fn term(rng: &mut Rng, lang: Lang) -> Term {
    match (lang, rng.range(0, 9)) {
        (Lang::Fr, 0 | 1) => Term::EndOfMonth(30),
        (Lang::Fr, 2) => Term::EndOfMonth(45),
        (Lang::Fr, 3) => Term::OnReceipt,
        (_, 4) => Term::Net(14),
        (_, 5) => Term::Net(15),
        (_, 6) => Term::Net(60),
        (_, 7) => Term::Net(8),
        _ => Term::Net(30),
    }
}

/// Draws a deal of a theme.
pub fn draw(rng: &mut Rng, theme: &Theme) -> Deal {
    let activity = rng.pick(theme.trade.activities);
    let supplier = match &theme.supplier {
        Some(p) => p.clone(),
        None => names::party(rng, theme.country, theme.lang, activity),
    };
    let customer = theme.customer.then(|| match &theme.buyer {
        Some(p) => p.clone(),
        None => {
            let country = match theme.scheme {
                Scheme::Standard | Scheme::Exempt => theme.country,
                Scheme::ReverseCharge if theme.country == Country::Fr => Country::Fr,
                _ => {
                    if theme.country == Country::Fr || (theme.country != Country::Be && rng.chance(30)) {
                        Country::Be
                    } else {
                        Country::Fr
                    }
                }
            };
            let country =
                if country == theme.country && country == Country::Nl { Country::Be } else { country };
            let flavour = rng.pick(&[
                "Boulangerie",
                "Garage",
                "Atelier",
                "Hôtel",
                "Menuiserie",
                "Pharmacie",
                "Fleurs",
                "Salon",
            ]);
            let flavour_nl = rng.pick(&["Bakkerij", "Garage", "Atelier", "Hotel", "Apotheek", "Kapsalon"]);
            names::party(rng, country, theme.lang, if theme.lang == Lang::Nl { flavour_nl } else { flavour })
        }
    });
    let issue = theme.issue.unwrap_or_else(|| issue_day(rng));
    let number = paper_number(rng, issue, theme.kind);
    let count = rng.range(theme.lines.0, theme.lines.1);
    let lines: Vec<Line> =
        (0..count).map(|_| goods::line(rng, &theme.trade, theme.country, theme.rebates)).collect();
    let term = term(rng, theme.lang);
    let paid = matches!(theme.kind, Kind::Receipt | Kind::CardSlip);
    let pay = if paid {
        rng.pick(&[Pay::Card, Pay::Card, Pay::Card, Pay::Cash, Pay::Card])
    } else if supplier.iban.is_empty() {
        Pay::Card
    } else {
        rng.pick(&[Pay::Transfer, Pay::Transfer, Pay::Transfer, Pay::DirectDebit, Pay::Cheque])
    };
    let pay = if pay == Pay::Cheque && theme.country != Country::Fr { Pay::Transfer } else { pay };
    let mut deal = Deal {
        kind: theme.kind,
        lang: theme.lang,
        customer,
        number,
        issue,
        term: Some(term),
        due: Some(term.due(issue)),
        currency: if supplier.country == Country::Gb { "GBP" } else { "EUR" }.to_owned(),
        lines,
        inclusive: theme.inclusive,
        scheme: theme.scheme,
        card: (pay == Pay::Card).then(|| format!("{:04}", rng.range(0, 9999))),
        pay: Some(pay),
        structured: (theme.country == Country::Be).then(|| ids::structured(rng)),
        order_ref: format!("{}{}", rng.pick(&["CDE-", "BC", "PO-", "CMD ", "4500", ""]), rng.digits(5)),
        customer_ref: format!("{}{}", rng.pick(&["C", "CL", "411", "0", "K-"]), rng.digits(5)),
        delivery_ref: format!("{}{}", rng.pick(&["BL", "BL-", "LB ", "25/", ""]), rng.digits(6)),
        contract_ref: format!("{}{}", rng.pick(&["CT-", "", "ABO", "P"]), rng.digits(7)),
        supplier,
        ..Deal::default()
    };
    let per_line = !theme.inclusive && rng.chance(8);
    deal.settle(per_line);
    deal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_deal_adds_up() {
        let mut rng = Rng::new(3);
        for i in 0..400 {
            let mut theme = Theme::new(Lang::Fr, Country::Fr, goods::GROCERY);
            theme.inclusive = i % 3 == 0;
            theme.lines = (1, 30);
            theme.rebates = i % 2 == 0;
            let deal = draw(&mut rng, &theme);
            let sum: i64 = deal.lines.iter().map(|l| l.amount).sum();
            assert_eq!(if deal.inclusive { deal.ttc } else { deal.ht }, sum);
            assert_eq!(deal.ht + deal.tax, deal.ttc);
            for v in &deal.vat {
                // A line may be rounded its own way: half a cent each.
                let exact = goods::divide(v.base * v.rate, 10_000);
                assert!((exact - v.amount).abs() <= 1 + deal.lines.len() as i64 / 2, "{v:?}");
            }
        }
    }
}
