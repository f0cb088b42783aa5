//! Spreading a document's amount, tax excluded, over accounts.

use liasse_domain::{
    AccountCode, Amount, Axes, Deductibility, FieldName, Reading, RuleTemplate, Share, TemplateLine, VatRate,
};

use super::tolerance;
use crate::api::Message;

/// An amount booked to an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocation {
    /// The rate whose base this is; `None` for what bears no VAT line.
    pub rate: Option<VatRate>,
    /// The account; `None` when it has to be chosen.
    pub account: Option<AccountCode>,
    /// The amount, tax excluded; zero where a template leaves it to be filled.
    pub amount: Amount,
    /// Why this account.
    pub reason: Message,
    /// Analytic sections.
    pub axes: Axes,
    /// The share of its tax that may be deducted, where the user said so.
    pub deductible: Option<Deductibility>,
}

/// The code of the reason of an amount that stands outside the total excluding tax, whose account is to be chosen.
pub const OUTSIDE_VAT: &str = "outside_vat";
/// The same where a rule knows its account.
const OUTSIDE_VAT_BY_RULE: &str = "outside_vat_by_rule";

/// Whether a reason is that of an amount that stands outside the total excluding tax.
pub fn is_outside_vat(reason: &Message) -> bool {
    [OUTSIDE_VAT, OUTSIDE_VAT_BY_RULE].contains(&reason.code.as_str())
}

/// What a document holds to be allocated: the base of each rate, then what bears no VAT line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bases {
    bases: Vec<(Option<VatRate>, Amount)>,
    /// Outlays passed on (art. 267 II-2° CGI): what the total holds beyond amount and tax.
    outside: Amount,
}

impl Bases {
    /// Of a document whose tax charged is `tax`. Empty when the amount excluding tax is not known.
    pub fn of(reading: &Reading, tax: Amount) -> Bases {
        let total = reading.amount(FieldName::TotalHt).or_else(|| {
            let ttc = reading.amount(FieldName::TotalTtc)?;
            Some(ttc - reading.amount(FieldName::TotalVat)?)
        });
        let mut bases: Vec<(Option<VatRate>, Amount)> = reading
            .vat_lines
            .iter()
            .filter(|line| !line.base.is_zero())
            .map(|line| (Some(line.rate), line.base))
            .collect();
        let taxed: Amount = reading.vat_lines.iter().map(|line| line.base).sum();
        match total {
            Some(total) if bases.is_empty() && !total.is_zero() => bases.push((None, total)),
            Some(total) if total > taxed => bases.push((None, total - taxed)),
            _ => {}
        }
        let allocated: Amount = bases.iter().map(|(_, amount)| *amount).sum();
        let beyond = reading.amount(FieldName::TotalTtc).map(|ttc| ttc - tax - allocated);
        let outside = beyond.filter(|beyond| *beyond > tolerance(reading) && !bases.is_empty());
        Bases { bases, outside: outside.unwrap_or(Amount::ZERO) }
    }
    /// All that is to be allocated.
    pub fn total(&self) -> Amount {
        self.bases.iter().map(|(_, amount)| *amount).sum::<Amount>() + self.outside
    }
}

/// The allocations of a document by a template, or with accounts to choose where there is none. What stands outside the
/// total excluding tax is a line of its own: its account is that of the template's open line of 0 %, else the user chooses.
pub fn allocate(bases: &Bases, template: Option<(&RuleTemplate, &Message)>) -> Vec<Allocation> {
    let mut allocations = match template {
        None => each(&bases.bases, None, &Message::new("account_to_choose")),
        Some((template, reason)) => match template.single() {
            Some(account) => each(&bases.bases, Some(account), reason),
            None => spread(&bases.bases, template, reason),
        },
    };
    if !bases.outside.is_zero() {
        let mut untaxed = template.into_iter().flat_map(|(template, _)| template.lines()).filter(is_untaxed);
        allocations.push(match (untaxed.next(), untaxed.next()) {
            (Some(TemplateLine { account, share: Share::Open, .. }), None) => {
                let reason = Message::new(OUTSIDE_VAT_BY_RULE).with("account", account);
                line(None, Some(account.clone()), bases.outside, reason)
            }
            _ => line(None, None, bases.outside, Message::new(OUTSIDE_VAT)),
        });
    }
    allocations
}

/// Whether a line of a template is for what bears no tax.
pub fn is_untaxed(line: &&TemplateLine) -> bool {
    line.rate == Some(VatRate::ZERO)
}

fn each(
    bases: &[(Option<VatRate>, Amount)],
    account: Option<&AccountCode>,
    reason: &Message,
) -> Vec<Allocation> {
    bases.iter().map(|(rate, amount)| line(*rate, account.cloned(), *amount, reason.clone())).collect()
}

fn line(rate: Option<VatRate>, account: Option<AccountCode>, amount: Amount, reason: Message) -> Allocation {
    Allocation { rate, account, amount, reason, axes: Axes::default(), deductible: None }
}

/// Lines of a rate share the base of that rate, the others all other bases together.
fn spread(bases: &[(Option<VatRate>, Amount)], template: &RuleTemplate, reason: &Message) -> Vec<Allocation> {
    let own =
        |rate: &Option<VatRate>| rate.is_some() && template.lines().iter().any(|line| line.rate == *rate);
    let mut allocations = Vec::new();
    for (rate, base) in bases.iter().filter(|(rate, _)| own(rate)) {
        let lines: Vec<&TemplateLine> = template.lines().iter().filter(|line| line.rate == *rate).collect();
        share(*base, *rate, &lines, reason, &mut allocations);
    }
    let others: Vec<&(Option<VatRate>, Amount)> = bases.iter().filter(|(rate, _)| !own(rate)).collect();
    let lines: Vec<&TemplateLine> = template.lines().iter().filter(|line| line.rate.is_none()).collect();
    match (others.as_slice(), lines.as_slice()) {
        ([], _) => {}
        (_, []) => {
            let left: Vec<_> = others.into_iter().copied().collect();
            allocations.extend(each(&left, None, &Message::new("account_beside_template")));
        }
        // One account for all of them keeps each rate apart, as without a template.
        (_, [TemplateLine { account, share: Share::Open, .. }]) => {
            let left: Vec<_> = others.into_iter().copied().collect();
            allocations.extend(each(&left, Some(account), reason));
        }
        _ => {
            let rate = match others.as_slice() {
                [(rate, _)] => *rate,
                _ => None,
            };
            let base = others.iter().map(|(_, amount)| *amount).sum();
            share(base, rate, &lines, reason, &mut allocations);
        }
    }
    allocations
}

/// Shares one base among lines. The cent that percentages of 100 % lose or gain by rounding goes to the last of them, whose
/// reason says so; the open line, where there is one, takes it with the rest. What no line takes has its account to be
/// chosen; several open lines stay at zero, to be filled.
fn share(
    base: Amount,
    rate: Option<VatRate>,
    lines: &[&TemplateLine],
    reason: &Message,
    allocations: &mut Vec<Allocation>,
) {
    let part = |line: &TemplateLine| match line.share {
        Share::Fixed(amount) => amount,
        Share::Percent(points) => base.ratio(i64::from(points), 10_000).unwrap_or(Amount::ZERO),
        Share::Open => Amount::ZERO,
    };
    let open = lines.iter().filter(|line| line.share == Share::Open).count();
    let left = base - lines.iter().map(|line| part(line)).sum::<Amount>();
    let whole = lines.iter().all(|line| matches!(line.share, Share::Percent(_)))
        && lines.iter().map(|line| percent(line)).sum::<u32>() == 10_000;
    let last = lines.len().saturating_sub(1);
    for (index, line) in lines.iter().enumerate() {
        let mut reason = reason.clone();
        let amount = match line.share {
            Share::Open if left <= Amount::ZERO => continue,
            Share::Open if open == 1 => left,
            Share::Percent(_) if whole && index == last && !left.is_zero() => {
                reason = reason.with("rounding", left);
                part(line) + left
            }
            _ => part(line),
        };
        if amount.is_zero() && line.share != Share::Open {
            continue;
        }
        allocations.push(self::line(rate, Some(line.account.clone()), amount, reason));
    }
    if open == 0 && !whole && left > Amount::ZERO {
        let reason = Message::new("account_beside_template");
        allocations.push(line(rate, None, left, reason));
    }
}

fn percent(line: &TemplateLine) -> u32 {
    match line.share {
        Share::Percent(points) => u32::from(points),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Amount {
        text.parse().unwrap()
    }
    fn bases(of: &[(&str, &str)]) -> Bases {
        let base =
            |(rate, base): &(&str, &str)| ((!rate.is_empty()).then(|| rate.parse().unwrap()), amount(base));
        Bases { bases: of.iter().map(base).collect(), outside: Amount::ZERO }
    }
    fn part(account: &str, share: Share, rate: Option<&str>) -> TemplateLine {
        TemplateLine {
            account: account.parse().unwrap(),
            share,
            rate: rate.map(|rate| rate.parse().unwrap()),
        }
    }
    fn spread_of(of: &[(&str, &str)], lines: Vec<TemplateLine>) -> Vec<(String, String)> {
        let template = RuleTemplate::new(lines).unwrap();
        allocate(&bases(of), Some((&template, &Message::new("account_by_rule"))))
            .into_iter()
            .map(|line| {
                (line.account.map(|code| code.to_string()).unwrap_or_default(), line.amount.to_string())
            })
            .collect()
    }
    fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
        of.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn the_open_line_takes_what_the_others_leave() {
        let lines = vec![
            part("613500", Share::Fixed(amount("40")), None),
            part("606100", Share::Open, None),
            part("625100", Share::Percent(1_000), None),
        ];
        let expected = pairs(&[("613500", "40.00"), ("606100", "50.00"), ("625100", "10.00")]);
        assert_eq!(spread_of(&[("20.00", "100")], lines.clone()), expected);
        assert_eq!(
            spread_of(&[("20.00", "40")], lines),
            pairs(&[("613500", "40.00"), ("625100", "4.00")]),
            "nothing is left for the open line: the gap is shown by the arithmetic"
        );
    }

    #[test]
    fn the_cent_that_is_missing_goes_to_the_last_percentage() {
        let third = |account: &str, points| part(account, Share::Percent(points), None);
        let lines = vec![third("6061", 3_333), third("6063", 3_333), third("6064", 3_334)];
        let template = RuleTemplate::new(lines).unwrap();
        let spread =
            allocate(&bases(&[("20.00", "100.01")]), Some((&template, &Message::new("account_by_rule"))));
        let amounts: Vec<String> = spread.iter().map(|line| line.amount.to_string()).collect();
        assert_eq!(amounts, ["33.33", "33.33", "33.35"]);
        assert_eq!(spread[2].reason.args["rounding"], "0.01");
        assert!(spread[0].reason.args.is_empty());
    }

    #[test]
    fn several_open_lines_are_filled_by_hand_and_what_no_line_takes_is_asked() {
        let open = |account: &str| part(account, Share::Open, None);
        assert_eq!(
            spread_of(&[("20.00", "100")], vec![open("607000"), open("606300")]),
            pairs(&[("607000", "0.00"), ("606300", "0.00")])
        );
        assert_eq!(
            spread_of(&[("20.00", "100")], vec![part("607000", Share::Fixed(amount("30")), None)]),
            pairs(&[("607000", "30.00"), ("", "70.00")])
        );
    }

    #[test]
    fn outlays_go_to_the_open_line_of_no_tax() {
        let lines = vec![part("622600", Share::Open, None), part("622700", Share::Open, Some("0"))];
        let template = RuleTemplate::new(lines).unwrap();
        let outlays = Bases { outside: amount("168.52"), ..bases(&[("20.00", "1000")]) };
        let spread = allocate(&outlays, Some((&template, &Message::new("account_by_fec"))));
        let booked: Vec<_> = spread
            .iter()
            .map(|line| (line.account.as_ref().unwrap().as_str(), line.amount.to_string(), line.rate))
            .collect();
        assert_eq!(
            booked,
            [
                ("622600", "1000.00".to_owned(), Some("20.00".parse().unwrap())),
                ("622700", "168.52".to_owned(), None)
            ]
        );
        assert!(!is_outside_vat(&spread[0].reason) && is_outside_vat(&spread[1].reason));
        let one = RuleTemplate::one("622600".parse().unwrap());
        let asked = allocate(&outlays, Some((&one, &Message::new("account_by_fec"))));
        assert_eq!((asked[1].account.clone(), asked[1].reason.code.as_str()), (None, OUTSIDE_VAT));
    }

    #[test]
    fn lines_of_a_rate_share_the_base_of_that_rate() {
        let lines =
            vec![part("607100", Share::Open, Some("5.50")), part("607200", Share::Open, Some("20.00"))];
        let of = [("5.50", "80"), ("20.00", "15"), ("10.00", "5")];
        let expected = pairs(&[("607100", "80.00"), ("607200", "15.00"), ("", "5.00")]);
        assert_eq!(spread_of(&of, lines.clone()), expected);
        let rest = [lines, vec![part("607900", Share::Open, None)]].concat();
        assert_eq!(spread_of(&of, rest)[2], ("607900".to_owned(), "5.00".to_owned()));
    }
}
