//! How amounts, quantities, rates, dates and identifiers are printed.

use crate::day::Day;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    #[default]
    Fr,
    Nl,
    De,
    En,
}

impl Lang {
    pub fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::Nl => "nl",
            Self::De => "de",
            Self::En => "en",
        }
    }
}

/// Grouping and decimal signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Numbers {
    /// `1 234,56` with a no-break space
    #[default]
    SpaceComma,
    /// `1234,56`
    PlainComma,
    /// `1.234,56`
    DotComma,
    /// `1,234.56`
    CommaDot,
    /// `1234.56`
    PlainDot,
    /// `1'234.56`
    TickDot,
}

/// Where the currency goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Money {
    #[default]
    None,
    SignAfter,
    SignBefore,
    CodeAfter,
    CodeBefore,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dates {
    /// 31/12/2026
    #[default]
    Slash,
    /// 31.12.2026
    Dot,
    /// 31.12.26
    DotShort,
    /// 31-12-2026
    Dash,
    /// 31/12/26
    SlashShort,
    /// 31 décembre 2026
    Long,
    /// 31 déc. 2026
    Abbreviated,
    /// 2026-12-31
    Iso,
    /// December 31, 2026
    American,
}

fn group(digits: &str, sep: &str) -> String {
    let n = digits.len();
    digits.chars().enumerate().fold(String::new(), |mut s, (i, c)| {
        if i > 0 && (n - i).is_multiple_of(3) {
            s.push_str(sep);
        }
        s.push(c);
        s
    })
}

/// `value` in units of 10^-decimals.
pub fn scaled(value: i64, decimals: usize, style: Numbers) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let all = format!("{:0width$}", value.unsigned_abs(), width = decimals + 1);
    let (whole, fraction) = all.split_at(all.len() - decimals);
    let (sep, point) = match style {
        Numbers::SpaceComma => ("\u{a0}", ","),
        Numbers::PlainComma => ("", ","),
        Numbers::DotComma => (".", ","),
        Numbers::CommaDot => (",", "."),
        Numbers::PlainDot => ("", "."),
        Numbers::TickDot => ("'", "."),
    };
    let whole = group(whole, sep);
    if decimals == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}{point}{fraction}") }
}

/// Cents, without a currency.
pub fn cents(value: i64, style: Numbers) -> String {
    scaled(value, 2, style)
}

pub fn sign_of(currency: &str) -> &str {
    match currency {
        "EUR" => "€",
        "GBP" => "£",
        "USD" => "$",
        other => other,
    }
}

/// Cents with their currency.
pub fn money(value: i64, currency: &str, style: Numbers, place: Money) -> String {
    let n = cents(value, style);
    let sign = sign_of(currency);
    match place {
        Money::None => n,
        Money::SignAfter => format!("{n}\u{a0}{sign}"),
        Money::SignBefore => format!("{sign}\u{a0}{n}"),
        Money::CodeAfter => format!("{n}\u{a0}{currency}"),
        Money::CodeBefore => format!("{currency}\u{a0}{n}"),
    }
}

/// Thousandths, without needless zeros.
pub fn quantity(thousandths: i64, style: Numbers) -> String {
    if thousandths % 1000 == 0 {
        scaled(thousandths / 1000, 0, style)
    } else if thousandths % 100 == 0 {
        scaled(thousandths / 100, 1, style)
    } else if thousandths % 10 == 0 {
        scaled(thousandths / 10, 2, style)
    } else {
        scaled(thousandths, 3, style)
    }
}

/// A rate in basis points: `20`, `5,5` or, in full, `20,00`.
pub fn rate(basis_points: i64, style: Numbers, full: bool) -> String {
    if full { scaled(basis_points, 2, style) } else { quantity(basis_points * 10, style) }
}

const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const MONTHS_NL: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];
const MONTHS_DE: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const SHORT_FR: [&str; 12] =
    ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];
const SHORT_NL: [&str; 12] =
    ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"];
const SHORT_DE: [&str; 12] =
    ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."];
const SHORT_EN: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

pub fn month(day: Day, lang: Lang, short: bool) -> &'static str {
    let list = match (lang, short) {
        (Lang::Fr, false) => MONTHS_FR,
        (Lang::Nl, false) => MONTHS_NL,
        (Lang::De, false) => MONTHS_DE,
        (Lang::En, false) => MONTHS_EN,
        (Lang::Fr, true) => SHORT_FR,
        (Lang::Nl, true) => SHORT_NL,
        (Lang::De, true) => SHORT_DE,
        (Lang::En, true) => SHORT_EN,
    };
    list.get(usize::from(day.month.saturating_sub(1))).copied().unwrap_or_default()
}

pub fn date(d: Day, style: Dates, lang: Lang) -> String {
    let (y, m, n) = (d.year, d.month, d.day);
    match style {
        Dates::Slash => format!("{n:02}/{m:02}/{y}"),
        Dates::Dot => format!("{n:02}.{m:02}.{y}"),
        Dates::DotShort => format!("{n:02}.{m:02}.{:02}", y % 100),
        Dates::Dash => format!("{n:02}-{m:02}-{y}"),
        Dates::SlashShort => format!("{n:02}/{m:02}/{:02}", y % 100),
        Dates::Iso => d.iso(),
        Dates::American => format!("{} {n}, {y}", month(d, lang, false)),
        Dates::Long | Dates::Abbreviated => {
            let name = month(d, lang, style == Dates::Abbreviated);
            match lang {
                Lang::De => format!("{n}. {name} {y}"),
                Lang::Fr if n == 1 => format!("1er {name} {y}"),
                _ => format!("{n} {name} {y}"),
            }
        }
    }
}

/// Digits cut in groups: `FR76 3000 4…`, `823 456 789 00012`.
pub fn spaced(text: &str, groups: &[usize]) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    let mut out: Vec<String> = Vec::new();
    for g in groups.iter().copied().chain(std::iter::repeat(groups.last().copied().unwrap_or(4))) {
        if at >= chars.len() || g == 0 {
            break;
        }
        out.push(chars.iter().skip(at).take(g).collect());
        at += g;
    }
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_to_print() {
        assert_eq!(cents(123_456_789, Numbers::DotComma), "1.234.567,89");
        assert_eq!(cents(-5, Numbers::CommaDot), "-0.05");
        assert_eq!(money(123_456, "EUR", Numbers::SpaceComma, Money::SignAfter), "1\u{a0}234,56\u{a0}€");
        assert_eq!(rate(550, Numbers::SpaceComma, false), "5,5");
        assert_eq!(rate(2000, Numbers::PlainDot, true), "20.00");
        assert_eq!(date(Day::new(2026, 12, 31), Dates::Long, Lang::Fr), "31 décembre 2026");
        assert_eq!(date(Day::new(2026, 3, 5), Dates::American, Lang::En), "March 5, 2026");
        assert_eq!(spaced("FR7630004", &[4]), "FR76 3000 4");
        assert_eq!(spaced("82345678900012", &[3, 3, 3, 5]), "823 456 789 00012");
    }
}
