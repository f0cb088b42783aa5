//! Fictitious enterprises: every name is put together by chance, every identifier passes its check.

use crate::ids;
use crate::rng::Rng;
use crate::show::Lang;
use crate::truth::{Country, Party};

const SURNAMES_FR: [&str; 40] = [
    "Aubertin",
    "Barrois",
    "Bellanger",
    "Bertholon",
    "Blandin",
    "Bouchardon",
    "Brisset",
    "Cadiou",
    "Chauvet",
    "Combaluzier",
    "Delorme",
    "Desgranges",
    "Dufourcq",
    "Escoffier",
    "Fauconnier",
    "Garrigue",
    "Géraud",
    "Grosjean",
    "Huvelin",
    "Jacquinot",
    "Kermarrec",
    "Lagarde",
    "Lemoigne",
    "Lhéritier",
    "Mazaud",
    "Mercadier",
    "Noblet",
    "Orsini",
    "Péchenard",
    "Pélissier",
    "Quérel",
    "Rambaud",
    "Rochebrune",
    "Saulnier",
    "Ségalen",
    "Tessier",
    "Thévenot",
    "Vasseur",
    "Villard",
    "Zeller",
];
const SURNAMES_NL: [&str; 20] = [
    "Baeten",
    "Claessens",
    "De Backer",
    "De Wilde",
    "Goossens",
    "Hendrickx",
    "Janssens",
    "Lambrechts",
    "Maes",
    "Mertens",
    "Peeters",
    "Raeymaekers",
    "Smets",
    "Thijs",
    "Van Acker",
    "Van den Bossche",
    "Vandermeulen",
    "Verhaegen",
    "Vermeiren",
    "Wouters",
];
const SURNAMES_DE: [&str; 14] = [
    "Albrecht",
    "Baumgärtner",
    "Dietz",
    "Eberle",
    "Hölzl",
    "Krüger",
    "Lindemann",
    "Möllers",
    "Pfeiffer",
    "Reuß",
    "Schäfer",
    "Vogt",
    "Wendland",
    "Zöllner",
];
const SURNAMES_EN: [&str; 14] = [
    "Ashdown",
    "Barlow",
    "Cartwright",
    "Dunmore",
    "Ellery",
    "Fairbank",
    "Greaves",
    "Hartley",
    "Kingswell",
    "Lockwood",
    "Marston",
    "Prescott",
    "Thornbury",
    "Whitcombe",
];
const FIRST: [&str; 22] = [
    "Camille",
    "Nicolas",
    "Élodie",
    "Hugo",
    "Inès",
    "Mathis",
    "Sophie",
    "Benoît",
    "Chloé",
    "Gaël",
    "Léa",
    "Anaïs",
    "Thibault",
    "Zoé",
    "Jérôme",
    "Maëlle",
    "Rémi",
    "Noémie",
    "Étienne",
    "Aurélie",
    "François",
    "Hélène",
];
const BRANDS: [&str; 36] = [
    "Altéo",
    "Axima",
    "Belvia",
    "Cobalis",
    "Cléo",
    "Dynamis",
    "Equinox",
    "Estéa",
    "Fluvia",
    "Géode",
    "Hexalia",
    "Horizon",
    "Indigo",
    "Kalis",
    "Lumina",
    "Magellan",
    "Méridien",
    "Novatis",
    "Orféo",
    "Oxalys",
    "Pégase",
    "Polaris",
    "Proxilia",
    "Quadra",
    "Rivalis",
    "Sillage",
    "Solstice",
    "Sonéa",
    "Tandem",
    "Tilia",
    "Ubik",
    "Vectura",
    "Verdon",
    "Vivalia",
    "Xylo",
    "Zéphyr",
];
const STREETS_FR: [&str; 24] = [
    "rue de la République",
    "avenue du Général Leclerc",
    "rue des Lilas",
    "boulevard Voltaire",
    "place de l'Hôtel de Ville",
    "rue Gambetta",
    "chemin des Prés",
    "Z.A. des Quatre Vents",
    "rue du Four",
    "impasse des Tanneurs",
    "quai Saint-Michel",
    "route de Dijon",
    "rue Victor Hugo",
    "allée des Tilleuls",
    "Z.I. Nord - rue Ampère",
    "rue de l'Église",
    "avenue Foch",
    "rue Denis Papin",
    "cours Mirabeau",
    "rue des Frères Lumière",
    "parc d'activités du Moulin",
    "rue Jules Ferry",
    "faubourg Saint-Antoine",
    "rue aux Œufs",
];
const STREETS_NL: [&str; 12] = [
    "Kerkstraat",
    "Stationsstraat",
    "Molenweg",
    "Industrielaan",
    "Dorpsplein",
    "Leopoldlaan",
    "Nijverheidskaai",
    "Groenstraat",
    "Havenlaan",
    "Gentsesteenweg",
    "Marktplein",
    "Beukenlaan",
];
const STREETS_DE: [&str; 8] = [
    "Hauptstraße",
    "Bahnhofstraße",
    "Industrieweg",
    "Gartenstraße",
    "Schillerplatz",
    "Am Mühlbach",
    "Lindenallee",
    "Kölner Straße",
];
const STREETS_EN: [&str; 8] = [
    "High Street",
    "Station Road",
    "Mill Lane",
    "Victoria Way",
    "Church Street",
    "King's Road",
    "Foundry Court",
    "Park Avenue",
];
const TOWNS_FR: [(&str, &str); 26] = [
    ("54000", "Nancy"),
    ("57000", "Metz"),
    ("21000", "Dijon"),
    ("69003", "Lyon"),
    ("31000", "Toulouse"),
    ("44200", "Nantes"),
    ("67000", "Strasbourg"),
    ("75011", "Paris"),
    ("13006", "Marseille"),
    ("35000", "Rennes"),
    ("59000", "Lille"),
    ("51100", "Reims"),
    ("76600", "Le Havre"),
    ("63000", "Clermont-Ferrand"),
    ("87000", "Limoges"),
    ("64000", "Pau"),
    ("25000", "Besançon"),
    ("37000", "Tours"),
    ("38000", "Grenoble"),
    ("34000", "Montpellier"),
    ("88000", "Épinal"),
    ("14000", "Caen"),
    ("80000", "Amiens"),
    ("06200", "Nice"),
    ("92100", "Boulogne-Billancourt"),
    ("93200", "Saint-Denis"),
];
const TOWNS_BE_FR: [(&str, &str); 8] = [
    ("1050", "Ixelles"),
    ("4000", "Liège"),
    ("5000", "Namur"),
    ("6000", "Charleroi"),
    ("7000", "Mons"),
    ("1348", "Louvain-la-Neuve"),
    ("6700", "Arlon"),
    ("1180", "Uccle"),
];
const TOWNS_BE_NL: [(&str, &str); 8] = [
    ("2000", "Antwerpen"),
    ("9000", "Gent"),
    ("8000", "Brugge"),
    ("3000", "Leuven"),
    ("8500", "Kortrijk"),
    ("3500", "Hasselt"),
    ("2800", "Mechelen"),
    ("9300", "Aalst"),
];
const TOWNS_NL: [(&str, &str); 5] = [
    ("1012 AB", "Amsterdam"),
    ("3011 CK", "Rotterdam"),
    ("5611 GD", "Eindhoven"),
    ("3511 LN", "Utrecht"),
    ("6211 CX", "Maastricht"),
];
const TOWNS_DE: [(&str, &str); 6] = [
    ("50667", "Köln"),
    ("66111", "Saarbrücken"),
    ("79098", "Freiburg"),
    ("60311", "Frankfurt am Main"),
    ("80331", "München"),
    ("52062", "Aachen"),
];
const TOWNS_GB: [(&str, &str); 5] = [
    ("LS1 4DY", "Leeds"),
    ("BS1 5TR", "Bristol"),
    ("EC2A 3AR", "London"),
    ("M3 3EB", "Manchester"),
    ("EH3 9QN", "Edinburgh"),
];
const TOWNS_LU: [(&str, &str); 3] =
    [("L-1148", "Luxembourg"), ("L-4030", "Esch-sur-Alzette"), ("L-9053", "Ettelbruck")];

pub fn person(rng: &mut Rng) -> String {
    format!("{} {}", rng.pick(&FIRST), rng.pick(&SURNAMES_FR))
}

pub fn surname(rng: &mut Rng, lang: Lang) -> String {
    match lang {
        Lang::Fr => rng.pick(&SURNAMES_FR),
        Lang::Nl => rng.pick(&SURNAMES_NL),
        Lang::De => rng.pick(&SURNAMES_DE),
        Lang::En => rng.pick(&SURNAMES_EN),
    }
    .to_owned()
}

/// A trade name; `activity` gives its flavour ("Transports", "Drukkerij").
fn trade_name(rng: &mut Rng, lang: Lang, activity: &str) -> String {
    let surname = surname(rng, lang);
    let brand = rng.pick(&BRANDS);
    match (lang, rng.range(0, 9)) {
        (_, 0..=3) => format!("{activity} {surname}"),
        (Lang::Fr, 4) => format!("Ets {surname} & Fils"),
        (Lang::Fr, 5) => format!("{surname} {activity}"),
        (Lang::Nl, 4) => format!("{surname} & Zonen"),
        (Lang::De, 4) => format!("{surname} & Söhne"),
        (Lang::En, 4) => format!("{surname} & Sons"),
        (_, 6) => format!("{} {activity}", brand.to_uppercase()),
        (_, 7) => format!("{brand} {}", surname.split(' ').next().unwrap_or_default()),
        (_, 8) => format!("{}{}", rng.letters(3), [" ", "-"][rng.range(0, 1) as usize].to_owned() + activity),
        _ => format!("{brand} {activity}"),
    }
}

pub(crate) fn slug(name: &str) -> String {
    name.chars()
        .filter_map(|c| match c {
            'é' | 'è' | 'ê' | 'É' => Some('e'),
            'ö' => Some('o'),
            'ä' | 'à' => Some('a'),
            'ü' => Some('u'),
            'ï' | 'î' => Some('i'),
            'ç' => Some('c'),
            ' ' | '-' => Some('-'),
            c if c.is_ascii_alphanumeric() => Some(c.to_ascii_lowercase()),
            _ => None,
        })
        .collect::<String>()
        .replace("--", "-")
}

fn phone(rng: &mut Rng, country: Country) -> String {
    let p = |r: &mut Rng| format!("{:02}", r.range(10, 99));
    match country {
        Country::Fr => format!("0{} {} {} {} {}", rng.range(1, 9), p(rng), p(rng), p(rng), p(rng)),
        Country::Be => format!("+32 {} {} {} {}", rng.range(2, 9), rng.range(200, 999), p(rng), p(rng)),
        Country::Nl => format!("+31 {} {}", rng.range(10, 79), rng.digits(7)),
        Country::De => format!("+49 {} {}", rng.range(201, 899), rng.digits(6)),
        Country::Gb => format!("+44 {} {}", rng.range(113, 191), rng.digits(7)),
        Country::Lu => format!("+352 {} {} {}", p(rng), p(rng), p(rng)),
    }
}

/// An enterprise of a country and trade. `lang` matters for Belgium, which has both.
pub fn party(rng: &mut Rng, country: Country, lang: Lang, activity: &str) -> Party {
    let speech = match (country, lang) {
        (Country::Be, Lang::Nl) | (Country::Nl, _) => Lang::Nl,
        (Country::De, _) => Lang::De,
        (Country::Gb, _) => Lang::En,
        _ => Lang::Fr,
    };
    let (street, (postcode, city)) = match country {
        Country::Fr => (
            format!("{}{} {}", rng.range(1, 180), rng.pick(&["", "", ",", " bis,"]), rng.pick(&STREETS_FR)),
            rng.pick(&TOWNS_FR),
        ),
        Country::Be if speech == Lang::Nl => {
            (format!("{} {}", rng.pick(&STREETS_NL), rng.range(1, 320)), rng.pick(&TOWNS_BE_NL))
        }
        Country::Be => (
            format!(
                "{} {}",
                rng.pick(&[
                    "Rue de la Station",
                    "Chaussée de Wavre",
                    "Avenue Louise",
                    "Rue du Moulin",
                    "Place Saint-Lambert",
                    "Rue Haute",
                    "Quai de Meuse"
                ]),
                rng.range(1, 320)
            ),
            rng.pick(&TOWNS_BE_FR),
        ),
        Country::Nl => (format!("{} {}", rng.pick(&STREETS_NL), rng.range(1, 200)), rng.pick(&TOWNS_NL)),
        Country::De => (format!("{} {}", rng.pick(&STREETS_DE), rng.range(1, 140)), rng.pick(&TOWNS_DE)),
        Country::Gb => (format!("{} {}", rng.range(1, 140), rng.pick(&STREETS_EN)), rng.pick(&TOWNS_GB)),
        Country::Lu => (
            format!(
                "{}, {}",
                rng.range(1, 90),
                rng.pick(&["rue de Hollerich", "route d'Esch", "avenue de la Liberté"])
            ),
            rng.pick(&TOWNS_LU),
        ),
    };
    let form = match country {
        Country::Fr => rng.pick(&["SARL", "SAS", "SARL", "SAS", "EURL", "SASU", "SA", "SNC", "SCOP"]),
        Country::Be => {
            if speech == Lang::Nl {
                rng.pick(&["BV", "NV", "BV", "CV"])
            } else {
                rng.pick(&["SRL", "SA", "SRL", "SC"])
            }
        }
        Country::Nl => "B.V.",
        Country::De => rng.pick(&["GmbH", "GmbH & Co. KG", "AG"]),
        Country::Gb => rng.pick(&["Ltd", "Limited", "Ltd"]),
        Country::Lu => rng.pick(&["S.à r.l.", "S.A."]),
    };
    let name = trade_name(rng, speech, activity);
    let siren = (country == Country::Fr).then(|| ids::siren(rng));
    let (iban, bic) = match country {
        Country::Fr => ids::account_fr(rng),
        Country::Be => ids::account_be(rng),
        Country::Nl => ids::account_nl(rng),
        Country::De => ids::account_de(rng),
        Country::Lu => ids::account_lu(rng),
        Country::Gb => (String::new(), String::new()),
    };
    let vat = match country {
        Country::Fr => siren.as_deref().map(ids::vat_fr),
        Country::Be => Some(ids::vat_be(rng)),
        Country::Nl => Some(ids::vat_nl(rng)),
        Country::De => Some(ids::vat_de(rng)),
        Country::Gb => Some(ids::vat_gb(rng)),
        Country::Lu => Some(ids::vat_lu(rng)),
    };
    let slug = slug(&name);
    let tld = match country {
        Country::Gb => "co.uk",
        c => match c.code() {
            "FR" => "fr",
            "BE" => "be",
            "NL" => "nl",
            "DE" => "de",
            _ => "lu",
        },
    };
    Party {
        form: form.to_owned(),
        street,
        postcode: postcode.to_owned(),
        city: city.to_owned(),
        country,
        siret: siren.as_deref().map(|s| ids::siret(s, rng.range(1, 60) as u32)),
        siren,
        vat,
        iban,
        bic,
        phone: phone(rng, country),
        email: format!("{}@{slug}.{tld}", rng.pick(&["compta", "contact", "info", "facturation", "bonjour"])),
        web: format!("www.{slug}.{tld}"),
        capital: rng.pick(&[1000, 5000, 7500, 8000, 10_000, 15_245, 30_000, 50_000, 100_000, 250_000]),
        activity: activity.to_owned(),
        name,
    }
}
