//! Identifiers, countries and the legal lines about a supplier.

use super::Painter;
use crate::show::{self, Lang};
use crate::truth::Country;
use crate::words;

/// `FR 64 642 392 476`, `BE 0787.072.450`, or as it is.
pub fn vat_shown(p: &mut Painter, vat: &str) -> String {
    let style = p.rng.range(0, 3);
    match vat.get(..2) {
        Some("FR") if style == 0 => show::spaced(vat, &[2, 2, 3, 3, 3]),
        Some("FR") if style == 1 => show::spaced(vat, &[4, 9]),
        Some("BE") if style <= 1 => match (vat.get(2..6), vat.get(6..9), vat.get(9..12)) {
            (Some(a), Some(b), Some(c)) => format!("BE{}{a}.{b}.{c}", if style == 0 { " " } else { "" }),
            _ => vat.to_owned(),
        },
        Some("GB") if style == 0 => show::spaced(vat, &[2, 3, 4, 2]),
        _ => vat.to_owned(),
    }
}

pub fn siret_shown(p: &mut Painter, siret: &str) -> String {
    if p.rng.chance(60) { show::spaced(siret, &[3, 3, 3, 5]) } else { siret.to_owned() }
}

pub fn siren_shown(p: &mut Painter, siren: &str) -> String {
    if p.rng.chance(60) { show::spaced(siren, &[3]) } else { siren.to_owned() }
}

pub fn country_name(country: Country, lang: Lang) -> &'static str {
    match (country, lang) {
        (Country::Fr, Lang::Nl) => "Frankrijk",
        (Country::Fr, Lang::De) => "Frankreich",
        (Country::Fr, _) => "France",
        (Country::Be, Lang::Fr) => "Belgique",
        (Country::Be, Lang::Nl) => "België",
        (Country::Be, Lang::De) => "Belgien",
        (Country::Be, Lang::En) => "Belgium",
        (Country::Nl, Lang::Nl) => "Nederland",
        (Country::Nl, Lang::Fr) => "Pays-Bas",
        (Country::Nl, _) => "Netherlands",
        (Country::De, Lang::Fr) => "Allemagne",
        (Country::De, _) => "Deutschland",
        (Country::Gb, _) => "United Kingdom",
        (Country::Lu, _) => "Luxembourg",
    }
}

/// A legal line about the supplier, as French law wants it (art. R123-237 C. com.) and Belgian custom has it.
pub fn legal_line(p: &mut Painter) -> String {
    let s = p.deal.supplier.clone();
    let capital = show::scaled(s.capital, 0, show::Numbers::SpaceComma);
    match s.country {
        Country::Fr => format!(
            "{} - {} au capital de {capital} € - RCS {} {} - APE {}{}",
            s.full_name(),
            if s.form.is_empty() { "Entreprise" } else { &s.form },
            s.city,
            p.rng.pick(&["A", "B"]),
            p.rng.range(1011, 9609),
            p.rng.pick(&["A", "B", "Z"]),
        ),
        Country::Be if p.look.lang == Lang::Nl => {
            format!("{} - {}, {} - RPR {}", s.full_name(), s.street, s.town(), s.city)
        }
        Country::Be => format!("{} - {}, {} - RPM {}", s.full_name(), s.street, s.town(), s.city),
        Country::De => format!(
            "{} - Amtsgericht {} HRB {} - Geschäftsführer: {}",
            s.full_name(),
            s.city,
            p.rng.range(1000, 99_999),
            crate::names::surname(p.rng, Lang::De)
        ),
        Country::Nl => {
            format!("{} - {} - KvK {}", s.full_name(), s.town(), p.rng.range(10_000_000, 89_999_999))
        }
        Country::Gb => format!(
            "{} - Registered in England No. {:08} - {}, {}",
            s.full_name(),
            p.rng.range(1_000_000, 14_000_000),
            s.street,
            s.town()
        ),
        Country::Lu => format!("{} - R.C.S. Luxembourg B {}", s.full_name(), p.rng.range(10_000, 289_999)),
    }
}

/// A general sentence of terms, so that a page has words that are no field.
pub fn small_print(p: &mut Painter) -> &'static str {
    match p.look.lang {
        Lang::Fr if p.deal.supplier.country == Country::Be => p.rng.pick(&[
            "Toute facture non payée à l'échéance porte de plein droit un intérêt de 10 % l'an et une indemnité forfaitaire de 10 % avec un minimum de 50 €.",
            "Les réclamations doivent nous parvenir par écrit dans les 8 jours. Tribunaux de Liège seuls compétents.",
        ]),
        Lang::Fr => p.rng.pick(&[
            "Pas d'escompte pour paiement anticipé. En cas de retard, pénalités au taux de 3 fois l'intérêt légal et indemnité forfaitaire de 40 € pour frais de recouvrement (art. L441-10 C. com.).",
            "Escompte pour règlement anticipé : 0 %. Pénalités de retard : 12 % l'an. Indemnité forfaitaire de recouvrement : 40 euros.",
            "Nous nous réservons la propriété des marchandises jusqu'au complet paiement du prix (loi n° 80-335 du 12 mai 1980).",
            "TVA acquittée sur les débits. Membre d'un centre de gestion agréé, le règlement par chèque est accepté.",
        ]),
        Lang::Nl => p.rng.pick(&[
            "Bij niet-betaling op de vervaldag is van rechtswege een intrest van 10% per jaar verschuldigd, vermeerderd met een schadebeding van 10% met een minimum van 50 EUR.",
            "Klachten dienen binnen 8 dagen na ontvangst schriftelijk te worden gemeld. Enkel de rechtbanken van Gent zijn bevoegd.",
        ]),
        Lang::De => "Die Ware bleibt bis zur vollständigen Bezahlung unser Eigentum. Gerichtsstand ist der Sitz des Lieferanten.",
        Lang::En => "Late payments bear interest at 8% above the base rate. Title passes on payment in full.",
    }
}

/// A slogan, opening hours and the like.
pub fn chatter(p: &mut Painter) -> &'static str {
    words::slogan(p.rng, p.look.lang)
}
