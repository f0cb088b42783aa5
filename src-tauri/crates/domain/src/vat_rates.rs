//! Which rates of VAT are lawful where, and since when.

use serde::{Deserialize, Serialize};

use crate::{Country, Date, VatRate};

/// A territory with its own table of rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VatTerritory {
    /// Mainland France (art. 278 to 281 nonies CGI).
    FranceMainland,
    /// Corsica: the mainland's rates and its particular ones (art. 297 CGI; BOI-TVA-GEO-10-10).
    Corsica,
    /// Guadeloupe, Martinique, Réunion (art. 296 CGI; BOI-TVA-GEO-20-10).
    FranceOverseas,
    /// Guyane and Mayotte, where VAT does not apply (art. 294-1 CGI).
    FranceOverseasUntaxed,
    /// Belgium (AR no 20 of 20 July 1970).
    Belgium,
}

/// A rate of a territory, and the days on which it is in force, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateInForce {
    /// The rate.
    pub rate: VatRate,
    /// First day; `None` before any paper that is still booked.
    pub from: Option<Date>,
    /// Last day; `None` while in force.
    pub until: Option<Date>,
    /// The article that sets it.
    pub source: &'static str,
}

/// A supply whose rate changed lately, so that the rate on a paper can be right one day and wrong the next (Belgium: tables A
/// and B of AR no 20 as they stand since 1 March 2026).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangedSupply {
    /// Furnished accommodation, camping (Belgium: 6 %, then 12 % since 1 March 2026).
    Accommodation,
    /// Plant-protection products (Belgium: 12 %, then 21 % since 1 March 2026).
    PlantProtection,
}

impl ChangedSupply {
    /// All of them.
    pub const ALL: [ChangedSupply; 2] = [ChangedSupply::Accommodation, ChangedSupply::PlantProtection];
    /// The serialised name.
    pub const fn code(self) -> &'static str {
        match self {
            ChangedSupply::Accommodation => "accommodation",
            ChangedSupply::PlantProtection => "plant_protection",
        }
    }
    /// The rate that it had before it changed.
    const fn former_points(self) -> u16 {
        match self {
            ChangedSupply::Accommodation => 600,
            ChangedSupply::PlantProtection => 1_200,
        }
    }
    /// The rate that it has since.
    const fn later_points(self) -> u16 {
        match self {
            ChangedSupply::Accommodation => 1_200,
            ChangedSupply::PlantProtection => 2_100,
        }
    }
}

/// One row: hundredths of a percent, first and last day as (year, month, day), source.
type Row = (u16, Option<(i16, i8, i8)>, Option<(i16, i8, i8)>, &'static str);

const MAINLAND: &[Row] = &[
    (2_000, Some((2014, 1, 1)), None, "art. 278 CGI"),
    (1_000, Some((2014, 1, 1)), None, "art. 278 bis, 278 quater, 279 CGI"),
    (550, None, None, "art. 278-0 bis CGI"),
    (210, None, None, "art. 281 quater to 281 nonies, 298 septies CGI"),
    (1_960, None, Some((2013, 12, 31)), "art. 278 CGI before law 2012-1510"),
    (700, Some((2012, 1, 1)), Some((2013, 12, 31)), "art. 279 CGI before law 2012-1510"),
];
const CORSICA: &[Row] = &[
    (1_300, Some((2014, 1, 1)), None, "art. 297-I-1-5° CGI"),
    (90, None, None, "art. 297-I-1-1° CGI"),
    (800, None, Some((2013, 12, 31)), "art. 297 CGI before law 2012-1510"),
];
const OVERSEAS: &[Row] = &[
    (850, None, None, "art. 296-1° b CGI"),
    (210, None, None, "art. 296-1° a CGI"),
    (175, None, None, "art. 296 ter CGI"),
    (105, None, None, "art. 296 ter CGI"),
];
const BELGIUM: &[Row] = &[
    (2_100, None, None, "art. 1 AR no 20"),
    (1_200, None, None, "table B AR no 20"),
    (600, None, None, "table A AR no 20"),
    (0, None, None, "circular on newspapers and reclaimed goods, AR no 20"),
];

fn day(parts: Option<(i16, i8, i8)>) -> Option<Date> {
    parts.and_then(|(year, month, day)| Date::new(year, month, day))
}

fn in_force((points, from, until, source): Row) -> Option<RateInForce> {
    Some(RateInForce {
        rate: VatRate::from_basis_points(points)?,
        from: day(from),
        until: day(until),
        source,
    })
}

impl VatTerritory {
    /// The territory of a client file unless its settings say otherwise.
    pub fn of(country: Country) -> VatTerritory {
        if country == Country::BE { VatTerritory::Belgium } else { VatTerritory::FranceMainland }
    }

    /// The country that the territory belongs to.
    pub fn country(self) -> Country {
        if self == VatTerritory::Belgium { Country::BE } else { Country::FR }
    }

    /// The whole table, present and past rates.
    pub fn table(self) -> Vec<RateInForce> {
        let rows: Vec<Row> = match self {
            VatTerritory::FranceMainland => MAINLAND.to_vec(),
            VatTerritory::Corsica => [MAINLAND, CORSICA].concat(),
            VatTerritory::FranceOverseas => OVERSEAS.to_vec(),
            VatTerritory::FranceOverseasUntaxed => Vec::new(),
            VatTerritory::Belgium => BELGIUM.to_vec(),
        };
        rows.into_iter().filter_map(in_force).collect()
    }

    /// The rates in force on a day, highest first.
    pub fn rates(self, on: Date) -> Vec<VatRate> {
        let applies = |row: &RateInForce| {
            row.from.is_none_or(|from| from <= on) && row.until.is_none_or(|until| on <= until)
        };
        let mut rates: Vec<VatRate> = self.table().into_iter().filter(applies).map(|row| row.rate).collect();
        rates.sort_unstable_by(|a, b| b.cmp(a));
        rates
    }

    /// Whether a rate is in force on a day; 0 % always is, for what bears no tax.
    pub fn allows(self, rate: VatRate, on: Date) -> bool {
        rate == VatRate::ZERO || self.rates(on).contains(&rate)
    }

    /// The standard rate on a day: the highest but for Corsica and the mainland, where it is that of art. 278 CGI too;
    /// 0 % where VAT does not apply.
    pub fn standard_rate(self, on: Date) -> VatRate {
        self.rates(on).first().copied().unwrap_or(VatRate::ZERO)
    }

    /// The rate of a supply whose rate changed lately; `None` where it did not.
    pub fn rate_of(self, supply: ChangedSupply, on: Date) -> Option<VatRate> {
        if self != VatTerritory::Belgium {
            return None;
        }
        let changed = Date::new(2026, 3, 1).is_some_and(|change| change <= on);
        let points = if changed { supply.later_points() } else { supply.former_points() };
        VatRate::from_basis_points(points)
    }

    /// The rate that a supply has on the other side of its change; `None` where it did not change.
    pub fn rate_beside(self, supply: ChangedSupply, on: Date) -> Option<VatRate> {
        let own = self.rate_of(supply, on)?.basis_points();
        let (former, later) = (supply.former_points(), supply.later_points());
        VatRate::from_basis_points(if own == former { later } else { former })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(territory: VatTerritory, date: &str) -> Vec<String> {
        territory.rates(date.parse().unwrap()).iter().map(VatRate::to_string).collect()
    }

    #[test]
    fn rates_depend_on_place_and_day() {
        assert_eq!(on(VatTerritory::FranceMainland, "2026-11-21"), ["20.00", "10.00", "5.50", "2.10"]);
        assert_eq!(on(VatTerritory::FranceMainland, "2013-12-31"), ["19.60", "7.00", "5.50", "2.10"]);
        assert_eq!(
            on(VatTerritory::Corsica, "2026-11-21"),
            ["20.00", "13.00", "10.00", "5.50", "2.10", "0.90"]
        );
        assert_eq!(on(VatTerritory::FranceOverseas, "2026-11-21"), ["8.50", "2.10", "1.75", "1.05"]);
        assert!(on(VatTerritory::FranceOverseasUntaxed, "2026-11-21").is_empty());
        assert_eq!(on(VatTerritory::Belgium, "2026-11-21"), ["21.00", "12.00", "6.00", "0.00"]);
        assert!(
            !VatTerritory::FranceOverseas.allows("20.00".parse().unwrap(), "2026-11-21".parse().unwrap())
        );
    }

    #[test]
    fn belgium_changed_two_supplies_on_the_first_of_march_2026() {
        let rate = |supply, date: &str| {
            VatTerritory::Belgium.rate_of(supply, date.parse().unwrap()).unwrap().to_string()
        };
        assert_eq!(rate(ChangedSupply::Accommodation, "2026-02-28"), "6.00");
        assert_eq!(rate(ChangedSupply::Accommodation, "2026-03-01"), "12.00");
        assert_eq!(rate(ChangedSupply::PlantProtection, "2026-02-28"), "12.00");
        assert_eq!(rate(ChangedSupply::PlantProtection, "2026-03-01"), "21.00");
    }
}
