//! Supplies whose rate changed lately: a rate that is in force, but not for what was supplied on that day.

use liasse_domain::{ChangedSupply, Date, FieldName, Reading, VatRate, VatTerritory};

use super::names::folded;

/// The words that tell a supply on a Belgian paper, in French, Dutch and English; folded, a space at an end is the end of a
/// word. What is served or sold beside a room (breakfast apart, which is part of the stay) has other rates: a meal, a meeting
/// room, parking.
const WORDS: [(ChangedSupply, &[&str]); 2] = [
    (
        ChangedSupply::Accommodation,
        &[
            "nuitee",
            " nuit ",
            " nuits ",
            "hebergement",
            "chambre dhotel",
            "chambre double",
            "chambre simple",
            "chambre single",
            "chambre twin",
            "logement",
            "emplacement camping",
            "emplacement de camping",
            "overnachting",
            " nacht ",
            " nachten ",
            "hotelkamer",
            " kamer ",
            "verblijf",
            " logies ",
            "kampeerplaats",
            "accommodation",
            "overnight stay",
            "hotel room",
            " nights ",
            "double room",
            "single room",
            "camping pitch",
        ],
    ),
    (
        ChangedSupply::PlantProtection,
        &[
            "herbicide",
            "fongicide",
            "insecticide",
            "pesticide",
            "desherbant",
            "phytopharmaceutique",
            "phytosanitaire",
            "anti limace",
            "fungicide",
            "onkruidverdelger",
            "onkruidbestrijding",
            "bestrijdingsmiddel",
            "gewasbescherming",
            "insectenverdelger",
            "weed killer",
            "plant protection",
        ],
    ),
];
/// Words beside which the others say nothing of the supply.
const OTHERWISE: &[&str] =
    &["vergaderzaal", "salle de reunion", "seminaire", "meeting room", "vergaderkamer"];

/// A rate that a paper charges though the supply has another one on that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateOfAnotherDay {
    /// What was supplied.
    pub supply: ChangedSupply,
    /// The rate that the paper charges.
    pub charged: VatRate,
    /// The rate that is lawful.
    pub lawful: VatRate,
}

/// What a text tells of a supply whose rate changed.
fn supply_of(text: &str) -> Option<ChangedSupply> {
    let folded = format!(" {} ", folded(text));
    if OTHERWISE.iter().any(|word| folded.contains(word)) {
        return None;
    }
    WORDS.iter().find(|(_, words)| words.iter().any(|word| folded.contains(word))).map(|(supply, _)| *supply)
}

/// The first rate on a paper that its supply has on the other side of the change, and not on that day. A line says what was supplied and at which rate; where it
/// bears none, the rates of the paper do; where no line was read, the name of the supplier tells an hotel or a camping,
/// and only the rate on the other side of the change is wrong: an hotel sells meals too.
pub fn rate_of_another_day(territory: VatTerritory, reading: &Reading, on: Date) -> Option<RateOfAnotherDay> {
    let charged: Vec<VatRate> =
        reading.vat_lines.iter().filter(|line| !line.amount.is_zero()).map(|line| line.rate).collect();
    let wrong = |supply, rate: Option<VatRate>| {
        let (lawful, beside) = (territory.rate_of(supply, on)?, territory.rate_beside(supply, on));
        let charged = match rate.filter(|rate| *rate != VatRate::ZERO) {
            Some(rate) => Some(rate).filter(|rate| Some(*rate) == beside),
            None if charged.contains(&lawful) => None,
            None => beside.filter(|rate| charged.contains(rate)),
        };
        Some(RateOfAnotherDay { supply, charged: charged?, lawful })
    };
    let mut lines = reading.line_items.iter();
    let by_line = lines.find_map(|line| wrong(supply_of(&line.description)?, line.vat_rate));
    if by_line.is_some() || !reading.line_items.is_empty() {
        return by_line;
    }
    let name = format!(" {} ", folded(reading.text(FieldName::SupplierName)?));
    let lodges =
        [" hotel ", " camping ", " auberge ", " hostel ", " gite "].iter().any(|word| name.contains(word));
    // Before the change its later rate was that of meals: only its former rate tells a stay.
    let found = wrong(ChangedSupply::Accommodation, None).filter(|found| found.charged < found.lawful);
    found.filter(|_| lodges && charged.len() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_office::certain;
    use liasse_domain::{Amount, FieldValue, LineItem, VatLine};

    fn paper(name: &str, lines: &[(&str, Option<&str>)], rates: &[&str]) -> Reading {
        let mut reading = certain([(FieldName::SupplierName, FieldValue::Text(name.to_owned()))]);
        reading.line_items = lines
            .iter()
            .map(|(description, rate)| LineItem {
                description: (*description).to_owned(),
                quantity: None,
                unit: None,
                unit_price: None,
                vat_rate: rate.map(|rate| rate.parse().unwrap()),
                amount: None,
            })
            .collect();
        reading.vat_lines = rates
            .iter()
            .map(|rate| VatLine {
                rate: rate.parse().unwrap(),
                base: Amount::from_cents(10_000),
                amount: Amount::from_cents(600),
            })
            .collect();
        reading
    }
    fn found(reading: &Reading, day: &str) -> Option<(&'static str, String, String)> {
        let found = rate_of_another_day(VatTerritory::Belgium, reading, day.parse().unwrap())?;
        Some((found.supply.code(), found.charged.to_string(), found.lawful.to_string()))
    }

    #[test]
    fn a_stay_has_six_percent_before_march_2026_and_twelve_since() {
        let stay = paper("Hôtel du Parc", &[("2 nuitées chambre double", Some("6.00"))], &["6.00"]);
        assert_eq!(found(&stay, "2026-02-28"), None);
        assert_eq!(
            found(&stay, "2026-03-01"),
            Some(("accommodation", "6.00".to_owned(), "12.00".to_owned()))
        );
        let early = paper("Hotel", &[("Overnachting standaard", Some("12.00"))], &["12.00"]);
        assert_eq!(
            found(&early, "2026-02-28"),
            Some(("accommodation", "12.00".to_owned(), "6.00".to_owned()))
        );
        assert_eq!(found(&early, "2026-03-01"), None);
        assert_eq!(
            rate_of_another_day(VatTerritory::FranceMainland, &stay, "2026-03-01".parse().unwrap()),
            None
        );
    }

    #[test]
    fn what_else_an_hotel_sells_has_its_own_rates() {
        let meal = paper("Hotel Astrid", &[("Menu du jour", Some("12.00"))], &["12.00"]);
        assert_eq!(found(&meal, "2026-02-01"), None);
        let room = paper(
            "Hotel Astrid",
            &[("Location salle de réunion, chambre simple", Some("21.00"))],
            &["21.00"],
        );
        assert_eq!(found(&room, "2026-04-01"), None);
        let mixed = paper("Hotel", &[("Nuit du 3 mars", None), ("Boissons", None)], &["12.00", "21.00"]);
        assert_eq!(found(&mixed, "2026-03-03"), None, "the lawful rate is among those of the paper");
        let mixed = paper("Hotel", &[("Nuit du 3 mars", None), ("Boissons", None)], &["6.00", "21.00"]);
        assert!(found(&mixed, "2026-03-03").is_some());
    }

    #[test]
    fn plant_protection_rose_to_the_standard_rate() {
        let weeds = paper("Aveve", &[("Herbicide total 5 l", None), ("Gants", None)], &["12.00", "21.00"]);
        assert_eq!(found(&weeds, "2026-04-01"), None, "the lawful rate is among those of the paper");
        let weeds = paper("Aveve", &[("Onkruidverdelger 5 l", Some("12.00"))], &["12.00"]);
        assert_eq!(found(&weeds, "2026-02-28"), None);
        assert_eq!(
            found(&weeds, "2026-04-01"),
            Some(("plant_protection", "12.00".to_owned(), "21.00".to_owned()))
        );
    }

    #[test]
    fn where_no_line_was_read_the_supplier_tells_a_stay() {
        let stay = paper("Camping De Duinen", &[], &["6.00"]);
        assert!(found(&stay, "2026-07-14").is_some());
        assert_eq!(found(&stay, "2026-02-01"), None);
        let meal = paper("Hotel Restaurant Astrid", &[], &["12.00"]);
        assert_eq!(found(&meal, "2026-02-01"), None, "meals are at 12 %");
        assert_eq!(found(&paper("Epicerie", &[], &["6.00"]), "2026-07-14"), None);
    }
}
