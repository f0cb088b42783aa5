//! An account for a third party that no rule speaks of: from what the firm's other client files book it to, from what its
//! papers are about, from the habit of the books. A suggestion is marked as such, and never makes a document ready.

use std::collections::BTreeMap;

use liasse_domain::{Account, AccountCode, Country, FieldName, Flow, Reading, ThirdParty};
use liasse_store::{DocumentRow, FirmIdentity, Reader, StoreError};

use super::names::folded;
use super::rules::words_of;
use super::{kind_of, third_party_name};
use crate::api::Message;

/// What papers are about, by words that stand on them, and where it is booked: the root in the French chart (PCG 2026,
/// art. 932-1) and in the Belgian one (PCMN, AR 21 October 2018, annex). Words are folded; a space at an end is the end of
/// a word.
const ACTIVITIES: [(&str, &str, &[&str]); 24] = [
    ("6061", "612", &["electricite", "kwh", "gaz naturel", "abonnement eau", "assainissement", "fioul"]),
    ("6061", "612", &["gazole", "sans plomb", "sp95", "sp98", "carburant", "diesel", "station service"]),
    (
        "6063",
        "612",
        &["outillage", "quincaillerie", "bricolage", "produit d entretien", "detergent", "ampoule"],
    ),
    (
        "6064",
        "612",
        &["papeterie", "fournitures de bureau", "ramette", "toner", "cartouche d encre", "stylo"],
    ),
    ("607", "604", &["marchandises", "grossiste"]),
    ("601", "600", &["farine", "matieres premieres", "sucre semoule", "levure"]),
    ("6026", "602", &["emballage", "sac kraft", "boite patissiere", "carton d expedition"]),
    ("611", "611", &["sous traitance", "sous traitant"]),
    ("6132", "610", &["loyer", "bail commercial", "quittance", "location du local"]),
    ("6135", "610", &["location de materiel", "location vehicule", "credit bail", "loyer mensuel vehicule"]),
    ("614", "610", &["charges de copropriete", "syndic", "charges locatives"]),
    (
        "615",
        "611",
        &["entretien", "reparation", "maintenance", "depannage", "vidange", "contrat de maintenance"],
    ),
    ("616", "614", &["assurance", "prime annuelle", "responsabilite civile", "multirisque"]),
    ("618", "613", &["documentation", "revue", "seminaire", "colloque"]),
    ("621", "617", &["interim", "travail temporaire", "mise a disposition de personnel"]),
    ("6226", "613", &["honoraires", "avocat", "expert comptable", "notaire", "huissier"]),
    (
        "623",
        "615",
        &["publicite", "annonce", "campagne", "flyers", "impression de depliants", "referencement"],
    ),
    ("624", "616", &["transport", "livraison express", "affretement", "fret", "messagerie"]),
    ("6251", "616", &["peage", "billet de train", "taxi", "stationnement", "parking", "vol aller"]),
    ("6256", "616", &["hotel", "nuitee", "chambre", "taxe de sejour"]),
    ("6257", "616", &["restaurant", "couverts", "menu du jour", "addition", "traiteur"]),
    ("626", "616", &["telephonie", "forfait mobile", "internet", "fibre", "affranchissement", "timbres"]),
    ("627", "656", &["frais bancaires", "commission carte", "tenue de compte", "terminal de paiement"]),
    ("651", "613", &["licence", "logiciel", "abonnement saas", "hebergement", "nom de domaine"]),
];

/// An account, and why it is suggested.
pub fn suggest(
    reader: &Reader<'_>,
    row: &DocumentRow,
    reading: &Reading,
    third_party: Option<&ThirdParty>,
    chart: &[Account],
    country: Country,
) -> Result<Option<(AccountCode, Message)>, StoreError> {
    if let Some(found) = by_firm(reader, row, reading, third_party, chart)? {
        return Ok(Some(found));
    }
    match row.flow {
        Flow::Purchases => by_words(reader, row, reading, chart, country),
        Flow::Sales => by_habit(reader, row, chart),
    }
}

/// What most of the firm's other client files book the same third party to.
fn by_firm(
    reader: &Reader<'_>,
    row: &DocumentRow,
    reading: &Reading,
    third_party: Option<&ThirdParty>,
    chart: &[Account],
) -> Result<Option<(AccountCode, Message)>, StoreError> {
    let (siren, vat) = match row.flow {
        Flow::Purchases => (FieldName::SupplierSiren, FieldName::SupplierVat),
        Flow::Sales => (FieldName::CustomerSiren, FieldName::CustomerVat),
    };
    let identity = FirmIdentity {
        kind: kind_of(row.flow),
        siren: third_party
            .and_then(|card| card.siren.clone())
            .or_else(|| reading.text(siren).and_then(|text| text.parse().ok())),
        vat_number: third_party
            .and_then(|card| card.vat_number.clone())
            .or_else(|| reading.text(vat).and_then(|text| text.parse().ok())),
        name: third_party.map(|card| card.name.as_str()).or_else(|| third_party_name(reading, row.flow)),
    };
    let mut votes: BTreeMap<AccountCode, u32> = BTreeMap::new();
    for account in reader.accounts_elsewhere(&identity, row.client_file)? {
        if let Some(own) = in_chart(chart, account.as_str()) {
            *votes.entry(own).or_default() += 1;
        }
    }
    let best = votes.iter().max_by_key(|(code, votes)| (**votes, std::cmp::Reverse(*code)));
    Ok(best.map(|(code, votes)| (code.clone(), Message::new("account_suggested_by_firm").with("n", votes))))
}

fn by_words(
    reader: &Reader<'_>,
    row: &DocumentRow,
    reading: &Reading,
    chart: &[Account],
    country: Country,
) -> Result<Option<(AccountCode, Message)>, StoreError> {
    let read = format!(" {} ", words_of(reading));
    // What was read says more than the small print: the whole page is looked at only where it says nothing.
    let found = match activity(&read, country) {
        Some(found) => Some(found),
        None => activity(&format!(" {} ", folded(&reader.document_text(row.id)?)), country),
    };
    Ok(found.and_then(|(root, words)| {
        let account = in_chart(chart, root)?;
        Some((account, Message::new("account_suggested_by_words").with("words", words)))
    }))
}

/// The activity that most words speak for, and those words; none where two have as many.
fn activity(text: &str, country: Country) -> Option<(&'static str, String)> {
    let mut scored: Vec<(usize, &str, Vec<&str>)> = ACTIVITIES
        .iter()
        .map(|(french, belgian, words)| {
            let found: Vec<&str> =
                words.iter().copied().filter(|word| text.contains(&format!(" {word}"))).collect();
            (found.len(), if country == Country::BE { *belgian } else { *french }, found)
        })
        .filter(|(count, ..)| *count > 0)
        .collect();
    scored.sort_by_key(|(count, ..)| std::cmp::Reverse(*count));
    match scored.as_slice() {
        [(first, root, _), (second, other, _), ..] if first == second && root != other => None,
        [(_, root, words), ..] => Some((root, words.join(", "))),
        [] => None,
    }
}

/// On sales, what most customers are booked to.
fn by_habit(
    reader: &Reader<'_>,
    row: &DocumentRow,
    chart: &[Account],
) -> Result<Option<(AccountCode, Message)>, StoreError> {
    let mut votes: BTreeMap<AccountCode, u32> = BTreeMap::new();
    for rule in reader.rules(row.client_file)? {
        if let Some(account) = rule.account().filter(|code| code.as_str().starts_with('7')) {
            *votes.entry(account.clone()).or_default() += 1;
        }
    }
    let best = votes.iter().max_by_key(|(code, votes)| (**votes, std::cmp::Reverse(*code)));
    Ok(best
        .filter(|(code, _)| chart.iter().any(|account| account.code == **code))
        .map(|(code, votes)| (code.clone(), Message::new("account_suggested_by_habit").with("n", votes))))
}

/// The account of a chart that stands for a code or root of another one: the same but for zeros at the end, else the
/// shortest of the same root.
fn in_chart(chart: &[Account], code: &str) -> Option<AccountCode> {
    let trimmed = |code: &str| code.trim_end_matches('0').to_owned();
    let wanted = trimmed(code);
    if let Some(same) = chart.iter().find(|account| trimmed(account.code.as_str()) == wanted) {
        return Some(same.code.clone());
    }
    // A root of fewer than three figures says nothing of what was bought.
    let root = wanted.get(..4).unwrap_or(&wanted);
    let of_root = chart.iter().filter(|account| root.len() >= 3 && account.code.as_str().starts_with(root));
    of_root
        .min_by_key(|account| (trimmed(account.code.as_str()).len(), account.code.clone()))
        .map(|account| account.code.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(codes: &[&str]) -> Vec<Account> {
        codes.iter().map(|code| Account { code: code.parse().unwrap(), label: String::new() }).collect()
    }

    #[test]
    fn a_code_of_another_chart_is_found_again() {
        let chart = chart(&["606100", "606300", "6063001", "613200", "626"]);
        let found = |code: &str| in_chart(&chart, code).map(|code| code.to_string());
        assert_eq!(found("6063").as_deref(), Some("606300"));
        assert_eq!(found("60630000").as_deref(), Some("606300"));
        assert_eq!(found("626000").as_deref(), Some("626"));
        assert_eq!(found("613210").as_deref(), Some("613200"));
        assert_eq!(found("622600"), None);
        assert_eq!(found("60"), None, "a class is no account");
    }

    #[test]
    fn words_tell_what_a_paper_is_about() {
        let about = |text: &str, country| activity(&format!(" {} ", folded(text)), country);
        let (root, words) = about("Forfait mobile pro, Internet fibre", Country::FR).unwrap();
        assert_eq!((root, words.as_str()), ("626", "forfait mobile, internet, fibre"));
        assert_eq!(about("Honoraires de l'avocat", Country::BE).unwrap().0, "613");
        assert_eq!(about("Restaurant, hôtel", Country::FR), None, "two activities are no answer");
        assert_eq!(about("Divers", Country::FR), None);
    }
}
