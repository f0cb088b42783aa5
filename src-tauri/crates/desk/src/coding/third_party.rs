//! Finding the third party of a document: SIREN/SIRET, then VAT number, then IBAN, then name, then alias; then ask.

use liasse_domain::identifiers::{Siren, Siret, VatNumber};
use liasse_domain::{AccountCode, FieldName, FieldValue, Flow, Reading, ThirdParty, ThirdPartyKind};

use super::names::{likeness, normal_name};

/// Why a third party was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchReason {
    /// The SIREN or SIRET read is the card's.
    Siren,
    /// The VAT number read is the card's.
    VatNumber,
    /// The IBAN read is one of the card's.
    Iban,
    /// The names agree.
    Name,
    /// An alias of the card agrees.
    Alias,
    /// The names agree, but an identifier on the paper is not the card's.
    NameAgainstIdentifier,
    /// The user chose.
    User,
}

impl MatchReason {
    /// Stable code of the sentence.
    pub fn code(self) -> &'static str {
        match self {
            MatchReason::Siren => "third_party_by_siren",
            MatchReason::VatNumber => "third_party_by_vat_number",
            MatchReason::Iban => "third_party_by_iban",
            MatchReason::Name => "third_party_by_name",
            MatchReason::Alias => "third_party_by_alias",
            MatchReason::NameAgainstIdentifier => "third_party_name_against_identifier",
            MatchReason::User => "third_party_by_user",
        }
    }
    /// Whether the user should look at it.
    pub fn is_doubtful(self) -> bool {
        self == MatchReason::NameAgainstIdentifier
    }
}

/// A third party that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match<'a> {
    /// It.
    pub third_party: &'a ThirdParty,
    /// Why.
    pub reason: MatchReason,
}

/// The identifiers of the other side, as the paper bears them.
struct Read<'a> {
    siren: Option<Siren>,
    vat_number: Option<VatNumber>,
    iban: Option<&'a str>,
    name: Option<String>,
    /// What the name may be as well, where it is not sure.
    perhaps: Vec<String>,
}

/// How alike the name that was read and the one that it may be as well are at least: a word beside it was taken for part of
/// the name, or left out.
const SAME_NAME: u32 = 85;

/// The next best readings of a name that is not sure.
fn perhaps(reading: &Reading, name: FieldName) -> Vec<String> {
    let Some(field) = reading.fields.get(&name).filter(|field| !field.sure) else { return Vec::new() };
    let texts = field.alternatives.iter().filter_map(|other| match &other.value {
        FieldValue::Text(text) => Some(normal_name(text)),
        _ => None,
    });
    texts.collect()
}

fn read_of(reading: &Reading, flow: Flow) -> Read<'_> {
    let parsed = |name: FieldName| reading.text(name);
    match flow {
        Flow::Purchases => Read {
            siren: parsed(FieldName::SupplierSiret)
                .and_then(|text| text.parse::<Siret>().ok())
                .map(|siret| siret.siren())
                .or_else(|| parsed(FieldName::SupplierSiren).and_then(|text| text.parse().ok())),
            vat_number: parsed(FieldName::SupplierVat).and_then(|text| text.parse().ok()),
            iban: parsed(FieldName::Iban),
            name: parsed(FieldName::SupplierName).map(normal_name),
            perhaps: perhaps(reading, FieldName::SupplierName),
        },
        // On sales the IBAN on the paper is our own.
        Flow::Sales => Read {
            siren: parsed(FieldName::CustomerSiren).and_then(|text| text.parse().ok()),
            vat_number: parsed(FieldName::CustomerVat).and_then(|text| text.parse().ok()),
            iban: None,
            name: parsed(FieldName::CustomerName).map(normal_name),
            perhaps: perhaps(reading, FieldName::CustomerName),
        },
    }
}

/// The kind of third party of a flow.
pub fn kind_of(flow: Flow) -> ThirdPartyKind {
    match flow {
        Flow::Purchases => ThirdPartyKind::Supplier,
        Flow::Sales => ThirdPartyKind::Customer,
    }
}

fn siren_of(card: &ThirdParty) -> Option<Siren> {
    card.siren
        .clone()
        .or_else(|| card.siret.as_ref().map(Siret::siren))
        .or_else(|| card.vat_number.as_ref().and_then(VatNumber::siren))
}

/// The names of a card as they are compared: its own, then its aliases.
#[derive(Debug, Clone, Default)]
pub struct CardNames(Vec<String>);

impl CardNames {
    /// Those of every card, in their order.
    pub fn of(cards: &[ThirdParty]) -> Vec<CardNames> {
        let names = |card: &ThirdParty| {
            std::iter::once(&card.name).chain(&card.aliases).map(|name| normal_name(name)).collect()
        };
        cards.iter().map(|card| CardNames(names(card))).collect()
    }
}

/// The cards that may be meant by the name that was read, best first, at most five.
pub fn alike_third_parties<'a>(
    reading: &Reading,
    flow: Flow,
    cards: &'a [ThirdParty],
) -> Vec<&'a ThirdParty> {
    let Some(name) = read_of(reading, flow).name else { return Vec::new() };
    let kind = kind_of(flow);
    let mut alike: Vec<(u32, &ThirdParty)> = cards
        .iter()
        .zip(CardNames::of(cards))
        .filter(|(card, _)| card.kind == kind)
        .map(|(card, names)| (names.0.iter().map(|other| likeness(&name, other)).max().unwrap_or(0), card))
        .filter(|(score, _)| *score >= 55)
        .collect();
    alike.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
    alike.into_iter().map(|(_, card)| card).take(5).collect()
}

/// The third party of a document, when the cards leave no choice: two cards that answer alike are nobody's. `names` are
/// those of the cards, in their order.
pub fn find_third_party<'a>(
    reading: &Reading,
    flow: Flow,
    cards: &'a [ThirdParty],
    names: &[CardNames],
) -> Option<Match<'a>> {
    let read = read_of(reading, flow);
    let kind = kind_of(flow);
    let side: Vec<(&ThirdParty, &CardNames)> =
        cards.iter().zip(names).filter(|(card, _)| card.kind == kind).collect();

    let named = |test: &dyn Fn(&CardNames) -> bool| -> Option<&'a ThirdParty> {
        let mut found = side.iter().filter(|(_, names)| test(names)).map(|(card, _)| *card);
        found.next().filter(|_| found.next().is_none())
    };
    let only = |test: &dyn Fn(&ThirdParty) -> bool| -> Option<&'a ThirdParty> {
        let mut found = side.iter().map(|(card, _)| *card).filter(|card| test(card));
        found.next().filter(|_| found.next().is_none())
    };
    let found = |third_party, reason| Some(Match { third_party, reason });

    if let Some(siren) = &read.siren
        && let Some(card) = only(&|card| siren_of(card).as_ref() == Some(siren))
    {
        return found(card, MatchReason::Siren);
    }
    if let Some(number) = &read.vat_number
        && let Some(card) = only(&|card| card.vat_number.as_ref() == Some(number))
    {
        return found(card, MatchReason::VatNumber);
    }
    if let Some(iban) = read.iban
        && let Some(card) = only(&|card| card.ibans.iter().any(|known| known.as_str() == iban))
    {
        return found(card, MatchReason::Iban);
    }
    if let Some(name) = read.name.as_ref().filter(|name| name.len() >= 2) {
        // A card that bears another identifier than the paper may be another company of the same name.
        let contradicts = |card: &ThirdParty| {
            let siren = matches!((&read.siren, siren_of(card)), (Some(read), Some(known)) if *read != known);
            let number =
                matches!((&read.vat_number, &card.vat_number), (Some(read), Some(known)) if read != known);
            siren || number
        };
        let by_name = named(&|names| names.0.first() == Some(name)).map(|card| (card, MatchReason::Name));
        let by_alias = || {
            named(&|names| names.0.iter().skip(1).any(|alias| alias == name))
                .map(|card| (card, MatchReason::Alias))
        };
        // A card of exactly the name that was next best tells which reading was the right one.
        let by_other_reading = || {
            let like = |other: &&String| likeness(name, other) >= SAME_NAME;
            let mut found = read.perhaps.iter().filter(like);
            let card = found.find_map(|other| named(&|names| names.0.contains(other)))?;
            Some((card, MatchReason::Name))
        };
        if let Some((card, reason)) = by_name.or_else(by_alias).or_else(by_other_reading) {
            let reason = if contradicts(card) { MatchReason::NameAgainstIdentifier } else { reason };
            return found(card, reason);
        }
    }
    None
}

/// An auxiliary account for a new third party: the prefix and the name's first letters, or a number where the client
/// file numbers its auxiliaries. Free among `taken`.
pub fn propose_account(prefix: &str, name: &str, taken: &[AccountCode]) -> Option<AccountCode> {
    let own: Vec<&str> =
        taken.iter().map(AccountCode::as_str).filter(|code| code.starts_with(prefix)).collect();
    let numbers: Vec<u64> = own
        .iter()
        .filter_map(|code| code.strip_prefix(prefix))
        .filter_map(|rest| rest.parse().ok())
        .collect();
    // The habit of the books decides: mostly numbers, then the next number with as many digits.
    if !own.is_empty() && numbers.len() * 2 > own.len() {
        let width = own.iter().map(|code| code.len() - prefix.len()).max().unwrap_or(5);
        let next = numbers.iter().max().copied().unwrap_or(0) + 1;
        return format!("{prefix}{next:0width$}").parse().ok();
    }
    let letters: String = normal_name(name).chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    if letters.is_empty() {
        return None;
    }
    (1..100u32)
        .map(|turn| if turn == 1 { format!("{prefix}{letters}") } else { format!("{prefix}{letters}{turn}") })
        .filter_map(|code| code.parse::<AccountCode>().ok())
        .find(|code| !taken.contains(code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use liasse_domain::{ClientFileId, Confidence, FieldReading, FieldValue, ThirdPartyId};

    fn card(name: &str, siren: Option<&str>) -> ThirdParty {
        ThirdParty {
            id: ThirdPartyId::from_uuid(Default::default()),
            client_file: ClientFileId::from_uuid(Default::default()),
            kind: ThirdPartyKind::Supplier,
            name: name.to_owned(),
            account: "401X".parse().unwrap(),
            country: None,
            siren: siren.map(|siren| siren.parse().unwrap()),
            siret: None,
            vat_number: None,
            ibans: vec![],
            aliases: vec![],
            defaults: Default::default(),
        }
    }

    fn reading(fields: &[(FieldName, &str)]) -> Reading {
        let mut reading = Reading::default();
        for (name, text) in fields {
            reading.fields.insert(
                *name,
                FieldReading {
                    value: FieldValue::Text((*text).to_owned()),
                    evidence: None,
                    confidence: Confidence::CERTAIN,
                    sure: true,
                    alternatives: vec![],
                    reasons: vec![],
                },
            );
        }
        reading
    }

    #[test]
    fn an_identifier_goes_before_a_name() {
        let cards = [card("Maison Delorme", None), card("Autre", Some("732829320"))];
        let read = reading(&[
            (FieldName::SupplierName, "MAISON DELORME SARL"),
            (FieldName::SupplierSiren, "732829320"),
        ]);
        let found = find_third_party(&read, Flow::Purchases, &cards, &CardNames::of(&cards));
        let found = found.unwrap();
        assert_eq!((found.third_party.name.as_str(), found.reason), ("Autre", MatchReason::Siren));
    }

    #[test]
    fn a_name_against_an_identifier_is_doubtful() {
        let cards = [card("Maison Delorme", Some("443121975"))];
        let read =
            reading(&[(FieldName::SupplierName, "Maison Delorme"), (FieldName::SupplierSiren, "732829320")]);
        let found = find_third_party(&read, Flow::Purchases, &cards, &CardNames::of(&cards));
        assert!(found.unwrap().reason.is_doubtful());
    }

    #[test]
    fn two_cards_alike_are_put_to_the_user() {
        let cards = [card("Delorme", None), card("DELORME SARL", None)];
        let read = reading(&[(FieldName::SupplierName, "Delorme")]);
        let found = find_third_party(&read, Flow::Purchases, &cards, &CardNames::of(&cards));
        let alternatives = alike_third_parties(&read, Flow::Purchases, &cards);
        assert!(found.is_none());
        assert_eq!(alternatives.len(), 2);
    }

    #[test]
    fn a_card_tells_which_of_two_readings_of_a_name_is_right() {
        let cards = [card("Pégase Fournitures", None), card("La Poste", None)];
        let names = CardNames::of(&cards);
        let mut read = reading(&[(FieldName::SupplierName, "PÉGASE Fournitures N° SAS")]);
        let field = read.fields.get_mut(&FieldName::SupplierName).unwrap();
        field.sure = false;
        for other in ["La Poste", "Pégase Fournitures SAS"] {
            field.alternatives.push(liasse_domain::Candidate {
                value: FieldValue::Text(other.to_owned()),
                evidence: None,
                confidence: Confidence::new(0.3),
            });
        }
        let found = find_third_party(&read, Flow::Purchases, &cards, &names).unwrap();
        assert_eq!(
            (found.third_party.name.as_str(), found.reason),
            ("Pégase Fournitures", MatchReason::Name)
        );
        // Another company that the paper names is none of its readings.
        read.fields.get_mut(&FieldName::SupplierName).unwrap().alternatives.truncate(1);
        assert_eq!(find_third_party(&read, Flow::Purchases, &cards, &names), None);
    }

    #[test]
    fn proposes_accounts_by_the_habit_of_the_books() {
        let taken =
            |codes: &[&str]| codes.iter().map(|code| code.parse().unwrap()).collect::<Vec<AccountCode>>();
        let propose =
            |name: &str, codes: &[&str]| propose_account("401", name, &taken(codes)).unwrap().to_string();
        assert_eq!(propose("Éts Carlier", &["401DELORME"]), "401CARLIER");
        assert_eq!(propose("Carlier", &["401CARLIER"]), "401CARLIER2");
        assert_eq!(propose("Carlier", &["40100007", "40100012"]), "40100013");
    }
}
